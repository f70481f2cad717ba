//! What sign-up asks for, in every mix that starts.

use vestibule::model::{FieldRule, Strategy};
use vestibule::server::{NewInvitation, Settings};

use crate::support::{Browser, Database, HOUR, House, Somebody, location, offer, on_both};

on_both!(
    in_every_mix_one_signs_up_and_gets_in_again,
    a_username_and_a_password_are_an_account_at_once,
    a_number_alone_is_proven_by_text_message,
    who_gives_nothing_that_lets_them_in_is_told_what_is_missing,
    who_is_invited_is_known_by_the_address_all_the_same,
    of_what_a_provider_tells_only_what_is_asked_for_is_kept,
    whoever_has_proven_nothing_wastes_half_of_all_text_messages_and_no_more,
);

const CREATE: &str = "sign_up/create";
const VERIFY: &str = "sign_up/attempt_verification";
const RULES: [FieldRule; 3] = [FieldRule::Off, FieldRule::Optional, FieldRule::Required];
const PASSWORD: &str = "moth ledger willow 41";

/// One way to ask for an email address, a phone number, a username and a password.
#[derive(Clone, Copy, Debug)]
struct Mix {
    email: FieldRule,
    phone: FieldRule,
    username: FieldRule,
    password: FieldRule,
}

impl Mix {
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for email in RULES {
            for phone in RULES {
                for username in RULES {
                    all.extend(RULES.map(|password| Self { email, phone, username, password }));
                }
            }
        }
        all
    }

    fn apply(self, settings: &mut Settings) {
        settings.sign_up.email_address = self.email;
        settings.sign_up.phone_number = self.phone;
        settings.sign_up.username = self.username;
        settings.sign_up.password = self.password;
        settings.sign_in.password = self.password != FieldRule::Off;
        let by_mail = self.password == FieldRule::Off && self.email != FieldRule::Off;
        settings.sign_in.preferred = match (settings.sign_in.password, by_mail) {
            (true, _) => Strategy::Password,
            (false, true) => Strategy::EmailCode,
            (false, false) => Strategy::PhoneCode,
        };
    }

    fn rule(self, field: &str) -> FieldRule {
        match field {
            "email_address" => self.email,
            "phone_number" => self.phone,
            "username" => self.username,
            "password" => self.password,
            other => panic!("nobody asks for {other}"),
        }
    }
}

/// All that someone could say of themselves.
struct Applicant {
    email: String,
    phone: String,
    username: String,
}

impl Applicant {
    fn number(number: usize) -> Self {
        Self {
            email: format!("ada{number}@example.com"),
            phone: format!("+49151234{:05}", 10_000 + number),
            username: format!("ada_{number}"),
        }
    }

    fn says(&self, field: &'static str) -> (&'static str, &str) {
        let value = match field {
            "email_address" => &self.email,
            "phone_number" => &self.phone,
            "username" => &self.username,
            _ => PASSWORD,
        };
        (field, value)
    }
}

const FIELDS: [&str; 4] = ["email_address", "phone_number", "username", "password"];

/// The id of who is signed in.
async fn who(browser: &Browser) -> Option<String> {
    let answer = browser.get("/api/me").await;
    (answer.status == 200).then(|| answer.json()["id"].as_str().expect("an id").to_owned())
}

/// Gives what has to be given, and what is asked for then, until nothing is missing: what was given in the end.
async fn sign_up(browser: &Browser, house: &House, mix: Mix, ada: &Applicant) -> Vec<&'static str> {
    let mut given: Vec<&'static str> =
        FIELDS.into_iter().filter(|field| mix.rule(field) == FieldRule::Required).collect();
    let mut answer = loop {
        let said: Vec<(&str, &str)> = given.iter().map(|field| ada.says(field)).collect();
        let answer = browser.post(CREATE, &said).await;
        if answer.status == 200 {
            break answer;
        }
        let error = answer.errors().join(" ");
        let missing = error.strip_prefix("form_param_missing@").unwrap_or_else(|| panic!("{mix:?}: {error}"));
        let field = FIELDS.into_iter().find(|field| *field == missing).expect("is one of the fields");
        assert!(mix.rule(field) == FieldRule::Optional && !given.contains(&field), "{mix:?}: {error} after {given:?}");
        given.push(field);
    };
    // The codes, one after the other.
    for to in [&ada.email, &ada.phone] {
        if who(browser).await.is_none() {
            let waits_for = &answer.json()["client"]["sign_up"]["unverified_fields"];
            let is_asked = waits_for.as_array().is_some_and(|fields| !fields.is_empty());
            assert!(is_asked, "{mix:?}: {}", answer.body);
            let wants_phone = waits_for[0] == "phone_number";
            if wants_phone == (*to == ada.phone) {
                answer = browser.post(VERIFY, &[("code", &house.code_for(to).await)]).await;
                answer.expect_ok();
            }
        }
    }
    given
}

/// Signs in with what was given, in another browser.
async fn sign_in(house: &House, ada: &Applicant, given: &[&'static str]) -> Browser {
    let browser = house.browser();
    let known_by = FIELDS[..3].iter().find(|field| given.contains(field)).expect("something is known");
    let (_, identifier) = ada.says(known_by);
    if given.contains(&"password") {
        browser.try_password(identifier, PASSWORD).await.expect_ok();
        return browser;
    }
    let (strategy, to) = match given.contains(&"email_address") {
        true => ("email_code", &ada.email),
        false => ("phone_code", &ada.phone),
    };
    let begun = browser.post("sign_in/create", &[("identifier", identifier)]).await;
    if begun.expect_ok().json()["client"]["sign_in"]["first_factor"] != strategy {
        browser.post("sign_in/prepare_first_factor", &[("strategy", strategy)]).await.expect_ok();
    }
    let code = house.code_for(to).await;
    browser.post("sign_in/attempt_first_factor", &[("strategy", strategy), ("code", &code)]).await.expect_ok();
    browser
}

async fn in_every_mix_one_signs_up_and_gets_in_again(database: Database) {
    let first = House::open(&database).await;
    let (mut starts, mut refused) = (0, 0);
    for (number, mix) in Mix::all().into_iter().enumerate() {
        let mut settings = first.vestibule.settings().clone();
        mix.apply(&mut settings);
        if settings.check().is_err() {
            refused += 1;
            continue;
        }
        starts += 1;
        let house = first.another_with(|settings| mix.apply(settings)).await;
        // Text messages all together are counted by the hour.
        first.clock.advance(HOUR);
        let (ada, browser) = (Applicant::number(number), house.browser());
        let given = sign_up(&browser, &house, mix, &ada).await;
        let user_id = who(&browser).await.unwrap_or_else(|| panic!("{mix:?} with {given:?}: nobody is in"));
        let user = browser.get("/api/me").await.json();
        let holds = |list: &str| user[list].as_array().map_or(0, Vec::len);
        assert_eq!(
            (holds("email_addresses"), holds("phone_numbers"), user["username"].is_string(), &user["password_enabled"]),
            (
                usize::from(given.contains(&"email_address")),
                usize::from(given.contains(&"phone_number")),
                given.contains(&"username"),
                &serde_json::json!(given.contains(&"password")),
            ),
            "{mix:?} with {given:?}"
        );
        let again = sign_in(&house, &ada, &given).await;
        assert_eq!(who(&again).await, Some(user_id), "{mix:?} with {given:?}");
        house.vestibule.stop().await;
    }
    assert_eq!(starts + refused, 81);
    // Refused are those in which nobody is known by anything, and those that let nobody in again.
    assert_eq!(refused, 7, "of {starts} that start");
}

async fn a_username_and_a_password_are_an_account_at_once(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.email_address = FieldRule::Off;
        settings.sign_up.username = FieldRule::Required;
    })
    .await;
    let browser = house.browser();
    // What is switched off is not looked at, whatever is sent.
    let fields = [("username", "countess"), ("password", PASSWORD), ("email_address", "ada@example.com")];
    let answer = browser.post(CREATE, &fields).await;
    assert_eq!(answer.expect_ok().json()["redirect_to"], "/dashboard");
    assert_eq!((house.mails().await.len(), database.count("users").await), (0, 1));
    assert_eq!(database.texts("SELECT kind FROM identifiers").await, ["username"]);
    let page = house.browser().page("/sign-in").await;
    assert!(page.shows("Username") && !page.shows("Email address"), "{}", page.body);
    let page = house.browser().page("/sign-up").await;
    assert!(!page.body.contains("name=\"email_address\""), "{}", page.body);
    let factors = house.browser().post("sign_in/create", &[("identifier", "countess")]).await;
    let factors = factors.json()["client"]["sign_in"]["supported_first_factors"].clone();
    assert_eq!(factors, serde_json::json!(["password"]), "nothing goes to a mailbox that nobody has");

    let taken = house.browser().post(CREATE, &[("username", "Countess"), ("password", PASSWORD)]).await;
    taken.expect_error(422, "form_identifier_exists@username");
}

async fn a_number_alone_is_proven_by_text_message(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.email_address = FieldRule::Off;
        settings.sign_up.phone_number = FieldRule::Required;
        settings.sign_up.password = FieldRule::Optional;
    })
    .await;
    let browser = house.browser();
    let begun = browser.post(CREATE, &[("phone_number", "01512 3456789"), ("phone_country", "DE")]).await;
    assert_eq!(begun.expect_ok().json()["redirect_to"], "/sign-up/verify-phone-number");
    assert_eq!((who(&browser).await, database.count("users").await), (None, 0));
    let code = house.code_for("+4915123456789").await;
    let page = browser.page("/sign-up/verify-phone-number").await;
    assert!(page.shows("+49 1512 3456789"), "{}", page.body);
    browser.post(VERIFY, &[("code", &code)]).await.expect_ok();
    let page = browser.page("/dashboard").await;
    assert!(page.shows("+49 1512 3456789"), "that is what they are called: {}", page.body);
}

async fn who_gives_nothing_that_lets_them_in_is_told_what_is_missing(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.email_address = FieldRule::Optional;
        settings.sign_up.phone_number = FieldRule::Optional;
        settings.sign_up.username = FieldRule::Optional;
        settings.sign_up.password = FieldRule::Optional;
    })
    .await;
    let missing = async |fields: &[(&str, &str)]| house.browser().post(CREATE, fields).await.errors().join(" ");
    assert_eq!(missing(&[]).await, "form_param_missing@email_address");
    assert_eq!(missing(&[("password", PASSWORD)]).await, "form_param_missing@email_address");
    assert_eq!(missing(&[("username", "countess")]).await, "form_param_missing@password");
    assert_eq!(database.count("users").await, 0);
    let both = house.browser().post(CREATE, &[("username", "countess"), ("password", PASSWORD)]).await;
    both.expect_ok();
    assert_eq!(database.count("users").await, 1);
}

async fn who_is_invited_is_known_by_the_address_all_the_same(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.email_address = FieldRule::Off;
        settings.sign_up.username = FieldRule::Required;
    })
    .await;
    house.vestibule.invitations().create(&NewInvitation::to("ada@example.com")).await.expect("is made");
    let (browser, _) = house.opened(&house.link_to("ada@example.com").await).await;
    browser.post(CREATE, &[("username", "countess"), ("password", PASSWORD)]).await.expect_ok();
    let user = browser.get("/api/me").await.json();
    assert_eq!(user["email_addresses"][0]["email_address"], "ada@example.com");
    assert_eq!(database.number("SELECT COUNT(*) FROM invitations WHERE accepted_at IS NOT NULL").await, 1);
}

async fn whoever_has_proven_nothing_wastes_half_of_all_text_messages_and_no_more(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.email_address = FieldRule::Optional;
        settings.sign_up.phone_number = FieldRule::Optional;
        settings.sms.per_hour = 6;
    })
    .await;
    for number in 0..3 {
        let phone = format!("+4915123456{number:03}");
        house.browser().post(CREATE, &[("phone_number", &phone), ("password", PASSWORD)]).await.expect_ok();
    }
    let fields = [("phone_number", "+4915123456900"), ("password", PASSWORD)];
    assert_eq!(house.browser().post(CREATE, &fields).await.status, 429);
    // Whoever has proven an address still gets theirs.
    let browser = house.browser();
    let fields = [("email_address", "ada@example.com"), ("phone_number", "+4915123456901"), ("password", PASSWORD)];
    browser.post(CREATE, &fields).await.expect_ok();
    let code = house.code_for("ada@example.com").await;
    browser.post(VERIFY, &[("code", &code)]).await.expect_ok();
    browser.post(VERIFY, &[("code", &house.code_for("+4915123456901").await)]).await.expect_ok();
    assert!(who(&browser).await.is_some());
}

async fn of_what_a_provider_tells_only_what_is_asked_for_is_kept(database: Database) {
    let first = House::with(&database, |settings| {
        offer(settings, &["google"]);
        settings.sign_up.username = FieldRule::Optional;
    })
    .await;
    let (proven, unproven) = (Somebody::proven, Somebody::unproven);
    for (rule, ada, kept) in [
        (FieldRule::Off, proven("ada1@example.com"), None),
        (FieldRule::Off, unproven("ada2@example.com"), None),
        (FieldRule::Optional, proven("ada3@example.com"), Some("ada3@example.com")),
        (FieldRule::Optional, unproven("ada4@example.com"), None),
        (FieldRule::Optional, unproven(""), None),
    ] {
        let house = first.another_with(|settings| settings.sign_up.email_address = rule).await;
        let browser = house.browser();
        let led = location(&browser.come_from("sign_up/oauth", "google", ada).await);
        assert_eq!(led, "/dashboard", "{rule:?} {ada:?}");
        let user = browser.get("/api/me").await.json();
        assert_eq!(user["email_addresses"][0]["email_address"].as_str(), kept, "{rule:?} {ada:?}");
        let again = house.browser();
        assert_eq!(location(&again.come_from("sign_in/oauth", "google", ada).await), "/dashboard");
        assert_eq!(who(&again).await.as_deref(), user["id"].as_str());
    }
}
