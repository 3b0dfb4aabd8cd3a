#include "daemon/wire/refusal.h"

#include <stddef.h>

const char *refusal_name(refusal why)
{
    static const char *const names[REFUSAL_COUNT] = {"",
#define X(symbol, name) name,
                                                     REFUSALS_OF_DATAGRAMS(X) REFUSALS_OF_REPORTS(X)
#undef X
    };
    return (unsigned)why < REFUSAL_COUNT ? names[why] : NULL;
}

const char *remark_name(remark what)
{
    static const char *const names[REMARK_COUNT] = {
#define X(symbol, name) name,
        REMARKS(X)
#undef X
    };
    return (unsigned)what < REMARK_COUNT ? names[what] : NULL;
}
