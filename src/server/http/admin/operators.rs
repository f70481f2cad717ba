//! Who runs the instance.

use axum::Form;
use axum::extract::Path;
use serde::Deserialize;

use super::markup::{Markup, paragraph, tag};
use super::operator::{Answer, Operator, is_id, not_found};
use super::page::{
    Section, badge, button, choice, copied, dangerous, moment, page, part, proof_first, role_name, table,
};
use super::users;
use crate::server::flows::operators::{Operator as Listed, OperatorRole};

/// The list.
pub async fn show(operator: Operator) -> Answer {
    let all = operator.app.operators().list().await?;
    let may = operator.may(OperatorRole::Owner);
    let rows = all.iter().enumerate().map(|(place, listed)| row(place, listed, may)).collect();
    let list = table("Operators", &["Operator", "Second factor", "Role", "Since", "Actions"], rows);
    let invite = may.then(|| {
        let form =
            tag("form").class("filters").with("method", "post").with("action", Section::Operators.path()).holds([
                choice("role", "role", "Role", &roles(), OperatorRole::Support.as_str()),
                button("Make a link", "primary"),
            ]);
        let about = "The link makes an operator of whoever is signed in and opens it: once, within a day.";
        part("invite", "Another operator", (), paragraph(about).and(form))
    });
    let about = tag("dl").class("about").holds([
        tag("dt").holds("Owner"),
        tag("dd").holds("Everything: who else is an operator, and taking all data away. There is always one."),
        tag("dt").holds("Admin"),
        tag("dd").holds(
            "Everything else: changes settings and looks, deletes, acts as a user, keeps the lists, brings users in.",
        ),
        tag("dt").holds("Support"),
        tag("dd").holds("Helps people: profiles, sessions, factors, bans, invitations."),
        tag("dt").holds("Read only"),
        tag("dd").holds("Looks."),
    ]);
    let proof = may.then(|| proof_first(&operator, Section::Operators.path())).flatten();
    let main = Markup::from([proof.into(), list, invite.into(), part("roles", "What the roles may", (), about)]);
    Ok(page(&operator, Section::Operators, "Operators", main))
}

fn roles() -> [(&'static str, &'static str); 4] {
    OperatorRole::ALL.map(|role| (role.as_str(), role_name(role)))
}

fn row(place: usize, listed: &Listed, may: bool) -> Vec<Markup> {
    let to = |what: &str| format!("{}/{}/{what}", Section::Operators.path(), listed.user_id);
    let role = match may {
        false => role_name(listed.role).into(),
        true => {
            let role = choice(&format!("role-{place}"), "role", "Role", &roles(), listed.role.as_str());
            let form = tag("form").class("inline").with("method", "post").with("action", to("role"));
            form.holds([role, button("Set", "plain")])
        }
    };
    let factor = if listed.two_factor_enabled { badge("success", "Yes") } else { badge("warning", "No") };
    // Whoever has no name is called what they go by.
    let address = listed.email_address.as_ref().filter(|address| **address != listed.name);
    let who = tag("span").holds([
        tag("strong").with("dir", "auto").holds(&listed.name),
        address.map(|address| tag("span").class("muted").holds(address)).into(),
    ]);
    vec![
        tag("a").class("who").with("href", users::path(&listed.user_id)).holds(who),
        factor,
        role,
        moment(listed.created_at),
        may.then(|| {
            let what = "Makes an ordinary user of them: from the next request on they find nothing here. Their account stays. To have \
                        them back, somebody makes them another link.";
            dangerous(&to("remove"), &format!("remove-{place}"), "Remove this operator", what, typed_of(listed))
        })
        .into(),
    ]
}

/// What is typed before one is removed: their address, or their id where they have none.
fn typed_of(listed: &Listed) -> &str {
    listed.email_address.as_deref().unwrap_or(&listed.user_id)
}

/// What is typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    role: String,
    confirmation: String,
}

/// Makes a link, and shows it this once.
pub async fn invite(operator: Operator, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Owner)?;
    operator.require_proof(Section::Operators.path()).await?;
    let role = OperatorRole::parse(&typed.role).ok_or_else(not_found)?;
    let link = operator.app.operators().invite(role).await?;
    let main = Markup::from([
        paragraph(format!(
            "Whoever is signed in and opens this link becomes an operator with the role {}: once, within a day. It is not shown \
             again.",
            role_name(role)
        )),
        copied(link.url.expose()),
        paragraph(tag("a").with("href", Section::Operators.path()).holds("Back to the operators")),
    ]);
    Ok(page(&operator, Section::Operators, "A link for an operator", main))
}

/// Gives an operator another role, or makes them an ordinary user again.
pub async fn act(operator: Operator, Path((id, action)): Path<(String, String)>, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Owner)?;
    if !is_id(&id) {
        return Err(not_found());
    }
    let to = Section::Operators.path();
    operator.require_proof(to).await?;
    let operators = operator.app.operators();
    match action.as_str() {
        "role" => {
            let role = OperatorRole::parse(&typed.role).ok_or_else(not_found)?;
            operator.answer("operators/role", operators.set_role(&id, role).await, to)
        }
        "remove" => {
            let all = operators.list().await?;
            let listed = all.iter().find(|listed| listed.user_id == id).ok_or_else(not_found)?;
            if typed.confirmation.trim() != typed_of(listed) {
                return Ok(operator.unconfirmed("operators/remove", to));
            }
            let removed = operators.remove(&id).await;
            // Whoever has removed themselves finds nothing here any more.
            let is_oneself = removed.is_ok() && id == operator.session.user_id();
            let to = if is_oneself { operator.app.settings.paths.after_sign_in.as_str() } else { to };
            operator.answer("operators/remove", removed, to)
        }
        _ => Err(not_found()),
    }
}
