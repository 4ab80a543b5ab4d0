/// The micro-kernel, once per instruction set: CK_WIDTH floats a vector, CK_NAME(x) for the names.
///
/// A tile of `rows` pixels by `vectors` vectors of outputs stays in registers while k runs over all runs of the source:
/// each step loads the vectors of one row of packed weights and multiplies them by one broadcast float of each pixel.
/// All loop bounds of `tile` are constants where it is called, so the compiler unrolls it into straight code.

typedef float CK_NAME(vector) __attribute__((ext_vector_type(CK_WIDTH)));
typedef float CK_NAME(unaligned) __attribute__((ext_vector_type(CK_WIDTH), aligned(4)));
#define VECTOR CK_NAME(vector)
#define UNALIGNED CK_NAME(unaligned)

enum { CK_NAME(most_rows) = 8 };

/// Stores a tile of which some rows or columns do not exist, from a copy with `stride` floats a row.
static __attribute__((noinline)) void CK_NAME(store_part)(
    const ck_tile_job *job, const float *tile, int32_t stride, int64_t first, int32_t rows) {
    for (int32_t i = 0; i < rows; i++, tile += stride) {
        int64_t offset = job->target_offsets[first + i];
        float *target = job->target + offset;
        int32_t x = 0;
        for (; x + CK_WIDTH <= job->columns; x += CK_WIDTH) {
            VECTOR value = *(const UNALIGNED *)(tile + x);
            if (job->addend != NULL) value += *(const UNALIGNED *)(job->addend + offset + x);
            if (job->rectify) value = __builtin_elementwise_max(value, (VECTOR)0);
            *(UNALIGNED *)(target + x) = value;
            if (job->sums == NULL) continue;
            *(UNALIGNED *)(job->sums + x) += value;
            *(UNALIGNED *)(job->squares + x) += value * value;
        }
        for (; x < job->columns; x++) {
            float value = tile[x] + (job->addend != NULL ? job->addend[offset + x] : 0);
            target[x] = job->rectify && value < 0 ? 0 : value;
            if (job->sums == NULL) continue;
            job->sums[x] += target[x];
            job->squares[x] += target[x] * target[x];
        }
    }
}

/// Multiplies steps `begin` to `end` of a run, and fetches `ahead` with a step of its own, and of what will be added a
/// line at each step: those of a pixel one after the other, then, `late_jump` floats further, those of the next.
CK_INLINE void CK_NAME(multiply)(
    VECTOR (*sums)[CK_MAX_VECTORS], const float *const *pixels, const float *weights, int64_t begin, int64_t end,
    const float *ahead, int64_t ahead_step, const float *late, int64_t late_jump, int32_t rows, int32_t vectors) {
    weights += begin * vectors * CK_WIDTH;
    ahead += begin * ahead_step;
    for (int64_t k = begin; k < end; k++) {
        VECTOR w[CK_MAX_VECTORS];
        __builtin_prefetch(ahead, 0, 2);
        ahead += ahead_step;
        if (late != NULL) {
            __builtin_prefetch(late, 0, 2);
            late += (k + 1) % CK_MAX(vectors * CK_WIDTH / 16, 1) == 0 ? late_jump : 16;
        }
#pragma unroll
        for (int32_t v = 0; v < vectors; v++) w[v] = *(const VECTOR *)(weights + v * CK_WIDTH);
#pragma unroll
        for (int32_t i = 0; i < rows; i++) {
            VECTOR x = (VECTOR)(pixels[i][k]);
#pragma unroll
            for (int32_t v = 0; v < vectors; v++) sums[i][v] = CK_MULTIPLY_ADD(x, w[v], sums[i][v]);
        }
        weights += vectors * CK_WIDTH;
    }
}

/// Computes `rows` pixels from number `first`, of which those below `job->pixels` are stored; `adds` if there is an addend.
CK_INLINE void CK_NAME(tile)(const ck_tile_job *job, int64_t first, int32_t rows, int32_t vectors, bool adds) {
    VECTOR sums[CK_NAME(most_rows)][CK_MAX_VECTORS];
    const float *pixels[CK_NAME(most_rows)];
    const float *weights = job->weights;
    int64_t last = job->pixels - 1;
    for (int32_t i = 0; i < rows; i++)
        for (int32_t v = 0; v < vectors; v++) sums[i][v] = 0;
    for (int32_t r = 0; r < job->runs; r++) {
        const float *run = job->source + job->run_offsets[r];
        for (int32_t i = 0; i < rows; i++) pixels[i] = run + job->source_offsets[CK_MIN(first + i, last)];
        const float *ahead = weights;
        int64_t ahead_step = 0;
        if (job->fetches) {
            ahead = run + job->source_offsets[CK_MIN(first + rows, last)];
            ahead_step = rows;
        } else if (job->next_weights != NULL && first < rows * (vectors * CK_WIDTH / 16)) {
            // A line at each step: the first tiles fetch a part each, in the order of the lines.
            ahead = job->next_weights + (first / rows * job->runs + r) * job->run_length * 16;
            ahead_step = 16;
        }
        int64_t begin = 0;
        if (adds && r == 0) {
            // What the next tile will be added to comes in the first steps of this one, a line at each.
            int64_t next = job->target_offsets[CK_MIN(first + rows, last)];
            int64_t jump = job->target_offsets[CK_MIN(first + rows + 1, last)] - next - (vectors * CK_WIDTH - 16);
            begin = CK_MIN(rows * CK_MAX(vectors * CK_WIDTH / 16, 1), job->run_length);
            CK_NAME(multiply)(
                sums, pixels, weights, 0, begin, ahead, ahead_step, job->addend + next, jump, rows, vectors);
        }
        CK_NAME(multiply)(
            sums, pixels, weights, begin, job->run_length, ahead, ahead_step, NULL, 0, rows, vectors);
        weights += (int64_t)job->run_length * vectors * CK_WIDTH;
    }
    if (job->bias != NULL) {
#pragma unroll
        for (int32_t v = 0; v < vectors; v++) {
            VECTOR b = *(const UNALIGNED *)(job->bias + v * CK_WIDTH);
#pragma unroll
            for (int32_t i = 0; i < rows; i++) sums[i][v] += b;
        }
    }
    if (first + rows > job->pixels || job->columns < vectors * CK_WIDTH) {
        VECTOR copy[CK_NAME(most_rows)][CK_MAX_VECTORS];
        memcpy(copy, sums, sizeof(copy));
        int32_t stored = (int32_t)CK_MIN(job->pixels - first, rows);
        CK_NAME(store_part)(job, (const float *)copy, CK_MAX_VECTORS * CK_WIDTH, first, stored);
        return;
    }
    float *targets[CK_NAME(most_rows)];
    for (int32_t i = 0; i < rows; i++) targets[i] = job->target + job->target_offsets[first + i];
    if (adds)
#pragma unroll
        for (int32_t i = 0; i < rows; i++)
#pragma unroll
            for (int32_t v = 0; v < vectors; v++)
                sums[i][v] += *(const UNALIGNED *)(job->addend + job->target_offsets[first + i] + v * CK_WIDTH);
    if (job->rectify)
#pragma unroll
        for (int32_t i = 0; i < rows; i++)
#pragma unroll
            for (int32_t v = 0; v < vectors; v++) sums[i][v] = __builtin_elementwise_max(sums[i][v], (VECTOR)0);
    if (job->streams) {
#pragma unroll
        for (int32_t i = 0; i < rows; i++)
#pragma unroll
            for (int32_t v = 0; v < vectors; v++)
                __builtin_nontemporal_store(sums[i][v], (VECTOR *)(targets[i] + v * CK_WIDTH));
    } else {
#pragma unroll
        for (int32_t i = 0; i < rows; i++)
#pragma unroll
            for (int32_t v = 0; v < vectors; v++) *(UNALIGNED *)(targets[i] + v * CK_WIDTH) = sums[i][v];
    }
    if (job->sums == NULL) return;
    for (int32_t v = 0; v < vectors; v++) {
        VECTOR sum = 0, square = 0;
        for (int32_t i = 0; i < rows; i++) {
            sum += sums[i][v];
            square += sums[i][v] * sums[i][v];
        }
        *(UNALIGNED *)(job->sums + v * CK_WIDTH) += sum;
        *(UNALIGNED *)(job->squares + v * CK_WIDTH) += square;
    }
}

/// All pixels of the job: full tiles, then one of half the rows if that is enough.
#define CK_TILES(vectors, rows)                                                                          \
    CK_INLINE void CK_NAME(all_tiles_##vectors)(const ck_tile_job *job, bool adds) {                     \
        int64_t first = 0;                                                                               \
        for (; first + (rows) / 2 < job->pixels; first += (rows))                                        \
            CK_NAME(tile)(job, first, rows, vectors, adds);                                              \
        if (first < job->pixels) CK_NAME(tile)(job, first, (rows) / 2, vectors, adds);                   \
    }                                                                                                    \
    static void CK_NAME(tiles_##vectors)(const ck_tile_job *job) {                                       \
        return job->addend != NULL ? CK_NAME(all_tiles_##vectors)(job, true)                             \
                                   : CK_NAME(all_tiles_##vectors)(job, false);                           \
    }

CK_TILES(1, 8)
#if CK_MAX_VECTORS == 2
CK_TILES(2, 6)
#else
CK_TILES(2, 8)
CK_TILES(3, 8)
CK_TILES(4, 6)
#endif

static void CK_NAME(tiles)(const ck_tile_job *job) {
    switch (job->vectors) {
        case 1:
            return CK_NAME(tiles_1)(job);
        case 2:
            return CK_NAME(tiles_2)(job);
#if CK_MAX_VECTORS > 2
        case 3:
            return CK_NAME(tiles_3)(job);
        case 4:
            return CK_NAME(tiles_4)(job);
#endif
    }
}
