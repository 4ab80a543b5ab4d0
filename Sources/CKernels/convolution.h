/// Private: the parts of the convolution.
#ifndef CK_CONVOLUTION_PRIVATE_H
#define CK_CONVOLUTION_PRIVATE_H

#include "ck_convolution.h"

/// Which code serves a shape.
typedef enum ck_convolution_path {
    /// The implicit product and what is built on it.
    CK_PATH_PRODUCT,
    /// One input and one output channel in each group.
    CK_PATH_DEPTHWISE,
    /// Kernels too long for the tables of the other two.
    CK_PATH_PLAIN,
} ck_convolution_path;

ck_convolution_path ck_convolution_path_of(const ck_convolution *shape);

void ck_plain_forward(
    ck_context *context, const ck_convolution *shape, const float *input, const float *weights,
    const ck_convolution_epilogue *epilogue, float *output);

void ck_plain_backward_data(
    ck_context *context, const ck_convolution *shape, const float *output_gradient, const float *weights,
    bool accumulate, float *input_gradient);

void ck_plain_backward_weights(
    ck_context *context, const ck_convolution *shape, const float *input, const float *output_gradient,
    bool accumulate, float *weight_gradient);

void ck_depthwise_forward(
    ck_context *context, const ck_convolution *shape, const float *input, const float *weights,
    const ck_convolution_epilogue *epilogue, float *output);

void ck_depthwise_backward_data(
    ck_context *context, const ck_convolution *shape, const float *output_gradient, const float *weights,
    bool accumulate, float *input_gradient);

void ck_depthwise_backward_weights(
    ck_context *context, const ck_convolution *shape, const float *input, const float *output_gradient,
    bool accumulate, float *weight_gradient);

#endif
