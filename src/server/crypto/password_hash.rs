//! Argon2id, on threads of its own.
//!
//! A hash takes tens of milliseconds and many mebibytes. So a fixed number of workers hash, each with memory that it
//! keeps; whoever comes waits in a queue that is bounded too. Five hundred sign-ins at once cost the memory of one per
//! worker, and other requests are served meanwhile.
//!
//! A digest that another system made is compared by the same workers, unless it asks for much more than ours do: such ones
//! wait for a worker of their own, one after the other, which keeps none of the memory. So they cost the memory of one of
//! them at a time, whoever signs in, and hold up nobody else.

use std::sync::{Arc, Mutex, mpsc};

use argon2::password_hash::{Output, PasswordHash, Salt, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use subtle::ConstantTimeEq;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::Secret;
use super::password_digest::{ForeignDigest, nfc};

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
        Params::new(self.memory_kib, self.iterations, self.parallelism, None)
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
pub struct Place(#[allow(dead_code)] OwnedSemaphorePermit);

enum Task {
    Hash(Secret, oneshot::Sender<Result<String, HashError>>),
    Verify(Secret, Arc<str>, oneshot::Sender<Result<Verdict, HashError>>),
    VerifyForeign(Secret, ForeignDigest, oneshot::Sender<Result<Verdict, HashError>>),
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

/// The workers.
#[derive(Clone, Debug)]
pub struct PasswordHasher {
    tasks: mpsc::Sender<(Place, Task)>,
    heavy: mpsc::Sender<(Place, Task)>,
    places: Arc<Semaphore>,
    decoy: Arc<str>,
}

impl PasswordHasher {
    /// Starts the workers. `queue` is how many may wait or be worked on at once.
    pub fn start(cost: Cost, workers: usize, queue: usize) -> Result<Self, HashError> {
        let params = cost.params().map_err(|error| HashError::Failed(error.to_string()))?;
        let start = |name: String, incoming: &Incoming, keeps_memory: bool| {
            let (incoming, params) = (Arc::clone(incoming), params.clone());
            std::thread::Builder::new()
                .name(name)
                .spawn(move || Worker { params, memory: Vec::new(), keeps_memory }.serve(&incoming))
                .map_err(|error| HashError::Failed(error.to_string()))
        };
        let (tasks, incoming) = channel();
        for number in 0..workers.max(1) {
            start(format!("password-{number}"), &incoming, true)?;
        }
        let (heavy, incoming) = channel();
        start("password-heavy".to_owned(), &incoming, false)?;
        // What an unknown person's password is compared with, so that "no such account" takes as long as "wrong".
        let decoy = Worker { params, memory: Vec::new(), keeps_memory: false }
            .hash(&Secret::new("a password that nobody has"))?;
        Ok(Self { tasks, heavy, places: Arc::new(Semaphore::new(queue)), decoy: decoy.into() })
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
        Arc::clone(&self.places).try_acquire_owned().map(Place).map_err(|_| HashError::Busy)
    }

    /// The same as [`PasswordHasher::verify`], at a place that was taken before.
    pub async fn verify_at(&self, place: Place, password: Secret, stored: Option<&str>) -> Result<Verdict, HashError> {
        let (done, outcome) = oneshot::channel();
        if let Some(foreign) = stored.and_then(ForeignDigest::of_stored) {
            let foreign = foreign.map_err(|error| HashError::Stored(error.to_string()))?;
            return self.run(place, Task::VerifyForeign(password, foreign, done), outcome).await;
        }
        let against = stored.map_or_else(|| Arc::clone(&self.decoy), Arc::from);
        let verdict = self.run(place, Task::Verify(password, against, done), outcome).await?;
        Ok(if stored.is_some() { verdict } else { Verdict::Mismatch })
    }

    async fn run<T>(
        &self,
        place: Place,
        task: Task,
        outcome: oneshot::Receiver<Result<T, HashError>>,
    ) -> Result<T, HashError> {
        let is_heavy = matches!(&task, Task::VerifyForeign(_, digest, _) if digest.demand().is_heavy());
        let workers = if is_heavy { &self.heavy } else { &self.tasks };
        workers.send((place, task)).map_err(|_| HashError::Failed("no worker is left".into()))?;
        outcome.await.map_err(|_| HashError::Failed("the worker is gone".into()))?
    }
}

/// Where workers that share it take what is to be done next.
type Incoming = Arc<Mutex<mpsc::Receiver<(Place, Task)>>>;

fn channel() -> (mpsc::Sender<(Place, Task)>, Incoming) {
    let (tasks, incoming) = mpsc::channel();
    (tasks, Arc::new(Mutex::new(incoming)))
}

struct Worker {
    params: Params,
    memory: Vec<Block>,
    /// Whether the next task uses the memory of the last one.
    keeps_memory: bool,
}

impl Worker {
    fn serve(mut self, incoming: &Incoming) {
        loop {
            let next = match incoming.lock() {
                Ok(incoming) => incoming.recv(),
                Err(_) => return,
            };
            match next {
                Ok((_, task)) if task.is_given_up() => {}
                Ok((_place, task)) => self.run(task),
                Err(_) => return,
            }
            if !self.keeps_memory {
                self.memory = Vec::new();
            }
        }
    }

    fn run(&mut self, task: Task) {
        // A receiver that is gone belonged to a request that was given up.
        match task {
            Task::Hash(password, done) => drop(done.send(self.hash(&password))),
            Task::Verify(password, stored, done) => drop(done.send(self.verify(&password, &stored))),
            Task::VerifyForeign(password, digest, done) => drop(done.send(self.verify_foreign(&password, &digest))),
        }
    }

    /// A password that is right is hashed anew by whoever asked. So whoever gives a wrong one waits for as much: how soon the
    /// answer comes does not say that there is an account whose digest costs next to nothing.
    fn verify_foreign(&mut self, password: &Secret, digest: &ForeignDigest) -> Result<Verdict, HashError> {
        match digest.verify(password.expose()).map_err(HashError::Failed)? {
            true => Ok(Verdict::Match { outdated: true }),
            false => {
                self.hash(password)?;
                Ok(Verdict::Mismatch)
            }
        }
    }

    fn hash(&mut self, password: &Secret) -> Result<String, HashError> {
        let mut bytes = [0u8; Salt::RECOMMENDED_LENGTH];
        rand::fill(&mut bytes);
        let failed = |error: &dyn std::fmt::Display| HashError::Failed(error.to_string());
        let salt = SaltString::encode_b64(&bytes).map_err(|error| failed(&error))?;
        let output = self.output(password, &bytes, &self.params.clone(), 32)?;
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: (&self.params).try_into().map_err(|error| failed(&error))?,
            salt: Some(salt.as_salt()),
            hash: Some(Output::new(&output).map_err(|error| failed(&error))?),
        };
        Ok(hash.to_string())
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
            Verdict::Match { outdated: cost(&params) != cost(&self.params) }
        } else {
            Verdict::Mismatch
        })
    }

    fn output(&mut self, password: &Secret, salt: &[u8], params: &Params, length: usize) -> Result<Vec<u8>, HashError> {
        let needed = params.block_count();
        if self.memory.len() < needed {
            self.memory.resize(needed, Block::default());
        }
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
