//! Who may sign up, and who may not: the lists that are kept here, beside those of the settings.

use axum::Form;
use axum::extract::Path;
use serde::Deserialize;

use super::markup::{Markup, tag};
use super::operator::{Answer, Operator, is_id, not_found};
use super::page::{Section, action, button, empty, field, moment, page, part, table};
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::flows;
use crate::server::flows::listed_identifiers::{
    ListedIdentifier, ListedIdentifierError, ListedIdentifiers, MOST_LISTED,
};
use crate::server::flows::operators::OperatorRole;

/// As many of each are shown.
const SHOWN: i64 = 200;

/// What a person is told of what went wrong.
fn told(error: ListedIdentifierError) -> flows::Error {
    let of_field = |code| ApiError::of(code, Field::Identifier);
    let refusal = match error {
        ListedIdentifierError::Store(error) => return error.into(),
        ListedIdentifierError::Invitation(error) => return error,
        ListedIdentifierError::Identifier | ListedIdentifierError::NotNotified => {
            of_field(ErrorCode::FormParamFormatInvalid)
        }
        ListedIdentifierError::Listed => of_field(ErrorCode::DuplicateRecord),
        ListedIdentifierError::Full => {
            let most = usize::try_from(MOST_LISTED).unwrap_or(usize::MAX);
            of_field(ErrorCode::FormParamMaxLengthExceeded).with_limit(most)
        }
        ListedIdentifierError::NotFound => ApiError::new(ErrorCode::ResourceNotFound),
    };
    refusal.into()
}

/// Both lists.
pub async fn show(operator: Operator) -> Answer {
    let app = &operator.app;
    let (allowed, all_allowed) = app.allowlist().list(SHOWN, 0).await.map_err(told)?;
    let (blocked, all_blocked) = app.blocklist().list(SHOWN, 0).await.map_err(told)?;
    let may = operator.may(OperatorRole::Admin);
    let about = tag("p").class("muted").holds(
        "An email address, all of a domain (*@acme.example), or a phone number (+4915123456789). With anything on the allow-list \
         nobody else may sign up. Who has an account already keeps it. The settings may list others.",
    );
    let main = Markup::from([
        about,
        draw("allow", "Allow-list", "Everyone may sign up.", &allowed, all_allowed, may),
        draw("block", "Block-list", "Nobody is kept out.", &blocked, all_blocked, may),
    ]);
    Ok(page(&operator, Section::Lists, "Allow and block", main))
}

fn draw(list: &str, title: &str, none: &str, found: &[ListedIdentifier], total: i64, may: bool) -> Markup {
    let to = |what: &str| format!("{}/{list}/{what}", Section::Lists.path());
    let rows: Vec<Vec<Markup>> = found
        .iter()
        .map(|listed| {
            let hidden = [("id", listed.id.as_str())];
            vec![
                tag("span").with("dir", "auto").holds(&listed.identifier),
                moment(listed.created_at),
                may.then(|| action(&to("remove"), "Remove", "plain", &hidden)).into(),
            ]
        })
        .collect();
    let shown = match rows.is_empty() {
        true => empty(none, ()),
        false => table(title, &["Identifier", "Since", "Actions"], rows),
    };
    let more = (total > SHOWN).then(|| tag("p").class("muted").holds(format!("{SHOWN} of {total} are shown.")));
    let add = may.then(|| {
        tag("form").class("filters").with("method", "post").with("action", to("add")).holds([
            field(&format!("{list}-identifier"), "identifier", "Identifier", "text", ""),
            button("Add", "plain"),
        ])
    });
    part(list, title, (), shown.and(more).and(add))
}

/// What is typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    identifier: String,
    id: String,
}

/// Puts something on a list, or takes it from there.
pub async fn act(operator: Operator, Path((list, action)): Path<(String, String)>, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let app = &operator.app;
    let list: ListedIdentifiers<'_> = match list.as_str() {
        "allow" => app.allowlist(),
        "block" => app.blocklist(),
        _ => return Err(not_found()),
    };
    let to = Section::Lists.path();
    match action.as_str() {
        "add" => operator.answer("lists/add", list.create(typed.identifier.trim()).await.map_err(told), to),
        "remove" if is_id(&typed.id) => operator.answer("lists/remove", list.delete(&typed.id).await.map_err(told), to),
        _ => Err(not_found()),
    }
}
