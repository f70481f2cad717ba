use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;

use super::super::audit_log::events;
use super::super::markup::{Markup, tag};
use super::super::metadata;
use super::super::operator::{Answer, Operator, is_id, not_found};
use super::super::page::{
    Section, action, badge, button, copied, dangerous, field, mistakes_beside, moment, moment_or, page, part,
    proof_first, role_name, sure, typed_descriptions,
};
use super::belongings::{Listed, organizations, sessions};
use super::factors::factors;
use super::identifiers::identifiers;
use super::{avatar, path, standing};
use crate::model::{ApiErrors, OrganizationMembership};
use crate::server::flows::account::Contact;
use crate::server::flows::audit_log::{AuditLogEntry, AuditQuery};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::sessions::UserSession;
use crate::server::flows::users::Account;
use crate::server::http::segment::Segment;

/// As many of each list are shown.
pub const SHOWN: i64 = 20;

/// Which parts of what is long are asked for: after how many of each they begin.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    sessions: String,
    organizations: String,
}

fn from(typed: &str) -> i64 {
    typed.parse::<i64>().unwrap_or(0).clamp(0, i64::from(u32::MAX))
}

/// What a user's page is made of.
pub struct Known {
    /// The user.
    pub account: Account,
    /// Where they are signed in, and were.
    pub sessions: Listed<UserSession>,
    /// What they belong to.
    pub organizations: Listed<OrganizationMembership>,
    entries: Vec<AuditLogEntry>,
    role: Option<OperatorRole>,
    /// What was typed and cannot be kept, and why.
    pub refused: Option<Refused>,
}

/// What cannot be kept, as it was typed in the order of the fields.
pub enum Refused {
    /// The profile.
    Profile {
        /// What was typed.
        typed: [String; 4],
        /// Why it cannot.
        wrong: ApiErrors,
    },
    /// Metadata.
    Metadata(metadata::Refused<3>),
    /// An address or a number that was to be theirs too.
    Contact {
        /// Which of both.
        contact: Contact,
        /// What was typed.
        typed: String,
        /// Whether it is known to be theirs.
        is_known: bool,
        /// Why it cannot.
        wrong: ApiErrors,
    },
    /// A password, and why it cannot be theirs. It is not sent back.
    Password(ApiErrors),
}

/// A user's page.
pub async fn show(operator: Operator, Segment(id): Segment, Query(asked): Query<Asked>) -> Answer {
    show_with(&operator, &id, &asked, None).await
}

/// The same with what cannot be kept.
pub async fn show_with(operator: &Operator, id: &str, asked: &Asked, refused: Option<Refused>) -> Answer {
    if !is_id(id) {
        return Err(not_found());
    }
    let app = &operator.app;
    let account = app.users().get(id).await?.ok_or_else(not_found)?;
    let at = from(&asked.sessions);
    let (shown, total) = app.sessions().of_user(id, SHOWN, at).await?;
    let sessions = Listed { shown, from: at, total };
    let at = from(&asked.organizations);
    let (shown, total) = match app.settings.organizations.enabled {
        true => app.organizations().memberships_of(id, SHOWN, at).await?,
        false => (Vec::new(), 0),
    };
    let organizations = Listed { shown, from: at, total };
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
    // Once for all of them: most of what is done here asks for it.
    let back = path(&user.id);
    let proof = operator.may(OperatorRole::Support).then(|| proof_first(operator, &back)).flatten();
    let main = Markup::from([
        proof.into(),
        head,
        standing_actions(operator, known),
        profile(operator, known),
        identifiers(operator, known),
        factors(operator, known),
        sessions(operator, known),
        organizations(known),
        metadata(operator, known),
        events("subject_id", &user.id, &known.entries),
        danger(operator, known),
    ]);
    page(operator, Section::Users, &name, main)
}

/// Where the form of an action is sent to.
pub fn to(known: &Known, what: &str) -> String {
    format!("{}/{what}", path(&known.account.user.id))
}

/// What changes whether they may come in; none of it is final, and what takes something says so first.
fn standing_actions(operator: &Operator, known: &Known) -> Markup {
    if !operator.may(OperatorRole::Support) {
        return Markup::default();
    }
    let ban = match known.account.banned {
        true => action(&to(known, "unban"), "Unban", "plain", &[]),
        false => {
            let what = "Signs them out everywhere at once and lets them in no more, whatever they prove. Unban lets them in again; \
                        their sessions stay over.";
            sure(&to(known, "ban"), "Ban", what, "danger", &[])
        }
    };
    let lock = match known.account.locked {
        true => action(&to(known, "unlock"), "Unlock", "plain", &[]),
        false => {
            let what = "Keeps them from signing in for as long as the settings lock an account. Where they are signed in they stay \
                        so. Unlock ends it before.";
            sure(&to(known, "lock"), "Lock", what, "danger", &[])
        }
    };
    // A wait after wrong passwords is no lock that shows, and is ended all the same.
    let forgive = (!known.account.locked).then(|| action(&to(known, "unlock"), "Forget wrong passwords", "plain", &[]));
    let impersonate =
        operator.may(OperatorRole::Admin).then(|| action(&to(known, "impersonate"), "Act as this user", "plain", &[]));
    tag("div").class("actions").holds([ban, lock, forgive.into(), impersonate.into()])
}

fn profile(operator: &Operator, known: &Known) -> Markup {
    let user = &known.account.user;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let kept = [text(&user.first_name), text(&user.last_name), text(&user.username), text(&known.account.external_id)];
    if !operator.may(OperatorRole::Support) {
        let names = ["First name", "Last name", "Username", "External id"];
        let terms = names.into_iter().zip(kept);
        return part("profile", "Profile", (), tag("dl").holds(typed_descriptions(terms)));
    }
    let (shown, wrong) = match &known.refused {
        Some(Refused::Profile { typed, wrong }) => (typed, Some(mistakes_beside(wrong, &[]))),
        _ => (&kept, None),
    };
    let [first_name, last_name, username, external_id] = shown;
    let form = tag("form").class("stack").with("method", "post").with("action", to(known, "profile")).holds([
        field("first_name", "first_name", "First name", "text", first_name),
        field("last_name", "last_name", "Last name", "text", last_name),
        field("username", "username", "Username", "text", username),
        field("external_id", "external_id", "External id", "text", external_id),
        button("Save the profile", "primary"),
    ]);
    let picture = user.has_image.then(|| {
        let what = "Takes the picture from them, everywhere at once: it is deleted and cannot be brought back. They can upload another.";
        dangerous(&to(known, "remove_image"), "picture-confirmation", "Remove the picture", what, &word(known))
    });
    part("profile", "Profile", (), Markup::from(wrong).and(form).and(picture))
}

/// What is typed to confirm what cannot be undone: what people know them by.
pub fn word_of(account: &Account) -> String {
    account.user.primary_email_address().unwrap_or(&account.user.id).to_owned()
}

/// The same of whom the page is about.
pub fn word(known: &Known) -> String {
    word_of(&known.account)
}

/// The fields of the metadata, and what each of them is.
const METADATA: [metadata::Kind; 3] = [
    ("public_metadata", "Public", "The user reads it, the server writes it."),
    ("private_metadata", "Private", "The server alone reads and writes it."),
    ("unsafe_metadata", "Unsafe", "The user writes it too: trust nothing in it."),
];

fn metadata(operator: &Operator, known: &Known) -> Markup {
    let account = &known.account;
    let (public, writable) = (account.user.public_metadata.to_map(), account.user.unsafe_metadata.to_map());
    let refused = match &known.refused {
        Some(Refused::Metadata(refused)) => Some(refused),
        _ => None,
    };
    let may = operator.may(OperatorRole::Support);
    let kept = [&public, &account.private_metadata, &writable];
    metadata::part(&METADATA, kept, refused, &to(known, "metadata"), may)
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
