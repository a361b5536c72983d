/* Reads documents and keeps them until there is no more memory: the library then ends the program. */
#include "expect.h"

enum { OBJECTIVES = 2000 };

int main(void)
{
  char *text = (char *)malloc(OBJECTIVES * 200);
  size_t len, at;
  EXPECT(text != NULL);
  len = (size_t)sprintf(text, "{\"okr\": 1, \"objectives\": [");
  for (at = 0; at < OBJECTIVES; at++) {
    len += (size_t)sprintf(text + len,
                           "%s{\"id\": \"o%lu\", \"title\": \"O\", \"key_results\": [{\"id\": \"k%lu\", \"title\": \"K\", \"measure\": "
                           "{\"kind\": \"move\", \"target\": 10}}]}",
                           at ? "," : "", (unsigned long)at, (unsigned long)at);
  }
  len += (size_t)sprintf(text + len, "]}");
  for (at = 0; at < 100000; at++) {
    okr_workspace *kept;
    EXPECT_OK(okr_workspace_parse(text, len, &kept, NULL));
    if (at == 0) {
      puts("one was read");
      fflush(stdout);
    }
  }
  puts("there is no end to memory");
  return 0;
}
