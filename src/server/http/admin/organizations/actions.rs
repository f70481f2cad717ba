use axum::Form;
use axum::extract::Path;
use serde::Deserialize;

use super::super::operator::{Answer, Operator, is_id, not_found};
use super::super::page::Section;
use super::super::users::object;
use super::detail::{Refused, show_with};
use super::path;
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::organizations::{NewOrganization, OrganizationUpdate};

/// What is typed. Each action has some of it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    confirmation: String,
    name: String,
    slug: String,
    created_by: String,
    max_allowed_memberships: String,
    user_id: String,
    role: String,
    public_metadata: String,
    private_metadata: String,
}

/// Makes an organization.
pub async fn create(operator: Operator, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if !is_id(typed.created_by.trim()) {
        return Err(not_found());
    }
    let new = NewOrganization {
        slug: given(&typed.slug),
        created_by: given(&typed.created_by),
        ..NewOrganization::named(typed.name.trim())
    };
    let made = operator.app.organizations().create(&new).await;
    let to = made.as_ref().map_or_else(|_| Section::Organizations.path().to_owned(), |made| path(&made.id));
    operator.answer("organizations/create", made, &to)
}

/// Does something to an organization, and leads back to its page.
pub async fn act(operator: Operator, Path((id, action)): Path<(String, String)>, Form(typed): Form<Typed>) -> Answer {
    let user_id = typed.user_id.trim();
    if !is_id(&id) || !is_id(user_id) {
        return Err(not_found());
    }
    let back = path(&id);
    let organizations = operator.app.organizations();
    match action.as_str() {
        // Whoever lets in whom they like, or says what they may, could as well act in anybody's place.
        "add_member" | "set_role" => {
            operator.require_over(OperatorRole::Admin, user_id).await?;
            operator.require_proof(&back).await?;
        }
        "remove_member" => operator.require_over(OperatorRole::Support, user_id).await?,
        "delete" => {
            operator.require(OperatorRole::Admin)?;
            operator.require_proof(&back).await?;
        }
        _ => operator.require(OperatorRole::Support)?,
    }
    match action.as_str() {
        "profile" => {
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
            operator.answer("organizations/profile", organizations.update(&id, &update).await, &back)
        }
        "metadata" => change_metadata(&operator, &id, typed).await,
        "add_member" => {
            let added = organizations.add_member(&id, user_id, &typed.role).await;
            operator.answer("organizations/add_member", added, &back)
        }
        "set_role" => {
            let changed = organizations.set_role(&id, user_id, &typed.role).await;
            operator.answer("organizations/set_role", changed, &back)
        }
        "remove_member" => {
            let removed = organizations.remove_member(&id, user_id).await;
            operator.answer("organizations/remove_member", removed, &back)
        }
        "delete" => {
            let organization = organizations.get(&id).await?.filter(|found| found.id == id).ok_or_else(not_found)?;
            if typed.confirmation.trim() != organization.name.trim() {
                let wrong = ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Confirmation);
                return Ok(operator.lead_with("organizations/delete", wrong.into(), &back));
            }
            let deleted = organizations.delete(&id).await;
            let to = if deleted.is_ok() { Section::Organizations.path() } else { back.as_str() };
            operator.answer("organizations/delete", deleted, to)
        }
        _ => Err(not_found()),
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
            let refused = Refused { typed: texts, why: read.map(Result::err) };
            let mut response = show_with(operator, id, Some(refused)).await?;
            *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}
