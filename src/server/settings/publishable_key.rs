//! What Clerk's published clients know an instance by. It says where the instance is, and is no secret.

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;

use super::Settings;

impl Settings {
    /// The publishable key: `pk_test_…` in development, `pk_live_…` in production. Clerk's published clients take a session token from
    /// a cookie if it was made at the address that their key names.
    ///
    /// They know no address without a dot. That of `localhost` is written as `localhost.`, which is the same name: with such a key
    /// they take tokens from a header, and none from a cookie. An IPv6 address has no dot and no other name: for one there is no key.
    pub fn publishable_key(&self) -> Option<String> {
        let kind = if self.is_development() { "pk_test_" } else { "pk_live_" };
        let place = with_dot(self.place())?;
        // Without padding, as theirs are.
        Some(format!("{kind}{}", BASE64_STANDARD_NO_PAD.encode(format!("{place}$"))))
    }

    /// Whether Clerk's published clients take session tokens from cookies of this address.
    pub(in crate::server) fn is_known_by_cookies(&self) -> bool {
        self.place().contains('.')
    }

    /// Host and port.
    fn place(&self) -> &str {
        self.base_url.split_once("://").map_or(&*self.base_url, |(_, place)| place)
    }
}

/// The same place as one that has a dot, if there is such a name for it.
fn with_dot(place: &str) -> Option<String> {
    if place.starts_with('[') {
        return None;
    }
    if place.contains('.') {
        return Some(place.to_owned());
    }
    Some(match place.split_once(':') {
        Some((name, port)) => format!("{name}.:{port}"),
        None => format!("{place}."),
    })
}

#[cfg(test)]
mod tests {
    use base64::prelude::BASE64_STANDARD;

    use super::*;
    use crate::server::settings::Environment;

    fn at(environment: Environment, base_url: &str) -> Settings {
        Settings { environment, base_url: base_url.into(), ..Settings::default() }
    }

    #[test]
    fn an_address_that_no_key_can_name_has_none() {
        for base_url in ["http://[::1]:3000", "https://[2001:db8::1]"] {
            let settings = at(Environment::Development, base_url);
            assert_eq!(settings.publishable_key(), None, "{base_url}");
            let described = settings.describe();
            assert!(described.contains("publishable key none: no key of Clerk's clients can name"), "{described}");
        }
        let named = at(Environment::Development, "http://localhost:3000").describe();
        assert!(!named.contains("can name"), "{named}");
    }

    #[test]
    fn it_says_where_the_instance_is() {
        // The first is what Clerk's own function makes of the address.
        let (live, test) = (Environment::Production, Environment::Development);
        for (environment, base_url, begins, says, by_cookies) in [
            (live, "https://clerk.example.com", "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k", "clerk.example.com$", true),
            (live, "https://app.example:8443", "pk_live_", "app.example:8443$", true),
            (test, "http://127.0.0.1:3000", "pk_test_", "127.0.0.1:3000$", true),
            (test, "http://app.localhost:3000", "pk_test_", "app.localhost:3000$", true),
            (test, "http://localhost:3000", "pk_test_", "localhost.:3000$", false),
            (test, "https://localhost", "pk_test_", "localhost.$", false),
        ] {
            let settings = at(environment, base_url);
            let (key, is_known) = (settings.publishable_key().expect("has a name"), settings.is_known_by_cookies());
            assert!(key.starts_with(begins) && !key.contains('='), "{key}");
            assert_eq!(key.matches('_').count(), 2, "{key}: they take it apart there");
            let (_, rest) = key.split_at("pk_live_".len());
            assert_eq!(rest, BASE64_STANDARD.encode(says).trim_end_matches('='), "{base_url}");
            assert_eq!(is_known, by_cookies, "{base_url}");
        }
    }
}
