//! Which tables a scorecard has, each made once.

use crate::scorecard::Card;
use okr::arrow::{Order, Table};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::sync::{Arc, OnceLock};

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Objectives,
    KeyResults,
    Teams,
    People,
    Cycles,
    Kpis,
}

/// A table of a scorecard: what is listed, and in which order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listing {
    what: What,
    order: Order,
}

impl Listing {
    pub(crate) const OBJECTIVES: Listing = Listing::of(What::Objectives);
    pub(crate) const KEY_RESULTS: Listing = Listing::of(What::KeyResults);
    pub(crate) const TEAMS: Listing = Listing::of(What::Teams);
    pub(crate) const PEOPLE: Listing = Listing::of(What::People);
    pub(crate) const CYCLES: Listing = Listing::of(What::Cycles);
    pub(crate) const KPIS: Listing = Listing::of(What::Kpis);

    const ALL: [Listing; 6] =
        [Self::OBJECTIVES, Self::KEY_RESULTS, Self::TEAMS, Self::PEOPLE, Self::CYCLES, Self::KPIS];

    const fn of(what: What) -> Listing {
        Listing { what, order: Order::Document }
    }

    /// A table by its name and the name of an order.
    pub(crate) fn named(name: &str, order: &str) -> PyResult<Listing> {
        let listing = Self::ALL.into_iter().find(|listing| listing.name() == name).ok_or_else(|| {
            let names = Self::ALL.map(Listing::name).join(", ");
            PyValueError::new_err(format!("found the table `{name}`, expected one of {names}"))
        })?;
        match order {
            "document" => Ok(listing),
            // The engine keeps no columns of the others.
            "rows" if matches!(listing.what, What::Objectives | What::KeyResults) => {
                Ok(Listing { order: Order::Rows, ..listing })
            }
            "rows" => Ok(listing),
            _ => Err(PyValueError::new_err(format!("found the order `{order}`, expected `document` or `rows`"))),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self.what {
            What::Objectives => "objectives",
            What::KeyResults => "key_results",
            What::Teams => "teams",
            What::People => "people",
            What::Cycles => "cycles",
            What::Kpis => "kpis",
        }
    }

    pub(crate) fn order(self) -> &'static str {
        if self.order == Order::Rows { "rows" } else { "document" }
    }

    fn made(self, card: &Card) -> okr_core::Result<Table> {
        let (card, workspace) = (&card.card, &card.workspace);
        match self.what {
            What::Objectives => Table::objectives(card, workspace, self.order),
            What::KeyResults => Table::key_results(card, workspace, self.order),
            What::Teams => Table::teams(card, workspace),
            What::People => Table::people(card, workspace),
            What::Cycles => Table::cycles(card, workspace),
            What::Kpis => Table::kpis(card, workspace),
        }
    }
}

/// The tables of a scorecard, each once it was asked for.
#[derive(Default)]
pub(crate) struct KeptTables {
    document: [OnceLock<Arc<Table>>; Listing::ALL.len()],
    rows: [OnceLock<Arc<Table>>; Listing::ALL.len()],
}

impl KeptTables {
    pub(crate) fn get(&self, card: &Card, listing: Listing) -> okr_core::Result<Arc<Table>> {
        let kept = if listing.order == Order::Rows { &self.rows } else { &self.document };
        let kept = &kept[listing.what as usize];
        if let Some(table) = kept.get() {
            return Ok(Arc::clone(table));
        }
        // Two threads may make one each, of which one is kept.
        let made = Arc::new(listing.made(card)?);
        Ok(Arc::clone(kept.get_or_init(|| made)))
    }
}
