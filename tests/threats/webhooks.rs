//! T32: no webhook goes anywhere but to the public internet. T42: what was sent once is good for five minutes, and only as it
//! was sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::TcpListener;
use vestibule::server::{Environment, NewWebhookEndpoint, Settings, WebhookError, WebhookUrlError};
use vestibule::webhooks::VerifyError;

use crate::support::webhooks::{Listener, house};
use crate::support::{Database, HOUR, House, MINUTE, Person, SECOND, on_both, until};

on_both!(no_webhook_goes_to_what_is_ours, a_webhook_that_is_sent_again_by_someone_else_is_refused);

/// What is this machine, a neighbour of it, or what a cloud tells its machines, in many spellings.
const SPELLINGS: &[&str] = &[
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "127.0.0.1.",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7F.1",
    "0177.1",
    "0177.0.0.01",
    "0x7f.0.0x0.01",
    "%31%32%37.0.0.1",
    "１２７.0.0.1",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "localhost",
    "LocalHost",
    "localhost.",
    "loc%61lhost",
    "ⓛocalhost",
    "hooks.localhost",
    "0",
    "0.0.0.0",
    "0x0",
    "000",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::1]",
    "[fe80::1]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[100::1]",
    "10.0.0.1",
    "0xa000001",
    "012.0.0.1",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.0.1",
    "192.168.1",
    "3232235521",
    "100.64.0.1",
    "198.18.0.1",
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "169.254.43518",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::a9fe:a9fe]",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "224.0.0.1",
    "255.255.255.255",
];

/// Counts who connects to this machine at a port, at either of its addresses.
async fn canary() -> (u16, Arc<AtomicUsize>) {
    let here = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = here.local_addr().expect("an address").port();
    let calls = Arc::new(AtomicUsize::new(0));
    // A machine may have no IPv6.
    let sockets = [Some(here), TcpListener::bind(("::1", port)).await.ok()];
    for socket in sockets.into_iter().flatten() {
        let calls = Arc::clone(&calls);
        tokio::spawn(async move {
            while socket.accept().await.is_ok() {
                calls.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    (port, calls)
}

async fn no_webhook_goes_to_what_is_ours(database: Database) {
    assert!(SPELLINGS.len() >= 60, "{}", SPELLINGS.len());
    let house = House::open(&database).await;
    let webhooks = house.vestibule.webhooks();
    let (port, calls) = canary().await;
    let (endpoint, _) = webhooks.create(&NewWebhookEndpoint::at("https://hooks.example/")).await.expect("is made");
    for (number, host) in SPELLINGS.iter().enumerate() {
        for scheme in ["http", "https"] {
            let url = format!("{scheme}://{host}:{port}/hook");
            let refused = webhooks.create(&NewWebhookEndpoint::at(&url)).await.expect_err("is refused");
            assert!(matches!(refused, WebhookError::Url(WebhookUrlError::Address(_))), "{url}: {refused}");
        }
        // As if it had been written before, or past the check.
        let url = format!("http://{host}:{port}/hook");
        database.execute(&format!("UPDATE webhook_endpoints SET url = '{url}', failing_since = NULL")).await;
        webhooks.send_example(&endpoint.id, "user.created").await.expect("waits");
        let tried = || async { database.count("webhook_attempts").await > number as i64 };
        until(&format!("{url} is tried"), tried).await;
        house.clock.advance(SECOND);
    }
    let attempts = webhooks.attempts(&endpoint.id, 500, 0).await.expect("attempts");
    for attempt in &attempts {
        assert_eq!((attempt.status, attempt.response.as_deref()), (None, None));
        let error = attempt.error.as_deref().unwrap_or_default();
        assert!(error.ends_with("which is not on the public internet"), "{error}");
    }
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    // The canary lives, and is reached where a setting lets it.
    let open = house.another_with(|settings| settings.webhooks.allow_loopback = true).await;
    let url = format!("http://localhost:{port}/hook");
    let (endpoint, _) = open.vestibule.webhooks().create(&NewWebhookEndpoint::at(&url)).await.expect("is made");
    house.vestibule.stop().await;
    open.vestibule.webhooks().send_example(&endpoint.id, "user.created").await.expect("waits");
    until("the canary is reached", || std::future::ready(calls.load(Ordering::Relaxed) > 0)).await;
    // Which no setting does in production.
    let mut settings = Settings { environment: Environment::Production, ..Settings::default() };
    settings.webhooks.allow_loopback = true;
    assert!(settings.check().expect_err("is refused").to_string().contains("webhooks.allow_loopback"));
}

async fn a_webhook_that_is_sent_again_by_someone_else_is_refused(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (endpoint, secret) = house.tell(&listener, &["user.created"]).await;
    house.sign_up(&Person::named("ada")).await;
    house.all_told().await;
    let sent = listener.received().remove(0);
    assert!(sent.verify(&[&secret], &house.clock).is_ok());
    // Altered: any byte of what it says, its id, its time, its signature, in either family of headers.
    for at in (0..sent.body.len()).step_by(7) {
        let mut altered = sent.clone();
        let mut body = altered.body.to_vec();
        body[at] ^= 1;
        altered.body = body.into();
        assert_eq!(altered.verify(&[&secret], &house.clock), Err(VerifyError::Signature), "{at}");
    }
    let later = house.clock.now() / SECOND + 1;
    for (name, value) in [
        ("id", "evt_1"),
        ("timestamp", later.to_string().as_str()),
        ("signature", "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
    ] {
        for family in ["svix", "webhook"] {
            let mut altered = sent.clone();
            if family == "webhook" {
                for header in ["svix-id", "svix-timestamp", "svix-signature"] {
                    altered.headers.remove(header);
                }
                assert!(altered.verify(&[&secret], &house.clock).is_ok());
            }
            let header = match family {
                "svix" => ["svix-id", "svix-timestamp", "svix-signature"],
                _ => ["webhook-id", "webhook-timestamp", "webhook-signature"],
            };
            let header = header.into_iter().find(|header| header.ends_with(name)).expect("is there");
            altered.headers.insert(header, value.parse().expect("a header"));
            assert_eq!(altered.verify(&[&secret], &house.clock), Err(VerifyError::Signature), "{header}");
        }
    }
    // Rotated: the former secret signs for a day, and not after it.
    let second = house.vestibule.webhooks().rotate_secret(&endpoint.id).await.expect("a new one");
    assert_eq!(sent.verify(&[&second], &house.clock), Err(VerifyError::Signature));
    // Old.
    house.clock.advance(5 * MINUTE + 2 * SECOND);
    assert_eq!(sent.verify(&[&secret, &second], &house.clock), Err(VerifyError::Timestamp));
    house.clock.advance(24 * HOUR);
    house.vestibule.webhooks().replay(&endpoint.id, sent.id()).await.expect("is sent");
    let again = listener.wait_for(2).await.remove(1);
    assert_eq!((again.id(), &again.body), (sent.id(), &sent.body));
    assert!(again.verify(&[&second], &house.clock).is_ok());
    assert_eq!(again.verify(&[&secret], &house.clock), Err(VerifyError::Signature));
}
