//! The list of stolen passwords, which is somebody else's: it learns little, and nobody depends on it.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use sha1::{Digest, Sha1};

use crate::support::{Database, House, log, on_both};

on_both!(a_stolen_password_is_refused, nobody_waits_for_a_list_that_does_not_answer);

const STOLEN: &str = "moth ledger willow 41";
const PADDED: &str = "gravel teapot sunrise 58";
const FRESH: &str = "lantern biscuit harbour 73";

type Asked = Arc<Mutex<Vec<String>>>;

fn hash(password: &str) -> String {
    Sha1::digest(password.as_bytes()).iter().map(|byte| format!("{byte:02X}")).collect()
}

/// A list that holds one password, and another as padding: with the count 0, which means that it is not in it.
async fn list() -> (String, Asked) {
    let asked = Asked::default();
    let app = Router::new().route("/range/{range}", get(range)).with_state(Arc::clone(&asked));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("has an address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, asked)
}

async fn range(State(asked): State<Asked>, Path(range): Path<String>) -> String {
    let mut lines = format!("{}:3\r\n", "0".repeat(35));
    for (password, count) in [(STOLEN, 7), (PADDED, 0)] {
        if let Some(rest) = hash(password).strip_prefix(&range) {
            lines += &format!("{rest}:{count}\r\n");
        }
    }
    asked.lock().unwrap_or_else(PoisonError::into_inner).push(range);
    lines
}

async fn a_stolen_password_is_refused(database: Database) {
    let (url, asked) = list().await;
    let house = House::with(&database, |settings| {
        settings.password.breach_check = Some(true);
        settings.password.breach_url = url;
    })
    .await;
    let sign_up = |password: &'static str| {
        let browser = house.browser();
        async move { browser.post("sign_up/create", &[("email_address", "ada@example.com"), ("password", password)]).await }
    };
    sign_up(STOLEN).await.expect_error(422, "form_password_pwned@password");
    sign_up(PADDED).await.expect_ok();
    sign_up(FRESH).await.expect_ok();
    let asked = asked.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let ranges: Vec<String> = [STOLEN, PADDED, FRESH].iter().map(|password| hash(password)[..5].to_owned()).collect();
    assert_eq!(asked, ranges, "five characters of a hash, and nothing else");
}

async fn nobody_waits_for_a_list_that_does_not_answer(database: Database) {
    log::keep();
    // Where nobody listens.
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("has an address");
    let house = House::with(&database, |settings| {
        settings.password.breach_check = Some(true);
        settings.password.breach_url = format!("http://{free}");
    })
    .await;
    let fields = [("email_address", "ada@example.com"), ("password", STOLEN)];
    house.browser().post("sign_up/create", &fields).await.expect_ok();
    assert!(log::kept().contains("the list of stolen passwords does not answer"));
}
