#include "track/hearing.h"

#include "fusion/status.h"

#include <math.h>

#define MEMORY     8   /* periods */
#define LEAST      3.0 /* reports a period: of fewer, none may be chance */
#define LONGEST    6 /* periods, and a minute: what nobody saw for so long is no picture any more */
#define LONGEST_NS (60 * FUSION_SECOND)

int64_t hearing_grace(int64_t period_ns)
{
    return period_ns / 20 + 3 * FUSION_SECOND / 10;
}

/* It is heard so often, and without a break, that it would be noticed missing. */
static bool would_be_missed(const hearing *one, int64_t period_ns)
{
    return one->reports >= LEAST * MEMORY &&
           (one->until_ns == 0 || one->heard_ns - one->until_ns >= MEMORY * period_ns);
}

void hearing_report(hearing *one, int64_t at_ns, int64_t period_ns)
{
    const int64_t after_ns = at_ns - one->heard_ns;
    if (one->heard_ns == 0 || after_ns > 0) {
        if (after_ns > period_ns + hearing_grace(period_ns) && would_be_missed(one, period_ns)) {
            one->from_ns = one->heard_ns;
            one->until_ns = at_ns;
        }
        one->reports *= exp(-(double)after_ns / ((double)MEMORY * (double)period_ns));
        one->heard_ns = at_ns;
    }
    one->reports += 1.0;
}

int64_t hearing_until(const hearing *one, int64_t now_ns, int64_t period_ns)
{
    const int64_t longest_ns = LONGEST * period_ns > LONGEST_NS ? LONGEST * period_ns : LONGEST_NS;
    const bool may_be_off = one->heard_ns < now_ns && now_ns - one->heard_ns <= longest_ns;
    return may_be_off && would_be_missed(one, period_ns) ? one->heard_ns : now_ns;
}

bool hearing_was_off(const hearing *one, int64_t at_ns)
{
    return at_ns > one->from_ns && at_ns <= one->until_ns;
}
