//! A server that takes mails, over the network. It does what it is told with the next ones, and keeps what it gets. It
//! can speak TLS, and it can be a bad one that drops connections.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
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

/// Where a connection is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    BeforeGreeting,
    AfterHello,
    AfterRecipient,
    InTheMail,
    /// The mail is here and is kept, but nobody says so.
    BeforeTheAnswer,
}

const CUTS: [Cut; 5] =
    [Cut::BeforeGreeting, Cut::AfterHello, Cut::AfterRecipient, Cut::InTheMail, Cut::BeforeTheAnswer];

/// How the server encrypts.
#[derive(Clone)]
pub enum Tls {
    /// From the first byte.
    Wrapped(TlsAcceptor),
    /// From STARTTLS on.
    Offered(TlsAcceptor),
}

/// What kind of server it is.
#[derive(Clone, Default)]
struct Kind {
    tls: Option<Tls>,
    /// Drops a quarter of its connections, as these dice fall, and takes three mails over one at most.
    dice: Option<Arc<Mutex<StdRng>>>,
}

/// What becomes of one connection.
#[derive(Clone, Copy, Debug)]
struct Fate {
    cut: Option<Cut>,
    /// With which of its mails it is cut, or ends in good order.
    mails: u32,
}

impl Kind {
    fn fate(&self) -> Fate {
        let Some(dice) = &self.dice else { return Fate { cut: None, mails: u32::MAX } };
        let mut dice = dice.lock().expect("not poisoned");
        let cut = dice.random_ratio(1, 4).then(|| CUTS[dice.random_range(0..CUTS.len())]);
        Fate { cut, mails: dice.random_range(1..=3) }
    }
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
    connections: usize,
    cuts: BTreeMap<Cut, usize>,
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
        Self::of(Kind::default(), port).await
    }

    pub async fn with_tls(tls: Tls) -> Self {
        Self::of(Kind { tls: Some(tls), dice: None }, 0).await
    }

    /// One that drops a quarter of its connections, the same ones for the same seed.
    pub async fn dropping(seed: u64) -> Self {
        let dice = Arc::new(Mutex::new(StdRng::seed_from_u64(seed)));
        Self::of(Kind { tls: None, dice: Some(dice) }, 0).await
    }

    async fn of(kind: Kind, port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("a port");
        let port = listener.local_addr().expect("has an address").port();
        let state: Arc<Mutex<State>> = Arc::default();
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            // Goes with the task, and all connections with it.
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (state, kind) = (Arc::clone(&shared), kind.clone());
                state.lock().expect("not poisoned").connections += 1;
                connections.spawn(async move { serve(stream, &kind, &state).await.ok() });
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

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.state().connections
    }

    /// How many of them were dropped, and where.
    pub fn cuts(&self) -> BTreeMap<Cut, usize> {
        self.state().cuts.clone()
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

async fn serve(stream: TcpStream, kind: &Kind, state: &Mutex<State>) -> std::io::Result<()> {
    let fate = kind.fate();
    match &kind.tls {
        None => converse(stream, true, false, fate, state).await.map(|_| ()),
        Some(Tls::Wrapped(acceptor)) => {
            let stream = acceptor.accept(stream).await?;
            converse(stream, true, false, fate, state).await.map(|_| ())
        }
        Some(Tls::Offered(acceptor)) => {
            let Some(stream) = converse(stream, true, true, fate, state).await? else { return Ok(()) };
            let stream = acceptor.accept(stream).await?;
            converse(stream, false, false, fate, state).await.map(|_| ())
        }
    }
}

/// Gives the connection back when it is to be encrypted.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    greets: bool,
    offers_tls: bool,
    fate: Fate,
    state: &Mutex<State>,
) -> std::io::Result<Option<S>> {
    let is_cut = |cut: Cut, mails: u32| {
        let is_cut = fate.cut == Some(cut) && mails == fate.mails;
        if is_cut {
            *state.lock().expect("not poisoned").cuts.entry(cut).or_default() += 1;
        }
        is_cut
    };
    let mut stream = BufReader::new(stream);
    let mut mail = Received::default();
    let mut plan = None;
    let mut mails = 0;
    if is_cut(Cut::BeforeGreeting, fate.mails) {
        return Ok(None);
    }
    if greets {
        stream.write_all(b"220 sink ESMTP\r\n").await?;
    }
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        let line = line.trim_end_matches(['\r', '\n']);
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer: String = match verb.as_str() {
            "EHLO" if is_cut(Cut::AfterHello, fate.mails) => return Ok(None),
            "EHLO" if offers_tls => "250-sink\r\n250-STARTTLS\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN".into(),
            "EHLO" => "250-sink\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN".into(),
            "STARTTLS" if offers_tls => {
                stream.write_all(b"220 go on\r\n").await?;
                return Ok(Some(stream.into_inner()));
            }
            "AUTH" => "235 welcome".into(),
            "MAIL" => {
                mails += 1;
                mail = Received { from: path(line), ..Received::default() };
                plan = state.lock().expect("not poisoned").plans.pop_front();
                "250 yes".into()
            }
            "RCPT" => {
                mail.to.push(path(line));
                match plan {
                    _ if is_cut(Cut::AfterRecipient, mails) => return Ok(None),
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
                    if stream.read_line(&mut line).await? == 0 || is_cut(Cut::InTheMail, mails) {
                        return Ok(None);
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
                    Some(Plan::HangUp) => return Ok(None),
                    Some(Plan::Silence) => std::future::pending().await,
                    Some(Plan::AtRecipient(_)) | None => {
                        state.lock().expect("not poisoned").accepted.push(mail.clone());
                        if is_cut(Cut::BeforeTheAnswer, mails) {
                            return Ok(None);
                        }
                        "250 taken".into()
                    }
                }
            }
            "RSET" | "NOOP" => "250 yes".into(),
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(None);
            }
            _ => "502 what?".into(),
        };
        if matches!(verb.as_str(), "EHLO" | "AUTH") {
            state.lock().expect("not poisoned").greetings.push(line.to_owned());
        }
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        if verb == "DATA" && mails >= fate.mails {
            return Ok(None);
        }
    }
}

/// What stands between the angle brackets.
fn path(line: &str) -> String {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(path, _)| path).to_owned()
}
