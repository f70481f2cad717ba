use axum::Form;
use axum::response::Response;
use serde::Deserialize;

use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::{Answer, Operator, refusal};
use super::super::page::{Section, button, field, mistakes, page, proof_first};
use super::super::typed::refusing;
use super::{has_numbers, path};
use crate::model::ApiErrors;
use crate::server::crypto::Secret;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::user_import::{NewContact, NewUser};

/// Where the form is.
const FORM: &str = "/admin/users/new";

/// What is typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    email_address: String,
    verified: Option<String>,
    phone_number: String,
    phone_verified: Option<String>,
    first_name: String,
    last_name: String,
    username: String,
    password: String,
}

/// The form.
pub async fn form(operator: Operator) -> Answer {
    operator.require(OperatorRole::Support)?;
    let nothing = Typed { verified: Some("1".to_owned()), ..Typed::default() };
    Ok(draw(&operator, &nothing, None))
}

/// The form with what is typed, but for the password, and what is wrong with it.
fn draw(operator: &Operator, typed: &Typed, wrong: Option<&ApiErrors>) -> Response {
    let may = operator.may(OperatorRole::Admin);
    let password = tag("div").class("field").holds([
        tag("label").with("for", "password").holds("Password (may be left out)"),
        tag("input")
            .with("id", "password")
            .with("name", "password")
            .with("type", "password")
            .with("autocomplete", "new-password")
            .alone(),
    ]);
    let known = |name: &'static str, text: &str, is_known: bool| {
        let input =
            tag("input").with("type", "checkbox").with("name", name).with("value", "1").when("checked", is_known);
        may.then(|| tag("label").class("check").holds([input.alone(), tag("span").holds(text)]))
    };
    let number = has_numbers(&operator.app.settings).then(|| {
        let label = "Phone number, with + and its country";
        field("phone_number", "phone_number", label, "tel", &typed.phone_number).and(known(
            "phone_verified",
            "The number is known to be theirs",
            typed.phone_verified.is_some(),
        ))
    });
    let form = tag("form").class("stack").with("method", "post").with("action", Section::Users.path()).holds([
        field("email_address", "email_address", "Email address", "email", &typed.email_address),
        known("verified", "The address is known to be theirs", typed.verified.is_some()).into(),
        number.into(),
        field("first_name", "first_name", "First name", "text", &typed.first_name),
        field("last_name", "last_name", "Last name", "text", &typed.last_name),
        field("username", "username", "Username", "text", &typed.username),
        may.then_some(password).into(),
        button("Create the user", "primary"),
    ]);
    let about = "Nobody is told by mail. Without a password they sign in with a code by mail, or set one as if they had \
                 forgotten it. Whom you would rather ask, you invite.";
    let proof = may.then(|| proof_first(operator, FORM)).flatten();
    let main = Markup::from([wrong.map(mistakes).into(), proof.into(), paragraph(about), form]);
    page(operator, Section::Users, "New user", main)
}

fn contact(typed: &str, verified: Option<&String>) -> Vec<NewContact> {
    match (typed.trim(), verified) {
        ("", _) => Vec::new(),
        (typed, Some(_)) => vec![NewContact::verified(typed)],
        (typed, None) => vec![NewContact::unverified(typed)],
    }
}

/// Makes the user.
pub async fn create(operator: Operator, Form(mut typed): Form<Typed>) -> Answer {
    // Whoever says whose an address or a number is, and sets the password, may come in by them.
    if typed.verified.is_some() || typed.phone_verified.is_some() || !typed.password.is_empty() {
        operator.require(OperatorRole::Admin)?;
        operator.require_proof(FORM).await?;
    }
    operator.require(OperatorRole::Support)?;
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let password = Some(std::mem::take(&mut typed.password)).filter(|password| !password.is_empty());
    let new = NewUser {
        email_addresses: contact(&typed.email_address, typed.verified.as_ref()),
        phone_numbers: contact(&typed.phone_number, typed.phone_verified.as_ref()),
        first_name: given(&typed.first_name),
        last_name: given(&typed.last_name),
        username: given(&typed.username),
        password: password.map(Secret::new),
        skip_password_requirement: true,
        skip_legal_checks: true,
        ..NewUser::default()
    };
    match operator.app.users().create(new).await {
        Ok(account) => operator.answer("users/create", Ok(()), &path(&account.user.id)),
        Err(error) => Ok(refusing(draw(&operator, &typed, Some(&refusal(error)?)))),
    }
}
