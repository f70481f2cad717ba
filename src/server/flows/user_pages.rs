//! The list of all people as operators leaf through it in the dashboard, narrow it down, and find someone as they type: by indexes
//! alone, so that it takes as long with a million people as with ten.
//!
//! Where all that is asked for fits many, and all of it together nearly nobody, the list is walked until a part of it is full, or until
//! [`LOOKED_AT`] people were looked at; the next part goes on there.

use super::active_organization::may_name;
use super::pages::{cut, looked_for, most};
use super::users::{Account, Users};
use super::{Error, identifier};
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::user_pages::{self, Meant};
pub use crate::server::store::user_pages::{FEW, LOOKED_AT, PageOrder, Place, Standing};

/// Which part of the list.
#[derive(Clone, Debug, Default)]
pub struct UserPageQuery {
    /// How a name, an identifier, an id or an external id begins; everyone where it is empty.
    pub beginning: String,
    /// Only who stands there.
    pub standing: Option<Standing>,
    /// Only who came at that time or later, Unix milliseconds.
    pub created_since: Option<i64>,
    /// Only who belongs to this organization, by its id.
    pub organization_id: Option<String>,
    /// Only who has connected an account at this provider, by its key.
    pub provider: Option<String>,
    /// In which order.
    pub order: PageOrder,
    /// From where on.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: i64,
}

/// A part of the list.
#[derive(Clone, Debug, Default)]
pub struct AccountPage {
    /// Who is on it.
    pub accounts: Vec<Account>,
    /// Where the next part begins, if there is one.
    pub next: Option<Place>,
    /// Whether more begin so than were looked at: then more has to be typed.
    pub is_cut: bool,
    /// Whether this part ends because so many were looked at, and not because it is full or nobody else is meant.
    pub is_walked: bool,
}

impl Users<'_> {
    /// A part of the list of all people, or of those who are meant.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn page(&self, query: &UserPageQuery) -> Result<AccountPage, Error> {
        self.page_of(query, LOOKED_AT).await
    }

    /// The same, looking at no more than so many where everybody is walked past.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn page_of(&self, query: &UserPageQuery, looked_at: i64) -> Result<AccountPage, Error> {
        let (app, now) = (self.0, self.0.clock.now());
        let limit = most(query.limit);
        let Some(beginning) = looked_for(&query.beginning) else { return Ok(AccountPage::default()) };
        let meant = Meant {
            beginning,
            standing: query.standing,
            created_since: query.created_since,
            organization_id: query.organization_id.clone(),
            provider: query.provider.clone(),
        };
        let texts = [meant.organization_id.as_ref(), meant.provider.as_ref()];
        // PostgreSQL takes no NUL in a text, and nobody has one.
        if texts.into_iter().flatten().any(|text| text.contains('\0')) {
            return Ok(AccountPage::default());
        }
        // Nobody of them has what they would be sorted by.
        let order = match (query.standing, query.order) {
            (Some(Standing::NeverSignedIn), PageOrder::SignedIn | PageOrder::Active) => PageOrder::Newest,
            (_, order) => order,
        };
        let most = (looked_at.max(1), now);
        let part = user_pages::part(&app.store, &meant, order, query.after.as_ref(), limit + 1, most).await?;
        let mut places = part.places;
        let is_more = cut(&mut places, limit);
        let next = places.last().filter(|_| is_more).cloned();
        let is_walked = part.walked_to.is_some();
        let next = next.or(part.walked_to);
        let ids: Vec<&str> = places.iter().map(|place| place.id.as_str()).collect();
        let accounts = Account::read_all(&mut *app.store.read().await?, &ids, now).await?;
        Ok(AccountPage { accounts, next, is_cut: part.is_cut, is_walked })
    }

    /// The id of who is meant by an id, a username, or an email address or phone number that they have proven: whoever only says that
    /// an address is theirs is not meant by it. `None` if that is nobody.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn named(&self, typed: &str) -> Result<Option<String>, Error> {
        let (app, typed) = (self.0, typed.trim());
        if may_name(typed) && self.get(typed).await?.is_some() {
            return Ok(Some(typed.to_owned()));
        }
        let read = [
            (IdentifierKind::EmailAddress, identifier::email_address(typed)),
            (IdentifierKind::PhoneNumber, identifier::phone_number(typed, "", &app.settings.sms)),
            (IdentifierKind::Username, identifier::username(typed)),
        ];
        let mut connection = app.store.read().await?;
        for (kind, read) in read {
            let Ok(read) = read else { continue };
            let owner = identifiers::owner(&mut connection, kind, &read.normalized).await?;
            // Nobody proves a username: it is whose it is.
            if let Some(owner) = owner.filter(|owner| owner.is_verified || kind == IdentifierKind::Username) {
                return Ok(Some(owner.user_id));
            }
        }
        Ok(None)
    }
}
