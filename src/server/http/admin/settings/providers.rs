//! The providers that people can come from: which there are, and a page for each.

use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use serde::Deserialize;

use super::super::markup::{Markup, link, paragraph, tag};
use super::super::operator::{Answer, Operator, lead, not_found};
use super::super::page::{Section, action, alert, badge, button, copied, field, outcome, page_at, part, sure, table};
use super::groups::PROVIDERS;
use super::sheet::{Besides, Sheet, answer, save, show};
use super::typed::Typed;
use crate::server::factors::oauth::providers::{ClientAuth, PROVIDERS as KNOWN, Provider};
use crate::server::factors::oauth::{CALLBACK, Step};
use crate::server::flows::operators::OperatorRole;
use crate::server::settings::{OauthSettings, Settings, provider_name};

/// Those that are known by name, and others that are set up.
fn keys(settings: &Settings) -> impl Iterator<Item = &str> {
    let known = KNOWN.iter().map(|row| row.key);
    let others = settings.oauth.keys().map(String::as_str).filter(|key| KNOWN.iter().all(|row| row.key != *key));
    known.chain(others)
}

/// Where each has its page, and what it is called.
pub fn places(settings: &Settings) -> impl Iterator<Item = (String, String)> {
    keys(settings).map(move |key| (format!("{PROVIDERS}/{key}"), name_of(settings, key)))
}

fn name_of(settings: &Settings, key: &str) -> String {
    provider_name(key, &settings.oauth.get(key).cloned().unwrap_or_default())
}

/// All that there are, and all that there can be.
pub async fn list(operator: Operator) -> Answer {
    draw(&operator, "", None)
}

fn draw(operator: &Operator, typed: &str, wrong: Option<&str>) -> Answer {
    let settings = &operator.app.settings;
    let rows = keys(settings).map(|key| row(settings, key)).collect();
    let may = operator.may(OperatorRole::Admin);
    let about = tag("p").class("muted").holds(
        "Buttons on the sign-in and sign-up pages, in this order. Each provider asks for a redirect URL, which stands on its page, \
         and gives a client id and a secret.",
    );
    let another = may.then(|| {
        let text = "Any other provider that speaks OpenID Connect, under a name of your own: it becomes part of the redirect URL.";
        let form = tag("form").class("filters").with("method", "post").with("action", PROVIDERS).holds([
            field("provider", "provider", "Short name, in small letters", "text", typed),
            button("Set it up", "plain"),
        ]);
        part("another", "Another one", (), paragraph(text).and(form))
    });
    let is_refused = wrong.is_some();
    let wrong = wrong.map(|wrong| alert("danger", paragraph(wrong)));
    let list = table("Providers", &["Provider", "State", "Client id", "Secret"], rows);
    let main = Markup::from([about, wrong.into(), list, another.into()]);
    let mut response = page_at(operator, Section::Settings, PROVIDERS, "Social providers", main);
    if is_refused {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn row(settings: &Settings, key: &str) -> Vec<Markup> {
    let set = settings.oauth.get(key);
    let name = name_of(settings, key);
    let secret = set.map(|set| match set.client_secret.expose().is_empty() {
        true => tag("span").class("muted").holds("None"),
        false => "A secret is stored".into(),
    });
    vec![
        link(format!("{PROVIDERS}/{key}"), name),
        state(set),
        set.map(|set| tag("span").with("dir", "ltr").holds(&set.client_id)).into(),
        secret.into(),
    ]
}

fn state(set: Option<&OauthSettings>) -> Markup {
    match set {
        None => tag("span").class("muted").holds("Off"),
        Some(set) if !set.enabled => badge("neutral", "Off"),
        Some(set) if set.is_simulated() => badge("warning", "Simulated"),
        Some(_) => badge("success", "On"),
    }
}

/// What is typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Named {
    provider: String,
}

/// Leads to the page of one that is not known by name.
pub async fn name(operator: Operator, Form(named): Form<Named>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let key = named.provider.trim();
    match Sheet::of_provider(&operator.app.settings, key) {
        Some(sheet) => Ok(lead(&sheet.path)),
        None => draw(&operator, key, Some("A short name has small letters, digits and _ in it, at most 40.")),
    }
}

/// The page of one.
pub async fn one(operator: Operator, Path(key): Path<String>) -> Answer {
    let sheet = Sheet::of_provider(&operator.app.settings, &key).ok_or_else(not_found)?;
    show(&operator, &sheet, None, besides(&operator, &key, None)).await
}

/// The field of the form that tries a provider out. It is sent to the provider's own page: that is where one is afterwards, and may
/// ask for it again.
const TRY: &str = "try";

/// Saves it, or tries it out.
pub async fn change(operator: Operator, Path(key): Path<String>, Form(typed): Form<Vec<(String, String)>>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let sheet = Sheet::of_provider(&operator.app.settings, &key).ok_or_else(not_found)?;
    let typed = Typed::from(typed);
    if typed.last(TRY).is_some() {
        return test(&operator, &sheet, &key).await;
    }
    let outcome = save(&operator, &sheet, typed).await?;
    answer(&operator, &sheet, outcome, besides(&operator, &key, None)).await
}

/// Tries it out, as it is saved, and says what was found.
async fn test(operator: &Operator, sheet: &Sheet, key: &str) -> Answer {
    let app = &operator.app;
    let set = app.settings.oauth.get(key).cloned().unwrap_or_default();
    let steps = app.oauth.try_out(&app.settings, key, &set, app.clock.now()).await;
    show(operator, sheet, None, besides(operator, key, Some(&steps))).await
}

fn besides(operator: &Operator, key: &str, steps: Option<&[Step]>) -> Besides {
    let settings = &operator.app.settings;
    let may = operator.may(OperatorRole::Admin);
    let try_out = may.then(|| action(&format!("{PROVIDERS}/{key}"), "Test it", "plain", &[(TRY, "true")]));
    let about = tag("p").class("muted").holds(
        "Asks the provider where it is to be asked, whether it takes people whom this app sends, and whether it takes the secret, as \
         they are saved. Nobody signs in.",
    );
    let trial = part("trial", "Test", try_out, about.and(steps.map(told)));
    let is_set = settings.oauth.contains_key(key);
    let forget = (may && is_set).then(|| {
        let name = format!("oauth.{key}");
        let text = "Takes back all that was changed here of this provider, the secret as well: unless Leptos.toml says otherwise, \
                    nobody comes from there any more, and who has no other way in is kept out. Among all changes it can be \
                    taken back.";
        let hidden = [("unset", name.as_str())];
        let form = sure(&format!("{PROVIDERS}/{key}"), "Forget this provider", text, "danger", &hidden);
        part("danger", "Danger", (), form)
    });
    Besides { before: way(settings, key), after: trial.and(forget) }
}

/// What is done with the provider and what is done here, in that order.
fn way(settings: &Settings, key: &str) -> Markup {
    let name = name_of(settings, key);
    let row = Provider::named(key);
    let set = settings.oauth.get(key);
    let where_it_is = match row.map_or("", |row| row.console) {
        "" => Markup::from(format!("with {name}")),
        console => tag("a").with("href", console).with("rel", "noreferrer").holds(format!("in {name}’s console")),
    };
    let is_signed = row.is_some_and(|row| row.client_auth == ClientAuth::SignedByKey);
    let what = if is_signed { "its ids and the key" } else { "its client id and secret" };
    let url = format!("{}{CALLBACK}{key}", settings.base_url);
    let steps = [
        Markup::from("Make a client for this app ").and(where_it_is).and("."),
        Markup::from("Register this redirect URL with it, which it takes and no other: ").and(copied(&url)),
        Markup::from(format!("Write {what} below, switch it on and save. Then test it.")),
    ];
    let steps = tag("ol").class("way").holds(steps.map(|step| tag("li").holds(step)));
    let seen = set.is_some_and(|set| set.enabled).then(|| {
        let there = link(&settings.paths.sign_in, "See it on the sign-in page");
        paragraph(there.and(", in a window in which nobody is signed in: whoever is goes on from there."))
    });
    part("way", "Set it up", state(set), steps.and(seen))
}

/// What the steps of a trial came to.
fn told(steps: &[Step]) -> Markup {
    let (kind, text) = match steps.iter().all(|step| step.found.is_ok()) {
        true => ("success", "Nothing is wrong, as far as it can be told from here."),
        false => ("danger", "Something is wrong: see which step."),
    };
    let lines = steps.iter().map(step).collect::<Markup>();
    outcome(kind, paragraph(text).and(tag("ul").class("steps").holds(lines)))
}

fn step(step: &Step) -> Markup {
    let (kind, word, text) = match &step.found {
        Ok(text) => ("success", "Good", text),
        Err(text) => ("danger", "Wrong", text),
    };
    let text = tag("span").with("dir", "auto").holds(text);
    tag("li").holds([badge(kind, word), tag("strong").holds(step.what), text])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_at_what_a_trial_came_to() {
        let step = |found| Step { what: "Discovery", found };
        let (good, wrong) = (step(Ok("It is there.".to_owned())), step(Err("<nobody>".to_owned())));
        for (steps, kind) in [(vec![good.clone()], "success"), (vec![good, wrong], "danger")] {
            let html = told(&steps).into_string();
            assert!(html.contains(&format!("data-kind=\"{kind}\" tabindex=\"-1\" autofocus>")), "{html}");
            assert_eq!(html.contains("&lt;nobody&gt;"), kind == "danger", "{html}");
        }
    }
}
