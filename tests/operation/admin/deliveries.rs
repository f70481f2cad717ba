//! What leaves the building, as operators look for it.

use std::collections::BTreeSet;

use vestibule::server::OperatorRole;
use vestibule::server::store::messages::{OutboxFilter, REMOVE_ALL_OF, outbox_sql};

use crate::support::{Answer, DAY, Database, House, on_both};

on_both!(messages_are_found_by_whom_they_went_to, messages_are_found_by_an_index);

/// Where the next part of a list is.
fn next(page: &Answer) -> Option<String> {
    let (before, _) = page.body.split_once("\" rel=\"next\"")?;
    before.rsplit("href=\"").next().map(|to| to.replace("&amp;", "&"))
}

/// How often each of the messages was tried that a page shows.
fn tries(page: &Answer) -> Vec<i64> {
    let cells = page.body.split("data-column=\"Tries\">").skip(1);
    cells.map(|cell| cell.split('<').next().and_then(|tries| tries.parse().ok()).expect("a number")).collect()
}

async fn messages_are_found_by_whom_they_went_to(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    let now = house.clock.now();
    let rows: Vec<String> = (1..=140)
        .map(|tries| {
            let to = if tries <= 70 { "Ada@Other.example" } else { "bob@other.example" };
            let failed = if tries % 10 == 0 { now.to_string() } else { "NULL".to_owned() };
            // Several are of one moment.
            let expire_at = now + DAY - tries / 3;
            format!("('msg_x{tries:03}', 'email', '{to}', 'x', {expire_at}, {now}, {tries}, {failed}, 'refused')")
        })
        .collect();
    let sql = format!(
        "INSERT INTO messages (id, channel, recipient, sealed_content, expire_at, created_at, attempts, failed_at, last_error)
         VALUES {}",
        rows.join(", ")
    );
    database.execute(&sql).await;
    for (asked, expected) in [
        ("to=ada%40OTHER.example", (1..=70).collect::<BTreeSet<i64>>()),
        ("to=ada%40other.example&only=failed", (1..=7).map(|ten| ten * 10).collect()),
        ("only=failed", (1..=14).map(|ten| ten * 10).collect()),
        ("to=ada", BTreeSet::new()),
        ("to=nobody%40other.example%00", BTreeSet::new()),
    ] {
        let mut to = Some(format!("/admin/deliveries?{asked}"));
        let (mut found, mut pages) = (Vec::new(), 0);
        while let Some(path) = to {
            let page = operator.page_alone(&path).await;
            assert_eq!(page.status, 200, "{path}");
            found.extend(tries(&page));
            pages += 1;
            to = next(&page);
        }
        assert_eq!(found.len(), expected.len(), "{asked}: none twice");
        assert_eq!(pages, found.len().div_ceil(50).max(1), "{asked}");
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected, "{asked}");
    }
    let all = operator.page_alone("/admin/deliveries").await;
    assert!(tries(&all).len() == 50 && next(&all).is_some(), "{}", all.body);
    for odd in ["after=x", "after=1.%27", "after=1", "only=x"] {
        assert_eq!(operator.page_alone(&format!("/admin/deliveries?{odd}")).await.status, 200, "{odd}");
    }
}

async fn messages_are_found_by_an_index(database: Database) {
    let house = House::open(&database).await;
    house.vestibule.seed(6_000, &mut |_, _| {}).await.expect("are made");
    let messages =
        "INSERT INTO messages (id, channel, recipient, sealed_content, expire_at, created_at, failed_at, last_error)
         SELECT 'msg_' || id, 'email', 'a' || id || '@other.example', 'x', created_at, created_at, banned_at, 'refused'
         FROM users";
    database.execute(messages).await;
    database.execute(if database.is_postgres() { "ANALYZE" } else { "ANALYZE main" }).await;
    let to = Some("ada@other.example".to_owned());
    // In the middle of them.
    let after = Some((house.clock.now() - 182 * DAY, "msg_x".to_owned()));
    for (filter, index) in [
        (OutboxFilter::default(), "messages_expire"),
        (OutboxFilter { failed: true, ..OutboxFilter::default() }, "messages_failed"),
        (OutboxFilter { recipient: to, ..OutboxFilter::default() }, "messages_recipient"),
    ] {
        for after in [None, after.clone()] {
            let sql = outbox_sql(&OutboxFilter { after, ..filter.clone() });
            // Whichever text it is, and whichever number.
            let limit = sql.find("LIMIT").expect("has one");
            let (asked, _) = sql.split_at(limit);
            let asked = ["$1", "$2"].iter().fold(asked.to_owned(), |sql, place| sql.replace(place, "'msg_x'"));
            let plan = database.plan(&format!("{asked} LIMIT 51 OFFSET 0")).await;
            let is_sorted_anew = ["TEMP B-TREE", "Seq Scan"].iter().any(|word| plan.contains(word));
            assert!(plan.contains(index) && !is_sorted_anew, "{sql}: {plan}");
        }
    }
    let plan = database.plan(&REMOVE_ALL_OF.replace("$1", "'inv_x'")).await;
    assert!(plan.contains("messages_subject"), "{plan}");
}
