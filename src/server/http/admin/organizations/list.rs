use axum::extract::Query;
use serde::Deserialize;

use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::{Answer, Operator};
use super::super::page::{Section, button, choice, empty, field, moment, page, part, table};
use super::path;
use crate::model::Organization;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::organizations::{OrganizationOrder, OrganizationQuery};

/// As many are on a page.
const ON_A_PAGE: i64 = 25;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    order: String,
    from: String,
}

/// The list.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let from = asked.from.parse::<i64>().unwrap_or(0).clamp(0, i64::from(u32::MAX));
    let query = OrganizationQuery {
        query: asked.q.clone(),
        order: match asked.order.as_str() {
            "name" => OrganizationOrder::Name,
            "members" => OrganizationOrder::MembersCount,
            _ => OrganizationOrder::CreatedAt,
        },
        descending: asked.order != "name",
        limit: ON_A_PAGE,
        offset: from,
        ..OrganizationQuery::default()
    };
    let (found, total) = operator.app.organizations().find(&query).await?;
    let rows: Vec<Vec<Markup>> = found.iter().map(|account| row(&account.organization)).collect();
    let shown = match rows.is_empty() {
        true => {
            empty("No organization is found.", paragraph("People make them in the app, or you make one here for them."))
        }
        false => table("Organizations", &["Organization", "Members", "Invited", "Made"], rows),
    };
    let next = (from + ON_A_PAGE < total).then(|| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", &asked.q).append_pair("order", &asked.order);
        query.append_pair("from", &(from + ON_A_PAGE).to_string());
        let to = format!("{}?{}", Section::Organizations.path(), query.finish());
        tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds("Next"))
    });
    let results = tag("div").with("id", "results").with("aria-live", "polite").holds(shown.and(next));
    let create = operator.may(OperatorRole::Admin).then(form);
    let main = Markup::from([filters(&asked), results, create.into()]);
    Ok(page(&operator, Section::Organizations, "Organizations", main))
}

fn row(organization: &Organization) -> Vec<Markup> {
    let name = tag("strong").with("dir", "auto").holds(&organization.name);
    let slug = organization.slug.as_deref().unwrap_or(&organization.id);
    let who = tag("a").class("who").with("href", path(&organization.id));
    vec![
        who.holds(tag("span").holds([name, tag("span").class("muted").holds(slug)])),
        organization.members_count.into(),
        organization.pending_invitations_count.into(),
        moment(organization.created_at),
    ]
}

fn filters(asked: &Asked) -> Markup {
    let orders = [("", "Newest first"), ("name", "By name"), ("members", "Most members first")];
    let search = tag("div").class("field grows").holds([
        tag("label").with("for", "q").holds("Name, slug or id"),
        tag("input").with("id", "q").with("type", "search").with("name", "q").with("value", &asked.q).alone(),
    ]);
    tag("form")
        .class("filters")
        .with("method", "get")
        .with("action", Section::Organizations.path())
        .with("data-live", "results")
        .holds([search, choice("order", "order", "Order", &orders, &asked.order), button("Show", "plain")])
}

/// Makes one.
fn form() -> Markup {
    let form = tag("form").class("stack").with("method", "post").with("action", Section::Organizations.path()).holds([
        field("name", "name", "Name", "text", ""),
        field("slug", "slug", "Slug (may be left out)", "text", ""),
        field("created_by", "created_by", "Its first admin: a user's id (may be left out)", "text", ""),
        button("Create the organization", "primary"),
    ]);
    part("new", "New organization", (), form)
}
