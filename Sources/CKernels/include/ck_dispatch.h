/// The context of all kernels: a pool and the table of functions for the instruction set in use.
#ifndef CK_DISPATCH_H
#define CK_DISPATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "ck_pool.h"

#pragma clang assume_nonnull begin

/// Instruction sets that the kernels are compiled for, in rising order.
typedef enum ck_level {
    /// What every machine of the architecture has (x86-64: SSE2; arm64: NEON).
    CK_LEVEL_PORTABLE = 0,
    /// AVX2 and FMA.
    CK_LEVEL_AVX2 = 1,
    /// AVX-512 F, BW, DQ and VL.
    CK_LEVEL_AVX512 = 2,
} ck_level;

/// Whether this machine (processor and operating system) can run `level`.
bool ck_level_is_supported(ck_level level);

/// The highest level that this machine can run.
ck_level ck_level_best(void);

/// "portable", "avx2" or "avx512".
const char *ck_level_name(ck_level level);

/// What every kernel takes first.
typedef struct ck_context ck_context;

/// Makes a context with its own pool. NULL if `level` is not supported here, threads < 1, or memory is short.
ck_context *_Nullable ck_context_create(int32_t threads, ck_level level);

/// Frees the context and its pool. No call may be running.
void ck_context_destroy(ck_context *_Nullable context);

/// The pool of the context, for work of the caller's own.
ck_pool *ck_context_pool(const ck_context *context);

/// The level that the context was made for.
ck_level ck_context_level(const ck_context *context);

#pragma clang assume_nonnull end
#endif
