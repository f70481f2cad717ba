use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::Operator;
use super::super::page::{
    badge, button, empty, mistake, mistakes_beside, moment, part, refused_choice, refused_field, sure, table,
};
use super::detail::{Known, Refused, to};
use crate::model::{EnrollmentMode, Field, OrganizationDomain};
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
    let wrong = match &known.refused {
        Some(Refused::Domain { id: None, wrong, .. }) => {
            Some(mistakes_beside(wrong, &[Field::Name, Field::EnrollmentMode]))
        }
        // One that is there has its name for good.
        Some(Refused::Domain { wrong, .. }) => Some(mistakes_beside(wrong, &[Field::EnrollmentMode])),
        _ => None,
    };
    let add = operator.may(OperatorRole::Admin).then(|| add(operator, known));
    // Above all of them: one that stands there may be what is wrong.
    part("domains", "Domains", (), Markup::from(wrong).and(shown).and(add))
}

/// Names another one.
fn add(operator: &Operator, known: &Known) -> Markup {
    let (name, mode, is_known, wrong) = match &known.refused {
        Some(Refused::Domain { id: None, name, enrollment_mode, is_known, wrong }) => {
            (name.as_str(), enrollment_mode.as_str(), *is_known, Some(wrong))
        }
        _ => ("", EnrollmentMode::ManualInvitation.as_str(), false, None),
    };
    let beside = |field| wrong.and_then(|wrong| mistake(wrong, field));
    let (called, way) = (beside(Field::Name), beside(Field::EnrollmentMode));
    tag("form").class("filters").with("method", "post").with("action", to(known, "add_domain")).holds([
        refused_field(("new-domain", "name"), "Another domain", "text", name, called.as_deref()),
        refused_choice(("new-domain-mode", "enrollment_mode"), "Way in", &modes(operator), mode, way.as_deref()),
        verified(is_known),
        button("Add the domain", "plain"),
    ])
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
            let (mode, is_known, wrong) = match &known.refused {
                Some(Refused::Domain { id: Some(refused), enrollment_mode, is_known, wrong, .. })
                    if *refused == domain.id =>
                {
                    (enrollment_mode.as_str(), *is_known, mistake(wrong, Field::EnrollmentMode))
                }
                _ => (domain.enrollment_mode.as_str(), domain.verified, None),
            };
            let mode =
                refused_choice((id.as_str(), "enrollment_mode"), "Way in", &modes(operator), mode, wrong.as_deref());
            let form = tag("form").class("inline").with("method", "post").with("action", to(known, "set_domain"));
            form.holds([which, mode, verified(is_known), button("Set", "plain")])
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
