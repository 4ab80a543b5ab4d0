/// Dropout by Philox4x32-10 (Salmon et al. 2011), several blocks side by side.

enum { dropout_blocks = 16, dropout_group = 4 * dropout_blocks };

/// words[w][b] = word w of block first + b.
CK_INLINE void random_blocks(
    uint64_t first, uint32_t key0, uint32_t key1, uint32_t words[4][dropout_blocks]) {
  CK_VECTORIZE
  for (int b = 0; b < dropout_blocks; b++) {
    uint64_t number = first + (uint64_t)b;
    uint32_t x0 = (uint32_t)number, x1 = (uint32_t)(number >> 32), x2 = 0, x3 = 0;
    uint32_t k0 = key0, k1 = key1;
#pragma clang loop unroll(full)
    for (int round = 0; round < 10; round++) {
      uint64_t p0 = (uint64_t)0xD2511F53 * x0, p1 = (uint64_t)0xCD9E8D57 * x2;
      x0 = (uint32_t)(p1 >> 32) ^ x1 ^ k0;
      x2 = (uint32_t)(p0 >> 32) ^ x3 ^ k1;
      x1 = (uint32_t)p1;
      x3 = (uint32_t)p0;
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    words[0][b] = x0;
    words[1][b] = x1;
    words[2][b] = x2;
    words[3][b] = x3;
  }
}

/// `begin` is a multiple of the group.
static void dropout(const void *arguments, int64_t begin, int64_t end) {
  const ck_dropout_arguments *a = arguments;
  uint32_t words[4][dropout_blocks];
  float factors[dropout_group];
  for (int64_t i = begin; i < end; i += dropout_group) {
    random_blocks((uint64_t)i / 4, a->key0, a->key1, words);
    CK_VECTORIZE
    for (int b = 0; b < dropout_blocks; b++) {
      factors[4 * b] = words[0][b] < a->threshold ? 0 : a->factor;
      factors[4 * b + 1] = words[1][b] < a->threshold ? 0 : a->factor;
      factors[4 * b + 2] = words[2][b] < a->threshold ? 0 : a->factor;
      factors[4 * b + 3] = words[3][b] < a->threshold ? 0 : a->factor;
    }
    const float *x = a->input + i;
    float *y = a->output + i;
    int64_t count = CK_MIN(end - i, dropout_group);
    // Not a product with 0, which would turn an infinite input into NaN.
    CK_VECTORIZE
    for (int64_t j = 0; j < count; j++) y[j] = factors[j] == 0 ? 0 : factors[j] * x[j];
  }
}
