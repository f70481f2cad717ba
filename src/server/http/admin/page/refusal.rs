//! What is shown to whoever may not do something, or not yet.

use axum::http::StatusCode;
use axum::response::Response;

use super::super::markup::{Markup, link, paragraph, tag};
use super::super::operator::Operator;
use super::{Section, alert, in_english, page, role_name};
use crate::server::flows::operators::OperatorRole;
use crate::server::http::verify::card;
use crate::server::vestibule::Vestibule;

/// That it is asked who they are, if they have not said so of late: before they have typed anything.
pub fn proof_first(operator: &Operator, back: &str) -> Option<Markup> {
    let to = operator.stale_proof(back)?;
    let text = Markup::from("What opens doors asks for a fresh proof of who you are. ");
    Some(alert("warning", paragraph(text.and(link(to, "Prove it now")).and(", before you change it."))))
}

/// Whoever may not do something.
pub fn forbidden(operator: &Operator, needed: OperatorRole) -> Response {
    let text = format!(
        "Your role is {}. This needs the role {} or one that may more. An owner can give it to you.",
        role_name(operator.role),
        role_name(needed),
    );
    refused(operator, &text)
}

/// Whoever would do to themselves what keeps them out.
pub fn not_oneself(operator: &Operator) -> Response {
    refused(operator, "This is your own account: another operator has to do that, or you in your own profile.")
}

fn refused(operator: &Operator, text: &str) -> Response {
    let main = alert("danger", paragraph(text)).and(paragraph(link(Section::Overview.path(), "To the overview")));
    let mut response = page(operator, Section::Overview, "Not with your role", main);
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

/// Operators have a second factor, in production: until then they see this.
pub fn second_factor_first(app: &Vestibule) -> Response {
    let profile = &app.settings.paths.user_profile;
    let to = if profile.is_empty() { &app.settings.paths.after_sign_in } else { profile };
    let to = if profile.is_empty() { to.clone() } else { format!("{}/security", to.trim_end_matches('/')) };
    let main = tag("a").class("vst-formButtonPrimary").with("href", to).holds(tag("span").holds("Set one up"));
    let text = "Whoever runs this instance signs in with two steps. Set up an authenticator app, then come back here.";
    let mut response = in_english(|| card("A second step first", text, &main.into_string()));
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}
