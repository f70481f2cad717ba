//! JWT templates: what tokens for other services say, how long they are good, and what signs them. A key of a template's own is
//! written, and never shown.

mod actions;
mod detail;

use axum::extract::{Path, Query};
use serde::Deserialize;

pub use self::actions::{act, create, preview};
use self::detail::{Written, draw};
use super::markup::{Markup, link, paragraph, tag};
use super::operator::{Answer, Instead, Operator, is_id, not_found};
use super::page::{Section, empty, moment, page, table};
use super::typed::code;
use crate::server::flows;
use crate::server::flows::jwt_templates::{JwtTemplate, JwtTemplateError};
use crate::server::flows::operators::OperatorRole;

/// As many are on a page.
const ON_A_PAGE: i64 = 50;

/// The address of a template's page.
fn path(id: &str) -> String {
    format!("{}/{id}", Section::JwtTemplates.path())
}

/// What a fault is, and what a person can do something about.
fn fault(error: JwtTemplateError) -> Result<String, Instead> {
    match error {
        JwtTemplateError::NotFound => Err(not_found()),
        JwtTemplateError::Store(error) => Err(flows::Error::from(error).into()),
        other => Ok(match other.param() {
            Some(param) => format!("{param}: {other}"),
            None => other.to_string(),
        }),
    }
}

/// Which part of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    from: String,
}

/// The list.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let from = asked.from.parse::<i64>().unwrap_or(0).clamp(0, i64::from(u32::MAX));
    let found = operator.app.jwt_templates().list(ON_A_PAGE, from).await;
    let (found, total) = match found {
        Ok(found) => found,
        Err(error) => return Err(fault(error).err().unwrap_or_else(not_found)),
    };
    let rows: Vec<Vec<Markup>> = found
        .iter()
        .map(|template| {
            let signed = match template.custom_signing_key {
                true => format!("{}, with its own key", template.signing_algorithm.as_str()),
                false => "As session tokens are".to_owned(),
            };
            vec![
                link(path(&template.id), &template.name),
                format!("{} s", template.lifetime).into(),
                signed.into(),
                moment(template.updated_at),
            ]
        })
        .collect();
    let shown = match rows.is_empty() {
        true => empty(
            "There is no template yet.",
            paragraph(
                "Another service, such as a database that looks after its own permissions, takes a token of which it knows the \
                 key, with claims of its own. A template says which.",
            )
            .and(code("let token = protected.get_token(\"supabase\").await?;")),
        ),
        false => table("JWT templates", &["Name", "Good for", "Signed", "Changed"], rows),
    };
    let next = (from + ON_A_PAGE < total).then(|| {
        let to = format!("{}?from={}", Section::JwtTemplates.path(), from + ON_A_PAGE);
        tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds("Next"))
    });
    let new = operator.may(OperatorRole::Admin).then(|| {
        let to = tag("a").class("button").with("data-kind", "primary").with("href", path("new"));
        tag("p").class("actions").holds(to.holds("New template"))
    });
    let main = Markup::from([new.into(), shown, next.into()]);
    Ok(page(&operator, Section::JwtTemplates, Section::JwtTemplates.name(), main))
}

/// The page on which one is written.
pub async fn form(operator: Operator) -> Answer {
    operator.require(OperatorRole::Admin)?;
    draw(&operator, None, Written::default(), None).await
}

/// One of them.
pub async fn show(operator: Operator, Path(id): Path<String>) -> Answer {
    let template = find(&operator, &id).await?;
    let written = Written::of(&template);
    draw(&operator, Some(&template), written, None).await
}

async fn find(operator: &Operator, id: &str) -> Result<JwtTemplate, Instead> {
    if !is_id(id) {
        return Err(not_found());
    }
    let found = operator.app.jwt_templates().get(id).await;
    found.map_err(|error| fault(error).err().unwrap_or_else(not_found))
}
