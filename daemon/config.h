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

typedef struct config {
    char path[4096];
    fusion_registry registry;
    fusion_book *book;
    char book_path[4096];
    char book_sha256[65];
    fusion_view views[FUSION_VIEWS_MAX];
    char view_names[FUSION_VIEWS_MAX][128]; /* "JPN.hub", "JPN+USA.hub" */
    size_t view_count;
    config_address reports, control, pictures, page;
    char record[4096];        /* where to record; empty: nowhere */
    char files[4096];         /* where to write pictures as CSV; empty: nowhere */
    char tokens[4096];        /* who opens what of the page; empty: all is open */
    size_t in_force;          /* rule whose view a nation's token opens */
    uint64_t opened;          /* bit v: view v is opened to its nation besides */
    bool clock_wall;          /* else controlled */
    int64_t epoch_ns;         /* 1 s */
    int64_t window_ns;        /* 120 s */
    int64_t retain_ns;        /* for how long what was given can be given anew; the window */
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

/* Adds the view of this name ("JPN.hub") to those of the configuration, whose view_count may have
 * been set to 0 to choose afresh. false: messages say what is wrong with it. */
bool config_view_add(config *into, const char *name, text_messages *messages);

#endif
