//! What the sign-up form asks for.

use vestibule::model::FieldRule;

use crate::support::{Browser, Database, House, Person, on_both};

on_both!(
    a_password_may_be_left_out_where_the_settings_say_so,
    names_and_usernames_are_asked_for_as_the_settings_say,
    what_is_switched_off_is_not_taken,
    everything_that_is_wrong_is_told_at_once,
    a_password_is_refused_with_the_reason,
    a_username_is_one_person_s,
    no_username_looks_like_someone_s,
    nobody_speaks_for_the_app,
    only_whom_the_lists_let_in_signs_up,
    usernames_from_before_that_look_alike_stay_what_they_are,
    an_address_that_was_mistyped_is_corrected_on_the_way,
    who_only_corrects_a_name_goes_on_with_the_same_code,
    a_new_password_takes_the_place_of_the_one_before,
    identifiers_are_compared_without_their_case,
);

const CREATE: &str = "sign_up/create";
const CODE: &str = "sign_up/attempt_verification";
const GOOD: &str = "moth ledger willow 41";

async fn finish(house: &House, browser: &Browser, email: &str) {
    let code = house.code_for(email).await;
    browser.post(CODE, &[("code", &code)]).await.expect_ok();
}

async fn only_whom_the_lists_let_in_signs_up(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.allowlist = vec!["@example.com".into()];
        settings.sign_up.blocklist = vec!["eve@example.com".into()];
        settings.sign_up.block_subaddresses = true;
    })
    .await;
    for (kept_out, status, error) in [
        ("ada@example.org", 403, "not_allowed_access@email_address"),
        ("EVE@example.com", 403, "not_allowed_access@email_address"),
        ("ada+1@example.com", 422, "form_email_address_blocked@email_address"),
    ] {
        let fields = [("email_address", kept_out), ("password", GOOD)];
        house.browser().post(CREATE, &fields).await.expect_error(status, error);
        let page = house.browser().submit(CREATE, &fields).await;
        assert!(page.path == "/sign-up" && page.shows("aria-invalid=\"true\""), "{}", page.body);
    }
    assert_eq!(house.mails().await.len(), 0);
    let browser = house.browser();
    browser.post(CREATE, &[("email_address", "ada@example.com"), ("password", GOOD)]).await.expect_ok();
    finish(&house, &browser, "ada@example.com").await;
}

async fn names_and_usernames_are_asked_for_as_the_settings_say(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.first_name = FieldRule::Required;
        settings.sign_up.last_name = FieldRule::Optional;
        settings.sign_up.username = FieldRule::Required;
    })
    .await;
    let browser = house.browser();
    let email = ("email_address", "ada@example.com");
    let refused = browser.post(CREATE, &[email, ("password", GOOD)]).await;
    assert_eq!(refused.status, 422);
    let mut errors = refused.errors();
    errors.sort();
    assert_eq!(errors, ["form_param_missing@first_name", "form_param_missing@username"]);
    assert_eq!(house.mails().await.len(), 0);

    let filled = [email, ("password", GOOD), ("first_name", " Ada "), ("username", "Countess")];
    let begun = browser.post(CREATE, &filled).await;
    begun.expect_ok();
    assert_eq!(begun.json()["client"]["sign_up"]["optional_fields"], serde_json::json!(["last_name"]));
    finish(&house, &browser, email.1).await;
    let user = browser.get("/api/me").await.json();
    assert_eq!((user["first_name"].as_str(), user["last_name"].as_str()), (Some("Ada"), None));
    assert_eq!(user["username"], "Countess");

    let page = house.browser().page("/sign-up").await;
    for name in ["first_name", "last_name", "username", "email_address", "password"] {
        assert!(page.body.contains(&format!("name=\"{name}\"")), "{name} is missing in the form");
    }
}

async fn what_is_switched_off_is_not_taken(database: Database) {
    let house = House::open(&database).await;
    let browser = house.browser();
    let fields = [
        ("email_address", "ada@example.com"),
        ("password", GOOD),
        ("first_name", "Ada"),
        ("last_name", "L"),
        ("username", "countess"),
    ];
    browser.post(CREATE, &fields).await.expect_ok();
    finish(&house, &browser, "ada@example.com").await;
    let user = browser.get("/api/me").await.json();
    for field in ["first_name", "last_name", "username"] {
        assert_eq!(user[field], serde_json::Value::Null, "{field}");
    }
    let page = house.browser().page("/sign-up").await;
    assert!(!page.body.contains("name=\"username\"") && !page.body.contains("name=\"first_name\""));
}

async fn everything_that_is_wrong_is_told_at_once(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.first_name = FieldRule::Optional;
        settings.sign_up.username = FieldRule::Optional;
    })
    .await;
    let long = "a".repeat(101);
    let fields = [("email_address", "ada"), ("password", "x"), ("username", "a b"), ("first_name", long.as_str())];
    let refused = house.browser().post(CREATE, &fields).await;
    assert_eq!(refused.status, 422);
    let mut errors = refused.errors();
    errors.sort();
    assert_eq!(
        errors,
        [
            "form_param_format_invalid@email_address",
            "form_param_max_length_exceeded@first_name",
            "form_password_length_too_short@password",
            "form_username_invalid_character@username",
        ]
    );
    for error in refused.json()["errors"].as_array().expect("errors") {
        assert!(error["long_message"].as_str().is_some_and(|text| text.len() > 5), "{error}");
    }
    assert_eq!((database.count("clients").await, database.count("sign_ups").await), (0, 0), "nothing is kept");
}

async fn a_password_is_refused_with_the_reason(database: Database) {
    let house = House::open(&database).await;
    let email = ("email_address", "ada.lovelace@example.com");
    let too_long = "x".repeat(4097);
    for (password, error) in [
        ("", "form_param_missing@password"),
        ("sh0rt!", "form_password_length_too_short@password"),
        ("password1", "form_password_not_strong_enough@password"),
        ("qwertyuiop", "form_password_not_strong_enough@password"),
        ("xx ada.lovelace 99 xx", "form_password_contains_identifier@password"),
        (too_long.as_str(), "form_password_size_in_bytes_exceeded@password"),
    ] {
        let refused = house.browser().post(CREATE, &[email, ("password", password)]).await;
        refused.expect_error(422, error);
        assert!(password.is_empty() || !refused.body.contains(password), "{}", refused.body);
    }
    assert_eq!(house.mails().await.len(), 0);

    let asked = house.browser();
    let weak = asked.post("password/strength", &[("password", "password1")]).await.json();
    assert_eq!(weak["acceptable"], false);
    let strong = asked.post("password/strength", &[("password", GOOD), ("about[0]", "ada")]).await.json();
    assert_eq!(strong["acceptable"], true);
}

async fn a_username_is_one_person_s(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.username = FieldRule::Required).await;
    let first = house.browser();
    let fields =
        |email: &'static str, name: &'static str| [("email_address", email), ("password", GOOD), ("username", name)];
    first.post(CREATE, &fields("ada@example.com", "Countess")).await.expect_ok();
    finish(&house, &first, "ada@example.com").await;
    let second = house.browser();
    let refused = second.post(CREATE, &fields("bob@example.com", "cOUNTESS")).await;
    refused.expect_error(422, "form_identifier_exists@username");
}

/// T39.
async fn no_username_looks_like_someone_s(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.username = FieldRule::Required).await;
    let ask = async |name: &str, email: &str| {
        let browser = house.browser();
        let answer = browser.post(CREATE, &[("email_address", email), ("password", GOOD), ("username", name)]).await;
        (browser, answer)
    };
    let (browser, answer) = ask("Billie.Moth", "ada@example.com").await;
    answer.expect_ok();
    // Whoever comes later and is quicker has it.
    let (late, answer) = ask("biIIie_m0th", "eve@example.com").await;
    answer.expect_ok();
    finish(&house, &browser, "ada@example.com").await;
    let code = house.code_for("eve@example.com").await;
    late.post(CODE, &[("code", &code)]).await.expect_error(422, "form_identifier_exists@username");
    for name in [
        "billiemoth",
        "BILLIE-MOTH",
        "b1llie.moth",
        "biIIie.moth",
        "billie.m0th",
        "billie.rnoth",
        "b.i.l.l.i.e.m.o.t.h",
    ] {
        ask(name, "bob@example.com").await.1.expect_error(422, "form_identifier_exists@username");
    }
    for name in ["bіllie.moth", "billie․moth", "billie\u{200b}moth", "ｂillie.moth"] {
        ask(name, "bob@example.com").await.1.expect_error(422, "form_username_invalid_character@username");
    }
    // What could be a phone number would be taken for one.
    for name in ["19840604", "212-555-0101", "1815"] {
        ask(name, "bob@example.com").await.1.expect_error(422, "form_username_needs_non_number_code@username");
    }
    ask("billie.moss", "bob@example.com").await.1.expect_ok();
    // It is signed in with as it was chosen, and not as what it looks like.
    house.browser().try_password("billie.moth", GOOD).await.expect_ok();
    let refused = house.browser().try_password("billiemoth", GOOD).await;
    refused.expect_error(422, "form_password_or_identifier_incorrect@password");
}

async fn nobody_speaks_for_the_app(database: Database) {
    let house = House::with(&database, |settings| {
        settings.app_name = "Notes".into();
        settings.sign_up.username = FieldRule::Optional;
        settings.sign_up.reserved_usernames = vec!["wizard".into()];
    })
    .await;
    for name in ["admin", "Support", "r00t", "n0tes", "w.i.z.a.r.d"] {
        let fields = [("email_address", "eve@example.com"), ("password", GOOD), ("username", name)];
        house.browser().post(CREATE, &fields).await.expect_error(422, "form_identifier_exists@username");
    }
}

/// What migration 0005 does with the names that it finds: the oldest of those that look alike has the looks.
async fn usernames_from_before_that_look_alike_stay_what_they_are(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.username = FieldRule::Required).await;
    let (_, statements) = include_str!("../../migrations/0005_phone.sql")
        .split_once("ADD COLUMN skeleton TEXT;")
        .expect("the column comes first");
    database.execute("DROP INDEX identifiers_skeleton").await;
    database.execute("INSERT INTO users (id, created_at, updated_at) VALUES ('user_1', 1, 1)").await;
    for (id, name, created_at) in [
        ("idn_1", "paul", 1),
        ("idn_2", "pau1", 2),
        ("idn_3", "p.a.u.l", 2),
        ("idn_4", "v-v1n_rn0", 3),
        ("idn_5", "wlnm.o", 4),
        ("idn_6", "ada", 5),
    ] {
        database
            .execute(&format!(
                "INSERT INTO identifiers (id, user_id, kind, value, normalized, created_at) \
                 VALUES ('{id}', 'user_1', 'username', '{name}', '{name}', {created_at})"
            ))
            .await;
    }
    database.execute(statements).await;
    let kept = "SELECT normalized || ' ' || skeleton FROM identifiers WHERE skeleton IS NOT NULL ORDER BY id";
    assert_eq!(database.texts(kept).await, ["paul paul", "v-v1n_rn0 wlnmo", "ada ada"]);
    let fields = [("email_address", "eve@example.com"), ("password", GOOD), ("username", "Vvin.mo")];
    house.browser().post(CREATE, &fields).await.expect_error(422, "form_identifier_exists@username");
    // One that stayed what it is is someone's all the same.
    let fields = [("email_address", "eve@example.com"), ("password", GOOD), ("username", "pau1")];
    house.browser().post(CREATE, &fields).await.expect_error(422, "form_identifier_exists@username");
}

async fn an_address_that_was_mistyped_is_corrected_on_the_way(database: Database) {
    let house = House::open(&database).await;
    let browser = house.browser();
    browser.post(CREATE, &[("email_address", "adda@example.com"), ("password", GOOD)]).await.expect_ok();
    let old = house.code_for("adda@example.com").await;

    // Back in the first step: the address is there, and the password is never sent back. Another address may stand in it,
    // which its hash does not say.
    let page = browser.page("/sign-up").await;
    assert!(page.body.contains("adda@example.com") && !page.body.contains(GOOD));
    let without = browser.post(CREATE, &[("email_address", "ada@example.com"), ("password", "")]).await;
    without.expect_error(422, "form_param_missing@password");
    let inside = browser.post(CREATE, &[("email_address", "willow@example.com"), ("password", GOOD)]).await;
    inside.expect_error(422, "form_password_contains_identifier@password");
    let corrected = browser.post(CREATE, &[("email_address", "ada@example.com"), ("password", GOOD)]).await;
    corrected.expect_ok();
    assert_eq!(corrected.json()["client"]["sign_up"]["email_address"], "ada@example.com");
    let code = house.code_for("ada@example.com").await;
    if code != old {
        browser.post(CODE, &[("code", &old)]).await.expect_error(422, "form_code_incorrect@code");
    }
    browser.post(CODE, &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some("ada@example.com"));
    assert_eq!(database.texts("SELECT normalized FROM identifiers").await, ["ada@example.com"]);
    let ada = Person { email: "ada@example.com".into(), password: GOOD.into() };
    house.sign_in(&ada).await;
}

async fn who_only_corrects_a_name_goes_on_with_the_same_code(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.first_name = FieldRule::Optional).await;
    let browser = house.browser();
    let email = ("email_address", "ada@example.com");
    browser.post(CREATE, &[email, ("password", GOOD), ("first_name", "Adda")]).await.expect_ok();
    let code = house.code_for(email.1).await;
    browser.post(CREATE, &[email, ("password", GOOD), ("first_name", "Ada")]).await.expect_ok();
    assert_eq!(house.mails().await.len(), 1);
    browser.post(CODE, &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.get("/api/me").await.json()["first_name"], "Ada");
}

async fn a_new_password_takes_the_place_of_the_one_before(database: Database) {
    let house = House::open(&database).await;
    let browser = house.browser();
    let email = "ada@example.com";
    browser.post(CREATE, &[("email_address", email), ("password", GOOD)]).await.expect_ok();
    let weak = browser.post(CREATE, &[("email_address", email), ("password", "password1")]).await;
    weak.expect_error(422, "form_password_not_strong_enough@password");
    let other = "ledger willow moth 73";
    browser.post(CREATE, &[("email_address", email), ("password", other)]).await.expect_ok();
    finish(&house, &browser, email).await;
    let stale = house.browser().try_password(email, GOOD).await;
    stale.expect_error(422, "form_password_or_identifier_incorrect@password");
    house.browser().try_password(email, other).await.expect_ok();
}

async fn identifiers_are_compared_without_their_case(database: Database) {
    let house = House::open(&database).await;
    let browser = house.browser();
    browser.post(CREATE, &[("email_address", " Ada.L@Example.com "), ("password", GOOD)]).await.expect_ok();
    finish(&house, &browser, "Ada.L@Example.com").await;
    assert_eq!(browser.who().await.as_deref(), Some("Ada.L@Example.com"));
    for spelling in ["ada.l@example.com", "ADA.L@EXAMPLE.COM", "  Ada.L@example.com\t", "ada.l＠example.com"] {
        house.browser().try_password(spelling, GOOD).await.expect_ok();
    }
}

async fn a_password_may_be_left_out_where_the_settings_say_so(database: Database) {
    let house = House::with(&database, |settings| settings.sign_up.password = FieldRule::Optional).await;
    let browser = house.browser();
    let page = browser.page("/sign-up").await;
    let field = page.body.split("name=\"password\"").nth(1).and_then(|rest| rest.split('>').next());
    assert!(field.is_some_and(|rest| !rest.contains(" required")), "{}", page.body);
    let fields = [("email_address", "ada@example.com")];
    let weak = [fields[0], ("password", "short")];
    browser.post("sign_up/create", &weak).await.expect_error(422, "form_password_length_too_short@password");
    browser.post("sign_up/create", &fields).await.expect_ok();
    let code = house.code_for("ada@example.com").await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(browser.get("/api/me").await.json()["password_enabled"], false);
    // No password is right for it, the empty one least of all; a code is.
    for wrong in ["", "moth ledger willow 41"] {
        let other = house.browser();
        other.post("sign_in/create", &[("identifier", "ada@example.com")]).await.expect_ok();
        let refused = other.post("sign_in/attempt_first_factor", &[("password", wrong)]).await;
        assert_eq!((refused.status, other.who().await), (422, None), "{wrong:?}");
    }
    // Who gives one has one, and who takes it out again while it is not kept has none.
    let (bob, given) = (house.browser(), [("email_address", "bob@example.com"), ("password", "moth ledger willow 41")]);
    bob.post("sign_up/create", &given).await.expect_ok();
    let code = house.code_for("bob@example.com").await;
    bob.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    assert_eq!(bob.get("/api/me").await.json()["password_enabled"], true);
}
