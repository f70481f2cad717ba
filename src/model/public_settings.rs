use serde::{Deserialize, Serialize};

use super::{Look, Mfa, SignUpMode, Strategy};

/// Whether a sign-up asks for something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldRule {
    /// Not asked for, not accepted.
    #[default]
    Off,
    /// May be left empty.
    Optional,
    /// Must be filled in.
    Required,
}

/// Where the pages of the entrance are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Paths {
    /// The page with `<SignIn/>`.
    pub sign_in: String,
    /// The page with `<SignUp/>`.
    pub sign_up: String,
    /// Where a sign-in leads when it was not sent for from somewhere.
    pub after_sign_in: String,
    /// Where a sign-up leads when it was not sent for from somewhere.
    pub after_sign_up: String,
    /// Where a sign-out leads.
    pub after_sign_out: String,
    /// Where "Manage account" leads; empty hides it.
    pub user_profile: String,
    /// The page with `<OrganizationProfile/>`; empty hides what leads there.
    pub organization_profile: String,
    /// The page with `<CreateOrganization/>`; empty hides what leads there.
    pub create_organization: String,
    /// The page with `<Waitlist/>`; empty where `<SignUp/>` shows it.
    pub waitlist: String,
    /// The page with `<ApiKeys/>`; empty where the profiles alone show them.
    pub api_keys: String,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            sign_in: "/sign-in".into(),
            sign_up: "/sign-up".into(),
            after_sign_in: "/".into(),
            after_sign_up: "/".into(),
            after_sign_out: "/".into(),
            user_profile: String::new(),
            organization_profile: String::new(),
            create_organization: String::new(),
            waitlist: String::new(),
            api_keys: String::new(),
        }
    }
}

impl Paths {
    /// The page on which one puts oneself on the waitlist.
    pub fn waitlist_page(&self) -> &str {
        if self.waitlist.is_empty() { &self.sign_up } else { &self.waitlist }
    }
}

/// What people agree to when they sign up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Legal {
    /// Where the terms of service are; empty where there are none.
    pub terms_url: String,
    /// Where the privacy policy is; empty where there is none.
    pub privacy_url: String,
    /// Whether nobody gets an account without having agreed to them.
    pub consent: bool,
}

/// The part of the settings that a browser may know.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PublicSettings {
    /// What the app is called.
    pub app_name: String,
    /// Where the pages are.
    pub paths: Paths,
    /// Whether this is a development instance: shown on the card, so that nobody takes it for the real one.
    pub development: bool,
    /// The strategies that can give a sign-in's first proof, the one that is asked for first in front.
    pub first_factors: Vec<Strategy>,
    /// Whether sign-up asks for an e-mail address.
    pub email_address: FieldRule,
    /// Whether sign-up asks for a password.
    pub password: FieldRule,
    /// Whether sign-up asks for a phone number, which can be signed in with.
    #[serde(default)]
    pub phone_number: FieldRule,
    /// Whether a username can be signed in with.
    pub username: FieldRule,
    /// Whether sign-up asks for a first name.
    pub first_name: FieldRule,
    /// Whether sign-up asks for a last name.
    pub last_name: FieldRule,
    /// Who may sign up.
    #[serde(default)]
    pub mode: SignUpMode,
    /// The shortest password that is accepted, in code points.
    pub password_min_length: usize,
    /// The address of the components' stylesheet; empty when the host links it itself.
    pub stylesheet: String,
    /// The address of the script by which a browser shows that no program sits at it; empty where it need not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub captcha_script: String,
    /// Whether nobody signs up without that script.
    #[serde(default)]
    pub captcha_needs_script: bool,
    /// The providers that one can come from.
    pub providers: Vec<ProviderInfo>,
    /// Whether several people can be signed in on one browser at a time.
    #[serde(default)]
    pub multi_session: bool,
    /// Whether there are organizations.
    #[serde(default)]
    pub organizations: bool,
    /// Whether some pages' addresses say for whom one acts there: whoever goes from one to another has it from the server.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub organizations_in_addresses: bool,
    /// Whether people may have API keys of their own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub user_api_keys: bool,
    /// Whether organizations may have API keys.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub organization_api_keys: bool,
    /// Whether people may delete their own accounts.
    #[serde(default)]
    pub delete_self: bool,
    /// What people agree to when they sign up.
    #[serde(default)]
    pub legal: Legal,
    /// Which second factors there are.
    #[serde(default)]
    pub mfa: Mfa,
    /// Whether whom nobody knows signs up on the sign-in page.
    #[serde(default)]
    pub with_sign_up: bool,
    /// What the appearance decides besides style.
    #[serde(default)]
    pub look: Look,
    /// The same of single components, by their names, where it is not the general one.
    #[serde(default)]
    pub component_looks: Vec<(String, Look)>,
}

/// A provider that one can come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProviderInfo {
    /// What it is called in the strategy `oauth_<key>`.
    pub key: String,
    /// What it is called on a button.
    pub name: String,
}

impl PublicSettings {
    /// What a link to a page is that may be about somebody else than this one (`rel`).
    pub fn page_rel(&self) -> Option<&'static str> {
        self.organizations_in_addresses.then_some("external")
    }

    /// What a link to the sign-up page is (`rel`): with a list of countries in it the page is loaded from the server, which
    /// alone knows the list.
    pub fn sign_up_rel(&self) -> Option<&'static str> {
        (self.phone_number != FieldRule::Off).then_some("external")
    }

    /// Whether the first step of a sign-in asks for the password, too: where nothing else could prove it.
    pub fn asks_for_password_at_once(&self) -> bool {
        let beside = |strategy: &Strategy| strategy.is_reset() || strategy.is_discoverable();
        self.first_factors.iter().all(|strategy| *strategy == Strategy::Password || beside(strategy))
    }

    /// Leaves out what sign-up need not ask for. What an account is known by stays where none of it has to be given.
    pub fn hide_optional_fields(&mut self) {
        let known_by = [self.email_address, self.phone_number, self.username];
        let is_known = known_by.contains(&FieldRule::Required);
        let names = [&mut self.first_name, &mut self.last_name];
        let rest = [&mut self.email_address, &mut self.phone_number, &mut self.username, &mut self.password];
        let rest = rest.into_iter().filter(|_| is_known);
        for rule in names.into_iter().chain(rest).filter(|rule| **rule == FieldRule::Optional) {
            *rule = FieldRule::Off;
        }
    }

    /// Whether one can sign in with a passkey.
    pub fn passkeys(&self) -> bool {
        self.first_factors.contains(&Strategy::Passkey)
    }
}
