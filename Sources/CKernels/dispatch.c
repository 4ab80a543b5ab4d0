#include "ck_dispatch.h"

#include <stdlib.h>

#include "kernels.h"
#include "simd.h"

bool ck_level_is_supported(ck_level level) {
    switch (level) {
        case CK_LEVEL_PORTABLE:
            return true;
#if CK_X86
        // The compiler's run-time also asks the operating system whether it saves the wide registers.
        case CK_LEVEL_AVX2:
            return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
        case CK_LEVEL_AVX512:
            return ck_level_is_supported(CK_LEVEL_AVX2) && __builtin_cpu_supports("avx512f") &&
                   __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                   __builtin_cpu_supports("avx512vl");
#endif
        default:
            return false;
    }
}

ck_level ck_level_best(void) {
    if (ck_level_is_supported(CK_LEVEL_AVX512)) return CK_LEVEL_AVX512;
    return ck_level_is_supported(CK_LEVEL_AVX2) ? CK_LEVEL_AVX2 : CK_LEVEL_PORTABLE;
}

const char *ck_level_name(ck_level level) {
    switch (level) {
        case CK_LEVEL_AVX2:
            return "avx2";
        case CK_LEVEL_AVX512:
            return "avx512";
        default:
            return "portable";
    }
}

const ck_vector_kernels *ck_vector_kernels_of(ck_level level) {
    switch (level) {
#if CK_X86
        case CK_LEVEL_AVX512:
            return &ck_vector_kernels_avx512;
        case CK_LEVEL_AVX2:
            return &ck_vector_kernels_avx2;
#endif
        default:
            return &ck_vector_kernels_portable;
    }
}

static void choose_kernels(ck_context *context) {
    context->vector = ck_vector_kernels_of(context->level);
    switch (context->level) {
#if CK_X86
        case CK_LEVEL_AVX512:
            context->product = &ck_product_avx512;
            context->token = &ck_token_kernels_avx512;
            break;
        case CK_LEVEL_AVX2:
            context->product = &ck_product_avx2;
            context->token = &ck_token_kernels_avx2;
            break;
#endif
        default:
            context->product = &ck_product_portable;
            context->token = &ck_token_kernels_portable;
    }
}

ck_context *ck_context_create(int32_t threads, ck_level level) {
    if (!ck_level_is_supported(level)) return NULL;
    ck_context *context = malloc(sizeof(ck_context));
    if (context == NULL) return NULL;
    *context = (ck_context){.pool = ck_pool_create(threads), .level = level};
    choose_kernels(context);
    if (context->pool == NULL) {
        free(context);
        return NULL;
    }
    return context;
}

void ck_context_destroy(ck_context *context) {
    if (context == NULL) return;
    ck_pool_destroy(context->pool);
    free(context);
}

ck_pool *ck_context_pool(const ck_context *context) { return context->pool; }

ck_level ck_context_level(const ck_context *context) { return context->level; }
