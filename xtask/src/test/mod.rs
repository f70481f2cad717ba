//! `cargo xtask test`

mod cargo_deny;
mod cargo_tests;
mod checks;
mod chromium;
mod counts;
mod e2e;
mod package;
mod postgres;
mod report;
mod tool;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::interrupt;
use crate::workspace::Workspace;
use counts::Counts;
use postgres::Database;
use report::Report;

#[derive(Args)]
pub struct Options {
    /// Run these phases alone.
    #[arg(long, value_enum, value_name = "PHASE", num_args = 1.., value_delimiter = ',')]
    only: Vec<Phase>,
    /// Run the browser tests against an optimized build, as it is deployed.
    #[arg(long)]
    release: bool,
    /// Run every browser test with and without scripts, both wide and narrow, instead of each in two of these four ways.
    #[arg(long)]
    everywhere: bool,
    /// Handed on to Playwright.
    #[arg(last = true, value_name = "PLAYWRIGHT ARGUMENT")]
    playwright: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Phase {
    /// Formatting.
    Fmt,
    /// Clippy with warnings denied, for the server's half and the browser's.
    Clippy,
    /// Licences, banned crates and sources of all dependencies.
    Deny,
    /// The documentation, with warnings denied.
    Doc,
    /// What would be published, built from the package alone.
    Package,
    /// Unit tests and the documentation's examples.
    Unit,
    /// Tests against SQLite and PostgreSQL.
    Integration,
    /// Tests in a browser.
    E2e,
}

impl Phase {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Whether it runs tests, which are counted, rather than checks.
    fn has_tests(self) -> bool {
        matches!(self, Self::Unit | Self::Integration | Self::E2e)
    }
}

pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let mut database = Database::default();
    let mut report = Report::default();
    for &phase in Phase::value_variants() {
        if !options.only.is_empty() && !options.only.contains(&phase) {
            continue;
        }
        println!("\n━━ {}", phase.name());
        let start = Instant::now();
        // Without `?`: the later phases still say what they know.
        let mut counts = Counts::default();
        let outcome = run_phase(workspace, phase, options, &mut database, &mut counts);
        interrupt::check()?;
        if let Err(error) = &outcome {
            eprintln!("  ✗ {error:#}");
            // It failed without a failed test: its tests could not be built or started.
            if phase.has_tests() && counts.failed == 0 {
                counts.failed = 1;
            }
        }
        report.add(phase.name(), outcome.is_ok(), counts, start.elapsed());
    }
    drop(database);
    report.print();
    Ok(if report.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn run_phase(
    workspace: &Workspace,
    phase: Phase,
    options: &Options,
    database: &mut Database,
    counts: &mut Counts,
) -> Result<()> {
    match phase {
        Phase::Fmt => checks::fmt(workspace),
        Phase::Clippy => checks::clippy(workspace),
        Phase::Deny => cargo_deny::check(workspace),
        Phase::Doc => checks::doc(workspace),
        Phase::Package => package::check(workspace),
        Phase::Unit => cargo_tests::unit(workspace, database, counts),
        Phase::Integration => cargo_tests::integration(workspace, database, counts),
        Phase::E2e => e2e::run(workspace, options, database, counts),
    }
}
