// For sched_getaffinity, which is no part of POSIX.
#define _GNU_SOURCE

#include "ck_processors.h"

#include <sched.h>
#include <unistd.h>

int32_t ck_allowed_processors(void) {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return CPU_COUNT(&set);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int32_t)online : 1;
}
