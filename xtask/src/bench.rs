//! `cargo xtask bench`

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::app::App;
use crate::workspace::Workspace;
use crate::{build, process};

#[derive(Args)]
pub struct Options {
    /// Only these parts: layer, passwords, timing, pages, memory, organizations, webhooks, bundle; or dashboard, which runs when it
    /// is named alone, with a million users, or as many as a number beside it says.
    parts: Vec<String>,
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let app = App::vestibule(workspace);
    build::app(workspace, &app, true)?;
    process::run(
        process::cargo()
            .args(["bench", "--package", "vestibule", "--features", "standalone", "--bench", "entrance", "--"])
            .args(&options.parts)
            .current_dir(&workspace.root)
            .env("VESTIBULE_BIN", app.server(true))
            .env("VESTIBULE_SITE_ROOT", &app.site_dir),
    )?;
    Ok(ExitCode::SUCCESS)
}
