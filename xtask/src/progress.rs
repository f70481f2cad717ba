//! Lines a person can follow.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::interrupt;

/// Names a step, runs it and says how long it took.
pub fn step<T>(title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    interrupt::check()?;
    eprintln!("▸ {title} …");
    let start = Instant::now();
    let result = work()?;
    eprintln!("  ✓ {}", seconds(start.elapsed()));
    Ok(result)
}

pub fn note(text: &str) {
    eprintln!("▸ {text}");
}

pub fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 100 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}
