/* book.h - the rule book: who is given what; nothing else is given.
 *
 * Read from a tree of texts (text/tree.h, installed as fusion/text/tree.h; message.h likewise), so
 * that the library opens no file and knows no YAML.
 * The language is described in release/README.md. A book is read whole or not at all.
 */
#ifndef FUSION_BOOK_H
#define FUSION_BOOK_H

#include "fusion/registry.h"
#include "fusion/status.h"

struct text_tree;
struct text_messages;

typedef struct fusion_book fusion_book;

/* Reads a book. Every fault is added to messages with file and line; with at least one error
 * nothing is made.
 *
 * FUSION_REFUSED    messages say why; *book is left as it was
 * FUSION_NO_MEMORY  likewise
 */
FUSION_CHECKED fusion_status fusion_book_read(const struct text_tree *tree,
                                              struct text_messages *messages, fusion_book **book);
void fusion_book_destroy(fusion_book *book); /* NULL does nothing */

/* Holds the book against the daemon's registry: a sensor that both list must agree in nation, kind,
 * what it sends and period. A sensor of the registry that the book does not list is a warning: it
 * releases nothing.
 *
 * FUSION_REFUSED  messages say where they differ */
FUSION_CHECKED fusion_status fusion_book_match(const fusion_book *book,
                                               const fusion_registry *registry,
                                               struct text_messages *messages);

/* Fills nations, and sensors as far as the book knows them (name, nation, kind, sends, period), for
 * work on a book without a daemon. */
void fusion_book_registry(const fusion_book *book, fusion_registry *registry);

/* What stands in the book. Texts and forms are the book's and live as long. */
const char *fusion_book_title(const fusion_book *book);
size_t fusion_book_rules(const fusion_book *book);
const char *fusion_book_rule_name(const fusion_book *book, size_t rule); /* NULL beyond the last */
size_t fusion_book_clauses(const fusion_book *book);
const char *fusion_book_clause_name(const fusion_book *book, size_t clause); /* likewise */
size_t fusion_book_examples(const fusion_book *book);
size_t fusion_book_forms(const fusion_book *book); /* with "exact", which is form 0 */

/* A screen and the people before it. */
typedef struct fusion_room {
    const char *name;
    size_t rule;
    uint32_t residents; /* owner and who is present; bit n: nation n of the book */
    unsigned owner;
    int64_t silent_after_ns; /* how long the reader of its door may be silent */
    bool by_operator;        /* who has left counts as present until the operator restores it */
} fusion_room;
size_t fusion_book_rooms(const fusion_book *book);
fusion_room fusion_book_room(const fusion_book *book, size_t room); /* room: under the count */

/* What a form shows, as far as a picture tells of it. */
typedef struct fusion_form {
    char name[49];
    int64_t delay_ns;
    int64_t every_ns; /* 0: every report */
    double position;  /* m; 0: exact */
    double velocity;  /* m/s; 0: exact; -1: withheld */
    double altitude;  /* m; 0: exact; -1: withheld */
    uint8_t identity; /* 0 exact, 1 side only, 2 withheld */
    bool label_withheld;
    uint8_t source; /* 0 sensor, 1 nation, 2 hidden */
    bool warning;   /* the event without the track; position is the size of its circle */
} fusion_form;
/* NULL beyond the last. */
const fusion_form *fusion_book_form(const fusion_book *book, size_t form);

#endif
