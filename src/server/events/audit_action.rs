//! What the audit log calls what happens.

use super::EventType;

/// Makes the actions that no event is told of, and all that has to be said of each.
macro_rules! audit_actions {
    ($($variant:ident = $name:literal,)+) => {
        /// What someone has done, or tried to do. What has an event is called as its event is, unless there is a nearer word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum AuditAction {
            Event(EventType),
            $($variant,)+
        }

        impl AuditAction {
            const NEARER: &[Self] = &[$(Self::$variant,)+];

            /// As it stands in the log.
            pub const fn as_str(self) -> &'static str {
                match self {
                    Self::Event(kind) => kind.as_str(),
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

audit_actions! {
    ProfileChanged = "user.profileChanged",
    ImageChanged = "user.imageChanged",
    ImageRemoved = "user.imageRemoved",
    MetadataChanged = "user.metadataChanged",
    UsernameChanged = "user.usernameChanged",
    IdentifierAdded = "user.identifierAdded",
    IdentifierVerified = "user.identifierVerified",
    IdentifierUnverified = "user.identifierUnverified",
    IdentifierRemoved = "user.identifierRemoved",
    PrimaryIdentifierChanged = "user.primaryIdentifierChanged",
    VerificationSent = "user.verificationSent",
    PasswordAdded = "user.passwordAdded",
    PasswordChanged = "user.passwordChanged",
    PasswordRemoved = "user.passwordRemoved",
    PasswordReset = "user.passwordReset",
    PasswordCompromised = "user.passwordCompromised",
    PasswordUncompromised = "user.passwordUncompromised",
    PasswordRefused = "user.passwordRefused",
    SecondFactorAdded = "user.secondFactorAdded",
    SecondFactorRemoved = "user.secondFactorRemoved",
    SecondFactorsReset = "user.secondFactorsReset",
    SecondFactorPrepared = "user.secondFactorPrepared",
    DefaultSecondFactorChanged = "user.defaultSecondFactorChanged",
    BackupCodesCreated = "user.backupCodesCreated",
    BackupCodesRemoved = "user.backupCodesRemoved",
    BackupCodeUsed = "user.backupCodeUsed",
    PasskeyAdded = "user.passkeyAdded",
    PasskeyRenamed = "user.passkeyRenamed",
    PasskeyRemoved = "user.passkeyRemoved",
    ExternalAccountConnected = "user.externalAccountConnected",
    OauthTokenRead = "user.oauthTokenRead",
    ExternalAccountDisconnected = "user.externalAccountDisconnected",
    TakenOver = "user.takenOver",
    ChangeDisavowed = "user.changeDisavowed",
    SignInFailed = "user.signInFailed",
    SignInLockedOut = "user.signInLockedOut",
    SessionActivated = "session.activated",
    SessionOrganizationChanged = "session.organizationChanged",
    SessionTokenCreated = "session.tokenCreated",
    SessionReverified = "session.reverified",
    SessionReverificationFailed = "session.reverificationFailed",
    InvitationCreated = "invitation.created",
    InvitationAccepted = "invitation.accepted",
    InvitationRevoked = "invitation.revoked",
    InvitationDeleted = "invitation.deleted",
    SignInTokenCreated = "signInToken.created",
    SignInTokenRevoked = "signInToken.revoked",
    SignInTokenUsed = "signInToken.used",
    ActorTokenCreated = "actorToken.created",
    ActorTokenRevoked = "actorToken.revoked",
    ActorTokenUsed = "actorToken.used",
    OrganizationInvitationResent = "organizationInvitation.resent",
    OrganizationMembershipRequestCreated = "organizationMembershipRequest.created",
    OrganizationMembershipRequestAccepted = "organizationMembershipRequest.accepted",
    OrganizationMembershipRequestRejected = "organizationMembershipRequest.rejected",
    OrganizationMembershipRequestDeleted = "organizationMembershipRequest.deleted",
    JwtTemplateCreated = "jwtTemplate.created",
    JwtTemplateUpdated = "jwtTemplate.updated",
    JwtTemplateDeleted = "jwtTemplate.deleted",
    AllowlistIdentifierCreated = "allowlistIdentifier.created",
    AllowlistIdentifierDeleted = "allowlistIdentifier.deleted",
    BlocklistIdentifierCreated = "blocklistIdentifier.created",
    BlocklistIdentifierDeleted = "blocklistIdentifier.deleted",
    RedirectUrlCreated = "redirectUrl.created",
    RedirectUrlDeleted = "redirectUrl.deleted",
    ApiKeyCreated = "apiKey.created",
    ApiKeyUpdated = "apiKey.updated",
    ApiKeyRevoked = "apiKey.revoked",
    ApiKeyDeleted = "apiKey.deleted",
    SecretKeyCreated = "secretKey.created",
    SecretKeyRevoked = "secretKey.revoked",
    MachineCreated = "machine.created",
    MachineUpdated = "machine.updated",
    MachineDeleted = "machine.deleted",
    MachineSecretRotated = "machine.secretRotated",
    MachineScopeAdded = "machine.scopeAdded",
    MachineScopeRemoved = "machine.scopeRemoved",
    MessageRetried = "message.retried",
    MessageTested = "message.tested",
    OperatorLinkCreated = "operatorLink.created",
    OperatorCreated = "operator.created",
    OperatorUpdated = "operator.updated",
    OperatorDeleted = "operator.deleted",
    M2mTokenCreated = "m2mToken.created",
    M2mTokenRevoked = "m2mToken.revoked",
    SigningKeyCreated = "signingKey.created",
    SettingsChanged = "settings.changed",
    ExportCreated = "export.created",
    ImportStarted = "import.started",
    ImportFinished = "import.finished",
    SignUpUpdated = "signUp.updated",
    TestingTokenCreated = "testingToken.created",
    WaitlistEntryDeleted = "waitlistEntry.deleted",
    WebhookEndpointCreated = "webhookEndpoint.created",
    WebhookEndpointUpdated = "webhookEndpoint.updated",
    WebhookEndpointDeleted = "webhookEndpoint.deleted",
    WebhookEndpointEnabled = "webhookEndpoint.enabled",
    WebhookEndpointDisabled = "webhookEndpoint.disabled",
    WebhookSecretShown = "webhookEndpoint.secretShown",
    WebhookSecretRotated = "webhookEndpoint.secretRotated",
    WebhookReplayed = "webhookEndpoint.replayed",
    WebhookExampleSent = "webhookEndpoint.exampleSent",
}

impl AuditAction {
    /// Every action there is. What [follows](EventType::follows) from something that has an entry is none.
    pub fn all() -> impl Iterator<Item = Self> {
        let events = EventType::ALL.iter().filter(|kind| !kind.follows());
        events.map(|kind| Self::Event(*kind)).chain(Self::NEARER.iter().copied())
    }

    /// The action with this name, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|action| action.as_str() == name)
    }

    /// What it is about, as resources are called: `organization_membership` of `organizationMembership.created`.
    pub fn subject_type(self) -> String {
        let subject = self.as_str().split('.').next().unwrap_or_default();
        let mut name = String::with_capacity(subject.len() + 4);
        for letter in subject.chars() {
            if letter.is_ascii_uppercase() {
                name.push('_');
            }
            name.push(letter.to_ascii_lowercase());
        }
        name
    }
}

impl From<EventType> for AuditAction {
    fn from(kind: EventType) -> Self {
        Self::Event(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_named_once_and_found_by_their_names() {
        let mut names: Vec<&str> = AuditAction::all().map(AuditAction::as_str).collect();
        for name in &names {
            assert_eq!(AuditAction::parse(name).map(AuditAction::as_str), Some(*name));
        }
        let many = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), many);
        for none in ["user", "email.created", "sms.created", "role.created", "permission.deleted"] {
            assert_eq!(AuditAction::parse(none), None, "{none}");
        }
    }

    #[test]
    fn a_subject_is_called_as_its_resource() {
        let kind = EventType::OrganizationMembershipCreated;
        assert_eq!(AuditAction::from(kind).subject_type(), "organization_membership");
        assert_eq!(AuditAction::PasswordChanged.subject_type(), "user");
        assert_eq!(AuditAction::M2mTokenRevoked.subject_type(), "m2m_token");
    }
}
