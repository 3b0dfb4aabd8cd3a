#include "release/books.h"

#include "daemon/config/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

text_messages book_messages;

const char book_hub[] =
    "format: picket-rules-1\n"
    "title: \"Hub\"\n"
    "nations: [{code: JPN, name: \"Japan\", role: nation}, {code: ROK, name: \"South Korea\", "
    "role: "
    "nation}, {code: USA, name: \"the United States\", role: nation}]\n"
    "sensors: [{name: rok-sky, nation: ROK, kind: air-search, sends: [track], period: 10 s}, "
    "{name: "
    "rok-desk, nation: ROK, kind: desk, sends: [notice], period: irregular}, {name: jpn-ship, "
    "nation: JPN, kind: ship-area, sends: [track], period: 4 s}]\n"
    "agreements:\n"
    "  - name: trilateral\n"
    "    title: \"Missile and nuclear threats, by the hub\"\n"
    "    terms: {parties: [JPN, ROK, USA], notice: none, until: open, given-before: stays}\n"
    "    events: [{at: 2014-12-29T00:00:00Z, becomes: in-force}]\n"
    "    clauses:\n"
    "      - {name: rok-to-jpn, from: ROK, to: [JPN], via: {nation: USA, delay: 90 s, approval: "
    "standing}, gives: [missile, nuclear], products: [tracks, notices], sensors: all, where: "
    "everywhere, when: always, form: exact}\n"
    "      - {name: jpn-to-rok, from: JPN, to: [ROK], via: {nation: USA, delay: 90 s, approval: "
    "standing}, gives: [missile, nuclear], products: [tracks, notices], sensors: all, where: "
    "everywhere, when: always, form: exact}\n"
    "  - name: treaties\n"
    "    title: \"The two older agreements with the hub\"\n"
    "    terms: {parties: [JPN, ROK, USA], notice: none, until: open, given-before: stays}\n"
    "    events: [{at: 2007-08-10T00:00:00Z, becomes: in-force}]\n"
    "    clauses:\n"
    "      - {name: rok-to-usa, from: ROK, to: [USA], via: direct, gives: all, products: [tracks, "
    "notices], sensors: all, where: everywhere, when: always, form: exact}\n"
    "      - {name: jpn-to-usa, from: JPN, to: [USA], via: direct, gives: all, products: [tracks, "
    "notices], sensors: all, where: everywhere, when: always, form: exact}\n"
    "owners: none\n"
    "rules: [{name: national, agreements: none}, {name: hub, agreements: [trilateral, treaties]}]\n"
    "examples:\n"
    "  - {name: missile-through-the-hub, rule: hub, at: 2015-06-01T03:00:00Z, given: {sensor: "
    "rok-sky, report: track, categories: [missile], position: 39.0 N 127.5 E, altitude: 20 km, "
    "caveats: none}, declared: none, expect: [{who: [USA], sees: exact, after: 0 s}, {who: [JPN], "
    "sees: exact, after: 90 s}]}\n";

fusion_book *book_from(const char *text)
{
    text_messages_init(&book_messages, "book.yaml");
    text_tree *tree = yaml_read(text, strlen(text), &book_messages);
    fusion_book *book = NULL;
    if (tree && fusion_book_read(tree, &book_messages, &book) != FUSION_OK)
        book = NULL;
    yaml_free(tree);
    return book;
}

fusion_book *book_stock(const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/agreements/%s", TESTDATA, name);
    text_messages_init(&book_messages, name);
    text_tree *tree = yaml_read_file(path, &book_messages);
    fusion_book *book = NULL;
    if (tree && fusion_book_read(tree, &book_messages, &book) != FUSION_OK)
        book = NULL;
    yaml_free(tree);
    for (size_t i = 0; !book && i < book_messages.count; i++)
        printf("\n    %s:%d: %s", name, book_messages.kept[i].line, book_messages.kept[i].text);
    return book;
}

char *book_changed(const char *text, const char *from, const char *to)
{
    const size_t from_length = strlen(from), to_length = strlen(to);
    char *changed = malloc(strlen(text) * (to_length / from_length + 2) + to_length + 1);
    if (!changed)
        abort();
    char *at = changed;
    for (const char *found = strstr(text, from); found; found = strstr(text, from)) {
        memcpy(at, text, (size_t)(found - text));
        at += found - text;
        memcpy(at, to, to_length);
        at += to_length;
        text = found + from_length;
    }
    strcpy(at, text);
    return changed;
}

bool book_refused(const char *text, int line, const char *said)
{
    fusion_book *book = book_from(text);
    const bool refused = book == NULL;
    fusion_book_destroy(book);
    for (size_t i = 0; i < book_messages.count; i++)
        if (book_messages.kept[i].line == line && strcmp(book_messages.kept[i].text, said) == 0)
            return refused;
    printf("\n    wanted %d: %s", line, said);
    for (size_t i = 0; i < book_messages.count; i++)
        printf("\n    said   %d: %s", book_messages.kept[i].line, book_messages.kept[i].text);
    printf("\n");
    return false;
}
