//! An instance with everything that there is, and the one that becomes the same.

use std::path::Path;

use serde_json::json;
use vestibule::model::EnrollmentMode::AutomaticSuggestion;
use vestibule::model::{FieldRule, SignUpMode};
use vestibule::server::archive::Summary;
use vestibule::server::crypto::Secret;
use vestibule::server::store::archive::OBJECTS;
use vestibule::server::{Enrollment, NewApiKey, NewContact, NewInvitation, NewOrganizationDomain, NewUser, Settings};

use super::{
    OWN_ACTIONS, actions_besides, bring_in, entries, export, header, lines, many, object, of_kind, other_key,
    with_other,
};
use crate::support::actors::SUPPORT;
use crate::support::pictures::{RED, png};
use crate::support::{App, Authenticator, Browser, Database, Folder, HOUR, House, Person, Somebody, offer, on_both};

on_both!(everything_moves_and_is_the_same_there);

/// One that the bcrypt of PyPI (5.0.0) made of `correct horse battery staple`.
const BCRYPT: &str = "$2b$05$pejdXYutV64xblg31hB1a.2/0reAI1H0gabpuEHMJoo9C/S0ynZiC";
const PASSWORD: &str = "correct horse battery staple";

/// Every table of which something is moved.
const TABLES: [&str; 17] = [
    "users",
    "identifiers",
    "unverified_identifiers",
    "external_accounts",
    "passkeys",
    "totp",
    "backup_codes",
    "avatars",
    "organizations",
    "organization_domains",
    "organization_memberships",
    "organization_membership_requests",
    "organization_invitations",
    "invitations",
    "waitlist_entries",
    "api_keys",
    "sessions",
];

fn everything(settings: &mut Settings, pictures: &Path) {
    settings.organizations.enabled = true;
    settings.organizations.domains.enabled = true;
    settings.security.forms_per_minute = 10_000_000;
    settings.sign_in.passkey = true;
    settings.sign_up.username = FieldRule::Optional;
    settings.sign_up.phone_number = FieldRule::Optional;
    settings.mfa.phone_code = true;
    settings.storage.url = pictures.display().to_string();
    offer(settings, &["google"]);
}

/// What people have who have been with another system before.
fn from_elsewhere(house: &House) -> [NewUser; 3] {
    let now = house.clock.now();
    let hal = NewUser {
        external_id: Some("42".into()),
        email_addresses: vec![NewContact::verified("hal@example.com"), NewContact::unverified("hal@work.example")],
        phone_numbers: vec![NewContact {
            value: "+4915123456789".into(),
            verified: true,
            reserved_for_second_factor: true,
        }],
        username: Some("countess".into()),
        first_name: Some("Élodie".into()),
        last_name: Some("Lovelace".into()),
        locale: Some("de-AT".into()),
        password_digest: Some(Secret::new(BCRYPT)),
        password_hasher: Some("bcrypt".into()),
        public_metadata: object(json!({"plan": "gold", "nested": {"b": [1, 2.5, null], "a": "x"}})),
        private_metadata: object(json!({"customer": 7})),
        unsafe_metadata: object(json!({"theme": "dark"})),
        created_at: Some(now - 1000 * HOUR),
        legal_accepted_at: Some(now - 999 * HOUR),
        create_organization_enabled: Some(false),
        create_organizations_limit: Some(3),
        moves_in: true,
        ..NewUser::default()
    };
    // Goes by an address that is not proven.
    let ivy = NewUser {
        email_addresses: vec![NewContact::unverified("ivy@example.com")],
        password: Some(Secret::new(Person::named("ivy").password)),
        moves_in: true,
        ..NewUser::default()
    };
    let jan = NewUser {
        email_addresses: vec![NewContact::verified("jan@example.com")],
        username: Some("c0untess".into()),
        password: Some(Secret::new(Person::named("jan").password)),
        banned: true,
        moves_in: true,
        ..NewUser::default()
    };
    [hal, ivy, jan]
}

/// What there is of the instance that is left.
struct Left {
    house: House,
    ada: String,
    browser: Browser,
    app: App,
    codes: Vec<String>,
    authenticator: Authenticator,
    picture: String,
    bob: String,
    in_place_of_bob: Browser,
    acme: String,
    invitation: String,
    api_key: String,
}

/// An instance with everything that there is, made as people make it.
async fn filled(database: &Database, pictures: &Path) -> Left {
    let house = House::with(database, |settings| everything(settings, pictures)).await;
    let (browser, ada) = house.person("ada").await;
    let (_, bob) = house.person("bob").await;
    let mut authenticator = Authenticator::new();
    browser.add_passkey(&mut authenticator).await.expect_ok();
    browser.come_from("external_account/connect", "google", Somebody::unproven("countess@example.org")).await;
    browser.post("email_address/create", &[("email_address", "ada@work.example")]).await.expect_ok();
    browser.upload(&[], &png(RED)).await.expect_ok();
    let picture = browser.image_url().await.expect("a picture");
    let (app, codes) = browser.add_app(&house).await;
    for user in from_elsewhere(&house) {
        house.vestibule.users().create(user).await.expect("is made");
    }
    let acme = house.organization("Acme", &ada, &[(&bob, "org:member")]).await.id;
    let other = house.organization("Other", &bob, &[]).await.id;
    house.domain(&acme, "acme.example", AutomaticSuggestion).await;
    let unproven = NewOrganizationDomain::named("other.example");
    house.vestibule.organizations().domains().create(&other, &unproven).await.expect("is named");
    let (_, grace) = house.person_at("grace@acme.example").await;
    let asked = house.vestibule.organizations().acting_as(&grace).request_membership(&acme).await.expect("is asked");
    assert!(matches!(asked, Enrollment::Requested(_)), "{asked:?}");
    house.invite_to(&acme, "hedy@example.com").await;
    let invitations = house.vestibule.invitations();
    let sent = invitations.create(&NewInvitation::to("lise@example.com")).await.expect("is made");
    let link = sent.url.as_ref().expect("a link").expose();
    let invitation = link.strip_prefix(house.origin()).expect("leads here").to_owned();
    let back = invitations.create(&NewInvitation::to("eve@example.com")).await.expect("is made");
    invitations.revoke(&back.id).await.expect("is taken back");
    let waiting = house
        .another_with(|settings| {
            settings.sign_up.mode = SignUpMode::Waitlist;
            settings.paths.waitlist = "/waitlist".into();
        })
        .await;
    waiting.browser().post("waitlist/join", &[("email_address", "max@example.com")]).await.expect_ok();
    let keys = house.vestibule.api_keys();
    let new = NewApiKey {
        description: Some("Backs up".into()),
        scopes: vec!["notes:read".into(), "notes:write".into()],
        claims: Some(object(json!({"plan": "gold"}))),
        seconds_until_expiration: Some(3_600),
        ..NewApiKey::of(&ada, "Script")
    };
    let key = keys.create(&new).await.expect("is made");
    let api_key = key.secret.as_ref().expect("is known once").expose().to_owned();
    let back = NewApiKey { created_by: Some(ada.clone()), ..NewApiKey::of(&acme, "Billing") };
    keys.revoke(&keys.create(&back).await.expect("is made").id, Some("leaked")).await.expect("is taken back");
    browser.act_in(&acme).await.expect_ok();
    let in_place_of_bob = house.in_place_of(&bob).await;
    Left { house, ada, browser, app, codes, authenticator, picture, bob, in_place_of_bob, acme, invitation, api_key }
}

async fn everything_moves_and_is_the_same_there(database: Database) {
    let pictures = Folder::new();
    let left = filled(&database, pictures.path()).await;
    let file = export(&left.house).await;
    for object in OBJECTS {
        let there = of_kind(&file, object.name).len();
        assert!(there > 0, "there is no {}", object.name);
        assert_eq!(header(&file)["counts"][object.name], there, "{}", object.name);
    }
    with_other(&database, move |other| async move {
        let moved = House::with(&other, |settings| {
            everything(settings, pictures.path());
            settings.secret_key = Some(other_key());
        })
        .await;
        moved.clock.advance(left.house.clock.now() - moved.clock.now());
        let (done, report) = bring_in(&moved, &file).await;
        let expected =
            Summary { imported: many(&file) as u64, before: 0, refused: 0, base_url: left.house.origin().to_owned() };
        assert_eq!((done.expect("is brought in"), report), (expected, Vec::new()));
        for table in TABLES {
            assert_eq!(other.count(table).await, left.house.database.count(table).await, "{table}");
        }
        assert_eq!((other.count("events").await, other.count("messages").await), (0, 0), "nobody is told");
        let missing = "SELECT COUNT(*) FROM users WHERE search_text IS NULL";
        assert_eq!(other.number(missing).await, 0, "they are found by their names");

        let again = export(&moved).await;
        assert_eq!(lines(&again), lines(&file));
        assert!(entries(&again).is_superset(&entries(&file)), "nothing of the audit log is missing");
        assert_eq!(actions_besides(&again, &file), OWN_ACTIONS);
        assert_eq!(header(&again)["counts"]["user"], header(&file)["counts"]["user"]);
        assert_ne!(header(&again)["id"], header(&file)["id"]);
        assert_eq!(header(&again)["backup_code_keys"].as_array().map(Vec::len), Some(2));
        let scopes = "SELECT COALESCE(approved_scopes, '') FROM external_accounts";
        assert_eq!(other.texts(scopes).await, ["email profile"], "they stand with the token");
        they_are_who_they_were(left, &moved).await;
    })
    .await;
}

async fn they_are_who_they_were(mut left: Left, moved: &House) {
    let key = moved.vestibule.api_keys().verify(&left.api_key).await.expect("answers").expect("is good");
    assert_eq!((key.user_id(), key.has_scope("notes:write")), (Some(left.ada.as_str()), true));
    let ada = Person::named("ada");
    // Who was signed in still is, and acts where they acted.
    let browser = left.browser.at(moved);
    assert_eq!(browser.who().await.as_ref(), Some(&ada.email));
    assert_eq!(browser.claims()["o"]["id"], left.acme.as_str());
    assert_eq!(browser.image_url().await.as_ref(), Some(&left.picture));
    assert_eq!(browser.get(&left.picture).await.status, 200);
    let browser = left.in_place_of_bob.at(moved);
    assert_eq!(browser.who().await, Some(Person::named("bob").email));
    assert_eq!(browser.claims()["act"]["sub"], SUPPORT);

    let half_way = async || {
        let browser = moved.browser();
        browser.sign_in(&ada).await.expect_ok();
        assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"));
        browser
    };
    let browser = half_way().await;
    browser.prove("totp", &left.app.code(moved)).await.expect_ok();
    assert_eq!(browser.who().await.as_ref(), Some(&ada.email));
    let browser = half_way().await;
    browser.prove("backup_code", &left.codes[0]).await.expect_ok();
    assert_eq!(browser.who().await.as_ref(), Some(&ada.email));
    half_way().await.prove("backup_code", &left.codes[0]).await.expect_error(422, "form_code_incorrect@code");
    half_way().await.prove("backup_code", "aaaaa-bbbbb").await.expect_error(422, "form_code_incorrect@code");
    let browser = moved.browser();
    browser.use_passkey(&mut left.authenticator).await.expect_ok();
    assert_eq!(browser.who().await.as_ref(), Some(&ada.email));

    let token = async |house: &House| house.vestibule.oauth_access_token(&left.ada, "google").await.expect("a token");
    let (before, now) = (token(&left.house).await, token(moved).await);
    assert_eq!(before.token.expose(), now.token.expose());
    let dump = moved.database.dump().await;
    assert!(!dump.contains(&left.app.secret) && !dump.contains(now.token.expose()), "sealed again");

    let browser = moved.browser();
    browser.try_password("countess", PASSWORD).await.expect_ok();
    assert_eq!(browser.sign_in_status().await.as_deref(), Some("needs_second_factor"), "of the number that they keep");
    moved.browser().sign_in(&Person::named("ivy")).await.expect_ok();
    moved.browser().sign_in(&Person::named("jan")).await.expect_error(403, "user_banned");
    assert_eq!(moved.role_of(&left.acme, &left.bob).await.as_deref(), Some("org:member"));
    let (_, page) = moved.opened(&left.invitation).await;
    assert!(page.shows("lise@example.com"), "{}", page.body);
}
