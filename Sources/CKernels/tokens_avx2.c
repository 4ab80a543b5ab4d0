#include <math.h>

#include "simd.h"
#include "token_kernels.h"

#if CK_X86

CK_BEGIN_AVX2
#define CK_WIDTH 8
#define CK_NAME(name) name##_avx2
#include "token_template.h"
CK_END

#endif
