use axum::response::Response;

use super::super::markup::{Markup, link, paragraph, tag};
use super::super::operator::{Answer, Instead, Operator, not_found};
use super::super::page::{Section, button, empty, moment, page, part, proof_first, table};
use super::super::typed::wrong;
use super::{Written, fault, how_to_verify, path, state, what_for};
use crate::server::flows::operators::OperatorRole;

/// All endpoints: there are at most a hundred.
pub async fn list(operator: Operator) -> Answer {
    draw(&operator, &Written::default(), None).await
}

/// The same with what was typed for another one, and what was wrong with it.
pub(super) async fn draw(operator: &Operator, written: &Written, why: Option<&str>) -> Result<Response, Instead> {
    let endpoints = match operator.app.webhooks().list().await {
        Ok(endpoints) => endpoints,
        Err(error) => return Err(fault(error).err().unwrap_or_else(not_found)),
    };
    let rows: Vec<Vec<Markup>> = endpoints
        .iter()
        .map(|endpoint| {
            let told = match endpoint.events.is_empty() {
                true => "Everything".to_owned(),
                false => endpoint.events.join(", "),
            };
            vec![
                link(path(&endpoint.id), &endpoint.url),
                tag("span").with("dir", "auto").holds(&endpoint.description),
                told.into(),
                state(endpoint),
                moment(endpoint.created_at),
            ]
        })
        .collect();
    let shown = match rows.is_empty() {
        true => {
            let then =
                paragraph("Make an endpoint below; the receiver checks with its secret that what comes is from here:");
            empty("No service is told what happens here yet.", what_for().and(then).and(how_to_verify()))
        }
        false => table("Webhook endpoints", &["Endpoint", "Description", "Is told", "State", "Made"], rows),
    };
    let new = operator.may(OperatorRole::Admin).then(|| {
        let form = tag("form").class("stack").with("method", "post").with("action", Section::Webhooks.path());
        let form = form.holds(written.fields().and(button("Create the endpoint", "primary")));
        let proof = proof_first(operator, Section::Webhooks.path());
        part("new", "A new endpoint", (), Markup::from(proof).and(form))
    });
    let main = Markup::from([wrong(why), shown, new.into()]);
    Ok(page(operator, Section::Webhooks, Section::Webhooks.name(), main))
}
