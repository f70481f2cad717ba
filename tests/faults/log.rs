//! T44: the real binary tells no secret, however talkative its log is, and none can be read in its database.

use std::fs::{self, File};
use std::path::Path;

use crate::support::program::Program;
use crate::support::{Folder, Visitor, is_stored_in, stands_in};

const EMAIL: &str = "ada.heron@example.com";
const PASSWORD: &str = "canary heron moth ledger 41";
const WRONG_PASSWORD: &str = "canary wrong willow pebble 73";

/// What nobody may read, and what it is.
#[derive(Default)]
struct Canaries(Vec<(&'static str, String)>);

impl Canaries {
    fn add(&mut self, kind: &'static str, value: impl Into<String>) {
        self.0.push((kind, value.into()));
    }

    fn add_token(&mut self, token: &str) {
        self.add("session token", token);
        let (_, signature) = token.rsplit_once('.').expect("a token has a signature");
        self.add("session token's signature", signature);
    }

    fn add_cookies(&mut self, visitor: &Visitor) {
        for (kind, name) in [("client secret", "vestibule_client"), ("flash", "vestibule_flash")] {
            if let Some(value) = visitor.cookie(name) {
                self.add(kind, value);
            }
        }
        if let Some(token) = visitor.cookie("__session") {
            self.add_token(token);
        }
    }

    fn has(&self, kind: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == kind)
    }

    #[track_caller]
    fn assert_untold(&self, logged: &str, stored: &str) {
        for (kind, canary) in &self.0 {
            for written in [canary.clone(), canary.replace(' ', "+"), canary.replace(' ', "%20")] {
                assert!(!stands_in(logged, &written), "a {kind} was logged: {written}");
                assert!(!is_stored_in(stored, &written), "a {kind} is readable in the database: {written}");
            }
        }
    }
}

/// The bytes of the database, its journal among them, as someone reads them who steals them.
fn database(folder: &Path) -> String {
    let files = fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    let own = files.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().contains(".db")));
    own.map(|path| String::from_utf8_lossy(&fs::read(path).expect("is read")).into_owned()).collect()
}

#[tokio::test]
async fn no_secret_is_told_by_a_program_that_logs_everything() {
    let folder = Folder::new();
    let log_file = folder.path().join("log");
    let log = File::create(&log_file).expect("is made");
    let mut program = Program::start_with(folder.path(), "", |command| {
        // Without colours, which would stand in the middle of a secret.
        command.env("RUST_LOG", "trace").env("NO_COLOR", "1");
        command.stdout(log.try_clone().expect("a second handle")).stderr(log);
    })
    .await;
    let mut canaries = Canaries::default();
    canaries.add("password", PASSWORD);
    canaries.add("wrong password", WRONG_PASSWORD);

    // Sign-up, with a wrong code and the right one.
    let mut visitor = Visitor::new(&program.address);
    let details = [("email_address", EMAIL), ("password", PASSWORD)];
    assert_eq!(visitor.post("sign_up/create", &details).await.expect("is answered").0, 200);
    canaries.add_cookies(&visitor);
    let code = visitor.code(EMAIL).await.expect("a code");
    let wrong_code = if code == "135792" { "297531" } else { "135792" };
    canaries.add("code", &code);
    canaries.add("wrong code", wrong_code);
    let fields = [("code", wrong_code)];
    assert_eq!(visitor.post("sign_up/attempt_verification", &fields).await.expect("is answered").0, 422);
    assert_eq!(visitor.submit("sign_up/attempt_verification", &fields).await, Some(302));
    canaries.add_cookies(&visitor);
    assert_eq!(visitor.page("/sign-up/verify-email-address").await.expect("is answered").0, 200);
    let fields = [("code", code.as_str())];
    assert_eq!(visitor.post("sign_up/attempt_verification", &fields).await.expect("is answered").0, 200);
    canaries.add_cookies(&visitor);
    assert_eq!(visitor.submit("session/sign_out", &[]).await, Some(302));
    canaries.add_cookies(&visitor);

    // Sign-in, with a wrong password and the right one.
    let right = [("identifier", EMAIL), ("password", PASSWORD)];
    let wrong = [("identifier", EMAIL), ("password", WRONG_PASSWORD)];
    assert_eq!(visitor.post("sign_in/create", &wrong).await.expect("is answered").0, 422);
    assert_eq!(visitor.submit("sign_in/create", &wrong).await, Some(302));
    canaries.add_cookies(&visitor);
    assert_eq!(visitor.page("/sign-in").await.expect("is answered").0, 200);
    assert_eq!(visitor.post("sign_in/create", &right).await.expect("is answered").0, 200);
    canaries.add_cookies(&visitor);

    // A page with the session, a token for another origin, and the way out.
    let (status, page) = visitor.page("/dashboard").await.expect("is answered");
    assert!(status == 200 && page.contains(EMAIL), "{status}: {page}");
    let (_, token) = visitor.post("session/token", &[]).await.expect("is answered");
    canaries.add_token(token.as_str().expect("a token"));
    assert_eq!(visitor.post("session/sign_out", &[]).await.expect("is answered").0, 200);
    canaries.add_cookies(&visitor);

    // Without a warning: so the journal is still there.
    program.kill();
    let logged = fs::read_to_string(&log_file).expect("is text");
    let stored = database(folder.path());
    let statements = logged.lines().filter(|line| line.contains("DEBUG") && line.contains("INSERT INTO")).count();
    assert!(statements > 10, "it is talkative: only {statements} statements are logged");
    assert!(is_stored_in(&stored, EMAIL), "it is all there");
    for kind in ["client secret", "flash", "session token", "session token's signature"] {
        assert!(canaries.has(kind), "there was no {kind}");
    }
    println!("{} secrets; {} KB of log, {} KB of database", canaries.0.len(), logged.len() / 1000, stored.len() / 1000);
    canaries.assert_untold(&logged, &stored);
    assert!(!stored.contains("PRIVATE KEY"), "a private key is readable in the database");
}
