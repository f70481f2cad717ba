//! Text messages, from the outbox to a service that takes them over.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sqlx::Row;

use super::twilio::{Plan, Received, Twilio};
use super::{SendError, SendFuture, Sms, SmsSender, To, code_sms, newest, send, wake};
use crate::server::crypto::{Clock, Code, InstanceKey, MINUTE, SECOND, Secret};
use crate::server::settings::SmsSettings;
use crate::server::{Settings, Vestibule};

const TO: &str = "+4915123456789";
const SID: &str = "AC0123456789abcdef0123456789abcdef";

/// A server in a folder that goes when it is dropped.
struct House {
    app: Vestibule,
    folder: PathBuf,
}

impl Drop for House {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// What became of a message.
#[derive(Debug, PartialEq, Eq)]
struct Fate {
    attempts: i64,
    waits: bool,
    sent: bool,
    failed: bool,
    error: Option<String>,
}

impl House {
    async fn with(sms: SmsSettings) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("vestibule_sms_{}_{number}", std::process::id()));
        let settings = Settings {
            app_name: "Notes".into(),
            base_url: "https://app.example".into(),
            database_url: format!("sqlite://{}", folder.join("vestibule.db").display()),
            secret_key: Some(InstanceKey::from_bytes([7; 32])),
            sms,
            ..Settings::default()
        };
        let app = Vestibule::start_with_clock(settings, Clock::default()).await.expect("starts");
        Self { app, folder }
    }

    /// Puts a code into the outbox and says what the message says.
    async fn send_code(&self) -> String {
        let app = &self.app;
        let now = app.clock.now();
        let letter = code_sms(&app.settings.base_url, &Code::random());
        let mut tx = app.store.write().await.expect("a transaction");
        send(app, &mut tx, To { address: TO, language: None, user_id: None }, &letter, now + 10 * MINUTE, now)
            .await
            .expect("is written");
        tx.commit().await.expect("is kept");
        wake(app);
        app.templates.write(&letter, None).expect("is written").text
    }

    async fn fate(&self) -> Fate {
        let row = sqlx::query(
            "SELECT attempts, next_attempt_at, sent_at, failed_at, last_error FROM messages ORDER BY id LIMIT 1",
        )
        .fetch_one(&mut *self.app.store.read().await.expect("a connection"))
        .await
        .expect("a message");
        let has = |column: &str| row.try_get::<Option<i64>, _>(column).expect("a number").is_some();
        Fate {
            attempts: row.try_get("attempts").expect("a number"),
            waits: has("next_attempt_at"),
            sent: has("sent_at"),
            failed: has("failed_at"),
            error: row.try_get("last_error").expect("a text"),
        }
    }

    async fn until(&self, what: &str, question: impl Fn(&Fate) -> bool) {
        let patience = tokio::time::Instant::now() + Duration::from_secs(10);
        loop {
            let fate = self.fate().await;
            if question(&fate) {
                return;
            }
            assert!(tokio::time::Instant::now() < patience, "{what}: not within ten seconds: {fate:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

fn to_twilio(service: &Twilio) -> SmsSettings {
    SmsSettings {
        twilio_account_sid: SID.into(),
        twilio_auth_token: Secret::new("hunter2"),
        twilio_base_url: service.url(),
        from: "+15005550006".into(),
        ..SmsSettings::default()
    }
}

fn to_http(service: &Twilio) -> SmsSettings {
    SmsSettings {
        http_url: format!("{}/send?to=all", service.url()),
        http_token: Secret::new("hunter3"),
        ..SmsSettings::default()
    }
}

/// The only message that a service took.
fn only(received: Vec<Received>) -> Received {
    assert_eq!(received.len(), 1);
    received.into_iter().next().expect("there is one")
}

fn given_up(error: &str) -> Fate {
    Fate { attempts: 1, waits: false, sent: false, failed: true, error: Some(error.into()) }
}

/// As long as it takes a worker to look into the outbox twice.
async fn two_rounds() {
    tokio::time::sleep(Duration::from_millis(4_500)).await;
}

#[tokio::test]
async fn twilio_gets_a_message_once_in_the_form_that_it_asks_for() {
    let service = Twilio::start().await;
    let house = House::with(to_twilio(&service)).await;
    let text = house.send_code().await;
    house.until("it is sent", |fate| fate.sent).await;
    two_rounds().await;
    let message = only(service.tried());
    assert_eq!((message.method.as_str(), message.path), ("POST", format!("/2010-04-01/Accounts/{SID}/Messages.json")));
    // RFC 7617, of `AC…:hunter2`.
    let credentials = "Basic QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjpodW50ZXIy";
    assert_eq!(message.headers["authorization"], credentials);
    assert_eq!(message.headers["content-type"], "application/x-www-form-urlencoded");
    let form: Vec<(String, String)> = url::form_urlencoded::parse(message.body.as_bytes()).into_owned().collect();
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(fields[..3], [("To", TO), ("From", "+15005550006"), ("Body", text.as_str())]);
    assert_eq!((fields.len(), fields[3].0), (4, "ValidityPeriod"));
    let seconds: i64 = fields[3].1.parse().expect("a number");
    assert!((500..=600).contains(&seconds), "{seconds}");
    assert!(text.ends_with(&format!("\n\n@app.example #{}", &text[..6])), "{text}");

    let app = &house.app;
    let shown = newest(&mut app.store.read().await.expect("a connection"), &app.key, 10).await.expect("is read");
    assert_eq!((shown[0].channel.as_str(), shown[0].to.as_str(), &shown[0].content.text), ("sms", TO, &text));
    let row = sqlx::query("SELECT type, data FROM events")
        .fetch_one(&mut *app.store.read().await.expect("a connection"))
        .await
        .expect("one event");
    let (kind, data): (String, String) = (row.get("type"), row.get("data"));
    assert_eq!(kind, "sms.created");
    assert!(data.contains(TO) && !data.contains(&text[..6]), "{data}");
}

#[tokio::test]
async fn a_messaging_service_is_named_as_one() {
    let service = Twilio::start().await;
    let from = "MG0123456789abcdef0123456789abcdef";
    let house = House::with(SmsSettings { from: from.into(), ..to_twilio(&service) }).await;
    house.send_code().await;
    house.until("it is sent", |fate| fate.sent).await;
    let message = only(service.accepted());
    assert_eq!(message.field("MessagingServiceSid"), from);
    assert!(message.form().iter().all(|(name, _)| name != "From"));
}

#[tokio::test]
async fn another_service_gets_json_and_can_tell_a_message_that_it_has() {
    let service = Twilio::start().await;
    service.plan([Plan::Answer(502)]);
    let house = House::with(to_http(&service)).await;
    let text = house.send_code().await;
    house.until("it is put off", |fate| fate.error.is_some()).await;
    house.app.clock.advance(7 * SECOND);
    house.until("it is sent", |fate| fate.sent).await;
    let message = only(service.accepted());
    assert_eq!((message.method.as_str(), message.path.as_str()), ("POST", "/send?to=all"));
    assert_eq!(message.headers["authorization"], "Bearer hunter3");
    assert_eq!(message.headers["content-type"], "application/json");
    let json: serde_json::Value = serde_json::from_str(&message.body).expect("is JSON");
    assert_eq!(json, serde_json::json!({ "to": TO, "text": text }));
    let keys: Vec<_> = service.tried().iter().map(|tried| tried.headers["idempotency-key"].clone()).collect();
    assert!(keys.len() == 2 && keys[0] == keys[1], "{keys:?}");
}

#[tokio::test]
async fn what_was_put_off_is_sent_again_and_once() {
    let service = Twilio::start().await;
    // An operator can mend what 401 and a redirect say.
    service.plan([503, 429, 401].map(Plan::Answer));
    let house = House::with(to_twilio(&service)).await;
    house.send_code().await;
    for (attempts, status, wait) in [(1, 503, 7), (2, 429, 40), (3, 401, 150)] {
        house.until("a failed try is noted", |fate| fate.attempts == attempts && fate.error.is_some()).await;
        let told = format!("the service answered {status}");
        house.until("the answer is noted", |fate| fate.error.as_ref() == Some(&told)).await;
        assert_eq!(service.tried().len(), usize::try_from(attempts).expect("is small"), "not before its time");
        house.app.clock.advance(wait * SECOND);
    }
    house.until("it is sent", |fate| fate.sent).await;
    house.app.clock.advance(5 * MINUTE);
    two_rounds().await;
    assert_eq!((service.accepted().len(), service.tried().len()), (1, 4));
    assert_eq!(house.fate().await, Fate { attempts: 4, waits: false, sent: true, failed: false, error: None });
}

#[tokio::test]
async fn what_was_refused_is_given_up_and_what_the_service_repeats_is_not_kept() {
    let service = Twilio::start().await;
    service.plan([Plan::RefusedAndRepeated]);
    let house = House::with(to_twilio(&service)).await;
    house.send_code().await;
    house.until("it is given up", |fate| fate.failed).await;
    house.app.clock.advance(MINUTE);
    two_rounds().await;
    assert_eq!(service.tried().len(), 1);
    assert_eq!(house.fate().await, given_up("the service answered 400 with code 21211"));
}

#[tokio::test]
async fn credentials_go_nowhere_else() {
    let (service, elsewhere) = (Twilio::start().await, Twilio::start().await);
    let address: &'static str = Box::leak(elsewhere.url().into_boxed_str());
    service.plan([Plan::Moved(address)]);
    let house = House::with(to_twilio(&service)).await;
    house.send_code().await;
    house.until("it is put off", |fate| fate.error.is_some()).await;
    assert_eq!(house.fate().await.error.as_deref(), Some("the service answered 308"));
    assert_eq!(elsewhere.tried().len(), 0);
}

#[tokio::test]
async fn a_code_that_has_run_out_is_not_sent() {
    let service = Twilio::start().await;
    service.plan([Plan::Answer(500)]);
    let house = House::with(to_twilio(&service)).await;
    house.send_code().await;
    house.until("it is put off", |fate| fate.error.is_some()).await;
    house.app.clock.advance(10 * MINUTE);
    house.until("it is given up", |fate| fate.failed).await;
    let fate = house.fate().await;
    assert_eq!((fate.error.as_deref(), fate.waits, service.tried().len()), (Some("too late"), false, 1));
}

#[tokio::test]
async fn a_service_that_is_away_is_told_of_without_its_address() {
    let service = Twilio::start().await;
    let house = House::with(to_http(&service)).await;
    drop(service);
    house.send_code().await;
    house.until("it is put off", |fate| fate.error.is_some()).await;
    let fate = house.fate().await;
    let error = fate.error.expect("an error");
    assert!(fate.waits && error.starts_with("no connection") && !error.contains("to=all"), "{error}");
}

#[tokio::test]
async fn a_service_that_hangs_holds_up_neither_other_messages_nor_a_stop() {
    let service = Twilio::start().await;
    service.plan([Plan::Silence]);
    let house = House::with(to_twilio(&service)).await;
    house.send_code().await;
    house.until("it is being sent", |_| service.tried().len() == 1).await;
    house.send_code().await;
    house.until("the other one is there", |_| service.accepted().len() == 1).await;
    let stopping = tokio::time::timeout(Duration::from_secs(9), house.app.stop()).await;
    assert!(stopping.is_ok(), "it stops within seconds");
}

#[tokio::test]
async fn without_a_way_no_message_waits_for_one() {
    let house = House::with(SmsSettings::default()).await;
    house.send_code().await;
    assert_eq!(house.fate().await, Fate { attempts: 0, waits: false, sent: false, failed: false, error: None });
}

/// An app's own way, which keeps what it is given and refuses the first.
#[derive(Debug, Default)]
struct Own(Mutex<Vec<(String, String)>>);

impl SmsSender for Own {
    fn send<'a>(&'a self, sms: &'a Sms<'a>) -> SendFuture<'a> {
        Box::pin(async move {
            let mut kept = self.0.lock().expect("no other thread panicked");
            kept.push((sms.to.to_owned(), sms.text.to_owned()));
            if kept.len() == 1 { Err(SendError::Transient("not yet".into())) } else { Ok(()) }
        })
    }
}

#[tokio::test]
async fn an_app_brings_its_own_way() {
    let (service, own) = (Twilio::start().await, Arc::new(Own::default()));
    let house = House::with(SmsSettings { sender: Some(own.clone()), ..to_twilio(&service) }).await;
    let text = house.send_code().await;
    house.until("it is put off", |fate| fate.error.as_deref() == Some("not yet")).await;
    house.app.clock.advance(7 * SECOND);
    house.until("it is sent", |fate| fate.sent).await;
    let kept = own.0.lock().expect("no other thread panicked").clone();
    assert_eq!(kept, [(TO.to_owned(), text.clone()), (TO.to_owned(), text)]);
    assert_eq!(service.tried().len(), 0);
}
