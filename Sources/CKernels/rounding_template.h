/// Between floats and bfloat16, on their bits.

static void round_bfloat16(const void *arguments, int64_t begin, int64_t end) {
  const ck_rounding_arguments *a = arguments;
  const float *x = a->wide;
  uint16_t *y = a->rounded_output;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, sizeof bits);
    uint32_t nearest = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    // Rounding could carry a NaN into an infinity or into zero.
    uint32_t quiet = bits >> 16 | 0x40;
    y[i] = (uint16_t)((bits & 0x7fffffff) > 0x7f800000 ? quiet : nearest);
  }
}

static void widen_bfloat16(const void *arguments, int64_t begin, int64_t end) {
  const ck_rounding_arguments *a = arguments;
  const uint16_t *x = a->rounded;
  float *y = a->wide_output;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) {
    uint32_t bits = (uint32_t)x[i] << 16;
    memcpy(y + i, &bits, sizeof bits);
  }
}
