#include "release/room.h"
#include "release/table.h"

#include <stdlib.h>
#include <string.h>

fusion_status gate_declare(fusion_gate *gate, const book_act *acts, size_t count)
{
    if (gate->act_count + count > gate->act_room) {
        const size_t room = 2 * (gate->act_count + count);
        book_act *grown = realloc(gate->acts, room * sizeof *grown);
        if (!grown)
            return FUSION_NO_MEMORY;
        gate->acts = grown;
        gate->act_room = room;
    }
    if (count > 0)
        memcpy(gate->acts + gate->act_count, acts, count * sizeof *acts);
    gate->act_count += count;
    if (table_stretches(gate))
        return FUSION_OK;
    gate->act_count -= count;
    return FUSION_NO_MEMORY;
}

size_t fusion_gate_acts(const fusion_gate *gate)
{
    return gate->act_count;
}

const moments *gate_moments(const fusion_gate *gate)
{
    return &gate->when;
}

fusion_status fusion_gate_epoch(fusion_gate *gate, int64_t epoch_ns)
{
    const int64_t before_ns = gate->epoch_ns;
    gate->epoch_ns = epoch_ns;
    if (epoch_ns == before_ns || table_stretches(gate))
        return FUSION_OK;
    gate->epoch_ns = before_ns;
    return FUSION_NO_MEMORY;
}

static int64_t next_visit(const fusion_gate *gate, int64_t after_ns)
{
    int64_t next_ns = INT64_MAX;
    for (size_t r = 0; r < gate->book->room_count; r++)
        for (size_t i = 0; i < gate->book->rooms[r].visit_count; i++) {
            const int64_t here_ns =
                moments_epoch(&gate->when, gate->book->rooms[r].visits[i].at_ns);
            if (here_ns > after_ns && here_ns < next_ns)
                next_ns = here_ns;
        }
    return next_ns;
}

int64_t fusion_gate_turn_ns(const fusion_gate *gate, int64_t after_ns)
{
    const size_t next = moments_find(&gate->when, after_ns) + 1;
    const int64_t visit_ns = next_visit(gate, after_ns);
    const int64_t turn_ns = next < gate->when.count ? gate->when.at_ns[next] : INT64_MAX;
    return visit_ns < turn_ns ? visit_ns : turn_ns;
}

uint32_t fusion_gate_audience(const fusion_gate *gate, size_t room, int64_t at_ns)
{
    const uint32_t inside = room_audience(&gate->when, &gate->book->rooms[room], room, at_ns);
    uint32_t audience = 0, known = 0;
    for (size_t n = 0; n < gate->registry->nation_count; n++) {
        if (gate->nation_of[n] < 0 || !(inside >> gate->nation_of[n] & 1u))
            continue;
        audience |= UINT32_C(1) << n;
        known |= UINT32_C(1) << gate->nation_of[n];
    }
    return known == inside ? audience : 0; /* one whom the registry does not know darkens it */
}

fusion_presence fusion_gate_present(const fusion_gate *gate, size_t room, int64_t at_ns)
{
    const fusion_presence listed = room_present(&gate->when, &gate->book->rooms[room], room, at_ns);
    fusion_presence present = {.unknown = listed.unknown,
                               .unknown_lingers = listed.unknown_lingers};
    for (size_t n = 0; n < gate->registry->nation_count; n++) {
        if (gate->nation_of[n] < 0)
            continue;
        present.inside[n] = listed.inside[gate->nation_of[n]];
        present.lingers |= (listed.lingers >> gate->nation_of[n] & 1u) << n;
    }
    return present;
}

/* Nothing is ever removed under a book whose agreements all let it stay and without a withdrawal:
 * the common case, which need not ask view by view. */
static bool removes_any(const fusion_gate *gate)
{
    for (size_t i = 0; i < gate->hold_count; i++)
        if (gate->when.acts[gate->holds[i]].verb == BOOK_WITHDRAW)
            return true;
    for (size_t a = 0; a < gate->book->agreement_count; a++)
        if (gate->book->agreements[a].removed)
            return true;
    return false;
}

void fusion_gate_removed(const fusion_gate *gate, const fusion_report *report, int64_t at_ns,
                         uint64_t *tracks, uint64_t *warnings)
{
    *tracks = *warnings = 0;
    if (!removes_any(gate))
        return;
    for (size_t v = 0; v < gate->view_count; v++) {
        const gate_view *view = &gate->views[v];
        const gate_answer answer = gate_ask(gate, gate->rules[view->rule], view->members, report);
        const bool track = answer.track.granted && answer.track.removed_ns <= at_ns;
        const bool warning = answer.warning.granted && answer.warning.removed_ns <= at_ns;
        *tracks |= (uint64_t)track << v;
        *warnings |= (uint64_t)warning << v;
    }
}
