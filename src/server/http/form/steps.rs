//! The forms, and the pages on which they stand and to which they lead.

use crate::model::{Client, Field, SessionTask, SignInStatus, TicketUse, fill};
use crate::server::flows::account::Contact;
use crate::server::flows::{Began, Outcome};
use crate::server::http::redirect;
use crate::server::vestibule::Vestibule;

/// A form of ours: its name, and where it stands and leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    CreateSignIn,
    PrepareFirstFactor,
    AttemptFirstFactor,
    ResetPassword,
    TicketSignIn,
    TicketAccept,
    CreateSignUp,
    AttemptVerification,
    PrepareVerification,
    OauthSignIn,
    OauthSignUp,
    UpdateSignUp,
    Connect,
    Disconnect,
    SetActive,
    SetActiveOrganization,
    CreateOrganization,
    UpdateOrganization,
    DeleteOrganization,
    LeaveOrganization,
    SetOrganizationLogo,
    RemoveOrganizationLogo,
    UpdateOrganizationMembership,
    RemoveOrganizationMembership,
    CreateOrganizationInvitations,
    ResendOrganizationInvitation,
    RevokeOrganizationInvitation,
    AcceptOrganizationInvitation,
    CreateDomain,
    PrepareDomain,
    AttemptDomain,
    SetEnrollmentMode,
    DeleteDomain,
    AcceptRequest,
    RejectRequest,
    AcceptSuggestion,
    PasskeySignIn,
    CreateApiKey,
    RevokeApiKey,
    CreatePasskey,
    RenamePasskey,
    RemovePasskey,
    UpdateUser,
    UpdateUsername,
    SetProfileImage,
    RemoveProfileImage,
    UpdatePassword,
    RemovePassword,
    DeleteUser,
    CreateContact(Contact),
    PrepareContact(Contact),
    AttemptContact(Contact),
    SetPrimaryContact(Contact),
    RemoveContact(Contact),
    RevokeSession,
    RevokeOtherSessions,
    SignOut,
    RemoveSessions,
    SignOutEverywhere,
    JoinWaitlist,
    PrepareSecondFactor,
    AttemptSecondFactor,
    PasskeySecondFactor,
    CreateTotp,
    VerifyTotp,
    DisableTotp,
    CreateBackupCodes,
    ReservePhone,
    DefaultPhone,
}

impl Form {
    pub const fn name(self) -> &'static str {
        match self {
            Self::CreateSignIn => "sign_in/create",
            Self::PrepareFirstFactor => "sign_in/prepare_first_factor",
            Self::AttemptFirstFactor => "sign_in/attempt_first_factor",
            Self::ResetPassword => "sign_in/reset_password",
            Self::TicketSignIn => "sign_in/ticket",
            Self::TicketAccept => "organization_invitation/accept_ticket",
            Self::CreateSignUp => "sign_up/create",
            Self::AttemptVerification => "sign_up/attempt_verification",
            Self::PrepareVerification => "sign_up/prepare_verification",
            Self::OauthSignIn => "sign_in/oauth",
            Self::OauthSignUp => "sign_up/oauth",
            Self::UpdateSignUp => "sign_up/update",
            Self::Connect => "external_account/connect",
            Self::Disconnect => "external_account/disconnect",
            Self::SetActive => "session/set_active",
            Self::SetActiveOrganization => "session/set_active_organization",
            Self::CreateOrganization => "organization/create",
            Self::UpdateOrganization => "organization/update",
            Self::DeleteOrganization => "organization/delete",
            Self::LeaveOrganization => "organization/leave",
            Self::SetOrganizationLogo => "organization/set_logo",
            Self::RemoveOrganizationLogo => "organization/remove_logo",
            Self::UpdateOrganizationMembership => "organization_membership/update",
            Self::RemoveOrganizationMembership => "organization_membership/remove",
            Self::CreateOrganizationInvitations => "organization_invitation/create",
            Self::ResendOrganizationInvitation => "organization_invitation/resend",
            Self::RevokeOrganizationInvitation => "organization_invitation/revoke",
            Self::AcceptOrganizationInvitation => "organization_invitation/accept",
            Self::CreateDomain => "organization_domain/create",
            Self::PrepareDomain => "organization_domain/prepare_verification",
            Self::AttemptDomain => "organization_domain/attempt_verification",
            Self::SetEnrollmentMode => "organization_domain/set_enrollment_mode",
            Self::DeleteDomain => "organization_domain/delete",
            Self::AcceptRequest => "organization_membership_request/accept",
            Self::RejectRequest => "organization_membership_request/reject",
            Self::AcceptSuggestion => "organization_suggestion/accept",
            Self::PasskeySignIn => "sign_in/passkey",
            Self::CreateApiKey => "api_key/create",
            Self::RevokeApiKey => "api_key/revoke",
            Self::CreatePasskey => "passkey/create",
            Self::RenamePasskey => "passkey/rename",
            Self::RemovePasskey => "passkey/remove",
            Self::UpdateUser => "user/update",
            Self::UpdateUsername => "user/update_username",
            Self::SetProfileImage => "user/set_profile_image",
            Self::RemoveProfileImage => "user/remove_profile_image",
            Self::UpdatePassword => "user/update_password",
            Self::RemovePassword => "user/remove_password",
            Self::DeleteUser => "user/delete",
            Self::CreateContact(Contact::EmailAddress) => "email_address/create",
            Self::CreateContact(Contact::PhoneNumber) => "phone_number/create",
            Self::PrepareContact(Contact::EmailAddress) => "email_address/prepare_verification",
            Self::PrepareContact(Contact::PhoneNumber) => "phone_number/prepare_verification",
            Self::AttemptContact(Contact::EmailAddress) => "email_address/attempt_verification",
            Self::AttemptContact(Contact::PhoneNumber) => "phone_number/attempt_verification",
            Self::SetPrimaryContact(Contact::EmailAddress) => "email_address/set_primary",
            Self::SetPrimaryContact(Contact::PhoneNumber) => "phone_number/set_primary",
            Self::RemoveContact(Contact::EmailAddress) => "email_address/remove",
            Self::RemoveContact(Contact::PhoneNumber) => "phone_number/remove",
            Self::RevokeSession => "session/revoke",
            Self::RevokeOtherSessions => "session/revoke_others",
            Self::SignOut => "session/sign_out",
            Self::RemoveSessions => "client/remove_sessions",
            Self::SignOutEverywhere => "session/sign_out_everywhere",
            Self::JoinWaitlist => "waitlist/join",
            Self::PrepareSecondFactor => "sign_in/prepare_second_factor",
            Self::AttemptSecondFactor => "sign_in/attempt_second_factor",
            Self::PasskeySecondFactor => "sign_in/passkey_second_factor",
            Self::CreateTotp => "totp/create",
            Self::VerifyTotp => "totp/verify",
            Self::DisableTotp => "totp/disable",
            Self::CreateBackupCodes => "backup_code/create",
            Self::ReservePhone => "phone_number/set_reserved_for_second_factor",
            Self::DefaultPhone => "phone_number/make_default_second_factor",
        }
    }

    /// The page on which it stands.
    pub fn own_page(self, app: &Vestibule) -> String {
        let paths = &app.settings.paths;
        match self {
            Self::CreateSignIn
            | Self::OauthSignIn
            | Self::PasskeySignIn
            | Self::TicketSignIn
            | Self::TicketAccept
            | Self::SetActive => paths.sign_in.clone(),
            Self::PrepareFirstFactor | Self::AttemptFirstFactor => format!("{}/factor-one", paths.sign_in),
            Self::ResetPassword => format!("{}/reset-password", paths.sign_in),
            Self::CreateSignUp | Self::OauthSignUp => paths.sign_up.clone(),
            Self::UpdateSignUp => format!("{}/continue", paths.sign_up),
            Self::PrepareSecondFactor | Self::AttemptSecondFactor | Self::PasskeySecondFactor => {
                format!("{}/factor-two", paths.sign_in)
            }
            Self::AttemptVerification | Self::PrepareVerification => {
                format!("{}/verify-email-address", paths.sign_up)
            }
            Self::SignOut | Self::RemoveSessions | Self::SignOutEverywhere => paths.after_sign_out.clone(),
            Self::JoinWaitlist => paths.waitlist_page().to_owned(),
            Self::UpdateOrganization
            | Self::DeleteOrganization
            | Self::LeaveOrganization
            | Self::SetOrganizationLogo
            | Self::RemoveOrganizationLogo
            | Self::UpdateOrganizationMembership
            | Self::RemoveOrganizationMembership
            | Self::CreateOrganizationInvitations
            | Self::ResendOrganizationInvitation
            | Self::RevokeOrganizationInvitation
            | Self::CreateDomain
            | Self::PrepareDomain
            | Self::AttemptDomain
            | Self::SetEnrollmentMode
            | Self::DeleteDomain
            | Self::AcceptRequest
            | Self::RejectRequest => organization_profile(app),
            _ => profile(app),
        }
    }

    /// The page that comes next when it went well.
    pub fn next_page(self, app: &Vestibule, outcome: &Outcome, target: Option<&str>) -> String {
        let (paths, client) = (&app.settings.paths, &outcome.client);
        // Whoever is held up goes where that ends.
        if let (Some(_), Some(task)) = (outcome.began, client.task()) {
            return redirect::page(&task_page(app, task), target);
        }
        if let Some(began) = outcome.began {
            let otherwise = if began == Began::SignUp { &paths.after_sign_up } else { &paths.after_sign_in };
            let home = || organization_home(app, client).unwrap_or_else(|| otherwise.clone());
            return target.map_or_else(home, str::to_owned);
        }
        // Whoever has only asked to be let in is held up as before.
        if let (Self::AcceptSuggestion, Some(task)) = (self, client.task()) {
            return redirect::page(&task_page(app, task), target);
        }
        // Whom the link of an invitation waits for goes where they accept it, and whoever has made room for them where it led.
        let invitation = client.ticket.as_ref().filter(|ticket| ticket.invites_to().is_some());
        match (self, invitation, client.user()) {
            (Self::SetActive, Some(ticket), Some(user)) if ticket.is_for(user) => {
                return redirect::page(&paths.sign_in, target);
            }
            (Self::SignOut, Some(ticket), None) if target.is_none() && !app.settings.session.multi_session => {
                let page = if ticket.good_for == TicketUse::SignUp { &paths.sign_up } else { &paths.sign_in };
                return page.to_owned();
            }
            _ => {}
        }
        // Whoever adds an account is signed in with another one all along.
        let is_under_way = |exists: bool| client.session().is_none() || exists;
        let step = match self {
            Self::JoinWaitlist => self.own_page(app),
            // Whom nobody knows goes on with what an account needs.
            Self::AttemptFirstFactor if client.sign_in.is_none() && client.sign_up.is_some() => paths.sign_up.clone(),
            Self::CreateSignIn
            | Self::PrepareFirstFactor
            | Self::AttemptFirstFactor
            | Self::ResetPassword
            | Self::TicketSignIn
            | Self::PrepareSecondFactor
            | Self::AttemptSecondFactor
            | Self::PasskeySecondFactor
                if is_under_way(client.sign_in.is_some()) =>
            {
                let step = match client.sign_in.as_ref().map(|sign_in| sign_in.status) {
                    Some(SignInStatus::NeedsNewPassword) => "reset-password",
                    Some(SignInStatus::NeedsSecondFactor) => "factor-two",
                    _ => "factor-one",
                };
                format!("{}/{step}", paths.sign_in)
            }
            Self::CreateSignUp | Self::UpdateSignUp | Self::AttemptVerification | Self::PrepareVerification
                if is_under_way(client.sign_up.is_some()) =>
            {
                let sign_up = client.sign_up.as_ref();
                let waits_for_phone = sign_up.is_some_and(|it| !it.unverified_fields.contains(&Field::EmailAddress));
                let step = if waits_for_phone { "verify-phone-number" } else { "verify-email-address" };
                format!("{}/{step}", paths.sign_up)
            }
            Self::TicketAccept
            | Self::SetActiveOrganization
            | Self::CreateOrganization
            | Self::AcceptOrganizationInvitation
            | Self::AcceptSuggestion => {
                let home = || organization_home(app, client).unwrap_or_else(|| paths.after_sign_in.clone());
                return target.map_or_else(home, str::to_owned);
            }
            _ => return target.map_or_else(|| self.default_target(app), str::to_owned),
        };
        redirect::page(&step, target)
    }

    /// Whether it is for whoever acts in a person's place, too: it changes nothing of what lets the person in, nothing of where they
    /// are signed in, nobody's place in an organization (whoever acts could let themselves in), and ends nothing of theirs. What
    /// asks for another proof is for nobody who cannot give one.
    pub const fn is_for_actors(self) -> bool {
        match self {
            Self::CreateSignIn
            | Self::PrepareFirstFactor
            | Self::AttemptFirstFactor
            | Self::ResetPassword
            | Self::TicketSignIn
            | Self::CreateSignUp
            | Self::AttemptVerification
            | Self::PrepareVerification
            | Self::OauthSignIn
            | Self::OauthSignUp
            | Self::UpdateSignUp
            | Self::SetActive
            | Self::SetActiveOrganization
            | Self::CreateOrganization
            | Self::UpdateOrganization
            | Self::SetOrganizationLogo
            | Self::RemoveOrganizationLogo
            | Self::PasskeySignIn
            | Self::UpdateUser
            | Self::SetProfileImage
            | Self::RemoveProfileImage
            | Self::SignOut
            | Self::RemoveSessions
            | Self::JoinWaitlist
            | Self::PrepareSecondFactor
            | Self::AttemptSecondFactor
            | Self::PasskeySecondFactor => true,
            Self::Connect
            | Self::Disconnect
            | Self::DeleteOrganization
            | Self::LeaveOrganization
            | Self::UpdateOrganizationMembership
            | Self::RemoveOrganizationMembership
            | Self::CreateOrganizationInvitations
            | Self::ResendOrganizationInvitation
            | Self::RevokeOrganizationInvitation
            | Self::AcceptOrganizationInvitation
            | Self::CreateDomain
            | Self::PrepareDomain
            | Self::AttemptDomain
            | Self::SetEnrollmentMode
            | Self::DeleteDomain
            | Self::AcceptRequest
            | Self::RejectRequest
            | Self::AcceptSuggestion
            | Self::TicketAccept
            | Self::CreateApiKey
            | Self::RevokeApiKey
            | Self::CreatePasskey
            | Self::RenamePasskey
            | Self::RemovePasskey
            | Self::UpdateUsername
            | Self::UpdatePassword
            | Self::RemovePassword
            | Self::DeleteUser
            | Self::CreateContact(_)
            | Self::PrepareContact(_)
            | Self::AttemptContact(_)
            | Self::SetPrimaryContact(_)
            | Self::RemoveContact(_)
            | Self::RevokeSession
            | Self::RevokeOtherSessions
            | Self::SignOutEverywhere
            | Self::CreateTotp
            | Self::VerifyTotp
            | Self::DisableTotp
            | Self::CreateBackupCodes
            | Self::ReservePhone
            | Self::DefaultPhone => false,
        }
    }

    /// Whether it may use up the ticket that a browser keeps, of whoever is signed in all along.
    pub const fn uses_ticket(self) -> bool {
        matches!(self, Self::TicketAccept | Self::AcceptOrganizationInvitation)
    }

    /// Whether it stands on whichever page shows what it changes: the page that it names as where it leads.
    pub const fn stays(self) -> bool {
        matches!(
            self,
            Self::Connect
                | Self::Disconnect
                | Self::SetActiveOrganization
                | Self::CreateOrganization
                | Self::UpdateOrganization
                | Self::DeleteOrganization
                | Self::LeaveOrganization
                | Self::SetOrganizationLogo
                | Self::RemoveOrganizationLogo
                | Self::UpdateOrganizationMembership
                | Self::RemoveOrganizationMembership
                | Self::CreateOrganizationInvitations
                | Self::ResendOrganizationInvitation
                | Self::RevokeOrganizationInvitation
                | Self::AcceptOrganizationInvitation
                | Self::CreateDomain
                | Self::PrepareDomain
                | Self::AttemptDomain
                | Self::SetEnrollmentMode
                | Self::DeleteDomain
                | Self::AcceptRequest
                | Self::RejectRequest
                | Self::AcceptSuggestion
                | Self::CreateApiKey
                | Self::RevokeApiKey
                | Self::CreatePasskey
                | Self::RenamePasskey
                | Self::RemovePasskey
                | Self::UpdateUser
                | Self::UpdateUsername
                | Self::SetProfileImage
                | Self::RemoveProfileImage
                | Self::UpdatePassword
                | Self::RemovePassword
                | Self::DeleteUser
                | Self::CreateContact(_)
                | Self::PrepareContact(_)
                | Self::AttemptContact(_)
                | Self::SetPrimaryContact(_)
                | Self::RemoveContact(_)
                | Self::RevokeSession
                | Self::RevokeOtherSessions
                | Self::CreateTotp
                | Self::VerifyTotp
                | Self::DisableTotp
                | Self::CreateBackupCodes
                | Self::ReservePhone
                | Self::DefaultPhone
        )
    }

    fn default_target(self, app: &Vestibule) -> String {
        let paths = &app.settings.paths;
        match self {
            Self::CreateSignIn
            | Self::PrepareFirstFactor
            | Self::AttemptFirstFactor
            | Self::ResetPassword
            | Self::OauthSignIn
            | Self::PasskeySignIn
            | Self::TicketSignIn
            | Self::TicketAccept
            | Self::PrepareSecondFactor
            | Self::AttemptSecondFactor
            | Self::PasskeySecondFactor
            | Self::SetActive
            | Self::SetActiveOrganization
            | Self::CreateOrganization
            | Self::AcceptOrganizationInvitation
            | Self::AcceptSuggestion => paths.after_sign_in.clone(),
            Self::CreateSignUp
            | Self::UpdateSignUp
            | Self::OauthSignUp
            | Self::AttemptVerification
            | Self::PrepareVerification => paths.after_sign_up.clone(),
            // Whatever else there is shows on its own page what it has done.
            _ => self.own_page(app),
        }
    }
}

/// Where whoever acts in an organization goes first, if organizations have such a page.
pub fn organization_home(app: &Vestibule, client: &Client) -> Option<String> {
    let home = &app.settings.organizations.home;
    let organization = client.session()?.organization.as_ref().filter(|_| !home.is_empty())?;
    Some(fill(home, &organization.id, organization.slug.as_deref()))
}

/// Where whoever is held up does what is left to do.
pub fn task_page(app: &Vestibule, task: SessionTask) -> String {
    let step = match task {
        SessionTask::SetupMfa => "setup-mfa",
        SessionTask::ChooseOrganization => "choose-organization",
    };
    format!("{}/{step}", app.settings.paths.sign_in)
}

/// Where connected accounts and passkeys are shown.
pub fn profile(app: &Vestibule) -> String {
    let paths = &app.settings.paths;
    if paths.user_profile.is_empty() { paths.after_sign_in.clone() } else { paths.user_profile.clone() }
}

/// Where an organization is shown.
fn organization_profile(app: &Vestibule) -> String {
    let paths = &app.settings.paths;
    // Where it is in the address of each organization, no form comes without its page.
    match paths.organization_profile.as_str() {
        page if page.is_empty() || page.contains(':') => paths.after_sign_in.clone(),
        page => page.to_owned(),
    }
}

/// The page that comes next after a link was opened in the browser that asked for it.
pub fn page_after_link(app: &Vestibule, outcome: &Outcome, is_sign_up: bool, target: Option<&str>) -> String {
    let form = if is_sign_up { Form::AttemptVerification } else { Form::AttemptFirstFactor };
    form.next_page(app, outcome, target)
}
