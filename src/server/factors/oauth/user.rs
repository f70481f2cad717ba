//! A person's data, of a provider that has no ID tokens.

use serde_json::Value;

use super::error::Problem;
use super::exchange::Answer;
use super::http::{Http, get, post};
use super::identity::{self, Identity};
use super::providers::{Claims, Emails, User};

/// Asks who someone is, with the token that was given for that.
pub async fn ask(http: &Http, claims: &Claims, user: User, answer: &Answer, token: &str) -> Result<Identity, Problem> {
    let asked = |url: &str| match url.contains("{token}") {
        true => {
            let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
            get(&url.replace("{token}", &token), None)
        }
        false => get(url, Some(token)),
    };
    let request = match user {
        User::WithTokens => None,
        User::Get(url) | User::GetWithEmails(url, _) => Some(asked(url)),
        User::Post(url, body) => Some(post(url, token, body)),
    };
    let said = match request {
        None => Value::Object(answer.rest.clone()),
        Some(request) => http.json(request).await.map_err(|error| Problem::about("the person", &error))?,
    };
    let mut identity = Identity::read(claims, &said).ok_or_else(|| "it does not say who it is".to_owned())?;
    if let User::GetWithEmails(_, emails) = user {
        let said = http.json(asked(emails.url)).await.map_err(|error| Problem::about("the addresses", &error))?;
        (identity.email, identity.email_verified) = best(emails, &said);
    }
    Ok(identity)
}

/// The address that counts, and whether it is proven: the primary one if it is, else any that is, else the primary one.
fn best(emails: Emails, said: &Value) -> (Option<String>, bool) {
    let list = said.pointer(emails.list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let holds = |entry: &Value, pointer: &str| entry.pointer(pointer) == Some(&Value::Bool(true));
    let all: Vec<(String, bool, bool)> = list
        .iter()
        .filter_map(|entry| {
            let email = identity::text(entry, emails.email)?;
            Some((email, holds(entry, emails.verified), holds(entry, emails.primary)))
        })
        .collect();
    let found = all.iter().max_by_key(|(_, verified, primary)| (*verified, *primary));
    found.map_or((None, false), |(email, verified, _)| (Some(email.clone()), *verified))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::providers::{Protocol, Provider};
    use super::*;

    #[test]
    fn the_address_that_counts_is_a_proven_one() {
        let Some(Provider { protocol: Protocol::OAuth2 { user: User::GetWithEmails(_, emails), .. }, .. }) =
            Provider::named("github")
        else {
            panic!("GitHub has a list of addresses")
        };
        let entry = |email: &str, verified: bool, primary: bool| json!({ "email": email, "verified": verified, "primary": primary });
        let picked = |list: Value| best(*emails, &list);
        let two = json!([entry("a@x.example", true, false), entry("b@x.example", true, true)]);
        assert_eq!(picked(two), (Some("b@x.example".into()), true));
        let unproven = json!([entry("a@x.example", true, false), entry("b@x.example", false, true)]);
        assert_eq!(picked(unproven), (Some("a@x.example".into()), true));
        assert_eq!(picked(json!([entry("b@x.example", false, true)])), (Some("b@x.example".into()), false));
        assert_eq!(picked(json!({ "message": "no" })), (None, false));
    }
}
