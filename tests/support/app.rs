//! An authenticator app, and someone who has set one up.

use totp_rs::{Algorithm, Secret, TOTP};

use super::{Answer, Browser, House, SECOND};

/// How long a code is shown, in milliseconds.
pub const STEP: i64 = 30 * SECOND;

/// An app with one account in it.
pub struct App {
    /// As it was typed into it, in base32.
    pub secret: String,
    totp: TOTP,
}

impl App {
    /// One with this secret in it.
    pub fn with(secret: &str) -> Self {
        let bytes = Secret::Encoded(secret.to_owned()).to_bytes().expect("base32");
        let totp = TOTP::new(Algorithm::SHA1, 6, 0, 30, bytes, None, String::new()).expect("160 bits");
        Self { secret: secret.to_owned(), totp }
    }

    /// The code that it shows so many steps from now.
    pub fn code_in(&self, house: &House, steps: i64) -> String {
        self.totp.generate(((house.clock.now() + steps * STEP) / SECOND).unsigned_abs())
    }

    /// The code that it shows.
    pub fn code(&self, house: &House) -> String {
        self.code_in(house, 0)
    }

    /// Six digits that it shows neither now nor in the minutes around.
    pub fn wrong_code(&self, house: &House) -> String {
        let shown: Vec<String> = (-4..=4).map(|steps| self.code_in(house, steps)).collect();
        let free = (0..).map(|number| format!("{number:06}")).find(|code| !shown.contains(code));
        free.expect("there are more codes than those")
    }
}

/// The backup codes of an answer.
pub fn backup_codes(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let codes = json["backup_codes"].as_array().cloned().unwrap_or_default();
    codes.iter().map(|code| code.as_str().expect("a code").to_owned()).collect()
}

impl Browser {
    /// Sets up an app for whoever is signed in. When it is done the next code is shown.
    pub async fn add_app(&self, house: &House) -> (App, Vec<String>) {
        let begun = self.post("totp/create", &[]).await;
        let json = begun.expect_ok().json();
        let app = App::with(json["client"]["totp_setup"]["secret"].as_str().expect("a secret"));
        let done = self.post("totp/verify", &[("code", &app.code(house))]).await;
        done.expect_ok();
        house.clock.advance(STEP);
        (app, backup_codes(&done))
    }

    /// Gives the second proof.
    pub async fn prove(&self, strategy: &str, code: &str) -> Answer {
        self.post("sign_in/attempt_second_factor", &[("strategy", strategy), ("code", code)]).await
    }

    /// What stands in the way of this browser: where its sign-in stands.
    pub async fn sign_in_status(&self) -> Option<String> {
        let client = self.post("client/get", &[]).await.json();
        client["sign_in"]["status"].as_str().map(str::to_owned)
    }
}
