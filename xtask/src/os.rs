//! The few things that differ between operating systems.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

/// How urgently a process is asked to stop.
#[derive(Clone, Copy)]
pub enum Stop {
    /// SIGTERM: finish what you are doing.
    Gently,
    /// SIGINT: for PostgreSQL, do not wait for the clients.
    Fast,
    /// SIGKILL.
    Now,
}

#[cfg(unix)]
mod unix {
    use anyhow::Context;
    use nix::sys::signal::{Signal, kill, killpg};
    use nix::unistd::{Pid, User, chown as nix_chown, geteuid};

    use super::*;

    impl Stop {
        fn signal(self) -> Signal {
            match self {
                Self::Gently => Signal::SIGTERM,
                Self::Fast => Signal::SIGINT,
                Self::Now => Signal::SIGKILL,
            }
        }
    }

    /// Makes the command the leader of a group, so that it and all its children can be stopped together.
    pub fn lead_group(command: &mut Command) {
        std::os::unix::process::CommandExt::process_group(command, 0);
    }

    /// A process that is already gone is no error: it was to be stopped.
    pub fn stop_group(leader: u32, how: Stop) {
        let _ = killpg(Pid::from_raw(leader as i32), how.signal());
    }

    pub fn stop_process(pid: u32, how: Stop) {
        let _ = kill(Pid::from_raw(pid as i32), how.signal());
    }

    pub fn is_running(pid: u32) -> bool {
        kill(Pid::from_raw(pid as i32), None) != Err(nix::errno::Errno::ESRCH)
    }

    pub fn is_root() -> bool {
        geteuid().is_root()
    }

    pub fn give_to(path: &Path, user: &str) -> Result<()> {
        let user = User::from_name(user)?.with_context(|| format!("there is no user `{user}`"))?;
        nix_chown(path, Some(user.uid), Some(user.gid))
            .with_context(|| format!("cannot give {} to {}", path.display(), user.name))
    }

    /// A shell's way to say that a signal ended a process.
    pub fn exit_code(status: std::process::ExitStatus) -> u8 {
        use std::os::unix::process::ExitStatusExt;
        let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1);
        u8::try_from(code).unwrap_or(1)
    }

    pub fn symlink(target: &Path, link: &Path) -> std::io::Result<()> {
        std::os::unix::fs::symlink(target, link)
    }
}

#[cfg(unix)]
pub use unix::*;

#[cfg(not(unix))]
mod other {
    use super::*;

    pub fn lead_group(_: &mut Command) {}

    // The console hands Ctrl-C to the children itself.
    pub fn stop_group(_: u32, _: Stop) {}

    pub fn stop_process(_: u32, _: Stop) {}

    pub fn is_running(_: u32) -> bool {
        true
    }

    pub fn is_root() -> bool {
        false
    }

    pub fn give_to(_: &Path, _: &str) -> Result<()> {
        Ok(())
    }

    pub fn exit_code(status: std::process::ExitStatus) -> u8 {
        u8::try_from(status.code().unwrap_or(1)).unwrap_or(1)
    }

    pub fn symlink(_: &Path, _: &Path) -> std::io::Result<()> {
        Err(std::io::ErrorKind::Unsupported.into())
    }
}

#[cfg(not(unix))]
pub use other::*;
