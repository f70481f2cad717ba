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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time() {
        let (earlier, later) = (new_id(Prefix::User, 1_700_000_000_000), new_id(Prefix::User, 1_700_000_001_000));
        assert!(earlier < later);
        assert!(earlier.starts_with("user_") && earlier.len() == 5 + 27, "{earlier}");
    }
}
