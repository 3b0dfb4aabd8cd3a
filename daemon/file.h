/* file.h - whole files in, whole files out.
 *
 * A product is written beside its place as .NAME.part and renamed when it is whole, so that a
 * reader never sees half of it.
 */
#ifndef DAEMON_FILE_H
#define DAEMON_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Reads a file of at most limit bytes. *data gets size bytes and a zero byte behind them; free()
 * it. 0, or the system's error number; EFBIG where the file is longer than limit. */
int file_read(const char *path, size_t limit, char **data, size_t *size);

typedef struct file_part {
    FILE *stream;
    char path[4096]; /* where it will stand */
    char part[4096]; /* where it stands until then */
} file_part;

/* Opens .NAME.part beside path for writing. 0 or the system's error number. */
int file_part_open(file_part *file, const char *path);

/* Moves a .NAME.part that somebody left who was killed to NAME.killed, or NAME.killed.2 and so on
 * where one stands there. -1: there was one, and kept says where it is now. 0: there was none, or
 * an empty one. Else the system's error number. */
int file_part_keep(const char *path, char kept[4096]);

/* Closes and renames. 0 or the system's error number: then the part is gone, the old product is as
 * it was. */
int file_part_finish(file_part *file);

/* Closes and removes the part; the old product is as it was. Does nothing if it is not open. */
void file_part_abandon(file_part *file);

/* The path `name` means in a file at `base`: itself if absolute, else beside base. */
bool file_beside(const char *base, const char *name, char *path, size_t room);

#endif
