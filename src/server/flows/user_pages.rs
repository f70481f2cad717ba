//! The list of all people as operators leaf through it in the dashboard, and find someone as they type: by indexes alone, so that
//! it takes as long with a million people as with ten.

use super::Error;
use super::users::{Account, Users};
use crate::server::store::user_pages;
pub use crate::server::store::user_pages::{PageOrder, Place};

/// Which part of the list.
#[derive(Clone, Debug, Default)]
pub struct UserPageQuery {
    /// How a name, an identifier or an id begins; everyone where it is empty.
    pub beginning: String,
    /// Only who is banned.
    pub banned: bool,
    /// In which order, where nobody is looked for.
    pub order: PageOrder,
    /// From where on, likewise.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: i64,
}

/// A part of the list.
#[derive(Clone, Debug)]
pub struct AccountPage {
    /// Who is on it.
    pub accounts: Vec<Account>,
    /// Where the next part begins, if there is one.
    pub next: Option<Place>,
    /// Whether more are found than these: then more has to be typed.
    pub is_cut: bool,
}

/// The longest text that is looked for, in characters.
const LONGEST: usize = 100;

impl Users<'_> {
    /// A part of the list of all people, or those who begin so.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn page(&self, query: &UserPageQuery) -> Result<AccountPage, Error> {
        let app = self.0;
        let limit = query.limit.clamp(1, 100);
        let wanted = usize::try_from(limit).unwrap_or_default();
        let beginning: String = query.beginning.trim().chars().take(LONGEST).collect();
        let looks = !beginning.is_empty();
        let mut places: Vec<Place> = if looks {
            // PostgreSQL takes no NUL in a text, and nobody has one.
            let ids = match (beginning.contains('\0'), beginning.starts_with("user_")) {
                (true, _) => Vec::new(),
                (_, true) => vec![beginning],
                _ => user_pages::beginning(&app.store, &beginning, limit + 1).await?,
            };
            ids.into_iter().map(|id| Place { at: 0, id }).collect()
        } else {
            user_pages::after(&app.store, query.order, query.banned, query.after.as_ref(), limit + 1).await?
        };
        let is_more = places.len() > wanted;
        places.truncate(wanted);
        let next = places.last().filter(|_| is_more && !looks).cloned();
        let ids: Vec<&str> = places.iter().map(|place| place.id.as_str()).collect();
        let mut accounts = Account::read_all(&mut *app.store.read().await?, &ids, app.clock.now()).await?;
        if looks && query.banned {
            accounts.retain(|account| account.banned);
        }
        Ok(AccountPage { accounts, next, is_cut: is_more && looks })
    }
}
