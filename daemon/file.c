#include "daemon/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Grows as it reads, since a pipe does not say how long it is. */
static int read_all(FILE *stream, size_t limit, char **data, size_t *size)
{
    size_t room = 65536;
    size_t used = 0;
    char *bytes = malloc(room);
    while (bytes) {
        used += fread(bytes + used, 1, room - used - 1, stream);
        if (used > limit || ferror(stream)) {
            free(bytes);
            return used > limit ? EFBIG : EIO;
        }
        if (feof(stream)) {
            bytes[used] = '\0';
            *data = bytes;
            *size = used;
            return 0;
        }
        room *= 2;
        char *grown = realloc(bytes, room);
        if (!grown)
            free(bytes);
        bytes = grown;
    }
    return ENOMEM;
}

int file_read(const char *path, size_t limit, char **data, size_t *size)
{
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return errno;
    const int error = read_all(stream, limit, data, size);
    fclose(stream);
    return error;
}

static int part_name(const char *path, char part[4096])
{
    const char *slash = strrchr(path, '/');
    const int folder = slash ? (int)(slash - path + 1) : 0;
    const int length = snprintf(part, 4096, "%.*s.%s.part", folder, path, path + folder);
    return length < 0 || length >= 4096 ? ENAMETOOLONG : 0;
}

int file_part_keep(const char *path, char kept[4096])
{
    char part[4096];
    struct stat status;
    const int wrong = part_name(path, part);
    if (wrong || stat(part, &status) != 0 || status.st_size == 0)
        return wrong;
    int length = snprintf(kept, 4096, "%s.killed", path);
    for (int number = 2; length < 4096 && access(kept, F_OK) == 0; number++)
        length = snprintf(kept, 4096, "%s.killed.%d", path, number);
    if (length >= 4096)
        return ENAMETOOLONG;
    return rename(part, kept) == 0 ? -1 : errno;
}

int file_part_open(file_part *file, const char *path)
{
    memset(file, 0, sizeof *file);
    const int wrong = part_name(path, file->part);
    if (wrong)
        return wrong;
    strcpy(file->path, path);
    file->stream = fopen(file->part, "wb");
    return file->stream ? 0 : errno;
}

int file_part_finish(file_part *file)
{
    const int failed = ferror(file->stream) ? EIO : 0;
    const int closed = fclose(file->stream) != 0 ? errno : 0;
    file->stream = NULL;
    const int error = failed ? failed : closed;
    if (!error && rename(file->part, file->path) == 0)
        return 0;
    const int kept = error ? error : errno;
    unlink(file->part);
    return kept;
}

void file_part_abandon(file_part *file)
{
    if (!file->stream)
        return;
    fclose(file->stream);
    file->stream = NULL;
    unlink(file->part);
}

bool file_beside(const char *base, const char *name, char *path, size_t room)
{
    const char *slash = name[0] == '/' ? NULL : strrchr(base, '/');
    const int folder = slash ? (int)(slash - base + 1) : 0;
    const int length = snprintf(path, room, "%.*s%s", folder, base, name);
    return length >= 0 && (size_t)length < room;
}
