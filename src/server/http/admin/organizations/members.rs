use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::Operator;
use super::super::page::{
    Section, button, choice, empty, mistake, mistakes_beside, moment, part, refused_choice, refused_field, sure, table,
};
use super::super::{paging, users};
use super::detail::{Known, Refused, to};
use super::path;
use crate::model::{Field, OrganizationMembership};
use crate::server::flows::operators::OperatorRole;

/// Who belongs to it: found, given another role, let in and taken out.
pub fn members(operator: &Operator, known: &Known) -> Markup {
    let may_give = operator.may(OperatorRole::Admin);
    let found = &known.members;
    let rows = found.data.iter().enumerate().map(|(place, member)| row(operator, known, place, member)).collect();
    let shown = match (found.data.is_empty(), known.asked.q.is_empty()) {
        (true, true) => empty(
            "Nobody belongs to it yet.",
            paragraph(
                "Whoever makes an organization in the app is its first member. To one that was made here an admin adds users by what \
                 they go by, or invites people by mail.",
            ),
        ),
        (true, false) => empty("No member begins so.", paragraph("Whoever belongs to it is found here.")),
        (false, _) => table("Members", &["Member", "Role", "Since", "Actions"], rows),
    };
    let here = path(&known.organization.id);
    let next = known.asked.next(&here, "members", found.next.as_ref());
    let shown = shown.and(next).and(paging::cut(found.is_cut));
    let search = tag("form")
        .class("filters")
        .with("method", "get")
        .with("action", &here)
        .with("data-live", "members-found")
        .holds([
            paging::search(
                "A member's name, email address, phone number or username begins with, or id",
                &known.asked.q,
            ),
            button("Show", "plain"),
        ]);
    let shown = tag("div").with("id", "members-found").with("aria-live", "polite").class("found").holds(shown);
    let add = may_give.then(|| add(known));
    let all = tag("a").with("href", Section::Users.path()).holds("All users");
    part("members", "Members", all, search.and(shown).and(add))
}

/// Makes a member of a user.
fn add(known: &Known) -> Markup {
    let (typed, role, wrong) = match &known.refused {
        Some(Refused::Member { identifier, role, wrong }) => (identifier.as_str(), role.as_str(), Some(wrong)),
        _ => ("", "org:member", None),
    };
    let beside = |field| wrong.and_then(|wrong| mistake(wrong, field));
    let label = "Add a user: email address, phone number, username or id";
    let form = tag("form").class("filters").with("method", "post").with("action", to(known, "add_member")).holds([
        refused_field(("new-member", "identifier"), label, "text", typed, beside(Field::Identifier).as_deref()),
        refused_choice(("new-role", "role"), "Role", &known.roles(), role, beside(Field::Role).as_deref()),
        button("Add", "plain"),
    ]);
    let said = wrong.map(|wrong| mistakes_beside(wrong, &[Field::Identifier, Field::Role]));
    Markup::from(said).and(form)
}

fn row(operator: &Operator, known: &Known, place: usize, membership: &OrganizationMembership) -> Vec<Markup> {
    let person = &membership.public_user_data;
    let hidden = [("user_id", person.user_id.as_str())];
    let change = operator.may(OperatorRole::Admin).then(|| {
        let id = format!("role-{place}");
        let user = tag("input").with("type", "hidden").with("name", "user_id").with("value", &person.user_id);
        let role = choice(&id, "role", "Role", &known.roles(), &membership.role);
        let form = tag("form").class("inline").with("method", "post").with("action", to(known, "set_role"));
        form.holds([user.alone(), role, button("Set", "plain")])
    });
    let remove = operator.may(OperatorRole::Support).then(|| {
        let what = "They belong to the organization no more, and may do nothing in it from the next request on. Their account stays. \
                    An admin can add them again.";
        sure(&to(known, "remove_member"), "Remove", what, "plain", &hidden)
    });
    let name = if person.identifier.is_empty() { &person.user_id } else { &person.identifier };
    vec![
        tag("a").with("href", users::path(&person.user_id)).with("dir", "auto").holds(name),
        change.unwrap_or_else(|| membership.role_name.as_str().into()),
        moment(membership.created_at),
        remove.into(),
    ]
}
