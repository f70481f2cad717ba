//! A server, and the people who come to it.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use leptos::config::LeptosOptions;
use serde::Deserialize;
use vestibule::server::crypto::password_hash::Cost;
use vestibule::server::crypto::{Clock, InstanceKey};
use vestibule::server::{Settings, Vestibule};

use super::{Answer, Browser, Database};

/// What it is made of.
pub const INSTANCE_KEY: [u8; 32] = *b"of-the-tests-and-of-nobody-else!";

/// The key of every instance in a test, so that one that is started again, or beside another, has the same.
pub fn instance_key() -> InstanceKey {
    InstanceKey::from_bytes(INSTANCE_KEY)
}

/// What the binary reads from Leptos.toml.
pub fn leptos_options() -> LeptosOptions {
    LeptosOptions::builder().output_name("vestibule").site_root("public").build()
}

/// A server on a database.
pub struct House {
    pub vestibule: Vestibule,
    pub clock: Clock,
    pub database: Database,
    router: Router,
}

/// Someone who comes.
#[derive(Clone, Debug)]
pub struct Person {
    pub email: String,
    pub password: String,
}

impl Person {
    /// Each has a password of their own.
    pub fn named(name: &str) -> Self {
        let number: u32 = name.bytes().map(u32::from).sum();
        Self { email: format!("{name}@example.com"), password: format!("moth ledger willow {number} 41") }
    }
}

/// A message in the development mailbox.
#[derive(Clone, Debug, Deserialize)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
    pub code: Option<String>,
    pub link: Option<String>,
}

impl House {
    pub async fn open(database: &Database) -> Self {
        Self::with(database, |_| {}).await
    }

    /// With other settings than the usual ones of tests, in which a password's hash is cheap.
    pub async fn with(database: &Database, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings {
            base_url: "http://localhost:3000".into(),
            database_url: database.url().into(),
            secret_key: Some(instance_key()),
            ..Settings::default()
        };
        settings.password.hash = Cost { memory_kib: 64, iterations: 1, parallelism: 1 };
        // Most tests are about another mail than this.
        settings.security.new_device_mail = false;
        settings.paths.after_sign_in = "/dashboard".into();
        settings.paths.after_sign_up = "/dashboard".into();
        change(&mut settings);
        Self::start(database.clone(), settings, Clock::default()).await
    }

    async fn start(database: Database, settings: Settings, clock: Clock) -> Self {
        let vestibule = Vestibule::start_with_clock(settings, clock.clone()).await.expect("starts");
        let router = vestibule::site::router(&vestibule, leptos_options());
        Self { vestibule, clock, database, router }
    }

    /// Another one on the same database, by the same clock.
    pub async fn another(&self) -> Self {
        Self::start(self.database.clone(), self.vestibule.settings().clone(), self.clock.clone()).await
    }

    /// The same with other settings.
    pub async fn another_with(&self, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = self.vestibule.settings().clone();
        change(&mut settings);
        Self::start(self.database.clone(), settings, self.clock.clone()).await
    }

    /// Stops it, and starts it again on the same database.
    pub async fn restarted(self) -> Self {
        let (database, settings) = (self.database.clone(), self.vestibule.settings().clone());
        self.vestibule.stop().await;
        let clock = self.clock.clone();
        drop(self);
        Self::start(database, settings, clock).await
    }

    pub fn router(&self) -> Router {
        self.router.clone()
    }

    pub fn is_https(&self) -> bool {
        self.vestibule.settings().is_https()
    }

    pub fn origin(&self) -> &str {
        &self.vestibule.settings().base_url
    }

    /// The name of the cookie with the browser's secret.
    pub fn client_cookie(&self) -> &'static str {
        if self.is_https() { "__Host-vestibule_client" } else { "vestibule_client" }
    }

    /// A browser that has not been here, at a network address of its own.
    pub fn browser(&self) -> Browser {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        self.browser_at(IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + number)))
    }

    pub fn browser_at(&self, ip: IpAddr) -> Browser {
        Browser::new(self, ip)
    }

    /// What was sent, newest first.
    pub async fn mails(&self) -> Vec<Mail> {
        let answer = self.browser().get("/dev/mailbox.json").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).expect("is the mailbox")
    }

    /// The newest mail to an address.
    pub async fn mail_to(&self, address: &str) -> Mail {
        let mails = self.mails().await;
        mails.into_iter().find(|mail| mail.to == address).unwrap_or_else(|| panic!("no mail to {address}"))
    }

    /// The newest code that was sent to an address.
    pub async fn code_for(&self, address: &str) -> String {
        self.mail_to(address).await.code.unwrap_or_else(|| panic!("no code in the mail to {address}"))
    }

    /// Fills in the sign-up form.
    pub async fn begin_sign_up(&self, browser: &Browser, person: &Person) -> Answer {
        browser.post("sign_up/create", &[("email_address", &person.email), ("password", &person.password)]).await
    }

    /// The whole sign-up; the browser is signed in afterwards.
    pub async fn sign_up(&self, person: &Person) -> Browser {
        let browser = self.browser();
        self.begin_sign_up(&browser, person).await.expect_ok();
        let code = self.code_for(&person.email).await;
        browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
        browser
    }

    /// A browser in which someone is signed in, whether or not they have an account yet.
    pub async fn sign_in_or_up(&self, person: &Person) -> Browser {
        let browser = self.browser();
        match browser.sign_in(person).await.status {
            200 => browser,
            _ => self.sign_up(person).await,
        }
    }

    /// A sign-in in one step, in a browser that has not been here.
    pub async fn sign_in(&self, person: &Person) -> Browser {
        let browser = self.browser();
        browser.sign_in(person).await.expect_ok();
        browser
    }
}
