#include "tools/score_figures.h"

#include "text/number.h"
#include "tools/table.h"

#include <math.h>

typedef struct figure {
    score_section section;
    const char *name;        /* in JSON */
    const char *title;       /* on a page */
    const char *meaning;     /* likewise */
    const char *head, *unit; /* of a column */
    size_t offset;           /* in score_run */
    bool count;              /* size_t, else double */
    bool wide;               /* only where there is room */
    int decimals;
    double factor; /* of what a person reads */
} figure;

#define NUMBER(field) offsetof(score_run, figures.field), false
#define COUNT(field)  offsetof(score_run, figures.field), true
#define WHOLE(field)  offsetof(score_run, trajectory.field), false

enum { NARROW = false, WIDE = true };

/* clang-format off */
static const figure list[] = {
    {SCORE_HEADLINES, "gospa_m", "GOSPA, m",
     "Distance of picture and truth in each epoch, missed and false ones included",
     "GOSPA", "m", NUMBER(gospa), NARROW, 0, 1.0},
    {SCORE_HEADLINES, "rmse_m", "RMSE, m",
     "How far tracks lie from the objects that they are paired with",
     "RMSE", "m", NUMBER(rmse), NARROW, 0, 1.0},
    {SCORE_HEADLINES, "missed", "missed an epoch",
     "Objects without a track",
     "missed", "/epoch", NUMBER(missed), NARROW, 1, 1.0},
    {SCORE_HEADLINES, "false", "false an epoch",
     "Tracks without an object",
     "false", "/epoch", NUMBER(false_tracks), NARROW, 1, 1.0},
    {SCORE_HEADLINES, "completeness", "complete, %",
     "Share of objects that have a track",
     "complete", "%", NUMBER(completeness), NARROW, 1, 100.0},
    {SCORE_HEADLINES, "switches", "switches",
     "Times that an object was paired with another track than before",
     "switches", NULL, COUNT(switches), NARROW, 0, 1.0},
    {SCORE_HEADLINES, "median_first_s", "first, s",
     "Seconds until an object had a track, the median of those that ever had one",
     "first", "s", NUMBER(median_first), NARROW, 1, 1.0},
    {SCORE_HEADLINES, "ambiguity", "ambiguity",
     "Tracks for each object that has one near it; 1 is best",
     "ambi-", "guity", NUMBER(ambiguity), WIDE, 2, 1.0},
    {SCORE_HEADLINES, "spuriousness", "spurious, %",
     "Share of tracks that have no object near them",
     "spurious", "%", NUMBER(spuriousness), WIDE, 1, 100.0},
    {SCORE_HEADLINES, "never", "never seen",
     "Objects that never had a track",
     "never", "seen", COUNT(never), WIDE, 0, 1.0},
    {SCORE_HEADLINES, "gospa_location_m", "location, m",
     "The part of GOSPA that is distance",
     "location", "m", NUMBER(gospa_location), WIDE, 0, 1.0},
    {SCORE_HEADLINES, "velocity_rmse_m_per_s", "speed, m/s",
     "How far velocities are off",
     "speed", "m/s", NUMBER(velocity_rmse), WIDE, 1, 1.0},
    {SCORE_HEADLINES, "nees", "NEES of 3",
     "Squared error over what is claimed: 3 is honest, more is too proud",
     "NEES", "of 3", NUMBER(nees), WIDE, 2, 1.0},

    {SCORE_TRACKS, "ospa_m", "OSPA, m",
     "Error of each object or track, where one without the other counts as the cutoff",
     "OSPA", "m", NUMBER(ospa), NARROW, 0, 1.0},
    {SCORE_TRACKS, "ospa2_m", "OSPA(2), m",
     "The same of whole tracks over the last epochs: swaps cost too",
     "OSPA(2)", "m", NUMBER(ospa2), NARROW, 0, 1.0},
    {SCORE_TRACKS, "trajectory_gospa_m", "GOSPA of trajectories, m",
     "GOSPA where who is whose is said for all epochs together: switches cost too",
     "T-GOSPA", "m", WHOLE(gospa), NARROW, 0, 1.0},
    {SCORE_TRACKS, "number_changes_per_tracked_hour", "changes an hour",
     "Changes of track number that cannot be done without, an hour that an object is tracked",
     "changes", "/h",
     NUMBER(number_changes_per_tracked_hour), NARROW, 2, 1.0},
    {SCORE_TRACKS, "longest_segment", "longest segment, %",
     "Share of an object's time that one track followed it without a break",
     "longest", "%", NUMBER(longest_segment), NARROW, 1, 100.0},
    {SCORE_TRACKS, "identity_completeness", "identified, %",
     "Share of objects of which some track says an identity",
     "identified", "%", NUMBER(identity_completeness), NARROW, 1, 100.0},
    {SCORE_TRACKS, "identity_correctness", "rightly, %",
     "Share of objects of which all tracks say the right one",
     "rightly", "%", NUMBER(identity_correctness), NARROW, 1, 100.0},
    {SCORE_TRACKS, "identity_ambiguity", "in doubt, %",
     "Share of objects of which some track says one, but not all agree",
     "in doubt", "%", NUMBER(identity_ambiguity), WIDE, 1, 100.0},
    {SCORE_TRACKS, "position_accuracy_m", "accuracy, m",
     "Mean distance of tracks from the objects that they belong to",
     "accuracy", "m", NUMBER(position_accuracy), WIDE, 0, 1.0},
    {SCORE_TRACKS, "velocity_accuracy_m_per_s", "accuracy, m/s",
     "Mean error of their velocities",
     "accuracy", "m/s", NUMBER(velocity_accuracy), WIDE, 1, 1.0},
    {SCORE_TRACKS, "nees_inside", "NEES within bounds, %",
     "Share of epochs whose own NEES is where it should be in 95 of 100",
     "NEES", "within, %", NUMBER(nees_inside), WIDE, 1, 100.0},
    {SCORE_TRACKS, "velocity_nees", "velocity NEES of 3",
     "NEES of velocities",
     "speed NEES", "of 3", NUMBER(velocity_nees), WIDE, 2, 1.0},

    {SCORE_DETAILS, "trajectory_gospa_low_m", NULL, NULL, NULL, NULL, WHOLE(gospa_low), NARROW, 0, 1.0},
    {SCORE_DETAILS, "trajectory_location_m", NULL, NULL, NULL, NULL, WHOLE(location), NARROW, 0, 1.0},
    {SCORE_DETAILS, "trajectory_missed", NULL, NULL, NULL, NULL, WHOLE(missed), NARROW, 0, 1.0},
    {SCORE_DETAILS, "trajectory_false", NULL, NULL, NULL, NULL, WHOLE(false_tracks), NARROW, 0, 1.0},
    {SCORE_DETAILS, "trajectory_switches", NULL, NULL, NULL, NULL, WHOLE(switches), NARROW, 0, 1.0},
    {SCORE_DETAILS, "tracks", NULL, NULL, NULL, NULL, NUMBER(tracks), NARROW, 0, 1.0},
    {SCORE_DETAILS, "switches_per_object_hour", NULL, NULL, NULL, NULL, NUMBER(switches_per_object_hour), NARROW, 0, 1.0},
    {SCORE_DETAILS, "number_changes", NULL, NULL, NULL, NULL, COUNT(number_changes), NARROW, 0, 1.0},
    {SCORE_DETAILS, "nees_low", NULL, NULL, NULL, NULL, NUMBER(nees_low), NARROW, 0, 1.0},
    {SCORE_DETAILS, "nees_high", NULL, NULL, NULL, NULL, NUMBER(nees_high), NARROW, 0, 1.0},
    {SCORE_DETAILS, "velocity_nees_low", NULL, NULL, NULL, NULL, NUMBER(velocity_nees_low), NARROW, 0, 1.0},
    {SCORE_DETAILS, "velocity_nees_high", NULL, NULL, NULL, NULL, NUMBER(velocity_nees_high), NARROW, 0, 1.0},
};
/* clang-format on */

enum { FIGURES = sizeof list / sizeof list[0] };

static size_t count_of(const figure *one, const score_run *run)
{
    return *(const size_t *)(const void *)((const char *)run + one->offset);
}

static double number_of(const figure *one, const score_run *run)
{
    return *(const double *)(const void *)((const char *)run + one->offset);
}

bool score_figures_print(score_section section, const score_run *runs, size_t count)
{
    table_column columns[FIGURES + 1] = {{.head = "picture", .left = true}};
    size_t used = 1;
    for (size_t k = 0; k < FIGURES; k++)
        if (list[k].section == section)
            columns[used++] =
                (table_column){.head = list[k].head, .unit = list[k].unit, .wide = list[k].wide};
    table *one = table_create(columns, used);
    for (size_t i = 0; i < count; i++) {
        table_text(one, runs[i].name.name);
        for (size_t k = 0; k < FIGURES; k++) {
            if (list[k].section != section)
                continue;
            if (list[k].count)
                table_count(one, count_of(&list[k], &runs[i]));
            else
                table_number(one, list[k].factor * number_of(&list[k], &runs[i]), list[k].decimals);
        }
    }
    const bool printed = table_print(one, stdout);
    table_destroy(one);
    return printed;
}

void score_html_text(FILE *stream, const char *text)
{
    for (; *text; text++) {
        if (*text == '<')
            fputs("&lt;", stream);
        else if (*text == '&')
            fputs("&amp;", stream);
        else
            fputc(*text, stream);
    }
}

static void html_cell(FILE *stream, const figure *one, const score_run *run)
{
    char text[NUMBER_ROOM];
    const double number = one->count ? (double)count_of(one, run) : number_of(one, run);
    const bool known = number_grouped(text, one->factor * number, one->decimals) > 0;
    fprintf(stream, "<td>%s</td>", known ? text : "-");
}

void score_figures_html(FILE *stream, score_section section, const score_run *runs, size_t count)
{
    fputs("<div class=\"wide\"><table><thead><tr><th>picture</th>", stream);
    for (size_t k = 0; k < FIGURES; k++)
        if (list[k].section == section)
            fprintf(stream, "<th title=\"%s\">%s</th>", list[k].meaning, list[k].title);
    fputs("</tr></thead><tbody>\n", stream);
    for (size_t i = 0; i < count; i++) {
        fputs("<tr><td>", stream);
        score_html_text(stream, runs[i].name.name);
        fputs("</td>", stream);
        for (size_t k = 0; k < FIGURES; k++)
            if (list[k].section == section)
                html_cell(stream, &list[k], &runs[i]);
        fputs("</tr>\n", stream);
    }
    fputs("</tbody></table></div>\n", stream);
}

void score_figures_explain(FILE *stream)
{
    fputs("<h2>What the figures mean</h2>\n<dl>\n", stream);
    for (size_t k = 0; k < FIGURES; k++)
        if (list[k].meaning)
            fprintf(stream, "<dt>%s</dt><dd>%s.</dd>\n", list[k].title, list[k].meaning);
    fputs("</dl>\n", stream);
}

void score_figures_json(json *line, const score_run *run)
{
    for (size_t k = 0; k < FIGURES; k++)
        if (list[k].count)
            json_count(line, list[k].name, count_of(&list[k], run));
        else
            json_number(line, list[k].name, number_of(&list[k], run));
}
