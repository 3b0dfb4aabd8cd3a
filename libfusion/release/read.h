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

/* The plain word and nothing else. */
bool read_is(const text_node *node, const char *word);

/* The entry's name, copied. */
bool read_name(book_reader *r, const text_node *entry, const char *what, char name[BOOK_NAME_ROOM]);

/* The same of what stands in lists beside words of the language: it must be none of them. */
bool read_new_word(book_reader *r, const text_node *entry, const char *what,
                   char name[BOOK_NAME_ROOM]);

/* false where both names are the same, and said so. */
bool read_differs(book_reader *r, const char *name, int line, const char *other, int other_line);

/* A list with at least one entry; or, where none_allowed, the word none: *list is then NULL. */
bool read_list(book_reader *r, const text_node *node, const char *instead, bool none_allowed,
               const text_node **list);

/* The same of a section, and room for `each` bytes an entry, at most `most` of them. */
void *read_section(book_reader *r, const text_node *node, const char *what, size_t most,
                   size_t each, const text_node **list);

/* One of words[0..count): its index. */
bool read_word(book_reader *r, const text_node *node, const char *what, const char *const *words,
               size_t count, size_t *index);

/* A list of words, as bits; a word that stands twice is refused. */
bool read_words(book_reader *r, const text_node *node, const char *what, const char *instead,
                const char *const *words, size_t count, uint64_t *set);

/* A nation's code, a list of them, a text in quotes of at most `longest` bytes. */
bool read_nation(book_reader *r, const text_node *node, uint8_t *nation);
bool read_nations(book_reader *r, const text_node *node, uint32_t *set);
bool read_quoted(book_reader *r, const text_node *node, const char *what, size_t longest,
                 const char **text);

/* "AVA, BRO" */
#define READ_CODES_ROOM (FUSION_NATIONS_MAX * 10)
void read_codes(const fusion_book *book, uint32_t set, char list[READ_CODES_ROOM]);

/* Categories: all, or a list of them. */
bool read_categories(book_reader *r, const text_node *node, uint8_t *categories);

/* The names of a section's entries, for lists of words; the first at `first`, `stride` bytes on. */
const char **read_names(book_reader *r, const void *first, size_t stride, size_t count);

/* The sections, in the order in which they are read: each names what those before it define. */
bool read_section_nations(book_reader *r, const text_node *node);
bool read_section_sensors(book_reader *r, const text_node *node);
bool read_section_areas(book_reader *r, const text_node *node);
bool read_section_periods(book_reader *r, const text_node *node);
bool read_section_emergencies(book_reader *r, const text_node *node);
bool read_section_forms(book_reader *r, const text_node *node); /* NULL: exact alone */
bool read_section_agreements(book_reader *r, const text_node *node);
bool read_section_owners(book_reader *r, const text_node *node);
bool read_section_rules(book_reader *r, const text_node *node);
bool read_section_rooms(book_reader *r, const text_node *node);
bool read_section_examples(book_reader *r, const text_node *node);

/* Parts of an agreement. */
bool read_events(book_reader *r, const text_node *node, book_agreement *agreement);
bool read_clause(book_reader *r, const text_node *node, size_t agreement, book_clause *clause);

/* sensors, except and where of a clause or an owner's entry. */
bool read_scope(book_reader *r, const text_node *entry, book_scope *scope);
bool read_when(book_reader *r, const text_node *entry, const char *what, const char *name,
               uint8_t owner, book_when *when);
bool read_form_name(book_reader *r, const text_node *node, size_t *form);

/* "warning 50 km" or "velocity 50 m/s": one step of an expectation, added to steps. */
bool read_step(book_reader *r, const text_node *node, form_steps *steps);

/* All combinations of forms that can come out of the book. */
bool read_combinations(book_reader *r);

/* Clauses of one owner that wait for each other are refused. */
bool read_no_circles(book_reader *r);

/* Runs every example of the book. */
bool read_examples_hold(book_reader *r);

#endif
