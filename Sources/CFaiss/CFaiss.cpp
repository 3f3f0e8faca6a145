#include "CFaiss.h"
extern "C" int CFaiss_skeleton(void) { return 0; }
