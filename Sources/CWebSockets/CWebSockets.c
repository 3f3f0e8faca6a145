#include "CWebSockets.h"
int CWebSockets_skeleton(void) { return 0; }
