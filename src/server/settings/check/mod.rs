//! Whether settings go together, and what an operator should know of them.

mod address;
mod production;

pub(super) use address::is_origin;
use address::{has_domain, is_link, is_path};

use super::{Settings, SettingsError};
use crate::model::{FieldRule, SignUpMode, Strategy};
use crate::server::claims_template::ClaimsTemplate;
use crate::server::crypto::InstanceKey;
use crate::server::crypto::password_hash::{MOST_MEMORY_KIB, MOST_WORK_KIB};
use crate::server::delivery::{self, Templates};
use crate::server::flows::restrictions;
use crate::server::places::Places;

/// How bad a warning is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It does not start like this.
    Refused,
    /// It starts, but an operator should know.
    Unsafe,
}

/// Something about the settings that an operator should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// How bad it is.
    pub severity: Severity,
    /// One line.
    pub text: String,
}

/// No more hashes than this are computed at once.
const MOST_WORKERS: usize = 1024;

/// The directives of a content security policy that say from where, or to where.
const SOURCE_LISTS: &[&str] = &[
    "base-uri",
    "child-src",
    "connect-src",
    "default-src",
    "fenced-frame-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "object-src",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "worker-src",
];

impl Settings {
    /// The instance's key, where there is one that can be read.
    pub(in crate::server) fn held_key(&self) -> Option<InstanceKey> {
        self.secret_key.clone().or_else(|| InstanceKey::parse(&std::fs::read_to_string(&self.secret_key_file).ok()?))
    }

    /// Refuses what does not go together, and in production what is unsafe.
    pub fn check(&self) -> Result<(), SettingsError> {
        sorted(self.warnings()).map(drop)
    }

    /// The same of what they say alone, whatever this machine has of the files that they name. Gives what an operator should know
    /// of it all the same.
    pub(in crate::server) fn checked_as_said(&self) -> Result<Vec<Warning>, SettingsError> {
        sorted(self.said())
    }

    /// Everything that an operator should know. Files are read for it.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut found = self.said();
        let refused = |text| Warning { severity: Severity::Refused, text };
        found.extend(self.problems_on_this_machine().into_iter().map(refused));
        found
    }

    /// What of the files that they name cannot be used here, one line each.
    pub(in crate::server) fn problems_on_this_machine(&self) -> Vec<String> {
        let places = Places::open(self).err();
        let templates = Templates::load(self).err().map(|error| error.to_string());
        places.into_iter().chain(templates).chain(self.mail.problem_of_authorities()).collect()
    }

    /// What is wrong and unsafe about what they say.
    fn said(&self) -> Vec<Warning> {
        let mut found = Vec::new();
        let mut refuse = |text: String| found.push(Warning { severity: Severity::Refused, text });
        self.problems.iter().cloned().for_each(&mut refuse);
        self.appearance.problems().into_iter().map(|problem| format!("appearance.{problem}")).for_each(&mut refuse);
        delivery::problems_of_words(&self.message_words).into_iter().for_each(&mut refuse);
        if !["sqlite://", "postgres://", "postgresql://"].iter().any(|scheme| self.database_url.starts_with(scheme)) {
            refuse("database_url: begins with sqlite:// or postgres://".into());
        }
        if self.secret_key.is_none()
            && let Ok(text) = std::fs::read_to_string(&self.secret_key_file)
            && InstanceKey::parse(&text).is_none()
        {
            refuse(format!("secret_key_file: {} is not the base64 of 32 bytes", self.secret_key_file.display()));
        }
        // That there is none in production is said once, below.
        let none_where_it_is_needed = self.base_url.is_empty() && !self.is_development();
        if !is_origin(&self.base_url) && !none_where_it_is_needed {
            refuse(format!("base_url: is scheme, host and port, such as https://app.example, not `{}`", self.base_url));
        }
        for (name, path) in [
            ("paths.sign_in", &self.paths.sign_in),
            ("paths.sign_up", &self.paths.sign_up),
            ("paths.after_sign_in", &self.paths.after_sign_in),
            ("paths.after_sign_up", &self.paths.after_sign_up),
            ("paths.after_sign_out", &self.paths.after_sign_out),
        ] {
            if !is_path(path) {
                refuse(format!("{name}: is a path that begins with one slash, not `{path}`"));
            }
        }
        for (name, path) in [
            ("paths.user_profile", &self.paths.user_profile),
            ("paths.organization_profile", &self.paths.organization_profile),
            ("paths.create_organization", &self.paths.create_organization),
            ("paths.waitlist", &self.paths.waitlist),
            ("paths.api_keys", &self.paths.api_keys),
            ("organizations.home", &self.organizations.home),
        ] {
            if !path.is_empty() && !is_path(path) {
                refuse(format!("{name}: is a path that begins with one slash, or empty, not `{path}`"));
            }
        }
        // A new password and a passkey need that one has been in before.
        let begins = |strategy: Strategy| !strategy.is_reset() && !strategy.is_discoverable();
        if !self.first_factors().into_iter().any(begins) {
            refuse("sign_in: at least one way in is on, besides passkeys".into());
        } else if !begins(self.sign_in.preferred) || !self.first_factors().contains(&self.sign_in.preferred) {
            refuse(format!("sign_in.preferred: `{}` is not switched on", self.sign_in.preferred.as_str()));
        }
        let by_mail = matches!(self.sign_in.preferred, Strategy::EmailCode | Strategy::EmailLink);
        if self.sign_in.with_sign_up && !by_mail {
            refuse(
                "sign_in.with_sign_up: needs sign_in.preferred = \"email_code\" or \"email_link\", for a password proves nothing of \
                 whom nobody knows"
                    .into(),
            );
        }
        if self.sign_in.with_sign_up && self.sign_up.mode != SignUpMode::Public {
            refuse("sign_in.with_sign_up: needs sign_up.mode = \"public\", where whom nobody knows may sign up".into());
        }
        if self.sign_in.passkey && is_origin(&self.base_url) && !has_domain(&self.base_url) {
            refuse(format!(
                "sign_in.passkey: needs a base_url with a name, such as localhost, not `{}`",
                self.base_url
            ));
        }
        if self.mfa.required && !self.mfa.is_on() {
            refuse("mfa.required: needs mfa.totp or mfa.phone_code, or nobody would ever get in".into());
        }
        let rules = &self.sign_up;
        let known_by = [rules.email_address, rules.phone_number, rules.username];
        if known_by.iter().all(|rule| *rule == FieldRule::Off) {
            refuse(
                "sign_up: one of email_address, phone_number and username is on, or nobody could say who they are"
                    .into(),
            );
        }
        let ways = self.ways_in();
        if self.password_rule() != FieldRule::Required && !ways.mail && !ways.phone {
            refuse(
                "sign_up.password: where it may be left out, something lets people in that is sent to them (sign_in.email_code, \
                 sign_in.email_link, sign_in.phone_code), or nobody would get in again"
                    .into(),
            );
        }
        if !rules.allowlist.is_empty() && rules.email_address != FieldRule::Required {
            refuse(
                "sign_up.allowlist: needs sign_up.email_address = \"required\", or who gives none would not be on it"
                    .into(),
            );
        }
        if !matches!(self.sign_up.email_verification, Strategy::EmailCode | Strategy::EmailLink) {
            let word = self.sign_up.email_verification.as_str();
            refuse(format!("sign_up.email_verification: is `email_code` or `email_link`, not `{word}`"));
        }
        restrictions::mistakes("sign_up.allowlist", &self.sign_up.allowlist).into_iter().for_each(&mut refuse);
        restrictions::mistakes("sign_up.blocklist", &self.sign_up.blocklist).into_iter().for_each(&mut refuse);
        for (name, url) in [
            ("legal.terms_url", &self.legal.terms_url),
            ("legal.privacy_url", &self.legal.privacy_url),
            ("password.change_url", &self.password.change_url),
        ] {
            if !url.is_empty() && !is_link(url) {
                refuse(format!("{name}: is an https:// address or a path that begins with one slash, not `{url}`"));
            }
        }
        if self.legal.consent && self.legal.terms_url.is_empty() && self.legal.privacy_url.is_empty() {
            refuse("legal.consent: needs legal.terms_url or legal.privacy_url, for people to read".into());
        }
        if self.password.min_length < 8 {
            refuse(format!("password.min_length: is at least 8, not {}", self.password.min_length));
        }
        if self.password.min_strength > 4 {
            refuse(format!("password.min_strength: is 0 to 4, not {}", self.password.min_strength));
        }
        if let Err(error) = self.password.hash.params() {
            refuse(format!("password.hash: {error}"));
        } else if self.password.hash.is_too_dear() {
            refuse(format!(
                "password.hash: takes {MOST_MEMORY_KIB} KiB at most, and goes over {MOST_WORK_KIB} KiB at most in all its passes"
            ));
        }
        if self.password.hash_workers > MOST_WORKERS {
            refuse(format!("password.hash_workers: is at most {MOST_WORKERS}"));
        }
        if !(1..=87_600).contains(&self.session.max_lifetime_hours) {
            refuse("session.max_lifetime_hours: is 1 to 87600, which is ten years".into());
        }
        if self.password.hash_queue > 1_000_000 {
            refuse("password.hash_queue: is at most 1000000".into());
        }
        if self.session.inactivity_timeout_minutes < 0 {
            refuse("session.inactivity_timeout_minutes: is 0 or more".into());
        }
        if let Err(problem) = ClaimsTemplate::read(&self.session_token.claims) {
            refuse(format!("session_token.claims: {problem}"));
        }
        if self.security.lock_minutes < 1 {
            refuse("security.lock_minutes: is at least 1".into());
        }
        if self.backend_api.requests_per_ten_seconds == 0 {
            refuse("backend_api.requests_per_ten_seconds: is at least 1".into());
        }
        if self.security.forms_per_minute == 0 {
            refuse("security.forms_per_minute: is at least 1".into());
        }
        for origin in &self.security.redirect_origins {
            if !is_origin(origin) {
                refuse(format!("security.redirect_origins: `{origin}` is not an origin such as https://app.example"));
            }
        }
        if self.breach_check() && self.password.breach_url.is_empty() {
            refuse("password.breach_check: needs password.breach_url, or is set to false".into());
        }
        for (directive, sources) in &self.security.content_security_policy {
            // Others, such as `sandbox`, may keep every form from being sent.
            if !SOURCE_LISTS.contains(&directive.as_str()) {
                let shown = directive.escape_debug();
                refuse(format!(
                    "security.content_security_policy: `{shown}` is no directive that lists sources, such as img-src or form-action"
                ));
                continue;
            }
            let clean = |c: char| (c.is_ascii_graphic() || c == ' ') && !matches!(c, ';' | ',');
            if !sources.chars().all(clean) {
                refuse(format!("security.content_security_policy: `{directive}` cannot be put into a header"));
            }
        }
        self.mail.mistakes().into_iter().chain(self.sms.mistakes()).chain(self.bots.mistakes()).for_each(&mut refuse);
        self.storage.mistakes().into_iter().for_each(&mut refuse);
        self.organization_mistakes().into_iter().for_each(&mut refuse);
        self.api_key_mistakes().into_iter().for_each(&mut refuse);
        self.organization_domain_mistakes().into_iter().for_each(&mut refuse);
        self.webhook_mistakes().into_iter().for_each(&mut refuse);
        self.audit_log_mistakes().into_iter().for_each(&mut refuse);
        self.provider_mistakes().into_iter().for_each(refuse);
        self.warn_about_production(&mut found);
        found
    }
}

/// What an operator should know all the same, where nothing is refused.
fn sorted(found: Vec<Warning>) -> Result<Vec<Warning>, SettingsError> {
    let (refused, told): (Vec<Warning>, Vec<Warning>) =
        found.into_iter().partition(|warning| warning.severity == Severity::Refused);
    match refused.is_empty() {
        true => Ok(told),
        false => Err(SettingsError::Refused(refused.into_iter().map(|warning| warning.text).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::settings::Environment;

    pub(super) fn settings() -> Settings {
        Settings { base_url: "http://localhost:3000".into(), ..Settings::default() }
    }

    #[test]
    fn the_defaults_start_in_development_only() {
        assert!(settings().check().is_ok());
        let error = Settings { environment: Environment::Production, secret_key_file: "/nowhere".into(), ..settings() }
            .check()
            .expect_err("is refused")
            .to_string();
        for expected in ["https://", "VESTIBULE_SECRET_KEY"] {
            assert!(error.contains(expected), "{expected} is missing in {error}");
        }
        assert!(error.lines().count() >= 2, "one line per mistake: {error}");
    }

    #[test]
    fn what_is_wrong_with_the_address_is_said_once() {
        for base_url in ["", "app.example", "http://app.example", "ftp://app.example"] {
            let production = Environment::Production;
            let error = Settings { base_url: base_url.into(), environment: production, ..settings() }
                .check()
                .expect_err("is refused")
                .to_string();
            assert_eq!(error.lines().filter(|line| line.contains("base_url")).count(), 1, "`{base_url}`: {error}");
        }
        assert!(Settings { base_url: String::new(), ..settings() }.check().is_err(), "in development too");
    }

    #[test]
    fn a_policy_of_the_apps_own_lists_sources_alone() {
        let told = |directive: &str, sources: &str| {
            let mut settings = settings();
            settings.security.content_security_policy = [(directive.to_owned(), sources.to_owned())].into();
            settings.check().err().map(|error| error.to_string()).unwrap_or_default()
        };
        for (directive, sources) in [("img-src", "https://images.example data:"), ("form-action", "https://a.example")]
        {
            assert_eq!(told(directive, sources), "");
        }
        for (directive, sources) in [
            ("sandbox", ""),
            ("Img-Src", "https://images.example"),
            ("require-trusted-types-for", "'script'"),
            ("", "x"),
            ("img-src", "x; sandbox"),
            ("img-src", "x\r\ny"),
        ] {
            let told = told(directive, sources);
            assert!(told.starts_with("security.content_security_policy: ") && told.lines().count() == 1, "{told}");
        }
    }

    #[test]
    fn consent_needs_something_to_read() {
        let with = |terms_url: &str| {
            let mut settings = settings();
            settings.legal.consent = true;
            settings.legal.terms_url = terms_url.into();
            settings.check()
        };
        for good in ["/terms", "https://app.example/terms#v2"] {
            assert!(with(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "terms",
            "http://app.example/terms",
            "//evil.example",
            "javascript:alert(1)",
            "/a b",
            "/\\evil.example",
        ] {
            let error = with(bad).expect_err(bad).to_string();
            assert!(error.contains("legal."), "{bad}: {error}");
        }
    }

    #[test]
    fn sign_up_on_the_sign_in_page_is_for_everyone() {
        let with = |mode: SignUpMode| {
            let mut settings = settings();
            settings.sign_in.preferred = Strategy::EmailCode;
            settings.sign_in.with_sign_up = true;
            settings.sign_up.mode = mode;
            settings.check()
        };
        assert!(with(SignUpMode::Public).is_ok());
        for closed in [SignUpMode::Restricted, SignUpMode::Waitlist] {
            let error = with(closed).expect_err("is refused").to_string();
            assert!(error.starts_with("sign_in.with_sign_up: ") && error.lines().count() == 1, "{error}");
        }
    }

    #[test]
    fn passkeys_need_a_name_and_another_way_in() {
        let mut with_passkeys = settings();
        with_passkeys.sign_in.passkey = true;
        assert!(with_passkeys.check().is_ok());
        let numbered = Settings { base_url: "http://127.0.0.1:3000".into(), ..with_passkeys.clone() };
        assert!(numbered.check().is_err());
        with_passkeys.sign_in.preferred = Strategy::Passkey;
        assert!(with_passkeys.check().is_err(), "it asks for nothing that one could type");
        with_passkeys.sign_in.password = false;
        with_passkeys.sign_in.email_code = false;
        with_passkeys.sign_in.phone_code = false;
        assert!(with_passkeys.check().is_err(), "nobody would ever get a passkey");
    }

    #[test]
    fn who_has_no_password_gets_in_by_mail() {
        let mut without = settings();
        without.sign_up.password = FieldRule::Optional;
        assert!(without.check().is_ok());
        without.sign_in.email_code = false;
        assert!(without.check().is_err());
        without.sign_in.email_link = true;
        assert!(without.check().is_ok());
    }

    #[test]
    fn someone_is_known_by_something_and_gets_in_again() {
        let told = |change: fn(&mut Settings)| {
            let mut settings = settings();
            change(&mut settings);
            settings.check().err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert!(told(|it| it.sign_up.email_address = FieldRule::Off).contains("one of email_address"));
        let by_username = |it: &mut Settings| {
            it.sign_up.email_address = FieldRule::Off;
            it.sign_up.username = FieldRule::Required;
        };
        assert_eq!(told(by_username), "");
        let nothing_is_sent = told(|it| {
            it.sign_up.email_address = FieldRule::Off;
            it.sign_up.username = FieldRule::Required;
            it.sign_up.password = FieldRule::Optional;
        });
        assert!(nothing_is_sent.starts_with("sign_up.password: "), "{nothing_is_sent}");
        let skipped = told(|it| {
            it.sign_up.email_address = FieldRule::Optional;
            it.sign_up.allowlist = vec!["@acme.example".into()];
        });
        assert!(skipped.starts_with("sign_up.allowlist: "), "{skipped}");
        assert_eq!(told(|it| it.sign_up.email_address = FieldRule::Optional), "");
    }

    #[test]
    fn paths_stay_on_this_site() {
        let mut wrong = settings();
        wrong.paths.after_sign_in = "//evil.example".into();
        assert!(wrong.check().is_err());
        for bad in ["//evil.example", "waitlist", "/a b", "/\\evil.example"] {
            let mut wrong = settings();
            wrong.paths.waitlist = bad.into();
            assert!(wrong.check().is_err(), "{bad}");
        }
    }
}
