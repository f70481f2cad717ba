//! The real binary, as a process of its own.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What a password's hash costs where that is not what a test is about.
const CHEAP_HASHES: &str = "[vestibule.password.hash]\nmemory_kib = 64\niterations = 1\n";

/// The program, running until it is dropped.
pub struct Program {
    child: Child,
    pub address: String,
}

impl Program {
    /// Starts it with a settings file in a folder, on an SQLite file in there, and waits until it is ready.
    pub async fn start(folder: &Path) -> Self {
        Self::start_with(folder, CHEAP_HASHES, |_| {}).await
    }

    /// The same with other settings than that of cheap hashes, and with a process that is different in something.
    pub async fn start_with(folder: &Path, more: &str, change: impl FnOnce(&mut Command)) -> Self {
        let settings = folder.join("Leptos.toml");
        std::fs::write(&settings, settings_file(folder, more)).expect("is written");
        Self::run(|command| {
            command.args(["--config", &settings.display().to_string(), "serve"]);
            change(command);
        })
        .await
    }

    /// Starts it in a folder, with no file of settings.
    pub async fn start_alone(folder: &Path) -> Self {
        Self::run(|command| {
            command.current_dir(folder).arg("serve");
        })
        .await
    }

    async fn run(change: impl FnOnce(&mut Command)) -> Self {
        let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr()).expect("a free port").port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
        for (name, _) in
            std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_") || name.starts_with("LEPTOS_"))
        {
            command.env_remove(name);
        }
        command.env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}")).env("RUST_LOG", "warn").stdout(Stdio::null());
        change(&mut command);
        let child = command.spawn().expect("starts");
        let mut program = Self { child, address: format!("http://localhost:{port}") };
        program.wait_until_ready().await;
        program
    }

    async fn wait_until_ready(&mut self) {
        let client = reqwest::Client::new();
        let patience = tokio::time::Instant::now() + Duration::from_secs(30);
        while client.get(format!("{}/readyz", self.address)).send().await.is_err() {
            if let Some(status) = self.child.try_wait().expect("is a child") {
                panic!("it ended: {status}");
            }
            assert!(tokio::time::Instant::now() < patience, "not ready within half a minute");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The number that the system knows it by.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it without a warning: SIGKILL.
    pub fn kill(&mut self) {
        self.child.kill().expect("can be killed");
        self.child.wait().expect("ends");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn settings_file(folder: &Path, more: &str) -> String {
    let folder = folder.display();
    format!(
        "[package.metadata.leptos]\noutput-name = \"vestibule\"\nsite-root = \"public\"\nsite-pkg-dir = \"pkg\"\n\
         [vestibule]\ndatabase_url = \"sqlite://{folder}/vestibule.db\"\nsecret_key_file = \"{folder}/secret.key\"\n\
         {more}[vestibule.security]\nforms_per_minute = 100000\n"
    )
}
