//! Argon2id, on threads of its own.
//!
//! A hash takes tens of milliseconds and many mebibytes. So a bounded number of workers hash, each with memory that it
//! keeps; whoever comes waits in a queue that is bounded too. Five hundred sign-ins at once cost the memory of one per
//! worker, and other requests are served meanwhile. What a hash costs, how many workers there are and how many may wait
//! changes while they work.
//!
//! A digest that another system made is compared by the same workers, unless it asks for much more than ours do: such ones
//! wait for a worker of their own, one after the other, which keeps none of the memory. So they cost the memory of one of
//! them at a time, whoever signs in, and hold up nobody else.

mod crew;
pub(in crate::server) mod memory;
#[cfg(test)]
mod tests;
mod worker;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use argon2::password_hash::{Output, PasswordHash, Salt, SaltString};
use argon2::{Algorithm, Params, Version};
use tokio::sync::oneshot;

use self::crew::Crew;
use self::memory::{fits, memory_kib};
use self::worker::Worker;
use super::Secret;
use super::password_digest::ForeignDigest;

/// The most memory that a hash may take, in KiB: as of digests from elsewhere.
pub const MOST_MEMORY_KIB: u32 = 1024 * 1024;
/// The most that it may go over in all its passes, in KiB. That takes some seconds.
pub const MOST_WORK_KIB: u64 = 8 * 1024 * 1024;
/// How long a hash is, in bytes.
const LENGTH: usize = 32;

/// What a hash costs. The defaults are OWASP's second recommendation: 19 MiB, 2 passes, 1 lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub iterations: u32,
    /// Lanes.
    pub parallelism: u32,
}

impl Default for Cost {
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, iterations: 2, parallelism: 1 }
    }
}

impl Cost {
    /// As Argon2 takes it; an error says what is out of range.
    pub fn params(&self) -> Result<Params, argon2::Error> {
        // More are not told apart: Argon2 reckons with eight times as many.
        let lanes = self.parallelism.min(Params::MAX_P_COST + 1);
        Params::new(self.memory_kib, self.iterations, lanes, None)
    }

    /// Whether nobody could wait for it, or it would take all the memory there is.
    pub fn is_too_dear(&self) -> bool {
        self.memory_kib > MOST_MEMORY_KIB || self.work_kib() > MOST_WORK_KIB
    }

    /// What it goes over in all its passes, in KiB.
    pub fn work_kib(&self) -> u64 {
        u64::from(self.memory_kib) * u64::from(self.iterations)
    }
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// More are waiting than the queue holds: come again later.
    #[error("the password queue is full")]
    Busy,
    /// What is stored is not a hash that we made.
    #[error("the stored password hash cannot be read: {0}")]
    Stored(String),
    /// Argon2 refused its parameters, or a worker is gone.
    #[error("hashing failed: {0}")]
    Failed(String),
}

/// Whether a stored hash is one that we made: Argon2id, as a PHC string.
pub fn is_own(stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|hash| {
        hash.algorithm == Algorithm::Argon2id.ident()
            && hash.salt.is_some()
            && hash.hash.is_some()
            && Params::try_from(&hash).is_ok()
    })
}

/// The outcome of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the password.
    Match {
        /// Whether the stored hash was made at another cost than is asked for today, or by another system.
        outdated: bool,
    },
    /// It is not.
    Mismatch,
}

/// A place in the queue. It goes with the task, so that whoever gives up waiting does not make room for another one.
#[derive(Debug)]
pub struct Place(Arc<Mutex<Places>>);

impl Drop for Place {
    fn drop(&mut self) {
        locked(&self.0).held -= 1;
    }
}

/// How many places there are in the queue, and how many of them are held. That may be more, where there were more.
#[derive(Debug)]
struct Places {
    most: usize,
    held: usize,
}

fn locked<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

enum Task {
    Hash(Secret, oneshot::Sender<Result<String, HashError>>),
    Verify(Secret, Arc<str>, oneshot::Sender<Result<Verdict, HashError>>),
    VerifyForeign(Secret, ForeignDigest, oneshot::Sender<Result<Verdict, HashError>>),
}

/// What came of one, and who waits for it.
enum Outcome {
    Hash(Result<String, HashError>, oneshot::Sender<Result<String, HashError>>),
    Verdict(Result<Verdict, HashError>, oneshot::Sender<Result<Verdict, HashError>>),
}

impl Outcome {
    /// Tells who waits. A receiver that is gone belonged to a request that was given up.
    fn tell(self) {
        match self {
            Self::Hash(hash, done) => drop(done.send(hash)),
            Self::Verdict(verdict, done) => drop(done.send(verdict)),
        }
    }
}

impl Task {
    /// Whether nobody waits for it any more.
    fn is_given_up(&self) -> bool {
        match self {
            Self::Hash(_, done) => done.is_closed(),
            Self::Verify(_, _, done) | Self::VerifyForeign(_, _, done) => done.is_closed(),
        }
    }
}

/// The workers. Whoever has a clone has the same ones; they end with the last clone.
#[derive(Clone)]
pub struct PasswordHasher(Arc<Crews>);

struct Crews {
    all: Arc<Crew>,
    heavy: Arc<Crew>,
    places: Arc<Mutex<Places>>,
    /// What a hash costs that is made now, with how many make them.
    now: Mutex<(Cost, usize)>,
    dearest: Mutex<Dearest>,
}

/// The most that a hash has cost that somebody may have, with what an unknown person's password is compared with.
struct Dearest {
    cost: Cost,
    decoy: Arc<str>,
}

impl Dearest {
    fn new(cost: Cost) -> Result<Self, HashError> {
        Ok(Self { cost, decoy: decoy(&params_of(cost)?)? })
    }
}

impl Drop for Crews {
    fn drop(&mut self) {
        self.all.close();
        self.heavy.close();
    }
}

impl fmt::Debug for PasswordHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHasher(…)")
    }
}

impl PasswordHasher {
    /// Starts the workers. `queue` is how many may wait or be worked on at once.
    pub fn start(cost: Cost, workers: usize, queue: usize) -> Result<Self, HashError> {
        let costs = Costs { now: params_of(cost)?, dearest: params_of(cost)? };
        let crews = Crews {
            all: Crew::new("password", costs.clone(), true),
            heavy: Crew::new("password-heavy", costs, false),
            places: Arc::new(Mutex::new(Places { most: 0, held: 0 })),
            now: Mutex::new((cost, workers)),
            dearest: Mutex::new(Dearest::new(cost)?),
        };
        let hasher = Self(Arc::new(crews));
        hasher.set(cost, workers, queue)?;
        Ok(hasher)
    }

    /// Has passwords be hashed at this cost from now on, by so many workers, with so many places. What is being worked on is
    /// finished as it was begun, by workers of whom those that are too many end then; who waits goes on waiting.
    pub fn set(&self, cost: Cost, workers: usize, queue: usize) -> Result<(), HashError> {
        params_of(cost)?;
        locked(&self.0.places).most = queue;
        *locked(&self.0.now) = (cost, workers);
        self.remember(cost)?;
        self.have_them_work()
    }

    /// That passwords were hashed at this cost once. Whoever has such a hash waits for it, however little one costs by now: so does
    /// whoever has a cheaper one or is known to nobody, or how soon a wrong password is refused would say who is here.
    pub fn remember(&self, cost: Cost) -> Result<(), HashError> {
        let mut dearest = locked(&self.0.dearest);
        if cost.work_kib() <= dearest.cost.work_kib() {
            return Ok(());
        }
        *dearest = Dearest::new(cost)?;
        drop(dearest);
        self.have_them_work()
    }

    /// The most that a hash has cost that it knows of.
    pub fn dearest(&self) -> Cost {
        locked(&self.0.dearest).cost
    }

    fn have_them_work(&self) -> Result<(), HashError> {
        let (cost, workers) = *locked(&self.0.now);
        let costs = Costs { now: params_of(cost)?, dearest: params_of(locked(&self.0.dearest).cost)? };
        let all = self.0.all.set(costs.clone(), workers.max(1));
        let heavy = self.0.heavy.set(costs, 1);
        all.and(heavy)
    }

    /// The hash of a password after NFC, as a PHC string with its salt and cost.
    pub async fn hash(&self, password: Secret) -> Result<String, HashError> {
        let (done, outcome) = oneshot::channel();
        self.run(self.reserve()?, Task::Hash(password, done), outcome).await
    }

    /// Whether a password, as it was typed, is the one that a stored hash was made of. Without a stored hash it takes as long,
    /// and is not.
    pub async fn verify(&self, password: Secret, stored: Option<&str>) -> Result<Verdict, HashError> {
        self.verify_at(self.reserve()?, password, stored).await
    }

    /// Takes a place in the queue, for whoever has to know that there is one before anything else is done.
    pub fn reserve(&self) -> Result<Place, HashError> {
        let mut places = locked(&self.0.places);
        if places.held >= places.most {
            return Err(HashError::Busy);
        }
        places.held += 1;
        drop(places);
        Ok(Place(Arc::clone(&self.0.places)))
    }

    /// The same as [`PasswordHasher::verify`], at a place that was taken before.
    pub async fn verify_at(&self, place: Place, password: Secret, stored: Option<&str>) -> Result<Verdict, HashError> {
        let (done, outcome) = oneshot::channel();
        if let Some(foreign) = stored.and_then(ForeignDigest::of_stored) {
            let foreign = foreign.map_err(|error| HashError::Stored(error.to_string()))?;
            return self.run(place, Task::VerifyForeign(password, foreign, done), outcome).await;
        }
        if let Some(stored) = stored {
            self.learn(stored, memory_kib);
        }
        let against = stored.map_or_else(|| Arc::clone(&locked(&self.0.dearest).decoy), Arc::from);
        let verdict = self.run(place, Task::Verify(password, against, done), outcome).await?;
        Ok(if stored.is_some() { verdict } else { Verdict::Mismatch })
    }

    /// Has one of ours that is dearer than all that was known of be waited for by everybody from now on, as far as there is memory
    /// for that: so no more than the first try at it is told from others. That is before it is computed, for whoever tries may go
    /// away meanwhile.
    fn learn(&self, stored: &str, memory_kib: impl FnOnce() -> u64) {
        let Some(cost) = cost_of(stored) else { return };
        if cost.work_kib() <= self.dearest().work_kib() || cost.is_too_dear() {
            return;
        }
        let (_, workers) = *locked(&self.0.now);
        if !fits(cost, workers.max(1), memory_kib()) {
            return;
        }
        if let Err(error) = self.remember(cost) {
            tracing::error!(%error, "a wrong password is not refused as late as one is for whom a hash was dearest");
        }
    }

    async fn run<T>(
        &self,
        place: Place,
        task: Task,
        outcome: oneshot::Receiver<Result<T, HashError>>,
    ) -> Result<T, HashError> {
        let is_heavy = matches!(&task, Task::VerifyForeign(_, digest, _) if digest.demand().is_heavy());
        let crew = if is_heavy { &self.0.heavy } else { &self.0.all };
        crew.take(place, task)?;
        outcome.await.map_err(|_| HashError::Failed("the worker is gone".into()))?
    }
}

/// How long one hash takes here at a cost, computed where it is asked for: no worker is kept from anything else.
pub fn trial(cost: Cost) -> Result<Duration, HashError> {
    let mut worker = Worker::new(Costs { now: params_of(cost)?, dearest: params_of(cost)? });
    // Those who work have it from the hash before.
    worker.have_memory_for(&params_of(cost)?)?;
    let begun = Instant::now();
    worker.hash(&Secret::new("How long it takes."))?;
    Ok(begun.elapsed())
}

fn params_of(cost: Cost) -> Result<Params, HashError> {
    cost.params().map_err(|error| HashError::Failed(error.to_string()))
}

/// What one of ours has cost; nothing if it is none.
fn cost_of(stored: &str) -> Option<Cost> {
    let hash = PasswordHash::new(stored).ok().filter(|hash| hash.algorithm == Algorithm::Argon2id.ident())?;
    let params = Params::try_from(&hash).ok()?;
    Some(Cost { memory_kib: params.m_cost(), iterations: params.t_cost(), parallelism: params.p_cost() })
}

/// What an unknown person's password is compared with, so that "no such account" takes as long as "wrong": the hash of nothing.
fn decoy(params: &Params) -> Result<Arc<str>, HashError> {
    let (mut salt, mut output) = ([0u8; Salt::RECOMMENDED_LENGTH], [0u8; LENGTH]);
    rand::fill(&mut salt);
    rand::fill(&mut output);
    written(params, &salt, &output).map(Arc::from)
}

/// A hash as a PHC string.
fn written(params: &Params, salt: &[u8], output: &[u8]) -> Result<String, HashError> {
    let failed = |error: &dyn fmt::Display| HashError::Failed(error.to_string());
    let salt = SaltString::encode_b64(salt).map_err(|error| failed(&error))?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: params.try_into().map_err(|error| failed(&error))?,
        salt: Some(salt.as_salt()),
        hash: Some(Output::new(output).map_err(|error| failed(&error))?),
    };
    Ok(hash.to_string())
}

/// What hashes cost.
#[derive(Clone, PartialEq)]
struct Costs {
    /// One that is made now.
    now: Params,
    /// The dearest that somebody may have.
    dearest: Params,
}
