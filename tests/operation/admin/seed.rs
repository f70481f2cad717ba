//! People who do not exist, and what they leave.

use vestibule::server::flows::daily_numbers;
use vestibule::server::flows::sweep::sweep;
use vestibule::server::seed::SeedError;
use vestibule::server::{Environment, OperatorRole};

use crate::support::{Database, House, on_both};

on_both!(an_instance_is_as_if_it_were_used, another_time_it_makes_others);

/// Where something of them is to be found.
const TABLES: [&str; 10] = [
    "identifiers",
    "clients",
    "sessions",
    "organizations",
    "organization_memberships",
    "organization_invitations",
    "invitations",
    "waitlist_entries",
    "messages",
    "audit_entries",
];

async fn an_instance_is_as_if_it_were_used(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    house.vestibule.seed(2_500, &mut |_, _| {}).await.expect("are made");
    sweep(&house.vestibule).await.expect("is swept");
    let live = database.live_sessions().await;
    assert!((400..700).contains(&live), "one of five is signed in, also after a sweep: {live}");
    assert_eq!(database.number("SELECT COUNT(*) FROM messages WHERE next_attempt_at IS NOT NULL").await, 0);

    let numbers = daily_numbers::read(&house.vestibule, 90).await.expect("are read");
    assert!(numbers.sign_ups.iter().filter(|came| **came > 0).count() > 80, "{numbers:?}");
    assert!(numbers.users_by_day.is_sorted() && numbers.users_by_day[0] < 2_000, "{numbers:?}");
    assert!(numbers.active_users[..89].iter().all(|here| *here > 0), "{numbers:?}");
    for (path, shows) in [
        ("/admin/organizations", "Harbor"),
        ("/admin/invitations", "invited."),
        ("/admin/waitlist", "waiting."),
        ("/admin/sessions", "Firefox"),
        ("/admin/audit-log?action=sign+in+failed", "user.<wbr>sign"),
        ("/admin/deliveries", "@seed.example"),
    ] {
        let page = operator.page_alone(path).await;
        assert!(page.status == 200 && page.shows(shows), "{path}: {}", page.body);
    }
    let somebody = database.texts("SELECT user_id FROM organization_memberships ORDER BY id LIMIT 1").await.remove(0);
    let organization = database.texts("SELECT id FROM organizations ORDER BY id LIMIT 1").await.remove(0);
    for path in [format!("/admin/users/{somebody}"), format!("/admin/organizations/{organization}")] {
        assert_eq!(operator.page_alone(&path).await.status, 200, "{path}");
    }
    assert_eq!(house.browser().get("/dev/mailbox.json").await.status, 200, "what nobody was sent can be read");
}

async fn another_time_it_makes_others(database: Database) {
    let house = House::open(&database).await;
    let mut before = Vec::new();
    for turn in 1..=2 {
        house.vestibule.seed(1_000, &mut |_, _| {}).await.expect("are made");
        assert_eq!(database.count("users").await, turn * 1_000);
        let mut counts = Vec::new();
        for table in TABLES {
            counts.push(database.count(table).await);
        }
        assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
        let are_more = counts.iter().zip(&before).all(|(now, before): (&i64, &i64)| now > before);
        assert!(are_more, "{before:?} {counts:?}");
        before = counts;
    }
    let secure = house
        .another_with(|settings| {
            settings.environment = Environment::Production;
            settings.base_url = "https://app.example".into();
            settings.password.hash = vestibule::server::crypto::password_hash::Cost::default();
            settings.password.breach_check = Some(false);
        })
        .await;
    let refused = secure.vestibule.seed(1_000, &mut |_, _| {}).await;
    assert!(matches!(refused, Err(SeedError::Production)));
    assert_eq!(database.count("users").await, 2_000);
}
