#include "tools/progress.h"

#include "tools/say.h"
#include "tools/when.h"

#include <stdio.h>
#include <string.h>

enum { BAR_LEAST = 8, BAR_MOST = 16 };

progress progress_begin(const char *verb)
{
    const double now = when_steady();
    return (progress){
        .verb = verb, .live = say_live(), .silent = say_is_quiet(), .began = now, .shown = now};
}

bool progress_due_at(const progress *one, double now)
{
    if (one->silent)
        return false;
    if (one->live)
        return now - one->began >= 0.5 && now - one->shown >= 0.2;
    return now - one->shown >= 10.0;
}

bool progress_due(const progress *one)
{
    return progress_due_at(one, when_steady());
}

void progress_sample(progress *one, double now, double share)
{
    const size_t count = one->sample_count;
    if (count > 0 && now - one->samples[count - 1].at < 1.0)
        return;
    if (count == PROGRESS_SAMPLES)
        memmove(one->samples, one->samples + 1, (count - 1) * sizeof one->samples[0]);
    else
        one->sample_count++;
    one->samples[one->sample_count - 1].at = now;
    one->samples[one->sample_count - 1].share = share;
}

double progress_left(const progress *one, double now, double share)
{
    if (one->sample_count == 0)
        return -1.0;
    const double time = now - one->samples[0].at;
    const double work = share - one->samples[0].share;
    return time >= 1.0 && work > 0.0 ? (1.0 - share) * time / work : -1.0;
}

static int percent(double share)
{
    return (int)(100.0 * (share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share));
}

static size_t bar(char *text, double share, int cells)
{
    const int full = (int)(share * cells + 0.5);
    text[0] = '[';
    for (int i = 0; i < cells; i++)
        text[1 + i] = i < full ? '#' : '.';
    memcpy(text + 1 + cells, "] ", 3);
    return (size_t)cells + 3;
}

void progress_line(char *line, size_t room, int width, const char *verb,
                   const progress_state *state, double left)
{
    char head[32], tail[128], rate[128], remains[64] = "", cells[BAR_MOST + 4] = "";
    if (state->step)
        snprintf(head, sizeof head, "%-8s %s  ", verb, state->step);
    else
        snprintf(head, sizeof head, "%-8s%3d %% ", verb, percent(state->share));
    snprintf(tail, sizeof tail, "%s", state->where ? state->where : "");
    snprintf(rate, sizeof rate, "%s%s", state->rate ? "  " : "", state->rate ? state->rate : "");
    if (left >= 0.0)
        snprintf(remains, sizeof remains, "  %s left", when_left(left).text);
    int used = (int)(strlen(head) + strlen(tail) + strlen(rate) + strlen(remains));
    const int most = width - 3;
    int spare = most - used - 3; /* brackets and a space */
    if (!state->step && spare >= BAR_LEAST)
        used += (int)bar(cells, state->share, spare < BAR_MOST ? spare : BAR_MOST);
    if (used > most)
        rate[0] = '\0';
    const size_t end = most > 0 && (size_t)most + 1 < room ? (size_t)most + 1 : room;
    snprintf(line, end, "%s%s%s%s%s", head, cells, tail, rate, remains);
}

static void show_sentence(const progress *one, const progress_state *state, double left)
{
    char share[48];
    if (state->step)
        snprintf(share, sizeof share, "%s", state->step);
    else
        snprintf(share, sizeof share, "%d %%", percent(state->share));
    const char *about = state->step ? ", " : ", exercise time ";
    say_plain("picket %s: %s%s%s%s%s%s%s%s", one->verb, share, state->where ? about : "",
              state->where ? state->where : "", state->rate ? ", " : "",
              state->rate ? state->rate : "", left >= 0.0 ? ", " : "", when_left(left).text,
              left >= 0.0 ? " left" : "");
}

void progress_show(progress *one, const progress_state *state)
{
    const double now = when_steady();
    progress_sample(one, now, state->share);
    const double left = progress_left(one, now, state->share);
    if (!progress_due_at(one, now))
        return;
    if (one->live) {
        char line[256];
        progress_line(line, sizeof line, say_width(stderr), one->verb, state, left);
        say_passing(line);
    } else if (one->shown == one->began || state->share >= one->shown_share + 0.1) {
        show_sentence(one, state, left);
        one->shown_share = state->share;
    } else {
        return;
    }
    one->shown = now;
}

void progress_end(const progress *one)
{
    if (one->live)
        say_passing(NULL);
}
