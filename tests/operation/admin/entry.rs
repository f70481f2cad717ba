//! How one becomes an operator, and how one stops being one.

use vestibule::server::{AuditAction, AuditQuery, Environment, OperatorRole};

use crate::support::{Database, House, MINUTE, Person, on_both};

const DAY: i64 = 24 * 60 * MINUTE;

on_both!(
    the_first_link_makes_an_owner_once,
    a_link_is_good_once_and_for_a_day,
    of_a_link_only_its_hash_is_stored,
    there_is_always_an_owner,
    two_owners_do_not_leave_at_once,
    in_production_a_second_factor_comes_first,
    whoever_acts_in_an_operator_s_place_is_none,
    where_it_is_switched_off_there_is_nothing,
);

async fn the_first_link_makes_an_owner_once(database: Database) {
    let house = House::open(&database).await;
    let operators = house.vestibule.operators();
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let link = operators.invite_first().await.expect("is asked").expect("there is no operator yet");
        assert_eq!(link.role, OperatorRole::Owner);
        tokens.push(link.url.expose().split_once("?token=").expect("has a token").1.to_owned());
    }
    let page = format!("/admin/setup?token={}", tokens[0]);
    let nobody = house.browser().page_alone(&page).await;
    assert_eq!(nobody.status, 200);
    assert!(nobody.body.contains("/sign-in?redirect_url=/admin/setup%3Ftoken%3D"), "{}", nobody.body);
    // Whoever has just started it has no account there yet.
    assert!(nobody.body.contains("class=\"vst-formButtonPrimary\" href=\"/sign-up?redirect_url="), "{}", nobody.body);
    assert!(nobody.shows("Create your account") && nobody.shows("class=\"vst-footerActionLink\" href=\"/sign-in?"));
    let (ada, id) = house.person("ada").await;
    assert!(ada.page_alone(&page).await.shows("Become an operator"));
    assert_eq!(ada.page_alone("/admin").await.status, 404, "looking at it changes nothing");
    assert_eq!(ada.send_form("/admin/setup", &[("token", &tokens[0])]).await.status, 303);
    assert_eq!(operators.role_of(&id).await.expect("is read"), Some(OperatorRole::Owner));
    assert!(ada.page_alone("/admin").await.shows("Overview"));

    assert!(operators.invite_first().await.expect("is asked").is_none(), "there is one now");
    let another = format!("/admin/setup?token={}", house.operator_token(OperatorRole::Support).await);
    let nobody = house.browser().page_alone(&another).await;
    assert!(nobody.shows("Sign in first") && !nobody.shows("Create your account"), "{}", nobody.body);
    let (eve, other) = house.person("eve").await;
    for token in &tokens {
        assert_eq!(eve.page_alone(&format!("/admin/setup?token={token}")).await.status, 404);
        assert_eq!(eve.send_form("/admin/setup", &[("token", token)]).await.status, 404);
    }
    assert_eq!(operators.role_of(&other).await.expect("is read"), None);
    let query = AuditQuery { actions: vec![AuditAction::OperatorCreated], ..AuditQuery::default() };
    let (noted, _) = house.vestibule.audit_log().list(&query).await.expect("is read");
    assert_eq!(noted.len(), 1);
    assert_eq!((noted[0].subject_id.as_ref(), noted[0].actor_id.as_ref()), (Some(&id), Some(&id)));
}

async fn a_link_is_good_once_and_for_a_day(database: Database) {
    let house = House::open(&database).await;
    let token = house.operator_token(OperatorRole::Support).await;
    let (ada, _) = house.person("ada").await;
    house.clock.advance(DAY - MINUTE);
    let late = house.operator_token(OperatorRole::Support).await;
    assert_eq!(ada.send_form("/admin/setup", &[("token", &token)]).await.status, 303);
    let (bob, id) = house.person("bob").await;
    assert_eq!(bob.send_form("/admin/setup", &[("token", &token)]).await.status, 404, "it is used up");
    house.clock.advance(DAY);
    let bob = house.sign_in(&Person::named("bob")).await;
    assert_eq!(bob.send_form("/admin/setup", &[("token", &late)]).await.status, 404, "it has run out");
    for odd in ["", "x", "' OR 1=1", &"A".repeat(43)] {
        assert_eq!(bob.send_form("/admin/setup", &[("token", odd)]).await.status, 404, "{odd}");
    }
    assert_eq!(house.vestibule.operators().role_of(&id).await.expect("is read"), None);
}

async fn of_a_link_only_its_hash_is_stored(database: Database) {
    let house = House::open(&database).await;
    let token = house.operator_token(OperatorRole::Owner).await;
    let contents = database.contents().await;
    assert!(contents.iter().any(|row| row.contains("oln_")), "the link is there");
    assert!(!contents.iter().any(|row| row.contains(&token)));
}

async fn there_is_always_an_owner(database: Database) {
    let house = House::open(&database).await;
    let (ada, id) = house.operator("ada", OperatorRole::Owner).await;
    let operators = house.vestibule.operators();
    let refused = |done: Result<(), vestibule::server::flows::Error>| {
        let error = done.expect_err("is refused").to_string();
        assert!(error.contains("ActionNotAllowed"), "{error}");
    };
    refused(operators.remove(&id).await);
    refused(operators.set_role(&id, OperatorRole::Admin).await);
    refused(house.vestibule.users().delete(&id).await);
    let deleted = ada.post("user/delete", &[("confirmation", "Delete account")]).await;
    deleted.expect_error(403, "action_not_allowed");
    assert!(ada.who().await.is_some());

    let (_, other) = house.operator("bob", OperatorRole::Owner).await;
    operators.set_role(&id, OperatorRole::Admin).await.expect("there is another");
    refused(operators.remove(&other).await);
    house.vestibule.users().delete(&id).await.expect("is no owner any more");
    assert_eq!(operators.list().await.expect("is read").len(), 1);
}

async fn two_owners_do_not_leave_at_once(database: Database) {
    let house = House::open(&database).await;
    for round in 0..10 {
        let mut ids = Vec::new();
        for name in ["ada", "bob"] {
            ids.push(house.operator(&format!("{name}{round}"), OperatorRole::Owner).await.1);
        }
        for operator in house.vestibule.operators().list().await.expect("is read") {
            if !ids.contains(&operator.user_id) {
                house.vestibule.operators().remove(&operator.user_id).await.expect("others are there");
            }
        }
        let leaving = ids.into_iter().map(|id| {
            let vestibule = house.vestibule.clone();
            tokio::spawn(async move { vestibule.operators().remove(&id).await.is_ok() })
        });
        let mut left = 0;
        for one in leaving.collect::<Vec<_>>() {
            left += usize::from(one.await.expect("ends"));
        }
        assert_eq!(left, 1, "round {round}");
        assert_eq!(house.vestibule.operators().list().await.expect("is read").len(), 1);
    }
}

async fn in_production_a_second_factor_comes_first(database: Database) {
    let house = House::with(&database, |settings| settings.paths.user_profile = "/user".into()).await;
    let ada = Person::named("ada");
    let (browser, _) = house.operator("ada", OperatorRole::Owner).await;
    assert_eq!(browser.page_alone("/admin").await.status, 200, "in development it is not asked for");
    let link = format!("/admin/setup?token={}", house.operator_token(OperatorRole::Support).await);
    let card = browser.ask("GET", &link).by_hand().header("accept-language", "ar").send().await;
    assert!(card.shows("<html lang=\"en\" dir=\"ltr\">") && card.shows("Become an operator"), "{}", card.body);
    let wrong = browser.ask("POST", "/admin/users").by_hand().header("accept-language", "de");
    let wrong = wrong.form(&[("email_address", "no address")]).send().await;
    assert!(wrong.status == 422 && wrong.shows("<html lang=\"en\">"), "{}", wrong.body);
    let same = browser.send_form("/admin/users", &[("email_address", "no address")]).await;
    let said = |page: &str| {
        let alert = page.split("role=\"alert\"").nth(1).and_then(|rest| rest.split("</div>").next()).map(str::to_owned);
        alert.expect("says what is wrong")
    };
    assert_eq!(said(&wrong.body), said(&same.body), "what is wrong is said in English as well");
    let secure = house
        .another_with(|settings| {
            settings.environment = Environment::Production;
            settings.base_url = "https://app.example".into();
            settings.password.hash = vestibule::server::crypto::password_hash::Cost::default();
            settings.password.breach_check = Some(false);
        })
        .await;
    let held = secure.sign_in(&ada).await;
    // Whatever the browser asks for, it is in English and says so; it is a page with one part, one heading and one way on.
    for language in ["en", "de", "ar"] {
        let card = held.ask("GET", "/admin").by_hand().header("accept-language", language).send().await;
        assert_eq!(card.status, 403, "{language}");
        let way_on = "<a class=\"vst-formButtonPrimary\" href=\"/user/security\"><span>Set one up</span></a>";
        for once in [
            "<html lang=\"en\" dir=\"ltr\">",
            "<title>A second step first</title>",
            "content=\"width=device-width, initial-scale=1\"",
            "<main",
            "</h1>",
            way_on,
        ] {
            assert_eq!(card.body.matches(once).count(), 1, "{language} {once}: {}", card.body);
        }
        assert!(!card.shows("<script") && !card.shows("<img"), "{language}: {}", card.body);
    }
    for path in ["/admin", "/admin/users", "/admin/audit-log/export"] {
        let page = held.page_alone(path).await;
        assert_eq!(page.status, 403, "{path}");
        assert!(page.shows("A second step first") && page.body.contains("/user/security"), "{}", page.body);
    }
    assert_eq!(held.send_form("/admin/users", &[("email_address", "x@example.com")]).await.status, 403);
    let (app, _) = held.add_app(&secure).await;
    assert_eq!(held.page_alone("/admin").await.status, 200);
    let again = secure.browser();
    again.sign_in(&ada).await.expect_ok();
    assert_eq!(again.page_alone("/admin").await.status, 303, "half way is nobody");
    again.prove("totp", &app.code(&secure)).await.expect_ok();
    assert_eq!(again.page_alone("/admin").await.status, 200);
}

async fn whoever_acts_in_an_operator_s_place_is_none(database: Database) {
    let house = House::open(&database).await;
    let (_, id) = house.operator("ada", OperatorRole::Owner).await;
    let other = house.in_place_of(&id).await;
    assert!(other.who().await.is_some());
    for path in ["/admin", "/admin/users", "/admin/nothing"] {
        assert_eq!(other.page_alone(path).await.status, 404, "{path}");
    }
    let token = house.operator_token(OperatorRole::Owner).await;
    assert_eq!(other.send_form("/admin/setup", &[("token", &token)]).await.status, 404);
}

async fn where_it_is_switched_off_there_is_nothing(database: Database) {
    let house = House::open(&database).await;
    let (_, _) = house.operator("ada", OperatorRole::Owner).await;
    let other = house.another_with(|settings| settings.admin.enabled = false).await;
    let browser = other.sign_in(&Person::named("ada")).await;
    for path in ["/admin", "/admin/users", "/admin/setup"] {
        assert_eq!(browser.page_alone(path).await.status, 404, "{path}");
    }
}
