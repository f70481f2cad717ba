//! Files of users: how far each is, and who was refused.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::super::chart::grouped;
use super::super::lines;
use super::super::markup::{Markup, link, paragraph, tag};
use super::super::operator::{Answer, Instead, Operator, is_id, not_found};
use super::super::page::{Section, alert, badge, descriptions, empty, moment, page, part, table};
use super::super::users;
use super::show_with;
use super::upload;
use crate::server::flows;
use crate::server::flows::operators::OperatorRole;
use crate::server::http::segment::Segment;
use crate::server::import::job::{self, NewUserImport, UserImportError};
use crate::server::store::user_imports::UserImportRow;

/// As many of those who were refused are shown.
const SHOWN: usize = 200;

/// The page of a file.
pub fn path(id: &str) -> String {
    format!("{}/imports/{id}", Section::Data.path())
}

/// Where a file stands.
pub fn state(file: &UserImportRow, now: i64) -> Markup {
    match (&file.error, file.finished_at) {
        (Some(_), _) => badge("danger", "Broken off"),
        (None, Some(_)) if file.is_dry_run => badge("neutral", "Dry run"),
        (None, Some(_)) => badge("success", "Done"),
        (None, None) if file.is_running(now) => badge("warning", &format!("{} %", percent(file))),
        (None, None) => badge("danger", "Broken off"),
    }
}

/// What has come of it so far, in a line.
pub fn outcome(file: &UserImportRow) -> Markup {
    let it = &file.progress;
    let would = if file.is_dry_run { "would be made" } else { "made" };
    let always = [(it.created, would), (it.there_already, "there already"), (it.refused, "refused")];
    let without = [(it.without_password, "without their password"), (it.without_username, "without their username")];
    let said = always.into_iter().chain(without.into_iter().filter(|(many, _)| *many > 0));
    let said: Vec<String> = said.map(|(many, what)| format!("{} {what}", grouped(many))).collect();
    said.join(", ").into()
}

/// How much of it was read.
fn percent(file: &UserImportRow) -> i64 {
    let read = file.progress.bytes_read.saturating_mul(100);
    read.checked_div(file.bytes).unwrap_or(100).clamp(0, 100)
}

async fn find(operator: &Operator, id: &str) -> Result<UserImportRow, Instead> {
    if !is_id(id) {
        return Err(not_found());
    }
    job::find(&operator.app, id).await.map_err(flows::Error::from)?.ok_or_else(not_found)
}

/// A file's page: it says how far it is whenever one looks at it.
pub async fn import(operator: Operator, Segment(id): Segment) -> Answer {
    let file = find(&operator, &id).await?;
    let now = operator.app.clock.now();
    let title = if file.file_name.is_empty() { "A file of users" } else { file.file_name.as_str() };
    let number = |number: i64| Markup::from(grouped(number));
    let it = &file.progress;
    let (made, refused) = if file.is_dry_run { ("Would be made", "Would be refused") } else { ("Made", "Refused") };
    let terms = [
        ("State", state(&file, now)),
        (made, number(it.created)),
        ("There already", number(it.there_already)),
        (refused, number(it.refused)),
        ("Without the password that they had", number(it.without_password)),
        ("Without the username that they had", number(it.without_username)),
        ("Written by", file.format.as_str().into()),
        ("Sent", moment(file.created_at)),
        ("By", link(users::path(&file.created_by), tag("code").holds(&file.created_by))),
    ];
    let wrong = match (&file.error, file.finished_at) {
        (Some(why), _) => Some(why.as_str()),
        (None, None) if !file.is_running(now) => Some("the server stopped that was reading it"),
        _ => None,
    };
    let wrong = wrong.map(|why| {
        let stays = "Who was made until then stays; read the same file again and it goes on from there.";
        let stays = if file.is_dry_run { "Nothing was changed." } else { stays };
        alert("danger", paragraph(format!("Broken off: {why}. {stays}")))
    });
    let is_under_way = file.finished_at.is_none() && wrong.is_none();
    let progress = tag("progress")
        .with("aria-label", "How much was read")
        .with("max", "100")
        .with("value", percent(&file).to_string())
        .when("data-under-way", is_under_way)
        .holds(format!("{} %", percent(&file)));
    let dry = (file.is_dry_run && file.finished_at.is_some() && wrong.is_none()).then(|| {
        let to = link(format!("{}#import", Section::Data.path()), "Send it without the dry run");
        alert("neutral", paragraph(Markup::from("Nothing was changed. ").and(to).and(" to bring them in.")))
    });
    let state = tag("div").class("fresh").with("id", "import-state");
    // What is over does not change any more.
    let state = if is_under_way { state.with("data-refresh", "import-state") } else { state };
    let state =
        state.holds([wrong.into(), dry.into(), progress, tag("dl").holds(descriptions(terms)), refusals(&file)]);
    let main = paragraph(link(Section::Data.path(), "All files")).and(part("state", "How far it is", (), state));
    Ok(page(&operator, Section::Data, title, main))
}

/// Who was refused, and why.
fn refusals(file: &UserImportRow) -> Markup {
    let title = tag("h3").holds("Who was refused, and why");
    if file.finished_at.is_none() {
        return title.and(empty(
            "It stands here at the end.",
            paragraph(
                "Each with the line of the file and the reason, so that the file can be corrected and sent again.",
            ),
        ));
    }
    if file.report.is_empty() {
        return title.and(empty("Nobody was.", paragraph("Everyone in the file has come in, or was there already.")));
    }
    let rows = file.report.lines().take(SHOWN).filter_map(row).collect();
    let list = table("Who was refused", &["Where in the file", "Called there", "Why"], rows);
    let shown = i64::try_from(file.report.lines().take(SHOWN).count()).unwrap_or(i64::MAX);
    let it = &file.progress;
    // Who came in without both may stand in one line.
    let all = it.refused + it.without_password.max(it.without_username);
    let more = if it.without_password.min(it.without_username) > 0 { " or more" } else { "" };
    let cut = (shown < all)
        .then(|| tag("p").class("muted").holds(format!("{} of {}{more} are shown.", grouped(shown), grouped(all))));
    let file = paragraph(link(format!("{}/report", path(&file.id)), "The report as a file (JSON Lines)"));
    title.and(list).and(cut).and(file)
}

/// A line of the report.
fn row(json: &str) -> Option<Vec<Markup>> {
    let told: Value = serde_json::from_str(json).ok()?;
    let place = match told["line"].as_u64() {
        Some(line) => format!("line {line}"),
        None => format!("user {}", told["record"].as_u64().unwrap_or_default()),
    };
    let why = told["reasons"].as_array().into_iter().flatten().map(|reason| {
        let message = reason["message"].as_str().unwrap_or_default();
        tag("li").with("dir", "auto").holds(match reason["param_name"].as_str() {
            Some(field) => format!("{field}: {message}"),
            None => message.to_owned(),
        })
    });
    let came = [
        ("imported_without_password", "came in without their password"),
        ("imported_without_username", "came in without their username"),
    ];
    let came: Markup =
        came.into_iter().filter(|(name, _)| told[*name] == true).map(|(_, words)| badge("warning", words)).collect();
    Some(vec![
        place.into(),
        tag("span").with("dir", "auto").holds(told["external_id"].as_str().unwrap_or_default()),
        tag("ul").class("changes").holds(why.collect::<Markup>()).and(came),
    ])
}

/// The report as a file.
pub async fn report(operator: Operator, Segment(id): Segment) -> Answer {
    let file = find(&operator, &id).await?;
    Ok(lines::download("import-report.jsonl", file.report))
}

/// Takes a file and begins to bring in who stands in it.
pub async fn bring_in(operator: Operator, request: Request) -> Answer {
    operator.require(OperatorRole::Admin)?;
    if let Err(instead) = operator.require_proof(Section::Data.path()).await {
        upload::drain(request.into_body()).await;
        return Err(instead);
    }
    let sent = match upload::read(request).await {
        Ok(sent) => sent,
        Err(upload::Unreadable(why, chosen)) => return refused(&operator, &why, chosen.map(|chosen| *chosen)).await,
    };
    let upload::Upload { file_name, format, options, file, chosen } = sent;
    let created_by = operator.session.user_id().to_owned();
    match job::start(&operator.app, NewUserImport { created_by, file_name, format, options, file }).await {
        Ok(id) => operator.answer("data/import", Ok(()), &path(&id)),
        Err(UserImportError::UnderWay) => {
            let why = "Another file is being read. Send this one when that is over.";
            refused(&operator, why, Some(chosen)).await
        }
        Err(UserImportError::Store(error)) => Err(flows::Error::from(error).into()),
    }
}

/// The page once more, with what was chosen as far as it could be read.
async fn refused(operator: &Operator, why: &str, chosen: Option<upload::Chosen>) -> Answer {
    let chosen = chosen.unwrap_or_else(upload::Chosen::at_first);
    let mut response: Response = show_with(operator, &chosen, Some(why)).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_report_is_told_in_words() {
        let json = r#"{"record":3,"line":4,"external_id":"<b>","imported_without_password":false,"reasons":[{"param_name":"email_address","message":"taken"}]}"#;
        let cells = row(json).expect("is one");
        let html = Markup::from(cells).into_string();
        assert!(html.contains("line 4") && html.contains("email_address: taken") && !html.contains("<b>"), "{html}");
        assert!(!html.contains("came in without"), "{html}");
        let json = r#"{"record":3,"imported_without_username":true,"reasons":[{"message":"odd"}]}"#;
        let html = Markup::from(row(json).expect("is one")).into_string();
        assert!(html.contains("came in without their username") && !html.contains("their password"), "{html}");
        assert!(row("nonsense").is_none());
    }
}
