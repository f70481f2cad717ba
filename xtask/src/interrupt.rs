//! Ctrl-C and SIGTERM stop the running child first; then `main` unwinds and everything is cleaned up on the way.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

use crate::os::{self, Stop};

static REQUESTED: AtomicBool = AtomicBool::new(false);
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

pub fn install() -> Result<()> {
    ctrlc::set_handler(|| {
        // Whoever asks a second time has waited long enough.
        let how = if REQUESTED.swap(true, Ordering::SeqCst) { Stop::Now } else { Stop::Gently };
        for &leader in running().iter() {
            os::stop_group(leader, how);
        }
    })
    .context("cannot listen for Ctrl-C")
}

pub fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}

/// To be asked before each longer step.
pub fn check() -> Result<()> {
    if requested() {
        bail!("interrupted");
    }
    Ok(())
}

/// Keeps a process group on the list of what Ctrl-C stops.
pub struct Registered(u32);

impl Registered {
    pub fn new(leader: u32) -> Self {
        running().push(leader);
        // The signal may have come between the last check and this line.
        if requested() {
            os::stop_group(leader, Stop::Gently);
        }
        Self(leader)
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        running().retain(|leader| *leader != self.0);
    }
}

fn running() -> std::sync::MutexGuard<'static, Vec<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}
