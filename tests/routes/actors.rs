//! What whoever acts in a user's place may send. A form that is in none of the lists fails here.

use std::collections::BTreeSet;

use crate::inventory::{Kind, TABLE, ask};
use crate::support::{Database, House, Person, offer, on_both};

on_both!(each_form_lets_on_whom_the_lists_say);

const PREFIX: &str = "/vestibule/api/";

/// What is for them, too: it says something, or changes what can be helped with.
const FOR_ACTORS: &[&str] = &[
    "api_key/list",
    "client/get",
    "client/remove_sessions",
    "organization/create",
    "organization/get",
    "organization/remove_logo",
    "organization/set_logo",
    "organization/update",
    "organization_domain/list",
    "organization_invitation/list",
    "organization_membership/list",
    "organization_membership_request/list",
    "password/strength",
    "session/set_active",
    "session/set_active_organization",
    "session/sign_out",
    "session/token",
    "sign_in/attempt_first_factor",
    "sign_in/attempt_second_factor",
    "sign_in/create",
    "sign_in/oauth",
    "sign_in/passkey",
    "sign_in/passkey_second_factor",
    "sign_in/prepare_first_factor",
    "sign_in/prepare_passkey",
    "sign_in/prepare_passkey_second_factor",
    "sign_in/prepare_second_factor",
    "sign_in/reset_password",
    "sign_in/ticket",
    "sign_up/attempt_verification",
    "sign_up/create",
    "sign_up/oauth",
    "sign_up/prepare_verification",
    "sign_up/update",
    "user/get_sessions",
    "user/organization_invitations",
    "user/organization_memberships",
    "user/organization_suggestions",
    "user/remove_profile_image",
    "user/set_profile_image",
    "user/update",
    "waitlist/join",
];

/// What is for the user alone: it changes what lets them in, or anyone into an organization, ends what is theirs, or proves who they
/// are.
const FOR_THE_USER: &[&str] = &[
    "api_key/create",
    "api_key/revoke",
    "backup_code/create",
    "email_address/attempt_verification",
    "email_address/create",
    "email_address/prepare_verification",
    "email_address/remove",
    "email_address/set_primary",
    "external_account/connect",
    "external_account/disconnect",
    "organization/delete",
    "organization/leave",
    "organization_domain/attempt_verification",
    "organization_domain/create",
    "organization_domain/delete",
    "organization_domain/prepare_verification",
    "organization_domain/set_enrollment_mode",
    "organization_invitation/accept",
    "organization_invitation/accept_ticket",
    "organization_invitation/create",
    "organization_invitation/resend",
    "organization_invitation/revoke",
    "organization_membership/remove",
    "organization_membership/update",
    "organization_membership_request/accept",
    "organization_membership_request/reject",
    "organization_suggestion/accept",
    "passkey/create",
    "passkey/prepare",
    "passkey/remove",
    "passkey/rename",
    "phone_number/attempt_verification",
    "phone_number/create",
    "phone_number/make_default_second_factor",
    "phone_number/prepare_verification",
    "phone_number/remove",
    "phone_number/set_primary",
    "phone_number/set_reserved_for_second_factor",
    "session/revoke",
    "session/revoke_others",
    "session/sign_out_everywhere",
    "session_verification/attempt_first_factor",
    "session_verification/attempt_second_factor",
    "session_verification/passkey",
    "session_verification/prepare_first_factor",
    "session_verification/prepare_passkey",
    "session_verification/prepare_second_factor",
    "session_verification/start",
    "totp/create",
    "totp/disable",
    "totp/verify",
    "user/delete",
    "user/remove_password",
    "user/update_password",
    "user/update_username",
];

#[test]
fn every_form_is_in_one_of_the_lists() {
    let forms: BTreeSet<&str> = TABLE.iter().filter_map(|(path, _)| path.strip_prefix(PREFIX)).collect();
    let listed: Vec<&str> = FOR_ACTORS.iter().chain(FOR_THE_USER).copied().collect();
    let known: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(known.len(), listed.len(), "nothing stands in them twice");
    let unclassified: Vec<_> = forms.difference(&known).collect();
    assert!(unclassified.is_empty(), "forms that nobody has thought about: {unclassified:?}");
    let gone: Vec<_> = known.difference(&forms).collect();
    assert!(gone.is_empty(), "forms that are not there: {gone:?}");
}

async fn each_form_lets_on_whom_the_lists_say(database: Database) {
    let house = House::with(&database, |settings| {
        offer(settings, &["google"]);
        settings.sign_in.passkey = true;
        settings.paths.user_profile = "/user".into();
        settings.organizations.enabled = true;
        settings.organizations.domains.enabled = true;
        settings.api_keys.users = true;
        settings.security.forms_per_minute = 100_000;
    })
    .await;
    let own = house.sign_up(&Person::named("ada")).await;
    let id = own.user_id().await;
    for (path, kind) in TABLE {
        let Some(form) = path.strip_prefix(PREFIX) else { continue };
        assert!(matches!(kind, Kind::Form | Kind::MemberForm | Kind::Question), "{path}");
        let browser = house.in_place_of(&id).await;
        let answer = ask(&house, &browser, path, *kind).await;
        if FOR_THE_USER.contains(&form) {
            answer.expect_error(403, "action_not_allowed");
            assert!(browser.who().await.is_some(), "{path}: they go on");
        } else {
            assert!(matches!(answer.status, 200 | 404 | 422), "{path}: {}", answer.body);
        }
    }
    assert!(own.who().await.is_some(), "nothing of the person's own has ended");
}
