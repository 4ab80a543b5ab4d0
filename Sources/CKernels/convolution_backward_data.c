/// Gradient with respect to the input: for each residue (h mod stride, w mod stride) of the input's pixels an implicit
/// product with unit step over the output gradient.
///
/// Input row h = r + stride i meets output row o = (h + padding - u dilation) / stride for those taps u that make it whole:
/// o = i + (r + padding - u dilation) / stride. No zeros are inserted, no product is wasted.
#include <string.h>

#include "ck_convolution.h"
#include "convolution.h"
#include "kernels.h"
#include "product.h"
#include "simd.h"

/// The taps that meet residue r, by rising offset (that is, falling u).
static ck_tap_axis taps_of_residue(int32_t r, int32_t count, int32_t stride, int32_t padding, int32_t dilation) {
    ck_tap_axis axis = {.count = 0};
    for (int32_t u = count - 1; u >= 0; u--) {
        int32_t position = r + padding - u * dilation;
        if (position % stride != 0) continue;
        axis.offsets[axis.count] = position / stride;
        axis.indices[axis.count++] = u;
    }
    return axis;
}

/// The residues of a 3x3 kernel with stride 2 and padding 1 as one product; false if that would not pay.
static bool run_spread(
    ck_context *context, const ck_convolution *s, const ck_weights_view *view, const ck_panels *panels, float *packed,
    ck_product product) {
    bool fits = s->algorithm == CK_CONVOLUTION_AUTOMATIC && s->kernel_height == 3 && s->kernel_width == 3 &&
                s->stride_height == 2 && s->stride_width == 2 && s->padding_height == 1 && s->padding_width == 1 &&
                s->dilation_height == 1 && s->dilation_width == 1;
    product.target_row_stride = s->input_row_stride;
    product.target_pixel_stride = s->input_pixel_stride;
    product.height = s->input_height;
    product.width = s->input_width;
    product.rows = product.cols = (ck_tap_axis){.count = 3, .offsets = {0, 1, 2}, .indices = {2, 1, 0}};
    if (!fits || !ck_winograd_serves(context, CK_WINOGRAD_SPREAD, &product)) return false;
    ck_pack_weights(context, view, &product.rows, &product.cols, panels, packed);
    ck_winograd_run(context, CK_WINOGRAD_SPREAD, &product);
    return true;
}

static void clear_row(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const ck_product *p = context;
    float *row = p->target + task / p->height * p->target_image_stride + task % p->height * p->target_row_stride;
    for (int32_t j = 0; j < p->width; j++)
        memset(row + j * p->target_pixel_stride, 0, sizeof(float) * (size_t)p->columns);
}

void ck_convolution_backward_data(
    ck_context *context, const ck_convolution *s, const float *output_gradient, const float *weights, bool accumulate,
    float *input_gradient) {
    ck_convolution_path path = ck_convolution_path_of(s);
    if (path == CK_PATH_DEPTHWISE)
        return ck_depthwise_backward_data(context, s, output_gradient, weights, accumulate, input_gradient);
    if (path == CK_PATH_PLAIN)
        return ck_plain_backward_data(context, s, output_gradient, weights, accumulate, input_gradient);
    int32_t group_inputs = s->input_channels / s->groups, group_outputs = s->output_channels / s->groups;
    ck_product product = {
        .source_image_stride = s->output_image_stride,
        .source_row_stride = s->output_row_stride,
        .source_pixel_stride = s->output_pixel_stride,
        .source_height = ck_convolution_output_height(s),
        .source_width = ck_convolution_output_width(s),
        .channels = group_outputs,
        .target_image_stride = s->input_image_stride,
        .target_row_stride = s->input_row_stride * s->stride_height,
        .target_pixel_stride = s->input_pixel_stride * s->stride_width,
        .images = s->images,
        .columns = group_inputs,
        .step_height = 1,
        .step_width = 1,
    };
    ck_weights_view view = {
        .kernel_width = s->kernel_width,
        .tap_stride = (int64_t)group_inputs * s->output_channels,
        .row_stride = s->output_channels,
        .channels = group_outputs,
        .transpose = true,
    };
    ck_pool *pool = context->pool;
    ck_panels panels = ck_product_panels(context->product, group_inputs);
    ck_scratch_mark mark = ck_scratch_begin(pool, CK_SHARED_SCRATCH);
    int64_t k = (int64_t)s->kernel_height * s->kernel_width * group_outputs;
    float *packed = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)ck_packed_size(&panels, k));
    product.packed = packed;
    for (int64_t g = 0; g < s->groups; g++) {
        view.weights = weights + g * group_outputs;
        product.source = output_gradient + g * group_outputs;
        product.target = input_gradient + g * group_inputs;
        product.addend = accumulate ? product.target : NULL;
        if (run_spread(context, s, &view, &panels, packed, product)) continue;
        for (int32_t r = 0; r < CK_MIN(s->stride_height, s->input_height); r++)
            for (int32_t q = 0; q < CK_MIN(s->stride_width, s->input_width); q++) {
                product.height = (s->input_height - r - 1) / s->stride_height + 1;
                product.width = (s->input_width - q - 1) / s->stride_width + 1;
                product.target = input_gradient + g * group_inputs + r * s->input_row_stride + q * s->input_pixel_stride;
                product.addend = accumulate ? product.target : NULL;
                product.rows =
                    taps_of_residue(r, s->kernel_height, s->stride_height, s->padding_height, s->dilation_height);
                product.cols =
                    taps_of_residue(q, s->kernel_width, s->stride_width, s->padding_width, s->dilation_width);
                if (product.rows.count == 0 || product.cols.count == 0) {
                    if (!accumulate) ck_pool_run(pool, (int64_t)product.images * product.height, clear_row, &product);
                    continue;
                }
                ck_pack_weights(context, &view, &product.rows, &product.cols, &panels, packed);
                if (s->algorithm == CK_CONVOLUTION_AUTOMATIC && ck_winograd_serves(context, CK_WINOGRAD_DENSE, &product))
                    ck_winograd_run(context, CK_WINOGRAD_DENSE, &product);
                else
                    ck_product_run(context, &product);
            }
    }
    ck_scratch_release(pool, CK_SHARED_SCRATCH, mark);
}
