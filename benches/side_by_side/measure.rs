//! Time and memory. Time is the CPU time of this thread: on a shared machine it leaves out what others did meanwhile.

use std::hint::black_box;

/// Samples of each contender behind every median.
pub(crate) const ROUNDS: usize = 7;
/// A sample repeats its work until it takes about this long, in nanoseconds.
const SAMPLE: f64 = 4e6;

/// Nanoseconds of CPU time that this thread has had.
#[cfg(unix)]
pub(crate) fn now() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid timespec to write to, and the clock exists on every system this is compiled for.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

/// Nanoseconds since the first call, where threads have no clock of their own.
#[cfg(not(unix))]
pub(crate) fn now() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed().as_nanos() as f64
}

/// The result of `work` and the nanoseconds it took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = now();
    let result = black_box(work());
    (now() - start, result)
}

pub(crate) fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    let middle = samples.len() / 2;
    match samples.len() {
        0 => f64::NAN,
        even if even % 2 == 0 => (samples[middle - 1] + samples[middle]) / 2.0,
        _ => samples[middle],
    }
}

/// The median nanoseconds a call of each contender, in their order. They take turns, so that a busy moment of the
/// machine hits all of them alike.
pub(crate) fn race<const N: usize>(mut contenders: [&mut dyn FnMut(); N]) -> [f64; N] {
    let repeats = contenders.each_mut().map(|contender| {
        contender();
        let (once, ()) = timed(contender);
        (SAMPLE / once).clamp(1.0, 10_000.0) as usize
    });
    let mut samples = [const { Vec::new() }; N];
    for _ in 0..ROUNDS {
        for (contender, (samples, repeats)) in contenders.iter_mut().zip(samples.iter_mut().zip(repeats)) {
            let (time, ()) = timed(|| (0..repeats).for_each(|_| contender()));
            samples.push(time / repeats as f64);
        }
    }
    samples.map(median)
}

/// Pushes everything else out of the caches, by walking through more memory than they hold.
pub(crate) struct Evict(Vec<u64>);

impl Evict {
    pub(crate) fn new() -> Self {
        Evict(vec![1; 32 << 20])
    }

    pub(crate) fn run(&mut self) {
        self.0.iter_mut().for_each(|word| *word = word.wrapping_mul(3));
        black_box(&self.0);
    }
}
