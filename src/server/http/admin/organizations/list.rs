use axum::extract::Query;
use serde::Deserialize;

use super::super::days::{self, DAY};
use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::{Answer, Operator};
use super::super::page::{Section, button, choice, empty, field, mistakes, moment, page, part, proof_first, table};
use super::super::paging;
use super::{image, path};
use crate::model::{ApiErrors, Organization};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::organizations::pages::{
    OrganizationPageOrder, OrganizationPageQuery, OrganizationPart, OrganizationsMeant,
};

/// As many are on a page.
const ON_A_PAGE: i64 = 25;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    only: String,
    /// The first day on which they were made, in UTC.
    from: String,
    /// The last one.
    to: String,
    order: String,
    after: String,
}

/// In which order, as it stands in the address and in the choice.
const ORDERS: [(&str, &str, OrganizationPageOrder); 5] = [
    ("", "Newest first", OrganizationPageOrder::Newest),
    ("oldest", "Oldest first", OrganizationPageOrder::Oldest),
    ("name", "By name", OrganizationPageOrder::Name),
    ("members", "Most members first", OrganizationPageOrder::Members),
    ("fewest", "Fewest members first", OrganizationPageOrder::FewestMembers),
];
/// Those to which nobody belongs.
const EMPTY: &str = "empty";

impl Asked {
    /// All that stands in the address, besides what is looked for and the part.
    fn fields(&self) -> [(&'static str, &str); 4] {
        [
            ("only", self.only.as_str()),
            ("from", self.from.as_str()),
            ("to", self.to.as_str()),
            ("order", self.order.as_str()),
        ]
    }

    /// Which are meant; `None` if a day is asked for that is none.
    fn meant(&self) -> Option<OrganizationsMeant> {
        let (created_since, last) = (days::typed(&self.from)?, days::typed(&self.to)?);
        // The last day is one of them.
        let created_before = last.map(|begins| begins + DAY);
        Some(OrganizationsMeant { empty: self.only == EMPTY, created_since, created_before })
    }

    fn order(&self) -> OrganizationPageOrder {
        ORDERS.iter().find(|(name, ..)| *name == self.order).map(|(.., order)| *order).unwrap_or_default()
    }
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
    let shown = match asked.meant() {
        None => empty("There is no such day.", paragraph("Days are written as 2026-07-31.")),
        Some(meant) => {
            let query = OrganizationPageQuery {
                beginning: asked.q.clone(),
                meant,
                order: asked.order(),
                after: paging::place(&asked.after),
                limit: ON_A_PAGE,
            };
            results(asked, meant, &operator.app.organizations().page(&query).await?)
        }
    };
    let results = tag("div").with("id", "results").with("aria-live", "polite").holds(shown);
    let create: Markup = operator.may(OperatorRole::Admin).then(|| form(operator, typed)).into();
    // What is to be typed once more stands where one looks first.
    let main = match wrong {
        Some(wrong) => Markup::from([mistakes(wrong), create, filters(asked), results]),
        None => Markup::from([filters(asked), results, create]),
    };
    Ok(page(operator, Section::Organizations, "Organizations", main))
}

fn results(asked: &Asked, meant: OrganizationsMeant, found: &OrganizationPart) -> Markup {
    let rows: Vec<Vec<Markup>> = found.organizations.iter().map(row).collect();
    let are_all = meant == OrganizationsMeant::default();
    let shown = match (rows.is_empty(), asked.q.trim().is_empty()) {
        (true, true) if are_all => empty(
            "There is no organization yet.",
            paragraph("People make them in the app, or you make one here for them."),
        ),
        (true, true) => empty("No organization is like that.", paragraph("With fewer filters more are found.")),
        (true, false) if found.is_cut => empty(
            "None of the first that begin so is like that.",
            paragraph("More begin so than are looked at: type more of it, or leave filters out."),
        ),
        (true, false) => {
            empty("No organization is found.", paragraph("A search finds how a name, a slug or a domain begins."))
        }
        (false, _) => table("Organizations", &["Organization", "Members", "Invited", "Made"], rows),
    };
    let next = paging::next((Section::Organizations.path(), ""), "Next", &asked.fields(), "after", found.next.as_ref());
    let is_another = asked.q.trim().is_empty() && meant.order(asked.order()) != asked.order();
    let order = is_another.then(|| {
        let text = "Some of them stand by when they were made, the newest first: the order that is chosen is one of all of them.";
        tag("p").class("muted").holds(text)
    });
    shown.and(next).and(paging::cut(found.is_cut && !found.organizations.is_empty())).and(order)
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
    let search = paging::search("Name, slug or domain begins with, or id", &asked.q);
    let only = [("", "All"), (EMPTY, "To which nobody belongs")];
    let only = choice("only", "only", "Show", &only, &asked.only);
    let orders = ORDERS.map(|(name, label, _)| (name, label));
    let order = choice("order", "order", "Order", &orders, &asked.order);
    let has_more = !asked.from.is_empty() || !asked.to.is_empty();
    let more = tag("details").class("edit more").when("open", has_more).holds([
        tag("summary").holds("More filters"),
        tag("div").class("filters").holds([
            field("from", "from", "Made from (UTC)", "date", &asked.from),
            field("to", "to", "Until and with (UTC)", "date", &asked.to),
        ]),
    ]);
    tag("form")
        .class("filters")
        .with("method", "get")
        .with("action", Section::Organizations.path())
        .with("data-live", "results")
        .holds([search, only, order, button("Show", "plain"), more])
}

/// Makes one.
fn form(operator: &Operator, typed: &New) -> Markup {
    let proof = proof_first(operator, Section::Organizations.path());
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
    part("new", "New organization", (), Markup::from(proof).and(form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_whole_ones() {
        let asked = Asked { from: "1970-01-03".into(), to: "1970-01-03".into(), ..Asked::default() };
        let meant = asked.meant().expect("are days");
        assert!(meant.has(2 * DAY, 9) && meant.has(3 * DAY - 1, 9));
        assert!(!meant.has(2 * DAY - 1, 9) && !meant.has(3 * DAY, 9));
        assert_eq!(Asked { to: "tomorrow".into(), ..Asked::default() }.meant(), None);
    }

    #[test]
    fn each_order_can_be_chosen() {
        for order in OrganizationPageOrder::ALL {
            let (name, ..) = ORDERS.iter().find(|(.., it)| *it == order).expect("can be chosen");
            assert_eq!(Asked { order: (*name).into(), ..Asked::default() }.order(), order);
        }
        assert_eq!(Asked { order: "x".into(), ..Asked::default() }.order(), OrganizationPageOrder::Newest);
    }
}
