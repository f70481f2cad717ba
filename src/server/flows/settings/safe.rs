//! What settings that go together may still do: lock everyone out.

use super::SettingChangeError;
use crate::server::settings::Settings;
use crate::server::store::{Connection, WaysIn, anyone_gets_in, organization_memberships};

/// Refuses settings with which nobody who has an account gets in any more, if somebody does now, and those in which a role is
/// missing that people have.
pub async fn check(
    connection: &mut Connection,
    old: &Settings,
    new: &Settings,
    now: i64,
) -> Result<(), SettingChangeError> {
    let may_be_locked_out = !gets_in(connection, new).await?;
    if may_be_locked_out && gets_in(connection, old).await? {
        return Err(SettingChangeError::LockedOut(
            "sign_in: nobody who has an account could sign in any more; leave on a way in that somebody has",
        ));
    }
    for role in old.organizations.all_roles() {
        if new.organizations.role(&role.key).is_none() {
            let people = organization_memberships::count_with_role(connection, &role.key, now).await?;
            if people > 0 {
                return Err(SettingChangeError::RoleInUse { role: role.key, people });
            }
        }
    }
    Ok(())
}

async fn gets_in(connection: &mut Connection, settings: &Settings) -> Result<bool, SettingChangeError> {
    let ways = settings.ways_in();
    let is_sent = settings.is_development();
    // What cannot be sent lets nobody in.
    let ways = WaysIn {
        mail: ways.mail && (is_sent || !settings.mail.smtp_url.expose().is_empty()),
        phone: ways.phone && (is_sent || settings.sms.is_set()),
        ..ways
    };
    let providers: Vec<String> = settings.providers().map(|(key, _)| key.to_owned()).collect();
    Ok(anyone_gets_in(connection, ways, &providers).await?)
}
