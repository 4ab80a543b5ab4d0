/// What the operating system lets this process use.
#ifndef CK_PROCESSORS_H
#define CK_PROCESSORS_H

#include <stdint.h>

/// The number of processors that the scheduler may run this process on, at least 1.
int32_t ck_allowed_processors(void);

#endif
