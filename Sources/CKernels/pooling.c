#include "ck_pooling.h"

#include "kernels.h"
#include "ranges.h"
#include "simd.h"

/// Runs `kernel` over rows of pixels, each of which costs about `row_elements` elements.
static void run_rows(
    ck_context *context, int64_t rows, int64_t row_elements, ck_range_kernel kernel,
    const ck_pooling_arguments *arguments) {
  ck_run_ranges(context, rows, ck_chunk_rows(row_elements), kernel, arguments);
}

static int64_t output_row_cost(const ck_pooling *s) {
  return (int64_t)s->output_width * s->channels * s->window_height * s->window_width;
}

static int64_t input_row_cost(const ck_pooling *s) { return 2 * (int64_t)s->input_width * s->channels; }

static bool streams(const ck_pooling *s, int64_t pixels, const float *output) {
  return ck_bypasses_caches(pixels * s->channels, s->channels, output);
}

void ck_max_pool_forward(
    ck_context *context, const ck_pooling *shape, const float *input, float *output, uint8_t *winners) {
  int64_t rows = (int64_t)shape->images * shape->output_height;
  ck_pooling_arguments arguments = {
      .shape = *shape,
      .input = input,
      .winners_out = winners,
      .streams = streams(shape, rows * shape->output_width, output),
      .output = output,
  };
  run_rows(context, rows, output_row_cost(shape), context->vector->max_pool_forward, &arguments);
}

void ck_max_pool_backward(
    ck_context *context, const ck_pooling *shape, const float *output_gradient, const uint8_t *winners,
    float *input_gradient) {
  int64_t rows = (int64_t)shape->images * shape->input_height;
  ck_pooling_arguments arguments = {
      .shape = *shape,
      .input = output_gradient,
      .winners_in = winners,
      .streams = streams(shape, rows * shape->input_width, input_gradient),
      .output = input_gradient,
  };
  run_rows(context, rows, input_row_cost(shape), context->vector->max_pool_backward, &arguments);
}

void ck_average_pool_forward(ck_context *context, const ck_pooling *shape, const float *input, float *output) {
  ck_pooling_arguments arguments = {.shape = *shape, .input = input, .output = output};
  int64_t rows = (int64_t)shape->images * shape->output_height;
  run_rows(context, rows, output_row_cost(shape), context->vector->average_pool_forward, &arguments);
}

void ck_average_pool_backward(
    ck_context *context, const ck_pooling *shape, const float *output_gradient, float *input_gradient) {
  ck_pooling_arguments arguments = {.shape = *shape, .input = output_gradient, .output = input_gradient};
  int64_t rows = (int64_t)shape->images * shape->input_height;
  run_rows(context, rows, input_row_cost(shape), context->vector->average_pool_backward, &arguments);
}
