//! The shapes that average organisations do not have and that layouts are usually not built for.

use super::organisation::{Draft, Organisation, Parent};
use super::random::Random;

/// A hub with 10,000 children, a chain 1,000 deep, an objective with 5,000 key results, empty objectives, and key
/// results with 0, 1 and 500 check-ins, all below one objective.
pub(crate) fn organisation() -> Organisation {
    let mut random = Random::new(7);
    let mut draft = Draft::default();
    let under = |objective: usize, weight: f64| vec![Parent { objective, weight }];
    let top = draft.objective(Vec::new());

    let hub = draft.objective(under(top, 2.0));
    for _ in 0..10_000 {
        let spoke = draft.objective(under(hub, 1.0));
        draft.key_result(spoke, 12, &mut random);
    }

    let mut above = draft.objective(under(top, 1.0));
    for _ in 0..1_000 {
        draft.key_result(above, 12, &mut random);
        above = draft.objective(under(above, 3.0));
    }

    let wide = draft.objective(under(top, 1.0));
    for _ in 0..5_000 {
        draft.key_result(wide, 12, &mut random);
    }

    // Nothing below them has a number, alone and in pairs: they are left out above, and are never 0.
    for _ in 0..500 {
        let empty = draft.objective(under(hub, 1.0));
        draft.objective(under(empty, 1.0));
    }

    for _ in 0..200 {
        let uneven = draft.objective(under(top, 0.5));
        for check_ins in [0, 1, 500] {
            draft.key_result(uneven, check_ins, &mut random);
        }
    }
    draft.finish("adverse shapes".to_owned(), &mut random)
}
