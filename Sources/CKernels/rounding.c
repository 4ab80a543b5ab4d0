#include "ck_rounding.h"

#include "kernels.h"
#include "ranges.h"

void ck_round_bfloat16(ck_context *context, int64_t count, const float *input, uint16_t *output) {
  ck_rounding_arguments arguments = {.wide = input, .rounded_output = output};
  ck_run_ranges(context, count, ck_chunk_elements, context->vector->round_bfloat16, &arguments);
}

void ck_widen_bfloat16(ck_context *context, int64_t count, const uint16_t *input, float *output) {
  ck_rounding_arguments arguments = {.rounded = input, .wide_output = output};
  ck_run_ranges(context, count, ck_chunk_elements, context->vector->widen_bfloat16, &arguments);
}
