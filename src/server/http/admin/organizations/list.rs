use axum::extract::Query;
use serde::Deserialize;

use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::{Answer, Operator};
use super::super::page::{Section, button, choice, empty, field, mistakes, moment, page, part, table};
use super::super::paging;
use super::{image, path};
use crate::model::{ApiErrors, Organization};
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

/// What is typed of one that is to be.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct New {
    /// What it is called.
    pub name: String,
    /// The same in addresses.
    pub slug: String,
    /// Its first admin, by what they go by.
    pub created_by: String,
}

/// The list.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    draw(&operator, &asked, &New::default(), None).await
}

/// The same with what is typed of one that is to be, and what is wrong with it.
pub async fn draw(operator: &Operator, asked: &Asked, typed: &New, wrong: Option<&ApiErrors>) -> Answer {
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
    let create: Markup = operator.may(OperatorRole::Admin).then(|| form(typed)).into();
    // What is to be typed once more stands where one looks first.
    let main = match wrong {
        Some(wrong) => Markup::from([mistakes(wrong), create, filters(asked), results]),
        None => Markup::from([filters(asked), results, create]),
    };
    Ok(page(operator, Section::Organizations, "Organizations", main))
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
fn form(typed: &New) -> Markup {
    let form = tag("form").class("stack").with("method", "post").with("action", Section::Organizations.path()).holds([
        field("name", "name", "Name", "text", &typed.name),
        field("slug", "slug", "Slug (may be left out)", "text", &typed.slug),
        field(
            "created_by",
            "created_by",
            "Its first admin: email address, phone number, username or id (may be left out)",
            "text",
            &typed.created_by,
        ),
        button("Create the organization", "primary"),
    ]);
    part("new", "New organization", (), form)
}
