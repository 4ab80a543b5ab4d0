/// Two-dimensional convolution of NHWC images, and its three gradients.
///
/// With s, p, d the stride, padding and dilation and x zero outside the image:
///
///     y[n, i, j, o] = bias[o] + sum over (u, v, c) of x[n, i s + u d - p, j s + v d - p, c] w[u, v, c, o]
///
/// Weights are HWIO: [kernel_height][kernel_width][input_channels / groups][output_channels], dense. With groups, output
/// channel o belongs to group o / (output_channels / groups) and sees only the input channels of that group.
#ifndef CK_CONVOLUTION_H
#define CK_CONVOLUTION_H

#include <stdbool.h>
#include <stdint.h>

#include "ck_dispatch.h"

#pragma clang assume_nonnull begin

/// Which algorithm a convolution may use.
typedef enum ck_convolution_algorithm {
    /// The fastest known for the shape, Winograd's included.
    CK_CONVOLUTION_AUTOMATIC = 0,
    /// Sums of products only, in the obvious order of magnitude of rounding.
    CK_CONVOLUTION_DIRECT = 1,
} ck_convolution_algorithm;

/// The shape of a convolution. All sizes are at least 1, padding at least 0, groups divides both channel counts, and the
/// output has at least one pixel.
typedef struct ck_convolution {
    int32_t images;
    int32_t input_height, input_width, input_channels;
    int32_t output_channels;
    int32_t kernel_height, kernel_width;
    int32_t stride_height, stride_width;
    /// Zeros on each of the two sides.
    int32_t padding_height, padding_width;
    int32_t dilation_height, dilation_width;
    int32_t groups;
    ck_convolution_algorithm algorithm;
    /// Distances in floats between neighbouring images, rows and pixels; channels are adjacent. Larger than dense strides
    /// describe a slice of channels of a wider buffer, or the interior of a padded one; floats between are not touched.
    int64_t input_image_stride, input_row_stride, input_pixel_stride;
    int64_t output_image_stride, output_row_stride, output_pixel_stride;
} ck_convolution;

/// What happens to the sum before it is stored.
typedef enum ck_activation {
    CK_ACTIVATION_NONE = 0,
    CK_ACTIVATION_RELU = 1,
    /// As CK_FUNCTION_SILU; not together with sums.
    CK_ACTIVATION_SILU = 2,
} ck_activation;

/// Height of the output: floor((input + 2 padding - dilation (kernel - 1) - 1) / stride) + 1.
int32_t ck_convolution_output_height(const ck_convolution *shape);

/// Width of the output, as above.
int32_t ck_convolution_output_width(const ck_convolution *shape);

/// Sets all six strides to those of dense NHWC buffers; the other fields must be set.
void ck_convolution_set_dense_strides(ck_convolution *shape);

/// Whether the shape keeps the rules above and its strides do not make pixels overlap.
bool ck_convolution_is_valid(const ck_convolution *shape);

/// What is done with the sums of products on their way to memory. All zero: nothing.
typedef struct ck_convolution_epilogue {
    /// One value for each output channel, or NULL.
    const float *_Nullable bias;
    /// NULL, or what is added before the activation (a residual, say): laid out as the output, or the output itself.
    const float *_Nullable addend;
    ck_activation activation;
    /// NULL, or 2 * output_channels doubles that receive the sum of each channel over all stored pixels, then the sum of
    /// squares (what batch normalisation needs of its input), each added up in float32 over a few hundred pixels at most.
    double *_Nullable sums;
} ck_convolution_epilogue;

/// Overwrites `output` with activation(convolution + bias + addend).
void ck_convolution_forward(
    ck_context *context, const ck_convolution *shape, const float *input, const float *weights,
    const ck_convolution_epilogue *epilogue, float *output);

/// Overwrites `input_gradient` with, or adds to it, the gradient with respect to the input.
void ck_convolution_backward_data(
    ck_context *context, const ck_convolution *shape, const float *output_gradient, const float *weights,
    bool accumulate, float *input_gradient);

/// Overwrites `weight_gradient` with, or adds to it, the gradient with respect to the weights (HWIO).
void ck_convolution_backward_weights(
    ck_context *context, const ck_convolution *shape, const float *input, const float *output_gradient,
    bool accumulate, float *weight_gradient);

/// Overwrites `bias_gradient` with, or adds to it, the sum of the output gradient over all pixels of all images.
void ck_convolution_backward_bias(
    ck_context *context, const ck_convolution *shape, const float *output_gradient, bool accumulate,
    float *bias_gradient);

#pragma clang assume_nonnull end
#endif
