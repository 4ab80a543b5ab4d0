/// The weight gradient of a 1x1 convolution of dense images: dw[c, o] = sum over output pixels p of x[p, c] dy[p, o].
///
/// The micro-kernel reads both operands where they are. A block of pixels stays in the
/// second-level cache while all pairs of channels go over it; meanwhile the passes of the micro-kernel fetch the lines of the
/// next block, so that memory and multipliers work at the same time (with a stride, of the gradient only).
/// Work is shared by parts of dw and, where dw is small, by chunks of pixels whose sums are added in order.
#include <string.h>

#include "fetching.h"
#include "kernels.h"
#include "product.h"
#include "simd.h"

enum {
    /// Most channels and columns of a part, and most pixels of its blocks. Where dw has many parts of the small size it needs
    /// no chunks; where it is narrow, or the input strided, the larger one reads less.
    small_part = 128,
    large_part = 256,
    pixels_of_small = 256,
    pixels_of_large = 128,
    /// Floats of a block, both operands together: this block and the next share the second-level cache.
    most_block_floats = 80 * 1024,
    fewest_pixels = 64,
    fewest_tasks = 16,
    /// Floats of all sums of chunks together.
    most_partial_floats = 1 << 20,
};

typedef struct dense_run {
    const ck_context *context;
    const ck_convolution *shape;
    const float *input, *gradient;
    int64_t input_stride, gradient_stride, target_stride;
    float *target;
    bool accumulate;
    int64_t pixels;
    int32_t height, width, channels, columns;
    /// Whether output pixel p is input pixel p.
    bool is_even;
    int64_t tasks;
    /// How many tasks further the next one of a thread is likely to be.
    int32_t threads;
    int32_t block_pixels, chunks, channel_parts, column_parts;
    /// [chunk][channels][columns]
    float *partial;
} dense_run;

bool ck_dense_serves_weights(const ck_context *context, const ck_convolution *s) {
    bool is_dense = s->input_row_stride == s->input_width * s->input_pixel_stride &&
                    s->input_image_stride == s->input_height * s->input_row_stride &&
                    s->output_row_stride == ck_convolution_output_width(s) * s->output_pixel_stride &&
                    s->output_image_stride == ck_convolution_output_height(s) * s->output_row_stride;
    // Whole vectors only: nothing is read behind the last column of the last pixel.
    bool is_whole = s->output_channels / s->groups % context->product->width == 0;
    bool is_near = ck_reads_in_place(context->product, CK_MAX(s->input_pixel_stride, s->output_pixel_stride));
    return is_whole && is_near && is_dense && s->kernel_height == 1 && s->kernel_width == 1 && s->padding_height == 0 &&
           s->padding_width == 0;
}

/// The input pixel that output pixel `pixel` belongs to.
static int64_t input_pixel(const dense_run *run, int64_t pixel) {
    const ck_convolution *s = run->shape;
    if (run->is_even) return pixel;
    int64_t row = pixel / run->width, image = row / run->height;
    int64_t h = row % run->height * s->stride_height, w = pixel % run->width * s->stride_width;
    return (image * s->input_height + h) * s->input_width + w;
}

/// What a task works on: a chunk of the pixels and a part of dw.
typedef struct dense_part {
    int32_t chunk, channel, channels, column, columns;
    int64_t first, end;
} dense_part;

static dense_part part_at(const dense_run *run, int64_t task) {
    int32_t width = run->context->product->width;
    int32_t parts = run->channel_parts * run->column_parts, part = (int32_t)task % parts;
    int32_t channel_part = part / run->column_parts, column_part = part % run->column_parts;
    dense_part p = {
        .chunk = (int32_t)task / parts,
        .channel = ck_part_start(channel_part, run->channel_parts, run->channels, width),
        .column = ck_part_start(column_part, run->column_parts, run->columns, width),
    };
    p.channels = ck_part_start(channel_part + 1, run->channel_parts, run->channels, width) - p.channel;
    p.columns = ck_part_start(column_part + 1, run->column_parts, run->columns, width) - p.column;
    p.first = p.chunk * run->pixels / run->chunks;
    p.end = (p.chunk + 1) * run->pixels / run->chunks;
    return p;
}

static const float *input_at(const dense_run *run, const dense_part *p, int64_t pixel) {
    return run->input + input_pixel(run, pixel) * run->input_stride + p->channel;
}

static const float *gradient_at(const dense_run *run, const dense_part *p, int64_t pixel) {
    return run->gradient + pixel * run->gradient_stride + p->column;
}

/// Adds a block of pixels to a part of dw, and fetches the block that begins at `next_input` and `next_gradient`.
static void add_block(
    const dense_run *run, ck_gradient_job job, int32_t channels, int32_t columns, const float *next_input,
    const float *next_gradient) {
    const ck_product_kernels *kernels = run->context->product;
    ck_panels panels = ck_make_panels(columns, kernels->width, 2);
    int32_t tiles = (channels + kernels->gradient_rows - 1) / kernels->gradient_rows;
    // With a stride the pixels of the next input lie differently, so it is left to itself.
    ck_fetching fetching = {
        .regions = {
            {next_input, job.source_stride, run->is_even ? job.pixels : 0, ck_lines(channels)},
            {next_gradient, job.gradient_stride, job.pixels, ck_lines(columns)},
        }};
    ck_spread_fetching(&fetching, tiles * panels.count * job.pixels, job.pixels);
    const float *input = job.source, *gradient = job.gradient;
    float *target = job.target;
    for (int32_t t = 0; t < tiles; t++) {
        int32_t row = (int32_t)((int64_t)t * channels / tiles);
        job.rows = (int32_t)((int64_t)(t + 1) * channels / tiles) - row;
        job.source = input + row;
        for (int64_t panel = 0; panel < panels.count; panel++) {
            int64_t vector = ck_panel_start(&panels, panel), column = vector * panels.width;
            job.vectors = (int32_t)(ck_panel_start(&panels, panel + 1) - vector);
            job.columns = (int32_t)CK_MIN(job.vectors * panels.width, columns - column);
            job.gradient = gradient + column;
            job.target = target + row * job.target_stride + column;
            ck_fetch_some(&fetching, &job);
            kernels->gradient(&job);
        }
    }
}

static void dense_task(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const dense_run *run = context;
    dense_part p = part_at(run, task), next_part = part_at(run, CK_MIN(task + run->threads, run->tasks - 1));
    int64_t most = CK_MIN(most_block_floats / (p.channels + p.columns), run->block_pixels);
    int64_t blocks = (p.end - p.first + most - 1) / most;
    int32_t positions[pixels_of_small];
    float *target = run->chunks > 1 ? run->partial + (int64_t)p.chunk * run->channels * run->columns : run->target;
    ck_gradient_job job = {
        .source_stride = run->input_stride,
        .positions = positions,
        .gradient_stride = run->gradient_stride,
        .target_stride = run->chunks > 1 ? run->columns : run->target_stride,
    };
    job.target = target + p.channel * job.target_stride + p.column;
    for (int64_t block = 0; block < blocks; block++) {
        int64_t start = p.first + block * (p.end - p.first) / blocks;
        int64_t next = p.first + (block + 1) * (p.end - p.first) / blocks;
        int64_t first_input = input_pixel(run, start);
        for (int64_t x = start; x < next; x++) positions[x - start] = (int32_t)(input_pixel(run, x) - first_input);
        job.source = input_at(run, &p, start);
        job.gradient = gradient_at(run, &p, start);
        job.pixels = next - start;
        job.accumulate = block > 0 || (run->chunks == 1 && run->accumulate);
        // Behind the last block comes the first one of the task that this thread is likely to get next.
        const dense_part *behind = next < p.end ? &p : &next_part;
        int64_t pixel = next < p.end ? next : next_part.first;
        add_block(run, job, p.channels, p.columns, input_at(run, behind, pixel), gradient_at(run, behind, pixel));
    }
}

void ck_dense_backward_weights(
    ck_context *context, const ck_convolution *s, const float *input, const float *output_gradient, bool accumulate,
    float *weight_gradient) {
    ck_pool *pool = context->pool;
    dense_run run = {
        .context = context,
        .shape = s,
        .input = input,
        .gradient = output_gradient,
        .input_stride = s->input_pixel_stride,
        .gradient_stride = s->output_pixel_stride,
        .target_stride = s->output_channels,
        .target = weight_gradient,
        .accumulate = accumulate,
        .height = ck_convolution_output_height(s),
        .width = ck_convolution_output_width(s),
        .is_even = s->stride_height == 1 && s->stride_width == 1,
        .channels = s->input_channels / s->groups,
        .columns = s->output_channels / s->groups,
    };
    run.pixels = (int64_t)s->images * run.height * run.width;
    bool is_small = run.is_even && run.channels >= small_part && run.columns >= small_part;
    int32_t part = is_small ? small_part : large_part;
    run.block_pixels = is_small ? pixels_of_small : pixels_of_large;
    run.channel_parts = (run.channels + part - 1) / part;
    run.column_parts = (run.columns + part - 1) / part;
    int64_t size = (int64_t)run.channels * run.columns;
    int32_t parts = run.channel_parts * run.column_parts;
    int64_t chunks = CK_MIN((fewest_tasks + parts - 1) / parts, run.pixels / fewest_pixels);
    run.chunks = (int32_t)CK_MAX(CK_MIN(chunks, most_partial_floats / size), 1);
    ck_scratch_mark mark = ck_scratch_begin(pool, CK_SHARED_SCRATCH);
    if (run.chunks > 1)
        run.partial = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)(run.chunks * size));
    run.tasks = (int64_t)run.chunks * parts;
    run.threads = ck_pool_threads(pool);
    ck_pool_run(pool, run.tasks, dense_task, &run);
    if (run.chunks > 1)
        ck_combine_chunks(
            context, run.partial, run.chunks, run.channels, run.columns, run.target, run.target_stride, accumulate);
    ck_scratch_release(pool, CK_SHARED_SCRATCH, mark);
}
