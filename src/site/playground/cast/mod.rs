//! Who and what is seen in the previews: nobody who exists, at a time that never passes, so that a state looks the same
//! whenever it is looked at.

mod organizations;

pub use self::organizations::{api_keys, organization_page, organizations, suggestions, waiting_invitations};
use crate::model::{
    Actor, ApiError, EmailAddress, ErrorCode, ExternalAccount, Field, FieldRule, Flash, Grants, Metadata, Notice,
    PageState, Passkey, Paths, PhoneNumber, ProviderInfo, PublicSettings, SecondFactor, Session, SessionActivity,
    SessionStatus, SessionWithActivities, SignIn, SignInStatus, SignUp, SignUpStatus, Strategy, Ticket, TicketUse,
    User, Verification, VerificationStatus,
};
use crate::site::assets::COMPONENTS;

/// The time in every preview, Unix milliseconds: a morning in January 2026.
pub const NOW: i64 = 1_768_469_400_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

const EMAIL: &str = "ada@example.com";
const NUMBER: &str = "+49 1512 3456789";

/// What a page knows where nobody is signed in and the usual things are offered.
pub fn page(app_name: &str) -> PageState {
    let settings = PublicSettings {
        app_name: app_name.to_owned(),
        paths: Paths {
            user_profile: "/user".into(),
            organization_profile: "/organization".into(),
            create_organization: "/create-organization".into(),
            ..Paths::default()
        },
        first_factors: vec![Strategy::Password, Strategy::ResetPasswordEmailCode],
        email_address: FieldRule::Required,
        password: FieldRule::Required,
        password_min_length: 10,
        stylesheet: COMPONENTS.to_owned(),
        organizations: true,
        delete_self: true,
        ..PublicSettings::default()
    };
    PageState { settings, now: NOW, ..PageState::default() }
}

impl PageState {
    /// Offers ways to give the first proof.
    pub(super) fn offer(&mut self, strategies: &[Strategy]) {
        self.settings.first_factors = strategies.to_vec();
    }

    /// Offers accounts elsewhere.
    pub(super) fn offer_providers(&mut self, providers: &[(&str, &str)]) {
        let info = |(key, name): &(&str, &str)| ProviderInfo { key: (*key).into(), name: (*name).into() };
        self.settings.providers = providers.iter().map(info).collect();
    }

    /// Tells that a form was refused, and what had been typed into it.
    pub(super) fn refuse(&mut self, form: &str, error: ApiError, typed: &[(Field, &str)]) {
        let flash = self.flash.get_or_insert_default();
        flash.form = form.to_owned();
        flash.errors.errors.push(error);
        flash.values = typed.iter().map(|(field, text)| (*field, (*text).to_owned())).collect();
    }

    /// Tells that a form went well.
    pub(super) fn note(&mut self, form: &str, notice: Notice) {
        self.flash = Some(Flash { form: form.to_owned(), notice: Some(notice), ..Flash::default() });
    }

    /// Begins a sign-in, in which one thing is asked for and others could be.
    pub(super) fn begin_sign_in(&mut self, asked: Strategy, besides: &[Strategy]) -> &mut SignIn {
        let mut supported = vec![asked];
        supported.extend(besides);
        let sent = asked.is_sent().then(|| unverified(asked.as_str()));
        self.client.sign_in.insert(SignIn {
            id: "sia_playground".into(),
            status: SignInStatus::NeedsFirstFactor,
            identifier: Some(if asked.is_texted() { NUMBER } else { EMAIL }.into()),
            supported_first_factors: supported,
            first_factor: Some(asked),
            first_factor_verification: sent,
            supported_second_factors: Vec::new(),
            second_factor: None,
            second_factor_verification: None,
            created_session_id: None,
        })
    }

    /// The same, at the second proof.
    pub(super) fn begin_second_factor(&mut self, asked: Strategy) {
        let all = [Strategy::Totp, Strategy::PhoneCode, Strategy::BackupCode, Strategy::Passkey];
        let offer = |strategy: Strategy| {
            let is_texted = strategy == Strategy::PhoneCode;
            SecondFactor {
                strategy,
                phone_number_id: is_texted.then(|| "idn_phone".into()),
                safe_identifier: is_texted.then(|| "+49 •••• •••789".into()),
            }
        };
        let sign_in = self.begin_sign_in(Strategy::Password, &[]);
        sign_in.status = SignInStatus::NeedsSecondFactor;
        sign_in.supported_second_factors = all.map(offer).to_vec();
        sign_in.second_factor = Some(offer(asked));
        sign_in.second_factor_verification = (asked == Strategy::PhoneCode).then(|| unverified(asked.as_str()));
    }

    /// Begins a sign-up, in which some things are still to be filled in or proven.
    pub(super) fn begin_sign_up(
        &mut self,
        missing: &[Field],
        unverified_fields: &[Field],
        strategy: &str,
    ) -> &mut SignUp {
        self.client.sign_up.insert(SignUp {
            id: "sua_playground".into(),
            status: SignUpStatus::MissingRequirements,
            email_address: Some(EMAIL.into()),
            phone_number: Some("+4915123456789".into()),
            phone_number_formatted: Some(NUMBER.into()),
            username: None,
            first_name: Some("Ada".into()),
            last_name: Some("Lovelace".into()),
            has_password: true,
            external_account: None,
            missing_fields: missing.to_vec(),
            unverified_fields: unverified_fields.to_vec(),
            optional_fields: Vec::new(),
            email_address_verification: Some(unverified(strategy)),
            phone_number_verification: Some(unverified("phone_code")),
            created_session_id: None,
            created_user_id: None,
        })
    }

    /// Has this browser hold the ticket of a link.
    pub(super) fn hold_ticket(&mut self, good_for: TicketUse) {
        self.client.ticket = Some(Ticket { good_for, identifier: EMAIL.into(), organization_name: None });
    }

    /// Signs somebody in, who acts from then on.
    pub(super) fn sign_in(&mut self, user: User) -> &mut Session {
        let session = Session {
            id: format!("sess_{}", self.client.sessions.len() + 1),
            status: SessionStatus::Active,
            user,
            actor: None,
            tasks: Vec::new(),
            organization: None,
            grants: Grants::default(),
            factor_verification_age: (2, -1),
            claims: None,
            created_at: NOW - 2 * MINUTE,
            last_active_at: NOW,
            expire_at: NOW + 7 * DAY,
        };
        self.client.last_active_session_id = Some(session.id.clone());
        self.sessions = Some(vec![device(&session.id, 0, "Firefox", "Linux", false, "203.0.113.7", Some("Berlin"))]);
        self.client.sessions.insert(0, session);
        &mut self.client.sessions[0]
    }
}

/// Somebody who acts in the place of others.
pub fn whoever_helps() -> Actor {
    Actor::new("user_support".into(), Metadata::of_json(r#"{"sub":"user_support"}"#.into()))
}

fn unverified(strategy: &str) -> Verification {
    Verification {
        status: VerificationStatus::Unverified,
        strategy: strategy.to_owned(),
        attempts: 0,
        expire_at: Some(NOW + 10 * MINUTE),
        resend_at: Some(NOW - MINUTE),
    }
}

fn verified(strategy: &str) -> Verification {
    Verification { status: VerificationStatus::Verified, expire_at: None, resend_at: None, ..unverified(strategy) }
}

/// An error of a whole form.
pub fn error(code: ErrorCode) -> ApiError {
    ApiError::new(code)
}

/// An error of a field.
pub fn wrong(field: Field, code: ErrorCode) -> ApiError {
    ApiError::of(code, field)
}

fn user(id: &str, first_name: &str, last_name: &str, email: &str) -> User {
    let name = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    User {
        id: id.to_owned(),
        first_name: name(first_name),
        last_name: name(last_name),
        username: None,
        image_url: None,
        has_image: false,
        locale: None,
        primary_email_address_id: Some("idn_email".into()),
        email_addresses: vec![email_address("idn_email", email, verified("email_code"))],
        external_accounts: Vec::new(),
        passkeys: Vec::new(),
        primary_phone_number_id: None,
        phone_numbers: Vec::new(),
        password_enabled: true,
        two_factor_enabled: false,
        totp_enabled: false,
        backup_code_enabled: false,
        mfa_enabled_at: None,
        mfa_disabled_at: None,
        public_metadata: Metadata::default(),
        unsafe_metadata: Metadata::default(),
        last_sign_in_at: Some(NOW - 2 * MINUTE),
        legal_accepted_at: None,
        delete_self_enabled: None,
        created_at: NOW - 400 * DAY,
        updated_at: NOW - 30 * DAY,
    }
}

fn email_address(id: &str, address: &str, verification: Verification) -> EmailAddress {
    EmailAddress { id: id.into(), email_address: address.into(), verification }
}

/// Somebody with a name and an address.
pub fn ada() -> User {
    user("user_ada", "Ada", "Lovelace", EMAIL)
}

/// Somebody else.
pub fn grace() -> User {
    user("user_grace", "Grace", "Hopper", "grace@example.com")
}

/// Somebody of whom nothing but the address is known.
pub fn nameless() -> User {
    user("user_nameless", "", "", "someone@example.com")
}

/// Somebody whose name and address go on and on.
pub fn long_name() -> User {
    let address = "wolfeschlegelsteinhausenbergerdorff.featherstonehaugh@correspondence.department.example.com";
    let mut user = user("user_long", "Wolfeschlegelsteinhausenbergerdorff", "Featherstonehaugh-Cholmondeley", address);
    user.username = Some("wolfeschlegelsteinhausenbergerdorff_featherstonehaugh".into());
    user
}

/// Somebody who has everything that an account can have.
pub fn well_known() -> User {
    let phone = |id: &str, digits: &str, formatted: &str, is_second: bool| PhoneNumber {
        id: id.into(),
        phone_number: digits.into(),
        formatted: formatted.into(),
        verification: verified("phone_code"),
        reserved_for_second_factor: is_second,
        default_second_factor: is_second,
    };
    let account = |id: &str, provider: &str, email: Option<&str>, username: Option<&str>| ExternalAccount {
        id: id.into(),
        provider: provider.into(),
        provider_user_id: "1815".into(),
        approved_scopes: "email profile".into(),
        email_address: email.map(Into::into),
        first_name: Some("Ada".into()),
        last_name: Some("Lovelace".into()),
        username: username.map(Into::into),
        image_url: None,
        created_at: NOW - 90 * DAY,
    };
    let passkey = |id: &str, name: &str, used: Option<i64>| Passkey {
        id: id.into(),
        name: name.into(),
        created_at: NOW - 200 * DAY,
        last_used_at: used.map(|days| NOW - days * DAY),
    };
    let mut user = ada();
    user.username = Some("ada".into());
    user.email_addresses.push(email_address("idn_work", "lovelace@engine.example", verified("email_code")));
    let waiting = Verification { expire_at: None, ..unverified("email_code") };
    user.email_addresses.push(email_address("idn_new", "countess@example.org", waiting));
    user.primary_phone_number_id = Some("idn_phone".into());
    user.phone_numbers = vec![
        phone("idn_phone", "+4915123456789", NUMBER, false),
        phone("idn_second", "+447400123456", "+44 7400 123456", true),
    ];
    user.external_accounts = vec![
        account("eac_google", "google", Some("ada.lovelace@gmail.example"), None),
        account("eac_github", "github", Some(EMAIL), Some("lovelace")),
    ];
    user.passkeys = vec![passkey("passkey_1", "Work laptop", Some(1)), passkey("passkey_2", "Phone", None)];
    user.two_factor_enabled = true;
    user.totp_enabled = true;
    user.backup_code_enabled = true;
    user.mfa_enabled_at = Some(NOW - 100 * DAY);
    user
}

fn device(
    id: &str,
    ago: i64,
    browser: &str,
    system: &str,
    is_mobile: bool,
    ip: &str,
    city: Option<&str>,
) -> SessionWithActivities {
    SessionWithActivities {
        id: id.into(),
        status: SessionStatus::Active,
        last_active_at: NOW - ago,
        created_at: NOW - ago - DAY,
        expire_at: NOW + 7 * DAY,
        actor: None,
        latest_activity: SessionActivity {
            browser_name: Some(browser.into()),
            device_type: Some(system.into()),
            is_mobile,
            ip_address: Some(ip.into()),
            city: city.map(Into::into),
            country: city.map(|_| "Germany".into()),
        },
    }
}

/// Many places where one is signed in; the first one is `own`.
pub fn many_devices(own: &str) -> Vec<SessionWithActivities> {
    vec![
        device(own, 0, "Firefox", "Linux", false, "203.0.113.7", Some("Berlin")),
        device("sess_b", 40 * MINUTE, "Safari", "iPhone", true, "203.0.113.9", Some("Berlin")),
        SessionWithActivities {
            actor: Some(whoever_helps()),
            ..device("sess_f", 45 * MINUTE, "Firefox", "macOS", false, "192.0.2.7", None)
        },
        device("sess_c", DAY, "Chrome", "Windows", false, "198.51.100.23", Some("Hamburg")),
        device("sess_d", 3 * DAY, "Edge", "Windows", false, "2001:db8:85a3::8a2e:370:7334", None),
        device("sess_e", 6 * DAY, "Chrome", "Android", true, "192.0.2.146", Some("Garmisch-Partenkirchen")),
    ]
}

/// So many providers that each is an icon.
pub const PROVIDERS: &[(&str, &str)] =
    &[("google", "Google"), ("github", "GitHub"), ("apple", "Apple"), ("microsoft", "Microsoft"), ("gitlab", "GitLab")];
