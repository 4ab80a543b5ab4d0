/// Floats of half the size, for what is kept from the forward to the backward pass.
#ifndef CK_ROUNDING_H
#define CK_ROUNDING_H

#include <stdint.h>

#include "ck_dispatch.h"

#pragma clang assume_nonnull begin

/// output = the bfloat16 nearest to input, ties to even: the upper 16 bits of a float. NaN stays NaN, infinities stay, and
/// so does every sign; what lies beyond the largest bfloat16 becomes infinite. Input and output do not overlap.
void ck_round_bfloat16(ck_context *context, int64_t count, const float *input, uint16_t *output);

/// output = input, exactly. Input and output do not overlap.
void ck_widen_bfloat16(ck_context *context, int64_t count, const uint16_t *input, float *output);

#pragma clang assume_nonnull end
#endif
