/* A thread with as little stack as the header says to be enough, and a document as deep as the limits let in. */
#include "expect.h"
#include <pthread.h>

enum { STACK = 256 * 1024, DEPTH = 120, BEFORE = 4 };

static const char start[] = "{\"okr\": 1, \"objectives\": [{\"id\": \"o\", \"title\": \"O\", \"extra\": ";
static const char end[] = "}]}";

static void *use_everything(void *document)
{
  okr_limits *limits;
  okr_workspace *workspace, *refused;
  okr_scorecard *card;
  okr_policy *policy;
  okr_buf *text;
  okr_findings *findings;
  okr_error *error;
  EXPECT_OK(okr_limits_new(&limits, NULL));
  EXPECT_OK(okr_limits_set(limits, OKR_LIMIT_DEPTH, DEPTH, NULL));
  EXPECT_OK(okr_workspace_parse_with(document, strlen(document), limits, &workspace, NULL));
  EXPECT_STATUS(OKR_STATUS_TOO_DEEP, okr_workspace_parse(document, strlen(document), &refused, &error));
  okr_error_free(error);
  EXPECT_OK(okr_workspace_score(workspace, 20000, NULL, &card, NULL));
  EXPECT_OK(okr_scorecard_report(card, workspace, &text, NULL));
  okr_buf_free(text);
  EXPECT_OK(okr_scorecard_explain(card, workspace, OKR_TEXT("o"), &text, NULL));
  okr_buf_free(text);
  EXPECT_OK(okr_workspace_findings(workspace, &findings, NULL));
  okr_findings_free(findings);
  EXPECT_OK(okr_policy_preset(OKR_TEXT("viva_goals"), &policy, NULL));
  EXPECT_OK(okr_workspace_compare_policies(workspace, policy, policy, 20000, &text, NULL));
  okr_buf_free(text);
  okr_policy_free(policy);
  EXPECT_OK(okr_workspace_print(workspace, &text, NULL));
  okr_buf_free(text);
  okr_scorecard_free(card);
  okr_workspace_free(workspace);
  okr_limits_free(limits);
  return NULL;
}

int main(void)
{
  char document[sizeof start + sizeof end + 2 * DEPTH];
  pthread_attr_t attributes;
  pthread_t thread;
  char *at = document;
  memcpy(at, start, sizeof start - 1);
  at += sizeof start - 1;
  memset(at, '[', DEPTH - BEFORE);
  at += DEPTH - BEFORE;
  memset(at, ']', DEPTH - BEFORE);
  at += DEPTH - BEFORE;
  memcpy(at, end, sizeof end);
  EXPECT(pthread_attr_init(&attributes) == 0 && pthread_attr_setstacksize(&attributes, STACK) == 0);
  EXPECT(pthread_create(&thread, &attributes, use_everything, document) == 0);
  EXPECT(pthread_join(thread, NULL) == 0);
  puts("fine");
  return 0;
}
