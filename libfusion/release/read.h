/* read.h - the parts of the reader of rule books. Private to release/read*.c.
 *
 * Every function takes what the tree says at one place into the book. false: it said why, with the
 * line; reading goes on elsewhere, so that one run tells all faults it can.
 */
#ifndef FUSION_RELEASE_READ_H
#define FUSION_RELEASE_READ_H

#include "release/book.h"
#include "text/read.h"

typedef struct book_reader {
    fusion_book *book;
    text_messages *messages;
    bool no_memory;
} book_reader;

/* Zeroed memory that lives as long as the book; NULL, and no_memory is set, where there is none. */
void *read_keep(book_reader *r, size_t count, size_t size);
const char *read_keep_text(book_reader *r, const char *text);

/* A key of a map, and what to write where it is missing. */
typedef struct read_key {
    const char *name;
    const char *hint; /* NULL: "Write it; nothing is assumed."; "": it may be left out */
} read_key;

/* Refuses keys that are not in the table, keys that are missing, and what is no map. what:
 * "clause"; the map's name is added where it has one. */
bool read_keys(book_reader *r, const text_node *map, const char *what, const read_key *keys,
               size_t count);

/* A list with at least one entry; or, where none_allowed, the word none: *list is then NULL. */
bool read_list(book_reader *r, const text_node *node, const char *instead, bool none_allowed,
               const text_node **list);

/* A section that is a list of maps, each with a name of its own. */
bool read_word(book_reader *r, const text_node *node, const char *what, const char *const *words,
               size_t count, size_t *index);

/* A list of words, as bits; a word that stands twice is refused. */
bool read_words(book_reader *r, const text_node *node, const char *what, const char *instead,
                const char *const *words, size_t count, uint32_t *set);

bool read_nation(book_reader *r, const text_node *node, uint8_t *nation);
bool read_nations(book_reader *r, const text_node *node, uint32_t *set);
bool read_quoted(book_reader *r, const text_node *node, const char *what, size_t longest,
                 const char **text);

/* Categories: all, or a list of them. */
bool read_categories(book_reader *r, const text_node *node, uint8_t *categories);

/* Refuses what the language has and this version does not do yet. */
bool read_not_yet(book_reader *r, const text_node *node, const char *what);

/* The sections. */
bool read_section_nations(book_reader *r, const text_node *node);
bool read_section_sensors(book_reader *r, const text_node *node);
bool read_section_agreements(book_reader *r, const text_node *node);
bool read_section_rules(book_reader *r, const text_node *node);
bool read_section_examples(book_reader *r, const text_node *node);

bool read_events(book_reader *r, const text_node *node, book_agreement *agreement);
bool read_clause(book_reader *r, const text_node *node, size_t agreement, book_clause *clause);

/* Clauses of one owner that wait for each other are refused. */
bool read_no_circles(book_reader *r);

/* Runs every example of the book. */
bool read_examples_hold(book_reader *r);

#endif
