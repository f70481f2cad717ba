//! Moving out, and in again: all of users, organizations and sessions in one file.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use vestibule::server::Vestibule;
use vestibule::server::archive::{self, ImportError, Summary};

use super::with;
use crate::Failure;

#[derive(clap::Args)]
pub struct Export {
    /// The file, which only its owner may read: there are secrets in it. In the place of one that is there. - for standard
    /// output.
    file: PathBuf,
}

#[derive(clap::Args)]
pub struct Import {
    /// The file, as `vestibule export` has written it. - for standard input.
    file: PathBuf,
    /// Where it is written, one line of JSON for each, what was refused and why. In the place of a file that is there.
    #[arg(long, value_name = "FILE", default_value = "import-report.jsonl")]
    report: PathBuf,
}

fn named(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

/// Shows itself on a terminal alone.
fn bar(length: Option<u64>) -> Result<ProgressBar, Failure> {
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}  {elapsed_precise}, {eta_precise} to go")?;
    bar.set_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    Ok(bar)
}

pub async fn export(config: &Path, arguments: Export) -> Result<ExitCode, Failure> {
    with(config, async |vestibule| {
        if is_standard(&arguments.file) {
            let counts = write(vestibule, &mut BufWriter::new(io::stdout())).await?;
            eprintln!("{}", told(&counts));
            return Ok(());
        }
        let file = &arguments.file;
        let draft = Draft::create(file).map_err(|error| named(file, &error))?;
        let mut written = BufWriter::with_capacity(1 << 16, &draft.file);
        // Whoever is interrupted leaves no file with half of the secrets in it.
        let counts = tokio::select! {
            outcome = write(vestibule, &mut written) => outcome?,
            Ok(()) = tokio::signal::ctrl_c() => return Err("broken off".into()),
        };
        drop(written);
        draft.finish(file).map_err(|error| named(file, &error))?;
        println!("{}", told(&counts));
        println!("Whoever reads {} has all that is secret about them.", file.display());
        Ok(())
    })
    .await
}

async fn write(vestibule: &Vestibule, to: &mut (dyn Write + Send)) -> Result<BTreeMap<String, u64>, Failure> {
    let bar = bar(None)?;
    let mut progress = |written: u64, total: u64| {
        bar.set_length(total);
        bar.set_position(written);
        bar.set_message(format!("{written} of {total}"));
    };
    let outcome = archive::export(vestibule, to, &mut progress).await;
    bar.finish_and_clear();
    Ok(outcome?)
}

fn told(counts: &BTreeMap<String, u64>) -> String {
    let many = |name: &str| counts.get(name).copied().unwrap_or_default();
    let all: u64 = counts.values().sum();
    let [users, organizations, sessions] = ["user", "organization", "session"].map(many);
    format!("{all} lines: {users} users, {organizations} organizations, {sessions} sessions, and what belongs to them.")
}

/// A file under another name, which goes unless it is finished: what stands under its own name is whole.
struct Draft {
    file: File,
    path: PathBuf,
}

impl Draft {
    fn create(file: &Path) -> io::Result<Self> {
        let mut name = file.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?.to_owned();
        name.push(format!(".{}.new", std::process::id()));
        let path = file.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self { file: options.open(&path)?, path })
    }

    fn finish(self, name: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        std::fs::rename(&self.path, name)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // There is none any more once it has its name.
        let _ = std::fs::remove_file(&self.path);
    }
}

pub async fn import(config: &Path, arguments: Import) -> Result<ExitCode, Failure> {
    with(config, async |vestibule| {
        let Import { file, report } = arguments;
        let mut written = BufWriter::new(File::create(&report).map_err(|error| named(&report, &error))?);
        let outcome = read(vestibule, &file, &mut written).await;
        written.flush().map_err(|error| named(&report, &error))?;
        let Summary { imported, before, refused, base_url } = outcome?;
        let already = if before > 0 { format!(", {before} before") } else { String::new() };
        println!("{imported} lines were brought in{already}, {refused} were refused.");
        if refused > 0 {
            println!("Which and why stands in {}.", report.display());
        }
        if base_url != vestibule.settings().base_url {
            println!("They come from {base_url}: passkeys, browsers that are signed in, and links that were mailed are of that address.");
        }
        Ok(())
    })
    .await
}

async fn read(vestibule: &Vestibule, file: &Path, report: &mut (dyn Write + Send)) -> Result<Summary, Failure> {
    let standard = is_standard(file);
    let source: Box<dyn io::Read + Send> = match standard {
        true => Box::new(io::stdin()),
        false => Box::new(File::open(file).map_err(|error| named(file, &error))?),
    };
    let length =
        if standard { None } else { Some(std::fs::metadata(file).map_err(|error| named(file, &error))?.len()) };
    let bar = bar(length)?;
    let mut progress = |bytes: u64, summary: &Summary| {
        bar.set_position(bytes);
        bar.set_message(format!("{} brought in, {} refused", summary.imported, summary.refused));
    };
    let source = BufReader::with_capacity(1 << 16, source);
    let outcome = archive::import(vestibule, source, report, &mut progress).await;
    bar.finish_and_clear();
    outcome.map_err(|error| {
        let goes_on = matches!(error, ImportError::Read(_) | ImportError::Store(_) | ImportError::NotWhole { .. });
        let again = "\nwhat was brought in until then stays; the same command goes on from there";
        format!("{error}{}", if goes_on { again } else { "" }).into()
    })
}
