/// Winograd's algorithm for 3x3 kernels: sixteen outputs of a tile for 36 products instead of 144, or, with stride 2, for 81.
///
/// Forward and backward data alike: with U = G w G^T, V = B^T d B for each tile of inputs, and the sum over channels taken by
/// the micro-kernel for each of the places, y = A^T [ sum over c of U V ] A. A task works on a block of tiles and keeps their
/// V and the products of one panel in its caches.
#include <string.h>

#include "kernels.h"
#include "product.h"
#include "simd.h"

enum {
    most_outputs = 64,
    /// Most tiles of a block: enough for each panel of U, which comes from a far cache, to be used often.
    block_tiles = 36,
    /// Blocks start at multiples of half the rows of the micro-kernel's widest tile, so that few rows compute nothing, or,
    /// of images that two of them share and whose last tiles are smaller, at whole images.
    row_unit = 3,
    most_unit = 18,
    /// Floats between places, so that the stores of a transform do not meet in one set of the first-level cache.
    place_gap = 16,
    fewest_tasks = 8,
    fewest_channels = 16,
    /// Products of stride 2 save less and transform more.
    fewest_strided_channels = 128,
    fewest_strided_tiles = 64,
    /// Below this many tiles the weights are transformed piece by piece, below the other not at all.
    fewest_tiles = 96,
    fewest_tiles_of_panels = 8,
    /// Channels of such a piece: with a panel of 64 columns it takes a megabyte.
    stretch_channels = 128,
};

typedef struct winograd_run {
    const ck_context *context;
    const ck_product *product;
    const ck_winograd_transforms *transforms;
    ck_winograd_shape shape;
    ck_winograd_places places;
    ck_panels panels;
    ck_winograd_grid grid;
    ck_winograd_map source, target;
    int64_t tiles, unit, blocks;
    int32_t panel_groups;
    /// Floats between the channels of neighbouring tiles in V; with few tiles, of so many channels that lie there together:
    /// the 81 places of stride 2 spill far, and a stretch whose tiles adjoin can be fetched.
    int64_t pitch;
    int32_t input_channels;
    const float *packed;
    /// The weights, [panel][36][channel][column]; with few tiles the inputs, [stretch][place][tile][pitch].
    float *transformed;
    double *partial_sums;
    bool streams;
} winograd_run;

/// The tiles that have the places of each kind, by the offsets of their channels and their products.
typedef struct tile_lists {
    int64_t counts[ck_winograd_kinds], sources[ck_winograd_kinds][fewest_tiles], targets[ck_winograd_kinds][fewest_tiles];
} tile_lists;

static bool is_three_adjacent(const ck_tap_axis *axis) {
    return axis->count == 3 && axis->offsets[1] == axis->offsets[0] + 1 && axis->offsets[2] == axis->offsets[0] + 2;
}

/// The tiles of the outputs, or with CK_WINOGRAD_SPREAD of the output gradient.
static ck_winograd_grid grid_of(ck_winograd_form form, const ck_product *p) {
    int32_t divisor = form == CK_WINOGRAD_SPREAD ? 2 : 1;
    return ck_make_winograd_grid((p->height + divisor - 1) / divisor, (p->width + divisor - 1) / divisor);
}

bool ck_winograd_serves(const ck_context *context, ck_winograd_form form, const ck_product *p) {
    int32_t width = context->product->width, step = form == CK_WINOGRAD_STRIDED ? 2 : 1;
    bool is_dense = form == CK_WINOGRAD_DENSE;
    ck_winograd_grid grid = grid_of(form, p);
    int64_t tiles = (int64_t)p->images * grid.rows * grid.columns;
    return is_three_adjacent(&p->rows) && is_three_adjacent(&p->cols) && p->step_height == step &&
           p->step_width == step && p->channels % width == 0 && p->columns % width == 0 &&
           CK_MIN(p->channels, p->columns) >= (is_dense ? fewest_channels : fewest_strided_channels) &&
           tiles >= (is_dense ? fewest_tiles_of_panels : fewest_strided_tiles) && p->height >= 3 && p->width >= 3;
}

/// Where the transformed weights of a panel start, channels * width + place_gap floats apart.
static float *panel_weights(const winograd_run *run, int64_t panel) {
    int64_t column = ck_panel_start(&run->panels, panel) * run->panels.width;
    return run->transformed + ck_winograd_weights * (column * run->product->channels + panel * place_gap);
}

/// The first tile of a block: blocks are as long as each other, so that no thread waits for a long one or is left a short.
static int64_t block_start(const winograd_run *run, int64_t block) {
    int64_t units = (run->tiles + run->unit - 1) / run->unit;
    return CK_MIN(block * units / run->blocks * run->unit, run->tiles);
}

/// Transforms the weights of one panel.
static void transform_weights(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const winograd_run *run = context;
    int64_t channels = run->product->channels;
    int64_t vector = ck_panel_start(&run->panels, task);
    int64_t width = (ck_panel_start(&run->panels, task + 1) - vector) * run->panels.width;
    int64_t first = vector * run->panels.width;
    run->transforms->filter(
        run->packed + first * 9 * channels, channels * width, panel_weights(run, task), channels * width + place_gap,
        channels * width);
}

/// Lists `count` tiles from `first` on, whose channels lie `pitch` and whose products `product_pitch` floats apart.
static void list_tiles(const winograd_run *run, int64_t first, int64_t count, int64_t product_pitch, tile_lists *lists) {
    for (int32_t kind = 0; kind < ck_winograd_kinds; kind++) {
        lists->counts[kind] = 0;
        for (int64_t t = 0; t < count; t++) {
            if (!ck_winograd_has_kind(ck_winograd_size_of(&run->grid, first + t), kind)) continue;
            int64_t index = lists->counts[kind]++;
            lists->sources[kind][index] = t * run->pitch;
            lists->targets[kind][index] = t * product_pitch;
        }
    }
}

/// Lets a job work on the tiles that have a place; false if there are none.
static bool choose_tiles(const winograd_run *run, const tile_lists *lists, int64_t place, ck_tile_job *job) {
    int32_t kind = ck_winograd_kind(run->shape.places, run->grid.border, (int32_t)place);
    job->source_offsets = lists->sources[kind];
    job->target_offsets = lists->targets[kind];
    job->pixels = lists->counts[kind];
    return job->pixels > 0;
}

/// The outputs of tile `tile`, NULL for those outside.
static void find_outputs(const winograd_run *run, int64_t tile, float **outputs) {
    ck_winograd_find(&run->target, &run->grid, tile, (const float **)outputs);
}

/// Begins to bring what the outputs of a tile will be added to into the second-level cache.
static void fetch_addend(const winograd_run *run, float *const *outputs, int64_t column, int32_t columns) {
    const ck_product *p = run->product;
    for (int32_t x = 0; x < run->shape.outputs * run->shape.outputs; x++) {
        if (outputs[x] == NULL) continue;
        const float *place = p->addend + (outputs[x] - p->target) + column;
        for (int32_t c = 0; c < columns; c += 16) __builtin_prefetch(place + c, 0, 2);
    }
}

/// Transforms the products of one panel, `panel_floats` apart, and stores the outputs of block `block`.
static void store_block(
    const winograd_run *run, int64_t panel, int64_t block, const float *products, int64_t stride,
    float *const outputs[][most_outputs], float *sums) {
    const ck_product *p = run->product;
    const ck_product_kernels *kernels = run->context->product;
    int64_t panel_floats = (int64_t)kernels->max_vectors * kernels->width;
    int64_t first = block_start(run, block), tiles = block_start(run, block + 1) - first;
    int64_t vector = ck_panel_start(&run->panels, panel), column = vector * run->panels.width;
    int32_t columns = (int32_t)(ck_panel_start(&run->panels, panel + 1) - vector) * run->panels.width;
    int32_t count = run->shape.outputs * run->shape.outputs;
    ck_winograd_output output = {
        .stride = stride,
        .columns = columns,
        .bias = p->bias == NULL ? NULL : p->bias + column,
        .accumulate = p->addend != NULL,
        .addend_offset = p->addend == NULL ? 0 : p->addend - p->target,
        .rectify = p->activation == CK_ACTIVATION_RELU,
        .streams = run->streams,
    };
    if (p->sums != NULL) {
        output.sums = sums;
        output.squares = sums + panel_floats;
        memset(sums, 0, 2 * sizeof(float) * (size_t)panel_floats);
    }
    for (int64_t t = 0; t < tiles; t++) {
        float *targets[most_outputs];
        for (int32_t x = 0; x < count; x++) targets[x] = outputs[t][x] == NULL ? NULL : outputs[t][x] + column;
        output.size = ck_winograd_size_of(&run->grid, first + t);
        run->transforms->output(&output, products + t * panel_floats, targets);
        if (p->activation > CK_ACTIVATION_RELU)
            for (int32_t x = 0; x < count; x++)
                if (targets[x] != NULL) ck_finish(run->context, p->activation, targets[x], columns);
    }
    if (p->sums != NULL)
        ck_put_sums(run->partial_sums + block * 2 * p->columns, p->columns, column, columns, sums, sums + panel_floats);
    if (run->streams) atomic_thread_fence(memory_order_seq_cst);
}

static void winograd_task(void *context, int64_t task, int32_t worker) {
    const winograd_run *run = context;
    const ck_product *p = run->product;
    const ck_product_kernels *kernels = run->context->product;
    ck_pool *pool = run->context->pool;
    ck_scratch_mark mark = ck_scratch_begin(pool, worker);
    int64_t block = task / run->panel_groups, group = task % run->panel_groups;
    int64_t first_tile = block_start(run, block), tiles = block_start(run, block + 1) - first_tile;
    int64_t panel_floats = (int64_t)kernels->max_vectors * kernels->width;
    int64_t place_stride = block_tiles * run->pitch + place_gap;
    int64_t product_stride = block_tiles * panel_floats + place_gap;
    float *inputs = ck_scratch_take(pool, worker, sizeof(float) * (size_t)(run->places.count * place_stride));
    float *products = ck_scratch_take(pool, worker, sizeof(float) * (size_t)(run->places.count * product_stride));
    float *sums = ck_scratch_take(pool, worker, 2 * sizeof(float) * (size_t)panel_floats);
    const float *pixels[ck_winograd_most_places];
    float *outputs[block_tiles][most_outputs];
    tile_lists lists;
    list_tiles(run, first_tile, tiles, panel_floats, &lists);
    for (int64_t t = 0; t < tiles; t++) {
        ck_winograd_find(&run->source, &run->grid, first_tile + t, pixels);
        find_outputs(run, first_tile + t, outputs[t]);
        if (t + 1 < tiles) ck_winograd_fetch(&run->source, &run->grid, first_tile + t + 1, p->channels);
        ck_winograd_size size = ck_winograd_size_of(&run->grid, first_tile + t);
        run->transforms->input(pixels, size, p->channels, inputs + t * run->pitch, place_stride);
    }
    int64_t no_offset = 0;
    ck_tile_job job = {
        .run_offsets = &no_offset,
        .runs = 1,
        .run_length = p->channels,
    };
    int64_t end_panel = (group + 1) * run->panels.count / run->panel_groups;
    for (int64_t panel = group * run->panels.count / run->panel_groups; panel < end_panel; panel++) {
        int64_t vector = ck_panel_start(&run->panels, panel);
        job.vectors = (int32_t)(ck_panel_start(&run->panels, panel + 1) - vector);
        job.columns = job.vectors * run->panels.width;
        int64_t weight_stride = (int64_t)job.columns * p->channels + place_gap;
        for (int32_t w = 0; w < ck_winograd_weights; w++) {
            job.weights = panel_weights(run, panel) + w * weight_stride;
            for (int32_t index = run->places.starts[w]; index < run->places.starts[w + 1]; index++) {
                // A tile for each place: the products leave memory idle.
                if (p->addend != NULL && index < tiles)
                    fetch_addend(run, outputs[index], vector * run->panels.width, job.columns);
                int32_t place = run->places.indices[index];
                bool is_last = index + 1 == run->places.starts[w + 1] && index + 1 < run->places.count;
                job.source = inputs + place * place_stride;
                job.target = products + place * product_stride;
                job.next_weights = is_last ? job.weights + weight_stride : NULL;
                if (choose_tiles(run, &lists, place, &job)) kernels->tiles(&job);
            }
        }
        store_block(run, panel, block, products, product_stride, outputs, sums);
    }
    ck_scratch_release(pool, worker, mark);
}

/// With few tiles, the transformed weights would not pay for their trip through memory. Then all inputs are transformed
/// first, and a task runs over all tiles of one panel, stretch by stretch of channels: it transforms the weights of a
/// stretch into its second-level cache, uses them there, and adds to the products.
static void transform_inputs(void *context, int64_t tile, int32_t worker) {
    (void)worker;
    const winograd_run *run = context;
    const float *pixels[ck_winograd_most_places];
    ck_winograd_find(&run->source, &run->grid, tile, pixels);
    ck_winograd_size size = ck_winograd_size_of(&run->grid, tile);
    int64_t place_stride = run->tiles * run->pitch + place_gap;
    float *target = run->transformed + tile * run->pitch;
    for (int32_t channel = 0; channel < run->product->channels; channel += run->input_channels) {
        int32_t channels = CK_MIN(run->input_channels, run->product->channels - channel);
        run->transforms->input(pixels, size, channels, target, place_stride);
        for (int32_t x = 0; x < run->source.side * run->source.side; x++) pixels[x] += channels;
        target += run->places.count * place_stride;
    }
}

static void panel_task(void *context, int64_t panel, int32_t worker) {
    const winograd_run *run = context;
    const ck_product *p = run->product;
    const ck_product_kernels *kernels = run->context->product;
    ck_pool *pool = run->context->pool;
    ck_scratch_mark mark = ck_scratch_begin(pool, worker);
    int64_t panel_floats = (int64_t)kernels->max_vectors * kernels->width;
    int64_t place_stride = run->tiles * run->pitch + place_gap, product_stride = run->tiles * panel_floats + place_gap;
    int64_t vector = ck_panel_start(&run->panels, panel), column = vector * run->panels.width;
    int64_t columns = (ck_panel_start(&run->panels, panel + 1) - vector) * run->panels.width;
    int64_t weight_stride = stretch_channels * columns + place_gap;
    float *weights = ck_scratch_take(pool, worker, sizeof(float) * (size_t)(ck_winograd_weights * weight_stride));
    float *products = ck_scratch_take(pool, worker, sizeof(float) * (size_t)(run->places.count * product_stride));
    float *sums = ck_scratch_take(pool, worker, 2 * sizeof(float) * (size_t)panel_floats);
    int64_t no_offset = 0;
    tile_lists lists;
    list_tiles(run, 0, run->tiles, panel_floats, &lists);
    ck_tile_job job = {
        .run_offsets = &no_offset,
        .runs = 1,
        .vectors = (int32_t)(columns / run->panels.width),
        .columns = (int32_t)columns,
        .fetches = run->input_channels == stretch_channels,
    };
    for (int64_t channel = 0; channel < p->channels; channel += stretch_channels) {
        job.run_length = (int32_t)CK_MIN(stretch_channels, p->channels - channel);
        run->transforms->filter(
            run->packed + column * 9 * p->channels + channel * columns, p->channels * columns, weights, weight_stride,
            job.run_length * columns);
        const float *inputs = run->transformed + channel / run->input_channels * run->places.count * place_stride +
                              channel % run->input_channels;
        for (int32_t w = 0; w < ck_winograd_weights; w++) {
            job.weights = weights + w * weight_stride;
            for (int32_t index = run->places.starts[w]; index < run->places.starts[w + 1]; index++) {
                int32_t place = run->places.indices[index];
                job.source = inputs + place * place_stride;
                job.target = products + place * product_stride;
                job.addend = channel == 0 ? NULL : job.target;
                if (choose_tiles(run, &lists, place, &job)) kernels->tiles(&job);
            }
        }
    }
    for (int64_t block = 0; block < run->blocks; block++) {
        float *outputs[block_tiles][most_outputs];
        int64_t first = block_start(run, block), end = block_start(run, block + 1);
        for (int64_t t = first; t < end; t++) find_outputs(run, t, outputs[t - first]);
        store_block(run, panel, block, products + first * panel_floats, product_stride, outputs, sums);
    }
    ck_scratch_release(pool, worker, mark);
}

void ck_winograd_run(ck_context *context, ck_winograd_form form, const ck_product *p) {
    ck_pool *pool = context->pool;
    ck_scratch_mark mark = ck_scratch_begin(pool, CK_SHARED_SCRATCH);
    winograd_run run = {
        .context = context,
        .product = p,
        .panels = ck_product_panels(context->product, p->columns),
        .transforms = &context->product->winograd[form],
        .shape = ck_winograd_shapes[form],
        .places = ck_winograd_list_places(form),
        .grid = grid_of(form, p),
        .pitch = p->channels % 1024 == 0 ? p->channels + 16 : p->channels,
        .input_channels = p->channels,
        .packed = p->packed,
        .panel_groups = 1,
        .streams = ck_product_streams(p),
    };
    run.tiles = (int64_t)p->images * run.grid.rows * run.grid.columns;
    int64_t image_tiles = (int64_t)run.grid.rows * run.grid.columns;
    bool has_borders = run.grid.border.rows < 4 || run.grid.border.columns < 4;
    run.unit = has_borders && image_tiles <= most_unit ? image_tiles : row_unit;
    // An even number: two threads end together.
    int64_t most_tiles = block_tiles / run.unit * run.unit;
    run.blocks = (run.tiles + 2 * most_tiles - 1) / (2 * most_tiles) * 2;
    while (run.blocks * run.panel_groups < fewest_tasks && run.panel_groups < run.panels.count) run.panel_groups++;
    bool by_panels = run.tiles < fewest_tiles;
    if (by_panels && form != CK_WINOGRAD_DENSE) run.pitch = run.input_channels = CK_MIN(stretch_channels, p->channels);
    int64_t stretches = (p->channels + run.input_channels - 1) / run.input_channels;
    int64_t size = by_panels ? stretches * run.places.count * (run.tiles * run.pitch + place_gap)
                             : ck_packed_size(&run.panels, (int64_t)ck_winograd_weights * p->channels) +
                                   run.panels.count * ck_winograd_weights * place_gap;
    run.transformed = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)size);
    float *zeros = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)p->channels);
    memset(zeros, 0, sizeof(float) * (size_t)p->channels);
    run.source = (ck_winograd_map){
        .pixels = p->source,
        .image_stride = p->source_image_stride,
        .row_stride = p->source_row_stride,
        .pixel_stride = p->source_pixel_stride,
        .height = p->source_height,
        .width = p->source_width,
        .side = run.shape.inputs,
        .step = run.shape.input_step,
        .first_row = p->rows.offsets[0],
        .first_column = p->cols.offsets[0],
        .outside = zeros,
    };
    run.target = (ck_winograd_map){
        .pixels = p->target,
        .image_stride = p->target_image_stride,
        .row_stride = p->target_row_stride,
        .pixel_stride = p->target_pixel_stride,
        .height = p->height,
        .width = p->width,
        .side = run.shape.outputs,
        .step = run.shape.outputs,
    };
    if (p->sums != NULL) {
        size_t count = 2 * (size_t)p->columns * (size_t)run.blocks;
        run.partial_sums = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(double) * count);
    }
    if (by_panels) {
        ck_pool_run(pool, run.tiles, transform_inputs, &run);
        ck_pool_run(pool, run.panels.count, panel_task, &run);
    } else {
        ck_pool_run(pool, run.panels.count, transform_weights, &run);
        ck_pool_run(pool, run.blocks * run.panel_groups, winograd_task, &run);
    }
    if (p->sums != NULL) ck_combine_sums(p, run.partial_sums, run.blocks);
    ck_scratch_release(pool, CK_SHARED_SCRATCH, mark);
}
