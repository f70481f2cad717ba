//! Where one may be led besides where the settings say: addresses that an operator lists while the server runs. Whatever leads
//! somewhere asks `server::redirect::target`, which knows them.

use url::{Host, Url};

use super::invitations::page;
use crate::server::crypto::{Prefix, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::redirect_urls::{self, RedirectUrlRow};
use crate::server::store::{Notice, StoreError, Transaction, lists};
use crate::server::vestibule::Inner;

/// How many there may be: each page tells the browser of them.
pub const MOST_URLS: i64 = 100;
/// The longest one, in bytes.
const LONGEST_URL: usize = 2_048;
/// No name in the DNS is longer (RFC 1035 section 2.3.4).
const LONGEST_HOST: usize = 253;

/// What browsers know by themselves, and no app of anyone's answers to: some of it runs what it says.
const SCHEMES_OF_BROWSERS: &[&str] = &[
    "about",
    "blob",
    "chrome",
    "content",
    "data",
    "edge",
    "file",
    "filesystem",
    "ftp",
    "intent",
    "jar",
    "javascript",
    "mailto",
    "resource",
    "sms",
    "tel",
    "vbscript",
    "view-source",
    "ws",
    "wss",
];

/// Why something about a redirect URL did not happen.
#[derive(Debug, thiserror::Error)]
pub enum RedirectUrlError {
    /// Nobody is led there.
    #[error(
        "url is a whole https:// address, an http:// address of this machine, or one with the scheme of an app of your own; \
         without a user, a password and a fragment"
    )]
    Url,
    /// It is listed.
    #[error("it is listed")]
    Listed,
    /// There are as many as there may be.
    #[error("there are {MOST_URLS} redirect URLs already")]
    Full,
    /// There is no such one.
    #[error("there is no such redirect URL")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An address that one may be led to: it alone, with its path and query. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectUrl {
    /// `ru_…`
    pub id: String,
    /// As browsers write it (WHATWG URL).
    pub url: String,
    /// When it was listed.
    pub created_at: i64,
}

impl From<RedirectUrlRow> for RedirectUrl {
    fn from(RedirectUrlRow { id, url, created_at }: RedirectUrlRow) -> Self {
        Self { id, url, created_at }
    }
}

/// The redirect URLs: [`Vestibule::redirect_urls`](crate::server::Vestibule::redirect_urls).
#[derive(Clone, Copy, Debug)]
pub struct RedirectUrls<'a>(pub(crate) &'a Inner);

impl RedirectUrls<'_> {
    /// Lists an address: from then on one may be led there, as to the origins of `security.redirect_origins`. It is compared
    /// whole (RFC 9700 section 2.1).
    ///
    /// # Errors
    /// If nobody can be led there, if it is listed, or if there are 100.
    pub async fn create(&self, url: &str) -> Result<RedirectUrl, RedirectUrlError> {
        let app = self.0;
        let now = app.clock.now();
        let url = read(url).ok_or(RedirectUrlError::Url)?;
        let row = RedirectUrlRow { id: new_id(Prefix::RedirectUrl, now), url, created_at: now };
        let mut tx = app.store.write().await?;
        lists::take_turn(&mut tx).await?;
        if redirect_urls::count(&mut tx).await? >= MOST_URLS {
            return Err(RedirectUrlError::Full);
        }
        redirect_urls::insert(&mut tx, &row).await.map_err(|error| match error {
            StoreError::Exists(_) => RedirectUrlError::Listed,
            other => other.into(),
        })?;
        finish(app, tx, AuditAction::RedirectUrlCreated, &row, now).await?;
        Ok(row.into())
    }

    /// A part of them, newest first, and how many there are in all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self, limit: i64, offset: i64) -> Result<(Vec<RedirectUrl>, i64), RedirectUrlError> {
        let mut connection = self.0.store.read().await?;
        let rows = redirect_urls::list(&mut connection, page(limit, offset)).await?;
        let count = redirect_urls::count(&mut connection).await?;
        Ok((rows.into_iter().map(RedirectUrl::from).collect(), count))
    }

    /// One of them.
    ///
    /// # Errors
    /// If there is none.
    pub async fn get(&self, id: &str) -> Result<RedirectUrl, RedirectUrlError> {
        let found = redirect_urls::by_id(&mut *self.0.store.read().await?, id).await?;
        found.map(RedirectUrl::from).ok_or(RedirectUrlError::NotFound)
    }

    /// Takes one from the list: nobody is led there any more, unless the settings say so.
    ///
    /// # Errors
    /// If there is none.
    pub async fn delete(&self, id: &str) -> Result<(), RedirectUrlError> {
        let app = self.0;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        lists::take_turn(&mut tx).await?;
        let row = redirect_urls::delete(&mut tx, id).await?.ok_or(RedirectUrlError::NotFound)?;
        Ok(finish(app, tx, AuditAction::RedirectUrlDeleted, &row, now).await?)
    }
}

/// Notes what has become of one, commits, and has it in force here before anyone is answered.
async fn finish(
    app: &Inner,
    mut tx: Transaction,
    action: AuditAction,
    row: &RedirectUrlRow,
    now: i64,
) -> Result<(), StoreError> {
    AuditEntry::of(action).with("url", row.url.as_str()).write(&mut tx, Some(&row.id), now).await?;
    app.store.tell(&mut tx, &Notice::ListsChanged).await?;
    tx.commit().await?;
    app.lists.load(&app.store).await
}

/// An address as it is compared, if one may be led there.
pub(in crate::server) fn read(typed: &str) -> Option<String> {
    if typed.len() > LONGEST_URL || typed.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return None;
    }
    let mut url = Url::parse(typed).ok()?;
    if url.query() == Some("") {
        url.set_query(None);
    }
    let is_bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let may_be = match url.scheme() {
        "https" => true,
        // RFC 8252 section 7.3.
        "http" => match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        },
        // RFC 8252 section 7.1.
        own => !SCHEMES_OF_BROWSERS.contains(&own) && !url.cannot_be_a_base(),
    };
    (is_bare && may_be && is_name(&url) && url.as_str().len() <= LONGEST_URL).then(|| url.into())
}

/// Whether the host is one that a content security policy can name: the URL Standard lets `;`, `,` and `*` stand in one, which are
/// something else there.
fn is_name(url: &Url) -> bool {
    let letters = |name: &str| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-".contains(&b));
    match url.host() {
        // What an app of one's own calls its places stands in no policy: its scheme does.
        Some(Host::Domain(name)) if url.origin().is_tuple() => name.len() <= LONGEST_HOST && letters(name),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_in_one_way() {
        for (typed, written) in [
            ("https://Docs.Example", "https://docs.example/"),
            ("https://docs.example:443/a/../done?", "https://docs.example/done"),
            ("http://localhost:8080/callback", "http://localhost:8080/callback"),
            ("http://127.0.0.1/callback", "http://127.0.0.1/callback"),
            ("http://[::1]:1/", "http://[::1]:1/"),
            ("my-app://callback", "my-app://callback"),
            ("com.example.app:/oauth2redirect", "com.example.app:/oauth2redirect"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(written), "{typed}");
        }
    }

    #[test]
    fn what_runs_or_hides_something_is_refused() {
        let long = format!("https://docs.example/{}", "a".repeat(LONGEST_URL));
        let long_host = format!("https://{}example/", "a.".repeat(130));
        assert_eq!(read(&long_host), None);
        for typed in [
            "",
            "/done",
            "//docs.example",
            "docs.example",
            "https://",
            "http://docs.example/",
            "https://a;frame-ancestors/",
            "https://a,b.example/",
            "https://*/",
            "https://*.example/",
            "https://a'b.example/",
            "http://localhost.evil.example/",
            "http://127.0.0.1.evil.example/",
            "https://user@docs.example/",
            "https://user:pw@docs.example/",
            "https://docs.example/#a",
            "https:\\\\docs.example",
            "https://docs.example/\n",
            " https://docs.example/",
            "javascript://docs.example/%0aalert(1)",
            "JavaScript://x",
            "data:text/html,x",
            "vbscript://x",
            "file:///etc/passwd",
            "blob:https://docs.example/x",
            "view-source:https://docs.example",
            "ws://docs.example",
            "ftp://docs.example",
            "intent://scan/",
            "mailto:ada@example.com",
            "my-app:callback",
            &long,
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
