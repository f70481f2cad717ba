//! The account of whoever is signed in: what it is called, what it goes by, its password, where it is signed in, its end.
//!
//! ```text
//! Change::begin ──▶ holds the browser and its session ──▶ limits, codes ──▶ person() holds the user ──▶ finish
//! ```
//!
//! Everything that changes an account goes through `Change`: it acts for the user of the session that the browser acts
//! in, and for nobody else, whichever ids were sent along.

mod contact;
mod delete;
mod devices;
mod password;
mod profile;
pub(super) mod profile_image;

pub use contact::{Contact, attempt_verification, create, prepare_verification, remove, set_primary};
pub(super) use contact::{release, withdraw};
pub use delete::delete;
pub use devices::{get_sessions, revoke, revoke_others};
pub use password::{remove_password, update_password};
pub use profile::{update, update_username};
pub use profile_image::{
    admit, begin_upload, check_uploader, clear_away, keep, remove_profile_image, set_profile_image, try_to_clear_away,
};

use super::reverification::{self, Action};
use super::{Error, Issued, Outcome, Visitor, acting, client, commit_with_mail, owner};
use crate::model::{ApiError, ErrorCode, User};
use crate::server::delivery::Letter;
use crate::server::events::AuditEntry;
use crate::server::store::Transaction;
use crate::server::store::clients::ClientRow;
use crate::server::store::sessions::SessionRow;
use crate::server::vestibule::Inner;

fn refusal(code: ErrorCode) -> Error {
    ApiError::new(code).into()
}

/// Something about an account that changes, in one transaction.
struct Change {
    tx: Transaction,
    browser: ClientRow,
    session: SessionRow,
    now: i64,
}

impl Change {
    /// Holds the browser that is asking, in which someone has to be signed in who has proven lately enough who they are.
    async fn begin(app: &Inner, visitor: &Visitor, action: Action) -> Result<Self, Error> {
        let (known, _) = acting::find(app, visitor).await?;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let (browser, session) = acting::hold_session(app, &mut tx, visitor, &known, now).await?;
        reverification::require(app, &mut tx, &session, action, now).await?;
        Ok(Self { tx, browser, session, now })
    }

    fn user_id(&self) -> &str {
        &self.session.user_id
    }

    /// Holds the person for the rest of the transaction, and gives them as they are before anything changes. Limits and
    /// codes are asked before: others hold those first, too.
    async fn person(&mut self, app: &Inner) -> Result<User, Error> {
        acting::hold_user(app, &mut self.tx, &self.browser, &self.session, self.now).await
    }

    /// Tells the owner by mail, where they were reached before: it may not have been them.
    async fn tell(&mut self, app: &Inner, before: &User, letter: impl FnOnce(&str) -> Letter) -> Result<(), Error> {
        owner::notify(app, &mut self.tx, before, letter, self.now).await
    }

    /// Tells whoever listens and the audit log, and ends the transaction well.
    async fn finish(mut self, app: &Inner, issued: Issued, entry: AuditEntry) -> Result<Outcome, Error> {
        owner::changed(app, &mut self.tx, &self.session.user_id, entry, self.now).await?;
        let outcome = client::outcome(app, &mut self.tx, &self.browser, issued).await?;
        commit_with_mail(app, self.tx).await?;
        Ok(outcome)
    }
}
