//! What a message says, sentence by sentence: read, tried out, and replaced by other words.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::markup::{Markup, link, paragraph, tag};
use super::super::operator::{Instead, Operator};
use super::super::page::{Section, alert, badge, button, part, proof_first};
use super::super::typed::{MEANWHILE, Typed};
use crate::server::Language;
use crate::server::delivery::{self, Kind, Sentences};
use crate::server::flows;
use crate::server::flows::message_samples::{self, Sentence};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::settings::SettingChangeError;
use crate::server::settings::{SettingPath, Source};

/// Where it stands who changed what.
const HISTORY: &str = "/admin/settings/history";

/// What a part of a message is called, and what it is.
fn told(part: &str) -> (&str, &'static str) {
    match part {
        "subject" => ("Subject", "The first that is seen of it."),
        "title" => ("Title", "At the head of the mail."),
        "preview" => ("Preview", "What a list of mails shows beside the subject."),
        "lead" => ("Before the code or the link", "The paragraph in front of what the mail is about."),
        "note" => ("After it", "The paragraph below, smaller."),
        "action" => ("The link", "What the button says."),
        "disavow" => ("Below it", "The link for whoever did not do what the mail tells."),
        other => (other, ""),
    }
}

/// The sentences of a message as a page has them: what is said, or what was typed in its place.
pub struct Words {
    kind: Kind,
    language: Language,
    rows: Vec<Row>,
    /// The last change that whoever typed has seen.
    seen: Option<i64>,
    /// Whether something was typed, and not just looked at.
    pub is_draft: bool,
}

struct Row {
    sentence: Sentence,
    path: Option<SettingPath>,
    /// What says it, so that it cannot be changed here.
    fixed: Option<Source>,
    typed: String,
    wrong: Option<String>,
}

impl Words {
    /// Reads a form, or what stands in an address. A field in which nothing stands says what comes with the crate.
    pub fn read(operator: &Operator, kind: Kind, language: Language, typed: &Typed) -> Self {
        let app = &operator.app;
        let is_draft = !typed.one("draft").is_empty();
        let row = |sentence: Sentence| {
            let path = sentence.path(language);
            let fixed = path.as_ref().and_then(|path| app.runtime_settings().fixed_by(path));
            let field = typed.all(&sentence.part).next().unwrap_or_default().replace("\r\n", "\n").trim().to_owned();
            let said = match (is_draft && fixed.is_none(), field.is_empty()) {
                (true, false) => field,
                (true, true) => sentence.shipped.clone(),
                (false, _) => sentence.said().to_owned(),
            };
            let is_shipped = said.trim() == sentence.shipped.trim();
            let checked = if is_shipped { Ok(()) } else { delivery::check_sentence(language, &sentence.name, &said) };
            Row { path, fixed, typed: said, wrong: checked.err().filter(|_| is_draft), sentence }
        };
        let rows = message_samples::sentences(app, kind, language).into_iter().map(row).collect();
        Self { kind, language, rows, seen: typed.one("seen").parse().ok(), is_draft }
    }

    /// Whether something of it cannot be said.
    pub fn is_wrong(&self) -> bool {
        self.rows.iter().any(|row| row.wrong.is_some())
    }

    /// Why, in a line each.
    pub fn problems(&self) -> Vec<String> {
        let wrong = self.rows.iter().filter_map(|row| Some((row, row.wrong.as_ref()?)));
        wrong.map(|(row, why)| format!("{}: {why}", told(&row.sentence.part).0)).collect()
    }

    /// The sentences that are other ones than those that come with the crate, if somebody tries some out that can be said.
    pub fn draft(&self) -> Option<Sentences> {
        let others = self.rows.iter().filter(|row| !row.is_shipped());
        let others = others.map(|row| (row.sentence.name.clone(), row.typed.clone()));
        (self.is_draft && !self.is_wrong()).then(|| others.collect())
    }

    /// What was typed, as it stands in an address.
    pub fn append_to(&self, query: &mut url::form_urlencoded::Serializer<'_, String>) {
        query.append_pair("draft", "1");
        for row in &self.rows {
            query.append_pair(&row.sentence.part, &row.typed);
        }
    }

    /// What is to change, by the setting: nothing of what is so already, or is fixed.
    pub fn changes(&self, takes_all_back: bool) -> BTreeMap<SettingPath, Value> {
        let changed = self.rows.iter().filter(|row| row.fixed.is_none()).filter_map(|row| {
            let wanted = (!takes_all_back && !row.is_shipped()).then_some(row.typed.as_str());
            let value = wanted.map_or(Value::Null, Value::from);
            (wanted != row.sentence.own.as_deref()).then(|| Some((row.path.clone()?, value))).flatten()
        });
        changed.collect()
    }

    /// Saves them, or says beside each why not; the first of what is about none of them is given back.
    pub async fn save(&mut self, operator: &Operator, takes_all_back: bool) -> Result<Saved, Instead> {
        let settings = operator.app.runtime_settings();
        let values = self.changes(takes_all_back);
        if let Some(seen) = self.seen {
            let changed = settings.changed_since(seen, values.keys()).await.map_err(flows::Error::from)?;
            for row in self.rows.iter_mut().filter(|row| row.path.as_ref().is_some_and(|it| changed.contains(it))) {
                row.wrong = Some(MEANWHILE.to_owned());
                row.typed = row.sentence.said().to_owned();
            }
            if !changed.is_empty() {
                return Ok(Saved::Refused(None));
            }
        }
        match settings.change(&values).await {
            Ok(Some(_)) => Ok(Saved::Changed),
            Ok(None) => Ok(Saved::Same),
            Err(SettingChangeError::Store(error)) => Err(flows::Error::from(error).into()),
            Err(error) => Ok(Saved::Refused(Some(error.to_string()))),
        }
    }

    /// The part of the page with them.
    pub async fn draw(&self, operator: &Operator) -> Result<Markup, Instead> {
        let may = operator.may(OperatorRole::Admin);
        let (latest, _) = operator.app.runtime_settings().history(1, 0).await.map_err(flows::Error::from)?;
        let rows: Markup = self.rows.iter().map(|row| row.draw(self.language, may)).collect();
        let variables = delivery::variables_of_words(&self.kind.key());
        let listed: Markup = variables
            .iter()
            .enumerate()
            .map(|(place, name)| {
                let between = if place == 0 { "" } else { ", " };
                Markup::from(between).and(tag("code").holds(format!("{{ ${name} }}")))
            })
            .collect();
        let about = paragraph(
            Markup::from("What stands in braces is filled in: it may be moved, and left out. Here there may be ").and(listed).and(
                ", and the names of sentences that stand in several mails, as in what comes with it. A code or a link stands only \
                 where it does in what comes with it, and no other address. A field in which nothing stands says what comes with it.",
            ),
        );
        let history = link(HISTORY, "What changed");
        if !may || self.rows.iter().all(|row| row.fixed.is_some()) {
            return Ok(part("words", "What it says", history, about.and(tag("div").class("texts").holds(rows))));
        }
        let proof = proof_first(operator, &super::path(self.kind, self.language));
        let hidden = |name: &'static str, value: &str| {
            tag("input").with("type", "hidden").with("name", name).with("value", value).alone()
        };
        let here = format!("{}/{}", Section::Mail.path(), self.kind.key());
        let also = |text: &str, name: &'static str, value: &str| {
            tag("button").class("button").with("type", "submit").with(name, value).holds(text)
        };
        // The key that sends a form presses the first button, which keeps nothing.
        let preview = tag("button")
            .class("button")
            .with("type", "submit")
            .with("formmethod", "get")
            .with("formaction", &here)
            .holds("Preview");
        let buttons = tag("div").class("actions").holds([
            preview,
            button("Save what it says", "primary"),
            super::may_be_tried(operator, self.kind)
                .then(|| also("Send this to me", "formaction", &format!("{here}/test")))
                .into(),
        ]);
        let seen = latest.first().map_or(0, |change| change.id).to_string();
        let form = tag("form").class("texts").with("method", "post").with("action", &here);
        let form = match super::has_frame(self.kind) {
            true => form.with("data-preview", format!("{here}/preview")).with("data-frame", super::FRAME),
            false => form,
        };
        let form = form.holds([
            hidden("draft", "1"),
            hidden("language", self.language.tag()),
            hidden("seen", &seen),
            rows,
            buttons,
        ]);
        let is_changed = self.rows.iter().any(|row| row.fixed.is_none() && row.sentence.own.is_some());
        let back = is_changed.then(|| {
            let what = "Every sentence of this message says in this language what comes with it again. It can be taken back where it \
                        stands what changed.";
            let fields = [("language", self.language.tag()), ("back", "1"), ("draft", "1"), ("seen", seen.as_str())];
            super::super::page::sure(&here, "As it came", what, "plain", &fields)
        });
        let problems = self.is_wrong().then(|| alert("danger", paragraph("It stays as it is: see below.")));
        Ok(part(
            "words",
            "What it says",
            history,
            Markup::from([problems.into(), proof.into(), about, form, back.into()]),
        ))
    }
}

/// What came of a form.
pub enum Saved {
    /// It is said from now on.
    Changed,
    /// It is said already.
    Same,
    /// It stays as it was; with the reason where that stands beside no sentence.
    Refused(Option<String>),
}

impl Row {
    fn is_shipped(&self) -> bool {
        self.typed.trim() == self.sentence.shipped.trim()
    }

    fn draw(&self, language: Language, may: bool) -> Markup {
        let id = format!("say-{}", self.sentence.part);
        let (name, about) = told(&self.sentence.part);
        let direction = if language.is_right_to_left() { "rtl" } else { "ltr" };
        let state = match (self.fixed, &self.sentence.own) {
            (Some(by), _) => {
                badge("neutral", if by == Source::App { "Fixed by the app" } else { "Fixed by Leptos.toml" })
            }
            (None, Some(_)) => badge("success", "Changed"),
            (None, None) => Markup::default(),
        };
        let is_field = may && self.fixed.is_none();
        let label = match is_field {
            true => tag("label").with("for", &id).holds(name),
            false => tag("strong").holds(name),
        };
        let head = tag("div").class("head").holds([label, tag("code").holds(&self.sentence.name), state]);
        let in_language = |element: &'static str| tag(element).with("lang", language.tag()).with("dir", direction);
        if !is_field {
            return tag("div").class("text").holds([head, in_language("p").holds(&self.typed)]);
        }
        let (about_id, wrong_id) = (format!("{id}-about"), format!("{id}-wrong"));
        let described = if self.wrong.is_some() { format!("{wrong_id} {about_id}") } else { about_id.clone() };
        let rows = if self.typed.contains('\n') || self.typed.chars().count() > 160 { "5" } else { "2" };
        let area = in_language("textarea")
            .with("id", &id)
            .with("name", &self.sentence.part)
            .with("rows", rows)
            .with("maxlength", "4000")
            .with("spellcheck", "true")
            .with("aria-describedby", described);
        let area = if self.wrong.is_some() { area.with("aria-invalid", "true") } else { area };
        let came = (!self.is_shipped())
            .then(|| in_language("p").class("muted").holds(format!("As it came: {}", self.sentence.shipped)));
        let wrong =
            self.wrong.as_ref().map(|why| tag("p").class("wrong").with("id", wrong_id).holds(format!("{name}: {why}")));
        tag("div").class("text").holds([
            head,
            // A line break at the beginning of one is not part of it.
            area.holds(format!("\n{}", self.typed)),
            tag("p").class("muted").with("id", about_id).holds(about),
            wrong.into(),
            came.into(),
        ])
    }
}
