/* step_kernels.h - the one function of each instruction set's file; for step.c alone. */
#ifndef FUSION_ESTIMATE_STEP_KERNELS_H
#define FUSION_ESTIMATE_STEP_KERNELS_H

#include "estimate/step.h"

step_function step_reference, step_avx2, step_avx512;

#endif
