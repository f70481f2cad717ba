//! The list of all people, as operators and other backends ask for it.

use super::users::{Account, Users};
use super::{Error, identifier};
use crate::server::phone_number;
pub use crate::server::store::user_list::UserOrder;
use crate::server::store::user_list::{self, UserFilter, UserPage};

/// Which people are asked for: all of the conditions hold of whoever is given. Times are Unix milliseconds.
#[derive(Clone, Debug)]
pub struct UserQuery {
    /// Only these, by their ids.
    pub user_ids: Vec<String>,
    /// None of these.
    pub without_user_ids: Vec<String>,
    /// Who has one of these email addresses.
    pub email_addresses: Vec<String>,
    /// Who has one of these phone numbers.
    pub phone_numbers: Vec<String>,
    /// Who has one of these usernames.
    pub usernames: Vec<String>,
    /// Whom another system calls one of these.
    pub external_ids: Vec<String>,
    /// Who belongs to one of these organizations.
    pub organization_ids: Vec<String>,
    /// In whose name, identifiers or id this stands.
    pub query: String,
    /// Who came before that.
    pub created_before: Option<i64>,
    /// Who came at that time or later.
    pub created_after: Option<i64>,
    /// Who last signed in before that.
    pub signed_in_before: Option<i64>,
    /// Who last signed in at that time or later.
    pub signed_in_after: Option<i64>,
    /// Whose last request came before that.
    pub active_before: Option<i64>,
    /// Whose last request came at that time or later.
    pub active_after: Option<i64>,
    /// Who is banned, or who is not.
    pub banned: Option<bool>,
    /// What they are sorted by.
    pub order: UserOrder,
    /// Whether the last come first.
    pub descending: bool,
    /// At most so many, up to 500.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

impl Default for UserQuery {
    /// The ten who came last.
    fn default() -> Self {
        Self {
            user_ids: Vec::new(),
            without_user_ids: Vec::new(),
            email_addresses: Vec::new(),
            phone_numbers: Vec::new(),
            usernames: Vec::new(),
            external_ids: Vec::new(),
            organization_ids: Vec::new(),
            query: String::new(),
            created_before: None,
            created_after: None,
            signed_in_before: None,
            signed_in_after: None,
            active_before: None,
            active_after: None,
            banned: None,
            order: UserOrder::CreatedAt,
            descending: true,
            limit: 10,
            offset: 0,
        }
    }
}

/// What is looked for is no longer than this, in characters.
const LONGEST_QUERY: usize = 100;
/// No part of the list is longer.
const MOST: i64 = 500;

/// What none of ours is: who is asked for by it is nobody, not everybody.
const NOBODY: &str = "";

impl UserQuery {
    fn filter(&self) -> UserFilter {
        let all = |texts: &[String], read: &dyn Fn(&str) -> Option<String>| {
            texts.iter().map(|text| read(text).unwrap_or_else(|| NOBODY.to_owned())).collect()
        };
        // PostgreSQL takes no NUL in a text, and nobody has one.
        let clean = |text: &str| (!text.contains('\0')).then(|| text.to_owned());
        UserFilter {
            ids: all(&self.user_ids, &clean),
            without_ids: all(&self.without_user_ids, &clean),
            email_addresses: all(&self.email_addresses, &|text| Some(identifier::email_address(text).ok()?.normalized)),
            phone_numbers: all(&self.phone_numbers, &|text| Some(phone_number::read(text, "")?.e164)),
            usernames: all(&self.usernames, &|text| Some(identifier::username(text).ok()?.normalized)),
            external_ids: all(&self.external_ids, &clean),
            organization_ids: all(&self.organization_ids, &clean),
            query: match clean(self.query.trim()) {
                Some(query) => query.chars().take(LONGEST_QUERY).collect(),
                // As a word that stands nowhere.
                None => "\u{1}".into(),
            },
            created_before: self.created_before,
            created_after: self.created_after,
            signed_in_before: self.signed_in_before,
            signed_in_after: self.signed_in_after,
            active_before: self.active_before,
            active_after: self.active_after,
            banned: self.banned,
        }
    }
}

impl Users<'_> {
    /// A part of the people who are meant.
    ///
    /// ```no_run
    /// # use vestibule::server::{UserQuery, Vestibule};
    /// # async fn run(vestibule: Vestibule) -> Result<(), Box<dyn std::error::Error>> {
    /// let found = vestibule.users().list(&UserQuery { query: "ada".into(), ..UserQuery::default() }).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self, query: &UserQuery) -> Result<Vec<Account>, Error> {
        let page = UserPage {
            order: query.order,
            descending: query.descending,
            limit: query.limit.clamp(0, MOST),
            offset: query.offset.max(0),
        };
        let mut connection = self.0.store.read().await?;
        let ids = user_list::ids(&mut connection, &query.filter(), page).await?;
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        Account::read_all(&mut connection, &ids, self.0.clock.now()).await
    }

    /// How many people are meant, on whatever page.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count(&self, query: &UserQuery) -> Result<i64, Error> {
        Ok(user_list::count(&mut *self.0.store.read().await?, &query.filter()).await?)
    }
}
