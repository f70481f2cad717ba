//! `cargo xtask bench`: what Vestibule costs, beside what it is compared with, in one run.
//!
//! It drives a release server over loopback from the same machine, so the client's work is in every figure; the ratios
//! hold, the absolute figures are this machine's.

mod bundle;
mod dashboard;
mod http;
mod layer;
mod memory;
mod organizations;
mod pages;
mod passwords;
mod server;
mod table;
mod timing;
mod webhooks;

use std::process::ExitCode;

use table::Table;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    // `cargo test --benches` only asks whether it starts.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let only: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    match run(&only) {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the parts that are named; where none is, all but the dashboard's, for which a million people are made four times over. A
/// number says how many instead.
fn run(only: &[String]) -> Result<Table, Failure> {
    let is_named = |part: &str| only.iter().any(|name| name == part);
    let wanted = |part: &str| only.is_empty() || is_named(part);
    let people = only.iter().find_map(|name| name.parse().ok()).unwrap_or(dashboard::MANY);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut table = Table::default();
        if wanted("layer") {
            layer::run(&mut table).await?;
        }
        if wanted("passwords") {
            passwords::run(&mut table).await?;
        }
        if wanted("timing") {
            timing::run(&mut table).await?;
        }
        if wanted("pages") {
            pages::run(&mut table).await?;
        }
        if wanted("memory") {
            memory::run(&mut table).await?;
        }
        if wanted("organizations") {
            organizations::run(&mut table).await?;
        }
        if is_named("dashboard") {
            dashboard::run(&mut table, people).await?;
        }
        if wanted("webhooks") {
            webhooks::run(&mut table).await?;
        }
        if wanted("bundle") {
            bundle::run(&mut table).await?;
        }
        Ok(table)
    })
}
