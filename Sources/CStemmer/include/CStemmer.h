// Snowball's stemmers. The installed header is C with no word on nullability; here it has one.
#pragma once

#include <stdint.h>

/// One stemmer of one language. It holds the last word's stem and so serves one thread at a time.
typedef struct sb_stemmer CStemmer;

/// A stemmer for UTF-8 text by the language's English name or ISO 639 code, or null where the library has none.
CStemmer *_Nullable CStemmerOpen(const char *_Nonnull language);
void CStemmerClose(CStemmer *_Nullable stemmer);
/// Stems a word in place, since no stem is longer than its word by more than the letter that some languages put back; a stem that would
/// not fit leaves the word as it is. Returns the stem's length.
int32_t CStemmerStem(CStemmer *_Nonnull stemmer, uint8_t *_Nonnull word, int32_t length);
