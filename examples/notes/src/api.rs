//! What the browser may ask of the server. Each function finds out for itself who is asking, because anyone can call it, and is
//! told by the page whose notes that shows: what is done there holds for those, or for none.

#[cfg(feature = "ssr")]
use axum::http::StatusCode;
#[cfg(feature = "ssr")]
use axum::http::header::ACCEPT;
#[cfg(feature = "ssr")]
use axum::http::request::Parts;
use leptos::prelude::*;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
#[cfg(feature = "ssr")]
use leptos_axum::ResponseOptions;
use serde::{Deserialize, Serialize};
use vestibule::model::ApiErrors; // proof
#[cfg(feature = "ssr")]
use vestibule::model::Has; // teams
#[cfg(feature = "ssr")]
use vestibule::model::{ApiError, ErrorCode, ReverificationLevel}; // proof
#[cfg(feature = "ssr")]
use vestibule::server::Protected;

#[cfg(feature = "ssr")]
use crate::store::{Owner, Store};

/// The longest note, in characters.
pub const LONGEST: usize = 2_000;

/// A note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Note {
    pub id: i64,
    pub text: String,
}

/// What can go wrong. It has no text of its own: without JavaScript an error travels in the page's address, where anyone
/// could write something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteError {
    Empty,
    TooLong,
    SignedOut,
    /// Not their own, nor of the organization in which they act.
    Elsewhere,
    /// Their role in the organization does not let them.
    ReadOnly,
    /// All were to go, and their writer did not prove who they are.
    Unproven,
    Unavailable,
}

impl NoteError {
    pub fn text(self) -> &'static str {
        match self {
            Self::Empty => "Write something first.",
            Self::TooLong => "This is too long for one note: 2,000 characters fit.",
            Self::ReadOnly => "In this organization you can read notes, and not change them.",
            Self::SignedOut => "You were signed out, so nothing was changed. Sign in and try again.",
            Self::Elsewhere => "These are not your notes, or no longer, so nothing was changed. Load the page anew.",
            Self::Unproven => "Nothing was deleted: that takes another proof that it is you.",
            Self::Unavailable => "That did not work. Try again in a moment.",
        }
    }
}

/// The server could not be reached, or did not understand.
impl FromServerFnError for NoteError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Unavailable
    }
}

#[cfg(feature = "ssr")]
impl From<sqlx::Error> for NoteError {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "notes");
        Self::Unavailable
    }
}

/// Who is asking, and whose notes for.
#[cfg(feature = "ssr")]
fn reader(owner: &str) -> Result<(Protected, Owner), NoteError> {
    let auth = vestibule::server::protect().map_err(|_| NoteError::SignedOut)?; // auth
    let owner = expect_context::<Store>().owner(&auth, owner).ok_or(NoteError::Elsewhere)?;
    Ok((auth, owner))
}

/// Whose notes they may change who is asking: their own, and those of an organization in which their role allows it.
#[cfg(feature = "ssr")]
fn writer(owner: &str) -> Result<Owner, NoteError> {
    let (auth, owner) = reader(owner)?;
    let may_write = owner.is(auth.user_id()) || auth.has(&Has::permission("org:notes:write")); // teams
    if may_write { Ok(owner) } else { Err(NoteError::ReadOnly) }
}

/// Somebody's notes, newest first.
#[server(endpoint = "notes/list")]
pub async fn list_notes(owner: String) -> Result<Vec<Note>, NoteError> {
    told(listed(&owner).await)
}

#[cfg(feature = "ssr")]
async fn listed(owner: &str) -> Result<Vec<Note>, NoteError> {
    let (_, owner) = reader(owner)?;
    Ok(expect_context::<Store>().list(&owner).await?)
}

/// Writes a note.
#[server(endpoint = "notes/add")]
pub async fn add_note(#[server(default)] owner: String, #[server(default)] text: String) -> Result<(), NoteError> {
    // A form sends line breaks as two characters, where the browser had counted one.
    let text = text.replace("\r\n", "\n");
    let outcome = keep(&owner, &text).await;
    // What was written for somebody else's notes, whoever is signed in by now may not be the one who wrote it.
    if matches!(outcome, Err(NoteError::ReadOnly | NoteError::TooLong | NoteError::Unavailable)) {
        put_aside(&text);
    }
    told(outcome)
}

#[cfg(feature = "ssr")]
async fn keep(owner: &str, text: &str) -> Result<(), NoteError> {
    let owner = writer(owner)?;
    match text.trim() {
        "" => Err(NoteError::Empty),
        text if text.chars().count() > LONGEST => Err(NoteError::TooLong),
        text => Ok(expect_context::<Store>().add(&owner, text).await?),
    }
}

/// Whether a page follows, because no script sent the form.
#[cfg(feature = "ssr")]
fn wants_page() -> bool {
    let is_page = |it: &str| it.contains("text/html");
    use_context::<Parts>().is_some_and(|it| it.headers.get(ACCEPT).and_then(|it| it.to_str().ok()).is_some_and(is_page))
}

/// Gives the answer the status of what was refused, for whoever reads it: that nobody is signed in has one already, and without
/// a script the answer leads to the next page.
#[cfg(feature = "ssr")]
fn told<T>(outcome: Result<T, NoteError>) -> Result<T, NoteError> {
    let status = match &outcome {
        Err(NoteError::Empty | NoteError::TooLong) => Some(StatusCode::UNPROCESSABLE_ENTITY),
        Err(NoteError::ReadOnly | NoteError::Unproven) => Some(StatusCode::FORBIDDEN),
        Err(NoteError::Elsewhere) => Some(StatusCode::NOT_FOUND),
        Ok(_) | Err(NoteError::SignedOut | NoteError::Unavailable) => None,
    };
    if let (Some(status), Some(response), false) = (status, use_context::<ResponseOptions>(), wants_page()) {
        response.set_status(status);
    }
    outcome
}

/// Where a script sends the form the text is still in its field. Without one the page that follows gives it back.
#[cfg(feature = "ssr")]
fn put_aside(text: &str) {
    let text = text.trim();
    if text.is_empty() || !wants_page() {
        return;
    }
    if let (Ok(auth), Some(store)) = (vestibule::server::protect(), use_context::<Store>()) {
        // More than fits is given back, too, to be made shorter.
        store.put_aside(auth.user_id(), text.chars().take(2 * LONGEST).collect());
    }
}

/// What somebody wrote that was not kept; they are told once.
pub fn take_back(user_id: Option<String>) -> Option<String> {
    #[cfg(feature = "ssr")]
    {
        use_context::<Store>()?.take_back(&user_id?)
    }
    // Only a page that came from the server has any.
    #[cfg(not(feature = "ssr"))]
    {
        drop(user_id);
        None
    }
}

/// Whether people have notes of their own.
pub fn are_personal() -> bool {
    #[cfg(feature = "ssr")]
    {
        use_context::<Store>().is_some_and(|store| store.personal)
    }
    // Only a page that came from the server knows.
    #[cfg(not(feature = "ssr"))]
    {
        true
    }
}

/// Throws all notes away, for whoever has proven lately enough who they are.
#[server(endpoint = "notes/delete_all")]
pub async fn delete_all_notes(#[server(default)] owner: String) -> Result<(), ApiErrors> {
    let auth = vestibule::server::protect()?; // auth
    let owner = expect_context::<Store>().owner(&auth, &owner);
    let owner = owner.ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound))?;
    if !owner.is(auth.user_id()) {
        auth.require(&Has::permission("org:notes:clear"))?; // teams
    }
    auth.require_reverification(ReverificationLevel::Strict).await?; // proof
    expect_context::<Store>().delete_all(&owner).await.map_err(|error| {
        tracing::error!(%error, "notes");
        ApiError::new(ErrorCode::ServiceUnavailable).into()
    })
}

/// Throws a note away. One that is gone already is no error.
#[server(endpoint = "notes/delete")]
pub async fn delete_note(#[server(default)] owner: String, id: i64) -> Result<(), NoteError> {
    told(thrown_away(&owner, id).await)
}

#[cfg(feature = "ssr")]
async fn thrown_away(owner: &str, id: i64) -> Result<(), NoteError> {
    let owner = writer(owner)?;
    Ok(expect_context::<Store>().delete(&owner, id).await?)
}
