/* Scores a document: score FILE YEAR-MONTH-DAY. For every objective it prints id, progress in percent and status. */
#include "okr.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_file(const char *path, size_t *len)
{
  FILE *file = fopen(path, "rb");
  char *text = NULL;
  size_t room = 0, more;
  *len = 0;
  if (file == NULL) {
    return NULL;
  }
  do {
    char *larger;
    room = room ? 2 * room : 1 << 16;
    larger = (char *)realloc(text, room);
    if (larger == NULL) {
      free(text);
      text = NULL;
      break;
    }
    text = larger;
    more = fread(text + *len, 1, room - *len, file);
    *len += more;
  } while (*len == room);
  fclose(file);
  return text;
}

/* Everything that is wrong, a line each: the list of an error has at least one entry. */
static void print_error(const okr_error *error)
{
  const okr_findings *findings = okr_error_findings(error);
  uint32_t at, count = okr_findings_count(findings);
  for (at = 0; at < count; at++) {
    okr_str path = okr_findings_path(findings, at), message = okr_findings_message(findings, at);
    fprintf(stderr, "%.*s: %.*s\n", (int)path.len, path.data, (int)message.len, message.data);
  }
}

static void print_objectives(const okr_scorecard *card)
{
  okr_rows rows = okr_objective_order(card);
  size_t at;
  for (at = 0; at < rows.len; at++) {
    uint32_t row = rows.values[at];
    okr_str id = okr_objective_id(card, row);
    okr_str status = okr_row_status_name((int32_t)okr_objective_status(card, row));
    double progress = okr_objective_progress(card, row);
    printf("%.*s ", (int)id.len, id.data);
    if (isnan(progress)) {
      printf("-");
    } else {
      printf("%.3f", 100 * progress);
    }
    printf(" %.*s\n", (int)status.len, status.data);
  }
}

int main(int count, char **arguments)
{
  okr_workspace *workspace = NULL;
  okr_scorecard *card = NULL;
  okr_error *error = NULL;
  okr_date as_of;
  size_t len;
  char *text = count == 3 ? read_file(arguments[1], &len) : NULL;
  int failed;
  if (text == NULL) {
    fprintf(stderr, "score FILE YEAR-MONTH-DAY\n");
    return 2;
  }
  failed = okr_workspace_parse(text, len, &workspace, &error)
           || okr_date_parse(arguments[2], strlen(arguments[2]), &as_of, &error)
           || okr_workspace_score(workspace, as_of, NULL, &card, &error);
  if (failed) {
    print_error(error);
  } else {
    print_objectives(card);
  }
  okr_error_free(error);
  okr_scorecard_free(card);
  okr_workspace_free(workspace);
  free(text);
  return failed ? 2 : 0;
}
