//! `cargo xtask bench`: what Vestibule costs, beside what it is compared with, in one run.
//!
//! It drives a release server over loopback from the same machine, so the client's work is in every figure; the ratios
//! hold, the absolute figures are this machine's.

mod http;
mod layer;
mod memory;
mod pages;
mod passwords;
mod server;
mod table;

use std::process::ExitCode;

use table::Table;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    // `cargo test --benches` only asks whether it starts.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    match run() {
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

fn run() -> Result<Table, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut table = Table::default();
        layer::run(&mut table).await?;
        passwords::run(&mut table).await?;
        pages::run(&mut table).await?;
        memory::run(&mut table).await?;
        server::bundle(&mut table)?;
        Ok(table)
    })
}
