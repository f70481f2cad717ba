//! A browser's half of WebAuthn and an authenticator behind it, both of which somebody else has written.

use async_trait::async_trait;
use passkey::authenticator::{Authenticator as Device, UiHint, UserCheck, UserValidationMethod};
use passkey::client::{Client, ClientData, DefaultClientData};
use passkey::crypto::rust_crypto::RustCryptoBackend;
use passkey::types::Passkey;
use passkey::types::ctap2::{Aaguid, Ctap2Error};
use passkey::types::webauthn::{CredentialCreationOptions, CredentialRequestOptions};
use serde::Serialize;
use serde_json::{Value, json};
use url::Url;

use super::{Answer, Browser};

/// Someone who holds an authenticator and says yes.
#[derive(Clone, Copy)]
struct Holder {
    is_verified: bool,
}

#[async_trait]
impl UserValidationMethod for Holder {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(&self, _: UiHint<'a, Passkey>, _: bool, _: bool) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck { presence: true, verification: self.is_verified })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(self.is_verified)
    }
}

/// An authenticator that holds one passkey. A clone of it is a copy that someone has made.
#[derive(Clone)]
pub struct Authenticator {
    /// What it holds.
    pub passkey: Option<Passkey>,
    /// Where the browser is that asks it.
    pub origin: String,
    /// Whether it counts how often it is used.
    pub counts: bool,
    /// Whether the person gives a fingerprint or a PIN.
    pub verifies: bool,
}

impl Authenticator {
    pub fn new() -> Self {
        Self { passkey: None, origin: "http://localhost:3000".into(), counts: false, verifies: true }
    }

    fn device(&self) -> Device<Option<Passkey>, Holder, RustCryptoBackend> {
        let holder = Holder { is_verified: self.verifies };
        let mut device = Device::new(Aaguid::new_empty(), self.passkey.clone(), holder, RustCryptoBackend);
        device.set_make_credentials_with_signature_counter(self.counts);
        device
    }

    fn origin(&self) -> Url {
        Url::parse(&self.origin).expect("an origin")
    }

    /// Makes a passkey, as `navigator.credentials.create` does.
    pub async fn make(&mut self, options: &Value) -> Value {
        let options: CredentialCreationOptions =
            serde_json::from_value(json!({ "publicKey": options })).expect("options of WebAuthn");
        let mut client = Client::new(self.device()).allows_insecure_localhost(true);
        let made = client.register(&self.origin(), options, DefaultClientData).await.expect("a passkey is made");
        self.passkey = client.authenticator().store().clone();
        serde_json::to_value(made).expect("a credential")
    }

    /// Signs in with it, as `navigator.credentials.get` does.
    pub async fn sign(&mut self, options: &Value) -> Value {
        self.sign_with(options, DefaultClientData).await
    }

    /// The same, where the browser says something else of itself.
    pub async fn sign_with<E: Serialize + Clone>(&mut self, options: &Value, client_data: impl ClientData<E>) -> Value {
        let options: CredentialRequestOptions =
            serde_json::from_value(json!({ "publicKey": options })).expect("options of WebAuthn");
        let mut client = Client::new(self.device()).allows_insecure_localhost(true);
        let signed = client.authenticate(&self.origin(), options, client_data).await.expect("it is signed");
        self.passkey = client.authenticator().store().clone();
        serde_json::to_value(signed).expect("a credential")
    }
}

/// What a browser is asked for a passkey, or for a new one.
pub async fn asked(browser: &Browser, form: &str) -> Value {
    let answer = browser.post(form, &[]).await;
    answer.expect_ok();
    answer.json()
}

impl Browser {
    /// Gives a credential.
    pub async fn give(&self, form: &str, credential: &Value) -> Answer {
        self.post(form, &[("public_key_credential", &credential.to_string())]).await
    }

    /// Makes a passkey for whoever is signed in.
    pub async fn add_passkey(&self, authenticator: &mut Authenticator) -> Answer {
        let credential = authenticator.make(&asked(self, "passkey/prepare").await).await;
        self.give("passkey/create", &credential).await
    }

    /// Signs in with a passkey.
    pub async fn use_passkey(&self, authenticator: &mut Authenticator) -> Answer {
        let credential = authenticator.sign(&asked(self, "sign_in/prepare_passkey").await).await;
        self.give("sign_in/passkey", &credential).await
    }

    /// Gives the second proof of a sign-in with a passkey.
    pub async fn use_second_passkey(&self, authenticator: &mut Authenticator) -> Answer {
        let credential = authenticator.sign(&asked(self, "sign_in/prepare_passkey_second_factor").await).await;
        self.give("sign_in/passkey_second_factor", &credential).await
    }
}
