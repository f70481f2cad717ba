//! What a start would find, without anything being changed or made.

use super::in_force::{stored, with_way_out};
use super::{StartError, Vestibule};
use crate::locale::words::Catalog;
use crate::server::crypto::Clock;
use crate::server::factors::oauth::Oauth;
use crate::server::factors::passkey::Passkeys;
use crate::server::settings::{Settings, Severity, Stored, Warning};
use crate::server::store::{Connection, Schema, schema, settings as changed, signing_keys};

/// What a start would find.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How far the schema of the database has come. `None`: the file is not there yet, and a start makes it.
    pub schema: Option<Schema>,
    /// How many keys that sign session tokens there are, all of which the instance's key opens.
    pub signing_keys: usize,
    /// What an operator should know of what was changed of the settings while a server ran, besides what [`Settings::warnings`]
    /// tells of those that are given.
    pub warnings: Vec<Warning>,
}

impl Vestibule {
    /// Looks at what a start would find: nothing is changed, and nothing is made.
    ///
    /// # Errors
    /// What a start would refuse, besides what [`Settings::check`] tells.
    pub async fn look(settings: &Settings) -> Result<Found, StartError> {
        could_be_made(settings)?;
        let Some(mut connection) = schema::open(&settings.database_url).await? else {
            return Ok(Found::default());
        };
        let schema = schema::look(&mut connection, &settings.database_url).await?;
        if schema.version.is_none() {
            return Ok(Found { schema: Some(schema), ..Found::default() });
        }
        let rows = signing_keys::live(&mut connection, Clock::default().now()).await?;
        // Where there is none, the one that would be made opens nothing that is there.
        let key = settings.held_key();
        let is_ours = |sealed: &str| key.as_ref().is_some_and(|key| key.open("signing_key", sealed).is_some());
        if let Some(foreign) = rows.iter().find(|row| !is_ours(&row.sealed_private_key)) {
            return Err(StartError::ForeignKey(foreign.kid.clone()));
        }
        // Of an older schema it is not known where they are.
        let warnings = match schema.missing {
            0 => warnings_of_changed(settings, &mut connection).await?,
            _ => Vec::new(),
        };
        Ok(Found { schema: Some(schema), signing_keys: rows.len(), warnings })
    }
}

/// Refuses settings of which not all can be made that a start makes.
fn could_be_made(settings: &Settings) -> Result<(), StartError> {
    Oauth::new(settings).map_err(StartError::Oauth)?;
    Passkeys::new(settings).map_err(StartError::Passkeys)?;
    Catalog::with(&settings.words).map_err(StartError::Words)?;
    Ok(())
}

/// What is to be told of the settings with what the database says of them, and not without it.
async fn warnings_of_changed(settings: &Settings, connection: &mut Connection) -> Result<Vec<Warning>, StartError> {
    let rows = changed::all(connection).await?;
    // What is wrong without it is told without it.
    let may_be_told = !rows.is_empty() && settings.checked_as_said().is_ok();
    let Some(key) = settings.held_key().filter(|_| may_be_told) else { return Ok(Vec::new()) };
    let said: Stored = stored(&key, &rows)?;
    let over = || -> Result<Vec<Warning>, StartError> {
        let together = settings.over(&said, &settings.fixed())?;
        let mut warnings = together.checked_as_said()?;
        could_be_made(&together)?;
        // A start goes on without these.
        let lacking = together.problems_on_this_machine().into_iter();
        warnings.extend(lacking.map(|text| Warning { severity: Severity::Unsafe, text }));
        Ok(warnings)
    };
    let warnings = over().map_err(with_way_out)?;
    let known = settings.warnings();
    Ok(warnings.into_iter().filter(|new| known.iter().all(|known| known.text != new.text)).collect())
}
