//! The tests in a browser.

use std::io::{self, IsTerminal};

use anyhow::{Result, bail};

use super::counts::Counts;
use super::postgres::{self, Database};
use super::{Options, chromium, tool};
use crate::app::App;
use crate::workspace::Workspace;
use crate::{build, npm, process, progress};

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
    let database_url = database.url()?;

    let mut playwright = process::command("npx");
    playwright
        .args(["--no-install", "playwright", "test"])
        .args(&options.playwright)
        .current_dir(&directory)
        .env(chromium::VARIABLE, chromium)
        .env(postgres::VARIABLE, database_url);

    let vestibule = App::vestibule(workspace);
    build::app(workspace, &vestibule, options.release)?;
    playwright.env("VESTIBULE_BIN", vestibule.server(options.release)).env("VESTIBULE_SITE_ROOT", &vestibule.site_dir);

    let notes = App::notes(workspace);
    if notes.manifest().exists() {
        build::app(workspace, &notes, options.release)?;
        playwright.env("NOTES_BIN", notes.server(options.release)).env("NOTES_SITE_ROOT", &notes.site_dir);
    }
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
    })
}
