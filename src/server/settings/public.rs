//! What a browser may know of the settings.

use super::{BotProtection, Settings};
use crate::model::PublicSettings;

impl Settings {
    /// The part that a browser may know.
    pub fn public(&self) -> PublicSettings {
        PublicSettings {
            app_name: self.app_name.clone(),
            paths: self.paths.clone(),
            development: self.is_development(),
            first_factors: self.first_factors(),
            email_address: self.sign_up.email_address,
            password: self.password_rule(),
            phone_number: self.sign_up.phone_number,
            username: self.sign_up.username,
            first_name: self.sign_up.first_name,
            last_name: self.sign_up.last_name,
            mode: self.sign_up.mode,
            password_min_length: self.password.min_length,
            stylesheet: String::new(),
            captcha_script: String::new(),
            captcha_needs_script: self.bots.protection == BotProtection::Turnstile,
            providers: self.public_providers(),
            multi_session: self.session.multi_session,
            organizations: self.organizations.enabled,
            // Only the layer around the app knows its pages.
            organizations_in_addresses: false,
            user_api_keys: self.api_keys.users,
            organization_api_keys: self.has_organization_api_keys(),
            delete_self: self.account.delete,
            legal: self.legal.clone(),
            mfa: self.mfa.clone(),
            with_sign_up: self.signs_up_on_sign_in(),
            look: self.appearance.look(),
            component_looks: self.appearance.component_looks(),
        }
    }
}
