/// Updates of parameters. Contraction is off: every product and sum is rounded, as in PyTorch's composition of simple
/// operations, and at every dispatch level alike.

/// start + weight (end - start), in the two forms of PyTorch's lerp.
CK_INLINE float interpolate(float start, float end, float weight) {
#pragma clang fp contract(off)
  float difference = end - start;
  return weight < 0.5f ? start + weight * difference : end - difference * (1 - weight);
}

CK_INLINE void adam_loop(const ck_update_arguments *a, bool coupled, bool decoupled, int64_t begin, int64_t end) {
#pragma clang fp contract(off)
  const ck_adam_step s = a->adam;
  const float *gradient = a->gradient;
  float *parameter = a->parameter, *first = a->first, *second = a->second;
  bool rate_is_small = s.first_rate < 0.5f;
  float back_rate = 1 - s.first_rate;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) {
    float w = parameter[i], g = gradient[i];
    if (decoupled) w *= s.shrinkage;
    if (coupled) g += s.coupled_decay * w;
    float difference = g - first[i];
    float m = rate_is_small ? first[i] + s.first_rate * difference : g - difference * back_rate;
    float v = second[i] * s.second_decay + s.second_rate * g * g;
    first[i] = m;
    second[i] = v;
    parameter[i] = w - s.step_size * m / (__builtin_sqrtf(v) / s.second_correction + s.epsilon);
  }
}

static void adam(const void *arguments, int64_t begin, int64_t end) {
  const ck_update_arguments *a = arguments;
  if (a->adam.shrinkage != 1) return adam_loop(a, false, true, begin, end);
  if (a->adam.coupled_decay != 0) return adam_loop(a, true, false, begin, end);
  adam_loop(a, false, false, begin, end);
}

CK_INLINE void momentum_loop(
    const ck_update_arguments *a, bool has_velocity, bool is_first, bool nesterov, int64_t begin, int64_t end) {
#pragma clang fp contract(off)
  const ck_momentum_step s = a->momentum;
  const float *gradient = a->gradient;
  float *parameter = a->parameter, *velocity = has_velocity ? a->first : a->parameter;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) {
    float w = parameter[i];
    float g = gradient[i] + s.weight_decay * w;
    if (has_velocity) {
      float v = is_first ? g : velocity[i] * s.momentum + g;
      velocity[i] = v;
      g = nesterov ? g + s.momentum * v : v;
    }
    parameter[i] = w - s.learning_rate * g;
  }
}

static void momentum(const void *arguments, int64_t begin, int64_t end) {
  const ck_update_arguments *a = arguments;
  if (a->first == NULL) return momentum_loop(a, false, false, false, begin, end);
  if (a->momentum.nesterov)
    return a->momentum.is_first ? momentum_loop(a, true, true, true, begin, end)
                                : momentum_loop(a, true, false, true, begin, end);
  return a->momentum.is_first ? momentum_loop(a, true, true, false, begin, end)
                              : momentum_loop(a, true, false, false, begin, end);
}

static void adam_direction(const void *arguments, int64_t begin, int64_t end) {
#pragma clang fp contract(off)
  const ck_update_arguments *a = arguments;
  const ck_adam_step s = a->adam;
  const float *gradient = a->gradient, *parameter = a->source;
  float *direction = a->parameter, *first = a->first, *second = a->second;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) {
    float g = gradient[i];
    float m = interpolate(first[i], g, s.first_rate);
    float v = second[i] * s.second_decay + s.second_rate * g * g;
    first[i] = m;
    second[i] = v;
    direction[i] =
        s.step_size * m / (__builtin_sqrtf(v) / s.second_correction + s.epsilon) + s.coupled_decay * parameter[i];
  }
}

CK_INLINE void rms_loop(const ck_update_arguments *a, bool has_velocity, bool is_centred, int64_t begin, int64_t end) {
#pragma clang fp contract(off)
  const ck_rms_step s = a->rms;
  const float *gradient = a->gradient;
  float *parameter = a->parameter, *square = a->second;
  float *velocity = has_velocity ? a->first : a->parameter, *average = is_centred ? a->third : a->parameter;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) {
    float w = parameter[i];
    float g = gradient[i] + s.weight_decay * w;
    float v = square[i] * s.decay + s.rate * g * g;
    square[i] = v;
    if (is_centred) {
      float m = interpolate(average[i], g, s.rate);
      average[i] = m;
      v -= m * m;
    }
    float root = __builtin_sqrtf(v) + s.epsilon;
    if (has_velocity) {
      float u = velocity[i] * s.momentum + g / root;
      velocity[i] = u;
      parameter[i] = w - s.learning_rate * u;
    } else {
      parameter[i] = w - s.learning_rate * g / root;
    }
  }
}

static void rms(const void *arguments, int64_t begin, int64_t end) {
  const ck_update_arguments *a = arguments;
  if (a->first != NULL)
    return a->third != NULL ? rms_loop(a, true, true, begin, end) : rms_loop(a, true, false, begin, end);
  return a->third != NULL ? rms_loop(a, false, true, begin, end) : rms_loop(a, false, false, begin, end);
}

static void adagrad(const void *arguments, int64_t begin, int64_t end) {
#pragma clang fp contract(off)
  const ck_update_arguments *a = arguments;
  const ck_rms_step s = a->rms;
  const float *gradient = a->gradient;
  float *parameter = a->parameter, *sum = a->second;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) {
    float w = parameter[i];
    float g = gradient[i] + s.weight_decay * w;
    float v = sum[i] + g * g;
    sum[i] = v;
    parameter[i] = w - s.learning_rate * g / (__builtin_sqrtf(v) + s.epsilon);
  }
}

static void lion(const void *arguments, int64_t begin, int64_t end) {
#pragma clang fp contract(off)
  const ck_update_arguments *a = arguments;
  const ck_lion_step s = a->lion;
  const float *gradient = a->gradient;
  float *parameter = a->parameter, *moment = a->first;
  CK_VECTORIZE
  for (int64_t i = begin; i < end; i++) {
    float g = gradient[i], m = moment[i];
    float direction = interpolate(m, g, s.direction_rate);
    float sign = (float)(direction > 0) - (float)(direction < 0);
    parameter[i] = parameter[i] * s.shrinkage - s.learning_rate * sign;
    moment[i] = interpolate(m, g, s.moment_rate);
  }
}
