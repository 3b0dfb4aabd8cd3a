/* names.h - track numbers as small indices, in order of their first appearance. */
#ifndef FUSION_SCORE_NAMES_H
#define FUSION_SCORE_NAMES_H

#include "fusion/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct names_entry {
    uint64_t number;
    size_t index_plus_one; /* 0: empty */
} names_entry;

/* Zero it before the first use. */
typedef struct names {
    names_entry *entries;
    size_t room; /* 0, or a power of two */
    size_t count;
} names;

/* Room for so many more. false: memory was refused, what there was stays. */
FUSION_CHECKED bool names_reserve(names *one, size_t more);

/* The number's index; a new number gets the next one, for which room was reserved. */
size_t names_index(names *one, uint64_t number);
void names_free(names *one);

#endif
