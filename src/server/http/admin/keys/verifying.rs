use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::Operator;
use super::super::page::{self, badge, copied, moment};
use super::super::typed::code;
use crate::server::crypto::session_token::PublishedKey;
use crate::server::settings::Settings;

/// What other services verify tokens with. None of it is a secret.
pub fn part(operator: &Operator) -> Markup {
    let app = &operator.app;
    let jwks = format!("{}/.well-known/jwks.json", app.settings.base_url.trim_end_matches('/'));
    let keys = app.keys.published(app.clock.now());
    let pems: Markup = keys
        .into_iter()
        .map(|PublishedKey { kid, pem, waits_until }| {
            let copy = tag("button").class("copy").with("type", "button").with("data-copy", &pem).when("hidden", true);
            let copy = copy.with("aria-label", format!("Copy the key {kid}")).holds("Copy");
            let waits = waits_until.map(|at| {
                let said =
                    badge("neutral", "Waits").and(" It is published, and signs from ").and(moment(at)).and(" on.");
                paragraph(said)
            });
            let term = tag("dt").holds(tag("code").holds(kid));
            Markup::from([term, tag("dd").holds(Markup::from(waits).and(code(&pem)).and(copy))])
        })
        .collect();
    let terms = Markup::from([
        tag("dt").holds("JWKS"),
        tag("dd").holds(copied(&jwks)),
        tag("dt").holds("Issuer"),
        tag("dd").holds(copied(&app.settings.base_url)),
        tag("dt").holds("Publishable key"),
        tag("dd").holds(publishable_key(&app.settings)),
    ]);
    let about = "Another service asks for the keys at the address, or is given one of them in PEM and asks nobody. They are public. \
                 Clerk's published clients know the instance by its publishable key, which says where it is and is no secret.";
    let no_dot = "With this one they take tokens from the Authorization header alone: they read no cookies of an address without a \
                  dot in it.";
    let about = match app.settings.is_known_by_cookies() || app.settings.publishable_key().is_none() {
        true => paragraph(about),
        false => paragraph(about).and(paragraph(no_dot)),
    };
    page::part("verifying", "Verifying tokens", (), about.and(tag("dl").holds(terms.and(pems))))
}

fn publishable_key(settings: &Settings) -> Markup {
    match settings.publishable_key() {
        Some(key) => copied(&key),
        None => "None: no key of Clerk's clients can name this address.".into(),
    }
}
