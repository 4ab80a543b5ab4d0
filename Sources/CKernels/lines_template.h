/// Full vectors, what lies beside them in memory, and passes that go past the caches or ahead of themselves.

typedef float ck_line __attribute__((ext_vector_type(CK_WIDTH)));
typedef int32_t ck_words __attribute__((ext_vector_type(CK_WIDTH)));
typedef int8_t ck_bytes __attribute__((ext_vector_type(CK_WIDTH)));
/// One bit each, the first the lowest.
typedef bool ck_flags __attribute__((ext_vector_type(CK_WIDTH)));
/// The same anywhere in memory.
typedef float ck_loose_line __attribute__((ext_vector_type(CK_WIDTH), aligned(4)));
typedef int32_t ck_loose_words __attribute__((ext_vector_type(CK_WIDTH), aligned(4)));
typedef int8_t ck_loose_bytes __attribute__((ext_vector_type(CK_WIDTH), aligned(1)));

/// Floats between what is computed and what is fetched into the first-level cache: with that one thread reads as fast as
/// memory gives.
enum { fetched_ahead = 512 };

CK_INLINE void fetch_row(const float *row, int64_t columns) {
  for (int64_t c = 0; c < columns; c += 16) __builtin_prefetch(row + c, 0, 3);
}

CK_INLINE ck_line get_line(const float *source) { return *(const ck_loose_line *)source; }

/// Past the caches, so that memory is not read before it is overwritten, or through them; `target` is aligned to the line in
/// the first case.
CK_INLINE void put_line(float *target, ck_line value, bool streams) {
  if (streams) return __builtin_nontemporal_store(value, (ck_line *)target);
  *(ck_loose_line *)target = value;
}

/// Bit l is set where element l is above 0.
CK_INLINE uint32_t positive_bits(ck_line values) {
  ck_flags flags = __builtin_convertvector(values > 0, ck_flags);
  uint32_t bits = 0;
  memcpy(&bits, &flags, sizeof(flags));
  return bits & ((1u << CK_WIDTH) - 1);
}

/// -1 where the bit is set, from bit `first` on, else 0.
CK_INLINE void spread_bits(const uint16_t *bits, int64_t first, int64_t count, int32_t *words) {
  int64_t i = 0;
  for (; first % 16 == 0 && i + 16 <= count; i += 16)
    for (int32_t l = 0; l < 16; l += CK_WIDTH) {
      uint32_t group = (uint32_t)bits[(first + i) / 16] >> l;
      ck_flags flags;
      memcpy(&flags, &group, sizeof(flags));
      *(ck_loose_words *)(words + i + l) = -__builtin_convertvector(flags, ck_words);
    }
  for (; i < count; i++) words[i] = -(bits[(first + i) / 16] >> (first + i) % 16 & 1);
}
