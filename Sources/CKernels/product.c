/// The driver of the implicit product: cuts the grid into blocks, prepares the source of each, and walks the panels.
#include "product.h"

#include <string.h>

#include "kernels.h"
#include "ranges.h"
#include "simd.h"

/// Sizes that decide how the grid is cut. They depend on shapes only, so the order of sums never depends on threads.
enum {
    /// Pixels of a block: enough to pay for the trip of the weights through the caches, at most what leaves work to share.
    enough_pixels = 192,
    most_pixels = 512,
    /// Floats of the source that a block should not exceed. The micro-kernel reads ten times more weights than source, so
    /// the source may spill from the second-level cache, the panel of weights may not.
    most_source_floats = 192 * 1024,
    fewest_tasks = 16,
};

typedef struct product_run {
    const ck_context *context;
    const ck_product *product;
    ck_panels panels;
    /// A block is `block_images` whole images, or `block_rows` rows of one.
    int32_t block_images, block_rows, row_blocks, panel_groups;
    int64_t blocks;
    /// Whether blocks are copied, and then how: grid points only (one tap), or all pixels between the outermost taps.
    bool copies, points_only;
    int32_t patch_width;
    int64_t patch_pixel_stride;
    /// Taps of one row of the kernel that are adjacent in the source.
    bool merges_columns;
    const float *bias;
    double *partial_sums;
    bool streams;
} product_run;

typedef struct block {
    int64_t image, images, row, rows;
} block;

static int32_t span(const ck_tap_axis *axis) { return axis->offsets[axis->count - 1] - axis->offsets[0]; }

ck_panels ck_make_panels(int32_t columns, int32_t width, int32_t max_vectors) {
    int32_t vectors = (columns + width - 1) / width;
    return (ck_panels){
        .columns = columns,
        .width = width,
        .vectors = vectors,
        .count = (vectors + max_vectors - 1) / max_vectors,
    };
}

/// Whether every tap of every point lies inside the source.
static bool stays_inside(const ck_product *p) {
    return p->rows.offsets[0] >= 0 && p->cols.offsets[0] >= 0 &&
           (p->height - 1) * p->step_height + p->rows.offsets[p->rows.count - 1] < p->source_height &&
           (p->width - 1) * p->step_width + p->cols.offsets[p->cols.count - 1] < p->source_width;
}

static bool columns_are_adjacent(const ck_tap_axis *columns) {
    for (int32_t b = 1; b < columns->count; b++)
        if (columns->offsets[b] != columns->offsets[b - 1] + 1) return false;
    return true;
}

static void plan_source(product_run *run) {
    const ck_product *p = run->product;
    bool one_tap = p->rows.count == 1 && p->cols.count == 1;
    // Pixels a multiple of 4 KiB apart share one set of the first-level cache, which holds a tile's of adjacent pixels
    // but not the lines that a stride leaves out.
    bool aliases = p->step_width > 1 && p->source_pixel_stride * p->step_width % 1024 == 0;
    run->copies = aliases || !stays_inside(p);
    run->points_only = run->copies && one_tap;
    run->patch_pixel_stride = p->channels;
    if (run->copies && one_tap && p->channels % 1024 == 0) run->patch_pixel_stride += 16;
    run->patch_width = run->points_only ? p->width : (p->width - 1) * p->step_width + span(&p->cols) + 1;
    int64_t pixel_stride = run->copies ? run->patch_pixel_stride : p->source_pixel_stride;
    run->merges_columns = pixel_stride == p->channels && columns_are_adjacent(&p->cols);
}

static int32_t patch_rows(const product_run *run, int64_t rows) {
    const ck_product *p = run->product;
    return run->points_only ? (int32_t)rows : (int32_t)(rows - 1) * p->step_height + span(&p->rows) + 1;
}

static int64_t block_floats(const product_run *run, int64_t images, int64_t rows) {
    return images * patch_rows(run, rows) * run->patch_width * run->patch_pixel_stride;
}

static void plan_blocks(product_run *run) {
    const ck_product *p = run->product;
    int64_t image_pixels = (int64_t)p->height * p->width;
    int32_t images = 1, rows = p->height;
    if (image_pixels <= most_pixels && block_floats(run, 1, p->height) <= most_source_floats) {
        while (images < p->images && (images + 1) * image_pixels <= most_pixels &&
               block_floats(run, images + 1, p->height) <= most_source_floats &&
               (images * image_pixels < enough_pixels || p->images / (images + 1) >= fewest_tasks))
            images++;
    } else {
        while (rows > 1 && ((int64_t)rows * p->width > most_pixels || block_floats(run, 1, rows) > most_source_floats))
            rows = (rows + 1) / 2;
    }
    run->block_images = images;
    run->block_rows = rows;
    run->row_blocks = (p->height + rows - 1) / rows;
    run->blocks = (int64_t)((p->images + images - 1) / images) * run->row_blocks;
    run->panel_groups = 1;
    while (run->blocks * run->panel_groups < fewest_tasks && run->panel_groups < run->panels.count) run->panel_groups++;
}

static block block_at(const product_run *run, int64_t index) {
    const ck_product *p = run->product;
    int64_t image = index / run->row_blocks * run->block_images, row = index % run->row_blocks * run->block_rows;
    return (block){
        .image = image,
        .images = CK_MIN(run->block_images, p->images - image),
        .row = row,
        .rows = CK_MIN(run->block_rows, p->height - row),
    };
}

/// Copies `count` pixels of `channels` floats; `step` pixels apart in the source, densely or spread in the target.
static void copy_pixels(
    float *target, int64_t target_stride, const float *source, int64_t source_stride, int64_t count, int64_t channels) {
    if (target_stride == channels && source_stride == channels) {
        memcpy(target, source, sizeof(float) * (size_t)(count * channels));
        return;
    }
    for (int64_t i = 0; i < count; i++, target += target_stride, source += source_stride)
        memcpy(target, source, sizeof(float) * (size_t)channels);
}

/// Fills one row of the patch, whose first pixel is column `left` of row `h` of the source image.
static void copy_patch_row(const product_run *run, const float *image, int64_t h, int64_t left, float *target) {
    const ck_product *p = run->product;
    int64_t stride = run->patch_pixel_stride, step = run->points_only ? p->step_width : 1;
    int64_t count = run->patch_width, first = 0, end = 0;
    if (h >= 0 && h < p->source_height) {
        // Pixels first ..< end of the row lie inside the source.
        first = left >= 0 ? 0 : (-left + step - 1) / step;
        end = left >= p->source_width ? 0 : (p->source_width - left + step - 1) / step;
        first = CK_MIN(first, count);
        end = CK_MAX(CK_MIN(end, count), first);
    }
    memset(target, 0, sizeof(float) * (size_t)(first * stride));
    const float *source = image + h * p->source_row_stride + (left + first * step) * p->source_pixel_stride;
    if (end > first)
        copy_pixels(
            target + first * stride, stride, source, step * p->source_pixel_stride, end - first, p->channels);
    memset(target + end * stride, 0, sizeof(float) * (size_t)((count - end) * stride));
}

static void copy_patch(const product_run *run, block b, float *patch) {
    const ck_product *p = run->product;
    int64_t rows = patch_rows(run, b.rows);
    int64_t step = run->points_only ? p->step_height : 1;
    int64_t top = b.row * p->step_height + p->rows.offsets[0];
    for (int64_t n = 0; n < b.images; n++)
        for (int64_t r = 0; r < rows; r++) {
            const float *image = p->source + (b.image + n) * p->source_image_stride;
            copy_patch_row(run, image, top + r * step, p->cols.offsets[0], patch);
            patch += run->patch_width * run->patch_pixel_stride;
        }
}

/// Offsets of the pixels of a block in its source (patch or image) and in the target, both from the block's start.
static void fill_offsets(const product_run *run, block b, int64_t *source, int64_t *target) {
    const ck_product *p = run->product;
    int64_t pixel_stride = p->source_pixel_stride, row_stride = p->source_row_stride;
    int64_t image_stride = p->source_image_stride, step_height = p->step_height, step_width = p->step_width;
    if (run->copies) {
        pixel_stride = run->patch_pixel_stride;
        row_stride = pixel_stride * run->patch_width;
        image_stride = row_stride * patch_rows(run, b.rows);
        if (run->points_only) step_height = step_width = 1;
    }
    for (int64_t n = 0; n < b.images; n++)
        for (int64_t i = 0; i < b.rows; i++)
            for (int64_t j = 0; j < p->width; j++) {
                *source++ = n * image_stride + i * step_height * row_stride + j * step_width * pixel_stride;
                *target++ = n * p->target_image_stride + i * p->target_row_stride + j * p->target_pixel_stride;
            }
}

/// Offsets of the runs: one for each tap, or for each row of taps that is adjacent in the source.
static int32_t fill_runs(const product_run *run, block b, int64_t *offsets) {
    const ck_product *p = run->product;
    int64_t pixel_stride = run->copies ? run->patch_pixel_stride : p->source_pixel_stride;
    int64_t row_stride = run->copies ? pixel_stride * run->patch_width : p->source_row_stride;
    // A patch starts at the first tap; an image where it starts.
    int64_t top = run->copies ? p->rows.offsets[0] : 0, left = run->copies ? p->cols.offsets[0] : 0;
    (void)b;
    int32_t count = 0, columns = run->merges_columns ? 1 : p->cols.count;
    for (int32_t a = 0; a < p->rows.count; a++)
        for (int32_t c = 0; c < columns; c++)
            offsets[count++] = (p->rows.offsets[a] - top) * row_stride + (p->cols.offsets[c] - left) * pixel_stride;
    return count;
}

void ck_finish(const ck_context *context, ck_activation activation, float *target, int64_t columns) {
    if (activation != CK_ACTIVATION_SILU) return;
    ck_pointwise_arguments arguments = {.function = CK_FUNCTION_SILU, .input = target, .output = target};
    context->vector->activation_forward(&arguments, 0, columns);
}

/// Runs the tiles of one panel, in stretches of k that the caches hold.
static void run_panel(
    const product_run *run, ck_tile_job job, const int64_t *offsets, int32_t runs, int32_t run_length) {
    const ck_product *p = run->product;
    int64_t panel_width = (int64_t)job.vectors * run->panels.width;
    int32_t pieces = (run_length + ck_k_block - 1) / ck_k_block;
    int32_t stretches = (int32_t)(((int64_t)runs * run_length + ck_k_block - 1) / ck_k_block);
    int32_t runs_each = pieces > 1 ? 1 : (runs + stretches - 1) / stretches;
    float *sums = job.sums;
    const float *bias = job.bias, *weights = job.weights, *addend = job.addend;
    for (int32_t r = 0; r < runs; r += runs_each)
        for (int32_t piece = 0; piece < pieces; piece++) {
            int32_t start = (int32_t)((int64_t)run_length * piece / pieces);
            int32_t end = (int32_t)((int64_t)run_length * (piece + 1) / pieces);
            bool is_first = r == 0 && piece == 0, is_last = r + runs_each >= runs && piece == pieces - 1;
            int64_t moved = offsets[r] + start;
            job.run_offsets = pieces > 1 ? &moved : offsets + r;
            job.runs = CK_MIN(runs_each, runs - r);
            job.run_length = end - start;
            job.weights = weights + ((int64_t)r * run_length + start) * panel_width;
            job.bias = is_first ? bias : NULL;
            job.addend = is_first ? addend : job.target;
            job.rectify = p->activation == CK_ACTIVATION_RELU && is_last;
            job.sums = is_last ? sums : NULL;
            job.streams = run->streams && is_first && is_last;
            run->context->product->tiles(&job);
        }
}

static void run_task(void *context, int64_t task, int32_t worker) {
    const product_run *run = context;
    const ck_product *p = run->product;
    ck_pool *pool = run->context->pool;
    ck_scratch_mark mark = ck_scratch_begin(pool, worker);
    int64_t index = task / run->panel_groups, group = task % run->panel_groups;
    block b = block_at(run, index);
    int64_t pixels = b.images * b.rows * p->width;
    int64_t *source_offsets = ck_scratch_take(pool, worker, sizeof(int64_t) * (size_t)pixels);
    int64_t *target_offsets = ck_scratch_take(pool, worker, sizeof(int64_t) * (size_t)pixels);
    int64_t *run_offsets = ck_scratch_take(pool, worker, sizeof(int64_t) * (size_t)(p->rows.count * p->cols.count));
    size_t panel_floats = (size_t)(run->context->product->max_vectors * run->panels.width);
    float *sums = ck_scratch_take(pool, worker, 2 * sizeof(float) * panel_floats);
    fill_offsets(run, b, source_offsets, target_offsets);
    int32_t runs = fill_runs(run, b, run_offsets);
    int32_t run_length = p->channels * (run->merges_columns ? p->cols.count : 1);
    ck_tile_job job = {
        .source = p->source + b.image * p->source_image_stride + b.row * p->step_height * p->source_row_stride,
        .source_offsets = source_offsets,
        .target_offsets = target_offsets,
        .pixels = pixels,
        .fetches = !run->copies && runs == 1 && p->source_pixel_stride == p->channels && p->step_width == 1,
    };
    if (run->copies) {
        size_t bytes = sizeof(float) * (size_t)block_floats(run, b.images, b.rows);
        float *patch = ck_scratch_take(pool, worker, bytes);
        copy_patch(run, b, patch);
        job.source = patch;
    }
    int64_t start = b.image * p->target_image_stride + b.row * p->target_row_stride;
    int64_t k = (int64_t)runs * run_length;
    int64_t first_panel = group * run->panels.count / run->panel_groups;
    int64_t end_panel = (group + 1) * run->panels.count / run->panel_groups;
    for (int64_t panel = first_panel; panel < end_panel; panel++) {
        int64_t vector = ck_panel_start(&run->panels, panel);
        int64_t column = vector * run->panels.width;
        job.vectors = (int32_t)(ck_panel_start(&run->panels, panel + 1) - vector);
        job.columns = (int32_t)CK_MIN(job.vectors * run->panels.width, p->columns - column);
        job.weights = p->packed + column * k;
        job.target = p->target + start + column;
        job.addend = p->addend == NULL ? NULL : p->addend + start + column;
        job.bias = run->bias == NULL ? NULL : run->bias + column;
        if (p->sums != NULL) {
            job.sums = sums;
            job.squares = sums + panel_floats;
            memset(sums, 0, 2 * sizeof(float) * panel_floats);
        }
        run_panel(run, job, run_offsets, runs, run_length);
        if (p->activation > CK_ACTIVATION_RELU)
            for (int64_t i = 0; i < pixels; i++)
                ck_finish(run->context, p->activation, job.target + target_offsets[i], job.columns);
        if (p->sums != NULL)
            ck_put_sums(run->partial_sums + index * 2 * p->columns, p->columns, column, job.columns, sums, sums + panel_floats);
    }
    if (run->streams) atomic_thread_fence(memory_order_seq_cst);
    ck_scratch_release(pool, worker, mark);
}

bool ck_product_streams(const ck_product *p) {
    int64_t results = (int64_t)p->images * p->height * p->width * p->columns;
    return p->addend == NULL && p->activation <= CK_ACTIVATION_RELU && p->columns % 16 == 0 &&
           p->target_pixel_stride % 16 == 0 && p->target_row_stride % 16 == 0 && p->target_image_stride % 16 == 0 &&
           ck_bypasses_caches(results, p->columns, p->target);
}

void ck_put_sums(
    double *partial, int32_t columns, int64_t column, int32_t count, const float *sums, const float *squares) {
    for (int32_t o = 0; o < count; o++) {
        partial[column + o] = (double)sums[o];
        partial[columns + column + o] = (double)squares[o];
    }
}

void ck_combine_sums(const ck_product *p, const double *partial, int64_t blocks) {
    for (int64_t part = 0; part < 2; part++) {
        double *sums = p->sums + part * p->sums_stride;
        memset(sums, 0, sizeof(double) * (size_t)p->columns);
        for (int64_t b = 0; b < blocks; b++)
            for (int32_t o = 0; o < p->columns; o++) sums[o] += partial[(2 * b + part) * p->columns + o];
    }
}

/// The bias with zeros behind, so that the last vector can be loaded whole.
static const float *pad_bias(ck_pool *pool, const ck_product *p, const ck_panels *panels) {
    size_t count = (size_t)(panels->vectors * panels->width);
    float *bias = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(float) * count);
    memset(bias, 0, sizeof(float) * count);
    memcpy(bias, p->bias, sizeof(float) * (size_t)p->columns);
    return bias;
}

void ck_product_run(ck_context *context, const ck_product *p) {
    ck_pool *pool = context->pool;
    ck_scratch_mark mark = ck_scratch_begin(pool, CK_SHARED_SCRATCH);
    product_run run = {
        .context = context, .product = p, .panels = ck_product_panels(context->product, p->columns)};
    plan_source(&run);
    plan_blocks(&run);
    run.streams = ck_product_streams(p);
    if (p->bias != NULL) run.bias = pad_bias(pool, p, &run.panels);
    if (p->sums != NULL) {
        size_t count = 2 * (size_t)p->columns * (size_t)run.blocks;
        run.partial_sums = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(double) * count);
    }
    ck_pool_run(pool, run.blocks * run.panel_groups, run_task, &run);
    if (p->sums != NULL) ck_combine_sums(p, run.partial_sums, run.blocks);
    ck_scratch_release(pool, CK_SHARED_SCRATCH, mark);
}
