/// Batch normalization of [rows][channels], with residual addition and ReLU in the same pass.
#ifndef CK_NORMALIZATION_H
#define CK_NORMALIZATION_H

#include <stdbool.h>
#include <stdint.h>

#include "ck_dispatch.h"

#pragma clang assume_nonnull begin

/// The mean, the biased variance and 1 / sqrt(variance + epsilon) of every channel; one pass over memory.
///
/// Deviations are taken from the mean of a block of at most 256 rows that stays in the cache, so that a mean far larger
/// than the deviation costs no accuracy; blocks are combined in double, in a fixed order.
void ck_batch_norm_statistics(
    ck_context *context, int64_t rows, int64_t channels, const float *input, double epsilon, float *mean,
    float *variance, float *inverse_deviation);

/// output = activation(scale (input - mean) inverse_deviation + shift + residual); activation is ReLU or nothing.
/// `output` may be `input` or `residual`. With a residual and ReLU, `positive` may be given: a bit for each element, set where
/// the output is above 0, in order, 16 to a word, the lowest first.
void ck_batch_norm_apply(
    ck_context *context, int64_t rows, int64_t channels, const float *input, const float *mean,
    const float *inverse_deviation, const float *scale, const float *shift, const float *_Nullable residual, bool relu,
    float *output, uint16_t *_Nullable positive);

/// What the gradient of a batch norm is computed from, and where it goes.
typedef struct ck_batch_norm_gradient {
  int64_t rows, channels;
  const float *output_gradient;
  const float *input;
  /// Whether ReLU followed: the gradient then passes only where the output was above 0.
  bool relu;
  /// Where the output was above 0, as ck_batch_norm_apply gives it; needed with ReLU behind a residual, NULL without one:
  /// the output is then computed again, to the bit.
  const uint16_t *_Nullable positive;
  const float *scale, *shift, *mean, *inverse_deviation;
  /// Whether mean and deviation are those of this batch (the gradient goes through them too) or constants.
  bool batch_statistics;
  /// Overwritten; `input_gradient` may be `output_gradient`, unless `residual_gradient` is.
  float *input_gradient;
  float *scale_gradient, *shift_gradient;
  /// Overwritten with the gradient of the residual, if given; may be `output_gradient`.
  float *_Nullable residual_gradient;
} ck_batch_norm_gradient;

/// The gradients of ck_batch_norm_apply (after ck_batch_norm_statistics, when `batch_statistics` is set).
void ck_batch_norm_backward(ck_context *context, const ck_batch_norm_gradient *arguments);

#pragma clang assume_nonnull end
#endif
