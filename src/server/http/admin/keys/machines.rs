use super::super::markup::{Markup, paragraph, tag};
use super::super::operator::{Instead, Operator, not_found};
use super::super::page::{
    self, Section, asking, button, choice, dangerous, empty, field, moment, refused_field, sure, table,
};
use super::super::typed::code;
use super::{Why, to};
use crate::server::flows;
use crate::server::flows::machines::{Machine, MachineError, MachineQuery, USUAL_LIFETIME};
use crate::server::flows::operators::OperatorRole;

/// As many are on a page.
const ON_A_PAGE: i64 = 50;

/// For how long a former key is good beside the one that has taken its place, in seconds.
pub const OVERLAPS: [(&str, &str); 4] =
    [("0", "At once no longer"), ("900", "For 15 minutes"), ("3600", "For an hour"), ("28800", "For eight hours")];

/// What a fault is, and what a person can do something about.
pub fn fault(error: MachineError) -> Result<String, Instead> {
    match error {
        MachineError::NotFound => Err(not_found()),
        MachineError::Store(error) => Err(flows::Error::from(error).into()),
        other => Ok(match other.param() {
            Some(param) => format!("{param}: {other}"),
            None => other.to_string(),
        }),
    }
}

/// The machines.
pub async fn part(operator: &Operator, from: &str, why: Option<Why<'_>>) -> Result<Markup, Instead> {
    let from = from.parse::<i64>().unwrap_or(0).clamp(0, i64::from(u32::MAX));
    let query = MachineQuery { limit: ON_A_PAGE, offset: from, ..MachineQuery::default() };
    let (machines, total) = match operator.app.machines().list(&query).await {
        Ok(found) => found,
        Err(error) => return Err(fault(error).err().unwrap_or_else(not_found)),
    };
    let may = operator.may(OperatorRole::Admin);
    let rows: Vec<Vec<Markup>> =
        machines.iter().enumerate().map(|(place, machine)| row(place, machine, may, why)).collect();
    let list = match rows.is_empty() {
        true => empty(
            "There is no machine yet.",
            paragraph(
                "A machine is a service of your own that calls another one: with its secret key it makes tokens, and the other one \
                 verifies who calls.",
            )
            .and(code("clerk.m2m.createToken({ tokenFormat: 'jwt' })")),
        ),
        false => table("Machines", &["Machine", "Tokens are good for", "Tokens are for", "Made", "Actions"], rows),
    };
    let next = (from + ON_A_PAGE < total).then(|| {
        let to = format!("{}?from={}#machines", Section::Keys.path(), from + ON_A_PAGE);
        tag("p").class("pages").holds(tag("a").class("button").with("href", to).with("rel", "next").holds("Next"))
    });
    let usual = USUAL_LIFETIME.to_string();
    let (name, lifetime) = match why {
        Some(Why::Machine(_, typed)) => (typed.one("name"), typed.one("default_token_ttl")),
        Some(Why::Lines(_) | Why::Scopes(..) | Why::Name(..) | Why::Other(..)) | None => ("", usual.as_str()),
    };
    let new = may.then(|| {
        let form = tag("form").class("filters").with("method", "post").with("action", "/admin/keys/machine").holds([
            field("machine-name", "name", "Name", "text", name),
            field("machine-ttl", "default_token_ttl", "Tokens are good for, in seconds", "number", lifetime),
            button("Create a machine", "primary"),
        ]);
        tag("h3").holds("A new machine").and(form)
    });
    Ok(page::part("machines", "Machines", (), list.and(next).and(new)))
}

fn row(place: usize, machine: &Machine, may: bool, why: Option<Why<'_>>) -> Vec<Markup> {
    let scopes: Markup = machine
        .scoped_machines
        .iter()
        .map(|other| {
            let hidden = [("to", other.id.as_str())];
            let what = format!(
                "From now on {} verifies no token of {}: its calls there fail. Name it again under Another machine to undo this.",
                other.name, machine.name
            );
            let remove = may.then(|| sure(&to("machine", &machine.id, "unscope"), "Remove", &what, "plain", &hidden));
            tag("li").holds(Markup::from(&other.name).and(" ").and(remove))
        })
        .collect();
    let scopes = match machine.scoped_machines.is_empty() {
        true => tag("span").class("muted").holds("No other one yet"),
        false => tag("ul").holds(scopes),
    };
    vec![
        tag("span")
            .with("dir", "auto")
            .holds([tag("strong").holds(&machine.name), tag("code").class("about-it").holds(&machine.id)]),
        format!("{} s", machine.default_token_ttl).into(),
        scopes,
        moment(machine.created_at),
        may.then(|| actions(place, machine, why)).into(),
    ]
}

fn actions(place: usize, machine: &Machine, why: Option<Why<'_>>) -> Markup {
    let form =
        |what: &str| tag("form").class("stack").with("method", "post").with("action", to("machine", &machine.id, what));
    let rotate = form("rotate").holds([
        paragraph(
            "Makes another secret key, which is shown once. The former one opens nothing as soon as its time is over.",
        ),
        choice(&format!("machine-{place}-overlap"), "overlap", "The former key is good", &OVERLAPS, "3600"),
        button("Make a new key", "primary"),
    ]);
    let (typed, wrong) = match why {
        Some(Why::Other(wrong, id, typed)) if id == machine.id => (typed.one("to"), Some(wrong)),
        _ => ("", None),
    };
    let other = format!("machine-{place}-to");
    let scope = form("scope").holds([
        refused_field((other.as_str(), "to"), "The id of the other machine", "text", typed, wrong),
        button("Let its tokens be for that one", "primary"),
    ]);
    let what = "Deletes the machine with its keys and tokens: from the next request on it can do nothing, and whoever is asked about \
                its tokens refuses them. This cannot be undone.";
    let id = format!("machine-{place}-confirmation");
    let delete =
        dangerous(&to("machine", &machine.id, "delete"), &id, "Delete this machine", what, machine.name.trim());
    Markup::from([
        asking("New key", "plain", false, rotate),
        asking("Another machine", "plain", wrong.is_some(), scope),
        delete,
    ])
}
