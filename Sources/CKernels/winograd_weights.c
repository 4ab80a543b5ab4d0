/// Winograd's weight gradient of a 3x3 convolution: 36 products a tile of 4 x 4 outputs instead of 144, or 81 with stride 2.
///
/// The forward pass is y = A^T [ (G w G^T) (B^T x B) ] A, so the gradient with respect to w is
///
///     dw = G^T [ sum over tiles of (B^T x B) (A dy A^T) ] G
///
/// with products element by element and, for each place, over all pairs of an input and an output channel. With stride 2 some
/// of the places share their weights, and so their sums; there are always 36. Both operands of a stage, of as many tiles as a
/// far cache holds, are transformed first, each once. Then the sums over tiles are shared by parts of the channels, if there
/// are many and one stage is enough: a task keeps the 36 sums of a part in its second-level cache and transforms them at once.
/// Else they are shared by places, and all are transformed at the end.
///
/// With few channels and many tiles, a thread works on a part of the tiles alone, stage by stage, or, of few stages, part by
/// part of the channels: what the threads would hand each other after each stage costs up to half of the time where they do
/// not share a cache.
#include <string.h>

#include "fetching.h"
#include "kernels.h"
#include "product.h"
#include "simd.h"

enum {
    /// Most channels and columns of a part: its 36 sums for each pair take half a megabyte.
    most_part_channels = 64,
    most_part_columns = 64,
    /// Floats of a stage's transformed operands, or as many as there are sums, which each stage reads and writes; and the
    /// most that a single stage may have, whose sums stay near.
    stage_floats = 1 << 19,
    single_stage_floats = 12 << 20,
    /// As the latter, of a chunk.
    chunk_floats = 1 << 21,
    /// Tiles that are transformed by a task, one fetched while the one before is computed.
    tiles_at_once = 8,
    /// Tiles that the products of a place take at a time: those of all channels of a part fit the first-level cache.
    block_tiles = 128,
    /// Floats between places, so that the stores of a transform do not meet in one set of the first-level cache.
    place_gap = 16,
    fewest_tasks = 16,
    fewest_chunk_tiles = 32,
    /// Most sums of a chunk whose tiles have no more places than weights.
    most_chunk_sums = 1 << 20,
    fewest_channels = 16,
    /// Below this many tiles the last transform costs more than the products save.
    fewest_tiles = 16,
    /// Products of stride 2 save less and transform more.
    fewest_strided_channels = 128,
    fewest_strided_tiles = 64,
};

typedef struct weights_run {
    const ck_context *context;
    const ck_winograd_transforms *transforms;
    /// Places along an axis, and all of them.
    int32_t side;
    ck_winograd_places places;
    ck_winograd_map input, output_gradient;
    /// dw, the floats between its rows, and whether it is added to.
    float *target;
    int64_t target_row;
    bool accumulate;
    int32_t channels, columns;
    ck_winograd_grid grid;
    int32_t channel_parts, column_parts;
    /// The tiles of this stage, and the end of all.
    int32_t first_tile, stage_tiles, end_tile;
    bool is_first_stage;
    ck_winograd_order order;
    /// [part][place][tile][channel of the part]
    float *inputs, *gradients;
    /// [36][channels][columns]
    float *sums;
    int64_t sum_stride;
} weights_run;

/// Parts of the tiles, each with a gradient of its own.
typedef struct chunked_run {
    const weights_run *run;
    int64_t chunks;
    /// [chunk][9][channels][columns]
    float *partial;
} chunked_run;

/// The rows and columns of dw that a task works on.
typedef struct part {
    int32_t channel, channels, column, columns;
    const float *inputs, *gradients;
    /// Floats between places.
    int64_t input_stride, gradient_stride;
} part;

static int32_t tiles_of(const ck_convolution *s) {
    return s->images * ((ck_convolution_output_height(s) + 3) / 4) * ((ck_convolution_output_width(s) + 3) / 4);
}

bool ck_winograd_serves_weights(const ck_context *context, const ck_convolution *s) {
    int32_t channels = s->input_channels / s->groups, columns = s->output_channels / s->groups;
    int32_t width = context->product->width;
    bool is_dense = s->stride_height == 1;
    return s->kernel_height == 3 && s->kernel_width == 3 && s->stride_height <= 2 &&
           s->stride_width == s->stride_height && s->dilation_height == 1 && s->dilation_width == 1 &&
           channels % width == 0 && columns % width == 0 &&
           CK_MIN(channels, columns) >= (is_dense ? fewest_channels : fewest_strided_channels) &&
           ck_convolution_output_height(s) >= 3 && ck_convolution_output_width(s) >= 3 &&
           tiles_of(s) >= (is_dense ? fewest_tiles : fewest_strided_tiles);
}

static part part_at(const weights_run *run, int32_t index) {
    int32_t width = run->context->product->width;
    int32_t channel_part = index / run->column_parts, column_part = index % run->column_parts;
    part p = {
        .channel = ck_part_start(channel_part, run->channel_parts, run->channels, width),
        .column = ck_part_start(column_part, run->column_parts, run->columns, width),
    };
    p.channels = ck_part_start(channel_part + 1, run->channel_parts, run->channels, width) - p.channel;
    p.columns = ck_part_start(column_part + 1, run->column_parts, run->columns, width) - p.column;
    p.input_stride = (int64_t)run->stage_tiles * p.channels + place_gap;
    p.gradient_stride = (int64_t)run->stage_tiles * p.columns + place_gap;
    p.inputs = run->inputs + run->places.count * ((int64_t)run->stage_tiles * p.channel + channel_part * place_gap);
    p.gradients = run->gradients + run->places.count * ((int64_t)run->stage_tiles * p.column + column_part * place_gap);
    return p;
}

/// Transforms a few tiles of both operands.
static void transform_task(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const weights_run *run = context;
    int32_t first = (int32_t)task * tiles_at_once, end = CK_MIN(first + tiles_at_once, run->stage_tiles);
    for (int32_t index = first; index < end; index++) {
        const float *inputs[ck_winograd_most_places], *gradients[16];
        if (index + 1 < end) {
            int32_t next = run->first_tile + run->order.tiles[index + 1];
            ck_winograd_fetch(&run->input, &run->grid, next, run->channels);
            ck_winograd_fetch(&run->output_gradient, &run->grid, next, run->columns);
        }
        int32_t tile = run->first_tile + run->order.tiles[index];
        ck_winograd_size size = ck_winograd_size_of(&run->grid, tile);
        ck_winograd_find(&run->input, &run->grid, tile, inputs);
        ck_winograd_find(&run->output_gradient, &run->grid, tile, gradients);
        for (int32_t x = 0; x < run->channel_parts; x++) {
            part p = part_at(run, x * run->column_parts);
            float *target = run->inputs + (p.inputs - run->inputs) + index * p.channels;
            run->transforms->input(inputs, size, p.channels, target, p.input_stride);
            for (int32_t y = 0; y < run->input.side * run->input.side; y++)
                if (inputs[y] != run->input.outside) inputs[y] += p.channels;
        }
        for (int32_t x = 0; x < run->column_parts; x++) {
            part p = part_at(run, x);
            float *target = run->gradients + (p.gradients - run->gradients) + index * p.columns;
            run->transforms->gradient(gradients, size, p.columns, target, p.gradient_stride);
            for (int32_t y = 0; y < 16; y++)
                if (gradients[y] != run->output_gradient.outside) gradients[y] += p.columns;
        }
    }
}

/// Adds the products of a block of tiles of one place to the sums, and fetches the next block.
static void add_block(
    const weights_run *run, const part *p, ck_gradient_job job, const float *next_input, const float *next_gradient) {
    const ck_product_kernels *kernels = run->context->product;
    ck_panels panels = ck_make_panels(p->columns, kernels->width, 2);
    int32_t tiles = (p->channels + kernels->gradient_rows - 1) / kernels->gradient_rows;
    int64_t count = next_input == NULL ? 0 : job.pixels;
    ck_fetching fetching = {
        .regions = {
            {next_input, p->channels, count, ck_lines(p->channels)},
            {next_gradient, p->columns, count, ck_lines(p->columns)},
        }};
    ck_spread_fetching(&fetching, tiles * panels.count * job.pixels, job.pixels);
    const float *input = job.source, *gradient = job.gradient;
    float *sums = job.target;
    for (int32_t t = 0; t < tiles; t++) {
        int32_t row = t * p->channels / tiles;
        job.rows = (t + 1) * p->channels / tiles - row;
        job.source = input + row;
        for (int64_t panel = 0; panel < panels.count; panel++) {
            int64_t vector = ck_panel_start(&panels, panel), column = vector * panels.width;
            job.vectors = (int32_t)(ck_panel_start(&panels, panel + 1) - vector);
            job.columns = job.vectors * panels.width;
            job.gradient = gradient + column;
            job.target = sums + row * job.target_stride + column;
            ck_fetch_some(&fetching, &job);
            kernels->gradient(&job);
        }
    }
}

/// Adds the products of those tiles of the stage that have a place of a part, by its number among the places, to its sums,
/// rows of `target_stride` floats, and fetches those of place number `next_index` of the part `next`, if that is not NULL.
static void add_place(
    const weights_run *run, const part *p, int32_t index, bool accumulate, float *sums, int64_t target_stride,
    const part *next, int32_t next_index) {
    int32_t place = run->places.indices[index], next_place = next == NULL ? 0 : run->places.indices[next_index];
    int32_t kind = ck_winograd_kind(run->side, run->grid.border, place);
    int32_t next_kind = ck_winograd_kind(run->side, run->grid.border, next_place);
    int64_t first = run->order.begins[kind], tiles = run->order.ends[kind] - first;
    // Without tiles, an empty block still clears the sums.
    int64_t blocks = CK_MAX((tiles + block_tiles - 1) / block_tiles, 1);
    int32_t positions[block_tiles];
    for (int32_t t = 0; t < block_tiles; t++) positions[t] = t;
    const float *inputs = p->inputs + place * p->input_stride, *gradients = p->gradients + place * p->gradient_stride;
    ck_gradient_job job = {
        .positions = positions,
        .source_stride = p->channels,
        .gradient_stride = p->columns,
        .target = sums,
        .target_stride = target_stride,
    };
    for (int64_t block = 0; block < blocks; block++) {
        int64_t tile = first + block * tiles / blocks, end = first + (block + 1) * tiles / blocks;
        job.pixels = end - tile;
        job.accumulate = accumulate || block > 0;
        job.source = inputs + tile * p->channels;
        job.gradient = gradients + tile * p->columns;
        const float *next_input = inputs + end * p->channels, *next_gradient = gradients + end * p->columns;
        if (block + 1 == blocks && next == NULL) next_input = next_gradient = NULL;
        if (block + 1 == blocks && next != NULL) {
            int64_t begin = run->order.begins[next_kind];
            next_input = next->inputs + next_place * next->input_stride + begin * next->channels;
            next_gradient = next->gradients + next_place * next->gradient_stride + begin * next->columns;
        }
        add_block(run, p, job, next_input, next_gradient);
    }
}

/// All places of one part, from the transformed operands to dw.
static void part_task(void *context, int64_t task, int32_t worker) {
    const weights_run *run = context;
    ck_pool *pool = run->context->pool;
    part p = part_at(run, (int32_t)task);
    int64_t sum_stride = (int64_t)p.channels * p.columns + place_gap;
    ck_scratch_mark mark = ck_scratch_begin(pool, worker);
    float *sums = ck_scratch_take(pool, worker, sizeof(float) * (size_t)(ck_winograd_weights * sum_stride));
    for (int32_t w = 0; w < ck_winograd_weights; w++)
        for (int32_t index = run->places.starts[w]; index < run->places.starts[w + 1]; index++)
            add_place(
                run, &p, index, index > run->places.starts[w], sums + w * sum_stride, p.columns,
                index + 1 < run->places.count ? &p : NULL, index + 1);
    for (int32_t c = 0; c < p.channels; c++)
        run->transforms->weights(
            sums + c * p.columns, sum_stride, run->target + (p.channel + c) * run->target_row + p.column,
            run->channels * run->target_row, p.columns, run->accumulate);
    ck_scratch_release(pool, worker, mark);
}

/// All parts of the places that share weights; the last, which many share, first.
static void place_task(void *context, int64_t task, int32_t worker) {
    (void)worker;
    const weights_run *run = context;
    int64_t w = ck_winograd_weights - 1 - task;
    int32_t parts = run->channel_parts * run->column_parts, begin = run->places.starts[w], end = run->places.starts[w + 1];
    for (int32_t index = 0; index < parts; index++) {
        part p = part_at(run, index), next = part_at(run, index + 1 < parts ? index + 1 : 0);
        float *sums = run->sums + w * run->sum_stride + (int64_t)p.channel * run->columns + p.column;
        for (int32_t x = begin; x < end; x++) {
            bool is_last = x + 1 == end;
            add_place(
                run, &p, x, !run->is_first_stage || x > begin, sums, run->columns,
                !is_last ? &p : index + 1 < parts ? &next : NULL, is_last ? begin : x + 1);
        }
    }
}

/// Transforms the sums of one channel.
static void finish_task(void *context, int64_t channel, int32_t worker) {
    (void)worker;
    const weights_run *run = context;
    run->transforms->weights(
        run->sums + channel * run->columns, run->sum_stride, run->target + channel * run->target_row,
        run->channels * run->target_row, run->columns, run->accumulate);
}

/// Cuts the tiles of a run into stages of nearly equal length and takes what they need from the scratch of `worker`.
static void sum_tiles(weights_run *run, bool by_parts, int32_t worker) {
    ck_pool *pool = run->context->pool;
    ck_scratch_mark mark = ck_scratch_begin(pool, worker);
    int32_t parts = run->channel_parts * run->column_parts, first_tile = run->first_tile, tiles = run->end_tile - first_tile;
    int32_t places = run->places.count;
    int64_t operand_floats = places * (int64_t)tiles * (run->channels + run->columns);
    int64_t sum_floats = ck_winograd_weights * run->sum_stride, most_floats = CK_MAX(stage_floats, sum_floats);
    int32_t stages = by_parts ? 1 : (int32_t)((operand_floats + most_floats - 1) / most_floats);
    int64_t most_tiles = (tiles + stages - 1) / stages;
    int32_t *order = ck_scratch_take(pool, worker, sizeof(int32_t) * (size_t)most_tiles);
    run->inputs = ck_scratch_take(
        pool, worker, sizeof(float) * (size_t)(places * (most_tiles * run->channels + run->channel_parts * place_gap)));
    run->gradients = ck_scratch_take(
        pool, worker, sizeof(float) * (size_t)(places * (most_tiles * run->columns + run->column_parts * place_gap)));
    if (!by_parts) run->sums = ck_scratch_take(pool, worker, sizeof(float) * (size_t)sum_floats);
    for (int32_t stage = 0; stage < stages; stage++) {
        int32_t begin = first_tile + (int32_t)((int64_t)stage * tiles / stages);
        run->stage_tiles = first_tile + (int32_t)((int64_t)(stage + 1) * tiles / stages) - begin;
        run->is_first_stage = stage == 0;
        run->first_tile = begin;
        run->order = ck_winograd_sort(&run->grid, begin, run->stage_tiles, order);
        ck_pool_run(pool, (run->stage_tiles + tiles_at_once - 1) / tiles_at_once, transform_task, run);
        if (by_parts)
            ck_pool_run(pool, parts, part_task, run);
        else
            ck_pool_run(pool, ck_winograd_weights, place_task, run);
    }
    if (!by_parts) ck_pool_run(pool, run->channels, finish_task, run);
    ck_scratch_release(pool, worker, mark);
}

/// All of dw from a part of the tiles: what is run for it runs on this thread.
static void chunk_task(void *context, int64_t chunk, int32_t worker) {
    const chunked_run *chunked = context;
    weights_run run = *chunked->run;
    run.first_tile = (int32_t)(chunk * run.end_tile / chunked->chunks);
    run.end_tile = (int32_t)((chunk + 1) * run.end_tile / chunked->chunks);
    run.target = chunked->partial + chunk * 9 * run.channels * run.columns;
    run.target_row = run.columns;
    run.accumulate = false;
    int64_t operand_floats = run.places.count * (int64_t)(run.end_tile - run.first_tile) * (run.channels + run.columns);
    bool fills_stages = operand_floats > CK_MAX(stage_floats, ck_winograd_weights * run.sum_stride);
    sum_tiles(&run, fills_stages && operand_floats <= chunk_floats, worker);
}

void ck_winograd_backward_weights(
    ck_context *context, const ck_convolution *s, const float *input, const float *output_gradient, bool accumulate,
    float *weight_gradient) {
    ck_pool *pool = context->pool;
    ck_winograd_form form = s->stride_height == 1 ? CK_WINOGRAD_DENSE : CK_WINOGRAD_STRIDED;
    weights_run run = {
        .context = context,
        .transforms = &context->product->winograd[form],
        .side = ck_winograd_shapes[form].places,
        .places = ck_winograd_list_places(form),
        .target = weight_gradient,
        .target_row = s->output_channels,
        .accumulate = accumulate,
        .channels = s->input_channels / s->groups,
        .columns = s->output_channels / s->groups,
        .end_tile = tiles_of(s),
    };
    int32_t height = ck_convolution_output_height(s), width = ck_convolution_output_width(s);
    run.grid = ck_make_winograd_grid(height, width);
    run.channel_parts = (run.channels + most_part_channels - 1) / most_part_channels;
    run.column_parts = (run.columns + most_part_columns - 1) / most_part_columns;
    run.sum_stride = (int64_t)run.channels * run.columns + place_gap;
    int64_t operand_floats = run.places.count * (int64_t)run.end_tile * (run.channels + run.columns);
    int64_t sum_floats = ck_winograd_weights * run.sum_stride;
    ck_scratch_mark mark = ck_scratch_begin(pool, CK_SHARED_SCRATCH);
    size_t most = (size_t)CK_MAX(run.channels, run.columns);
    float *zeros = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(float) * most);
    memset(zeros, 0, sizeof(float) * most);
    run.input = (ck_winograd_map){
        .pixels = input,
        .image_stride = s->input_image_stride,
        .row_stride = s->input_row_stride,
        .pixel_stride = s->input_pixel_stride,
        .height = s->input_height,
        .width = s->input_width,
        .side = ck_winograd_shapes[form].inputs,
        .step = ck_winograd_shapes[form].input_step,
        .first_row = -s->padding_height,
        .first_column = -s->padding_width,
        .outside = zeros,
    };
    run.output_gradient = (ck_winograd_map){
        .pixels = output_gradient,
        .image_stride = s->output_image_stride,
        .row_stride = s->output_row_stride,
        .pixel_stride = s->output_pixel_stride,
        .height = height,
        .width = width,
        .side = 4,
        .step = 4,
        .outside = zeros,
    };
    int64_t chunks = CK_MIN(fewest_tasks, run.end_tile / fewest_chunk_tiles);
    if (chunks > 1 && sum_floats <= (int64_t)most_chunk_sums * run.places.count / ck_winograd_weights) {
        size_t size = 9 * (size_t)(run.channels * run.columns);
        chunked_run chunked = {
            .run = &run,
            .chunks = chunks,
            .partial = ck_scratch_take(pool, CK_SHARED_SCRATCH, sizeof(float) * (size_t)chunks * size),
        };
        ck_pool_run(pool, chunks, chunk_task, &chunked);
        ck_combine_chunks(
            context, chunked.partial, chunks, 9 * (int64_t)run.channels, run.columns, weight_gradient, s->output_channels,
            accumulate);
    } else {
        bool is_near = operand_floats <= CK_MAX(single_stage_floats, sum_floats);
        sum_tiles(&run, is_near && run.channel_parts * run.column_parts >= fewest_tasks, CK_SHARED_SCRATCH);
    }
    ck_scratch_release(pool, CK_SHARED_SCRATCH, mark);
}
