//! Settings that change while the server runs, as an operator finds them: by what they are about, each with what follows from it.
//!
//! What stands on which page is a table; one piece of code draws and reads all of it.

mod changes;
mod claims;
mod confirm;
mod elsewhere;
mod entry;
mod field;
mod groups;
mod log;
mod providers;
mod sheet;
mod state;
mod text_trial;
mod typed;
mod words;

pub use self::changes::{history, revert};
pub use self::claims::preview;
pub use self::groups::{place_of, places};
pub use self::providers::{
    change as save_provider, list as providers, name as name_provider, one as provider, places as provider_places,
};
pub use self::text_trial::send as send_text_message;
pub use self::words::save as save_text;

use axum::Form;
use axum::extract::{Path, Query};

use self::groups::{GROUPS, HISTORY, PATH, PROVIDERS};
use self::sheet::{Besides, Sheet};
use super::markup::{Markup, link, tag};
use super::operator::{Answer, Operator, not_found};
use super::page::{Section, page};

/// What there is.
pub async fn index(operator: Operator) -> Answer {
    let about = tag("p").class("muted").holds(
        "What is changed here holds at once, and within seconds on other nodes; it is checked as at a start, noted, and can be \
         taken back. What Leptos.toml or the environment says goes over it, and is shown as fixed.",
    );
    let place = |to: &str, name: &str, about: &str| {
        let to = link(to, tag("strong").holds(name));
        tag("li").holds(to.and(tag("p").class("muted").holds(about)))
    };
    let mut groups: Vec<Markup> =
        GROUPS.iter().map(|group| place(&format!("{PATH}/{}", group.key), group.name, group.about)).collect();
    groups.insert(3, place(PROVIDERS, "Social providers", "Google, GitHub and others that people come from."));
    groups.push(place(HISTORY, "What changed", "Who changed which setting when, and the way back."));
    let list = tag("ul").class("places").holds(groups);
    Ok(page(&operator, Section::Settings, Section::Settings.name(), about.and(list)))
}

/// What stands on a page besides its settings.
fn besides(operator: &Operator, key: &str, asked: &words::Asked) -> Besides {
    match key {
        "sessions" => claims::now(operator),
        "languages" => words::draw(operator, asked),
        text_trial::GROUP => text_trial::now(operator),
        _ => Besides::default(),
    }
}

/// A page of settings.
pub async fn show(operator: Operator, Path(key): Path<String>, Query(asked): Query<words::Asked>) -> Answer {
    let group = groups::named(&key).ok_or_else(not_found)?;
    sheet::show(&operator, &Sheet::of_group(group), None, besides(&operator, &key, &asked)).await
}

/// Saves a part of one.
pub async fn save(operator: Operator, Path(key): Path<String>, Form(typed): Form<Vec<(String, String)>>) -> Answer {
    let group = groups::named(&key).ok_or_else(not_found)?;
    let sheet = Sheet::of_group(group);
    let outcome = sheet::save(&operator, &sheet, typed.into()).await?;
    sheet::answer(&operator, &sheet, outcome, besides(&operator, &key, &words::Asked::default())).await
}
