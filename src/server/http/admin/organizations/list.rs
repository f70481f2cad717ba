use axum::extract::Query;
use serde::Deserialize;

use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::{Answer, Operator};
use super::super::page::{Section, button, choice, empty, field, moment, page, part, table};
use super::super::paging;
use super::{image, path};
use crate::model::Organization;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::organizations::pages::{OrganizationPageOrder, OrganizationPageQuery};

/// As many are on a page.
const ON_A_PAGE: i64 = 25;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    order: String,
    after: String,
}

/// The list.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let query = OrganizationPageQuery {
        beginning: asked.q.clone(),
        order: match asked.order.as_str() {
            "name" => OrganizationPageOrder::Name,
            "members" => OrganizationPageOrder::Members,
            _ => OrganizationPageOrder::Newest,
        },
        after: paging::place(&asked.after),
        limit: ON_A_PAGE,
    };
    let found = operator.app.organizations().page(&query).await?;
    let rows: Vec<Vec<Markup>> = found.organizations.iter().map(row).collect();
    let shown = match rows.is_empty() {
        true if asked.q.is_empty() => empty(
            "There is no organization yet.",
            paragraph("People make them in the app, or you make one here for them."),
        ),
        true => empty("No organization is found.", paragraph("A search finds how a name or a slug begins.")),
        false => table("Organizations", &["Organization", "Members", "Invited", "Made"], rows),
    };
    let kept = [("order", asked.order.as_str())];
    let next = paging::next((Section::Organizations.path(), ""), "Next", &kept, "after", found.next.as_ref());
    let shown = shown.and(next).and(paging::cut(found.is_cut));
    let results = tag("div").with("id", "results").with("aria-live", "polite").holds(shown);
    let create = operator.may(OperatorRole::Admin).then(form);
    let main = Markup::from([filters(&asked), results, create.into()]);
    Ok(page(&operator, Section::Organizations, "Organizations", main))
}

fn row(organization: &Organization) -> Vec<Markup> {
    let name = tag("strong").with("dir", "auto").holds(&organization.name);
    let slug = organization.slug.as_deref().unwrap_or(&organization.id);
    let who = tag("a").class("who").with("href", path(&organization.id));
    let name = tag("span").holds([name, tag("span").class("muted").holds(slug)]);
    vec![
        who.holds(Markup::from(image(organization)).and(name)),
        organization.members_count.into(),
        organization.pending_invitations_count.into(),
        moment(organization.created_at),
    ]
}

fn filters(asked: &Asked) -> Markup {
    let orders = [("", "Newest first"), ("name", "By name"), ("members", "Most members first")];
    let search = paging::search("Name or slug begins with, or id", &asked.q);
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
        field(
            "created_by",
            "created_by",
            "Its first admin: email address, phone number, username or id (may be left out)",
            "text",
            "",
        ),
        button("Create the organization", "primary"),
    ]);
    part("new", "New organization", (), form)
}
