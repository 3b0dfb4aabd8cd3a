/* playback.h - plays what was recorded through a pipeline.
 *
 * Time is the stamps of the recording. Its control messages are obeyed like live ones: the first
 * one opens the grid of epochs, the last one closes what is left of it. A recording without any
 * begins and ends with its first and last stamp. A stamp more than a day after the one before it,
 * which no live clock gives within a run, begins a new run, as it does for `picket replay`.
 *
 * Where the book changed in mid-run, the recording says so in picketd's own voice, and its copy
 * beside the recording is taken (book_copy.h). That needs the book under which the recording began;
 * under any other the pictures are what that one makes of the reports, and the changes are passed
 * over.
 *
 * Which input a datagram came to is told by its target port: the recordings of sim, import and
 * picketd always hold RECORDED_REPORTS and RECORDED_CONTROL; a capture from elsewhere may hold the
 * ports of the configuration.
 */
#ifndef DAEMON_PLAYBACK_H
#define DAEMON_PLAYBACK_H

#include "daemon/clock/command.h"
#include "daemon/line/pipeline.h"
#include "daemon/recording/recording.h"

typedef enum playback_input {
    PLAYBACK_OTHER, /* to a port that is no input: passed over */
    PLAYBACK_REPORTS,
    PLAYBACK_CONTROL
} playback_input;

typedef struct playback {
    config *configuration;
    pipeline *line;
    command_state commands;
    int64_t stamp_ns; /* newest */
    int64_t first_ns; /* oldest of this run */
    uint64_t datagrams;
    uint64_t other;       /* passed over */
    uint64_t disordered;  /* stamped before the one ahead of them: taken at that one's stamp */
    char recording[4096]; /* beside which books stand; empty: changes of the book are passed over */
    char book[65];        /* digest of the book taken last */
    uint64_t books, books_passed; /* changes of the book: taken, passed over */
    char error[512]; /* not empty: a book is missing, and what came of it is not right */
} playback;

/* Keeps both. */
playback playback_begin(config *configuration, pipeline *line);

/* Says where the recording stands, before it is played, so that changes of the book are followed.
 * Looks through it where books stand beside it: if the configuration's book is one of a recording
 * that began under another, it begins under that other. false: one->error says why it cannot. */
bool playback_books(playback *one, const char *recording);

/* By its target port; where the two ways to tell differ, that of the configuration counts. */
playback_input playback_input_of(const config *configuration, const recorded *packet);

/* Whether it is something said, or a book, whose effect lasts: to be taken too where all before a
 * time is left out. */
bool playback_lasts(const config *configuration, const recorded *packet);

/* Takes one. *result is what became of a datagram of reports; the answer says whether it was one.
 */
playback_input playback_take(playback *one, const recorded *packet, codec_result *result);

/* The recording is over. Hands out what is left of the settled pictures. */
void playback_end(playback *one);

#endif
