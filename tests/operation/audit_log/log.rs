//! How the log is read, and that it is only ever added to.

use serde_json::{Value, json};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use vestibule::model::FieldRule;
use vestibule::server::store::audit_entries::{self, AuditFilter};
use vestibule::server::{AuditAction, AuditQuery, EventType};

use crate::support::backend::Backend;
use crate::support::{DAY, Database, House, Person, on_both};

on_both!(
    nothing_in_it_is_changed_or_taken_away,
    what_guards_it_is_there_again_after_a_start,
    what_is_older_than_the_settings_keep_goes,
    it_is_read_in_parts_and_by_what_is_asked,
    another_backend_reads_it,
    no_question_looks_at_all_of_it,
);

async fn refused(database: &Database, sql: &str) -> String {
    let mut connection = AnyConnection::connect(database.url()).await.expect("the database answers");
    let refusal = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await;
    connection.close().await.expect("closes");
    refusal.expect_err(sql).to_string()
}

async fn nothing_in_it_is_changed_or_taken_away(database: Database) {
    let house = House::open(&database).await;
    house.sign_up(&Person::named("ada")).await;
    let before = database.contents().await;
    let mut attempts = vec![
        "UPDATE audit_entries SET actor_id = 'user_eve'",
        "UPDATE audit_entries SET changes = '{}' WHERE action = 'user.created'",
        "DELETE FROM audit_entries",
        "DELETE FROM audit_entries WHERE action = 'user.created'",
        // Nor is the other way in which a sweep deletes opened by mistake, or closed for good.
        "DELETE FROM audit_retention",
        "INSERT INTO audit_retention (id, deletable_before) VALUES (2, 0)",
        "INSERT INTO audit_retention (id, deletable_before) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET deletable_before = 1",
    ];
    match database.is_postgres() {
        true => attempts.extend([
            "TRUNCATE audit_entries",
            "TRUNCATE audit_retention",
            "INSERT INTO audit_entries SELECT * FROM audit_entries ON CONFLICT (id) DO UPDATE SET changes = '{}'",
        ]),
        // By its id, and by the number that SQLite gives a row.
        false => attempts.extend([
            "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries",
            "REPLACE INTO audit_entries (rowid, id, created_at, actor_type, action, subject_type, changes)
                 SELECT rowid, 'aud_0', 0, 'system', 'x', 'x', '{}' FROM audit_entries",
            "REPLACE INTO audit_retention (id, deletable_before) VALUES (1, 1)",
        ]),
    }
    // On a database that was there already, too.
    for house in [None, Some(house.another().await)] {
        for sql in &attempts {
            let told = refused(&database, sql).await;
            assert!(told.contains("the audit log is append only"), "{sql}: {told}");
        }
        drop(house);
    }
    assert_eq!(database.contents().await, before);
}

/// Somebody has switched it off, and a later release finds it so.
async fn what_guards_it_is_there_again_after_a_start(database: Database) {
    let house = House::open(&database).await;
    house.sign_up(&Person::named("ada")).await;
    let switched_off = match database.is_postgres() {
        true => vec![
            "ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_no_update",
            "DROP TRIGGER audit_entries_no_delete ON audit_entries",
            "CREATE OR REPLACE FUNCTION vestibule_audit_entries_guard() RETURNS trigger LANGUAGE plpgsql
                 AS 'BEGIN RETURN NULL; END'",
        ],
        false => vec!["DROP TRIGGER audit_entries_no_update", "DROP TRIGGER audit_entries_no_delete"],
    };
    for sql in switched_off {
        database.execute(sql).await;
    }
    let change = "UPDATE audit_entries SET user_agent = 'nobody''s'";
    database.execute(change).await;
    let _again = house.another().await;
    for sql in [change, "DELETE FROM audit_entries", "DELETE FROM audit_retention"] {
        let told = refused(&database, sql).await;
        assert!(told.contains("the audit log is append only"), "{sql}: {told}");
    }
}

async fn what_is_older_than_the_settings_keep_goes(database: Database) {
    let house = House::open(&database).await;
    house.sign_up(&Person::named("ada")).await;
    house.clock.advance(10 * DAY);
    house.sign_up(&Person::named("bob")).await;
    let all = database.count("audit_entries").await;
    let sweep = async |house: &House| vestibule::server::flows::sweep::sweep(&house.vestibule).await.expect("sweeps");
    sweep(&house).await;
    assert!(database.count("audit_entries").await >= all, "it is kept for a year unless the settings say otherwise");
    let limited = house.another_with(|settings| settings.audit_log.days = 9).await;
    let old = house.clock.now() - 9 * DAY;
    let are_old = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM audit_entries WHERE created_at < {old}");
    assert!(database.number(&are_old).await > 0);
    sweep(&limited).await;
    assert_eq!(database.number(&are_old).await, 0);
    let left = house.log_after(None).await;
    assert!(left.iter().any(|entry| entry.action == "user.created"), "what is newer stays: {left:?}");
    // And is guarded as before.
    let told = refused(&database, "DELETE FROM audit_entries").await;
    assert!(told.contains("the audit log is append only"), "{told}");
    let open = format!("UPDATE audit_retention SET deletable_before = {old}");
    database.execute(&open).await;
    let told = refused(&database, "DELETE FROM audit_entries").await;
    assert!(told.contains("the audit log is append only"), "what is newer: {told}");
    // A year later all of it goes, or none where it is kept for ever.
    house.clock.advance(366 * DAY);
    let newest = house.log_after(None).await.last().map(|entry| entry.id.clone()).expect("an entry");
    let for_ever = house.another_with(|settings| settings.audit_log.days = 0).await;
    sweep(&for_ever).await;
    let is_kept = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM audit_entries WHERE id <= '{newest}'");
    assert!(database.number(&is_kept).await > 0);
    sweep(&house).await;
    assert_eq!(database.number(&is_kept).await, 0);
}

async fn it_is_read_in_parts_and_by_what_is_asked(database: Database) {
    let house = House::open(&database).await;
    let (ada_browser, ada) = house.person("ada").await;
    house.clock.advance(DAY);
    let half = house.clock.now();
    let (_, bob) = house.person("bob").await;
    house.vestibule.users().ban(&bob).await.expect("is banned");
    let all = house.log_after(None).await;
    let log = house.vestibule.audit_log();
    // Part by part it is the same, in the same order.
    for limit in [1, 2, 3, 500] {
        let mut parts = Vec::new();
        loop {
            let starting_after = parts.last().map(|entry: &vestibule::server::AuditLogEntry| entry.id.clone());
            let query = AuditQuery { limit, starting_after, ..AuditQuery::default() };
            let (part, has_more) = log.list(&query).await.expect("is read");
            parts.extend(part);
            if !has_more {
                break;
            }
        }
        parts.reverse();
        assert_eq!(parts, all, "{limit}");
    }
    assert!(all.iter().map(|entry| (entry.created_at, &entry.id)).is_sorted());

    let ids = async |query: AuditQuery| -> Vec<String> {
        let (found, _) = log.list(&AuditQuery { limit: 500, ..query }).await.expect("is read");
        found.into_iter().rev().map(|entry| entry.id).collect()
    };
    let of = |condition: &dyn Fn(&vestibule::server::AuditLogEntry) -> bool| -> Vec<String> {
        all.iter().filter(|entry| condition(entry)).map(|entry| entry.id.clone()).collect()
    };
    let usual = AuditQuery::default;
    let cases = [
        (AuditQuery { actor_id: Some(ada.clone()), ..usual() }, of(&|it| it.actor_id.as_ref() == Some(&ada))),
        (AuditQuery { subject_id: Some(bob.clone()), ..usual() }, of(&|it| it.subject_id.as_ref() == Some(&bob))),
        (
            AuditQuery { ip_address: Some(ada_browser.ip), ..usual() },
            of(&|it| it.ip_address == Some(ada_browser.ip.to_string())),
        ),
        (AuditQuery { created_after: Some(half), ..usual() }, of(&|it| it.created_at >= half)),
        (AuditQuery { created_before: Some(half), ..usual() }, of(&|it| it.created_at < half)),
        (
            AuditQuery {
                actions: vec![
                    EventType::UserCreated.into(),
                    EventType::SessionRevoked.into(),
                    EventType::UserBanned.into(),
                ],
                ..usual()
            },
            of(&|it| ["user.created", "session.revoked", "user.banned"].contains(&it.action.as_str())),
        ),
        (
            AuditQuery {
                actions: vec![EventType::UserCreated.into()],
                subject_id: Some(ada.clone()),
                created_before: Some(half),
                ..usual()
            },
            of(&|it| it.action == "user.created" && it.subject_id.as_ref() == Some(&ada)),
        ),
    ];
    for (query, expected) in cases {
        assert!(!expected.is_empty() && expected.len() < all.len(), "{query:?}");
        assert_eq!(ids(query.clone()).await, expected, "{query:?}");
    }
    for nobody in ["", "user_0", "\0", "%"] {
        let query = AuditQuery { actor_id: Some(nobody.to_owned()), ..usual() };
        assert!(ids(query).await.is_empty(), "{nobody:?}");
    }
}

async fn another_backend_reads_it(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.first_name = FieldRule::Optional).await;
    let (browser, ada) = house.person("ada").await;
    browser.post("user/update", &[("first_name", "Ada")]).await.expect_ok();
    let backend = Backend::of(&house, &["audit_log:read"]).await;
    let page = backend.get("/v1/audit_log?limit=1&action=user.profileChanged&action=user.created").await.expect_ok();
    let entry = &page["data"][0];
    assert_eq!((&page["has_more"], page["data"].as_array().map(Vec::len)), (&json!(true), Some(1)));
    assert_eq!((&entry["object"], &entry["action"]), (&json!("audit_entry"), &json!("user.profileChanged")));
    assert_eq!(entry["actor"], json!({ "type": "user", "id": ada, "impersonator_id": null }));
    assert_eq!(entry["subject"], json!({ "type": "user", "id": ada }));
    assert_eq!(entry["changes"], json!({ "first_name": { "before": null, "after": "Ada" } }));
    assert_eq!(entry["ip_address"], json!(browser.ip.to_string()));
    let id = entry["id"].as_str().expect("an id");
    let path = format!("/v1/audit_log?starting_after={id}&subject_id={ada}&actor_id={ada}&ip_address={}", browser.ip);
    let older = backend.get(&path).await.expect_ok();
    let actions: Vec<&Value> = older["data"].as_array().expect("a list").iter().map(|one| &one["action"]).collect();
    assert_eq!((actions, &older["has_more"]), (vec![&json!("user.created")], &json!(false)));
    let created = entry["created_at"].as_i64().expect("a time");
    let range = format!("/v1/audit_log?subject_id={ada}&created_at_after={created}&created_at_before={}", created + 1);
    assert!(!backend.get(&range).await.expect_ok()["data"].as_array().expect("a list").is_empty());
    for (query, field) in [
        ("action=user.nothing", "action"),
        ("ip_address=x", "ip_address"),
        ("starting_after=aud_1", "starting_after"),
        ("starting_after=user_%00", "starting_after"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        (&vec!["action=user.created"; 21].join("&"), "action"),
    ] {
        let refused = backend.get(&format!("/v1/audit_log?{query}")).await;
        assert_eq!(refused.error(), (422, "form_param_format_invalid", field), "{query}");
    }
    for query in ["actor_id=%00", "subject_id=%00", "organization_id=org_0", "created_at_after=9223372036854775807"] {
        let found = backend.get(&format!("/v1/audit_log?{query}")).await.expect_ok();
        assert_eq!(found, json!({ "data": [], "has_more": false }), "{query}");
    }
    // To look does not change, and whoever may read people may not read this.
    let before = database.count("audit_entries").await;
    backend.get("/v1/audit_log").await.expect_ok();
    assert_eq!(database.count("audit_entries").await, before);
    let other = Backend::of(&house, &["users:read"]).await;
    assert_eq!(other.get("/v1/audit_log").await.error(), (403, "authorization_invalid", ""));
}

/// As many entries as make a database choose its way.
const MANY: i64 = 20_000;

async fn no_question_looks_at_all_of_it(database: Database) {
    let house = House::open(&database).await;
    let (hex, number) = match database.is_postgres() {
        true => ("LPAD(TO_HEX(n), 32, '0')", "CAST(generate_series AS BIGINT) AS n FROM generate_series(1, "),
        false => ("printf('%032x', n)", ""),
    };
    let numbers = match database.is_postgres() {
        true => format!("SELECT {number}{MANY})"),
        false => format!(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MANY}) SELECT n FROM numbers"
        ),
    };
    database
        .execute(&format!(
            "INSERT INTO audit_entries (id, created_at, actor_type, actor_id, impersonator_id, action, subject_type, subject_id,
                 organization_id, client_ip, changes)
             SELECT 'aud_' || {hex}, n, 'user', 'user_' || (n % 200), 'user_' || (n % 150), 'action' || (n % 100), 'user', 'user_' || (n % 300),
                 'org_' || (n % 100), '10.0.0.' || (n % 250), '{{}}' FROM ({numbers}) AS all_of_them"
        ))
        .await;
    database.execute("ANALYZE").await;
    let some = |text: &str| Some(text.to_owned());
    let id = |number: i64| Some(format!("aud_{number:032x}"));
    let none = AuditFilter::default;
    let many: Vec<String> = (0..60).map(|number| format!("action{number}")).collect();
    let each = [
        ("nothing", none()),
        ("actor", AuditFilter { actor_id: some("user_7"), ..none() }),
        ("impersonator", AuditFilter { impersonator_id: some("user_7"), ..none() }),
        ("subject", AuditFilter { subject_id: some("user_7"), ..none() }),
        ("organization", AuditFilter { organization_id: some("org_7"), ..none() }),
        ("client_ip", AuditFilter { client_ip: some("10.0.0.7"), ..none() }),
        ("action", AuditFilter { actions: vec!["action7".into()], ..none() }),
        ("actions", AuditFilter { actions: many.clone(), ..none() }),
        ("actor and actions", AuditFilter { actor_id: some("user_7"), actions: many, ..none() }),
    ];
    let values = |filter: &AuditFilter| -> Vec<String> {
        let texts =
            [&filter.actor_id, &filter.impersonator_id, &filter.subject_id, &filter.organization_id, &filter.client_ip];
        let ranges = [&filter.from_id, &filter.before_id];
        let all = texts.into_iter().flatten().chain(&filter.actions).chain(ranges.into_iter().flatten());
        all.map(|text| format!("'{text}'")).chain(["10".into(), "0".into()]).collect()
    };
    for (name, filter) in each {
        let after = AuditFilter { before_id: id(MANY - 100), ..filter.clone() };
        let within = AuditFilter { from_id: id(10), ..after.clone() };
        for filter in [filter, after, within] {
            let mut sql = audit_entries::sql(&filter);
            for (number, value) in values(&filter).iter().enumerate().rev() {
                sql = sql.replace(&format!("${}", number + 1), value);
            }
            let plan = database.plan(&sql).await;
            let by_index = match database.is_postgres() {
                true => plan.contains("Index") && !plan.contains("Seq Scan"),
                false => plan.contains("USING INDEX") && !plan.contains("TEMP B-TREE"),
            };
            assert!(by_index, "{name}: {sql}\n{plan}");
            // Without anything asked, and of many actions, the newest are read from the end of an index; else one goes straight to what
            // is meant.
            let is_open = ["nothing", "actions"].contains(&name) && filter.before_id.is_none();
            assert!(database.is_postgres() || is_open || plan.contains("SEARCH"), "{name}: {sql}\n{plan}");
        }
    }
    let action = AuditAction::ProfileChanged;
    let asked = AuditQuery { actions: vec![action, EventType::UserCreated.into()], ..AuditQuery::default() };
    assert!(house.vestibule.audit_log().list(&asked).await.expect("is read").0.is_empty());
}
