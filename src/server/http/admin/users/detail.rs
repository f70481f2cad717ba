use axum::response::Response;
use serde_json::{Map, Value};

use super::super::audit_log::entries;
use super::super::markup::{Markup, link, tag};
use super::super::operator::{Answer, Operator, is_id, not_found};
use super::super::page::{
    ObjectField, Section, action, badge, button, copied, dangerous, empty, field, moment, moment_or, object_alert,
    object_field, page, part, role_name, table,
};
use super::{avatar, path, standing};
use crate::model::{OrganizationMembership, VerificationStatus};
use crate::server::flows::audit_log::{AuditLogEntry, AuditQuery};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::sessions::{SessionQuery, UserSession};
use crate::server::flows::users::Account;
use crate::server::http::segment::Segment;

/// As many of each list are shown.
const SHOWN: i64 = 20;

/// What a user's page is made of.
struct Known {
    account: Account,
    sessions: Vec<UserSession>,
    organizations: Vec<OrganizationMembership>,
    entries: Vec<AuditLogEntry>,
    role: Option<OperatorRole>,
    /// What of the metadata was typed and cannot be kept, and why.
    refused: Option<Refused>,
}

/// Metadata that cannot be kept.
pub struct Refused {
    /// What was typed, in the order of the fields.
    pub typed: [String; 3],
    /// Why each of them cannot, in words; nothing where it could.
    pub why: [Option<String>; 3],
}

/// A user's page.
pub async fn show(operator: Operator, Segment(id): Segment) -> Answer {
    show_with(&operator, &id, None).await
}

/// The same with metadata that cannot be kept.
pub async fn show_with(operator: &Operator, id: &str, refused: Option<Refused>) -> Answer {
    if !is_id(id) {
        return Err(not_found());
    }
    let app = &operator.app;
    let account = app.users().get(id).await?.ok_or_else(not_found)?;
    let query = SessionQuery { user_id: Some(id.to_owned()), limit: SHOWN, ..SessionQuery::default() };
    let (sessions, _) = app.sessions().list(&query).await?;
    let organizations = match app.settings.organizations.enabled {
        true => app.organizations().memberships_of(id, SHOWN, 0).await?.0,
        false => Vec::new(),
    };
    let query = AuditQuery { subject_id: Some(id.to_owned()), limit: SHOWN, ..AuditQuery::default() };
    let (entries, _) = app.audit_log().list(&query).await?;
    let role = app.operators().role_of(id).await?;
    Ok(draw(operator, &Known { account, sessions, organizations, entries, role, refused }))
}

fn draw(operator: &Operator, known: &Known) -> Response {
    let user = &known.account.user;
    let name = user.display_name();
    let head = tag("div").class("head").holds([
        avatar(user),
        standing(&known.account),
        known.role.map(|role| badge("neutral", role_name(role))).into(),
        copied(&user.id),
        tag("span").class("muted").holds([
            Markup::from("Came "),
            moment(user.created_at),
            ", last there ".into(),
            moment_or(known.account.last_active_at, "never"),
        ]),
    ]);
    let main = Markup::from([
        head,
        standing_actions(operator, known),
        profile(operator, known),
        identifiers(operator, known),
        factors(operator, known),
        sessions(operator, known),
        organizations(known),
        metadata(operator, known),
        part("events", "Events", log_link(&user.id), entries(&known.entries)),
        danger(operator, known),
    ]);
    page(operator, Section::Users, &name, main)
}

fn log_link(id: &str) -> Markup {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("subject_id", id).finish();
    link(format!("{}?{query}", Section::AuditLog.path()), "All in the audit log")
}

/// Where the form of an action is sent to.
fn to(known: &Known, what: &str) -> String {
    format!("{}/{what}", path(&known.account.user.id))
}

/// What changes whether they may come in; none of it is final.
fn standing_actions(operator: &Operator, known: &Known) -> Markup {
    if !operator.may(OperatorRole::Support) {
        return Markup::default();
    }
    let (ban, ban_label) = if known.account.banned { ("unban", "Unban") } else { ("ban", "Ban") };
    let (lock, lock_label) = if known.account.locked { ("unlock", "Unlock") } else { ("lock", "Lock") };
    // A wait after wrong passwords is no lock that shows, and is ended all the same.
    let forgive = (!known.account.locked).then(|| action(&to(known, "unlock"), "Forget wrong passwords", "plain", &[]));
    let impersonate =
        operator.may(OperatorRole::Admin).then(|| action(&to(known, "impersonate"), "Act as this user", "plain", &[]));
    tag("div").class("actions").holds([
        action(&to(known, ban), ban_label, "plain", &[]),
        action(&to(known, lock), lock_label, "plain", &[]),
        forgive.into(),
        impersonate.into(),
    ])
}

fn profile(operator: &Operator, known: &Known) -> Markup {
    let user = &known.account.user;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    if !operator.may(OperatorRole::Support) {
        let terms = [
            ("First name", text(&user.first_name)),
            ("Last name", text(&user.last_name)),
            ("Username", text(&user.username)),
            ("External id", text(&known.account.external_id)),
        ];
        let terms: Markup = terms
            .into_iter()
            .map(|(name, value)| Markup::from([tag("dt").holds(name), tag("dd").with("dir", "auto").holds(value)]))
            .collect();
        return part("profile", "Profile", (), tag("dl").holds(terms));
    }
    let form = tag("form").class("stack").with("method", "post").with("action", to(known, "profile")).holds([
        field("first_name", "first_name", "First name", "text", &text(&user.first_name)),
        field("last_name", "last_name", "Last name", "text", &text(&user.last_name)),
        field("username", "username", "Username", "text", &text(&user.username)),
        field("external_id", "external_id", "External id", "text", &text(&known.account.external_id)),
        button("Save the profile", "primary"),
    ]);
    part("profile", "Profile", (), form)
}

fn identifiers(operator: &Operator, known: &Known) -> Markup {
    let user = &known.account.user;
    let may = operator.may(OperatorRole::Support);
    let proven = |status: VerificationStatus| match status {
        VerificationStatus::Verified => badge("success", "Proven"),
        _ => badge("warning", "Not proven"),
    };
    let mut rows = Vec::new();
    for address in &user.email_addresses {
        let is_primary = user.primary_email_address_id.as_deref() == Some(address.id.as_str());
        let is_proven = address.verification.status == VerificationStatus::Verified;
        let hidden = [("email_address_id", address.id.as_str())];
        let primary = (may && !is_primary && is_proven)
            .then(|| action(&to(known, "primary_email"), "Make primary", "plain", &hidden));
        let remove = may.then(|| action(&to(known, "remove_email"), "Remove", "plain", &hidden));
        rows.push(vec![
            "Email address".into(),
            tag("span").with("dir", "auto").holds(&address.email_address),
            proven(address.verification.status).and(is_primary.then(|| badge("neutral", "Primary"))),
            Markup::from(primary).and(remove),
        ]);
    }
    for number in &user.phone_numbers {
        let is_primary = user.primary_phone_number_id.as_deref() == Some(number.id.as_str());
        rows.push(vec![
            "Phone number".into(),
            tag("span").with("dir", "ltr").holds(&number.formatted),
            proven(number.verification.status)
                .and(is_primary.then(|| badge("neutral", "Primary")))
                .and(number.reserved_for_second_factor.then(|| badge("neutral", "Second factor"))),
            Markup::default(),
        ]);
    }
    for elsewhere in &user.external_accounts {
        let at = elsewhere.email_address.as_ref().unwrap_or(&elsewhere.provider_user_id);
        rows.push(vec![
            elsewhere.provider.as_str().into(),
            tag("span").with("dir", "auto").holds(at),
            moment(elsewhere.created_at),
            Markup::default(),
        ]);
    }
    let list = match rows.is_empty() {
        true => empty("They go by nothing but their id.", ()),
        false => table("Identifiers", &["Kind", "Identifier", "State", "Actions"], rows),
    };
    let add = may.then(|| {
        let known_to_be_theirs = operator.may(OperatorRole::Admin).then(|| {
            tag("label").class("check").holds([
                tag("input").with("type", "checkbox").with("name", "verified").with("value", "1").alone(),
                tag("span").holds("It is known to be theirs"),
            ])
        });
        tag("form").class("filters").with("method", "post").with("action", to(known, "add_email")).holds([
            field("email_address", "email_address", "Another email address", "email", ""),
            known_to_be_theirs.into(),
            button("Add", "plain"),
        ])
    });
    part("identifiers", "Identifiers", (), list.and(add))
}

fn factors(operator: &Operator, known: &Known) -> Markup {
    let user = &known.account.user;
    let has = |on: bool| if on { badge("success", "Yes") } else { badge("neutral", "No") };
    let mut terms = vec![
        ("Password", has(user.password_enabled)),
        ("Second factor is asked for", has(user.two_factor_enabled)),
        ("Authenticator app", has(user.totp_enabled)),
        ("Backup codes", has(user.backup_code_enabled)),
    ];
    if let Some(since) = user.mfa_enabled_at {
        terms.push(("Since", moment(since)));
    }
    let terms: Markup =
        terms.into_iter().map(|(name, value)| Markup::from([tag("dt").holds(name), tag("dd").holds(value)])).collect();
    let may = operator.may(OperatorRole::Support);
    let rows: Vec<Vec<Markup>> = user
        .passkeys
        .iter()
        .map(|passkey| {
            let hidden = [("passkey_id", passkey.id.as_str())];
            let remove = may.then(|| action(&to(known, "remove_passkey"), "Remove", "plain", &hidden));
            let name = tag("span").with("dir", "auto").holds(&passkey.name);
            vec![name, moment(passkey.created_at), moment_or(passkey.last_used_at, "never"), remove.into()]
        })
        .collect();
    let passkeys = (!rows.is_empty()).then(|| table("Passkeys", &["Passkey", "Made", "Last used", "Actions"], rows));
    let reset = (may && user.two_factor_enabled).then(|| {
        let what = "Takes every second factor from them, ends their sessions and tells them by mail. Make sure first that \
                    it is them who asks.";
        dangerous(&to(known, "reset_mfa"), "reset-confirmation", "Reset second factors", what, &word(known))
    });
    part("factors", "Factors", (), tag("dl").class("short").holds(terms).and(passkeys).and(reset))
}

/// What is typed to confirm what cannot be undone: what people know them by.
pub fn word_of(account: &Account) -> String {
    account.user.primary_email_address().unwrap_or(&account.user.id).to_owned()
}

fn word(known: &Known) -> String {
    word_of(&known.account)
}

fn sessions(operator: &Operator, known: &Known) -> Markup {
    let may = operator.may(OperatorRole::Support);
    let are_live = known.sessions.iter().any(UserSession::is_live);
    let all = (may && are_live).then(|| action(&to(known, "revoke_sessions"), "Revoke all", "plain", &[]));
    let rows: Vec<Vec<Markup>> = known
        .sessions
        .iter()
        .map(|session| {
            let hidden = [("session_id", session.id.as_str())];
            let revoke =
                (may && session.is_live()).then(|| action(&to(known, "revoke_session"), "Revoke", "plain", &hidden));
            let mut cells = session_cells(session);
            cells.push(revoke.into());
            cells
        })
        .collect();
    let list = match rows.is_empty() {
        true => empty("They have not signed in yet, or it is long ago.", ()),
        false => table("Sessions and devices", &["Device", "Where", "State", "Last used", "Actions"], rows),
    };
    part("sessions", "Sessions and devices", all, list)
}

/// A session in the cells of a table: its device, where it is, where it stands, when it was last used.
pub fn session_cells(session: &UserSession) -> Vec<Markup> {
    let at = &session.latest_activity;
    let device = match (&at.browser_name, &at.device_type) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => "Unknown".to_owned(),
    };
    let place: Vec<&str> = [&at.city, &at.country, &at.ip_address].into_iter().filter_map(|it| it.as_deref()).collect();
    let kind = if session.is_live() { "success" } else { "neutral" };
    let state = badge(kind, session.status.as_str());
    let state = state.and(session.actor.as_ref().map(|actor| badge("warning", &format!("by {}", actor.sub()))));
    vec![device.into(), place.join(", ").into(), state, moment(session.last_active_at)]
}

fn organizations(known: &Known) -> Markup {
    if known.organizations.is_empty() {
        return Markup::default();
    }
    let rows = known
        .organizations
        .iter()
        .map(|membership| {
            let organization = &membership.organization;
            let to = format!("{}/{}", Section::Organizations.path(), organization.id);
            vec![
                tag("a").with("href", to).with("dir", "auto").holds(&organization.name),
                membership.role_name.as_str().into(),
                moment(membership.created_at),
            ]
        })
        .collect();
    part("organizations", "Organizations", (), table("Organizations", &["Organization", "Role", "Since"], rows))
}

/// The fields of the metadata, and what each of them is.
const METADATA: [(&str, &str, &str); 3] = [
    ("public_metadata", "Public", "The user reads it, the server writes it."),
    ("private_metadata", "Private", "The server alone reads and writes it."),
    ("unsafe_metadata", "Unsafe", "The user writes it too: trust nothing in it."),
];

fn metadata(operator: &Operator, known: &Known) -> Markup {
    let account = &known.account;
    let pretty = |object: &Map<String, Value>| serde_json::to_string_pretty(object).unwrap_or_default();
    let kept = [
        pretty(&account.user.public_metadata.to_map()),
        pretty(&account.private_metadata),
        pretty(&account.user.unsafe_metadata.to_map()),
    ];
    let shown = known.refused.as_ref().map_or(&kept, |refused| &refused.typed);
    let none = [None, None, None];
    let why = known.refused.as_ref().map_or(&none, |refused| &refused.why);
    let may = operator.may(OperatorRole::Support);
    let wrong = object_alert(METADATA.iter().map(|(_, label, _)| *label).zip(why));
    let fields: Markup = METADATA
        .into_iter()
        .zip(shown)
        .zip(why)
        .map(|(((name, label, about), value), why)| {
            object_field(&ObjectField { name, label, about, value, wrong: why.as_deref(), readonly: !may })
        })
        .collect();
    let send = may.then(|| button("Save the metadata", "primary"));
    let form = tag("form").class("stack").with("method", "post").with("action", to(known, "metadata"));
    part("metadata", "Metadata", (), wrong.and(form.holds(fields.and(send))))
}

fn danger(operator: &Operator, known: &Known) -> Markup {
    if !operator.may(OperatorRole::Admin) {
        return Markup::default();
    }
    let what = "Deletes the account with everything that is theirs: sessions, factors, keys, and organizations to which nobody \
                else belongs. What they went by is free again. This cannot be undone.";
    let form = dangerous(&to(known, "delete"), "delete-confirmation", "Delete this user", what, &word(known));
    part("danger", "Danger", (), form)
}
