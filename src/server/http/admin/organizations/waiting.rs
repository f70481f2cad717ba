use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::Operator;
use super::super::page::{
    action, button, empty, mistake, mistakes_beside, moment, part, refused_choice, refused_field, sure, table,
};
use super::super::users;
use super::detail::{Known, Refused, to};
use super::path;
use crate::model::Field;
use crate::server::flows::operators::OperatorRole;

/// Who is invited and has not answered yet.
pub fn invitations(operator: &Operator, known: &Known) -> Markup {
    let may = operator.may(OperatorRole::Support);
    let found = &known.invitations;
    let rows = found
        .data
        .iter()
        .map(|invitation| {
            let hidden = [("id", invitation.id.as_str())];
            let by = invitation.inviter_id.as_deref();
            let take_back = may.then(|| {
                let what = "The link in the mail is good for nothing from then on. They are not told, and can be invited again.";
                sure(&to(known, "revoke_invitation"), "Take back", what, "plain", &hidden)
            });
            vec![
                tag("span").with("dir", "auto").holds(&invitation.email_address),
                invitation.role_name.as_str().into(),
                by.map(|id| tag("a").with("href", users::path(id)).holds(tag("code").holds(id))).into(),
                moment(invitation.created_at),
                moment(invitation.expires_at),
                take_back.into(),
            ]
        })
        .collect();
    let shown = match found.data.is_empty() {
        true => {
            empty("No invitation waits for an answer.", paragraph("Whoever accepts one belongs to the organization."))
        }
        false => table("Invitations", &["Address", "Role", "By", "Made", "Good until", "Actions"], rows),
    };
    let next = known.asked.next(&path(&known.organization.id), "invitations", found.next.as_ref());
    let invite = operator.may(OperatorRole::Admin).then(|| invite(known));
    part("invitations", "Invitations", (), shown.and(next).and(invite))
}

/// Invites somebody into it.
fn invite(known: &Known) -> Markup {
    let (typed, role, wrong) = match &known.refused {
        Some(Refused::Invitation { email_address, role, wrong }) => {
            (email_address.as_str(), role.as_str(), Some(wrong))
        }
        _ => ("", "org:member", None),
    };
    let beside = |field| wrong.and_then(|wrong| mistake(wrong, field));
    let (address, chosen) = (beside(Field::EmailAddress), beside(Field::Role));
    let form = tag("form").class("filters").with("method", "post").with("action", to(known, "invite")).holds([
        refused_field(("invited", "email_address"), "Invite by mail", "email", typed, address.as_deref()),
        refused_choice(("invited-role", "role"), "Role", &known.roles(), role, chosen.as_deref()),
        button("Invite", "plain"),
    ]);
    let said = wrong.map(|wrong| mistakes_beside(wrong, &[Field::EmailAddress, Field::Role]));
    Markup::from(said).and(form)
}

/// Who asks to be let in.
pub fn requests(operator: &Operator, known: &Known) -> Markup {
    let found = &known.requests;
    if found.data.is_empty() && !known.has_domains {
        return Markup::default();
    }
    let rows = found
        .data
        .iter()
        .map(|request| {
            let person = &request.public_user_data;
            let hidden = [("id", request.id.as_str())];
            let let_in = operator
                .may(OperatorRole::Admin)
                .then(|| action(&to(known, "accept_request"), "Let in", "plain", &hidden));
            let turn_down = operator.may(OperatorRole::Support).then(|| {
                let what = "They stay out, are not told, and cannot ask again. An admin can still add or invite them.";
                sure(&to(known, "reject_request"), "Turn down", what, "plain", &hidden)
            });
            vec![
                tag("a").with("href", users::path(&person.user_id)).with("dir", "auto").holds(&person.identifier),
                moment(request.created_at),
                Markup::from(let_in).and(turn_down),
            ]
        })
        .collect();
    let about = "People with a proven address in a domain whose way in is a request ask here.";
    let shown = match found.data.is_empty() {
        true => empty("Nobody asks to be let in.", paragraph(about)),
        false => table("Requests to join", &["Who", "Since", "Actions"], rows),
    };
    let next = known.asked.next(&path(&known.organization.id), "requests", found.next.as_ref());
    part("requests", "Requests to join", (), shown.and(next))
}
