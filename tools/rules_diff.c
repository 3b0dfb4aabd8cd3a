#include "release/compare.h"
#include "text/read.h"
#include "tools/rules.h"
#include "tools/rules_feed.h"
#include "tools/say.h"
#include "tools/when.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const ways[] = {"looser", "stricter", "different"};
static const char *const kinds[] = {"plot", "track", "bearing", "notice"};

static void put_categories(uint8_t set, const char *between)
{
    const char *before = "";
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if (set >> k & 1u) {
            printf("%s%s", before, fusion_category_name(k));
            before = between;
        }
}

static void put_sensors(const comparison *of, const compare_finding *finding)
{
    const char *before = "";
    for (size_t s = 0; s < of->sensors.count; s++)
        if (finding->sensors[s]) {
            printf("%s%s", before, of->sensors.all[s].text);
            before = ", ";
        }
}

/* Is the change met under every rule that tells of this originator and receiver? Then no rule need
 * be named. */
static bool under_all_rules(const comparison *of, const compare_finding *finding)
{
    for (size_t i = 0; i < of->count; i++) {
        const compare_finding *other = &of->findings[i];
        for (size_t r = 0; r < of->rules.count; r++)
            if (other->from == finding->from && other->witness.room == finding->witness.room &&
                other->witness.receiver == finding->witness.receiver && other->rules[r] &&
                !finding->rules[r])
                return false;
    }
    return true;
}

static void put_rules(const comparison *of, const compare_finding *finding)
{
    const char *before = " under ";
    if (finding->witness.room || under_all_rules(of, finding))
        return;
    for (size_t r = 0; r < of->rules.count; r++)
        if (finding->rules[r]) {
            printf("%s%s", before, of->rules.all[r].text);
            before = ", ";
        }
}

/* "ROK -> JPN missile, nuclear from rok-sky" */
static void put_head(const comparison *of, const compare_finding *finding)
{
    const compare_sample *witness = &finding->witness;
    const compare_names *receivers = witness->room ? &of->rooms : &of->nations;
    printf("%-10s%s -> %s%s ", ways[finding->way], of->nations.all[finding->from].text,
           witness->room ? "room " : "", receivers->all[witness->receiver].text);
    put_categories(finding->categories, ", ");
    if (finding->with) {
        fputs(" together with ", stdout);
        put_categories(finding->with, ", ");
    }
    const char *before = " ";
    for (unsigned k = 0; k < 4 && finding->kinds != COMPARE_ALL_KINDS; k++)
        if (finding->kinds >> k & 1u) {
            printf("%s%ss", before, kinds[k]);
            before = " and ";
        }
    fputs(" from ", stdout);
    put_sensors(of, finding);
    put_rules(of, finding);
    fputs(": ", stdout);
}

/* What about the releases of both sides is worth telling: of track and warning not one that is the
 * same on both. */
typedef struct telling {
    bool track, warning, times;
} telling;

static bool same_but_end(const compare_release *one, const compare_release *other)
{
    return one->granted == other->granted && one->steps == other->steps &&
           one->after_ns == other->after_ns;
}

static bool both_granted(const compare_release *one, const compare_release *other)
{
    return one->granted && other->granted;
}

static telling telling_of(const compare_shown *was, const compare_shown *is)
{
    return (telling){.track = !same_but_end(&was->track, &is->track),
                     .warning = !same_but_end(&was->warning, &is->warning),
                     .times = was->track.after_ns > 0 || is->track.after_ns > 0 ||
                              was->warning.after_ns > 0 || is->warning.after_ns > 0};
}

static void put_after(int64_t after_ns)
{
    char after[TEXT_DURATION_ROOM];
    text_write_duration(after, after_ns);
    printf("%s%s", after_ns > 0 ? "after " : "at once", after_ns > 0 ? after : "");
}

static const char *put_release(const compare_release *release, const telling *how,
                               const char *before)
{
    char form[FORM_TEXT_ROOM];
    if (!release->granted)
        return before;
    form_write(release->steps, form);
    printf("%s%s%s", before, form, how->times ? " " : "");
    if (how->times)
        put_after(release->after_ns);
    return " and ";
}

/* "nothing"; where the other of track and warning is there on both sides, "no track". */
static void put_shown(const compare_shown *shown, const telling *how)
{
    const char *before = "";
    if (how->warning)
        before = put_release(&shown->warning, how, before);
    if (how->track)
        before = put_release(&shown->track, how, before);
    if (*before == '\0')
        fputs(!how->track && shown->track.granted       ? "no warning"
              : !how->warning && shown->warning.granted ? "no track"
                                                        : "nothing",
              stdout);
}

static void put_end(const compare_release *release)
{
    if (release->until_ns == INT64_MAX)
        fputs("kept for good", stdout);
    else
        printf("kept until %s", when_stamp(release->until_ns).text);
}

static void put_steps(form_steps steps, form_steps differ, bool named)
{
    static const form_ladder order[] = {FORM_EVERY,    FORM_POSITION, FORM_VELOCITY, FORM_ALTITUDE,
                                        FORM_IDENTITY, FORM_LABEL,    FORM_SOURCE};
    const char *before = "";
    if (steps == 0) {
        fputs("exact", stdout);
        return;
    }
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        if (form_step(differ, order[i]) == 0)
            continue;
        printf("%s%s%s%s", before, named ? form_ladder_name(order[i]) : "", named ? " " : "",
               form_word(order[i], form_step(steps, order[i])));
        before = ", ";
    }
}

static size_t ladders_in(form_steps differ)
{
    size_t count = 0;
    for (unsigned ladder = 0; ladder < FORM_LADDERS; ladder++)
        count += form_step(differ, (form_ladder)ladder) > 0;
    return count;
}

/* "position 5 km -> 10 km", "after 90 s -> after 60 s": of a track on both sides no more than
 * differs. */
static void put_track(const compare_release *was, const compare_release *is)
{
    const form_steps differ = was->steps ^ is->steps;
    const bool one = ladders_in(differ) == 1;
    if (differ)
        put_steps(was->steps, differ, true);
    else
        put_after(was->after_ns);
    fputs(" -> ", stdout);
    if (differ)
        put_steps(is->steps, differ, !one || was->steps == 0);
    else
        put_after(is->after_ns);
}

static void put_change(const compare_finding *finding)
{
    const compare_shown *was = &finding->was, *is = &finding->is;
    const telling how = telling_of(was, is);
    const bool one =
        was->track.steps == is->track.steps || was->track.after_ns == is->track.after_ns;
    if (how.track && !how.warning && both_granted(&was->track, &is->track) && one) {
        put_track(&was->track, &is->track);
    } else if (how.track || how.warning) {
        put_shown(was, &how);
        fputs(" -> ", stdout);
        put_shown(is, &how);
    } else {
        const bool track = was->track.until_ns != is->track.until_ns;
        put_end(track ? &was->track : &was->warning);
        fputs(" -> ", stdout);
        put_end(track ? &is->track : &is->warning);
    }
}

/* As a rule book writes it: "37.5 N 131.0 E", no digit more than is needed. */
static void put_degrees(double degrees, char positive, char negative)
{
    char text[32];
    snprintf(text, sizeof text, "%.6f", fabs(degrees));
    size_t end = strlen(text);
    while (text[end - 1] == '0' && text[end - 2] != '.')
        end--;
    printf("%.*s %c", (int)end, text, degrees < 0.0 ? negative : positive);
}

static void put_place(const compare_sample *witness)
{
    if (!witness->placed) {
        fputs("no position", stdout);
    } else {
        put_degrees(witness->lat_deg, 'N', 'S');
        fputs(" ", stdout);
        put_degrees(witness->lon_deg, 'E', 'W');
    }
    const double km = witness->height / 1000.0;
    if (!witness->placed || !witness->height_known || witness->kind == FUSION_NOTICE)
        fputs(", altitude unknown", stdout);
    else if (km >= 1.0 && km == floor(km))
        printf(", %.0f km", km);
    else
        printf(", %.8g m", witness->height);
}

static void put_acts(const comparison *of, const compare_sample *witness)
{
    const char *before = ", declared: ";
    for (size_t i = 0; i < witness->act_count; i++) {
        const compare_act *act = &witness->acts[i];
        printf("%s%s %s", before, of->nations.all[act->who].text, act->says);
        char ago[TEXT_DURATION_ROOM];
        text_write_duration(ago, act->before_ns);
        if (act->before_ns > 0)
            printf(" %s before", ago);
        before = "; ";
    }
}

/* last: the witness of the line before; NULL: there is none. */
static void put_witness(const comparison *of, const compare_sample *witness,
                        const compare_sample *last)
{
    printf(".  Witness: %s, %s, ", of->sensors.all[witness->sensor].text, kinds[witness->kind - 1]);
    put_categories(witness->categories, " and ");
    fputs(", ", stdout);
    put_place(witness);
    if (last && last->rule == witness->rule)
        fputs(", same rule", stdout);
    else
        printf(", rule %s", of->rules.all[witness->rule].text);
    if (last && last->at_ns == witness->at_ns)
        fputs(", same time", stdout);
    else
        printf(", %s", when_stamp(witness->at_ns).text);
    if (witness->no_relay)
        fputs(", no-relay", stdout);
    if (witness->not_to >= 0)
        printf(", not-to %s", of->nations.all[witness->not_to].text);
    put_acts(of, witness);
    if (witness->look_ns != INT64_MAX)
        printf(", looked at %s", when_stamp(witness->look_ns).text);
    fputs("\n", stdout);
}

/* How long a room trusts a silent door is no decision about a report, and lets more or less be
 * seen all the same. */
static void put_doors(const fusion_book *was, const fusion_book *is, size_t found[3])
{
    for (size_t i = 0; i < was->room_count; i++)
        for (size_t j = 0; j < is->room_count; j++) {
            const int64_t before_ns = was->rooms[i].silent_after_ns;
            const int64_t after_ns = is->rooms[j].silent_after_ns;
            if (strcmp(was->rooms[i].name, is->rooms[j].name) != 0 || before_ns == after_ns)
                continue;
            const compare_way way = after_ns > before_ns ? COMPARE_LOOSER : COMPARE_STRICTER;
            char before[TEXT_DURATION_ROOM], after[TEXT_DURATION_ROOM];
            text_write_duration(before, before_ns);
            text_write_duration(after, after_ns);
            printf("%-10sroom %s: dark after %s of a silent presence reader -> after %s.\n",
                   ways[way], was->rooms[i].name, before, after);
            found[way]++;
        }
}

static int put_verdict(const size_t found[3])
{
    const bool looser = found[COMPARE_LOOSER] > 0, stricter = found[COMPARE_STRICTER] > 0;
    const char *verdict = "neither stricter nor looser";
    if (!looser && !stricter && found[COMPARE_DIFFERENT] == 0) {
        puts("verdict   the same");
        return EXIT_DONE;
    }
    if (found[COMPARE_DIFFERENT] == 0 && looser != stricter)
        verdict = looser ? "looser" : "stricter";
    printf("verdict   %s; everything else is the same\n", verdict);
    return EXIT_NO;
}

static int put_comparison(const options *given, const comparison *of, fusion_book *const books[2])
{
    size_t found[3] = {0};
    for (size_t i = 0; i < of->count; i++) {
        const compare_finding *finding = &of->findings[i];
        put_head(of, finding);
        put_change(finding);
        put_witness(of, &finding->witness, i > 0 ? &finding[-1].witness : NULL);
        found[finding->way]++;
    }
    put_doors(books[0], books[1], found);
    if (options_given(given, RULES_FEED) && !rules_feed(given, books[0], books[1]))
        return EXIT_NOT_DONE;
    return put_verdict(found);
}

int rules_diff(const options *given, const char *path)
{
    const char *other = options_operand(given, 2);
    fusion_book *was = NULL, *is = NULL;
    if (!other) {
        say_error("diff wants two books: picket rules diff OLD.yaml NEW.yaml");
        return EXIT_NOT_DONE;
    }
    /* 1 says that the books differ; one that cannot be read was not compared. */
    int code = rules_book(path, &was) == EXIT_DONE && rules_book(other, &is) == EXIT_DONE
                   ? EXIT_DONE
                   : EXIT_NOT_DONE;
    comparison *of = NULL;
    if (code == EXIT_DONE && compare_books(was, is, &of) != FUSION_OK) {
        say_error("%s.", fusion_status_text(FUSION_NO_MEMORY));
        code = EXIT_NOT_DONE;
    }
    if (code == EXIT_DONE)
        code = put_comparison(given, of, (fusion_book *const[2]){was, is});
    compare_destroy(of);
    fusion_book_destroy(was);
    fusion_book_destroy(is);
    return code;
}
