//! The allow-list and the block-list that an operator keeps while the server runs, besides those of the settings: who may sign
//! up, and who may not. [`restrictions`](super::restrictions) asks them.

use super::identifier;
use super::invitations::{self, NewInvitation, page};
use super::pages::{cut, looked_for, most};
use super::{Error, delivery};
use crate::server::crypto::{Prefix, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::phone_number;
use crate::server::store::listed_identifiers::{self, IdentifierList, ListedIdentifierRow};
use crate::server::store::user_pages::Place;
use crate::server::store::{Notice, StoreError, Transaction, lists};
use crate::server::vestibule::Inner;

/// How many a list holds at most.
pub const MOST_LISTED: i64 = 10_000;

/// Why something about a list did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ListedIdentifierError {
    /// It is nothing that a list could hold.
    #[error("identifier is an email address, *@ and a domain, or a phone number with a + and the code of its country")]
    Identifier,
    /// It is on the list.
    #[error("it is on the list")]
    Listed,
    /// There is no room.
    #[error("the list holds {MOST_LISTED} identifiers already")]
    Full,
    /// Nobody is told by text message.
    #[error("only the owner of an email address can be told")]
    NotNotified,
    /// There is no such entry.
    #[error("there is no such entry")]
    NotFound,
    /// The invitation cannot be sent.
    #[error("{0}")]
    Invitation(Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What someone is listed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListedIdentifierType {
    /// An address, or all of a domain.
    EmailAddress,
    /// A number.
    PhoneNumber,
}

impl ListedIdentifierType {
    /// As the REST API says it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EmailAddress => "email_address",
            Self::PhoneNumber => "phone_number",
        }
    }
}

/// Someone on a list, or all of a domain. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedIdentifier {
    /// `alid_…` on the allow-list, `blid_…` on the block-list.
    pub id: String,
    /// An email address in small letters, `*@` and a domain, or a phone number as E.164 has it.
    pub identifier: String,
    /// What it is.
    pub identifier_type: ListedIdentifierType,
    /// The invitation that they were sent.
    pub invitation_id: Option<String>,
    /// When it was put there.
    pub created_at: i64,
}

impl ListedIdentifier {
    fn read(row: ListedIdentifierRow) -> Result<Self, StoreError> {
        let kinds = [ListedIdentifierType::EmailAddress, ListedIdentifierType::PhoneNumber];
        let kind = kinds.into_iter().find(|kind| kind.as_str() == row.identifier_type);
        Ok(Self {
            id: row.id,
            identifier: row.identifier,
            identifier_type: kind.ok_or(StoreError::Row("a listed identifier's type"))?,
            invitation_id: row.invitation_id,
            created_at: row.created_at,
        })
    }
}

/// Which part of a list.
#[derive(Clone, Debug, Default)]
pub struct ListedPageQuery {
    /// How an identifier begins, or the domain of one that is all of a domain; all of them where it is empty.
    pub beginning: String,
    /// From where on, where none is looked for.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: i64,
}

/// A part of a list.
#[derive(Clone, Debug)]
pub struct ListedPart {
    /// Who is on it.
    pub identifiers: Vec<ListedIdentifier>,
    /// Where the next part begins, if there is one.
    pub next: Option<Place>,
    /// Whether more are found than these: then more has to be typed.
    pub is_cut: bool,
}

/// One of the lists: [`Vestibule::allowlist`](crate::server::Vestibule::allowlist) and
/// [`Vestibule::blocklist`](crate::server::Vestibule::blocklist).
#[derive(Clone, Copy, Debug)]
pub struct ListedIdentifiers<'a> {
    pub(crate) app: &'a Inner,
    pub(crate) list: IdentifierList,
}

impl ListedIdentifiers<'_> {
    /// Puts an email address, all of a domain (`*@acme.example`) or a phone number (E.164) on the list. From then on it is in
    /// force here, and on the other servers as soon as they are told.
    ///
    /// # Errors
    /// If it is none of these or stands there already, or if the list is full.
    pub async fn create(&self, identifier: &str) -> Result<ListedIdentifier, ListedIdentifierError> {
        self.put(identifier, false).await
    }

    /// The same, and mails an invitation to the address.
    ///
    /// # Errors
    /// Besides, if it is a phone number, and as
    /// [`Invitations::create`](crate::server::Invitations::create); of all of a domain nobody is told.
    pub async fn create_and_invite(&self, identifier: &str) -> Result<ListedIdentifier, ListedIdentifierError> {
        self.put(identifier, true).await
    }

    async fn put(&self, typed: &str, invites: bool) -> Result<ListedIdentifier, ListedIdentifierError> {
        let Self { app, list } = *self;
        let now = app.clock.now();
        let (kind, identifier) = read(typed).ok_or(ListedIdentifierError::Identifier)?;
        if invites && kind == ListedIdentifierType::PhoneNumber {
            return Err(ListedIdentifierError::NotNotified);
        }
        let prefix = match list {
            IdentifierList::Allow => Prefix::AllowlistIdentifier,
            IdentifierList::Block => Prefix::BlocklistIdentifier,
        };
        let mut row = ListedIdentifierRow {
            id: new_id(prefix, now),
            identifier,
            identifier_type: kind.as_str().to_owned(),
            invitation_id: None,
            created_at: now,
        };
        let mut tx = app.store.write().await?;
        lists::take_turn(&mut tx).await?;
        if listed_identifiers::count(&mut tx, list).await? >= MOST_LISTED {
            return Err(ListedIdentifierError::Full);
        }
        if invites && !row.identifier.starts_with('*') {
            let invitation = invitations::create(app, &mut tx, &NewInvitation::to(typed.trim()), now).await;
            row.invitation_id = Some(invitation.map_err(ListedIdentifierError::Invitation)?.id);
        }
        listed_identifiers::insert(&mut tx, list, &row).await.map_err(|error| match error {
            StoreError::Exists(_) => ListedIdentifierError::Listed,
            other => other.into(),
        })?;
        let action = match list {
            IdentifierList::Allow => AuditAction::AllowlistIdentifierCreated,
            IdentifierList::Block => AuditAction::BlocklistIdentifierCreated,
        };
        finish(app, tx, action, &row, now).await?;
        if row.invitation_id.is_some() {
            delivery::wake(app);
        }
        Ok(ListedIdentifier::read(row)?)
    }

    /// A part of the list, newest first, and how many are on it in all. At most 500 at once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self, limit: i64, offset: i64) -> Result<(Vec<ListedIdentifier>, i64), ListedIdentifierError> {
        let mut connection = self.app.store.read().await?;
        let rows = listed_identifiers::list(&mut connection, self.list, page(limit, offset)).await?;
        let count = listed_identifiers::count(&mut connection, self.list).await?;
        Ok((rows.into_iter().map(ListedIdentifier::read).collect::<Result<_, _>>()?, count))
    }

    /// A part of the list, newest first, or those that begin so.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn page(&self, query: &ListedPageQuery) -> Result<ListedPart, ListedIdentifierError> {
        let (store, list, limit) = (&self.app.store, self.list, most(query.limit));
        let beginning = looked_for(&query.beginning);
        let looks = beginning.as_deref() != Some("");
        let mut rows = match beginning {
            None => Vec::new(),
            Some(text) if text.is_empty() => {
                listed_identifiers::after(store, list, query.after.as_ref(), limit + 1).await?
            }
            Some(text) => {
                let of_domain = format!("*@{}", text.trim_start_matches('@'));
                let number: String = text.chars().filter(|c| *c == '+' || c.is_ascii_digit()).collect();
                // A number is there without what people write between its digits.
                let texts = if text.starts_with('+') { vec![number.as_str()] } else { vec![text.as_str(), &of_domain] };
                listed_identifiers::beginning(store, list, &texts, limit + 1).await?
            }
        };
        let is_more = cut(&mut rows, limit);
        let last = rows.last().filter(|_| is_more && !looks);
        let next = last.map(|row| Place { at: row.created_at, id: row.id.clone() });
        let identifiers = rows.into_iter().map(ListedIdentifier::read).collect::<Result<_, _>>()?;
        Ok(ListedPart { identifiers, next, is_cut: is_more && looks })
    }

    /// Takes one from the list. An invitation that was sent with it and waits for an answer is taken back.
    ///
    /// # Errors
    /// If there is none.
    pub async fn delete(&self, id: &str) -> Result<ListedIdentifier, ListedIdentifierError> {
        let Self { app, list } = *self;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        lists::take_turn(&mut tx).await?;
        let row = listed_identifiers::delete(&mut tx, list, id).await?.ok_or(ListedIdentifierError::NotFound)?;
        if let Some(invitation) = &row.invitation_id {
            invitations::take_back(&mut tx, invitation, now).await?;
        }
        let action = match list {
            IdentifierList::Allow => AuditAction::AllowlistIdentifierDeleted,
            IdentifierList::Block => AuditAction::BlocklistIdentifierDeleted,
        };
        finish(app, tx, action, &row, now).await?;
        Ok(ListedIdentifier::read(row)?)
    }
}

/// Notes what has become of an entry, commits, and has it in force here before anyone is answered.
async fn finish(
    app: &Inner,
    mut tx: Transaction,
    action: AuditAction,
    row: &ListedIdentifierRow,
    now: i64,
) -> Result<(), StoreError> {
    let entry = AuditEntry::of(action).with("identifier", row.identifier.as_str());
    entry.write(&mut tx, Some(&row.id), now).await?;
    app.store.tell(&mut tx, &Notice::ListsChanged).await?;
    tx.commit().await?;
    app.lists.load(&app.store).await
}

/// What someone is listed by, as it is compared.
fn read(typed: &str) -> Option<(ListedIdentifierType, String)> {
    let typed = typed.trim();
    if typed.starts_with('+') {
        return Some((ListedIdentifierType::PhoneNumber, phone_number::read(typed, "")?.e164));
    }
    let address = match typed.strip_prefix("*@") {
        // The rest is a domain if somebody could be there.
        Some(domain) => {
            let of_somebody = identifier::email_address(&format!("somebody@{domain}")).ok()?.normalized;
            format!("*{}", of_somebody.strip_prefix("somebody")?)
        }
        None => identifier::email_address(typed).ok().filter(|_| !typed.starts_with('*'))?.normalized,
    };
    Some((ListedIdentifierType::EmailAddress, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_list_holds_is_written_in_one_way() {
        let (email, phone) = (ListedIdentifierType::EmailAddress, ListedIdentifierType::PhoneNumber);
        for (typed, kind, written) in [
            (" Ada@Example.COM ", email, "ada@example.com"),
            ("ada+notes@example.com", email, "ada+notes@example.com"),
            ("*@Acme.example", email, "*@acme.example"),
            ("+1 (415) 555-2671", phone, "+14155552671"),
        ] {
            assert_eq!(read(typed), Some((kind, written.to_owned())), "{typed}");
        }
        for none in
            ["", "ada", "@acme.example", "acme.example", "*@", "*@localhost", "*@a@b.example", "**@acme.example", "a*"]
        {
            assert_eq!(read(none), None, "{none}");
        }
        for none in
            ["*", "*@*.example", "+", "+1", "4155552671", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "a\0@b.example"]
        {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
