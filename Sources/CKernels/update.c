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

void ck_adam_direction(
    ck_context *context, int64_t count, const ck_adam_step *step, const float *gradient, const float *parameter,
    float *first_moment, float *second_moment, float *direction) {
  ck_update_arguments arguments = {
      .adam = *step, .gradient = gradient, .source = parameter, .parameter = direction, .first = first_moment,
      .second = second_moment};
  ck_run_ranges(context, count, ck_chunk_elements, context->vector->adam_direction, &arguments);
}

void ck_rms_update(
    ck_context *context, int64_t count, const ck_rms_step *step, const float *gradient, float *parameter,
    float *square_average, float *velocity, float *average) {
  ck_update_arguments arguments = {
      .rms = *step, .gradient = gradient, .parameter = parameter, .first = velocity, .second = square_average,
      .third = average};
  ck_run_ranges(context, count, ck_chunk_elements, context->vector->rms, &arguments);
}

void ck_adagrad_update(
    ck_context *context, int64_t count, float learning_rate, float epsilon, float weight_decay, const float *gradient,
    float *parameter, float *sum) {
  ck_update_arguments arguments = {
      .rms = {.learning_rate = learning_rate, .epsilon = epsilon, .weight_decay = weight_decay},
      .gradient = gradient, .parameter = parameter, .second = sum};
  ck_run_ranges(context, count, ck_chunk_elements, context->vector->adagrad, &arguments);
}

void ck_lion_update(
    ck_context *context, int64_t count, const ck_lion_step *step, const float *gradient, float *parameter,
    float *moment) {
  ck_update_arguments arguments = {.lion = *step, .gradient = gradient, .parameter = parameter, .first = moment};
  ck_run_ranges(context, count, ck_chunk_elements, context->vector->lion, &arguments);
}
