/* TOML 1.0 text as one flat array of nodes: toml++ (C++17, MIT) behind plain C.
 *
 * Swift sees C only, and no C++ type, exception or name leaves this target. Any bytes are safe to give: what
 * is not TOML, or nests too deeply to be freed by recursion, is an error with its place, never a crash. */
#ifndef CTOML_H
#define CTOML_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CTOML_MAX_BYTES ((size_t)4 << 20) /* of one text */
#define CTOML_MAX_DEPTH 64                /* of nested brackets, and of the parts of one dotted key */

#define CTOML_TABLE 1
#define CTOML_ARRAY 2
#define CTOML_STRING 3
#define CTOML_INTEGER 4
#define CTOML_REAL 5
#define CTOML_BOOLEAN 6
#define CTOML_DATE 7      /* text: 2014-01-02 */
#define CTOML_TIME 8      /* text: 15:30:00 */
#define CTOML_DATE_TIME 9 /* text: 2014-01-02T15:30:00, with the offset where one was given */

/* Bytes of UTF-8, not ended by a zero; they live as long as the document. */
typedef struct ctoml_text {
    const char *bytes;
    size_t length;
} ctoml_text;

/* The children of a node are `child_count` nodes from index `first_child` on, in the order of the text. */
typedef struct ctoml_node {
    int32_t kind;
    uint32_t line, column; /* from 1; of the key where there is one */
    size_t first_child, child_count;
    ctoml_text key;  /* empty in arrays and at the root */
    ctoml_text text; /* of strings, dates and times */
    int64_t integer; /* of integers and booleans */
    double real;
} ctoml_node;

typedef struct ctoml_document ctoml_document;

/* Reads `length` bytes, which may go afterwards. NULL only without memory; else free it, also after an error. */
ctoml_document *ctoml_parse(const char *bytes, size_t length);

void ctoml_free(ctoml_document *document);

/* What is wrong with the text and where, or an empty text: then there are nodes, the root table first. */
ctoml_text ctoml_error(const ctoml_document *document, uint32_t *line, uint32_t *column);

const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count);

#ifdef __cplusplus
}
#endif

#endif
