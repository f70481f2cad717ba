//! Whether all is well.

use std::time::{Duration, Instant};

use super::chart::grouped;
use super::markup::{Markup, paragraph, tag};
use super::operator::{Answer, Operator};
use super::page::{Section, alert, badge, descriptions, moment, page, part};
use super::warnings;
use crate::server::SettingPath;
use crate::server::flows::{self, deliveries};
use crate::server::store::nodes::{self, Node};
use crate::server::store::{Backend, Schema, Store, StoreError, schema};

/// How often the database is asked for nothing, to see how long that takes.
const PINGS: usize = 5;

/// How long it took each time, the quickest first.
async fn pings(store: &Store) -> Result<[Duration; PINGS], StoreError> {
    let mut took = [Duration::ZERO; PINGS];
    for one in &mut took {
        let began = Instant::now();
        store.ping().await?;
        *one = began.elapsed();
    }
    took.sort_unstable();
    Ok(took)
}

fn answers(took: &[Duration; PINGS]) -> String {
    let millis = |time: &Duration| format!("{:.1} ms", time.as_secs_f64() * 1_000.0);
    let [quickest, .., slowest] = took;
    format!("in {}; of {PINGS} times between {} and {}", millis(&took[PINGS / 2]), millis(quickest), millis(slowest))
}

fn steps(schema: &Schema) -> Markup {
    let version = schema.version.unwrap_or_default();
    let said = Markup::from(format!("Step {version}"));
    match schema.missing {
        0 => said.and(", which is the newest that this version knows"),
        // Whoever starts adds what is missing: then it is an older one that was brought back.
        missing => badge("warning", &format!("{missing} steps are missing")).and(" ").and(said),
    }
}

/// Who else works on the database.
fn others(nodes: Option<&[Node]>) -> Markup {
    let Some(nodes) = nodes else { return "This one alone works on the file, as far as it can be seen".into() };
    let entries: Markup = nodes
        .iter()
        .map(|node| {
            let from = node.address.as_deref().unwrap_or("the database's own machine");
            tag("li").holds(Markup::from(format!("From {from}, since ")).and(moment(node.since)))
        })
        .collect();
    let many = match nodes.len() {
        1 => "This one alone".to_owned(),
        many => format!("{many} that hear each other, this one among them"),
    };
    Markup::from(many).and(tag("ul").holds(entries))
}

/// The page.
pub async fn show(operator: Operator) -> Answer {
    let app = &operator.app;
    let store = &app.store;
    let name = match store.backend() {
        Backend::Sqlite => "SQLite",
        Backend::Postgres => "PostgreSQL",
    };
    let (database, took) = match pings(store).await {
        Ok(took) => (badge("success", &format!("{name} answers")), answers(&took)),
        Err(_) => (badge("danger", "The database does not answer"), String::new()),
    };
    let version = store.version().await.map_err(flows::Error::from)?;
    let schema = match schema::of(store).await {
        Ok(schema) => steps(&schema),
        // Another version has been at work, and this one goes on for as long as it can.
        Err(StoreError::Migrate(error)) => badge("danger", "Of another version").and(" ").and(error.to_string()),
        Err(error) => return Err(flows::Error::from(error).into()),
    };
    let nodes = nodes::listening(store).await.map_err(flows::Error::from)?;
    let queues = deliveries::queues(app).await?;
    let settings = &app.settings;
    let of_database =
        "database_url".parse::<SettingPath>().ok().and_then(|path| app.runtime_settings().fixed_by(&path));
    // Nothing that is changed while it runs says it.
    let says = match of_database {
        Some(source) => format!("It is what {} says, as database_url.", source.told()),
        None => "It is set at a start, as database_url.".to_owned(),
    };
    let address = Markup::from([
        tag("code").holds(settings.database_address()),
        " ".into(),
        badge("neutral", "Fixed"),
        tag("span").class("muted about-it").holds(says),
    ]);
    let environment = if settings.is_development() { "Development" } else { "Production" };
    let terms = [
        ("Version", Markup::from(env!("CARGO_PKG_VERSION"))),
        ("Environment", environment.into()),
        ("Address", settings.base_url.as_str().into()),
        ("Database", database.and(" ").and(took)),
        ("Where the database is", address),
        ("Version of the database", format!("{name} {version}").into()),
        ("Schema", schema),
        ("Servers on this database", others(nodes.as_deref())),
        ("Mails and text messages that wait", grouped(queues.messages).into()),
        ("Webhooks that wait", grouped(queues.webhooks).into()),
        ("Events that were not handed out yet", grouped(queues.events).into()),
    ];
    let warnings = match app.warnings.is_empty() {
        true => alert("success", paragraph("Nothing about the settings is unsafe.")),
        false => warnings::draw(&app.warnings),
    };
    let now = tag("dl").with("id", "now-terms").with("data-refresh", "now-terms").holds(descriptions(terms));
    let main =
        Markup::from([part("now", "Now", (), now), part("settings", "What vestibule doctor says", (), warnings)]);
    Ok(page(&operator, Section::Health, "Health", main))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_how_long_answers_take() {
        let took = [1, 2, 3, 4, 50].map(Duration::from_millis);
        assert_eq!(answers(&took), "in 3.0 ms; of 5 times between 1.0 ms and 50.0 ms");
    }

    #[test]
    fn an_old_schema_is_seen() {
        let now = steps(&Schema { version: Some(40), missing: 0 }).into_string();
        assert!(now.contains("Step 40") && !now.contains("badge"), "{now}");
        assert!(steps(&Schema { version: Some(37), missing: 2 }).into_string().contains("2 steps are missing"));
    }

    #[test]
    fn others_are_named_by_where_they_are() {
        assert!(others(None).into_string().contains("alone"));
        let node = |address: Option<&str>| Node { address: address.map(str::to_owned), since: 0 };
        assert!(others(Some(&[node(None)])).into_string().contains("This one alone"));
        let two = others(Some(&[node(None), node(Some("10.0.0.2"))])).into_string();
        assert!(two.contains("2 that hear each other") && two.contains("From 10.0.0.2"), "{two}");
    }
}
