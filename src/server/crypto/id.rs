use std::sync::atomic::{AtomicU32, Ordering};

use svix_ksuid::Ksuid;

/// What an id begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Prefix {
    User,
    Session,
    Client,
    SignIn,
    SignUp,
    Identifier,
    ExternalAccount,
    Passkey,
    Verification,
    Message,
    Event,
    Invitation,
    SignInToken,
    ActorToken,
    WaitlistEntry,
    SessionVerification,
    Image,
    Organization,
    OrganizationMembership,
    OrganizationInvitation,
    OrganizationDomain,
    OrganizationMembershipRequest,
    SecretKey,
    JwtTemplate,
    WebhookEndpoint,
    WebhookAttempt,
    Export,
    AuditEntry,
    AllowlistIdentifier,
    BlocklistIdentifier,
    RedirectUrl,
    ApiKey,
    Machine,
    M2mToken,
    OperatorLink,
    UserImport,
}

impl Prefix {
    const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user_",
            Self::Session => "sess_",
            Self::Client => "client_",
            Self::SignIn => "sia_",
            Self::SignUp => "sua_",
            Self::Identifier => "idn_",
            Self::ExternalAccount => "eac_",
            Self::Passkey => "passkey_",
            Self::Verification => "ver_",
            Self::Message => "msg_",
            Self::Event => "evt_",
            Self::Invitation => "inv_",
            Self::SignInToken => "sit_",
            Self::ActorToken => "act_",
            Self::WaitlistEntry => "wle_",
            Self::SessionVerification => "sver_",
            Self::Image => "img_",
            Self::Organization => "org_",
            Self::OrganizationMembership => "orgmem_",
            Self::OrganizationInvitation => "orginv_",
            Self::OrganizationDomain => "orgdmn_",
            Self::OrganizationMembershipRequest => "orgmemreq_",
            Self::SecretKey => "skey_",
            Self::JwtTemplate => "jtmp_",
            Self::WebhookEndpoint => "ep_",
            Self::WebhookAttempt => "atmpt_",
            Self::Export => "exp_",
            Self::AuditEntry => "aud_",
            Self::AllowlistIdentifier => "alid_",
            Self::BlocklistIdentifier => "blid_",
            Self::RedirectUrl => "ru_",
            Self::ApiKey => "ak_",
            Self::Machine => "mch_",
            Self::M2mToken => "mt_",
            Self::OperatorLink => "oln_",
            Self::UserImport => "uimp_",
        }
    }
}

/// A new id: a prefix and a KSUID, which sorts by the second in which it was made.
pub fn new_id(prefix: Prefix, now: i64) -> String {
    let mut payload = [0u8; 16];
    rand::fill(&mut payload);
    // A KSUID counts seconds from 2014-05-13, in 32 bits.
    let seconds = u32::try_from((now / 1_000 - 1_400_000_000).max(0)).unwrap_or(u32::MAX);
    format!("{}{}", prefix.as_str(), Ksuid::new_raw(seconds, Some(&payload)))
}

/// New ids of up to 1296 things that are made at once, which sort in their order. They differ in their last two digits alone, which
/// are figures and capital letters: those are sorted alike by every collation.
pub fn new_ids_in_order(prefix: Prefix, now: i64, count: usize) -> Vec<String> {
    const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let digit = |at: usize| char::from(DIGITS[at % DIGITS.len()]);
    let first = new_id(prefix, now);
    let shared = &first[..first.len() - 2];
    (0..count).map(|at| format!("{shared}{}{}", digit(at / DIGITS.len()), digit(at))).collect()
}

/// A new id that sorts by the millisecond in which it was made, and by what this process made before within it: for what is read
/// in order, and is too much to be sorted. All digits are of one length and in small letters, so that every collation sorts
/// them alike.
pub fn new_ordered_id(prefix: Prefix, now: i64) -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let mut chance = [0u8; 6];
    rand::fill(&mut chance);
    let chance = chance.iter().fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
    format!("{}{:08x}{chance:012x}", first_ordered_id(prefix, now), MADE.fetch_add(1, Ordering::Relaxed))
}

/// What every ordered id sorts after that was made at a time or later, and every earlier one before.
pub fn first_ordered_id(prefix: Prefix, at: i64) -> String {
    const MOST: i64 = (1 << 48) - 1;
    format!("{}{:012x}", prefix.as_str(), at.clamp(0, MOST))
}

/// Whether a text is spelled as an ordered id.
pub fn is_ordered_id(prefix: Prefix, text: &str) -> bool {
    text.strip_prefix(prefix.as_str())
        .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time() {
        let (earlier, later) = (new_id(Prefix::User, 1_700_000_000_000), new_id(Prefix::User, 1_700_000_001_000));
        assert!(earlier < later);
        assert!(earlier.starts_with("user_") && earlier.len() == 5 + 27, "{earlier}");
    }

    #[test]
    fn ids_of_what_is_made_at_once_are_in_order() {
        let made = new_ids_in_order(Prefix::OrganizationInvitation, 1_700_000_000_000, 1296);
        assert!(made.len() == 1296 && made.is_sorted_by(|a, b| a < b), "{made:?}");
        // Whatever a collation thinks of small and of capital letters.
        assert!(made.is_sorted_by_key(|id| id.to_lowercase()), "{made:?}");
        for id in &made {
            let known = id.strip_prefix("orginv_").and_then(|id| id.parse::<Ksuid>().ok()).expect("a KSUID");
            assert_eq!(known.timestamp_raw(), 300_000_000, "{id}");
        }
    }

    #[test]
    fn ordered_ids_sort_by_when_they_were_made() {
        let (prefix, now) = (Prefix::AuditEntry, 1_700_000_000_000);
        let made: Vec<String> = [now, now, now, now + 1].map(|at| new_ordered_id(prefix, at)).into();
        assert!(made.is_sorted() && made.iter().all(|id| is_ordered_id(prefix, id)), "{made:?}");
        assert!(first_ordered_id(prefix, now) < made[0] && first_ordered_id(prefix, now + 1) > made[2]);
        assert!(first_ordered_id(prefix, i64::MIN) < first_ordered_id(prefix, i64::MAX));
        for none in ["", "aud_", "aud_1", &made[0].to_uppercase(), &format!("{}0", made[0]), &new_id(prefix, now)] {
            assert!(!is_ordered_id(prefix, none), "{none}");
        }
    }
}
