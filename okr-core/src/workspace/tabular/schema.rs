//! Which columns each table has, and whether those given are such.

use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, quoted};
use crate::tables::{Column, Table, Tables, Values};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    /// A text that is kept once, however many rows say it: whom or what they refer to, a unit.
    Shared,
    /// One of a closed set of words.
    Word,
    Number,
    Date,
    Flag,
    /// Of a check-in: a number, or true or false.
    Value,
    /// A number, or a text: a number without a sign, or a relative target with one.
    Target,
    /// A list or object, as JSON.
    Json,
    /// A word, or a list as JSON.
    State,
}

/// Where a column belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// To the row itself: a field of it.
    Row,
    /// To its measure.
    Measure,
    /// It says which row of another table this one is part of.
    Join,
}

/// A column that a table may have.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    /// The field of the document.
    pub(super) key: &'static str,
    pub(super) part: Part,
    pub(super) ty: Type,
    pub(super) needed: bool,
}

const fn row(name: &'static str, ty: Type) -> Field {
    Field { name, key: name, part: Part::Row, ty, needed: false }
}

const fn needed(name: &'static str, ty: Type) -> Field {
    Field { needed: true, ..row(name, ty) }
}

const fn join(name: &'static str) -> Field {
    Field { part: Part::Join, ..row(name, Type::Shared) }
}

const fn measure(name: &'static str, ty: Type) -> Field {
    Field { part: Part::Measure, ..row(name, ty) }
}

/// A table that an organisation may have.
pub(super) struct Schema {
    pub(super) name: &'static str,
    /// What a row is, for messages.
    pub(super) what: &'static str,
    pub(super) fields: &'static [Field],
}

use Type::{Date, Flag, Json, Number, Shared, State, Target, Text, Value, Word};

const CYCLES: Schema = Schema {
    name: "cycles",
    what: "a cycle",
    fields: &[
        needed("id", Text),
        row("name", Text),
        needed("start", Date),
        needed("end", Date),
        row("within", Shared),
        row("check_in_every", Shared),
    ],
};

const TEAMS: Schema =
    Schema { name: "teams", what: "a team", fields: &[needed("id", Text), row("name", Text), row("parent", Shared)] };

const PEOPLE: Schema =
    Schema { name: "people", what: "a person", fields: &[needed("id", Text), row("name", Text), row("team", Shared)] };

const KPIS: Schema = Schema {
    name: "kpis",
    what: "a KPI",
    fields: &[needed("id", Text), row("name", Text), row("unit", Shared), row("healthy", Json)],
};

const READINGS: Schema = Schema {
    name: "readings",
    what: "a KPI reading",
    fields: &[Field { needed: true, ..join("kpi") }, needed("on", Date), needed("value", Number)],
};

const OBJECTIVES: Schema = Schema {
    name: "objectives",
    what: "an objective",
    fields: &[
        needed("id", Text),
        needed("title", Text),
        row("description", Text),
        row("cycle", Shared),
        row("team", Shared),
        row("owner", Shared),
        row("contributors", Json),
        row("ambition", Word),
        row("weight", Number),
        row("start", Date),
        row("due", Date),
        row("initiatives", Json),
        row("measure", Json),
        row("state", State),
        row("overrides", Json),
        row("policy", Json),
        row("tags", Json),
        row("silence", Json),
        row("continues", Text),
        row("extra", Json),
    ],
};

const KEY_RESULTS: Schema = Schema {
    name: "key_results",
    what: "a key result",
    fields: &[
        Field { needed: true, ..join("objective") },
        needed("id", Text),
        needed("title", Text),
        row("description", Text),
        row("owner", Shared),
        row("contributors", Json),
        row("role", Word),
        row("ambition", Word),
        row("weight", Number),
        Field { needed: true, ..measure("kind", Word) },
        measure("baseline", Number),
        measure("target", Target),
        // Beside a column of numbers, which cannot state "+20%".
        Field { key: "target", ..measure("relative_target", Text) },
        measure("direction", Word),
        measure("low", Number),
        measure("high", Number),
        measure("strict", Flag),
        measure("read", Word),
        measure("credit", Word),
        measure("zero_at", Number),
        measure("risk_at", Number),
        measure("items", Json),
        // The key result has a `due` of its own.
        Field { key: "due", ..measure("measure_due", Date) },
        measure("points", Json),
        measure("between", Word),
        measure("of", Word),
        measure("with_own", Flag),
        measure("unit", Shared),
        measure("aggregate", Word),
        measure("seed", Number),
        row("kpi", Shared),
        row("start", Date),
        row("due", Date),
        row("check_in_every", Shared),
        row("plan", Json),
        row("amendments", Json),
        row("state", State),
        row("overrides", Json),
        row("tags", Json),
        row("silence", Json),
        row("continues", Text),
        row("extra", Json),
    ],
};

const CHECK_INS: Schema = Schema {
    name: "check_ins",
    what: "a check-in",
    fields: &[
        join("key_result"),
        join("objective"),
        needed("on", Date),
        row("value", Value),
        row("confidence", Number),
        row("note", Text),
        row("by", Text),
    ],
};

const ALIGNMENTS: Schema = Schema {
    name: "alignments",
    what: "a link",
    fields: &[Field { needed: true, ..join("from") }, needed("to", Shared), row("kind", Word), row("weight", Number)],
};

impl Type {
    /// What its column may hold, in words.
    fn expected(self) -> &'static str {
        match self {
            Text | Shared | Word => "texts",
            Number => "numbers",
            Date => "dates, or texts such as \"2026-10-12\"",
            Flag => "booleans",
            Value => "numbers or booleans",
            Target => "numbers, or texts such as \"+20%\"",
            Json => "texts of JSON",
            State => "words, or texts of JSON",
        }
    }

    fn takes(self, values: &Values) -> bool {
        let text = matches!(values, Values::Texts(_) | Values::Words(_));
        let number = matches!(values, Values::Numbers(_) | Values::Integers(_) | Values::Unsigned(_));
        match self {
            _ if matches!(values, Values::Nulls(_)) => true,
            Text | Shared | Word | Json | State => text,
            Number => number,
            Date => text || matches!(values, Values::Dates(_)),
            Flag => matches!(values, Values::Booleans(_)),
            Value => number || matches!(values, Values::Booleans(_)),
            Target => number || text,
        }
    }
}

/// A table whose columns are known.
pub(super) struct Sheet<'a> {
    pub(super) schema: &'static Schema,
    /// The columns that have any value, in the order of the schema.
    pub(super) columns: Vec<(&'static Field, &'a Column)>,
    pub(super) rows: usize,
}

impl<'a> Sheet<'a> {
    /// Sorts out the columns of a table; what is wrong with them goes to the reader.
    fn new(schema: &'static Schema, table: &'a Table, r: &mut Reader) -> Sheet<'a> {
        let mut found: Vec<Option<&'a Column>> = vec![None; schema.fields.len()];
        r.enter(Segment::Key(schema.name));
        for (name, column) in table.columns() {
            let Some(at) = schema.fields.iter().position(|field| field.name == name) else {
                unknown_column(schema, name, r);
                continue;
            };
            let (field, slot) = (&schema.fields[at], &mut found[at]);
            if slot.replace(column).is_some() {
                let message = format!("found the column {} twice, expected it once", quoted(name));
                r.find_at(field.name, ErrorCode::DuplicateKey, message, "keep one of them");
            } else if !field.ty.takes(column.values()) {
                let (values, expected) = (column.values().told(), field.ty.expected());
                let message = format!("found {values} in the column {}, expected {expected}", quoted(name));
                r.find_at(field.name, ErrorCode::WrongType, message, "convert the column");
            }
        }
        let is_stated = table.columns().len() > 0 || table.rows() > 0;
        for (field, _) in schema.fields.iter().zip(&found).filter(|(field, column)| field.needed && column.is_none()) {
            if is_stated {
                let name = quoted(field.name);
                let message = format!("found no column {name} in the table {}, expected it", quoted(schema.name));
                r.find(ErrorCode::MissingField, message, format!("add the column {name}"));
            }
        }
        r.leave();
        let columns = schema.fields.iter().zip(found);
        let columns = columns.filter_map(|(field, column)| Some((field, column?)));
        let columns = columns.filter(|(_, column)| column.validity().nulls() < column.len()).collect();
        Sheet { schema, columns, rows: table.rows() }
    }

    /// The column of a name, where it has any value.
    pub(super) fn column(&self, name: &str) -> Option<&'a Column> {
        self.columns.iter().find(|(field, _)| field.name == name).map(|(_, column)| *column)
    }

    /// The text of a row in a column that holds texts.
    pub(super) fn text(&self, name: &str, row: usize) -> Option<&'a str> {
        self.column(name).and_then(|column| column.text(row))
    }
}

fn unknown_column(schema: &Schema, name: &str, r: &mut Reader) {
    if r.only_counts() {
        return;
    }
    let names = schema.fields.iter().map(|field| field.name);
    let help = r.nearest(name, names.clone()).map_or_else(
        || format!("{} has the columns {}", quoted(schema.name), names.collect::<Vec<_>>().join(", ")),
        |near| format!("did you mean {}? The host's own data goes into `extra`, as JSON", quoted(near)),
    );
    let message = format!("found the column {}, expected a column of {}", quoted(name), quoted(schema.name));
    let short = name.chars().take(120).collect();
    r.at(Segment::Name(short), |r| r.find(ErrorCode::UnknownField, message, help));
}

/// All tables, their columns sorted out.
pub(super) struct Sheets<'a> {
    pub(super) tables: &'a Tables,
    pub(super) cycles: Sheet<'a>,
    pub(super) teams: Sheet<'a>,
    pub(super) people: Sheet<'a>,
    pub(super) kpis: Sheet<'a>,
    pub(super) readings: Sheet<'a>,
    pub(super) objectives: Sheet<'a>,
    pub(super) key_results: Sheet<'a>,
    pub(super) check_ins: Sheet<'a>,
    pub(super) alignments: Sheet<'a>,
}

impl<'a> Sheets<'a> {
    /// Sorts out all columns, and looks at how much there is; what is wrong with them goes to the reader.
    pub(super) fn new(tables: &'a Tables, r: &mut Reader) -> Sheets<'a> {
        let sheets = Sheets {
            tables,
            cycles: Sheet::new(&CYCLES, &tables.cycles, r),
            teams: Sheet::new(&TEAMS, &tables.teams, r),
            people: Sheet::new(&PEOPLE, &tables.people, r),
            kpis: Sheet::new(&KPIS, &tables.kpis, r),
            readings: Sheet::new(&READINGS, &tables.readings, r),
            objectives: Sheet::new(&OBJECTIVES, &tables.objectives, r),
            key_results: Sheet::new(&KEY_RESULTS, &tables.key_results, r),
            check_ins: Sheet::new(&CHECK_INS, &tables.check_ins, r),
            alignments: Sheet::new(&ALIGNMENTS, &tables.alignments, r),
        };
        sheets.check_counts(r);
        sheets.check_bytes(r);
        sheets
    }

    pub(super) fn all(&self) -> [&Sheet<'a>; 9] {
        let Sheets { cycles, teams, people, kpis, readings, objectives, key_results, check_ins, alignments, .. } = self;
        [cycles, teams, people, kpis, readings, objectives, key_results, check_ins, alignments]
    }

    fn check_counts(&self, r: &mut Reader) {
        let limits = r.limits.clone();
        let mut check = |sheet: &Sheet<'_>, before: usize, limit: usize| {
            if sheet.rows > limit.saturating_sub(before) {
                r.at(Segment::Key(sheet.schema.name), |r| r.count(sheet.schema.name, before + sheet.rows, limit));
            }
        };
        for sheet in [&self.cycles, &self.teams, &self.people, &self.kpis] {
            check(sheet, 0, limits.records);
        }
        check(&self.objectives, 0, limits.objectives);
        check(&self.key_results, 0, limits.key_results);
        check(&self.check_ins, 0, limits.check_ins);
        check(&self.readings, self.check_ins.rows, limits.check_ins);
        check(&self.alignments, 0, limits.links);
    }

    /// Texts that are kept for every row count for every row, also where a table states them by code: otherwise a few
    /// bytes could come to any size.
    fn check_bytes(&self, r: &mut Reader) {
        let limit = r.limits.bytes;
        let mut bytes = 0usize;
        for (field, column) in self.all().into_iter().flat_map(|sheet| &sheet.columns) {
            bytes = bytes.saturating_add(match column.values() {
                Values::Texts(texts) => texts.buffer().len(),
                Values::Words(words) if field.is_kept() => {
                    let (codes, words) = (&words.codes, words.words.view());
                    let lengths = codes.iter().map(|code| words.length(*code as usize));
                    lengths.fold(0, usize::saturating_add)
                }
                Values::Words(words) => words.words.buffer().len(),
                _ => 0,
            });
        }
        if bytes > limit {
            let message = format!("found {bytes} bytes of text, the limit is {limit}");
            r.fail(ErrorCode::TooLarge, message, "raise the limit, or split the organisation");
        }
    }
}

impl Field {
    /// Whether the text of each row is kept.
    fn is_kept(&self) -> bool {
        !matches!(self.ty, Type::Shared | Type::Word)
    }
}
