use super::code::{Whose, finish, typed, whose};
use super::{find, hold};
use crate::model::{ApiError, ErrorCode, SignInStatus, Strategy};
use crate::server::crypto::Token;
use crate::server::events::AuditAction;
use crate::server::factors::link;
use crate::server::flows::failed_proofs::Failure;
use crate::server::flows::{Error, Outcome, Visitor, commit, sign_up};
use crate::server::store::clients::ClientRow;
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::verifications::Purpose;
use crate::server::vestibule::Inner;

const STEP: SignInStatus = SignInStatus::NeedsFirstFactor;

/// Opens a link in the browser that asked for it, which is signed in by that.
pub async fn follow(app: &Inner, visitor: &Visitor, token: &Token) -> Result<Outcome, Error> {
    let (known, _) = find(app, visitor, STEP).await?;
    attempt(app, visitor, &known, Some(token)).await
}

/// Signs in a browser whose link has been opened, wherever that was; `token` opens it now.
pub async fn attempt(
    app: &Inner,
    visitor: &Visitor,
    known: &ClientRow,
    token: Option<&Token>,
) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let (browser, sign_in) = hold(app, &mut tx, visitor, known, None, STEP, now).await?;
    let Some(verification_id) = sign_in.verification_id.as_deref() else {
        return Err(ApiError::new(ErrorCode::VerificationMissing).into());
    };
    let read = typed(app, &sign_in);
    let by = IdentifierKind::EmailAddress;
    let who = identifiers::reachable(&mut tx, by, read.kind, &read.identifier.normalized, None).await?;
    let opened = link::attempt(&mut tx, verification_id, Purpose::SignIn, &sign_in.id, token, now).await?;
    let row = match opened {
        Ok(row) => row,
        Err(refusal) => {
            // Whoever asks whether it has been opened gives nothing.
            if token.is_some() {
                let user_id = who.as_ref().map(|who| who.user_id.as_str());
                let failure = Failure::of(AuditAction::SignInFailed, user_id, Strategy::EmailLink);
                failure.within(app, &mut tx, now).await?;
            }
            commit(tx).await?;
            return Err(refusal.into());
        }
    };
    match whose(app, Strategy::EmailLink, who, &read, &row.address) {
        Some(Whose::Of(who)) => finish(app, tx, visitor, &browser, &sign_in, &who, now).await,
        Some(Whose::Nobodys) => {
            sign_up::begin_proven(app, tx, visitor, browser, &read.identifier, verification_id, now).await
        }
        None => Err(ApiError::new(ErrorCode::VerificationExpired).into()),
    }
}
