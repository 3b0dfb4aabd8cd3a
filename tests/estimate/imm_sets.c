#include "estimate/imm_sets.h"

const imm_set imm_alone = {.count = 1,
                           .models = {{.noise = {80.0, 0.3}, .first = 1.0, .stay = 1.0}}};

const imm_set imm_quiet = {.count = 2,
                           .models = {{.first = 0.75, .stay = 10.0, .next = {0.0, 1.0}},
                                      {.first = 0.25, .stay = 30.0, .next = {1.0, 0.0}}}};

const imm_set imm_turning = {
    .count = 3,
    .models = {{.noise = {0.03, 0.001}, .first = 0.5, .stay = 100.0, .next = {0.0, 0.5, 0.5}},
               {.noise = {1.0, 0.1},
                .turns = 0.05,
                .wanders = 1e-5,
                .first = 0.25,
                .stay = 30.0,
                .next = {0.5, 0.0, 0.5}},
               {.noise = {100.0, 0.1}, .first = 0.25, .stay = 30.0, .next = {0.5, 0.5, 0.0}}}};

const imm_set imm_lying = {
    .count = 2,
    .models = {{.rest = 0.1, .first = 0.5, .stay = 3600.0, .next = {0.0, 1.0}},
               {.noise = {1.0, 1e-4}, .first = 0.5, .stay = 60.0, .next = {1.0, 0.0}}}};

cv_state motion_of_model(const imm *filter, int m)
{
    cv_state one;
    imm_read(filter, m, &one, NULL);
    return one;
}

ct_rate rate_of_model(const imm *filter, int m)
{
    cv_state one;
    ct_rate rate;
    imm_read(filter, m, &one, &rate);
    return rate;
}

imm_measured at_position(const double *position, const double *r)
{
    return (imm_measured){.position = position, .r = r};
}
