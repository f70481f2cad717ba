//! A browser, as far as servers can tell.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;
use vestibule::server::crypto::Clock;

use super::{House, Person, SECOND};

const PAGE: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[derive(Clone, Debug)]
struct Kept {
    value: String,
    /// Unix milliseconds of the server's clock.
    until: Option<i64>,
}

/// A browser with its cookies. A clone of it is another tab.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    clock: Clock,
    origin: String,
    pub ip: IpAddr,
    /// `Accept-Language`, if it sends that.
    languages: Option<&'static str>,
    jar: Arc<Mutex<BTreeMap<String, Kept>>>,
}

impl Browser {
    pub fn new(house: &House, ip: IpAddr) -> Self {
        Self {
            router: house.router(),
            clock: house.clock.clone(),
            origin: house.origin().to_owned(),
            ip,
            languages: None,
            jar: Arc::default(),
        }
    }

    /// The same browser, of someone who reads these languages: `de-AT, en;q=0.5`.
    pub fn reading(&self, languages: &'static str) -> Self {
        Self { languages: Some(languages), ..self.clone() }
    }

    /// The same browser, now that another server answers in the place of the one before.
    pub fn at(&self, house: &House) -> Self {
        Self { router: house.router(), ..self.clone() }
    }

    /// The same browser, now that an app stands between it and the server.
    pub fn through(&self, router: Router) -> Self {
        Self { router, ..self.clone() }
    }

    /// A browser of someone who has copied the cookies.
    pub fn thief(&self) -> Self {
        Self { jar: Arc::new(Mutex::new(self.cookies().clone())), ..self.clone() }
    }

    fn cookies(&self) -> MutexGuard<'_, BTreeMap<String, Kept>> {
        self.jar.lock().expect("no other thread panicked")
    }

    /// The value of a cookie, unless it has expired.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let now = self.clock.now();
        self.cookies()
            .get(name)
            .filter(|kept| kept.until.is_none_or(|until| until > now))
            .map(|kept| kept.value.clone())
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies().insert(name.to_owned(), Kept { value: value.to_owned(), until: None });
    }

    pub fn forget_cookie(&self, name: &str) {
        self.cookies().remove(name);
    }

    /// Keeps the session token beyond its time, as no browser does.
    pub fn hoard(&self) {
        self.cookies().values_mut().for_each(|kept| kept.until = None);
    }

    fn cookie_header(&self) -> String {
        let now = self.clock.now();
        let jar = self.cookies();
        let live = jar.iter().filter(|(_, kept)| kept.until.is_none_or(|until| until > now));
        live.map(|(name, kept)| format!("{name}={}", kept.value)).collect::<Vec<_>>().join("; ")
    }

    fn take_in(&self, headers: &HeaderMap) {
        for header in headers.get_all("set-cookie") {
            let text = header.to_str().expect("a cookie is ASCII");
            let mut parts = text.split("; ");
            let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).expect("a cookie has a name");
            let age =
                parts.find_map(|part| part.strip_prefix("Max-Age=")).map(|age| age.parse::<i64>().expect("a number"));
            match age {
                Some(age) if age <= 0 => drop(self.cookies().remove(name)),
                age => {
                    let until = age.map(|age| self.clock.now() + age * SECOND);
                    self.cookies().insert(name.to_owned(), Kept { value: value.to_owned(), until });
                }
            }
        }
    }

    /// A request with nothing but the cookies.
    pub fn ask(&self, method: &str, path: &str) -> Ask {
        let mut ask = Ask {
            browser: self.clone(),
            method: method.to_owned(),
            path: path.to_owned(),
            headers: Vec::new(),
            body: Body::empty(),
        };
        let host = self.origin.split_once("://").map_or("", |(_, host)| host).to_owned();
        ask = ask.header("host", &host).header("user-agent", "Mozilla/5.0 (tests)");
        if let Some(languages) = self.languages {
            ask = ask.header("accept-language", languages);
        }
        let cookies = self.cookie_header();
        if cookies.is_empty() { ask } else { ask.header("cookie", &cookies) }
    }

    /// A form, as the browser's half sends it. `form` is its address below `/vestibule/api/`.
    pub async fn post(&self, form: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask("POST", &api(form)).by_script().form(fields).send().await
    }

    /// A form that is sent without JavaScript; the answer is the page where that leads.
    pub async fn submit(&self, form: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask("POST", &api(form)).by_hand().form(fields).send_and_follow().await
    }

    /// A question of a script.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path).header("accept", "application/json").send().await
    }

    /// A page, and where it leads.
    pub async fn page(&self, path: &str) -> Answer {
        self.ask("GET", path).header("accept", PAGE).send_and_follow().await
    }

    /// A page, and not where it leads.
    pub async fn page_alone(&self, path: &str) -> Answer {
        self.ask("GET", path).header("accept", PAGE).send().await
    }

    pub async fn sign_in(&self, person: &Person) -> Answer {
        self.post("sign_in/create", &[("identifier", &person.email), ("password", &person.password)]).await
    }

    pub async fn try_password(&self, identifier: &str, password: &str) -> Answer {
        self.post("sign_in/create", &[("identifier", identifier), ("password", password)]).await
    }

    /// Whose it is: the e-mail address, if someone is signed in.
    pub async fn who(&self) -> Option<String> {
        let answer = self.get("/api/me").await;
        match answer.status {
            200 => Some(answer.json()["email_addresses"][0]["email_address"].as_str().expect("an address").to_owned()),
            401 => None,
            other => panic!("{other}: {}", answer.body),
        }
    }
}

/// The address of a form.
pub fn api(form: &str) -> String {
    format!("/vestibule/api/{form}")
}

/// A request to be.
pub struct Ask {
    browser: Browser,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Body,
}

impl Ask {
    /// Sets a header, in place of what it was.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.and_header(name, value)
    }

    /// Adds a header, beside what it was.
    pub fn and_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// As our own script sends it.
    pub fn by_script(self) -> Self {
        let origin = self.browser.origin.clone();
        self.header("accept", "application/json").header("origin", &origin).header("sec-fetch-site", "same-origin")
    }

    /// As a form on our own page is sent without a script.
    pub fn by_hand(self) -> Self {
        let origin = self.browser.origin.clone();
        self.header("accept", PAGE)
            .header("origin", &origin)
            .header("sec-fetch-site", "same-origin")
            .header("sec-fetch-dest", "document")
    }

    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.body("application/x-www-form-urlencoded", text)
    }

    pub fn body(self, kind: &str, body: impl Into<axum::body::Bytes>) -> Self {
        let body: axum::body::Bytes = body.into();
        let length = body.len().to_string();
        let mut ask = self.header("content-type", kind).header("content-length", &length);
        ask.body = Body::from(body);
        ask
    }

    /// A body whose length is not said in advance.
    pub fn stream(self, kind: &str, body: Body) -> Self {
        let mut ask = self.header("content-type", kind);
        ask.body = body;
        ask
    }

    pub async fn send(self) -> Answer {
        let Self { browser, method, path, headers, body } = self;
        let mut request = Request::builder().method(method.as_str()).uri(&path);
        for (name, value) in &headers {
            request = request.header(name, axum::http::HeaderValue::from_bytes(value.as_bytes()).expect("a header"));
        }
        let mut request = request.body(body).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(browser.ip, 40_000)));
        let answering = async {
            let response = browser.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
            let (parts, body) = response.into_parts();
            let body = body.collect().await.map(|body| body.to_bytes());
            (parts, body)
        };
        let answered = tokio::time::timeout(Duration::from_secs(120), answering).await;
        let (parts, body) = answered.unwrap_or_else(|_| panic!("{method} {path}: no answer within two minutes"));
        browser.take_in(&parts.headers);
        let body = body.unwrap_or_default();
        Answer {
            status: parts.status.as_u16(),
            body: String::from_utf8_lossy(&body).into_owned(),
            bytes: body,
            headers: parts.headers,
            path,
        }
    }

    /// Goes where the answer leads, as long as that is on this site.
    pub async fn send_and_follow(self) -> Answer {
        let browser = self.browser.clone();
        let mut answer = self.send().await;
        for _ in 0..10 {
            let Some(next) = answer.leads_to(&browser.origin) else { return answer };
            let origin = browser.origin.clone();
            answer = browser.ask("GET", &next).header("accept", PAGE).send().await;
            assert!(origin.starts_with("http"));
        }
        panic!("led in a circle at {}", answer.path);
    }
}

/// What the server says.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    /// The same, as it came.
    pub bytes: axum::body::Bytes,
    /// The page that it is the answer of.
    pub path: String,
}

impl Answer {
    #[track_caller]
    pub fn expect_ok(&self) -> &Self {
        assert_eq!(self.status, 200, "{}: {}", self.path, self.body);
        self
    }

    /// The codes of the errors that it tells, with the fields: `code` or `code@field`.
    pub fn errors(&self) -> Vec<String> {
        let Ok(json) = serde_json::from_str::<Value>(&self.body) else { return Vec::new() };
        let errors = json["errors"].as_array().cloned().unwrap_or_default();
        let one = |error: Value| {
            let code = error["code"].as_str().unwrap_or_default().to_owned();
            error["meta"]["param_name"].as_str().map_or(code.clone(), |field| format!("{code}@{field}"))
        };
        errors.into_iter().map(one).collect()
    }

    /// The code of the first error; empty if there is none.
    pub fn error(&self) -> String {
        self.errors().first().map(|error| error.split('@').next().unwrap_or_default().to_owned()).unwrap_or_default()
    }

    /// That it refuses, and why.
    #[track_caller]
    pub fn expect_error(&self, status: u16, error: &str) -> &Self {
        assert_eq!((self.status, self.errors()), (status, vec![error.to_owned()]), "{}: {}", self.path, self.body);
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{}: {error}: {}", self.path, self.body))
    }

    /// The seconds until another try is welcome.
    #[track_caller]
    pub fn retry_after(&self) -> i64 {
        let said = self.header("retry-after").unwrap_or_else(|| panic!("no Retry-After: {}", self.body));
        let seconds = said.parse().expect("seconds");
        assert_eq!(self.json()["errors"][0]["meta"]["retry_after"], seconds);
        seconds
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a header of ASCII"))
    }

    /// What is said about a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let all = self.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let mut own = all.filter(|text| text.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')));
        let found = own.next().map(str::to_owned);
        assert_eq!(own.next(), None, "{name} is set twice");
        found
    }

    /// Whether it tells an id of a user.
    pub fn tells_a_user(&self) -> bool {
        let ids = self.body.split("user_").skip(1);
        let mut lengths = ids.map(|rest| rest.bytes().take_while(u8::is_ascii_alphanumeric).count());
        lengths.any(|length| length >= 27)
    }

    /// Whether it has a text in it.
    pub fn shows(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    fn leads_to(&self, origin: &str) -> Option<String> {
        if !(300..400).contains(&self.status) {
            return None;
        }
        let here = url::Url::parse(origin).and_then(|base| base.join(&self.path)).expect("an address");
        let there = here.join(self.header("location")?).expect("an address");
        let local = there[url::Position::BeforePath..url::Position::AfterQuery].to_owned();
        (there.origin() == here.origin()).then_some(local)
    }
}
