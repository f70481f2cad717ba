//! Workers that take what is to be done from one queue. How many they are, and what a hash costs them, may change meanwhile: what
//! is being worked on is finished as it was begun, and what is taken next is done as it is to be done by then.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::worker::Worker;
use super::{Costs, HashError, Place, Task};

/// Workers with one queue.
pub(super) struct Crew {
    name: &'static str,
    /// Whether the next task of a worker uses the memory of the last one.
    keeps_memory: bool,
    state: Mutex<State>,
    /// There is something to do, or another way to do it.
    changed: Condvar,
}

struct State {
    tasks: VecDeque<(Place, Task)>,
    costs: Costs,
    /// How many workers there are to be.
    wanted: usize,
    /// How many there are: of those that are too many each ends with what it works on, before any of them begins anything else.
    there: usize,
}

impl Crew {
    /// One in which nobody is yet.
    pub(super) fn new(name: &'static str, costs: Costs, keeps_memory: bool) -> Arc<Self> {
        let state = State { tasks: VecDeque::new(), costs, wanted: 0, there: 0 };
        Arc::new(Self { name, keeps_memory, state: Mutex::new(state), changed: Condvar::new() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has so many of them work, at this cost. Where the machine lets fewer begin, as many work as there are.
    pub(super) fn set(self: &Arc<Self>, costs: Costs, workers: usize) -> Result<(), HashError> {
        self.set_with(costs, workers, |number| {
            let crew = Arc::clone(self);
            let thread = std::thread::Builder::new().name(format!("{}-{number}", self.name));
            thread.spawn(move || crew.work()).map(drop)
        })
    }

    fn set_with(&self, costs: Costs, workers: usize, spawn: impl Fn(usize) -> io::Result<()>) -> Result<(), HashError> {
        let mut state = self.state();
        state.costs = costs;
        state.wanted = workers;
        let mut started = Ok(());
        while state.there < workers && started.is_ok() {
            started = spawn(state.there);
            if started.is_ok() {
                state.there += 1;
            }
        }
        let there = state.there;
        drop(state);
        self.changed.notify_all();
        match started {
            Err(error) if there == 0 => Err(HashError::Failed(error.to_string())),
            Err(error) => {
                tracing::error!(%error, there, workers, "fewer hashes are computed at once than the settings say");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Has all of them end: nobody is there any more who would wait for them.
    pub(super) fn close(&self) {
        self.state().wanted = 0;
        self.changed.notify_all();
    }

    /// Has something done when its turn comes.
    pub(super) fn take(&self, place: Place, task: Task) -> Result<(), HashError> {
        let mut state = self.state();
        if state.there == 0 {
            return Err(HashError::Failed("no worker is left".into()));
        }
        state.tasks.push_back((place, task));
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    fn work(&self) {
        let mut worker = Worker::new(self.state().costs.clone());
        while let Some((place, task)) = self.next(&mut worker) {
            if task.is_given_up() {
                continue;
            }
            // What one password does to a worker is no reason for the others to wait for ever.
            let done = catch_unwind(AssertUnwindSafe(|| worker.run(task)));
            if done.is_err() || !self.keeps_memory {
                worker.forget();
            }
            // Digests from elsewhere, and older ones, may have taken more than ours take.
            worker.keep_no_more_than_needed();
            // Before it is said: whoever hears that a password is right may come again to have it hashed, and finds room.
            drop(place);
            if let Ok(outcome) = done {
                outcome.tell();
            }
        }
    }

    /// What is to be done next, by a worker that knows at what cost; nothing if it is one too many.
    fn next(&self, worker: &mut Worker) -> Option<(Place, Task)> {
        let mut state = self.state();
        loop {
            if state.there > state.wanted {
                state.there -= 1;
                drop(state);
                // What was to wake somebody may have woken this one.
                self.changed.notify_one();
                return None;
            }
            worker.follow(&state.costs);
            if let Some(next) = state.tasks.pop_front() {
                return Some(next);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_the_machine_lets_begin_work() {
        let costs = || {
            let params = argon2::Params::new(64, 1, 1, None).expect("are good");
            Costs { now: params.clone(), dearest: params }
        };
        let crew = Crew::new("password", costs(), true);
        let at_most =
            |most: usize| move |number: usize| if number < most { Ok(()) } else { Err(io::Error::other("no more")) };
        assert!(crew.set_with(costs(), 8, at_most(0)).is_err(), "nobody would hash");
        crew.set_with(costs(), 8, at_most(3)).expect("three do");
        assert_eq!(crew.state().there, 3);
        crew.set_with(costs(), 8, at_most(0)).expect("they still do");
        assert_eq!(crew.state().there, 3);
    }
}
