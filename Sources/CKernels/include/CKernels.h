/// The kernels of the engine: the only header that users of this target include.
///
/// Conventions of every function here:
/// - Buffers are float32 unless a name says otherwise; images are NHWC; strides and offsets count floats, not bytes.
/// - Input and output buffers must not overlap unless the function says that they may.
/// - Arguments are trusted: callers check shapes first (each header says what it requires).
/// - A result depends on the arguments and on the dispatch level, never on the number of threads or on their timing,
///   unless the function says otherwise.
/// - Denormal numbers are flushed to zero inside tasks of the pool, on every thread alike (see ck_pool.h).
/// - A context is used by one thread at a time.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "ck_convolution.h"
#include "ck_dispatch.h"
#include "ck_loss.h"
#include "ck_matrix.h"
#include "ck_mixture.h"
#include "ck_normalization.h"
#include "ck_pointwise.h"
#include "ck_pool.h"
#include "ck_pooling.h"
#include "ck_processors.h"
#include "ck_reduce.h"
#include "ck_rounding.h"
#include "ck_slice.h"
#include "ck_tokens.h"
#include "ck_update.h"

#endif
