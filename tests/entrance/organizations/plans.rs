//! What is asked about one person or one organization reads nobody else's, however many there are.

use vestibule::server::store::organization_memberships::{
    ACTIVE, MEMBERS, MEMBERS_FOUND, ORGANIZATIONS_OF, sql_of_another,
};

use crate::support::{Database, House, on_both};

on_both!(no_table_is_read_for_one_person_or_one_organization);

/// As many rows as make a database choose its way.
const MANY: i64 = 20_000;

/// Fills the tables: each person has an organization of their own, `org_1` has a thousand members, and `user_1` belongs to five
/// hundred.
async fn fill(database: &Database) {
    let numbers = match database.is_postgres() {
        true => format!("SELECT CAST(generate_series AS BIGINT) AS n FROM generate_series(1, {MANY})"),
        false => format!(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MANY}) SELECT n FROM numbers"
        ),
    };
    for (insert, which) in [
        (
            "users (id, created_at, updated_at, primary_email_address_id, search_text)
             SELECT 'user_' || n, n, n, 'idn_' || n, 'person ' || n",
            "n > 0",
        ),
        (
            "identifiers (id, user_id, kind, value, normalized, created_at)
             SELECT 'idn_' || n, 'user_' || n, 'email_address', 'u' || n, 'u' || n, n",
            "n > 0",
        ),
        (
            "organizations (id, name, slug, created_at, updated_at, search_text)
             SELECT 'org_' || n, 'x', 's' || n, n, n, 'house ' || n",
            "n > 0",
        ),
        (
            "organization_memberships (id, organization_id, user_id, role, created_at, updated_at)
             SELECT 'orgmem_' || n, 'org_' || n, 'user_' || n, 'org:admin', n, n",
            "n > 0",
        ),
        (
            "organization_memberships (id, organization_id, user_id, role, created_at, updated_at)
             SELECT 'orgmem_many_' || n, 'org_1', 'user_' || n, 'org:admin', n, n",
            "n BETWEEN 2 AND 1000",
        ),
        (
            "organization_memberships (id, organization_id, user_id, role, created_at, updated_at)
             SELECT 'orgmem_theirs_' || n, 'org_' || n, 'user_1', 'org:member', n, n",
            "n BETWEEN 2 AND 500",
        ),
    ] {
        database.execute(&format!("INSERT INTO {insert} FROM ({numbers}) AS all_of_them WHERE {which}")).await;
    }
    database.execute("ANALYZE").await;
}

/// Whether a plan reads a whole table. What SQLite has made of a part of one it reads to its end, under a name of its own.
fn reads_a_table(plan: &str) -> bool {
    let is_made = |name: &str| {
        name.starts_with('(') || ["MATERIALIZE", "CO-ROUTINE"].iter().any(|how| plan.contains(&format!("{how} {name}")))
    };
    let scanned = plan.lines().filter_map(|line| line.trim().strip_prefix("SCAN "));
    plan.contains("Seq Scan") || scanned.filter_map(|rest| rest.split(' ').next()).any(|name| !is_made(name))
}

async fn no_table_is_read_for_one_person_or_one_organization(database: Database) {
    let _house = House::open(&database).await;
    fill(&database).await;
    let (one_role, two_roles) = (sql_of_another(1), sql_of_another(2));
    for (name, sql, values) in [
        ("where one acts, and what one may there", ACTIVE, &["'org_1'", "'user_1'"][..]),
        ("the same by a slug", ACTIVE, &["'s1'", "'user_1'"]),
        ("one's organizations", ORGANIZATIONS_OF, &["'user_1'", "20", "0", "''"]),
        ("one's organizations by their names", ORGANIZATIONS_OF, &["'user_1'", "20", "0", "'%house 9%'"]),
        ("members", MEMBERS, &["'org_1'", "''", "10", "0"]),
        ("members in a role", MEMBERS, &["'org_1'", "'org:admin'", "10", "0"]),
        ("members by their names", MEMBERS_FOUND, &["'org_1'", "''", "'%person 9%'", "10", "0"]),
        ("whether another one manages it", one_role.as_str(), &["'org_1'", "'user_1'", "'org:admin'"]),
        ("the same by two roles", two_roles.as_str(), &["'org_1'", "'user_1'", "'org:admin'", "'org:hr'"]),
    ] {
        let mut sql = sql.to_owned();
        for (number, value) in values.iter().enumerate().rev() {
            sql = sql.replace(&format!("${}", number + 1), value);
        }
        let plan = database.plan(&sql).await;
        assert!(!reads_a_table(&plan), "{name}: {sql}\n{plan}");
    }
    // That it would be seen.
    let plan = database.plan("SELECT COUNT(*) FROM organizations WHERE search_text LIKE '%9%'").await;
    assert!(reads_a_table(&plan), "{plan}");
}
