#include "daemon/recording/book_copy.h"

#include "daemon/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS 16
#define ENDING ".yaml"

/* The recording's path without its ending. */
static int stem_length(const char *recording)
{
    const size_t length = strlen(recording);
    const bool ends = length > 5 && strcmp(recording + length - 5, ".pcap") == 0;
    return (int)(ends ? length - 5 : length);
}

bool book_copy_path(const char *recording, const char *sha256, char path[4096])
{
    const int length =
        snprintf(path, 4096, "%.*s.%.*s" ENDING, stem_length(recording), recording, DIGITS, sha256);
    return length > 0 && length < 4096;
}

int book_copy_write(const char *recording, const config *of)
{
    char path[4096];
    file_part copy;
    if (!book_copy_path(recording, of->book_sha256, path))
        return ENAMETOOLONG;
    int failed = file_part_open(&copy, path);
    if (failed)
        return failed;
    if (fwrite(of->book_text, 1, of->book_size, copy.stream) == of->book_size)
        return file_part_finish(&copy);
    failed = errno ? errno : EIO;
    file_part_abandon(&copy);
    return failed;
}

/* NAME.DIGITS.yaml beside a recording NAME or NAME.pcap. */
static bool is_copy(const char *name, const char *stem, size_t length)
{
    return strlen(name) == length + 1 + DIGITS + strlen(ENDING) &&
           strncmp(name, stem, length) == 0 && name[length] == '.' &&
           strspn(name + length + 1, "0123456789abcdef") == DIGITS &&
           strcmp(name + length + 1 + DIGITS, ENDING) == 0;
}

bool book_copy_any(const char *recording)
{
    char folder[4096];
    const char *slash = strrchr(recording, '/');
    const char *stem = slash ? slash + 1 : recording;
    const int fits = snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - recording) : 1,
                              slash ? recording : ".");
    DIR *all = fits < (int)sizeof folder ? opendir(folder[0] ? folder : "/") : NULL;
    bool found = false;
    const struct dirent *each;
    while (all && !found && (each = readdir(all)))
        found = is_copy(each->d_name, stem, (size_t)stem_length(stem));
    if (all)
        closedir(all);
    return found;
}

static const char *first_fault(const config_faults *faults)
{
    const text_messages *told = faults->own.count > 0 ? &faults->own : &faults->book;
    return told->count > 0 ? told->kept[0].text
                           : "it differs from the sensors of the configuration";
}

config *book_copy_read(const char *recording, const char *sha256, const config *like,
                       char error[512])
{
    char path[4096];
    config_faults *faults = calloc(1, sizeof *faults);
    config *one = NULL;
    if (!faults || !book_copy_path(recording, sha256, path)) {
        snprintf(error, 512, "memory was refused, or a path is too long");
        free(faults);
        return NULL;
    }
    one = config_book_read(path, like, faults);
    if (!one)
        snprintf(error, 512, "the book that comes in mid-run cannot be read: %.180s: %.200s", path,
                 first_fault(faults));
    else if (strcmp(one->book_sha256, sha256) != 0) {
        snprintf(error, 512, "%.400s is not the book that was recorded: its digest differs", path);
        config_destroy(one);
        one = NULL;
    }
    free(faults);
    return one;
}
