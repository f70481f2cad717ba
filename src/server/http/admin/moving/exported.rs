//! Files of everything that somebody has taken away: how far each is.

use super::super::chart::grouped;
use super::super::markup::{Markup, link, paragraph, tag};
use super::super::page::{badge, empty, moment, table};
use super::super::users;
use crate::server::store::exports::ExportRow;

/// How much of one was sent.
fn percent(export: &ExportRow) -> i64 {
    let sent = export.written.saturating_mul(100);
    sent.checked_div(export.total).unwrap_or(0).clamp(0, 100)
}

/// Where one stands.
fn state(export: &ExportRow, now: i64) -> Markup {
    match (&export.error, export.finished_at) {
        (Some(why), _) => badge("danger", "Broken off").and(" ").and(why),
        (None, Some(_)) => badge("success", "Whole"),
        (None, None) if export.is_running(now) => badge("warning", &format!("{} %", percent(export))),
        (None, None) => badge("danger", "Broken off").and(" the server stopped that was sending it"),
    }
}

/// How many records of how many.
fn how_far(export: &ExportRow, now: i64) -> Markup {
    let said = match export.total {
        0 => "Being counted".to_owned(),
        total => format!("{} of {} records", grouped(export.written), grouped(total)),
    };
    let bar = export.is_running(now).then(|| {
        tag("progress")
            .with("aria-label", "How much was sent")
            .with("max", "100")
            .with("value", percent(export).to_string())
            .when("data-under-way", true)
            .holds(format!("{} %", percent(export)))
    });
    Markup::from(said).and(" ").and(bar)
}

/// All of these.
pub fn list(taken: &[ExportRow], now: i64) -> Markup {
    let rows: Vec<Vec<Markup>> = taken
        .iter()
        .map(|export| {
            vec![
                moment(export.created_at),
                link(users::path(&export.created_by), tag("code").holds(&export.created_by)),
                how_far(export, now),
                state(export, now),
            ]
        })
        .collect();
    let shown = match rows.is_empty() {
        true => empty(
            "Nobody has taken anything away lately.",
            paragraph("Who does stands here for a month, and in the audit log: when, and whether the file was whole."),
        ),
        false => table("Exports", &["When", "By", "How far", "State"], rows),
    };
    tag("div").class("fresh").with("id", "exports-list").with("data-refresh", "exports-list").holds(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::crypto::HOUR;

    fn export(written: i64, total: i64) -> ExportRow {
        ExportRow {
            id: "exp_1".into(),
            created_by: "user_1".into(),
            written,
            total,
            error: None,
            created_at: 0,
            updated_at: 0,
            finished_at: None,
        }
    }

    #[test]
    fn each_says_how_many_of_how_many() {
        for (row, now, texts) in [
            (export(0, 0), 1, ["Being counted", "0 %"]),
            (export(500, 2_000), 1, ["500 of 2,000 records", "value=\"25\""]),
            (export(500, 2_000), HOUR, ["500 of 2,000 records", "the server stopped"]),
            (ExportRow { finished_at: Some(1), ..export(2_000, 2_000) }, HOUR, ["2,000 of 2,000 records", "Whole"]),
            (ExportRow { error: Some("gone".into()), finished_at: Some(1), ..export(1, 2) }, 1, ["Broken off", "gone"]),
        ] {
            let is_under_way = row.is_running(now);
            let html = list(&[row], now).into_string();
            assert!(texts.iter().all(|text| html.contains(text)), "{texts:?}: {html}");
            assert_eq!(html.contains("<progress"), is_under_way, "{html}");
        }
    }
}
