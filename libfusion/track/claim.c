#include "track/claim.h"

#include <string.h>

bool claim_compatible(uint8_t one, uint8_t other)
{
    return one == 0 || other == 0 || (one & other) != 0;
}

/* FNV-1a (Fowler, Noll and Vo): tells one label from another, no more; 0 stands for none. */
static uint64_t label_hash(const char *label)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *label; label++)
        hash = (hash ^ (unsigned char)*label) * UINT64_C(0x100000001b3);
    return hash | 1;
}

static void take_label(track *one, const measure *seen)
{
    if (seen->label[0] == '\0')
        return;
    const uint64_t said = label_hash(seen->label);
    const bool same = strcmp(one->label, seen->label) == 0;
    if (!same && one->label[0] != '\0' && one->label_next != said) {
        one->label_next = said;
        return;
    }
    memcpy(one->label, seen->label, sizeof one->label);
    one->label_next = 0;
}

static void take_identity(track *one, const measure *seen)
{
    if (seen->identity == FUSION_IDENTITY_NONE)
        return;
    look *at = track_look(one, seen->sensor);
    if (at)
        at->identity = seen->identity;
    if (seen->identity_percent == 0 && one->identity_percent > 0)
        return;
    one->identity = seen->identity;
    one->identity_percent = seen->identity_percent;
}

void claim_take(track *one, const measure *seen)
{
    if (one->categories == 0)
        one->categories = seen->categories;
    else if ((one->categories & seen->categories) != 0)
        one->categories &= seen->categories;
    imm_change(&one->filter, motion_of(one->categories).models);
    if (seen->type_code != 0)
        one->type_code = seen->type_code;
    take_identity(one, seen);
    take_label(one, seen);
}

bool claim_conflict(const track *one)
{
    bool friendly = false, hostile = false;
    for (size_t i = 0; i < one->look_count; i++) {
        const uint8_t said = one->looks[i].identity;
        friendly |=
            said == FUSION_ASSUMED_FRIEND || said == FUSION_FRIEND || said == FUSION_NEUTRAL;
        hostile |= said == FUSION_SUSPECT || said == FUSION_HOSTILE;
    }
    return friendly && hostile;
}
