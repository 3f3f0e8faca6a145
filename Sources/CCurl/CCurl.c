#include "CCurl.h"
int CCurl_skeleton(void) { return 0; }
