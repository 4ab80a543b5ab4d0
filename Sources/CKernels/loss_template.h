/// Softmax and losses, row by row or element by element. Terms are added up in double.

/// The larger of two; NaN when one is.
CK_INLINE float larger(float left, float right) {
  bool takes_right = (right > left) | (right != right);
  return takes_right ? right : left;
}

/// The largest of a row; NaN when the row holds one.
CK_INLINE float row_maximum(const float *x, int64_t count) {
  float best[CK_WIDTH], result = x[0];
  for (int l = 0; l < CK_WIDTH; l++) best[l] = x[0];
  int64_t i = 0;
  for (; i + CK_WIDTH <= count; i += CK_WIDTH)
    for (int l = 0; l < CK_WIDTH; l++) best[l] = larger(best[l], x[i + l]);
  for (; i < count; i++) result = larger(result, x[i]);
  for (int l = 0; l < CK_WIDTH; l++) result = larger(result, best[l]);
  return result;
}

/// y = exp(x - maximum); returns the sum of y, in double.
CK_INLINE double exponentials(const float *x, float maximum, int64_t count, float *y) {
#pragma clang fp reassociate(on)
  CK_VECTORIZE
  for (int64_t i = 0; i < count; i++) y[i] = exponential(x[i] - maximum);
  double sum = 0;
  CK_VECTORIZE
  for (int64_t i = 0; i < count; i++) sum += (double)y[i];
  return sum;
}

static void softmax_forward(const void *arguments, int64_t begin, int64_t end) {
  const ck_softmax_arguments *a = arguments;
  for (int64_t row = begin; row < end; row++) {
    const float *x = a->input + row * a->columns;
    float *y = a->output + row * a->columns;
    float share = (float)(1 / exponentials(x, row_maximum(x, a->columns), a->columns, y));
    CK_VECTORIZE
    for (int64_t i = 0; i < a->columns; i++) y[i] *= share;
  }
}

static void softmax_backward(const void *arguments, int64_t begin, int64_t end) {
#pragma clang fp reassociate(on)
  const ck_softmax_arguments *a = arguments;
  for (int64_t row = begin; row < end; row++) {
    const float *y = a->input + row * a->columns, *dy = a->output_gradient + row * a->columns;
    float *dx = a->output + row * a->columns;
    double product = 0;
    CK_VECTORIZE
    for (int64_t i = 0; i < a->columns; i++) product += (double)y[i] * (double)dy[i];
    float mean = (float)product;
    CK_VECTORIZE
    for (int64_t i = 0; i < a->columns; i++) dx[i] = y[i] * (dy[i] - mean);
  }
}

/// Over rows; returns the sum of terms.
static double cross_entropy(const void *arguments, int64_t begin, int64_t end) {
  const ck_cross_entropy_arguments *a = arguments;
  const ck_cross_entropy *p = &a->problem;
  double smoothing = p->label_smoothing, sum = 0;
  for (int64_t row = begin; row < end; row++) {
    const float *z = p->logits + row * p->classes;
    float *dz = p->gradient + row * p->classes;
    int32_t label = p->labels[row];
    if (label < 0) {
      memset(dz, 0, sizeof(float) * (size_t)p->classes);
      continue;
    }
    double weight = p->class_weights == NULL ? 1 : (double)p->class_weights[label];
    float maximum = row_maximum(z, p->classes);
    double total = exponentials(z, maximum, p->classes, dz), log_total = log(total);
    double term = (1 - smoothing) * weight * (log_total - ((double)z[label] - (double)maximum));
    double spread = smoothing / (double)p->classes;
    if (smoothing > 0)
      for (int64_t c = 0; c < p->classes; c++) {
        double class_weight = p->class_weights == NULL ? 1 : (double)p->class_weights[c];
        term += spread * class_weight * (log_total - ((double)z[c] - (double)maximum));
      }
    sum += term;
    // d term / d z_c = p_c ((1 - s) w_y + s / C sum of w) - (1 - s) w_y [c = y] - s / C w_c
    double slope = ((1 - smoothing) * weight + spread * a->weight_total) / total * a->inverse_weight_sum;
    for (int64_t c = 0; c < p->classes; c++) {
      double class_weight = p->class_weights == NULL ? 1 : (double)p->class_weights[c];
      double target = spread * class_weight + (c == label ? (1 - smoothing) * weight : 0);
      dz[c] = (float)((double)dz[c] * slope - target * a->inverse_weight_sum);
    }
  }
  return sum;
}

static double binary_cross_entropy(const void *arguments, int64_t begin, int64_t end) {
  const ck_element_loss_arguments *a = arguments;
  double sum = 0;
  for (int64_t i = begin; i < end; i++) {
    double z = (double)a->prediction[i], t = (double)a->target[i];
    double weight = a->weights == NULL ? 1 : (double)a->weights[i];
    // exp(-|z|) never overflows, and log1p keeps what a large |z| leaves.
    double small = exp(z < 0 ? z : -z);
    sum += weight * ((z > 0 ? z : 0) - z * t + log1p(small));
    double probability = (z < 0 ? small : 1) / (1 + small);
    a->gradient[i] = (float)(weight * (probability - t) * a->inverse_weight_sum);
  }
  return sum;
}

static double squared_error(const void *arguments, int64_t begin, int64_t end) {
#pragma clang fp reassociate(on) contract(fast)
  const ck_element_loss_arguments *a = arguments;
  const float *prediction = a->prediction, *target = a->target;
  float *gradient = a->gradient;
  float slope = (float)(2 * a->inverse_weight_sum);
  double sum = 0;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) {
    float difference = prediction[i] - target[i];
    gradient[i] = slope * difference;
    sum += (double)difference * (double)difference;
  }
  return sum;
}

static double sum_of(const void *arguments, int64_t begin, int64_t end) {
#pragma clang fp reassociate(on)
  const float *x = arguments;
  double sum = 0;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) sum += (double)x[i];
  return sum;
}

static double sum_of_squares(const void *arguments, int64_t begin, int64_t end) {
#pragma clang fp reassociate(on) contract(fast)
  const float *x = arguments;
  double sum = 0;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) sum += (double)x[i] * (double)x[i];
  return sum;
}

static double not_finite(const void *arguments, int64_t begin, int64_t end) {
  const float *x = arguments;
  int32_t count = 0;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) count += (to_bits(x[i]) & 0x7f800000) == 0x7f800000;
  return count;
}
