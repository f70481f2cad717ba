//! Running other programs.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::interrupt::{self, Registered};
use crate::os::{self, Stop};

/// A command without what `cargo run` added to the environment for xtask: it is not meant for what xtask starts, and
/// build scripts that watch these variables would run again.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let from_cargo_run = text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_");
        // With these set, Leptos would compile the names in; they belong to the running server alone.
        let of_the_server = matches!(&*text, "LEPTOS_OUTPUT_NAME" | "LEPTOS_SITE_ROOT" | "LEPTOS_SITE_PKG_DIR");
        if from_cargo_run || of_the_server {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// The cargo that runs xtask.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end with the output shown; the status is the caller's to judge, even after Ctrl-C.
pub fn wait(command: &mut Command) -> Result<ExitStatus> {
    let (mut child, _registered) = spawn(command)?;
    child.wait().with_context(|| format!("lost `{}`", describe(command)))
}

/// Runs to the end with the output shown; anything but success is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = wait(command)?;
    interrupt::check()?;
    if !status.success() {
        bail!("`{}` failed ({status})", describe(command));
    }
    Ok(())
}

/// As [`run`], but gives up after a while.
pub fn run_for_at_most(command: &mut Command, limit: Duration) -> Result<()> {
    let (mut child, registered) = spawn(command)?;
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > limit {
            os::stop_group(child.id(), Stop::Now);
            child.kill().ok();
            child.wait()?;
            bail!("`{}` took more than {} s", describe(command), limit.as_secs());
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    drop(registered);
    interrupt::check()?;
    if !status.success() {
        bail!("`{}` failed ({status})", describe(command));
    }
    Ok(())
}

/// Runs with the output shown as it comes, and returns what was written to standard output too.
pub fn status_and_output(command: &mut Command) -> Result<(ExitStatus, String)> {
    command.stdout(Stdio::piped());
    let (mut child, _registered) = spawn(command)?;
    let mut seen = Vec::new();
    if let Some(mut from) = child.stdout.take() {
        let mut chunk = [0; 8192];
        loop {
            let length = from.read(&mut chunk)?;
            if length == 0 {
                break;
            }
            let mut to = io::stdout().lock();
            to.write_all(&chunk[..length])?;
            to.flush()?;
            seen.extend_from_slice(&chunk[..length]);
        }
    }
    let status = child.wait().with_context(|| format!("lost `{}`", describe(command)))?;
    interrupt::check()?;
    Ok((status, String::from_utf8_lossy(&seen).into_owned()))
}

/// The standard output of a quick command.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start `{}`", describe(command)))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", describe(command), output.status, reason.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The first file of that name on PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|directory| directory.join(program).with_extension(env::consts::EXE_EXTENSION))
        .find(|path| path.is_file())
}

/// PATH with one more directory in front.
pub fn path_with(first: &Path) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let directories = std::iter::once(first.to_path_buf()).chain(env::split_paths(&path));
    env::join_paths(directories).with_context(|| format!("{} cannot stand in PATH", first.display()))
}

fn spawn(command: &mut Command) -> Result<(Child, Registered)> {
    interrupt::check()?;
    os::lead_group(command);
    let child = command.spawn().with_context(|| format!("cannot start `{}`", describe(command)))?;
    let registered = Registered::new(child.id());
    Ok((child, registered))
}

/// The command as a person would type it, roughly.
fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(command.get_program()).to_string_lossy();
    std::iter::once(name).chain(command.get_args().map(OsStr::to_string_lossy)).collect::<Vec<_>>().join(" ")
}
