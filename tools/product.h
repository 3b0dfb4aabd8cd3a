/* product.h - files that a verb writes: what must not be replaced, and how a summary tells them. */
#ifndef TOOLS_PRODUCT_H
#define TOOLS_PRODUCT_H

#include <stdbool.h>

/* May this path be written? Not where it is one of others[0..), which end with NULL (an input, or
 * another product), nor where a key stands, or what is no plain file. false: it was said. */
bool product_allowed(const char *path, const char *const *others);

/* "feed.pcap 4.6 MiB (sha256 5f0c19ab77e2)", or without the digest. Empty where it cannot be read.
 */
typedef struct product {
    char text[4200];
} product;

product product_with_digest(const char *path);
product product_plain(const char *path);

#endif
