#include <math.h>

#include "simd.h"
#include "vector_kernels.h"

#define CK_WIDTH 4
#define CK_NAME(name) name##_portable
#include "vector_template.h"
