/* picture_lists.h - the lists of a picture or a part: who contributed, in which forms, what
 * sources say that disagree, and which tracks became one.
 *
 * Private to picture_wire.c. A list holds what these tracks use and nothing else, sorted by name,
 * so that neither its length nor its order tells of what was not released.
 */
#ifndef DAEMON_PICTURE_LISTS_H
#define DAEMON_PICTURE_LISTS_H

#include "daemon/picture/picture_columns.h"
#include "picket/v1/picture.pb-c.h"

#define LIST_FORMS_MAX 256

typedef struct picture_lists {
    size_t source_count;
    Picket__V1__Source sources[SOURCES_MAX];
    Picket__V1__Source *source_pointers[SOURCES_MAX];

    size_t set_count, set_room;
    source_key *keys;            /* distinct, sorted */
    Picket__V1__SourceSet *sets; /* of the same order */
    Picket__V1__SourceSet **set_pointers;
    uint32_t *items; /* of all sets, one behind the other */
    size_t item_room;

    size_t claim_count, claim_room;
    Picket__V1__Claim *claims;
    Picket__V1__Claim **claim_pointers;

    size_t merger_count, merger_room;
    Picket__V1__Merger *mergers;
    Picket__V1__Merger **merger_pointers;

    size_t form_count;
    Picket__V1__Form forms[LIST_FORMS_MAX];
    Picket__V1__Form *form_pointers[LIST_FORMS_MAX];
} picture_lists;

/* Makes the lists of the columns' tracks and fills the columns' listed_form and source_set. book
 * may be NULL: every form is exact. false: memory was refused. */
bool picture_lists_make(picture_lists *lists, picture_columns *columns, const source_names *names,
                        const config_forms *forms);
void picture_lists_free(picture_lists *lists);

#endif
