#include "geo/wgs84.h"
#include "release/compare_parts.h"
#include "release/room.h"
#include "release/table.h"

#include <stdlib.h>
#include <string.h>

#define DEG 57.295779513082323 /* degrees of a radian */

static size_t take_acts(book_act *into, int book, const compare_act *acts, size_t count,
                        int64_t at_ns, bool earlier)
{
    size_t taken = 0;
    for (size_t i = 0; i < count; i++) {
        if (!acts[i].said[book] || (acts[i].before_ns > 0) != earlier)
            continue;
        into[taken] = acts[i].as[book];
        into[taken++].at_ns = at_ns - acts[i].before_ns;
    }
    return taken;
}

bool ask_declare(const comparison *of, const compare_act *acts, size_t count, int64_t at_ns)
{
    book_act *both = calloc(count + 1, sizeof *both);
    bool good = both != NULL;
    for (int book = 0; good && book < 2; book++) {
        fusion_gate *gate = of->sides[book].gate;
        const size_t early = take_acts(both, book, acts, count, at_ns, true);
        const size_t all = early + take_acts(both + early, book, acts, count, at_ns, false);
        gate->act_count = 0;
        good = gate_declare(gate, both, all) == FUSION_OK;
    }
    free(both);
    return good;
}

static fusion_report report_of(const comparison *of, int book, const compare_sample *sample,
                               int sensor)
{
    const struct compare_side *side = &of->sides[book];
    fusion_report report = {.time_ns = sample->at_ns,
                            .stamp_ns = sample->at_ns,
                            .number = sample->number,
                            .sensor = (uint16_t)sensor,
                            .nation = side->book->sensors[sensor].nation,
                            .kind = sample->kind,
                            .categories = sample->categories};
    const int not_to = sample->not_to < 0 ? -1 : of->nations.all[sample->not_to].in[book];
    report.caveats.no_relay = sample->no_relay;
    if (not_to >= 0)
        report.caveats.not_to = UINT32_C(1) << not_to;
    const double lat = sample->lat_deg / DEG, lon = sample->lon_deg / DEG;
    if (sample->kind == FUSION_NOTICE) {
        report.as.notice = (fusion_notice){.has_circle = sample->placed, .lat = lat, .lon = lon};
    } else if (sample->placed) {
        report.as.state.height_known = sample->height_known;
        wgs84_to_ecef(lat, lon, sample->height_known ? sample->height : 0.0,
                      report.as.state.position);
    }
    return report;
}

static compare_release release_of(const gate_grant *grant, const fusion_report *report)
{
    if (!grant->granted)
        return (compare_release){0};
    return (compare_release){true, grant->steps, grant->at_ns - report->stamp_ns,
                             grant->removed_ns};
}

static compare_shown shown_of(const gate_answer *answer, const fusion_report *report)
{
    return (compare_shown){release_of(&answer->track, report),
                           release_of(&answer->warning, report)};
}

static compare_shown shown_in_room(const struct compare_side *side, size_t index,
                                   const fusion_report *report)
{
    const book_room *room = &side->book->rooms[index];
    const uint32_t audience = room_audience(&side->gate->when, room, index, report->time_ns);
    if (audience == UINT32_C(1) << report->nation)
        return (compare_shown){.track = {.granted = true, .until_ns = INT64_MAX}};
    const gate_answer answer = gate_ask(side->gate, room->rule, audience, report);
    return shown_of(&answer, report);
}

compare_shown ask_shown(const comparison *of, int book, const compare_sample *sample)
{
    static const compare_shown nothing;
    const struct compare_side *side = &of->sides[book];
    const compare_names *receivers = sample->room ? &of->rooms : &of->nations;
    const int sensor = of->sensors.all[sample->sensor].in[book];
    const int receiver = receivers->all[sample->receiver].in[book];
    const int rule = of->rules.all[sample->rule].in[book];
    if (sensor < 0 || receiver < 0)
        return nothing;
    const fusion_report report = report_of(of, book, sample, sensor);
    if (sample->room)
        return shown_in_room(side, (size_t)receiver, &report);
    if (rule < 0)
        return nothing;
    const gate_answer answer = gate_ask(side->gate, (size_t)rule, UINT32_C(1) << receiver, &report);
    return shown_of(&answer, &report);
}

/* The same nations before the screen, under a rule of the same name? */
bool ask_room_differs(const comparison *of, size_t room, int64_t at_ns)
{
    const int *in = of->rooms.all[room].in;
    uint64_t audience[2] = {0};
    const char *rule[2];
    if (in[0] < 0 || in[1] < 0)
        return true;
    for (int book = 0; book < 2; book++) {
        const struct compare_side *side = &of->sides[book];
        const book_room *here = &side->book->rooms[in[book]];
        const uint32_t members = room_audience(&side->gate->when, here, (size_t)in[book], at_ns);
        for (size_t n = 0; n < of->nations.count; n++)
            if (of->nations.all[n].in[book] >= 0 && (members >> of->nations.all[n].in[book] & 1u))
                audience[book] |= UINT64_C(1) << n;
        rule[book] = side->book->rules[here->rule].name;
    }
    return audience[0] != audience[1] || strcmp(rule[0], rule[1]) != 0;
}

static bool same_release(const compare_release *one, const compare_release *other)
{
    return one->granted == other->granted && one->steps == other->steps &&
           one->after_ns == other->after_ns && one->until_ns == other->until_ns;
}

bool compare_same(const compare_shown *one, const compare_shown *other)
{
    return same_release(&one->track, &other->track) && same_release(&one->warning, &other->warning);
}

/* As a sample looks at a certain time: what came later, or is gone by then, is not seen. */
static compare_release looked_at(compare_release release, const compare_sample *sample)
{
    if (sample->look_ns == INT64_MAX || !release.granted)
        return release;
    if (sample->at_ns + release.after_ns > sample->look_ns || release.until_ns <= sample->look_ns)
        return (compare_release){0};
    return release;
}

fusion_status compare_ask(const comparison *of, int book, const compare_sample *sample,
                          compare_shown *shown)
{
    if (!ask_declare(of, sample->acts, sample->act_count, sample->at_ns))
        return FUSION_NO_MEMORY;
    const compare_shown all = ask_shown(of, book, sample);
    shown->track = looked_at(all.track, sample);
    shown->warning = looked_at(all.warning, sample);
    return FUSION_OK;
}
