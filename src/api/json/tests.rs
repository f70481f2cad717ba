use std::fmt::Debug;

use serde::Serialize;

use super::*;
use crate::api::json::read;

fn comes_back<T: FromJson + Serialize + PartialEq + Debug>(value: &T) {
    let json = serde_json::to_value(value).expect("encodes");
    assert_eq!(read::<T>(&Json(json)).as_ref(), Some(value));
}

fn verification() -> Verification {
    Verification {
        status: VerificationStatus::Verified,
        strategy: "email_code".into(),
        attempts: 2,
        expire_at: Some(1_764_000_000_123),
        resend_at: None,
    }
}

fn actor() -> Actor {
    Actor::new("user_2".into(), Metadata::of_json(r#"{"sub":"user_2"}"#.into()))
}

/// Every field holds something.
fn page() -> PageState {
    let text = |text: &str| Some(text.to_owned());
    let user = User {
        id: "user_1".into(),
        first_name: text("Ada"),
        last_name: text("Lovelace"),
        username: text("ada"),
        image_url: text("/vestibule/avatars/img_1.jpg"),
        has_image: true,
        locale: text("pt-BR"),
        primary_email_address_id: text("idn_1"),
        email_addresses: vec![EmailAddress {
            id: "idn_1".into(),
            email_address: "ada@example.com".into(),
            verification: verification(),
        }],
        external_accounts: vec![ExternalAccount {
            id: "eac_1".into(),
            provider: "google".into(),
            provider_user_id: "7".into(),
            approved_scopes: "email profile".into(),
            email_address: text("ada@example.org"),
            first_name: text("A"),
            last_name: text("L"),
            username: text("al"),
            image_url: text("https://example.org/a.png"),
            created_at: 4,
        }],
        passkeys: vec![Passkey { id: "passkey_1".into(), name: "Key".into(), created_at: 5, last_used_at: Some(6) }],
        primary_phone_number_id: text("idn_2"),
        phone_numbers: vec![PhoneNumber {
            id: "idn_2".into(),
            phone_number: "+4915123456789".into(),
            formatted: "+49 1512 3456789".into(),
            verification: verification(),
            reserved_for_second_factor: true,
            default_second_factor: true,
        }],
        two_factor_enabled: true,
        totp_enabled: true,
        backup_code_enabled: true,
        mfa_enabled_at: Some(14),
        mfa_disabled_at: Some(15),
        public_metadata: Metadata::of_json(r#"{"plan":"gold"}"#.into()),
        unsafe_metadata: Metadata::of_json(r#"{"likes":["tea",1]}"#.into()),
        password_enabled: true,
        last_sign_in_at: Some(7),
        legal_accepted_at: Some(8),
        delete_self_enabled: Some(false),
        created_at: 9,
        updated_at: 10,
    };
    let second_factor = SecondFactor {
        strategy: Strategy::PhoneCode,
        phone_number_id: text("idn_2"),
        safe_identifier: text("+49 ••• 89"),
    };
    let sign_in = SignIn {
        id: "sia_1".into(),
        status: SignInStatus::NeedsFirstFactor,
        identifier: text("ada"),
        supported_first_factors: vec![Strategy::Password, Strategy::EmailCode],
        first_factor: Some(Strategy::EmailCode),
        first_factor_verification: Some(verification()),
        supported_second_factors: vec![second_factor.clone()],
        second_factor: Some(second_factor),
        second_factor_verification: Some(verification()),
        created_session_id: text("sess_1"),
    };
    let sign_up = SignUp {
        id: "sua_1".into(),
        status: SignUpStatus::MissingRequirements,
        email_address: text("ada@example.com"),
        phone_number: text("+4915123456789"),
        phone_number_formatted: text("+49 1512 3456789"),
        username: text("ada"),
        first_name: text("Ada"),
        last_name: text("Lovelace"),
        has_password: true,
        external_account: text("google"),
        missing_fields: vec![Field::Username],
        unverified_fields: vec![Field::EmailAddress, Field::PhoneNumber],
        optional_fields: vec![Field::FirstName],
        email_address_verification: Some(verification()),
        phone_number_verification: Some(verification()),
        created_session_id: text("sess_1"),
        created_user_id: text("user_1"),
    };
    let session = Session {
        id: "sess_1".into(),
        status: SessionStatus::Active,
        actor: Some(actor()),
        tasks: vec![SessionTask::SetupMfa],
        organization: Some(ActiveOrganization {
            id: "org_1".into(),
            name: "Acme".into(),
            slug: Some("acme".into()),
            image_url: None,
            role: "org:admin".into(),
            role_name: text("Owner"),
        }),
        user,
        factor_verification_age: (3, -1),
        grants: Grants {
            role: text("org:admin"),
            permissions: vec!["org:invoices:read".into()],
            features: vec!["user:widgets".into()],
            plans: vec!["org:team".into()],
        },
        claims: Some(Metadata::of_json(r#"{"role":"editor"}"#.into())),
        created_at: 1,
        last_active_at: 2,
        expire_at: 3,
    };
    let look = Look {
        logo_image_url: text("/logo.svg"),
        logo_link_url: text("/home"),
        logo_outside: true,
        logo_hidden: true,
        social_buttons_as_icons: Some(false),
        social_buttons_at_bottom: true,
        optional_fields_hidden: true,
        terms_page_url: text("/terms"),
        help_page_url: text("/help"),
        privacy_page_url: text("/privacy"),
        without_auto_focus: true,
        css_layer_name: text("auth"),
        with_classes: true,
    };
    let settings = PublicSettings {
        component_looks: vec![("signIn".into(), Look::default()), ("signUp".into(), look.clone())],
        look,
        app_name: "Notes \"é\"".into(),
        paths: Paths {
            user_profile: "/profile".into(),
            organization_profile: "/organization".into(),
            create_organization: "/create-organization".into(),
            waitlist: "/waitlist".into(),
            ..Paths::default()
        },
        development: true,
        first_factors: vec![Strategy::Passkey],
        email_address: FieldRule::Required,
        password: FieldRule::Required,
        phone_number: FieldRule::Optional,
        username: FieldRule::Required,
        first_name: FieldRule::Optional,
        last_name: FieldRule::Required,
        mode: SignUpMode::Waitlist,
        password_min_length: 8,
        stylesheet: "/vestibule.css".into(),
        captcha_script: "/captcha.js".into(),
        captcha_needs_script: true,
        providers: vec![ProviderInfo { key: "google".into(), name: "Google".into() }],
        multi_session: true,
        legal: Legal { terms_url: "/terms".into(), privacy_url: "/privacy".into(), consent: true },
        with_sign_up: true,
        organizations: true,
        organizations_in_addresses: true,
        user_api_keys: true,
        organization_api_keys: true,
        delete_self: true,
        mfa: Mfa { totp: false, phone_code: true, backup_codes: true, required: true },
    };
    let meta = ErrorMeta {
        param_name: Some(Field::Password),
        retry_after: Some(30),
        limit: Some(128),
        warning: Some(PasswordWarning::Common),
        suggestions: vec![PasswordSuggestion::UseWords],
        email_addresses: vec!["a@b.example".into()],
        provider: text("Google"),
        reverification: Some(RequiredReverification { level: ReverificationLevel::StrictMfa }),
    };
    let mut errors = ApiErrors::from(ApiError { code: ErrorCode::FormPasswordPwned, meta });
    errors.errors.push(ApiError::new(ErrorCode::UserLocked));
    PageState {
        client: Client {
            sessions: vec![session],
            last_active_session_id: text("sess_1"),
            sign_in: Some(sign_in),
            sign_up: Some(sign_up),
            last_authentication_strategy: text("oauth_google"),
            ticket: Some(Ticket {
                good_for: TicketUse::SignUp,
                identifier: "ada@example.com".into(),
                organization_name: Some("Acme".into()),
            }),
            totp_setup: Some(TotpSetup {
                secret: "JBSWY3DP".into(),
                uri: "otpauth://totp/Notes".into(),
                qr_path: "M0 0h1v1h-1z".into(),
                qr_size: 21,
            }),
        },
        settings,
        words: "/vestibule/assets/words-en.js?v=1".into(),
        flash: Some(Flash {
            form: "sign_up/create".into(),
            errors,
            values: vec![(Field::Username, "ada".into())],
            notice: Some(Notice::CodeSent),
            backup_codes: Some(BackupCodes(vec!["abcd-efgh".into()])),
            api_key: Some(MadeApiKey { id: "ak_1".into(), name: "Backup".into(), secret: "ak_live_1".into() }),
        }),
        now: 1_764_000_000_456,
        sessions: None,
        organizations: None,
        organization: None,
        api_keys: None,
    }
}

#[test]
fn what_the_server_says_is_what_the_browser_reads() {
    comes_back(&page());
    comes_back(&PageState::default());
    comes_back(&SessionWithActivities {
        id: "sess_1".into(),
        status: SessionStatus::Active,
        last_active_at: 11,
        created_at: 12,
        expire_at: 13,
        actor: Some(actor()),
        latest_activity: SessionActivity {
            browser_name: Some("Firefox".into()),
            device_type: Some("Windows".into()),
            is_mobile: true,
            ip_address: Some("192.0.2.1".into()),
            city: Some("Berlin".into()),
            country: Some("Germany".into()),
        },
    });
    comes_back(&Reply {
        client: page().client,
        redirect_to: Some("/dashboard".into()),
        loads: true,
        replaces: true,
        organization: page().client.sessions[0].organization.clone(),
        backup_codes: Some(BackupCodes(vec!["abcd-efgh".into()])),
        api_key: Some(MadeApiKey { id: "ak_1".into(), name: "Backup".into(), secret: "ak_live_1".into() }),
    });
    comes_back(&PasswordStrength {
        score: 3,
        acceptable: true,
        warning: Some(PasswordWarning::Dates),
        suggestions: vec![PasswordSuggestion::AnotherWord],
    });
}

#[test]
fn every_word_is_the_one_that_the_server_says() {
    struct Check(usize);
    impl WordCheck for Check {
        fn check<T: FromJson + Serialize + PartialEq + Debug>(&mut self, value: T, word: &str) {
            assert_eq!(serde_json::to_value(&value).expect("encodes"), word);
            comes_back(&value);
            self.0 += 1;
        }
    }
    let mut check = Check(0);
    each_word(&mut check);
    assert!(check.0 > 60);
    ErrorCode::ALL.iter().for_each(comes_back);
}

#[test]
fn what_cannot_be_read_is_nothing() {
    for text in ["null", "[]", "1", r#"{"client":{},"settings":{}}"#, r#"{"errors":[{"code":"unheard_of"}]}"#] {
        let json = Json(serde_json::from_str(text).expect("is JSON"));
        assert_eq!(read::<PageState>(&json), None, "{text}");
        assert_eq!(read::<PasswordStrength>(&json), None, "{text}");
    }
    let json = Json(serde_json::json!({ "errors": [{ "code": "unheard_of" }] }));
    assert_eq!(read::<ApiErrors>(&json), None);
}
