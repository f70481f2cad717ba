//! A server that takes mails, over the network. It does what it is told with the next ones, and keeps what it gets.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use vestibule::server::crypto::Secret;
use vestibule::server::{MailSettings, Settings};

/// What is to happen to a mail.
#[derive(Clone, Debug)]
pub enum Plan {
    /// It is answered with this line once its recipient is named.
    AtRecipient(&'static str),
    /// It is answered with this line once it is here.
    AtEnd(&'static str),
    /// It is refused for good, by a server that repeats what it read.
    RefusedAndRepeated,
    /// The line is cut once it is here.
    HangUp,
    /// It is never answered.
    Silence,
}

/// A mail as it came over the line.
#[derive(Clone, Debug, Default)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

impl Received {
    /// The values of a header, unfolded.
    pub fn headers(&self, name: &str) -> Vec<String> {
        let (head, _) = self.data.split_once("\r\n\r\n").expect("has a head");
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let lines = unfolded.split("\r\n").filter_map(|line| line.split_once(": "));
        lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).collect()
    }
}

#[derive(Debug, Default)]
struct State {
    plans: VecDeque<Plan>,
    tried: Vec<Received>,
    accepted: Vec<Received>,
    /// What clients said before they named a sender.
    greetings: Vec<String>,
}

/// The server, up until it is dropped.
pub struct Smtp {
    pub port: u16,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Smtp {
    pub async fn start() -> Self {
        Self::at(0).await
    }

    /// At a port at which it was before.
    pub async fn at(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("a port");
        let port = listener.local_addr().expect("has an address").port();
        let state: Arc<Mutex<State>> = Arc::default();
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            // Goes with the task, and all connections with it.
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                connections.spawn(async move { converse(stream, &state).await.ok() });
            }
        });
        Self { port, state, task }
    }

    /// Goes down, and says at which port it was.
    pub async fn stop(self) -> u16 {
        self.task.abort();
        // Once the task is over nobody listens any more.
        crate::support::until("the server is down", || async { self.task.is_finished() }).await;
        self.port
    }

    pub fn plan(&self, plans: impl IntoIterator<Item = Plan>) {
        self.state().plans.extend(plans);
    }

    /// The mails that came as far as they were to come, whatever was answered then.
    pub fn tried(&self) -> Vec<Received> {
        self.state().tried.clone()
    }

    /// The mails that it took.
    pub fn accepted(&self) -> Vec<Received> {
        self.state().accepted.clone()
    }

    pub fn greetings(&self) -> Vec<String> {
        self.state().greetings.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no other thread panicked")
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Has mails sent to a port on this machine.
pub fn send_to(settings: &mut Settings, port: u16) {
    settings.mail = MailSettings {
        smtp_url: Secret::new(format!("smtp://127.0.0.1:{port}")),
        from: "Notes <no-reply@app.example>".into(),
        ..MailSettings::default()
    };
}

async fn converse(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut mail = Received::default();
    let mut plan = None;
    stream.write_all(b"220 sink ESMTP\r\n").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end_matches(['\r', '\n']);
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer: String = match verb.as_str() {
            "EHLO" => "250-sink\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN".into(),
            "AUTH" => "235 welcome".into(),
            "MAIL" => {
                mail = Received { from: path(line), ..Received::default() };
                plan = state.lock().expect("not poisoned").plans.pop_front();
                "250 yes".into()
            }
            "RCPT" => {
                mail.to.push(path(line));
                match plan {
                    Some(Plan::AtRecipient(answer)) => {
                        state.lock().expect("not poisoned").tried.push(mail.clone());
                        answer.into()
                    }
                    _ => "250 yes".into(),
                }
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                loop {
                    let mut line = String::new();
                    if stream.read_line(&mut line).await? == 0 {
                        return Ok(());
                    }
                    if line == ".\r\n" {
                        break;
                    }
                    mail.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                }
                state.lock().expect("not poisoned").tried.push(mail.clone());
                match plan.take() {
                    Some(Plan::AtEnd(answer)) => answer.into(),
                    Some(Plan::RefusedAndRepeated) => {
                        let lines = mail.data.lines().filter(|line| !line.trim().is_empty());
                        lines.map(|line| format!("550-5.7.1 {line}\r\n")).collect::<String>() + "550 5.7.1 refused"
                    }
                    Some(Plan::HangUp) => return Ok(()),
                    Some(Plan::Silence) => std::future::pending().await,
                    Some(Plan::AtRecipient(_)) | None => {
                        state.lock().expect("not poisoned").accepted.push(mail.clone());
                        "250 taken".into()
                    }
                }
            }
            "RSET" | "NOOP" => "250 yes".into(),
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "502 what?".into(),
        };
        if matches!(verb.as_str(), "EHLO" | "AUTH") {
            state.lock().expect("not poisoned").greetings.push(line.to_owned());
        }
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// What stands between the angle brackets.
fn path(line: &str) -> String {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(path, _)| path).to_owned()
}
