#define LANES 2
#include "estimate/imm_lanes.inc"

const imm_kernel imm_kernel_reference = {"reference", predict, carry,   update,
                                         join,        follow,  mean_of, means_of};
