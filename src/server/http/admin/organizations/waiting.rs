use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::Operator;
use super::super::page::{action, button, choice, empty, field, moment, part, sure, table};
use super::super::users;
use super::detail::{Known, to};
use super::path;
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
    let invite = operator.may(OperatorRole::Admin).then(|| {
        tag("form").class("filters").with("method", "post").with("action", to(known, "invite")).holds([
            field("invited", "email_address", "Invite by mail", "email", ""),
            choice("invited-role", "role", "Role", &known.roles(), "org:member"),
            button("Invite", "plain"),
        ])
    });
    part("invitations", "Invitations", (), shown.and(next).and(invite))
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
