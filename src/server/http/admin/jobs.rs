//! What runs beside the requests: whether it does, when it did last and does again, and what went wrong.

use std::time::Duration;

use super::markup::{Markup, paragraph, tag};
use super::moving;
use super::operator::{Answer, Operator};
use super::page::{Section, badge, empty, moment, moment_or, page, part, table};
use crate::server::crypto::MINUTE;
use crate::server::flows;
use crate::server::flows::job_runs::{self, OtherRun};
use crate::server::import::job as imports;
use crate::server::jobs::{Job, Past};
use crate::server::store::Backend;
use crate::server::vestibule::Inner;

/// As many files of users are shown.
const FILES: i64 = 5;

/// What a job does, in words.
const fn name(job: Job) -> &'static str {
    match job {
        Job::Mails => "Send mails",
        Job::TextMessages => "Send text messages",
        Job::Webhooks => "Send webhooks",
        Job::LastUses => "Write down who was here",
        Job::Rereading => "Read settings, lists and keys again",
        Job::Sessions => "End sessions that have run out",
        Job::DailyNumbers => "Count for the overview",
        Job::Pictures => "Take pictures away that are nobody's",
        Job::Leftovers => "Delete what is over",
        Job::WebhookHistory => "Delete old webhooks",
        Job::AuditLog => "Delete old entries of the audit log",
    }
}

/// Why there is nothing to do.
fn off(app: &Inner, job: Job) -> Option<&'static str> {
    match job {
        Job::Mails if app.mailer.is_none() => Some("No mail server is set"),
        Job::TextMessages if app.texter.is_none() => Some("No way is set that they take"),
        Job::AuditLog if app.settings.audit_log.days == 0 => Some("They are kept for ever"),
        _ => None,
    }
}

/// How long a server that works may say nothing at all, in milliseconds.
const SILENCE: i64 = 3 * MINUTE;

/// How long something took, or is until then.
fn length(time: Duration) -> String {
    match time.as_millis() {
        millis @ ..1_000 => format!("{millis} ms"),
        millis @ ..60_000 => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
        millis => format!("{} min", millis / 60_000),
    }
}

/// When it is due again.
fn next(job: Job, past: &Past, now: i64) -> Markup {
    match u64::try_from(past.next_at(job) - now) {
        _ if past.is_running => Markup::default(),
        Ok(wait) if wait > 0 => format!("in {}", length(Duration::from_millis(wait))).into(),
        _ => "at any moment".into(),
    }
}

fn row(app: &Inner, job: Job, now: i64) -> Vec<Markup> {
    let past = app.jobs.past(job);
    let state = match (off(app, job), &past) {
        (Some(why), _) => badge("neutral", "Off").and(" ").and(why),
        (None, None) => badge("neutral", "Not yet"),
        (None, Some(past)) if past.is_failing => badge("danger", "Failing"),
        (None, Some(past)) if past.is_running => badge("warning", "Runs"),
        (None, Some(_)) => badge("success", "Well"),
    };
    let runs = past.as_ref().filter(|past| past.runs > 0);
    let error = past.as_ref().and_then(|past| past.error.as_ref());
    let error = error.map(|(at, why)| moment(*at).and(" ").and(why));
    vec![
        name(job).into(),
        state,
        moment_or(past.as_ref().map(|past| past.began_at), "not since the start"),
        runs.map(|past| length(past.took)).into(),
        past.as_ref().filter(|_| off(app, job).is_none()).map(|past| next(job, past, now)).into(),
        error.into(),
    ]
}

/// What has run on another server, as it has told.
fn row_of_other(run: &OtherRun, now: i64) -> Vec<Markup> {
    let from = run.address.as_deref().unwrap_or("the database's own machine");
    let node = tag("span").class("muted about-it").holds(format!("{}…", run.node.get(..6).unwrap_or(&run.node)));
    let is_silent = now - run.heard_at > SILENCE;
    let state = match (run.past.is_failing, is_silent) {
        // What went wrong last is told whether or not anybody is there to do it better.
        (true, true) => badge("danger", "Failing").and(" silent since ").and(moment(run.heard_at)),
        (true, false) => badge("danger", "Failing"),
        (false, true) => badge("neutral", "Silent").and(" since ").and(moment(run.heard_at)),
        (false, false) => badge("success", "Well"),
    };
    let error = run.past.error.as_ref().map(|(at, why)| moment(*at).and(" ").and(why));
    vec![
        Markup::from(from).and(node),
        name(run.job).into(),
        state,
        moment(run.past.began_at),
        length(run.past.took).into(),
        error.into(),
    ]
}

/// What runs on the other servers of a database that several may work on.
async fn others(app: &Inner) -> Result<Markup, flows::Error> {
    if app.store.backend() != Backend::Postgres {
        return Ok(Markup::default());
    }
    let (runs, now) = (job_runs::of_others(app).await?, app.clock.now());
    let about = "Each server tells once a minute what ran last, and at once what goes wrong. One that has stopped is silent, and gone \
                 from here a day later; after a restart it is another one.";
    let shown = match runs.is_empty() {
        true => empty("No other server has told of anything in the last day.", paragraph(about)),
        false => {
            let rows = runs.iter().map(|run| row_of_other(run, now)).collect();
            let columns = ["Server", "What", "State", "Last began", "Took", "Last error"];
            paragraph(about).and(table("What runs on other servers", &columns, rows))
        }
    };
    let shown = tag("div").class("fresh").with("id", "others-list").with("data-refresh", "others-list").holds(shown);
    Ok(part("other-servers", "On other servers", (), shown))
}

/// The page.
pub async fn show(operator: Operator) -> Answer {
    let app = &operator.app;
    let now = app.clock.now();
    let rows = Job::ALL.into_iter().map(|job| row(app, job, now)).collect();
    let columns = ["What", "State", "Last began", "Took", "Next", "Last error"];
    let shown = table("What runs beside the requests", &columns, rows);
    let shown = tag("div").class("fresh").with("id", "jobs-list").with("data-refresh", "jobs-list").holds(shown);
    let about = paragraph(
        "On the server that has made this page, since it started: each has its own, and they share the work. What one of them has \
         begun to send the others leave alone; what it deletes is not there for them.",
    );
    let files = imports::list(app, FILES).await.map_err(flows::Error::from)?;
    let main = Markup::from([
        part("jobs", "Again and again", (), about.and(shown)),
        others(app).await?,
        moving::list(&operator, &files),
    ]);
    Ok(page(&operator, Section::Jobs, "Jobs", main))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_long_as_they_are() {
        for (millis, said) in [(0, "0 ms"), (999, "999 ms"), (1_250, "1.2 s"), (59_999, "59.9 s"), (600_000, "10 min")]
        {
            assert_eq!(length(Duration::from_millis(millis)), said);
        }
    }

    #[test]
    fn what_is_late_is_due_at_any_moment() {
        let past = Past { began_at: 1_000_000, runs: 1, ..Past::default() };
        assert_eq!(next(Job::AuditLog, &past, 1_300_000), Markup::from("in 5 min"));
        assert_eq!(next(Job::Mails, &past, 1_001_500), Markup::from("in 500 ms"));
        assert_eq!(next(Job::Mails, &past, 1_300_000), Markup::from("at any moment"));
        assert!(next(Job::Mails, &Past { is_running: true, ..past }, 1_300_000).is_empty());
    }
}
