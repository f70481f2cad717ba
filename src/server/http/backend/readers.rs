//! Every body and query that the REST API reads, for the fuzzer: it takes one text for each of them.

use serde::de::DeserializeOwned;

use super::{
    actor_tokens, audit_log, clients, contacts, input, instance, invitations, jwt_templates, listed_identifiers,
    new_user, organization_domains, organization_invitations, organization_members, organization_permissions,
    organization_roles, organizations, redirect_urls, sessions, sign_ups, tickets, user_credentials, user_update,
    users, webhook_endpoints,
};

type Reads = fn(&[u8]) -> bool;

fn reads_body<T: DeserializeOwned>(text: &[u8]) -> bool {
    input::body::<T>(text).is_ok()
}

fn reads_query<T: DeserializeOwned>(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| input::query::<T>(text).is_ok())
}

const BODIES: &[Reads] = &[
    reads_body::<actor_tokens::NewActorToken>,
    reads_body::<clients::Presented>,
    reads_body::<contacts::NewEmailAddress>,
    reads_body::<contacts::EmailAddressChange>,
    reads_body::<contacts::EmailAddressReplacement>,
    reads_body::<contacts::NewPhoneNumber>,
    reads_body::<contacts::PhoneNumberChange>,
    reads_body::<contacts::PhoneNumberReplacement>,
    reads_body::<instance::InstanceChange>,
    reads_body::<instance::RestrictionsChange>,
    reads_body::<instance::OrganizationSettingsChange>,
    reads_body::<invitations::New>,
    reads_body::<jwt_templates::NewTemplate>,
    reads_body::<jwt_templates::TemplateChange>,
    reads_body::<listed_identifiers::NewAllowlistIdentifier>,
    reads_body::<listed_identifiers::NewBlocklistIdentifier>,
    reads_body::<new_user::New>,
    reads_body::<organization_domains::New>,
    reads_body::<organization_domains::Change>,
    reads_body::<organization_invitations::NewInvitation>,
    reads_body::<organization_invitations::Revocation>,
    reads_body::<organization_members::New>,
    reads_body::<organization_members::Role>,
    reads_body::<organization_permissions::NewPermission>,
    reads_body::<organization_permissions::PermissionChange>,
    reads_body::<organization_roles::NewRole>,
    reads_body::<organization_roles::RoleChange>,
    reads_body::<organizations::New>,
    reads_body::<organizations::Change>,
    reads_body::<redirect_urls::NewRedirectUrl>,
    reads_body::<sessions::NewSession>,
    reads_body::<sessions::Presented>,
    reads_body::<sessions::Lifetime>,
    reads_body::<sign_ups::SignUpChange>,
    reads_body::<tickets::NewSignInToken>,
    reads_body::<tickets::New>,
    reads_body::<user_credentials::Password>,
    reads_body::<user_credentials::Code>,
    reads_body::<user_credentials::Removal>,
    reads_body::<user_credentials::Compromise>,
    reads_body::<user_update::Change>,
    reads_body::<users::Metadata>,
    reads_body::<webhook_endpoints::New>,
    reads_body::<webhook_endpoints::Change>,
    reads_body::<webhook_endpoints::Replay>,
    reads_body::<webhook_endpoints::Example>,
    reads_body::<organizations::MetadataChange>,
];

const QUERIES: &[Reads] = &[
    reads_query::<invitations::Which>,
    reads_query::<organization_invitations::Which>,
    reads_query::<organization_members::Which>,
    reads_query::<organization_roles::Which>,
    reads_query::<organizations::Which>,
    reads_query::<sessions::Which>,
    reads_query::<tickets::Which>,
    reads_query::<users::Which>,
    reads_query::<webhook_endpoints::Which>,
    reads_query::<audit_log::Which>,
];

/// As how many bodies a text can be read.
pub fn bodies(text: &[u8]) -> usize {
    BODIES.iter().filter(|reads| reads(text)).count()
}

/// As how many queries a text can be read.
pub fn queries(text: &[u8]) -> usize {
    QUERIES.iter().filter(|reads| reads(text)).count()
}
