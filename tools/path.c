#include "tools/path.h"

#include "text/read.h"
#include "tools/say.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAMES_MAX = 256 };

/* The name of a file beside path that is near to its own, in room; "" where there is none. */
static void nearest_beside(const char *path, char *room, size_t size)
{
    const char *slash = strrchr(path, '/');
    const int folder_length = slash ? (int)(slash - path + 1) : 0;
    char folder[4096];
    snprintf(folder, sizeof folder, "%.*s", folder_length, path);
    room[0] = '\0';
    DIR *stream = opendir(folder_length > 0 ? folder : ".");
    if (!stream)
        return;
    char *names[NAMES_MAX];
    size_t count = 0;
    const struct dirent *entry = NULL;
    while (count < NAMES_MAX && (entry = readdir(stream)))
        if (entry->d_name[0] != '.' && (names[count] = strdup(entry->d_name)))
            count++;
    closedir(stream);
    const char *meant = text_nearest(path + folder_length, (const char *const *)names, count);
    if (meant)
        snprintf(room, size, "%s%s", folder, meant);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
}

void path_refuse_input(const char *path, int error)
{
    if (error != ENOENT) {
        say_error("%s cannot be read (%s).", path, strerror(error));
        return;
    }
    char meant[4096];
    nearest_beside(path, meant, sizeof meant);
    if (meant[0])
        say_error("%s is not there (%s). Did you mean %s?", path, strerror(error), meant);
    else
        say_error("%s is not there (%s).", path, strerror(error));
}

bool path_readable(const char *path)
{
    if (strcmp(path, "-") == 0 || access(path, R_OK) == 0)
        return true;
    path_refuse_input(path, errno);
    return false;
}
