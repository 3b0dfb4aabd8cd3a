/* replay.c - runs a fuzz target over its corpus without a fuzzing engine: plain test on every
 * build.
 *
 * usage: fuzz-NAME CORPUS_FOLDER
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return -1;
    fseek(file, 0, SEEK_END);
    const long size = ftell(file);
    rewind(file);
    /* Exactly as long as the input, so that a sanitizer sees a read one byte beyond it. */
    uint8_t *data = malloc(size > 0 ? (size_t)size : 1);
    const size_t got = data ? fread(data, 1, (size_t)size, file) : 0;
    fclose(file);
    const int result = data && got == (size_t)size ? LLVMFuzzerTestOneInput(data, got) : -1;
    free(data);
    return result;
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) {
        fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
        return 2;
    }
    int count = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.')
            continue;
        if (replay_file(argv[1], entry->d_name) != 0) {
            fprintf(stderr, "%s: not replayed\n", entry->d_name);
            return 1;
        }
        count++;
    }
    closedir(folder);
    printf("%d inputs replayed\n", count);
    return count > 0 ? 0 : 1; /* an empty corpus would pass without testing anything */
}
