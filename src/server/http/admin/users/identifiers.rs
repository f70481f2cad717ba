//! What a user goes by: addresses, numbers, accounts elsewhere.

use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::Operator;
use super::super::page::{
    action, badge, button, empty, mistake, mistakes_beside, moment, part, refused_field, sure, table,
};
use super::detail::{Known, Refused, to};
use super::has_numbers;
use crate::model::{EmailAddress, ExternalAccount, Field, PhoneNumber, VerificationStatus};
use crate::server::flows::account::Contact as ContactKind;
use crate::server::flows::operators::OperatorRole;
use crate::server::settings::provider_name;

/// What can be done to an address or number, by the names of the forms, and of the field that says which.
struct Contact<'a> {
    what: &'static str,
    field: &'static str,
    id: &'a str,
    is_proven: bool,
    is_primary: bool,
}

/// All of it, and what becomes of it.
pub fn identifiers(operator: &Operator, known: &Known) -> Markup {
    let user = &known.account.user;
    let mut rows: Vec<Vec<Markup>> =
        user.email_addresses.iter().map(|address| email_address(operator, known, address)).collect();
    rows.extend(user.phone_numbers.iter().map(|number| phone_number(operator, known, number)));
    rows.extend(user.external_accounts.iter().map(|account| external_account(operator, known, account)));
    let list = match rows.is_empty() {
        true => empty(
            "They go by nothing but their id.",
            paragraph(
                "With an address or a number that is proven they sign in by a code, and get what is sent to them.",
            ),
        ),
        false => table("Identifiers", &["Kind", "Identifier", "State", "Actions"], rows),
    };
    let has_numbers = has_numbers(&operator.app.settings);
    let add = operator.may(OperatorRole::Support).then(|| {
        let email = add(operator, known, ContactKind::EmailAddress);
        // Whoever was refused learns why, whatever numbers are for by now.
        let is_refused = matches!(&known.refused, Some(Refused::Contact { contact: ContactKind::PhoneNumber, .. }));
        let phone = (has_numbers || !user.phone_numbers.is_empty() || is_refused)
            .then(|| add(operator, known, ContactKind::PhoneNumber));
        email.and(phone)
    });
    part("identifiers", "Identifiers", (), list.and(add))
}

fn proven(is_proven: bool) -> Markup {
    if is_proven { badge("success", "Proven") } else { badge("warning", "Not proven") }
}

fn email_address(operator: &Operator, known: &Known, address: &EmailAddress) -> Vec<Markup> {
    let contact = Contact {
        what: "email",
        field: "email_address_id",
        id: &address.id,
        is_proven: address.verification.status == VerificationStatus::Verified,
        is_primary: known.account.user.primary_email_address_id.as_ref() == Some(&address.id),
    };
    vec![
        "Email address".into(),
        tag("span").with("dir", "auto").holds(&address.email_address),
        proven(contact.is_proven).and(contact.is_primary.then(|| badge("neutral", "Primary"))),
        actions(operator, known, &contact),
    ]
}

fn phone_number(operator: &Operator, known: &Known, number: &PhoneNumber) -> Vec<Markup> {
    let contact = Contact {
        what: "phone",
        field: "phone_number_id",
        id: &number.id,
        is_proven: number.verification.status == VerificationStatus::Verified,
        is_primary: known.account.user.primary_phone_number_id.as_ref() == Some(&number.id),
    };
    vec![
        "Phone number".into(),
        tag("span").with("dir", "ltr").holds(&number.formatted),
        proven(contact.is_proven)
            .and(contact.is_primary.then(|| badge("neutral", "Primary")))
            .and(number.reserved_for_second_factor.then(|| badge("neutral", "Second factor"))),
        actions(operator, known, &contact),
    ]
}

fn actions(operator: &Operator, known: &Known, contact: &Contact<'_>) -> Markup {
    if !operator.may(OperatorRole::Support) {
        return Markup::default();
    }
    let Contact { what, field, id, is_proven, is_primary } = *contact;
    let hidden = [(field, id)];
    let primary = (is_proven && !is_primary)
        .then(|| action(&to(known, &format!("primary_{what}")), "Make primary", "plain", &hidden));
    let verify = (!is_proven && operator.may(OperatorRole::Admin)).then(|| {
        let about = "From then on it lets in as them whoever gets what is sent there. If somebody else goes by it without a proof, \
                     they do so no longer. The user is told by mail.";
        sure(&to(known, &format!("verify_{what}")), "Mark as proven", about, "danger", &hidden)
    });
    let about = "They no longer sign in with it, and get nothing there. It can be added again, but then it has to be proven again. \
                 What would keep them out for good is refused.";
    let remove = sure(&to(known, &format!("remove_{what}")), "Remove", about, "danger", &hidden);
    Markup::from(primary).and(verify).and(remove)
}

fn external_account(operator: &Operator, known: &Known, account: &ExternalAccount) -> Vec<Markup> {
    let set = operator.app.settings.oauth.get(&account.provider).cloned().unwrap_or_default();
    let name = provider_name(&account.provider, &set);
    let at = account.email_address.as_ref().unwrap_or(&account.provider_user_id);
    let disconnect = operator.may(OperatorRole::Support).then(|| {
        let about = format!(
            "They no longer come from {name} with it, and its tokens are deleted. They can connect it again themselves. What would \
             keep them out for good is refused."
        );
        let hidden = [("external_account_id", account.id.as_str())];
        sure(&to(known, "disconnect"), "Disconnect", &about, "danger", &hidden)
    });
    vec![
        name.as_str().into(),
        tag("span").with("dir", "auto").holds(at),
        Markup::from("Since ").and(moment(account.created_at)),
        disconnect.into(),
    ]
}

fn add(operator: &Operator, known: &Known, contact: ContactKind) -> Markup {
    let (name, kind, label, what, field) = match contact {
        ContactKind::EmailAddress => {
            ("email_address", "email", "Another email address", "add_email", Field::EmailAddress)
        }
        ContactKind::PhoneNumber => {
            let label = "Another phone number, with + and its country";
            ("phone_number", "tel", label, "add_phone", Field::PhoneNumber)
        }
    };
    let (typed, is_known, wrong) = match &known.refused {
        Some(Refused::Contact { contact: refused, typed, is_known, wrong }) if *refused == contact => {
            (typed.as_str(), *is_known, Some(wrong))
        }
        _ => ("", false, None),
    };
    // Who only helps says of nothing whose it is.
    let known_to_be_theirs = operator.may(OperatorRole::Admin).then(|| {
        let input = tag("input").with("type", "checkbox").with("name", "verified").with("value", "1");
        tag("label")
            .class("check")
            .holds([input.when("checked", is_known).alone(), tag("span").holds("It is known to be theirs")])
    });
    let beside = wrong.and_then(|wrong| mistake(wrong, field));
    let form = tag("form").class("filters").with("method", "post").with("action", to(known, what)).holds([
        refused_field((name, name), label, kind, typed, beside.as_deref()),
        known_to_be_theirs.into(),
        button("Add", "plain"),
    ]);
    Markup::from(wrong.map(|wrong| mistakes_beside(wrong, &[field]))).and(form)
}
