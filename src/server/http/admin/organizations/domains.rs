use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::Operator;
use super::super::page::{badge, button, choice, empty, field, moment, part, sure, table};
use super::detail::{Known, to};
use crate::model::{EnrollmentMode, OrganizationDomain};
use crate::server::flows::operators::OperatorRole;

/// What an address in a domain does, in words.
const fn words(mode: EnrollmentMode) -> &'static str {
    match mode {
        EnrollmentMode::ManualInvitation => "By invitation",
        EnrollmentMode::AutomaticInvitation => "At once, if they like",
        EnrollmentMode::AutomaticSuggestion => "They may ask",
    }
}

/// The ways in that the settings have.
fn modes(operator: &Operator) -> Vec<(&'static str, &'static str)> {
    let allowed = &operator.app.settings.organizations.domains.enrollment_modes;
    let modes = EnrollmentMode::ALL.into_iter().filter(|mode| allowed.contains(mode));
    modes.map(|mode| (mode.as_str(), words(mode))).collect()
}

/// A box that says that the domain is the organization's.
fn verified(is_verified: bool) -> Markup {
    tag("label").class("check").holds([
        tag("input")
            .with("type", "checkbox")
            .with("name", "verified")
            .with("value", "1")
            .when("checked", is_verified)
            .alone(),
        tag("span").holds("It is known to be theirs"),
    ])
}

/// Its domains, if organizations have any.
pub fn domains(operator: &Operator, known: &Known) -> Markup {
    if !known.has_domains {
        return Markup::default();
    }
    let rows = known.domains.iter().enumerate().map(|(place, domain)| row(operator, known, place, domain)).collect();
    let about = "People with a proven address in a domain that is the organization's come in as it says.";
    let shown = match known.domains.is_empty() {
        true => empty("It has named no domain.", paragraph(about)),
        false => table("Domains", &["Domain", "State", "Way in", "Since", "Actions"], rows),
    };
    let add = operator.may(OperatorRole::Admin).then(|| {
        tag("form").class("filters").with("method", "post").with("action", to(known, "add_domain")).holds([
            field("new-domain", "name", "Another domain", "text", ""),
            choice("new-domain-mode", "enrollment_mode", "Way in", &modes(operator), "manual_invitation"),
            verified(false),
            button("Add the domain", "plain"),
        ])
    });
    part("domains", "Domains", (), shown.and(add))
}

fn row(operator: &Operator, known: &Known, place: usize, domain: &OrganizationDomain) -> Vec<Markup> {
    let state = match domain.verified {
        true => badge("success", "Proven"),
        false => badge("warning", "Not proven"),
    };
    let may = operator.may(OperatorRole::Admin);
    let way = match may {
        false => words(domain.enrollment_mode).into(),
        true => {
            let id = format!("domain-mode-{place}");
            let which = tag("input").with("type", "hidden").with("name", "id").with("value", &domain.id).alone();
            let mode = choice(&id, "enrollment_mode", "Way in", &modes(operator), domain.enrollment_mode.as_str());
            let form = tag("form").class("inline").with("method", "post").with("action", to(known, "set_domain"));
            form.holds([which, mode, verified(domain.verified), button("Set", "plain")])
        }
    };
    let hidden = [("id", domain.id.as_str())];
    let remove = may.then(|| {
        let what = "Nobody comes in by it any more. Who belongs to the organization stays, and who has asked still waits. It can be \
                    added again, and is proven again then.";
        sure(&to(known, "remove_domain"), "Remove", what, "plain", &hidden)
    });
    vec![tag("code").holds(&domain.name), state, way, moment(domain.created_at), remove.into()]
}
