/* web.h - the page's server: the built page, its pictures and the daemon's own pages, on one port.
 *
 *     /                     the built page, from a folder
 *     /page.json            who reads, what he may open, marking, extent of the map
 *     /pictures?view=NAME   WebSocket: one view, whole on connect, then changes, a beat each second
 *     /says                 POST: a sentence of the rule book, said by this reader
 *     /clock                POST: the white cell sets the exercise clock
 *     /rooms/NAME           who was in a room, and what reached its audience by which clauses
 *     /timeline /audit      the white cell's: what happened when, the newest of the audit log
 *     /metrics /healthz /readyz
 *     /health               to a nation: of its own sensors alone (daemon/told/health.h)
 *     /scores /truth        only where there is a truth (staff/scores.h)
 *     /sees/OBJECT          likewise: who sees an object, by which clause (staff/sees.h)
 *     /standing             agreements, holds and emergencies that stand (staff/in_force.h)
 *     /preview              POST, as /says: what would change for whom (staff/preview.h)
 *
 * It runs on the daemon's own loop and thread (libwebsockets with a foreign libuv loop). A view's
 * data leave through its WebSocket and through no other door; an unknown view is closed without a
 * word. With tokens (web_token.h) a request says whose it is by "Authorization: Bearer TOKEN", a
 * WebSocket by offering the protocols "pictures, token.TOKEN"; what the token does not open answers
 * the same bytes as what is not there. /timeline, /audit, /clock, /metrics, /scores, /truth, /sees,
 * /standing and /preview are the white cell's; /health is the white cell's and, of its own sensors,
 * a nation's.
 *
 * /rooms/NAME is the white cell's and the nation's that hosts the room; to all others, the room's
 * own screen too, it is not there. It tells the last ten minutes of the run, in exercise time of
 * the pictures: "present", a lane for each nation that was there, "host", "home" or "visitor", with
 * spans {"since", "in": how many entered, "counts": it is part of the audience}; "feeds", a lane
 * for each of them and for each nation that gives the host anything, with spans {"since", "shows":
 * "open", "narrowed" or "dark", "words", "share": how much of it (web_reach.h)}; "door": "open",
 * "unknown" (somebody nobody knows), "silent" (its reader, for "silent_s") or "missed". A span goes
 * on to the next of its lane. A feed's spans are worked out from the book's clauses that name
 * somebody who stood there, their dates, and who stood there (web_reach.h): never from reports, nor
 * from what other nations declared. What its host lets in and out is his own to know; so nothing
 * here tells him of what the room was not given, and no act of another moves a byte of it. Clauses
 * are those of the book in force, for all of these minutes: after another book was taken they tell
 * of what was before as if it had stood then. That there was a turn of the book is not shown
 * either, for it may be about others alone.
 *
 * /timeline answers {"clock": "controlled" or "wall", "follows": whether a replay goes by the
 * beats, "mode", "rate": 0 while it stands, "pace": at which it ran
 * last, or is to run once it is where it is brought, "now", "end": of the recording that is played,
 * "goal": where the clock is being brought, "epoch": its length} and what timeline_put() writes;
 * times in seconds since 1970, or null. /audit answers what newest_text() writes, and may be asked
 * by after=, before= and kind=.
 *
 * /says takes JSON, of at most 1 KB, {"sentence": "room bridge DEL enters", "until": null,
 * "reason":
 * "..."}; until is a time of the exercise in seconds since 1970, null or left out: until lifted.
 * The white cell, a nation or a room says it, as the token has it, by the same way as a datagram of
 * control: recorded, audited, and numbered by picketd for that speaker on this door, apart from
 * what he sends by datagram. The answer is {"outcome": "done" or "refused", "text": the name of the
 * refusal, "takes_effect": seconds or null}. What is no such request answers as what is not there.
 *
 * /clock takes {"mode": "run", "pause" or "step", "time_s": seconds since 1970, null or left out,
 * "rate": 4, "new_run": true or false} from the white cell, by the same way, audited and answered
 * alike. Where `picket replay` follows the beats (server_parts.h), a time is a wish: the clock
 * stands until replay has brought it there, forward or back, and then goes on as the mode says. A
 * new run waits for nobody: from it on the clock is set here, until replay speaks again.
 *
 * A reader that is slow gets
 * fewer epochs, each whole: no client holds more than one picture.
 */
#ifndef DAEMON_WEB_H
#define DAEMON_WEB_H

#include "daemon/audit/newest.h"
#include "daemon/line/pipeline.h"
#include "daemon/web/web_token.h"

#include <uv.h>

/* Open pages of one reader; more are turned away. A share of each one's own: nobody locks another
 * out, or finds out how many others have open. */
#define WEB_PAGES_MAX 64

typedef struct web_settings {
    uv_loop_t *loop;                               /* the daemon's own */
    const config *configuration;                   /* address `page`, views, registry, book */
    const pipeline *line;                          /* what rooms went through; NULL: no rooms */
    const char *files;                             /* folder of the built page; need not be there */
    char *(*metrics)(void *context, size_t *size); /* the text of /metrics; web free()s it */
    /* Likewise of /health, for the white cell or a nation. */
    char *(*health)(void *context, const web_reader *reader, size_t *size);
    /* Likewise of /scores, or of /truth; NULL: they are not there. */
    char *(*staff)(void *context, bool truth, size_t *size);
    /* Likewise of /sees/OBJECT, NULL: it is not there; of /standing; and of /preview, for what was
     * said. */
    char *(*sees)(void *context, const char *object, size_t *size);
    char *(*standing)(void *context, size_t *size);
    char *(*preview)(void *context, const control_message *said, size_t *size);
    /* Likewise of /timeline and of /audit. */
    char *(*timeline)(void *context, size_t *size);
    char *(*audit)(void *context, const newest_asked *asked, size_t *size);
    bool (*ready)(void *context); /* the answer of /readyz */
    /* Says said->sentence for said->who, or sets the clock. NULL: it takes effect at
     * said->effect_ns; else the name of the refusal. */
    const char *(*says)(void *context, control_message *said);
    void *context;
} web_settings;

typedef struct web web;

/* Listens. The settings are copied; loop and configuration must outlive it. NULL: error says why,
 * with the system's words in brackets. */
web *web_create(const web_settings *settings, char error[512]);

/* The port that it listens on. */
uint16_t web_port(const web *one);

/* A view's picture at an epoch, once for each view and epoch, in order of epochs. Settled pictures
 * are passed over.
 *
 * A room's picture is shown only where it is for all who stand there now, as far as that was said
 * (pipeline_room_now). Else an empty one stands in its place, told to be theirs, so that a page
 * forgets what it holds; the first picture that is theirs then follows on it. */
void web_publish(web *one, const pipeline_picture *picture);

/* Something was said, or the clock was set. A room into which somebody was let, whom nobody knows
 * or whom there was no place to note, is emptied at once: the epoch that brings its audience's own
 * picture may be long in coming, for a clock that stands ends none. Who leaves empties nothing:
 * what is for more people is for those who stay.
 *
 * This is of the page alone. Files, UDP and the recording have one picture an epoch, each for the
 * audience that the epoch had, so that a live run and its replay are the same bytes; a page is
 * what people stand before while the exercise has no next epoch. What empties a room is what was
 * said of it and what its book dates, never a report: no hidden one moves a byte of it. Nor does
 * another's word: when this is called, and how often, changes nothing. */
void web_said(web *one);

/* A beat for every open page: the daemon calls this each second of wall time. */
void web_beat(web *one, const uint8_t beat[BEAT_SIZE]);

typedef struct web_counts {
    size_t clients;          /* open pages */
    uint64_t epochs_skipped; /* spared to slow pages */
} web_counts;
web_counts web_count(const web *one);

/* Stops in two steps, since sockets close on the loop: web_stop, uv_run until the loop is empty,
 * web_destroy, then uv_loop_close. NULL is taken. */
void web_stop(web *one);
void web_destroy(web *one);

#endif
