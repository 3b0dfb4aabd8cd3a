#include "track/conditions.h"

#include "estimate/height.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define PI            3.14159265358979323846
#define EARTH         6371e3 /* m, mean radius */
#define BANDS         360    /* of half a degree */
#define MEMORY        100.0  /* looks */
#define BELIEF_FALSE  2.0    /* false plots that the configured density is worth */
#define BELIEF_LOOKS  10.0   /* looks that the configured detection is worth */
#define MOST_DETECTED 0.98   /* any sensor may break down at any look */
#define LEAST_CLUTTER 1e-3   /* of what is configured: a place is never quite clean */
#define SILENT        3      /* periods, and PATIENCE: who is not heard for so long does not look */
#define PATIENCE      (30 * FUSION_SECOND)
#define ASKED_EACH    (10 * FUSION_SECOND)

static double band_width(uint32_t band)
{
    const double middle = ((double)band + 0.5) * PI / BANDS - PI / 2.0;
    return fmax(1.0, floor(2.0 * BANDS * cos(middle) + 0.5));
}

uint32_t conditions_cell(const double place[3])
{
    const double radius = sqrt(place[0] * place[0] + place[1] * place[1] + place[2] * place[2]);
    const double lat = radius > 0.0 ? asin(place[2] / radius) : 0.0;
    const double lon = atan2(place[1], place[0]);
    const double up = fmin(fmax((lat + PI / 2.0) * BANDS / PI, 0.0), BANDS - 1.0);
    const uint32_t band = (uint32_t)up;
    const double along = fmin((lon + PI) / (2.0 * PI) * band_width(band), band_width(band) - 1.0);
    return 1u + (band << 12) + (uint32_t)fmax(along, 0.0);
}

static double cell_area(uint32_t cell)
{
    const uint32_t band = (cell - 1u) >> 12;
    const double low = (double)band * PI / BANDS - PI / 2.0;
    const double slice = sin(low + PI / BANDS) - sin(low);
    return 2.0 * PI * EARTH * EARTH * slice / band_width(band);
}

/* SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t mix(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static size_t place_of(const condition *items, size_t places, uint64_t key)
{
    size_t at = (size_t)mix(key) & (places - 1);
    while (items[at].key != 0 && items[at].key != key)
        at = (at + 1) & (places - 1);
    return at;
}

static uint64_t key_of(uint16_t sensor, uint32_t cell)
{
    return (uint64_t)sensor << 32 | cell;
}

static condition *find(const conditions *all, uint16_t sensor, uint32_t cell)
{
    if (all->places == 0)
        return NULL;
    condition *here = &all->items[place_of(all->items, all->places, key_of(sensor, cell))];
    return here->key != 0 ? here : NULL;
}

static bool widen(conditions *all, room *memory, size_t places)
{
    struct {
        condition *items;
        size_t count, capacity;
    } wide = {0};
    if (!ROOM_FOR(memory, &wide, places))
        return false;
    memset(wide.items, 0, places * sizeof *wide.items);
    for (size_t i = 0; i < all->places; i++)
        if (all->items[i].key != 0)
            wide.items[place_of(wide.items, places, all->items[i].key)] = all->items[i];
    for (size_t i = 0; i < all->touched.count; i++) {
        const uint64_t key = all->items[all->touched.items[i]].key;
        all->touched.items[i] = (uint32_t)place_of(wide.items, places, key);
    }
    ROOM_FREE(memory, all);
    all->items = wide.items;
    all->capacity = wide.capacity;
    all->places = places;
    return true;
}

bool conditions_reserve(conditions *all, room *memory, size_t more)
{
    size_t places = all->places > 0 ? all->places : 64;
    while (places < 2 * (all->used + more))
        places *= 2;
    return (places == all->places || widen(all, memory, places)) &&
           ROOM_FOR(memory, &all->touched, places);
}

void conditions_free(conditions *all, room *memory)
{
    ROOM_FREE(memory, all);
    ROOM_FREE(memory, &all->touched);
}

/* Where something is about to be counted; NULL: the sensor was never there. */
static condition *touch(conditions *all, uint16_t sensor, uint32_t cell)
{
    condition *here = find(all, sensor, cell);
    if (!here ||
        here->new_false + here->new_open + here->new_closed + here->new_seen + here->new_missed > 0)
        return here;
    assert(all->touched.count < all->touched.capacity);
    all->touched.items[all->touched.count++] = (uint32_t)(here - all->items);
    return here;
}

/* The looks of the sensor at the cell count from its first plot there on. */
static void look_there(conditions *all, condition *here, const measure *seen)
{
    const int64_t heard_ns = seen->time_ns + seen->delay_ns;
    if (here->plot_ns == 0)
        here->region = (uint32_t)arrivals_look(
            &all->arrivals, seen->as.state.position, cell_area(seen->cell),
            fusion_sensor_period(all->registry, seen->sensor), seen->time_ns);
    here->plot_ns = heard_ns > here->plot_ns ? heard_ns : here->plot_ns;
}

bool conditions_silent(int64_t for_ns, int64_t period_ns)
{
    return for_ns > PATIENCE && for_ns / SILENT > period_ns;
}

static void hear(conditions *all, const measure *seen)
{
    hearing *const one = &all->hearings[seen->sensor];
    const int64_t now_ns = seen->time_ns + seen->delay_ns;
    const int64_t period_ns = fusion_sensor_period(all->registry, seen->sensor);
    if (one->heard_ns != 0 && conditions_silent(now_ns - one->heard_ns, period_ns))
        all->silent_ns[seen->sensor] += now_ns - one->heard_ns;
    if (period_ns > 0)
        hearing_report(one, now_ns, period_ns);
}

static bool looks_no_more(const conditions *all, const condition *here, int64_t period_ns,
                          int64_t now_ns)
{
    const int64_t silent_ns = now_ns - all->hearings[here->key >> 32].heard_ns;
    const int64_t empty_ns = now_ns - here->plot_ns;
    return conditions_silent(silent_ns, period_ns) ||
           (empty_ns > PATIENCE && empty_ns / (int64_t)MEMORY > period_ns);
}

/* At times of the clock, not of this engine: when it began is nothing that it was given. */
static void ask_who_looks(conditions *all, int64_t now_ns)
{
    const bool due = now_ns / ASKED_EACH != all->turned_ns / ASKED_EACH;
    all->turned_ns = now_ns;
    if (!due)
        return;
    for (size_t i = 0; i < all->places; i++) {
        condition *here = &all->items[i];
        const uint32_t cell = (uint32_t)here->key;
        if (here->plot_ns == 0)
            continue;
        const int64_t period_ns = fusion_sensor_period(all->registry, (uint16_t)(here->key >> 32));
        if (!looks_no_more(all, here, period_ns, now_ns))
            continue;
        arrivals_look_away(&all->arrivals, here->region, cell_area(cell), period_ns, now_ns);
        here->plot_ns = 0;
    }
}

/* The time without the silences, which say nothing of how clean a place is. */
static int64_t awake(const conditions *all, uint16_t sensor, int64_t time_ns)
{
    return time_ns - all->silent_ns[sensor];
}

void conditions_visit(conditions *all, const measure *seen)
{
    const bool regular = fusion_sensor_period(all->registry, seen->sensor) > 0;
    const bool numbered = regular && !(seen->round & MEASURE_ROUND_BY_TIME);
    if (seen->sensor >= all->registry->sensor_count)
        return;
    hear(all, seen);
    conduct_hear(&all->conduct[seen->sensor], seen->time_ns, numbered ? (uint32_t)seen->round : 0);
    if (!regular)
        return;
    if (seen->kind == FUSION_PLOT) {
        double height, sigma;
        height_prior(seen->categories, &height, &sigma);
        conduct_place(&all->conduct[seen->sensor], seen->as.state.position, sigma);
    }
    condition *here =
        &all->items[place_of(all->items, all->places, key_of(seen->sensor, seen->cell))];
    if (here->key == 0) {
        assert(2 * all->used < all->places);
        *here = (condition){.key = key_of(seen->sensor, seen->cell),
                            .first_ns = awake(all, seen->sensor, seen->time_ns),
                            .at_ns = awake(all, seen->sensor, seen->time_ns)};
        all->used++;
    }
    if (seen->kind == FUSION_PLOT)
        look_there(all, here, seen);
}

void conditions_false(conditions *all, uint16_t sensor, uint32_t cell, unsigned plots)
{
    condition *here = plots > 0 ? touch(all, sensor, cell) : NULL;
    if (!here)
        return;
    here->new_false += plots;
    all->conduct[sensor].now.false_plots += plots;
}

void conditions_open(conditions *all, uint16_t sensor, uint32_t cell)
{
    condition *here = touch(all, sensor, cell);
    if (here)
        here->new_open++;
}

void conditions_close(conditions *all, uint16_t sensor, uint32_t cell)
{
    condition *here = touch(all, sensor, cell);
    if (here)
        here->new_closed++;
}

void conditions_look(conditions *all, uint16_t sensor, uint32_t cell, unsigned missed)
{
    condition *here = touch(all, sensor, cell);
    if (!here)
        return;
    here->new_seen++;
    here->new_missed += missed < CONDITIONS_GAP ? missed : CONDITIONS_GAP;
    conduct_look(&all->conduct[sensor], missed);
}

void conditions_fit(conditions *all, uint16_t sensor, double distance2)
{
    if (sensor >= all->registry->sensor_count)
        return;
    all->conduct[sensor].now.fits++;
    all->conduct[sensor].now.distance2 += distance2;
}

/* The sensor's, if it has a period to be held against. */
static conduct *conduct_of(conditions *all, uint16_t sensor)
{
    return fusion_sensor_period(all->registry, sensor) > 0 ? &all->conduct[sensor] : NULL;
}

void conditions_interval(conditions *all, uint16_t sensor, int64_t interval_ns)
{
    conduct *one = conduct_of(all, sensor);
    if (one)
        conduct_interval(one, interval_ns, fusion_sensor_period(all->registry, sensor));
}

void conditions_soon(conditions *all, uint16_t sensor, int64_t after_ns)
{
    conduct *one = conduct_of(all, sensor);
    if (one)
        conduct_soon(one, after_ns, fusion_sensor_period(all->registry, sensor));
}

/* Looks since the sums were brought up to date, and what is left of what was before. */
static double looks_since(const conditions *all, const condition *here, int64_t now_ns,
                          double *left)
{
    const uint16_t sensor = (uint16_t)(here->key >> 32);
    const double period = (double)fusion_sensor_period(all->registry, sensor);
    const double looks = fmax(0.0, (double)(awake(all, sensor, now_ns) - here->at_ns)) / period;
    *left = exp(-looks / MEMORY);
    return looks;
}

/* The share of a period that is yet to pass until the next look: the antenna is there but a moment,
 * when its first plot came and whole periods later. None while nothing was learnt of the first. */
static double look_ahead(const conditions *all, const condition *here, int64_t now_ns)
{
    const int64_t period_ns = fusion_sensor_period(all->registry, (uint16_t)(here->key >> 32));
    const int64_t since_ns = awake(all, (uint16_t)(here->key >> 32), now_ns) - here->first_ns;
    if (here->at_ns == here->first_ns)
        return 0.0;
    return since_ns < 0 ? 1.0 : 1.0 - (double)(since_ns % period_ns) / (double)period_ns;
}

/* The height that objects of the categories would fill, were they evenly spread. */
static double height_span(uint8_t categories)
{
    double height, sigma;
    height_prior(categories, &height, &sigma);
    return sqrt(12.0) * sigma;
}

double conditions_births(const conditions *all, const measure *seen)
{
    if (seen->kind != FUSION_PLOT)
        return all->settings->births;
    return arrivals_density(&all->arrivals, seen->as.state.position, seen->time_ns,
                            height_span(seen->categories), all->settings->births);
}

double conditions_held_against(const conditions *all, const measure *seen, double births, bool open)
{
    const double configured = all->settings->clutter;
    const condition *here = find(all, seen->sensor, seen->cell);
    if (!here)
        return configured;
    double left;
    const double volume = cell_area(seen->cell) * height_span(seen->categories);
    looks_since(all, here, seen->time_ns, &left);
    const double scans =
        here->scans * left + MEMORY * (1.0 - left) + look_ahead(all, here, seen->time_ns);
    const double looked = BELIEF_FALSE / configured + scans * volume;
    const double known = (BELIEF_FALSE + here->false_plots * left) / looked;
    const double most = 0.5 * births / all->settings->drop;
    const uint32_t others = here->open - (open && here->open > 0 ? 1 : 0);
    const double found = fmax(known, fmin(known + others / looked, most));
    return fmax(found, LEAST_CLUTTER * configured);
}

double conditions_clutter(const conditions *all, const measure *seen)
{
    return conditions_held_against(all, seen, all->settings->births, false);
}

double conditions_detection(const conditions *all, uint16_t sensor, uint32_t cell)
{
    const condition *here = find(all, sensor, cell);
    const double seen = here ? here->seen : 0.0, missed = here ? here->missed : 0.0;
    const double share =
        (BELIEF_LOOKS * all->settings->detection + seen) / (BELIEF_LOOKS + seen + missed);
    return fmin(share, MOST_DETECTED);
}

void conditions_turn(conditions *all, int64_t now_ns)
{
    for (size_t i = 0; i < all->touched.count; i++) {
        condition *here = &all->items[all->touched.items[i]];
        double left;
        looks_since(all, here, now_ns, &left);
        here->scans = here->scans * left + MEMORY * (1.0 - left);
        here->false_plots = here->false_plots * left + here->new_false;
        here->open += here->new_open - here->new_closed;
        here->seen = here->seen * left + here->new_seen;
        here->missed = here->missed * left + here->new_missed;
        const int64_t awake_ns = awake(all, (uint16_t)(here->key >> 32), now_ns);
        here->at_ns = awake_ns > here->at_ns ? awake_ns : here->at_ns;
        here->new_false = here->new_open = here->new_closed = 0;
        here->new_seen = here->new_missed = 0;
    }
    all->touched.count = 0;
    ask_who_looks(all, now_ns);
    arrivals_turn(&all->arrivals, now_ns);
    for (size_t i = 0; i < all->registry->sensor_count; i++)
        conduct_turn(&all->conduct[i], now_ns, fusion_sensor_period(all->registry, (uint16_t)i));
}
