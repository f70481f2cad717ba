use axum::Form;
use axum::extract::Path;
use serde_json::{Map, Value};

use super::super::operator::{Answer, Operator, not_found};
use super::super::page::Section;
use super::super::typed::{Typed, refusing};
use super::detail::{Written, draw};
use super::{fault, find, path};
use crate::server::crypto::{Secret, SigningAlgorithm};
use crate::server::flows::jwt_templates::{JwtSigning, JwtTemplate, JwtTemplateUpdate, NewJwtTemplate};
use crate::server::flows::operators::OperatorRole;

/// A key, if one was typed. Browsers send other ends of lines than a key has that somebody copied.
fn key(typed: &Typed) -> Option<Secret> {
    let key = typed.one("signing_key");
    (!key.is_empty()).then(|| Secret::new(key.replace("\r\n", "\n")))
}

/// What was typed, as far as it can be read; else why not.
fn read(typed: &Typed) -> Result<(Written, Map<String, Value>, JwtSigning), String> {
    let (written, key) = (Written::typed(typed), key(typed));
    let claims = written.claims()?;
    let signing = match (written.has_own_key, key) {
        (true, key) => JwtSigning::Own { algorithm: SigningAlgorithm::parse(&written.algorithm), key },
        (false, None) => JwtSigning::Instance,
        (false, Some(_)) => return Err("signing_key: is used only if tokens are signed with a key of its own".into()),
    };
    Ok((written, claims, signing))
}

/// The page once more, with the reason for which nothing was kept.
async fn refused(operator: &Operator, known: Option<&JwtTemplate>, typed: &Typed, why: &str) -> Answer {
    Ok(refusing(draw(operator, known, Written::typed(typed), Some(why)).await?))
}

/// Makes one.
pub async fn create(operator: Operator, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    if key(&typed).is_some() {
        operator.require_proof(&path("new")).await?;
    }
    let (written, claims, signing) = match read(&typed) {
        Ok(read) => read,
        Err(why) => return refused(&operator, None, &typed, &why).await,
    };
    let new = NewJwtTemplate {
        lifetime: written.lifetime,
        allowed_clock_skew: written.allowed_clock_skew,
        signing,
        ..NewJwtTemplate::saying(written.name, claims)
    };
    match operator.app.jwt_templates().create(&new).await {
        Ok(made) => operator.answer("jwt_templates/create", Ok(()), &path(&made.id)),
        Err(error) => refused(&operator, None, &typed, &fault(error)?).await,
    }
}

/// Shows what a token would say, and keeps nothing.
pub async fn preview(operator: Operator, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let known = match typed.one("id") {
        "" => None,
        id => Some(find(&operator, id).await?),
    };
    draw(&operator, known.as_ref(), Written::typed(&typed), None).await
}

/// Changes or deletes one.
pub async fn act(operator: Operator, Path((id, action)): Path<(String, String)>, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let known = find(&operator, &id).await?;
    let templates = operator.app.jwt_templates();
    let back = path(&known.id);
    match action.as_str() {
        "update" => {
            if key(&typed).is_some() {
                operator.require_proof(&back).await?;
            }
            let (written, claims, signing) = match read(&typed) {
                Ok(read) => read,
                Err(why) => return refused(&operator, Some(&known), &typed, &why).await,
            };
            let change = JwtTemplateUpdate {
                name: Some(written.name),
                claims: Some(claims),
                lifetime: Some(written.lifetime),
                allowed_clock_skew: Some(written.allowed_clock_skew),
                signing: Some(signing),
            };
            match templates.update(&known.id, &change).await {
                Ok(_) => operator.answer("jwt_templates/update", Ok(()), &back),
                Err(error) => refused(&operator, Some(&known), &typed, &fault(error)?).await,
            }
        }
        "delete" => {
            if typed.one("confirmation") != known.name {
                return Ok(operator.unconfirmed("jwt_templates/delete", &back));
            }
            match templates.delete(&known.id).await {
                Ok(()) => operator.answer("jwt_templates/delete", Ok(()), Section::JwtTemplates.path()),
                Err(error) => refused(&operator, Some(&known), &typed, &fault(error)?).await,
            }
        }
        _ => Err(not_found()),
    }
}
