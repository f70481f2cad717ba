use std::collections::BTreeSet;

use super::Organizations;
use super::access::check_enabled;
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::flows::Error;
use crate::server::flows::active_organization::{self, may_name};
use crate::server::settings::{ADMIN, MANAGE_MEMBERSHIPS, MEMBER, Role, VITAL};
use crate::server::store::organization_memberships::{self, MembershipRow};
use crate::server::store::{Transaction, account_rules};
use crate::server::vestibule::Inner;

impl Organizations<'_> {
    /// The roles that there are, and what they allow: the system's in front.
    ///
    /// # Errors
    /// `organization_not_enabled_in_instance`.
    pub fn roles(&self) -> Result<Vec<Role>, Error> {
        check_enabled(self.0)?;
        Ok(self.0.settings.organizations.all_roles())
    }

    /// The same, each with the name that people read.
    ///
    /// # Errors
    /// `organization_not_enabled_in_instance`.
    pub(crate) fn named_roles(&self) -> Result<Vec<(Role, String)>, Error> {
        Ok(self.roles()?.into_iter().map(|role| (role.clone(), name_of(&role))).collect())
    }

    /// The permissions that there are: the system's in front, those of the settings by their keys.
    ///
    /// # Errors
    /// `organization_not_enabled_in_instance`.
    pub fn permissions(&self) -> Result<Vec<String>, Error> {
        check_enabled(self.0)?;
        Ok(self.0.settings.organizations.all_permissions())
    }

    /// Whether a user may do something in an organization, which is named by its id or slug. Who does not belong to it may
    /// nothing, and nobody may anything in one that is not there.
    ///
    /// ```no_run
    /// # use vestibule::server::Vestibule;
    /// # async fn run(vestibule: Vestibule, user_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// if vestibule.organizations().may(user_id, "acme", "org:invoices:create").await? {
    ///     // …
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `organization_not_enabled_in_instance`, or when the database does not answer.
    pub async fn may(&self, user_id: &str, organization: &str, permission: &str) -> Result<bool, Error> {
        check_enabled(self.0)?;
        if !may_name(user_id) {
            return Ok(false);
        }
        let mut connection = self.0.store.read().await?;
        let Some(active) = active_organization::find(self.0, &mut connection, organization, user_id).await? else {
            return Ok(false);
        };
        let rules = account_rules::of_user(&mut connection, user_id).await?;
        Ok(rules.is_some_and(|rules| !rules.banned) && role_of(self.0, &active.role).may(permission))
    }
}

/// The role of a membership. One that the settings have no more allows nothing.
pub fn role_of(app: &Inner, key: &str) -> Role {
    let known = app.settings.organizations.role(key);
    known.unwrap_or_else(|| Role {
        key: key.to_owned(),
        name: None,
        description: String::new(),
        permissions: BTreeSet::new(),
    })
}

/// A role that is to be given to someone.
pub fn typed(app: &Inner, key: &str) -> Result<Role, ApiError> {
    let known = app.settings.organizations.role(key);
    known.ok_or_else(|| ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Role))
}

/// What a role is called: in English where the settings do not say it.
pub fn name_of(role: &Role) -> String {
    match (&role.name, role.key.as_str()) {
        (Some(name), _) => name.clone(),
        (None, ADMIN) => "Admin".into(),
        (None, MEMBER) => "Member".into(),
        (None, key) => key.trim_start_matches("org:").to_owned(),
    }
}

/// What whoever lets others in needs.
const MANAGING: &[&str] = &[MANAGE_MEMBERSHIPS];

/// Refuses to let go of the last one without whom an organization that the transaction holds could not be managed any more:
/// of those who may all that is vital to it, and of those who manage its members. `becoming` is the role that they get instead.
pub async fn keep_a_manager(
    app: &Inner,
    tx: &mut Transaction,
    leaving: &MembershipRow,
    becoming: Option<&Role>,
) -> Result<(), Error> {
    let had = role_of(app, &leaving.role);
    let may_all = |role: &Role, permissions: &[&str]| permissions.iter().all(|permission| role.may(permission));
    // Whoever may all of it manages members too: then nobody else has to be left who does.
    let Some(lost) = [VITAL, MANAGING].into_iter().find(|it| may_all(&had, it)) else { return Ok(()) };
    if becoming.is_some_and(|role| may_all(role, lost)) {
        return Ok(());
    }
    let able = app.settings.organizations.roles_that_may(lost);
    let (organization, user) = (&leaving.organization_id, &leaving.user_id);
    match organization_memberships::is_another_with_roles(tx, organization, user, &able).await? {
        false => Err(ApiError::new(ErrorCode::OrganizationMinimumPermissionsNeeded).into()),
        true => Ok(()),
    }
}
