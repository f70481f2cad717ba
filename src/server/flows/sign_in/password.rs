use super::{Admitted, At, Entrant, admit, hold, no_attempt, read_identifier};
use crate::model::{ApiError, ErrorCode, Field, SignInStatus, Strategy};
use crate::server::crypto::Secret;
use crate::server::crypto::password_hash::{Place, Verdict};
use crate::server::events::AuditAction;
use crate::server::factors::password;
use crate::server::flows::client::Claimed;
use crate::server::flows::failed_proofs::Failure;
use crate::server::flows::{Error, Outcome, Visitor, limits};
use crate::server::store::Transaction;
use crate::server::store::clients::ClientRow;
use crate::server::store::identifiers::{self, Credentials};
use crate::server::store::limits::clear;
use crate::server::store::sign_ins::SignInRow;
use crate::server::store::users;
use crate::server::vestibule::Inner;

/// Tries the password of the sign-in that is under way.
pub async fn attempt(
    app: &Inner,
    visitor: &Visitor,
    known: &ClientRow,
    sign_in: &SignInRow,
    secret: &Secret,
) -> Result<Outcome, Error> {
    if secret.expose().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Password).into());
    }
    let typed = sign_in.identifier.as_deref().unwrap_or_default();
    let proven = Candidate::new(app, secret)?.prove(app, Some(known), typed).await?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let step = SignInStatus::NeedsFirstFactor;
    let person = Some(proven.user_id());
    let (browser, now_under_way) = hold(app, &mut tx, visitor, known, person, step, now).await?;
    // Another tab may have begun a sign-in of someone else meanwhile.
    if now_under_way.id != sign_in.id {
        return Err(no_attempt());
    }
    let admitted = proven.sign_in(app, &mut tx, &browser, At::UnderWay(&now_under_way), visitor, now).await?;
    admitted.finish(app, tx).await
}

/// A password that can be compared.
pub struct Candidate {
    /// Taken before the try is counted: what nobody can compare does not count.
    place: Place,
    /// As typed: what another system hashed is not always what ours is a hash of.
    typed: Secret,
}

impl Candidate {
    /// Refused where passwords are switched off.
    pub fn new(app: &Inner, secret: &Secret) -> Result<Self, Error> {
        super::offered(app, Some(Strategy::Password))?;
        // Only to refuse what is too long.
        password::normalize(secret, Field::Password)?;
        Ok(Self { typed: secret.clone(), place: app.hasher.reserve()? })
    }

    /// Counts a try at whoever goes by what was typed, and compares.
    pub async fn prove(self, app: &Inner, browser: Option<&ClientRow>, typed: &str) -> Result<Proven, Error> {
        let (who, limit) = count_try(app, browser, typed).await?;
        let stored = who.as_ref().and_then(|who| who.password_digest.as_deref());
        let verdict = app.hasher.verify_at(self.place, self.typed.clone(), stored).await?;
        match (verdict, who) {
            (Verdict::Match { outdated }, Some(who)) => {
                // The password is right, whether or not there is room for another hash now.
                let upgraded = if outdated { app.hasher.hash(self.typed).await.ok() } else { None };
                Ok(Proven { who, upgraded, limit })
            }
            (_, who) => {
                let whose = who.as_ref().map(|who| who.user_id.as_str());
                Failure::of(AuditAction::SignInFailed, whose, Strategy::Password).note(app).await?;
                Err(ApiError::of(ErrorCode::FormPasswordOrIdentifierIncorrect, Field::Password).into())
            }
        }
    }
}

/// Whose password it would have to be, and under which key the try was counted.
async fn count_try(
    app: &Inner,
    browser: Option<&ClientRow>,
    typed: &str,
) -> Result<(Option<Credentials>, String), Error> {
    let typed = read_identifier(app, typed);
    let mut connection = app.store.write_one().await?;
    let client_id = browser.map(|browser| browser.id.as_str());
    let who = identifiers::credentials(&mut connection, typed.kind, &typed.identifier.normalized, client_id).await?;
    let familiar = who.as_ref().is_some_and(|who| who.familiar);
    // An account is one, by whichever of its identifiers it is called.
    let whom = who.as_ref().map_or(typed.identifier.normalized.as_str(), |who| who.user_id.as_str());
    let limit = limits::key_of_person(app, "password", whom, browser.filter(|_| familiar));
    let now = app.clock.now();
    let taken = limits::take_or_refuse(&mut connection, &limit, limits::PASSWORD, ErrorCode::UserLocked, now).await?;
    if let Err(refusal) = taken {
        drop(connection);
        let whose = who.as_ref().map(|who| who.user_id.as_str());
        Failure::locked_out(whose, Strategy::Password, limit, &refusal).note(app).await?;
        return Err(refusal.into());
    }
    Ok((who, limit))
}

/// Someone who gave the password of their account.
pub struct Proven {
    who: Credentials,
    /// The hash of the same password, by us and at the cost that is asked for today.
    upgraded: Option<String>,
    limit: String,
}

impl Proven {
    /// Whose password it was.
    pub fn user_id(&self) -> &str {
        &self.who.user_id
    }

    /// Lets them in, on a browser that the transaction holds, unless another proof is asked of them.
    pub async fn sign_in(
        &self,
        app: &Inner,
        tx: &mut Transaction,
        browser: &Claimed,
        at: At<'_>,
        visitor: &Visitor,
        now: i64,
    ) -> Result<Admitted, Error> {
        let digest = self.who.password_digest.as_deref();
        // The password may have been changed since it was compared.
        let user_id = self.who.user_id.as_str();
        let given = users::gave_password(tx, user_id, digest, self.upgraded.as_deref(), now).await?;
        let proven =
            given.ok_or_else(|| ApiError::of(ErrorCode::FormPasswordOrIdentifierIncorrect, Field::Password))?;
        let entrant = Entrant { user_id, proven, by: Strategy::Password.as_str() };
        let admitted = admit(app, tx, visitor, browser, at, entrant, now).await?;
        clear(tx, &self.limit).await?;
        Ok(admitted)
    }
}
