//! Moving in: users of another system, from a file that it has written.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use vestibule::server::Vestibule;
use vestibule::server::crypto::Secret;
use vestibule::server::import::{self, FirebaseHash, Format, Options, Summary};

use crate::Failure;

#[derive(clap::Args)]
pub struct Import {
    /// The file, as the other system has written it.
    file: PathBuf,
    /// Which system that is: clerk, auth0, firebase, supabase, better-auth, keycloak, devise, django, or jsonl for a file of
    /// one's own.
    #[arg(long)]
    format: Format,
    /// Change nothing: only say what would come of it.
    #[arg(long)]
    dry_run: bool,
    /// Where it is written, one line of JSON for each, who was refused and why. In the place of a file that is there.
    #[arg(long, value_name = "FILE", default_value = "import-report.jsonl")]
    report: PathBuf,
    /// Take every address and number for proven, whether or not the file says so. Only where the other system made sure that
    /// nobody had another one's.
    #[arg(long)]
    trust_addresses: bool,
    /// Bring in without their password those whose password cannot be compared here, in the place of refusing them.
    #[arg(long)]
    drop_unreadable_passwords: bool,
    /// Bring in without their username those whose username cannot be one here, in the place of refusing them, if there is an
    /// address or number to find them by.
    #[arg(long)]
    drop_unfit_usernames: bool,
    #[command(flatten)]
    firebase: FirebaseArguments,
}

/// The parameters of a Firebase project's password hashes, as its console shows them: all or none.
#[derive(clap::Args)]
struct FirebaseArguments {
    /// A file with nothing in it but base64_signer_key.
    #[arg(long, value_name = "FILE", requires_all = ["firebase_salt_separator", "firebase_rounds", "firebase_mem_cost"])]
    firebase_signer_key_file: Option<PathBuf>,
    /// base64_salt_separator.
    #[arg(long, value_name = "BASE64", requires = "firebase_signer_key_file")]
    firebase_salt_separator: Option<String>,
    /// rounds.
    #[arg(long, value_name = "NUMBER", requires = "firebase_signer_key_file")]
    firebase_rounds: Option<u32>,
    /// mem_cost.
    #[arg(long, value_name = "NUMBER", requires = "firebase_signer_key_file")]
    firebase_mem_cost: Option<u32>,
}

impl FirebaseArguments {
    fn read(self) -> Result<Option<FirebaseHash>, Failure> {
        let (Some(file), Some(salt_separator), Some(rounds), Some(memory_cost)) =
            (self.firebase_signer_key_file, self.firebase_salt_separator, self.firebase_rounds, self.firebase_mem_cost)
        else {
            return Ok(None);
        };
        let key = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(Some(FirebaseHash { signer_key: Secret::new(key.trim()), salt_separator, rounds, memory_cost }))
    }
}

pub async fn run(vestibule: &Vestibule, arguments: Import) -> Result<(), Failure> {
    let Import {
        file,
        format,
        dry_run,
        report,
        trust_addresses,
        drop_unreadable_passwords,
        drop_unfit_usernames,
        firebase,
    } = arguments;
    let firebase = firebase.read()?;
    let options = Options { trust_addresses, drop_unreadable_passwords, drop_unfit_usernames, firebase, dry_run };
    let named = |path: &PathBuf, error: std::io::Error| format!("{}: {error}", path.display());
    let source = File::open(&file).map_err(|error| named(&file, error))?;
    let length = source.metadata().map_err(|error| named(&file, error))?.len();
    let mut written = BufWriter::new(File::create(&report).map_err(|error| named(&report, error))?);
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}  {elapsed_precise}, {eta_precise} to go")?;
    bar.set_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    let mut progress = |bytes: u64, summary: &Summary| {
        bar.set_position(bytes);
        bar.set_message(format!("{} read, {} refused", summary.read(), summary.refused));
    };
    let outcome = import::run(vestibule, format, &options, source, &mut written, &mut progress).await;
    bar.finish_and_clear();
    written.flush().map_err(|error| named(&report, error))?;
    let summary = outcome.map_err(|error| {
        let again = if dry_run { "" } else { "\nwho was made until then stays; the same command goes on from there" };
        format!("{error}{again}")
    })?;
    say(&summary, dry_run);
    if summary.refused + summary.without_password + summary.without_username > 0 {
        println!("Who and why stands in {}.", report.display());
    }
    Ok(())
}

fn say(summary: &Summary, dry_run: bool) {
    let Summary { created, there_already, without_password, without_username, refused } = summary;
    let would = if dry_run { "would be " } else { "" };
    println!("{created} {would}made, {there_already} there already, {refused} {would}refused.");
    if *without_password > 0 {
        println!("{without_password} of them {would}without the password that they had.");
    }
    if *without_username > 0 {
        println!("{without_username} of them {would}without the username that they had.");
    }
}
