#include "product.h"
#include "simd.h"

#if CK_X86
CK_BEGIN_AVX512

#define CK_WIDTH 16
#define CK_MAX_VECTORS 4
#define CK_GRADIENT_ROWS 14
#define CK_NAME(name) name##_avx512
#define CK_MULTIPLY_ADD(a, b, c) __builtin_elementwise_fma(a, b, c)
#include "product_template.h"
//
#include "depthwise_template.h"
#include "gradient_template.h"
#include "winograd_template.h"
#include "winograd_weights_template.h"
#include "winograd_strided_template.h"

CK_END

const ck_product_kernels ck_product_avx512 = {
    .width = CK_WIDTH,
    .max_vectors = CK_MAX_VECTORS,
    .tiles = tiles_avx512,
    .gradient_rows = CK_GRADIENT_ROWS,
    .gradient = gradient_avx512,
    .spread = spread_avx512,
    .copy_panel = copy_panel_avx512,
    .multiply_taps = multiply_taps_avx512,
    .multiply_pixels = multiply_pixels_avx512,
    .winograd =
        {
            [CK_WINOGRAD_DENSE] = {winograd_input_avx512, winograd_filter_avx512, winograd_output_avx512, winograd_gradient_avx512,
                                   winograd_weights_avx512},
            [CK_WINOGRAD_STRIDED] = {strided_input_avx512, strided_filter_avx512, strided_output_avx512, strided_gradient_avx512,
                                     strided_weights_avx512},
            [CK_WINOGRAD_SPREAD] = {spread_input_avx512, strided_filter_avx512, spread_output_avx512, NULL, NULL},
        },
};
#endif
