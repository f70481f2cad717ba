//! The project's own commands: `cargo xtask build | serve | test | bench | fuzz`.

mod app;
mod apt;
mod bench;
mod build;
mod bundle;
mod cargo_tool;
mod compress;
mod fuzz;
mod interrupt;
mod npm;
mod os;
mod process;
mod progress;
mod python;
mod serve;
mod shrink;
mod site;
mod test;
mod wasm_target;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Builds, runs and tests Vestibule")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the browser's bundle and the server.
    Build(build::Options),
    /// Build, then start the server.
    Serve(serve::Options),
    /// Run everything CI runs, or the phases given with `--only`.
    Test(test::Options),
    /// Measure a release build beside what it is compared with.
    Bench(bench::Options),
    /// Give the readers of what strangers write whatever a fuzzer makes up.
    Fuzz(fuzz::Options),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command) {
        Ok(code) => code,
        Err(_) if interrupt::requested() => {
            eprintln!("Interrupted.");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("Error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    interrupt::install()?;
    let workspace = Workspace::locate()?;
    match command {
        Command::Build(options) => build::run(&workspace, &options),
        Command::Serve(options) => serve::run(&workspace, &options),
        Command::Test(options) => test::run(&workspace, &options),
        Command::Bench(options) => bench::run(&workspace, &options),
        Command::Fuzz(options) => fuzz::run(&workspace, &options),
    }
}
