#define LANES 4
#include "estimate/imm_lanes.inc"

const imm_kernel imm_kernel_avx2 = {"avx2", predict, carry,   update,
                                    join,   follow,  mean_of, means_of};
