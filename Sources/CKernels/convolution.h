/// Private: the parts of the convolution.
#ifndef CK_CONVOLUTION_PRIVATE_H
#define CK_CONVOLUTION_PRIVATE_H

#include "ck_convolution.h"

/// Whether the implicit product serves the shape; else the plain loops do (groups of one channel, giant kernels).
bool ck_convolution_is_product(const ck_convolution *shape);

void ck_plain_forward(
    ck_context *context, const ck_convolution *shape, const float *input, const float *weights, const float *bias,
    ck_activation activation, double *sums, float *output);

void ck_plain_backward_data(
    ck_context *context, const ck_convolution *shape, const float *output_gradient, const float *weights,
    bool accumulate, float *input_gradient);

void ck_plain_backward_weights(
    ck_context *context, const ck_convolution *shape, const float *input, const float *output_gradient,
    bool accumulate, float *weight_gradient);

#endif
