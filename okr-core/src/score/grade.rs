//! The grade at the end (G1, G2).

use super::number::meets;
use crate::model::Ambition;
use crate::policy::ScoreRules;

/// The score of a row that is over: its shown progress cut to a range, 0 to 1 where nothing else is said; not a number
/// where there is no progress (G1).
pub(crate) fn score(rules: &ScoreRules, progress: f64) -> f64 {
    rules.clamp.apply(progress)
}

/// Whether a row reached what it promised (G2).
pub(crate) fn attained(rules: &ScoreRules, ambition: Ambition, progress: f64, closed_with_reason: bool) -> bool {
    match ambition {
        Ambition::Committed => meets(progress, rules.committed),
        Ambition::Aspirational => meets(progress, rules.aspirational),
        Ambition::Learning => closed_with_reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g2_the_bar_depends_on_the_ambition() {
        let rules = ScoreRules::default();
        assert!(!attained(&rules, Ambition::Committed, 0.8, true));
        assert!(attained(&rules, Ambition::Aspirational, 0.7, false));
        assert!(attained(&rules, Ambition::Learning, 0.0, true) && !attained(&rules, Ambition::Learning, 1.0, false));
    }

    #[test]
    fn g1_scores_lie_between_zero_and_one() {
        let mut rules = ScoreRules::default();
        assert_eq!((score(&rules, 1.4), score(&rules, -0.2)), (1.0, 0.0));
        assert!(score(&rules, f64::NAN).is_nan());
        rules.clamp.max = Some(1.3);
        assert_eq!(score(&rules, 1.4), 1.3);
    }
}
