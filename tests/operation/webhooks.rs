//! Other services are told what happens: at least once each, under one id, in order.

use vestibule::model::FieldRule;
use vestibule::server::{NewOrganizationInvitation, NewWebhookEndpoint, WebhookEndpointUpdate, WebhookError};

use crate::support::webhooks::{Listener, Received, house};
use crate::support::{DAY, Database, HOUR, House, MINUTE, Person, SECOND, on_both};

on_both!(
    a_service_is_told_what_happens,
    what_was_not_chosen_is_not_told,
    where_nobody_listens_nothing_waits,
    what_fails_is_tried_again_under_the_same_id,
    an_endpoint_that_fails_for_five_days_is_switched_off,
    a_secret_is_replaced_while_both_sign,
    what_was_missed_is_sent_when_it_is_asked_for,
    one_event_is_sent_again,
    a_user_is_told_about_in_order,
    that_an_invitation_was_accepted_is_told_after_it,
    two_nodes_tell_once,
    a_dead_and_a_stuck_service_keep_nothing_from_a_good_one,
    many_that_are_stuck_keep_nothing_from_a_good_one,
    thousands_of_events_are_told_beside_a_dead_and_a_stuck_service,
    one_of_whom_much_is_told_keeps_nothing_from_others,
    what_fails_once_is_tried_again_however_much_waits_for_it,
    what_was_under_way_when_a_node_died_is_sent_again,
    what_is_committed_late_is_told,
    what_became_of_it_is_kept_for_a_while,
    what_waits_is_kept,
    what_is_about_to_be_deleted_is_not_sent_again,
    what_nobody_knows_any_more_is_given_up,
    a_deleted_endpoint_is_told_nothing,
);

const SCHEDULE: [i64; 7] = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

async fn a_service_is_told_what_happens(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (_, secret) = house.tell(&listener, &[]).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    house.all_told().await;
    let [created] = listener.of_type("user.created").try_into().expect("once");
    let event = created.verify(&[&secret], &house.clock).expect("is signed");
    assert_eq!(event.data["email_addresses"][0]["email_address"], ada.email.as_str());
    assert!(created.id().starts_with("evt_") && event.id == created.id());
    assert!((house.clock.now() - event.timestamp).abs() < HOUR, "in milliseconds");
    assert_eq!(event.event_attributes.http_request.client_ip, browser.ip.to_string());
    assert!(event.instance_id.starts_with("ins_"));
    let json = created.json();
    assert_eq!((&json["object"], &json["type"]), (&"event".into(), &"user.created".into()));
    assert_eq!(created.header("content-type"), Some("application/json"));
    for name in ["id", "timestamp", "signature"] {
        let [svix, standard] = ["svix", "webhook"].map(|family| created.header(&format!("{family}-{name}")));
        assert!(svix.is_some() && svix == standard, "{name}");
    }
    assert_eq!(listener.of_type("session.created").len(), 1);
    let attempts = house.vestibule.webhooks().list().await.expect("a list");
    let attempts = house.vestibule.webhooks().attempts(&attempts[0].id, 100, 0).await.expect("attempts");
    assert_eq!(attempts.len(), listener.count());
    assert!(attempts.iter().all(|one| one.status == Some(200) && one.error.is_none()));
    let response = attempts[0].response.as_deref().expect("an answer");
    assert!(response.starts_with("said 200 xxx") && response.len() == 1024, "{response}");
    assert!(!database.dump().await.contains(secret.expose()), "it is sealed");
}

async fn what_was_not_chosen_is_not_told(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (endpoint, _) = house.tell(&listener, &["user.created", "session.created"]).await;
    assert_eq!(endpoint.events, ["session.created", "user.created"]);
    house.sign_up(&Person::named("ada")).await;
    house.all_told().await;
    let mut types: Vec<String> = listener.received().iter().map(|one| one.json()["type"].to_string()).collect();
    types.sort_unstable();
    assert_eq!(types, ["\"session.created\"", "\"user.created\""]);
    let webhooks = house.vestibule.webhooks();
    let change =
        WebhookEndpointUpdate { events: Some(vec!["user.created".into()]), ..WebhookEndpointUpdate::default() };
    let changed = webhooks.update(&endpoint.id, &change).await.expect("is changed");
    assert_eq!(
        (changed.events.as_slice(), changed.url.as_str()),
        (&["user.created".to_owned()][..], listener.url.as_str())
    );
    house.sign_up(&Person::named("bob")).await;
    house.all_told().await;
    assert_eq!((listener.count(), listener.of_type("user.created").len()), (3, 2));
    let new = NewWebhookEndpoint { events: vec!["user".into()], ..NewWebhookEndpoint::at(&listener.url) };
    let error = webhooks.create(&new).await.expect_err("is refused");
    assert!(matches!(error, WebhookError::UnknownEvent(name) if name == "user"));
    assert!(matches!(webhooks.get("ep_x").await, Err(WebhookError::NoEndpoint)));
    assert!(matches!(webhooks.update("ep_x", &change).await, Err(WebhookError::NoEndpoint)));
}

async fn where_nobody_listens_nothing_waits(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    house.sign_up(&Person::named("ada")).await;
    assert!(database.count("events").await > 0);
    assert_eq!(database.count("events WHERE fan_out IS NOT NULL").await, 0);
    let (endpoint, _) = house.tell(&listener, &[]).await;
    house.vestibule.webhooks().disable(&endpoint.id).await.expect("is switched off");
    house.sign_up(&Person::named("bob")).await;
    assert_eq!(database.count("events WHERE fan_out IS NOT NULL").await, 0);
    assert_eq!((database.count("webhook_messages").await, listener.count()), (0, 0));
}

async fn what_fails_is_tried_again_under_the_same_id(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (endpoint, secret) = house.tell(&listener, &["user.created"]).await;
    let statuses = [500, 302, 404, 429, 400, 503, 201];
    listener.answer(statuses[0]);
    house.sign_up(&Person::named("ada")).await;
    for (tried, wait) in (1..).zip(&SCHEDULE[..6]) {
        house.tried(tried).await;
        assert_eq!(listener.count() as i64, tried);
        house.clock.advance(wait - SECOND);
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        assert_eq!(listener.count() as i64, tried, "not before it is due");
        listener.answer(statuses[tried as usize]);
        house.clock.advance(SECOND);
    }
    house.all_told().await;
    let received = listener.received();
    assert_eq!(received.len(), 7);
    for one in &received {
        assert_eq!((one.id(), &one.body, one.path.as_str()), (received[0].id(), &received[0].body, "/hook"));
    }
    assert!(received[6].verify(&[&secret], &house.clock).is_ok(), "with the time of the try");
    assert!(received[0].verify(&[&secret], &house.clock).is_err(), "which was long ago");
    let mut attempts = house.vestibule.webhooks().attempts(&endpoint.id, 100, 0).await.expect("attempts");
    attempts.reverse();
    let told: Vec<i64> = attempts.iter().filter_map(|one| one.status).collect();
    assert_eq!(told, statuses.map(i64::from));
    assert_eq!(attempts[0].error.as_deref(), Some("it answers with status 500"));
    assert_eq!(attempts[1].error.as_deref(), Some("it leads elsewhere, which is not followed"));
    let endpoint = house.vestibule.webhooks().get(&endpoint.id).await.expect("is there");
    assert_eq!(endpoint.failing_since, None);
}

async fn an_endpoint_that_fails_for_five_days_is_switched_off(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (endpoint, _) = house.tell(&listener, &["user.created"]).await;
    listener.answer(500);
    house.sign_up(&Person::named("ada")).await;
    for (tried, wait) in (1..).zip(SCHEDULE) {
        house.tried(tried).await;
        house.clock.advance(wait);
    }
    house.tried(8).await;
    house.all_told().await;
    let webhooks = house.vestibule.webhooks();
    let still_on = webhooks.get(&endpoint.id).await.expect("is there");
    assert!(still_on.failing_since.is_some() && still_on.disabled_at.is_none(), "{still_on:?}");
    assert_eq!(database.count("webhook_messages WHERE failed_at IS NOT NULL").await, 1, "it is given up");
    house.clock.advance(5 * DAY);
    house.sign_up(&Person::named("bob")).await;
    house.tried(9).await;
    house.all_told().await;
    let off = webhooks.get(&endpoint.id).await.expect("is there");
    assert_eq!(off.disabled_reason.as_deref(), Some("failing"));
    listener.answer(200);
    house.sign_up(&Person::named("eve")).await;
    house.all_told().await;
    assert_eq!(listener.count(), 9);
    assert!(matches!(webhooks.send_example(&endpoint.id, "user.created").await, Err(WebhookError::Disabled)));
    let on = webhooks.enable(&endpoint.id).await.expect("is switched on");
    assert_eq!((on.disabled_at, on.failing_since), (None, None));
    house.sign_up(&Person::named("joe")).await;
    listener.wait_for(10).await;
    house.all_told().await;
    let missed = webhooks.replay_since(&endpoint.id, house.clock.now() - 30 * DAY).await.expect("is sent");
    assert_eq!(missed, 3, "two that were given up, and one of which it was not told");
    house.all_told().await;
    assert_eq!(listener.count(), 13);
}

async fn a_secret_is_replaced_while_both_sign(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (endpoint, first) = house.tell(&listener, &["user.created"]).await;
    let webhooks = house.vestibule.webhooks();
    let second = webhooks.rotate_secret(&endpoint.id).await.expect("a new one");
    assert_ne!(first.expose(), second.expose());
    assert_eq!(webhooks.secret(&endpoint.id).await.expect("a secret").expose(), second.expose());
    assert!(webhooks.get(&endpoint.id).await.expect("is there").former_secret_until.is_some());
    webhooks.send_example(&endpoint.id, "user.created").await.expect("is sent");
    let example = listener.wait_for(1).await.remove(0);
    assert_eq!(example.header("svix-signature").expect("signed").split(' ').count(), 2);
    for secrets in [[&first], [&second]] {
        let event = example.verify(&secrets, &house.clock).expect("either is good");
        let said = |name: &str| event.data[name].as_str().map(str::to_owned);
        assert_eq!((event.kind.as_str(), said("id").as_deref()), ("user.created", Some("user_example")));
        assert_eq!(said("first_name").as_deref(), Some("Ada"));
    }
    house.clock.advance(24 * HOUR);
    webhooks.send_example(&endpoint.id, "user.deleted").await.expect("is sent");
    let example = listener.wait_for(2).await.remove(1);
    assert!(example.verify(&[&second], &house.clock).is_ok());
    assert!(example.verify(&[&first], &house.clock).is_err());
    assert_eq!(webhooks.get(&endpoint.id).await.expect("is there").former_secret_until, None);
    assert_eq!(database.count("events").await, 0, "an example is no event");
}

async fn what_was_missed_is_sent_when_it_is_asked_for(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    house.sign_up(&Person::named("ada")).await;
    house.clock.advance(2 * HOUR);
    let since = house.clock.now();
    let bob = house.sign_up(&Person::named("bob")).await;
    let (endpoint, secret) = house.tell(&listener, &["user.created"]).await;
    let webhooks = house.vestibule.webhooks();
    assert_eq!(webhooks.replay_since(&endpoint.id, since).await.expect("is sent"), 1);
    house.all_told().await;
    let [only] = listener.received().try_into().expect("once");
    let event = only.verify(&[&secret], &house.clock).expect("is signed");
    assert_eq!(event.data["id"], bob.get("/api/me").await.json()["id"]);
    assert_eq!(webhooks.replay_since(&endpoint.id, since).await.expect("is sent"), 0, "it has that now");
    assert!(matches!(webhooks.replay_since("ep_x", since).await, Err(WebhookError::NoEndpoint)));
}

async fn one_event_is_sent_again(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (endpoint, _) = house.tell(&listener, &["user.created"]).await;
    house.sign_up(&Person::named("ada")).await;
    house.all_told().await;
    let webhooks = house.vestibule.webhooks();
    let first = listener.received().remove(0);
    webhooks.replay(&endpoint.id, first.id()).await.expect("is sent");
    let second = listener.wait_for(2).await.remove(1);
    assert_eq!((second.id(), &second.body), (first.id(), &first.body));
    let session = database.texts("SELECT id FROM events WHERE type = 'session.created'").await.remove(0);
    webhooks.replay(&endpoint.id, &session).await.expect("is sent, although it was not chosen");
    assert_eq!(listener.wait_for(3).await[2].id(), session);
    assert!(matches!(webhooks.replay(&endpoint.id, "evt_x").await, Err(WebhookError::NoEvent)));
    assert!(matches!(webhooks.replay("ep_x", &session).await, Err(WebhookError::NoEndpoint)));
}

async fn a_user_is_told_about_in_order(database: Database) {
    let house = House::with(&database, |settings| {
        settings.webhooks.allow_loopback = true;
        settings.sign_up.first_name = FieldRule::Optional;
    })
    .await;
    let ada = house.sign_up(&Person::named("ada")).await;
    let bob = house.sign_up(&Person::named("bob")).await;
    let listener = Listener::start().await;
    house.tell(&listener, &["user.updated"]).await;
    listener.answer(500);
    let rename = async |browser: &crate::support::Browser, name: &str| {
        browser.post("user/update", &[("first_name", name)]).await.expect_ok();
    };
    for name in ["One", "Two", "Three"] {
        rename(&ada, name).await;
    }
    house.tried(1).await;
    rename(&bob, "Bob").await;
    house.tried(2).await;
    let names = |received: &[Received]| -> Vec<String> {
        received.iter().map(|one| one.json()["data"]["first_name"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(names(&listener.received()), ["One", "Bob"], "what follows waits; others do not");
    // The second failure lets what follows overtake.
    house.clock.advance(5 * SECOND);
    house.tried(5).await;
    let tried = names(&listener.received());
    assert!(tried[2..].contains(&"One".to_owned()) && tried[4..].contains(&"Two".to_owned()), "{tried:?}");
    assert!(!tried.contains(&"Three".to_owned()), "{tried:?}");
    listener.answer(200);
    house.clock.advance(5 * MINUTE);
    house.all_told().await;
    // Without failures they come as they happened.
    let before = listener.count();
    let mut expected = Vec::new();
    for number in 0..30 {
        expected.push(format!("Name {}", ["A", "B", "C"][number % 3].repeat(number / 3 + 1)));
        rename(&ada, &expected[number]).await;
    }
    house.all_told().await;
    assert_eq!(names(&listener.received()[before..]), expected);
}

async fn that_an_invitation_was_accepted_is_told_after_it(database: Database) {
    let house = House::with(&database, |settings| {
        settings.webhooks.allow_loopback = true;
        settings.organizations.enabled = true;
    })
    .await;
    let (_, ada) = house.person("ada").await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    let (bob, _) = house.person("bob").await;
    let listener = Listener::start().await;
    house.tell(&listener, &["organizationInvitation.created", "organizationInvitation.accepted"]).await;
    listener.answer(500);
    let organizations = house.vestibule.organizations();
    let invite = async |email: &str| {
        let made = organizations.invitations().create(&acme, &NewOrganizationInvitation::to(email)).await;
        made.expect("is invited").invitation.id
    };
    let id = invite("bob@example.com").await;
    house.tried(1).await;
    bob.post("organization_invitation/accept", &[("organization_invitation_id", &id)]).await.expect_ok();
    // What happens after that, to somebody else, does not wait.
    let other = invite("eve@example.com").await;
    house.tried(2).await;
    let told = || -> Vec<(String, String)> {
        let said = |json: &serde_json::Value| json.as_str().expect("says it").to_owned();
        let told = listener.received().into_iter().map(|one| one.json());
        told.map(|one| (said(&one["type"]), said(&one["data"]["id"]))).collect()
    };
    let created = |id: &str| ("organizationInvitation.created".to_owned(), id.to_owned());
    assert_eq!(told(), [created(&id), created(&other)]);
    listener.answer(200);
    house.clock.advance(5 * SECOND);
    house.all_told().await;
    let of_bob: Vec<_> = told().into_iter().filter(|(_, of)| *of == id).map(|(kind, _)| kind).collect();
    let [created, accepted] = ["organizationInvitation.created", "organizationInvitation.accepted"];
    assert_eq!(of_bob, [created, created, accepted]);
}

async fn two_nodes_tell_once(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    house.tell(&listener, &["user.created", "session.created"]).await;
    let other = house.another().await;
    for number in 0..10 {
        let at = if number % 2 == 0 { &house } else { &other };
        at.sign_up(&Person::named(&format!("person{number}"))).await;
    }
    house.all_told().await;
    let mut ids: Vec<String> = listener.received().iter().map(|one| one.id().to_owned()).collect();
    assert_eq!(ids.len(), 20);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 20, "nothing twice");
    let claims = "SELECT CAST(SUM(claims) AS BIGINT) FROM webhook_messages";
    assert_eq!(database.number(claims).await, 20);
}

async fn a_dead_and_a_stuck_service_keep_nothing_from_a_good_one(database: Database) {
    let house = house(&database).await;
    let (good, stuck, dead) = (Listener::start().await, Listener::start_with(0).await, Listener::start().await);
    for listener in [&dead, &stuck, &good] {
        house.tell(listener, &["session.created"]).await;
    }
    drop(dead);
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    // More than are sent to one of them at once.
    for _ in 0..40 {
        house.sign_in(&ada).await;
    }
    good.wait_for(41).await;
    assert!((1..=32).contains(&stuck.count()), "{}", stuck.count());
}

async fn many_that_are_stuck_keep_nothing_from_a_good_one(database: Database) {
    const EVENTS: usize = 40;
    let (house, good) = (house(&database).await, Listener::start().await);
    let mut stuck = Vec::new();
    // All that a node sends at once is under way to these.
    for _ in 0..8 {
        let listener = Listener::start_with(0).await;
        house.tell(&listener, &[]).await;
        stuck.push(listener);
    }
    house.tell(&good, &[]).await;
    pile_up(&database, "", EVENTS as i64, SOMEBODY_ELSE, house.clock.now()).await;
    good.wait_for(EVENTS).await;
    assert!(stuck.iter().all(|listener| listener.count() <= 32));
}

const SOMEBODY_ELSE: &str = "'user_' || number";

/// Writes events all at once. Whom each is about is said in SQL, as something of its `number`.
async fn pile_up(database: &Database, prefix: &str, events: i64, whom: &str, now: i64) {
    database
        .execute(&format!(
            "WITH RECURSIVE numbers (number) AS
                 (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {events})
             INSERT INTO events (id, type, subject_id, position, data, created_at, fan_out)
             SELECT 'evt_{prefix}' || number, 'user.updated', {whom}, number, '{{\"id\":\"user_1\"}}', {now}, 0
             FROM numbers"
        ))
        .await;
}

async fn thousands_of_events_are_told_beside_a_dead_and_a_stuck_service(database: Database) {
    let events = crate::support::rounds(2_000);
    let house = house(&database).await;
    let (good, stuck, dead) = (Listener::start().await, Listener::start_with(0).await, Listener::start().await);
    for listener in [&dead, &stuck, &good] {
        house.tell(listener, &[]).await;
    }
    drop(dead);
    pile_up(&database, "", events, SOMEBODY_ELSE, house.clock.now()).await;
    let told = good.wait_for(events as usize).await;
    let ids: std::collections::HashSet<&str> = told.iter().map(Received::id).collect();
    assert_eq!((ids.len(), told.len()), (events as usize, events as usize), "each once");
    assert!(stuck.count() < events as usize / 10, "{}", stuck.count());
}

async fn one_of_whom_much_is_told_keeps_nothing_from_others(database: Database) {
    let (house, stuck) = (house(&database).await, Listener::start_with(0).await);
    house.tell(&stuck, &[]).await;
    let now = house.clock.now();
    // All but the first wait for the first, and are due before the other's.
    pile_up(&database, "busy_", 300, "'user_busy'", now - SECOND).await;
    stuck.wait_for(1).await;
    pile_up(&database, "other_", 1, SOMEBODY_ELSE, now).await;
    let told = stuck.wait_for(2).await;
    assert_eq!((told[0].id(), told[1].id()), ("evt_busy_1", "evt_other_1"));
}

async fn what_fails_once_is_tried_again_however_much_waits_for_it(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    house.tell(&listener, &[]).await;
    listener.answer(500);
    // All that waits for the first is due before its second try is.
    pile_up(&database, "", 40, "'user_busy'", house.clock.now()).await;
    house.tried(1).await;
    assert_eq!(listener.count(), 1, "what follows waits");
    listener.answer(200);
    house.clock.advance(5 * SECOND);
    house.all_told().await;
    let told = listener.received();
    let told: Vec<&str> = told.iter().map(Received::id).collect();
    let in_order = ["evt_1".to_owned()].into_iter().chain((1..=40).map(|number| format!("evt_{number}")));
    assert_eq!(told, in_order.collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_piles_up_at_once_is_not_read_again_for_each_of_it() {
    Database::postgres().await.lend(all_at_once).await;
}

/// PostgreSQL has looked at tables in which next to nothing was and nothing waited, and does not look again.
async fn all_at_once(database: Database) {
    let events = crate::support::rounds(2_000);
    let (house, listener) = (house(&database).await, Listener::start().await);
    house.tell(&listener, &[]).await;
    for number in 0..8 {
        pile_up(&database, &format!("{number}_"), 1, SOMEBODY_ELSE, house.clock.now()).await;
        listener.wait_for(number + 1).await;
    }
    house.all_told().await;
    for table in ["events", "webhook_messages"] {
        database.execute(&format!("ALTER TABLE {table} SET (autovacuum_enabled = off)")).await;
        database.execute(&format!("VACUUM ANALYZE {table}")).await;
    }
    pile_up(&database, "", events, SOMEBODY_ELSE, house.clock.now()).await;
    listener.wait_for(8 + events as usize).await;
    // What a connection has counted is there once it is closed.
    house.vestibule.stop().await;
    let read = "SELECT CAST(SUM(seq_tup_read + idx_tup_fetch) AS BIGINT) FROM pg_stat_user_tables
         WHERE relname IN ('events', 'webhook_messages')";
    let read = database.number(read).await;
    assert!(read < 2 * events * events, "{read} rows are read for {events} events");
}

async fn what_was_under_way_when_a_node_died_is_sent_again(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    house.tell(&listener, &["user.created"]).await;
    house.sign_up(&Person::named("ada")).await;
    house.all_told().await;
    // As a node leaves it that has taken it and is gone.
    let taken = house.clock.now() + MINUTE;
    let as_taken = format!("UPDATE webhook_messages SET delivered_at = NULL, next_attempt_at = {taken}");
    database.execute(&as_taken).await;
    house.clock.advance(MINUTE + SECOND);
    let received = listener.wait_for(2).await;
    assert_eq!(received[0].id(), received[1].id());
}

async fn what_is_committed_late_is_told(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    house.tell(&listener, &["user.created"]).await;
    house.sign_up(&Person::named("ada")).await;
    house.all_told().await;
    // An event that is older in every respect than one that was told before.
    database
        .execute(
            "INSERT INTO events (id, type, subject_id, position, data, created_at, fan_out)
             VALUES ('evt_0', 'user.created', 'user_0', 1, '{\"id\":\"user_0\"}', 1, 0)",
        )
        .await;
    let received = listener.wait_for(2).await;
    assert_eq!(received[1].id(), "evt_0");
    house.all_told().await;
}

async fn what_became_of_it_is_kept_for_a_while(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    house.tell(&listener, &["user.created"]).await;
    house.sign_up(&Person::named("ada")).await;
    house.all_told().await;
    let rows = async || (database.count("webhook_messages").await, database.count("webhook_attempts").await);
    house.clock.advance(29 * DAY);
    vestibule::server::flows::sweep::sweep(&house.vestibule).await.expect("sweeps");
    assert_eq!(rows().await, (1, 1));
    let of = async |kind: &str| database.count(&format!("events WHERE type = '{kind}'")).await;
    assert_eq!(of("user.created").await, 1);
    house.clock.advance(2 * DAY);
    vestibule::server::flows::sweep::sweep(&house.vestibule).await.expect("sweeps");
    assert_eq!(rows().await, (0, 0));
    assert_eq!((of("user.created").await, of("session.created").await), (0, 0), "told or not, it says much of people");
    assert!(database.count("audit_entries WHERE action = 'user.created'").await > 0, "that it was so is known");
}

async fn what_waits_is_kept(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (endpoint, _) = house.tell(&listener, &["user.created"]).await;
    house.sign_up(&Person::named("ada")).await;
    house.all_told().await;
    house.clock.advance(29 * DAY);
    let id = database.texts("SELECT id FROM events WHERE type = 'user.created'").await.remove(0);
    // As of an endpoint that does not answer.
    let waits = format!("UPDATE webhook_messages SET next_attempt_at = {} WHERE event_id = '{id}'", i64::MAX);
    database.execute(&waits).await;
    house.clock.advance(2 * DAY);
    let sweep = async || vestibule::server::flows::sweep::sweep(&house.vestibule).await.expect("sweeps");
    sweep().await;
    let is_kept = async || database.count(&format!("events WHERE id = '{id}'")).await == 1;
    assert!(is_kept().await, "it could not be told without it");
    // And what nobody has handed out yet.
    database.execute(&format!("UPDATE events SET fan_out = 1 WHERE id = '{id}'")).await;
    house.vestibule.webhooks().disable(&endpoint.id).await.expect("is off");
    database.execute("UPDATE webhook_messages SET next_attempt_at = NULL").await;
    sweep().await;
    assert!(is_kept().await);
    database.execute(&format!("UPDATE events SET fan_out = NULL WHERE id = '{id}'")).await;
    sweep().await;
    assert!(!is_kept().await);
    let again = house.vestibule.webhooks().enable(&endpoint.id).await;
    again.expect("is on");
    let gone = house.vestibule.webhooks().replay(&endpoint.id, &id).await;
    assert!(matches!(gone, Err(WebhookError::NoEvent)), "{gone:?}");
}

async fn what_is_about_to_be_deleted_is_not_sent_again(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    house.sign_up(&Person::named("ada")).await;
    let (endpoint, _) = house.tell(&listener, &["user.created"]).await;
    let id = database.texts("SELECT id FROM events WHERE type = 'user.created'").await.remove(0);
    // The sweep of another server, whose clock is a little ahead, may have looked at it already.
    house.clock.advance(30 * DAY - 30 * SECOND);
    let webhooks = house.vestibule.webhooks();
    let again = webhooks.replay(&endpoint.id, &id).await;
    assert!(matches!(again, Err(WebhookError::NoEvent)), "{again:?}");
    assert_eq!(webhooks.replay_since(&endpoint.id, 0).await.expect("is asked"), 0);
    house.clock.advance(-2 * MINUTE);
    webhooks.replay(&endpoint.id, &id).await.expect("is sent");
    house.all_told().await;
    assert_eq!(listener.count(), 1);
}

async fn what_nobody_knows_any_more_is_given_up(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    house.tell(&listener, &["user.created"]).await;
    listener.answer(500);
    house.sign_up(&Person::named("ada")).await;
    house.tried(1).await;
    database.execute("DELETE FROM events").await;
    listener.answer(200);
    house.clock.advance(5 * SECOND);
    house.sign_up(&Person::named("bob")).await;
    house.all_told().await;
    let told: Vec<_> = listener.received().iter().map(|one| one.json()["data"].clone()).collect();
    assert!(told.len() == 2 && told.iter().all(serde_json::Value::is_object), "no event without data: {told:?}");
    assert_eq!(database.count("webhook_messages WHERE failed_at IS NOT NULL AND delivered_at IS NULL").await, 1);
}

async fn a_deleted_endpoint_is_told_nothing(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (endpoint, _) = house.tell(&listener, &[]).await;
    listener.answer(500);
    house.sign_up(&Person::named("ada")).await;
    house.tried(1).await;
    house.vestibule.webhooks().delete(&endpoint.id).await.expect("is deleted");
    house.clock.advance(HOUR);
    house.sign_up(&Person::named("bob")).await;
    house.all_told().await;
    assert_eq!((database.count("webhook_messages").await, database.count("webhook_endpoints").await), (0, 0));
    assert!(matches!(house.vestibule.webhooks().delete(&endpoint.id).await, Err(WebhookError::NoEndpoint)));
}
