//! People in the dashboard: found, made, looked after.

use std::collections::BTreeSet;

use vestibule::model::FieldRule;
use vestibule::server::flows::user_pages::{FEW, PageOrder, Standing, UserPageQuery};
use vestibule::server::{AuditAction, AuditQuery, EventType, NewContact, NewUser, OperatorRole, UserUpdate};

use crate::support::{Answer, Browser, Database, House, MINUTE, Person, on_both};

on_both!(
    someone_is_found_by_how_they_begin,
    whoever_has_no_name_is_not_called_twice,
    whoever_leafs_through_sees_everyone_once,
    whoever_are_many_are_leafed_through_as_well,
    people_are_narrowed_down,
    a_user_is_made,
    what_was_typed_stays_in_a_form_that_is_refused,
    a_user_is_made_with_a_phone_number,
    what_is_done_is_done_and_noted_as_the_operator_s,
    metadata_that_is_none_stays_in_its_field,
    what_people_typed_stays_text,
    one_user_s_things_are_not_another_s,
    what_lets_a_user_in_is_given_and_taken,
    what_is_gone_for_good_is_typed_first,
    live_sessions_come_first_and_all_of_them_end,
    organizations_are_leafed_through,
);

async fn someone_is_found_by_how_they_begin(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    for (first, last, address) in [
        ("Ada", "Lovelace", "ada@analytical.example"),
        ("Élodie", "Durand", "e.durand@example.com"),
        ("100%", "x_", "p@example.com"),
        ("İnci", "Öztürk", "i.o@example.com"),
    ] {
        let new = NewUser {
            first_name: Some(first.into()),
            last_name: Some(last.into()),
            external_id: Some(format!("Crm-{address}")),
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
        let names = ["analytical", "e.durand", "p@example", "i.o@example"];
        names.into_iter().filter(|name| page.shows(name)).collect::<Vec<_>>()
    };
    for typed in ["ada", "ADA", "ada@analytical", "Ada Love", "love"] {
        assert_eq!(found(typed).await, ["analytical"], "{typed}");
    }
    for typed in ["élod", "ÉLOD", "e.dur", "durand"] {
        assert_eq!(found(typed).await, ["e.durand"], "{typed}");
    }
    for typed in ["öztürk", "ÖZTÜ", "Öz", "inci", "İNCİ ÖZ"] {
        assert_eq!(found(typed).await, ["i.o@example"], "{typed}");
    }
    assert_eq!(found("100%").await, ["p@example"], "no sign of it is one of the database's");
    assert_eq!(found("Crm-e.").await, ["e.durand"], "by what they are called elsewhere");
    for typed in ["crm-e.", "user_", "nalytical", "%", "_", "' OR 1=1 --", "ada\0"] {
        assert!(found(typed).await.is_empty(), "{typed}");
    }
    let query = UserPageQuery { beginning: "ada".into(), limit: 5, ..UserPageQuery::default() };
    let ada = house.vestibule.users().page(&query).await.expect("is read");
    let id = ada.accounts[0].user.id.clone();
    assert_eq!(found(&id).await, ["analytical"], "by their id");
    // All of them were made in the same second; what is by chance begins behind that.
    assert_eq!(found(&id[..id.len() - 8]).await, ["analytical"], "by how their id begins");
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
    database.execute("DELETE FROM sessions").await;
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
    // A third is banned, and all of them are called alike elsewhere.
    let third = "(SELECT COUNT(*) FROM users b WHERE b.id <= users.id) % 3 = 0";
    database.execute(&format!("UPDATE users SET banned_at = 1 WHERE {third}")).await;
    database.execute("UPDATE users SET external_id = 'Ext-' || id").await;
    let banned = UserPageQuery { standing: Some(Standing::Banned), ..UserPageQuery::default() };
    let called = |beginning: &str| UserPageQuery { beginning: beginning.into(), ..UserPageQuery::default() };
    let all = UserPageQuery::default();
    for (order, query, expected) in [
        (PageOrder::Newest, &all, 137),
        (PageOrder::Oldest, &all, 137),
        (PageOrder::SignedIn, &all, 83),
        (PageOrder::Name, &all, 137),
        (PageOrder::Active, &all, 68),
        (PageOrder::Newest, &banned, 45),
        (PageOrder::Oldest, &banned, 45),
        (PageOrder::SignedIn, &banned, 45),
        (PageOrder::Name, &banned, 45),
        (PageOrder::Active, &banned, 45),
        (PageOrder::Newest, &called("Ext-"), 137),
        (PageOrder::Name, &called("Ext-"), 137),
        (PageOrder::Active, &called("Ext-"), 137),
        (PageOrder::Newest, &called("user_"), 0),
        (PageOrder::Oldest, &UserPageQuery { standing: banned.standing, ..called("Ext-") }, 45),
    ] {
        let query = UserPageQuery { order, limit: 10, ..query.clone() };
        assert_eq!(leaf_through(&house, &query).await, expected, "{query:?}");
    }
}

/// How many people there are on all parts of a list, each of whom is there once and in their order.
async fn leaf_through(house: &House, query: &UserPageQuery) -> usize {
    let (mut query, mut seen, mut many, mut times) = (query.clone(), BTreeSet::new(), 0, Vec::new());
    loop {
        let page = house.vestibule.users().page(&query).await.expect("is read");
        for account in &page.accounts {
            many += 1;
            seen.insert(account.user.id.clone());
            times.push(match query.order {
                PageOrder::Active => account.last_active_at.unwrap_or(0),
                PageOrder::SignedIn => account.user.last_sign_in_at.unwrap_or(0),
                _ => account.user.created_at,
            });
        }
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), many, "{query:?}");
    match query.order {
        PageOrder::Name => {}
        PageOrder::Oldest => assert!(times.is_sorted()),
        _ => assert!(times.iter().rev().is_sorted(), "{query:?}"),
    }
    many
}

async fn whoever_are_many_are_leafed_through_as_well(database: Database) {
    let house = House::open(&database).await;
    house.vestibule.seed(4_500, &mut |_, _| {}).await.expect("are made");
    let half = "(SELECT COUNT(*) FROM users b WHERE b.created_at <= users.created_at) % 2 = 0";
    database.execute(&format!("UPDATE users SET banned_at = 1 WHERE {half}")).await;
    database.execute("UPDATE users SET banned_at = NULL WHERE banned_at > 1").await;
    let banned = database.number("SELECT CAST(COUNT(*) AS BIGINT) FROM users WHERE banned_at = 1").await;
    assert!(banned > FEW, "{banned}");
    let (banned, few) = (usize::try_from(banned).expect("fits"), usize::try_from(FEW).expect("fits"));
    let signed_in = "SELECT CAST(COUNT(*) AS BIGINT) FROM users WHERE banned_at = 1 AND last_sign_in_at IS NOT NULL";
    let signed_in = usize::try_from(database.number(signed_in).await).expect("fits");
    let active = "SELECT CAST(COUNT(*) AS BIGINT) FROM users u WHERE u.banned_at = 1
                  AND EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id AND s.actor IS NULL)";
    let active = usize::try_from(database.number(active).await).expect("fits");
    for (order, expected) in [
        (PageOrder::Newest, banned),
        (PageOrder::Oldest, banned),
        (PageOrder::SignedIn, signed_in),
        (PageOrder::Name, banned),
        (PageOrder::Active, active),
    ] {
        let query = UserPageQuery { order, standing: Some(Standing::Banned), limit: 100, ..UserPageQuery::default() };
        assert_eq!(leaf_through(&house, &query).await, expected, "{order:?}");
    }
    // More begin so than are looked at, which is said; where few are meant, all of those are looked at.
    database.execute("UPDATE users SET external_id = 'Ext-' || id").await;
    let query = UserPageQuery { beginning: "Ext-".into(), limit: 100, ..UserPageQuery::default() };
    assert!(house.vestibule.users().page(&query).await.expect("is read").is_cut);
    assert_eq!(leaf_through(&house, &query).await, few);
    database.execute("UPDATE users SET banned_at = NULL WHERE id > (SELECT MIN(id) FROM users)").await;
    database.execute("UPDATE users SET banned_at = 1 WHERE id = (SELECT MAX(id) FROM users)").await;
    let query = UserPageQuery { standing: Some(Standing::Banned), ..query };
    let page = house.vestibule.users().page(&query).await.expect("is read");
    assert!(!page.is_cut && page.accounts.iter().all(|account| account.banned), "of a few everyone is looked at");
    assert!(!page.accounts.is_empty());
}

async fn people_are_narrowed_down(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let (operator, own_id) = house.operator("operator", OperatorRole::ReadOnly).await;
    let [banned, locked, secured, member, connected] =
        house.people(["banned", "locked", "secured", "member", "connected"]).await;
    let users = house.vestibule.users();
    users.ban(&banned).await.expect("is banned");
    users.lock(&locked).await.expect("is locked");
    database.execute(&format!("UPDATE users SET mfa_enabled_at = 1 WHERE id = '{secured}'")).await;
    let acme = house.organization("Acme", &member, &[]).await;
    for account in ["1", "2"] {
        let connect = format!(
            "INSERT INTO external_accounts (id, user_id, provider, issuer, provider_user_id, sealed_tokens, created_at, updated_at)
             VALUES ('eac_{account}', '{connected}', 'google', 'x', '{account}', '', 1, 1)"
        );
        database.execute(&connect).await;
    }
    let new = NewUser {
        email_addresses: vec![NewContact::verified("stranger@example.com")],
        skip_password_requirement: true,
        ..NewUser::default()
    };
    let stranger = users.create(new).await.expect("is made").user.id;
    database.execute(&format!("UPDATE users SET created_at = 1 WHERE id = '{own_id}'")).await;
    let everyone = [&banned, &locked, &secured, &member, &connected, &stranger, &own_id];
    let others = |without: &[&String]| -> Vec<String> {
        everyone.iter().filter(|id| !without.contains(id)).map(|id| (*id).clone()).collect()
    };
    let only = |id: &String| vec![id.clone()];
    for (asked, expected) in [
        ("", others(&[])),
        ("only=banned", only(&banned)),
        ("only=locked", only(&locked)),
        ("only=second_factor", only(&secured)),
        ("only=no_second_factor", others(&[&secured])),
        ("only=never_signed_in", only(&stranger)),
        ("only=never_signed_in&order=signed_in", only(&stranger)),
        ("came=7", others(&[&own_id])),
        (format!("organization={}", acme.id).as_str(), only(&member)),
        ("provider=google", only(&connected)),
        ("provider=google&only=banned", Vec::new()),
        (format!("organization={}&only=no_second_factor&came=1&q=mem", acme.id).as_str(), only(&member)),
        ("organization=nothing", Vec::new()),
        ("organization=%00&provider=%00", Vec::new()),
        ("q=locked@&only=locked&order=name", only(&locked)),
        ("q=locked@&only=banned", Vec::new()),
        (format!("q={locked}").as_str(), only(&locked)),
        (format!("q={}&only=locked", &locked[..24]).as_str(), only(&locked)),
    ] {
        let page = operator.page_alone(&format!("/admin/users?{asked}")).await;
        assert_eq!(page.status, 200, "{asked}");
        let found = |id: &&String| page.shows(&format!("href=\"/admin/users/{id}\""));
        let mut found: Vec<String> = everyone.iter().copied().filter(found).cloned().collect();
        let mut expected = expected;
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{asked}");
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
    let again = operator.send_form("/admin/users", &fields).await;
    assert!(again.status == 422 && again.shows("email_address:"), "{}", again.body);
    assert!(!operator.page_alone("/admin/users/new").await.shows("email_address:"), "it is said once");
}

/// What a field of a page has in it.
fn holds(page: &Answer, name: &str, value: &str) -> bool {
    let mut inputs = page.body.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    inputs.any(|input| input.contains(&format!("name=\"{name}\"")) && input.contains(&format!("value=\"{value}\"")))
}

async fn what_was_typed_stays_in_a_form_that_is_refused(database: Database) {
    let house = House::with(&database, |settings| {
        settings.organizations.enabled = true;
        settings.organizations.domains.enabled = true;
        settings.sign_up.username = FieldRule::Optional;
        settings.security.forms_per_minute = 100_000;
    })
    .await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let [ada] = house.people(["ada"]).await;
    let acme = house.organization("Acme", &ada, &[]).await.id;
    house.organization("Other", &ada, &[]).await;
    let refused = async |path: &str, fields: &[(&str, &str)]| {
        let answer = operator.send_form(path, fields).await;
        assert_eq!(answer.status, 422, "{path}: {}", answer.body);
        assert!(answer.shows("role=\"alert\""), "{path}: {}", answer.body);
        for (name, value) in fields {
            assert_eq!(holds(&answer, name, value), *name != "password", "{path} {name}: {}", answer.body);
        }
        answer
    };
    let fields = [
        ("email_address", "ada@"),
        ("first_name", "Ada"),
        ("last_name", "Lovelace &amp; Co"),
        ("username", "ada_l"),
        ("password", "moth ledger willow 41"),
    ];
    // As it is typed, and as it stands in the page.
    let typed = fields.map(|(name, value)| (name, if name == "last_name" { "Lovelace & Co" } else { value }));
    let answer = operator.send_form("/admin/users", &typed).await;
    assert!(answer.status == 422 && answer.shows("email_address:"), "{}", answer.body);
    for (name, value) in fields {
        assert_eq!(holds(&answer, name, value), name != "password", "{name}: {}", answer.body);
    }
    assert!(!answer.shows("moth ledger"), "{}", answer.body);
    assert!(!answer.shows("name=\"verified\" value=\"1\" checked"), "the box stays as it was: {}", answer.body);
    let proven = refused("/admin/users", &[("email_address", "no address"), ("verified", "1")]).await;
    assert!(proven.shows("name=\"verified\" value=\"1\" checked"), "{}", proven.body);

    refused("/admin/organizations", &[("name", "Third"), ("slug", "a slug!"), ("created_by", "ada@example.com")]).await;
    refused("/admin/organizations", &[("name", "Third"), ("created_by", "nobody@example.com")]).await;
    refused("/admin/invitations", &[("email_address", "ada@example.com")]).await;
    let listed = refused("/admin/lists/block/add", &[("identifier", "nonsense")]).await;
    assert_eq!(listed.body.matches("value=\"nonsense\"").count(), 1, "of one list alone: {}", listed.body);
    refused(&format!("/admin/users/{ada}/profile"), &[("first_name", "Adele"), ("username", "no name!")]).await;
    let profile = [("name", "Acme Two"), ("slug", "a slug!"), ("max_allowed_memberships", "7")];
    refused(&format!("/admin/organizations/{acme}/profile"), &profile).await;

    let email =
        refused(&format!("/admin/users/{ada}/add_email"), &[("email_address", "ada@"), ("verified", "1")]).await;
    assert!(email.shows("id=\"email_address-wrong\"") && !email.shows("id=\"phone_number-wrong\""), "{}", email.body);
    assert_eq!(email.body.matches("name=\"verified\" value=\"1\" checked").count(), 1, "{}", email.body);
    let phone = refused(&format!("/admin/users/{ada}/add_phone"), &[("phone_number", "1512")]).await;
    assert!(phone.shows("id=\"phone_number-wrong\"") && phone.shows("phone_number:"), "{}", phone.body);
    assert!(!phone.shows("name=\"verified\" value=\"1\" checked"), "{}", phone.body);
    let password = refused(&format!("/admin/users/{ada}/set_password"), &[("password", "tiny-41")]).await;
    assert!(password.shows("id=\"password-wrong\"") && !password.shows("tiny-41"), "{}", password.body);
    assert!(password.shows("<details class=\"ask\" open>"), "what is wrong is in sight: {}", password.body);
    let at = |action: &str| format!("/admin/organizations/{acme}/{action}");
    let chosen = |page: &Answer, value: &str| page.shows(&format!("<option value=\"{value}\" selected>"));
    for (action, field, typed, id) in [
        ("add_member", "identifier", "nobody@example.com", "new-member"),
        ("invite", "email_address", "new@", "invited"),
    ] {
        let answer = operator.send_form(&at(action), &[(field, typed), ("role", "org:admin")]).await;
        assert!(answer.status == 422 && holds(&answer, field, typed), "{action}: {}", answer.body);
        assert!(answer.shows(&format!("id=\"{id}-wrong\"")), "{action}: {}", answer.body);
        let form = answer.body.split(&format!("/{action}\"")).nth(1).and_then(|rest| rest.split("</form>").next());
        let form = form.unwrap_or_else(|| panic!("no {action} in {}", answer.body));
        assert!(form.contains("<option value=\"org:admin\" selected>"), "{action}: {form}");
    }
    let domain = [("name", "acme.example"), ("enrollment_mode", "automatic_suggestion")];
    let domain = operator.send_form(&at("add_domain"), &domain).await;
    assert!(domain.status == 422 && holds(&domain, "name", "acme.example"), "{}", domain.body);
    assert!(domain.shows("id=\"new-domain-mode-wrong\"") && chosen(&domain, "automatic_suggestion"), "{}", domain.body);
    let domain = [("name", "no domain"), ("enrollment_mode", "manual_invitation"), ("verified", "1")];
    let domain = operator.send_form(&at("add_domain"), &domain).await;
    assert!(domain.status == 422 && holds(&domain, "name", "no domain"), "{}", domain.body);
    assert!(domain.shows("id=\"new-domain-wrong\"") && domain.shows("value=\"1\" checked"), "{}", domain.body);
    assert_eq!(database.count("organization_invitations").await + database.count("organization_domains").await, 0);
    assert_eq!(database.count("users").await, 2);
    assert_eq!(database.count("organizations").await, 2);
    assert_eq!(database.count("listed_identifiers").await + database.count("invitations").await, 0);
}

async fn a_user_is_made_with_a_phone_number(database: Database) {
    let house = House::with(&database, |settings| settings.mfa.phone_code = false).await;
    let (operator, _) = house.operator("operator", OperatorRole::Admin).await;
    let (support, _) = house.operator("support", OperatorRole::Support).await;
    assert!(!operator.page_alone("/admin/users/new").await.shows("phone_number"), "there are none");
    let other = house.another_with(|settings| settings.sign_up.phone_number = FieldRule::Optional).await;
    let (operator, support) = (operator.at(&other), support.at(&other));
    let form = operator.page_alone("/admin/users/new").await;
    assert!(form.shows("name=\"phone_number\"") && form.shows("name=\"phone_verified\""), "{}", form.body);
    let form = support.page_alone("/admin/users/new").await;
    assert!(form.shows("name=\"phone_number\"") && !form.shows("name=\"phone_verified\""), "{}", form.body);

    let wrong = [("phone_number", "1512"), ("phone_verified", "1")];
    let refused = operator.send_form("/admin/users", &wrong).await;
    assert!(refused.status == 422 && refused.shows("phone_number"), "{}", refused.body);
    assert!(holds(&refused, "phone_number", "1512"), "{}", refused.body);
    let number = ("phone_number", "+49 1512 3456789");
    let fields = [number, ("phone_verified", "1"), ("email_address", "ida@example.com"), ("first_name", "Ida")];
    assert_eq!(support.send_form("/admin/users", &fields).await.status, 403, "who only helps proves nothing");
    let made = operator.send_form_and_follow("/admin/users", &fields).await;
    assert!(made.shows("The user is there") && made.shows("Proven"), "{}", made.body);
    let id = made.path.rsplit('/').next().expect("an id");
    let user = house.vestibule.users().get(id).await.expect("is read").expect("is there").user;
    assert_eq!(user.phone_numbers[0].phone_number, "+4915123456789");
    assert!(user.primary_phone_number_id.is_some());
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
        ("verify_email", "email_address_id", &address),
        ("remove_phone", "phone_number_id", &address),
        ("remove_passkey", "passkey_id", &address),
    ] {
        let answer = operator.send_form(&format!("/admin/users/{id}/{action}"), &[(field, value)]).await;
        assert_eq!(answer.status, 404, "{action}");
    }
    let answer = operator.send_form("/admin/sessions/revoke", &[("session_id", &session)]).await;
    assert_eq!(answer.status, 403);
    assert!(owner.who().await.is_some());
}

/// What a user's page is, and what is done there as an operator.
struct Page<'a> {
    operator: &'a Browser,
    path: String,
}

impl Page<'_> {
    /// What the page says once something went well.
    async fn does(&self, action: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.operator.send_form_and_follow(&format!("{}/{action}", self.path), fields).await;
        assert_eq!((answer.status, answer.path.as_str()), (200, self.path.as_str()), "{action}: {}", answer.body);
        assert!(answer.shows("role=\"status\"") && !answer.shows("role=\"alert\""), "{action}: {}", answer.body);
        answer.body
    }

    /// What the page says where something was refused.
    async fn refuses(&self, action: &str, fields: &[(&str, &str)], why: &str) {
        let answer = self.operator.send_form_and_follow(&format!("{}/{action}", self.path), fields).await;
        assert!(answer.shows("role=\"alert\"") && answer.shows(why), "{action}: {}", answer.body);
    }
}

async fn what_lets_a_user_in_is_given_and_taken(database: Database) {
    let house = House::with(&database, |settings| settings.security.forms_per_minute = 100_000).await;
    let (operator, own_id) = house.operator("operator", OperatorRole::Admin).await;
    let ada = Person::named("ada");
    let browser = house.sign_up(&ada).await;
    let id = browser.user_id().await;
    let page = Page { operator: &operator, path: format!("/admin/users/{id}") };
    let user = async || house.vestibule.users().get(&id).await.expect("is read").expect("is there").user;

    // A number: put there, proven, the primary one, and away again.
    page.refuses("add_phone", &[("phone_number", "1512")], "phone_number:").await;
    let shown = page.does("add_phone", &[("phone_number", "+49 1512 3456789")]).await;
    assert!(shown.contains("Not proven") && shown.contains("/verify_phone"), "{shown}");
    let number = user().await.phone_numbers.remove(0).id;
    let named = [("phone_number_id", number.as_str())];
    page.does("verify_phone", &named).await;
    assert_eq!(user().await.primary_phone_number_id, Some(number.clone()), "the first one is the primary one");
    page.does("add_phone", &[("phone_number", "+4915123456780"), ("verified", "1")]).await;
    let second = user().await.phone_numbers.into_iter().find(|it| it.id != number).expect("there are two").id;
    page.does("primary_phone", &[("phone_number_id", second.as_str())]).await;
    assert_eq!(user().await.primary_phone_number_id, Some(second));
    page.does("remove_phone", &named).await;
    assert_eq!(user().await.phone_numbers.len(), 1);
    assert_eq!(house.last_to(AuditAction::IdentifierRemoved).await, Some(own_id.clone()));

    // An address that nobody has proven lets in nobody until somebody says whose it is.
    page.does("add_email", &[("email_address", "ada@work.example")]).await;
    let work = user().await.email_addresses.into_iter().find(|it| it.email_address == "ada@work.example");
    let work = work.expect("is there").id;
    let named = [("email_address_id", work.as_str())];
    page.refuses("primary_email", &named, "role=\"alert\"").await;
    page.does("verify_email", &named).await;
    assert_eq!(house.last_to(AuditAction::IdentifierVerified).await, Some(own_id.clone()));
    page.does("primary_email", &named).await;
    page.does("remove_email", &named).await;

    let connect = format!(
        "INSERT INTO external_accounts (id, user_id, provider, issuer, provider_user_id, email_address, sealed_tokens, created_at,
             updated_at)
         VALUES ('eac_1', '{id}', 'google', 'x', '1', 'ada@there.example', '', 1, 1)"
    );
    database.execute(&connect).await;
    assert!(operator.page_alone(&page.path).await.shows("ada@there.example"));
    let shown = page.does("disconnect", &[("external_account_id", "eac_1")]).await;
    assert!(!shown.contains("ada@there.example</span>") && user().await.external_accounts.is_empty(), "{shown}");
    page.refuses("disconnect", &[("external_account_id", "eac_1")], "role=\"alert\"").await;

    // Whoever knew the password before is out, wherever they are.
    assert!(browser.who().await.is_some());
    page.refuses("set_password", &[], "password:").await;
    page.refuses("set_password", &[("password", "short")], "password:").await;
    assert!(browser.who().await.is_some(), "what was refused ends nothing");
    page.does("set_password", &[("password", "moth ledger willow 41")]).await;
    assert_eq!(browser.who().await, None);
    assert_eq!(house.last_to(AuditAction::PasswordChanged).await, Some(own_id.clone()));
    assert_ne!(house.browser().try_password("ada@example.com", &ada.password).await.status, 200);
    let browser = house.sign_in(&Person { password: "moth ledger willow 41".into(), ..ada }).await;
    assert!(browser.who().await.is_some());
    assert!(!operator.page_alone(&page.path).await.shows("moth ledger"), "a password is not shown");

    page.refuses("remove_password", &[("confirmation", "yes")], "confirmation:").await;
    assert!(user().await.password_enabled && browser.who().await.is_some());
    page.does("remove_password", &[("confirmation", "ada@example.com")]).await;
    assert!(!user().await.password_enabled);
    assert_eq!(browser.who().await, None);
    assert_eq!(house.last_to(AuditAction::PasswordRemoved).await, Some(own_id));
}

async fn what_is_gone_for_good_is_typed_first(database: Database) {
    let house = House::open(&database).await;
    let (operator, _) = house.operator("operator", OperatorRole::Support).await;
    let (_, id) = house.person("ada").await;
    let page = Page { operator: &operator, path: format!("/admin/users/{id}") };
    let passkey = format!(
        "INSERT INTO passkeys (id, user_id, credential_id, credential, sign_count, name, created_at, updated_at)
         VALUES ('passkey_1', '{id}', 'x', '{{}}', 0, 'Ada''s <phone>', 1, 1)"
    );
    database.execute(&passkey).await;
    assert!(operator.page_alone(&page.path).await.shows("<code>Ada&#39;s &lt;phone&gt;</code>"));
    for typed in ["", "yes", "ada@example.com"] {
        let fields = [("passkey_id", "passkey_1"), ("confirmation", typed)];
        page.refuses("remove_passkey", &fields, "confirmation:").await;
    }
    assert_eq!(database.count("passkeys").await, 1);
    page.does("remove_passkey", &[("passkey_id", "passkey_1"), ("confirmation", " Ada's <phone> ")]).await;
    assert_eq!(database.count("passkeys").await, 0);

    assert!(!operator.page_alone(&page.path).await.shows("/remove_image"), "there is none");
    database.execute("INSERT INTO avatars (id) VALUES ('img_1')").await;
    database.execute(&format!("UPDATE users SET image_id = 'img_1' WHERE id = '{id}'")).await;
    let pictures = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM users WHERE id = '{id}' AND image_id IS NOT NULL");
    assert!(operator.page_alone(&page.path).await.shows("/remove_image"));
    page.refuses("remove_image", &[("confirmation", "yes")], "confirmation:").await;
    assert_eq!(database.number(&pictures).await, 1);
    page.does("remove_image", &[("confirmation", "ada@example.com")]).await;
    assert_eq!(database.number(&pictures).await, 0);

    // Who only helps neither says whose something is, nor sets a password, nor is offered to.
    let shown = operator.page_alone(&page.path).await;
    for action in ["/verify_email", "/verify_phone", "/set_password", "/remove_password", "It is known to be theirs"] {
        assert!(!shown.shows(action), "{action}");
    }
}

/// Sessions of a user: so many that are over are newer than one that goes on.
async fn give_sessions(database: &Database, house: &House, id: &str, (live, over): (usize, usize)) {
    database.execute("INSERT INTO clients (id, created_at, updated_at) VALUES ('client_x', 1, 1)").await;
    let now = house.clock.now();
    let row = |name: &str, at: usize, status: &str, ago: i64| {
        let (used, end) = (now - ago, now + 60 * MINUTE);
        format!("('sess_{name}{at}', 'client_x', '{id}', '{status}', {used}, {end}, {used}, {used}, '')")
    };
    let live = (0..live).map(|at| row("live", at, "active", 30 * MINUTE));
    let over = (0..over).map(|at| row("over", at, "ended", MINUTE));
    let rows: Vec<String> = live.chain(over).collect();
    let insert = "INSERT INTO sessions (id, client_id, user_id, status, last_active_at, expire_at, created_at, updated_at, tasks)";
    database.execute(&format!("{insert} VALUES {}", rows.join(", "))).await;
}

async fn live_sessions_come_first_and_all_of_them_end(database: Database) {
    let house = House::open(&database).await;
    let (operator, own_id) = house.operator("operator", OperatorRole::Support).await;
    let new = NewUser {
        email_addresses: vec![NewContact::verified("ada@example.com")],
        skip_password_requirement: true,
        ..NewUser::default()
    };
    let id = house.vestibule.users().create(new).await.expect("is made").user.id;
    give_sessions(&database, &house, &id, (2, 40)).await;
    let page = Page { operator: &operator, path: format!("/admin/users/{id}") };
    let shown = operator.page_alone(&page.path).await;
    assert!(shown.shows("value=\"sess_live0\"") && shown.shows("value=\"sess_live1\""), "{}", shown.body);
    assert!(shown.shows("1 to 20 of 42") && shown.shows("?sessions=20#sessions"), "{}", shown.body);
    assert!(!shown.shows("Previous sessions"), "{}", shown.body);
    let last = operator.page_alone(&format!("{}?sessions=40", page.path)).await;
    assert!(last.shows("41 to 42 of 42") && last.shows("?sessions=20#sessions"), "{}", last.body);
    assert!(!last.shows("value=\"sess_live") && !last.shows("More sessions"), "{}", last.body);
    for odd in ["-1", "x", "99999999999999999999", "1000"] {
        assert_eq!(operator.page_alone(&format!("{}?sessions={odd}", page.path)).await.status, 200, "{odd}");
    }
    page.does("revoke_session", &[("session_id", "sess_live1")]).await;
    let live = format!("SELECT id FROM sessions WHERE user_id = '{id}' AND status = 'active'");
    assert_eq!(database.texts(&live).await, ["sess_live0"]);

    // More than can be read at once, behind more that are over.
    database.execute(&format!("DELETE FROM sessions WHERE user_id = '{id}'")).await;
    database.execute("DELETE FROM clients WHERE id = 'client_x'").await;
    give_sessions(&database, &house, &id, (520, 600)).await;
    page.does("revoke_sessions", &[]).await;
    assert!(database.texts(&live).await.is_empty());
    assert!(operator.who().await.is_some(), "nobody else's");
    assert_eq!(house.last_to(AuditAction::Event(EventType::SessionRevoked)).await, Some(own_id));
}

async fn organizations_are_leafed_through(database: Database) {
    let house = House::with(&database, |settings| settings.organizations.enabled = true).await;
    let (operator, _) = house.operator("operator", OperatorRole::ReadOnly).await;
    let (_, id) = house.person("ada").await;
    for number in 0..21 {
        let organization = format!(
            "INSERT INTO organizations (id, name, slug, created_at, updated_at, search_text)
             VALUES ('org_{number}', 'Number {number}.', 'n-{number}', {number}, 1, 'number {number}.')"
        );
        database.execute(&organization).await;
        let membership = format!(
            "INSERT INTO organization_memberships (id, organization_id, user_id, role, created_at, updated_at)
             VALUES ('orgmem_{number}', 'org_{number}', '{id}', 'org:member', {number}, 1)"
        );
        database.execute(&membership).await;
    }
    let first = operator.page_alone(&format!("/admin/users/{id}")).await;
    assert!(first.shows("Number 19.") && !first.shows("Number 20."), "{}", first.body);
    assert!(first.shows("?organizations=20#organizations"), "{}", first.body);
    let second = operator.page_alone(&format!("/admin/users/{id}?organizations=20")).await;
    assert!(second.shows("Number 20.") && !second.shows("Number 19."), "{}", second.body);
    assert!(second.shows("?organizations=0#organizations"), "{}", second.body);
}
