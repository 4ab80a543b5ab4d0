/// Forward convolution: one implicit product for each group.
#include <string.h>

#include "ck_convolution.h"
#include "convolution.h"
#include "kernels.h"
#include "product.h"

/// Tap u of an axis lies at u * dilation - padding of the source.
static ck_tap_axis forward_taps(int32_t count, int32_t dilation, int32_t padding) {
    ck_tap_axis axis = {.count = count};
    for (int32_t u = 0; u < count; u++) {
        axis.offsets[u] = u * dilation - padding;
        axis.indices[u] = u;
    }
    return axis;
}

void ck_convolution_forward(
    ck_context *context, const ck_convolution *s, const float *input, const float *weights,
    const ck_convolution_epilogue *epilogue, float *output) {
    ck_convolution_path path = ck_convolution_path_of(s);
    if (path == CK_PATH_DEPTHWISE)
        return ck_depthwise_forward(context, s, input, weights, epilogue, output);
    if (path == CK_PATH_PLAIN)
        return ck_plain_forward(context, s, input, weights, epilogue, output);
    int32_t group_inputs = s->input_channels / s->groups, group_outputs = s->output_channels / s->groups;
    ck_product product = {
        .source_image_stride = s->input_image_stride,
        .source_row_stride = s->input_row_stride,
        .source_pixel_stride = s->input_pixel_stride,
        .source_height = s->input_height,
        .source_width = s->input_width,
        .channels = group_inputs,
        .target_image_stride = s->output_image_stride,
        .target_row_stride = s->output_row_stride,
        .target_pixel_stride = s->output_pixel_stride,
        .images = s->images,
        .height = ck_convolution_output_height(s),
        .width = ck_convolution_output_width(s),
        .columns = group_outputs,
        .step_height = s->stride_height,
        .step_width = s->stride_width,
        .rows = forward_taps(s->kernel_height, s->dilation_height, s->padding_height),
        .cols = forward_taps(s->kernel_width, s->dilation_width, s->padding_width),
        .activation = epilogue->activation,
        .sums_stride = s->output_channels,
    };
    ck_weights_view view = {
        .kernel_width = s->kernel_width,
        .tap_stride = (int64_t)group_inputs * s->output_channels,
        .row_stride = s->output_channels,
        .channels = group_inputs,
    };
    ck_winograd_form form = s->stride_height == 1 ? CK_WINOGRAD_DENSE : CK_WINOGRAD_STRIDED;
    ck_pool *pool = context->pool;
    ck_panels panels = ck_product_panels(context->product, group_outputs);
    int64_t k = (int64_t)s->kernel_height * s->kernel_width * group_inputs;
    ck_scratch_mark mark = ck_scratch_begin(pool, CK_SHARED_SCRATCH);
    float *packed = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)ck_packed_size(&panels, k));
    for (int64_t g = 0; g < s->groups; g++) {
        view.weights = weights + g * group_outputs;
        ck_pack_weights(context, &view, &product.rows, &product.cols, &panels, packed);
        product.source = input + g * group_inputs;
        product.target = output + g * group_outputs;
        product.packed = packed;
        product.bias = epilogue->bias == NULL ? NULL : epilogue->bias + g * group_outputs;
        product.addend = epilogue->addend == NULL ? NULL : epilogue->addend + g * group_outputs;
        product.sums = epilogue->sums == NULL ? NULL : epilogue->sums + g * group_outputs;
        if (s->algorithm == CK_CONVOLUTION_AUTOMATIC && ck_winograd_serves(context, form, &product))
            ck_winograd_run(context, form, &product);
        else
            ck_product_run(context, &product);
    }
    ck_scratch_release(pool, CK_SHARED_SCRATCH, mark);
}
