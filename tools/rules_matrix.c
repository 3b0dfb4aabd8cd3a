#include "daemon/file.h"
#include "release/moment.h"
#include "text/read.h"
#include "tools/product.h"
#include "tools/rules.h"
#include "tools/say.h"
#include "tools/table.h"
#include "tools/when.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTE_ROOM 512

typedef struct matrix {
    const fusion_book *book;
    int64_t at_ns;
    char (*notes)[NOTE_ROOM]; /* numbered from 1 through the whole matrix */
    size_t note_count, note_room;
    char head[2][NOTE_ROOM]; /* of the first rule: name and agreements */
    table_column columns[FUSION_CATEGORIES + 2];
    table *rows;
    FILE *page;   /* the same as HTML; NULL: not wanted */
    size_t cells; /* written there */
} matrix;

static const char *const state_words[BOOK_STATES] = {
    "not in force yet",           "in force",  "notice given",
    "notice suspended, in force", "suspended", "terminated"};

__attribute__((format(printf, 3, 4))) static void add(char *text, size_t room, const char *format,
                                                      ...);

static void add(char *text, size_t room, const char *format, ...)
{
    const size_t at = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + at, room - at, format, arguments);
    va_end(arguments);
}

static void put_escaped(FILE *page, const char *text)
{
    for (; *text; text++)
        if (*text == '<' || *text == '>' || *text == '&' || *text == '"')
            fprintf(page, "&#%d;", *text);
        else
            fputc(*text, page);
}

/* The next cell, of the table and of the page. */
static void put_cell(matrix *m, const char *text)
{
    table_text(m->rows, text);
    if (!m->page)
        return;
    fputs(m->cells++ % (FUSION_CATEGORIES + 2) == 0 ? "<tr><td>" : "<td>", m->page);
    put_escaped(m->page, text);
    fputs(m->cells % (FUSION_CATEGORIES + 2) == 0 ? "</td></tr>\n" : "</td>", m->page);
}

/* A part of a list: with a comma before it unless it is the first. */
#define ADD_PART(text, room, ...)                                                                  \
    do {                                                                                           \
        if (*(text))                                                                               \
            add(text, room, ", ");                                                                 \
        add(text, room, __VA_ARGS__);                                                              \
    } while (0)

/* "tracks from jpn-patrol only" */
static void narrow_sensors(const fusion_book *book, const book_clause *clause, char *text,
                           size_t room)
{
    const bool part = clause->products != (BOOK_TRACKS | BOOK_NOTICES);
    bool all = true;
    for (size_t s = 0; s < book->sensor_count; s++)
        all = all && (book->sensors[s].nation != clause->from ||
                      book_sensor_in(&clause->scope.sensors, s));
    if (!part && all)
        return;
    ADD_PART(text, room, "%s%s",
             !part                             ? ""
             : clause->products == BOOK_TRACKS ? "tracks"
                                               : "notices",
             part && !all ? " " : "");
    const char *before = "from ";
    for (size_t s = 0; s < book->sensor_count && !all; s++)
        if (book->sensors[s].nation == clause->from && book_sensor_in(&clause->scope.sensors, s)) {
            add(text, room, "%s%s", before, book->sensors[s].name);
            before = ", ";
        }
    add(text, room, " only");
}

static void add_areas(const fusion_book *book, uint64_t areas, const char *before, char *text,
                      size_t room)
{
    if (areas == 0)
        return;
    ADD_PART(text, room, "%s", before);
    before = " ";
    for (size_t a = 0; a < book->area_count; a++)
        if (areas >> a & 1u) {
            add(text, room, "%s%s", before, book->areas[a].name);
            before = " or ";
        }
}

/* What is declared and not dated; periods are asked about at the moment of the matrix. */
static void narrow_declared(const fusion_book *book, const book_clause *clause, char *text,
                            size_t room)
{
    const char *before = " ";
    if (clause->when.postures)
        ADD_PART(text, room, "in posture");
    for (size_t p = 0; p < BOOK_POSTURES; p++)
        if (clause->when.postures >> p & 1u) {
            add(text, room, "%s%s", before, book_posture_names[p]);
            before = " or ";
        }
    if (clause->when.emergency >= 0)
        ADD_PART(text, room, "in emergency %s", book->emergencies[clause->when.emergency].name);
    if (clause->via >= 0 && clause->approval != BOOK_STANDING)
        ADD_PART(text, room, "approved by %s", book_approval_names[clause->approval]);
}

/* What an owner's own lists take from the clause or make later and coarser. */
static void narrow_owned(const fusion_book *book, const book_clause *clause, unsigned to,
                         unsigned k, char *text, size_t room)
{
    for (size_t e = 0; e < book->entry_count; e++) {
        const book_entry *entry = &book->entries[e];
        bool meets = false;
        for (size_t s = 0; s < book->sensor_count; s++)
            meets = meets || (book->sensors[s].nation == clause->from &&
                              book_sensor_in(&clause->scope.sensors, s) &&
                              book_sensor_in(&entry->scope.sensors, s));
        if (meets && entry->owner == clause->from && (entry->to >> to & 1u) &&
            (entry->gives >> k & 1u))
            ADD_PART(text, room, "%s %s", entry->limit ? "under limit" : "except by never",
                     entry->name);
    }
}

/* What narrows a clause, in words; empty where nothing does. */
static void narrowing(const fusion_book *book, const book_clause *clause, unsigned to, unsigned k,
                      char *text, size_t room)
{
    *text = '\0';
    char hop[TEXT_DURATION_ROOM];
    text_write_duration(hop, clause->hop_ns);
    if (clause->via >= 0)
        add(text, room, "via %s, %s later", book->nations[clause->via].code, hop);
    narrow_sensors(book, clause, text, room);
    add_areas(book, clause->scope.where, "in", text, room);
    add_areas(book, clause->scope.except, "outside", text, room);
    narrow_declared(book, clause, text, room);
    narrow_owned(book, clause, to, k, text, room);
}

/* The number of the note with this text, a new one where there is none yet. 0: no memory. */
static size_t note(matrix *m, const char *text)
{
    for (size_t i = 0; i < m->note_count; i++)
        if (strcmp(m->notes[i], text) == 0)
            return i + 1;
    if (m->note_count == m->note_room) {
        const size_t room = m->note_room ? 2 * m->note_room : 16;
        char(*grown)[NOTE_ROOM] = realloc(m->notes, room * sizeof *grown);
        if (!grown)
            return 0;
        m->notes = grown;
        m->note_room = room;
    }
    snprintf(m->notes[m->note_count], NOTE_ROOM, "%s", text);
    return ++m->note_count;
}

static bool in_force(const matrix *m, const book_rule *rule, size_t agreement)
{
    int64_t ends_ns;
    for (size_t i = 0; i < rule->agreement_count; i++)
        if (rule->agreements[i] == agreement)
            return book_state_in_force(moments_dated(m->book, agreement, m->at_ns, &ends_ns));
    return false;
}

/* Is the moment in one of its periods, if it names any? */
static bool dated_now(const matrix *m, const book_clause *clause)
{
    bool now = clause->when.during == 0;
    for (size_t p = 0; p < m->book->period_count; p++)
        now =
            now || ((clause->when.during >> p & 1u) && m->at_ns >= m->book->periods[p].starts_ns &&
                    m->at_ns < m->book->periods[p].ends_ns);
    return now;
}

static bool gives(const matrix *m, const book_rule *rule, unsigned from, unsigned to, unsigned k);

static bool clause_gives(const matrix *m, const book_rule *rule, const book_clause *clause,
                         unsigned from, unsigned to, unsigned k)
{
    return clause->from == from && (clause->to >> to & 1u) && (clause->gives >> k & 1u) &&
           in_force(m, rule, clause->agreement) && dated_now(m, clause) &&
           (clause->via < 0 || gives(m, rule, from, (unsigned)clause->via, k));
}

/* Ends: clauses that wait for each other are refused when a book is read. */
static bool gives(const matrix *m, const book_rule *rule, unsigned from, unsigned to, unsigned k)
{
    for (size_t c = 0; c < m->book->clause_count; c++)
        if (clause_gives(m, rule, &m->book->clauses[c], from, to, k))
            return true;
    return false;
}

/* The cell: the form that comes first, and the number of a note that says what narrows it. */
static void cell_write(matrix *m, const book_rule *rule, unsigned from, unsigned to, unsigned k,
                       char *cell, size_t room, uint64_t *notes)
{
    const fusion_book *book = m->book;
    char all[NOTE_ROOM] = "";
    const book_clause *first = NULL;
    bool plain = false;
    for (size_t c = 0; c < book->clause_count; c++) {
        const book_clause *clause = &book->clauses[c];
        if (!clause_gives(m, rule, clause, from, to, k))
            continue;
        char one[NOTE_ROOM];
        narrowing(book, clause, to, k, one, sizeof one);
        plain = plain || *one == '\0';
        add(all, sizeof all, "%s%s", *all ? "; or " : "", one);
        if (!first || clause->hop_ns < first->hop_ns)
            first = clause;
    }
    snprintf(cell, room, "%s", first ? book->forms[first->form].name : ".");
    const size_t number = first && !plain ? note(m, all) : 0;
    if (number > 0)
        add(cell, room, " %zu", number);
    if (number > 0 && number <= 64)
        *notes |= UINT64_C(1) << (number - 1);
}

static void pair_row(matrix *m, const book_rule *rule, unsigned from, unsigned to)
{
    char text[NOTE_ROOM * 4];
    snprintf(text, sizeof text, "%s -> %s", m->book->nations[from].code, m->book->nations[to].code);
    put_cell(m, text);
    uint64_t notes = 0;
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++) {
        cell_write(m, rule, from, to, k, text, sizeof text, &notes);
        put_cell(m, text);
    }
    *text = '\0';
    for (size_t i = 0; i < m->note_count && i < 64; i++)
        if (notes >> i & 1u)
            add(text, sizeof text, "%s%zu %s", *text ? "  " : "", i + 1, m->notes[i]);
    put_cell(m, text);
}

static void rule_title(const matrix *m, const book_rule *rule, char *text, size_t room)
{
    *text = '\0';
    for (size_t i = 0; i < rule->agreement_count; i++) {
        const book_agreement *agreement = &m->book->agreements[rule->agreements[i]];
        int64_t ends_ns;
        const book_state state = moments_dated(m->book, rule->agreements[i], m->at_ns, &ends_ns);
        add(text, room, "%s%s: %s",
            i > 0                       ? ", "
            : rule->agreement_count > 1 ? "agreements "
                                        : "agreement ",
            agreement->name, state_words[state]);
        if (state == BOOK_NOTICE_GIVEN)
            add(text, room, ", ends %.10s", when_date(ends_ns).text);
    }
}

static void rule_rows(matrix *m, const book_rule *rule)
{
    for (unsigned from = 0; from < m->book->nation_count; from++)
        for (unsigned to = 0; to < m->book->nation_count; to++)
            if (from != to && !m->book->nations[from].observer)
                pair_row(m, rule, from, to);
}

static void row(matrix *m, const char *name, const char *cell, const char *last)
{
    put_cell(m, name);
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        put_cell(m, cell ? cell : fusion_category_name(k));
    put_cell(m, last);
}

/* The first rule's name and agreements are the head of the table. */
static void head(matrix *m, const char *name, const char *agreements)
{
    snprintf(m->head[0], NOTE_ROOM, "%s", name);
    snprintf(m->head[1], NOTE_ROOM, "%s", agreements);
    m->columns[0] = (table_column){.head = m->head[0], .left = true};
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        m->columns[k + 1] = (table_column){.head = fusion_category_name(k), .left = true};
    m->columns[FUSION_CATEGORIES + 1] = (table_column){.head = m->head[1], .left = true};
    m->rows = table_create(m->columns, FUSION_CATEGORIES + 2);
    for (size_t i = 0; m->page && i < FUSION_CATEGORIES + 2; i++) {
        fputs(i == 0 ? "<tr><th>" : "<th>", m->page);
        put_escaped(m->page, m->columns[i].head);
        fputs("</th>", m->page);
    }
}

/* Rules with agreements first, as the book has them; then those that give nothing. */
static void all_rows(matrix *m)
{
    char name[NOTE_ROOM], text[NOTE_ROOM];
    for (int empty = 0; empty < 2; empty++)
        for (size_t i = 0; i < m->book->rule_count; i++) {
            const book_rule *rule = &m->book->rules[i];
            if ((rule->agreement_count == 0) != (empty == 1))
                continue;
            snprintf(name, sizeof name, "rule %s", rule->name);
            rule_title(m, rule, text, sizeof text);
            if (!m->rows)
                head(m, empty ? "" : name, text);
            else if (!empty)
                row(m, name, NULL, text);
            if (empty)
                row(m, name, ".", ". nothing");
            else
                rule_rows(m, rule);
        }
}

/* No clock is read: without a moment asked for it is the first at which all that is dated has
 * begun. */
static int64_t last_begin(const fusion_book *book)
{
    int64_t last_ns = 0;
    for (size_t a = 0; a < book->agreement_count; a++) {
        const book_agreement *agreement = &book->agreements[a];
        for (size_t i = 0; i < agreement->event_count; i++)
            if (agreement->events[i].at_ns > last_ns)
                last_ns = agreement->events[i].at_ns;
    }
    for (size_t p = 0; p < book->period_count; p++)
        if (book->periods[p].starts_ns > last_ns)
            last_ns = book->periods[p].starts_ns;
    return last_ns;
}

static const char page_head[] =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Who gives whom what</title>"
    "<style>body{font:16px sans-serif}td,th{padding:.2em .6em;text-align:left;"
    "border-bottom:1px solid #bbb}</style>\n<h1>";

/* false: it was said. */
static bool page_begin(matrix *m, const options *given, const char *path, file_part *page)
{
    const char *file = options_text(given, RULES_HTML);
    const char *const inputs[] = {path, NULL};
    if (!file)
        return true;
    if (!product_allowed(file, inputs))
        return false;
    const int error = file_part_open(page, file);
    if (error != 0) {
        say_system(error, "%s cannot be written", file);
        return false;
    }
    m->page = page->stream;
    fputs(page_head, m->page);
    put_escaped(m->page, m->book->title);
    fprintf(m->page, "</h1>\n<p>As on %s. What is not said here is not given.</p>\n<table>\n",
            when_date(m->at_ns).text);
    return true;
}

static bool page_end(file_part *page)
{
    if (!page->stream)
        return true;
    fputs("</table></html>\n", page->stream);
    const int error = file_part_finish(page);
    if (error != 0)
        say_system(error, "%s cannot be written", page->path);
    return error == 0;
}

int rules_matrix(const options *given, const char *path)
{
    fusion_book *book = NULL;
    const int code = rules_book(path, &book);
    if (code != EXIT_DONE)
        return code;
    matrix m = {.book = book, .at_ns = last_begin(book)};
    bool good = options_time(given, RULES_AT, m.at_ns, &m.at_ns);
    if (good && m.at_ns > 0 && !options_given(given, RULES_AT))
        say_note("as on %s, when all that is dated has begun; --at asks about another moment.",
                 when_date(m.at_ns).text);
    file_part page = {.stream = NULL};
    good = good && page_begin(&m, given, path, &page);
    if (good) {
        all_rows(&m);
        good = page_end(&page);
        if (good && !table_print(m.rows, stdout)) {
            say_error("%s.", fusion_status_text(FUSION_NO_MEMORY));
            good = false;
        }
    }
    table_destroy(m.rows);
    free(m.notes);
    fusion_book_destroy(book);
    return good ? EXIT_DONE : EXIT_NOT_DONE;
}
