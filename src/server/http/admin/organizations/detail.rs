use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;

use super::super::audit_log::events;
use super::super::markup::{Markup, tag};
use super::super::metadata;
use super::super::operator::{Answer, Operator, is_id, not_found};
use super::super::page::{
    Section, button, copied, dangerous, descriptions, field, mistakes_beside, moment, page, part, proof_first,
};
use super::super::paging;
use super::domains::domains;
use super::logo::picture;
use super::members::members;
use super::waiting::{invitations, requests};
use super::{image, path};
use crate::model::{
    ApiErrors, Organization, OrganizationDomain, OrganizationInvitation, OrganizationMembership,
    OrganizationMembershipRequest,
};
use crate::server::flows::audit_log::{AuditLogEntry, AuditQuery};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::organizations::{MemberPageQuery, OrganizationMetadata, Part};
use crate::server::flows::user_pages::Place;
use crate::server::http::segment::Segment;

/// As many of each list are on a page.
const ON_A_PAGE: i64 = 25;
/// As many domains are shown: an organization names no more.
const DOMAINS: i64 = 50;

/// Which parts of its lists.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// How a member begins.
    pub q: String,
    members: String,
    invitations: String,
    requests: String,
}

impl Asked {
    /// The way on in one of the lists; the others stay where they are.
    pub fn next(&self, path: &str, list: &str, place: Option<&Place>) -> Option<Markup> {
        let all = [("members", &self.members), ("invitations", &self.invitations), ("requests", &self.requests)];
        let mut kept: Vec<(&str, &str)> = vec![("q", self.q.as_str())];
        kept.extend(all.into_iter().filter(|(name, _)| *name != list).map(|(name, value)| (name, value.as_str())));
        paging::next((path, &format!("#{list}")), "Next", &kept, list, place)
    }
}

/// What an organization's page is made of.
pub struct Known {
    /// The organization.
    pub organization: Organization,
    /// Which parts of its lists are asked for.
    pub asked: Asked,
    /// Who belongs to it.
    pub members: Part<OrganizationMembership>,
    /// Who is invited and has not answered.
    pub invitations: Part<OrganizationInvitation>,
    /// Who asks to be let in.
    pub requests: Part<OrganizationMembershipRequest>,
    /// Whether organizations have domains.
    pub has_domains: bool,
    /// Those that it has named.
    pub domains: Vec<OrganizationDomain>,
    metadata: OrganizationMetadata,
    /// Keys and names.
    roles: Vec<(String, String)>,
    entries: Vec<AuditLogEntry>,
    /// What was typed and cannot be kept, and why.
    pub refused: Option<Refused>,
}

impl Known {
    /// The roles that there are, to choose from.
    pub fn roles(&self) -> Vec<(&str, &str)> {
        self.roles.iter().map(|(key, name)| (key.as_str(), name.as_str())).collect()
    }
}

/// What cannot be kept.
pub enum Refused {
    /// The profile: name, slug and how many members at most.
    Profile {
        /// What was typed.
        typed: [String; 3],
        /// Why it cannot.
        wrong: ApiErrors,
    },
    /// Metadata.
    Metadata(metadata::Refused<2>),
    /// Who was to belong to it.
    Member {
        /// What they would go by.
        identifier: String,
        /// With which role.
        role: String,
        /// Why they cannot.
        wrong: ApiErrors,
    },
    /// Who was to be invited.
    Invitation {
        /// Where.
        email_address: String,
        /// With which role.
        role: String,
        /// Why they cannot.
        wrong: ApiErrors,
    },
    /// A domain.
    Domain {
        /// The id of the one that was to be changed; none of one that was to be added.
        id: Option<String>,
        /// What was typed.
        name: String,
        /// Which way in was chosen.
        enrollment_mode: String,
        /// Whether it is known to be theirs.
        is_known: bool,
        /// Why it cannot.
        wrong: ApiErrors,
    },
}

/// An organization's page.
pub async fn show(operator: Operator, Segment(id): Segment, Query(asked): Query<Asked>) -> Answer {
    show_with(&operator, &id, asked, None).await
}

/// The same with what cannot be kept.
pub async fn show_with(operator: &Operator, id: &str, asked: Asked, refused: Option<Refused>) -> Answer {
    if !is_id(id) {
        return Err(not_found());
    }
    let organizations = operator.app.organizations();
    // By its id: an address that names it stays good when its slug changes.
    let organization = organizations.get(id).await?.filter(|found| found.id == id).ok_or_else(not_found)?;
    let metadata = organizations.metadata(id).await?.ok_or_else(not_found)?;
    let parts = organizations.parts(id);
    let after = paging::place(&asked.members);
    let members = parts.members(&MemberPageQuery { beginning: asked.q.clone(), after, limit: ON_A_PAGE }).await?;
    let invitations = parts.invitations(paging::place(&asked.invitations).as_ref(), ON_A_PAGE).await?;
    let requests = parts.requests(paging::place(&asked.requests).as_ref(), ON_A_PAGE).await?;
    let has_domains = operator.app.settings.organizations.domains.enabled;
    let domains = match has_domains {
        true => organizations.domains().list(id, DOMAINS, 0).await?.0,
        false => Vec::new(),
    };
    let roles = organizations.named_roles()?.into_iter().map(|(role, name)| (role.key, name)).collect();
    let query = AuditQuery { organization_id: Some(id.to_owned()), limit: 20, ..AuditQuery::default() };
    let (entries, _) = operator.app.audit_log().list(&query).await?;
    let known = Known {
        organization,
        asked,
        members,
        invitations,
        requests,
        has_domains,
        domains,
        metadata,
        roles,
        entries,
        refused,
    };
    Ok(draw(operator, &known))
}

/// Where the form of an action is sent to.
pub fn to(known: &Known, what: &str) -> String {
    format!("{}/{what}", path(&known.organization.id))
}

fn draw(operator: &Operator, known: &Known) -> Response {
    let organization = &known.organization;
    let head = tag("div").class("head").holds([
        image(organization).into(),
        copied(&organization.id),
        tag("span").class("muted").holds(Markup::from("Made ").and(moment(organization.created_at))),
    ]);
    // Once for all of them: most of what admins do here asks for it.
    let back = path(&organization.id);
    let proof = operator.may(OperatorRole::Admin).then(|| proof_first(operator, &back)).flatten();
    let main = Markup::from([
        proof.into(),
        head,
        profile(operator, known),
        picture(operator, known),
        members(operator, known),
        invitations(operator, known),
        requests(operator, known),
        domains(operator, known),
        metadata(operator, known),
        events("organization_id", &organization.id, &known.entries),
        danger(operator, known),
    ]);
    page(operator, Section::Organizations, &organization.name, main)
}

fn profile(operator: &Operator, known: &Known) -> Markup {
    let organization = &known.organization;
    let slug = organization.slug.as_deref().unwrap_or_default();
    if !operator.may(OperatorRole::Support) {
        let terms =
            [("Slug", Markup::from(slug)), ("Members at most", Markup::from(organization.max_allowed_memberships))];
        return part("profile", "Profile", (), tag("dl").holds(descriptions(terms)));
    }
    let kept = [organization.name.clone(), slug.to_owned(), organization.max_allowed_memberships.to_string()];
    let (shown, wrong) = match &known.refused {
        Some(Refused::Profile { typed, wrong }) => (typed, Some(mistakes_beside(wrong, &[]))),
        _ => (&kept, None),
    };
    let [name, slug, most] = shown;
    let form = tag("form").class("stack").with("method", "post").with("action", to(known, "profile")).holds([
        field("name", "name", "Name", "text", name),
        field("slug", "slug", "Slug", "text", slug),
        field("max_allowed_memberships", "max_allowed_memberships", "Members at most (0: no limit)", "number", most),
        button("Save the profile", "primary"),
    ]);
    part("profile", "Profile", (), Markup::from(wrong).and(form))
}

/// The fields of the metadata, and what each of them is.
const METADATA: [metadata::Kind; 2] = [
    ("public_metadata", "Public", "Its members read it, the server writes it."),
    ("private_metadata", "Private", "The server alone reads and writes it."),
];

fn metadata(operator: &Operator, known: &Known) -> Markup {
    let kept = [&known.metadata.public, &known.metadata.private];
    let refused = match &known.refused {
        Some(Refused::Metadata(refused)) => Some(refused),
        _ => None,
    };
    let may = operator.may(OperatorRole::Support);
    metadata::part(&METADATA, kept, refused, &to(known, "metadata"), may)
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
