//! What whoever listens is told of roles and permissions, which are settings: in the shapes in which the REST API has them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::server::events::{self, EventType};
use crate::server::flows::organizations::role_name;
use crate::server::resources::{OrganizationPermission, OrganizationRole};
use crate::server::settings::OrganizationSettings;
use crate::server::store::{Connection, StoreError};

/// Tells which of them came, changed and went. What the settings do to those of the system is among it.
pub async fn tell(
    connection: &mut Connection,
    before: &OrganizationSettings,
    after: &OrganizationSettings,
    now: i64,
) -> Result<(), StoreError> {
    if before.roles == after.roles && before.permissions == after.permissions {
        return Ok(());
    }
    let kinds = [EventType::PermissionCreated, EventType::PermissionUpdated, EventType::PermissionDeleted];
    tell_of(connection, kinds, &permissions(before), &permissions(after), now).await?;
    let kinds = [EventType::RoleCreated, EventType::RoleUpdated, EventType::RoleDeleted];
    tell_of(connection, kinds, &roles(before), &roles(after), now).await
}

fn permissions(settings: &OrganizationSettings) -> BTreeMap<String, OrganizationPermission> {
    let all = settings.all_permissions().into_iter();
    all.map(|key| (key.clone(), OrganizationPermission::of(key, settings))).collect()
}

fn roles(settings: &OrganizationSettings) -> BTreeMap<String, OrganizationRole> {
    let all = settings.all_roles().into_iter();
    all.map(|role| {
        let name = role_name(&role);
        (role.key.clone(), OrganizationRole::of(role, name, settings))
    })
    .collect()
}

async fn tell_of<T: PartialEq + Serialize>(
    connection: &mut Connection,
    [created, updated, deleted]: [EventType; 3],
    before: &BTreeMap<String, T>,
    after: &BTreeMap<String, T>,
    now: i64,
) -> Result<(), StoreError> {
    for (key, one) in after {
        let kind = match before.get(key) {
            Some(same) if same == one => continue,
            Some(_) => updated,
            None => created,
        };
        events::tell(connection, kind, key, one, now).await?;
    }
    let gone: Vec<(&String, &T)> = before.iter().filter(|(key, _)| !after.contains_key(*key)).collect();
    for (key, one) in gone {
        events::tell(connection, deleted, key, one, now).await?;
    }
    Ok(())
}
