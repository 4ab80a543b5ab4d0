/// Convolution by plain loops over taps and channels; the innermost loop runs over adjacent channels.
#include "ck_convolution.h"
#include "convolution.h"

#include <string.h>

#include "kernels.h"
#include "product.h"
#include "simd.h"

typedef struct convolution_job {
    const ck_context *context;
    const ck_convolution *shape;
    const float *input, *weights, *bias, *addend, *output_gradient;
    float *result;
    double *partial;
    ck_activation activation;
    bool accumulate;
    int32_t output_height, output_width, group_inputs, group_outputs;
} convolution_job;

static convolution_job make_job(const ck_convolution *shape) {
    return (convolution_job){
            .shape = shape,
            .output_height = ck_convolution_output_height(shape),
            .output_width = ck_convolution_output_width(shape),
            .group_inputs = shape->input_channels / shape->groups,
            .group_outputs = shape->output_channels / shape->groups,
    };
}

static const float *tap_weights(const convolution_job *job, int32_t u, int32_t v) {
    int64_t tap = (int64_t)u * job->shape->kernel_width + v;
    return job->weights + tap * job->group_inputs * job->shape->output_channels;
}

/// y[o] += x[c] w[c][o] over the channels of all groups, for one tap of one pixel.
static void add_tap(const convolution_job *job, const float *x, const float *w, float *y) {
    const ck_convolution *s = job->shape;
    for (int32_t g = 0; g < s->groups; g++) {
        float *out = y + (int64_t)g * job->group_outputs;
        for (int32_t c = 0; c < job->group_inputs; c++) {
            float value = x[(int64_t)g * job->group_inputs + c];
            const float *row = w + (int64_t)c * s->output_channels + (int64_t)g * job->group_outputs;
            for (int32_t o = 0; o < job->group_outputs; o++) out[o] += value * row[o];
        }
    }
}

static void forward_row(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const convolution_job *job = context;
    const ck_convolution *s = job->shape;
    int64_t n = task / job->output_height, i = task % job->output_height;
    const float *image = job->input + n * s->input_image_stride;
    float *row = job->result + n * s->output_image_stride + i * s->output_row_stride;
    double *sums = job->partial == NULL ? NULL : job->partial + task * 2 * s->output_channels;
    if (sums != NULL) memset(sums, 0, sizeof(double) * 2 * (size_t)s->output_channels);
    for (int64_t j = 0; j < job->output_width; j++) {
        float *y = row + j * s->output_pixel_stride;
        const float *addend = job->addend == NULL ? NULL : job->addend + (y - job->result);
        for (int32_t o = 0; o < s->output_channels; o++)
            y[o] = (addend == NULL ? 0 : addend[o]) + (job->bias == NULL ? 0 : job->bias[o]);
        for (int32_t u = 0; u < s->kernel_height; u++) {
            int64_t h = i * s->stride_height + (int64_t)u * s->dilation_height - s->padding_height;
            if (h < 0 || h >= s->input_height) continue;
            for (int32_t v = 0; v < s->kernel_width; v++) {
                int64_t w = j * s->stride_width + (int64_t)v * s->dilation_width - s->padding_width;
                if (w < 0 || w >= s->input_width) continue;
                add_tap(job, image + h * s->input_row_stride + w * s->input_pixel_stride, tap_weights(job, u, v), y);
            }
        }
        if (job->activation == CK_ACTIVATION_RELU)
            for (int32_t o = 0; o < s->output_channels; o++) y[o] = y[o] > 0 ? y[o] : 0;
        ck_finish(job->context, job->activation, y, s->output_channels);
        if (sums != NULL)
            for (int32_t o = 0; o < s->output_channels; o++) {
                sums[o] += (double)y[o];
                sums[s->output_channels + o] += (double)y[o] * (double)y[o];
            }
    }
}

void ck_plain_forward(
    ck_context *context, const ck_convolution *shape, const float *input, const float *weights,
    const ck_convolution_epilogue *epilogue, float *output) {
    convolution_job job = make_job(shape);
    job.input = input;
    job.weights = weights;
    job.bias = epilogue->bias;
    job.context = context;
    job.addend = epilogue->addend;
    job.activation = epilogue->activation;
    job.result = output;
    int64_t tasks = (int64_t)shape->images * job.output_height;
    ck_scratch_mark mark = ck_scratch_begin(context->pool, CK_SHARED_SCRATCH);
    size_t count = 2 * (size_t)shape->output_channels;
    double *sums = epilogue->sums;
    if (sums != NULL)
        job.partial = ck_scratch_take(context->pool, CK_SHARED_SCRATCH, sizeof(double) * count * (size_t)tasks);
    ck_pool_run(context->pool, tasks, forward_row, &job);
    if (sums != NULL) {
        memset(sums, 0, sizeof(double) * count);
        for (int64_t t = 0; t < tasks; t++)
            for (size_t o = 0; o < count; o++) sums[o] += job.partial[t * (int64_t)count + (int64_t)o];
    }
    ck_scratch_release(context->pool, CK_SHARED_SCRATCH, mark);
}

/// dx[c] += sum over o of w[c][o] dy[o], for one tap of one pixel.
static void add_transposed_tap(const convolution_job *job, const float *dy, const float *w, float *dx) {
    const ck_convolution *s = job->shape;
    for (int32_t g = 0; g < s->groups; g++) {
        const float *in = dy + (int64_t)g * job->group_outputs;
        for (int32_t c = 0; c < job->group_inputs; c++) {
            const float *row = w + (int64_t)c * s->output_channels + (int64_t)g * job->group_outputs;
            float sum = 0;
#pragma clang loop vectorize(enable)
            for (int32_t o = 0; o < job->group_outputs; o++) {
#pragma clang fp reassociate(on)
                sum += row[o] * in[o];
            }
            dx[(int64_t)g * job->group_inputs + c] += sum;
        }
    }
}

/// The output coordinate that tap `tap` of input coordinate `position` belongs to, or -1.
static int64_t output_coordinate(
    int64_t position, int32_t tap, int32_t stride, int32_t padding, int32_t dilation, int32_t size) {
    int64_t scaled = position + padding - (int64_t)tap * dilation;
    if (scaled < 0 || scaled % stride != 0 || scaled / stride >= size) return -1;
    return scaled / stride;
}

static void backward_data_row(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const convolution_job *job = context;
    const ck_convolution *s = job->shape;
    int64_t n = task / s->input_height, h = task % s->input_height;
    const float *image = job->output_gradient + n * s->output_image_stride;
    float *row = job->result + n * s->input_image_stride + h * s->input_row_stride;
    for (int64_t w = 0; w < s->input_width; w++) {
        float *dx = row + w * s->input_pixel_stride;
        if (!job->accumulate) memset(dx, 0, sizeof(float) * (size_t)s->input_channels);
        for (int32_t u = 0; u < s->kernel_height; u++) {
            int64_t i = output_coordinate(
                h, u, s->stride_height, s->padding_height, s->dilation_height, job->output_height);
            if (i < 0) continue;
            for (int32_t v = 0; v < s->kernel_width; v++) {
                int64_t j = output_coordinate(
                    w, v, s->stride_width, s->padding_width, s->dilation_width, job->output_width);
                if (j < 0) continue;
                const float *dy = image + i * s->output_row_stride + j * s->output_pixel_stride;
                add_transposed_tap(job, dy, tap_weights(job, u, v), dx);
            }
        }
    }
}

void ck_plain_backward_data(
    ck_context *context, const ck_convolution *shape, const float *output_gradient, const float *weights,
    bool accumulate, float *input_gradient) {
    convolution_job job = make_job(shape);
    job.output_gradient = output_gradient;
    job.weights = weights;
    job.accumulate = accumulate;
    job.result = input_gradient;
    ck_pool_run(context->pool, (int64_t)shape->images * shape->input_height, backward_data_row, &job);
}

/// One tap and one input channel of a group: a row of weights for each group.
static void backward_weights_row(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const convolution_job *job = context;
    const ck_convolution *s = job->shape;
    int64_t c = task % job->group_inputs, tap = task / job->group_inputs;
    int64_t u = tap / s->kernel_width, v = tap % s->kernel_width;
    float *dw = job->result + task * s->output_channels;
    if (!job->accumulate) memset(dw, 0, sizeof(float) * (size_t)s->output_channels);
    for (int64_t n = 0; n < s->images; n++)
        for (int64_t i = 0; i < job->output_height; i++) {
            int64_t h = i * s->stride_height + u * s->dilation_height - s->padding_height;
            if (h < 0 || h >= s->input_height) continue;
            for (int64_t j = 0; j < job->output_width; j++) {
                int64_t w = j * s->stride_width + v * s->dilation_width - s->padding_width;
                if (w < 0 || w >= s->input_width) continue;
                const float *x = job->input + n * s->input_image_stride + h * s->input_row_stride + w * s->input_pixel_stride;
                const float *dy = job->output_gradient + n * s->output_image_stride + i * s->output_row_stride +
                                                    j * s->output_pixel_stride;
                for (int32_t g = 0; g < s->groups; g++) {
                    float value = x[(int64_t)g * job->group_inputs + c];
                    int64_t first = (int64_t)g * job->group_outputs;
                    for (int64_t o = first; o < first + job->group_outputs; o++) dw[o] += value * dy[o];
                }
            }
        }
}

void ck_plain_backward_weights(
    ck_context *context, const ck_convolution *shape, const float *input, const float *output_gradient,
    bool accumulate, float *weight_gradient) {
    convolution_job job = make_job(shape);
    job.input = input;
    job.output_gradient = output_gradient;
    job.accumulate = accumulate;
    job.result = weight_gradient;
    int64_t rows = (int64_t)shape->kernel_height * shape->kernel_width * job.group_inputs;
    ck_pool_run(context->pool, rows, backward_weights_row, &job);
}

static void bias_image(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const convolution_job *job = context;
    const ck_convolution *s = job->shape;
    double *sums = job->partial + task * s->output_channels;
    memset(sums, 0, sizeof(double) * (size_t)s->output_channels);
    for (int64_t i = 0; i < job->output_height; i++)
        for (int64_t j = 0; j < job->output_width; j++) {
            const float *dy = job->output_gradient + task * s->output_image_stride + i * s->output_row_stride +
                                                j * s->output_pixel_stride;
            for (int32_t o = 0; o < s->output_channels; o++) sums[o] += (double)dy[o];
        }
}

void ck_convolution_backward_bias(
    ck_context *context, const ck_convolution *shape, const float *output_gradient, bool accumulate,
    float *bias_gradient) {
    convolution_job job = make_job(shape);
    job.output_gradient = output_gradient;
    ck_scratch_mark mark = ck_scratch_begin(context->pool, CK_SHARED_SCRATCH);
    size_t bytes = sizeof(double) * (size_t)shape->images * (size_t)shape->output_channels;
    job.partial = ck_scratch_take(context->pool, CK_SHARED_SCRATCH, bytes);
    ck_pool_run(context->pool, shape->images, bias_image, &job);
    for (int32_t o = 0; o < shape->output_channels; o++) {
        double sum = accumulate ? (double)bias_gradient[o] : 0;
        for (int64_t n = 0; n < shape->images; n++) sum += job.partial[n * shape->output_channels + o];
        bias_gradient[o] = (float)sum;
    }
    ck_scratch_release(context->pool, CK_SHARED_SCRATCH, mark);
}
