use axum::http::request::Parts;
use leptos::prelude::with_context;

use super::steps::Form;
use super::{answer, answer_and_lead, reply, target};
use crate::api::Reply;
use crate::model::{
    ApiError, ApiErrors, ErrorCode, Field, MembershipRequestStatus, Notice, Organization, OrganizationDomain,
    OrganizationInvitation, OrganizationMembership, OrganizationMembershipRequest, OrganizationSuggestion, PAGE_SIZE,
    Paginated, TicketStatus, UserOrganizationInvitation, fill,
};
use crate::server::flows::organizations::forms::{self, act};
use crate::server::flows::organizations::{MemberQuery, logo};
use crate::server::flows::{Outcome, active_organization};
use crate::server::http::organization_path::NamedOrganization;
use crate::server::vestibule::Vestibule;

/// Makes an organization of whoever is signed in.
pub async fn create_organization(
    name: &str,
    slug: &str,
    redirect_url: &str,
    after_create_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [(Field::Name, name), (Field::Slug, slug)];
    answer_and_lead(Form::CreateOrganization, redirect_url, &typed, async |app, visitor| {
        let outcome = active_organization::create(app, visitor, name, slug).await?;
        let made = outcome.client.session().and_then(|session| session.organization.as_ref());
        let next = made.and_then(|made| target(app, &fill(after_create_url, &made.id, made.slug.as_deref())));
        Ok((outcome, next))
    })
    .await
}

/// Lets the session that this browser acts in act in an organization, or in none.
pub async fn set_active_organization(
    organization: &str,
    redirect_url: &str,
    after_select_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [(Field::Organization, organization)];
    answer_and_lead(Form::SetActiveOrganization, redirect_url, &typed, async |app, visitor| {
        let organization = Some(organization).filter(|it| !it.is_empty());
        let outcome = active_organization::set_active(app, visitor, organization).await?;
        Ok((outcome, target(app, after_select_url)))
    })
    .await
}

/// Gives an organization another name or slug.
pub async fn update_organization(id: &str, name: &str, slug: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationId, id), (Field::Name, name), (Field::Slug, slug)];
    let slug = Some(slug).filter(|slug| !slug.is_empty());
    let named = with_context::<Parts, _>(|parts| parts.extensions.get::<NamedOrganization>().cloned()).flatten();
    answer_and_lead(Form::UpdateOrganization, redirect_url, &typed, async |app, visitor| {
        let mut kept = None;
        let outcome = act(app, visitor, async |theirs| {
            let here = match &named {
                Some(named) => theirs.get(&named.name).await.ok(),
                None => None,
            };
            let changed = theirs.update(id, Some(name), slug).await?;
            kept = changed.slug.filter(|_| here.is_some_and(|here| here.id == changed.id));
            Ok(())
        })
        .await?;
        // A page that names it goes along.
        let page = target(app, redirect_url).zip(named).zip(kept);
        Ok((outcome, page.map(|((page, named), slug)| named.renamed(&page, &slug))))
    })
    .await
}

/// Deletes an organization.
pub async fn delete_organization(
    id: &str,
    organization_name: &str,
    redirect_url: &str,
    after_leave_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationId, id), (Field::OrganizationName, organization_name)];
    answer_and_lead(Form::DeleteOrganization, redirect_url, &typed, async |app, visitor| {
        let outcome = forms::delete(app, visitor, id, organization_name).await?;
        let next = after_leaving(app, &outcome, after_leave_url);
        Ok((outcome, Some(next)))
    })
    .await
}

/// Takes a person out of an organization.
pub async fn leave_organization(id: &str, redirect_url: &str, after_leave_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationId, id)];
    answer_and_lead(Form::LeaveOrganization, redirect_url, &typed, async |app, visitor| {
        let outcome = act(app, visitor, async |theirs| theirs.leave(id).await).await?;
        let next = after_leaving(app, &outcome, after_leave_url);
        Ok((outcome, Some(next)))
    })
    .await
}

/// Where whoever has left an organization goes: whoever has to choose another one goes there first.
fn after_leaving(app: &Vestibule, outcome: &Outcome, wanted: &str) -> String {
    let wanted = target(app, wanted);
    match outcome.client.task() {
        Some(task) => super::redirect::page(&super::task_page(app, task), wanted.as_deref()),
        None => wanted.unwrap_or_else(|| app.settings.paths.after_sign_in.clone()),
    }
}

/// Takes its logo from an organization.
pub async fn remove_organization_logo(id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationId, id)];
    answer(Form::RemoveOrganizationLogo, redirect_url, &typed, async |app, visitor| {
        logo::remove(app, visitor, id).await
    })
    .await
}

/// Gives a member another role.
pub async fn update_organization_membership(
    organization_id: &str,
    user_id: &str,
    role: &str,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationId, organization_id), (Field::UserId, user_id), (Field::Role, role)];
    answer(Form::UpdateOrganizationMembership, redirect_url, &typed, async |app, visitor| {
        act(app, visitor, async |theirs| theirs.set_role(organization_id, user_id, role).await).await
    })
    .await
}

/// Takes a member out of an organization.
pub async fn remove_organization_membership(
    organization_id: &str,
    user_id: &str,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationId, organization_id), (Field::UserId, user_id)];
    answer(Form::RemoveOrganizationMembership, redirect_url, &typed, async |app, visitor| {
        act(app, visitor, async |theirs| theirs.remove_member(organization_id, user_id).await).await
    })
    .await
}

/// Invites people.
pub async fn create_organization_invitations(
    organization_id: &str,
    addresses: &str,
    role: &str,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationId, organization_id), (Field::EmailAddresses, addresses), (Field::Role, role)];
    answer(Form::CreateOrganizationInvitations, redirect_url, &typed, async |app, visitor| {
        forms::invite(app, visitor, organization_id, addresses, role).await
    })
    .await
}

/// Mails an invitation once more.
pub async fn resend_organization_invitation(
    organization_id: &str,
    id: &str,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationId, organization_id), (Field::OrganizationInvitationId, id)];
    answer(Form::ResendOrganizationInvitation, redirect_url, &typed, async |app, visitor| {
        let sent = act(app, visitor, async |theirs| theirs.invitations().resend(organization_id, id).await).await?;
        Ok(Outcome { notice: Some(Notice::InvitationSent), ..sent })
    })
    .await
}

/// Takes an invitation back.
pub async fn revoke_organization_invitation(
    organization_id: &str,
    id: &str,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationId, organization_id), (Field::OrganizationInvitationId, id)];
    answer(Form::RevokeOrganizationInvitation, redirect_url, &typed, async |app, visitor| {
        act(app, visitor, async |theirs| theirs.invitations().revoke(organization_id, id).await).await
    })
    .await
}

/// Accepts an invitation.
pub async fn accept_organization_invitation(id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::OrganizationInvitationId, id)];
    answer(Form::AcceptOrganizationInvitation, redirect_url, &typed, async |app, visitor| {
        forms::accept_invitation(app, visitor, id).await
    })
    .await
}

/// Accepts the invitation whose link was opened in this browser.
pub async fn ticket_accept(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::TicketAccept, redirect_url, &[], async |app, visitor| forms::accept_ticket(app, visitor).await).await
}

/// What was not said how many of it are wanted.
pub(super) const fn or_a_page(limit: i64) -> i64 {
    if limit > 0 { limit } else { PAGE_SIZE }
}

/// An organization.
pub async fn get_organization(id: &str) -> Result<Organization, ApiErrors> {
    reply(true, async |app, visitor| forms::ask(app, visitor, async |theirs| theirs.get(id).await).await).await
}

/// Part of its members.
pub async fn list_organization_memberships(
    organization_id: &str,
    query: &str,
    role: &str,
    limit: i64,
    offset: i64,
) -> Result<Paginated<OrganizationMembership>, ApiErrors> {
    let role = Some(role).filter(|role| !role.is_empty()).map(str::to_owned);
    let asked = MemberQuery { query: query.to_owned(), role, limit: or_a_page(limit), offset };
    reply(true, async |app, visitor| {
        forms::ask(app, visitor, async |theirs| {
            let (data, total_count) = theirs.members(organization_id, &asked).await?;
            Ok(Paginated { data, total_count })
        })
        .await
    })
    .await
}

/// Part of one's own memberships.
pub async fn list_own_organization_memberships(
    query: &str,
    organization_id: &str,
    limit: i64,
    offset: i64,
) -> Result<Paginated<OrganizationMembership>, ApiErrors> {
    reply(true, async |app, visitor| {
        forms::ask_held_up(app, visitor, async |theirs| {
            let page = (or_a_page(limit), offset);
            let (data, total_count) = theirs.memberships_found(query, organization_id, page).await?;
            Ok(Paginated { data, total_count })
        })
        .await
    })
    .await
}

/// Part of the invitations that stand somewhere.
pub async fn list_organization_invitations(
    organization_id: &str,
    status: &str,
    limit: i64,
    offset: i64,
) -> Result<Paginated<OrganizationInvitation>, ApiErrors> {
    let page = (or_a_page(limit), offset);
    let words = if status.is_empty() { TicketStatus::Pending.as_str() } else { status };
    let statuses: Option<Vec<_>> = words.split(',').map(TicketStatus::parse).collect();
    reply(true, async |app, visitor| {
        let statuses = statuses.ok_or_else(|| ApiError::new(ErrorCode::RequestBodyInvalid))?;
        forms::ask(app, visitor, async |theirs| {
            let found = theirs.invitations().list(organization_id, &statuses, page).await?;
            Ok(Paginated { data: found.data, total_count: found.total_count })
        })
        .await
    })
    .await
}

/// Part of what waits for whoever is signed in.
pub async fn list_own_organization_invitations(
    limit: i64,
    offset: i64,
) -> Result<Paginated<UserOrganizationInvitation>, ApiErrors> {
    reply(true, async |app, visitor| {
        let (data, total_count) = forms::waiting(app, visitor, or_a_page(limit), offset).await?;
        Ok(Paginated { data, total_count })
    })
    .await
}

/// Part of the domains of an organization.
pub async fn list_organization_domains(
    organization_id: &str,
    limit: i64,
    offset: i64,
) -> Result<Paginated<OrganizationDomain>, ApiErrors> {
    reply(true, async |app, visitor| {
        forms::ask(app, visitor, async |theirs| {
            let (data, total_count) = theirs.domains().list(organization_id, or_a_page(limit), offset).await?;
            Ok(Paginated { data, total_count })
        })
        .await
    })
    .await
}

/// Part of the requests that nobody has answered.
pub async fn list_organization_membership_requests(
    organization_id: &str,
    limit: i64,
    offset: i64,
) -> Result<Paginated<OrganizationMembershipRequest>, ApiErrors> {
    let (status, page) = (Some(MembershipRequestStatus::Pending), (or_a_page(limit), offset));
    reply(true, async |app, visitor| {
        forms::ask(app, visitor, async |theirs| {
            let (data, total_count) = theirs.membership_requests().list(organization_id, status, page).await?;
            Ok(Paginated { data, total_count })
        })
        .await
    })
    .await
}

/// Part of where an address lets whoever is signed in come, or ask.
pub async fn list_own_organization_suggestions(
    limit: i64,
    offset: i64,
) -> Result<Paginated<OrganizationSuggestion>, ApiErrors> {
    reply(true, async |app, visitor| {
        forms::ask_held_up(app, visitor, async |theirs| {
            let (data, total_count) = theirs.suggestions(or_a_page(limit), offset).await?;
            Ok(Paginated { data, total_count })
        })
        .await
    })
    .await
}
