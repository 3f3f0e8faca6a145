#include "CVectorMath.h"
int CVectorMath_skeleton(void) { return 0; }
