/// Depthwise convolution: as many groups as input and output channels. It is bound by memory, so nothing is packed.
#include <string.h>

#include "ck_convolution.h"
#include "convolution.h"
#include "kernels.h"
#include "product.h"
#include "simd.h"

enum { most_taps = ck_max_taps * ck_max_taps, most_chunks = 16 };

typedef struct depthwise_run {
    const ck_context *context;
    const ck_convolution *shape;
    const float *source, *weights, *bias, *addend, *gradient;
    float *target, *partial;
    double *partial_sums;
    ck_activation activation;
    int32_t height, width, chunks;
} depthwise_run;

/// What the taps of one pixel read: in forward the input under the kernel, in backward the outputs that saw the pixel.
typedef struct taps {
    const float *sources[most_taps], *weights[most_taps];
    int32_t count;
} taps;

static void forward_taps(const depthwise_run *run, int64_t n, int64_t i, int64_t j, taps *taps) {
    const ck_convolution *s = run->shape;
    taps->count = 0;
    for (int64_t u = 0; u < s->kernel_height; u++) {
        int64_t h = i * s->stride_height + u * s->dilation_height - s->padding_height;
        if (h < 0 || h >= s->input_height) continue;
        for (int64_t v = 0; v < s->kernel_width; v++) {
            int64_t w = j * s->stride_width + v * s->dilation_width - s->padding_width;
            if (w < 0 || w >= s->input_width) continue;
            taps->sources[taps->count] =
                run->source + n * s->input_image_stride + h * s->input_row_stride + w * s->input_pixel_stride;
            taps->weights[taps->count++] = run->weights + (u * s->kernel_width + v) * s->input_channels;
        }
    }
}

static void backward_taps(const depthwise_run *run, int64_t n, int64_t h, int64_t w, taps *taps) {
    const ck_convolution *s = run->shape;
    taps->count = 0;
    for (int64_t u = 0; u < s->kernel_height; u++) {
        int64_t y = h + s->padding_height - u * s->dilation_height;
        if (y < 0 || y % s->stride_height != 0 || y / s->stride_height >= run->height) continue;
        for (int64_t v = 0; v < s->kernel_width; v++) {
            int64_t x = w + s->padding_width - v * s->dilation_width;
            if (x < 0 || x % s->stride_width != 0 || x / s->stride_width >= run->width) continue;
            taps->sources[taps->count] = run->gradient + n * s->output_image_stride +
                                         y / s->stride_height * s->output_row_stride +
                                         x / s->stride_width * s->output_pixel_stride;
            taps->weights[taps->count++] = run->weights + (u * s->kernel_width + v) * s->input_channels;
        }
    }
}

/// The pixels of a row from `first` that see the same taps as it does: more than one where all columns of the kernel lie
/// inside the image.
static int64_t alike(int64_t first, int64_t first_inner, int64_t end_inner, int64_t end) {
    if (first < first_inner || first >= end_inner) return 1;
    return CK_MIN(end_inner, end) - first;
}

/// The outputs first ..< end of a row see every column of the kernel inside the image.
static void inner_outputs(const ck_convolution *s, int64_t width, int64_t *first, int64_t *end) {
    int64_t reach = (int64_t)(s->kernel_width - 1) * s->dilation_width - s->padding_width;
    *first = (s->padding_width + s->stride_width - 1) / s->stride_width;
    int64_t room = s->input_width - reach;
    *end = room <= 0 ? 0 : CK_MIN((room - 1) / s->stride_width + 1, width);
}

static void forward_row(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const depthwise_run *run = context;
    const ck_convolution *s = run->shape;
    int32_t channels = s->input_channels;
    int64_t n = task / run->height, i = task % run->height;
    double *sums = run->partial_sums == NULL ? NULL : run->partial_sums + task * 2 * channels;
    if (sums != NULL) memset(sums, 0, 2 * sizeof(double) * (size_t)channels);
    float *y = run->target + n * s->output_image_stride + i * s->output_row_stride;
    int64_t first_inner, end_inner;
    inner_outputs(s, run->width, &first_inner, &end_inner);
    taps taps;
    ck_taps_job job = {
        .sources = taps.sources,
        .weights = taps.weights,
        .channels = channels,
        .source_step = s->stride_width * s->input_pixel_stride,
        .target_step = s->output_pixel_stride,
        .bias = run->bias,
        .rectify = run->activation == CK_ACTIVATION_RELU,
    };
    for (int64_t j = 0; j < run->width; j += job.pixels) {
        forward_taps(run, n, i, j, &taps);
        job.taps = taps.count;
        job.pixels = (int32_t)alike(j, first_inner, end_inner, run->width);
        job.target = y + j * s->output_pixel_stride;
        job.addend = run->addend == NULL ? NULL : run->addend + (job.target - run->target);
        run->context->product->multiply_taps(&job);
    }
    if (s->output_pixel_stride == channels)
        ck_finish(run->context, run->activation, y, run->width * (int64_t)channels);
    else
        for (int64_t j = 0; j < run->width; j++)
            ck_finish(run->context, run->activation, y + j * s->output_pixel_stride, channels);
    if (sums == NULL) return;
    for (int64_t j = 0; j < run->width; j++, y += s->output_pixel_stride)
        for (int32_t c = 0; c < channels; c++) {
            sums[c] += (double)y[c];
            sums[channels + c] += (double)y[c] * (double)y[c];
        }
}

void ck_depthwise_forward(
    ck_context *context, const ck_convolution *s, const float *input, const float *weights,
    const ck_convolution_epilogue *epilogue, float *output) {
    depthwise_run run = {
        .context = context,
        .shape = s,
        .source = input,
        .weights = weights,
        .bias = epilogue->bias,
        .addend = epilogue->addend,
        .target = output,
        .activation = epilogue->activation,
        .height = ck_convolution_output_height(s),
        .width = ck_convolution_output_width(s),
    };
    ck_scratch_mark mark = ck_scratch_begin(context->pool, CK_SHARED_SCRATCH);
    int64_t rows = (int64_t)s->images * run.height, count = 2 * s->input_channels;
    double *sums = epilogue->sums;
    if (sums != NULL)
        run.partial_sums = ck_scratch_take(context->pool, CK_SHARED_SCRATCH, sizeof(double) * (size_t)(rows * count));
    ck_pool_run(context->pool, rows, forward_row, &run);
    if (sums != NULL) {
        memset(sums, 0, sizeof(double) * (size_t)count);
        for (int64_t r = 0; r < rows; r++)
            for (int64_t c = 0; c < count; c++) sums[c] += run.partial_sums[r * count + c];
    }
    ck_scratch_release(context->pool, CK_SHARED_SCRATCH, mark);
}

static void backward_data_row(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const depthwise_run *run = context;
    const ck_convolution *s = run->shape;
    int64_t n = task / s->input_height, h = task % s->input_height;
    float *dx = run->target + n * s->input_image_stride + h * s->input_row_stride;
    // Without a stride the inputs first_inner ..< end_inner see every column of the kernel inside the output.
    int64_t reach = (int64_t)(s->kernel_width - 1) * s->dilation_width - s->padding_width;
    int64_t first_inner = CK_MAX(reach, 0), end_inner = CK_MIN(run->width - s->padding_width, s->input_width);
    if (s->stride_width != 1) end_inner = 0;
    taps taps;
    ck_taps_job job = {
        .sources = taps.sources,
        .weights = taps.weights,
        .channels = s->input_channels,
        .source_step = s->output_pixel_stride,
        .target_step = s->input_pixel_stride,
    };
    for (int64_t w = 0; w < s->input_width; w += job.pixels) {
        backward_taps(run, n, h, w, &taps);
        job.taps = taps.count;
        job.pixels = (int32_t)alike(w, first_inner, end_inner, s->input_width);
        job.target = dx + w * s->input_pixel_stride;
        job.addend = run->addend == NULL ? NULL : job.target;
        run->context->product->multiply_taps(&job);
    }
}

void ck_depthwise_backward_data(
    ck_context *context, const ck_convolution *s, const float *output_gradient, const float *weights, bool accumulate,
    float *input_gradient) {
    depthwise_run run = {
        .context = context,
        .shape = s,
        .gradient = output_gradient,
        .weights = weights,
        .target = input_gradient,
        .addend = accumulate ? input_gradient : NULL,
        .height = ck_convolution_output_height(s),
        .width = ck_convolution_output_width(s),
    };
    ck_pool_run(context->pool, (int64_t)s->images * s->input_height, backward_data_row, &run);
}

/// Adds up the images of one chunk, a row at a time.
static void weights_chunk(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const depthwise_run *run = context;
    const ck_convolution *s = run->shape;
    int64_t size = (int64_t)s->kernel_height * s->kernel_width * s->input_channels;
    float *dw = run->partial + task * size;
    memset(dw, 0, sizeof(float) * (size_t)size);
    for (int64_t n = task * s->images / run->chunks; n < (task + 1) * s->images / run->chunks; n++)
        for (int64_t i = 0; i < run->height; i++)
            for (int64_t u = 0; u < s->kernel_height; u++) {
                int64_t h = i * s->stride_height + u * s->dilation_height - s->padding_height;
                if (h < 0 || h >= s->input_height) continue;
                for (int64_t v = 0; v < s->kernel_width; v++) {
                    // Output columns first ..< end see a column inside the image.
                    int64_t shift = v * s->dilation_width - s->padding_width;
                    int64_t first = shift >= 0 ? 0 : (-shift + s->stride_width - 1) / s->stride_width;
                    int64_t room = s->input_width - shift;
                    int64_t end = room <= 0 ? 0 : CK_MIN((room - 1) / s->stride_width + 1, run->width);
                    if (end <= first) continue;
                    const float *x = run->source + n * s->input_image_stride + h * s->input_row_stride +
                                     (first * s->stride_width + shift) * s->input_pixel_stride;
                    const float *dy = run->gradient + n * s->output_image_stride + i * s->output_row_stride +
                                      first * s->output_pixel_stride;
                    run->context->product->multiply_pixels(
                        x, s->stride_width * s->input_pixel_stride, dy, s->output_pixel_stride, end - first,
                        s->input_channels, dw + (u * s->kernel_width + v) * s->input_channels);
                }
            }
}

void ck_depthwise_backward_weights(
    ck_context *context, const ck_convolution *s, const float *input, const float *output_gradient, bool accumulate,
    float *weight_gradient) {
    depthwise_run run = {
        .context = context,
        .shape = s,
        .source = input,
        .gradient = output_gradient,
        .height = ck_convolution_output_height(s),
        .width = ck_convolution_output_width(s),
        .chunks = CK_MIN(s->images, most_chunks),
    };
    int64_t size = (int64_t)s->kernel_height * s->kernel_width * s->input_channels;
    ck_scratch_mark mark = ck_scratch_begin(context->pool, CK_SHARED_SCRATCH);
    run.partial = ck_scratch_take(context->pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)(run.chunks * size));
    ck_pool_run(context->pool, run.chunks, weights_chunk, &run);
    for (int64_t x = 0; x < size; x++) {
        float sum = accumulate ? weight_gradient[x] : 0;
        for (int64_t c = 0; c < run.chunks; c++) sum += run.partial[c * size + x];
        weight_gradient[x] = sum;
    }
    ck_scratch_release(context->pool, CK_SHARED_SCRATCH, mark);
}
