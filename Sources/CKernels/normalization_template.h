/// Column sums of blocks that fit the cache, and the passes that apply a normalization and its gradient.

static void block_sums(const ck_block *block, float *sums) {
  const float *row = block->data;
  int64_t columns = block->columns, stride = block->stride, i = 0;
  for (; i + 4 <= block->rows; i += 4, row += 4 * stride) {
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++)
      sums[c] += (row[c] + row[stride + c]) + (row[2 * stride + c] + row[3 * stride + c]);
  }
  for (; i < block->rows; i++, row += stride) {
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) sums[c] += row[c];
  }
}

static void block_deviations(const ck_block *block, const float *mean, float *sums, float *squares) {
#pragma clang fp contract(fast)
  const float *row = block->data;
  int64_t columns = block->columns, stride = block->stride, i = 0;
  for (; i + 4 <= block->rows; i += 4, row += 4 * stride) {
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) {
      float d0 = row[c] - mean[c], d1 = row[stride + c] - mean[c];
      float d2 = row[2 * stride + c] - mean[c], d3 = row[3 * stride + c] - mean[c];
      sums[c] += (d0 + d1) + (d2 + d3);
      squares[c] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
    }
  }
  for (; i < block->rows; i++, row += stride) {
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) {
      float d = row[c] - mean[c];
      sums[c] += d;
      squares[c] += d * d;
    }
  }
}

/// One function for forward and backward passes: what it gives must be the same to the bit.
CK_INLINE float normalized(float centred, float factor, float shift) {
#pragma clang fp contract(fast)
  return centred * factor + shift;
}

CK_INLINE float masked_gradient(ck_mask mask, float gradient, float output, float centred, float factor, float shift) {
  if (mask == CK_MASK_NONE) return gradient;
  float value = mask == CK_MASK_FROM_OUTPUT ? output : normalized(centred, factor, shift);
  return value > 0 ? gradient : 0;
}

CK_INLINE void gradient_sums(
    const ck_gradient_block *block, ck_mask mask, bool stores, float *sums, float *products) {
#pragma clang fp contract(fast)
  int64_t columns = block->columns, stride = block->stride;
  const float *mean = block->mean, *factor = block->factor, *shift = block->shift;
  int64_t ahead = CK_MAX(2, fetched_ahead / columns) * stride, i = 0;
  for (; i + 2 <= block->rows; i += 2) {
    const float *dy = block->output_gradient + i * stride, *x = block->input + i * stride;
    const float *y = mask == CK_MASK_FROM_OUTPUT ? block->output + i * stride : dy;
    float *masked = stores ? block->masked + i * stride : sums;
    for (int64_t next = ahead; next < ahead + 2 * stride; next += stride) {
      fetch_row(dy + next, columns);
      fetch_row(x + next, columns);
      if (mask == CK_MASK_FROM_OUTPUT) fetch_row(y + next, columns);
    }
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) {
      float d0 = x[c] - mean[c], d1 = x[stride + c] - mean[c];
      float g0 = masked_gradient(mask, dy[c], y[c], d0, factor[c], shift[c]);
      float g1 = masked_gradient(mask, dy[stride + c], y[stride + c], d1, factor[c], shift[c]);
      if (stores) masked[c] = g0;
      if (stores) masked[stride + c] = g1;
      sums[c] += g0 + g1;
      products[c] += g0 * d0 + g1 * d1;
    }
  }
  if (i < block->rows) {
    const float *dy = block->output_gradient + i * stride, *x = block->input + i * stride;
    const float *y = mask == CK_MASK_FROM_OUTPUT ? block->output + i * stride : dy;
    float *masked = stores ? block->masked + i * stride : sums;
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) {
      float d = x[c] - mean[c];
      float g = masked_gradient(mask, dy[c], y[c], d, factor[c], shift[c]);
      if (stores) masked[c] = g;
      sums[c] += g;
      products[c] += g * d;
    }
  }
}

CK_INLINE void masked_gradient_sums(const ck_gradient_block *block, ck_mask mask, float *sums, float *products) {
  if (block->masked != NULL) return gradient_sums(block, mask, true, sums, products);
  gradient_sums(block, mask, false, sums, products);
}

static void block_gradient_sums(const ck_gradient_block *block, float *sums, float *products) {
  switch (block->mask) {
    case CK_MASK_NONE:
      return masked_gradient_sums(block, CK_MASK_NONE, sums, products);
    case CK_MASK_FROM_OUTPUT:
      return masked_gradient_sums(block, CK_MASK_FROM_OUTPUT, sums, products);
    case CK_MASK_FROM_INPUT:
      return masked_gradient_sums(block, CK_MASK_FROM_INPUT, sums, products);
  }
}

CK_INLINE void normalize_loop(
    const ck_normalize_arguments *a, bool has_residual, bool relu, int64_t begin, int64_t end) {
#pragma clang fp contract(fast)
  const float *mean = a->mean, *factor = a->factor, *shift = a->shift;
  _Alignas(64) float row[ck_widest_streamed];
  for (int64_t i = begin; i < end; i += a->period) {
    const float *x = a->input + i, *r = has_residual ? a->residual + i : x;
    float *y = a->streams ? row : a->output + i;
    int64_t count = CK_MIN(a->period, end - i);
    CK_VECTORIZE
    for (int64_t c = 0; c < count; c++) {
      float value = normalized(x[c] - mean[c], factor[c], shift[c]);
      if (has_residual) value += r[c];
      y[c] = relu && value < 0 ? 0 : value;
    }
    if (a->streams) put_past_caches(a->output + i, row, count);
  }
  if (a->streams) atomic_thread_fence(memory_order_seq_cst);
}

/// `begin` is a multiple of the period.
static void normalize(const void *arguments, int64_t begin, int64_t end) {
  const ck_normalize_arguments *a = arguments;
  bool has_residual = a->residual != NULL;
  if (has_residual && a->relu) return normalize_loop(a, true, true, begin, end);
  if (has_residual) return normalize_loop(a, true, false, begin, end);
  if (a->relu) return normalize_loop(a, false, true, begin, end);
  normalize_loop(a, false, false, begin, end);
}

CK_INLINE void normalize_gradient_loop(
    const ck_normalize_gradient_arguments *a, ck_mask mask, bool through_statistics, int64_t begin, int64_t end) {
#pragma clang fp contract(fast)
  const float *mean = a->mean, *factor = a->factor, *shift = a->shift, *slope = a->slope, *offset = a->offset;
  _Alignas(64) float row[ck_widest_streamed];
  for (int64_t i = begin; i < end; i += a->period) {
    const float *dy = a->output_gradient + i, *x = a->input + i;
    const float *y = mask == CK_MASK_FROM_OUTPUT ? a->output + i : x;
    float *dx = a->streams ? row : a->input_gradient + i;
    int64_t count = CK_MIN(a->period, end - i);
    fetch_row(dy + fetched_ahead, count);
    fetch_row(x + fetched_ahead, count);
    if (mask == CK_MASK_FROM_OUTPUT) fetch_row(y + fetched_ahead, count);
    CK_VECTORIZE
    for (int64_t c = 0; c < count; c++) {
      float d = x[c] - mean[c];
      float g = masked_gradient(mask, dy[c], y[c], d, factor[c], shift[c]);
      float value = factor[c] * g;
      if (through_statistics) value += slope[c] * d + offset[c];
      dx[c] = value;
    }
    if (a->streams) put_past_caches(a->input_gradient + i, row, count);
  }
  if (a->streams) atomic_thread_fence(memory_order_seq_cst);
}

CK_INLINE void normalize_gradient_masked(
    const ck_normalize_gradient_arguments *a, ck_mask mask, int64_t begin, int64_t end) {
  if (a->slope != NULL) return normalize_gradient_loop(a, mask, true, begin, end);
  normalize_gradient_loop(a, mask, false, begin, end);
}

/// `begin` is a multiple of the period.
static void normalize_gradient(const void *arguments, int64_t begin, int64_t end) {
  const ck_normalize_gradient_arguments *a = arguments;
  switch (a->mask) {
    case CK_MASK_NONE:
      return normalize_gradient_masked(a, CK_MASK_NONE, begin, end);
    case CK_MASK_FROM_OUTPUT:
      return normalize_gradient_masked(a, CK_MASK_FROM_OUTPUT, begin, end);
    case CK_MASK_FROM_INPUT:
      return normalize_gradient_masked(a, CK_MASK_FROM_INPUT, begin, end);
  }
}
