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

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use argon2::password_hash::{Output, PasswordHash, Salt, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use subtle::ConstantTimeEq;
use tokio::sync::oneshot;

use self::crew::Crew;
use self::memory::{fits, memory_kib};
use super::Secret;
use super::password_digest::{ForeignDigest, nfc};

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

/// One who hashes.
struct Worker {
    costs: Costs,
    memory: Vec<Block>,
}

impl Worker {
    const fn new(costs: Costs) -> Self {
        Self { costs, memory: Vec::new() }
    }

    /// Hashes at this cost from now on, with no more memory than that takes.
    fn follow(&mut self, costs: &Costs) {
        if self.costs != *costs {
            self.costs = costs.clone();
            self.keep_no_more_than_needed();
        }
    }

    /// Gives back the memory that the next hash does not need.
    fn keep_no_more_than_needed(&mut self) {
        let needed = self.costs.now.block_count();
        if self.memory.len() > needed {
            self.memory.truncate(needed);
            self.memory.shrink_to_fit();
        }
    }

    /// Gives all of it back.
    fn forget(&mut self) {
        self.memory = Vec::new();
    }

    fn run(&mut self, task: Task) -> Outcome {
        match task {
            Task::Hash(password, done) => Outcome::Hash(self.hash(&password), done),
            Task::Verify(password, stored, done) => Outcome::Verdict(self.verify(&password, &stored), done),
            Task::VerifyForeign(password, digest, done) => {
                Outcome::Verdict(self.verify_foreign(&password, &digest), done)
            }
        }
    }

    /// A password that is right is hashed anew by whoever asked. So whoever gives a wrong one waits for as much: how soon the
    /// answer comes does not say that there is an account whose digest costs next to nothing.
    fn verify_foreign(&mut self, password: &Secret, digest: &ForeignDigest) -> Result<Verdict, HashError> {
        match digest.verify(password.expose()).map_err(HashError::Failed)? {
            true => Ok(Verdict::Match { outdated: true }),
            false => {
                let dearest = self.costs.dearest.clone();
                self.output(password, &[0; Salt::RECOMMENDED_LENGTH], &dearest, LENGTH)?;
                Ok(Verdict::Mismatch)
            }
        }
    }

    fn hash(&mut self, password: &Secret) -> Result<String, HashError> {
        let mut salt = [0u8; Salt::RECOMMENDED_LENGTH];
        rand::fill(&mut salt);
        let output = self.output(password, &salt, &self.costs.now.clone(), LENGTH)?;
        written(&self.costs.now, &salt, &output)
    }

    fn verify(&mut self, password: &Secret, stored: &str) -> Result<Verdict, HashError> {
        let unreadable = |what: &str| HashError::Stored(what.to_owned());
        let parsed = PasswordHash::new(stored).map_err(|error| unreadable(&error.to_string()))?;
        if parsed.algorithm != Algorithm::Argon2id.ident() {
            return Err(unreadable("not Argon2id"));
        }
        let params = Params::try_from(&parsed).map_err(|error| unreadable(&error.to_string()))?;
        let expected = parsed.hash.ok_or_else(|| unreadable("no hash"))?;
        let mut salt = [0u8; Salt::MAX_LENGTH];
        let salt = parsed
            .salt
            .ok_or_else(|| unreadable("no salt"))?
            .decode_b64(&mut salt)
            .map_err(|error| unreadable(&error.to_string()))?;
        let actual = self.output(password, salt, &params, expected.len())?;
        Ok(if actual.as_slice().ct_eq(expected.as_bytes()).into() {
            let cost = |p: &Params| (p.m_cost(), p.t_cost(), p.p_cost());
            Verdict::Match { outdated: cost(&params) != cost(&self.costs.now) }
        } else {
            self.make_up_for(&params, password)?;
            Verdict::Mismatch
        })
    }

    /// Works for as much as the dearest hash costs more than one did that was compared: how soon it is said that a password is
    /// wrong does not say that there is an account, of somebody who has not been here since it was made dearer, or cheaper.
    fn make_up_for(&mut self, spent: &Params, password: &Secret) -> Result<(), HashError> {
        let work = |params: &Params| u64::from(params.m_cost()) * u64::from(params.t_cost());
        let dearest = &self.costs.dearest;
        let (passes, lanes) = (dearest.t_cost(), dearest.p_cost());
        let missing = work(dearest).saturating_sub(work(spent)) / u64::from(passes.max(1));
        let memory_kib = u32::try_from(missing).unwrap_or(dearest.m_cost());
        // What is less than Argon2 can work for is nothing to speak of.
        if let Ok(params) = Params::new(memory_kib, passes, lanes, None) {
            self.output(password, &[0; Salt::RECOMMENDED_LENGTH], &params, LENGTH)?;
        }
        Ok(())
    }

    /// Takes what memory a hash needs, and is not there yet. Gives how many blocks that are.
    fn have_memory_for(&mut self, params: &Params) -> Result<usize, HashError> {
        let needed = params.block_count();
        if self.memory.len() < needed {
            let missing = needed - self.memory.len();
            let refused = |_| HashError::Failed("there is not enough memory".into());
            self.memory.try_reserve_exact(missing).map_err(refused)?;
            self.memory.resize(needed, Block::default());
        }
        Ok(needed)
    }

    fn output(&mut self, password: &Secret, salt: &[u8], params: &Params, length: usize) -> Result<Vec<u8>, HashError> {
        let needed = self.have_memory_for(params)?;
        let mut output = vec![0u8; length];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
            .hash_password_into_with_memory(
                nfc(password.expose()).as_bytes(),
                salt,
                &mut output,
                &mut self.memory[..needed],
            )
            .map_err(|error| HashError::Failed(error.to_string()))?;
        Ok(output)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap() -> Cost {
        Cost { memory_kib: 64, iterations: 1, parallelism: 1 }
    }

    /// What hashes cost where they never cost anything else.
    fn always(memory_kib: u32, iterations: u32) -> Costs {
        let params = Cost { memory_kib, iterations, parallelism: 1 }.params().expect("are good");
        Costs { now: params.clone(), dearest: params }
    }

    #[tokio::test]
    async fn hashes_verify_and_say_their_cost() {
        let hasher = PasswordHasher::start(cheap(), 2, 8).expect("starts");
        let hash = hasher.hash(Secret::new("pässword")).await.expect("hashes");
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        let verdict = hasher.verify(Secret::new("pässword"), Some(&hash)).await.expect("verifies");
        assert_eq!(verdict, Verdict::Match { outdated: false });
        let verdict = hasher.verify(Secret::new("password"), Some(&hash)).await.expect("verifies");
        assert_eq!(verdict, Verdict::Mismatch);

        let dearer = PasswordHasher::start(Cost { iterations: 2, ..cheap() }, 1, 8).expect("starts");
        let verdict = dearer.verify(Secret::new("pässword"), Some(&hash)).await.expect("verifies");
        assert_eq!(verdict, Verdict::Match { outdated: true });
    }

    #[tokio::test]
    async fn nobody_has_the_decoy() {
        let hasher = PasswordHasher::start(cheap(), 1, 8).expect("starts");
        let verdict = hasher.verify(Secret::new("a password that nobody has"), None).await.expect("verifies");
        assert_eq!(verdict, Verdict::Mismatch);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_a_hash_costs_changes_while_they_work() {
        let hasher = PasswordHasher::start(cheap(), 4, 64).expect("starts");
        let before = hasher.hash(Secret::new("password")).await.expect("hashes");
        let begun: Vec<_> = (0..16)
            .map(|_| {
                let hasher = hasher.clone();
                tokio::spawn(async move { hasher.hash(Secret::new("password")).await })
            })
            .collect();
        let dearer = Cost { memory_kib: 128, iterations: 2, parallelism: 2 };
        // Fewer, more, and fewer again: whoever waits is served all the same.
        for (workers, queue) in [(1, 32), (8, 64), (2, 20), (1, 64)] {
            hasher.set(dearer, workers, queue).expect("is set");
        }
        for hash in begun {
            hash.await.expect("ends").expect("hashes");
        }
        let after = hasher.hash(Secret::new("password")).await.expect("hashes");
        assert!(after.starts_with("$argon2id$v=19$m=128,t=2,p=2$"), "{after}");
        let verdict = hasher.verify(Secret::new("password"), Some(&after)).await.expect("verifies");
        assert_eq!(verdict, Verdict::Match { outdated: false });
        let verdict = hasher.verify(Secret::new("password"), Some(&before)).await.expect("verifies");
        assert_eq!(verdict, Verdict::Match { outdated: true }, "by what it was made with");
        let decoy = || Arc::clone(&locked(&hasher.0.dearest).decoy);
        assert!(decoy().starts_with("$argon2id$v=19$m=128,t=2,p=2$"), "whom nobody knows costs as much");
        hasher.set(cheap(), 1, 64).expect("is set");
        let after = hasher.hash(Secret::new("password")).await.expect("hashes");
        assert!(after.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{after}");
        assert!(decoy().starts_with("$argon2id$v=19$m=128,t=2,p=2$"), "for as long as somebody may have a dear one");
        hasher.remember(Cost { memory_kib: 512, ..cheap() }).expect("is remembered");
        assert!(decoy().starts_with("$argon2id$v=19$m=512,t=1,p=1$"), "of whatever it was");
    }

    #[tokio::test]
    async fn whom_a_hash_was_dearest_for_is_told_from_others_once_at_most() {
        let hasher = PasswordHasher::start(cheap(), 1, 8).expect("starts");
        let of = |cost: Cost| {
            let params = cost.params().expect("are good");
            decoy(&params).expect("is made")
        };
        let dear = Cost { memory_kib: 128, iterations: 3, parallelism: 1 };
        let verdict = hasher.verify(Secret::new("wrong"), Some(&of(dear))).await.expect("verifies");
        assert_eq!((verdict, hasher.dearest()), (Verdict::Mismatch, dear));
        assert!(locked(&hasher.0.dearest).decoy.starts_with("$argon2id$v=19$m=128,t=3,p=1$"), "nobody costs as much");

        let dearer = Cost { memory_kib: 512, ..dear };
        hasher.learn(&of(dearer), || 1023);
        assert_eq!(hasher.dearest(), dear, "it is more than half of what there is");
        hasher.set(cheap(), 2, 8).expect("is set");
        hasher.learn(&of(dearer), || 2047);
        assert_eq!(hasher.dearest(), dear, "and so are two at once");
        hasher.learn(&of(dearer), || 2048);
        assert_eq!(hasher.dearest(), dearer);
        hasher.learn(&of(Cost { memory_kib: MOST_MEMORY_KIB + 1, ..dear }), || u64::MAX);
        assert_eq!(hasher.dearest(), dearer, "nobody could wait for it");
        for other in ["", "x", "$argon2i$v=19$m=1024,t=9,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaQk6Zx"] {
            hasher.learn(other, || u64::MAX);
            assert_eq!(hasher.dearest(), dearer, "{other}");
        }
    }

    #[test]
    fn what_was_hashed_for_less_is_refused_no_sooner() {
        let mut cheap = Worker::new(always(64, 1));
        let stored = cheap.hash(&Secret::new("password")).expect("hashes");
        let mut now = Worker::new(always(256, 2));
        let verdict = now.verify(&Secret::new("password"), &stored).expect("verifies");
        assert_eq!(
            (verdict, now.memory.len()),
            (Verdict::Match { outdated: true }, 64),
            "it is hashed anew by whoever asked"
        );
        let verdict = now.verify(&Secret::new("wrong"), &stored).expect("verifies");
        // 512 KiB in all passes are what a hash costs now, and 64 of them were spent.
        assert_eq!((verdict, now.memory.len()), (Verdict::Mismatch, 224));
        // Of one that costs as much nothing is missing.
        let mut same = Worker::new(always(64, 1));
        assert_eq!(same.verify(&Secret::new("wrong"), &stored).expect("verifies"), Verdict::Mismatch);
        assert_eq!(same.memory.len(), 64);
    }

    #[test]
    fn what_was_hashed_for_more_is_refused_no_later() {
        let wrong = Secret::new("wrong");
        let of = |costs: Costs| Worker::new(costs).hash(&Secret::new("password")).expect("hashes");
        let (dear, cheap) = (of(always(256, 2)), of(always(64, 1)));
        // It was made cheaper since.
        let now = || Worker::new(Costs { now: always(64, 1).now, ..always(256, 2) });
        let spent = |stored: &str| {
            let mut worker = now();
            assert_eq!(worker.verify(&wrong, stored).expect("verifies"), Verdict::Mismatch);
            worker.memory.len()
        };
        let nobody = decoy(&always(256, 2).dearest).expect("is made");
        assert_eq!((spent(&dear), spent(&nobody)), (256, 256), "twice over 256 KiB, and nothing is missing");
        assert_eq!(spent(&cheap), 224, "twice over them, and once over 64 KiB before");
        let foreign = ForeignDigest::of_stored("{md5}5f4dcc3b5aa765d61d8327deb882cf99");
        let foreign = foreign.expect("is foreign").expect("is read");
        let mut worker = now();
        assert_eq!(worker.verify_foreign(&wrong, &foreign).expect("verifies"), Verdict::Mismatch);
        assert_eq!(worker.memory.len(), 256);
        assert!(now().hash(&wrong).expect("hashes").contains("$m=64,t=1,p=1$"), "what is made costs what it does now");
    }

    #[tokio::test]
    async fn places_that_are_gone_are_held_until_they_are_given_back() {
        let hasher = PasswordHasher::start(cheap(), 1, 2).expect("starts");
        let (first, second) = (hasher.reserve().expect("is free"), hasher.reserve().expect("is free"));
        hasher.set(cheap(), 1, 1).expect("is set");
        drop(first);
        assert!(matches!(hasher.reserve(), Err(HashError::Busy)), "the other one is still held");
        drop(second);
        let one = hasher.reserve().expect("is free");
        assert!(matches!(hasher.reserve(), Err(HashError::Busy)));
        hasher.set(cheap(), 1, 2).expect("is set");
        hasher.reserve().expect("there is one more");
        drop(one);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn nobody_is_in_their_own_way() {
        let hasher = PasswordHasher::start(cheap(), 1, 1).expect("starts");
        let stored = hasher.hash(Secret::new("password")).await.expect("hashes");
        for _ in 0..200 {
            hasher.verify(Secret::new("password"), Some(&stored)).await.expect("there is nobody else");
            hasher.hash(Secret::new("password")).await.expect("the place is given back by then");
        }
    }

    #[tokio::test]
    async fn workers_end_with_the_last_one_who_has_them() {
        let hasher = PasswordHasher::start(cheap(), 3, 8).expect("starts");
        let crew = Arc::downgrade(&hasher.0.all);
        drop(hasher.clone());
        hasher.hash(Secret::new("x")).await.expect("they are still there");
        drop(hasher);
        for _ in 0..200 {
            if crew.strong_count() == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("they are still there");
    }

    #[test]
    fn what_nobody_could_wait_for_is_too_dear() {
        let cost = |memory_kib, iterations| Cost { memory_kib, iterations, parallelism: 1 };
        assert!(!Cost::default().is_too_dear() && !cost(MOST_MEMORY_KIB, 8).is_too_dear());
        for dear in [cost(MOST_MEMORY_KIB + 1, 1), cost(MOST_MEMORY_KIB, 9), cost(64, u32::MAX)] {
            assert!(dear.is_too_dear(), "{dear:?}");
        }
        for parallelism in [0, 3_000, 1 << 24, 1 << 29, u32::MAX] {
            assert!(Cost { parallelism, ..Cost::default() }.params().is_err(), "{parallelism}");
        }
    }

    #[tokio::test]
    async fn another_implementation_made_this_one() {
        // The reference implementation's `argon2` command: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 24
        let reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaQk6Zx";
        let hasher = PasswordHasher::start(cheap(), 1, 8).expect("starts");
        let _ = hasher.verify(Secret::new("password"), Some(reference)).await.expect("is read");
    }

    #[tokio::test]
    async fn the_queue_is_bounded() {
        let hasher = PasswordHasher::start(cheap(), 1, 0).expect("starts");
        assert!(matches!(hasher.hash(Secret::new("x")).await, Err(HashError::Busy)));
    }
}
