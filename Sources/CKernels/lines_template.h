/// Full vectors, what lies beside them in memory, and passes that go past the caches or ahead of themselves.

typedef float ck_line __attribute__((ext_vector_type(CK_WIDTH)));
typedef int32_t ck_words __attribute__((ext_vector_type(CK_WIDTH)));
typedef int8_t ck_bytes __attribute__((ext_vector_type(CK_WIDTH)));
/// The same anywhere in memory.
typedef float ck_loose_line __attribute__((ext_vector_type(CK_WIDTH), aligned(4)));
typedef int8_t ck_loose_bytes __attribute__((ext_vector_type(CK_WIDTH), aligned(1)));

/// Floats between what is computed and what is fetched into the first-level cache: with that one thread reads as fast as
/// memory gives.
enum { fetched_ahead = 512 };

CK_INLINE void fetch_row(const float *row, int64_t columns) {
  for (int64_t c = 0; c < columns; c += 16) __builtin_prefetch(row + c, 0, 3);
}

/// Stores past the caches, so that memory is not read before it is overwritten. `count` is a multiple of 16, `target`
/// aligned to 64 bytes.
CK_INLINE void put_past_caches(float *target, const float *source, int64_t count) {
  for (int64_t i = 0; i < count; i += CK_WIDTH)
    __builtin_nontemporal_store(*(const ck_line *)(source + i), (ck_line *)(target + i));
}

/// One line, past the caches or through them.
CK_INLINE void put_line(float *target, ck_line value, bool streams) {
  if (streams) return __builtin_nontemporal_store(value, (ck_line *)target);
  *(ck_loose_line *)target = value;
}
