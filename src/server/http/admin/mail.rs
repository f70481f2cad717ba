//! What mails and text messages say, in every language, before anyone gets one.

use axum::Form;
use axum::extract::{Path, Query};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::response::{Html, IntoResponse};
use serde::Deserialize;

use super::markup::{Markup, link, paragraph, tag};
use super::operator::{Answer, Operator, not_found};
use super::page::{Section, alert, button, choice, page, part, table};
use crate::locale::playground;
use crate::server::Language;
use crate::server::delivery::{Channel, Kind};
use crate::server::flows::message_samples::{self, are_sent, own_address, preview};
use crate::server::flows::operators::OperatorRole;

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

/// The list of all kinds.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let language = asked.language(&operator);
    let mut rows = Vec::new();
    for kind in Kind::all() {
        let content = preview(&operator.app, kind, language)?;
        let said = if content.subject.is_empty() { content.text } else { content.subject };
        rows.push(vec![
            link(path(kind, language), name(kind)),
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
    let terms: Markup = terms
        .into_iter()
        .map(|(name, value)| Markup::from([tag("dt").holds(name), tag("dd").with("dir", "auto").holds(value)]))
        .collect();
    let about = paragraph(
        "Other words than the built-in ones are templates in the folder that mail.templates names in Leptos.toml; they are read at \
         a start. docs/messages.md says what they may say.",
    );
    part("way", "How they go", (), tag("dl").holds(terms).and(about))
}

fn languages(to: &str, chosen: Language) -> Markup {
    let options: Vec<(&str, &str)> =
        Language::ALL.iter().map(|language| (language.tag(), playground::language(language.tag()))).collect();
    tag("form").class("filters").with("method", "get").with("action", to).holds([
        choice("language", "language", "Language", &options, chosen.tag()),
        tag("button").class("button").with("type", "submit").holds("Show"),
    ])
}

/// What a message of a kind says.
pub async fn show(operator: Operator, Path(key): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let kind = Kind::parse(&key).ok_or_else(not_found)?;
    let language = asked.language(&operator);
    let content = preview(&operator.app, kind, language)?;
    let title = format!("{}: {}", way(kind), name(kind));
    let about = paragraph(
        "Names, links and codes in it are made up: the links lead nowhere, and no code is good for anything.",
    );
    let subject = (!content.subject.is_empty()).then(|| {
        let said = tag("dd").with("dir", "auto").with("lang", language.tag()).holds(&content.subject);
        tag("dl").holds([tag("dt").holds("Subject"), said])
    });
    let framed = content.html.is_some().then(|| {
        let source = format!("{}/{key}/preview?language={}", Section::Mail.path(), language.tag());
        let frame = tag("iframe")
            .class("frame")
            .with("title", "The mail as HTML")
            .with("sandbox", "")
            .with("src", source)
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
    let here = format!("{}/{key}", Section::Mail.path());
    let main = Markup::from([
        paragraph(link(Section::Mail.path(), "All messages")),
        languages(&here, language),
        about,
        subject.into(),
        framed.into(),
        part("text", "As text", (), text),
        test(&operator, kind, language),
    ]);
    Ok(page(&operator, Section::Mail, &title, main))
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

/// The HTML of a mail, for the frame.
pub async fn html(operator: Operator, Path(key): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let kind = Kind::parse(&key).ok_or_else(not_found)?;
    let html = preview(&operator.app, kind, asked.language(&operator))?.html.ok_or_else(not_found)?;
    Ok(([(CONTENT_SECURITY_POLICY, POLICY), (CACHE_CONTROL, "no-store")], Html(html)).into_response())
}

/// Sends one to the operator themselves.
pub async fn send(operator: Operator, Path(key): Path<String>, Form(asked): Form<Asked>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let kind = Kind::parse(&key).ok_or_else(not_found)?;
    let language = asked.language(&operator);
    let sent = message_samples::send_to_oneself(&operator.app, &operator.user, kind, language).await;
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
