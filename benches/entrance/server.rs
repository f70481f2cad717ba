//! The release server as a process of its own.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs};

use super::Failure;
use super::http::{Connection, get, post};

pub const PASSWORD: &str = "moth ledger willow 41";

/// Stopped when dropped.
pub struct Server {
    process: Child,
    directory: PathBuf,
    pub address: SocketAddr,
}

impl Server {
    /// Starts one on an SQLite file of its own, with more settings.
    pub async fn start(name: &str, settings: &str) -> Result<Self, Failure> {
        let binary = env::var("VESTIBULE_BIN").map_err(|_| "VESTIBULE_BIN is not set: run `cargo xtask bench`")?;
        let site = env::var("VESTIBULE_SITE_ROOT")?;
        let directory = env::temp_dir().join(format!("vestibule-bench-{}-{name}", std::process::id()));
        fs::create_dir_all(&directory)?;
        fs::write(
            directory.join("Leptos.toml"),
            format!(
                "[package.metadata.leptos]\noutput-name = \"vestibule\"\n\n[vestibule]\n{settings}\n\
                 [vestibule.security]\nforms_per_minute = 4000000000\nnew_device_mail = false\n"
            ),
        )?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let process = Command::new(binary)
            .arg("serve")
            .current_dir(&directory)
            .env("LEPTOS_OUTPUT_NAME", "vestibule")
            .env("LEPTOS_SITE_ROOT", site)
            .env("LEPTOS_SITE_PKG_DIR", "pkg")
            .env("LEPTOS_SITE_ADDR", address.to_string())
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .spawn()?;
        let server = Self { process, directory, address };
        for _ in 0..200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if Connection::open(address).await.is_ok() {
                return Ok(server);
            }
        }
        Err("the server does not start".into())
    }

    /// Signs up so many people, and gives their addresses.
    pub async fn people(&self, number: usize) -> Result<Vec<String>, Failure> {
        let mut connection = Connection::open(self.address).await?;
        let mut people = Vec::new();
        for number in 0..number {
            let address = format!("person{number}@bench.example");
            let form = [("email_address", address.as_str()), ("password", PASSWORD)];
            let begun = connection.ask(&post("/vestibule/api/sign_up/create", "", &form)).await?;
            let mail = connection.ask(&get("/dev/mailbox.json", "application/json", "")).await?;
            let mails: serde_json::Value = serde_json::from_slice(&mail.body)?;
            let code = mails[0]["code"].as_str().ok_or("no code was mailed")?;
            let form = [("code", code)];
            let request = post("/vestibule/api/sign_up/attempt_verification", &begun.cookies(), &form);
            let done = connection.ask(&request).await?;
            if done.status != 200 {
                return Err(format!("sign-up ended with {}", done.status).into());
            }
            people.push(address);
        }
        Ok(people)
    }

    /// Resident memory, in MB of 10^6 bytes.
    pub fn resident(&self) -> Result<f64, Failure> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? * 1024.0 / 1e6)
    }

    /// Seconds of a core that it has used so far.
    pub fn core_seconds(&self) -> Result<f64, Failure> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        let (_, rest) = stat.rsplit_once(") ").ok_or("no stat")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        let ticks: f64 = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
        // Linux counts in hundredths of a second wherever this runs.
        Ok(ticks / 100.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
        fs::remove_dir_all(&self.directory).ok();
    }
}
