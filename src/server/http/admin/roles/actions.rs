use std::collections::{BTreeMap, BTreeSet};

use axum::Form;
use axum::extract::Path;
use serde_json::{Value, json};

use super::super::operator::{Answer, Operator, not_found};
use super::super::page::Section;
use super::super::typed::{MEANWHILE, Typed, changed_meanwhile, refusing};
use super::detail::draw;
use super::{Kept, Kind, is_of_system, may_anyway};
use crate::server::flows;
use crate::server::flows::operators::OperatorRole;
use crate::server::settings::{RoleSettings, SYSTEM_PERMISSIONS, find};
use crate::server::{SettingChangeError, SettingPath};

/// What settings are to be.
type Values = BTreeMap<SettingPath, Value>;

/// Makes something, or says what roles allow.
pub async fn act(operator: Operator, Path(action): Path<String>, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    // What a role may, everybody may who has it.
    operator.require_proof(Section::Roles.path()).await?;
    let kept = |form| Kept { form, key: "", typed: &typed, wrong: None };
    match action.as_str() {
        "create_role" => create(&operator, Kind::Role, &typed).await,
        "create_permission" => create(&operator, Kind::Permission, &typed).await,
        "matrix" => {
            let values = matrix(&operator, &typed);
            apply(&operator, "roles/matrix", &values, kept("matrix")).await
        }
        "defaults" => {
            let named =
                [("organizations.creator_role", "creator_role"), ("organizations.default_role", "default_role")];
            let typed = named.map(|(setting, field)| (setting.parse::<SettingPath>(), typed.one(field)));
            let values = typed.into_iter().filter(|(_, role)| !role.is_empty());
            let values: Values = values.filter_map(|(path, role)| Some((path.ok()?, role.into()))).collect();
            apply(&operator, "roles/defaults", &values, kept("defaults")).await
        }
        _ => Err(not_found()),
    }
}

/// Changes or deletes a role or a permission.
pub async fn change(
    operator: Operator,
    Path((kind, key, action)): Path<(String, String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    operator.require(OperatorRole::Admin)?;
    operator.require_proof(Section::Roles.path()).await?;
    let kind = Kind::parse(&kind).ok_or_else(not_found)?;
    let settings = &operator.app.settings.organizations;
    let is_there = match kind {
        Kind::Role => settings.role(&key).is_some(),
        Kind::Permission => settings.all_permissions().contains(&key) && !SYSTEM_PERMISSIONS.contains(&key.as_str()),
    };
    let path = kind.path(&key).filter(|_| is_there).ok_or_else(not_found)?;
    match action.as_str() {
        "update" => {
            let (name, description) = (typed.one("name"), typed.one("description"));
            let permissions = settings.roles.get(&key).map(|role| role.permissions.clone()).unwrap_or_default();
            let value = match kind {
                Kind::Role => role_value(name, description, &permissions),
                Kind::Permission => permission_value(name, description),
            };
            let kept = Kept { form: kind.as_str(), key: &key, typed: &typed, wrong: None };
            apply(&operator, "roles/update", &Values::from([(path, value)]), kept).await
        }
        "delete" => {
            if typed.one("confirmation") != key {
                return Ok(operator.unconfirmed("roles/delete", Section::Roles.path()));
            }
            let kept = Kept { form: "delete", key: &key, typed: &typed, wrong: None };
            delete(&operator, kind, path, kept).await
        }
        _ => Err(not_found()),
    }
}

fn role_value(name: &str, description: &str, permissions: &BTreeSet<String>) -> Value {
    json!({ "name": name, "description": description, "permissions": permissions })
}

fn permission_value(name: &str, description: &str) -> Value {
    json!({ "name": name, "description": description })
}

/// The page once more, with the reason for which nothing was changed.
fn refused(operator: &Operator, why: &str, kept: Kept<'_>) -> Answer {
    Ok(refusing(draw(operator, Some(why), Some(kept))))
}

/// The page once more, with what somebody else has changed since it was made as it is now: what was typed of the rest stays.
fn overtaken(operator: &Operator, changed: &[SettingPath], kept: Kept<'_>) -> Answer {
    let why: Vec<String> = changed.iter().map(|path| format!("{path}: {MEANWHILE}")).collect();
    let why = format!("Nothing was changed.\n{}", why.join("\n"));
    if kept.form != "matrix" {
        return Ok(refusing(draw(operator, Some(&why), None)));
    }
    let is_of_changed = |cell: &str| {
        let path = cell.split_once(' ').and_then(|(role, _)| Kind::Role.path(role));
        path.is_some_and(|path| changed.contains(&path))
    };
    let typed = kept.typed.without(|field, value| matches!(field, "shown" | "grant") && is_of_changed(value));
    refused(operator, &why, Kept { typed: &typed, ..kept })
}

async fn apply(operator: &Operator, form: &str, values: &Values, kept: Kept<'_>) -> Answer {
    let changed = changed_meanwhile(operator, kept.typed.one("seen").parse().ok(), values.keys()).await?;
    if !changed.is_empty() {
        return overtaken(operator, &changed, kept);
    }
    match operator.app.runtime_settings().change(values).await {
        Ok(_) => operator.answer(form, Ok(()), Section::Roles.path()),
        Err(SettingChangeError::Store(error)) => Err(flows::Error::from(error).into()),
        Err(error) => refused(operator, &error.to_string(), kept),
    }
}

async fn create(operator: &Operator, kind: Kind, typed: &Typed) -> Answer {
    let settings = &operator.app.settings.organizations;
    let (key, name, description) = (Kind::key(typed.one("key")), typed.one("name"), typed.one("description"));
    let known = settings.all_permissions();
    let is_there = match kind {
        Kind::Role => settings.role(&key).is_some(),
        Kind::Permission => known.contains(&key),
    };
    let form = if kind == Kind::Role { "create_role" } else { "create_permission" };
    let kept = Kept { form, key: "", typed, wrong: None };
    let at_the_key = |why: &str| {
        let kept = Kept { wrong: Some(why), ..kept };
        refused(operator, "Nothing was made: see below.", kept)
    };
    if is_there {
        return at_the_key(&format!("There is a {} with the key {key} already.", kind.as_str()));
    }
    let Some(path) = kind.path(&key).filter(|_| kind.takes(&key)) else {
        let why = format!("A key is words of small letters, digits, _ and -, such as {}.", kind.example());
        return at_the_key(&why);
    };
    let (form, value) = match kind {
        Kind::Role => {
            let allowed = typed.all("permission").filter(|permission| known.iter().any(|key| key == permission));
            let allowed: BTreeSet<String> = allowed.map(str::to_owned).collect();
            ("roles/create_role", role_value(name, description, &allowed))
        }
        Kind::Permission => ("roles/create_permission", permission_value(name, description)),
    };
    apply(operator, form, &Values::from([(path, value)]), kept).await
}

/// What the boxes say, of the cells that the page has shown: whatever else a role allows it goes on allowing.
fn matrix(operator: &Operator, typed: &Typed) -> Values {
    let app = &operator.app;
    let settings = &app.settings.organizations;
    let granted: BTreeSet<&str> = typed.all("grant").collect();
    let mut after = settings.roles.clone();
    for cell in typed.all("shown") {
        let Some((key, permission)) = cell.split_once(' ') else { continue };
        let Some(role) = settings.role(key).filter(|role| !may_anyway(app, role, permission)) else { continue };
        if !settings.all_permissions().iter().any(|known| known == permission) {
            continue;
        }
        let said = after.entry(role.key).or_default();
        match granted.contains(cell) {
            true => said.permissions.insert(permission.to_owned()),
            false => said.permissions.remove(permission),
        };
    }
    let changed = after.iter().filter(|(key, role)| settings.roles.get(*key).cloned().unwrap_or_default() != **role);
    let mut values: Values = changed
        .filter_map(|(key, RoleSettings { name, description, permissions })| {
            Some((Kind::Role.path(key)?, role_value(name, description, permissions)))
        })
        .collect();
    // A permission of which nothing is said but that a role has it would be gone with the last box.
    for key in settings.all_permissions() {
        let is_lost = !SYSTEM_PERMISSIONS.contains(&key.as_str())
            && !settings.permissions.contains_key(&key)
            && !after.values().any(|role| role.permissions.contains(&key));
        if let Some(path) = Kind::Permission.path(&key).filter(|_| is_lost) {
            values.insert(path, permission_value("", ""));
        }
    }
    values
}

async fn delete(operator: &Operator, kind: Kind, path: SettingPath, kept: Kept<'_>) -> Answer {
    let key = kept.key;
    let app = &operator.app;
    if kind == Kind::Role && is_of_system(key) {
        return refused(operator, "The roles of the system stay.", kept);
    }
    let having = app.settings.organizations.roles.iter().find(|(_, role)| role.permissions.contains(key));
    if let Some((role, _)) = having.filter(|_| kind == Kind::Permission) {
        return refused(operator, &format!("The role {role} allows it; take it from there first."), kept);
    }
    if let Some(by) = app.runtime_settings().fixed_by(&path) {
        return refused(operator, &SettingChangeError::Fixed { path, by }.to_string(), kept);
    }
    let answer = apply(operator, "roles/delete", &Values::from([(path.clone(), Value::Null)]), kept).await?;
    // An entry of which the file says no more than that there is one fixes nothing else.
    if answer.status().is_redirection() && find(&app.clone().settings.tree(), &path).is_some() {
        return refused(operator, &format!("{path}: is fixed by Leptos.toml"), kept);
    }
    Ok(answer)
}
