#include "ck_update.h"

#include "kernels.h"
#include "ranges.h"

void ck_adam_update(
    ck_context *context, int64_t count, const ck_adam_step *step, const float *gradient, float *parameter,
    float *first_moment, float *second_moment) {
  ck_update_arguments arguments = {
      .adam = *step, .gradient = gradient, .parameter = parameter, .first = first_moment, .second = second_moment};
  ck_run_ranges(context, count, ck_chunk_elements, context->vector->adam, &arguments);
}

void ck_momentum_update(
    ck_context *context, int64_t count, const ck_momentum_step *step, const float *gradient, float *parameter,
    float *velocity) {
  ck_update_arguments arguments = {
      .momentum = *step, .gradient = gradient, .parameter = parameter, .first = velocity};
  ck_run_ranges(context, count, ck_chunk_elements, context->vector->momentum, &arguments);
}
