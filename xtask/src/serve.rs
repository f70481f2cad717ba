//! `cargo xtask serve`

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::app::App;
use crate::workspace::Workspace;
use crate::{build, os, process};

#[derive(Args)]
pub struct Options {
    /// Optimize, and compress what the browser loads.
    #[arg(long)]
    release: bool,
    /// Where to listen, such as 127.0.0.1:3000.
    #[arg(long, value_name = "HOST:PORT")]
    addr: Option<String>,
    /// `sqlite://…` or `postgres://…`; otherwise an SQLite file under `data`.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let app = App::vestibule(workspace);
    build::app(workspace, &app, options.release)?;

    let mut server = process::command(app.server(options.release));
    server
        .arg("serve")
        .current_dir(&workspace.root)
        .env("LEPTOS_OUTPUT_NAME", app.output_name)
        .env("LEPTOS_SITE_ROOT", &app.site_dir)
        .env("LEPTOS_SITE_PKG_DIR", "pkg");
    if let Some(address) = &options.addr {
        server.env("LEPTOS_SITE_ADDR", address);
    }
    if let Some(url) = &options.database_url {
        server.env("VESTIBULE_DATABASE_URL", url);
    }
    let status = process::wait(&mut server)?;
    Ok(ExitCode::from(os::exit_code(status)))
}
