#include "product.h"
#include "simd.h"

#if CK_X86
CK_BEGIN_AVX2

#define CK_WIDTH 8
#define CK_MAX_VECTORS 2
#define CK_GRADIENT_ROWS 6
#define CK_NAME(name) name##_avx2
#define CK_MULTIPLY_ADD(a, b, c) __builtin_elementwise_fma(a, b, c)
#include "product_template.h"
//
#include "depthwise_template.h"
#include "gradient_template.h"
#include "winograd_template.h"
#include "winograd_weights_template.h"
#include "winograd_strided_template.h"

CK_END

const ck_product_kernels ck_product_avx2 = {
    .width = CK_WIDTH,
    .max_vectors = CK_MAX_VECTORS,
    .tiles = tiles_avx2,
    .gradient_rows = CK_GRADIENT_ROWS,
    .gradient = gradient_avx2,
    .spread = spread_avx2,
    .copy_panel = copy_panel_avx2,
    .multiply_taps = multiply_taps_avx2,
    .multiply_pixels = multiply_pixels_avx2,
    .winograd =
        {
            [CK_WINOGRAD_DENSE] = {winograd_input_avx2, winograd_filter_avx2, winograd_output_avx2, winograd_gradient_avx2,
                                   winograd_weights_avx2},
            [CK_WINOGRAD_STRIDED] = {strided_input_avx2, strided_filter_avx2, strided_output_avx2, strided_gradient_avx2,
                                     strided_weights_avx2},
            [CK_WINOGRAD_SPREAD] = {spread_input_avx2, strided_filter_avx2, spread_output_avx2, NULL, NULL},
        },
};
#endif
