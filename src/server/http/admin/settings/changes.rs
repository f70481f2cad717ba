//! What was changed: who, when, what it was and what it is; and the way back.

use std::collections::HashMap;

use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;

use super::super::markup::{Markup, link, paragraph, tag};
use super::super::operator::{Answer, Instead, Operator, not_found};
use super::super::page::{Section, action, alert, empty, moment, page_at, part, table};
use super::super::users;
use super::groups::HISTORY;
use super::sheet::Sheet;
use super::state::said;
use super::typed::Typed;
use super::{elsewhere, log};
use crate::model::ApiErrors;
use crate::server::flows;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::settings::{ChangedSetting, SettingChangeError, SettingsChange};

/// As many are on a page.
const ON_A_PAGE: i64 = 30;
/// Among as many of the latest it is looked for those that are about a page of settings.
const LOOKED_AT: i64 = 100;
/// As many of those are shown there.
const SHOWN: usize = 5;

/// From which one on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    from: String,
}

/// All of it.
pub async fn history(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let from = asked.from.parse::<i64>().unwrap_or(0).clamp(0, i64::from(u32::MAX));
    draw(&operator, from, None).await
}

/// Why a change stays, or what is to be said before it is taken back.
fn refused(why: &str) -> Markup {
    alert("danger", paragraph("It stays as it is.").and(why.lines().map(paragraph).collect::<Markup>()))
}

async fn draw(operator: &Operator, from: i64, refused: Option<Markup>) -> Answer {
    let (found, total) = operator.app.runtime_settings().history(ON_A_PAGE, from).await.map_err(flows::Error::from)?;
    let shown = match found.is_empty() {
        true => empty("Nothing was changed here yet.", paragraph("Every change stands here, with the way back.")),
        false => list(operator, &found, true).await?,
    };
    let next = (from + ON_A_PAGE < total).then(|| {
        let to = format!("{HISTORY}?from={}", from + ON_A_PAGE);
        tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds("Older"))
    });
    let is_refused = refused.is_some();
    let about = tag("p").class("muted").holds(
        "Of settings alone, from wherever they were changed: here, at the command line, by the REST API. To take a change back is \
         a change as well. What Leptos.toml and the environment say is no part of it.",
    );
    let main = Markup::from([about, refused.into(), shown, next.into()]);
    let mut response = page_at(operator, Section::Settings, HISTORY, "What changed", main);
    if is_refused {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Some of it, on the page that it is about.
pub async fn recent(operator: &Operator, sheet: &Sheet) -> Result<Markup, Instead> {
    let (found, _) = operator.app.runtime_settings().history(LOOKED_AT, 0).await.map_err(flows::Error::from)?;
    let is_about_it = |change: &SettingsChange| change.settings.iter().any(|setting| sheet.has(&setting.path));
    let found: Vec<SettingsChange> = found.into_iter().filter(is_about_it).take(SHOWN).collect();
    let shown = match found.is_empty() {
        true => empty(
            "Nothing of this was changed lately.",
            paragraph("A change stands here with what was before. Among all changes it can be taken back."),
        ),
        false => list(operator, &found, false).await?,
    };
    Ok(part("changes", "What changed", link(HISTORY, "All changes"), shown))
}

async fn list(operator: &Operator, found: &[SettingsChange], with_revert: bool) -> Result<Markup, Instead> {
    let names = names(operator, found).await?;
    let rows = found
        .iter()
        .map(|change| {
            let reverts = change.reverts.map(|id| tag("p").class("muted").holds(format!("Takes back change {id}.")));
            let settings = tag("ul").class("changes").holds(change.settings.iter().map(changed).collect::<Markup>());
            let mut cells = vec![moment(change.changed_at), who(change, &names), settings.and(reverts)];
            if with_revert {
                cells.push(way_back(operator, change));
            }
            cells
        })
        .collect();
    let columns: &[&str] = if with_revert { &["When", "Who", "What", "Actions"] } else { &["When", "Who", "What"] };
    Ok(table("Changes of settings", columns, rows))
}

/// How a change is taken back, by whoever may.
fn way_back(operator: &Operator, change: &SettingsChange) -> Markup {
    let is_of_owners = change.settings.iter().any(|setting| elsewhere::is_it(&setting.path));
    match operator.may(OperatorRole::Admin) {
        true if is_of_owners && !operator.may(OperatorRole::Owner) => {
            let command = tag("code").holds(format!("vestibule settings revert {}", change.id));
            tag("span").class("muted").holds(Markup::from("Owners take it back, or ").and(command).and("."))
        }
        true => action(&revert_path(change.id), "Revert", "plain", &[]),
        false => Markup::default(),
    }
}

fn revert_path(change: i64) -> String {
    format!("{HISTORY}/{change}/revert")
}

/// What the users among those who changed something are called.
async fn names(operator: &Operator, found: &[SettingsChange]) -> Result<HashMap<String, String>, Instead> {
    let mut names = HashMap::new();
    for id in found.iter().filter_map(|change| change.changed_by.as_ref()).filter(|id| id.starts_with("user_")) {
        if !names.contains_key(id)
            && let Some(account) = operator.app.users().get(id).await?
        {
            names.insert(id.clone(), account.user.display_name());
        }
    }
    Ok(names)
}

fn who(change: &SettingsChange, names: &HashMap<String, String>) -> Markup {
    match &change.changed_by {
        Some(id) if names.contains_key(id) => {
            link(users::path(id), tag("span").with("dir", "auto").holds(names.get(id).map(String::as_str)))
        }
        Some(id) => Markup::from(change.changed_by_type.as_str()).and(" ").and(tag("code").holds(id)),
        None => change.changed_by_type.as_str().into(),
    }
}

fn changed(setting: &ChangedSetting) -> Markup {
    let shown = |value: &Option<Value>| match value {
        Some(_) if setting.is_secret => "a secret".into(),
        Some(value) => said(value, None),
        None => Markup::from("the default"),
    };
    let text = shown(&setting.before).and(" → ").and(shown(&setting.after));
    tag("li").holds([tag("code").holds(&setting.path), " ".into(), tag("span").with("dir", "auto").holds(text)])
}

/// Takes a change back.
pub async fn revert(
    operator: Operator,
    Path(change): Path<String>,
    Form(typed): Form<Vec<(String, String)>>,
) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let id: i64 = change.parse().map_err(|_| not_found())?;
    // Whatever it was that was changed.
    operator.require_proof(HISTORY).await?;
    let app = &operator.app;
    let changed = app.runtime_settings().changed_by(id).await.map_err(flows::Error::from)?;
    let of_log = changed.iter().find(|setting| log::is_it(&setting.path));
    if of_log.is_some_and(|it| log::shorter(&app.settings, it.before.as_ref().unwrap_or(&Value::Null)).is_some()) {
        let why = "Entries of the audit log would be deleted. An owner says for how long it is kept on the page REST API and records, \
                   and confirms it there.";
        return draw(&operator, 0, Some(refused(why))).await;
    }
    if changed.iter().any(|setting| elsewhere::is_it(&setting.path)) {
        operator.require(OperatorRole::Owner)?;
    }
    let typed = Typed::from(typed);
    if let Some(place) = elsewhere::before(&app.settings, &changed)
        && !typed.confirms(&place)
    {
        return draw(&operator, 0, Some(elsewhere::confirm(&revert_path(id), &typed, &place))).await;
    }
    let done = |form: &str| -> Response { operator.lead_with(form, ApiErrors::default(), HISTORY) };
    match operator.app.runtime_settings().revert(id).await {
        Ok(Some(_)) => Ok(done("settings/revert")),
        Ok(None) => Ok(done("settings/same")),
        Err(SettingChangeError::NotFound) => Err(not_found()),
        Err(SettingChangeError::Store(error)) => Err(flows::Error::from(error).into()),
        Err(error) => draw(&operator, 0, Some(refused(&error.to_string()))).await,
    }
}
