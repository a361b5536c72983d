//! A row of a table as an object of the document, so that the document's own reader takes it.

use super::schema::{Field, Part, Sheet, Type};
use crate::document::reader::{Reader, Segment};
use crate::error::ErrorCode;
use crate::tables::Cell;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Error;

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    sheet: &'a Sheet<'a>,
    row: usize,
    part: Part,
    /// Columns, by their place in the sheet, that are not read: their JSON is broken, or they are taken otherwise.
    left_out: u64,
}

impl<'a> Row<'a> {
    /// A row, after a look at the JSON in it: what is broken is reported, and does not keep the rest from being read.
    pub(super) fn new(sheet: &'a Sheet<'a>, row: usize, r: &mut Reader) -> Row<'a> {
        let mut left_out = 0;
        for (at, (field, column)) in sheet.columns.iter().enumerate() {
            let Some(text) = column.text(row).filter(|text| field.ty.is_json(text)) else { continue };
            if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
                left_out |= 1 << at;
                let message = format!("found broken JSON: {error}, expected valid JSON");
                let report = |r: &mut Reader| {
                    r.at(Segment::Key(field.key), |r| {
                        r.refuse(ErrorCode::InvalidJson, message, "correct the JSON of that cell");
                    });
                };
                if field.part == Part::Measure { r.at(Segment::Key("measure"), report) } else { report(r) }
            }
        }
        Row { sheet, row, part: Part::Row, left_out }
    }

    /// The same row without a column.
    pub(super) fn without(mut self, name: &str) -> Row<'a> {
        if let Some(at) = self.sheet.columns.iter().position(|(field, _)| field.name == name) {
            self.left_out |= 1 << at;
        }
        self
    }

    fn has_measure(self) -> bool {
        self.part == Part::Row && self.sheet.schema.fields.iter().any(|field| field.part == Part::Measure)
    }
}

impl Type {
    /// Whether a cell is JSON.
    fn is_json(self, text: &str) -> bool {
        self == Type::Json || (self == Type::State && text.trim_start().starts_with('['))
    }
}

impl<'de> Deserializer<'de> for Row<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Fields { row: self, next: 0, value: None })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The cells of a row that have a value, one after the other.
struct Fields<'a> {
    row: Row<'a>,
    next: usize,
    value: Option<Stated<'a>>,
}

enum Stated<'a> {
    Cell(&'static Field, Cell<'a>),
    Measure(Row<'a>),
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Row { sheet, row, part, left_out } = self.row;
        while let Some((field, column)) = sheet.columns.get(self.next) {
            let at = self.next;
            self.next += 1;
            if field.part != part || left_out >> at & 1 == 1 {
                continue;
            }
            if let Some(cell) = column.get(row) {
                self.value = Some(Stated::Cell(field, cell));
                return seed.deserialize(StrDeserializer::new(field.key)).map(Some);
            }
        }
        if self.next == sheet.columns.len() && self.row.has_measure() {
            self.next += 1;
            self.value = Some(Stated::Measure(Row { part: Part::Measure, ..self.row }));
            return seed.deserialize(StrDeserializer::new("measure")).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        match self.value.take() {
            Some(Stated::Cell(field, cell)) => seed.deserialize(Stating { ty: field.ty, cell }),
            Some(Stated::Measure(row)) => seed.deserialize(row),
            None => Err(serde::de::Error::custom("a value without its key")),
        }
    }
}

/// One cell as a value of the document.
struct Stating<'a> {
    ty: Type,
    cell: Cell<'a>,
}

impl Stating<'_> {
    /// A target that is a number, in a column of texts: a sign would make it relative.
    fn unsigned(text: &str) -> Option<f64> {
        let number = text.starts_with(|c: char| c.is_ascii_digit() || c == '.').then(|| text.parse().ok());
        number.flatten()
    }
}

impl<'de> Deserializer<'de> for Stating<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.cell {
            Cell::Boolean(value) => visitor.visit_bool(value),
            Cell::Integer(value) => visitor.visit_i64(value),
            Cell::Unsigned(value) => visitor.visit_u64(value),
            Cell::Number(value) => visitor.visit_f64(value),
            Cell::Date(value) => visitor.visit_str(&value.to_string()),
            Cell::Text(text) if self.ty.is_json(text) => {
                serde_json::Deserializer::from_str(text).deserialize_any(visitor)
            }
            Cell::Text(text) => match Some(self.ty).filter(|ty| *ty == Type::Target).and_then(|_| Self::unsigned(text))
            {
                Some(number) => visitor.visit_f64(number),
                None => visitor.visit_str(text),
            },
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.cell {
            // JSON may say null.
            Cell::Text(text) if self.ty.is_json(text) => {
                serde_json::Deserializer::from_str(text).deserialize_option(visitor)
            }
            _ => visitor.visit_some(self),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
