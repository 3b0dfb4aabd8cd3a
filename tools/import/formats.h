/* formats.h - the public feeds that import reads. */
#ifndef TOOLS_IMPORT_FORMATS_H
#define TOOLS_IMPORT_FORMATS_H

#include "tools/import/rows.h"

typedef struct import_format {
    const char *name;
    const char *what;  /* one phrase */
    const char *about; /* columns, and how accuracies become covariances; lines for --formats */
    /* Reads all rows of an open file. false: an error was told. */
    bool (*read)(rows *into);
    bool (*read_file)(rows *into, const char *path); /* in its place, of what is no CSV */
    /* After sorting: takes out what should not be sent. NULL: nothing to do. */
    void (*settle)(rows *into);
    /* Writes true_places. NULL: the feed cannot serve as truth. false: memory was refused. */
    bool (*truth)(const rows *from);
    bool hex_numbers; /* its objects' numbers are written so */
    double gap;       /* s without a row, beyond which nothing is known of an object */
    /* What is to be known of the heights, for the summary; NULL: nothing. */
    const char *(*heights)(const rows *of, char text[160]);
} import_format;

extern const import_format format_ais_csv, format_autoferry, format_csv, format_opensky;

/* All formats; NULL beyond the last. */
const import_format *import_format_at(size_t index);

#endif
