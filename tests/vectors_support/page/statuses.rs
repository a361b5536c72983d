//! A preset's own words for the engine's statuses, since one product's "At Risk" is another's "Off track".

use okr_core::policy::{Band, Final, StatusRollup, StatusSource};
use okr_core::{Policy, Status};
use std::collections::BTreeMap;

/// Each status with the words that stand for it, those of bands before the label of the status.
fn words(policy: &Policy) -> BTreeMap<Status, Vec<&str>> {
    let rules = &policy.status;
    let mut words: BTreeMap<Status, Vec<&str>> = BTreeMap::new();
    let mut add = |status: Status, word| {
        let known = words.entry(status).or_default();
        if !known.iter().any(|known| same(known, word)) {
            known.push(word);
        }
    };
    for band in bands(policy) {
        if let Some((status, word)) = band.status.zip(band.label.as_deref()) {
            add(status, word);
        }
    }
    for (status, word) in &rules.labels {
        add(*status, word);
    }
    words
}

/// Upper and lower case make no other word.
fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// The bands that are read: none are where people state the status.
fn bands(policy: &Policy) -> Vec<&Band> {
    let rules = &policy.status;
    let mut lists = Vec::new();
    if rules.source != StatusSource::Stated {
        lists.push(&rules.bands);
        if let Final::Bands(list) = &rules.last {
            lists.push(list);
        }
    }
    if matches!(rules.rollup, StatusRollup::MeanPoints | StatusRollup::MeanRatio) {
        lists.push(&rules.rollup_bands);
    }
    lists.into_iter().flat_map(|bands| &bands.list).collect()
}

/// A line about the words, or nothing where the engine's own are shown.
pub(crate) fn line(policy: &Policy) -> String {
    let told: Vec<String> = words(policy)
        .into_iter()
        .map(|(status, words)| format!("`{}` is {}", status.as_str(), words.join(" or ")))
        .collect();
    if told.is_empty() { String::new() } else { format!("\nWords for statuses: {}.\n", told.join(", ")) }
}

/// A cell of the words that people choose among.
pub(crate) fn stated(policy: &Policy) -> String {
    let told = words(policy).into_iter().map(|(status, words)| {
        let own = status.as_str();
        let same = words.iter().all(|word| same(&word.replace(' ', "_"), own));
        format!("{}{}", words.join(" or "), if same { String::new() } else { format!(" (`{own}`)") })
    });
    told.collect::<Vec<_>>().join(", ")
}
