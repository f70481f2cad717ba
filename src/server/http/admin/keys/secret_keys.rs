use super::super::markup::{Markup, link, paragraph, tag};
use super::super::operator::{Instead, Operator};
use super::super::page::{self, badge, button, dangerous, empty, moment, moment_or, refused_field, table};
use super::super::typed::{code, how_many_ticked};
use super::{Why, to};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::secret_keys::{RESOURCES, Scope, SecretKey};

/// What stands where scopes cannot be.
const WRONG: &str = "scope-wrong";

/// The secret keys of the REST API; with what was wrong with the form.
pub async fn part(operator: &Operator, why: Option<Why<'_>>) -> Result<Markup, Instead> {
    let keys = operator.app.secret_keys().list().await?;
    let may = operator.may(OperatorRole::Admin);
    let rows: Vec<Vec<Markup>> = keys.iter().enumerate().map(|(place, key)| row(place, key, may)).collect();
    let example = format!("curl {}/v1/users -H 'Authorization: Bearer sk_…'", operator.app.settings.base_url);
    let list = match rows.is_empty() {
        true => empty(
            "There is no secret key yet.",
            paragraph(
                "With one, a backend of yours reads and changes users, organizations and the rest over the REST API.",
            )
            .and(code(&example)),
        ),
        false => table("Secret keys", &["Key", "Opens", "Made", "Last used", "Actions"], rows),
    };
    let off = (!operator.app.settings.backend_api.enabled).then(|| {
        let to = link("/admin/settings/api", "It is switched on with the settings of the REST API");
        paragraph(Markup::from("The REST API is switched off: no key opens anything. ").and(to).and("."))
    });
    Ok(page::part(
        "secret-keys",
        "Secret keys of the REST API",
        (),
        Markup::from(off).and(list).and(may.then(|| form(operator, why))),
    ))
}

fn row(place: usize, key: &SecretKey, may: bool) -> Vec<Markup> {
    let scopes: Vec<String> = key.scopes.iter().map(Scope::to_string).collect();
    let opens = match scopes.as_slice() {
        [all] if all == "*:write" => "Everything".to_owned(),
        _ => scopes.join(", "),
    };
    let gone = key.revoked_at.map(|at| badge("danger", "Revoked").and(" ").and(moment(at)));
    let revoke = (may && key.revoked_at.is_none()).then(|| {
        let what = "Revokes the key: from the next request on it opens nothing, and whatever uses it fails. This cannot be undone.";
        let id = format!("secret-key-{place}-confirmation");
        dangerous(&to("secret", &key.id, "revoke"), &id, "Revoke this key", what, key.name.trim())
    });
    vec![
        tag("span").with("dir", "auto").holds([
            tag("strong").holds(&key.name),
            tag("span").class("muted about-it").holds(format!("…{}", key.hint)),
        ]),
        opens.into(),
        moment(key.created_at),
        moment_or(key.last_used_at, "Never"),
        Markup::from(gone).and(revoke),
    ]
}

/// A box for each of these, of which an admin ticks none with which one becomes anybody.
fn boxes(legend: &str, scopes: &[String], is_owner: bool, why: Option<Why<'_>>) -> Markup {
    let (said, typed) = match why {
        Some(Why::Scopes(said, typed)) => (Some(said), typed.list("scope")),
        Some(Why::Name(_, typed)) => (None, typed.list("scope")),
        Some(Why::Lines(_) | Why::Machine(..) | Why::Other(..)) | None => (None, Vec::new()),
    };
    let boxes = scopes.iter().map(|value| {
        let is_for_owners = value.parse().is_ok_and(|scope: Scope| scope.becomes_anybody());
        let may = is_owner || !is_for_owners;
        let input = tag("input")
            .with("type", "checkbox")
            .with("name", "scope")
            .with("value", value)
            .when("checked", may && typed.contains(value))
            .when("disabled", !may)
            .alone();
        let of_owners = is_for_owners.then(|| tag("span").class("muted").holds(" for owners"));
        tag("label").class("check").holds([input, tag("code").holds(value), of_owners.into()])
    });
    let group = tag("fieldset").class("checks");
    let group = if said.is_some() { group.with("aria-describedby", WRONG) } else { group };
    group.holds([tag("legend").holds(legend), boxes.collect()])
}

fn form(operator: &Operator, why: Option<Why<'_>>) -> Markup {
    let is_owner = operator.may(OperatorRole::Owner);
    let of = |resource: &str| ["read", "write"].map(|access| format!("{resource}:{access}"));
    let each: Vec<String> = RESOURCES.iter().flat_map(|resource| of(resource)).collect();
    let (typed, wrong_name, wrong_scopes) = match why {
        Some(Why::Scopes(said, typed)) => (Some(typed), None, Some(said)),
        Some(Why::Name(said, typed)) => (Some(typed), Some(said), None),
        Some(Why::Lines(_) | Why::Machine(..) | Why::Other(..)) | None => (None, None, None),
    };
    let name = typed.map_or("", |typed| typed.one("name"));
    let said = wrong_scopes.map(|said| tag("p").class("wrong").with("id", WRONG).holds(said));
    let chosen = typed.map_or_else(Vec::new, |typed| typed.list("scope"));
    let ticked = each.iter().filter(|scope| chosen.contains(scope)).count();
    let some = tag("details").class("edit").when("open", typed.is_some()).holds([
        tag("summary").holds(Markup::from("Only some of it ").and(how_many_ticked(ticked, each.len()))),
        boxes("What it opens; to write is to read, too", &each, is_owner, why),
    ]);
    let form = tag("form").class("stack").with("method", "post").with("action", "/admin/keys/secret").holds([
        refused_field(("secret-key-name", "name"), "What uses it", "text", name, wrong_name),
        said.into(),
        boxes("What it opens", &of("*"), is_owner, why),
        some,
        button("Create a secret key", "primary"),
    ]);
    tag("h3").holds("A new key").and(form)
}
