//! Where one may be led besides where the settings say.

use axum::Form;
use axum::response::Response;
use serde::Deserialize;

use super::markup::{Markup, paragraph, tag};
use super::operator::{Answer, Instead, Operator, is_id, not_found};
use super::page::{Section, button, empty, field, moment, page, proof_first, sure, table};
use super::typed::{code, refusing, wrong};
use crate::server::flows;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::redirect_urls::{MOST_URLS, RedirectUrlError};

/// What is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    url: String,
    id: String,
}

/// What a fault is, and what a person can do something about.
fn fault(error: RedirectUrlError) -> Result<String, Instead> {
    match error {
        RedirectUrlError::NotFound => Err(not_found()),
        RedirectUrlError::Store(error) => Err(flows::Error::from(error).into()),
        other => Ok(other.to_string()),
    }
}

/// The list.
pub async fn list(operator: Operator) -> Answer {
    draw(&operator, "", None).await
}

async fn draw(operator: &Operator, typed: &str, why: Option<&str>) -> Result<Response, Instead> {
    let found = match operator.app.redirect_urls().list(MOST_URLS, 0).await {
        Ok((found, _)) => found,
        Err(error) => return Err(fault(error).err().unwrap_or_else(not_found)),
    };
    let may = operator.may(OperatorRole::Admin);
    let rows: Vec<Vec<Markup>> = found
        .iter()
        .map(|listed| {
            let hidden = [("id", listed.id.as_str())];
            let what = "Nobody is led there any more after a sign-in, unless the settings say so: who is on the way there \
                        ends up here instead. It can be added again above.";
            let remove = may.then(|| sure("/admin/redirect-urls/remove", "Remove", what, "plain", &hidden));
            vec![tag("code").holds(&listed.url), moment(listed.created_at), remove.into()]
        })
        .collect();
    let shown = match rows.is_empty() {
        true => empty(
            "No address is listed.",
            paragraph("After a sign-in one is led back to where one came from, if that is here. List an address of another app here:")
                .and(code("/sign-in?redirect_url=my-app://callback")),
        ),
        false => table("Redirect URLs", &["Address", "Since", "Actions"], rows),
    };
    let add = may.then(|| {
        tag("form").class("filters").with("method", "post").with("action", Section::RedirectUrls.path()).holds([
            field("url", "url", "Address, with its path: https://… or my-app://…", "text", typed),
            button("Add", "primary"),
        ])
    });
    let origins = &operator.app.settings.security.redirect_origins;
    let others = (!origins.is_empty())
        .then(|| paragraph(format!("The settings let one be led to {} as well.", origins.join(", "))));
    let proof = may.then(|| proof_first(operator, Section::RedirectUrls.path())).flatten();
    let main = Markup::from([proof.into(), wrong(why), add.into(), shown, others.into()]);
    Ok(page(operator, Section::RedirectUrls, Section::RedirectUrls.name(), main))
}

/// Lists one.
pub async fn create(operator: Operator, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    // As where the settings say it.
    operator.require_proof(Section::RedirectUrls.path()).await?;
    match operator.app.redirect_urls().create(typed.url.trim()).await {
        Ok(_) => operator.answer("redirect_urls/create", Ok(()), Section::RedirectUrls.path()),
        Err(error) => {
            let why = fault(error)?;
            Ok(refusing(draw(&operator, &typed.url, Some(&why)).await?))
        }
    }
}

/// Takes one from the list.
pub async fn remove(operator: Operator, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    operator.require_proof(Section::RedirectUrls.path()).await?;
    if !is_id(&typed.id) {
        return Err(not_found());
    }
    match operator.app.redirect_urls().delete(&typed.id).await {
        Ok(()) => operator.answer("redirect_urls/remove", Ok(()), Section::RedirectUrls.path()),
        Err(error) => {
            let why = fault(error)?;
            Ok(refusing(draw(&operator, "", Some(&why)).await?))
        }
    }
}
