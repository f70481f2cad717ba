//! What lets a user in.

use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::Operator;
use super::super::page::{
    asking, badge, beside, button, dangerous, dangerous_of, descriptions, marked, mistake, mistakes_beside, moment,
    moment_or, part, table,
};
use super::detail::{Known, Refused, to, word};
use crate::model::{Field, Passkey};
use crate::server::flows::operators::OperatorRole;

/// All of it, and what becomes of it.
pub fn factors(operator: &Operator, known: &Known) -> Markup {
    let user = &known.account.user;
    let has = |on: bool| if on { badge("success", "Yes") } else { badge("neutral", "No") };
    let mut terms = vec![
        ("Password", has(user.password_enabled)),
        ("Second factor is asked for", has(user.two_factor_enabled)),
        ("Authenticator app", has(user.totp_enabled)),
        ("Backup codes", has(user.backup_code_enabled)),
    ];
    if let Some(since) = user.mfa_enabled_at {
        terms.push(("Since", moment(since)));
    }
    let may = operator.may(OperatorRole::Support);
    let rows: Vec<Vec<Markup>> =
        user.passkeys.iter().enumerate().map(|(at, passkey)| row(known, may, at, passkey)).collect();
    let passkeys = (!rows.is_empty()).then(|| table("Passkeys", &["Passkey", "Made", "Last used", "Actions"], rows));
    let reset = (may && user.two_factor_enabled).then(|| {
        let what = "Takes every second factor from them, ends their sessions and tells them by mail. Make sure first that \
                    it is them who asks.";
        dangerous(&to(known, "reset_mfa"), "reset-confirmation", "Reset second factors", what, &word(known))
    });
    let password = operator.may(OperatorRole::Admin).then(|| password(known));
    let list = tag("dl").class("short").holds(descriptions(terms));
    part("factors", "Factors", (), list.and(passkeys).and(password).and(reset))
}

fn row(known: &Known, may: bool, at: usize, passkey: &Passkey) -> Vec<Markup> {
    let remove = may.then(|| {
        let what = "It lets nobody in any more, and cannot be put back: they would have to make another one. They are told by mail. \
                    What would keep them out for good is refused.";
        let (id, hidden) = (format!("passkey-{at}-confirmation"), [("passkey_id", passkey.id.as_str())]);
        dangerous_of(&to(known, "remove_passkey"), &id, "Remove this passkey", what, passkey.name.trim(), &hidden)
    });
    vec![
        tag("span").with("dir", "auto").holds(&passkey.name),
        moment(passkey.created_at),
        moment_or(passkey.last_used_at, "never"),
        remove.into(),
    ]
}

/// Whoever sets a password may come in with it, and whoever takes it away keeps its owner out until they have another way.
fn password(known: &Known) -> Markup {
    let has_one = known.account.user.password_enabled;
    let label = if has_one { "Set another password" } else { "Set a password" };
    let what = "They sign in with it from then on, and with no other. All their sessions end, and they are told by mail that the \
                password is another one, but not which: that you tell them.";
    let input = tag("input")
        .with("id", "password")
        .with("name", "password")
        .with("type", "password")
        .with("autocomplete", "new-password")
        .when("required", true);
    let wrong = match &known.refused {
        Some(Refused::Password(wrong)) => Some(wrong),
        _ => None,
    };
    let said = wrong.and_then(|wrong| mistake(wrong, Field::Password));
    let field = tag("div").class("field").holds([
        tag("label").with("for", "password").holds("New password"),
        marked(input, "password", said.as_deref()).alone(),
        beside("password", said.as_deref()).into(),
    ]);
    let form = tag("form").with("method", "post").with("action", to(known, "set_password")).holds([
        wrong.map(|wrong| mistakes_beside(wrong, &[Field::Password])).into(),
        paragraph(what),
        field,
        button(label, "danger"),
    ]);
    let set = asking(label, "danger", wrong.is_some(), form);
    let remove = has_one.then(|| {
        let what = "Takes the password from them and ends all their sessions, also where nothing else lets them in: they would have \
                    to set another one as if they had forgotten it. They are told by mail. It cannot be put back.";
        dangerous(&to(known, "remove_password"), "password-confirmation", "Remove the password", what, &word(known))
    });
    set.and(remove)
}
