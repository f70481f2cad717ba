//! Numbers and health: quick, and right.

use vestibule::server::OperatorRole;
use vestibule::server::flows::daily_numbers;
use vestibule::server::flows::sweep::sweep;

use crate::support::{Database, House, MINUTE, Person, on_both};

const DAY: i64 = 24 * 60 * MINUTE;

on_both!(
    numbers_are_counted_once_and_are_right,
    many_people_are_counted_on_from_the_last_time,
    the_first_pages_show_them,
    long_lists_are_found_by_an_index,
);

async fn numbers_are_counted_once_and_are_right(database: Database) {
    let house = House::open(&database).await;
    house.sign_up(&Person::named("ada")).await;
    house.browser().try_password("ada@example.com", "not the password of hers").await;
    let today = |numbers: &[i64]| *numbers.last().expect("a day");
    let now = daily_numbers::read(&house.vestibule).await.expect("are read");
    assert_eq!((now.users, today(&now.sign_ups), today(&now.sign_ins), today(&now.failures)), (1, 1, 1, 1));
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!(daily_numbers::read(&house.vestibule).await.expect("are read").users, 1, "counted, and not twice");
    house.clock.advance(1);
    house.sign_up(&Person::named("bob")).await;
    let now = daily_numbers::read(&house.vestibule).await.expect("are read");
    assert_eq!((now.users, today(&now.sign_ups), today(&now.sign_ins)), (2, 2, 2), "with what came since");

    house.clock.advance(DAY);
    sweep(&house.vestibule).await.expect("is swept");
    let later = daily_numbers::read(&house.vestibule).await.expect("are read");
    assert_eq!((later.users, today(&later.sign_ups)), (2, 0), "another day");
    assert_eq!(later.sign_ups.iter().sum::<i64>(), 2);
    assert_eq!(later.sign_ups[later.sign_ups.len() - 2], 2, "yesterday");
    house.clock.advance(DAY);
    sweep(&house.vestibule).await.expect("is swept");
    assert_eq!(daily_numbers::read(&house.vestibule).await.expect("are read").sign_ups.iter().sum::<i64>(), 2);
}

async fn many_people_are_counted_on_from_the_last_time(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("ada", OperatorRole::ReadOnly).await;
    let users = async || daily_numbers::read(&house.vestibule).await.expect("are read").users;
    sweep(&house.vestibule).await.expect("is swept");
    house.vestibule.seed(100, &mut |_, _| {}).await.expect("are made");
    assert_eq!(users().await, 101, "few are counted whenever somebody looks, whatever the log has");
    assert!(!operator.page_alone("/admin").await.shows("Counted every ten minutes; since"));

    let more = u64::try_from(daily_numbers::COUNTED_AT_ONCE).expect("fits");
    house.vestibule.seed(more, &mut |_, _| {}).await.expect("are made");
    house.clock.advance(1);
    sweep(&house.vestibule).await.expect("is swept");
    house.clock.advance(1);
    house.sign_up(&Person::named("bob")).await;
    let many = daily_numbers::COUNTED_AT_ONCE + 102;
    assert_eq!(users().await, many, "with whom the log has since then");
    let page = operator.page_alone("/admin").await;
    assert!(page.shows("10,102") && page.shows("Counted every ten minutes; since"), "{}", page.body);
}

async fn the_first_pages_show_them(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("ada", OperatorRole::ReadOnly).await;
    let page = operator.page_alone("/admin").await;
    for part in ["Sign-ups", "Sign-ins", "Active users", "Failed sign-ins", "As a table", "<svg", "<table"] {
        assert!(page.shows(part), "{part}");
    }
    assert_eq!(page.body.matches("<rect").count(), 4 * 30, "a bar for each day");
    let health = operator.page_alone("/admin/health").await;
    let name = if database.is_postgres() { "PostgreSQL answers" } else { "SQLite answers" };
    assert!(health.shows(name) && health.shows(env!("CARGO_PKG_VERSION")), "{}", health.body);
}

async fn long_lists_are_found_by_an_index(database: Database) {
    use vestibule::server::store::user_pages::{PageOrder, sql, sql_beginning};
    let house = House::open(&database).await;
    house.vestibule.seed(20_000, &mut |_, _| {}).await.expect("are made");
    database.execute(if database.is_postgres() { "ANALYZE" } else { "ANALYZE main" }).await;
    let backend = house.vestibule.store().backend();
    let filled = |sql: &str, values: [&str; 3]| {
        let mut sql = sql.to_owned();
        for (place, value) in values.iter().enumerate() {
            sql = sql.replace(&format!("${}", place + 1), value);
        }
        sql
    };
    database.execute("INSERT INTO clients (id, created_at, updated_at) VALUES ('client_x', 1, 1)").await;
    let sessions = "INSERT INTO sessions (id, client_id, user_id, status, last_active_at, expire_at, created_at, updated_at)
                    SELECT 'sess_' || id, 'client_x', id, 'active', created_at, created_at, created_at, created_at FROM users";
    database.execute(sessions).await;
    database.execute(if database.is_postgres() { "ANALYZE" } else { "ANALYZE main" }).await;
    for (order, place, index) in
        [(PageOrder::Active, "1700000000000", "sessions_last_active"), (PageOrder::Name, "'hed'", "users_name")]
    {
        for goes_on in [false, true] {
            let question = filled(&sql(backend, order, false, goes_on), ["26", place, "'user_x'"]);
            let plan = database.plan(&question).await;
            let is_sorted_anew = ["Sort", "TEMP B-TREE", "Seq Scan"].iter().any(|word| plan.contains(word));
            assert!(plan.contains(index) && !is_sorted_anew, "{question}: {plan}");
        }
    }
    for order in [PageOrder::Newest, PageOrder::Oldest, PageOrder::SignedIn] {
        for banned in [false, true] {
            if order == PageOrder::SignedIn && banned {
                continue;
            }
            let plan =
                database.plan(&filled(&sql(backend, order, banned, true), ["26", "1700000000000", "'user_x'"])).await;
            let is_by_index = plan.contains("INDEX users_") || plan.contains("Index") && plan.contains("users_");
            assert!(is_by_index && !plan.contains("TEMP B-TREE"), "{order:?} {banned}: {plan}");
        }
    }
    for question in sql_beginning(backend) {
        let plan = database.plan(&filled(&question, ["'hedy.lamarr.'", "'hedy.lamarr.\u{10ffff}'", "26"])).await;
        let is_by_index = ["_beginning", "users_last_name", "users_name"].iter().any(|index| plan.contains(index));
        assert!(is_by_index, "{question}: {plan}");
    }
}
