#include <math.h>

#include "simd.h"
#include "token_kernels.h"

#define CK_WIDTH 4
#define CK_NAME(name) name##_portable
#include "token_template.h"
