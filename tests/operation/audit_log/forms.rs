//! Every form that changes something leaves an entry of whoever sent it.

use std::collections::BTreeSet;
use std::sync::Mutex;

use leptos::server_fn::axum::server_fn_paths;
use serde_json::Value;
use vestibule::model::EnrollmentMode::AutomaticSuggestion;
use vestibule::model::{FieldRule, SignUpMode};

use crate::support::authenticator::asked;
use crate::support::organization_domains::person_at;
use crate::support::pictures::{RED, png};
use crate::support::{
    Answer, App, Authenticator, Browser, Database, HOUR, House, MINUTE, Person, Somebody, offer, on_both,
};

on_both!(every_form_leaves_an_entry_of_whoever_sent_it);

/// What a form leaves in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaves {
    /// An entry with this action, of whoever is signed in or is from then on.
    Own(&'static str),
    /// An entry with this action, of someone who is not signed in yet.
    Visitors(&'static str),
    /// None, for this reason.
    Nothing(&'static str),
}

use Leaves::{Nothing, Own, Visitors};

const READS: Leaves = Nothing("only reads");
const ASKS: Leaves = Nothing("asks the browser for a passkey, and changes nothing");
const SENDS: Leaves = Nothing("sends what proves it, to whoever it is: an entry is left when it has been proven");
const LEADS: Leaves = Nothing("leads to a provider: an entry is left by the way back");

/// Every form.
const FORMS: &[(&str, Leaves)] = &[
    ("api_key/create", Own("apiKey.created")),
    ("api_key/list", READS),
    ("api_key/revoke", Own("apiKey.revoked")),
    ("backup_code/create", Own("user.backupCodesCreated")),
    ("client/get", READS),
    ("client/remove_sessions", Own("session.removed")),
    ("email_address/attempt_verification", Own("user.identifierVerified")),
    ("email_address/create", Own("user.identifierAdded")),
    ("email_address/prepare_verification", Own("user.verificationSent")),
    ("email_address/remove", Own("user.identifierRemoved")),
    ("email_address/set_primary", Own("user.primaryIdentifierChanged")),
    ("external_account/connect", LEADS),
    ("external_account/disconnect", Own("user.externalAccountDisconnected")),
    ("organization/create", Own("organization.created")),
    ("organization/delete", Own("organization.deleted")),
    ("organization/get", READS),
    ("organization/leave", Own("organizationMembership.deleted")),
    ("organization/remove_logo", Own("organization.updated")),
    ("organization/set_logo", Own("organization.updated")),
    ("organization/update", Own("organization.updated")),
    ("organization_domain/attempt_verification", Own("organizationDomain.updated")),
    ("organization_domain/create", Own("organizationDomain.created")),
    ("organization_domain/delete", Own("organizationDomain.deleted")),
    ("organization_domain/list", READS),
    ("organization_domain/prepare_verification", Own("organizationDomain.updated")),
    ("organization_domain/set_enrollment_mode", Own("organizationDomain.updated")),
    ("organization_invitation/accept", Own("organizationInvitation.accepted")),
    ("organization_invitation/accept_ticket", Own("organizationInvitation.accepted")),
    ("organization_invitation/create", Own("organizationInvitation.created")),
    ("organization_invitation/list", READS),
    ("organization_invitation/resend", Own("organizationInvitation.resent")),
    ("organization_invitation/revoke", Own("organizationInvitation.revoked")),
    ("organization_membership/list", READS),
    ("organization_membership/remove", Own("organizationMembership.deleted")),
    ("organization_membership/update", Own("organizationMembership.updated")),
    ("organization_membership_request/accept", Own("organizationMembershipRequest.accepted")),
    ("organization_membership_request/list", READS),
    ("organization_membership_request/reject", Own("organizationMembershipRequest.rejected")),
    ("organization_suggestion/accept", Own("organizationMembershipRequest.created")),
    ("passkey/create", Own("user.passkeyAdded")),
    ("passkey/prepare", ASKS),
    ("passkey/remove", Own("user.passkeyRemoved")),
    ("passkey/rename", Own("user.passkeyRenamed")),
    ("password/strength", READS),
    ("phone_number/attempt_verification", Own("user.identifierVerified")),
    ("phone_number/create", Own("user.identifierAdded")),
    ("phone_number/make_default_second_factor", Own("user.defaultSecondFactorChanged")),
    ("phone_number/prepare_verification", Own("user.verificationSent")),
    ("phone_number/remove", Own("user.identifierRemoved")),
    ("phone_number/set_primary", Own("user.primaryIdentifierChanged")),
    ("phone_number/set_reserved_for_second_factor", Own("user.secondFactorAdded")),
    ("session/revoke", Own("session.revoked")),
    ("session/revoke_others", Own("session.revoked")),
    ("session/set_active", Own("session.activated")),
    ("session/set_active_organization", Own("session.organizationChanged")),
    ("session/sign_out", Own("session.removed")),
    ("session/sign_out_everywhere", Own("session.removed")),
    ("session/token", Nothing("gives a token of a session that there is")),
    ("session_verification/attempt_first_factor", Own("session.reverified")),
    ("session_verification/attempt_second_factor", Own("session.reverified")),
    ("session_verification/passkey", Own("session.reverified")),
    ("session_verification/prepare_first_factor", SENDS),
    ("session_verification/prepare_passkey", ASKS),
    ("session_verification/prepare_second_factor", SENDS),
    ("session_verification/start", Nothing("begins an attempt, of which an entry is left when it ends")),
    ("sign_in/attempt_first_factor", Own("session.created")),
    ("sign_in/attempt_second_factor", Own("session.created")),
    ("sign_in/create", Own("session.created")),
    ("sign_in/oauth", LEADS),
    ("sign_in/passkey", Own("session.created")),
    ("sign_in/passkey_second_factor", Own("session.created")),
    ("sign_in/prepare_first_factor", SENDS),
    ("sign_in/prepare_passkey", ASKS),
    ("sign_in/prepare_passkey_second_factor", ASKS),
    ("sign_in/prepare_second_factor", SENDS),
    ("sign_in/reset_password", Own("user.passwordReset")),
    ("sign_in/ticket", Own("session.created")),
    ("sign_up/attempt_verification", Own("user.created")),
    ("sign_up/create", SENDS),
    ("sign_up/oauth", LEADS),
    ("sign_up/prepare_verification", SENDS),
    ("sign_up/update", Own("user.created")),
    ("totp/create", Own("user.secondFactorPrepared")),
    ("totp/disable", Own("user.secondFactorRemoved")),
    ("totp/verify", Own("user.secondFactorAdded")),
    ("user/delete", Own("user.deleted")),
    ("user/get_sessions", READS),
    ("user/organization_invitations", READS),
    ("user/organization_memberships", READS),
    ("user/organization_suggestions", READS),
    ("user/remove_password", Own("user.passwordRemoved")),
    ("user/remove_profile_image", Own("user.imageRemoved")),
    ("user/set_profile_image", Own("user.imageChanged")),
    ("user/update", Own("user.profileChanged")),
    ("user/update_password", Own("user.passwordChanged")),
    ("user/update_username", Own("user.usernameChanged")),
    ("waitlist/join", Visitors("waitlistEntry.created")),
];

/// Sends forms, and looks at what they leave.
struct Watch<'a> {
    house: &'a House,
    seen: Mutex<BTreeSet<&'static str>>,
}

impl<'a> Watch<'a> {
    async fn newest_id(&self) -> Option<String> {
        self.house.log_after(None).await.last().map(|entry| entry.id.clone())
    }

    /// Sends a form, which goes well. `user_id` is whose the browser is then.
    async fn send(&self, browser: &Browser, user_id: &str, form: &str, fields: &[(&str, &str)]) -> Answer {
        self.look(browser, user_id, form, async { browser.post(form, fields).await }).await
    }

    async fn look(&self, browser: &Browser, user_id: &str, form: &str, send: impl Future<Output = Answer>) -> Answer {
        let before = self.newest_id().await;
        let answer = send.await;
        assert_eq!(answer.status, 200, "{form}: {}", answer.body);
        let (form, leaves) = FORMS.iter().find(|(known, _)| *known == form).unwrap_or_else(|| panic!("{form}"));
        let left = self.house.log_after(before.as_deref()).await;
        let (action, actor) = match leaves {
            Own(action) => (*action, ("user", Some(user_id))),
            Visitors(action) => (*action, ("visitor", None)),
            Nothing(why) => {
                assert!(left.is_empty(), "{form} {why}: {left:?}");
                return answer;
            }
        };
        let found = left.iter().find(|entry| entry.action == action);
        let found = found.unwrap_or_else(|| panic!("{form}: no {action} among {left:?}"));
        assert_eq!((found.actor_type.as_str(), found.actor_id.as_deref()), actor, "{form}: {found:?}");
        assert_eq!(found.ip_address, Some(browser.ip.to_string()), "{form}: {found:?}");
        // Whatever else it leaves is of the same person, or of what they were before it.
        for entry in &left {
            let is_theirs = entry.actor_id.as_deref() == Some(user_id) || entry.actor_type == "visitor";
            assert!(is_theirs, "{form}: {entry:?}");
        }
        self.seen.lock().expect("whole").insert(form);
        answer
    }

    /// The newest code that was sent to an address, after some time in which another one may be asked for.
    async fn code(&self, address: &str) -> String {
        self.house.clock.advance(MINUTE);
        self.house.code_for(address).await
    }
}

fn id_at(json: &Value, path: &str) -> String {
    json.pointer(path).and_then(Value::as_str).unwrap_or_else(|| panic!("no {path} in {json}")).to_owned()
}

async fn me(browser: &Browser) -> Value {
    browser.get("/api/me").await.json()
}

async fn every_form_leaves_an_entry_of_whoever_sent_it(database: Database) {
    let house = House::with(&database, |settings| {
        offer(settings, &["google"]);
        settings.sign_in.passkey = true;
        settings.sign_up.phone_number = FieldRule::Optional;
        settings.sign_up.username = FieldRule::Optional;
        settings.mfa.phone_code = true;
        settings.session.multi_session = true;
        // What asks for it is tried by itself.
        settings.session.reverification = false;
        settings.organizations.enabled = true;
        settings.organizations.domains.enabled = true;
        settings.api_keys.users = true;
        settings.security.forms_per_minute = 1_000_000;
    })
    .await;
    let watch = Watch { house: &house, seen: Mutex::default() };
    coming(&watch).await;
    account(&watch).await;
    second_factors(&watch).await;
    sessions(&watch).await;
    organizations(&watch).await;
    providers(&watch, &database).await;
    let waiting = house.another_with(|settings| settings.sign_up.mode = SignUpMode::Waitlist).await;
    let browser = house.browser().at(&waiting);
    watch.send(&browser, "", "waitlist/join", &[("email_address", "wanda@example.com")]).await;

    let seen = watch.seen.lock().expect("whole").clone();
    let leaving = FORMS.iter().filter(|(_, leaves)| !matches!(leaves, Nothing(_)));
    let unseen: Vec<_> = leaving.filter(|(form, _)| !seen.contains(form)).collect();
    assert!(unseen.is_empty(), "nobody has looked at what these leave: {unseen:?}");
    let paths: BTreeSet<&str> =
        server_fn_paths().map(|(path, _)| path.strip_prefix("/vestibule/api/").unwrap_or(path)).collect();
    let known: BTreeSet<&str> = FORMS.iter().map(|(form, _)| *form).collect();
    let uploads = BTreeSet::from(["organization/set_logo", "user/set_profile_image"]);
    let all: BTreeSet<&str> = paths.union(&uploads).copied().collect();
    assert_eq!(known, all, "forms of which it is not known what they leave");
}

/// Signing up and in, and a forgotten password.
async fn coming(watch: &Watch<'_>) {
    let house = watch.house;
    let (browser, ada) = (house.browser(), Person::named("ada"));
    let typed = [("email_address", ada.email.as_str()), ("password", &ada.password)];
    watch.send(&browser, "", "sign_up/create", &typed).await;
    house.clock.advance(MINUTE);
    watch.send(&browser, "", "sign_up/prepare_verification", &[]).await;
    let code = house.code_for(&ada.email).await;
    let before = watch.newest_id().await;
    browser.post("sign_up/attempt_verification", &[("code", &code)]).await.expect_ok();
    let id = id_at(&me(&browser).await, "/id");
    let left = house.log_after(before.as_deref()).await;
    let made = left.iter().find(|entry| entry.action == "user.created").expect("an entry");
    assert_eq!((made.actor_id.as_deref(), made.subject_id.as_deref()), (Some(id.as_str()), Some(id.as_str())));
    watch.seen.lock().expect("whole").insert("sign_up/attempt_verification");

    let password = [("identifier", ada.email.as_str()), ("password", &ada.password)];
    watch.send(&house.browser(), &id, "sign_in/create", &password).await;
    let browser = house.browser();
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    watch.send(&browser, "", "sign_in/prepare_first_factor", &[("strategy", "email_code")]).await;
    let code = watch.code(&ada.email).await;
    let fields = [("strategy", "email_code"), ("code", code.as_str())];
    watch.send(&browser, &id, "sign_in/attempt_first_factor", &fields).await;

    let browser = house.browser();
    let forgotten = ("strategy", "reset_password_email_code");
    browser.post("sign_in/create", &[("identifier", &ada.email)]).await.expect_ok();
    browser.post("sign_in/prepare_first_factor", &[forgotten]).await.expect_ok();
    let code = watch.code(&ada.email).await;
    browser.post("sign_in/attempt_first_factor", &[forgotten, ("code", &code)]).await.expect_ok();
    watch.send(&browser, &id, "sign_in/reset_password", &[("new_password", "harbour kettle ribbon 77")]).await;

    let ticket = house.vestibule.sign_in_tokens().create(&id, None).await.expect("is made");
    let link = crate::support::tickets::path_of(house, ticket.url.as_ref().expect("a link").expose());
    let (browser, _) = house.opened(&link).await;
    watch.send(&browser, &id, "sign_in/ticket", &[]).await;
}

/// What one's account is called, and what it goes by.
async fn account(watch: &Watch<'_>) {
    let house = watch.house;
    let bob = Person::named("bob");
    let browser = house.sign_up(&bob).await;
    let id = id_at(&me(&browser).await, "/id");
    let send = async |form: &str, fields: &[(&str, &str)]| watch.send(&browser, &id, form, fields).await;
    send("user/update", &[("first_name", "Bob"), ("last_name", "Brown")]).await;
    send("user/update_username", &[("username", "bobby")]).await;
    let new = "granite teapot sparrow 77";
    send("user/update_password", &[("current_password", &bob.password), ("new_password", new)]).await;
    let picture = png(RED);
    watch.look(&browser, &id, "user/set_profile_image", browser.upload(&[], &picture)).await;
    send("user/remove_profile_image", &[]).await;

    for (kind, list, value) in
        [("email_address", "email_addresses", "bob@work.example"), ("phone_number", "phone_numbers", "+12024561111")]
    {
        send(&format!("{kind}/create"), &[(kind, value)]).await;
        house.clock.advance(MINUTE);
        let user = me(&browser).await;
        let all = user[list].as_array().expect("a list");
        let one = all.iter().find(|one| one[kind] == value).expect("is there");
        let id_field = format!("{kind}_id");
        let about = (id_field.as_str(), one["id"].as_str().expect("an id"));
        send(&format!("{kind}/prepare_verification"), &[about]).await;
        let code = house.code_for(value).await;
        send(&format!("{kind}/attempt_verification"), &[about, ("code", &code)]).await;
        send(&format!("{kind}/set_primary"), &[about]).await;
        send(&format!("{kind}/remove"), &[about]).await;
    }

    let mut authenticator = Authenticator::new();
    let credential = authenticator.make(&asked(&browser, "passkey/prepare").await).await.to_string();
    send("passkey/create", &[("public_key_credential", &credential)]).await;
    let passkey = id_at(&me(&browser).await, "/passkeys/0/id");
    send("passkey/rename", &[("passkey_id", &passkey), ("name", "Mine")]).await;
    let other = house.browser();
    let credential = authenticator.sign(&asked(&other, "sign_in/prepare_passkey").await).await.to_string();
    watch.send(&other, &id, "sign_in/passkey", &[("public_key_credential", &credential)]).await;
    send("user/remove_password", &[]).await;
    browser.post("user/update_password", &[("new_password", new)]).await.expect_ok();
    send("passkey/remove", &[("passkey_id", &passkey)]).await;
    send("user/delete", &[("confirmation", "Delete account")]).await;
}

/// What is asked for besides a password, and to prove once more who one is.
async fn second_factors(watch: &Watch<'_>) {
    let house = watch.house;
    let cyd = Person::named("cyd");
    let browser = house.sign_up(&cyd).await;
    let id = id_at(&me(&browser).await, "/id");
    let send = async |form: &str, fields: &[(&str, &str)]| watch.send(&browser, &id, form, fields).await;
    let number = "+12024562222";
    browser.post("phone_number/create", &[("phone_number", number)]).await.expect_ok();
    let phone = id_at(&me(&browser).await, "/phone_numbers/0/id");
    let code = watch.code(number).await;
    let about = ("phone_number_id", phone.as_str());
    browser.post("phone_number/attempt_verification", &[about, ("code", &code)]).await.expect_ok();
    send("phone_number/set_reserved_for_second_factor", &[about, ("reserved", "true")]).await;
    send("phone_number/make_default_second_factor", &[about]).await;
    let begun = send("totp/create", &[]).await.json();
    let app = App::with(&id_at(&begun, "/client/totp_setup/secret"));
    send("totp/verify", &[("code", &app.code(house))]).await;
    send("backup_code/create", &[]).await;
    let made = send("api_key/create", &[("name", "Backup")]).await.json();
    let key = id_at(&made, "/api_key/id");
    send("api_key/revoke", &[("api_key_id", &key)]).await;

    house.clock.advance(MINUTE);
    let half = house.browser();
    half.sign_in(&cyd).await.expect_ok();
    house.clock.advance(MINUTE);
    watch.send(&half, "", "sign_in/prepare_second_factor", &[("strategy", "phone_code"), about]).await;
    let fields = [("strategy", "totp"), ("code", &app.code(house))];
    watch.send(&half, &id, "sign_in/attempt_second_factor", &fields).await;
    let mut authenticator = Authenticator::new();
    browser.add_passkey(&mut authenticator).await.expect_ok();
    let half = house.browser();
    half.sign_in(&cyd).await.expect_ok();
    let options = asked(&half, "sign_in/prepare_passkey_second_factor").await;
    let credential = authenticator.sign(&options).await.to_string();
    watch.send(&half, &id, "sign_in/passkey_second_factor", &[("public_key_credential", &credential)]).await;

    // Once more, who one is.
    house.clock.advance(MINUTE);
    browser.start_verification("strict").await.expect_ok();
    house.clock.advance(MINUTE);
    send("session_verification/prepare_second_factor", &[("strategy", "phone_code"), about]).await;
    let code = house.code_for(number).await;
    let fields = [("strategy", "phone_code"), ("code", code.as_str())];
    send("session_verification/attempt_second_factor", &fields).await;
    browser.start_verification("strict").await.expect_ok();
    let options = asked(&browser, "session_verification/prepare_passkey").await;
    let credential = authenticator.sign(&options).await.to_string();
    send("session_verification/passkey", &[("public_key_credential", &credential)]).await;
    send("totp/disable", &[]).await;

    let dan = Person::named("dan");
    let browser = house.sign_up(&dan).await;
    let id = id_at(&me(&browser).await, "/id");
    house.clock.advance(MINUTE);
    browser.start_verification("strict").await.expect_ok();
    let by_code = [("strategy", "email_code")];
    watch.send(&browser, &id, "session_verification/prepare_first_factor", &by_code).await;
    let fields = [("strategy", "password"), ("password", dan.password.as_str())];
    watch.send(&browser, &id, "session_verification/attempt_first_factor", &fields).await;
}

/// Where one is signed in.
async fn sessions(watch: &Watch<'_>) {
    let house = watch.house;
    let (eve, fay) = (Person::named("eve"), Person::named("fay"));
    let browser = house.sign_up(&eve).await;
    let id = id_at(&me(&browser).await, "/id");
    let own = id_at(&browser.post("client/get", &[]).await.json(), "/last_active_session_id");
    house.sign_in(&eve).await;
    let all = browser.post("user/get_sessions", &[]).await.json();
    let other = id_at(&all, "/1/id");
    watch.send(&browser, &id, "session/revoke", &[("session_id", &other)]).await;
    house.sign_in(&eve).await;
    watch.send(&browser, &id, "session/revoke_others", &[]).await;
    // Two on one browser.
    house.sign_up(&fay).await;
    browser.sign_in(&fay).await.expect_ok();
    let second = id_at(&me(&browser).await, "/id");
    watch.send(&browser, &id, "session/set_active", &[("session_id", &own)]).await;
    watch.send(&browser, &id, "session/sign_out", &[]).await;
    watch.send(&browser, &second, "client/remove_sessions", &[]).await;
    let browser = house.sign_in(&eve).await;
    watch.send(&browser, &id, "session/sign_out_everywhere", &[]).await;
}

/// Organizations, their domains and their people.
async fn organizations(watch: &Watch<'_>) {
    let house = watch.house;
    let gus = house.sign_up(&Person::named("gus")).await;
    let gus_id = id_at(&me(&gus).await, "/id");
    let send = async |form: &str, fields: &[(&str, &str)]| watch.send(&gus, &gus_id, form, fields).await;
    let made = send("organization/create", &[("name", "Acme")]).await.json();
    let acme = made["client"]["sessions"][0]["organization"]["id"].as_str().expect("an id").to_owned();
    let org = ("organization_id", acme.as_str());
    gus.act_in("").await.expect_ok();
    send("session/set_active_organization", &[("organization", &acme)]).await;
    send("organization/update", &[org, ("name", "Acme & Sons")]).await;
    let picture = png(RED);
    let logo = async {
        let ask = gus.ask("POST", "/vestibule/api/organization/set_logo").by_script();
        ask.multipart(&[org], Some(("logo.png", &picture))).send().await
    };
    watch.look(&gus, &gus_id, "organization/set_logo", logo).await;
    send("organization/remove_logo", &[org]).await;

    let (hal, ivy) = (Person::named("hal"), Person::named("ivy"));
    let hal_browser = house.sign_up(&hal).await;
    let hal_id = id_at(&me(&hal_browser).await, "/id");
    let waiting = async || {
        let all = gus.post("organization_invitation/list", &[org]).await.json();
        id_at(&all, "/data/0/id")
    };
    let addresses = [org, ("email_addresses", hal.email.as_str()), ("role", "org:member")];
    send("organization_invitation/create", &addresses).await;
    let first = waiting().await;
    send("organization_invitation/revoke", &[org, ("organization_invitation_id", &first)]).await;
    gus.post("organization_invitation/create", &addresses).await.expect_ok();
    let second = waiting().await;
    house.clock.advance(HOUR);
    send("organization_invitation/resend", &[org, ("organization_invitation_id", &second)]).await;
    let about = [("organization_invitation_id", second.as_str())];
    watch.send(&hal_browser, &hal_id, "organization_invitation/accept", &about).await;
    let role = [org, ("user_id", hal_id.as_str()), ("role", "org:admin")];
    send("organization_membership/update", &role).await;
    send("organization_membership/remove", &[org, ("user_id", &hal_id)]).await;
    let ivy_browser = house.sign_up(&ivy).await;
    let ivy_id = id_at(&me(&ivy_browser).await, "/id");
    let (_, link) = house.invite_to(&acme, &ivy.email).await;
    ivy_browser.page(&link).await;
    watch.send(&ivy_browser, &ivy_id, "organization_invitation/accept_ticket", &[]).await;
    watch.send(&ivy_browser, &ivy_id, "organization/leave", &[org]).await;

    send("organization_domain/create", &[org, ("name", "acme.example")]).await;
    let all = gus.post("organization_domain/list", &[org]).await.json();
    let domain_id = id_at(&all, "/data/0/id");
    let domain = ("organization_domain_id", domain_id.as_str());
    let boss = ("affiliation_email_address", "boss@acme.example");
    send("organization_domain/prepare_verification", &[org, domain, boss]).await;
    let code = house.code_for("boss@acme.example").await;
    send("organization_domain/attempt_verification", &[org, domain, ("code", &code)]).await;
    let mode = ("enrollment_mode", AutomaticSuggestion.as_str());
    send("organization_domain/set_enrollment_mode", &[org, domain, mode]).await;
    for (name, answer) in [("jan", "accept"), ("kim", "reject")] {
        let person = person_at(&format!("{name}@acme.example"));
        let browser = house.sign_up(&person).await;
        let id = id_at(&me(&browser).await, "/id");
        watch.send(&browser, &id, "organization_suggestion/accept", &[org]).await;
        let all = gus.post("organization_membership_request/list", &[org]).await.json();
        let request = id_at(&all, "/data/0/id");
        let about = [org, ("organization_membership_request_id", request.as_str())];
        send(&format!("organization_membership_request/{answer}"), &about).await;
    }
    send("organization_domain/delete", &[org, domain]).await;
    send("organization/delete", &[org, ("organization_name", "Acme & Sons")]).await;
}

/// Accounts at providers.
async fn providers(watch: &Watch<'_>, database: &Database) {
    let house = watch.house;
    let lea = house.sign_up(&Person::named("lea")).await;
    let id = id_at(&me(&lea).await, "/id");
    let before = watch.newest_id().await;
    lea.come_from("external_account/connect", "google", Somebody::proven("lea@google.example")).await;
    let left = house.log_after(before.as_deref()).await;
    let connected = left.iter().find(|entry| entry.action == "user.externalAccountConnected").expect("an entry");
    assert_eq!((connected.actor_id.as_deref(), &connected.changes["provider"]), (Some(id.as_str()), &"google".into()));
    let account = id_at(&me(&lea).await, "/external_accounts/0/id");
    let about = [("external_account_id", account.as_str())];
    watch.send(&lea, &id, "external_account/disconnect", &about).await;

    // A sign-up that asks for something else besides.
    let house = house.another_with(|settings| settings.sign_up.username = FieldRule::Required).await;
    let mia = house.browser();
    mia.come_from("sign_up/oauth", "google", Somebody::proven("mia@example.com")).await;
    let before = watch.newest_id().await;
    mia.post("sign_up/update", &[("username", "miamia")]).await.expect_ok();
    let id = database.texts("SELECT user_id FROM identifiers WHERE normalized = 'mia@example.com'").await.remove(0);
    let left = house.log_after(before.as_deref()).await;
    let made = left.iter().find(|entry| entry.action == "user.created").expect("an entry");
    assert_eq!((made.actor_type.as_str(), made.actor_id.as_deref()), ("user", Some(id.as_str())));
    watch.seen.lock().expect("whole").insert("sign_up/update");
}
