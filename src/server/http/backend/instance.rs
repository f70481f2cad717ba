//! What the instance is and what its settings say. They are changed here as far as `Leptos.toml` and the environment leave them
//! open.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::Body;
use crate::model::{EnrollmentMode, ErrorCode, Strategy};
use crate::server::flows;
use crate::server::resources::{Instance, InstanceRestrictions, OrganizationSettings};
use crate::server::vestibule::Vestibule;
use crate::server::{SettingChangeError, SettingPath};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(instance, update_instance))
        .routes(routes!(restrictions, update_restrictions))
        .routes(routes!(organization_settings, update_organization_settings))
}

impl From<SettingChangeError> for Failures {
    fn from(error: SettingChangeError) -> Self {
        let message = error.to_string();
        let of_rules = |code: &str| Failure::new(StatusCode::UNPROCESSABLE_ENTITY, code, message.clone()).into();
        let name = error.path().map(ToString::to_string);
        let of_setting =
            |code: ErrorCode| Failure::of(code, name.as_deref().unwrap_or_default(), message.clone()).into();
        match error {
            SettingChangeError::Fixed { .. } | SettingChangeError::NeedsRestart(_) | SettingChangeError::Table(_) => {
                of_setting(ErrorCode::FormParamFormatInvalid)
            }
            SettingChangeError::ChangedSince { .. } => of_setting(ErrorCode::DuplicateRecord),
            SettingChangeError::Refused(lines) => {
                let of_line = |line: String| {
                    let name = line.split(": ").next().unwrap_or_default().to_owned();
                    Failure::of(ErrorCode::FormParamFormatInvalid, &name, line)
                };
                Self::all(lines.into_iter().map(of_line).collect())
            }
            SettingChangeError::LockedOut(_) => of_rules("settings_lock_everyone_out"),
            SettingChangeError::RoleInUse { .. } => of_rules("organization_role_assigned_to_members"),
            SettingChangeError::NotFound => Failure::not_found().into(),
            SettingChangeError::Store(error) => flows::Error::from(error).into(),
        }
    }
}

/// Changes what is said, all or none, and gives a handle by which it holds.
pub(super) async fn change<'a>(
    app: &Vestibule,
    said: impl IntoIterator<Item = (&'a str, Option<Value>)>,
) -> Result<Vestibule, Failures> {
    let mut values: BTreeMap<SettingPath, Value> = BTreeMap::new();
    for (name, value) in said {
        if let Some(value) = value {
            let path = name.parse().map_err(|_| Failure::not_found())?;
            values.insert(path, value);
        }
    }
    app.runtime_settings().change(&values).await?;
    Ok(app.clone())
}

/// Get the instance
#[utoipa::path(
    get, path = "/instance", tag = "Instance", operation_id = "GetInstance",
    responses((status = 200, body = Instance), (status = "default", body = Failures))
)]
async fn instance(State(app): State<Vestibule>) -> Json<Instance> {
    Json(Instance::of(&app.key, &app.settings))
}

/// What the instance is to do; what is left out, or `null`, stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InstanceChange {
    /// Whether new passwords are looked up in a list of stolen ones.
    hibp: Option<bool>,
    /// Which way to sign in is offered first: `password`, or `otp` for a code by mail; empty for what is usual.
    #[schema(pattern = "^(password|otp)?$")]
    preferred_sign_in_strategy_when_password_required: Option<String>,
    /// Only `false`: there are no addresses and numbers for which every code is good.
    test_mode: Option<bool>,
    /// Only `false`: mails come from the address that the settings say, and from no other.
    enhanced_email_deliverability: Option<bool>,
    /// Only `false`: sessions are in cookies, in development too.
    url_based_session_syncing: Option<bool>,
    /// Only an empty one: no other origin signs people in.
    allowed_origins: Option<Vec<String>>,
}

/// Which of the settings a word of Clerk's means.
fn preferred(word: &str) -> Result<Value, Failures> {
    match word {
        "" => Ok(Value::Null),
        "password" => Ok(Strategy::Password.as_str().into()),
        "otp" => Ok(Strategy::EmailCode.as_str().into()),
        _ => {
            let name = "preferred_sign_in_strategy_when_password_required";
            let message = format!("{name} must be password, otp or empty.");
            Err(Failure::of(ErrorCode::FormParamFormatInvalid, name, message).into())
        }
    }
}

/// Update the instance
///
/// At once, and within seconds on other nodes. What `Leptos.toml` or the environment says cannot be changed here.
#[utoipa::path(
    patch, path = "/instance", tag = "Instance", operation_id = "UpdateInstance", request_body = Option<InstanceChange>,
    responses((status = 200, body = Instance), (status = "default", body = Failures))
)]
async fn update_instance(
    State(app): State<Vestibule>,
    Body(wanted): Body<InstanceChange>,
) -> Result<Json<Instance>, Failures> {
    for (name, is_otherwise, why) in [
        ("test_mode", wanted.test_mode == Some(true), "no code is good for everyone"),
        (
            "enhanced_email_deliverability",
            wanted.enhanced_email_deliverability == Some(true),
            "mails come from the address that the settings say",
        ),
        (
            "url_based_session_syncing",
            wanted.url_based_session_syncing == Some(true),
            "sessions are in cookies, in development too",
        ),
        (
            "allowed_origins",
            wanted.allowed_origins.is_some_and(|origins| !origins.is_empty()),
            "no other origin signs people in",
        ),
    ] {
        if is_otherwise {
            let message = format!("{name} stays as it is: {why}.");
            return Err(Failure::of(ErrorCode::FormParamFormatInvalid, name, message).into());
        }
    }
    let preferred = wanted.preferred_sign_in_strategy_when_password_required.as_deref().map(preferred).transpose()?;
    let said = [("password.breach_check", wanted.hibp.map(Value::from)), ("sign_in.preferred", preferred)];
    let app = change(&app, said).await?;
    Ok(Json(Instance::of(&app.key, &app.settings)))
}

/// Get what keeps people from signing up
///
/// As the settings say it, and the allow-list and the block-list. Who stands there is listed by `/allowlist_identifiers` and
/// `/blocklist_identifiers`.
#[utoipa::path(
    get, path = "/instance/restrictions", tag = "Instance", operation_id = "GetInstanceRestrictions",
    responses((status = 200, body = InstanceRestrictions), (status = "default", body = Failures))
)]
async fn restrictions(State(app): State<Vestibule>) -> Json<InstanceRestrictions> {
    Json(InstanceRestrictions::of(&app.settings, &app.lists.now()))
}

/// What is to keep people from signing up; what is left out, or `null`, stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RestrictionsChange {
    /// The list holds for as long as somebody stands on it: only what is so already can be said here.
    allowlist: Option<bool>,
    /// Likewise.
    blocklist: Option<bool>,
    /// Whether addresses with a `+` in front of the `@` are refused.
    block_email_subaddresses: Option<bool>,
    /// Whether addresses at services whose boxes are thrown away are refused.
    block_disposable_email_domains: Option<bool>,
    /// Only `false`: a dot counts as it does anywhere.
    ignore_dots_for_gmail_addresses: Option<bool>,
}

/// Update what keeps people from signing up
///
/// At once, and within seconds on other nodes. What `Leptos.toml` or the environment says cannot be changed here. Who stands on
/// the allow-list and the block-list is changed by `/allowlist_identifiers` and `/blocklist_identifiers`.
#[utoipa::path(
    patch, path = "/instance/restrictions", tag = "Instance", operation_id = "UpdateInstanceRestrictions",
    request_body = Option<RestrictionsChange>,
    responses((status = 200, body = InstanceRestrictions), (status = "default", body = Failures))
)]
async fn update_restrictions(
    State(app): State<Vestibule>,
    Body(wanted): Body<RestrictionsChange>,
) -> Result<Json<InstanceRestrictions>, Failures> {
    let now = InstanceRestrictions::of(&app.settings, &app.lists.now());
    for (name, wanted, is) in [
        ("allowlist", wanted.allowlist, now.allowlist),
        ("blocklist", wanted.blocklist, now.blocklist),
        ("ignore_dots_for_gmail_addresses", wanted.ignore_dots_for_gmail_addresses, false),
    ] {
        if wanted.is_some_and(|wanted| wanted != is) {
            let message = format!("{name} is {is}: it follows from who stands on the lists.");
            return Err(Failure::of(ErrorCode::FormParamFormatInvalid, name, message).into());
        }
    }
    let said = [
        ("sign_up.block_subaddresses", wanted.block_email_subaddresses.map(Value::from)),
        ("sign_up.block_disposable", wanted.block_disposable_email_domains.map(Value::from)),
    ];
    let app = change(&app, said).await?;
    Ok(Json(InstanceRestrictions::of(&app.settings, &app.lists.now())))
}

/// Get the settings of organizations
#[utoipa::path(
    get, path = "/instance/organization_settings", tag = "Instance", operation_id = "GetInstanceOrganizationSettings",
    responses((status = 200, body = OrganizationSettings), (status = "default", body = Failures))
)]
async fn organization_settings(State(app): State<Vestibule>) -> Json<OrganizationSettings> {
    Json(OrganizationSettings::of(&app.settings))
}

/// What organizations are to do and be; what is left out, or `null`, stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganizationSettingsChange {
    enabled: Option<bool>,
    /// 0 for no limit.
    #[schema(minimum = 0, maximum = 1000000000)]
    max_allowed_memberships: Option<i64>,
    /// Whether those whose role allows it may delete them.
    admin_delete_enabled: Option<bool>,
    domains_enabled: Option<bool>,
    slug_disabled: Option<bool>,
    /// Of which ways in an organization chooses one for each of its domains: `manual_invitation`, which is always among them,
    /// `automatic_invitation` and `automatic_suggestion`.
    domains_enrollment_modes: Option<Vec<String>>,
    /// The key of the role of whoever makes one.
    creator_role_id: Option<String>,
    /// The key of the role of whoever comes in by a domain.
    domains_default_role_id: Option<String>,
}

/// Update the settings of organizations
///
/// At once, and within seconds on other nodes. What `Leptos.toml` or the environment says cannot be changed here.
#[utoipa::path(
    patch, path = "/instance/organization_settings", tag = "Instance",
    operation_id = "UpdateInstanceOrganizationSettings", request_body = Option<OrganizationSettingsChange>,
    responses((status = 200, body = OrganizationSettings), (status = "default", body = Failures))
)]
async fn update_organization_settings(
    State(app): State<Vestibule>,
    Body(wanted): Body<OrganizationSettingsChange>,
) -> Result<Json<OrganizationSettings>, Failures> {
    let said = [
        ("organizations.enabled", wanted.enabled.map(Value::from)),
        ("organizations.max_members", wanted.max_allowed_memberships.map(Value::from)),
        ("organizations.admin_delete", wanted.admin_delete_enabled.map(Value::from)),
        ("organizations.domains.enabled", wanted.domains_enabled.map(Value::from)),
        ("organizations.slugs", wanted.slug_disabled.map(|disabled| Value::from(!disabled))),
        ("organizations.domains.enrollment_modes", wanted.domains_enrollment_modes.map(modes).transpose()?),
        ("organizations.creator_role", wanted.creator_role_id.map(Value::from)),
        ("organizations.domains.default_role", wanted.domains_default_role_id.map(Value::from)),
    ];
    let app = change(&app, said).await?;
    Ok(Json(OrganizationSettings::of(&app.settings)))
}

fn modes(words: Vec<String>) -> Result<Value, Failures> {
    let all = EnrollmentMode::ALL.map(EnrollmentMode::as_str);
    if let Some(other) = words.iter().find(|word| !all.contains(&word.as_str())) {
        let message = format!("domains_enrollment_modes: `{other}` is none of {}.", all.join(", "));
        return Err(Failure::of(ErrorCode::FormParamFormatInvalid, "domains_enrollment_modes", message).into());
    }
    // Members may always let in whom they like.
    let manual = EnrollmentMode::ManualInvitation.as_str();
    let chosen = all.into_iter().filter(|mode| *mode == manual || words.iter().any(|word| word == mode));
    Ok(chosen.collect::<Vec<_>>().into())
}
