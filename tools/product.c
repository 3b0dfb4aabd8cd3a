#include "tools/product.h"

#include "tools/say.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool same_file(const char *one, const char *other)
{
    struct stat first, second;
    if (strcmp(one, other) == 0)
        return true;
    return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

static bool is_key(const char *path)
{
    const size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, ".key") == 0;
}

bool product_allowed(const char *path, const char *const *others)
{
    for (size_t i = 0; others[i]; i++)
        if (same_file(path, others[i])) {
            say_error("%s would be written over %s. Name another file.", path, others[i]);
            return false;
        }
    struct stat status;
    if (strcmp(path, "-") == 0 || (stat(path, &status) == 0 && !S_ISREG(status.st_mode))) {
        say_error("%s is no plain file. Name another.", path);
        return false;
    }
    if (is_key(path) && stat(path, &status) == 0) {
        say_error("%s is a key. Name another file.", path);
        return false;
    }
    return true;
}

static const char *size_text(double bytes, char text[32])
{
    if (bytes < 1024.0)
        snprintf(text, 32, "%.0f bytes", bytes);
    else if (bytes < 1024.0 * 1024.0)
        snprintf(text, 32, "%.1f KiB", bytes / 1024.0);
    else
        snprintf(text, 32, "%.1f MiB", bytes / (1024.0 * 1024.0));
    return text;
}

product product_plain(const char *path)
{
    product made = {""};
    struct stat status;
    char size[32];
    if (stat(path, &status) == 0)
        snprintf(made.text, sizeof made.text, "%.4000s %s", path,
                 size_text((double)status.st_size, size));
    return made;
}

product product_with_digest(const char *path)
{
    product made = product_plain(path);
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return made;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    unsigned char bytes[65536], digest[crypto_hash_sha256_BYTES];
    size_t got;
    while ((got = fread(bytes, 1, sizeof bytes, stream)) > 0)
        crypto_hash_sha256_update(&state, bytes, got);
    crypto_hash_sha256_final(&state, digest);
    fclose(stream);
    char hex[13];
    sodium_bin2hex(hex, sizeof hex, digest, 6);
    const product plain = made;
    snprintf(made.text, sizeof made.text, "%.4100s (sha256 %s)", plain.text, hex);
    return made;
}
