use axum::Form;
use serde::Deserialize;

use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::{Answer, Operator};
use super::super::page::{Section, button, field, page};
use super::path;
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
    first_name: String,
    last_name: String,
    username: String,
    password: String,
    verified: Option<String>,
}

/// The form.
pub async fn form(operator: Operator) -> Answer {
    operator.require(OperatorRole::Support)?;
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
    let verified = tag("label").class("check").holds([
        tag("input").with("type", "checkbox").with("name", "verified").with("value", "1").when("checked", true).alone(),
        tag("span").holds("The address is known to be theirs"),
    ]);
    let form = tag("form").class("stack").with("method", "post").with("action", Section::Users.path()).holds([
        field("email_address", "email_address", "Email address", "email", ""),
        may.then_some(verified).into(),
        field("first_name", "first_name", "First name", "text", ""),
        field("last_name", "last_name", "Last name", "text", ""),
        field("username", "username", "Username", "text", ""),
        may.then_some(password).into(),
        button("Create the user", "primary"),
    ]);
    let about = "Nobody is told by mail. Without a password they sign in with a code by mail, or set one as if they had \
                 forgotten it. Whom you would rather ask, you invite.";
    Ok(page(&operator, Section::Users, "New user", Markup::from([paragraph(about), form])))
}

/// Makes the user.
pub async fn create(operator: Operator, Form(typed): Form<Typed>) -> Answer {
    // Whoever says whose an address is, and sets the password, may come in by both.
    if typed.verified.is_some() || !typed.password.is_empty() {
        operator.require(OperatorRole::Admin)?;
        operator.require_proof(FORM).await?;
    }
    operator.require(OperatorRole::Support)?;
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let email = given(&typed.email_address).map(|address| match typed.verified {
        Some(_) => NewContact::verified(address),
        None => NewContact::unverified(address),
    });
    let new = NewUser {
        email_addresses: email.into_iter().collect(),
        first_name: given(&typed.first_name),
        last_name: given(&typed.last_name),
        username: given(&typed.username),
        password: Some(typed.password).filter(|password| !password.is_empty()).map(Secret::new),
        skip_password_requirement: true,
        skip_legal_checks: true,
        ..NewUser::default()
    };
    let made = operator.app.users().create(new).await;
    let to = made.as_ref().map_or_else(|_| FORM.to_owned(), |account| path(&account.user.id));
    operator.answer("users/create", made, &to)
}
