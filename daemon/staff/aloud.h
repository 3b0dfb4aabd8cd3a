/* aloud.h - what a rule book says, in sentences: `picket rules read` and exercise staff's page.
 *
 * Each writes to `out`, and what is in the book as it is in the book, but nations: as the caller
 * names them.
 */
#ifndef DAEMON_ALOUD_H
#define DAEMON_ALOUD_H

#include "release/book.h"

#include <stdio.h>

typedef struct aloud {
    FILE *out;
    const fusion_book *book;
    void (*put_nation)(FILE *out, const fusion_nation *nation);
} aloud;

/* Words of a list as a person says them: "a", "a and b", "a, b or c". aloud_word() writes what
 * stands between them; it is called before each of the count, the first too. */
typedef struct aloud_list {
    FILE *out;
    size_t count, at;
    bool any; /* any of them is enough */
} aloud_list;
void aloud_word(aloud_list *list);

void aloud_nations(const aloud *of, uint32_t set);   /* of the book */
void aloud_categories(const aloud *of, uint8_t set); /* "missile and air"; "everything" */
void aloud_scope(const aloud *of,
                 const book_scope *scope);               /* " from all its sensors, everywhere" */
void aloud_when(const aloud *of, const book_when *when); /* ", always" */
void aloud_form(const aloud *of, const book_form *form); /* ", exactly as measured, at once" */

/* "ROK gives JPN, direct, tracks of air from all its sensors, everywhere, always, exactly as
 * measured, at once". */
void aloud_clause(const aloud *of, const book_clause *clause);

#endif
