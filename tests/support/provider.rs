//! The way by a provider, step by step: a test can change what is carried from one to the next.

use vestibule::server::{OauthSettings, Settings};

use super::{Answer, Browser};

/// Switches providers on, simulated as long as they are not set up.
pub fn offer(settings: &mut Settings, keys: &[&str]) {
    settings.oauth.extend(keys.iter().map(|key| ((*key).to_owned(), OauthSettings::default())));
}

/// Who someone says they are at a simulated provider.
#[derive(Clone, Copy, Debug)]
pub struct Somebody<'a> {
    pub email: &'a str,
    pub verified: bool,
    pub first_name: &'a str,
    pub last_name: &'a str,
}

impl<'a> Somebody<'a> {
    /// The provider has verified the address.
    pub fn proven(email: &'a str) -> Self {
        Self { email, verified: true, first_name: "", last_name: "" }
    }

    /// The provider has not.
    pub fn unproven(email: &'a str) -> Self {
        Self { verified: false, ..Self::proven(email) }
    }

    pub fn named(self, first_name: &'a str, last_name: &'a str) -> Self {
        Self { first_name, last_name, ..self }
    }
}

/// The value of a parameter in an address.
#[track_caller]
pub fn parameter(url: &str, name: &str) -> String {
    let url = url::Url::parse("http://localhost:3000").and_then(|base| base.join(url)).expect("an address");
    let found = url.query_pairs().find(|(known, _)| known == name);
    found.unwrap_or_else(|| panic!("no {name} in {url}")).1.into_owned()
}

/// Where an answer leads, if it leads anywhere.
#[track_caller]
pub fn location(answer: &Answer) -> String {
    assert!(matches!(answer.status, 302 | 303), "{} {}: {}", answer.status, answer.path, answer.body);
    answer.header("location").expect("leads on").to_owned()
}

impl Browser {
    /// Presses a provider's button: where that leads.
    pub async fn press(&self, form: &str, provider: &str, redirect_url: &str) -> String {
        let strategy = format!("oauth_{provider}");
        let fields = [("strategy", strategy.as_str()), ("redirect_url", redirect_url)];
        let answer = self.ask("POST", &format!("/vestibule/api/{form}")).by_hand().form(&fields).send().await;
        location(&answer)
    }

    /// Says who one is on the page of a simulated provider: where that leads.
    pub async fn be(&self, page: &str, who: Somebody<'_>) -> String {
        let shown = self.page_alone(page).await;
        shown.expect_ok();
        assert!(shown.shows("Simulated provider"), "{}", shown.body);
        let (state, challenge) = (parameter(page, "state"), parameter(page, "code_challenge"));
        let mut fields = vec![("state", state.as_str()), ("code_challenge", &challenge), ("email_address", who.email)];
        fields.extend([("first_name", who.first_name), ("last_name", who.last_name)]);
        if who.verified {
            fields.push(("email_verified", "true"));
        }
        let path = page.split('?').next().unwrap_or_default();
        location(&self.ask("POST", path).by_hand().form(&fields).send().await)
    }

    /// The whole way: what the callback says.
    pub async fn come_from(&self, form: &str, provider: &str, who: Somebody<'_>) -> Answer {
        let page = self.press(form, provider, "").await;
        let callback = self.be(&page, who).await;
        self.page_alone(&callback).await
    }
}
