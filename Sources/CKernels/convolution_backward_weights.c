/// Gradient with respect to the weights: for each tap a product of the shifted input, transposed, with the output gradient.
///
///     dw[u, v, c, o] = sum over (n, i, j) of x[n, i s + u d - p, j s + v d - p, c] dy[n, i, j, o]
///
/// Pixels are cut into blocks. A task packs a block of the input into tiles of a few channels, [tile][pixel][channel], then
/// adds every tap's tiles to dw. The output gradient is read where it lies, if its pixels are whole vectors one behind the
/// other, else packed into panels, [panel][pixel][column]. Meanwhile the next block is fetched. Work is shared by slabs of dw
/// and, where dw is small, by chunks of blocks that add to sums of their own, combined in order.
#include <string.h>

#include "ck_convolution.h"
#include "convolution.h"
#include "fetching.h"
#include "kernels.h"
#include "product.h"
#include "simd.h"

enum {
    enough_pixels = 192,
    most_pixels = 512,
    /// Floats of a block, input and output gradient together: half the second-level cache, which the next one shares.
    most_block_floats = 128 * 1024,
    fewest_tasks = 16,
    /// Floats of all sums of chunks together.
    most_partial_floats = 1 << 20,
    /// Inputs with fewer channels than this are merged with the taps of a row.
    few_channels = 8,
    pixels_at_once = 16,
};

typedef struct weights_run {
    const ck_context *context;
    const ck_convolution *shape;
    const float *input, *output_gradient;
    float *target;
    bool accumulate;
    int32_t height, width, group_outputs;
    /// Taps as packed: with merged columns there is one for each row of the kernel, of kernel_width * channels.
    int32_t tap_rows, tap_columns, channels;
    bool merges_columns;
    /// Whether the packed input holds only the rows (columns) that output pixels start at.
    bool gathers_rows, gathers_columns;
    /// Whether the output gradient is read where it lies, and whether the rows of the input follow each other.
    bool reads_gradient, has_dense_input;
    int32_t patch_columns;
    int32_t block_images, block_rows, row_blocks, blocks;
    int32_t chunks, channel_slabs, column_slabs;
    ck_panels panels;
    float *partial;
    int64_t size;
} weights_run;

/// What a task works on at a time: a block of pixels, and a part of the rows and columns of dw.
typedef struct part {
    int32_t image, images, row, rows, patch_rows;
    int64_t pixels, patch_pixels;
    int32_t channel, channels, tiles;
    int64_t panel, panel_end;
} part;

/// Pixels of an input row between the first tap of the first and the last tap of the last output pixel.
static int64_t row_pixels(const ck_convolution *s, int32_t width) {
    return (int64_t)(width - 1) * s->stride_width + (int64_t)(s->kernel_width - 1) * s->dilation_width + 1;
}

static int32_t patch_rows_of(const weights_run *run, int32_t rows) {
    const ck_convolution *s = run->shape;
    return run->gathers_rows ? rows : (rows - 1) * s->stride_height + (s->kernel_height - 1) * s->dilation_height + 1;
}

static int64_t packed_floats(const weights_run *run, int32_t images, int32_t rows) {
    int64_t patch = (int64_t)images * patch_rows_of(run, rows) * run->patch_columns;
    int64_t columns = (int64_t)run->panels.vectors * run->panels.width / run->column_slabs;
    return patch * (run->channels / run->channel_slabs + 1) + (int64_t)images * rows * run->width * columns;
}

/// How many chunks and slabs: chunks as long as their sums are small, then slabs that repeat the least packing. Slabs of
/// channels repeat the packing of the gradient only, so they come before chunks where that is not packed.
static void plan_sharing(weights_run *run) {
    const ck_convolution *s = run->shape;
    int64_t pixels = (int64_t)s->images * run->height * run->width;
    int32_t most_channel_slabs = CK_MAX(run->channels / (2 * run->context->product->gradient_rows), 1);
    int32_t most_chunks = fewest_tasks;
    if (run->reads_gradient) most_chunks = (fewest_tasks + most_channel_slabs - 1) / most_channel_slabs;
    int64_t chunks = CK_MIN(CK_MIN(most_partial_floats / run->size, pixels / enough_pixels), most_chunks);
    run->chunks = (int32_t)CK_MAX(chunks, 1);
    int32_t slabs = (fewest_tasks + run->chunks - 1) / run->chunks;
    int64_t best = INT64_MAX;
    run->channel_slabs = run->column_slabs = 1;
    for (int32_t columns = 1; columns <= CK_MIN(slabs, run->panels.count); columns++) {
        int32_t channels = CK_MIN((slabs + columns - 1) / columns, most_channel_slabs);
        int64_t missing = CK_MAX(slabs - columns * channels, 0);
        int64_t packed_columns = run->reads_gradient ? 0 : run->panels.columns;
        int64_t cost = (int64_t)columns * run->channels + channels * packed_columns +
                       missing * (run->channels + run->panels.columns);
        if (cost >= best) continue;
        best = cost;
        run->column_slabs = columns;
        run->channel_slabs = channels;
    }
}

static void plan_blocks(weights_run *run) {
    const ck_convolution *s = run->shape;
    int32_t images = 1, rows = run->height, image_pixels = run->height * run->width;
    while (rows > 1 && (rows * run->width > most_pixels || packed_floats(run, 1, rows) > most_block_floats))
        rows = (rows + 1) / 2;
    if (rows == run->height)
        while (images < s->images && (images + 1) * image_pixels <= most_pixels &&
               packed_floats(run, images + 1, rows) <= most_block_floats)
            images++;
    run->block_images = images;
    run->block_rows = rows;
    run->row_blocks = (run->height + rows - 1) / rows;
    run->blocks = (s->images + images - 1) / images * run->row_blocks;
    run->chunks = CK_MIN(run->chunks, run->blocks);
}

static part part_at(const weights_run *run, int32_t block, int32_t channel_slab, int32_t column_slab) {
    const ck_convolution *s = run->shape;
    part b = {
        .image = block / run->row_blocks * run->block_images,
        .row = block % run->row_blocks * run->block_rows,
        .channel = (int32_t)((int64_t)channel_slab * run->channels / run->channel_slabs),
        .panel = (int64_t)column_slab * run->panels.count / run->column_slabs,
        .panel_end = (int64_t)(column_slab + 1) * run->panels.count / run->column_slabs,
    };
    int32_t most_rows = run->context->product->gradient_rows;
    b.images = CK_MIN(run->block_images, s->images - b.image);
    b.rows = CK_MIN(run->block_rows, run->height - b.row);
    b.patch_rows = patch_rows_of(run, b.rows);
    b.pixels = (int64_t)b.images * b.rows * run->width;
    b.patch_pixels = (int64_t)b.images * b.patch_rows * run->patch_columns;
    b.channels = (int32_t)((int64_t)(channel_slab + 1) * run->channels / run->channel_slabs) - b.channel;
    b.tiles = (b.channels + most_rows - 1) / most_rows;
    return b;
}

/// First channel of a tile, counted within the part.
static int32_t tile_start(const part *b, int32_t tile) { return (int32_t)((int64_t)tile * b->channels / b->tiles); }

/// Where a tile starts in the packed input. Tiles are `ck_tile_slack` floats apart.
static int64_t tile_offset(const part *b, int32_t tile) {
    return tile_start(b, tile) * b->patch_pixels + (int64_t)tile * ck_tile_slack;
}

/// Where the packing of a row reads from: pixels `stride` apart; `exact` if nothing may be read behind the last one.
typedef struct source_row {
    const float *first;
    int64_t stride;
    bool exact;
} source_row;

/// Row `h` of the input from the first tap of the first pixel on: in place if it needs no zeros, else copied between
/// zeros into `buffer`. `first` is NULL if the row is outside.
static source_row find_row(const weights_run *run, const part *b, int64_t n, int64_t h, float *buffer) {
    const ck_convolution *s = run->shape;
    if (h < 0 || h >= s->input_height) return (source_row){.first = NULL};
    int64_t count = row_pixels(s, run->width);
    const float *source = run->input + n * s->input_image_stride + h * s->input_row_stride;
    // Merged columns run across pixels, others stay within the channels of the part.
    int64_t channels = run->merges_columns ? s->input_channels / s->groups : b->channels;
    if (!run->merges_columns) source += b->channel;
    bool is_dense = s->input_pixel_stride == channels;
    if (s->padding_width == 0 && (is_dense || !run->merges_columns))
        return (source_row){
            .first = source + (run->merges_columns ? b->channel : 0), .stride = s->input_pixel_stride, .exact = true};
    int64_t left = CK_MIN(s->padding_width, count);
    int64_t inside = CK_MAX(CK_MIN(count - left, s->input_width), 0);
    memset(buffer, 0, sizeof(float) * (size_t)(left * channels));
    if (is_dense)
        memcpy(buffer + left * channels, source, sizeof(float) * (size_t)(inside * channels));
    else
        for (int64_t w = 0; w < inside; w++)
            memcpy(buffer + (left + w) * channels, source + w * s->input_pixel_stride, sizeof(float) * (size_t)channels);
    memset(buffer + (left + inside) * channels, 0, sizeof(float) * (size_t)((count - left - inside) * channels));
    return (source_row){.first = buffer + (run->merges_columns ? b->channel : 0), .stride = channels};
}

static void pack_input(const weights_run *run, const part *b, float *buffer, float *packed) {
    const ck_convolution *s = run->shape;
    int64_t top = (int64_t)b->row * s->stride_height - s->padding_height;
    int64_t position = 0;
    for (int64_t n = 0; n < b->images; n++)
        for (int64_t r = 0; r < b->patch_rows; r++, position += run->patch_columns) {
            int64_t h = top + r * (run->gathers_rows ? s->stride_height : 1);
            source_row row = find_row(run, b, b->image + n, h, buffer);
            int64_t step = run->gathers_columns ? row.stride * s->stride_width : row.stride;
            for (int32_t t = 0; t < b->tiles; t++) {
                int32_t start = tile_start(b, t), width = tile_start(b, t + 1) - start;
                float *target = packed + tile_offset(b, t) + position * width;
                if (row.first == NULL)
                    memset(target, 0, sizeof(float) * (size_t)(run->patch_columns * width));
                else
                    run->context->product->spread(target, width, row.first + start, step, run->patch_columns, row.exact);
            }
        }
}

/// Walks over a few pixels at a time for all panels, so that memory is read nearly in its order.
static void pack_gradient(const weights_run *run, const part *b, float *packed) {
    const ck_convolution *s = run->shape;
    const ck_panels *panels = &run->panels;
    int64_t first_column = ck_panel_start(panels, b->panel) * panels->width;
    int64_t position = 0;
    for (int64_t row = 0; row < (int64_t)b->images * b->rows; row++)
        for (int32_t j = 0; j < run->width; j += pixels_at_once) {
            int32_t count = CK_MIN(pixels_at_once, run->width - j);
            const float *source = run->output_gradient + (b->image + row / b->rows) * s->output_image_stride +
                                  (b->row + row % b->rows) * s->output_row_stride + j * s->output_pixel_stride;
            for (int64_t panel = b->panel; panel < b->panel_end; panel++) {
                int64_t vector = ck_panel_start(panels, panel), column = vector * panels->width;
                int32_t vectors = (int32_t)(ck_panel_start(panels, panel + 1) - vector);
                int32_t width = vectors * panels->width;
                run->context->product->copy_panel(
                    packed + (column - first_column) * b->pixels + position * width, vectors, source + column,
                    s->output_pixel_stride, CK_MIN(width, panels->columns - (int32_t)column), count);
            }
            position += count;
        }
}

static void fill_positions(const weights_run *run, const part *b, int32_t *positions) {
    const ck_convolution *s = run->shape;
    int32_t row_step = run->gathers_rows ? 1 : s->stride_height;
    int32_t column_step = run->gathers_columns ? 1 : s->stride_width;
    for (int32_t n = 0; n < b->images; n++)
        for (int32_t i = 0; i < b->rows; i++)
            for (int32_t j = 0; j < run->width; j++)
                *positions++ = (n * b->patch_rows + i * row_step) * run->patch_columns + j * column_step;
}

/// The output gradient of the first pixel of a part.
static const float *gradient_at(const weights_run *run, const part *b) {
    return run->output_gradient + b->image * run->shape->output_image_stride + b->row * run->shape->output_row_stride +
           ck_panel_start(&run->panels, b->panel) * run->panels.width;
}

/// What to fetch of a block.
static ck_fetching plan_fetching(const weights_run *run, const part *b) {
    const ck_convolution *s = run->shape;
    ck_fetching fetching = {.index = 0};
    int64_t columns = (ck_panel_start(&run->panels, b->panel_end) - ck_panel_start(&run->panels, b->panel)) * run->panels.width;
    fetching.regions[0] = (ck_region){
        .start = gradient_at(run, b),
        .stride = s->output_pixel_stride,
        .count = b->pixels,
        .lines = ck_lines(columns),
    };
    if (!run->has_dense_input) return fetching;
    int64_t top = CK_MAX(b->row * s->stride_height - s->padding_height, 0);
    int64_t rows = (b->images - 1) * (int64_t)s->input_height + (b->rows - 1) * s->stride_height + s->kernel_height;
    const float *start = run->input + b->image * s->input_image_stride + top * s->input_row_stride;
    int32_t channels = s->input_channels / s->groups;
    if (b->channels < channels)
        fetching.regions[1] = (ck_region){
            .start = start + b->channel,
            .stride = s->input_pixel_stride,
            .count = rows * s->input_width,
            .lines = ck_lines(b->channels),
        };
    else
        fetching.regions[1] = (ck_region){
            .start = start,
            .stride = ck_line_floats,
            .count = rows * s->input_width * s->input_pixel_stride / ck_line_floats,
            .lines = 1,
        };
    return fetching;
}

/// Adds a packed block to the part of dw, whose rows are `stride` floats apart.
static void add_block(
    const weights_run *run, const part *b, ck_gradient_job job, const float *input, const float *gradient, float *target,
    ck_fetching fetching) {
    const ck_convolution *s = run->shape;
    int64_t first_column = ck_panel_start(&run->panels, b->panel) * run->panels.width;
    int64_t passes = (int64_t)b->tiles * run->tap_rows * run->tap_columns * (b->panel_end - b->panel);
    ck_spread_fetching(&fetching, passes * b->pixels, b->pixels);
    for (int32_t t = 0; t < b->tiles; t++) {
        int32_t start = tile_start(b, t);
        job.rows = tile_start(b, t + 1) - start;
        job.source_stride = job.rows;
        for (int32_t u = 0; u < run->tap_rows; u++)
            for (int32_t v = 0; v < run->tap_columns; v++) {
                int64_t shift = (run->gathers_rows ? 0 : (int64_t)u * s->dilation_height * run->patch_columns) +
                                (run->gathers_columns ? 0 : v * s->dilation_width);
                int64_t row = ((int64_t)u * run->tap_columns + v) * run->channels + b->channel + start;
                job.source = input + tile_offset(b, t) + shift * job.rows;
                for (int64_t panel = b->panel; panel < b->panel_end; panel++) {
                    int64_t vector = ck_panel_start(&run->panels, panel), column = vector * run->panels.width;
                    job.vectors = (int32_t)(ck_panel_start(&run->panels, panel + 1) - vector);
                    job.columns = (int32_t)CK_MIN(job.vectors * run->panels.width, run->panels.columns - column);
                    job.gradient = gradient + (column - first_column) * (run->reads_gradient ? 1 : b->pixels);
                    job.gradient_stride =
                        run->reads_gradient ? s->output_pixel_stride : job.vectors * run->panels.width;
                    job.target = target + row * job.target_stride + column;
                    ck_fetch_some(&fetching, &job);
                    run->context->product->gradient(&job);
                }
            }
    }
}

static void weights_task(void *context, int64_t task, int32_t worker) {
    const weights_run *run = context;
    const ck_convolution *s = run->shape;
    ck_pool *pool = run->context->pool;
    int64_t slabs = run->channel_slabs * run->column_slabs;
    int32_t chunk = (int32_t)(task / slabs), channel_slab = (int32_t)(task % slabs) / run->column_slabs;
    int32_t column_slab = (int32_t)(task % slabs) % run->column_slabs;
    int32_t first = (int32_t)((int64_t)chunk * run->blocks / run->chunks);
    int32_t end = (int32_t)((int64_t)(chunk + 1) * run->blocks / run->chunks);
    ck_scratch_mark mark = ck_scratch_begin(pool, worker);
    // The first block of all is the largest: the last rows of an image and the last images may be fewer.
    part largest = part_at(run, 0, channel_slab, column_slab);
    int64_t columns = (ck_panel_start(&run->panels, largest.panel_end) - ck_panel_start(&run->panels, largest.panel)) *
                      run->panels.width;
    size_t row_floats = (size_t)(row_pixels(s, run->width) * CK_MAX(largest.channels, s->input_channels / s->groups));
    float *buffer = ck_scratch_take(pool, worker, sizeof(float) * (row_floats + ck_tile_slack));
    float *input = ck_scratch_take(pool, worker, sizeof(float) * (size_t)tile_offset(&largest, largest.tiles));
    float *packed_gradient =
        run->reads_gradient ? NULL : ck_scratch_take(pool, worker, sizeof(float) * (size_t)(columns * largest.pixels));
    int32_t *positions = ck_scratch_take(pool, worker, sizeof(int32_t) * (size_t)largest.pixels);
    float *target = run->chunks == 1 ? run->target : run->partial + chunk * run->size;
    for (int32_t block = first; block < end; block++) {
        part b = part_at(run, block, channel_slab, column_slab);
        fill_positions(run, &b, positions);
        pack_input(run, &b, buffer, input);
        if (!run->reads_gradient) pack_gradient(run, &b, packed_gradient);
        part next = part_at(run, CK_MIN(block + 1, end - 1), channel_slab, column_slab);
        ck_gradient_job job = {
            .positions = positions,
            .pixels = b.pixels,
            .accumulate = block > first || (run->chunks == 1 && run->accumulate),
            .target_stride = run->chunks == 1 ? s->output_channels : run->group_outputs,
        };
        add_block(
            run, &b, job, input, run->reads_gradient ? gradient_at(run, &b) : packed_gradient, target,
            block + 1 < end ? plan_fetching(run, &next) : (ck_fetching){.index = 2});
    }
    ck_scratch_release(pool, worker, mark);
}

void ck_convolution_backward_weights(
    ck_context *context, const ck_convolution *s, const float *input, const float *output_gradient, bool accumulate,
    float *weight_gradient) {
    ck_convolution_path path = ck_convolution_path_of(s);
    if (path == CK_PATH_DEPTHWISE)
        return ck_depthwise_backward_weights(context, s, input, output_gradient, accumulate, weight_gradient);
    if (path == CK_PATH_PLAIN)
        return ck_plain_backward_weights(context, s, input, output_gradient, accumulate, weight_gradient);
    int32_t group_inputs = s->input_channels / s->groups, group_outputs = s->output_channels / s->groups;
    if (s->algorithm == CK_CONVOLUTION_AUTOMATIC && ck_winograd_serves_weights(context, s)) {
        for (int64_t g = 0; g < s->groups; g++)
            ck_winograd_backward_weights(
                context, s, input + g * group_inputs, output_gradient + g * group_outputs, accumulate,
                weight_gradient + g * group_outputs);
        return;
    }
    if (ck_dense_serves_weights(context, s)) {
        for (int64_t g = 0; g < s->groups; g++)
            ck_dense_backward_weights(
                context, s, input + g * group_inputs, output_gradient + g * group_outputs, accumulate,
                weight_gradient + g * group_outputs);
        return;
    }
    weights_run run = {
        .context = context,
        .shape = s,
        .accumulate = accumulate,
        .height = ck_convolution_output_height(s),
        .width = ck_convolution_output_width(s),
        .group_outputs = group_outputs,
        .merges_columns = s->dilation_width == 1 && group_inputs < few_channels,
        .tap_rows = s->kernel_height,
        .gathers_rows = s->kernel_height == 1,
    };
    run.panels = ck_make_panels(run.group_outputs, context->product->width, 2);
    run.tap_columns = run.merges_columns ? 1 : s->kernel_width;
    run.channels = run.merges_columns ? s->kernel_width * group_inputs : group_inputs;
    run.gathers_columns = run.merges_columns || s->kernel_width == 1;
    run.patch_columns = run.gathers_columns ? run.width : (int32_t)row_pixels(s, run.width);
    run.size = (int64_t)s->kernel_height * s->kernel_width * group_inputs * run.group_outputs;
    int64_t output_row = run.width * s->output_pixel_stride, input_row = s->input_width * s->input_pixel_stride;
    run.reads_gradient = group_outputs % context->product->width == 0 && s->output_row_stride == output_row &&
                         s->output_image_stride == run.height * output_row &&
                         ck_reads_in_place(context->product, s->output_pixel_stride);
    run.has_dense_input =
        s->input_row_stride == input_row && s->input_image_stride == s->input_height * input_row;
    plan_sharing(&run);
    plan_blocks(&run);
    ck_scratch_mark mark = ck_scratch_begin(context->pool, CK_SHARED_SCRATCH);
    if (run.chunks > 1)
        run.partial = ck_scratch_take(context->pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)(run.chunks * run.size));
    for (int64_t g = 0; g < s->groups; g++) {
        run.input = input + g * group_inputs;
        run.output_gradient = output_gradient + g * run.group_outputs;
        run.target = weight_gradient + g * run.group_outputs;
        ck_pool_run(context->pool, (int64_t)run.chunks * run.channel_slabs * run.column_slabs, weights_task, &run);
        if (run.chunks > 1)
            ck_combine_chunks(
                context, run.partial, run.chunks, run.size / run.group_outputs, run.group_outputs, run.target,
                s->output_channels, accumulate);
    }
    ck_scratch_release(context->pool, CK_SHARED_SCRATCH, mark);
}
