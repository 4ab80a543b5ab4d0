#include "product.h"
#include "simd.h"

#define CK_WIDTH 4
#define CK_MAX_VECTORS 2
#define CK_GRADIENT_ROWS 6
#define CK_NAME(name) name##_portable
// Contracted by the compiler where the machine has it (arm64); SSE2 has not.
#define CK_MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#include "product_template.h"
//
#include "depthwise_template.h"
#include "gradient_template.h"
#include "winograd_template.h"
#include "winograd_weights_template.h"
#include "winograd_strided_template.h"

const ck_product_kernels ck_product_portable = {
    .width = CK_WIDTH,
    .max_vectors = CK_MAX_VECTORS,
    .tiles = tiles_portable,
    .gradient_rows = CK_GRADIENT_ROWS,
    .gradient = gradient_portable,
    .spread = spread_portable,
    .copy_panel = copy_panel_portable,
    .multiply_taps = multiply_taps_portable,
    .multiply_pixels = multiply_pixels_portable,
    .winograd =
        {
            [CK_WINOGRAD_DENSE] = {winograd_input_portable, winograd_filter_portable, winograd_output_portable, winograd_gradient_portable,
                                   winograd_weights_portable},
            [CK_WINOGRAD_STRIDED] = {strided_input_portable, strided_filter_portable, strided_output_portable, strided_gradient_portable,
                                     strided_weights_portable},
            [CK_WINOGRAD_SPREAD] = {spread_input_portable, strided_filter_portable, spread_output_portable, NULL, NULL},
        },
};
