/// Private: how one source is compiled once for each instruction set.
///
/// A family keeps its loops in a template (`x_template.h`) that uses the macros below, and three files that include it:
///
///     // x_avx2.c
///     #include "simd.h"
///     #if CK_X86
///     CK_BEGIN_AVX2
///     #define CK_WIDTH 8
///     #define CK_NAME(name) name##_avx2
///     #include "x_template.h"
///     CK_END
///     #endif
///
/// System headers must be included before CK_BEGIN_...: what follows it may use the instructions of that level.
/// Each such file defines one table of functions, which dispatch.c puts into the context (kernels.h).
#ifndef CK_SIMD_H
#define CK_SIMD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#define CK_X86 1
#else
#define CK_X86 0
#endif

#define CK_PRAGMA(text) _Pragma(#text)
#define CK_BEGIN_AVX2 CK_PRAGMA(clang attribute push(__attribute__((target("avx2,fma,bmi,bmi2"))), apply_to = function))
#define CK_BEGIN_AVX512                                                               \
  CK_PRAGMA(clang attribute push(__attribute__((target(                               \
                "avx2,fma,bmi,bmi2,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function))
#define CK_END CK_PRAGMA(clang attribute pop)

/// For helpers of templates: they must take on the instruction set and the constant arguments of their caller.
#define CK_INLINE static inline __attribute__((always_inline))

#define CK_MIN(a, b) ((a) < (b) ? (a) : (b))
#define CK_MAX(a, b) ((a) > (b) ? (a) : (b))

#endif
