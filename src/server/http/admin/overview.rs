//! The first page: how many people there are, come, are there, and fail to get in.

use axum::response::Response;

use super::chart::{bars, grouped};
use super::markup::{Markup, link, paragraph, tag};
use super::operator::{Answer, Operator};
use super::page::{Section, alert, empty, page};
use crate::server::flows::daily_numbers::{self, Numbers};

/// The page.
pub async fn show(operator: Operator) -> Answer {
    let numbers = daily_numbers::read(&operator.app).await?;
    Ok(draw(&operator, &numbers))
}

fn draw(operator: &Operator, numbers: &Numbers) -> Response {
    let Numbers { today, users, sign_ups, sign_ins, active_users, failures } = numbers;
    let many = operator.app.settings.warnings().len();
    let warnings = (many > 0).then(|| {
        let text = if many == 1 { "a warning".to_owned() } else { format!("{many} warnings") };
        let to = link(Section::Health.path(), "Health says which");
        alert("warning", paragraph(Markup::from(format!("The settings have {text}. ")).and(to).and(".")))
    });
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
        bars("sign-ups", "Sign-ups", "", *today, sign_ups),
        bars("sign-ins", "Sign-ins", "Sessions that began.", *today, sign_ins),
        bars("active-users", "Active users", "Counted every ten minutes.", *today, active_users),
        bars("failures", "Failed sign-ins", "Wrong passwords and codes.", *today, failures),
    ]);
    let main = Markup::from([warnings.into(), total, first_steps.into(), charts]);
    page(operator, Section::Overview, "Overview", main)
}
