//! What a start would find, without anything being changed or made.

use super::{StartError, Vestibule};
use crate::locale::words::Catalog;
use crate::server::crypto::Clock;
use crate::server::factors::oauth::Oauth;
use crate::server::factors::passkey::Passkeys;
use crate::server::settings::Settings;
use crate::server::store::{Schema, schema, signing_keys};

/// What a start would find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// How far the schema of the database has come. `None`: the file is not there yet, and a start makes it.
    pub schema: Option<Schema>,
    /// How many keys that sign session tokens there are, all of which the instance's key opens.
    pub signing_keys: usize,
}

impl Vestibule {
    /// Looks at what a start would find: nothing is changed, and nothing is made.
    ///
    /// # Errors
    /// What a start would refuse, besides what [`Settings::check`] tells.
    pub async fn look(settings: &Settings) -> Result<Found, StartError> {
        Oauth::new(settings).map_err(StartError::Oauth)?;
        Passkeys::new(settings).map_err(StartError::Passkeys)?;
        Catalog::with(&settings.words).map_err(StartError::Words)?;
        let Some(mut connection) = schema::open(&settings.database_url).await? else {
            return Ok(Found { schema: None, signing_keys: 0 });
        };
        let schema = schema::look(&mut connection, &settings.database_url).await?;
        if schema.version.is_none() {
            return Ok(Found { schema: Some(schema), signing_keys: 0 });
        }
        let rows = signing_keys::live(&mut connection, Clock::default().now()).await?;
        // Where there is none, the one that would be made opens nothing that is there.
        let key = settings.held_key();
        let is_ours = |sealed: &str| key.as_ref().is_some_and(|key| key.open("signing_key", sealed).is_some());
        if let Some(foreign) = rows.iter().find(|row| !is_ours(&row.sealed_private_key)) {
            return Err(StartError::ForeignKey(foreign.kid.clone()));
        }
        Ok(Found { schema: Some(schema), signing_keys: rows.len() })
    }
}
