//! T41: many passwords, large bodies and pictures at once cost the real binary little memory, and it answers others
//! meanwhile.
#![cfg(target_os = "linux")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::pictures::profiled_png;
use crate::support::program::Program;
use crate::support::{Folder, Visitor, at_once};

const SIGN_INS: usize = 500;
/// One would not be seen in the bound; all of them would be as much again.
const LARGE_BODIES: usize = 20;
const LARGE: usize = 10 * 1024 * 1024;
const PIECE: usize = 64 * 1024;
/// In MB of 10^6 bytes.
const MOST: f64 = 200.0;
const PASSWORD: &str = "moth ledger willow 41";
/// What a hash costs is left at what it costs in production: 19 MiB. Each thread keeps that much, so how many there are
/// must not depend on the machine.
const SETTINGS: &str = "[vestibule.password]\nhash_workers = 2\n";

/// What a build that is deployed has resident of its own file, in MB of 10^6 bytes. One for tests has more than twice that, and
/// how much of it depends on what else the machine reads.
const OF_ITS_FILE: f64 = 50.0;

/// The most memory that a process has ever had resident, in MB of 10^6 bytes, were it built to be deployed.
fn peak(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("the process lives");
    let megabytes = |name: &str| -> f64 {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("the kernel counts it");
        line.trim().trim_end_matches(" kB").parse::<f64>().expect("a number") * 1024.0 / 1e6
    };
    megabytes("VmHWM:") - megabytes("RssFile:") + OF_ITS_FILE
}

async fn sign_up(visitor: &Visitor, email: &str) {
    enter(&mut visitor.another(), email).await;
}

async fn enter(visitor: &mut Visitor, email: &str) {
    let fields = [("email_address", email), ("password", PASSWORD)];
    assert_eq!(visitor.post("sign_up/create", &fields).await.expect("is answered").0, 200);
    let code = visitor.code(email).await.expect("a code");
    let done = visitor.post("sign_up/attempt_verification", &[("code", &code)]).await;
    assert_eq!(done.expect("is answered").0, 200);
}

/// Where a large body goes, and as what.
#[derive(Clone, Copy)]
struct Sent {
    path: &'static str,
    kind: &'static str,
}

const SIGN_IN: Sent = Sent { path: "sign_in/create", kind: "application/x-www-form-urlencoded" };
/// Of which the first part never begins.
const PICTURE: Sent = Sent { path: "user/set_profile_image", kind: "multipart/form-data; boundary=never" };

/// Sends a body for as long as the server reads it, and gives the status of the answer. `None` if the server hung up on
/// what was still to come before its answer could be read.
async fn send_large(host: String, to_form: Sent, length_is_said: bool) -> Option<u16> {
    let Sent { path, kind } = to_form;
    let (mut from, mut to) = TcpStream::connect(&host).await.expect("connects").into_split();
    let length = match length_is_said {
        true => format!("content-length: {LARGE}"),
        false => "transfer-encoding: chunked".to_owned(),
    };
    let head = format!(
        "POST /vestibule/api/{path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\n\
         accept: application/json\r\ncontent-type: {kind}\r\n{length}\r\n\r\n"
    );
    let piece = match length_is_said {
        true => "x".repeat(PIECE),
        false => format!("{PIECE:x}\r\n{}\r\n", "x".repeat(PIECE)),
    };
    let sending = tokio::spawn(async move {
        to.write_all(head.as_bytes()).await?;
        for _ in 0..LARGE / PIECE {
            to.write_all(piece.as_bytes()).await?;
        }
        // The end of a body in chunks is never said: whoever waits for it has kept all that came before.
        std::future::pending::<std::io::Result<()>>().await
    });
    let mut answer = Vec::new();
    while answer.len() < "HTTP/1.1 200".len() {
        match from.read_buf(&mut answer).await {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
    }
    sending.abort();
    String::from_utf8_lossy(&answer).get(9..12)?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_sign_ins_and_large_bodies_at_once_stay_within_two_hundred_megabytes() {
    let folder = Folder::new();
    let program = Program::start_with(folder.path(), SETTINGS, |_| {}).await;
    let visitor = Visitor::new(&program.address);
    sign_up(&visitor, "ada@example.com").await;
    sign_up(&visitor, "bob@example.com").await;
    let before = peak(program.id());

    let over = Arc::new(AtomicBool::new(false));
    let others = {
        let (over, mut visitor) = (Arc::clone(&over), visitor.another());
        tokio::spawn(async move {
            let mut answered = 0;
            while !over.load(Ordering::Relaxed) {
                assert_eq!(visitor.page("/healthz").await.expect("is answered").0, 200);
                answered += 1;
            }
            answered
        })
    };
    let host = program.address.strip_prefix("http://").expect("an address");
    let large =
        (0..LARGE_BODIES).map(|number| send_large(host.to_owned(), SIGN_IN, number % 2 == 0)).collect::<Vec<_>>();
    let large = tokio::spawn(at_once(large));
    let sign_ins = (0..SIGN_INS).map(|number| {
        let mut visitor = visitor.another();
        async move {
            let (email, password) = match number % 5 {
                0 => ("ada@example.com".to_owned(), PASSWORD),
                1 => ("bob@example.com".to_owned(), "wrong"),
                _ => (format!("nobody{number}@example.com"), "wrong"),
            };
            let fields = [("identifier", email.as_str()), ("password", password)];
            visitor.post("sign_in/create", &fields).await.map(|(status, _)| status)
        }
    });
    let answers = at_once(sign_ins).await;
    let large = large.await.expect("all are sent");
    over.store(true, Ordering::Relaxed);
    let answered_meanwhile = others.await.expect("the others are answered");
    let peak = peak(program.id());

    let count = |wanted: u16| answers.iter().filter(|status| **status == Some(wanted)).count();
    let told = [200, 403, 413, 422, 429, 503].map(|status| (status, count(status)));
    println!("{before:.0} MB before, at most {peak:.0} MB; {told:?}; {answered_meanwhile} others meanwhile");
    assert_eq!(told.iter().map(|(_, count)| count).sum::<usize>(), SIGN_INS, "{answers:?}");
    assert!([200, 403, 422].iter().all(|status| count(*status) > 0), "each kind was there: {told:?}");
    assert!(large.iter().flatten().all(|status| *status == 413) && large.contains(&Some(413)), "{large:?}");
    assert!(answered_meanwhile > 1);
    assert!(peak < MOST, "{peak:.0} MB");
}

const UPLOADS_OF_NOBODY: usize = 100;
/// One account has two at once.
const ACCOUNTS: usize = 8;
/// What each of the pictures would be unpacked to.
const PROFILE: usize = 200_000_000;
/// Eight are worked on at once, each with some 8 MiB for what is not a pixel.
const MOST_WITH_PICTURES: f64 = 300.0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn uploads_of_nobody_and_pictures_that_unpack_without_end_stay_within_three_hundred_megabytes() {
    let folder = Folder::new();
    let settings = format!("{SETTINGS}[vestibule.storage]\nurl = \"{}/avatars\"\n", folder.path().display());
    let program = Program::start_with(folder.path(), &settings, |_| {}).await;
    let host = program.address.strip_prefix("http://").expect("an address");
    let uploads = (0..UPLOADS_OF_NOBODY).map(|number| send_large(host.to_owned(), PICTURE, number % 2 == 0));
    let answers = at_once(uploads.collect::<Vec<_>>()).await;
    assert!(answers.iter().flatten().all(|status| *status == 401), "{answers:?}");
    assert!(answers.contains(&Some(401)), "{answers:?}");
    let after_nobody = peak(program.id());

    let mut people = Vec::new();
    for number in 0..ACCOUNTS {
        let (mut visitor, email) = (Visitor::new(&program.address), format!("ada{number}@example.com"));
        enter(&mut visitor, &email).await;
        people.push(visitor);
    }
    let file = Arc::new(profiled_png(PROFILE));
    let uploads = people.iter().flat_map(|visitor| [visitor.clone(), visitor.clone()]).map(|mut visitor| {
        let file = Arc::clone(&file);
        async move { visitor.upload(&file).await.map(|(status, _)| status) }
    });
    let answers = at_once(uploads.collect::<Vec<_>>()).await;
    let peak = peak(program.id());
    println!("at most {after_nobody:.0} MB after uploads of nobody, {peak:.0} MB after all; {answers:?}");
    assert_eq!(answers, [Some(200); 2 * ACCOUNTS], "what is a pixel is taken");
    assert!(after_nobody < MOST, "{after_nobody:.0} MB");
    assert!(peak < MOST_WITH_PICTURES, "{peak:.0} MB");
}
