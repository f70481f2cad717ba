use axum::Form;
use axum::extract::Path;
use serde::Deserialize;

use super::super::metadata;
use super::super::operator::{Answer, Instead, Operator, is_id, not_found, refusal};
use super::super::page::Section;
use super::super::typed::refusing;
use super::super::users::object;
use super::detail::{Asked, Refused, show_with};
use super::list::New;
use super::{list, path};
use crate::model::{ApiError, ApiErrors, EnrollmentMode, ErrorCode, Field};
use crate::server::flows;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::organizations::domains::NewOrganizationDomain;
use crate::server::flows::organizations::invitations::NewOrganizationInvitation;
use crate::server::flows::organizations::{NewOrganization, OrganizationUpdate};

/// What is typed. Each action has some of it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    confirmation: String,
    name: String,
    slug: String,
    max_allowed_memberships: String,
    id: String,
    identifier: String,
    email_address: String,
    enrollment_mode: String,
    verified: Option<String>,
    user_id: String,
    role: String,
    public_metadata: String,
    private_metadata: String,
}

/// Makes an organization.
pub async fn create(operator: Operator, Form(typed): Form<New>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let refuse = async |error: flows::Error| {
        let wrong = refusal(error)?;
        Ok(refusing(list::draw(&operator, &list::Asked::default(), &typed, Some(&wrong)).await?))
    };
    let created_by = match typed.created_by.trim() {
        "" => None,
        named => match operator.app.users().named(named).await? {
            Some(user_id) => Some(user_id),
            None => return refuse(nobody().into()).await,
        },
    };
    if let Some(user_id) = created_by.as_deref().filter(|id| *id != operator.session.user_id()) {
        // They are let in, as by `add_member`.
        operator.require_over(OperatorRole::Admin, user_id).await?;
        operator.require_proof(Section::Organizations.path()).await?;
    }
    let slug = Some(typed.slug.trim().to_owned()).filter(|slug| !slug.is_empty());
    let new = NewOrganization { slug, created_by, ..NewOrganization::named(typed.name.trim()) };
    match operator.app.organizations().create(&new).await {
        Ok(made) => operator.answer("organizations/create", Ok(()), &path(&made.id)),
        Err(error) => refuse(error).await,
    }
}

/// Nobody goes by what was typed.
fn nobody() -> ApiError {
    ApiError::of(ErrorCode::ResourceNotFound, Field::Identifier)
}

/// Goes on only if they may do it, and gives whom it is about, if it is about somebody.
async fn admit(operator: &Operator, id: &str, action: &str, typed: &Typed) -> Result<Option<String>, Instead> {
    let (needed, is_proven) = match action {
        // Whoever lets in whom they like, or says what they may, could as well act in anybody's place; whoever says whose a domain
        // is lets in everybody there.
        "add_member" | "set_role" | "invite" | "accept_request" | "add_domain" | "set_domain" | "delete" => {
            (OperatorRole::Admin, true)
        }
        "remove_domain" => (OperatorRole::Admin, false),
        _ => (OperatorRole::Support, false),
    };
    operator.require(needed)?;
    let about = match action {
        "add_member" => operator.app.users().named(&typed.identifier).await?,
        "set_role" | "remove_member" => Some(typed.user_id.trim().to_owned()),
        "accept_request" | "reject_request" => Some(operator.app.organizations().parts(id).who_asks(&typed.id).await?),
        _ => None,
    };
    if let Some(user_id) = &about {
        operator.require_over(needed, user_id).await?;
    }
    if is_proven {
        operator.require_proof(&path(id)).await?;
    }
    Ok(about)
}

/// Does something to an organization, and leads back to its page.
pub async fn act(operator: Operator, Path((id, action)): Path<(String, String)>, Form(typed): Form<Typed>) -> Answer {
    if ![id.as_str(), typed.user_id.trim(), typed.id.as_str()].into_iter().all(is_id) {
        return Err(not_found());
    }
    let about = admit(&operator, &id, &action, &typed).await?;
    let user_id = typed.user_id.trim();
    let back = path(&id);
    let organizations = operator.app.organizations();
    match action.as_str() {
        "profile" => change_profile(&operator, &id, typed).await,
        "metadata" => change_metadata(&operator, &id, typed).await,
        "add_member" => match about {
            Some(user_id) => match organizations.add_member(&id, &user_id, &typed.role).await {
                Ok(_) => operator.answer("organizations/add_member", Ok(()), &back),
                Err(error) => refuse_member(&operator, &id, typed, refusal(error)?).await,
            },
            None => refuse_member(&operator, &id, typed, nobody().into()).await,
        },
        "set_role" => {
            let changed = organizations.set_role(&id, user_id, &typed.role).await;
            operator.answer("organizations/set_role", changed, &back)
        }
        "remove_member" => {
            let removed = organizations.remove_member(&id, user_id).await;
            operator.answer("organizations/remove_member", removed, &back)
        }
        "invite" => {
            let role = Some(typed.role.clone()).filter(|role| !role.is_empty());
            let new = NewOrganizationInvitation { role, ..NewOrganizationInvitation::to(typed.email_address.trim()) };
            match organizations.invitations().create(&id, &new).await {
                Ok(_) => operator.answer("organizations/invite", Ok(()), &back),
                Err(error) => {
                    let (wrong, Typed { email_address, role, .. }) = (refusal(error)?, typed);
                    refuse(&operator, &id, Refused::Invitation { email_address, role, wrong }).await
                }
            }
        }
        "revoke_invitation" => {
            let revoked = organizations.invitations().revoke(&id, &typed.id).await;
            operator.answer("organizations/revoke_invitation", revoked, &back)
        }
        "accept_request" => {
            let accepted = organizations.membership_requests().accept(&id, &typed.id).await;
            operator.answer("organizations/accept_request", accepted, &back)
        }
        "reject_request" => {
            let rejected = organizations.membership_requests().reject(&id, &typed.id).await;
            operator.answer("organizations/reject_request", rejected, &back)
        }
        "remove_logo" => {
            if !confirmed(&operator, &id, &typed).await? {
                return Ok(operator.unconfirmed("organizations/remove_logo", &back));
            }
            let removed = organizations.delete_logo(&id).await;
            operator.answer("organizations/remove_logo", removed, &back)
        }
        "add_domain" | "set_domain" | "remove_domain" => change_domain(&operator, &id, &action, typed).await,
        "delete" => {
            if !confirmed(&operator, &id, &typed).await? {
                return Ok(operator.unconfirmed("organizations/delete", &back));
            }
            let deleted = organizations.delete(&id).await;
            let to = if deleted.is_ok() { Section::Organizations.path() } else { back.as_str() };
            operator.answer("organizations/delete", deleted, to)
        }
        _ => Err(not_found()),
    }
}

/// Whether they typed what they were asked to: its name.
async fn confirmed(operator: &Operator, id: &str, typed: &Typed) -> Result<bool, Instead> {
    let found = operator.app.organizations().get(id).await?.filter(|found| found.id == id);
    Ok(typed.confirmation.trim() == found.ok_or_else(not_found)?.name.trim())
}

async fn change_profile(operator: &Operator, id: &str, typed: Typed) -> Answer {
    let most = match typed.max_allowed_memberships.trim() {
        "" => None,
        most => Some(Some(most.parse().unwrap_or(-1))),
    };
    let update = OrganizationUpdate {
        name: Some(typed.name.clone()),
        slug: Some(typed.slug.trim().to_owned()),
        max_allowed_memberships: most,
        ..OrganizationUpdate::default()
    };
    match operator.app.organizations().update(id, &update).await {
        Ok(_) => operator.answer("organizations/profile", Ok(()), &path(id)),
        Err(error) => {
            let wrong = refusal(error)?;
            let typed = [typed.name, typed.slug, typed.max_allowed_memberships];
            refuse(operator, id, Refused::Profile { typed, wrong }).await
        }
    }
}

/// The page once more, with what was typed and cannot be kept.
async fn refuse(operator: &Operator, id: &str, refused: Refused) -> Answer {
    Ok(refusing(show_with(operator, id, Asked::default(), Some(refused)).await?))
}

async fn refuse_member(operator: &Operator, id: &str, typed: Typed, wrong: ApiErrors) -> Answer {
    let Typed { identifier, role, .. } = typed;
    refuse(operator, id, Refused::Member { identifier, role, wrong }).await
}

async fn change_domain(operator: &Operator, id: &str, action: &str, typed: Typed) -> Answer {
    let domains = operator.app.organizations().domains();
    let back = path(id);
    if action == "remove_domain" {
        return operator.answer("organizations/remove_domain", domains.delete(id, &typed.id).await, &back);
    }
    let verified = typed.verified.is_some();
    let changed = match EnrollmentMode::parse(&typed.enrollment_mode) {
        None => Err(ApiError::of(ErrorCode::FormParamFormatInvalid, Field::EnrollmentMode).into()),
        Some(enrollment_mode) if action == "add_domain" => {
            let new = NewOrganizationDomain { name: typed.name.trim().to_owned(), enrollment_mode, verified };
            domains.create(id, &new).await
        }
        Some(enrollment_mode) => domains.update(id, &typed.id, Some(enrollment_mode), Some(verified)).await,
    };
    match changed {
        Ok(_) => operator.answer(&format!("organizations/{action}"), Ok(()), &back),
        Err(error) => {
            let wrong = refusal(error)?;
            let Typed { id: of, name, enrollment_mode, .. } = typed;
            let of = (action == "set_domain").then_some(of);
            refuse(operator, id, Refused::Domain { id: of, name, enrollment_mode, is_known: verified, wrong }).await
        }
    }
}

async fn change_metadata(operator: &Operator, id: &str, typed: Typed) -> Answer {
    let texts = [typed.public_metadata, typed.private_metadata];
    let read = [&texts[0], &texts[1]].map(|text| object(text));
    match read {
        [Ok(public), Ok(private)] => {
            let update = OrganizationUpdate {
                public_metadata: Some(public),
                private_metadata: Some(private),
                ..OrganizationUpdate::default()
            };
            let changed = operator.app.organizations().update(id, &update).await;
            operator.answer("organizations/metadata", changed, &path(id))
        }
        read => {
            let refused = Refused::Metadata(metadata::Refused { typed: texts, why: read.map(Result::err) });
            refuse(operator, id, refused).await
        }
    }
}
