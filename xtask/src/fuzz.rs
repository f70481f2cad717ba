//! `cargo xtask fuzz`

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::{Args, ValueEnum};

use crate::workspace::Workspace;
use crate::{cargo_tool, interrupt, process};

const VERSION: &str = "0.13.2";

/// No input is longer, in bytes: of what is longer all readers say that it is too long.
const LONGEST: &str = "4096";

#[derive(Args)]
pub struct Options {
    /// Only these targets: names of files in fuzz/fuzz_targets.
    targets: Vec<String>,
    /// How many inputs each is given.
    #[arg(long, default_value_t = 1_000_000)]
    runs: u64,
    /// For how many seconds each runs at most; 0 for as long as it takes.
    #[arg(long, default_value_t = 0)]
    seconds: u64,
    /// What looks for misused memory meanwhile.
    #[arg(long, value_enum, default_value_t = Sanitizer::None)]
    sanitizer: Sanitizer,
    /// Run nothing: keep of each corpus only what reaches something that nothing smaller in it reaches.
    #[arg(long)]
    minimize: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sanitizer {
    /// Nothing: there is no unsafe code of ours, and what a run holds in memory is what the server would.
    None,
    /// AddressSanitizer, whose runtime Rust's own toolchains for Linux have; Debian's compiler has none.
    Address,
}

impl Sanitizer {
    const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Address => "address",
        }
    }

    /// How much memory a run may take, in MiB: the sanitizer holds its own beside the program's.
    const fn most_memory(self) -> u32 {
        match self {
            Self::None => 512,
            Self::Address => 2048,
        }
    }
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let folder = workspace.root.join("fuzz");
    let all = targets(&folder)?;
    if let Some(unknown) = options.targets.iter().find(|target| !all.contains(target)) {
        bail!("there is no target {unknown}: {}", all.join(", "));
    }
    let chosen = if options.targets.is_empty() { &all } else { &options.targets };
    let cargo_fuzz = cargo_tool::find_or_install(workspace, "cargo-fuzz", VERSION)?;
    let mut failed = Vec::new();
    for target in chosen {
        println!("\n━━ {target}");
        let start = Instant::now();
        let corpus = workspace.target.join("fuzz-corpus").join(target);
        unpack(&folder, target, &corpus)?;
        let status = process::wait(&mut command(workspace, &cargo_fuzz, &folder, options, (target, &corpus)))?;
        interrupt::check()?;
        println!("   {} s", start.elapsed().as_secs());
        if status.success() && options.minimize {
            pack(&folder, target, &corpus)?;
        }
        if !status.success() {
            keep(&folder, target)?;
            failed.push(target.as_str());
        }
    }
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("\nFailed: {}", failed.join(", "));
    Ok(ExitCode::FAILURE)
}

fn targets(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in files(&folder.join("fuzz_targets"))? {
        names.extend(file.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    Ok(names)
}

/// What is in a folder, by name; nothing where there is none.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}

fn command(
    workspace: &Workspace,
    cargo_fuzz: &Path,
    folder: &Path,
    options: &Options,
    (target, corpus): (&str, &Path),
) -> Command {
    let mut command = process::command(cargo_fuzz);
    command
        .args(["fuzz", if options.minimize { "cmin" } else { "run" }, "--sanitizer", options.sanitizer.name()])
        .arg("--target-dir")
        .arg(workspace.target.join("fuzz"))
        .arg(target)
        .arg(corpus)
        .current_dir(&workspace.root)
        // What was freed is kept for a while, and counts as memory that is held.
        .env("ASAN_OPTIONS", "quarantine_size_mb=16");
    match options.sanitizer {
        Sanitizer::None => command.env_remove("RUSTC_BOOTSTRAP"),
        // On a stable toolchain sanitizers stand behind this gate.
        Sanitizer::Address => command.env("RUSTC_BOOTSTRAP", "1"),
    };
    if !options.minimize {
        command.arg(folder.join("seeds").join(target));
    }
    let memory = options.sanitizer.most_memory();
    command.args(["--", &format!("-rss_limit_mb={memory}"), &format!("-max_len={LONGEST}")]);
    if options.minimize {
        // As few as reach all of it, and not merely none that reaches nothing new.
        command.arg("-set_cover_merge=1");
    } else {
        command.arg(format!("-runs={}", options.runs));
        // libFuzzer knows whole seconds alone; what takes more than 100 ms the target finds itself.
        command.args(["-timeout=1", "-report_slow_units=1", "-print_final_stats=1"]);
        command.arg(format!("-max_total_time={}", options.seconds));
    }
    command
}

/// Where the corpus of a target is kept: an input on each line, in base64. They are thousands of a few bytes each.
fn packed(folder: &Path, target: &str) -> PathBuf {
    folder.join("corpus").join(format!("{target}.txt"))
}

/// Puts what is kept where the fuzzer looks for it, beside what it has found since.
fn unpack(folder: &Path, target: &str, corpus: &Path) -> Result<()> {
    fs::create_dir_all(corpus).with_context(|| format!("{} cannot be made", corpus.display()))?;
    let packed = packed(folder, target);
    if !packed.exists() {
        return Ok(());
    }
    let lines = fs::read_to_string(&packed).with_context(|| format!("{} cannot be read", packed.display()))?;
    for (number, line) in lines.lines().enumerate() {
        let input = STANDARD.decode(line).with_context(|| format!("{}:{}", packed.display(), number + 1))?;
        let file = corpus.join(format!("kept-{number}"));
        fs::write(&file, input).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(())
}

/// Keeps what is in a corpus.
fn pack(folder: &Path, target: &str, corpus: &Path) -> Result<()> {
    let read = |file: &PathBuf| fs::read(file).with_context(|| format!("{} cannot be read", file.display()));
    let mut inputs = files(corpus)?.iter().map(read).collect::<Result<Vec<_>>>()?;
    inputs.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
    inputs.dedup();
    let lines: String = inputs.iter().map(|input| STANDARD.encode(input) + "\n").collect();
    let packed = packed(folder, target);
    fs::create_dir_all(folder.join("corpus"))?;
    fs::write(&packed, lines).with_context(|| format!("{} cannot be written", packed.display()))?;
    println!("   {} inputs are kept in fuzz/corpus/{target}.txt", inputs.len());
    Ok(())
}

/// What has broken a target is tried from now on by every test.
fn keep(folder: &Path, target: &str) -> Result<()> {
    for found in files(&folder.join("artifacts").join(target))? {
        let name = found.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !["crash-", "timeout-", "oom-"].iter().any(|kind| name.starts_with(kind)) {
            continue;
        }
        let kept = folder.join("seeds").join(target).join(&name);
        if !kept.exists() {
            fs::copy(&found, &kept).with_context(|| format!("{} cannot be written", kept.display()))?;
            println!("   kept as fuzz/seeds/{target}/{name}");
        }
    }
    Ok(())
}
