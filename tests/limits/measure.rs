//! Time and stack, generously: machines are shared, and only orders of magnitude matter.

use std::time::Duration;

/// The CPU time of this thread: what others do on the machine is not counted.
#[cfg(unix)]
pub(crate) fn cpu() -> Duration {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the clock exists on every system this is compiled for, and `now` is a place to write to.
    let told = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut now) };
    assert_eq!(told, 0, "the clock of this thread");
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

/// The time since the first call, where threads have no clock of their own.
#[cfg(not(unix))]
pub(crate) fn cpu() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// How long something takes.
pub(crate) fn once(work: impl FnOnce()) -> Duration {
    let start = cpu();
    work();
    cpu() - start
}

/// The least time of three runs.
pub(crate) fn least(mut work: impl FnMut()) -> Duration {
    (0..3).map(|_| once(&mut work)).min().unwrap()
}

/// Whether four times as much takes about four times as long; a square would take sixteen times.
pub(crate) fn grows_like_its_input(what: &str, size: usize, mut work: impl FnMut(usize)) {
    let small = least(|| work(size));
    let large = least(|| work(size * 4));
    assert!(
        large < small * 9 + Duration::from_millis(30),
        "{what}: {size} take {small:?}, four times as many {large:?}"
    );
}

/// Runs on a thread of its own with a stack of so many KiB; an overflow ends the whole program.
pub(crate) fn on_a_stack_of<T: Send + 'static>(kib: usize, work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(kib << 10).spawn(work).unwrap().join().unwrap()
}
