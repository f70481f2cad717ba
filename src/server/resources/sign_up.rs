use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::model::{Field, Verification, VerificationStatus};
use crate::server::flows::sign_ups;
use crate::server::store::StoreError;

/// An attempt to sign up.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SignUpAttempt {
    /// Always `sign_up_attempt`.
    object: &'static str,
    /// `sua_…`
    id: String,
    /// `missing_requirements`, `complete` or `abandoned`.
    status: &'static str,
    required_fields: Vec<&'static str>,
    optional_fields: Vec<&'static str>,
    /// What is still to be filled in.
    missing_fields: Vec<&'static str>,
    /// What is still to be proven.
    unverified_fields: Vec<&'static str>,
    verifications: SignUpVerifications,
    username: Option<String>,
    email_address: Option<String>,
    phone_number: Option<String>,
    password_enabled: bool,
    first_name: Option<String>,
    last_name: Option<String>,
    #[schema(value_type = Object)]
    unsafe_metadata: Map<String, Value>,
    /// Always false: nothing waits for another backend.
    custom_action: bool,
    /// What the app's own backend calls its person; their account is called so too.
    external_id: Option<String>,
    created_session_id: Option<String>,
    created_user_id: Option<String>,
    /// When it is given up.
    abandon_at: i64,
    legal_accepted_at: Option<i64>,
}

/// What is to be proven at a sign-up, and how.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SignUpVerifications {
    email_address: Option<SignUpVerification>,
    phone_number: Option<SignUpVerification>,
    external_account: Option<ExternalAccountVerification>,
}

/// Where a proof stands.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SignUpVerification {
    /// `needs_prepare` while nothing was sent, `needs_attempt` while what was sent is to be given; empty when it was.
    next_action: &'static str,
    /// Such as `email_code`.
    supported_strategies: Vec<String>,
}

/// That a provider has said who it is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ExternalAccountVerification {
    /// Always `verified`.
    status: &'static str,
    /// Such as `oauth_google`.
    strategy: String,
}

impl SignUpVerification {
    fn of(is_open: bool, sent: Option<Verification>, usual: &str) -> Self {
        let waits = sent.as_ref().is_some_and(|sent| sent.status == VerificationStatus::Unverified);
        let next_action = match (is_open, waits) {
            (false, _) => "",
            (true, false) => "needs_prepare",
            (true, true) => "needs_attempt",
        };
        let strategy = sent.map_or_else(|| usual.to_owned(), |sent| sent.strategy);
        Self { next_action, supported_strategies: vec![strategy] }
    }
}

impl SignUpAttempt {
    /// What is shown of one; `email_strategy` is what proves an address unless something else was sent.
    ///
    /// # Errors
    /// If what they have written about themselves is no JSON.
    pub fn of(attempt: sign_ups::SignUpAttempt, email_strategy: &str) -> Result<Self, StoreError> {
        let sign_ups::SignUpAttempt { sign_up, unsafe_metadata, .. } = attempt;
        let names = |fields: &[Field]| fields.iter().map(|field| field.name()).collect::<Vec<_>>();
        let is_open = |field: Field| sign_up.unverified_fields.contains(&field);
        let verifications = SignUpVerifications {
            email_address: sign_up.email_address.as_ref().map(|_| {
                let sent = sign_up.email_address_verification.clone();
                SignUpVerification::of(is_open(Field::EmailAddress), sent, email_strategy)
            }),
            phone_number: sign_up.phone_number.as_ref().map(|_| {
                let sent = sign_up.phone_number_verification.clone();
                SignUpVerification::of(is_open(Field::PhoneNumber), sent, "phone_code")
            }),
            external_account: sign_up.external_account.as_ref().map(|provider| ExternalAccountVerification {
                status: "verified",
                strategy: format!("oauth_{provider}"),
            }),
        };
        let unsafe_metadata = match &unsafe_metadata {
            Some(json) => serde_json::from_str(json).map_err(|_| StoreError::Row("a sign-up's metadata"))?,
            None => Map::new(),
        };
        Ok(Self {
            object: "sign_up_attempt",
            status: sign_up.status.as_str(),
            required_fields: names(&attempt.required_fields),
            optional_fields: names(&sign_up.optional_fields),
            missing_fields: names(&sign_up.missing_fields),
            unverified_fields: names(&sign_up.unverified_fields),
            verifications,
            id: sign_up.id,
            username: sign_up.username,
            email_address: sign_up.email_address,
            phone_number: sign_up.phone_number,
            password_enabled: sign_up.has_password,
            first_name: sign_up.first_name,
            last_name: sign_up.last_name,
            unsafe_metadata,
            custom_action: false,
            external_id: attempt.external_id,
            created_session_id: sign_up.created_session_id,
            created_user_id: sign_up.created_user_id,
            abandon_at: attempt.abandon_at,
            legal_accepted_at: attempt.legal_accepted_at,
        })
    }
}
