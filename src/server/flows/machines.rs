//! Machines: services of the app's own that call each other, and for which others each one's tokens are. The tokens themselves
//! are in [`m2m_tokens`](super::m2m_tokens).
//!
//! A machine proves itself with a secret key, `msk_test_…` in development and `msk_live_…` in production, 256 random bits of
//! which only the hash is stored. It is shown once, when the machine is made and when another key takes its place, and opens
//! nothing but what the machine does with tokens.

use std::ops::RangeInclusive;

use crate::server::crypto::{Prefix, SECOND, Secret, Token, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::flows::invitations::page;
use crate::server::settings::Settings;
pub use crate::server::store::machines::MachineOrder;
use crate::server::store::machines::{self, MachineRow};
use crate::server::store::{Connection, StoreError, Transaction, machine_secret_keys};
use crate::server::typed_name;
use crate::server::vestibule::Inner;

/// How long a token may be good, in seconds.
pub const LIFETIMES: RangeInclusive<i64> = 1..=315_360_000;
/// How long tokens are good unless their machine says otherwise, in seconds.
pub const USUAL_LIFETIME: i64 = 3_600;
/// How long a key may be good for that another has taken the place of, in seconds: eight hours at most.
pub const OVERLAPS: RangeInclusive<i64> = 0..=28_800;
/// The longest name, in characters.
const LONGEST_NAME: usize = 100;
/// What is looked for in names is no longer than this, in characters.
const LONGEST_QUERY: usize = 100;
/// How many machines there may be.
const MOST: i64 = 1_000;
/// For how many machines the tokens of one may be.
pub const MOST_SCOPES: usize = 150;

/// Why something about a machine did not happen. Displayed it is a sentence that says nothing of a key.
#[derive(Debug, thiserror::Error)]
pub enum MachineError {
    /// It cannot be called so.
    #[error("a name is 1 to {LONGEST_NAME} characters, none of which controls anything")]
    Name,
    /// Nothing is good for so long.
    #[error("a token is good for {from} to {to} seconds", from = LIFETIMES.start(), to = LIFETIMES.end())]
    DefaultTokenTtl,
    /// No key is good for so long after another has taken its place.
    #[error("the previous key is good for {from} to {to} seconds", from = OVERLAPS.start(), to = OVERLAPS.end())]
    PreviousTokenTtl,
    /// There is no machine that tokens are to be for.
    #[error("there is no machine {0}")]
    Scope(String),
    /// The tokens are for that machine already.
    #[error("its tokens are for that machine already")]
    Scoped,
    /// They are for as many as they may be.
    #[error("tokens of a machine are for {MOST_SCOPES} machines at most")]
    TooManyScopes,
    /// There are as many as there may be.
    #[error("there are {MOST} machines already")]
    TooMany,
    /// There is no such machine, or its tokens are not for the other one.
    #[error("there is no such machine")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MachineError {
    /// What it is about, as the REST API calls it; nothing where it is about the machine as a whole.
    pub const fn param(&self) -> Option<&'static str> {
        match self {
            Self::Name => Some("name"),
            Self::DefaultTokenTtl => Some("default_token_ttl"),
            Self::PreviousTokenTtl => Some("previous_token_ttl"),
            Self::Scope(_) | Self::Scoped | Self::TooManyScopes | Self::TooMany | Self::NotFound | Self::Store(_) => {
                None
            }
        }
    }
}

/// A machine to be.
///
/// ```
/// use vestibule::server::NewMachine;
///
/// let machine = NewMachine { scoped_machines: vec!["mch_billing".into()], ..NewMachine::named("Nightly reports") };
/// ```
#[derive(Clone, Debug)]
pub struct NewMachine {
    /// What the operator calls it.
    pub name: String,
    /// The ids of the machines that its tokens are for.
    pub scoped_machines: Vec<String>,
    /// How long its tokens are good unless they say otherwise, in seconds.
    pub default_token_ttl: i64,
}

impl NewMachine {
    /// One whose tokens are for no other one yet, and good for an hour.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), scoped_machines: Vec::new(), default_token_ttl: USUAL_LIFETIME }
    }
}

/// What changes about a machine; what is not set stays.
#[derive(Clone, Debug, Default)]
pub struct MachineUpdate {
    /// What the operator calls it.
    pub name: Option<String>,
    /// How long its tokens are good unless they say otherwise, in seconds. Those that were made stay as they are.
    pub default_token_ttl: Option<i64>,
}

/// A service of the app's own. Times are Unix milliseconds.
#[derive(Clone, Debug)]
pub struct Machine {
    /// `mch_…`
    pub id: String,
    /// What the operator calls it.
    pub name: String,
    /// How long its tokens are good unless they say otherwise, in seconds.
    pub default_token_ttl: i64,
    /// The machines that its tokens are for, who came first in front. Of those in it this is empty.
    pub scoped_machines: Vec<Machine>,
    /// What it proves itself with. It does not print itself, and is known only when it is made.
    pub secret_key: Option<Secret>,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl Machine {
    fn read(row: MachineRow, scoped: Vec<MachineRow>) -> Self {
        Self {
            id: row.id,
            name: row.name,
            default_token_ttl: row.default_token_ttl,
            scoped_machines: scoped.into_iter().map(|row| Self::read(row, Vec::new())).collect(),
            secret_key: None,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// That the tokens of a machine are for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MachineScope {
    /// Whose tokens they are.
    pub from_machine_id: String,
    /// Whom they are for.
    pub to_machine_id: String,
    /// Since when, Unix milliseconds.
    pub created_at: i64,
}

/// Which machines are asked for.
#[derive(Clone, Debug)]
pub struct MachineQuery {
    /// In whose name this stands, or whose id it is.
    pub query: String,
    /// What they are sorted by.
    pub order: MachineOrder,
    /// Whether the last come first.
    pub descending: bool,
    /// At most so many, up to 500.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

impl Default for MachineQuery {
    /// The ten that came last.
    fn default() -> Self {
        Self { query: String::new(), order: MachineOrder::CreatedAt, descending: true, limit: 10, offset: 0 }
    }
}

/// What every secret key of a machine begins with.
fn prefix(settings: &Settings) -> &'static str {
    if settings.is_development() { "msk_test_" } else { "msk_live_" }
}

/// Whether a text looks like a secret key of a machine.
pub fn is_secret_key(text: &str) -> bool {
    text.starts_with("msk_")
}

/// Gives a machine a key, and nothing else of it is kept than its hash.
async fn give_key(app: &Inner, tx: &mut Transaction, machine_id: &str, now: i64) -> Result<Secret, StoreError> {
    let token = Token::random();
    machine_secret_keys::insert(tx, &token.hash(), machine_id, now).await?;
    Ok(Secret::new(format!("{}{}", prefix(&app.settings), token.expose())))
}

/// The machines: [`Vestibule::machines`](crate::server::Vestibule::machines).
#[derive(Clone, Copy, Debug)]
pub struct Machines<'a>(pub(crate) &'a Inner);

impl Machines<'_> {
    /// Makes a machine, and gives its secret key, this once.
    ///
    /// # Errors
    /// When something of it cannot be, or there are 1,000.
    pub async fn create(&self, new: &NewMachine) -> Result<Machine, MachineError> {
        let app = self.0;
        let now = app.clock.now();
        let row = MachineRow {
            id: new_id(Prefix::Machine, now),
            name: read_name(&new.name)?,
            default_token_ttl: read_lifetime(new.default_token_ttl)?,
            created_at: now,
            updated_at: now,
        };
        let mut scopes = new.scoped_machines.clone();
        scopes.sort_unstable();
        scopes.dedup();
        if scopes.len() > MOST_SCOPES {
            return Err(MachineError::TooManyScopes);
        }
        let mut tx = app.store.write().await?;
        if !machines::insert(&mut tx, &row, MOST).await? {
            return Err(MachineError::TooMany);
        }
        for to in &scopes {
            if !machines::insert_scope(&mut tx, &row.id, to, now).await? {
                return Err(MachineError::Scope(to.clone()));
            }
        }
        let secret = give_key(app, &mut tx, &row.id, now).await?;
        let entry = AuditEntry::of(AuditAction::MachineCreated)
            .with("name", row.name.as_str())
            .with("default_token_ttl", row.default_token_ttl)
            .with("scoped_machines", scopes);
        entry.write(&mut tx, Some(&row.id), now).await?;
        let machine = self.whole(&mut tx, row).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(Machine { secret_key: Some(secret), ..machine })
    }

    /// Those that are asked for, and how many there are in all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self, query: &MachineQuery) -> Result<(Vec<Machine>, i64), MachineError> {
        let text = match query.query.contains('\0') {
            false => query.query.chars().take(LONGEST_QUERY).collect::<String>(),
            // As a word that stands nowhere: PostgreSQL takes no NUL in a text.
            true => "\u{1}".into(),
        };
        let mut connection = self.0.store.read().await?;
        let order = (query.order, query.descending);
        let rows = machines::find(&mut connection, &text, order, page(query.limit, query.offset)).await?;
        let count = machines::count_found(&mut connection, &text).await?;
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let scoped = machines::scoped(&mut connection, &ids).await?;
        let of = |id: &str| -> Vec<MachineRow> {
            scoped.iter().filter(|(from, _)| from == id).map(|(_, row)| row.clone()).collect()
        };
        let found = rows.into_iter().map(|row| {
            let scoped = of(&row.id);
            Machine::read(row, scoped)
        });
        Ok((found.collect(), count))
    }

    /// One of them.
    ///
    /// # Errors
    /// If there is none.
    pub async fn get(&self, id: &str) -> Result<Machine, MachineError> {
        let mut connection = self.0.store.read().await?;
        let row = machines::by_id(&mut connection, id).await?.ok_or(MachineError::NotFound)?;
        Ok(self.whole(&mut connection, row).await?)
    }

    /// Changes one.
    ///
    /// # Errors
    /// As [`Machines::create`], and if there is none.
    pub async fn update(&self, id: &str, change: &MachineUpdate) -> Result<Machine, MachineError> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let before = machines::hold(&mut tx, id, now).await?.ok_or(MachineError::NotFound)?;
        let mut row = before.clone();
        if let Some(name) = &change.name {
            row.name = read_name(name)?;
        }
        if let Some(lifetime) = change.default_token_ttl {
            row.default_token_ttl = read_lifetime(lifetime)?;
        }
        machines::update(&mut tx, &row).await?;
        let entry = AuditEntry::of(AuditAction::MachineUpdated)
            .changed("name", before.name, row.name.as_str())
            .changed("default_token_ttl", before.default_token_ttl, row.default_token_ttl);
        entry.write(&mut tx, Some(id), now).await?;
        let machine = self.whole(&mut tx, row).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(machine)
    }

    /// Deletes one, with its keys and tokens: neither is good any more, on any node. Whoever verifies signed tokens alone takes
    /// those until they have run out.
    ///
    /// # Errors
    /// If there is none.
    pub async fn delete(&self, id: &str) -> Result<(), MachineError> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let row = machines::delete(&mut tx, id).await?.ok_or(MachineError::NotFound)?;
        let entry = AuditEntry::of(AuditAction::MachineDeleted).with("name", row.name);
        entry.write(&mut tx, Some(id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(())
    }

    /// Gives a machine another key, this once. Every one before is good for so many seconds more, if it was good for longer: eight
    /// hours at most, and with 0 no longer.
    ///
    /// # Errors
    /// If there is no such machine, or a key cannot be good for so long.
    pub async fn rotate_secret_key(&self, id: &str, previous_token_ttl: i64) -> Result<Secret, MachineError> {
        let app = self.0;
        let now = app.clock.now();
        if !OVERLAPS.contains(&previous_token_ttl) {
            return Err(MachineError::PreviousTokenTtl);
        }
        let mut tx = app.store.write().await?;
        machines::hold(&mut tx, id, now).await?.ok_or(MachineError::NotFound)?;
        machine_secret_keys::retire(&mut tx, id, now + previous_token_ttl * SECOND).await?;
        let secret = give_key(app, &mut tx, id, now).await?;
        let entry = AuditEntry::of(AuditAction::MachineSecretRotated).with("previous_token_ttl", previous_token_ttl);
        entry.write(&mut tx, Some(id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(secret)
    }

    /// From now on the tokens that a machine makes are for another one too.
    ///
    /// # Errors
    /// If there is no such machine, they are for it already, or they are for 150 machines.
    pub async fn create_scope(&self, id: &str, to: &str) -> Result<MachineScope, MachineError> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        machines::hold(&mut tx, id, now).await?.ok_or(MachineError::NotFound)?;
        if machines::scoped_since(&mut tx, id, to).await?.is_some() {
            return Err(MachineError::Scoped);
        }
        if machines::count_scopes(&mut tx, id).await? >= MOST_SCOPES as i64 {
            return Err(MachineError::TooManyScopes);
        }
        if !machines::insert_scope(&mut tx, id, to, now).await? {
            return Err(MachineError::Scope(to.to_owned()));
        }
        let entry = AuditEntry::of(AuditAction::MachineScopeAdded).with("to_machine_id", to);
        entry.write(&mut tx, Some(id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(MachineScope { from_machine_id: id.to_owned(), to_machine_id: to.to_owned(), created_at: now })
    }

    /// From now on the tokens of a machine are not for another one, those neither that it has made. Whoever verifies signed
    /// tokens alone takes those until they have run out.
    ///
    /// # Errors
    /// If there is no such machine, or they were not for the other one.
    pub async fn delete_scope(&self, id: &str, to: &str) -> Result<(), MachineError> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        machines::hold(&mut tx, id, now).await?.ok_or(MachineError::NotFound)?;
        if !machines::delete_scope(&mut tx, id, to).await? {
            return Err(MachineError::NotFound);
        }
        let entry = AuditEntry::of(AuditAction::MachineScopeRemoved).with("to_machine_id", to);
        entry.write(&mut tx, Some(id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(())
    }

    /// The machine whose secret key someone presents; `None` if it is none of this instance, or is not good any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verify_secret_key(&self, presented: &str) -> Result<Option<Machine>, MachineError> {
        let app = self.0;
        let token = presented.strip_prefix(prefix(&app.settings)).and_then(Token::presented);
        let Some(token) = token else { return Ok(None) };
        let mut connection = app.store.read().await?;
        let row = machine_secret_keys::machine_of(&mut connection, &token.hash(), app.clock.now()).await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(self.whole(&mut connection, row).await?))
    }

    async fn whole(&self, connection: &mut Connection, row: MachineRow) -> Result<Machine, StoreError> {
        let scoped = machines::scoped(connection, std::slice::from_ref(&row.id)).await?;
        Ok(Machine::read(row, scoped.into_iter().map(|(_, row)| row).collect()))
    }
}

fn read_name(typed: &str) -> Result<String, MachineError> {
    let may_be = |name: &String| name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    typed_name::seen(typed).filter(may_be).ok_or(MachineError::Name)
}

fn read_lifetime(seconds: i64) -> Result<i64, MachineError> {
    LIFETIMES.contains(&seconds).then_some(seconds).ok_or(MachineError::DefaultTokenTtl)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_called_something() {
        assert_eq!(read_name(" Nightly reports ").expect("is a name"), "Nightly reports");
        assert!(read_name(&"é".repeat(100)).is_ok());
        for none in ["", "  ", "\u{200b}", "a\nb", &"é".repeat(101)] {
            assert!(matches!(read_name(none), Err(MachineError::Name)), "{none}");
        }
    }
}
