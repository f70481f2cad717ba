use axum::extract::Query;
use serde::Deserialize;

use super::super::markup::{Markup, link, paragraph, tag};
use super::super::operator::{Answer, Instead, Operator};
use super::super::page::{Section, choice, empty, field, moment, moment_or, page_beside, table};
use super::super::paging;
use super::{avatar, path, standing};
use crate::server::crypto::HOUR;
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::user_pages::{AccountPage, FEW, LOOKED_AT, PageOrder, Standing, UserPageQuery};
use crate::server::flows::users::Account;
use crate::server::settings::provider_name;

const DAY: i64 = 24 * HOUR;
/// As many are on a page.
const ON_A_PAGE: i64 = 25;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    only: String,
    came: String,
    organization: String,
    provider: String,
    order: String,
    after: String,
}

impl Asked {
    /// All that stands in the address, besides the part.
    fn fields(&self) -> [(&'static str, &str); 6] {
        [
            ("q", self.q.as_str()),
            ("only", self.only.as_str()),
            ("came", self.came.as_str()),
            ("organization", self.organization.as_str()),
            ("provider", self.provider.as_str()),
            ("order", self.order.as_str()),
        ]
    }

    /// Whether everyone is meant.
    fn is_of_all(&self) -> bool {
        self.fields().iter().all(|(name, value)| *name == "order" || value.trim().is_empty())
    }

    /// Whether something is asked that does not stand in sight of everyone.
    fn has_more(&self) -> bool {
        [&self.came, &self.organization, &self.provider].iter().any(|value| !value.is_empty())
    }

    fn standing(&self) -> Option<Standing> {
        STANDINGS.iter().find(|(name, ..)| *name == self.only).map(|(_, _, standing)| *standing)
    }

    fn order(&self) -> PageOrder {
        match self.order.as_str() {
            "oldest" => PageOrder::Oldest,
            "signed_in" => PageOrder::SignedIn,
            "active" => PageOrder::Active,
            "name" => PageOrder::Name,
            _ => PageOrder::Newest,
        }
    }

    /// Since when they came who are meant.
    fn since(&self, now: i64) -> Option<i64> {
        let days = CAME.iter().find(|(days, _)| !days.is_empty() && *days == self.came)?.0.parse::<i64>().ok()?;
        Some(now - days * DAY)
    }
}

/// Whom one may look at, as it stands in the address and in the choice.
const STANDINGS: [(&str, &str, Standing); 5] = [
    ("banned", "Who is banned", Standing::Banned),
    ("locked", "Who is locked", Standing::Locked),
    ("second_factor", "Who has a second factor", Standing::WithSecondFactor),
    ("no_second_factor", "Who has no second factor", Standing::WithoutSecondFactor),
    ("never_signed_in", "Who has never signed in", Standing::NeverSignedIn),
];

/// Within how many days they came.
const CAME: [(&str, &str); 5] = [
    ("", "At any time"),
    ("1", "Within a day"),
    ("7", "Within a week"),
    ("30", "Within 30 days"),
    ("90", "Within 90 days"),
];

/// The id of the organization whose members are meant; nothing where there is none such.
async fn organization(operator: &Operator, asked: &Asked) -> Result<Option<String>, Instead> {
    Ok(operator.app.organizations().get(asked.organization.trim()).await?.map(|organization| organization.id))
}

/// The list.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let names_one = operator.app.settings.organizations.enabled && !asked.organization.trim().is_empty();
    let organization_id = if names_one { organization(&operator, &asked).await? } else { None };
    let provider = Some(asked.provider.trim()).filter(|key| !key.is_empty());
    let query = UserPageQuery {
        beginning: asked.q.clone(),
        standing: asked.standing(),
        created_since: asked.since(operator.app.clock.now()),
        provider: provider.map(str::to_owned),
        order: asked.order(),
        after: paging::place(&asked.after),
        limit: ON_A_PAGE,
        organization_id,
    };
    let results = match names_one && query.organization_id.is_none() {
        true => empty(
            "No organization has this id or slug.",
            paragraph("Both stand on its page, and are looked for as a whole."),
        ),
        false => results(&asked, &operator.app.users().page(&query).await?),
    };
    let may_create = operator.may(OperatorRole::Support);
    let create = may_create.then(|| {
        let to = |to: &str, text: &str| tag("a").class("button").with("href", to).holds(text);
        tag("p").class("beside").holds([to("/admin/users/new", "New user"), to(Section::Invitations.path(), "Invite")])
    });
    let results = tag("div").with("id", "results").with("aria-live", "polite").holds(results);
    Ok(page_beside(&operator, Section::Users, "Users", create, filters(&operator, &asked).and(results)))
}

/// The form that says who is meant. Where there is a script it is sent as one types.
fn filters(operator: &Operator, asked: &Asked) -> Markup {
    let search = paging::search("Name, email address, phone number, username, id or external id begins with", &asked.q);
    let mut standings = vec![("", "Everyone")];
    standings.extend(STANDINGS.iter().map(|(name, label, _)| (*name, *label)));
    let only = choice("only", "only", "Show", &standings, &asked.only);
    let orders = [
        ("", "Newest first"),
        ("oldest", "Oldest first"),
        ("active", "Who was here last"),
        ("signed_in", "Who signed in last"),
        ("name", "By name, who has one"),
    ];
    let order = choice("order", "order", "Order", &orders, &asked.order);
    let send = tag("button").class("button").with("type", "submit").holds("Show");
    tag("form")
        .class("filters")
        .with("method", "get")
        .with("action", Section::Users.path())
        .with("data-live", "results")
        .holds([search, only, order, send, more_filters(operator, asked)])
}

fn more_filters(operator: &Operator, asked: &Asked) -> Markup {
    let settings = &operator.app.settings;
    let came = choice("came", "came", "Came", &CAME, &asked.came);
    let organization = settings
        .organizations
        .enabled
        .then(|| field("organization", "organization", "Belongs to (id or slug)", "text", &asked.organization));
    let mut providers: Vec<(String, String)> =
        settings.oauth.iter().map(|(key, set)| (key.clone(), provider_name(key, set))).collect();
    // Of one that is not set any more there may be people all the same.
    if !asked.provider.is_empty() && providers.iter().all(|(key, _)| *key != asked.provider) {
        providers.push((asked.provider.clone(), asked.provider.clone()));
    }
    let provider = (!providers.is_empty()).then(|| {
        let mut options = vec![("", "Any way")];
        options.extend(providers.iter().map(|(key, name)| (key.as_str(), name.as_str())));
        choice("provider", "provider", "Signs in with", &options, &asked.provider)
    });
    let about = "Where many people fit each of these and hardly anybody all of them, a part of the list ends before it is full.";
    tag("details").class("edit more").when("open", asked.has_more()).holds([
        tag("summary").holds("More filters"),
        tag("div").class("filters").holds([came, organization.into(), provider.into()]),
        tag("p").class("muted").holds(about),
    ])
}

fn row(account: &Account) -> Vec<Markup> {
    let user = &account.user;
    let name = user.display_name();
    let address = user.primary_email_address().filter(|address| *address != name);
    let below = Some(address.unwrap_or(&user.id)).filter(|below| *below != name);
    let who = tag("a").class("who").with("href", path(&user.id)).holds([
        avatar(user),
        tag("span").holds([
            tag("strong").with("dir", "auto").holds(&name),
            below.map(|below| tag("span").class("muted").holds(below)).into(),
        ]),
    ]);
    vec![
        who,
        standing(account),
        moment_or(account.last_active_at, "never"),
        moment_or(user.last_sign_in_at, "never"),
        moment(user.created_at),
    ]
}

fn results(asked: &Asked, found: &AccountPage) -> Markup {
    let cut = found.is_cut.then(|| {
        let few = format!("{},{:03}", FEW / 1_000, FEW % 1_000);
        tag("p")
            .class("muted")
            .holds(format!("There are more: more than {few} begin so. Type more of it to see all of them."))
    });
    let next = paging::next((Section::Users.path(), ""), "Next", &asked.fields(), "after", found.next.as_ref());
    let walked = found.is_walked.then(|| {
        tag("p").class("muted").holds(format!(
            "{},{:03} people were looked at for this part of the list. Narrow it down, or go on with the next part.",
            LOOKED_AT / 1_000,
            LOOKED_AT % 1_000
        ))
    });
    if found.accounts.is_empty() && found.is_walked {
        return empty("Nobody of those who were looked at is like that.", ()).and(next).and(walked);
    }
    if found.accounts.is_empty() {
        return match (asked.is_of_all(), asked.q.trim().is_empty()) {
            (true, _) => empty("Nobody is here yet.", paragraph(link("/admin/users/new", "Make the first account"))),
            (false, true) => empty("Nobody is like that.", paragraph("With fewer filters more are found.")),
            (false, false) => {
                empty("Nobody is found.", paragraph("A search finds how a name or an address begins.").and(cut))
            }
        };
    }
    let rows = found.accounts.iter().map(row).collect();
    let list = table("Users", &["User", "Standing", "Last here", "Last sign-in", "Came"], rows);
    list.and(next).and(walked).and(cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::flows::user_pages::Place;

    #[test]
    fn whoever_came_lately_came_since_a_time() {
        let since = |came: &str| Asked { came: came.into(), ..Asked::default() }.since(100 * DAY);
        assert_eq!((since("7"), since("90")), (Some(93 * DAY), Some(10 * DAY)));
        for none in ["", "x", "-1", "8"] {
            assert_eq!(since(none), None, "{none}");
        }
    }

    #[test]
    fn that_more_begin_so_is_said_where_nobody_is_found_too() {
        let asked = Asked { q: "a".into(), only: "banned".into(), ..Asked::default() };
        let said = |is_cut: bool| results(&asked, &AccountPage { is_cut, ..AccountPage::default() }).into_string();
        assert!(said(true).contains("Nobody is found") && said(true).contains("more than 1,000 begin so"));
        assert!(!said(false).contains("begin so"));
        let asked = Asked { only: "banned".into(), ..Asked::default() };
        assert!(results(&asked, &AccountPage::default()).into_string().contains("Nobody is like that"));
    }

    #[test]
    fn where_a_walk_has_ended_one_goes_on() {
        let asked = Asked { only: "locked".into(), came: "7".into(), ..Asked::default() };
        let next = Some(Place { at: 17, id: "user_1".into() });
        let walked = AccountPage { next, is_walked: true, ..AccountPage::default() };
        let said = results(&asked, &walked).into_string();
        assert!(said.contains("50,000 people were looked at") && said.contains("after=17.user_1"), "{said}");
        assert!(!said.contains("Nobody is like that"), "{said}");
    }

    #[test]
    fn each_standing_can_be_chosen() {
        for standing in Standing::ALL {
            assert!(STANDINGS.iter().any(|(_, _, it)| *it == standing), "{standing:?}");
        }
    }
}
