//! The tests in a browser.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::counts::Counts;
use super::postgres::{self, Database};
use super::{Options, cargo_tests, chromium, tool};
use crate::app::App;
use crate::workspace::Workspace;
use crate::{build, npm, process, progress, python};

pub fn run(workspace: &Workspace, options: &Options, database: &mut Database, counts: &mut Counts) -> Result<()> {
    let directory = workspace.root.join("end2end");
    // Before the long builds.
    if !directory.join("package.json").exists() {
        bail!("end2end/package.json does not exist: there are no browser tests to run");
    }
    let chromium = chromium::find_or_install()?;
    tool::oathtool()?;
    tool::sqlite3()?;
    npm::install_locked(&directory)?;
    // Those without a browser are left out where somebody asks Playwright for some.
    let venv = options.playwright.is_empty().then(|| python::install_locked(workspace, &directory)).transpose()?;
    let database_url = database.url()?;

    let mut playwright = process::command("npx");
    playwright
        .args(["--no-install", "playwright", "test"])
        .args(&options.playwright)
        .current_dir(&directory)
        .env(chromium::VARIABLE, chromium)
        .env(postgres::VARIABLE, database_url);
    if options.everywhere {
        playwright.env("VESTIBULE_EVERYWHERE", "1");
    }

    let vestibule = App::vestibule(workspace);
    if options.release {
        build::app(workspace, &vestibule, true)?;
    } else {
        build::front(workspace, &vestibule, false)?;
        cargo_tests::build_server(workspace)?;
    }
    playwright.env("VESTIBULE_BIN", vestibule.server(options.release)).env("VESTIBULE_SITE_ROOT", &vestibule.site_dir);

    let notes = App::notes(workspace);
    if notes.manifest().exists() {
        build::app(workspace, &notes, options.release)?;
        playwright.env("NOTES_BIN", notes.server(options.release)).env("NOTES_SITE_ROOT", &notes.site_dir);
    }
    let others = venv.map_or(Ok(()), |venv| {
        playwright.env("VESTIBULE_VENV", venv);
        node_tests(&directory, &playwright, counts)
    });
    // Their output passes through a pipe, where they would not colour it by themselves.
    if io::stdout().is_terminal() {
        playwright.env("FORCE_COLOR", "1");
    }

    progress::step("Browser tests", || {
        let (status, output) = process::status_and_output(&mut playwright)?;
        *counts += Counts::of_playwright(&output);
        if !status.success() {
            bail!("the browser tests failed");
        }
        Ok(())
    })?;
    others
}

/// What is tested with other programs' libraries and without a browser: `end2end/backend`.
fn node_tests(directory: &Path, environment: &Command, counts: &mut Counts) -> Result<()> {
    let mut files: Vec<PathBuf> = fs::read_dir(directory.join("backend"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    let mut node = process::command("node");
    // Two at a time: each has a server of its own.
    node.args(["--test", "--test-concurrency=2", "--test-reporter=spec"]).args(files).current_dir(directory);
    node.envs(environment.get_envs().filter_map(|(name, value)| Some((name, value?))));
    progress::step("Tests with the libraries of others", || {
        let (status, output) = process::status_and_output(&mut node)?;
        *counts += Counts::of_node(&output);
        if !status.success() {
            bail!("the tests with the libraries of others failed");
        }
        Ok(())
    })
}
