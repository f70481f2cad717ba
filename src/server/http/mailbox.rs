//! The development mailbox: every mail and message that would have left the building, for whoever builds an app and for
//! tests. It exists in development only, and says so.

use std::fmt::Write;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::errors::{document, respond};
use crate::locale;
use crate::model::{ApiError, ErrorCode};
use crate::server::delivery::{Delivered, newest};
use crate::server::html::escape;
use crate::server::store::StoreError;
use crate::server::vestibule::Vestibule;

const SHOWN: i64 = 50;

/// As a page.
pub async fn page(State(app): State<Vestibule>, headers: HeaderMap) -> Response {
    match messages(&app).await {
        Ok(messages) => document(locale::mailbox::TITLE, &list(&messages, app.clock.now())),
        Err(error) => failed(&headers, &error),
    }
}

/// As JSON, newest first.
pub async fn json(State(app): State<Vestibule>, headers: HeaderMap) -> Response {
    match messages(&app).await {
        Ok(messages) => Json(messages).into_response(),
        Err(error) => failed(&headers, &error),
    }
}

async fn messages(app: &Vestibule) -> Result<Vec<Delivered>, StoreError> {
    newest(&mut *app.store.read().await?, &app.key, SHOWN).await
}

fn failed(headers: &HeaderMap, error: &StoreError) -> Response {
    tracing::error!(%error, "the mailbox could not be read");
    respond(headers, ApiError::new(ErrorCode::ServiceUnavailable))
}

fn list(messages: &[Delivered], now: i64) -> String {
    let mut html = format!(
        "<main class=\"vst-rootBox vst-mailbox\"><div class=\"vst-header\"><h1 class=\"vst-headerTitle\">{}</h1>\
         <p class=\"vst-headerSubtitle\">{}</p><p><a class=\"vst-footerActionLink\" href=\"/\">{}</a></p></div>",
        locale::mailbox::TITLE,
        locale::mailbox::SUBTITLE,
        locale::mailbox::HOME,
    );
    if messages.is_empty() {
        let _ = write!(html, "<p class=\"vst-mailboxEmpty\">{}</p>", locale::mailbox::EMPTY);
    }
    for message in messages {
        let subject = match message.content.subject.as_str() {
            "" => locale::mailbox::SMS,
            subject => subject,
        };
        let _ = write!(
            html,
            "<article class=\"vst-cardBox vst-mailboxMessage\" data-channel=\"{}\"><header class=\"vst-mailboxHeader\">\
             <h2 class=\"vst-mailboxSubject\" dir=\"auto\">{}</h2><p class=\"vst-mailboxMeta\">{} · {}</p></header>\
             <pre class=\"vst-mailboxText\" dir=\"auto\">{}</pre></article>",
            escape(&message.channel),
            escape(subject),
            escape(&message.to),
            locale::mailbox::age(now - message.created_at),
            escape(message.content.text.trim_end()),
        );
    }
    html.push_str("</main>");
    html
}
