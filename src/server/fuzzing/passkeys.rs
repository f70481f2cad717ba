//! What browsers and authenticators answer. The first byte says what of it is made up: all of it in JSON, `{` included; what
//! an authenticator says when it makes a passkey, in CBOR, behind an `a`; what it says when it uses one, behind an `s`; what
//! was kept of a passkey, behind a `k`.

use std::sync::LazyLock;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use uuid::Uuid;

use super::settings::{BASE_URL, SETTINGS};
use super::text;
use crate::server::crypto::Secret;
use crate::server::factors::passkey::{Answer, NewUser, Passkeys, Question, is_readable};
use crate::server::store::passkeys::PasskeyRow;

const HANDLE: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";
const ID: &str = "uZcVDBVS68E_MtAgeQpElJxldF_6cY9sSvbWqx_qRh8";

/// What is kept of a passkey, as webauthn-rs writes it.
const KEPT: &str = r#"{"cred":{"cred_id":"uZcVDBVS68E_MtAgeQpElJxldF_6cY9sSvbWqx_qRh8","cred":{"type_":"ES256","key":{"EC_EC2":{"curve":"SECP256R1","x":"wn5_bfwXgxX8Bt9jLP6MG-YRXgWFHGgpkEWrlaEayPM","y":"j3u3nBiyFfh1n6JFqzS8_Bo7Bi9nXBM6dWf5ANsIX8Q"}}},"counter":2,"user_verified":false,"backup_eligible":false,"backup_state":false,"registration_policy":"preferred","extensions":{"cred_protect":"NotRequested","hmac_create_secret":"NotRequested"},"attestation":{"data":"None","metadata":"None"},"attestation_format":"none"}}"#;

/// A question to a browser, once for each of the two things that it may be asked for.
struct Asked {
    passkeys: Passkeys,
    for_new: Question,
    for_any: Question,
}

static ASKED: LazyLock<Asked> = LazyLock::new(|| {
    let passkeys = Passkeys::new(&SETTINGS).expect("can be asked for").expect("are switched on");
    let user = NewUser { handle: HANDLE, name: "ada@example.com", display_name: "Ada", has: &[] };
    let for_new = passkeys.ask_for_new(&user).expect("is asked");
    let for_any = passkeys.ask().expect("is asked");
    Asked { passkeys, for_new, for_any }
});

/// What was kept is read by this version of the library.
#[cfg(test)]
pub fn keeps() -> bool {
    is_readable(KEPT)
}

/// An answer about passkeys.
pub fn passkeys(bytes: &[u8]) {
    let asked = &*ASKED;
    match bytes.split_first() {
        Some((b'a', said)) => {
            let response =
                json!({ "attestationObject": encoded(said), "clientDataJSON": data("create", &asked.for_new) });
            answer(asked, &credential(response));
        }
        Some((b's', said)) => {
            let response = json!({
                "authenticatorData": encoded(said),
                "clientDataJSON": data("get", &asked.for_any),
                "signature": encoded(said),
                "userHandle": encoded(Uuid::parse_str(HANDLE).expect("is one").as_bytes()),
            });
            answer(asked, &credential(response));
        }
        Some((b'k', kept)) => {
            let _ = text(kept).map(is_readable);
        }
        _ => {
            if let Some(json) = text(bytes) {
                answer(asked, json);
            }
        }
    }
}

fn encoded(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// What a browser notes of what it was asked.
fn data(what: &str, question: &Question) -> String {
    let challenge = &question.options["challenge"];
    let data =
        json!({ "type": format!("webauthn.{what}"), "challenge": challenge, "origin": BASE_URL, "crossOrigin": false });
    encoded(data.to_string().as_bytes())
}

fn credential(response: Value) -> String {
    json!({ "id": ID, "rawId": ID, "type": "public-key", "response": response, "clientExtensionResults": {} })
        .to_string()
}

/// Takes it for an answer to either question. Nobody has the private key.
fn answer(asked: &Asked, json: &str) {
    let given = Secret::new(json);
    let row = PasskeyRow {
        id: "passkey_1".into(),
        user_id: "user_1".into(),
        user_handle: HANDLE.into(),
        credential: KEPT.into(),
    };
    if let Ok(answer) = Answer::read(&given) {
        assert!(asked.passkeys.prove(answer, &asked.for_any.state, &row).is_err());
    }
    if let Ok(answer) = Answer::read(&given) {
        // One without an attestation is good, whoever has made it up.
        let _ = asked.passkeys.make(answer, &asked.for_new.state);
    }
}
