use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::TARGETS;

/// The folder of the fuzzer, which is not in the package that is published.
fn folder() -> Option<PathBuf> {
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")).filter(|folder| folder.is_dir())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("can be read").path()).collect();
    files.sort();
    files
}

#[test]
fn what_was_found_once_is_read_well() {
    let Some(folder) = folder() else { return };
    for (name, read) in TARGETS {
        let seeds = files(&folder.join("seeds").join(name));
        assert!(seeds.len() >= 3, "{name} has {} seeds", seeds.len());
        for file in seeds {
            // Shown where it is the last one.
            println!("{}", file.display());
            read(&fs::read(&file).expect("can be read"));
        }
        let corpus = fs::read_to_string(folder.join(format!("corpus/{name}.txt"))).expect("there is a corpus");
        for input in corpus.lines() {
            println!("{name} {input}");
            read(&STANDARD.decode(input).expect("is base64"));
        }
        for odd in [&b""[..], b"\0", b"\n", b"\xff", &[b'['; 4096], &[b'{'; 4096], &[0x9f; 4096]] {
            read(odd);
        }
    }
}

#[test]
fn every_reader_has_a_target_and_no_other_is_there() {
    let Some(folder) = folder() else { return };
    let names: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names.len(), TARGETS.len());
    let stems = |files: Vec<PathBuf>| -> BTreeSet<String> {
        files.iter().filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).collect()
    };
    assert_eq!(stems(files(&folder.join("fuzz_targets"))), names);
    assert_eq!(stems(files(&folder.join("seeds"))), names);
    assert_eq!(stems(files(&folder.join("corpus"))), names);
    let manifest: toml::Value =
        toml::from_str(&fs::read_to_string(folder.join("Cargo.toml")).expect("is there")).expect("is TOML");
    let binaries: BTreeSet<String> = manifest["bin"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|binary| binary["name"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(binaries, names);
    for name in names {
        let target = fs::read_to_string(folder.join(format!("fuzz_targets/{name}.rs"))).expect("is there");
        assert!(target.contains(&format!("fuzzing::{name}")), "{name} calls another reader");
    }
}

#[test]
fn a_passkey_that_was_kept_is_read() {
    assert!(super::passkeys::keeps());
}
