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
