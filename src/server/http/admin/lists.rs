//! Who may sign up, and who may not: the lists that are kept here, beside those of the settings.

use axum::Form;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::markup::{Markup, tag};
use super::operator::{Answer, Operator, is_id, not_found};
use super::page::{Section, action, button, empty, field, moment, page, part, proof_first, table};
use super::paging;
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::flows;
use crate::server::flows::listed_identifiers::{
    ListedIdentifierError, ListedIdentifiers, ListedPageQuery, ListedPart, MOST_LISTED,
};
use crate::server::flows::operators::OperatorRole;

/// As many of each are on a page.
const ON_A_PAGE: i64 = 50;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    allow: String,
    block: String,
}

impl Asked {
    /// Which part of a list: both are searched, and each is leafed through by itself.
    fn query(&self, after: &str) -> ListedPageQuery {
        ListedPageQuery { beginning: self.q.clone(), after: paging::place(after), limit: ON_A_PAGE }
    }
}

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
pub async fn show(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let app = &operator.app;
    let allowed = app.allowlist().page(&asked.query(&asked.allow)).await.map_err(told)?;
    let blocked = app.blocklist().page(&asked.query(&asked.block)).await.map_err(told)?;
    let may = operator.may(OperatorRole::Admin);
    let about = tag("p").class("muted").holds(
        "An email address, all of a domain (*@acme.example), or a phone number (+4915123456789). With anything on the allow-list \
         nobody else may sign up. Who has an account already keeps it. The settings may list others.",
    );
    let search = tag("form")
        .class("filters")
        .with("method", "get")
        .with("action", Section::Lists.path())
        .with("data-live", "results")
        .holds([paging::search("Address, domain or number begins with", &asked.q), button("Show", "plain")]);
    // Each list leads on from where it is, and leaves the other where that is.
    let (of_allow, of_block) = ([("block", asked.block.as_str())], [("allow", asked.allow.as_str())]);
    let results = tag("div").with("id", "results").with("aria-live", "polite").holds([
        draw(("allow", "Allow-list"), &asked, &allowed, &of_allow, may),
        draw(("block", "Block-list"), &asked, &blocked, &of_block, may),
    ]);
    let add = may.then(|| {
        let form = |list: &str, label: &str| {
            let id = format!("{list}-identifier");
            let to = format!("{}/{list}/add", Section::Lists.path());
            tag("form")
                .class("filters")
                .with("method", "post")
                .with("action", to)
                .holds([field(&id, "identifier", label, "text", ""), button("Add", "plain")])
        };
        let forms = [form("allow", "May sign up"), form("block", "May not sign up")];
        part("new", "Put on a list", (), forms)
    });
    let proof = may.then(|| proof_first(&operator, Section::Lists.path())).flatten();
    let main = Markup::from([proof.into(), about, add.into(), search, results]);
    Ok(page(&operator, Section::Lists, "Allow and block", main))
}

fn draw((list, title): (&str, &str), asked: &Asked, found: &ListedPart, kept: &[(&str, &str)], may: bool) -> Markup {
    let to = format!("{}/{list}/remove", Section::Lists.path());
    let rows: Vec<Vec<Markup>> = found
        .identifiers
        .iter()
        .map(|listed| {
            let hidden = [("id", listed.id.as_str())];
            vec![
                tag("span").with("dir", "auto").holds(&listed.identifier),
                moment(listed.created_at),
                may.then(|| action(&to, "Remove", "plain", &hidden)).into(),
            ]
        })
        .collect();
    let shown = match (rows.is_empty(), asked.q.is_empty(), list) {
        (true, true, "allow") => empty("Everyone may sign up.", ()),
        (true, true, _) => empty("Nobody is kept out.", ()),
        (true, false, _) => empty("Nothing on it begins so.", ()),
        _ => table(title, &["Identifier", "Since", "Actions"], rows),
    };
    let part_of_page = format!("#{list}");
    let next = paging::next((Section::Lists.path(), &part_of_page), "Older", kept, list, found.next.as_ref());
    part(list, title, (), shown.and(next).and(paging::cut(found.is_cut)))
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
    // As where the settings have lists.
    operator.require_proof(Section::Lists.path()).await?;
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
