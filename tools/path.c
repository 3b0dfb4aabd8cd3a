#include "tools/path.h"

#include "text/read.h"
#include "tools/say.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

void path_refuse_product(const char *path, int error)
{
    say_error("%s cannot be written (%s).", path, strerror(error));
}

static bool is_key(const char *path)
{
    const size_t length = strlen(path);
    return length >= 4 && strcmp(path + length - 4, ".key") == 0;
}

bool path_product_ok(const char *path, const char *const *inputs, size_t count)
{
    struct stat product, input;
    if (stat(path, &product) != 0)
        return true; /* not there, or writing will say why */
    if (!S_ISREG(product.st_mode)) {
        say_error("%s is no plain file, so it is not replaced. Name another.", path);
        return false;
    }
    if (is_key(path)) {
        say_error("%s is a key, so it is not replaced. Name another file.", path);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        if (inputs[i] && stat(inputs[i], &input) == 0 && input.st_dev == product.st_dev &&
            input.st_ino == product.st_ino) {
            say_error("%s is also an input, so it is not replaced. Name another file.", path);
            return false;
        }
    return true;
}
