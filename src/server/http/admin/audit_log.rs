//! Who changed what: searched, and taken away as a file.

use axum::extract::Query;
use serde::Deserialize;
use serde_json::Value;

use super::days::{self, DAY};
use super::lines;
use super::markup::{Markup, broken, link, paragraph, tag};
use super::operator::{Answer, Operator};
use super::page::{Section, button, empty, field, moment, page, part, table};
use crate::server::crypto::{Prefix, is_ordered_id};
use crate::server::events::AuditAction;
use crate::server::flows::audit_log::{AuditLogEntry, AuditQuery};
use crate::server::resources::AuditEntry;

/// Where the file is.
const EXPORT: &str = "/admin/audit-log/export";
/// As many are on a page.
const ON_A_PAGE: i64 = 50;
/// As many are read at once for the file.
const AT_ONCE: i64 = 500;

/// Which entries are asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The name of an action, or words of it.
    action: String,
    actor_id: String,
    impersonator_id: String,
    subject_id: String,
    organization_id: String,
    ip_address: String,
    /// The first day, in UTC.
    from: String,
    /// The last one.
    to: String,
    after: String,
}

/// The actions that are called so, or whose names have all of these words in them. `None` if there is none; none where all are
/// meant.
fn actions_with(words: &str) -> Option<Vec<AuditAction>> {
    if let Some(action) = AuditAction::parse(words) {
        return Some(vec![action]);
    }
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let has_all = |action: &AuditAction| {
        let name = action.as_str().to_lowercase();
        words.iter().all(|word| name.contains(word.as_str()))
    };
    let found: Vec<AuditAction> = AuditAction::all().filter(has_all).collect();
    if found.is_empty() {
        return None;
    }
    let are_all = found.len() == AuditAction::all().count();
    Some(if are_all { Vec::new() } else { found })
}

impl Asked {
    /// `None` if something is asked for that there cannot be.
    fn query(&self, limit: i64) -> Option<AuditQuery> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let actions = actions_with(self.action.trim())?;
        let (created_after, last) = (days::typed(&self.from)?, days::typed(&self.to)?);
        let ip_address = match given(&self.ip_address) {
            Some(address) => Some(address.parse().ok()?),
            None => None,
        };
        let starting_after = given(&self.after);
        if starting_after.as_ref().is_some_and(|id| !is_ordered_id(Prefix::AuditEntry, id)) {
            return None;
        }
        Some(AuditQuery {
            actor_id: given(&self.actor_id),
            impersonator_id: given(&self.impersonator_id),
            subject_id: given(&self.subject_id),
            organization_id: given(&self.organization_id),
            ip_address,
            actions,
            created_after,
            // The last day is one of them.
            created_before: last.map(|begins| begins + DAY),
            starting_after,
            limit,
        })
    }

    /// As it stands in an address, from an entry on.
    fn address(&self, path: &str, after: Option<&str>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("action", &self.action),
            ("actor_id", &self.actor_id),
            ("impersonator_id", &self.impersonator_id),
            ("subject_id", &self.subject_id),
            ("organization_id", &self.organization_id),
            ("ip_address", &self.ip_address),
            ("from", &self.from),
            ("to", &self.to),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(after) = after {
            query.append_pair("after", after);
        }
        format!("{path}?{}", query.finish())
    }
}

/// The list.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let (found, has_more) = match asked.query(ON_A_PAGE) {
        Some(query) => operator.app.audit_log().list(&query).await?,
        None => (Vec::new(), false),
    };
    let next = found.last().filter(|_| has_more).map(|last| {
        let to = asked.address(Section::AuditLog.path(), Some(&last.id));
        tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds("Older"))
    });
    let shown = match found.is_empty() {
        true => {
            let about = "Every change is noted here, with who made it and from where. What was done is found by words of it, ids and \
                         addresses as a whole; days are those of UTC. ";
            let all = link(Section::AuditLog.path(), "The whole log");
            empty("Nothing is found.", paragraph(Markup::from(about).and(all)))
        }
        false => entries(&found),
    };
    let export = paragraph(link(asked.address(EXPORT, None), "All of these as a file (JSON Lines)"));
    let main = Markup::from([filters(&asked), export, shown, next.into()]);
    Ok(page(&operator, Section::AuditLog, "Audit log", main))
}

fn filters(asked: &Asked) -> Markup {
    let known: Markup = AuditAction::all().map(|action| tag("option").with("value", action.as_str()).alone()).collect();
    let action = tag("div").class("field").holds([
        tag("label").with("for", "action").holds("What (words of it)"),
        tag("input")
            .with("id", "action")
            .with("name", "action")
            .with("list", "actions")
            .with("value", &asked.action)
            .with("autocomplete", "off")
            .alone(),
        tag("datalist").with("id", "actions").holds(known),
    ]);
    tag("form").class("filters").with("method", "get").with("action", Section::AuditLog.path()).holds([
        action,
        field("actor_id", "actor_id", "Who (id)", "text", &asked.actor_id),
        field("impersonator_id", "impersonator_id", "In another's place (id)", "text", &asked.impersonator_id),
        field("subject_id", "subject_id", "About (id)", "text", &asked.subject_id),
        field("organization_id", "organization_id", "In organization (id)", "text", &asked.organization_id),
        field("ip_address", "ip_address", "Network address", "text", &asked.ip_address),
        field("from", "from", "From (UTC)", "date", &asked.from),
        field("to", "to", "Until and with (UTC)", "date", &asked.to),
        button("Search", "primary"),
    ])
}

/// An id, as a link where there is a page about it.
fn named(id: &str) -> Markup {
    let base = match id.split_once('_').map(|(kind, _)| kind) {
        Some("user") => Section::Users.path(),
        Some("org") => Section::Organizations.path(),
        _ => return tag("code").holds(id),
    };
    link(format!("{base}/{id}"), tag("code").holds(id))
}

/// What changed, in words.
fn changes(entry: &AuditLogEntry) -> Markup {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => "nothing".to_owned(),
        other => other.to_string(),
    };
    let parts: Markup = entry
        .changes
        .iter()
        .map(|(name, value)| {
            let said = match (value.get("before"), value.get("after")) {
                (Some(before), Some(after)) => format!("{} → {}", text(before), text(after)),
                _ => text(value),
            };
            tag("li").holds([tag("code").holds(name), " ".into(), tag("span").with("dir", "auto").holds(said)])
        })
        .collect();
    if entry.changes.is_empty() { parts } else { tag("ul").class("changes").holds(parts) }
}

/// The newest entries about something, as a part of its page, with the way to all of them. `field` is that of the search.
pub fn events(field: &str, id: &str, newest: &[AuditLogEntry]) -> Markup {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair(field, id).finish();
    let all = link(format!("{}?{query}", Section::AuditLog.path()), "All in the audit log");
    part("events", "Events", all, entries(newest))
}

/// Entries as a table.
fn entries(found: &[AuditLogEntry]) -> Markup {
    if found.is_empty() {
        let about = "Whatever is changed stands here: what it was and what it is, who did it, when, and from where. So does who signed \
                     in, and who failed to.";
        return empty("Nothing is noted yet.", paragraph(about));
    }
    let rows = found
        .iter()
        .map(|entry| {
            let who = match &entry.actor_id {
                Some(id) => named(id),
                None => entry.actor_type.as_str().into(),
            };
            let instead = entry.impersonator_id.as_ref().map(|id| Markup::from(", by ").and(named(id)));
            let about = entry.subject_id.as_deref().map(named);
            let from = entry.ip_address.as_deref().unwrap_or_default();
            vec![
                moment(entry.created_at),
                tag("code").holds(broken(&entry.action)),
                who.and(instead),
                about.into(),
                changes(entry),
                from.into(),
            ]
        })
        .collect();
    table("Entries of the audit log", &["When", "What", "Who", "About", "Changes", "From"], rows)
}

/// All that is found, a line each. However much it is, only a part of it is in memory.
pub async fn export(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let (sender, body) = lines::channel();
    let app = operator.app.clone();
    if let Some(mut query) = asked.query(AT_ONCE) {
        app.audit_log().note_export().await?;
        tokio::spawn(async move {
            loop {
                let (found, has_more) = match app.audit_log().list(&query).await {
                    Ok(found) => found,
                    Err(error) => {
                        tracing::error!(%error, "the audit log could not be read on");
                        // What is not whole does not look as if it were.
                        let _ = sender.send(Err(std::io::Error::other("the audit log could not be read on"))).await;
                        return;
                    }
                };
                query.starting_after = found.last().map(|last| last.id.clone());
                let mut lines = Vec::new();
                for entry in found {
                    if serde_json::to_writer(&mut lines, &AuditEntry::of(entry)).is_ok() {
                        lines.push(b'\n');
                    }
                }
                // Whoever has gone away reads no more.
                if sender.send(Ok(lines.into())).await.is_err() || !has_more {
                    return;
                }
            }
        });
    }
    Ok(lines::download("audit-log.jsonl", body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_cannot_be_is_not_asked_for() {
        assert!(Asked::default().query(1).is_some());
        for asked in [
            Asked { action: "user.flown".into(), ..Asked::default() },
            Asked { ip_address: "here".into(), ..Asked::default() },
            Asked { after: "aud_1".into(), ..Asked::default() },
            Asked { from: "yesterday".into(), ..Asked::default() },
            Asked { to: "2026-02-30".into(), ..Asked::default() },
        ] {
            assert!(asked.query(1).is_none(), "{asked:?}");
        }
    }

    #[test]
    fn days_are_whole_ones() {
        let asked = Asked { from: "2026-11-24".into(), to: "2026-11-24".into(), ..Asked::default() };
        let query = asked.query(1).expect("is asked");
        assert_eq!(query.created_after, Some(1_795_478_400_000));
        assert_eq!(query.created_before, Some(1_795_478_400_000 + DAY));
    }

    #[test]
    fn actions_are_found_by_words_of_their_names() {
        let names = |words: &str| -> Vec<&'static str> {
            let found = actions_with(words).unwrap_or_else(|| panic!("{words}: some"));
            found.into_iter().map(AuditAction::as_str).collect()
        };
        assert_eq!(names("user.passwordChanged"), ["user.passwordChanged"], "and none that begins so");
        assert_eq!(names("Password CHANGED"), ["user.passwordChanged"]);
        assert_eq!(names("sign in failed"), ["user.signInFailed"]);
        assert!(names("passkey").len() == 3 && names("").is_empty() && names(".").is_empty());
        assert!(actions_with("password flown").is_none());
    }
}
