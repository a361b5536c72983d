/* Functions that meet a bug on purpose: of a library that is built for tests alone. See okr-ffi/src/c/provoke.rs. */
#ifndef PROVOKE_H
#define PROVOKE_H

#include "okr.h"

okr_status okr_provoke_in_reading(const okr_workspace *workspace, okr_error **err);
okr_status okr_provoke_in_event(okr_workspace *workspace, const char *id, size_t len, okr_change **change, okr_error **err);
okr_status okr_provoke_in_refresh(okr_scorecard *card, okr_error **err);
okr_status okr_provoke_in_scoring(const okr_workspace *workspace, okr_scorecard **out, okr_error **err);
double okr_provoke_in_number(const okr_scorecard *card);
okr_status okr_provoke_in_carrying_over(okr_workspace *workspace, okr_change **change, okr_error **err);
okr_status okr_provoke_in_table(okr_tables *tables, int32_t which, struct ArrowArrayStream *stream, okr_error **err);

#endif
