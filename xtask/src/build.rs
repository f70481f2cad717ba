//! `cargo xtask build`

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::app::App;
use crate::wasm_target::WasmToolchain;
use crate::workspace::Workspace;
use crate::{bundle, process, progress, site};

#[derive(Args)]
pub struct Options {
    /// Optimize, and compress what the browser loads.
    #[arg(long)]
    pub release: bool,
    /// Only the browser's bundle, to see how large it is.
    #[arg(long)]
    pub front: bool,
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let vestibule = App::vestibule(workspace);
    if options.front {
        front(workspace, &vestibule, options.release)?;
        for (name, bytes) in site::sent(&vestibule)? {
            progress::note(&format!("{:>8.1} KB {name}", bytes as f64 / 1e3));
        }
        return Ok(ExitCode::SUCCESS);
    }
    app(workspace, &vestibule, options.release)?;
    progress::note(&format!("Server: {}", vestibule.server(options.release).display()));
    progress::note(&format!("Site:   {}", vestibule.site_dir.display()));
    Ok(ExitCode::SUCCESS)
}

/// Builds the browser's half of an app and its site directory.
pub fn front(workspace: &Workspace, app: &App, release: bool) -> Result<()> {
    let toolchain = WasmToolchain::ensure(workspace)?;
    let pkg_changed = bundle::build(workspace, app, &toolchain, release)?;
    site::copy_public(app)?;
    if release {
        progress::step("Compressing what the browser loads", || site::precompress(app, pkg_changed))?;
    }
    Ok(())
}

/// Builds both halves of an app and its site directory.
pub fn app(workspace: &Workspace, app: &App, release: bool) -> Result<()> {
    front(workspace, app, release)?;
    progress::step(&format!("Building the server {}", app.bin), || {
        process::run(
            process::cargo()
                .args(["build", "--no-default-features", "--bin", app.bin, "--package", app.package])
                .args(["--features", app.server_features])
                .args(release.then_some("--release"))
                .arg("--manifest-path")
                .arg(app.manifest())
                .arg("--target-dir")
                .arg(&app.target)
                .current_dir(&app.manifest_dir),
        )
    })
}
