//! A PostgreSQL for the tests: the one that is given, or one that lives as long as the run.

use std::env;
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::os::{self, Stop};
use crate::{apt, interrupt, process, progress};

pub const VARIABLE: &str = "VESTIBULE_TEST_POSTGRES_URL";

/// PostgreSQL refuses to run as root.
const USER: &str = "postgres";
const DIRECTORY_PREFIX: &str = "vestibule-postgres-";

/// Started when it is first asked for, stopped when dropped.
#[derive(Default)]
pub struct Database(Option<Cluster>);

impl Database {
    pub fn url(&mut self) -> Result<String> {
        if let Ok(given) = env::var(VARIABLE) {
            return Ok(given);
        }
        let cluster = match self.0.take() {
            Some(cluster) => cluster,
            None => Cluster::start()?,
        };
        let url = format!("postgres://{USER}@127.0.0.1:{}/postgres", cluster.port);
        self.0 = Some(cluster);
        Ok(url)
    }
}

struct Cluster {
    server: Child,
    directory: PathBuf,
    port: u16,
}

impl Cluster {
    fn start() -> Result<Self> {
        let binaries = find_or_install()?;
        remove_left_overs();
        progress::step("Starting a PostgreSQL for the tests", || {
            let directory = Directory::create()?;
            initialize(&binaries, &directory.0)?;
            let (server, port) = serve(&binaries, &directory.0)?;
            Ok(Self { server, directory: directory.keep(), port })
        })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        stop(&mut self.server);
        fs::remove_dir_all(&self.directory).ok();
    }
}

/// Removed unless it is kept, so that a failed start leaves nothing behind.
struct Directory(PathBuf);

impl Directory {
    fn create() -> Result<Self> {
        // Not in the cache: below a home directory, another user may not go.
        let path = env::temp_dir().join(format!("{DIRECTORY_PREFIX}{}", std::process::id()));
        fs::create_dir(&path).with_context(|| format!("cannot create {}", path.display()))?;
        let directory = Self(path);
        if os::is_root() {
            os::give_to(&directory.0, USER)?;
        }
        Ok(directory)
    }

    fn keep(mut self) -> PathBuf {
        std::mem::take(&mut self.0)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            fs::remove_dir_all(&self.0).ok();
        }
    }
}

fn initialize(binaries: &Path, directory: &Path) -> Result<()> {
    process::output(
        as_user(&binaries.join("initdb"))
            .args(["--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"])
            .arg("--pgdata")
            .arg(directory.join("data"))
            // Neither may be the caller's, where the other user may not be.
            .current_dir(directory)
            .env_remove("PGDATA"),
    )?;
    Ok(())
}

fn serve(binaries: &Path, directory: &Path) -> Result<(Child, u16)> {
    let log = directory.join("log");
    // Between finding a free port and taking it, somebody else may take it.
    for attempt in 1.. {
        let port = free_port()?;
        let mut command = as_user(&binaries.join("postgres"));
        command
            .arg("-D")
            .arg(directory.join("data"))
            .args(["-p", &port.to_string(), "-h", "127.0.0.1", "-k"])
            .arg(directory)
            .args(["-c", "max_connections=300"])
            // Nothing of it is to survive the run.
            .args(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"])
            .current_dir(directory)
            .stdout(File::create(&log)?)
            .stderr(File::options().append(true).open(&log)?);
        // Of its own group, so that Ctrl-C does not take it from under the tests.
        os::lead_group(&mut command);
        let mut server = command.spawn().context("cannot start postgres")?;
        match wait_until_ready(&mut server, directory) {
            Ok(()) => return Ok((server, port)),
            Err(error) => {
                stop(&mut server);
                let said = fs::read_to_string(&log).unwrap_or_default();
                if attempt == 3 || interrupt::requested() {
                    return Err(error.context(format!("PostgreSQL did not start; it said:\n{}", said.trim())));
                }
            }
        }
    }
    unreachable!("the third attempt returns")
}

fn wait_until_ready(server: &mut Child, directory: &Path) -> Result<()> {
    let state = directory.join("data/postmaster.pid");
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(60) {
        interrupt::check()?;
        if let Some(status) = server.try_wait()? {
            bail!("it ended ({status})");
        }
        // The last line is the state, as `pg_ctl` reads it too.
        let text = fs::read_to_string(&state).unwrap_or_default();
        if text.lines().last().is_some_and(|line| line.trim() == "ready") {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    bail!("it was not ready after a minute")
}

fn stop(server: &mut Child) {
    os::stop_process(server.id(), Stop::Fast);
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        match server.try_wait() {
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            _ => return,
        }
    }
    os::stop_group(server.id(), Stop::Now);
    server.wait().ok();
}

/// The command run by the user it may be run by, with its process id (a `runuser` would stand in between).
fn as_user(program: &Path) -> Command {
    let Some(setpriv) = process::find("setpriv") else {
        return process::command(program);
    };
    let mut command = process::command(setpriv);
    // If xtask itself is killed, it goes too.
    command.args(["--pdeathsig", "INT"]);
    if os::is_root() {
        command.args(["--reuid", USER, "--regid", USER, "--init-groups"]);
    }
    command.arg("--").arg(program).stdin(Stdio::null());
    command
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}

/// The directories of runs that were killed.
fn remove_left_overs() {
    for entry in fs::read_dir(env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let of = name.to_string_lossy().strip_prefix(DIRECTORY_PREFIX).and_then(|of| of.parse().ok());
        if of.is_some_and(|process: u32| !os::is_running(process)) {
            fs::remove_dir_all(entry.path()).ok();
        }
    }
}

fn find_or_install() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if !apt::is_available() {
        bail!("PostgreSQL's server is missing: install it, or let {VARIABLE} name a database");
    }
    apt::install(&["postgresql"])?;
    find().context("PostgreSQL was installed but its server was not found")
}

/// The directory of the newest server. Debian keeps its servers off PATH.
fn find() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, binaries)| binaries.join("initdb").exists())
        .max_by_key(|(version, _)| *version);
    match newest {
        Some((_, binaries)) => Some(binaries),
        None => process::find("initdb")?.canonicalize().ok()?.parent().map(Path::to_path_buf),
    }
}
