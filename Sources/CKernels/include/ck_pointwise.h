/// Operations on each element, or on rows of elements, by itself.
///
/// Outputs of ck_activation_..., ck_add, ck_multiply, ck_scale and ck_dropout may be one of the inputs.
#ifndef CK_POINTWISE_H
#define CK_POINTWISE_H

#include <stdint.h>

#include "ck_dispatch.h"

#pragma clang assume_nonnull begin

/// A pointwise function; see ck_activation_forward.
typedef enum ck_function {
  /// x
  CK_FUNCTION_IDENTITY = 0,
  /// max(x, 0), NaN kept; derivative 0 at 0.
  CK_FUNCTION_RELU = 1,
  /// x sigmoid(x)
  CK_FUNCTION_SILU = 2,
  /// x Phi(x), Phi the normal distribution function.
  CK_FUNCTION_GELU = 3,
  /// x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))
  CK_FUNCTION_GELU_TANH = 4,
  /// 1 / (1 + exp(-x))
  CK_FUNCTION_SIGMOID = 5,
} ck_function;

/// output = function(input). Errors stay below 2^-21 (|result| + 2^-2), NaN and infinities come out as in the formulas.
void ck_activation_forward(
    ck_context *context, ck_function function, int64_t count, const float *input, float *output);

/// input_gradient = output_gradient function'(input), with the same bound on the error of the derivative.
void ck_activation_backward(
    ck_context *context, ck_function function, int64_t count, const float *output_gradient, const float *input,
    float *input_gradient);

/// output = left + right.
void ck_add(ck_context *context, int64_t count, const float *left, const float *right, float *output);

/// output = left right, element by element.
void ck_multiply(ck_context *context, int64_t count, const float *left, const float *right, float *output);

/// output = factor input.
void ck_scale(ck_context *context, int64_t count, float factor, const float *input, float *output);

/// output[i] = 0 where word i of the random stream is below `threshold`, factor input[i] elsewhere.
///
/// Word i is word i % 4 of the Philox4x32-10 block of counter (low, high word of i / 4, 0, 0) under `key`; it is the same
/// at every dispatch level.
void ck_dropout(
    ck_context *context, int64_t count, uint32_t threshold, float factor, uint32_t key0, uint32_t key1,
    const float *input, float *output);

/// Copies `columns` floats of each of `rows` rows; the strides are the distances between rows.
void ck_copy_columns(
    ck_context *context, int64_t rows, int64_t columns, const float *input, int64_t input_stride, float *output,
    int64_t output_stride);

/// Transposes each of `matrices` dense matrices [rows][columns] to [columns][rows].
void ck_transpose(
    ck_context *context, int64_t matrices, int64_t rows, int64_t columns, const float *input, float *output);

#pragma clang assume_nonnull end
#endif
