// The C interface from Node by koffi (npm install koffi): node score.js LIBRARY FILE YEAR-MONTH-DAY
const fs = require("node:fs");
const koffi = require("koffi");

const [, , path, file, date] = process.argv;
const okr = koffi.load(path);

for (const name of ["okr_workspace", "okr_scorecard", "okr_policy", "okr_error"]) koffi.opaque(name);
koffi.struct("okr_str", { data: "const void *", len: "size_t" });
koffi.struct("okr_rows", { values: "const uint32_t *", len: "size_t" });

const parse = okr.func("int32_t okr_workspace_parse(const uint8_t *, size_t, _Out_ okr_workspace **, _Out_ okr_error **)");
const parseDate = okr.func("int32_t okr_date_parse(const uint8_t *, size_t, _Out_ int32_t *, _Out_ okr_error **)");
const score = okr.func(
  "int32_t okr_workspace_score(const okr_workspace *, int32_t, const okr_policy *, _Out_ okr_scorecard **, _Out_ okr_error **)",
);
const order = okr.func("okr_rows okr_objective_order(const okr_scorecard *)");
const id = okr.func("okr_str okr_objective_id(const okr_scorecard *, uint32_t)");
const progressOf = okr.func("double okr_objective_progress(const okr_scorecard *, uint32_t)");
const statusOf = okr.func("int32_t okr_objective_status(const okr_scorecard *, uint32_t)");
const statusName = okr.func("okr_str okr_row_status_name(int32_t)");
const errorMessage = okr.func("okr_str okr_error_message(const okr_error *)");
const freeError = okr.func("void okr_error_free(okr_error *)");
const freeCard = okr.func("void okr_scorecard_free(okr_scorecard *)");
const freeWorkspace = okr.func("void okr_workspace_free(okr_workspace *)");

// There are no values, and no pointer to any, where there is no row.
const array = (rows) => (Number(rows.len) === 0 ? [] : koffi.decode(rows.values, "uint32_t", Number(rows.len)));
const text = (s) => (Number(s.len) === 0 ? "" : koffi.decode(s.data, "char", Number(s.len)));

// Calls a function that makes something and takes an error last; what it says becomes an exception.
function make(call, ...inputs) {
  const made = [null];
  const error = [null];
  if (call(...inputs, made, error) !== 0) {
    const told = text(errorMessage(error[0]));
    freeError(error[0]);
    throw new Error(told);
  }
  return made[0];
}

const document = fs.readFileSync(file);
const day = Buffer.from(date);
const workspace = make(parse, document, document.length);
const card = make(score, workspace, make(parseDate, day, day.length), null);
for (const row of array(order(card))) {
  const progress = progressOf(card, row);
  const shown = Number.isNaN(progress) ? "-" : (100 * progress).toFixed(3);
  console.log(text(id(card, row)), shown, text(statusName(statusOf(card, row))));
}
freeCard(card);
freeWorkspace(workspace);
