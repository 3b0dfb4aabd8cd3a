#include "tools/replay/follow.h"

#include "tools/interrupt.h"
#include "tools/say.h"
#include "tools/when.h"

#include <errno.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#define FIRST_NS  INT64_C(5000000000)  /* for the first beat: are we named at all? */
#define SILENT_NS INT64_C(30000000000) /* a picketd that is overloaded beats late */
#define NAP_NS    INT64_C(100000000)
#define LATE_NS                                                                                    \
    INT64_C(500000000) /* a beat's own way may seem to take the clock back by as much              \
                        */
#define FAR_NS INT64_C(86400000000000) /* what is due later than in a day is not reckoned */
#define HERE   1                       /* of a wish: leave the clock where it is */
#define UNSET  1                       /* of any other beat: no time is set */

typedef struct following {
    player *play;
    ear *beats;
    const reel_run *run;
    size_t next;       /* datagram of the run that is not sent yet */
    int64_t began_ns;  /* of the machine's steady clock */
    int64_t before_ns; /* exercise time when it was looked at last */
    beat_told set;     /* the newest beat of a clock that was set, and no wish */
} following;

int ear_open(ear *one, const struct sockaddr_in *at)
{
    *one = (ear){.socket = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    if (one->socket < 0)
        return errno;
    return bind(one->socket, (const struct sockaddr *)at, sizeof *at) == 0 ? 0 : errno;
}

void ear_close(ear *one)
{
    if (one->socket >= 0)
        close(one->socket);
    one->socket = -1;
}

/* All that came in. */
static void listen_now(ear *one)
{
    uint8_t data[BEAT_SIZE + 1];
    ssize_t size;
    while ((size = recv(one->socket, data, sizeof data, MSG_DONTWAIT)) >= 0)
        if (beat_decode(data, (size_t)size, &one->newest))
            one->heard_ns = when_steady_ns();
}

/* Until a beat comes, or until then, and at most 0.1 s. */
static void listen_until(ear *one, int64_t until_ns)
{
    const int64_t left_ns = until_ns - when_steady_ns();
    const int64_t wait_ns = left_ns < 0 ? 0 : left_ns > NAP_NS ? NAP_NS : left_ns;
    const struct timespec wait = {.tv_nsec = wait_ns};
    fd_set wanted;
    FD_ZERO(&wanted);
    FD_SET(one->socket, &wanted);
    pselect(one->socket + 1, &wanted, NULL, NULL, &wait, NULL);
    listen_now(one);
}

static bool is_silent(const following *one)
{
    const int64_t since_ns =
        one->beats->heard_ns > one->began_ns ? one->beats->heard_ns : one->began_ns;
    if (when_steady_ns() - since_ns < (one->beats->heard_ns == 0 ? FIRST_NS : SILENT_NS))
        return false;
    if (one->beats->heard_ns == 0)
        say_error("no beat comes in. Name the address of --follow under beats in picketd's "
                  "configuration.");
    else
        say_error("picketd's beats have stopped.");
    return true;
}

static bool goes(const beat_told *told)
{
    return told->mode == CONTROL_RUN || told->mode == CONTROL_WALL;
}

/* By the newest beat. It is behind by as long as that was on its way, so nothing is sent early. */
static int64_t exercise_now_ns(const ear *beats)
{
    const beat_told *told = &beats->newest;
    if (!goes(told))
        return told->exercise_ns;
    const int64_t passed_ns = when_steady_ns() - beats->heard_ns;
    return told->exercise_ns + passed_ns / 1000 * told->rate_permille;
}

static int64_t due_ns(const ear *beats, int64_t stamp_ns)
{
    const int64_t left_ns = stamp_ns - beats->newest.exercise_ns;
    if (left_ns > FAR_NS)
        return INT64_MAX;
    return left_ns <= 0 ? beats->heard_ns
                        : beats->heard_ns + left_ns / beats->newest.rate_permille * 1000 + 1000;
}

static const reel_datagram *datagram_at(const following *one, size_t index)
{
    return &one->play->feed.datagrams[one->run->first + index];
}

/* What this run has sent is counted, and what of it was lost is not waited for again. */
static bool drain(following *one, int64_t *now_ns)
{
    uint64_t taken;
    if (!player_drain(one->play, &taken, now_ns))
        return false;
    one->play->lost += one->play->sent_run - taken;
    one->play->sent_run = taken;
    return true;
}

static bool begin(following *one, control_mode mode)
{
    player *play = one->play;
    play->sent_run = 0;
    play->done -= one->next;
    one->next = 0;
    one->before_ns = one->run->begin_ns;
    return player_clock(play, mode, one->run->begin_ns, true);
}

static bool wish_stands(following *one, const beat_told *wish)
{
    listen_now(one->beats);
    return one->beats->newest.mode == CONTROL_STEP &&
           one->beats->newest.exercise_ns == wish->exercise_ns &&
           one->beats->newest.rate_permille == wish->rate_permille && !interrupt_asked();
}

/* By steps, so that each is stamped with its own time. What is stamped at the goal comes after it.
 * *gone: the wish became another on the way. */
static bool step_to(following *one, const beat_told *wish, int64_t goal_ns, int64_t now_ns,
                    bool *gone)
{
    player *play = one->play;
    for (; one->next < one->run->count; one->next++) {
        const reel_datagram *datagram = datagram_at(one, one->next);
        const bool steps = datagram->stamp_ns > now_ns;
        if (datagram->stamp_ns >= goal_ns && steps)
            break;
        if ((steps || play->sent_run % DRAIN_EACH == 0) && !drain(one, NULL))
            return false;
        *gone = !wish_stands(one, wish);
        if (*gone)
            return true;
        if (steps && !player_clock(play, CONTROL_STEP, datagram->stamp_ns, false))
            return false;
        now_ns = steps ? datagram->stamp_ns : now_ns;
        if (!player_send(play, datagram))
            return false;
        play->now_ns = now_ns;
        player_progress(play);
    }
    return drain(one, NULL) &&
           (now_ns >= goal_ns || player_clock(play, CONTROL_STEP, goal_ns, false));
}

static bool wish_do(following *one)
{
    const beat_told wish = one->beats->newest;
    int64_t now_ns, goal_ns = wish.exercise_ns;
    bool gone = false;
    if (!drain(one, &now_ns))
        return false;
    if (goal_ns == HERE)
        goal_ns = now_ns;
    else if (goal_ns < one->run->begin_ns)
        goal_ns = one->run->begin_ns;
    else if (goal_ns > one->run->end_ns)
        goal_ns = one->run->end_ns;
    if (goal_ns < now_ns) {
        if (!begin(one, CONTROL_STEP))
            return false;
        now_ns = one->run->begin_ns;
    }
    if (wish.exercise_ns != HERE && !step_to(one, &wish, goal_ns, now_ns, &gone))
        return false;
    if (gone || !wish_stands(one, &wish))
        return !interrupt_asked();
    one->before_ns = goal_ns;
    one->play->speed = wish.rate_permille / 1000.0;
    const control_mode mode = wish.rate_permille > 1 ? CONTROL_RUN : CONTROL_PAUSE;
    /* By the time picketd knows which wish this ends; where it could not be reached, any. */
    const int64_t there_ns = goal_ns == wish.exercise_ns ? goal_ns : 0;
    const bool good = player_clock(one->play, mode, there_ns, false);
    listen_now(one->beats);
    return good;
}

static bool is_unset(const beat_told *told)
{
    return told->mode == CONTROL_PAUSE && told->exercise_ns == UNSET;
}

/* What is due from then on is sent again. */
static void rewind_to(following *one, int64_t now_ns)
{
    player *play = one->play;
    play->sent_run = 0;
    one->before_ns = now_ns;
    while (one->next > 0 && datagram_at(one, one->next - 1)->stamp_ns >= now_ns) {
        one->next--;
        play->done--;
    }
}

/* picketd was started again, and knows no time: it is told that of the last beat before, and goes
 * on as it did. What came after that beat is sent again, and counted once. */
static bool resume(following *one)
{
    const beat_told *set = &one->set;
    const bool known = set->exercise_ns > one->run->begin_ns;
    const int64_t there_ns = known ? set->exercise_ns : one->run->begin_ns;
    const size_t was = one->next;
    int64_t now_ns = 0;
    rewind_to(one, there_ns);
    for (size_t i = one->next; i < was; i++)
        one->play->sent -= !datagram_at(one, i)->said;
    if (!drain(one, &now_ns))
        return false;
    say_note("picketd was started again: its clock is set to %s.", when_clock(there_ns).text);
    const control_mode mode = !known || goes(set) ? CONTROL_RUN : CONTROL_PAUSE;
    const bool good = now_ns != 0 || player_clock(one->play, mode, there_ns, false);
    listen_now(one->beats);
    return good;
}

/* Somebody else has begun a new run: what is due in it comes from its time on. */
static void place_find(following *one, int64_t now_ns)
{
    const int64_t late_ns = LATE_NS / 1000 * one->beats->newest.rate_permille;
    if (now_ns < one->before_ns - late_ns - LATE_NS)
        rewind_to(one, now_ns);
}

static bool send_due(following *one, int64_t now_ns)
{
    place_find(one, now_ns);
    if (now_ns > one->before_ns)
        one->before_ns = now_ns;
    if (goes(&one->beats->newest))
        one->play->speed = one->beats->newest.rate_permille / 1000.0;
    for (; one->next < one->run->count && datagram_at(one, one->next)->stamp_ns <= now_ns;
         one->next++)
        if (!player_send(one->play, datagram_at(one, one->next)))
            return false;
    one->play->now_ns = now_ns;
    player_progress(one->play);
    return true;
}

static int64_t wake_ns(const following *one)
{
    if (!goes(&one->beats->newest))
        return INT64_MAX;
    const bool more = one->next < one->run->count;
    return due_ns(one->beats, more ? datagram_at(one, one->next)->stamp_ns : one->run->end_ns);
}

/* false: broken off, or said why. */
static bool go_on(following *one)
{
    const ear *beats = one->beats;
    if (interrupt_asked() || is_silent(one))
        return false;
    if (beats->newest.mode == CONTROL_STEP)
        return wish_do(one);
    if (is_unset(&beats->newest))
        return resume(one);
    one->set = beats->newest;
    if (beats->heard_ns > one->began_ns && !send_due(one, exercise_now_ns(beats)))
        return false;
    listen_until(one->beats, wake_ns(one));
    return true;
}

static bool is_over(const following *one)
{
    return goes(&one->beats->newest) && one->next == one->run->count &&
           exercise_now_ns(one->beats) >= one->run->end_ns;
}

bool follow_run(player *play, ear *beats, const reel_run *run)
{
    following one = {.play = play, .beats = beats, .run = run, .began_ns = when_steady_ns()};
    while (beats->heard_ns == 0 && !is_silent(&one) && !interrupt_asked())
        listen_until(beats, INT64_MAX);
    play->end_ns = run->end_ns;
    if (beats->heard_ns == 0 || interrupt_asked() || !begin(&one, CONTROL_RUN))
        return false;
    pace_anchor(&play->pace, run->begin_ns, 1.0);
    one.began_ns = when_steady_ns();
    listen_now(beats);
    do {
        if (!go_on(&one))
            return false;
    } while (!is_over(&one));
    return drain(&one, NULL);
}
