/* What the programs of these tests share: a check that says where it failed. */
#ifndef EXPECT_H
#define EXPECT_H

#include "okr.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPECT(condition)                                                              \
  do {                                                                                 \
    if (!(condition)) {                                                                \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
      exit(1);                                                                         \
    }                                                                                  \
  } while (0)

/* Whether a text is a literal. */
#define IS(text, literal) is_text((text), OKR_TEXT(literal))

/* What a function that takes an error gives, with the text of the error where that is another status. */
#define EXPECT_STATUS(expected, call)                                                  \
  do {                                                                                 \
    okr_status got_status = (call);                                                    \
    if (got_status != (expected)) {                                                    \
      okr_str got_name = okr_status_name(got_status);                                  \
      fprintf(stderr, "%s:%d: %s: %.*s\n", __FILE__, __LINE__, #call, (int)got_name.len, got_name.data); \
      exit(1);                                                                         \
    }                                                                                  \
  } while (0)

#define EXPECT_OK(call) EXPECT_STATUS(OKR_STATUS_OK, call)

static inline int is_text(okr_str text, const char *expected, size_t len)
{
  return text.data != NULL && text.len == len && memcmp(text.data, expected, len) == 0;
}

/* A whole file; the program ends where it cannot be read. */
static inline char *file(const char *path, size_t *len)
{
  FILE *stream = fopen(path, "rb");
  char *text;
  long end;
  EXPECT(stream != NULL && fseek(stream, 0, SEEK_END) == 0);
  end = ftell(stream);
  EXPECT(end >= 0 && fseek(stream, 0, SEEK_SET) == 0);
  text = (char *)malloc((size_t)end + 1);
  EXPECT(text != NULL && fread(text, 1, (size_t)end, stream) == (size_t)end);
  text[end] = 0;
  fclose(stream);
  *len = (size_t)end;
  return text;
}

#endif
