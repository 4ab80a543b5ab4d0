#include "ck_pointwise.h"

#include "kernels.h"
#include "ranges.h"
#include "simd.h"

static void run_pointwise(
    ck_context *context, int64_t count, ck_range_kernel kernel, const ck_pointwise_arguments *arguments) {
  ck_run_ranges(context, count, ck_chunk_elements, kernel, arguments);
}

void ck_activation_forward(
    ck_context *context, ck_function function, int64_t count, const float *input, float *output) {
  ck_pointwise_arguments arguments = {.function = function, .input = input, .output = output};
  run_pointwise(context, count, context->vector->activation_forward, &arguments);
}

void ck_activation_backward(
    ck_context *context, ck_function function, int64_t count, const float *output_gradient, const float *input,
    float *input_gradient) {
  ck_pointwise_arguments arguments = {
      .function = function, .input = input, .other = output_gradient, .output = input_gradient};
  run_pointwise(context, count, context->vector->activation_backward, &arguments);
}

void ck_add(ck_context *context, int64_t count, const float *left, const float *right, float *output) {
  ck_pointwise_arguments arguments = {.input = left, .other = right, .output = output};
  run_pointwise(context, count, context->vector->add, &arguments);
}

void ck_multiply(ck_context *context, int64_t count, const float *left, const float *right, float *output) {
  ck_pointwise_arguments arguments = {.input = left, .other = right, .output = output};
  run_pointwise(context, count, context->vector->multiply, &arguments);
}

void ck_scale(ck_context *context, int64_t count, float factor, const float *input, float *output) {
  ck_pointwise_arguments arguments = {.factor = factor, .input = input, .output = output};
  run_pointwise(context, count, context->vector->scale, &arguments);
}

void ck_dropout(
    ck_context *context, int64_t count, uint32_t threshold, float factor, uint32_t key0, uint32_t key1,
    const float *input, float *output) {
  ck_dropout_arguments arguments = {
      .threshold = threshold, .factor = factor, .key0 = key0, .key1 = key1, .input = input, .output = output};
  // Drawing random words costs several times what a simple operation costs.
  ck_run_ranges(context, count, ck_chunk_elements / 4, context->vector->dropout, &arguments);
}

typedef struct copy_arguments {
  const float *input;
  float *output;
  int64_t rows, columns, input_stride, output_stride;
} copy_arguments;

static void copy_rows(const void *arguments, int64_t begin, int64_t end) {
  const copy_arguments *a = arguments;
  size_t bytes = sizeof(float) * (size_t)a->columns;
  for (int64_t row = begin; row < end; row++)
    memcpy(a->output + row * a->output_stride, a->input + row * a->input_stride, bytes);
}

void ck_copy_columns(
    ck_context *context, int64_t rows, int64_t columns, const float *input, int64_t input_stride, float *output,
    int64_t output_stride) {
  copy_arguments arguments = {
      .input = input,
      .output = output,
      .columns = columns,
      .input_stride = input_stride,
      .output_stride = output_stride};
  ck_run_ranges(context, rows, ck_chunk_rows(columns), copy_rows, &arguments);
}

/// Side of the square tiles in which matrices are transposed: a tile of input and one of output fit the nearest cache.
enum { transpose_tile = 32 };

/// Tiles of rows of all matrices, counted through.
static void transpose_tiles(const void *arguments, int64_t begin, int64_t end) {
  const copy_arguments *a = arguments;
  int64_t tiles = (a->rows + transpose_tile - 1) / transpose_tile;
  for (int64_t number = begin; number < end; number++) {
    int64_t matrix = number / tiles, first_row = number % tiles * transpose_tile;
    int64_t last_row = CK_MIN(first_row + transpose_tile, a->rows);
    const float *x = a->input + matrix * a->rows * a->columns;
    float *y = a->output + matrix * a->rows * a->columns;
    for (int64_t first = 0; first < a->columns; first += transpose_tile) {
      int64_t last = CK_MIN(first + transpose_tile, a->columns);
      for (int64_t c = first; c < last; c++)
        for (int64_t r = first_row; r < last_row; r++) y[c * a->rows + r] = x[r * a->columns + c];
    }
  }
}

void ck_transpose(
    ck_context *context, int64_t matrices, int64_t rows, int64_t columns, const float *input, float *output) {
  copy_arguments arguments = {.input = input, .output = output, .rows = rows, .columns = columns};
  int64_t tiles = matrices * ((rows + transpose_tile - 1) / transpose_tile);
  ck_run_ranges(context, tiles, ck_chunk_rows(transpose_tile * columns), transpose_tiles, &arguments);
}
