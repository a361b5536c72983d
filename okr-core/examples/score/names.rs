//! What ids are called.

use okr_core::model::{Document, KeyResult, Objective};
use std::collections::HashMap;

/// Names and titles by id.
pub(crate) struct Names<'a> {
    teams: HashMap<&'a str, &'a str>,
    people: HashMap<&'a str, &'a str>,
    titles: HashMap<&'a str, &'a str>,
    objectives: HashMap<&'a str, &'a Objective>,
    key_results: HashMap<&'a str, &'a KeyResult>,
}

impl<'a> Names<'a> {
    pub(crate) fn of(document: &'a Document) -> Self {
        let objectives = &document.objectives;
        let key_results = || objectives.iter().flat_map(|objective| &objective.key_results);
        let titles = objectives
            .iter()
            .map(|objective| (objective.id.as_str(), objective.title.as_str()))
            .chain(key_results().map(|key_result| (key_result.id.as_str(), key_result.title.as_str())));
        let named = |id: &'a str, name: &'a Option<String>| (id, name.as_deref().unwrap_or(id));
        Names {
            teams: document.teams.iter().map(|team| named(&team.id, &team.name)).collect(),
            people: document.people.iter().map(|person| named(&person.id, &person.name)).collect(),
            titles: titles.collect(),
            objectives: objectives.iter().map(|objective| (objective.id.as_str(), objective)).collect(),
            key_results: key_results().map(|key_result| (key_result.id.as_str(), key_result)).collect(),
        }
    }

    pub(crate) fn team(&self, id: &'a str) -> &'a str {
        self.teams.get(id).copied().unwrap_or(id)
    }

    pub(crate) fn person(&self, id: &'a str) -> &'a str {
        self.people.get(id).copied().unwrap_or(id)
    }

    /// The title of an objective or key result.
    pub(crate) fn title(&self, id: &'a str) -> &'a str {
        self.titles.get(id).copied().unwrap_or(id)
    }

    pub(crate) fn objective(&self, id: &str) -> Option<&'a Objective> {
        self.objectives.get(id).copied()
    }

    pub(crate) fn key_result(&self, id: &str) -> Option<&'a KeyResult> {
        self.key_results.get(id).copied()
    }
}
