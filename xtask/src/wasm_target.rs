//! The compiler for the browser's half.
//!
//! Ordinarily rustup adds the target and that is all. Where rustup cannot reach its server but Debian's packages can
//! be had, the target's standard library is built from Debian's source of it. Debian's compiler and library have the
//! same version as each other but not as rustup's, so then both rustc and cargo of the browser's build are Debian's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{apt, os, process, progress};

pub const TARGET: &str = "wasm32-unknown-unknown";

pub struct WasmToolchain {
    cargo: PathBuf,
    rustc: PathBuf,
    /// Where the linker is, if it does not come with rustc.
    path_prefix: Option<PathBuf>,
}

impl WasmToolchain {
    /// Finds a compiler for the browser, or gets one.
    pub fn ensure(workspace: &Workspace) -> Result<Self> {
        let own = Self::of_this_cargo();
        if own.has_std()? {
            return Ok(own);
        }
        // Looked at before rustup is asked, which without a network takes its time to fail.
        if let Some(debian) = debian::ready(workspace)? {
            return Ok(debian);
        }
        let refusal = match process::find("rustup") {
            Some(rustup) => match add_with(&rustup) {
                Ok(()) if own.has_std()? => return Ok(own),
                Ok(()) => "rustup added it to another toolchain".to_owned(),
                Err(error) => format!("{error:#}"),
            },
            None => "there is no rustup to add it".to_owned(),
        };
        if !apt::is_available() {
            bail!("the target {TARGET} is missing: {refusal}; try `rustup target add {TARGET}`");
        }
        progress::note(&format!("The target {TARGET} comes from Debian's source instead: {refusal}"));
        debian::prepare(workspace)
    }

    /// A cargo command of this toolchain.
    pub fn cargo(&self) -> Result<Command> {
        let mut command = process::command(&self.cargo);
        command.env("RUSTC", &self.rustc);
        if let Some(first) = &self.path_prefix {
            command.env("PATH", process::path_with(first)?);
            // rustup points this to its own libraries, which are not this compiler's.
            command.env_remove("LD_LIBRARY_PATH");
            command.env_remove("RUSTUP_TOOLCHAIN");
        }
        Ok(command)
    }

    fn of_this_cargo() -> Self {
        let or = |name, default: &str| std::env::var_os(name).unwrap_or_else(|| default.into()).into();
        Self { cargo: or("CARGO", "cargo"), rustc: or("RUSTC", "rustc"), path_prefix: None }
    }

    fn has_std(&self) -> Result<bool> {
        let directory =
            process::output(process::command(&self.rustc).args(["--print", "target-libdir", "--target", TARGET]))?;
        Ok(holds_std(Path::new(directory.trim())))
    }
}

fn holds_std(directory: &Path) -> bool {
    fs::read_dir(directory).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

fn add_with(rustup: &Path) -> Result<()> {
    progress::step(&format!("Adding the target {TARGET}"), || {
        process::run_for_at_most(process::command(rustup).args(["target", "add", TARGET]), Duration::from_secs(180))
    })
}

/// The fallback.
mod debian {
    use super::*;

    const CARGO: &str = "/usr/bin/cargo";
    const RUSTC: &str = "/usr/bin/rustc";
    const LINKER: &str = "/usr/bin/lld-22";
    const PACKAGES: &[&str] = &["cargo-web", "lld-22", "rust-web-src", "rustc-web"];
    /// Says which compiler the library beside it was built by: no other one can read it.
    const STAMP: &str = "built-by";

    pub fn ready(workspace: &Workspace) -> Result<Option<WasmToolchain>> {
        if ![CARGO, RUSTC, LINKER].iter().all(|path| Path::new(path).exists()) {
            return Ok(None);
        }
        let library = library_directory()?;
        let built_by = fs::read_to_string(library.join(STAMP)).unwrap_or_default();
        if !holds_std(&library) || built_by != compiler()? {
            return Ok(None);
        }
        Ok(Some(toolchain(workspace)?))
    }

    pub fn prepare(workspace: &Workspace) -> Result<WasmToolchain> {
        let source = Path::new("/usr/lib/rustlib/src/rust/library/std");
        if !source.exists() || ![CARGO, RUSTC, LINKER].iter().all(|path| Path::new(path).exists()) {
            apt::install(PACKAGES)?;
        }
        let scratch = workspace.cache.join("wasm-std");
        progress::step(&format!("Building the standard library for {TARGET}"), || build_std(&scratch))?;
        toolchain(workspace)
    }

    fn toolchain(workspace: &Workspace) -> Result<WasmToolchain> {
        Ok(WasmToolchain {
            cargo: CARGO.into(),
            rustc: RUSTC.into(),
            path_prefix: Some(linker_directory(&workspace.cache)?),
        })
    }

    /// rustc asks for a linker named `rust-lld`, which Debian does not have under that name.
    fn linker_directory(cache: &Path) -> Result<PathBuf> {
        let directory = cache.join("wasm-linker");
        let link = directory.join("rust-lld");
        if !link.exists() {
            fs::create_dir_all(&directory)?;
            // A link that leads nowhere does not "exist" but is in the way.
            fs::remove_file(&link).ok();
            os::symlink(Path::new(LINKER), &link).with_context(|| format!("cannot link {}", link.display()))?;
        }
        Ok(directory)
    }

    fn library_directory() -> Result<PathBuf> {
        let directory = process::output(debian(RUSTC).args(["--print", "target-libdir", "--target", TARGET]))?;
        Ok(directory.trim().into())
    }

    fn compiler() -> Result<String> {
        process::output(debian(RUSTC).arg("-vV"))
    }

    fn build_std(scratch: &Path) -> Result<()> {
        // Left-overs of another compiler's library would be copied too.
        if scratch.exists() {
            fs::remove_dir_all(scratch)?;
        }
        fs::create_dir_all(scratch.join("src"))?;
        fs::write(scratch.join("src/lib.rs"), "")?;
        fs::write(
            scratch.join("Cargo.toml"),
            "[package]\nname = \"scratch\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n",
        )?;
        process::run(
            debian(CARGO)
                .args(["build", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort"])
                .arg("--target-dir")
                .arg(scratch.join("target"))
                .current_dir(scratch)
                .env("RUSTC", RUSTC)
                .env("RUSTC_BOOTSTRAP", "1")
                .env_remove("RUSTFLAGS")
                .env_remove("CARGO_ENCODED_RUSTFLAGS"),
        )?;

        let library = library_directory()?;
        if library.exists() {
            fs::remove_dir_all(&library)?;
        }
        fs::create_dir_all(&library).with_context(|| format!("cannot create {}", library.display()))?;
        let built = scratch.join("target").join(TARGET).join("release/deps");
        for entry in fs::read_dir(&built).with_context(|| format!("nothing in {}", built.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with("lib") && name.ends_with(".rlib") && !name.starts_with("libscratch") {
                fs::copy(&path, library.join(&*name))?;
            }
        }
        if !holds_std(&library) {
            bail!("no standard library came out of {}", built.display());
        }
        // Last, so that an interrupted copy does not count as ready.
        fs::write(library.join(STAMP), compiler()?)?;
        fs::remove_dir_all(scratch.join("target")).ok();
        Ok(())
    }

    fn debian(program: &str) -> Command {
        let mut command = process::command(program);
        command.env_remove("LD_LIBRARY_PATH").env_remove("RUSTUP_TOOLCHAIN");
        command
    }
}
