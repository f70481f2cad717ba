//! A page of settings: what stands on it, and how it is saved.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use serde_json::Value;

use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::{Answer, Instead, Operator, not_found};
use super::super::page::{Section, alert, page_at, part, proof_first};
use super::super::typed::MEANWHILE;
use super::entry::{Entry, Group, Part};
use super::state::States;
use super::typed::{Typed, wanted};
use super::{changes, elsewhere, field, groups, log};
use crate::server::factors::oauth::providers::{ClientAuth, Provider};
use crate::server::flows;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::settings::SettingChangeError;
use crate::server::settings::{SettingPath, Settings, provider_name};

/// A page of settings.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its address, to which its forms are sent as well.
    pub path: String,
    /// What it is called.
    pub title: String,
    about: String,
    /// Of which provider it is, if it is one's.
    provider: Option<String>,
    parts: &'static [Part],
}

impl Sheet {
    /// That of a group.
    pub fn of_group(group: &Group) -> Self {
        Self {
            path: format!("{}/{}", groups::PATH, group.key),
            title: group.name.to_owned(),
            about: group.about.to_owned(),
            provider: None,
            parts: group.parts,
        }
    }

    /// That of a provider, whether or not it is set up; `None` if there can be none that is called so.
    pub fn of_provider(settings: &Settings, key: &str) -> Option<Self> {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if key.is_empty() || key.len() > 40 || !key.bytes().all(is_plain) {
            return None;
        }
        let set = settings.oauth.get(key).cloned().unwrap_or_default();
        let parts = match Provider::named(key) {
            Some(row) if row.client_auth == ClientAuth::SignedByKey => groups::KEY,
            // Whatever is said can be taken back.
            Some(row) if !row.has_others && set.issuer.is_empty() => groups::PLAIN,
            Some(_) | None => groups::OPENID,
        };
        Some(Self {
            path: format!("{}/{key}", groups::PROVIDERS),
            title: provider_name(key, &set),
            about: "People come from there, and are known by what they are there.".to_owned(),
            provider: Some(key.to_owned()),
            parts,
        })
    }

    /// The settings on it.
    pub fn entries(&self) -> impl Iterator<Item = &'static Entry> + use<> {
        self.parts.iter().flat_map(|part| part.entries)
    }

    /// The whole name of one.
    pub fn name_of(&self, entry: &Entry) -> String {
        match &self.provider {
            Some(key) => format!("oauth.{key}.{}", entry.name),
            None => entry.name.to_owned(),
        }
    }

    /// The same as it is asked for by.
    pub fn path_of(&self, entry: &Entry) -> Option<SettingPath> {
        self.name_of(entry).parse().ok()
    }

    /// Whether something is a setting on it, or stands below one.
    pub fn has(&self, name: &str) -> bool {
        let Ok(path) = name.parse::<SettingPath>() else { return false };
        self.entries().filter_map(|entry| self.path_of(entry)).any(|own| path.is_within(&own))
            || (self.is_called("languages") && name.starts_with("words."))
            || (self.is_called("messages") && name.starts_with("message_words."))
    }

    fn is_called(&self, group: &str) -> bool {
        self.provider.is_none() && self.path.rsplit('/').next() == Some(group)
    }

    /// Whether it is a provider's that is still off, by how it was and how it is: whoever has just switched it off knows it.
    fn is_still_off(&self, before: &Settings, now: &Settings) -> bool {
        let Some(key) = &self.provider else { return false };
        let was_on = before.oauth.get(key).is_some_and(|set| set.enabled);
        !was_on && now.oauth.get(key).is_some_and(|set| !set.enabled)
    }

    /// Whether one of these asks for a proof of late.
    fn is_guarded(&self, paths: &BTreeMap<SettingPath, Value>) -> bool {
        let mut guarded = self.entries().filter(|entry| entry.is_guarded).filter_map(|entry| self.path_of(entry));
        // What takes back more than one takes back those, too.
        guarded.any(|own| paths.keys().any(|path| own.is_within(path)))
    }
}

/// What came of a form.
#[derive(Debug)]
pub enum Outcome {
    /// It holds.
    Saved,
    /// It held already.
    Same,
    /// It stays as it was.
    Refused(Refusal),
}

/// Why something stays as it was.
#[derive(Clone, Debug, Default)]
pub struct Refusal {
    /// What is about no field of the page.
    pub general: Vec<String>,
    /// The rest, by the name of the field.
    pub beside: BTreeMap<String, Vec<String>>,
    /// For how many days the audit log would be kept, which is to be confirmed first.
    pub shortened: Option<i64>,
    /// Where pictures would be kept, which is to be confirmed first.
    pub elsewhere: Option<String>,
    /// What was typed.
    pub typed: Typed,
}

impl Refusal {
    /// What is said by a name.
    fn add(&mut self, sheet: &Sheet, name: &str, why: String) {
        let is_there = sheet.entries().any(|entry| sheet.name_of(entry) == name);
        match is_there {
            true => self.beside.entry(name.to_owned()).or_default().push(why),
            false if name.is_empty() => self.general.push(why),
            false => self.general.push(format!("{name}: {why}")),
        }
    }

    /// What the check says: one line for each mistake, which begins with the name of the setting.
    pub fn of(sheet: &Sheet, error: SettingChangeError) -> Result<Self, Instead> {
        let mut refusal = Self::default();
        match error {
            SettingChangeError::Store(error) => return Err(flows::Error::from(error).into()),
            SettingChangeError::NotFound => return Err(not_found()),
            error => {
                for line in error.to_string().lines() {
                    let (name, why) = line.split_once(": ").unwrap_or(("", line));
                    refusal.add(sheet, name, why.to_owned());
                }
            }
        }
        Ok(refusal)
    }
}

/// Saves what a form says.
pub async fn save(operator: &Operator, sheet: &Sheet, typed: Typed) -> Result<Outcome, Instead> {
    operator.require(OperatorRole::Admin)?;
    let app = &operator.app;
    let states = States::read(app).await.map_err(flows::Error::from)?;
    let (mut values, wrong) = match typed.last("unset") {
        Some(name) => (unset(sheet, name)?, Vec::new()),
        None => wanted(sheet, &states, &typed),
    };
    if let Some(key) = &sheet.provider
        && typed.last("unset").is_none()
        && !values.is_empty()
        && !states.settings().oauth.contains_key(key)
    {
        // Whatever is said of one, it is on unless it is said that it is off.
        if let Ok(on) = format!("oauth.{key}.enabled").parse::<SettingPath>() {
            values.entry(on).or_insert(Value::Bool(false));
        }
    }
    if sheet.is_guarded(&values) {
        operator.require_proof(&sheet.path).await?;
    }
    let mut refusal = Refusal { typed, ..Refusal::default() };
    for (name, why) in wrong {
        refusal.add(sheet, &name, why);
    }
    for name in changed_since(operator, &refusal.typed, &values).await? {
        refusal.add(sheet, &name, MEANWHILE.to_owned());
        refusal.typed.forget(&name);
    }
    if !refusal.beside.is_empty() {
        return Ok(Outcome::Refused(refusal));
    }
    if let Some(days) = log::shortened(states.settings(), &values) {
        operator.require(OperatorRole::Owner)?;
        if !refusal.typed.confirms(&days.to_string()) {
            refusal.shortened = Some(days);
            return Ok(Outcome::Refused(refusal));
        }
    }
    if values.keys().any(|path| elsewhere::is_it(&path.to_string())) {
        operator.require(OperatorRole::Owner)?;
    }
    if let Some(place) = elsewhere::wanted(states.settings(), &values)
        && !refusal.typed.confirms(&place)
    {
        refusal.elsewhere = Some(place);
        return Ok(Outcome::Refused(refusal));
    }
    match app.runtime_settings().change(&values).await {
        Ok(Some(_)) => Ok(Outcome::Saved),
        Ok(None) => Ok(Outcome::Same),
        Err(error) => {
            let told = Refusal::of(sheet, error)?;
            Ok(Outcome::Refused(Refusal { typed: refusal.typed, ..told }))
        }
    }
}

/// What is to be as it is by default.
fn unset(sheet: &Sheet, name: &str) -> Result<BTreeMap<SettingPath, Value>, Instead> {
    let path: SettingPath = name.parse().map_err(|_| not_found())?;
    let is_own = sheet.entries().any(|entry| sheet.name_of(entry) == name);
    let is_whole = sheet.provider.as_ref().is_some_and(|key| name == format!("oauth.{key}"));
    if is_own || is_whole { Ok([(path, Value::Null)].into()) } else { Err(not_found()) }
}

/// Which of these somebody has changed since the form was made.
async fn changed_since(
    operator: &Operator,
    typed: &Typed,
    values: &BTreeMap<SettingPath, Value>,
) -> Result<BTreeSet<String>, Instead> {
    let Some(seen) = typed.last("seen").and_then(|seen| seen.parse::<i64>().ok()) else { return Ok(BTreeSet::new()) };
    let changed = operator.app.runtime_settings().changed_since(seen, values.keys()).await;
    Ok(changed.map_err(flows::Error::from)?.iter().map(SettingPath::to_string).collect())
}

/// What stands on a page besides the settings.
#[derive(Debug, Default)]
pub struct Besides {
    /// In front of them.
    pub before: Markup,
    /// Behind them.
    pub after: Markup,
}

/// Draws the page.
pub async fn show(operator: &Operator, sheet: &Sheet, refusal: Option<&Refusal>, besides: Besides) -> Answer {
    let app = operator.app.clone();
    let states = States::read(&app).await.map_err(flows::Error::from)?;
    let (latest, _) = app.runtime_settings().history(1, 0).await.map_err(flows::Error::from)?;
    let seen = latest.first().map_or(0, |change| change.id);
    let general = refusal.filter(|refusal| !refusal.general.is_empty()).map(|refusal| {
        let lines = refusal.general.iter().map(paragraph).collect::<Markup>();
        alert("danger", paragraph("Nothing was changed.").and(lines))
    });
    let beside = refusal.filter(|refusal| !refusal.beside.is_empty());
    let beside = beside.map(|_| alert("danger", paragraph("Nothing was changed: see below.")));
    let confirm = refusal.and_then(|refusal| Some(log::confirm(&sheet.path, &refusal.typed, refusal.shortened?)));
    let elsewhere = refusal.and_then(|refusal| {
        let place = refusal.elsewhere.as_deref()?;
        Some(elsewhere::confirm(&sheet.path, &refusal.typed, place))
    });
    let parts: Markup = sheet.parts.iter().map(|it| draw_part(operator, sheet, it, &states, refusal, seen)).collect();
    let main = Markup::from([
        tag("p").class("muted").holds(&sheet.about),
        general.into(),
        beside.into(),
        confirm.into(),
        elsewhere.into(),
        proof(operator, sheet).into(),
        besides.before,
        parts,
        besides.after,
        changes::recent(operator, sheet).await?,
    ]);
    let path = if sheet.provider.is_some() { groups::PROVIDERS } else { sheet.path.as_str() };
    let mut response = page_at(operator, Section::Settings, path, &sheet.title, main);
    if refusal.is_some() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// That it is asked who they are, before they have typed anything.
fn proof(operator: &Operator, sheet: &Sheet) -> Option<Markup> {
    let is_asked = |entry: &Entry| entry.is_guarded && may_change(operator, &sheet.name_of(entry));
    if !sheet.entries().any(is_asked) {
        return None;
    }
    proof_first(operator, &sheet.path)
}

/// Whether whoever looks at it may change a setting.
fn may_change(operator: &Operator, name: &str) -> bool {
    let needed = if elsewhere::is_it(name) { OperatorRole::Owner } else { OperatorRole::Admin };
    operator.may(needed)
}

fn draw_part(
    operator: &Operator,
    sheet: &Sheet,
    of: &Part,
    states: &States,
    refusal: Option<&Refusal>,
    seen: i64,
) -> Markup {
    // Buttons that take one setting back belong to a form of their own: the key that sends a form sends none of them.
    let other = format!("unset-{}", of.id);
    let mut is_form = false;
    let rows: Markup = of
        .entries
        .iter()
        .filter_map(|entry| {
            let (name, state) = (sheet.name_of(entry), states.of(&sheet.path_of(entry)?));
            let may = may_change(operator, &name);
            is_form |= may && state.may_change();
            let row = field::Row { entry, name: &name, state: &state, may, unset: &other };
            Some(row.draw(states.settings(), refusal))
        })
        .collect();
    if !is_form {
        return part(of.id, of.title, (), tag("div").class("settings").holds(rows));
    }
    let hidden = tag("input").with("type", "hidden").with("name", "seen").with("value", seen.to_string()).alone();
    let save = tag("button").class("button").with("type", "submit").with("data-kind", "primary").holds("Save");
    let preview = (of.id == "claims").then(|| {
        let to = format!("{}/preview", sheet.path);
        tag("button").class("button").with("type", "submit").with("formaction", to).holds("Preview")
    });
    let buttons = tag("div").class("actions").holds([save, preview.into()]);
    let form = tag("form").class("settings").with("method", "post").with("action", &sheet.path);
    let unset = tag("form").with("id", &other).with("method", "post").with("action", &sheet.path).when("hidden", true);
    part(of.id, of.title, (), form.holds([hidden, rows, buttons]).and(unset.holds(())))
}

/// What a form answers.
pub async fn answer(operator: &Operator, sheet: &Sheet, outcome: Outcome, besides: Besides) -> Answer {
    let done = |form: &str| Ok(operator.lead_with(form, crate::model::ApiErrors::default(), &sheet.path));
    match outcome {
        Outcome::Saved => {
            // The one that the request came to knows what was, and another one what is.
            let (before, now) = (&operator.app, operator.app.clone());
            match sheet.is_still_off(&before.settings, &now.settings) {
                true => done("settings/save_off"),
                false => done("settings/save"),
            }
        }
        Outcome::Same => done("settings/same"),
        Outcome::Refused(refusal) => show(operator, sheet, Some(&refusal), besides).await,
    }
}
