//! What mails and text messages say, in every language, before anyone gets one.

mod words;

use axum::Form;
use axum::extract::{Path, Query};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use self::words::{Saved, Words};
use super::markup::{Markup, link, paragraph, tag};
use super::operator::{Answer, Instead, Operator, not_found};
use super::page::{Section, alert, badge, button, choice, page, part, table, typed_descriptions};
use super::typed::{Typed, refusing};
use crate::locale::playground;
use crate::model::ApiErrors;
use crate::server::Language;
use crate::server::delivery::{Channel, Kind};
use crate::server::flows::message_samples::{self, are_sent, own_address, preview};
use crate::server::flows::operators::OperatorRole;
use crate::server::http::csrf;

/// The policy of a mail that is looked at. It says itself how it looks, and nothing happens in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'self'; sandbox";

/// In which language.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    language: String,
}

impl Asked {
    fn language(&self, operator: &Operator) -> Language {
        Language::parse(&self.language).unwrap_or(operator.app.settings.default_locale)
    }
}

/// The frame in which a mail is shown.
const FRAME: &str = "mail-frame";

/// Whether a message is HTML as well.
fn has_frame(kind: Kind) -> bool {
    kind.channel == Channel::Email
}

/// Whether whoever asks may send one to themselves.
fn may_be_tried(operator: &Operator, kind: Kind) -> bool {
    kind.channel == Channel::Email
        && operator.may(OperatorRole::Admin)
        && are_sent(&operator.app)
        && own_address(&operator.user).is_some()
}

/// The language that a form or an address asks for, or the app's.
fn language_of(operator: &Operator, typed: &Typed) -> Language {
    Language::parse(typed.one("language")).unwrap_or(operator.app.settings.default_locale)
}

/// What is tried out in an address: by whoever could save it, and from a page of ours. Nobody is led to what another has typed.
fn tried(operator: &Operator, headers: &HeaderMap, typed: Typed) -> Typed {
    let is_theirs = operator.may(OperatorRole::Admin) && csrf::is_asked_by_own_page(&operator.app.settings, headers);
    if is_theirs { typed } else { Typed::default() }
}

/// The page of a kind.
fn path(kind: Kind, language: Language) -> String {
    format!("{}/{}?language={}", Section::Mail.path(), kind.key(), language.tag())
}

const fn way(kind: Kind) -> &'static str {
    match kind.channel {
        Channel::Email => "Mail",
        Channel::Sms => "Text message",
    }
}

/// What a kind is called in words: as its template, without the signs.
fn name(kind: Kind) -> String {
    let words = kind.name.replace('_', " ");
    let (first, rest) = words.split_at(words.len().min(1));
    format!("{}{rest}", first.to_ascii_uppercase())
}

/// Where each kind has its page, and what it is called.
pub fn places() -> impl Iterator<Item = (String, String)> {
    Kind::all()
        .into_iter()
        .map(|kind| (format!("{}/{}", Section::Mail.path(), kind.key()), format!("{}: {}", way(kind), name(kind))))
}

/// The list of all kinds.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let language = asked.language(&operator);
    let own = operator.app.settings.message_words.get(&language);
    let mut rows = Vec::new();
    for kind in Kind::all() {
        let content = preview(&operator.app, kind, language, None)?;
        let is_changed = own.is_some_and(|own| own.keys().any(|name| name.split('.').next() == Some(&*kind.key())));
        let said = if content.subject.is_empty() { content.text } else { content.subject };
        rows.push(vec![
            link(path(kind, language), name(kind)).and(is_changed.then(|| badge("success", "Changed"))),
            way(kind).into(),
            tag("span").with("dir", "auto").with("lang", language.tag()).holds(said),
        ]);
    }
    let list = table("Messages", &["Message", "Kind", "What it begins with"], rows);
    let main = Markup::from([
        how_they_go(&operator),
        part("messages", "Messages", (), languages(Section::Mail.path(), language).and(list)),
    ]);
    Ok(page(&operator, Section::Mail, "Mail", main))
}

/// In whose name they go, and by which way.
fn how_they_go(operator: &Operator) -> Markup {
    let mail = &operator.app.settings.mail;
    let or = |text: &str, otherwise: &str| if text.is_empty() { otherwise.to_owned() } else { text.to_owned() };
    let way = match (&operator.app.mailer, operator.app.settings.is_development()) {
        (Some(_), false) => "To the mail server",
        (Some(_), true) => "To the mail server, and into the development mailbox",
        (None, true) => "Into the development mailbox alone",
        (None, false) => "Nowhere: no mail server is set",
    };
    let terms = [
        ("They go", way.to_owned()),
        ("From", or(&mail.from, "not set")),
        ("Answers go to", or(&mail.reply_to, "where they are from")),
        ("Logo", or(&mail.logo_url, "none: the app's name stands there")),
        ("Templates", or(&mail.templates, "the built-in ones")),
    ];
    let about = paragraph(
        "What each of them says may be changed on its page, in every language. How they look is in templates, in the folder that \
         mail.templates names; they are read at a start and whenever a setting is changed. docs/messages.md says what they may say.",
    );
    part("way", "How they go", (), tag("dl").holds(typed_descriptions(terms)).and(about))
}

fn languages(to: &str, chosen: Language) -> Markup {
    let options: Vec<(&str, &str)> =
        Language::ALL.iter().map(|language| (language.tag(), playground::language(language.tag()))).collect();
    tag("form").class("filters").with("method", "get").with("action", to).holds([
        choice("language", "language", "Language", &options, chosen.tag()),
        tag("button").class("button").with("type", "submit").holds("Show"),
    ])
}

/// What a message of a kind says, or would say with what stands in the address.
pub async fn show(
    operator: Operator,
    Path(key): Path<String>,
    Query(typed): Query<Typed>,
    headers: HeaderMap,
) -> Answer {
    let kind = Kind::parse(&key).ok_or_else(not_found)?;
    let language = language_of(&operator, &typed);
    let words = Words::read(&operator, kind, language, &tried(&operator, &headers, typed));
    let is_wrong = words.is_wrong();
    let mut response = draw(&operator, (kind, language), &words, Markup::default()).await?;
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

async fn draw(
    operator: &Operator,
    (kind, language): (Kind, Language),
    words: &Words,
    above: Markup,
) -> Result<Response, Instead> {
    let draft = words.draft();
    let content = preview(&operator.app, kind, language, draft.as_ref())?;
    let title = format!("{}: {}", way(kind), name(kind));
    let about = paragraph(
        "Names, links and codes in it are made up: the links lead nowhere, and no code is good for anything.",
    );
    let not_yet = draft.as_ref().map(|_| {
        alert("warning", paragraph("This is what it would say. It is not saved: nobody gets it so until it is."))
    });
    let subject = (!content.subject.is_empty()).then(|| {
        let said = tag("dd").with("dir", "auto").with("lang", language.tag()).holds(&content.subject);
        tag("dl").holds([tag("dt").holds("Subject"), said])
    });
    let here = format!("{}/{}", Section::Mail.path(), kind.key());
    let framed = content.html.is_some().then(|| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("language", language.tag());
        if draft.is_some() {
            words.append_to(&mut query);
        }
        let frame = tag("iframe")
            .class("frame")
            .with("id", FRAME)
            .with("title", "The mail as HTML")
            .with("sandbox", "")
            .with("src", format!("{here}/preview?{}", query.finish()))
            .holds(());
        part("html", "As HTML", (), frame)
    });
    let text = tag("pre")
        .class("plain")
        .with("tabindex", "0")
        .with("role", "group")
        .with("aria-label", "The text of the message")
        .with("dir", "auto")
        .with("lang", language.tag())
        // A line break at the beginning of one is not part of it.
        .holds(format!("\n{}", content.text));
    let main = Markup::from([
        above,
        paragraph(link(Section::Mail.path(), "All messages")),
        languages(&here, language),
        about,
        words.draw(operator).await?,
        not_yet.into(),
        subject.into(),
        framed.into(),
        part("text", "As text", (), text),
        test(operator, kind, language),
    ]);
    Ok(page(operator, Section::Mail, &title, main))
}

/// Has a message say something else from now on.
pub async fn save(operator: Operator, Path(key): Path<String>, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let kind = Kind::parse(&key).ok_or_else(not_found)?;
    let language = language_of(&operator, &typed);
    let back = path(kind, language);
    // Whoever says what mails say could have people do what they like.
    operator.require_proof(&back).await?;
    let mut words = Words::read(&operator, kind, language, &typed);
    if !words.is_draft {
        return Err(not_found());
    }
    if !words.is_wrong() {
        let done = |form: &str| Ok(operator.lead_with(form, ApiErrors::default(), &back));
        match words.save(&operator, !typed.one("back").is_empty()).await? {
            Saved::Changed => return done("mail/words"),
            Saved::Same => return done("settings/same"),
            Saved::Refused(why) => {
                let why = why.map(|why| alert("danger", why.lines().map(paragraph).collect::<Markup>()));
                return Ok(refusing(draw(&operator, (kind, language), &words, why.into()).await?));
            }
        }
    }
    Ok(refusing(draw(&operator, (kind, language), &words, Markup::default()).await?))
}

/// Sends it to the operator themselves.
fn test(operator: &Operator, kind: Kind, language: Language) -> Markup {
    if kind.channel != Channel::Email || !operator.may(OperatorRole::Admin) {
        return Markup::default();
    }
    let content = match own_address(&operator.user) {
        _ if !are_sent(&operator.app) => alert("warning", paragraph("No mails are sent: no mail server is set.")),
        None => alert("warning", paragraph("You have no email address that is known to be yours.")),
        Some(address) => {
            let to = format!("{}/{}/test", Section::Mail.path(), kind.key());
            let about = Markup::from("It goes to ")
                .and(tag("strong").with("dir", "auto").holds(address))
                .and(", and nowhere else.");
            let language = tag("input").with("type", "hidden").with("name", "language").with("value", language.tag());
            let form = tag("form").with("method", "post").with("action", to);
            paragraph(about).and(form.holds([language.alone(), button("Send a test mail to me", "plain")]))
        }
    };
    part("test", "Try it out", (), content)
}

/// The HTML of a mail, for the frame: as it is, or as it would be with what stands in the address.
pub async fn html(
    operator: Operator,
    Path(key): Path<String>,
    Query(typed): Query<Typed>,
    headers: HeaderMap,
) -> Answer {
    let kind = Kind::parse(&key).ok_or_else(not_found)?;
    let language = language_of(&operator, &typed);
    let words = Words::read(&operator, kind, language, &tried(&operator, &headers, typed));
    let answered = [(CONTENT_SECURITY_POLICY, POLICY), (CACHE_CONTROL, "no-store")];
    if words.is_wrong() {
        let lines = words.problems().iter().map(paragraph).collect::<Markup>().into_string();
        let html = format!("<!DOCTYPE html><html lang=\"en\"><title>It cannot be shown</title>{lines}</html>");
        // A frame in which that stands is as good as any: one types on.
        return Ok((answered, Html(html)).into_response());
    }
    let html = preview(&operator.app, kind, language, words.draft().as_ref())?.html.ok_or_else(not_found)?;
    Ok((answered, Html(html)).into_response())
}

/// Sends one to the operator themselves: as it is, or as it was typed.
pub async fn send(operator: Operator, Path(key): Path<String>, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let kind = Kind::parse(&key).ok_or_else(not_found)?;
    let language = language_of(&operator, &typed);
    let words = Words::read(&operator, kind, language, &typed);
    if words.is_wrong() {
        return Ok(refusing(draw(&operator, (kind, language), &words, Markup::default()).await?));
    }
    let draft = words.draft();
    let sent = message_samples::send_to_oneself(&operator.app, &operator.user, (kind, language), draft.as_ref()).await;
    if sent.is_ok() && words.is_draft {
        // What was typed is not saved: it stays in its fields.
        let told = alert("success", paragraph("A mail is on its way to you. It says what stands below."));
        return draw(&operator, (kind, language), &words, told).await;
    }
    operator.answer("mail/test", sent, &path(kind, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_named_in_words() {
        let kind = Kind { name: "magic_link_sign_in", channel: Channel::Email };
        assert_eq!(name(kind), "Magic link sign in");
        assert_eq!(path(kind, Language::German), "/admin/mail/magic_link_sign_in?language=de");
    }
}
