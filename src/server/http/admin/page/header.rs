//! What stands above a page: on a narrow one the way to the menu and to one's account, too, which are beside a wide one.

use super::super::markup::{Markup, tag};
use super::super::operator::Operator;
use super::super::users::avatar;
use super::Section;

/// Drawings of lines, 24 wide and 24 high.
const MENU: &str = "M4 6.5h16M4 12h16M4 17.5h16";
const LENS: &str = "M20.5 20.5l-4.6-4.6M10.75 18a7.25 7.25 0 1 0 0-14.5 7.25 7.25 0 0 0 0 14.5z";
const COMPASS: &str = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM15.75 8.25l-2.25 5.25-5.25 2.25 2.25-5.25z";

/// The header, with what the menu leads to, and who is here.
pub(super) fn header(operator: &Operator, menu: Markup, who: Markup) -> Markup {
    let avatar = avatar(&operator.user);
    tag("header").class("top").holds([
        opener("menu", (icon(MENU), "Menu"), tag("nav").with("aria-label", "Menu").holds(menu)),
        search(),
        palette(),
        opener("account", (avatar, "Your account"), who),
    ])
}

/// What opens below the header, one at a time. It shows a picture, and says what it is to whoever sees none.
fn opener(class: &str, (picture, name): (Markup, &str), content: Markup) -> Markup {
    let summary = tag("summary").holds([picture, unseen(name)]);
    tag("details").class(class).with("name", "header").holds([summary, content])
}

fn search() -> Markup {
    let field = tag("input")
        .with("id", "find")
        .with("type", "search")
        .with("name", "q")
        .with("placeholder", "Find a user")
        .with("autocomplete", "off")
        .alone();
    let label = tag("label").class("unseen").with("for", "find").holds("Find a user");
    tag("form")
        .class("search")
        .with("method", "get")
        .with("action", Section::Users.path())
        .with("role", "search")
        .holds([label, icon(LENS), field])
}

/// A script shows it, and without one there is nothing to open.
fn palette() -> Markup {
    tag("button")
        .class("button go-to")
        .with("type", "button")
        .with("data-palette", "")
        .with("aria-haspopup", "dialog")
        .when("hidden", true)
        .holds([icon(COMPASS), tag("span").holds("Go to…"), tag("kbd").with("aria-hidden", "true").holds("⌘K")])
}

fn icon(lines: &str) -> Markup {
    tag("svg")
        .class("icon")
        .with("viewBox", "0 0 24 24")
        .with("aria-hidden", "true")
        .with("focusable", "false")
        .holds(tag("path").with("d", lines).holds(()))
}

fn unseen(text: &str) -> Markup {
    tag("span").class("unseen").holds(text)
}
