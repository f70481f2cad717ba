//! People in the dashboard: found, made, looked after.

use std::collections::BTreeSet;

use vestibule::model::FieldRule;
use vestibule::server::flows::user_pages::{PageOrder, UserPageQuery};
use vestibule::server::{AuditAction, AuditQuery, EventType, NewContact, NewUser, OperatorRole, UserUpdate};

use crate::support::{Database, House, Person, on_both};

on_both!(
    someone_is_found_by_how_they_begin,
    whoever_has_no_name_is_not_called_twice,
    whoever_leafs_through_sees_everyone_once,
    a_user_is_made,
    what_is_done_is_done_and_noted_as_the_operator_s,
    metadata_that_is_none_stays_in_its_field,
    what_people_typed_stays_text,
    one_user_s_things_are_not_another_s,
);

async fn someone_is_found_by_how_they_begin(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    for (first, last, address) in [
        ("Ada", "Lovelace", "ada@analytical.example"),
        ("Élodie", "Durand", "e.durand@example.com"),
        ("100%", "x_", "p@example.com"),
    ] {
        let new = NewUser {
            first_name: Some(first.into()),
            last_name: Some(last.into()),
            email_addresses: vec![NewContact::verified(address)],
            skip_password_requirement: true,
            ..NewUser::default()
        };
        house.vestibule.users().create(new).await.expect("is made");
    }
    let found = async |typed: &str| {
        let query: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        let page = operator.page_alone(&format!("/admin/users?q={query}")).await;
        assert_eq!(page.status, 200, "{typed}");
        let names = ["analytical", "e.durand", "p@example"];
        names.into_iter().filter(|name| page.shows(name)).collect::<Vec<_>>()
    };
    for typed in ["ada", "ADA", "ada@analytical", "Ada Love", "love"] {
        assert_eq!(found(typed).await, ["analytical"], "{typed}");
    }
    for typed in ["élod", "ÉLOD", "e.dur", "durand"] {
        assert_eq!(found(typed).await, ["e.durand"], "{typed}");
    }
    assert_eq!(found("100%").await, ["p@example"], "no sign of it is one of the database's");
    for typed in ["nalytical", "%", "_", "' OR 1=1 --", "ada\0"] {
        assert!(found(typed).await.is_empty(), "{typed}");
    }
    let query = UserPageQuery { beginning: "ada".into(), limit: 5, ..UserPageQuery::default() };
    let ada = house.vestibule.users().page(&query).await.expect("is read");
    let id = ada.accounts[0].user.id.clone();
    assert_eq!(found(&id).await, ["analytical"], "by their id");
}

async fn whoever_has_no_name_is_not_called_twice(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    let new = NewUser {
        email_addresses: vec![NewContact::verified("nameless@example.com")],
        skip_password_requirement: true,
        ..NewUser::default()
    };
    let id = house.vestibule.users().create(new).await.expect("is made").user.id;
    let page = operator.page_alone("/admin/users?q=nameless").await;
    let said = format!("nameless@example.com</strong><span class=\"muted\">{id}</span>");
    assert!(page.shows(&said) && page.body.matches("nameless@").count() == 1, "{}", page.body);
}

async fn whoever_leafs_through_sees_everyone_once(database: Database) {
    let house = House::open(&database).await;
    house.vestibule.seed(137, &mut |_, _| {}).await.expect("are made");
    // Half of them have two sessions each, and some a third one in which somebody else acts.
    database.execute("INSERT INTO clients (id, created_at, updated_at) VALUES ('client_x', 1, 1)").await;
    for (name, actor, wanted) in [("a", "NULL", 2), ("b", "NULL", 2), ("c", "'{}'", 3)] {
        let half = "(SELECT COUNT(*) FROM users b WHERE b.id <= users.id)";
        let sessions = format!(
            "INSERT INTO sessions (id, client_id, user_id, status, last_active_at, expire_at, created_at, updated_at, actor)
             SELECT 'sess_{name}' || id, 'client_x', id, 'active', created_at / 10, created_at, created_at, created_at, {actor}
             FROM users WHERE {half} % {wanted} = 0"
        );
        database.execute(&sessions).await;
    }
    let users = house.vestibule.users();
    for (order, banned, expected) in [
        (PageOrder::Newest, false, 137),
        (PageOrder::Oldest, false, 137),
        (PageOrder::SignedIn, false, 83),
        (PageOrder::Name, false, 137),
        (PageOrder::Active, false, 68),
        (PageOrder::Newest, true, 0),
    ] {
        let mut query = UserPageQuery { order, banned, limit: 10, ..UserPageQuery::default() };
        let (mut seen, mut many, mut times) = (BTreeSet::new(), 0, Vec::new());
        loop {
            let page = users.page(&query).await.expect("is read");
            for account in &page.accounts {
                many += 1;
                seen.insert(account.user.id.clone());
                times.push(match order {
                    PageOrder::Active => account.last_active_at.expect("has a session"),
                    PageOrder::SignedIn => account.user.last_sign_in_at.expect("has signed in"),
                    _ => account.user.created_at,
                });
            }
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        assert_eq!((seen.len(), many), (expected, expected), "{order:?}");
        match order {
            PageOrder::Name => {}
            PageOrder::Oldest => assert!(times.is_sorted()),
            _ => assert!(times.iter().rev().is_sorted(), "{order:?}"),
        }
    }
}

async fn a_user_is_made(database: Database) {
    let house = House::open(&database).await;
    let (operator, id) = house.operator("operator", OperatorRole::Admin).await;
    let fields = [("email_address", "new@example.com"), ("verified", "1")];
    let made = operator.send_form_and_follow("/admin/users", &fields).await;
    assert!(made.shows("The user is there") && made.shows("new@example.com") && made.shows("Proven"), "{}", made.body);
    assert!(made.path.starts_with("/admin/users/user_"), "{}", made.path);
    let query = AuditQuery { actions: vec![AuditAction::Event(EventType::UserCreated)], ..AuditQuery::default() };
    let (noted, _) = house.vestibule.audit_log().list(&query).await.expect("is read");
    assert_eq!(noted[0].actor_id.as_ref(), Some(&id), "the operator did it");
    let again = operator.send_form_and_follow("/admin/users", &fields).await;
    assert!(again.shows("email_address:") && again.path == "/admin/users/new", "{}", again.body);
    assert!(!operator.page_alone("/admin/users/new").await.shows("email_address:"), "it is said once");
}

async fn what_is_done_is_done_and_noted_as_the_operator_s(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.first_name = FieldRule::Optional).await;
    let (operator, own_id) = house.operator("operator", OperatorRole::Support).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let id = browser.user_id().await;
    let page = format!("/admin/users/{id}");
    let shown = operator.page_alone(&page).await;
    for part in ["Identifiers", "Factors", "Sessions and devices", "Metadata", "Events", "ada@example.com"] {
        assert!(shown.shows(part), "{part}");
    }
    let act = async |action: &str, fields: &[(&str, &str)]| {
        let answer = operator.send_form_and_follow(&format!("{page}/{action}"), fields).await;
        assert_eq!((answer.status, answer.path.as_str()), (200, page.as_str()), "{action}: {}", answer.body);
        assert!(answer.shows("role=\"status\""), "{action}: {}", answer.body);
    };
    act("profile", &[("first_name", "Ada"), ("last_name", "Lovelace")]).await;
    let account = house.vestibule.users().get(&id).await.expect("is read").expect("is there");
    assert_eq!(account.user.full_name().as_deref(), Some("Ada Lovelace"));
    act("lock", &[]).await;
    house.browser().sign_in(&ada).await.expect_error(403, "user_locked");
    act("unlock", &[]).await;
    act("metadata", &[("public_metadata", "{\"plan\":\"gold\"}"), ("private_metadata", ""), ("unsafe_metadata", "{}")])
        .await;
    let metadata = house.vestibule.users().metadata(&id).await.expect("is read").expect("is there");
    assert_eq!(metadata.public["plan"], "gold");
    act("add_email", &[("email_address", "ada@work.example"), ("verified", "1")]).await;
    assert!(operator.page_alone(&page).await.shows("ada@work.example"));

    let session = database.texts(&format!("SELECT id FROM sessions WHERE user_id = '{id}'")).await.remove(0);
    act("revoke_session", &[("session_id", &session)]).await;
    assert_eq!(browser.who().await, None, "it is over at once");
    let browser = house.sign_in(&ada).await;
    act("ban", &[]).await;
    assert_eq!(browser.who().await, None);
    house.browser().sign_in(&ada).await.expect_error(403, "user_banned");
    act("unban", &[]).await;
    house.sign_in(&ada).await;
    let query = AuditQuery { subject_id: Some(id), limit: 100, ..AuditQuery::default() };
    let (noted, _) = house.vestibule.audit_log().list(&query).await.expect("is read");
    for action in ["user.banned", "user.unbanned", "user.locked", "user.unlocked", "user.metadataChanged"] {
        let entry = noted.iter().find(|entry| entry.action == action).unwrap_or_else(|| panic!("no {action}"));
        assert_eq!(entry.actor_id.as_ref(), Some(&own_id), "{action}");
    }
}

async fn metadata_that_is_none_stays_in_its_field(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Support).await;
    let (_, id) = house.person("ada").await;
    let to = format!("/admin/users/{id}/metadata");
    for wrong in ["[1]", "{", "gold", "{\"a\": 1} {}", "null"] {
        let answer = operator.send_form(&to, &[("public_metadata", wrong), ("private_metadata", "{\"kept\":1}")]).await;
        assert_eq!(answer.status, 422, "{wrong}");
        assert!(answer.shows("Public:") && answer.shows("kept"), "{}", answer.body);
        assert!(answer.shows("id=\"public_metadata-wrong\"") && !answer.shows("id=\"private_metadata-wrong\""));
    }
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(8 * 1024));
    let answer = operator.send_form(&to, &[("public_metadata", "{}"), ("unsafe_metadata", &long)]).await;
    assert!(answer.status == 422 && answer.shows("Unsafe: is longer than 8192 bytes"), "{}", answer.body);
    assert!(answer.shows("id=\"unsafe_metadata-wrong\"") && answer.shows("aria-invalid=\"true\""), "{}", answer.body);
    let metadata = house.vestibule.users().metadata(&id).await.expect("is read").expect("is there");
    assert!(metadata.public.is_empty() && metadata.private.is_empty(), "nothing of it was kept");
}

async fn what_people_typed_stays_text(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    let (_, id) = house.person("ada").await;
    let odd = "<img src=x onerror=alert(1)>\"'&";
    let update = UserUpdate {
        first_name: Some(Some(odd.into())),
        external_id: Some(Some(odd.into())),
        public_metadata: serde_json::json!({ "</textarea><script>": odd }).as_object().cloned(),
        ..UserUpdate::default()
    };
    house.vestibule.users().update(&id, update).await.expect("is changed");
    for path in [format!("/admin/users/{id}"), "/admin/users".to_owned(), "/admin/users?q=%3Cimg".to_owned()] {
        let page = operator.page_alone(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.shows("<img src=x") && !page.shows("</textarea><script>"), "{path}: {}", page.body);
        assert!(page.shows("&lt;img src=x"), "{path}");
        let policy = page.header("content-security-policy").expect("a policy");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
        for script in page.body.split("<script").skip(1) {
            assert!(script.contains(&format!("nonce=\"{nonce}\"")), "{path}: <script{script}");
        }
        for attribute in [" style=\"", " onclick=\"", "javascript:"] {
            assert!(!page.body.contains(attribute), "{path}: {attribute}");
        }
    }
}

async fn one_user_s_things_are_not_another_s(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let (owner, owners_id) = house.operator("owner", OperatorRole::Owner).await;
    let (_, id) = house.person("ada").await;
    let session = database.texts(&format!("SELECT id FROM sessions WHERE user_id = '{owners_id}'")).await.remove(0);
    let address = database.texts(&format!("SELECT id FROM identifiers WHERE user_id = '{owners_id}'")).await.remove(0);
    // By the page of somebody to whom one may do it.
    for (action, field, value) in [
        ("revoke_session", "session_id", &session),
        ("remove_email", "email_address_id", &address),
        ("primary_email", "email_address_id", &address),
    ] {
        let answer = operator.send_form(&format!("/admin/users/{id}/{action}"), &[(field, value)]).await;
        assert_eq!(answer.status, 404, "{action}");
    }
    let answer = operator.send_form("/admin/sessions/revoke", &[("session_id", &session)]).await;
    assert_eq!(answer.status, 403);
    assert!(owner.who().await.is_some());
}
