#include "CXML.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

/// Bytes given to the parser at a time.
enum { piece = 64 * 1024 };

typedef struct {
    CXML_events events;
    xmlParserCtxtPtr parser;
    int depth, deepest;
    CXML_result result;
} state;

static void stop(state *s, CXML_result result) {
    if (s->result == CXML_whole) s->result = result;
    if (s->parser) xmlStopParser(s->parser);
}

static void quiet(void *context, xmlErrorPtr error) {
    (void)context;
    (void)error;
}

static void text(void *context, const xmlChar *characters, int length) {
    state *s = context;
    if (s->result == CXML_whole) s->events.text(s->events.context, (const char *)characters, length);
}

static void start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space, int spaces,
                  const xmlChar **declared, int count, int defaulted, const xmlChar **values) {
    (void)prefix, (void)spaces, (void)declared, (void)defaulted;
    state *s = context;
    if (s->result != CXML_whole) return;
    if (++s->depth > s->deepest) return stop(s, CXML_too_deep);
    CXML_attribute few[32], *attributes = few;
    if (count > 32 && !(attributes = calloc((size_t)count, sizeof *attributes))) return stop(s, CXML_damaged);
    for (int i = 0; i < count; i++) {
        // Five pointers for each: name, prefix, namespace, value, end of value.
        const xmlChar **entry = values + 5 * i;
        attributes[i] = (CXML_attribute){.name = (const char *)entry[0],
                                         .prefix = (const char *)entry[1],
                                         .value = (const char *)entry[3],
                                         .length = (int)(entry[4] - entry[3])};
    }
    s->events.start(s->events.context, (const char *)name, (const char *)space, attributes, count);
    if (attributes != few) free(attributes);
}

static void end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space) {
    (void)prefix;
    state *s = context;
    if (s->result != CXML_whole) return;
    s->depth--;
    s->events.end(s->events.context, (const char *)name, (const char *)space);
}

static void doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name, (void)external, (void)system;
    stop(context, CXML_forbidden);
}

CXML_result CXML_parse_xml(const uint8_t *bytes, int64_t length, int depth, CXML_events events) {
    state s = {.events = events, .deepest = depth, .result = CXML_whole};
    xmlSAXHandler handler;
    memset(&handler, 0, sizeof handler);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = start;
    handler.endElementNs = end;
    handler.characters = text;
    handler.cdataBlock = text;
    handler.ignorableWhitespace = text;
    handler.internalSubset = doctype;
    handler.serror = quiet;
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, &s, NULL, 0, NULL);
    if (!parser) return CXML_damaged;
    s.parser = parser;
    // HUGE lifts libxml2's own bound on depth, for which `depth` stands in; without declarations there are no entities to expand.
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOCDATA);
    int status = 0;
    for (int64_t at = 0; at < length && s.result == CXML_whole && status == 0; at += piece) {
        int count = (int)(length - at < piece ? length - at : piece);
        status = xmlParseChunk(parser, (const char *)bytes + at, count, at + count >= length);
    }
    if (s.result == CXML_whole && !parser->wellFormed) s.result = CXML_damaged;
    xmlFreeParserCtxt(parser);
    return s.result;
}

static void html_start(void *context, const xmlChar *name, const xmlChar **values) {
    state *s = context;
    CXML_attribute attributes[32];
    int count = 0;
    for (; values && values[0] && count < 32; values += 2) {
        const char *value = values[1] ? (const char *)values[1] : "";
        attributes[count++] = (CXML_attribute){.name = (const char *)values[0], .value = value, .length = (int)strlen(value)};
    }
    s->events.start(s->events.context, (const char *)name, NULL, attributes, count);
}

static void html_end(void *context, const xmlChar *name) {
    state *s = context;
    s->events.end(s->events.context, (const char *)name, NULL);
}

CXML_result CXML_parse_html(const uint8_t *bytes, int64_t length, CXML_events events) {
    state s = {.events = events, .result = CXML_whole};
    xmlSAXHandler handler;
    memset(&handler, 0, sizeof handler);
    handler.initialized = 1;
    handler.startElement = html_start;
    handler.endElement = html_end;
    handler.characters = text;
    handler.cdataBlock = text;
    handler.ignorableWhitespace = text;
    htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(&handler, &s, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!parser) return CXML_damaged;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                   HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD);
    for (int64_t at = 0; at < length; at += piece) {
        int count = (int)(length - at < piece ? length - at : piece);
        htmlParseChunk(parser, (const char *)bytes + at, count, at + count >= length);
    }
    htmlFreeParserCtxt(parser);
    return s.result;
}
