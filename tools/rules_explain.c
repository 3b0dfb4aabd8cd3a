#include "daemon/recording/playback.h"
#include "daemon/staff/why.h"
#include "daemon/wire/control_wire.h"
#include "tools/path.h"
#include "tools/rules.h"
#include "tools/say.h"
#include "tools/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was said on control and obeyed. */
typedef struct heard {
    control_message message;
    int64_t at_ns;
    int64_t run_ns; /* of what stood before the run: when that began; else 0 */
} heard;

typedef struct explain {
    config *configuration;
    fusion_gate *gate;
    const char *feed;
    fusion_view view;
    int asker; /* nation of the registry; -1: white cell */
    uint64_t wanted, count;
    fusion_report report;
    bool found;
    heard *said; /* in the run of the report, or in that being read */
    size_t said_count, said_room;
    bool over; /* the report's run is; what is said now does not reach it */
} explain;

/* Reports that passed every check, in the order of the recording, numbered from 0. All are counted
 * whatever is asked for, so that how long it takes tells nothing. */
static void reports_count(explain *one, const codec_result *result)
{
    for (size_t i = 0; i < result->count; i++, one->count++)
        if (one->count == one->wanted) {
            one->report = result->reports[i];
            one->found = true;
        }
}

/* Said before the run, which begins with the epoch in which picketd tells of it. */
static void stood_hear(const explain *one, heard *fresh)
{
    const int64_t epoch_ns = one->configuration->epoch_ns;
    strcpy(fresh->message.who, fresh->message.speaker);
    fresh->run_ns = fresh->at_ns / epoch_ns * epoch_ns;
    fresh->at_ns = fresh->message.said_ns;
}

/* Takes what was obeyed of control. false: no memory. */
static bool control_hear(explain *one, const recorded *packet)
{
    heard fresh = {.at_ns = packet->stamp_ns};
    if (one->over || control_decode(packet->data, packet->size, &fresh.message) ||
        (fresh.message.kind != CONTROL_SAYS && fresh.message.kind != CONTROL_STOOD) ||
        strcmp(fresh.message.sentence, PIPELINE_HAS_READER) == 0 ||
        strcmp(fresh.message.sentence, PIPELINE_HAS_MISSED) == 0)
        return true;
    if (fresh.message.kind == CONTROL_STOOD)
        stood_hear(one, &fresh);
    if (one->said_count == one->said_room) {
        const size_t room = one->said_room ? 2 * one->said_room : 16;
        heard *grown = realloc(one->said, room * sizeof *grown);
        if (!grown)
            return false;
        one->said = grown;
        one->said_room = room;
    }
    one->said[one->said_count++] = fresh;
    return true;
}

/* Acts stand until the next run. */
static void run_over(explain *one)
{
    one->over = one->over || one->found;
    if (!one->over)
        one->said_count = 0;
}

/* false: no memory. */
static bool packet_take(explain *one, playback *play, const recorded *packet)
{
    codec_result result;
    const int64_t first_ns = play->first_ns;
    const uint64_t obeyed = play->commands.obeyed;
    const playback_input input = playback_take(play, packet, &result);
    if (first_ns != 0 && play->first_ns != first_ns)
        run_over(one);
    if (input == PLAYBACK_REPORTS)
        reports_count(one, &result);
    return input != PLAYBACK_CONTROL || play->commands.obeyed == obeyed ||
           control_hear(one, packet);
}

static bool feed_read(explain *one)
{
    char error[512];
    if (!path_readable(one->feed))
        return false;
    recording_reader *feed = recording_open(one->feed, error);
    if (!feed) {
        say_error("%s.", error);
        return false;
    }
    const pipeline_settings settings = {.threads = 1};
    pipeline *line = pipeline_create(one->configuration, &settings);
    playback play = playback_begin(one->configuration, line);
    recorded packet;
    bool room = line != NULL;
    int got = 1;
    while (room && (got = recording_read(feed, &packet, error)) > 0)
        room = packet_take(one, &play, &packet);
    if (got < 0)
        say_error("%s.", error);
    if (!room)
        say_error("%s.", fusion_status_text(FUSION_NO_MEMORY));
    pipeline_destroy(line);
    recording_end(feed);
    return room && got == 0;
}

static bool asked_for(explain *one, const options *given)
{
    text_messages messages;
    text_messages_init(&messages, "--view");
    const char *as = options_text(given, RULES_AS), *view = options_text(given, RULES_VIEW);
    if (!as || !view || !options_given(given, RULES_REPORT)) {
        say_error("explain wants --report N, --view NATION.RULE and --as WHO: a nation or "
                  "white-cell.");
        return false;
    }
    one->configuration->view_count = 0;
    if (!config_view_add(one->configuration, view, &messages)) {
        options_refuse(given, RULES_VIEW, "names no view: %s", messages.kept[0].text);
        return false;
    }
    one->view = one->configuration->views[0];
    one->configuration->view_count = 0; /* nothing is to be fused */
    one->asker = fusion_nation_find(&one->configuration->registry, as);
    if (one->asker < 0 && strcmp(as, "white-cell") != 0) {
        options_refuse(given, RULES_AS, "is no nation of the configuration, nor white-cell.");
        return false;
    }
    return options_count(given, RULES_REPORT, 0, UINT64_MAX, &one->wanted);
}

static uint32_t members_of(const explain *one)
{
    const fusion_registry *registry = &one->configuration->registry;
    const fusion_book *book = one->configuration->book;
    uint32_t members = 0;
    for (size_t n = 0; n < registry->nation_count; n++)
        for (size_t b = 0; (one->view.audience >> n & 1u) && b < book->nation_count; b++)
            if (strcmp(book->nations[b].code, registry->nations[n].code) == 0)
                members |= UINT32_C(1) << b;
    return members;
}

/* With the whole way where `of` is given; else no more than the view itself shows. */
static void put_release(const why *of, uint32_t members, const gate_grant *grant, bool warning)
{
    char form[FORM_TEXT_ROOM];
    if (!grant->granted)
        return;
    form_write(grant->steps, form);
    printf("%s %.8s  ", warning ? "warning" : "track  ", when_clock(grant->at_ns).text);
    for (unsigned n = 0; of && n < of->book->nation_count; n++)
        if (members >> n & 1u) {
            why_released(of, n, warning);
            fputs("; ", stdout);
        }
    printf("%s\n", form);
}

/* "812: ava-sky item 4711, missile, measured and received 2031-03-04 09:00:00 Z" */
static void put_head(const explain *one)
{
    const fusion_report *report = &one->report;
    printf("%llu: %s", (unsigned long long)one->wanted,
           one->configuration->registry.sensors[report->sensor].name);
    if (report->number)
        printf(" item %llu", (unsigned long long)report->number);
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if (report->categories >> k & 1u)
            printf(", %s", fusion_category_name(k));
    printf(", measured %s", when_date(report->time_ns).text);
    if (report->stamp_ns != report->time_ns)
        printf(", received %s", when_clock(report->stamp_ns).text);
    fputs("\n", stdout);
}

/* The same words for a report that is hidden and for one that is not there. */
static int put_nothing(const explain *one)
{
    printf("%llu: not released\n", (unsigned long long)one->wanted);
    return EXIT_NO;
}

static int tell_partner(const explain *one, const gate_answer *answer)
{
    if (!one->found || !(one->view.audience >> one->asker & 1u) ||
        (!answer->track.granted && !answer->warning.granted))
        return put_nothing(one);
    printf("%llu: released\n", (unsigned long long)one->wanted);
    put_release(NULL, 0, &answer->warning, true);
    put_release(NULL, 0, &answer->track, false);
    return EXIT_DONE;
}

/* For the owner of the report and the white cell. */
static int tell_all(const explain *one, const why *of, const gate_answer *answer, uint32_t members)
{
    put_head(one);
    if (one->view.audience == UINT32_C(1) << one->report.nation) {
        printf("track   %.8s  its own, by right; exact\n", when_clock(one->report.stamp_ns).text);
        return EXIT_DONE;
    }
    put_release(of, members, &answer->warning, true);
    put_release(of, members, &answer->track, false);
    if (answer->track.granted || answer->warning.granted)
        return EXIT_DONE;
    for (unsigned n = 0; n < of->book->nation_count; n++) {
        const gate_answer alone = gate_ask(of->gate, of->rule, UINT32_C(1) << n, of->report);
        if (!(members >> n & 1u) || alone.track.granted || alone.warning.granted ||
            (of->sensor >= 0 && n == of->owner))
            continue;
        printf("%llu: not released. ", (unsigned long long)one->wanted);
        if (!why_not(of, n)) {
            say_error("%s.", fusion_status_text(FUSION_NO_MEMORY));
            return EXIT_NOT_DONE;
        }
    }
    return EXIT_NO;
}

static int tell(const explain *one)
{
    if (!one->found && one->asker < 0) {
        char has[64] = "none";
        if (one->count > 0)
            snprintf(has, sizeof has, "0 to %llu", (unsigned long long)(one->count - 1));
        say_error("report %llu is not in %s, which has %s.", (unsigned long long)one->wanted,
                  one->feed, has);
        return EXIT_NOT_DONE;
    }
    if (!one->found)
        return put_nothing(one);
    const fusion_book *book = one->configuration->book;
    const why of = why_begin(stdout, book, &one->configuration->registry, one->gate, one->view.rule,
                             &one->report);
    const uint32_t members = members_of(one);
    gate_answer answer = gate_ask(one->gate, one->view.rule, members, &one->report);
    if (one->asker < 0 || one->asker == one->report.nation)
        return tell_all(one, &of, &answer, members);
    return tell_partner(one, &answer);
}

/* The gate with all that was said in the report's run. */
static bool gate_open(explain *one)
{
    const config *of = one->configuration;
    if (fusion_gate_create(of->book, &of->registry, &one->view, 1, &one->gate) != FUSION_OK ||
        fusion_gate_epoch(one->gate, of->epoch_ns) != FUSION_OK ||
        config_key_gate(of, one->gate) != FUSION_OK)
        return false;
    for (size_t i = 0; i < one->said_count; i++) {
        const control_message *message = &one->said[i].message;
        const fusion_said said = {message->who, message->sentence, one->said[i].at_ns,
                                  message->until_ns, one->said[i].run_ns};
        if (fusion_gate_declare(one->gate, &said, 1, NULL) == FUSION_NO_MEMORY)
            return false;
    }
    return true;
}

static int explained(explain *one, const options *given)
{
    if (!asked_for(one, given) || !feed_read(one))
        return EXIT_NOT_DONE;
    if (!gate_open(one)) {
        say_error("%s.", fusion_status_text(FUSION_NO_MEMORY));
        return EXIT_NOT_DONE;
    }
    return tell(one);
}

int rules_explain(const options *given, const char *path)
{
    static config_faults faults;
    explain one = {.feed = path};
    const char *file = options_text(given, OPTION_CONFIG);
    if (!file) {
        say_error("-c FILE is missing. A rule book lists sensors and not where they stand, and "
                  "reports are read by that. Such as: picket rules explain %s -c "
                  "testdata/demo.yaml --report 7 --view JPN.hub --as JPN",
                  path);
        return EXIT_NOT_DONE;
    }
    one.configuration = path_readable(file) ? config_read(file, &faults) : NULL;
    say_messages(&faults.own);
    say_messages(&faults.book);
    const int code = one.configuration ? explained(&one, given) : EXIT_NOT_DONE;
    free(one.said);
    fusion_gate_destroy(one.gate);
    config_destroy(one.configuration);
    return code;
}
