//! Lists come in the order of an index, however long they are.

use vestibule::server::OrganizationOrder;
use vestibule::server::store::organization_list::sql_of_all;
use vestibule::server::store::organization_membership_list::sql_in_order;
use vestibule::server::store::{organization_invitations, session_list};

use crate::support::{Database, House, on_both};

on_both!(no_list_is_sorted_anew_for_each_part_of_it);

/// As many rows as make a database choose its way.
const MANY: i64 = 20_000;

/// Fills the tables, where nobody asks what belongs to what.
async fn fill(database: &Database) {
    let numbers = match database.is_postgres() {
        true => format!("SELECT CAST(generate_series AS BIGINT) AS n FROM generate_series(1, {MANY})"),
        false => format!(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MANY}) SELECT n FROM numbers"
        ),
    };
    for insert in [
        "users (id, created_at, updated_at, primary_email_address_id, search_text)
             SELECT 'user_' || n, n, n, 'idn_' || n, ''",
        "identifiers (id, user_id, kind, value, normalized, created_at)
             SELECT 'idn_' || n, 'user_' || n, 'email_address', 'u' || n, 'u' || n, n",
        "clients (id, created_at, updated_at) SELECT 'client_' || n, n, n",
        "organizations (id, name, created_at, updated_at, search_text) SELECT 'org_' || n, 'House ' || n, n, n, ''",
        "organization_memberships (id, organization_id, user_id, role, created_at, updated_at)
             SELECT 'orgmem_' || n, 'org_' || (1 + n % 2), 'user_' || n, 'org:member', (n * 7) % 10007, n",
        "organization_invitations (id, organization_id, email_address, normalized, ticket_hash, role, expire_at, created_at,
                 updated_at)
             SELECT 'orginv_' || n, 'org_' || n, 'u' || n, 'u' || n, 'hash' || n, 'org:member', n, n, n",
    ] {
        database.execute(&format!("INSERT INTO {insert} FROM ({numbers}) AS all_of_them")).await;
    }
    database.execute("ANALYZE").await;
}

async fn no_list_is_sorted_anew_for_each_part_of_it(database: Database) {
    let _house = House::open(&database).await;
    fill(&database).await;
    let mut all = vec![("browsers".to_owned(), session_list::CLIENT_IDS.to_owned(), vec!["10", "0"])];
    for descending in [false, true] {
        all.push((format!("memberships {descending}"), sql_in_order(false, descending), vec!["10", "0"]));
        for order in [OrganizationOrder::CreatedAt, OrganizationOrder::Name] {
            all.push((format!("{order:?} {descending}"), sql_of_all(order, descending), vec!["10", "0"]));
        }
        all.push((format!("members {descending}"), sql_in_order(true, descending), vec!["'org_1'", "10", "0"]));
    }
    for (name, mut sql, values) in all {
        for (number, value) in values.iter().enumerate().rev() {
            sql = sql.replace(&format!("${}", number + 1), value);
        }
        let plan = database.plan(&sql).await;
        assert!(!["Seq Scan", "Sort", "TEMP B-TREE"].iter().any(|word| plan.contains(word)), "{name}: {sql}\n{plan}");
    }
    // Those of one person are few: they are found, and sorted then.
    let mut sql = organization_invitations::sql_of_user(2);
    for (number, value) in ["''", "5", "'u7'", "'u8'", "10", "0"].iter().enumerate().rev() {
        sql = sql.replace(&format!("${}", number + 1), value);
    }
    let plan = database.plan(&sql).await;
    assert!(plan.contains("organization_invitations_address") && !plan.contains("Seq Scan"), "{sql}\n{plan}");
}
