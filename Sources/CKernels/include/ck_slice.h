/// Batch normalization of the first channels of a wider buffer, as a densely connected block uses it: many norms see the
/// same channels, with the same statistics and scales of their own.
///
/// Matrices are [rows][channels], with a distance between rows of their own where a stride is given, dense otherwise.
#ifndef CK_SLICE_H
#define CK_SLICE_H

#include <stdbool.h>
#include <stdint.h>

#include "ck_dispatch.h"

#pragma clang assume_nonnull begin

/// The channels that are normalized, and by what: value = scale (input - mean) inverse_deviation + shift.
typedef struct ck_slice {
  int64_t rows, channels;
  const float *input;
  int64_t input_stride;
  const float *mean, *inverse_deviation, *scale, *shift;
} ck_slice;

/// Overwrites `output` with max(value, 0).
void ck_slice_normalize(ck_context *context, const ck_slice *slice, float *output);

/// With g the output gradient where value > 0, and 0 elsewhere: adds scale inverse_deviation g to `target`, and overwrites
/// `sums` with the sum of g, `products` with the sum of g (input - mean), for each channel. One pass over memory.
///
/// What the gradient owes to the statistics is left to ck_slice_correct.
void ck_slice_normalize_backward(
    ck_context *context, const ck_slice *slice, const float *output_gradient, float *target, int64_t target_stride,
    double *sums, double *products);

/// Adds slope (input - mean) + offset to `target`; scale, shift and deviation are not used.
void ck_slice_correct(
    ck_context *context, const ck_slice *slice, const float *slope, const float *offset, float *target,
    int64_t target_stride);

#pragma clang assume_nonnull end
#endif
