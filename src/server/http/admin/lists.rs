//! Who may sign up, and who may not: the lists that are kept here, beside those of the settings.

use axum::Form;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::markup::{Markup, link, paragraph, tag};
use super::operator::{Answer, Operator, is_id, not_found, refusal};
use super::page::{Section, button, empty, field, mistakes, moment, page, part, proof_first, sure, table};
use super::paging;
use super::typed::refusing;
use crate::model::{ApiError, ApiErrors, ErrorCode, Field, SignUpMode};
use crate::server::flows;
use crate::server::flows::listed_identifiers::{
    ListedIdentifierError, ListedIdentifiers, ListedPageQuery, ListedPart, MOST_LISTED,
};
use crate::server::flows::operators::OperatorRole;
use crate::server::settings::SignUpSettings;

/// As many of each are on a page.
const ON_A_PAGE: i64 = 50;
/// As many of those of the settings are shown.
const OF_SETTINGS: usize = 50;
/// Where the settings say who may sign up.
const SETTINGS: &str = "/admin/settings/sign-up#who";

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

/// What cannot be put on a list.
struct Refused {
    /// Which list.
    list: String,
    /// What was typed.
    identifier: String,
    /// Why it cannot.
    wrong: ApiErrors,
}

/// Both lists.
pub async fn show(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    draw(&operator, &asked, None).await
}

/// The same with what cannot be put on one.
async fn draw(operator: &Operator, asked: &Asked, refused: Option<&Refused>) -> Answer {
    let app = &operator.app;
    let allowed = app.allowlist().page(&asked.query(&asked.allow)).await.map_err(told)?;
    let blocked = app.blocklist().page(&asked.query(&asked.block)).await.map_err(told)?;
    let (_, many) = app.allowlist().list(0, 0).await.map_err(told)?;
    let may = operator.may(OperatorRole::Admin);
    let removes = [removing(&app.settings.sign_up, many), "Whom it means may sign up again. It can be put back."];
    let about = tag("p").class("muted").holds(
        "An email address, all of a domain (*@acme.example), or a phone number (+4915123456789). With anything on the allow-list \
         nobody else may sign up. Who has an account already keeps it. What the settings list stands below.",
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
        draw_list(
            ("allow", "Allow-list"),
            asked,
            &allowed,
            &of_allow,
            (&app.settings.sign_up, may.then_some(removes[0])),
        ),
        draw_list(
            ("block", "Block-list"),
            asked,
            &blocked,
            &of_block,
            (&app.settings.sign_up, may.then_some(removes[1])),
        ),
    ]);
    let add = may.then(|| {
        let form = |list: &str, label: &str| {
            let id = format!("{list}-identifier");
            let to = format!("{}/{list}/add", Section::Lists.path());
            let typed = refused.filter(|it| it.list == list).map_or("", |it| it.identifier.as_str());
            tag("form")
                .class("filters")
                .with("method", "post")
                .with("action", to)
                .holds([field(&id, "identifier", label, "text", typed), button("Add", "plain")])
        };
        let forms = [form("allow", "May sign up"), form("block", "May not sign up")];
        part("new", "Put on a list", (), forms)
    });
    let proof = may.then(|| proof_first(operator, Section::Lists.path())).flatten();
    let wrong = refused.map(|it| mistakes(&it.wrong));
    let main = Markup::from([proof.into(), wrong.into(), about, add.into(), search, results]);
    Ok(page(operator, Section::Lists, "Allow and block", main))
}

/// What follows when something is taken from the allow-list, on which so many are here.
fn removing(rules: &SignUpSettings, many: i64) -> &'static str {
    match (many, rules.mode) {
        (_, SignUpMode::Restricted | SignUpMode::Waitlist) => {
            "As long as sign-up is for the invited alone, nothing follows from it. It can be put back."
        }
        (..=1, SignUpMode::Public) if rules.allowlist.is_empty() => {
            "It is the last one on the allow-list: from then on everyone may sign up. If that is not meant, put something else on it \
             first."
        }
        (_, SignUpMode::Public) => {
            "Whom it means may sign up no more, unless something else on the list means them or they are invited. Who has an \
             account keeps it. It can be put back."
        }
    }
}

/// What it means that nothing is on the allow-list here, and how that changes.
fn nobody_allowed(rules: &SignUpSettings) -> Markup {
    let (text, about) = match rules.mode {
        SignUpMode::Restricted => ("Nobody is on it. The invited alone may sign up.", INVITED),
        SignUpMode::Waitlist => {
            ("Nobody is on it. The invited alone may sign up; others put themselves on the waitlist.", INVITED)
        }
        SignUpMode::Public if rules.allowlist.is_empty() => (
            "Everyone may sign up.",
            "With an address, a domain or a number put on this list, nobody else may: the team of an app that is not public yet, or the \
             people of one company.",
        ),
        SignUpMode::Public => (
            "Nobody is on it here. Whom the settings list may sign up, and nobody else.",
            "Whoever is put on this list may sign up besides.",
        ),
    };
    empty(text, paragraph(about))
}

/// What the allow-list does where one signs up by invitation.
const INVITED: &str = "As long as that is so, this list changes nothing.";

/// What the settings list besides, as far as it is looked for, and where they do.
fn of_settings(listed: &[String], beginning: &str) -> Option<Markup> {
    if listed.is_empty() {
        return None;
    }
    let plain = |text: &str| text.trim().trim_start_matches(['*', '@']).to_lowercase();
    let beginning = plain(beginning);
    let found: Vec<&String> = listed.iter().filter(|entry| plain(entry).starts_with(&beginning)).collect();
    let items = found.iter().take(OF_SETTINGS).map(|entry| tag("li").holds(tag("code").holds(*entry)));
    let more = found.len().saturating_sub(OF_SETTINGS);
    let more = (more > 0).then(|| paragraph(format!("And {more} more.")));
    let head = paragraph(Markup::from("The settings list besides: ").and(link(SETTINGS, "To the setting")));
    let list = (!found.is_empty()).then(|| tag("ul").class("changes").holds(items.collect::<Markup>()));
    Some(tag("div").class("stack").holds(head.and(list).and(more)))
}

/// A list; `removes` says what follows when something is taken from it, to whoever may do that.
fn draw_list(
    (list, title): (&str, &str),
    asked: &Asked,
    found: &ListedPart,
    kept: &[(&str, &str)],
    (rules, removes): (&SignUpSettings, Option<&str>),
) -> Markup {
    let to = format!("{}/{list}/remove", Section::Lists.path());
    let rows: Vec<Vec<Markup>> = found
        .identifiers
        .iter()
        .map(|listed| {
            let hidden = [("id", listed.id.as_str())];
            let invited = match listed.invitation_id {
                Some(_) => " The invitation that was sent with it is taken back, if it waits for an answer.",
                None => "",
            };
            vec![
                tag("span").with("dir", "auto").holds(&listed.identifier),
                moment(listed.created_at),
                removes.map(|what| sure(&to, "Remove", &format!("{what}{invited}"), "plain", &hidden)).into(),
            ]
        })
        .collect();
    let shown = match (rows.is_empty(), asked.q.is_empty(), list) {
        (true, true, "allow") => nobody_allowed(rules),
        (true, true, _) => empty(
            if rules.blocklist.is_empty() { "Nobody is kept out." } else { "Nobody is kept out here." },
            paragraph(
                "Whoever misuses sign-up is kept out by an address, a number, or all of a domain, invited or not.",
            ),
        ),
        (true, false, _) => empty(
            "Nothing on it begins so.",
            paragraph("All of a domain is found by the domain, a number by its + and the code of its country."),
        ),
        (false, _, "allow") if rules.mode != SignUpMode::Public => {
            let table = table(title, &["Identifier", "Since", "Actions"], rows);
            paragraph(Markup::from("The invited alone may sign up. ").and(INVITED)).and(table)
        }
        (false, ..) => table(title, &["Identifier", "Since", "Actions"], rows),
    };
    let of_settings = of_settings(if list == "allow" { &rules.allowlist } else { &rules.blocklist }, &asked.q);
    let part_of_page = format!("#{list}");
    let next = paging::next((Section::Lists.path(), &part_of_page), "Older", kept, list, found.next.as_ref());
    part(list, title, (), shown.and(next).and(paging::cut(found.is_cut)).and(of_settings))
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
    let kept: ListedIdentifiers<'_> = match list.as_str() {
        "allow" => app.allowlist(),
        "block" => app.blocklist(),
        _ => return Err(not_found()),
    };
    let to = Section::Lists.path();
    match action.as_str() {
        "add" => match kept.create(typed.identifier.trim()).await.map_err(told) {
            Ok(_) => operator.answer("lists/add", Ok(()), to),
            Err(error) => {
                let refused = Refused { list, identifier: typed.identifier, wrong: refusal(error)? };
                Ok(refusing(draw(&operator, &Asked::default(), Some(&refused)).await?))
            }
        },
        "remove" if is_id(&typed.id) => operator.answer("lists/remove", kept.delete(&typed.id).await.map_err(told), to),
        _ => Err(not_found()),
    }
}
