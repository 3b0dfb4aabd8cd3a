#include "daemon/line/pipeline_parts.h"

#include <stdio.h>
#include <string.h>

void pipeline_next_views(const pipeline *one, fusion_view *views)
{
    memcpy(views, one->views, sizeof one->views);
    for (size_t v = 0; v < one->lane_count; v++)
        views[v].rule = one->next.turn.rules[one->view_of[v]];
}

/* What one gate gives a view of a report before start_ns, the form being one among all. */
typedef struct past {
    bool given;
    int64_t at_ns;
    uint8_t form;
} past;

static past past_of(const fusion_decision *decision, unsigned kind, const uint8_t *forms,
                    int64_t start_ns)
{
    const bool granted = kind == 0 ? decision->released : decision->warned;
    const int64_t at_ns = kind == 0 ? decision->release_ns : decision->warning_ns;
    const uint8_t form = kind == 0 ? decision->form : decision->warning_form;
    if (!granted || at_ns >= start_ns)
        return (past){0};
    return (past){true, at_ns, forms[form]};
}

static bool same_past(const past *one, const past *other)
{
    return one->given == other->given && one->at_ns == other->at_ns && one->form == other->form;
}

/* Views that the two gates gave other things of one report, as far as their engines may still hold
 * any of it. */
static uint64_t report_differs(const pipeline *one, size_t index, const fusion_verdict *before,
                               const fusion_decision *after, int64_t start_ns)
{
    const config *of = one->configuration;
    const int64_t held_ns = start_ns - of->retain_ns - of->window_ns;
    const fusion_report *report = kept_report(&one->kept, index);
    const bool notice = report->kind == FUSION_NOTICE;
    uint64_t differ = 0;
    for (size_t v = 0; v < one->lane_count; v++) {
        const fusion_decision decided = fusion_verdict_decision(before, report, v);
        for (unsigned kind = 0; kind < 2; kind++) {
            if (one->kept.notes[index].lost[kind] >> v & 1u)
                continue;
            const past was = past_of(&decided, kind, one->forms, start_ns);
            const past is = past_of(&after[v], kind, one->next.turn.forms, start_ns);
            const bool held = notice || kind == 1 || was.at_ns >= held_ns || is.at_ns >= held_ns;
            if (held && !same_past(&was, &is))
                differ |= UINT64_C(1) << v;
        }
    }
    return differ;
}

static uint64_t gates_differ(pipeline *one, const fusion_gate *next, int64_t start_ns)
{
    fusion_decision after[FUSION_VIEWS_MAX];
    uint64_t differ = 0;
    for (size_t i = 0; i < one->kept.count; i++) {
        const fusion_report *report = kept_report(&one->kept, i);
        const fusion_verdict before = fusion_gate_judge(one->precedents, report);
        fusion_gate_decide(next, report, after);
        differ |= report_differs(one, i, &before, after, start_ns);
    }
    return differ;
}

/* A change of a view that is to come goes on under its rule's new place. Where that is gone, it
 * will see nothing. */
static void changes_carry(pipeline *one)
{
    const fusion_book *from = one->configuration->book, *to = one->next.fresh->book;
    for (size_t v = 0; v < one->lane_count; v++) {
        fusion_view *view = &one->changes[v].to;
        if (one->changes[v].at_ns == 0)
            continue;
        const char *name = fusion_book_rule_name(from, view->rule);
        size_t rule = 0;
        while (rule < fusion_book_rules(to) && strcmp(fusion_book_rule_name(to, rule), name) != 0)
            rule++;
        *view = rule < fusion_book_rules(to) ? (fusion_view){view->audience, rule}
                                             : (fusion_view){.rule = 0};
    }
}

/* The gate must know nothing of the old book any more. */
static void book_put(pipeline *one, fusion_gate *gate)
{
    changes_carry(one);
    pipeline_next_views(one, one->views);
    memcpy(one->forms, one->next.turn.forms, sizeof one->forms);
    pipeline_gate_put(one, gate);
    config_book_swap(one->configuration, one->next.fresh);
    config_destroy(one->next.fresh);
    one->next.fresh = NULL;
    one->stale = true;
}

static fusion_gate *next_gate(pipeline *one)
{
    fusion_view views[FUSION_VIEWS_MAX];
    fusion_status status;
    pipeline_next_views(one, views);
    fusion_gate *gate = pipeline_gate(one, one->next.fresh->book, views, &status, NULL);
    one->failed |= gate == NULL; /* it was made before: only memory can be wanting */
    return gate;
}

uint64_t pipeline_book_turn(pipeline *one, int64_t start_ns)
{
    fusion_gate *gate = next_gate(one);
    if (!gate)
        return 0;
    const uint64_t differ = gates_differ(one, gate, start_ns);
    pipeline_audit_given(one, start_ns);
    book_put(one, gate);
    return differ;
}

void pipeline_book_adopt(pipeline *one)
{
    fusion_gate *gate = next_gate(one);
    if (gate)
        book_put(one, gate);
}

/* Whether a gate can be made of it, now that all is said that was. */
static bool next_good(const pipeline *one, const fusion_book *book, const fusion_view *views,
                      char error[512])
{
    fusion_status status;
    size_t taken = 0;
    fusion_gate *gate = pipeline_gate(one, book, views, &status, &taken);
    fusion_gate_destroy(gate);
    if (!gate && taken < one->said_count && status != FUSION_NO_MEMORY)
        snprintf(error, 512,
                 "%s said \"%s\", and under the new book that is nothing to say. Lift it, "
                 "or keep what it names",
                 one->said[taken].who, one->said[taken].sentence);
    else if (!gate)
        snprintf(error, 512, "%s", fusion_status_text(status));
    return gate != NULL;
}

bool pipeline_book(pipeline *one, int64_t stamp_ns, config *fresh, int64_t *effect_ns,
                   char error[512])
{
    if (stamp_ns != 0)
        pipeline_advance(one, stamp_ns);
    config_turn turn;
    const char *why = config_turn_make(one->configuration, one->views, fresh->book, &turn);
    if (why) {
        snprintf(error, 512, "%s", why);
        return false;
    }
    fusion_view views[FUSION_VIEWS_MAX];
    memcpy(views, one->views, sizeof views);
    for (size_t v = 0; v < one->lane_count; v++)
        views[v].rule = turn.rules[one->view_of[v]];
    if (!next_good(one, fresh->book, views, error))
        return false;
    config_destroy(one->next.fresh);
    *effect_ns = one->first_ns == 0 ? stamp_ns : pipeline_epoch_from(one, stamp_ns);
    one->next = (pipeline_next){.fresh = fresh, .turn = turn, .at_ns = *effect_ns};
    if (one->first_ns == 0)
        pipeline_book_adopt(one);
    else
        pipeline_audit_book(one, stamp_ns);
    if (one->first_ns != 0 && *effect_ns < one->turn_ns)
        one->turn_ns = *effect_ns;
    return true;
}
