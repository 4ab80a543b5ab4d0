/// Pointwise functions. Outputs may be one of the inputs: no element is read after another was written.

CK_INLINE float apply_function(ck_function function, float x) {
#pragma clang fp contract(fast)
  switch (function) {
    case CK_FUNCTION_RELU:
      return x < 0 ? 0 : x;
    case CK_FUNCTION_SILU:
      return x * logistic(x);
    case CK_FUNCTION_GELU:
      return 0.5f * x * (1.0f + error_function(x * 0.707106781f));
    case CK_FUNCTION_GELU_TANH:
      // (1 + tanh(u)) / 2 is the logistic function of 2 u; 2 sqrt(2 / pi) = 1.59576912.
      return x * logistic(1.59576912f * x * (1.0f + 0.044715f * x * x));
    case CK_FUNCTION_SIGMOID:
      return logistic(x);
    default:
      return x;
  }
}

CK_INLINE float function_derivative(ck_function function, float x) {
#pragma clang fp contract(fast)
  switch (function) {
    case CK_FUNCTION_RELU:
      return x > 0 ? 1 : 0;
    case CK_FUNCTION_SILU: {
      float s, rest;
      both_logistics(x, &s, &rest);
      return s + s * (x * rest);
    }
    case CK_FUNCTION_GELU: {
      float density = 0.398942280f * exponential(-0.5f * x * x);
      return 0.5f * (1.0f + error_function(x * 0.707106781f)) + x * density;
    }
    case CK_FUNCTION_GELU_TANH: {
      float s, rest;
      both_logistics(1.59576912f * x * (1.0f + 0.044715f * x * x), &s, &rest);
      return s + s * (x * rest) * 1.59576912f * (1.0f + 0.134145f * x * x);
    }
    case CK_FUNCTION_SIGMOID: {
      float s, rest;
      both_logistics(x, &s, &rest);
      return s * rest;
    }
    default:
      return 1;
  }
}

CK_INLINE void forward_loop(const ck_pointwise_arguments *a, ck_function function, int64_t begin, int64_t end) {
  const float *x = a->input;
  float *y = a->output;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) y[i] = apply_function(function, x[i]);
}

CK_INLINE void backward_loop(const ck_pointwise_arguments *a, ck_function function, int64_t begin, int64_t end) {
  const float *x = a->input, *dy = a->other;
  float *dx = a->output;
  if (function == CK_FUNCTION_RELU) {
    // Not a product with 0, which would turn an infinite gradient into NaN.
    CK_VECTORIZE
    for (int64_t i = begin; i < end; i++) dx[i] = x[i] > 0 ? dy[i] : 0;
    return;
  }
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) dx[i] = dy[i] * function_derivative(function, x[i]);
}

/// Calls `loop` with the function as a constant, so that each gets a loop of its own.
#define CK_FOR_EACH_FUNCTION(loop)                        \
  const ck_pointwise_arguments *a = arguments;            \
  switch (a->function) {                                  \
    case CK_FUNCTION_IDENTITY:                            \
      return loop(a, CK_FUNCTION_IDENTITY, begin, end);   \
    case CK_FUNCTION_RELU:                                \
      return loop(a, CK_FUNCTION_RELU, begin, end);       \
    case CK_FUNCTION_SILU:                                \
      return loop(a, CK_FUNCTION_SILU, begin, end);       \
    case CK_FUNCTION_GELU:                                \
      return loop(a, CK_FUNCTION_GELU, begin, end);       \
    case CK_FUNCTION_GELU_TANH:                           \
      return loop(a, CK_FUNCTION_GELU_TANH, begin, end);  \
    case CK_FUNCTION_SIGMOID:                             \
      return loop(a, CK_FUNCTION_SIGMOID, begin, end);    \
  }

static void activation_forward(const void *arguments, int64_t begin, int64_t end) {
  CK_FOR_EACH_FUNCTION(forward_loop)
}

static void activation_backward(const void *arguments, int64_t begin, int64_t end) {
  CK_FOR_EACH_FUNCTION(backward_loop)
}

#undef CK_FOR_EACH_FUNCTION

static void add(const void *arguments, int64_t begin, int64_t end) {
  const ck_pointwise_arguments *a = arguments;
  const float *left = a->input, *right = a->other;
  float *sum = a->output;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) sum[i] = left[i] + right[i];
}

static void multiply(const void *arguments, int64_t begin, int64_t end) {
  const ck_pointwise_arguments *a = arguments;
  const float *left = a->input, *right = a->other;
  float *product = a->output;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) product[i] = left[i] * right[i];
}

static void scale(const void *arguments, int64_t begin, int64_t end) {
  const ck_pointwise_arguments *a = arguments;
  const float *x = a->input, factor = a->factor;
  float *y = a->output;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) y[i] = factor * x[i];
}
