use axum::extract::Query;
use serde::Deserialize;

use super::super::markup::{Markup, link, paragraph, tag};
use super::super::operator::{Answer, Operator};
use super::super::page::{Section, choice, empty, moment, moment_or, page_beside, table};
use super::{avatar, path, standing};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::user_pages::{AccountPage, PageOrder, Place, UserPageQuery};
use crate::server::flows::users::Account;

/// As many are on a page.
const ON_A_PAGE: i64 = 25;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    only: String,
    order: String,
    after: String,
}

/// Where a part begins, as it stands in an address.
fn place(text: &str) -> Option<Place> {
    let (at, id) = text.split_once('.')?;
    // PostgreSQL takes no NUL in a text.
    (!id.contains('\0')).then_some(Place { at: at.parse().ok()?, id: id.to_owned() })
}

/// The list.
pub async fn list(operator: Operator, Query(asked): Query<Asked>) -> Answer {
    let query = UserPageQuery {
        beginning: asked.q.clone(),
        banned: asked.only == "banned",
        order: match asked.order.as_str() {
            "oldest" => PageOrder::Oldest,
            "signed_in" => PageOrder::SignedIn,
            "active" => PageOrder::Active,
            "name" => PageOrder::Name,
            _ => PageOrder::Newest,
        },
        after: place(&asked.after),
        limit: ON_A_PAGE,
    };
    let found = operator.app.users().page(&query).await?;
    let may_create = operator.may(OperatorRole::Support);
    let create = may_create.then(|| {
        let to = |to: &str, text: &str| tag("a").class("button").with("href", to).holds(text);
        tag("p").class("beside").holds([to("/admin/users/new", "New user"), to(Section::Invitations.path(), "Invite")])
    });
    let results = tag("div").with("id", "results").with("aria-live", "polite").holds(results(&asked, &found));
    Ok(page_beside(&operator, Section::Users, "Users", create, filters(&asked).and(results)))
}

/// The form that says who is meant. Where there is a script it is sent as one types.
fn filters(asked: &Asked) -> Markup {
    let search = tag("div").class("field grows").holds([
        tag("label").with("for", "q").holds("Name, email address, phone number, username or id begins with"),
        tag("input")
            .with("id", "q")
            .with("type", "search")
            .with("name", "q")
            .with("value", &asked.q)
            .with("autocomplete", "off")
            .with("maxlength", "100")
            .alone(),
    ]);
    let only = choice("only", "only", "Show", &[("", "Everyone"), ("banned", "Who is banned")], &asked.only);
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
        .holds([search, only, order, send])
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
    if found.accounts.is_empty() {
        return match asked.q.is_empty() && asked.only.is_empty() {
            true => empty("Nobody is here yet.", paragraph(link("/admin/users/new", "Make the first account"))),
            false => empty("Nobody is found.", paragraph("A search finds how a name or an address begins.")),
        };
    }
    let rows = found.accounts.iter().map(row).collect();
    let list = table("Users", &["User", "Standing", "Last here", "Last sign-in", "Came"], rows);
    let next = found.next.as_ref().map(|next| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("only", &asked.only), ("order", &asked.order)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.append_pair("after", &format!("{}.{}", next.at, next.id));
        let to = format!("{}?{}", Section::Users.path(), query.finish());
        tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds("Next"))
    });
    let cut = found.is_cut.then(|| tag("p").class("muted").holds("There are more: type more of it."));
    list.and(next).and(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        assert_eq!(place("17.user_1"), Some(Place { at: 17, id: "user_1".into() }));
        for none in ["", "17", "x.user_1", "1.user_\0", "' OR 1=1"] {
            assert_eq!(place(none), None, "{none}");
        }
    }
}
