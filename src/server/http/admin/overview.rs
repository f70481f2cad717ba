//! The first page: how many people there are, come, are there, and fail to get in.

use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;

use super::chart::{bars, grouped, line};
use super::markup::{Markup, link, paragraph, tag};
use super::operator::{Answer, Operator};
use super::page::{Section, empty, page_beside};
use super::warnings;
use crate::server::flows::daily_numbers::{self, Numbers};

/// How far one looks back, if they do not say.
const DAYS: i64 = 30;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    days: String,
}

impl Asked {
    /// How many days; as many as is usual where it is none of those that there are.
    fn days(&self) -> i64 {
        let days = self.days.parse().ok();
        days.filter(|days| daily_numbers::SPANS.contains(days)).unwrap_or(DAYS)
    }
}

/// The page.
pub async fn show(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let days = asked.days();
    let numbers = daily_numbers::read(&operator.app, days).await?;
    Ok(draw(&operator, days, &numbers))
}

/// How far one may look back.
fn spans(shown: i64) -> Markup {
    let entry = |days: i64| {
        let to = match days {
            DAYS => Section::Overview.path().to_owned(),
            _ => format!("{}?days={days}", Section::Overview.path()),
        };
        let current = if days == shown { "true" } else { "false" };
        tag("li").holds(tag("a").with("href", to).with("aria-current", current).holds(format!("{days} days")))
    };
    let list = tag("ul").holds(daily_numbers::SPANS.map(entry));
    tag("nav").class("spans").with("aria-label", "How far back").holds(list)
}

fn draw(operator: &Operator, days: i64, numbers: &Numbers) -> Response {
    let Numbers { today, users, users_by_day, sign_ups, sign_ins, active_users, failures } = numbers;
    let how = (*users > daily_numbers::COUNTED_AT_ONCE).then(|| {
        tag("span").class("muted about-it").holds("Counted every ten minutes; since then, whom the audit log has.")
    });
    let total = tag("p").class("total").holds([
        tag("strong").holds(grouped(*users)),
        tag("span").holds(if *users == 1 { " user" } else { " users" }),
        how.into(),
    ]);
    let first_steps = (*users <= 1).then(|| {
        empty(
            "Nobody but you is here yet.",
            paragraph(
                Markup::from("People come by ")
                    .and(link(&operator.app.settings.paths.sign_up, "the sign-up page"))
                    .and(", by ")
                    .and(link(Section::Invitations.path(), "an invitation"))
                    .and(", or because you ")
                    .and(link("/admin/users/new", "make them an account"))
                    .and("."),
            ),
        )
    });
    let charts = tag("div").class("charts").holds([
        line("users", "Users", "At the end of each day.", *today, users_by_day),
        bars("sign-ups", "Sign-ups", "", *today, sign_ups),
        bars("sign-ins", "Sign-ins", "Sessions that began.", *today, sign_ins),
        bars("active-users", "Active users", "Counted every ten minutes.", *today, active_users),
        bars("failures", "Failed sign-ins", "Wrong passwords and codes.", *today, failures),
    ]);
    let main = Markup::from([warnings::draw(&operator.app.warnings), total, first_steps.into(), charts]);
    page_beside(operator, Section::Overview, "Overview", spans(days), main)
}
