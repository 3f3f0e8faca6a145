#include "CStemmer.h"

#include <libstemmer.h>
#include <string.h>

CStemmer *CStemmerOpen(const char *language) { return sb_stemmer_new(language, "UTF_8"); }

void CStemmerClose(CStemmer *stemmer) { sb_stemmer_delete(stemmer); }

int32_t CStemmerStem(CStemmer *stemmer, uint8_t *word, int32_t length) {
    const sb_symbol *stem = sb_stemmer_stem(stemmer, word, length);
    if (!stem) return length;
    const int32_t stemmed = sb_stemmer_length(stemmer);
    if (stemmed > length) return length;
    memcpy(word, stem, (size_t)stemmed);
    return stemmed;
}
