//! The waitlist as operators leaf through it in the dashboard, and find someone as they type.

use super::Error;
use super::pages::{cut, looked_for, most};
use super::waitlist::{Waitlist, WaitlistEntry};
use crate::model::WaitlistStatus;
use crate::server::store::user_pages::Place;
use crate::server::store::waitlist_pages;

/// Which part of the list.
#[derive(Clone, Debug, Default)]
pub struct WaitlistPageQuery {
    /// How an address begins, or an id; everyone where it is empty.
    pub beginning: String,
    /// Who stands there.
    pub status: Option<WaitlistStatus>,
    /// From where on, where nobody is looked for.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: i64,
}

/// A part of the list.
#[derive(Clone, Debug)]
pub struct WaitlistPart {
    /// Who is on it.
    pub entries: Vec<WaitlistEntry>,
    /// Where the next part begins, if there is one.
    pub next: Option<Place>,
    /// Whether more are found than these: then more has to be typed.
    pub is_cut: bool,
}

impl Waitlist<'_> {
    /// A part of the list, who came first in front, or those whose address begins so.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn page(&self, query: &WaitlistPageQuery) -> Result<WaitlistPart, Error> {
        let (app, limit) = (self.0, most(query.limit));
        let beginning = looked_for(&query.beginning);
        let looks = beginning.as_deref() != Some("");
        let mut rows = match beginning {
            None => Vec::new(),
            Some(text) if text.is_empty() => {
                waitlist_pages::after(&app.store, query.status, query.after.as_ref(), limit + 1).await?
            }
            Some(text) => waitlist_pages::beginning(&app.store, query.status, &text, limit + 1).await?,
        };
        let is_more = cut(&mut rows, limit);
        let last = rows.last().filter(|_| is_more && !looks);
        let next = last.map(|row| Place { at: row.created_at, id: row.id.clone() });
        let entries = rows.into_iter().map(WaitlistEntry::from).collect();
        Ok(WaitlistPart { entries, next, is_cut: is_more && looks })
    }
}
