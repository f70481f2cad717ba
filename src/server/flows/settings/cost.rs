//! Whether this machine can pay what passwords would cost: one hash is computed as it would be, and it is reckoned what all take
//! that may be computed at once.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::task::JoinError;

use super::SettingChangeError;
use crate::server::crypto::password_hash::memory::{memory_kib, taken_kib};
use crate::server::crypto::password_hash::{self, Cost, HashError};
use crate::server::settings::{PasswordSettings, Settings};

/// What says what a hash costs, and how many are computed at once.
pub const NAMES: &[&str] = &["password.hash", "password.hash_workers"];

/// No more of them than this may begin while a server runs.
const MOST_WORKERS: usize = 64;
/// Nobody waits longer for one hash to be computed.
const PATIENCE: Duration = Duration::from_secs(2);

/// Refuses what would be too dear here. What costs less than before is not refused. `dearest` is the most that a hash costs that
/// somebody may have: every wrong password costs as much.
pub async fn try_out(old: &Settings, new: &Settings, dearest: Cost) -> Result<(), SettingChangeError> {
    /// One after the other, so that trials take no more memory than one of them.
    static TURN: LazyLock<Arc<Mutex<()>>> = LazyLock::new(Arc::default);
    let (old, new) = (old.password.clone(), new.password.clone());
    let tried = in_turn(&TURN, move || {
        let refused = too_many(&old, &new).or_else(|| too_much(&old, &new, dearest, memory_kib()));
        refused.or_else(|| too_slow(&old, &new, password_hash::trial))
    });
    match tried.await {
        Ok(None) => Ok(()),
        Ok(Some(why)) => Err(SettingChangeError::Refused(vec![why])),
        Err(error) => Err(SettingChangeError::Refused(vec![format!("password.hash: {error}")])),
    }
}

/// Works where that holds up nobody, when nobody else does. Whoever asked may go away: the turn is over when the work is.
async fn in_turn<T: Send + 'static>(
    turn: &Arc<Mutex<()>>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, JoinError> {
    let turn = Arc::clone(turn).lock_owned().await;
    let worked = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    worked.await
}

fn too_many(old: &PasswordSettings, new: &PasswordSettings) -> Option<String> {
    let is_too_many = new.hash_workers > MOST_WORKERS && new.hash_workers > old.hash_workers;
    is_too_many.then(|| {
        format!("password.hash_workers: is at most {MOST_WORKERS} while a server runs; set more in Leptos.toml")
    })
}

fn too_much(old: &PasswordSettings, new: &PasswordSettings, dearest: Cost, memory_kib: u64) -> Option<String> {
    // However little one costs by now, whoever signs in without an account has one computed at the dearest.
    let each = |settings: &PasswordSettings| settings.hash.memory_kib.max(dearest.memory_kib);
    let all = |settings: &PasswordSettings| taken_kib(each(settings), settings.workers());
    let (taken, most) = (all(new), memory_kib / 2);
    if taken <= most || taken <= all(old) {
        return None;
    }
    let is_dearer = each(new) > each(old);
    let name = if is_dearer { "password.hash.memory_kib" } else { "password.hash_workers" };
    let why = match each(new) > new.hash.memory_kib {
        true => " (which a password costs that is wrong, for somebody may have such a hash of before)",
        false => "",
    };
    Some(format!(
        "{name}: {} hashes at once of {} KiB each{why} take {} MiB, and half of the memory that there is are {} MiB",
        new.workers(),
        each(new),
        taken / 1024,
        most / 1024
    ))
}

/// One pass is computed first: what would take minutes keeps no core busy for as long.
fn too_slow(
    old: &PasswordSettings,
    new: &PasswordSettings,
    trial: impl Fn(Cost) -> Result<Duration, HashError>,
) -> Option<String> {
    if old.hash == new.hash || new.hash.work_kib() <= old.hash.work_kib() {
        return None;
    }
    let told = |took: Duration, how: &str| {
        let (seconds, most) = (took.as_secs_f64(), PATIENCE.as_secs());
        format!("password.hash: one hash at this cost {how} {seconds:.1} seconds here, and may take {most} at most")
    };
    let passes = new.hash.iterations;
    let tried = trial(Cost { iterations: 1, ..new.hash }).and_then(|one| {
        let all = one.saturating_mul(passes);
        if all > PATIENCE {
            return Ok(Some(told(all, "would take about")));
        }
        let took = if passes > 1 { trial(new.hash)? } else { one };
        Ok((took > PATIENCE).then(|| told(took, "took")))
    });
    tried.unwrap_or_else(|error| Some(format!("password.hash: {error}")))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::sync::mpsc;

    use tokio::sync::oneshot;

    use super::*;

    fn of(memory_kib: u32, iterations: u32, hash_workers: usize) -> PasswordSettings {
        let hash = Cost { memory_kib, iterations, parallelism: 1 };
        PasswordSettings { hash, hash_workers, ..PasswordSettings::default() }
    }

    #[test]
    fn what_all_of_them_take_is_reckoned_together() {
        let small = of(19 * 1024, 2, 2);
        let too_much = |old: &PasswordSettings, new: &PasswordSettings| too_much(old, new, small.hash, 4 * 1024 * 1024);
        // Each by itself is what may be said.
        assert_eq!(too_much(&small, &of(1024 * 1024, 2, 2)), None);
        let told = too_much(&small, &of(1024 * 1024, 2, 3)).expect("is too much");
        assert!(
            told.starts_with("password.hash.memory_kib: 3 hashes at once of 1048576 KiB each take 3072 MiB"),
            "{told}"
        );
        assert!(told.contains("2048 MiB"), "{told}");
        let told = too_much(&small, &of(1024 * 1024, 1, 64)).expect("is too much");
        assert!(
            told.starts_with("password.hash.memory_kib: 64 hashes at once of 1048576 KiB each take 65536 MiB"),
            "{told}"
        );
        let told = too_much(&of(1024 * 1024, 2, 1), &of(1024 * 1024, 2, 64)).expect("is too much");
        assert!(told.starts_with("password.hash_workers: 64 hashes"), "{told}");
        assert_eq!(too_much(&of(1024 * 1024, 2, 64), &of(1024 * 1024, 2, 32)), None, "it is less than before");
    }

    #[test]
    fn what_somebody_may_have_of_before_is_reckoned_with() {
        let (memory_kib, dear) = (4 * 1024 * 1024, of(1024 * 1024, 1, 2));
        let many = |workers| of(19 * 1024, 2, workers);
        assert_eq!(too_much(&dear, &many(2), dear.hash, memory_kib), None, "it is no more than before");
        let told = too_much(&many(2), &many(64), dear.hash, memory_kib).expect("is too much");
        assert!(told.starts_with("password.hash_workers: 64 hashes at once of 1048576 KiB each (which "), "{told}");
        assert!(told.contains(" take 65536 MiB, and half of the memory that there is are 2048 MiB"), "{told}");
        let told = too_much(&dear, &many(64), dear.hash, memory_kib).expect("is too much");
        assert!(told.starts_with("password.hash_workers: 64 hashes"), "at once with what makes one cheaper: {told}");
        assert_eq!(too_much(&many(64), &many(63), dear.hash, memory_kib), None, "it is less than before");
        assert_eq!(too_much(&many(2), &many(64), many(2).hash, memory_kib), None, "nobody has a dear one");
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
        let never = |_: Cost| -> Result<Duration, HashError> { panic!("is not tried") };
        assert_eq!(too_slow(&of(64, u32::MAX, 1), &of(64, u32::MAX - 1, 1), never), None);
        assert_eq!(too_slow(&of(64, 2, 1), &of(64, 2, 2), never), None);
        assert_eq!(too_slow(&of(64, 1, 1), &of(64, 2, 1), password_hash::trial), None, "it is quick");
    }

    #[test]
    fn what_one_pass_says_is_too_slow_is_not_tried_as_a_whole() {
        let tried = |iterations: u32, each: u64| {
            let trials = RefCell::new(Vec::new());
            let trial = |cost: Cost| {
                trials.borrow_mut().push(cost.iterations);
                // The first pass is the quickest.
                Ok(Duration::from_millis(each * u64::from(cost.iterations) * u64::from(cost.iterations.min(2))))
            };
            let told = too_slow(&of(64, 1, 1), &of(128, iterations, 1), trial);
            (told, trials.into_inner())
        };
        let (told, trials) = tried(128, 100);
        assert!(told.is_some_and(|told| told.contains("would take about 12.8 seconds here, and may take 2 at most")));
        assert_eq!(trials, [1]);
        let (told, trials) = tried(u32::MAX, 1000);
        assert!(told.is_some());
        assert_eq!(trials, [1]);
        let (told, trials) = tried(15, 100);
        assert!(told.is_some_and(|told| told.contains("one hash at this cost took 3.0 seconds here")));
        assert_eq!(trials, [1, 15]);
        assert_eq!(tried(5, 100), (None, vec![1, 5]));
        assert_eq!(tried(1, 100), (None, vec![1]), "one pass is the whole");
    }

    #[tokio::test]
    async fn a_turn_is_over_when_the_work_is() {
        let turn: Arc<Mutex<()>> = Arc::default();
        let (end, ends) = mpsc::channel::<()>();
        let (begin, begun) = oneshot::channel();
        let first = tokio::spawn({
            let turn = Arc::clone(&turn);
            async move {
                let work = move || {
                    begin.send(()).expect("somebody waits for it");
                    ends.recv().expect("is told to end");
                };
                in_turn(&turn, work).await
            }
        });
        begun.await.expect("begins");
        // Whoever asked goes away.
        first.abort();
        assert!(first.await.is_err_and(|error| error.is_cancelled()));
        assert!(turn.try_lock().is_err(), "it is still at work");
        end.send(()).expect("is still at work");
        in_turn(&turn, || ()).await.expect("has its turn");
    }
}
