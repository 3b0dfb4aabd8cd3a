#include "release/table.h"

static bool within(int64_t time_ns, int64_t since_ns, int64_t at_ns)
{
    return time_ns > since_ns && time_ns <= at_ns;
}

/* Whether a withdrawal takes some of it, for all that is known. */
static bool may_take(const fusion_gate *gate, const book_act *act, size_t sensor,
                     const fusion_past *past)
{
    const unsigned owner = gate->book->sensors[sensor].nation;
    if (act->verb != BOOK_WITHDRAW || act->who != owner || act->from_ns > past->last_ns ||
        act->to_ns < past->first_ns)
        return false;
    switch (act->target) {
    case BOOK_OF_SENSOR:
    case BOOK_OF_ITEM:
        return act->sensor == sensor;
    case BOOK_OF_CATEGORY:
        return past->categories >> act->category & 1u;
    case BOOK_OF_AREA:
    case BOOK_OF_AGREEMENT:
        break;
    }
    return true;
}

/* Whether an agreement that says so stopped, with something of that time given by it before. */
static bool may_stop(const fusion_gate *gate, size_t agreement, const fusion_past *past,
                     int64_t since_ns, int64_t at_ns)
{
    const size_t last = moments_find(&gate->when, past->last_ns);
    for (size_t i = moments_find(&gate->when, past->first_ns); i <= last; i++)
        if (within(gate->removes[agreement * gate->when.count + i], since_ns, at_ns))
            return true;
    return false;
}

bool fusion_gate_may_lose(const fusion_gate *gate, size_t view, const fusion_past *past,
                          int64_t since_ns, int64_t at_ns)
{
    const gate_view *to = &gate->views[view];
    const int sensor = gate->sensor_of[past->sensor];
    const fusion_book *book = gate->book;
    if (sensor < 0 || (!to->stranger && to->members == UINT32_C(1) << book->sensors[sensor].nation))
        return false;
    for (size_t i = 0; i < gate->hold_count; i++) {
        const book_act *act = &gate->when.acts[gate->holds[i]];
        if (may_take(gate, act, (size_t)sensor, past) &&
            within(moments_epoch(&gate->when, act->at_ns), since_ns, at_ns))
            return true;
    }
    for (size_t c = 0; c < book->clause_count; c++)
        if (book->clauses[c].from == book->sensors[sensor].nation &&
            book->rules[gate->rules[to->rule]].set >> gate->clauses[c].agreement & 1u &&
            may_stop(gate, gate->clauses[c].agreement, past, since_ns, at_ns))
            return true;
    return false;
}
