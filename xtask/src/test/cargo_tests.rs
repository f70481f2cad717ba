//! The tests that cargo runs.

use std::io::{self, IsTerminal};
use std::process::Command;

use anyhow::{Result, bail};

use super::counts::Counts;
use super::postgres::{self, Database};
use super::tool;
use crate::workspace::Workspace;
use crate::{process, progress};

const SERVER: &[&str] = &["-p", "vestibule", "--features", "standalone"];

/// All of them before any is run: one after the other, they would be built by one core.
pub fn build(workspace: &Workspace) -> Result<()> {
    progress::step("Building the tests", || {
        let mut command = process::cargo();
        command.arg("test").args(SERVER).args(["--lib", "--bins", "--tests", "--no-run"]).current_dir(&workspace.root);
        process::run(&mut command)
    })
}

/// Builds the server as the integration tests have it. Its dependencies have the features that the tests' own need, so that
/// `cargo build` would compile it once more.
pub fn build_server(workspace: &Workspace) -> Result<()> {
    progress::step("Building the server vestibule", || {
        let mut command = process::cargo();
        command.arg("test").args(SERVER).args(["--test", "manifest", "--no-run"]).current_dir(&workspace.root);
        process::run(&mut command)
    })
}

pub fn unit(workspace: &Workspace, database: &mut Database, counts: &mut Counts) -> Result<()> {
    build(workspace)?;
    let url = database.url()?;
    let all = [
        test(workspace, "Unit tests", &url, SERVER, &["--lib", "--bins"], counts),
        test(workspace, "Examples in the documentation", &url, SERVER, &["--doc"], counts),
        test(workspace, "Tests of xtask", &url, &["-p", "xtask"], &[], counts),
    ];
    all.into_iter().collect()
}

pub fn integration(workspace: &Workspace, database: &mut Database, counts: &mut Counts) -> Result<()> {
    tool::oathtool()?;
    let url = database.url()?;
    test(workspace, "Integration tests", &url, SERVER, &["--test", "*"], counts)
}

fn test(
    workspace: &Workspace,
    title: &str,
    database_url: &str,
    package: &[&str],
    targets: &[&str],
    counts: &mut Counts,
) -> Result<()> {
    progress::step(title, || {
        let mut command = process::cargo();
        command
            .arg("test")
            .args(package)
            .args(targets)
            // Otherwise the first binary with a failure ends the run, and the rest goes uncounted.
            .arg("--no-fail-fast")
            .current_dir(&workspace.root)
            .env(postgres::VARIABLE, database_url)
            // Most of a test's time is waiting for a database.
            .env("RUST_TEST_THREADS", (2 * cores()).to_string());
        colour(&mut command);
        let (status, output) = process::status_and_output(&mut command)?;
        *counts += Counts::of_cargo_test(&output);
        if !status.success() {
            bail!("{title} failed");
        }
        Ok(())
    })
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Their output passes through a pipe, where they would not colour it by themselves.
fn colour(command: &mut Command) {
    if io::stdout().is_terminal() {
        command.args(["--", "--color", "always"]);
    }
}
