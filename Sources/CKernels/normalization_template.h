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

/// One formula for forward and backward passes: what it gives must be the same to the bit.
CK_INLINE float normalized(float centred, float factor, float shift) {
#pragma clang fp contract(fast)
  return centred * factor + shift;
}

CK_INLINE ck_line normalized_line(ck_line centred, ck_line factor, ck_line shift) {
#pragma clang fp contract(fast)
  return centred * factor + shift;
}

CK_INLINE float masked_gradient(
    ck_mask mask, float gradient, int32_t passes, float centred, float factor, float shift) {
  if (mask == CK_MASK_NONE) return gradient;
  if (mask == CK_MASK_FROM_BITS) return passes != 0 ? gradient : 0;
  return normalized(centred, factor, shift) > 0 ? gradient : 0;
}

CK_INLINE void gradient_sums(
    const ck_gradient_block *block, ck_mask mask, bool stores, float *sums, float *products) {
#pragma clang fp contract(fast)
  int64_t columns = block->columns, stride = block->stride;
  const float *mean = block->mean, *factor = block->factor, *shift = block->shift;
  int64_t ahead = CK_MAX(2, fetched_ahead / columns) * stride, i = 0;
  _Alignas(64) int32_t p0[ck_widest_task], p1[ck_widest_task];
  for (; i + 2 <= block->rows; i += 2) {
    const float *dy = block->output_gradient + i * stride, *x = block->input + i * stride;
    float *masked = stores ? block->masked + i * stride : sums;
    for (int64_t next = ahead; next < ahead + 2 * stride; next += stride) {
      fetch_row(dy + next, columns);
      fetch_row(x + next, columns);
    }
    if (mask == CK_MASK_FROM_BITS) {
      spread_bits(block->positive, block->first + i * stride, columns, p0);
      spread_bits(block->positive, block->first + (i + 1) * stride, columns, p1);
    }
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) {
      float d0 = x[c] - mean[c], d1 = x[stride + c] - mean[c];
      float g0 = masked_gradient(mask, dy[c], p0[c], d0, factor[c], shift[c]);
      float g1 = masked_gradient(mask, dy[stride + c], p1[c], d1, factor[c], shift[c]);
      if (stores) masked[c] = g0;
      if (stores) masked[stride + c] = g1;
      sums[c] += g0 + g1;
      products[c] += g0 * d0 + g1 * d1;
    }
  }
  if (i < block->rows) {
    const float *dy = block->output_gradient + i * stride, *x = block->input + i * stride;
    float *masked = stores ? block->masked + i * stride : sums;
    if (mask == CK_MASK_FROM_BITS) spread_bits(block->positive, block->first + i * stride, columns, p0);
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) {
      float d = x[c] - mean[c];
      float g = masked_gradient(mask, dy[c], p0[c], d, factor[c], shift[c]);
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
    case CK_MASK_FROM_BITS:
      return masked_gradient_sums(block, CK_MASK_FROM_BITS, sums, products);
    case CK_MASK_FROM_INPUT:
      return masked_gradient_sums(block, CK_MASK_FROM_INPUT, sums, products);
  }
}

/// Bits of elements begin ..< end; `begin` is a multiple of 16.
CK_INLINE void mark_positive(const float *output, int64_t begin, int64_t end, uint16_t *positive) {
  for (int64_t i = begin; i < end; i += 16) {
    uint32_t bits = 0;
    for (int64_t l = 0; l < CK_MIN(16, end - i); l++) bits |= (output[i + l] > 0 ? 1u : 0u) << l;
    positive[i / 16] = (uint16_t)bits;
  }
}

/// 16 elements of a row, from `column` on; returns where they are above 0.
CK_INLINE uint32_t normalize_group(
    const ck_normalize_arguments *a, bool has_residual, bool relu, int64_t row, int64_t column) {
  uint32_t bits = 0;
  for (int64_t l = 0; l < 16; l += CK_WIDTH) {
    int64_t c = column + l;
    ck_line centred = get_line(a->input + row + c) - get_line(a->mean + c);
    ck_line value = normalized_line(centred, get_line(a->factor + c), get_line(a->shift + c));
    if (has_residual) value += get_line(a->residual + row + c);
    if (relu) value = value < 0 ? (ck_line)0 : value;
    put_line(a->output + row + c, value, a->streams);
    bits |= positive_bits(value) << l;
  }
  return bits;
}

CK_INLINE void normalize_loop(
    const ck_normalize_arguments *arguments, bool has_residual, bool relu, bool marks, int64_t begin, int64_t end) {
  const ck_normalize_arguments a = *arguments;
  bool in_groups = a.period % 16 == 0;
  for (int64_t i = begin; i < end; i += a.period) {
    int64_t count = CK_MIN(a.period, end - i), c = 0;
    for (; c + 16 <= count; c += 16) {
      uint32_t bits = normalize_group(&a, has_residual, relu, i, c);
      if (marks && in_groups) a.positive[(i + c) / 16] = (uint16_t)bits;
    }
    for (; c < count; c++) {
      float value = normalized(a.input[i + c] - a.mean[c], a.factor[c], a.shift[c]);
      if (has_residual) value += a.residual[i + c];
      a.output[i + c] = relu && value < 0 ? 0 : value;
    }
  }
  if (marks) mark_positive(a.output, in_groups ? end - end % 16 : begin, end, a.positive);
  if (a.streams) atomic_thread_fence(memory_order_seq_cst);
}

static void normalize(const void *arguments, int64_t begin, int64_t end) {
  const ck_normalize_arguments *a = arguments;
  bool has_residual = a->residual != NULL;
  if (a->positive != NULL) return normalize_loop(a, true, true, true, begin, end);
  if (has_residual && a->relu) return normalize_loop(a, true, true, false, begin, end);
  if (has_residual) return normalize_loop(a, true, false, false, begin, end);
  if (a->relu) return normalize_loop(a, false, true, false, begin, end);
  normalize_loop(a, false, false, false, begin, end);
}

CK_INLINE void normalize_gradient_line(
    const ck_normalize_gradient_arguments *a, ck_mask mask, bool through_statistics, int64_t row, int64_t c) {
#pragma clang fp contract(fast)
  ck_line d = get_line(a->input + row + c) - get_line(a->mean + c), factor = get_line(a->factor + c);
  ck_line g = get_line(a->output_gradient + row + c);
  if (mask == CK_MASK_FROM_INPUT) g = normalized_line(d, factor, get_line(a->shift + c)) > 0 ? g : (ck_line)0;
  ck_line value = factor * g;
  if (through_statistics) value += get_line(a->slope + c) * d + get_line(a->offset + c);
  put_line(a->input_gradient + row + c, value, a->streams);
}

CK_INLINE void normalize_gradient_loop(
    const ck_normalize_gradient_arguments *arguments, ck_mask mask, bool through_statistics, int64_t begin,
    int64_t end) {
#pragma clang fp contract(fast)
  const ck_normalize_gradient_arguments a = *arguments;
  for (int64_t i = begin; i < end; i += a.period) {
    int64_t count = CK_MIN(a.period, end - i), c = 0;
    fetch_row(a.output_gradient + i + fetched_ahead, count);
    fetch_row(a.input + i + fetched_ahead, count);
    for (; c + CK_WIDTH <= count; c += CK_WIDTH) normalize_gradient_line(&a, mask, through_statistics, i, c);
    for (; c < count; c++) {
      float d = a.input[i + c] - a.mean[c];
      float g = masked_gradient(mask, a.output_gradient[i + c], 0, d, a.factor[c], a.shift[c]);
      float value = a.factor[c] * g;
      if (through_statistics) value += a.slope[c] * d + a.offset[c];
      a.input_gradient[i + c] = value;
    }
  }
  if (a.streams) atomic_thread_fence(memory_order_seq_cst);
}

CK_INLINE void normalize_gradient_masked(
    const ck_normalize_gradient_arguments *a, ck_mask mask, int64_t begin, int64_t end) {
  if (a->slope != NULL) return normalize_gradient_loop(a, mask, true, begin, end);
  normalize_gradient_loop(a, mask, false, begin, end);
}

static void normalize_gradient(const void *arguments, int64_t begin, int64_t end) {
  const ck_normalize_gradient_arguments *a = arguments;
  if (a->mask == CK_MASK_FROM_INPUT) return normalize_gradient_masked(a, CK_MASK_FROM_INPUT, begin, end);
  normalize_gradient_masked(a, CK_MASK_NONE, begin, end);
}
