//! The lists of the database, held in memory: who may sign up and who may not, and where one may be led. They are asked at
//! every turn, and change seldom. Whoever changes them tells the other servers; on SQLite, where nobody tells, another process
//! sees it within ten seconds.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use url::Url;

use super::store::listed_identifiers::IdentifierList;
use super::store::{Store, StoreError, lists};

/// What is listed.
#[derive(Debug, Default)]
pub struct Listed {
    /// How often the lists had changed by then.
    pub revision: i64,
    /// Who may sign up; nobody in it means everyone.
    pub allowed: HashSet<String>,
    /// Who may not.
    pub blocked: HashSet<String>,
    /// Where one may be led.
    pub redirect_urls: HashSet<String>,
    /// What a content security policy calls those, each once.
    pub redirect_sources: Vec<String>,
}

/// The lists as they are now.
#[derive(Debug, Default)]
pub struct Lists {
    now: RwLock<Arc<Listed>>,
    turn: tokio::sync::Mutex<()>,
}

impl Lists {
    /// What is listed now.
    pub fn now(&self) -> Arc<Listed> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads them again, if they have changed.
    pub async fn load(&self, store: &Store) -> Result<(), StoreError> {
        // One after the other, so that what is read last is what stays.
        let _turn = self.turn.lock().await;
        let mut connection = store.read().await?;
        // First: what changes while the rest is read is read again next time.
        let revision = lists::revision(&mut connection).await?;
        if revision == self.now().revision {
            return Ok(());
        }
        let redirect_urls = lists::redirect_urls(&mut connection).await?;
        let listed = Listed {
            revision,
            allowed: lists::identifiers(&mut connection, IdentifierList::Allow).await?.into_iter().collect(),
            blocked: lists::identifiers(&mut connection, IdentifierList::Block).await?.into_iter().collect(),
            redirect_sources: sources(&redirect_urls),
            redirect_urls: redirect_urls.into_iter().collect(),
        };
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(listed);
        Ok(())
    }
}

/// What a content security policy calls these addresses (CSP3 section 2.3.1): an origin, or the scheme of an app's own.
fn sources(urls: &[String]) -> Vec<String> {
    let source = |url: &Url| match url.origin() {
        origin if origin.is_tuple() => origin.ascii_serialization(),
        _ => format!("{}:", url.scheme()),
    };
    let mut sources: Vec<String> = urls.iter().filter_map(|url| Url::parse(url).ok()).map(|url| source(&url)).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_names_origins_and_schemes_once() {
        let urls = ["https://docs.example/a", "my-app://callback", "https://docs.example/b", "http://localhost:8080/"];
        let urls = urls.map(str::to_owned);
        assert_eq!(sources(&urls), ["http://localhost:8080", "https://docs.example", "my-app:"]);
    }
}
