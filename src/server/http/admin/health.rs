//! Whether all is well.

use std::time::Instant;

use super::chart::grouped;
use super::markup::{Markup, paragraph, tag};
use super::operator::{Answer, Operator};
use super::page::{Section, alert, badge, page, part};
use crate::server::flows::deliveries;
use crate::server::settings::Severity;
use crate::server::store::Backend;

/// The page.
pub async fn show(operator: Operator) -> Answer {
    let app = &operator.app;
    let began = Instant::now();
    let answers = app.store.ping().await;
    let took = began.elapsed();
    let database = match (&answers, app.store.backend()) {
        (Ok(()), Backend::Sqlite) => badge("success", "SQLite answers"),
        (Ok(()), Backend::Postgres) => badge("success", "PostgreSQL answers"),
        (Err(_), _) => badge("danger", "The database does not answer"),
    };
    let queues = deliveries::queues(app).await?;
    let settings = &app.settings;
    let environment = if settings.is_development() { "Development" } else { "Production" };
    let terms = [
        ("Version", Markup::from(env!("CARGO_PKG_VERSION"))),
        ("Environment", environment.into()),
        ("Address", settings.base_url.as_str().into()),
        ("Database", database.and(format!(" in {:.1} ms", took.as_secs_f64() * 1_000.0))),
        ("Mails and text messages that wait", grouped(queues.messages).into()),
        ("Webhooks that wait", grouped(queues.webhooks).into()),
        ("Events that were not handed out yet", grouped(queues.events).into()),
    ];
    let terms: Markup =
        terms.into_iter().map(|(name, value)| Markup::from([tag("dt").holds(name), tag("dd").holds(value)])).collect();
    let warnings: Vec<Markup> = settings
        .warnings()
        .into_iter()
        .map(|warning| {
            let kind = if warning.severity == Severity::Refused { "danger" } else { "warning" };
            alert(kind, paragraph(warning.text))
        })
        .collect();
    let warnings = match warnings.is_empty() {
        true => alert("success", paragraph("Nothing about the settings is unsafe.")),
        false => warnings.into(),
    };
    let main = Markup::from([
        part("now", "Now", (), tag("dl").with("id", "now-terms").with("data-refresh", "now-terms").holds(terms)),
        part("settings", "What vestibule doctor says", (), warnings),
    ]);
    Ok(page(&operator, Section::Health, "Health", main))
}
