//! T46: what stands in an address where an id belongs is an id or nothing. Supabase CVE-2025-48370 and its like.

use serde_json::Value;
use vestibule::model::{EnrollmentMode, FieldRule};
use vestibule::server::{Audience, ROUTES};

use crate::support::organization_domains::person_at;
use crate::support::pictures::{RED, png};
use crate::support::{Answer, Authenticator, Browser, Database, Folder, House, Person, Somebody, offer, on_both};

on_both!(no_address_is_more_than_it_says, no_id_in_a_form_is_more_than_it_says);

/// What no id is, as it stands in an address.
const ODD: &[&str] = &[
    "..",
    "../",
    "../../../../etc/passwd",
    "..%2f",
    "..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f",
    "%2e%2e/%2e%2e/",
    "%252e%252e%252f",
    "..%5c..%5c",
    "%c0%ae%c0%ae%2f",
    "%ef%bc%8e%ef%bc%8e%ef%bc%8f",
    "%2f",
    "%2fetc%2fpasswd",
    "%2F%2Fevil.example",
    ".",
    "~",
    "%00",
    "img_%00",
    "%00.jpg",
    "%ff%fe",
    "%0d%0aset-cookie:%20__session=x",
    "'%20OR%201=1%20--",
    "%27%20OR%20%271%27%3D%271",
    "1%3B%20DROP%20TABLE%20users%3B%20--",
    "%27%3B%20DELETE%20FROM%20sessions%3B%20--",
    "%22%20UNION%20SELECT%20*%20FROM%20users%20--",
    "%25",
    "_",
    "*",
    "null",
    "-1",
    "0",
    "img_",
    "user_",
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "$%7Bjndi:ldap://evil.example%7D",
];

/// Somebody of whom there is something of each kind, and somebody else who is after it.
struct Both {
    house: House,
    owner: Browser,
    thief: Browser,
    /// What is the owner's, by the field that names it: the ids in the answers that she gets.
    ids: Vec<(&'static str, String)>,
    /// The address of her picture.
    picture: String,
    _folder: Folder,
}

impl Both {
    async fn move_in(database: &Database) -> Self {
        let folder = Folder::new();
        let avatars = folder.path().join("avatars").display().to_string();
        let house = House::with(database, |settings| {
            offer(settings, &["google"]);
            settings.paths.user_profile = "/user".into();
            settings.sign_in.passkey = true;
            settings.sign_up.phone_number = FieldRule::Optional;
            settings.mfa.phone_code = true;
            settings.security.forms_per_minute = 1_000_000;
            settings.storage.url = avatars;
            settings.organizations.enabled = true;
            settings.organizations.domains.enabled = true;
            settings.paths.organization_profile = "/organization".into();
            settings.api_keys.users = true;
            settings.api_keys.organizations = true;
        })
        .await;
        let owner = house.sign_up(&Person::named("ada")).await;
        owner.upload(&[], &png(RED)).await.expect_ok();
        owner.post("email_address/create", &[("email_address", "ada@work.example")]).await.expect_ok();
        owner.post("phone_number/create", &[("phone_number", "+12024561111")]).await.expect_ok();
        owner.add_passkey(&mut Authenticator::new()).await.expect_ok();
        owner.come_from("external_account/connect", "google", Somebody::proven("ada@elsewhere.example")).await;
        let me = owner.get("/api/me").await.json();
        let held = owner.post("client/get", &[]).await.json();
        let id = |of: &Value| of["id"].as_str().expect("an id").to_owned();
        let ids = vec![
            ("email_address_id", id(&me["email_addresses"][1])),
            ("email_address_id", id(&me["email_addresses"][0])),
            ("phone_number_id", id(&me["phone_numbers"][0])),
            ("passkey_id", id(&me["passkeys"][0])),
            ("external_account_id", id(&me["external_accounts"][0])),
            ("session_id", held["last_active_session_id"].as_str().expect("an id").to_owned()),
            ("user_id", id(&me)),
            ("api_key_id", key_of(&owner, &[("name", "Backup")]).await),
        ];
        let organization = house.of_hers(&owner).await;
        let ids = [ids, organization].concat();
        let picture = owner.image_url().await.expect("has a picture");
        let thief = house.sign_up(&Person::named("eve")).await;
        Self { house, owner, thief, ids, picture, _folder: folder }
    }

    /// What there is of the owner.
    async fn hers(&self) -> (Value, Vec<u8>) {
        let picture = self.thief.get(&self.picture).await;
        (self.owner.get("/api/me").await.json(), picture.expect_ok().bytes.to_vec())
    }
}

impl House {
    /// An organization of somebody's with something of each kind in it: their ids, by the field that names them.
    async fn of_hers(&self, owner: &Browser) -> Vec<(&'static str, String)> {
        let made = owner.post("organization/create", &[("name", "Acme")]).await.expect_ok().json();
        let acme = made["client"]["sessions"][0]["organization"]["id"].as_str().expect("an id").to_owned();
        let invited = [("organization_id", acme.as_str()), ("email_addresses", "new@example.com")];
        owner.post("organization_invitation/create", &invited).await.expect_ok();
        let domain = self.domain(&acme, "acme.example", EnrollmentMode::AutomaticSuggestion).await;
        let asks = self.sign_up(&person_at("grace@acme.example")).await;
        asks.post("organization_suggestion/accept", &[("organization_id", &acme)]).await.expect_ok();
        let of = |kind: &'static str| {
            let listed = [("organization_id", acme.as_str())];
            async move { owner.post(&format!("{kind}/list"), &listed).await.expect_ok().json() }
        };
        let id = |of: &Value| of["data"][0]["id"].as_str().expect("an id").to_owned();
        let invitation = id(&of("organization_invitation").await);
        let request = id(&of("organization_membership_request").await);
        let membership = id(&of("organization_membership").await);
        let key = key_of(owner, &[("name", "Deploy"), ("organization_id", &acme)]).await;
        vec![
            ("organization_api_key_id", key),
            ("organization_id", acme),
            ("organization_invitation_id", invitation),
            ("organization_domain_id", domain),
            ("organization_membership_request_id", request),
            ("organization_membership_id", membership),
        ]
    }
}

/// The id of a key that somebody makes.
async fn key_of(owner: &Browser, fields: &[(&str, &str)]) -> String {
    let made = owner.post("api_key/create", fields).await.expect_ok().json();
    made["api_key"]["id"].as_str().expect("an id").to_owned()
}

/// What is in the database, but for when somebody was last there: that changes by the minute.
async fn kept(database: &Database) -> Vec<String> {
    let mut kept = database.contents().await;
    kept.retain(|row| !row.starts_with("clients: ") && !row.starts_with("sessions: "));
    for live in [
        "SELECT id || ' ' || user_id || ' ' || status || ' ' || COALESCE(active_organization_id, '') || tasks FROM sessions",
        "SELECT id || ' ' || COALESCE(last_active_session_id, '') FROM clients",
    ] {
        let mut live = database.texts(live).await;
        live.sort_unstable();
        kept.extend(live);
    }
    kept
}

/// That it refuses, and tells nothing of anybody.
#[track_caller]
fn refused(answer: &Answer, statuses: &[u16]) {
    assert!(statuses.contains(&answer.status), "{}: {}: {}", answer.path, answer.status, answer.body);
    assert!(!answer.shows("root:") && !answer.shows("<script>alert"), "{}", answer.path);
    assert_eq!(answer.header("set-cookie").filter(|set| set.contains("__session=x")), None, "{}", answer.path);
}

/// Every address with an id in it: of the table of routes, so that none is forgotten.
async fn no_address_is_more_than_it_says(database: Database) {
    let both = Both::move_in(&database).await;
    let (name, file) = (both.picture.rsplit('/').next().expect("a name").to_owned(), both.picture.as_str());
    let own_name = name.trim_end_matches(".jpg");
    let others = both.ids.iter().map(|(_, id)| id.clone());
    let near = [own_name.to_owned(), format!("{own_name}.JPG"), format!("{own_name}.jpg%00.png"), format!("{name}%2f")];
    let below =
        [format!("..%2favatars%2f{name}"), format!("%2e%2e/avatars/{own_name}"), own_name.to_uppercase() + ".jpg"];
    let asked: Vec<String> = ODD.iter().map(|odd| (*odd).to_owned()).chain(others).chain(near).chain(below).collect();
    let (before, contents) = (both.hers().await, kept(&database).await);
    let stranger = both.house.browser();

    let with_id: Vec<_> = ROUTES.iter().filter(|route| route.path.contains('{')).collect();
    assert!(with_id.len() >= 6, "{with_id:?}");
    for route in with_id {
        let (start, rest) = route.path.split_once('{').expect("has one");
        let end = rest.split_once('}').expect("ends").1;
        for odd in asked.iter().flat_map(|odd| [odd.clone(), format!("{odd}.jpg")]) {
            let path = format!("{start}{odd}{end}");
            if path == file {
                continue;
            }
            for (browser, is_signed_in) in [(&stranger, false), (&both.owner, true), (&both.thief, true)] {
                for accept in ["application/json", "text/html"] {
                    let answer = browser.ask("GET", &path).header("accept", accept).send().await;
                    // A page that says that there is none is one's own.
                    let is_hers = std::ptr::eq(browser, &both.owner);
                    assert!(is_hers || !answer.shows("ada@"), "{path}: {}", answer.body);
                    assert!(is_signed_in || odd.contains("user_") || !answer.tells_a_user(), "{path}: {}", answer.body);
                    match route.audience {
                        Audience::SignedIn if !is_signed_in => refused(&answer, &[401, 404]),
                        // Nobody is led to where they sign in, whatever is there.
                        Audience::Operator if !is_signed_in => refused(&answer, &[303, 404]),
                        // A browser that comes back from a provider is told so on a page of ours, always on the same one.
                        _ if answer.status == 303 && start.ends_with("/oauth_callback/") => {
                            refused(&answer, &[303]);
                            assert_eq!(answer.header("location"), Some("/sign-in"), "{path}");
                        }
                        _ => refused(&answer, &[404]),
                    }
                }
            }
        }
    }
    // In the query: what the ids of a section begin with.
    for odd in asked.iter().filter(|odd| odd.contains(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c))) {
        let path = format!("/vestibule/drawn/account?id={odd}&at=/user");
        refused(&both.thief.get(&path).await, &[404]);
    }
    // Whose it is does not stand in the address: with somebody else's ids there it is still one's own.
    for section in ["organization", "organization-members", "organization-invitations", "organization-api-keys"] {
        for (field, id) in &both.ids {
            let path = format!("/vestibule/drawn/{section}?{field}={id}&organization={id}&id=x&at=/organization/{id}");
            refused(&both.thief.get(&path).await, &[403]);
        }
    }
    for (field, id) in &both.ids {
        let drawn = both.thief.get(&format!("/vestibule/drawn/account?{field}={id}&id=x&at=/user")).await;
        assert!(drawn.expect_ok().shows("eve@example.com") && !drawn.shows("ada@"), "{field}");
        let me = both.thief.get(&format!("/api/me?{field}={id}")).await;
        assert!(me.expect_ok().shows("eve@example.com") && !me.shows("ada@"), "{field}");
    }
    assert_eq!(both.hers().await, before);
    assert_eq!(kept(&database).await, contents);
}

/// A form, the field of its id, and what else it has to hold.
type FormWithId<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

/// The forms that take an id, in their bodies or in the address that they are sent to.
async fn no_id_in_a_form_is_more_than_it_says(database: Database) {
    let both = Both::move_in(&database).await;
    let code = both.house.code_for("ada@work.example").await;
    let texted = both.house.code_for("+12024561111").await;
    let forms: &[FormWithId] = &[
        ("email_address/prepare_verification", "email_address_id", &[]),
        ("email_address/attempt_verification", "email_address_id", &[("code", &code)]),
        ("email_address/set_primary", "email_address_id", &[]),
        ("email_address/remove", "email_address_id", &[]),
        ("phone_number/prepare_verification", "phone_number_id", &[]),
        ("phone_number/attempt_verification", "phone_number_id", &[("code", &texted)]),
        ("phone_number/set_primary", "phone_number_id", &[]),
        ("phone_number/remove", "phone_number_id", &[]),
        ("phone_number/make_default_second_factor", "phone_number_id", &[]),
        ("phone_number/set_reserved_for_second_factor", "phone_number_id", &[("reserved", "true")]),
        ("passkey/rename", "passkey_id", &[("name", "mine")]),
        ("passkey/remove", "passkey_id", &[]),
        ("external_account/disconnect", "external_account_id", &[]),
        ("api_key/revoke", "api_key_id", &[]),
        ("session/revoke", "session_id", &[]),
        ("session/set_active", "session_id", &[]),
    ];
    let acme = both.ids.iter().find(|(field, _)| *field == "organization_id").expect("hers").1.clone();
    let ada = both.ids.iter().find(|(field, _)| *field == "user_id").expect("hers").1.clone();
    let of_acme = ("organization_id", acme.as_str());
    let with_address = [of_acme, ("affiliation_email_address", "eve@acme.example")];
    let with_mode = [of_acme, ("enrollment_mode", "automatic_invitation")];
    let with_code = [of_acme, ("code", code.as_str())];
    let with_role = [of_acme, ("role", "org:admin")];
    let of_organizations: &[FormWithId] = &[
        ("organization/get", "organization_id", &[]),
        ("organization/update", "organization_id", &[("name", "Evil")]),
        ("organization/remove_logo", "organization_id", &[]),
        ("organization/leave", "organization_id", &[]),
        ("organization/delete", "organization_id", &[("organization_name", "Acme")]),
        ("organization_membership/list", "organization_id", &[]),
        ("organization_membership/update", "organization_id", &[("user_id", &ada), ("role", "org:member")]),
        ("organization_membership/update", "user_id", &with_role),
        ("organization_membership/remove", "organization_id", &[("user_id", &ada)]),
        ("organization_membership/remove", "user_id", &[of_acme]),
        ("organization_invitation/list", "organization_id", &[]),
        ("organization_invitation/create", "organization_id", &[("email_addresses", "eve@example.com")]),
        ("organization_invitation/resend", "organization_invitation_id", &[of_acme]),
        ("organization_invitation/revoke", "organization_invitation_id", &[of_acme]),
        ("organization_invitation/accept", "organization_invitation_id", &[]),
        ("organization_domain/list", "organization_id", &[]),
        ("organization_domain/create", "organization_id", &[("name", "evil.example")]),
        ("organization_domain/prepare_verification", "organization_domain_id", &with_address),
        ("organization_domain/attempt_verification", "organization_domain_id", &with_code),
        ("organization_domain/set_enrollment_mode", "organization_domain_id", &with_mode),
        ("organization_domain/delete", "organization_domain_id", &[of_acme]),
        ("api_key/create", "organization_id", &[]),
        ("api_key/revoke", "api_key_id", &[of_acme]),
        ("organization_membership_request/list", "organization_id", &[]),
        ("organization_membership_request/accept", "organization_membership_request_id", &[of_acme]),
        ("organization_membership_request/reject", "organization_membership_request_id", &[of_acme]),
        ("organization_suggestion/accept", "organization_id", &[]),
    ];
    let forms = [forms, of_organizations].concat();
    let decoded = |odd: &&str| percent_decoded(odd);
    let others =
        both.ids.iter().flat_map(|(_, id)| [id.clone(), format!("{id}\0"), format!("{id}' --"), format!(" {id}")]);
    let asked: Vec<String> = ODD.iter().map(decoded).chain(others).collect();
    let (before, contents) = (both.hers().await, kept(&database).await);
    for (form, field, fields) in &forms {
        for id in &asked {
            let given: Vec<_> = [(*field, id.as_str())].into_iter().chain(fields.iter().copied()).collect();
            refused(&both.thief.post(form, &given).await, &[404, 422]);
        }
        for (_, id) in &both.ids {
            refused(&both.thief.post(&format!("{form}?{field}={id}"), fields).await, &[404, 422]);
        }
    }
    // With nothing one acts for oneself, which everyone may.
    for id in asked.iter().filter(|id| !id.is_empty()) {
        let answer = both.thief.post("session/set_active_organization", &[("organization", id.as_str())]).await;
        refused(&answer, &[404, 422]);
    }
    assert_eq!(both.hers().await, before);
    assert_eq!(kept(&database).await, contents);
}

fn percent_decoded(text: &str) -> String {
    let pair = format!("x={}", text.replace('+', "%2B"));
    let decoded = url::form_urlencoded::parse(pair.as_bytes()).next();
    decoded.expect("is a pair").1.into_owned()
}
