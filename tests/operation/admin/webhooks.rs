//! Webhook endpoints in the dashboard.

use vestibule::server::{AuditAction, OperatorRole};

use crate::support::webhooks::{Listener, house};
use crate::support::{Browser, Database, House, MINUTE, Person, on_both};

on_both!(
    an_endpoint_is_made_and_its_secret_shown_once,
    who_is_refused_this_machine_is_told_how_it_is_reached,
    the_secret_is_shown_to_who_may_and_has_proven_who_they_are,
    what_failed_is_sent_once_more,
    an_endpoint_is_changed_switched_and_deleted,
);

/// The secret on a page.
fn secret(body: &str) -> String {
    let rest = body.split("whsec_").nth(1).expect("there is one");
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+/=".contains(c)).unwrap_or(rest.len());
    format!("whsec_{}", &rest[..end])
}

async fn make(operator: &Browser, listener: &Listener) -> String {
    let fields = [("url", listener.url.as_str()), ("description", "Billing"), ("events", "user.created")];
    let made = operator.send_form("/admin/webhooks", &fields).await;
    assert!(made.status == 200 && made.shows("whsec_"), "{}", made.body);
    for how in ["vestibule::webhooks::Receiver::new([secret])", "new Webhook(secret).verify(body, headers)"] {
        assert!(made.shows(how), "no {how}: {}", made.body);
    }
    secret(&made.body)
}

async fn an_endpoint_is_made_and_its_secret_shown_once(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    assert!(operator.page_alone("/admin/webhooks").await.shows("No service is told"));
    let fields = [
        ("url", listener.url.as_str()),
        ("description", "<i>Billing</i>"),
        ("events", "user.created"),
        ("events", "user.deleted"),
    ];
    let made = operator.send_form("/admin/webhooks", &fields).await;
    let secret = secret(&made.body);
    assert_eq!(house.last_to(AuditAction::WebhookEndpointCreated).await.as_ref(), Some(&id));
    let endpoint = house.vestibule.webhooks().list().await.expect("a list").remove(0);
    assert_eq!(endpoint.events, ["user.created", "user.deleted"]);
    assert_eq!(house.vestibule.webhooks().secret(&endpoint.id).await.expect("is there").expose(), secret);
    for path in ["/admin/webhooks".to_owned(), format!("/admin/webhooks/{}", endpoint.id)] {
        let page = operator.page_alone(&path).await;
        assert!(page.status == 200 && page.shows("&lt;i&gt;Billing"), "{path}: {}", page.body);
        assert!(!page.shows("whsec_") && !page.shows("<i>Billing"), "{path}: {}", page.body);
    }
    for (url, events) in
        [("http://10.0.0.1/", "user.created"), ("nowhere", "user.created"), (listener.url.as_str(), "user.flown")]
    {
        let wrong = operator.send_form("/admin/webhooks", &[("url", url), ("events", events)]).await;
        assert!(wrong.status == 422 && wrong.shows(&format!("value=\"{url}\"")), "{url}: {}", wrong.body);
    }
    assert_eq!(database.count("webhook_endpoints").await, 1);
}

async fn who_is_refused_this_machine_is_told_how_it_is_reached(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    for (url, is_here) in
        [("http://localhost:3001/hooks", true), ("http://[::1]/", true), ("http://192.168.0.1/", false), ("x", false)]
    {
        let refused = operator.send_form("/admin/webhooks", &[("url", url)]).await;
        assert_eq!(refused.status, 422, "{url}: {}", refused.body);
        let says_so = refused.shows("<p>[vestibule.webhooks]</p><p>allow_loopback = true</p>");
        assert_eq!(says_so, is_here, "{url}: {}", refused.body);
    }
    assert_eq!(database.count("webhook_endpoints").await, 0);
}

async fn the_secret_is_shown_to_who_may_and_has_proven_who_they_are(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let (support, _) = house.operator("support", OperatorRole::Support).await;
    let first = make(&operator, &listener).await;
    let endpoint = house.vestibule.webhooks().list().await.expect("a list").remove(0);
    let page = format!("/admin/webhooks/{}", endpoint.id);
    house.clock.advance(11 * MINUTE);
    for action in ["reveal", "rotate", "update", "delete"] {
        let refused = support.send_form(&format!("{page}/{action}"), &[]).await;
        assert!(refused.status == 403 && !refused.shows("whsec_"), "{action}: {}", refused.body);
        let led = operator.send_form(&format!("{page}/{action}"), &[]).await;
        let to = format!("/vestibule/reverify?redirect_url={page}");
        assert_eq!((led.status, led.header("location")), (303, Some(to.as_str())), "{action}");
    }
    operator.reverify(&Person::named("operator")).await;
    let shown = operator.send_form(&format!("{page}/reveal"), &[]).await;
    assert_eq!(secret(&shown.body), first);
    assert_eq!(house.last_to(AuditAction::WebhookSecretShown).await.as_ref(), Some(&id));
    let rotated = operator.send_form(&format!("{page}/rotate"), &[]).await;
    assert_ne!(secret(&rotated.body), first);
    assert_eq!(house.last_to(AuditAction::WebhookSecretRotated).await.as_ref(), Some(&id));
    assert!(operator.page_alone(&page).await.shows("Its former secret signs too until"));
    let seen = support.page_alone(&page).await;
    assert!(seen.status == 200 && !seen.shows("whsec_") && !seen.shows("Show the secret"), "{}", seen.body);
}

async fn what_failed_is_sent_once_more(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    make(&operator, &listener).await;
    let endpoint = house.vestibule.webhooks().list().await.expect("a list").remove(0);
    let page = format!("/admin/webhooks/{}", endpoint.id);
    assert!(operator.page_alone(&page).await.shows("Nothing was sent there yet"));
    listener.answer(500);
    house.sign_up(&Person::named("ada")).await;
    house.tried(1).await;
    let shown = operator.page_alone(&page).await;
    assert!(shown.shows(">500<") && shown.shows("said 500") && shown.shows("user.created"), "{}", shown.body);
    let event = listener.received()[0].id().to_owned();
    assert!(shown.shows(&event), "{}", shown.body);

    let again = operator.send_form_and_follow(&format!("{page}/replay"), &[("event_id", &event)]).await;
    assert!(again.shows("It is being sent once more"), "{}", again.body);
    house.tried(2).await;
    listener.answer(200);
    let all = operator.send_form_and_follow(&format!("{page}/replay_failed"), &[("since", "24")]).await;
    assert!(all.shows("All that it has not got"), "{}", all.body);
    house.all_told().await;
    let times = listener.received().iter().filter(|one| one.id() == event).count();
    assert!(times >= 3, "under the same id: {times}");
    assert_eq!(house.last_to(AuditAction::WebhookReplayed).await.as_ref(), Some(&id));
    let before = listener.count();
    let example = operator.send_form_and_follow(&format!("{page}/example"), &[("event_type", "user.deleted")]).await;
    assert!(example.shows("An example is on its way"), "{}", example.body);
    house.all_told().await;
    assert_eq!((listener.count(), listener.of_type("user.deleted").len()), (before + 1, 1));
    for (action, field) in
        [("replay", ("event_id", "")), ("replay", ("event_id", "evt_x")), ("replay_failed", ("since", "7"))]
    {
        assert_eq!(operator.send_form(&format!("{page}/{action}"), &[field]).await.status, 404, "{action} {field:?}");
    }
}

async fn an_endpoint_is_changed_switched_and_deleted(database: Database) {
    let (house, listener) = (house(&database).await, Listener::start().await);
    let (operator, id) = house.operator("operator", OperatorRole::Owner).await;
    make(&operator, &listener).await;
    let endpoint = house.vestibule.webhooks().list().await.expect("a list").remove(0);
    let page = format!("/admin/webhooks/{}", endpoint.id);
    let changed = [("url", listener.url.as_str()), ("description", "Mails"), ("events", "session.created")];
    assert!(operator.send_form_and_follow(&format!("{page}/update"), &changed).await.shows("The endpoint was changed"));
    let kept = house.vestibule.webhooks().get(&endpoint.id).await.expect("is there");
    assert_eq!((kept.description.as_str(), kept.events.as_slice()), ("Mails", &["session.created".to_owned()][..]));
    let off = operator.send_form_and_follow(&format!("{page}/disable"), &[]).await;
    assert!(off.shows("It is off") && off.shows("by an operator"), "{}", off.body);
    assert_eq!(house.last_to(AuditAction::WebhookEndpointDisabled).await.as_ref(), Some(&id));
    let refused = operator.send_form(&format!("{page}/example"), &[("event_type", "user.created")]).await;
    assert!(refused.status == 422 && refused.shows("the endpoint is switched off"), "{}", refused.body);
    assert!(operator.send_form_and_follow(&format!("{page}/enable"), &[]).await.shows("It is on"));
    let wrong = operator.send_form_and_follow(&format!("{page}/delete"), &[("confirmation", "Mails")]).await;
    assert!(wrong.shows("confirmation:"), "{}", wrong.body);
    let gone = operator.send_form_and_follow(&format!("{page}/delete"), &[("confirmation", &endpoint.id)]).await;
    assert!(gone.shows("The endpoint is deleted"), "{}", gone.body);
    assert_eq!(operator.page_alone(&page).await.status, 404);
}
