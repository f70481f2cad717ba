//! Whoever is signed in proves once more who they are.

use base64::Engine;
use serde_json::Value;

use super::{Answer, Browser, Person};

/// Names, and what stands in them.
pub type Fields = &'static [(&'static str, &'static str)];

/// Every form that is refused until its person has proven lately enough who they are, with what makes it one that is done
/// otherwise, and the level that it asks for.
pub const SENSITIVE: &[(&str, Fields, &str)] = &[
    ("email_address/create", &[("email_address", "ada@work.example")], "strict"),
    ("email_address/prepare_verification", &[("email_address_id", "{waiting_email}")], "strict"),
    (
        "email_address/attempt_verification",
        &[("email_address_id", "{waiting_email}"), ("code", "{email_code}")],
        "strict",
    ),
    ("email_address/set_primary", &[("email_address_id", "{email}")], "strict"),
    ("email_address/remove", &[("email_address_id", "{waiting_email}")], "strict"),
    ("phone_number/create", &[("phone_number", "+12024561112")], "strict"),
    ("phone_number/prepare_verification", &[("phone_number_id", "{waiting_phone}")], "strict"),
    (
        "phone_number/attempt_verification",
        &[("phone_number_id", "{waiting_phone}"), ("code", "{phone_code}")],
        "strict",
    ),
    ("phone_number/set_primary", &[("phone_number_id", "{phone}")], "strict"),
    ("phone_number/remove", &[("phone_number_id", "{waiting_phone}")], "strict"),
    ("phone_number/set_reserved_for_second_factor", &[("phone_number_id", "{phone}"), ("reserved", "1")], "strict"),
    ("phone_number/make_default_second_factor", &[("phone_number_id", "{phone}")], "strict"),
    ("user/update_username", &[("username", "countess")], "strict"),
    (
        "user/update_password",
        &[("current_password", "{password}"), ("new_password", "granite teapot sparrow 77")],
        "strict",
    ),
    ("user/remove_password", &[], "strict"),
    ("user/delete", &[("confirmation", "Delete account")], "strict_mfa"),
    ("totp/create", &[], "strict"),
    ("totp/verify", &[("code", "{totp}")], "strict"),
    ("passkey/prepare", &[], "strict"),
    ("passkey/create", &[("public_key_credential", "{}")], "strict"),
    ("passkey/remove", &[("passkey_id", "passkey_x")], "strict"),
    ("external_account/connect", &[("strategy", "oauth_google")], "strict"),
    ("external_account/disconnect", &[("external_account_id", "eac_x")], "strict"),
    ("backup_code/create", &[], "strict"),
    ("api_key/create", &[("name", "Backup")], "strict"),
    ("api_key/revoke", &[("api_key_id", "ak_x")], "strict"),
];

/// The minutes since the two proofs, as the browser's session token says.
pub fn fva(browser: &Browser) -> Value {
    let token = browser.cookie("__session").expect("a session token");
    let claims = token.split('.').nth(1).expect("has claims");
    let json = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(claims).expect("base64");
    serde_json::from_slice::<Value>(&json).expect("JSON")["fva"].clone()
}

impl Answer {
    /// That it asks for a reverification, and for which.
    #[track_caller]
    pub fn expect_reverification(&self, level: &str) -> &Self {
        self.expect_error(403, "session_reverification_required");
        assert_eq!(self.json()["errors"][0]["meta"]["reverification"]["level"], level, "{}", self.body);
        self
    }

    /// Where the session verification stands after it.
    #[track_caller]
    pub fn verification(&self) -> Value {
        self.expect_ok();
        self.json()["session_verification"].clone()
    }

    /// Its status.
    #[track_caller]
    pub fn verification_status(&self) -> String {
        self.verification()["status"].as_str().expect("a status").to_owned()
    }
}

impl Browser {
    /// Begins to prove it.
    pub async fn start_verification(&self, level: &str) -> Answer {
        self.post("session_verification/start", &[("level", level)]).await
    }

    /// Gives a password as the first proof.
    pub async fn verify_password(&self, password: &str) -> Answer {
        let fields = [("strategy", "password"), ("password", password)];
        self.post("session_verification/attempt_first_factor", &fields).await
    }

    /// Gives a code as the first proof.
    pub async fn verify_code(&self, strategy: &str, code: &str) -> Answer {
        let fields = [("strategy", strategy), ("code", code)];
        self.post("session_verification/attempt_first_factor", &fields).await
    }

    /// Gives a code as the second proof.
    pub async fn verify_second(&self, strategy: &str, code: &str) -> Answer {
        let fields = [("strategy", strategy), ("code", code)];
        self.post("session_verification/attempt_second_factor", &fields).await
    }

    /// Proves with the password who it is.
    pub async fn reverify(&self, person: &Person) {
        self.start_verification("strict").await.expect_ok();
        assert_eq!(self.verify_password(&person.password).await.verification_status(), "complete");
    }
}
