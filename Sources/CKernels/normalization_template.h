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

CK_INLINE void gradient_sums(const ck_gradient_block *block, bool masked, float *sums, float *products) {
#pragma clang fp contract(fast)
  int64_t columns = block->columns, stride = block->stride;
  const float *mean = block->mean;
  int64_t i = 0;
  for (; i + 2 <= block->rows; i += 2) {
    const float *dy = block->output_gradient + i * stride, *x = block->input + i * stride;
    const float *y = masked ? block->output + i * stride : dy;
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) {
      float g0 = !masked || y[c] > 0 ? dy[c] : 0;
      float g1 = !masked || y[stride + c] > 0 ? dy[stride + c] : 0;
      sums[c] += g0 + g1;
      products[c] += g0 * (x[c] - mean[c]) + g1 * (x[stride + c] - mean[c]);
    }
  }
  if (i < block->rows) {
    const float *dy = block->output_gradient + i * stride, *x = block->input + i * stride;
    const float *y = masked ? block->output + i * stride : dy;
    CK_VECTORIZE
    for (int64_t c = 0; c < columns; c++) {
      float g = !masked || y[c] > 0 ? dy[c] : 0;
      sums[c] += g;
      products[c] += g * (x[c] - mean[c]);
    }
  }
}

static void block_gradient_sums(const ck_gradient_block *block, float *sums, float *products) {
  if (block->output != NULL) return gradient_sums(block, true, sums, products);
  gradient_sums(block, false, sums, products);
}

CK_INLINE void normalize_loop(
    const ck_normalize_arguments *a, bool has_residual, bool relu, int64_t begin, int64_t end) {
#pragma clang fp contract(fast)
  const float *mean = a->mean, *factor = a->factor, *shift = a->shift;
  for (int64_t i = begin; i < end; i += a->period) {
    const float *x = a->input + i, *r = has_residual ? a->residual + i : x;
    float *y = a->output + i;
    int64_t count = CK_MIN(a->period, end - i);
    CK_VECTORIZE
    for (int64_t c = 0; c < count; c++) {
      float value = (x[c] - mean[c]) * factor[c] + shift[c];
      if (has_residual) value += r[c];
      y[c] = relu && value < 0 ? 0 : value;
    }
  }
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
    const ck_normalize_gradient_arguments *a, bool masked, bool through_statistics, bool wants_residual, int64_t begin,
    int64_t end) {
#pragma clang fp contract(fast)
  const float *mean = a->mean, *factor = a->factor, *slope = a->slope, *offset = a->offset;
  for (int64_t i = begin; i < end; i += a->period) {
    const float *dy = a->output_gradient + i, *x = a->input + i, *y = masked ? a->output + i : x;
    float *dx = a->input_gradient + i, *dr = wants_residual ? a->residual_gradient + i : dx;
    int64_t count = CK_MIN(a->period, end - i);
    CK_VECTORIZE
    for (int64_t c = 0; c < count; c++) {
      float g = !masked || y[c] > 0 ? dy[c] : 0;
      if (wants_residual) dr[c] = g;
      float value = factor[c] * g;
      if (through_statistics) value += slope[c] * (x[c] - mean[c]) + offset[c];
      dx[c] = value;
    }
  }
}

/// `begin` is a multiple of the period.
static void normalize_gradient(const void *arguments, int64_t begin, int64_t end) {
  const ck_normalize_gradient_arguments *a = arguments;
  bool masked = a->output != NULL, through = a->slope != NULL, residual = a->residual_gradient != NULL;
  if (masked && through && residual) return normalize_gradient_loop(a, true, true, true, begin, end);
  if (masked && through) return normalize_gradient_loop(a, true, true, false, begin, end);
  if (through && residual) return normalize_gradient_loop(a, false, true, true, begin, end);
  if (through) return normalize_gradient_loop(a, false, true, false, begin, end);
  if (masked && residual) return normalize_gradient_loop(a, true, false, true, begin, end);
  if (masked) return normalize_gradient_loop(a, true, false, false, begin, end);
  if (residual) return normalize_gradient_loop(a, false, false, true, begin, end);
  normalize_gradient_loop(a, false, false, false, begin, end);
}
