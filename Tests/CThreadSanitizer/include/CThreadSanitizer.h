// Has nothing to call: to be linked is enough.
