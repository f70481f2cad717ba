//! Users whom the app's server makes, with what they bring from elsewhere.

use serde_json::{Map, Value, json};
use vestibule::model::{ApiErrors, ErrorCode, Field, FieldRule, VerificationStatus};
use vestibule::server::crypto::Secret;
use vestibule::server::crypto::password_digest::DigestKind;
use vestibule::server::flows::Error;
use vestibule::server::{NewContact, NewUser};

use crate::support::app::App;
use crate::support::{Database, HOUR, House, MINUTE, Person, Somebody, at_once, location, offer, on_both};

on_both!(
    whoever_moves_in_signs_in_with_the_password_that_they_had,
    passwords_are_hashed_anew_at_the_first_sign_in_alone,
    everything_that_is_known_of_them_is_kept,
    second_factors_move_in,
    what_somebody_has_is_refused_by_field,
    everything_that_is_wrong_is_said_at_once,
    what_settings_ask_of_those_who_sign_up,
    an_address_that_nobody_has_proven_leads_to_nobody_but_for_a_password,
    whoever_proves_an_address_that_nobody_had_proven_signs_up_with_it,
    of_many_at_once_one_gets_the_name,
);

/// Digests of other implementations, one of each kind, with their passwords.
fn digests() -> Vec<(DigestKind, String, String)> {
    let all: Vec<Value> = serde_json::from_str(include_str!("../vectors/password_digests.json")).expect("JSON");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let mut all: Vec<_> = all
        .iter()
        .map(|it| (text(&it["kind"]).parse().expect("a kind"), text(&it["password"]), text(&it["digest"])))
        .collect();
    all.dedup_by_key(|(kind, ..)| *kind);
    assert_eq!(all.len(), 15);
    all
}

fn with_digest(email: &str, hasher: &str, digest: &str) -> NewUser {
    NewUser {
        email_addresses: vec![NewContact::verified(email)],
        password_hasher: Some(hasher.into()),
        password_digest: Some(Secret::new(digest)),
        ..NewUser::default()
    }
}

fn plain(person: &Person) -> NewUser {
    NewUser {
        email_addresses: vec![NewContact::verified(&person.email)],
        password: Some(Secret::new(&person.password)),
        ..NewUser::default()
    }
}

async fn refused(house: &House, user: NewUser) -> ApiErrors {
    match house.vestibule.users().create(user).await {
        Err(Error::Refused(errors)) => errors,
        other => panic!("{other:?}"),
    }
}

fn codes(errors: &ApiErrors) -> Vec<(Option<Field>, ErrorCode)> {
    errors.errors.iter().map(|error| (error.meta.param_name, error.code)).collect()
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

async fn whoever_moves_in_signs_in_with_the_password_that_they_had(database: Database) {
    let house = House::open(&database).await;
    for (kind, password, digest) in digests() {
        let email = format!("{kind}@example.com");
        let user = with_digest(&email, kind.as_str(), &digest);
        let made = house.vestibule.users().create(user).await.expect("is made");
        assert!(made.user.password_enabled && made.user.last_sign_in_at.is_none());
        let browser = house.browser();
        browser
            .try_password(&email, &(password.clone() + "x"))
            .await
            .expect_error(422, "form_password_or_identifier_incorrect@password");
        browser.try_password(&email, &password).await.expect_ok();
        assert_eq!(browser.who().await.as_deref(), Some(email.as_str()));
    }
    let digests = database.texts("SELECT password_digest FROM users").await;
    assert!(digests.iter().all(|digest| digest.starts_with("$argon2id$v=19$m=64,t=1,p=1$")), "{digests:?}");
    assert_eq!(database.number("SELECT COUNT(*) FROM events WHERE type = 'user.created'").await, 15);
}

async fn passwords_are_hashed_anew_at_the_first_sign_in_alone(database: Database) {
    let house = House::open(&database).await;
    let (kind, password, digest) = digests().swap_remove(2);
    let email = "ada@example.com";
    house.vestibule.users().create(with_digest(email, kind.as_str(), &digest)).await.expect("is made");
    let stored = async || database.texts("SELECT password_digest FROM users").await.remove(0);
    assert_eq!(stored().await, format!("{{{kind}}}{digest}"), "kept as it came");
    house
        .browser()
        .try_password(email, "wrong")
        .await
        .expect_error(422, "form_password_or_identifier_incorrect@password");
    assert_eq!(stored().await, format!("{{{kind}}}{digest}"), "a wrong one changes nothing");
    house.browser().try_password(email, &password).await.expect_ok();
    let ours = stored().await;
    assert!(ours.starts_with("$argon2id$"), "{ours}");
    house.browser().try_password(email, &password).await.expect_ok();
    assert_eq!(stored().await, ours);
}

async fn everything_that_is_known_of_them_is_kept(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.username = FieldRule::Optional;
        settings.sign_up.phone_number = FieldRule::Optional;
    })
    .await;
    let now = house.clock.now();
    let person = Person::named("ada");
    let user = NewUser {
        external_id: Some(" auth0|42 ".into()),
        email_addresses: vec![
            NewContact::unverified("new@example.com"),
            NewContact::verified("Ada@Example.com"),
            NewContact::verified("ada@example.com"),
            NewContact::verified("lovelace@example.com"),
        ],
        phone_numbers: vec![NewContact::verified("+49 1512 3456789"), NewContact::unverified("+14155552671")],
        username: Some("countess".into()),
        first_name: Some("Ada".into()),
        last_name: Some("Lovelace".into()),
        locale: Some("de-AT".into()),
        password: Some(Secret::new(&person.password)),
        public_metadata: object(json!({"plan": "gold"})),
        private_metadata: object(json!({"customer": 7})),
        unsafe_metadata: object(json!({"theme": "dark"})),
        created_at: Some(now - 1000 * HOUR),
        legal_accepted_at: Some(now - 999 * HOUR),
        banned: true,
        create_organization_enabled: Some(false),
        create_organizations_limit: Some(3),
        ..NewUser::default()
    };
    let made = house.vestibule.users().create(user).await.expect("is made");
    let account = house.vestibule.users().get(&made.user.id).await.expect("answers").expect("is there");
    assert_eq!(account, made);
    let user = &account.user;
    assert_eq!(account.external_id.as_deref(), Some("auth0|42"));
    let primary = user.email_addresses.iter().find(|it| user.primary_email_address_id.as_ref() == Some(&it.id));
    assert_eq!(primary.map(|it| it.email_address.as_str()), Some("Ada@Example.com"), "the first that is proven");
    let mut addresses: Vec<_> = user
        .email_addresses
        .iter()
        .map(|it| (it.email_address.as_str(), it.verification.status == VerificationStatus::Verified))
        .collect();
    addresses.sort_unstable();
    assert_eq!(addresses, [("Ada@Example.com", true), ("lovelace@example.com", true), ("new@example.com", false)]);
    let numbers: Vec<_> = user.phone_numbers.iter().map(|it| it.phone_number.as_str()).collect();
    assert_eq!(numbers, ["+4915123456789", "+14155552671"]);
    assert_eq!(user.primary_phone_number_id.as_ref(), Some(&user.phone_numbers[0].id));
    assert_eq!(
        (user.username.as_deref(), user.first_name.as_deref(), user.last_name.as_deref(), user.locale.as_deref()),
        (Some("countess"), Some("Ada"), Some("Lovelace"), Some("de-AT"))
    );
    assert_eq!((user.created_at, user.legal_accepted_at), (now - 1000 * HOUR, Some(now - 999 * HOUR)));
    assert_eq!(serde_json::to_value(&user.public_metadata).expect("JSON"), json!({"plan": "gold"}));
    assert_eq!(Value::from(account.private_metadata.clone()), json!({"customer": 7}));
    assert!(account.banned && !account.locked);
    assert_eq!(database.numbers("SELECT create_organizations_limit FROM users").await, [3]);
    let told = database.texts("SELECT data FROM events WHERE type = 'user.created'").await.remove(0);
    assert_eq!(serde_json::from_str::<Value>(&told).expect("JSON")["external_id"], "auth0|42");
    assert!(!database.dump().await.contains(&person.password));
    house.browser().sign_in(&person).await.expect_error(403, "user_banned");
    house.vestibule.users().unban(&user.id).await.expect("may come in");
    for name in ["countess", "lovelace@example.com", "+4915123456789"] {
        house.browser().try_password(name, &person.password).await.expect_ok();
    }
    house
        .browser()
        .try_password("new@example.com", &person.password)
        .await
        .expect_error(422, "form_password_or_identifier_incorrect@password");
}

async fn second_factors_move_in(database: Database) {
    let house = House::open(&database).await;
    let person = Person::named("ada");
    let app = App::with("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    let user = NewUser {
        totp_secret: Some(Secret::new("gezd gnbv gy3t qojq gezd gnbv gy3t qojq")),
        backup_codes: ["1a2B3c4D", "zzzz-yyyy-xxxx", "1A2b3C4d"].map(Secret::new).to_vec(),
        ..plain(&person)
    };
    let made = house.vestibule.users().create(user).await.expect("is made").user;
    assert!(made.two_factor_enabled && made.totp_enabled && made.backup_code_enabled);
    assert_eq!(database.count("backup_codes").await, 2, "the same one twice is one");
    let dump = database.dump().await;
    assert!(!dump.contains("1a2b3c4d") && !dump.contains("GEZDGNBV"));
    let half_way = async || {
        let browser = house.browser();
        browser.sign_in(&person).await.expect_ok();
        assert_eq!(browser.who().await, None, "another proof is asked of them");
        browser
    };
    let second = "sign_in/attempt_second_factor";
    let browser = half_way().await;
    browser.post(second, &[("strategy", "totp"), ("code", &app.wrong_code(&house))]).await;
    browser.post(second, &[("strategy", "totp"), ("code", &app.code(&house))]).await.expect_ok();
    assert_eq!(browser.who().await.as_deref(), Some(person.email.as_str()));
    for code in ["1A2B-3C4D", "zzzzyyyyxxxx"] {
        let browser = half_way().await;
        browser.post(second, &[("strategy", "backup_code"), ("code", code)]).await.expect_ok();
        assert!(browser.who().await.is_some());
        let again = half_way().await;
        again
            .post(second, &[("strategy", "backup_code"), ("code", code)])
            .await
            .expect_error(422, "form_code_incorrect@code");
    }
}

async fn what_somebody_has_is_refused_by_field(database: Database) {
    let house = House::open(&database).await;
    let first = NewUser {
        external_id: Some("1".into()),
        username: Some("countess".into()),
        phone_numbers: vec![NewContact::verified("+4915123456789")],
        ..plain(&Person::named("ada"))
    };
    house.vestibule.users().create(first).await.expect("is made");
    let before = database.counts().await;
    let second = NewUser {
        external_id: Some("1".into()),
        username: Some("C0untess".into()),
        email_addresses: vec![NewContact::verified("ADA@example.com")],
        phone_numbers: vec![NewContact::verified("+49 1512 345 6789")],
        password: Some(Secret::new("moth ledger willow 41")),
        ..NewUser::default()
    };
    let fields = [Field::ExternalId, Field::EmailAddress, Field::PhoneNumber, Field::Username];
    let wrong = refused(&house, second.clone()).await;
    assert_eq!(codes(&wrong), fields.map(|field| (Some(field), ErrorCode::FormIdentifierExists)));
    assert_eq!(database.counts().await, before, "nothing is left of it");
    // Whoever moves in may be called as someone looks, and as nobody is called.
    let moving = NewUser { username: Some("C0untess".into()), moves_in: true, ..plain(&Person::named("eve")) };
    let made = house.vestibule.users().create(moving).await.expect("is made");
    assert_eq!(made.user.username.as_deref(), Some("C0untess"));
    let same = NewUser { username: Some("COUNTESS".into()), moves_in: true, ..plain(&Person::named("bob")) };
    assert_eq!(codes(&refused(&house, same).await), [(Some(Field::Username), ErrorCode::FormIdentifierExists)]);
    // Two may claim the same address, until one of them proves it.
    let claims = NewUser {
        email_addresses: vec![NewContact::verified("bob@example.com"), NewContact::unverified("ada@example.com")],
        ..NewUser::default()
    };
    house.vestibule.users().create(NewUser { skip_password_requirement: true, ..claims }).await.expect("is made");
}

async fn everything_that_is_wrong_is_said_at_once(database: Database) {
    let house = House::open(&database).await;
    let now = house.clock.now();
    let secret = |text: &str| Some(Secret::new(text));
    let wrong = NewUser {
        external_id: Some("x".repeat(256)),
        email_addresses: vec![NewContact::verified("ada")],
        phone_numbers: vec![NewContact::verified("12")],
        username: Some("a b".into()),
        first_name: Some("A\0da".into()),
        last_name: Some("x".repeat(101)),
        locale: Some("no such locale".into()),
        password_digest: secret("$2b$31$pejdXYutV64xblg31hB1a.2/0reAI1H0gabpuEHMJoo9C/S0ynZiC"),
        password_hasher: Some("bcrypt".into()),
        totp_secret: secret("abc"),
        backup_codes: vec![Secret::new("$2b$05$pejdXYutV64xblg31hB1a.2/0reAI1H0gabpuEHMJoo9C/S0ynZiC")],
        public_metadata: object(json!({"a": "x".repeat(9000)})),
        created_at: Some(now + MINUTE),
        legal_accepted_at: Some(-1),
        create_organizations_limit: Some(-1),
        ..NewUser::default()
    };
    use ErrorCode::*;
    let mut said = codes(&refused(&house, wrong).await);
    said.sort_by_key(|(field, _)| field.map(Field::name));
    assert_eq!(
        said,
        [
            (Field::BackupCodes, FormParamFormatInvalid),
            (Field::CreateOrganizationsLimit, FormParamFormatInvalid),
            (Field::CreatedAt, FormParamFormatInvalid),
            (Field::EmailAddress, FormParamFormatInvalid),
            (Field::ExternalId, FormParamMaxLengthExceeded),
            (Field::FirstName, FormParamFormatInvalid),
            (Field::LastName, FormParamMaxLengthExceeded),
            (Field::LegalAcceptedAt, FormParamFormatInvalid),
            (Field::Locale, FormParamFormatInvalid),
            (Field::PasswordDigest, FormPasswordDigestInvalidCode),
            (Field::PhoneNumber, FormParamFormatInvalid),
            (Field::PublicMetadata, FormParamMaxLengthExceeded),
            (Field::TotpSecret, FormParamFormatInvalid),
            (Field::Username, FormUsernameInvalidCharacter),
        ]
        .map(|(field, code)| (Some(field), code))
    );
    let ada = plain(&Person::named("ada"));
    let only = |user: NewUser| NewUser { password: None, ..user };
    for (user, field, code) in [
        (
            only(NewUser { password_hasher: Some("md4".into()), password_digest: secret("00"), ..ada.clone() }),
            Field::PasswordHasher,
            FormParamFormatInvalid,
        ),
        (only(NewUser { password_hasher: Some("md5".into()), ..ada.clone() }), Field::PasswordDigest, FormParamMissing),
        (only(NewUser { password_digest: secret("00"), ..ada.clone() }), Field::PasswordHasher, FormParamMissing),
        (NewUser { password: secret("short"), ..ada.clone() }, Field::Password, FormPasswordLengthTooShort),
        (
            NewUser { password: secret("ada@example.com is me"), ..ada.clone() },
            Field::Password,
            FormPasswordContainsIdentifier,
        ),
        (
            NewUser { username: Some("15123456789".into()), moves_in: true, ..ada.clone() },
            Field::Username,
            FormUsernameNeedsNonNumberCode,
        ),
        (NewUser { moves_in: true, email_addresses: Vec::new(), ..ada.clone() }, Field::EmailAddress, FormParamMissing),
        (
            NewUser {
                email_addresses: vec![NewContact {
                    reserved_for_second_factor: true,
                    ..NewContact::verified("ada@example.com")
                }],
                ..ada.clone()
            },
            Field::EmailAddress,
            FormParamFormatInvalid,
        ),
    ] {
        assert_eq!(codes(&refused(&house, user).await), [(Some(field), code)]);
    }
    let lax = NewUser { password: secret("short"), skip_password_checks: true, ..ada };
    house.vestibule.users().create(lax).await.expect("is taken as it is");
    house.browser().try_password("ada@example.com", "short").await.expect_ok();
}

async fn what_settings_ask_of_those_who_sign_up(database: Database) {
    let house = House::with(&database, |settings| {
        settings.sign_up.username = FieldRule::Required;
        settings.sign_up.last_name = FieldRule::Required;
        settings.legal.consent = true;
        settings.legal.terms_url = "https://example.com/terms".into();
    })
    .await;
    let bare = || NewUser { email_addresses: vec![NewContact::verified("ada@example.com")], ..NewUser::default() };
    let missing = codes(&refused(&house, bare()).await);
    let asked = [Field::LegalAcceptedAt, Field::Username, Field::LastName, Field::Password];
    assert_eq!(missing, asked.map(|field| (Some(field), ErrorCode::FormParamMissing)));
    let named = || NewUser { username: Some("countess".into()), last_name: Some("Lovelace".into()), ..bare() };
    let skipping = NewUser { skip_password_requirement: true, skip_legal_checks: true, ..named() };
    house.vestibule.users().create(skipping).await.expect("is made");
    for reserved in ["support", "countess-"] {
        let wrong = refused(&house, NewUser { username: Some(reserved.into()), ..named() }).await;
        assert!(wrong.of(Field::Username).is_some(), "{reserved}");
    }
    let moving = NewUser {
        username: Some("support".into()),
        email_addresses: vec![NewContact::verified("eve@example.com")],
        moves_in: true,
        ..NewUser::default()
    };
    house.vestibule.users().create(moving).await.expect("is made");
}

/// An account that somebody prepared elsewhere with another one's address.
async fn an_address_that_nobody_has_proven_leads_to_nobody_but_for_a_password(database: Database) {
    let house = House::with(&database, |settings| offer(settings, &["google"])).await;
    let person = Person::named("ada");
    let unproven = NewUser { email_addresses: vec![NewContact::unverified(&person.email)], ..plain(&person) };
    let made = house.vestibule.users().create(unproven).await.expect("is made").user;
    house.browser().sign_in(&person).await.expect_ok();
    // A second one cannot go by the same address.
    let other = NewUser { email_addresses: vec![NewContact::unverified(&person.email)], ..plain(&person) };
    assert_eq!(codes(&refused(&house, other).await), [(Some(Field::EmailAddress), ErrorCode::FormIdentifierExists)]);
    // Whoever proves the address gets the account, and the password that was prepared lets nobody in any more.
    let browser = house.browser();
    let back = browser.come_from("sign_in/oauth", "google", Somebody::proven(&person.email)).await;
    browser.page(&location(&back)).await;
    assert_eq!(browser.get("/api/me").await.json()["id"], made.id.as_str());
    house.browser().sign_in(&person).await.expect_error(422, "form_password_or_identifier_incorrect@password");
}

async fn whoever_proves_an_address_that_nobody_had_proven_signs_up_with_it(database: Database) {
    let house = House::open(&database).await;
    let (squatter, owner) =
        (Person::named("ada"), Person { password: "heron lantern maple 77".into(), ..Person::named("ada") });
    let unproven = NewUser { email_addresses: vec![NewContact::unverified(&squatter.email)], ..plain(&squatter) };
    let made = house.vestibule.users().create(unproven).await.expect("is made").user;
    let browser = house.sign_up(&owner).await;
    let id = browser.user_id().await;
    assert_ne!(id, made.id, "an account of their own");
    // What somebody had prepared leads nowhere any more.
    house.browser().sign_in(&squatter).await.expect_error(422, "form_password_or_identifier_incorrect@password");
    assert_eq!(house.sign_in(&owner).await.user_id().await, id);
    let left = house.vestibule.users().get(&made.id).await.expect("is read").expect("is there").user;
    assert!(left.email_addresses.is_empty());
}

async fn of_many_at_once_one_gets_the_name(database: Database) {
    let house = House::open(&database).await;
    let all = (0..8).map(|number| {
        let vestibule = house.vestibule.clone();
        async move {
            let user = NewUser {
                external_id: Some("the one".into()),
                skip_password_requirement: true,
                email_addresses: vec![NewContact::verified(format!("p{number}@example.com"))],
                ..NewUser::default()
            };
            vestibule.users().create(user).await
        }
    });
    let made = at_once(all).await;
    assert_eq!(made.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for outcome in made.into_iter().filter_map(Result::err) {
        assert!(
            matches!(&outcome, Error::Refused(errors) if errors.has(ErrorCode::FormIdentifierExists)),
            "{outcome:?}"
        );
    }
    assert_eq!(database.count("users").await, 1);
}
