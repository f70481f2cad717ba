use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::server::crypto::Secret;
use crate::server::crypto::password_hash::{Cost, PasswordHasher, Verdict};

/// A digest that another implementation made.
#[derive(Deserialize)]
struct Vector {
    kind: DigestKind,
    made_by: String,
    password: String,
    digest: String,
}

fn vectors() -> Vec<Vector> {
    let text = include_str!("../../../../tests/vectors/password_digests.json");
    serde_json::from_str(text).expect("the vectors are JSON")
}

fn read(kind: DigestKind, text: &str) -> ForeignDigest {
    ForeignDigest::read(kind, text).unwrap_or_else(|error| panic!("{kind} {text}: {error}"))
}

/// One of each kind.
fn samples() -> Vec<Vector> {
    let mut vectors = vectors();
    vectors.dedup_by_key(|vector| vector.kind);
    vectors
}

#[test]
fn the_vectors_of_other_implementations() {
    let vectors = vectors();
    for kind in DigestKind::ALL {
        let of_kind = vectors.iter().filter(|vector| vector.kind == kind);
        assert!(of_kind.clone().count() >= 3, "{kind}");
        assert!(of_kind.clone().any(|vector| !vector.password.is_ascii()), "{kind}");
        assert!(of_kind.clone().any(|vector| vector.password.len() > 70), "{kind}");
    }
    for Vector { kind, made_by, password, digest } in &vectors {
        let read = read(*kind, digest);
        assert_eq!(read.verify(password), Ok(true), "{kind} by {made_by}: {digest}");
        for wrong in [format!("{password} "), password[1..].to_owned(), password.to_uppercase() + "!", String::new()] {
            assert_eq!(read.verify(&wrong), Ok(false), "{kind} by {made_by}: {digest} and {wrong}");
        }
        let stored = read.stored();
        let again = ForeignDigest::of_stored(&stored).expect("is not one of ours").expect("is read again");
        assert_eq!((again.kind(), again.text()), (*kind, digest.as_str()));
        assert!(!format!("{again:?}").contains(digest));
    }
}

#[test]
fn kinds_have_their_names() {
    for kind in DigestKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
        assert_eq!(serde_json::to_value(kind).expect("JSON"), kind.as_str());
    }
    assert_eq!("awscognito".parse::<DigestKind>(), Err(DigestError::Kind));
    assert_eq!("".parse::<DigestKind>(), Err(DigestError::Kind));
}

#[test]
fn ours_are_none_of_these() {
    assert!(ForeignDigest::of_stored("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA").is_none());
    assert!(ForeignDigest::of_stored("").is_none());
    for unknown in ["{md4}00", "{}", "{md5}", "{bcrypt"] {
        assert!(!matches!(ForeignDigest::of_stored(unknown), Some(Ok(_))), "{unknown}");
    }
}

/// T40: nobody is let in on a part of what they typed.
#[test]
fn bcrypt_cuts_nothing_off() {
    let whole = "z".repeat(72);
    let of_72 = vectors().into_iter().find(|vector| vector.kind == DigestKind::Bcrypt && vector.password == whole);
    let of_72 = read(DigestKind::Bcrypt, &of_72.expect("there is one").digest);
    assert_eq!(of_72.verify(&whole), Ok(true));
    for other in [whole.clone() + "z", whole.clone() + "\0", whole[1..].to_owned(), "z".repeat(4096)] {
        assert_eq!(of_72.verify(&other), Ok(false), "{} bytes", other.len());
    }
    let sample = samples().into_iter().find(|vector| vector.kind == DigestKind::Bcrypt).expect("there is one");
    let short = read(DigestKind::Bcrypt, &sample.digest);
    for other in [format!("{}\0", sample.password), format!("{}\0more", sample.password)] {
        assert_eq!(short.verify(&other), Ok(false), "{other:?}");
    }
    // Of Django's only the SHA-256 is given to bcrypt, which always fits.
    let long = vectors().into_iter().find(|v| v.kind == DigestKind::BcryptSha256Django && v.password.len() > 72);
    let long = long.expect("there is one");
    assert_eq!(read(long.kind, &long.digest).verify(&(long.password + "x")), Ok(false));
}

/// T40: another system hashed the bytes that were typed there; here they may come in another form.
#[test]
fn what_was_typed_is_compared_and_its_nfc() {
    let decomposed = "Gru\u{308}ße, Ka\u{308}the";
    let composed = "Grüße, Käthe";
    let of_decomposed: Vec<_> = vectors().into_iter().filter(|vector| vector.password == decomposed).collect();
    assert_eq!(of_decomposed.len(), 2);
    for vector in &of_decomposed {
        let digest = read(vector.kind, &vector.digest);
        assert_eq!(digest.verify(decomposed), Ok(true), "as it was typed there");
        assert_eq!(digest.verify(composed), Ok(false), "as the other system would say");
    }
    let of_composed =
        vectors().into_iter().find(|v| v.kind == DigestKind::Bcrypt && v.password.starts_with("Grüße, п"));
    let of_composed = of_composed.expect("there is one");
    let digest = read(of_composed.kind, &of_composed.digest);
    assert_eq!(digest.verify(&of_composed.password.replace('ü', "u\u{308}")), Ok(true));
}

#[test]
fn too_much_is_refused() {
    use DigestKind::*;
    let salt_and_hash = "c29tZXNhbHRzb21lc2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
    let argon2 = |cost: &str| format!("$argon2id$v=19${cost}${salt_and_hash}");
    let bcrypt = |cost: u32| format!("$2b${cost:02}$pejdXYutV64xblg31hB1a.2/0reAI1H0gabpuEHMJoo9C/S0ynZiC");
    let pbkdf2 = |iterations: u64| format!("pbkdf2_sha256${iterations}${salt_and_hash}");
    let phpass = |rounds: char| format!("$P${rounds}Uzj.6NDkQ.0VXl8oh/vhpAlMWsUo6.");
    let werkzeug = |cost: &str| format!("scrypt:{cost}$salt${}", "0".repeat(128));
    let firebase = |rounds: u32, memory: u32| format!("AAAA$AAAA$AAAA$AAAA${rounds}${memory}");
    for (kind, taken, refused) in [
        (Argon2id, argon2("m=1048576,t=1,p=16"), argon2("m=1048577,t=1,p=1")),
        (Argon2id, argon2("m=64,t=20,p=1"), argon2("m=64,t=21,p=1")),
        (Argon2id, argon2("m=1024,t=1,p=16"), argon2("m=1024,t=1,p=17")),
        (Bcrypt, bcrypt(16), bcrypt(17)),
        (Bcrypt, bcrypt(4), bcrypt(3)),
        (BcryptSha256Django, format!("bcrypt_sha256${}", bcrypt(16)), format!("bcrypt_sha256${}", bcrypt(31))),
        (Pbkdf2Sha256, pbkdf2(10_000_000), pbkdf2(10_000_001)),
        (Pbkdf2Sha256Django, pbkdf2(10_000_000), pbkdf2(4_294_967_295)),
        (Pbkdf2Sha512, pbkdf2(10_000_000).replace("sha256", "sha512"), pbkdf2(10_000_001).replace("sha256", "sha512")),
        (Phpass, phpass('K'), phpass('L')),
        (Md5Phpass, phpass('5'), phpass('S')),
        (ScryptWerkzeug, werkzeug("1048576:8:1"), werkzeug("1048576:16:1")),
        (ScryptWerkzeug, werkzeug("1024:8:16"), werkzeug("1024:8:17")),
        (ScryptWerkzeug, werkzeug("1024:64:1"), werkzeug("1024:65:1")),
        (ScryptFirebase, firebase(8, 20), firebase(8, 21)),
        (ScryptFirebase, firebase(8, 14), firebase(65, 14)),
    ] {
        read(kind, &taken);
        assert_eq!(ForeignDigest::read(kind, &refused).expect_err(&refused), DigestError::Cost, "{kind} {refused}");
    }
    // In more iterations than a number holds there is no number.
    assert!(ForeignDigest::read(Pbkdf2Sha256, &pbkdf2(u64::MAX)).is_err());
}

#[test]
fn what_is_not_of_its_kind_is_refused() {
    for Vector { kind, digest, .. } in samples() {
        let cut: String = digest.chars().take(digest.chars().count() - 1).collect();
        for wrong in ["", "x", "$", "$$$$$$", &format!("{digest} "), &format!(" {digest}"), &format!("{digest}$"), "\0"]
        {
            assert!(matches!(ForeignDigest::read(kind, wrong), Err(DigestError::Form(_))), "{kind} {wrong}");
        }
        // One character less is another length, but for Base64 and for hashes whose length is free.
        if !matches!(kind, DigestKind::LdapSsha | DigestKind::Pbkdf2Sha256 | DigestKind::Pbkdf2Sha256Django)
            && !matches!(
                kind,
                DigestKind::Pbkdf2Sha512 | DigestKind::Argon2i | DigestKind::Argon2id | DigestKind::ScryptFirebase
            )
        {
            assert!(ForeignDigest::read(kind, &cut).is_err(), "{kind} {cut}");
        }
        for other in samples().into_iter().filter(|other| other.kind != kind) {
            let twins = [DigestKind::Phpass, DigestKind::Md5Phpass];
            let pbkdf2 = [DigestKind::Pbkdf2Sha256, DigestKind::Pbkdf2Sha256Django];
            let may_be_both = [twins, pbkdf2].iter().any(|pair| pair.contains(&kind) && pair.contains(&other.kind));
            let taken = ForeignDigest::read(kind, &other.digest).is_ok();
            assert!(may_be_both || !taken, "a digest of {} as {kind}", other.kind);
        }
    }
    let long = format!("{{SSHA}}{}", "A".repeat(4000));
    assert!(ForeignDigest::read(DigestKind::LdapSsha, &long).is_err());
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,80}") {
        for kind in DigestKind::ALL {
            let _ = ForeignDigest::read(kind, &text);
            let _ = ForeignDigest::of_stored(&format!("{{{kind}}}{text}"));
        }
    }

    #[test]
    fn no_digest_with_a_fault_makes_a_reader_panic(which in 0usize..14, at in any::<prop::sample::Index>(), with in any::<char>()) {
        let sample = &samples()[which];
        let at = at.index(sample.digest.chars().count());
        let text: String = sample.digest.chars().enumerate().map(|(i, c)| if i == at { with } else { c }).collect();
        for kind in DigestKind::ALL {
            let _ = ForeignDigest::read(kind, &text);
        }
    }
}

fn cheap() -> Cost {
    Cost { memory_kib: 64, iterations: 1, parallelism: 1 }
}

#[tokio::test]
async fn the_workers_compare_them_and_ask_for_a_better_one() {
    let hasher = PasswordHasher::start(cheap(), 1, 8).expect("starts");
    for Vector { kind, password, digest, .. } in samples() {
        let stored = read(kind, &digest).stored();
        let verdict = hasher.verify(Secret::new(&password), Some(&stored)).await.expect("is compared");
        assert_eq!(verdict, Verdict::Match { outdated: true }, "{kind}");
        let verdict = hasher.verify(Secret::new("wrong"), Some(&stored)).await.expect("is compared");
        assert_eq!(verdict, Verdict::Mismatch, "{kind}");
    }
    let unreadable = hasher.verify(Secret::new("x"), Some("{md5}x")).await;
    assert!(unreadable.is_err());
}

/// Whose comparison goes to the worker for dear ones: none that a system makes by default.
#[tokio::test]
async fn only_dear_ones_are_heavy() {
    use DigestKind::*;
    let salt_and_hash = "c29tZXNhbHRzb21lc2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
    let bcrypt = |cost: u32| format!("$2b${cost}$pejdXYutV64xblg31hB1a.2/0reAI1H0gabpuEHMJoo9C/S0ynZiC");
    let werkzeug = |cost: &str| format!("scrypt:{cost}$salt${}", "0".repeat(128));
    for (kind, usual, heavy) in [
        (
            Argon2id,
            format!("$argon2id$v=19$m=65536,t=3,p=4${salt_and_hash}"),
            format!("$argon2id$v=19$m=65537,t=1,p=1${salt_and_hash}"),
        ),
        (Bcrypt, bcrypt(12), bcrypt(14)),
        (
            Pbkdf2Sha256Django,
            format!("pbkdf2_sha256$1000000${salt_and_hash}"),
            format!("pbkdf2_sha256$5000000${salt_and_hash}"),
        ),
        (ScryptWerkzeug, werkzeug("32768:8:1"), werkzeug("131072:8:1")),
        (ScryptFirebase, "AAAA$AAAA$AAAA$AAAA$8$14".into(), "AAAA$AAAA$AAAA$AAAA$8$17".into()),
    ] {
        assert!(!read(kind, &usual).demand().is_heavy(), "{usual}");
        assert!(read(kind, &heavy).demand().is_heavy(), "{heavy}");
    }
    let hasher = PasswordHasher::start(cheap(), 1, 8).expect("starts");
    let heavy = read(ScryptWerkzeug, &werkzeug("131072:8:1")).stored();
    let verdict = hasher.verify(Secret::new("x"), Some(&heavy)).await.expect("is compared");
    assert_eq!(verdict, Verdict::Mismatch);
}
