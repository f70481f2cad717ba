//! What the database is asked for a part of the list.
//!
//! Whoever are few are fetched and then sorted. Of those who are many the list is walked in its order, and whoever is not meant is
//! passed over: where many are meant, not many have to be. An index for each condition in each order would cost more at every sign-in
//! than it gave here. No more are passed over than [`LOOKED_AT`]: where hardly anybody is meant the part ends there, and the next one
//! goes on. Those who are banned have one in each order but that of who was here last, as a session does not know of it.

use super::super::Backend;
use super::super::search::folded;
use super::{PageOrder, Standing};

/// So many are few.
pub const FEW: i64 = 1_000;

/// So many are looked at for one part of a list that is walked.
pub const LOOKED_AT: i64 = 50_000;

/// A value in a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
}

/// What the database is asked, and the values that stand in it.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// With a place for each value.
    pub sql: String,
    /// The first of them is `$1`.
    pub values: Vec<Value>,
}

impl Question {
    /// The place of a value.
    fn place(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    fn text(&mut self, text: &str) -> String {
        self.place(Value::Text(text.to_owned()))
    }
}

/// Where a part goes on: behind whom.
#[derive(Clone, Debug)]
pub struct Behind {
    /// By what they stand where they do: a time, or a name.
    pub at: Value,
    /// Their id.
    pub id: String,
}

/// Some of all people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set<'a> {
    /// A name, an identifier or an id of whom begins so.
    Beginning(&'a str),
    /// Who stands there, as it is at a time.
    Standing(Standing, i64),
    /// Who came at that time or later.
    CreatedSince(i64),
    /// Who belongs to this organization.
    Organization(&'a str),
    /// Who comes from this provider.
    Provider(&'a str),
}

/// The characters of a text count, in an index too: a language sorts them otherwise from one computer to the next.
pub const fn by_characters(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "",
        Backend::Postgres => " COLLATE \"C\"",
    }
}

/// Whether a text begins so, as an index can tell: PostgreSQL compares texts by the letters of a language unless it is asked to
/// compare characters.
pub fn begins(backend: Backend, column: &str, (start, end): (&str, &str)) -> String {
    match backend {
        Backend::Sqlite => format!("{column} >= {start} AND {column} < {end}"),
        Backend::Postgres => format!("{column} ~>=~ {start} AND {column} ~<~ {end}"),
    }
}

/// Between which two texts those stand that begin so.
pub fn bounds(text: &str) -> (String, String) {
    let start = folded(text);
    let end = behind(&start);
    (start, end)
}

/// No character sorts behind this one, neither by its number nor by its bytes.
fn behind(start: &str) -> String {
    format!("{start}\u{10ffff}")
}

/// What every id of a user begins with: by that alone nobody is looked for.
const ID: &str = "user_";

/// Conditions on `users u`, and one on `identifiers i`: by how something of theirs begins.
struct Beginnings {
    of_user: Vec<String>,
    of_identifier: String,
}

fn beginnings(question: &mut Question, backend: Backend, typed: &str) -> Beginnings {
    let (start, end) = bounds(typed);
    let folded = [question.text(&start), question.text(&end)];
    let as_typed = [question.text(typed), question.text(&behind(typed))];
    let begins = |column: &str, [start, end]: &[String; 2]| begins(backend, column, (start.as_str(), end.as_str()));
    let mut of_user = vec![
        begins("u.search_text", &folded),
        begins("u.last_search_text", &folded),
        begins("u.external_id", &as_typed),
    ];
    if typed.len() > ID.len() && typed.starts_with(ID) {
        of_user.push(begins("u.id", &as_typed));
    }
    Beginnings { of_user, of_identifier: begins("i.normalized", &folded) }
}

impl Set<'_> {
    /// Whether `users u` is one of them.
    fn condition(self, question: &mut Question, backend: Backend) -> String {
        match self {
            Self::Beginning(typed) => {
                let Beginnings { of_user, of_identifier } = beginnings(question, backend, typed);
                let of_user = of_user.join(" OR ");
                format!(
                    "({of_user} OR EXISTS (SELECT 1 FROM identifiers i WHERE i.user_id = u.id AND {of_identifier}))"
                )
            }
            Self::Standing(Standing::Banned, _) => "u.banned_at IS NOT NULL".to_owned(),
            Self::Standing(Standing::Locked, now) => format!("u.locked_until > {}", question.place(Value::Number(now))),
            Self::Standing(Standing::WithSecondFactor, _) => "u.mfa_enabled_at IS NOT NULL".to_owned(),
            Self::Standing(Standing::WithoutSecondFactor, _) => "u.mfa_enabled_at IS NULL".to_owned(),
            Self::Standing(Standing::NeverSignedIn, _) => "u.last_sign_in_at IS NULL".to_owned(),
            Self::CreatedSince(at) => format!("u.created_at >= {}", question.place(Value::Number(at))),
            Self::Organization(id) => format!(
                "EXISTS (SELECT 1 FROM organization_memberships m WHERE m.organization_id = {} AND m.user_id = u.id)",
                question.text(id)
            ),
            Self::Provider(key) => format!(
                "EXISTS (SELECT 1 FROM external_accounts e WHERE e.provider = {} AND e.user_id = u.id)",
                question.text(key)
            ),
        }
    }

    /// Where their ids are, each by an index.
    fn sources(self, question: &mut Question, backend: Backend) -> Vec<String> {
        match self {
            Self::Beginning(typed) => {
                let Beginnings { of_user, of_identifier } = beginnings(question, backend, typed);
                let of_user = of_user.into_iter().map(|it| format!("SELECT u.id AS id FROM users u WHERE {it}"));
                let of_identifier = format!("SELECT i.user_id AS id FROM identifiers i WHERE {of_identifier}");
                of_user.chain([of_identifier]).collect()
            }
            Self::Organization(id) => vec![format!(
                "SELECT m.user_id AS id FROM organization_memberships m WHERE m.organization_id = {}",
                question.text(id)
            )],
            // They may come from it by several accounts.
            Self::Provider(key) => vec![format!(
                "SELECT DISTINCT e.user_id AS id FROM external_accounts e WHERE e.provider = {}",
                question.text(key)
            )],
            Self::Standing(Standing::Locked, _) => {
                vec![format!("SELECT u.id AS id FROM users u WHERE {}", self.condition(question, backend))]
            }
            // In the order of the index, so that it is taken.
            Self::Standing(..) | Self::CreatedSince(_) => vec![format!(
                "SELECT u.id AS id FROM users u WHERE {} ORDER BY u.created_at, u.id",
                self.condition(question, backend)
            )],
        }
    }
}

/// Has a row if there are more than a few of them.
pub fn are_many(backend: Backend, set: Set<'_>) -> Question {
    let mut question = Question::default();
    let sources = set.sources(&mut question, backend);
    let more = sources.iter().enumerate();
    let more = more.map(|(at, source)| format!("SELECT id FROM ({source} LIMIT 1 OFFSET {FEW}) AS s{at}"));
    question.sql = more.collect::<Vec<_>>().join(" UNION ALL ");
    question
}

fn conditions(question: &mut Question, backend: Backend, sets: &[Set<'_>]) -> Vec<String> {
    sets.iter().map(|set| set.condition(question, backend)).collect()
}

/// A part of a few, of whom all the conditions hold. Whoever has none of what they are sorted by stands behind all others, or in
/// front of all names.
pub fn of_few(
    backend: Backend,
    few: Set<'_>,
    others: &[Set<'_>],
    order: PageOrder,
    behind: Option<&Behind>,
    limit: i64,
) -> Question {
    let mut question = Question::default();
    let sources = few.sources(&mut question, backend);
    let found = sources.iter().enumerate();
    let found = found.map(|(at, source)| format!("SELECT id FROM ({source} LIMIT {FEW}) AS s{at}"));
    let found = found.collect::<Vec<_>>().join(" UNION ");
    let mut conditions = conditions(&mut question, backend, others);
    conditions.insert(0, "u.id = f.id".to_owned());
    let conditions = conditions.join(" AND ");
    let by = by_characters(backend);
    let (by_what, sorted, way) = match order {
        PageOrder::Newest => ("u.created_at", "t.place_at, t.id".to_owned(), "DESC"),
        PageOrder::Oldest => ("u.created_at", "t.place_at, t.id".to_owned(), "ASC"),
        PageOrder::SignedIn => ("COALESCE(u.last_sign_in_at, 0)", "t.place_at, t.id".to_owned(), "DESC"),
        PageOrder::Active => (
            "COALESCE((SELECT MAX(s.last_active_at) FROM sessions s WHERE s.user_id = u.id AND s.actor IS NULL), 0)",
            "t.place_at, t.id".to_owned(),
            "DESC",
        ),
        PageOrder::Name => ("CAST(0 AS BIGINT)", format!("t.name{by}, t.id{by}"), "ASC"),
    };
    let goes_on = goes_on(&mut question, &sorted, way, behind).map(|it| format!(" WHERE {it}")).unwrap_or_default();
    let sorted = sorted.split(", ").map(|column| format!("{column} {way}")).collect::<Vec<_>>().join(", ");
    let limit = question.place(Value::Number(limit));
    // What is on the left is gone through, and each of the right is fetched by its id: otherwise SQLite may walk all.
    question.sql = format!(
        "WITH found AS ({found})
         SELECT t.id AS id, t.place_at AS place_at
         FROM (SELECT u.id AS id, COALESCE(u.search_text, '') AS name, {by_what} AS place_at
               FROM found f CROSS JOIN users u WHERE {conditions}) AS t{goes_on}
         ORDER BY {sorted} LIMIT {limit}"
    );
    question
}

fn goes_on(question: &mut Question, sorted: &str, way: &str, behind: Option<&Behind>) -> Option<String> {
    let behind = behind?;
    let beyond = if way == "ASC" { ">" } else { "<" };
    let (at, id) = (question.place(behind.at.clone()), question.text(&behind.id));
    Some(format!("({sorted}) {beyond} ({at}, {id})"))
}

/// A part of all, in their order, of those of whom the conditions hold. Whoever has none of what they are sorted by is not among
/// them.
pub fn of_all(backend: Backend, sets: &[Set<'_>], order: PageOrder, behind: Option<&Behind>, limit: i64) -> Question {
    of_stretch(backend, sets, order, Stretch { behind, until: None }, limit)
}

/// Some that stand together in a list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stretch<'a> {
    /// It begins behind this one.
    pub behind: Option<&'a Behind>,
    /// It ends with this one.
    pub until: Option<&'a Behind>,
}

/// The same of a stretch of all.
pub fn of_stretch(backend: Backend, sets: &[Set<'_>], order: PageOrder, stretch: Stretch<'_>, limit: i64) -> Question {
    let mut question = Question::default();
    let by = by_characters(backend);
    match order {
        PageOrder::Newest => {
            walk(&mut question, backend, sets, ("u.created_at", "u.created_at, u.id", "DESC"), stretch);
        }
        PageOrder::Oldest => {
            walk(&mut question, backend, sets, ("u.created_at", "u.created_at, u.id", "ASC"), stretch);
        }
        PageOrder::SignedIn => {
            walk(&mut question, backend, sets, ("u.last_sign_in_at", "u.last_sign_in_at, u.id", "DESC"), stretch);
        }
        PageOrder::Name => {
            let sorted = format!("u.search_text{by}, u.id{by}");
            walk(&mut question, backend, sets, ("CAST(0 AS BIGINT)", &sorted, "ASC"), stretch);
        }
        PageOrder::Active => walk_sessions(&mut question, backend, sets, stretch),
    }
    let limit = question.place(Value::Number(limit));
    question.sql.push_str(&format!(" LIMIT {limit}"));
    question
}

/// Where a walk behind this one ends if so many are looked at: the last one of them, or nobody if there are not so many. `None` where
/// an index has all that is asked, so that nobody is passed over.
pub fn end_of_walk(
    backend: Backend,
    sets: &[Set<'_>],
    order: PageOrder,
    behind: Option<&Behind>,
    looked_at: i64,
) -> Option<Question> {
    let is_by_time = matches!(order, PageOrder::Newest | PageOrder::Oldest);
    let mut has_index = false;
    // Whom the index of their order does not have is not walked past: that of one standing, and since a time in an order by it.
    let (walked, passed): (Vec<Set<'_>>, Vec<Set<'_>>) = sets.iter().copied().partition(|set| match set {
        Set::CreatedSince(_) => is_by_time,
        Set::Standing(Standing::Banned, _) if order != PageOrder::Active => !std::mem::replace(&mut has_index, true),
        Set::Standing(Standing::WithSecondFactor | Standing::WithoutSecondFactor | Standing::NeverSignedIn, _)
            if is_by_time =>
        {
            !std::mem::replace(&mut has_index, true)
        }
        _ => false,
    });
    if passed.is_empty() {
        return None;
    }
    let stretch = Stretch { behind, until: None };
    let mut question = match order {
        // Each session is looked at, whether or not another one of the user was used later.
        PageOrder::Active => sessions(stretch),
        _ => of_stretch(backend, &walked, order, stretch, 1),
    };
    let offset = question.place(Value::Number(looked_at - 1));
    question.sql.push_str(&format!(" OFFSET {offset}"));
    Some(question)
}

fn sessions(stretch: Stretch<'_>) -> Question {
    let mut question = Question::default();
    let goes_on = goes_on(&mut question, SESSIONS_SORTED, "DESC", stretch.behind);
    let goes_on = goes_on.map(|it| format!(" AND {it}")).unwrap_or_default();
    let limit = question.place(Value::Number(1));
    question.sql = format!(
        "SELECT s.user_id AS id, s.last_active_at AS place_at FROM sessions s WHERE s.actor IS NULL{goes_on}
         ORDER BY s.last_active_at DESC, s.user_id DESC LIMIT {limit}"
    );
    question
}

/// That they stand no farther than this one.
fn ends(question: &mut Question, sorted: &str, way: &str, until: Option<&Behind>) -> Option<String> {
    let until = until?;
    let within = if way == "ASC" { "<=" } else { ">=" };
    let (at, id) = (question.place(until.at.clone()), question.text(&until.id));
    Some(format!("({sorted}) {within} ({at}, {id})"))
}

fn walk(
    question: &mut Question,
    backend: Backend,
    sets: &[Set<'_>],
    (by_what, sorted, way): (&str, &str, &str),
    stretch: Stretch<'_>,
) {
    let mut conditions = conditions(question, backend, sets);
    conditions.push(match goes_on(question, sorted, way, stretch.behind) {
        Some(goes_on) => goes_on,
        // Without a first and a last name there is the space between them.
        None if sorted.starts_with("u.search_text") => {
            format!("{} > ' '", sorted.split(", ").next().unwrap_or_default())
        }
        None => format!("{by_what} IS NOT NULL"),
    });
    if stretch.behind.is_some() && by_what == "u.last_sign_in_at" {
        // As the index says.
        conditions.push("u.last_sign_in_at IS NOT NULL".to_owned());
    }
    conditions.extend(ends(question, sorted, way, stretch.until));
    let conditions = conditions.join(" AND ");
    let order = sorted.split(", ").map(|column| format!("{column} {way}")).collect::<Vec<_>>().join(", ");
    question.sql = format!("SELECT u.id AS id, {by_what} AS place_at FROM users u WHERE {conditions} ORDER BY {order}");
}

/// In which order sessions are walked.
const SESSIONS_SORTED: &str = "s.last_active_at, s.user_id";

/// Of each user the session counts that was used last.
fn walk_sessions(question: &mut Question, backend: Backend, sets: &[Set<'_>], stretch: Stretch<'_>) {
    let mut conditions = conditions(question, backend, sets);
    if !conditions.is_empty() {
        let of_user = conditions.join(" AND ");
        conditions = vec![format!("EXISTS (SELECT 1 FROM users u WHERE u.id = s.user_id AND {of_user})")];
    }
    conditions.extend(goes_on(question, SESSIONS_SORTED, "DESC", stretch.behind));
    conditions.extend(ends(question, SESSIONS_SORTED, "DESC", stretch.until));
    let conditions: String = conditions.into_iter().map(|it| format!(" AND {it}")).collect();
    question.sql = format!(
        "SELECT s.user_id AS id, s.last_active_at AS place_at FROM sessions s WHERE s.actor IS NULL{conditions}
             AND NOT EXISTS (SELECT 1 FROM sessions n WHERE n.user_id = s.user_id AND n.actor IS NULL
                 AND (n.last_active_at > s.last_active_at OR (n.last_active_at = s.last_active_at AND n.id > s.id)))
         ORDER BY s.last_active_at DESC, s.user_id DESC"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behind() -> Behind {
        Behind { at: Value::Number(17), id: "user_x".into() }
    }

    #[test]
    fn a_part_goes_on_behind_its_place() {
        let question = of_all(Backend::Sqlite, &[], PageOrder::Newest, Some(&behind()), 26);
        assert_eq!(
            question.sql,
            "SELECT u.id AS id, u.created_at AS place_at FROM users u WHERE (u.created_at, u.id) < ($1, $2) \
             ORDER BY u.created_at DESC, u.id DESC LIMIT $3"
        );
        assert_eq!(question.values, [Value::Number(17), Value::Text("user_x".into()), Value::Number(26)]);
        let banned = [Set::Standing(Standing::Banned, 0)];
        let question = of_all(Backend::Sqlite, &banned, PageOrder::Oldest, Some(&behind()), 26);
        assert!(question.sql.contains("u.banned_at IS NOT NULL AND (u.created_at, u.id) > ($1, $2)"));
        let question = of_all(Backend::Postgres, &[], PageOrder::Name, Some(&behind()), 26);
        assert!(question.sql.contains("(u.search_text COLLATE \"C\", u.id COLLATE \"C\") >"));
        for order in PageOrder::ALL {
            for question in [
                of_all(Backend::Postgres, &banned, order, None, 26),
                of_few(Backend::Postgres, banned[0], &[], order, None, 26),
            ] {
                assert_eq!(question.values, [Value::Number(26)], "{order:?}");
            }
        }
    }

    #[test]
    fn every_value_has_its_place() {
        let sets = [
            Set::Beginning("user_1"),
            Set::Standing(Standing::Locked, 5),
            Set::CreatedSince(3),
            Set::Organization("org_x"),
            Set::Provider("google"),
        ];
        for order in PageOrder::ALL {
            let mut all = vec![of_all(Backend::Postgres, &sets, order, Some(&behind()), 26)];
            all.extend(sets.iter().map(|few| {
                let others: Vec<Set<'_>> = sets.into_iter().filter(|other| other != few).collect();
                of_few(Backend::Postgres, *few, &others, order, Some(&behind()), 26)
            }));
            all.extend(sets.iter().map(|set| are_many(Backend::Postgres, *set)));
            let (from, to) = (behind(), behind());
            let stretch = Stretch { behind: Some(&from), until: Some(&to) };
            all.push(of_stretch(Backend::Postgres, &sets, order, stretch, 26));
            all.extend(end_of_walk(Backend::Postgres, &sets, order, Some(&from), LOOKED_AT));
            for Question { sql, values } in all {
                let last = sql.split('$').skip(1).filter_map(|it| {
                    it.split(|c: char| !c.is_ascii_digit()).next().and_then(|number| number.parse().ok())
                });
                assert_eq!(last.max(), Some(values.len()), "{sql}");
            }
        }
    }

    #[test]
    fn by_what_every_id_begins_with_nobody_is_looked_for() {
        let looks = |typed: &str| are_many(Backend::Sqlite, Set::Beginning(typed)).sql.contains("u.id >=");
        assert!(!looks("user_") && !looks("u") && looks("user_2"));
    }

    #[test]
    fn a_walk_ends_where_somebody_may_be_passed_over() {
        let banned = Set::Standing(Standing::Banned, 0);
        let (since, google) = (Set::CreatedSince(3), Set::Provider("google"));
        let end = |sets: &[Set<'_>], order| end_of_walk(Backend::Sqlite, sets, order, None, LOOKED_AT).map(|it| it.sql);
        for (sets, order) in [
            (&[banned][..], PageOrder::Name),
            (&[], PageOrder::Active),
            (&[since], PageOrder::Oldest),
            (&[banned, since], PageOrder::Newest),
        ] {
            assert_eq!(end(sets, order), None, "{sets:?} {order:?}");
        }
        let by_index = end(&[banned, since, google], PageOrder::Newest).expect("ends");
        assert!(by_index.contains("u.banned_at IS NOT NULL AND u.created_at >= $1"), "{by_index}");
        assert!(!by_index.contains("external_accounts") && by_index.ends_with("LIMIT $2 OFFSET $3"), "{by_index}");
        let by_name = end(&[since], PageOrder::Name).expect("ends");
        assert!(!by_name.contains("created_at"), "{by_name}");
        let active = end(&[banned], PageOrder::Active).expect("ends");
        assert!(!active.contains("banned_at") && active.contains("FROM sessions s"), "{active}");
    }
}
