/* config.h - picketd's configuration: one YAML file for picketd, fuse, bench and rules.
 *
 * Strictly read: an unknown key is an error with file, line and the nearest right key. Paths in it
 * are relative to it. daemon/README.md describes every key.
 */
#ifndef DAEMON_CONFIG_H
#define DAEMON_CONFIG_H

#include "fusion/gate.h"
#include "text/message.h"

typedef struct config_address {
    char host[64]; /* IPv4 */
    uint16_t port; /* 0: not wanted */
    int line;      /* of the file, for messages */
} config_address;

#define CONFIG_FORMS_MAX 256
#define CONFIG_BEATS_MAX 16

/* Every form of the books that were in force since the start. A view's tracks name theirs by its
 * index here, so an index stays what it was when another book comes. */
typedef struct config_forms {
    fusion_form list[CONFIG_FORMS_MAX];
    size_t count;
} config_forms;

typedef struct config {
    char path[4096];
    fusion_registry registry;
    fusion_book *book; /* in force */
    char book_path[4096];
    char book_sha256[65];
    char *book_text; /* its bytes: book_size of them */
    size_t book_size;
    config_forms forms;
    fusion_view views[FUSION_VIEWS_MAX];
    char view_names[FUSION_VIEWS_MAX][128]; /* "JPN.hub", "JPN+USA.hub", "bridge.hub" */
    int rooms[FUSION_VIEWS_MAX]; /* the book's room that a view is of, whose audience here is those
                                  * who sit there; -1: none */
    size_t view_count;
    config_address reports, control, pictures, page;
    config_address beats[CONFIG_BEATS_MAX]; /* where beats go by UDP */
    size_t beat_count;
    char record[4096]; /* where to record; empty: nowhere */
    char files[4096];  /* where to write pictures as CSV; empty: nowhere */
    char audit[4096];  /* the audit log; empty: none */
    char tokens[4096]; /* who opens what of the page; empty: all is open */
    char truth[4096];  /* where the objects truly were; empty: nobody is scored */
    int truth_line;    /* of the file, for messages */
    size_t in_force;   /* rule whose view a nation's token opens */
    uint64_t opened;   /* bit v: view v is opened to its nation besides */
    bool clock_wall;   /* else controlled */
    double clutter;    /* false plots a scan and km3, a first belief; 0: the engine's own */
    int64_t epoch_ns;  /* 1 s */
    int64_t window_ns; /* 120 s */
    int64_t retain_ns; /* for how long what was given can be given anew; the window */
    uint32_t keyed;    /* bit n: nation n has an exercise key, in */
    uint8_t floor_keys[FUSION_NATIONS_MAX][FUSION_EXERCISE_KEY];
    uint8_t exercise_key[32]; /* keys the numbers of tracks: a digest of the word "public", since
                               * there are no key files yet */
} config;

/* What is wrong with the configuration, and with its book. */
typedef struct config_faults {
    text_messages own;
    text_messages book;
    char book_path[4096]; /* the book's file, once it is known */
} config_faults;

/* Reads file and book. NULL: at least one of the two holds an error, or memory was refused. faults
 * is filled either way, warnings included; own.file is path itself. */
config *config_read(const char *path, config_faults *faults);
void config_destroy(config *one);

/* Reads a book alone: a configuration that holds nothing else, for the sensors of `like`. NULL as
 * above. */
config *config_book_read(const char *path, const config *like, config_faults *faults);

/* A form that pictures name; NULL: there is none with this index, or no list. */
const fusion_form *config_form(const config_forms *forms, size_t index);

/* What of a configuration that was read anew (of the same file) cannot be taken while picketd runs:
 * everything but the book. The key that differs; NULL: none. The order of rules in the two books
 * need not be the same. */
const char *config_differs(const config *one, const config *fresh);

/* What another book makes of the views of this one. */
typedef struct config_turn {
    size_t rules[FUSION_VIEWS_MAX];  /* of the new book, under which each view is; by its name */
    uint8_t forms[CONFIG_FORMS_MAX]; /* index among all forms, of each of the new book's */
} config_turn;

/* Works that out; forms that are new are added to `one`, which hurts nobody. views: as they are
 * now, which need not be those of the configuration. The reason why not, or NULL. */
const char *config_turn_make(config *one, const fusion_view *views, const fusion_book *book,
                             config_turn *turn);

/* Puts the book of `fresh` in force, with its path, text and digest, and the views under its rules
 * of the same names; the book that was in force goes to `fresh`. Only after config_turn_make. */
void config_book_swap(config *one, config *fresh);

/* Gives a gate of this registry every nation's exercise key.
 *
 * FUSION_NO_MEMORY  perhaps it got some of them */
FUSION_CHECKED fusion_status config_key_gate(const config *of, fusion_gate *gate);

/* Adds the view of this name ("JPN.hub") to those of the configuration, whose view_count may have
 * been set to 0 to choose afresh. false: messages say what is wrong with it. */
bool config_view_add(config *into, const char *name, text_messages *messages);

#endif
