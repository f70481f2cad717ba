//! One who computes hashes, with the memory that it keeps for the next one.

use argon2::password_hash::{PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use subtle::ConstantTimeEq;

use super::{Costs, HashError, LENGTH, Outcome, Task, Verdict, written};
use crate::server::crypto::Secret;
use crate::server::crypto::password_digest::{ForeignDigest, nfc};

/// One who hashes.
pub(super) struct Worker {
    costs: Costs,
    pub(super) memory: Vec<Block>,
}

impl Worker {
    pub(super) const fn new(costs: Costs) -> Self {
        Self { costs, memory: Vec::new() }
    }

    /// Hashes at this cost from now on, with no more memory than that takes.
    pub(super) fn follow(&mut self, costs: &Costs) {
        if self.costs != *costs {
            self.costs = costs.clone();
            self.keep_no_more_than_needed();
        }
    }

    /// Gives back the memory that the next hash does not need.
    pub(super) fn keep_no_more_than_needed(&mut self) {
        let needed = self.costs.now.block_count();
        if self.memory.len() > needed {
            self.memory.truncate(needed);
            self.memory.shrink_to_fit();
        }
    }

    /// Gives all of it back.
    pub(super) fn forget(&mut self) {
        self.memory = Vec::new();
    }

    pub(super) fn run(&mut self, task: Task) -> Outcome {
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
    pub(super) fn verify_foreign(&mut self, password: &Secret, digest: &ForeignDigest) -> Result<Verdict, HashError> {
        match digest.verify(password.expose()).map_err(HashError::Failed)? {
            true => Ok(Verdict::Match { outdated: true }),
            false => {
                let dearest = self.costs.dearest.clone();
                self.output(password, &[0; Salt::RECOMMENDED_LENGTH], &dearest, LENGTH)?;
                Ok(Verdict::Mismatch)
            }
        }
    }

    pub(super) fn hash(&mut self, password: &Secret) -> Result<String, HashError> {
        let mut salt = [0u8; Salt::RECOMMENDED_LENGTH];
        rand::fill(&mut salt);
        let output = self.output(password, &salt, &self.costs.now.clone(), LENGTH)?;
        written(&self.costs.now, &salt, &output)
    }

    pub(super) fn verify(&mut self, password: &Secret, stored: &str) -> Result<Verdict, HashError> {
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
    pub(super) fn have_memory_for(&mut self, params: &Params) -> Result<usize, HashError> {
        let needed = params.block_count();
        if self.memory.len() < needed {
            let missing = needed - self.memory.len();
            let refused = |_| HashError::Failed("there is not enough memory".into());
            self.memory.try_reserve_exact(missing).map_err(refused)?;
            self.memory.resize(needed, Block::default());
        }
        Ok(needed)
    }

    pub(super) fn output(
        &mut self,
        password: &Secret,
        salt: &[u8],
        params: &Params,
        length: usize,
    ) -> Result<Vec<u8>, HashError> {
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
