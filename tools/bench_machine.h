/* bench_machine.h - what this machine is, and how fast it could be.
 *
 * Limits are measured in the same run as what is held against them: machines differ by the hour.
 */
#ifndef TOOLS_BENCH_MACHINE_H
#define TOOLS_BENCH_MACHINE_H

#include <stddef.h>

/* "AMD EPYC, 2 cores, avx2, gcc 12.2.0" */
void bench_machine_name(char *name, size_t room);

double bench_machine_cores(void);

/* Runnable processes a minute on average; NAN where the system does not say. */
double bench_machine_load(void);

/* Bytes read and written a second by one thread that scales doubles[0..count) in place, repeated
 * until it has moved at least 64 MB. doubles stay finite. */
double bench_stream(double *doubles, size_t count);

/* Additions and multiplications a second of one thread, fused where the machine can, none waiting
 * for another. */
double bench_multiply_add(void);

#endif
