//! What programs prove themselves with: secret keys of the REST API, API keys of people and organizations, machines, and the keys
//! that verify tokens.

mod actions;
mod api_keys;
mod machines;
mod secret_keys;
mod verifying;

use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;

pub use self::actions::{act, create};
use super::markup::Markup;
use super::operator::{Answer, Instead, Operator};
use super::page::{Section, page, proof_first};
use super::typed::{Typed, wrong};
use crate::server::flows::operators::OperatorRole;

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Whose API keys.
    owner: String,
    /// From which of all API keys on.
    keys: String,
    /// From which machine on.
    from: String,
}

/// Why nothing was made.
#[derive(Clone, Copy)]
pub enum Why<'a> {
    /// In lines above the page.
    Lines(&'a str),
    /// Beside the scopes of a secret key, with what was typed.
    Scopes(&'a str, &'a Typed),
    /// Beside its name, likewise.
    Name(&'a str, &'a Typed),
    /// The same of a machine.
    Machine(&'a str, &'a Typed),
    /// Beside the machine for which tokens of another one are to be: of that one, by its id.
    Other(&'a str, &'a str, &'a Typed),
}

/// The page.
pub async fn show(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    draw(&operator, &asked, None).await
}

/// The same, with what was wrong with a form.
async fn draw(operator: &Operator, asked: &Asked, why: Option<Why<'_>>) -> Result<Response, Instead> {
    let above = why.map(|why| match why {
        Why::Lines(lines) | Why::Name(lines, _) | Why::Machine(lines, _) | Why::Other(lines, ..) => lines,
        Why::Scopes(..) => "No key was made: see below.",
    });
    let may = operator.may(OperatorRole::Admin);
    let proof = may.then(|| proof_first(operator, Section::Keys.path())).flatten();
    let main = Markup::from([
        wrong(above),
        proof.into(),
        secret_keys::part(operator, why).await?,
        verifying::part(operator),
        api_keys::part(operator, &asked.owner, &asked.keys).await?,
        machines::part(operator, &asked.from, why).await?,
    ]);
    Ok(page(operator, Section::Keys, Section::Keys.name(), main))
}

/// Where what is done to one of them is sent to.
fn to(kind: &str, id: &str, what: &str) -> String {
    format!("{}/{kind}/{id}/{what}", Section::Keys.path())
}
