//! Parts of the list of all people that are found by an index, however many people there are: for whoever leafs through them,
//! narrows them down, and finds them by how a name, an identifier or an id begins.

mod index;
pub mod question;

use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

pub use self::index::index;
#[cfg(test)]
pub(super) use self::index::indexes;
use self::question::{Behind, Question, Set, Stretch, Value, are_many, end_of_walk, of_few, of_stretch};
pub use self::question::{FEW, LOOKED_AT};
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
    /// Whom the walk came to before the part was full, where it came to as many as it may: the next part goes on behind them.
    pub walked_to: Option<Place>,
}

/// A part of those who are meant: at most so many, from a place on. Where everybody is walked past no more than so many are looked at.
pub async fn part(
    store: &Store,
    meant: &Meant,
    order: PageOrder,
    place: Option<&Place>,
    limit: i64,
    (looked_at, now): (i64, i64),
) -> Result<Part, StoreError> {
    let backend = store.backend();
    let mut connection = store.read().await?;
    let behind = match place {
        None => None,
        Some(place) => match stands(&mut connection, order, place).await? {
            Some(behind) => Some(behind),
            // They are gone, and nobody knows where they stood.
            None => return Ok(Part::default()),
        },
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
    let mut walked_to = None;
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
        (None, None) => {
            if let Some(end) = end_of_walk(backend, &sets, order, behind.as_ref(), looked_at) {
                walked_to = ask(&mut connection, end).await?.first().map(read).transpose()?;
            }
            let until = match &walked_to {
                Some(place) => stands(&mut connection, order, place).await?,
                None => None,
            };
            let stretch = Stretch { behind: behind.as_ref(), until: until.as_ref() };
            (of_stretch(backend, &sets, order, stretch, limit), false)
        }
    };
    let rows = ask(&mut connection, question).await?;
    let places = rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    let is_full = i64::try_from(places.len()).is_ok_and(|many| many >= limit);
    Ok(Part { places, is_cut, walked_to: walked_to.filter(|_| !is_full) })
}

fn read(row: &AnyRow) -> Result<Place, StoreError> {
    Ok(Place { at: row.try_get("place_at")?, id: row.try_get("id")? })
}

/// By what somebody stands where they do; `None` if that is a name and they are gone.
async fn stands(connection: &mut Connection, order: PageOrder, place: &Place) -> Result<Option<Behind>, StoreError> {
    let at = match order {
        PageOrder::Name => name(connection, &place.id).await?.map(Value::Text),
        _ => Some(Value::Number(place.at)),
    };
    Ok(at.map(|at| Behind { at, id: place.id.clone() }))
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
