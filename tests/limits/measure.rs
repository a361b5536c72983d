//! Time and stack, generously: machines are shared, and only orders of magnitude matter.

use std::time::{Duration, Instant};

/// The least time of three runs.
pub(crate) fn least(mut work: impl FnMut()) -> Duration {
    let run = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..3).map(run).min().unwrap()
}

/// Whether four times as much takes about four times as long; a square would take sixteen times.
pub(crate) fn grows_like_its_input(what: &str, size: usize, mut work: impl FnMut(usize)) {
    let small = least(|| work(size));
    let large = least(|| work(size * 4));
    assert!(large < small * 9 + Duration::from_millis(30), "{what}: {size} take {small:?}, four times as many {large:?}");
}

/// Runs on a thread of its own with a stack of so many KiB; an overflow ends the whole program.
pub(crate) fn on_a_stack_of<T: Send + 'static>(kib: usize, work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(kib << 10).spawn(work).unwrap().join().unwrap()
}
