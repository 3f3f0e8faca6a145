#pragma once
#include <stdint.h>

/// An attribute: UTF-8; the value is not terminated by a zero. `prefix` is NULL where there is none.
typedef struct {
    const char *name;
    const char *prefix;
    const char *value;
    int length;
} CXML_attribute;

/// What is found, in the document's order. Nothing is built in memory: depth and size of a document cost nothing but time.
typedef struct {
    void *context;
    /// `space` is the element's namespace, or NULL.
    void (*start)(void *context, const char *name, const char *space, const CXML_attribute *attributes, int count);
    void (*end)(void *context, const char *name, const char *space);
    void (*text)(void *context, const char *text, int length);
} CXML_events;

typedef enum {
    CXML_whole = 0,
    /// Not well formed; everything before the fault has been told.
    CXML_damaged = 1,
    /// It has a document type declaration, which a word processor's file never has and an attack by entities needs.
    CXML_forbidden = 2,
    /// Nested deeper than `depth`.
    CXML_too_deep = 3,
} CXML_result;

/// Reads an XML document of `length` bytes.
CXML_result CXML_parse_xml(const uint8_t *bytes, int64_t length, int depth, CXML_events events);

/// Reads HTML, however badly formed; the bytes are UTF-8 whatever the document itself claims. Names come in lower case.
CXML_result CXML_parse_html(const uint8_t *bytes, int64_t length, CXML_events events);
