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

pub use contact::{Contact, attempt_verification, create, prepare_verification, remove, set_primary};
pub use delete::delete;
pub use devices::{get_sessions, revoke, revoke_others};
pub use password::update_password;
pub use profile::{update, update_username};

use super::oauth::{acting, acting_session, changed, hold_signed_in};
use super::{Error, Issued, Outcome, Visitor, client, commit_with_mail};
use crate::model::{ApiError, ErrorCode, User};
use crate::server::delivery::{self, Letter};
use crate::server::store::clients::ClientRow;
use crate::server::store::sessions::SessionRow;
use crate::server::store::{Transaction, users};
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
    /// Holds the browser that is asking, in which someone has to be signed in.
    async fn begin(app: &Inner, visitor: &Visitor) -> Result<Self, Error> {
        let (known, _) = acting(app, client::find(app, visitor).await?.as_ref()).await?;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let browser = hold_signed_in(&mut tx, visitor, &known, now).await?;
        let session = acting_session(app, &mut tx, &browser).await?;
        Ok(Self { tx, browser, session, now })
    }

    fn user_id(&self) -> &str {
        &self.session.user_id
    }

    /// Holds the person for the rest of the transaction, and gives them as they are before anything changes. Limits and
    /// codes are asked before: others hold those first, too.
    async fn person(&mut self) -> Result<User, Error> {
        let gone = || refusal(ErrorCode::AuthenticationInvalid);
        if !users::hold(&mut self.tx, &self.session.user_id, self.now).await? {
            return Err(gone());
        }
        users::by_id(&mut self.tx, &self.session.user_id).await?.ok_or_else(gone)
    }

    /// Tells the owner by mail, where they were reached before: it may not have been them.
    async fn tell(
        &mut self,
        app: &Inner,
        before: &User,
        letter: impl FnOnce(&str, &str) -> Letter,
    ) -> Result<(), Error> {
        if let Some(address) = before.primary_email_address() {
            let sign_in = format!("{}{}", app.settings.base_url, app.settings.paths.sign_in);
            let mail = letter(&app.settings.app_name, &sign_in);
            delivery::send(app, &mut self.tx, address, &mail, self.now + delivery::KEPT, self.now).await?;
        }
        Ok(())
    }

    /// Tells whoever listens, and ends the transaction well.
    async fn finish(mut self, app: &Inner, issued: Issued) -> Result<Outcome, Error> {
        changed(&mut self.tx, &self.session.user_id, self.now).await?;
        let outcome = client::outcome(app, &mut self.tx, &self.browser, issued).await?;
        commit_with_mail(app, self.tx).await?;
        Ok(outcome)
    }
}
