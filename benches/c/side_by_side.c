/* The C face, asked by `c.rs`: side_by_side FILE YEAR-MONTH-DAY. For every line that it reads it does what that says, and
   prints how many nanoseconds of CPU time it took. */
#include "okr.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double plain_number(const double *values, uint32_t row);

static okr_workspace *workspace;
static okr_scorecard *card;
static okr_date as_of;

static void must(okr_status status)
{
  if (status != OKR_STATUS_OK) {
    okr_str name = okr_status_name(status);
    fprintf(stderr, "%.*s\n", (int)name.len, name.data);
    exit(1);
  }
}

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static char *file(const char *path, size_t *len)
{
  FILE *stream = fopen(path, "rb");
  char *text = NULL;
  long end;
  if (stream != NULL && fseek(stream, 0, SEEK_END) == 0 && (end = ftell(stream)) > 0) {
    text = (char *)malloc((size_t)end);
    rewind(stream);
    *len = text == NULL ? 0 : fread(text, 1, (size_t)end, stream);
    fclose(stream);
  }
  if (text == NULL) {
    exit(1);
  }
  return text;
}

/* Every number of all rows, some times over; both sums are kept, so that nothing is left out. */
static double numbers(int plain, double *sum)
{
  enum { TIMES = 20 };
  uint32_t count = okr_key_result_count(card), row;
  okr_column column;
  double start;
  int times;
  must(okr_key_result_column(card, OKR_NUMBERS_PROGRESS, &column, NULL));
  start = now();
  for (times = 0; times < TIMES; times++) {
    if (plain) {
      for (row = 0; row < count; row++) {
        *sum += plain_number(column.values, row);
      }
    } else {
      for (row = 0; row < count; row++) {
        *sum += okr_key_result_progress(card, row);
      }
    }
  }
  return (now() - start) / TIMES / count;
}

static double scoring(void)
{
  okr_scorecard *scored;
  double start = now(), took;
  must(okr_workspace_score(workspace, as_of, NULL, &scored, NULL));
  took = now() - start;
  okr_scorecard_free(scored);
  return took;
}

static double filling(void)
{
  double start = now();
  must(okr_scorecard_fill(card, workspace, as_of, OKR_DETAIL_WHOLE, NULL));
  return now() - start;
}

/* A value for one key result, stored, and the scorecard brought up to date. */
static double check_in(void)
{
  static double value = 0.25;
  okr_str id = okr_key_result_id(card, okr_key_result_count(card) / 2);
  okr_change *change;
  double start, took;
  char copy[256];
  size_t len = id.len < sizeof copy ? id.len : sizeof copy;
  /* The refresh ends what was borrowed. */
  memcpy(copy, id.data, len);
  value = 1 - value;
  start = now();
  must(okr_workspace_check_in(workspace, copy, len, as_of, value, 0.5, &change, NULL));
  must(okr_scorecard_refresh(card, workspace, change, NULL));
  took = now() - start;
  okr_change_free(change);
  return took;
}

int main(int count, char **arguments)
{
  okr_limits *limits;
  size_t len;
  char *text, line[32];
  double sum = 0;
  if (count != 3) {
    return 2;
  }
  text = file(arguments[1], &len);
  must(okr_limits_large(&limits, NULL));
  must(okr_workspace_parse_with(text, len, limits, &workspace, NULL));
  free(text);
  must(okr_date_parse(arguments[2], strlen(arguments[2]), &as_of, NULL));
  must(okr_workspace_score(workspace, as_of, NULL, &card, NULL));
  while (fgets(line, sizeof line, stdin) != NULL) {
    double took = -1;
    if (strcmp(line, "number\n") == 0) {
      took = numbers(0, &sum);
    } else if (strcmp(line, "plain\n") == 0) {
      took = numbers(1, &sum);
    } else if (strcmp(line, "score\n") == 0) {
      took = scoring();
    } else if (strcmp(line, "fill\n") == 0) {
      took = filling();
    } else if (strcmp(line, "check-in\n") == 0) {
      took = check_in();
    }
    printf("%.17g\n", took);
    fflush(stdout);
  }
  fprintf(stderr, "%s", sum == -1 ? " " : "");
  okr_scorecard_free(card);
  okr_workspace_free(workspace);
  okr_limits_free(limits);
  return 0;
}
