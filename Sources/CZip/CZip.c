#include "CZip.h"
int CZip_skeleton(void) { return 0; }
