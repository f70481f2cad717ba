//! Passkeys (Web Authentication, level 3). webauthn-rs checks what authenticators say; what it leaves to its callers is
//! checked here: that both spellings of a credential's id are the same, that no other site shows the page in a frame, and
//! that the person is whom the authenticator means.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    Webauthn, WebauthnBuilder, WebauthnError,
};

use crate::server::crypto::Secret;
use crate::server::settings::Settings;
use crate::server::store::passkeys::PasskeyRow;

/// The longest id of a credential, in bytes.
const LONGEST_ID: usize = 1023;

/// Why a passkey does not prove who someone is, or does not come to be.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// The answer is none to any question of ours.
    #[error("it cannot be read: {0}")]
    Form(&'static str),
    /// The browser has no passkeys.
    #[error("the browser does not know passkeys")]
    Unsupported,
    /// The authenticator has a passkey for this account.
    #[error("there is one already")]
    Exists,
    /// The browser says why there is no answer, in a word of its own.
    #[error("the browser did not get one: {0}")]
    Browser(String),
    /// The user of the passkey is someone else.
    #[error("it is not of the user that it is said to be of")]
    User,
    /// What it says is not so.
    #[error("it does not hold: {0}")]
    Refused(#[from] WebauthnError),
    /// What is kept of it cannot be read or written.
    #[error("what is kept of it: {0}")]
    Kept(#[from] serde_json::Error),
}

/// What a browser is asked, and what has to be known when it answers.
pub struct Question {
    /// For the browser.
    pub options: Value,
    /// The hash of what is to be signed, by which the answer is found to belong to it.
    pub challenge_hash: String,
    /// What has to be known when the answer comes.
    pub state: Vec<u8>,
}

/// What a browser answers.
pub struct Answer {
    /// The hash of what was signed.
    pub challenge_hash: String,
    /// What authenticators call the passkey, base64url.
    pub credential_id: String,
    json: Value,
}

/// A passkey that an authenticator has made.
pub struct Made {
    /// What authenticators call it, base64url.
    pub credential_id: String,
    /// The public key and what belongs to it, to be kept.
    pub credential: String,
}

/// A passkey that has proven who someone is.
pub struct Proven {
    /// The public key and what belongs to it, to be kept in the place of what was.
    pub credential: String,
    /// How often it was used; 0 where it does not count.
    pub sign_count: i64,
}

/// Whether what was kept of a passkey, here or by another instance, can be read.
pub fn is_readable(credential: &str) -> bool {
    serde_json::from_str::<Passkey>(credential).is_ok()
}

/// What a credential says before it is believed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outline {
    id: String,
    raw_id: String,
    #[serde(rename = "type")]
    kind: String,
    response: OutlineResponse,
}

#[derive(Deserialize)]
struct OutlineResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    challenge: String,
    cross_origin: Option<bool>,
    top_origin: Option<Value>,
}

impl Answer {
    /// Reads what the browser's script sends: a credential as JSON, or `{"error": …}` with the name of what went wrong.
    pub fn read(given: &Secret) -> Result<Self, PasskeyError> {
        let form = |what: &'static str| move |_| PasskeyError::Form(what);
        // Where no script has filled in anything.
        if given.expose().is_empty() {
            return Err(PasskeyError::Unsupported);
        }
        let json: Value = serde_json::from_str(given.expose()).map_err(|_| PasskeyError::Form("JSON"))?;
        match json.get("error").and_then(Value::as_str) {
            Some("NotSupportedError") => return Err(PasskeyError::Unsupported),
            Some("InvalidStateError") => return Err(PasskeyError::Exists),
            Some(other) => return Err(PasskeyError::Browser(other.chars().take(64).collect())),
            None => {}
        }
        let outline = Outline::deserialize(&json).map_err(|_| PasskeyError::Form("a credential"))?;
        if outline.kind != "public-key" || outline.id != outline.raw_id {
            return Err(PasskeyError::Form("its type or id"));
        }
        let id = BASE64_URL_SAFE_NO_PAD.decode(&outline.id).map_err(form("its id"))?;
        if id.is_empty() || id.len() > LONGEST_ID {
            return Err(PasskeyError::Form("the length of its id"));
        }
        let client_data = BASE64_URL_SAFE_NO_PAD.decode(&outline.response.client_data).map_err(form("client data"))?;
        let client_data: ClientData =
            serde_json::from_slice(&client_data).map_err(|_| PasskeyError::Form("client data"))?;
        if client_data.cross_origin == Some(true) || client_data.top_origin.is_some() {
            return Err(PasskeyError::Form("in a frame of another site"));
        }
        let challenge = BASE64_URL_SAFE_NO_PAD.decode(&client_data.challenge).map_err(form("challenge"))?;
        Ok(Self { challenge_hash: hash(&challenge), credential_id: outline.id, json })
    }

    fn of<T: DeserializeOwned>(self, what: &'static str) -> Result<T, PasskeyError> {
        T::deserialize(self.json).map_err(|_| PasskeyError::Form(what))
    }
}

fn hash(challenge: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(challenge))
}

/// Asks browsers for passkeys, and checks what they answer.
#[derive(Debug)]
pub struct Passkeys {
    webauthn: Webauthn,
}

impl Passkeys {
    /// For the app at this address alone; `None` if passkeys are switched off.
    pub fn new(settings: &Settings) -> Result<Option<Self>, String> {
        if !settings.sign_in.passkey {
            return Ok(None);
        }
        let origin = Url::parse(&settings.base_url).map_err(|error| error.to_string())?;
        let name = origin.domain().unwrap_or_default();
        let webauthn = WebauthnBuilder::new(name, &origin)
            .and_then(|builder| builder.rp_name(&settings.app_name).build())
            .map_err(|error| error.to_string())?;
        Ok(Some(Self { webauthn }))
    }

    /// Asks for any passkey of this app: it says whose it is.
    pub fn ask(&self) -> Result<Question, PasskeyError> {
        let (asked, state) = self.webauthn.start_discoverable_authentication()?;
        question(&asked.public_key, &asked.public_key.challenge, &state)
    }

    /// Checks an answer to that. The passkey that it names has been looked up; `state` is what was kept.
    pub fn prove(&self, answer: Answer, state: &[u8], known: &PasskeyRow) -> Result<Proven, PasskeyError> {
        let given: PublicKeyCredential = answer.of("an assertion")?;
        let state: DiscoverableAuthentication = serde_json::from_slice(state)?;
        let mut passkey: Passkey = serde_json::from_str(&known.credential)?;
        let (user, _) = self.webauthn.identify_discoverable_authentication(&given)?;
        if user.to_string() != known.user_handle {
            return Err(PasskeyError::User);
        }
        let result = self.webauthn.finish_discoverable_authentication_v2(&given, state, &passkey)?;
        passkey.update_credential(&result);
        Ok(Proven { credential: serde_json::to_string(&passkey)?, sign_count: i64::from(result.counter()) })
    }

    /// Asks for a new passkey that whoever it is can be found by.
    pub fn ask_for_new(&self, user: &NewUser<'_>) -> Result<Question, PasskeyError> {
        let handle = Uuid::parse_str(user.handle).map_err(|_| PasskeyError::User)?;
        let has = user.has.iter().filter_map(|id| BASE64_URL_SAFE_NO_PAD.decode(id).ok()).collect();
        let (asked, state) =
            self.webauthn.start_passkey_registration(handle, user.name, user.display_name, Some(has))?;
        let mut question = question(&asked.public_key, &asked.public_key.challenge, &state)?;
        // The library asks for no such thing. No server can insist on it, but without it many would not be found again.
        question.options["authenticatorSelection"]["residentKey"] = json!("required");
        question.options["authenticatorSelection"]["requireResidentKey"] = json!(true);
        Ok(question)
    }

    /// Checks an answer to that; `state` is what was kept.
    pub fn make(&self, answer: Answer, state: &[u8]) -> Result<Made, PasskeyError> {
        if answer.json["clientExtensionResults"]["credProps"]["rk"] == json!(false) {
            return Err(PasskeyError::Form("it cannot be found again"));
        }
        let credential_id = answer.credential_id.clone();
        let given: RegisterPublicKeyCredential = answer.of("an attestation")?;
        let state: PasskeyRegistration = serde_json::from_slice(state)?;
        let passkey = self.webauthn.finish_passkey_registration(&given, &state)?;
        if BASE64_URL_SAFE_NO_PAD.encode(passkey.cred_id()) != credential_id {
            return Err(PasskeyError::Form("its id"));
        }
        Ok(Made { credential_id, credential: serde_json::to_string(&passkey)? })
    }
}

/// Whom a passkey is to be for.
#[derive(Debug)]
pub struct NewUser<'a> {
    /// Who that is to authenticators.
    pub handle: &'a str,
    /// What they sign in with, as the authenticator shows it.
    pub name: &'a str,
    /// What they are called.
    pub display_name: &'a str,
    /// What authenticators call the passkeys that they have.
    pub has: &'a [String],
}

/// A name for somebody, by which authenticators know them and nobody else does.
pub fn new_user_handle() -> String {
    let mut bytes = [0u8; 16];
    rand::fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

fn question(
    options: &impl serde::Serialize,
    challenge: &[u8],
    state: &impl serde::Serialize,
) -> Result<Question, PasskeyError> {
    Ok(Question {
        options: serde_json::to_value(options)?,
        challenge_hash: hash(challenge),
        state: serde_json::to_vec(state)?,
    })
}
