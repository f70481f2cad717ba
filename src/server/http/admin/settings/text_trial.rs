//! A text message by which one tries out whether any arrives, on the page where it is said by what they leave.

use axum::Form;
use serde::Deserialize;

use super::super::markup::{Markup, link, paragraph, tag};
use super::super::operator::{Answer, Operator, not_found, refusal};
use super::super::page::{Section, alert, button, mistake, mistakes_beside, outcome, part, refused_field};
use super::super::typed::refusing;
use super::groups;
use super::sheet::{Besides, Sheet, show};
use crate::model::{ApiErrors, Field};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::text_trial::{self, Outcome, Trial, are_sent};

/// The page of settings on which it stands.
pub const GROUP: &str = "messages";

/// What is typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    phone_number: String,
}

/// What stands on the page by itself.
pub fn now(operator: &Operator) -> Besides {
    Besides { after: draw(operator, "", Markup::default(), None), ..Besides::default() }
}

/// The form with what is typed; `said` is what came of it, and `wrong` why nothing did.
fn draw(operator: &Operator, typed: &str, said: Markup, wrong: Option<&ApiErrors>) -> Markup {
    if !operator.may(OperatorRole::Admin) {
        return Markup::default();
    }
    let content = match are_sent(&operator.app) {
        false => alert("warning", paragraph("No text messages are sent: no service is set.")),
        true => {
            let about = "It goes to this number by what is saved above, whoever has it, and says what the message with a code says: the \
                         code is made up. At most ten are sent in an hour, five of them to one number, as long as messages are left of those \
                         that all have together (sms.per_hour). Each stands in the audit log.";
            let beside = wrong.and_then(|wrong| mistake(wrong, Field::PhoneNumber));
            let form = tag("form").class("filters").with("method", "post").with("action", to()).holds([
                refused_field(
                    ("test-number", Field::PhoneNumber.name()),
                    "Phone number, with + and its country",
                    "tel",
                    typed,
                    beside.as_deref(),
                ),
                button("Send a test message", "plain"),
            ]);
            let wrong = wrong.map(|wrong| mistakes_beside(wrong, &[Field::PhoneNumber]));
            said.and(wrong).and(paragraph(about)).and(form)
        }
    };
    part("test-message", "Send a test message", (), content)
}

/// Where the form is sent to.
fn to() -> String {
    format!("{}/{GROUP}/test", groups::PATH)
}

/// What came of it, in words.
fn told(trial: &Trial) -> Markup {
    let number = || tag("strong").with("dir", "ltr").holds(&trial.number);
    let deliveries = || link(Section::Deliveries.path(), "Deliveries");
    let (kind, text) = match &trial.outcome {
        Outcome::Sent => {
            ("success", Markup::from("The service has taken the message to ").and(number()).and(". It is on its way."))
        }
        Outcome::Refused(why) => {
            let text = format!(": {why}. What a code means stands in the service’s handbook.");
            ("danger", Markup::from("The service does not take the message to ").and(number()).and(text))
        }
        Outcome::PutOff(why) => {
            let text = format!(" yet: {why}. It is tried again for ten minutes; what comes of it stands in ");
            let text = Markup::from("The service has not taken the message to ").and(number()).and(text);
            ("warning", text.and(deliveries()).and("."))
        }
        Outcome::Waits => {
            let text = Markup::from("Nobody has answered yet. What comes of the message to ").and(number());
            ("warning", text.and(" stands in ").and(deliveries()).and("."))
        }
        Outcome::InMailbox => {
            let text = Markup::from("The message to ").and(number());
            ("success", text.and(" stands in the mailbox of development alone: no service is set."))
        }
    };
    outcome(kind, paragraph(text))
}

/// Sends one, and shows what came of it.
pub async fn send(operator: Operator, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    let sheet = Sheet::of_group(groups::named(GROUP).ok_or_else(not_found)?);
    match text_trial::send(&operator.app, &typed.phone_number).await {
        Ok(trial) => {
            let after = draw(&operator, "", told(&trial), None);
            show(&operator, &sheet, None, Besides { after, ..Besides::default() }).await
        }
        Err(error) => {
            let wrong = refusal(error)?;
            let after = draw(&operator, &typed.phone_number, Markup::default(), Some(&wrong));
            Ok(refusing(show(&operator, &sheet, None, Besides { after, ..Besides::default() }).await?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_it_is_said_with_what_the_service_answered() {
        let said = |outcome| told(&Trial { number: "+49 1512 3456789".into(), outcome }).into_string();
        let refused = said(Outcome::Refused("the service answered 400 with code 21211".into()));
        assert!(refused.contains("data-kind=\"danger\"") && refused.contains("with code 21211."), "{refused}");
        let put_off = said(Outcome::PutOff("<no connection>".into()));
        assert!(put_off.contains("data-kind=\"warning\"") && put_off.contains("&lt;no connection&gt;"), "{put_off}");
        for outcome in [Outcome::Sent, Outcome::Waits, Outcome::InMailbox] {
            let text = said(outcome);
            assert!(text.contains("<strong dir=\"ltr\">+49 1512 3456789</strong>"), "{text}");
            assert!(text.contains(" tabindex=\"-1\" autofocus>"), "it is far down the page: {text}");
        }
    }
}
