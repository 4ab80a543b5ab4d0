#include "ck_loss.h"

#include "kernels.h"
#include "ranges.h"
#include "simd.h"

/// An exponential costs about as much as four simple operations.
static int64_t softmax_rows(int64_t columns) { return ck_chunk_rows(4 * columns); }

void ck_softmax_forward(ck_context *context, int64_t rows, int64_t columns, const float *input, float *output) {
  ck_softmax_arguments arguments = {.columns = columns, .input = input, .output = output};
  ck_run_ranges(context, rows, softmax_rows(columns), context->vector->softmax_forward, &arguments);
}

void ck_softmax_backward(
    ck_context *context, int64_t rows, int64_t columns, const float *output_gradient, const float *output,
    float *input_gradient) {
  ck_softmax_arguments arguments = {
      .columns = columns, .input = output, .output_gradient = output_gradient, .output = input_gradient};
  ck_run_ranges(context, rows, softmax_rows(columns), context->vector->softmax_backward, &arguments);
}

/// Zeros leave an undefined mean without a gradient.
static double inverse_or_zero(double sum) { return sum == 0 ? 0 : 1 / sum; }

ck_loss ck_cross_entropy_loss(ck_context *context, const ck_cross_entropy *problem) {
  ck_cross_entropy_arguments arguments = {.problem = *problem};
  ck_loss loss = {0, 0};
  for (int64_t row = 0; row < problem->rows; row++) {
    int32_t label = problem->labels[row];
    if (label >= 0) loss.weight_sum += problem->class_weights == NULL ? 1 : (double)problem->class_weights[label];
  }
  for (int64_t c = 0; c < problem->classes; c++)
    arguments.weight_total += problem->class_weights == NULL ? 1 : (double)problem->class_weights[c];
  arguments.inverse_weight_sum = inverse_or_zero(loss.weight_sum);
  loss.term_sum = ck_sum_ranges(
      context, problem->rows, softmax_rows(problem->classes), context->vector->cross_entropy, &arguments);
  return loss;
}

ck_loss ck_binary_cross_entropy_loss(
    ck_context *context, int64_t count, const float *logits, const float *targets, const float *weights,
    float *gradient) {
  ck_loss loss = {.weight_sum = (double)count};
  if (weights != NULL)
    loss.weight_sum = ck_sum_ranges(context, count, ck_chunk_elements, context->vector->sum, weights);
  ck_element_loss_arguments arguments = {
      .prediction = logits,
      .target = targets,
      .weights = weights,
      .inverse_weight_sum = inverse_or_zero(loss.weight_sum),
      .gradient = gradient,
  };
  // The functions of the mathematical library take some tens of nanoseconds each.
  int64_t chunk = ck_chunk_elements / 64;
  loss.term_sum = ck_sum_ranges(context, count, chunk, context->vector->binary_cross_entropy, &arguments);
  return loss;
}

ck_loss ck_squared_error_loss(
    ck_context *context, int64_t count, const float *prediction, const float *target, float *gradient) {
  ck_loss loss = {.weight_sum = (double)count};
  ck_element_loss_arguments arguments = {
      .prediction = prediction,
      .target = target,
      .inverse_weight_sum = inverse_or_zero(loss.weight_sum),
      .gradient = gradient,
  };
  loss.term_sum = ck_sum_ranges(context, count, ck_chunk_elements, context->vector->squared_error, &arguments);
  return loss;
}
