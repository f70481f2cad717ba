use axum::Form;
use axum::extract::Path;
use axum::response::Response;

use super::super::markup::Markup;
use super::super::operator::{Answer, Operator, is_id, not_found};
use super::super::page::{Section, words};
use super::super::typed::{Typed, code, refusing, shown_once};
use super::machines::{OVERLAPS, fault};
use super::{Asked, Why, draw};
use crate::model::ApiError;
use crate::server::crypto::Secret;
use crate::server::flows;
use crate::server::flows::machines::{Machine, MachineError, NewMachine, USUAL_LIFETIME};
use crate::server::flows::operators::OperatorRole;
use crate::server::flows::secret_keys::{Scope, ScopeError};

/// Makes a key or a machine, and shows its secret this once.
pub async fn create(operator: Operator, Path(kind): Path<String>, Form(typed): Form<Typed>) -> Answer {
    operator.require(OperatorRole::Admin)?;
    operator.require_proof(Section::Keys.path()).await?;
    match kind.as_str() {
        "secret" => create_secret_key(&operator, &typed).await,
        "machine" => {
            let new = NewMachine {
                default_token_ttl: typed.number("default_token_ttl", USUAL_LIFETIME),
                ..NewMachine::named(typed.one("name"))
            };
            match operator.app.machines().create(&new).await {
                Ok(made) => Ok(shown(&operator, "The machine’s secret key", made.secret_key.as_ref(), "")),
                Err(error) => refused_because(&operator, Why::Machine(&fault(error)?, &typed)).await,
            }
        }
        _ => Err(not_found()),
    }
}

async fn create_secret_key(operator: &Operator, typed: &Typed) -> Answer {
    let scopes: Result<Vec<Scope>, ScopeError> = typed.all("scope").map(str::parse).collect();
    let scopes = match scopes {
        Ok(scopes) => scopes,
        Err(error) => return refused_because(operator, Why::Scopes(&error.to_string(), typed)).await,
    };
    if scopes.is_empty() {
        return refused_because(operator, Why::Scopes("Choose what the key is to open.", typed)).await;
    }
    // With such a key an admin would do whatever an owner does.
    let too_much: Vec<String> = scopes.iter().filter(|scope| scope.becomes_anybody()).map(Scope::to_string).collect();
    if !too_much.is_empty() && !operator.may(OperatorRole::Owner) {
        let why = format!(
            "Only an owner makes a key that opens {}: whoever has it becomes anybody, an owner too.",
            too_much.join(", ")
        );
        return refused_because(operator, Why::Scopes(&why, typed)).await;
    }
    match operator.app.secret_keys().create(typed.one("name"), &scopes).await {
        Ok(made) => {
            let lines = format!("curl {}/v1/users -H \"Authorization: Bearer $KEY\"", operator.app.settings.base_url);
            Ok(shown(operator, "The secret key", made.secret.as_ref(), &lines))
        }
        Err(error) if error.is_fault() => Err(error.into()),
        Err(error) => {
            let line = |error: &ApiError| match error.meta.param_name {
                Some(field) => format!("{}: {}", field.name(), words(error)),
                None => words(error),
            };
            let why = error.to_api().errors.iter().map(line).collect::<Vec<_>>().join("\n");
            refused_because(operator, Why::Name(&why, typed)).await
        }
    }
}

/// The page once more, with the reason for which nothing was made.
async fn refused(operator: &Operator, why: &str) -> Answer {
    refused_because(operator, Why::Lines(why)).await
}

async fn refused_because(operator: &Operator, why: Why<'_>) -> Answer {
    Ok(refusing(draw(operator, &Asked::default(), Some(why)).await?))
}

fn shown(operator: &Operator, title: &str, secret: Option<&Secret>, lines: &str) -> Response {
    let about = "It is shown this once: only its hash is kept. Keep it where no browser and no repository has it.";
    let secret = secret.map_or("", |secret| secret.expose());
    let more = if lines.is_empty() { Markup::default() } else { code(lines) };
    shown_once(operator, (Section::Keys, title), about, secret, more, (Section::Keys.path(), "Back to the keys"))
}

/// Does something to a key or a machine.
pub async fn act(
    operator: Operator,
    Path((kind, id, action)): Path<(String, String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    operator.require(OperatorRole::Admin)?;
    if id.is_empty() || !is_id(&id) {
        return Err(not_found());
    }
    match (kind.as_str(), action.as_str()) {
        ("secret", "revoke") => {
            let keys = operator.app.secret_keys();
            let found = keys.list().await?.into_iter().find(|key| key.id == id).ok_or_else(not_found)?;
            if typed.one("confirmation") != found.name.trim() {
                return Ok(operator.unconfirmed("keys/revoke", Section::Keys.path()));
            }
            operator.answer("keys/revoke", keys.revoke(&id).await, Section::Keys.path())
        }
        ("api", "revoke") => {
            let keys = operator.app.api_keys();
            let found = keys.get(&id).await.map_err(flows::Error::from)?;
            if typed.one("confirmation") != found.name.trim() {
                return Ok(operator.unconfirmed("keys/revoke", Section::Keys.path()));
            }
            let revoked = keys.revoke(&id, Some("revoked by an operator")).await.map_err(flows::Error::from);
            let back = format!("{}?owner={}#api-keys", Section::Keys.path(), found.subject.id());
            operator.answer("keys/revoke", revoked, &back)
        }
        ("machine", action) => act_on_machine(&operator, &id, action, &typed).await,
        _ => Err(not_found()),
    }
}

async fn act_on_machine(operator: &Operator, id: &str, action: &str, typed: &Typed) -> Answer {
    let machines = operator.app.machines();
    let found: Result<Machine, MachineError> = machines.get(id).await;
    let machine = match found {
        Ok(machine) => machine,
        Err(error) => return Err(fault(error).err().unwrap_or_else(not_found)),
    };
    let other = typed.one("to");
    // One that is typed is answered in words.
    if action != "scope" && !is_id(other) {
        return Err(not_found());
    }
    let (form, done) = match action {
        "rotate" => {
            operator.require_proof(Section::Keys.path()).await?;
            let overlap = OVERLAPS.iter().find(|(seconds, _)| *seconds == typed.one("overlap"));
            let overlap: i64 = overlap.and_then(|(seconds, _)| seconds.parse().ok()).ok_or_else(not_found)?;
            match machines.rotate_secret_key(&machine.id, overlap).await {
                Ok(secret) => return Ok(shown(operator, "The machine’s new secret key", Some(&secret), "")),
                Err(error) => ("keys/rotate", Err(error)),
            }
        }
        "scope" if !is_id(other) => ("keys/scope", Err(MachineError::Scope(other.to_owned()))),
        "scope" => ("keys/scope", machines.create_scope(&machine.id, other).await.map(|_| ())),
        "unscope" => ("keys/unscope", machines.delete_scope(&machine.id, other).await),
        "delete" => {
            operator.require_proof(Section::Keys.path()).await?;
            if typed.one("confirmation") != machine.name.trim() {
                return Ok(operator.unconfirmed("keys/delete_machine", Section::Keys.path()));
            }
            ("keys/delete_machine", machines.delete(&machine.id).await)
        }
        _ => return Err(not_found()),
    };
    match done {
        Ok(()) => operator.answer(form, Ok(()), Section::Keys.path()),
        Err(error) if action == "scope" => {
            refused_because(operator, Why::Other(&fault(error)?, &machine.id, typed)).await
        }
        Err(error) => refused(operator, &fault(error)?).await,
    }
}
