//! Services of the app's own, and the tokens with which they call each other.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::server::crypto::Secret;
use crate::server::flows::{m2m_tokens, machines};

/// A service of the app's own.
#[derive(Clone, Serialize, ToSchema)]
pub struct Machine {
    /// Always `machine`.
    object: &'static str,
    /// `mch_…`
    id: String,
    name: String,
    /// `ins_…`
    instance_id: String,
    /// How long its tokens are good unless they say otherwise, in seconds.
    default_token_ttl: i64,
    /// The machines that its tokens are for.
    scoped_machines: Vec<ScopedMachine>,
    /// `msk_test_…` or `msk_live_…`, where it has just been made. It is never shown again.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_key: Option<String>,
    created_at: i64,
    updated_at: i64,
}

/// A machine that tokens of another are for.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ScopedMachine {
    /// Always `machine`.
    object: &'static str,
    /// `mch_…`
    id: String,
    name: String,
    /// `ins_…`
    instance_id: String,
    /// How long its tokens are good unless they say otherwise, in seconds.
    default_token_ttl: i64,
    created_at: i64,
    updated_at: i64,
}

impl Machine {
    /// What is shown of one of an instance.
    pub fn of(machine: machines::Machine, instance_id: &str) -> Self {
        let scoped = |machine: machines::Machine| ScopedMachine {
            object: "machine",
            id: machine.id,
            name: machine.name,
            instance_id: instance_id.to_owned(),
            default_token_ttl: machine.default_token_ttl,
            created_at: machine.created_at,
            updated_at: machine.updated_at,
        };
        Self {
            object: "machine",
            id: machine.id,
            name: machine.name,
            instance_id: instance_id.to_owned(),
            default_token_ttl: machine.default_token_ttl,
            scoped_machines: machine.scoped_machines.into_iter().map(scoped).collect(),
            secret_key: machine.secret_key.map(|key| key.expose().to_owned()),
            created_at: machine.created_at,
            updated_at: machine.updated_at,
        }
    }
}

/// That the tokens of a machine are for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MachineScope {
    /// Always `machine_scope`.
    object: &'static str,
    /// Whose tokens they are.
    from_machine_id: String,
    /// Whom they are for.
    to_machine_id: String,
    created_at: i64,
}

impl MachineScope {
    /// What is shown of one.
    pub fn of(scope: machines::MachineScope) -> Self {
        let machines::MachineScope { from_machine_id, to_machine_id, created_at } = scope;
        Self { object: "machine_scope", from_machine_id, to_machine_id, created_at }
    }
}

/// That they are not for it any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeletedMachineScope {
    /// Always `machine_scope`.
    object: &'static str,
    /// Whose tokens they are.
    from_machine_id: String,
    /// Whom they were for.
    to_machine_id: String,
    /// Always true.
    deleted: bool,
}

impl DeletedMachineScope {
    /// From a machine to another.
    pub fn of(from_machine_id: String, to_machine_id: String) -> Self {
        Self { object: "machine_scope", from_machine_id, to_machine_id, deleted: true }
    }
}

/// What a machine proves itself with.
#[derive(Clone, Serialize, ToSchema)]
pub struct MachineSecretKey {
    /// Always `machine_secret_key`.
    object: &'static str,
    /// `msk_test_…` or `msk_live_…`. It is never shown again.
    secret: String,
}

impl MachineSecretKey {
    /// One that has just been made.
    pub fn of(secret: &Secret) -> Self {
        Self { object: "machine_secret_key", secret: secret.expose().to_owned() }
    }
}

/// A token with which a machine calls others.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = M2MToken)]
pub struct M2mToken {
    /// Always `machine_to_machine_token`.
    object: &'static str,
    /// `mt_…`, which is another text than the token itself.
    id: String,
    /// Whose it is: `mch_…`
    subject: String,
    /// The ids of the machines that it was made for.
    scopes: Vec<String>,
    /// What else it says.
    #[schema(value_type = Option<Object>)]
    claims: Option<Map<String, Value>>,
    /// `mt_…`, or a JWT, where it has just been made. It is never shown again.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    revoked: bool,
    revocation_reason: Option<String>,
    expired: bool,
    /// When it runs out.
    expiration: i64,
    created_at: i64,
    updated_at: i64,
}

/// A part of a machine's tokens, and how many there are in all.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = M2MTokens)]
pub struct M2mTokens {
    /// What is in the part.
    pub m2m_tokens: Vec<M2mToken>,
    /// How many there are in all.
    pub total_count: i64,
}

impl M2mToken {
    /// What is shown of one.
    pub fn of(token: m2m_tokens::M2mToken) -> Self {
        Self {
            object: "machine_to_machine_token",
            id: token.id,
            subject: token.machine_id,
            scopes: token.scopes,
            claims: Some(token.claims).filter(|claims| !claims.is_empty()),
            token: token.token.map(|token| token.expose().to_owned()),
            revoked: token.revoked,
            revocation_reason: token.revocation_reason,
            expired: token.expired,
            expiration: token.expires_at,
            created_at: token.created_at,
            updated_at: token.updated_at,
        }
    }
}
