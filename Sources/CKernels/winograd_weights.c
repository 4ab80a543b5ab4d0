/// Winograd's weight gradient of a 3x3 convolution with unit stride: 36 products a tile of 4 x 4 outputs instead of 144.
///
/// The forward pass of F(4x4, 3x3) is y = A^T [ (G w G^T) (B^T x B) ] A, so the gradient with respect to w is
///
///     dw = G^T [ sum over tiles of (B^T x B) (A dy A^T) ] G
///
/// with products element by element and, for each of the 36 places, over all pairs of an input and an output channel. A
/// task keeps the sums of one part of the channels in its second-level cache and runs over the tiles block by block.
/// Work is shared by parts of dw and, where dw is small, by chunks of tiles whose gradients are added in order.
#include <string.h>

#include "kernels.h"
#include "product.h"
#include "simd.h"

enum {
    places = 36,
    /// Most channels and columns of a part: its 36 sums for each pair take half a megabyte.
    most_part_channels = 64,
    most_part_columns = 64,
    /// Tiles of a block. The sums are read and written once for each.
    block_tiles = 32,
    /// Floats between places, so that the 36 stores of a transform do not meet in one set of the first-level cache.
    place_gap = 16,
    fewest_tasks = 16,
    fewest_channels = 16,
    /// Below this many tiles the last transform costs more than the products save; in a chunk it should be slight.
    fewest_tiles = 16,
    fewest_chunk_tiles = 64,
    /// Floats of all gradients of chunks together.
    most_partial_floats = 1 << 20,
};

typedef struct weights_run {
    const ck_context *context;
    const ck_convolution *shape;
    const float *input, *output_gradient;
    float *target;
    bool accumulate;
    int32_t height, width, channels, columns;
    int32_t tile_rows, tile_columns;
    int32_t tiles, chunks, channel_parts, column_parts;
    const float *zeros;
    /// [chunk][9][channels][columns]
    float *partial;
} weights_run;

static int32_t tiles_of(const ck_convolution *s) {
    return s->images * ((ck_convolution_output_height(s) + 3) / 4) * ((ck_convolution_output_width(s) + 3) / 4);
}

bool ck_winograd_serves_weights(const ck_context *context, const ck_convolution *s) {
    int32_t channels = s->input_channels / s->groups, columns = s->output_channels / s->groups;
    int32_t width = context->product->width;
    return s->kernel_height == 3 && s->kernel_width == 3 && s->stride_height == 1 && s->stride_width == 1 &&
           s->dilation_height == 1 && s->dilation_width == 1 && channels >= fewest_channels &&
           columns >= fewest_channels && channels % width == 0 && columns % width == 0 &&
           ck_convolution_output_height(s) >= 3 && ck_convolution_output_width(s) >= 3 && tiles_of(s) >= fewest_tiles;
}

/// The pixels of a tile in the input and in the output's gradient, zeros for those outside.
static void find_pixels(const weights_run *run, int32_t tile, const float **inputs, const float **gradients) {
    const ck_convolution *s = run->shape;
    int32_t image = tile / (run->tile_rows * run->tile_columns);
    int32_t i = tile / run->tile_columns % run->tile_rows * 4, j = tile % run->tile_columns * 4;
    const float *source = run->input + image * s->input_image_stride;
    const float *gradient = run->output_gradient + image * s->output_image_stride;
    for (int32_t y = 0; y < 6; y++)
        for (int32_t x = 0; x < 6; x++) {
            int32_t h = i + y - s->padding_height, w = j + x - s->padding_width;
            bool inside = h >= 0 && h < s->input_height && w >= 0 && w < s->input_width;
            inputs[y * 6 + x] = inside ? source + h * s->input_row_stride + w * s->input_pixel_stride : run->zeros;
        }
    for (int32_t y = 0; y < 4; y++)
        for (int32_t x = 0; x < 4; x++) {
            bool inside = i + y < run->height && j + x < run->width;
            gradients[y * 4 + x] =
                inside ? gradient + (i + y) * s->output_row_stride + (j + x) * s->output_pixel_stride : run->zeros;
        }
}

/// The part of those pixels that begins at `channel` and `column`.
static void find_part(
    const weights_run *run, int32_t tile, int32_t channel, int32_t column, const float **inputs, const float **gradients) {
    find_pixels(run, tile, inputs, gradients);
    for (int32_t x = 0; x < places; x++)
        if (inputs[x] != run->zeros) inputs[x] += channel;
    for (int32_t x = 0; x < 16; x++)
        if (gradients[x] != run->zeros) gradients[x] += column;
}

/// Begins to bring pixels into the second-level cache, of the input only those that the left neighbour has not read.
static void fetch_pixels(
    const float *const *inputs, int32_t channels, const float *const *gradients, int32_t columns) {
    for (int32_t x = 0; x < places; x++)
        if (x % 6 >= 2)
            for (int32_t c = 0; c < channels; c += 16) __builtin_prefetch(inputs[x] + c, 0, 2);
    for (int32_t x = 0; x < 16; x++)
        for (int32_t o = 0; o < columns; o += 16) __builtin_prefetch(gradients[x] + o, 0, 2);
}

/// Adds the products of a block to the sums, [place][channels][columns].
static void add_products(
    const weights_run *run, ck_gradient_job job, const float *inputs, int64_t input_stride, const float *gradients,
    int64_t gradient_stride, float *sums, int64_t sum_stride, int32_t channels) {
    const ck_product_kernels *kernels = run->context->product;
    int32_t columns = (int32_t)job.gradient_stride;
    ck_panels panels = ck_make_panels(columns, kernels->width, 2);
    int32_t tiles = (channels + kernels->gradient_rows - 1) / kernels->gradient_rows;
    for (int64_t place = 0; place < places; place++)
        for (int32_t t = 0; t < tiles; t++) {
            int32_t row = t * channels / tiles;
            job.rows = (t + 1) * channels / tiles - row;
            job.source = inputs + place * input_stride + row;
            for (int64_t panel = 0; panel < panels.count; panel++) {
                int64_t vector = ck_panel_start(&panels, panel), column = vector * panels.width;
                job.vectors = (int32_t)(ck_panel_start(&panels, panel + 1) - vector);
                job.columns = job.vectors * panels.width;
                job.gradient = gradients + place * gradient_stride + column;
                job.target = sums + place * sum_stride + row * job.target_stride + column;
                kernels->gradient(&job);
            }
        }
}

static void weights_task(void *context, int64_t task, int32_t worker) {
    const weights_run *run = context;
    const ck_product_kernels *kernels = run->context->product;
    ck_pool *pool = run->context->pool;
    int32_t parts = run->channel_parts * run->column_parts;
    int32_t chunk = (int32_t)task / parts, part = (int32_t)task % parts;
    int32_t channel_part = part / run->column_parts, column_part = part % run->column_parts;
    int32_t channel = ck_part_start(channel_part, run->channel_parts, run->channels, kernels->width);
    int32_t channels = ck_part_start(channel_part + 1, run->channel_parts, run->channels, kernels->width) - channel;
    int32_t column = ck_part_start(column_part, run->column_parts, run->columns, kernels->width);
    int32_t columns = ck_part_start(column_part + 1, run->column_parts, run->columns, kernels->width) - column;
    int32_t first_tile = (int32_t)((int64_t)chunk * run->tiles / run->chunks);
    int32_t end_tile = (int32_t)((int64_t)(chunk + 1) * run->tiles / run->chunks);
    // Blocks of nearly equal length.
    int32_t blocks = (end_tile - first_tile + block_tiles - 1) / block_tiles;
    int64_t input_stride = (int64_t)block_tiles * channels + place_gap;
    int64_t gradient_stride = (int64_t)block_tiles * columns + place_gap;
    int64_t sum_stride = (int64_t)channels * columns + place_gap;
    ck_scratch_mark mark = ck_scratch_begin(pool, worker);
    float *inputs = ck_scratch_take(pool, worker, sizeof(float) * (size_t)(places * input_stride));
    float *gradients = ck_scratch_take(pool, worker, sizeof(float) * (size_t)(places * gradient_stride));
    float *sums = ck_scratch_take(pool, worker, sizeof(float) * (size_t)(places * sum_stride));
    int32_t positions[block_tiles];
    for (int32_t t = 0; t < block_tiles; t++) positions[t] = t;
    ck_gradient_job job = {
        .positions = positions,
        .source_stride = channels,
        .gradient_stride = columns,
        .target_stride = columns,
    };
    for (int32_t block = 0; block < blocks; block++) {
        int32_t tile = first_tile + block * (end_tile - first_tile) / blocks;
        int32_t end = first_tile + (block + 1) * (end_tile - first_tile) / blocks;
        job.pixels = end - tile;
        job.accumulate = block > 0;
        for (int32_t t = 0; tile + t < end; t++) {
            const float *input_pixels[places], *gradient_pixels[16];
            if (tile + t + 1 < end) {
                find_part(run, tile + t + 1, channel, column, input_pixels, gradient_pixels);
                fetch_pixels(input_pixels, channels, gradient_pixels, columns);
            }
            find_part(run, tile + t, channel, column, input_pixels, gradient_pixels);
            kernels->winograd_input(input_pixels, channels, inputs + t * channels, input_stride);
            kernels->winograd_gradient(gradient_pixels, columns, gradients + t * columns, gradient_stride);
        }
        add_products(run, job, inputs, input_stride, gradients, gradient_stride, sums, sum_stride, channels);
    }
    int64_t row_stride = run->chunks > 1 ? run->columns : run->shape->output_channels;
    int64_t tap_stride = run->chunks > 1 ? (int64_t)run->channels * run->columns
                                         : (int64_t)run->channels * run->shape->output_channels;
    float *target = run->chunks > 1 ? run->partial + chunk * 9 * tap_stride : run->target;
    for (int32_t c = 0; c < channels; c++)
        kernels->winograd_weights(
            sums + c * columns, sum_stride, target + (channel + c) * row_stride + column, tap_stride, columns,
            run->chunks == 1 && run->accumulate);
    ck_scratch_release(pool, worker, mark);
}

void ck_winograd_backward_weights(
    ck_context *context, const ck_convolution *s, const float *input, const float *output_gradient, bool accumulate,
    float *weight_gradient) {
    ck_pool *pool = context->pool;
    weights_run run = {
        .context = context,
        .shape = s,
        .input = input,
        .output_gradient = output_gradient,
        .target = weight_gradient,
        .accumulate = accumulate,
        .height = ck_convolution_output_height(s),
        .width = ck_convolution_output_width(s),
        .channels = s->input_channels / s->groups,
        .columns = s->output_channels / s->groups,
        .tiles = tiles_of(s),
    };
    run.tile_rows = (run.height + 3) / 4;
    run.tile_columns = (run.width + 3) / 4;
    run.channel_parts = (run.channels + most_part_channels - 1) / most_part_channels;
    run.column_parts = (run.columns + most_part_columns - 1) / most_part_columns;
    int64_t size = 9 * (int64_t)run.channels * run.columns;
    int32_t parts = run.channel_parts * run.column_parts;
    int64_t chunks = CK_MIN((fewest_tasks + parts - 1) / parts, run.tiles / fewest_chunk_tiles);
    run.chunks = (int32_t)CK_MAX(CK_MIN(chunks, most_partial_floats / size), 1);
    ck_scratch_mark mark = ck_scratch_begin(pool, CK_SHARED_SCRATCH);
    size_t most = (size_t)CK_MAX(run.channels, run.columns);
    float *zeros = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(float) * most);
    memset(zeros, 0, sizeof(float) * most);
    run.zeros = zeros;
    if (run.chunks > 1)
        run.partial = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)(run.chunks * size));
    ck_pool_run(pool, (int64_t)run.chunks * parts, weights_task, &run);
    if (run.chunks > 1)
        ck_combine_chunks(
            context, run.partial, run.chunks, 9 * (int64_t)run.channels, run.columns, run.target, s->output_channels,
            accumulate);
    ck_scratch_release(pool, CK_SHARED_SCRATCH, mark);
}
