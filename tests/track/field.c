#include "field.h"

#include <CUnit/CUnit.h>
#include <string.h>

field *field_new(void)
{
    static field one;
    memset(&one, 0, sizeof one);
    one.scene = scene_new(751);
    one.settings = fusion_engine_defaults();
    one.radar = scene_sensor(one.scene, "radar", 4.0);
    one.other = scene_sensor(one.scene, "other", 4.0);
    one.adsb = scene_sensor(one.scene, "adsb", 0.0);
    one.scene->registry.sensors[one.adsb].kind = FUSION_ADSB;
    one.learnt.settings = &one.settings;
    one.learnt.registry = &one.scene->registry;
    one.rules = (life_rules){&one.settings, &one.scene->registry, &one.learnt};
    return &one;
}

int64_t field_at(double seconds)
{
    return SCENE_START + (int64_t)llround(seconds * 1e9);
}

measure field_seen(field *in, uint16_t sensor, double seconds)
{
    static const uint8_t key[16] = {0};
    const scene_object object = {37.0, 129.0, 8000.0, 0, 0, 0};
    double place[3], velocity[3];
    measure made;
    scene_place(&object, 0.0, place, velocity);
    const fusion_release *release = scene_plot(in->scene, sensor, seconds, place, 100.0);
    CU_ASSERT_EQUAL_FATAL(measure_make(release, &in->scene->registry, key, &made), FUSION_OK);
    return made;
}

track *field_begun(field *in, uint16_t sensor, double alone)
{
    static track one;
    const measure first = field_seen(in, sensor, 0.0);
    track_begin(&one, &first, 1.0);
    life_begin(&one, &first, alone, in->rules);
    return &one;
}

imm_fit field_fit(double times)
{
    return (imm_fit){.log_likelihood = log(times * FIELD_CLUTTER), .dimensions = 3};
}
