//! Parts of the list of all people that are found by an index, however many people there are: for whoever leafs through them,
//! narrows them down, and finds them by how a name, an identifier or an id begins.

mod index;
pub mod question;

use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

pub use self::index::index;
pub use self::question::FEW;
use self::question::{Behind, Question, Set, Value, are_many, of_all, of_few};
pub(super) use self::question::{begins, bounds, by_characters};
use super::{Connection, Store, StoreError, text};

/// In which order one leafs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageOrder {
    /// Who came last comes first.
    #[default]
    Newest,
    /// Who came first comes first.
    Oldest,
    /// Who signed in last comes first. Whoever never did is not among many, and the last of a few.
    SignedIn,
    /// Who was here last comes first. Whoever has no session is not among many, and the last of a few.
    Active,
    /// By their names. Whoever has none is not among many, and the first of a few.
    Name,
}

impl PageOrder {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Newest, Self::Oldest, Self::SignedIn, Self::Active, Self::Name];
}

/// Where someone stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They are banned.
    Banned,
    /// An operator keeps them from signing in for now.
    Locked,
    /// They are asked for a second factor.
    WithSecondFactor,
    /// They are not.
    WithoutSecondFactor,
    /// They have not signed in yet.
    NeverSignedIn,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Banned, Self::Locked, Self::WithSecondFactor, Self::WithoutSecondFactor, Self::NeverSignedIn];
}

/// Who is meant: all of it holds of whoever is given.
#[derive(Clone, Debug, Default)]
pub struct Meant {
    /// How a name, an identifier, an id or an external id begins; empty where nobody is looked for.
    pub beginning: String,
    /// Who stands there.
    pub standing: Option<Standing>,
    /// Who came at that time or later, Unix milliseconds.
    pub created_since: Option<i64>,
    /// Who belongs to this organization.
    pub organization_id: Option<String>,
    /// Who comes from this provider.
    pub provider: Option<String>,
}

impl Meant {
    /// What is asked besides how somebody is called.
    fn sets(&self, now: i64) -> Vec<Set<'_>> {
        let all = [
            self.organization_id.as_deref().map(Set::Organization),
            self.standing.map(|standing| Set::Standing(standing, now)),
            self.provider.as_deref().map(Set::Provider),
            self.created_since.map(Set::CreatedSince),
        ];
        all.into_iter().flatten().collect()
    }
}

/// Where a part begins: after this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What the list is sorted by, of the last one before; 0 where that is a name.
    pub at: i64,
    /// Their id.
    pub id: String,
}

/// A part of the list.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Who is on it, in their order.
    pub places: Vec<Place>,
    /// Whether more begin as was asked than have been looked at.
    pub is_cut: bool,
}

/// A part of those who are meant: at most so many, from a place on.
pub async fn part(
    store: &Store,
    meant: &Meant,
    order: PageOrder,
    place: Option<&Place>,
    limit: i64,
    now: i64,
) -> Result<Part, StoreError> {
    let backend = store.backend();
    let mut connection = store.read().await?;
    let behind = match place {
        None => None,
        Some(place) if order == PageOrder::Name => match name(&mut connection, &place.id).await? {
            Some(name) => Some(Behind { at: Value::Text(name), id: place.id.clone() }),
            // They are gone, and nobody knows where they stood.
            None => return Ok(Part::default()),
        },
        Some(place) => Some(Behind { at: Value::Number(place.at), id: place.id.clone() }),
    };
    let mut sets = meant.sets(now);
    let looks = (!meant.beginning.is_empty()).then_some(Set::Beginning(&meant.beginning));
    let mut few = None;
    for (at, set) in sets.iter().enumerate() {
        if ask(&mut connection, are_many(backend, *set)).await?.is_empty() {
            few = Some(at);
            break;
        }
    }
    let (question, is_cut) = match (few, looks) {
        (Some(at), looks) => {
            let few = sets.remove(at);
            sets.extend(looks);
            (of_few(backend, few, &sets, order, behind.as_ref(), limit), false)
        }
        (None, Some(looks)) => {
            let is_cut = !ask(&mut connection, are_many(backend, looks)).await?.is_empty();
            (of_few(backend, looks, &sets, order, behind.as_ref(), limit), is_cut)
        }
        (None, None) => (of_all(backend, &sets, order, behind.as_ref(), limit), false),
    };
    let rows = ask(&mut connection, question).await?;
    let read = |row: &AnyRow| Ok(Place { at: row.try_get("place_at")?, id: row.try_get("id")? });
    Ok(Part { places: rows.iter().map(read).collect::<Result<_, StoreError>>()?, is_cut })
}

async fn ask(connection: &mut Connection, question: Question) -> Result<Vec<AnyRow>, StoreError> {
    let mut query = sqlx::query(AssertSqlSafe(question.sql));
    for value in question.values {
        query = match value {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(number),
        };
    }
    Ok(query.fetch_all(connection).await?)
}

/// By what a user stands among the others' names; `None` if there is no such user.
async fn name(connection: &mut Connection, id: &str) -> Result<Option<String>, StoreError> {
    let row = sqlx::query("SELECT search_text FROM users WHERE id = $1").bind(id).fetch_optional(connection).await?;
    Ok(match row {
        Some(row) => Some(text(&row, "search_text")?.unwrap_or_default()),
        None => None,
    })
}
