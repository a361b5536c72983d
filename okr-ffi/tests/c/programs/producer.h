/* A small producer of the Arrow C stream interface, for tables of texts. */
#ifndef PRODUCER_H
#define PRODUCER_H

#include "expect.h"

enum { MOST = 4 };

/* A table of texts: names of columns, and a text a row and column. */
typedef struct table {
  int64_t rows;
  int64_t columns;
  const char *names[MOST];
  const char *cells[MOST][MOST];
  int is_read;
} table;

/* Structures that are not released yet, by any thread. */
static _Atomic int alive;

/* Cancelled by the producer while it gives a batch, as if by another thread just then. */
static const okr_cancel *cancelled_by_batch;

static inline void release_schema(struct ArrowSchema *schema)
{
  int64_t at;
  for (at = 0; at < schema->n_children; at++) {
    schema->children[at]->release(schema->children[at]);
    free(schema->children[at]);
  }
  free(schema->children);
  schema->release = NULL;
  alive--;
}

static inline struct ArrowSchema schema_of(const char *format, const char *name, int64_t children)
{
  struct ArrowSchema schema;
  memset(&schema, 0, sizeof schema);
  schema.format = format;
  schema.name = name;
  schema.flags = ARROW_FLAG_NULLABLE;
  schema.n_children = children;
  schema.children = children ? (struct ArrowSchema **)calloc((size_t)children, sizeof *schema.children) : NULL;
  schema.release = release_schema;
  alive++;
  return schema;
}

static inline void release_array(struct ArrowArray *array)
{
  int64_t at;
  for (at = 0; at < array->n_children; at++) {
    array->children[at]->release(array->children[at]);
    free(array->children[at]);
  }
  for (at = 1; at < array->n_buffers; at++) {
    free((void *)(size_t)array->buffers[at]);
  }
  free(array->children);
  free(array->buffers);
  array->release = NULL;
  alive--;
}

static inline struct ArrowArray array_of(int64_t rows, int64_t buffers, int64_t children)
{
  struct ArrowArray array;
  memset(&array, 0, sizeof array);
  array.length = rows;
  array.n_buffers = buffers;
  array.n_children = children;
  array.buffers = (const void **)calloc((size_t)buffers, sizeof *array.buffers);
  array.children = children ? (struct ArrowArray **)calloc((size_t)children, sizeof *array.children) : NULL;
  array.release = release_array;
  alive++;
  return array;
}

static inline struct ArrowArray texts_of(const table *from, int64_t column)
{
  struct ArrowArray array = array_of(from->rows, 3, 0);
  int32_t *offsets = (int32_t *)calloc((size_t)from->rows + 1, sizeof *offsets);
  char *text = (char *)calloc(1, 1024);
  int64_t row;
  for (row = 0; row < from->rows; row++) {
    const char *cell = from->cells[row][column];
    memcpy(text + offsets[row], cell, strlen(cell));
    offsets[row + 1] = offsets[row] + (int32_t)strlen(cell);
  }
  array.buffers[1] = offsets;
  array.buffers[2] = text;
  return array;
}

static inline int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
  const table *from = (const table *)stream->private_data;
  int64_t at;
  *out = schema_of("+s", "", from->columns);
  for (at = 0; at < from->columns; at++) {
    out->children[at] = (struct ArrowSchema *)malloc(sizeof **out->children);
    *out->children[at] = schema_of("u", from->names[at], 0);
  }
  return 0;
}

static inline int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
  table *from = (table *)stream->private_data;
  int64_t at;
  memset(out, 0, sizeof *out);
  okr_cancel_now(cancelled_by_batch);
  if (from->is_read++) {
    return 0;
  }
  *out = array_of(from->rows, 1, from->columns);
  for (at = 0; at < from->columns; at++) {
    out->children[at] = (struct ArrowArray *)malloc(sizeof **out->children);
    *out->children[at] = texts_of(from, at);
  }
  return 0;
}

static inline const char *get_last_error(struct ArrowArrayStream *stream)
{
  (void)stream;
  return NULL;
}

static inline void release_stream(struct ArrowArrayStream *stream)
{
  stream->release = NULL;
  alive--;
}

static inline struct ArrowArrayStream stream_of(table *from)
{
  struct ArrowArrayStream stream = {get_schema, get_next, get_last_error, release_stream, NULL};
  from->is_read = 0;
  stream.private_data = from;
  alive++;
  return stream;
}

#endif
