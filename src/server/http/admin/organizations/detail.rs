use axum::response::Response;
use serde_json::{Map, Value};

use super::super::audit_log::entries;
use super::super::markup::{Markup, tag};
use super::super::operator::{Answer, Operator, is_id, not_found};
use super::super::page::{
    ObjectField, Section, action, button, choice, copied, dangerous, empty, field, moment, object_alert, object_field,
    page, part, table,
};
use super::super::users;
use super::path;
use crate::model::{Organization, OrganizationMembership};
use crate::server::flows::audit_log::{AuditLogEntry, AuditQuery};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::organizations::{MemberQuery, OrganizationMetadata};
use crate::server::http::segment::Segment;

/// As many of each list are shown.
const SHOWN: i64 = 50;

/// What an organization's page is made of.
struct Known {
    organization: Organization,
    metadata: OrganizationMetadata,
    members: Vec<OrganizationMembership>,
    total: i64,
    /// Keys and names.
    roles: Vec<(String, String)>,
    entries: Vec<AuditLogEntry>,
    refused: Option<Refused>,
}

/// Metadata that cannot be kept.
pub struct Refused {
    /// What was typed: public and private.
    pub typed: [String; 2],
    /// Why each of them cannot, in words; nothing where it could.
    pub why: [Option<String>; 2],
}

/// An organization's page.
pub async fn show(operator: Operator, Segment(id): Segment) -> Answer {
    show_with(&operator, &id, None).await
}

/// The same with metadata that cannot be kept.
pub async fn show_with(operator: &Operator, id: &str, refused: Option<Refused>) -> Answer {
    if !is_id(id) {
        return Err(not_found());
    }
    let organizations = operator.app.organizations();
    // By its id: an address that names it stays good when its slug changes.
    let organization = organizations.get(id).await?.filter(|found| found.id == id).ok_or_else(not_found)?;
    let metadata = organizations.metadata(id).await?.ok_or_else(not_found)?;
    let query = MemberQuery { limit: SHOWN, ..MemberQuery::default() };
    let (members, total) = organizations.members(id, &query).await?;
    let roles = organizations.named_roles()?.into_iter().map(|(role, name)| (role.key, name)).collect();
    let query = AuditQuery { organization_id: Some(id.to_owned()), limit: 20, ..AuditQuery::default() };
    let (entries, _) = operator.app.audit_log().list(&query).await?;
    Ok(draw(operator, &Known { organization, metadata, members, total, roles, entries, refused }))
}

fn to(known: &Known, what: &str) -> String {
    format!("{}/{what}", path(&known.organization.id))
}

fn draw(operator: &Operator, known: &Known) -> Response {
    let organization = &known.organization;
    let head = tag("div").class("head").holds([
        copied(&organization.id),
        tag("span").class("muted").holds(Markup::from("Made ").and(moment(organization.created_at))),
    ]);
    let main = Markup::from([
        head,
        profile(operator, known),
        members(operator, known),
        metadata(operator, known),
        part("events", "Events", (), entries(&known.entries)),
        danger(operator, known),
    ]);
    page(operator, Section::Organizations, &organization.name, main)
}

fn profile(operator: &Operator, known: &Known) -> Markup {
    let organization = &known.organization;
    let slug = organization.slug.as_deref().unwrap_or_default();
    if !operator.may(OperatorRole::Support) {
        let terms = Markup::from([
            tag("dt").holds("Slug"),
            tag("dd").holds(slug),
            tag("dt").holds("Members at most"),
            tag("dd").holds(organization.max_allowed_memberships),
        ]);
        return part("profile", "Profile", (), tag("dl").holds(terms));
    }
    let most = organization.max_allowed_memberships.to_string();
    let form = tag("form").class("stack").with("method", "post").with("action", to(known, "profile")).holds([
        field("name", "name", "Name", "text", &organization.name),
        field("slug", "slug", "Slug", "text", slug),
        field("max_allowed_memberships", "max_allowed_memberships", "Members at most (0: no limit)", "number", &most),
        button("Save the profile", "primary"),
    ]);
    part("profile", "Profile", (), form)
}

fn members(operator: &Operator, known: &Known) -> Markup {
    let (may, may_give) = (operator.may(OperatorRole::Support), operator.may(OperatorRole::Admin));
    let options: Vec<(&str, &str)> = known.roles.iter().map(|(key, name)| (key.as_str(), name.as_str())).collect();
    let rows: Vec<Vec<Markup>> = known
        .members
        .iter()
        .enumerate()
        .map(|(place, membership)| {
            let person = &membership.public_user_data;
            let hidden = [("user_id", person.user_id.as_str())];
            let change = may_give.then(|| {
                let id = format!("role-{place}");
                let user = tag("input").with("type", "hidden").with("name", "user_id").with("value", &person.user_id);
                let role = choice(&id, "role", "Role", &options, &membership.role);
                let form = tag("form").class("inline").with("method", "post").with("action", to(known, "set_role"));
                form.holds([user.alone(), role, button("Set", "plain")])
            });
            let remove = may.then(|| action(&to(known, "remove_member"), "Remove", "plain", &hidden));
            let role = change.unwrap_or_else(|| membership.role_name.as_str().into());
            vec![
                tag("a").with("href", users::path(&person.user_id)).with("dir", "auto").holds(&person.identifier),
                role,
                moment(membership.created_at),
                remove.into(),
            ]
        })
        .collect();
    let shown = match rows.is_empty() {
        true => empty("Nobody belongs to it yet.", ()),
        false => table("Members", &["Member", "Role", "Since", "Actions"], rows),
    };
    let more = (known.total > SHOWN)
        .then(|| tag("p").class("muted").holds(format!("The first {SHOWN} of {} are shown.", known.total)));
    let add = may_give.then(|| {
        tag("form").class("filters").with("method", "post").with("action", to(known, "add_member")).holds([
            field("user_id", "user_id", "Add a user (id)", "text", ""),
            choice("new-role", "role", "Role", &options, "org:member"),
            button("Add", "plain"),
        ])
    });
    part("members", "Members", (), shown.and(more).and(add))
}

/// The fields of the metadata, and what each of them is.
const METADATA: [(&str, &str, &str); 2] = [
    ("public_metadata", "Public", "Its members read it, the server writes it."),
    ("private_metadata", "Private", "The server alone reads and writes it."),
];

fn metadata(operator: &Operator, known: &Known) -> Markup {
    let pretty = |object: &Map<String, Value>| serde_json::to_string_pretty(object).unwrap_or_default();
    let kept = [pretty(&known.metadata.public), pretty(&known.metadata.private)];
    let shown = known.refused.as_ref().map_or(&kept, |refused| &refused.typed);
    let none = [None, None];
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
    let what = "Deletes the organization with its memberships, invitations, domains and keys. Its members keep their accounts. \
                This cannot be undone.";
    let form = dangerous(
        &to(known, "delete"),
        "delete-confirmation",
        "Delete this organization",
        what,
        &known.organization.name,
    );
    part("danger", "Danger", (), form)
}
