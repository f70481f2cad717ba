//! Whether this machine can pay what passwords would cost: one hash is computed as it would be, and it is reckoned what all take
//! that may be computed at once.

use std::fs;
use std::time::Duration;

use tokio::sync::Mutex;

use super::SettingChangeError;
use crate::server::crypto::password_hash;
use crate::server::settings::{PasswordSettings, Settings};

/// What says what a hash costs, and how many are computed at once.
pub const NAMES: &[&str] = &["password.hash", "password.hash_workers"];

/// No more of them than this may begin while a server runs.
const MOST_WORKERS: usize = 64;
/// Nobody waits longer for one hash to be computed.
const PATIENCE: Duration = Duration::from_secs(2);
/// How much memory there is taken to be where the machine does not say, in KiB.
const MEMORY_KIB: u64 = 4 * 1024 * 1024;

/// Refuses what would be too dear here. What costs less than before is not refused.
pub async fn try_out(old: &Settings, new: &Settings) -> Result<(), SettingChangeError> {
    /// One after the other, so that trials take no more memory than one of them.
    static TURN: Mutex<()> = Mutex::const_new(());
    let _turn = TURN.lock().await;
    let (old, new) = (old.password.clone(), new.password.clone());
    let tried = tokio::task::spawn_blocking(move || {
        let refused = too_many(&old, &new).or_else(|| too_much(&old, &new, memory_kib()));
        refused.or_else(|| too_slow(&old, &new))
    });
    match tried.await {
        Ok(None) => Ok(()),
        Ok(Some(why)) => Err(SettingChangeError::Refused(vec![why])),
        Err(error) => Err(SettingChangeError::Refused(vec![format!("password.hash: {error}")])),
    }
}

fn too_many(old: &PasswordSettings, new: &PasswordSettings) -> Option<String> {
    let is_too_many = new.hash_workers > MOST_WORKERS && new.hash_workers > old.hash_workers;
    is_too_many.then(|| {
        format!("password.hash_workers: is at most {MOST_WORKERS} while a server runs; set more in Leptos.toml")
    })
}

/// What all hashes take that may be computed at once, in KiB.
fn taken_kib(settings: &PasswordSettings) -> u64 {
    let workers = u64::try_from(settings.workers()).unwrap_or(u64::MAX);
    u64::from(settings.hash.memory_kib).saturating_mul(workers)
}

fn too_much(old: &PasswordSettings, new: &PasswordSettings, memory_kib: u64) -> Option<String> {
    let (taken, most) = (taken_kib(new), memory_kib / 2);
    if taken <= most || taken <= taken_kib(old) {
        return None;
    }
    let name = if old.hash == new.hash { "password.hash_workers" } else { "password.hash.memory_kib" };
    Some(format!(
        "{name}: {} hashes at once of {} KiB each take {} MiB, and half of the memory that there is are {} MiB",
        new.workers(),
        new.hash.memory_kib,
        taken / 1024,
        most / 1024
    ))
}

fn too_slow(old: &PasswordSettings, new: &PasswordSettings) -> Option<String> {
    if old.hash == new.hash || new.hash.work_kib() <= old.hash.work_kib() {
        return None;
    }
    match password_hash::trial(new.hash) {
        Ok(took) if took <= PATIENCE => None,
        Ok(took) => Some(format!(
            "password.hash: one hash at this cost took {:.1} seconds here, and may take {} at most",
            took.as_secs_f64(),
            PATIENCE.as_secs()
        )),
        Err(error) => Some(format!("password.hash: {error}")),
    }
}

/// How much memory there is: what the machine has left, and no more than this program may have.
fn memory_kib() -> u64 {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    least_kib(&read("/proc/meminfo"), &read("/sys/fs/cgroup/memory.max"))
}

fn least_kib(machine: &str, group: &str) -> u64 {
    let left = machine.lines().find_map(|line| line.strip_prefix("MemAvailable:"));
    let left = left.and_then(|left| left.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    // It is a word where there is no limit.
    let limit = group.trim().parse::<u64>().ok().map(|bytes| bytes / 1024);
    left.into_iter().chain(limit).min().unwrap_or(MEMORY_KIB)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::crypto::password_hash::Cost;

    fn of(memory_kib: u32, iterations: u32, hash_workers: usize) -> PasswordSettings {
        let hash = Cost { memory_kib, iterations, parallelism: 1 };
        PasswordSettings { hash, hash_workers, ..PasswordSettings::default() }
    }

    #[test]
    fn memory_is_what_is_left_and_may_be_had() {
        let machine = "MemTotal:       16000000 kB\nMemFree:  100 kB\nMemAvailable:    8000000 kB\n";
        for (machine, group, expected) in [
            (machine, "max\n", 8_000_000),
            (machine, "1073741824\n", 1_048_576),
            (machine, "", 8_000_000),
            ("", "1073741824\n", 1_048_576),
            ("", "max\n", MEMORY_KIB),
            ("MemAvailable: much\n", "", MEMORY_KIB),
        ] {
            assert_eq!(least_kib(machine, group), expected, "{machine} {group}");
        }
    }

    #[test]
    fn what_all_of_them_take_is_reckoned_together() {
        let memory_kib = 4 * 1024 * 1024;
        let small = of(19 * 1024, 2, 2);
        // Each by itself is what may be said.
        assert_eq!(too_much(&small, &of(1024 * 1024, 2, 2), memory_kib), None);
        let told = too_much(&small, &of(1024 * 1024, 2, 3), memory_kib).expect("is too much");
        assert!(
            told.starts_with("password.hash.memory_kib: 3 hashes at once of 1048576 KiB each take 3072 MiB"),
            "{told}"
        );
        assert!(told.contains("2048 MiB"), "{told}");
        let told = too_much(&of(1024 * 1024, 2, 1), &of(1024 * 1024, 2, 64), memory_kib).expect("is too much");
        assert!(told.starts_with("password.hash_workers: 64 hashes"), "{told}");
        assert_eq!(
            too_much(&of(1024 * 1024, 2, 64), &of(1024 * 1024, 2, 32), memory_kib),
            None,
            "it is less than before"
        );
    }

    #[test]
    fn no_more_of_them_begin_than_a_machine_lets() {
        let with = |workers| of(64, 1, workers);
        assert!(
            too_many(&with(1), &with(65)).is_some_and(|told| told.starts_with("password.hash_workers: is at most 64"))
        );
        assert_eq!((too_many(&with(1), &with(64)), too_many(&with(200), &with(100))), (None, None));
    }

    #[test]
    fn what_costs_less_is_not_tried() {
        // Nobody could wait for either.
        assert_eq!(too_slow(&of(64, u32::MAX, 1), &of(64, u32::MAX - 1, 1)), None);
        assert_eq!(too_slow(&of(64, 1, 1), &of(64, 2, 1)), None, "it is quick");
    }
}
