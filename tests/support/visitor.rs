//! A browser over the network, for the real binary.

use std::collections::BTreeMap;

use serde_json::Value;

use super::pictures::multipart;

/// A browser with its cookies. What it gives is `None` when the server does not answer.
#[derive(Clone)]
pub struct Visitor {
    address: String,
    client: reqwest::Client,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    pub fn new(address: &str) -> Self {
        // Otherwise the cookies of an answer that leads on would be lost.
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { address: address.to_owned(), client, cookies: BTreeMap::new() }
    }

    /// Another browser, which has none of the cookies.
    pub fn another(&self) -> Self {
        Self { cookies: BTreeMap::new(), ..self.clone() }
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// A form, as the browser's half sends it. `form` is its address below `/vestibule/api/`.
    pub async fn post(&mut self, form: &str, fields: &[(&str, &str)]) -> Option<(u16, Value)> {
        let (status, text) = self.send(self.form(form, fields).header("accept", "application/json")).await?;
        Some((status, serde_json::from_str(&text).ok()?))
    }

    /// A form that is sent without JavaScript; where it leads is not gone to.
    pub async fn submit(&mut self, form: &str, fields: &[(&str, &str)]) -> Option<u16> {
        let (status, _) = self.send(self.form(form, fields).header("accept", "text/html")).await?;
        Some(status)
    }

    /// A picture, as our script uploads it.
    pub async fn upload(&mut self, file: &[u8]) -> Option<(u16, Value)> {
        let (kind, body) = multipart(&[], Some(("me.png", file)));
        let ask = self.client.post(format!("{}/vestibule/api/user/set_profile_image", self.address));
        let ask = ask.header("origin", &self.address).header("accept", "application/json").header("content-type", kind);
        let (status, text) = self.send(ask.body(body)).await?;
        Some((status, serde_json::from_str(&text).ok()?))
    }

    /// A page, and not where it leads.
    pub async fn page(&mut self, path: &str) -> Option<(u16, String)> {
        self.send(self.client.get(format!("{}{path}", self.address)).header("accept", "text/html")).await
    }

    /// The newest code that was mailed to an address.
    pub async fn code(&self, email: &str) -> Option<String> {
        let mails = self.client.get(format!("{}/dev/mailbox.json", self.address)).send().await.ok()?;
        let mails: Value = serde_json::from_str(&mails.text().await.ok()?).ok()?;
        let own = mails.as_array()?.iter().find(|mail| mail["to"] == email)?;
        own["code"].as_str().map(str::to_owned)
    }

    fn form(&self, form: &str, fields: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.client
            .post(format!("{}/vestibule/api/{form}", self.address))
            .header("origin", &self.address)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    }

    async fn send(&mut self, ask: reqwest::RequestBuilder) -> Option<(u16, String)> {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        let ask = if cookies.is_empty() { ask } else { ask.header("cookie", cookies.join("; ")) };
        let answer = ask.send().await.ok()?;
        for set in answer.headers().get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok()) {
            let (name, value) =
                set.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie has a name");
            match value {
                "" => drop(self.cookies.remove(name)),
                _ => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
        }
        Some((answer.status().as_u16(), answer.text().await.ok()?))
    }
}
