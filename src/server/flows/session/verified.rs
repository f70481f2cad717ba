//! Session tokens that have been checked: what is known of them without asking the database.

use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use super::factor_ages;
use crate::model::{SessionClaims, SessionStatus};
use crate::server::crypto::session_token::{LIFETIME_SECONDS, TokenError};
use crate::server::crypto::{SECOND, Secret};
use crate::server::store::jwt_templates::JwtTemplateRow;
use crate::server::store::sessions::SessionRow;
use crate::server::vestibule::Inner;

/// How long one remembers that a session is over, in milliseconds: longer than any token of it lives.
const REVOCATION_MEMORY: i64 = 2 * LIFETIME_SECONDS * SECOND;

/// How long a session is given the same token, in seconds.
const FRESH_SECONDS: i64 = 10;

/// A session token that has been checked.
#[derive(Debug)]
pub struct Verified {
    /// What it says.
    pub claims: SessionClaims,
    /// When it was issued, Unix milliseconds: as far as that is known.
    issued_at: i64,
    /// When the key retires that it is signed with, Unix milliseconds: as far as that is known.
    key_until: i64,
    noted_at: AtomicI64,
}

impl Verified {
    /// Whether it is someone's who is signed in: a session that is pending is not yet one.
    pub fn is_signed_in(&self) -> bool {
        self.claims.sts == SessionStatus::Active.as_str()
    }

    /// What a token says of someone who acts in another organization than it was issued for, as read at a time.
    pub fn elsewhere(claims: SessionClaims, read_at: i64) -> Arc<Self> {
        Arc::new(Self { claims, issued_at: read_at, key_until: i64::MAX, noted_at: AtomicI64::new(read_at) })
    }
}

#[cfg(test)]
impl Verified {
    /// One that says this.
    pub fn saying(claims: SessionClaims) -> Self {
        Self { claims, issued_at: 0, key_until: i64::MAX, noted_at: AtomicI64::new(0) }
    }
}

/// Session tokens that have been checked, until they expire, and sessions that were revoked while tokens of theirs may
/// still be about.
#[derive(Debug, Default)]
pub struct VerifiedTokens {
    good: papaya::HashMap<Box<str>, Arc<Verified>, foldhash::fast::RandomState>,
    newest: papaya::HashMap<String, (Secret, Arc<Verified>), foldhash::fast::RandomState>,
    revoked: papaya::HashMap<String, i64, foldhash::fast::RandomState>,
    revocations: AtomicUsize,
    outdated: papaya::HashMap<String, i64, foldhash::fast::RandomState>,
    changes: AtomicUsize,
    elsewhere: papaya::HashMap<(String, String), Arc<Verified>, foldhash::fast::RandomState>,
    for_services: papaya::HashMap<(String, String), ForService, foldhash::fast::RandomState>,
}

/// A token for another service that was made a moment ago.
#[derive(Clone, Debug)]
struct ForService {
    token: Secret,
    /// What its session's own token said.
    session: Arc<Verified>,
    /// When its template had last changed.
    template_updated_at: i64,
}

impl VerifiedTokens {
    /// What a token says, if it was found good before or is good.
    pub fn check(&self, app: &Inner, token: &str, now: i64) -> Result<Arc<Verified>, TokenError> {
        let verified = match self.known(token, now) {
            Some(known) => known?,
            None => loop {
                let claims = app.keys.verify(token, &app.settings.base_url, now)?;
                let key_until = app.keys.verifies_until(token).ok_or(TokenError::Invalid)?;
                if let Some(verified) = self.remember_good(token, claims, key_until, || app.keys.verifies_until(token))
                {
                    break verified;
                }
            },
        };
        if self.is_revoked(&verified.claims.sid) {
            return Err(TokenError::Invalid);
        }
        if self.is_outdated(&verified) {
            return Err(TokenError::Expired);
        }
        if now - verified.noted_at.load(Ordering::Relaxed) > 10 * SECOND {
            verified.noted_at.store(now, Ordering::Relaxed);
            app.activity.note(&verified.claims.sid, now);
        }
        Ok(verified)
    }

    /// What a token says that was found good before, if it still is.
    fn known(&self, token: &str, now: i64) -> Option<Result<Arc<Verified>, TokenError>> {
        let verified = self.good.pin().get(token).cloned()?;
        Some(match verified.claims.exp <= now.div_euclid(SECOND) {
            true => Err(TokenError::Expired),
            false if verified.key_until <= now => Err(TokenError::Invalid),
            false => Ok(verified),
        })
    }

    /// Remembers a token that was found good, unless its key is not what it was by then: whoever replaces keys has forgotten all
    /// tokens after that, and this one would stay.
    fn remember_good(
        &self,
        token: &str,
        claims: SessionClaims,
        key_until: i64,
        verifies_until: impl FnOnce() -> Option<i64>,
    ) -> Option<Arc<Verified>> {
        let issued_at = claims.iat * SECOND;
        let verified = self.remember(token, claims, issued_at, key_until);
        if verifies_until() == Some(key_until) {
            return Some(verified);
        }
        self.good.pin().remove(token);
        None
    }

    /// Signs a token and remembers it, for the session's next one who asks too if it `is_whole`. If its key is gone by then it is
    /// signed anew: all that was signed with that one has been forgotten, and this would stay.
    pub(super) fn issue(
        &self,
        (claims, is_whole): (SessionClaims, bool),
        now: i64,
        sign: impl Fn(&SessionClaims) -> Result<String, TokenError>,
        is_known: impl Fn(&str) -> bool,
    ) -> Result<(Secret, Arc<Verified>), TokenError> {
        loop {
            let token = Secret::new(sign(&claims)?);
            // A key that signs does not retire within the minute, unless another one takes its place.
            let verified = self.remember(token.expose(), claims.clone(), now, i64::MAX);
            if is_whole {
                self.keep_newest(&claims.sid, &token, &verified);
            }
            if is_known(token.expose()) {
                return Ok((token, verified));
            }
            self.good.pin().remove(token.expose());
        }
    }

    fn remember(&self, token: &str, claims: SessionClaims, issued_at: i64, key_until: i64) -> Arc<Verified> {
        let verified = Arc::new(Verified { claims, issued_at, key_until, noted_at: AtomicI64::new(0) });
        self.good.pin().insert(token.into(), Arc::clone(&verified));
        verified
    }

    /// Gives a session's next one who asks the same token for a moment.
    fn keep_newest(&self, session_id: &str, token: &Secret, verified: &Arc<Verified>) {
        self.newest.pin().insert(session_id.to_owned(), (token.clone(), Arc::clone(verified)));
    }

    /// The token that a session was given a moment ago: twenty tabs that wake up together need one signature.
    pub(super) fn just_issued(&self, session: &SessionRow, now: i64) -> Option<(Secret, Arc<Verified>)> {
        let (token, verified) = self.newest.pin().get(&session.id)?.clone();
        let claims = &verified.claims;
        // Another node may have taken a proof since.
        let issued_at = claims.iat * SECOND;
        let is_right = [issued_at, issued_at + SECOND - 1].into_iter().any(|at| factor_ages(session, at) == claims.fva);
        let is_fresh = now.div_euclid(SECOND) - claims.iat < FRESH_SECONDS;
        let fits = claims.sts == session.status.as_str() && is_fresh && is_right && !self.is_outdated(&verified);
        let acts_in = claims.o.as_ref().map(|organization| &organization.id);
        let may_act = session.status == SessionStatus::Active;
        (fits && acts_in == session.active_organization_id.as_ref().filter(|_| may_act)).then_some((token, verified))
    }

    /// What was found of someone who acts in an organization that a page names, if that is still so.
    pub fn elsewhere(&self, claims: &SessionClaims, named: &str) -> Option<Arc<Verified>> {
        let known = self.elsewhere.pin().get(&(claims.sid.clone(), named.to_owned())).cloned()?;
        // What the token itself says has to be the same.
        let is_same = (known.claims.iat, known.claims.exp, &known.claims.sts, known.claims.fva)
            == (claims.iat, claims.exp, &claims.sts, claims.fva);
        (is_same && !self.is_outdated(&known)).then_some(known)
    }

    /// Remembers that until the token expires.
    pub fn remember_elsewhere(&self, named: &str, found: &Arc<Verified>) {
        self.elsewhere.pin().insert((found.claims.sid.clone(), named.to_owned()), Arc::clone(found));
    }

    /// The token that was made by a template for someone whose session token is still the same, if the template is too.
    pub fn made_for_service(&self, session: &Arc<Verified>, template: &JwtTemplateRow) -> Option<Secret> {
        let key = (session.claims.sid.clone(), template.id.clone());
        let known = self.for_services.pin().get(&key).cloned()?;
        let is_same = Arc::ptr_eq(&known.session, session) && known.template_updated_at == template.updated_at;
        is_same.then_some(known.token)
    }

    /// Remembers that for as long as the session is given the same token.
    pub fn remember_for_service(&self, session: &Arc<Verified>, template: &JwtTemplateRow, token: &Secret) {
        let (session, template_updated_at) = (Arc::clone(session), template.updated_at);
        let key = (session.claims.sid.clone(), template.id.clone());
        self.for_services.pin().insert(key, ForService { token: token.clone(), session, template_updated_at });
    }

    /// Whether a token says something that has changed since it was issued.
    fn is_outdated(&self, verified: &Verified) -> bool {
        if self.changes.load(Ordering::Acquire) == 0 {
            return false;
        }
        let outdated = self.outdated.pin();
        let changed = |id: &str| outdated.get(id).is_some_and(|at| verified.issued_at <= *at);
        changed(&verified.claims.sub)
            || verified.claims.o.as_ref().is_some_and(|organization| changed(&organization.id))
    }

    /// Refuses the tokens that a user has by now, or everyone who acts in an organization: what they may do there has changed,
    /// or what they are told of it. A browser gets a new one with the same request. `now` is after the change.
    pub fn outdate(&self, id: &str, now: i64) {
        if self.outdated.pin().insert(id.to_owned(), now).is_none() {
            self.changes.fetch_add(1, Ordering::AcqRel);
        }
    }

    fn is_revoked(&self, session_id: &str) -> bool {
        self.revocations.load(Ordering::Acquire) > 0 && self.revoked.pin().contains_key(session_id)
    }

    /// Refuses every token of a session from now on.
    pub fn revoke(&self, session_id: &str, now: i64) {
        if self.revoked.pin().insert(session_id.to_owned(), now).is_none() {
            self.revocations.fetch_add(1, Ordering::AcqRel);
        }
    }

    /// Forgets what has expired.
    pub fn forget_expired(&self, now: i64) {
        let seconds = now.div_euclid(SECOND);
        retain(&self.good, |verified| verified.claims.exp > seconds);
        retain(&self.elsewhere, |verified| verified.claims.exp > seconds);
        retain(&self.newest, |(_, verified)| seconds - verified.claims.iat < FRESH_SECONDS);
        retain(&self.for_services, |known| seconds - known.session.claims.iat < FRESH_SECONDS);
        let gone = retain(&self.revoked, |at| now - at < REVOCATION_MEMORY);
        self.revocations.fetch_sub(gone, Ordering::AcqRel);
        let gone = retain(&self.outdated, |at| now - at < REVOCATION_MEMORY);
        self.changes.fetch_sub(gone, Ordering::AcqRel);
    }

    /// Forgets which tokens were issued a moment ago: the next ones are signed with another key.
    pub fn forget_newest(&self) {
        self.newest.pin().clear();
        self.for_services.pin().clear();
    }

    /// Forgets every token that was found good: each is checked anew, and is good for the rest of its minute.
    pub fn forget_all(&self) {
        self.good.pin().clear();
        self.elsewhere.pin().clear();
        self.forget_newest();
    }
}

/// Keeps what is wanted and says how many went.
fn retain<K, V>(map: &papaya::HashMap<K, V, foldhash::fast::RandomState>, keep: impl Fn(&V) -> bool) -> usize
where
    K: Hash + Eq + Clone,
{
    let map = map.pin();
    let unwanted: Vec<K> = map.iter().filter(|(_, value)| !keep(value)).map(|(key, _)| key.clone()).collect();
    unwanted.iter().filter(|key| matches!(map.remove_if(*key, |_, value| !keep(value)), Ok(Some(_)))).count()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use serde_json::json;

    use super::*;
    use crate::server::crypto::MINUTE;

    fn claims() -> SessionClaims {
        let claims = json!({
            "iss": "http://localhost:3000", "sub": "user_1", "sid": "sess_1", "sts": "active", "iat": 1, "nbf": 1,
            "exp": 61, "fva": [0, -1], "v": 2,
        });
        serde_json::from_value(claims).expect("claims")
    }

    #[test]
    fn a_token_whose_key_goes_while_it_is_checked_is_not_remembered() {
        let tokens = VerifiedTokens::default();
        let replaced = || {
            tokens.forget_all();
            None
        };
        assert!(tokens.remember_good("of a key that goes", claims(), i64::MAX, replaced).is_none());
        assert!(tokens.remember_good("of one that is to retire", claims(), i64::MAX, || Some(MINUTE)).is_none());
        assert!(tokens.remember_good("of one that stays", claims(), i64::MAX, || Some(i64::MAX)).is_some());
        let is_known = |token| tokens.known(token, SECOND).is_some();
        assert!(!is_known("of a key that goes") && !is_known("of one that is to retire"));
        assert!(is_known("of one that stays"));
    }

    #[test]
    fn a_token_whose_key_goes_while_it_is_signed_is_signed_anew() {
        let (tokens, keys) = (VerifiedTokens::default(), Cell::new(0));
        let sign = |_: &SessionClaims| Ok(format!("by key {}", keys.get()));
        // The first key is taken while its token is remembered.
        let is_known = |token: &str| {
            if keys.get() == 0 {
                keys.set(1);
                tokens.forget_all();
            }
            token == "by key 1"
        };
        let (token, verified) = tokens.issue((claims(), true), SECOND, sign, is_known).expect("is signed");
        assert_eq!(token.expose(), "by key 1");
        assert!(tokens.known("by key 0", SECOND).is_none() && tokens.known("by key 1", SECOND).is_some());
        let newest = tokens.newest.pin();
        let (newest, known) = newest.get("sess_1").expect("is kept");
        assert!(newest.matches(&token) && Arc::ptr_eq(known, &verified));
    }

    #[test]
    fn a_token_is_good_for_as_long_as_its_key() {
        let (claims, tokens) = (claims(), VerifiedTokens::default());
        tokens.remember("of a key that retires", claims.clone(), SECOND, 30 * SECOND);
        tokens.remember("of one that does not", claims, SECOND, i64::MAX);
        let is_good = |token| tokens.known(token, 29_999).is_some_and(|known| known.is_ok());
        assert!(is_good("of a key that retires") && is_good("of one that does not") && !is_good("of nobody"));
        let after = |token, at| tokens.known(token, at).expect("is remembered");
        assert!(matches!(after("of a key that retires", 30 * SECOND), Err(TokenError::Invalid)));
        assert!(after("of one that does not", 30 * SECOND).is_ok());
        assert!(matches!(after("of one that does not", 61 * SECOND), Err(TokenError::Expired)));
    }
}
