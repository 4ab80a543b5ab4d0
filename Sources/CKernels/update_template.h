/// Updates of parameters. Contraction is off: every product and sum is rounded, as in PyTorch's composition of simple
/// operations, and at every dispatch level alike.

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
