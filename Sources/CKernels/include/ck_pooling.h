/// Maxima and means over windows of dense NHWC images.
#ifndef CK_POOLING_H
#define CK_POOLING_H

#include <stdbool.h>
#include <stdint.h>

#include "ck_dispatch.h"

#pragma clang assume_nonnull begin

/// The shape of a pooling. Every window holds at least one pixel of the image.
typedef struct ck_pooling {
  int32_t images, input_height, input_width, channels;
  int32_t output_height, output_width;
  int32_t window_height, window_width;
  int32_t stride_height, stride_width;
  /// Empty places on each of the two sides.
  int32_t padding_height, padding_width;
  /// For means: whether empty places count in the divisor.
  bool counts_padding;
} ck_pooling;

/// The maximum of each window, and which tap it came from (row by row within the window, at most 256 taps).
/// The first of equal values wins; NaN wins over numbers, the first NaN over later ones.
void ck_max_pool_forward(
    ck_context *context, const ck_pooling *shape, const float *input, float *output, uint8_t *winners);

/// Overwrites `input_gradient`: each output's gradient goes to the tap that won.
void ck_max_pool_backward(
    ck_context *context, const ck_pooling *shape, const float *output_gradient, const uint8_t *winners,
    float *input_gradient);

/// The mean of each window.
void ck_average_pool_forward(ck_context *context, const ck_pooling *shape, const float *input, float *output);

/// Overwrites `input_gradient`: each output's gradient is shared out among its window.
void ck_average_pool_backward(
    ck_context *context, const ck_pooling *shape, const float *output_gradient, float *input_gradient);

#pragma clang assume_nonnull end
#endif
