#include "release/oracle_form.h"

#include "release/oracle_place.h"

#define NS INT64_C(1000000000)

static int64_t up_to(int64_t at_ns, int64_t of_ns)
{
    const int64_t below_ns = at_ns >= 0 ? at_ns / of_ns : -((-at_ns + of_ns - 1) / of_ns);
    return below_ns * of_ns == at_ns ? at_ns : (below_ns + 1) * of_ns;
}

static const int every[] = {0, 10, 30, 60, 300, 600, 1800, 3600};

/* Looks of the report's sensor, in whole tens of seconds. */
static int tens_of(const oracle_question *q)
{
    const int period = q->o->w->sensors[q->report->sensor].period;
    return period <= 10 ? 10 : (period + 9) / 10 * 10;
}

/* Seconds between the times to which a report is moved: of a track those of every, but no finer
 * than its looks; 0: it keeps its time. */
static int grid_of(const oracle_question *q, const oracle_release *release)
{
    if (q->report->kind == 3)
        return 0;
    if (release->warning)
        return 60;
    const int step = every[release->step[0]], tens = tens_of(q);
    return step > tens ? step : tens;
}

static int64_t into_grid(const oracle_question *q, const oracle_release *release)
{
    const int64_t grid_ns = grid_of(q, release) * NS;
    const int64_t into_ns = grid_ns > 0 ? q->report->measured_ns % grid_ns : 0;
    return into_ns < 0 ? into_ns + grid_ns : into_ns;
}

void oracle_leave(const oracle_question *q, oracle_release *release)
{
    const int tens = tens_of(q);
    if (release->granted && !release->warning && release->step[1] > 0 && q->report->kind == 1)
        release->at_ns = up_to(release->at_ns, (tens < 60 ? tens : 60) * NS);
}

/* Has it a place, a number, the beginning of that, and a velocity where it must be carried? */
static bool movable(const oracle_question *q, const oracle_release *release)
{
    const world_report *report = q->report;
    return report->placed && (report->kind == 1 || report->kind == 3) && report->number != 0 &&
           report->began && (report->moving || into_grid(q, release) == 0);
}

oracle_areas oracle_shown(const oracle_question *q, const oracle_release *release)
{
    world_report shown = *q->report;
    if (release->step[1] == 0 || !q->o->moves)
        return q->here;
    if (movable(q, release))
        oracle_move(q->o, q->report, release->step[1], into_grid(q, release), &shown);
    else
        shown.placed = shown.height_known = false;
    return oracle_judge(q->o, &shown);
}

bool oracle_can_move(const oracle_question *q, const oracle_release *release)
{
    if (release->warning || release->step[1] == 0 || q->report->kind == 3)
        return true;
    return q->report->kind == 1 && (!q->o->moves || movable(q, release));
}

bool oracle_possible_form(const oracle_question *q, const oracle_release *release)
{
    const unsigned kind = q->report->kind;
    if (release->warning)
        return kind == 1 || kind == 3;
    if (kind == 2 && (release->step[6] > 0 || (release->step[3] > 0 && release->step[3] < 5)))
        return false;
    const int64_t period_ns = q->o->w->sensors[q->report->sensor].period * NS;
    if (!oracle_can_move(q, release))
        return false;
    if (kind != 3 && release->step[1] > 0 && period_ns > 0)
        return into_grid(q, release) < period_ns;
    if (release->step[0] == 0 || kind == 3)
        return true;
    return q->report->measured_ns % (every[release->step[0]] * NS) < period_ns;
}
