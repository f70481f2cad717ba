//! What is known of organizations, and what can be done with them, for an app's own screens.

use leptos::prelude::*;

use crate::api::{self, Reply, SecretInput};
use crate::elements::{AuthState, platform};
use crate::model::{
    ActiveOrganization, ApiError, ApiErrors, EnrollmentMode, ErrorCode, Organization, OrganizationDomain,
    OrganizationInvitation, OrganizationMembership, OrganizationMembershipRequest, OrganizationSuggestion, Paginated,
    TicketStatus, UserOrganizationInvitation,
};

/// What [`use_organization`] gives. A handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct UseOrganization {
    state: AuthState,
}

/// The organization in which whoever is signed in acts: who belongs to it, who is invited, and how to change that.
///
/// What is asked for can be asked for on the server, while a page is made, and in the browser; what changes something is for the
/// browser. Who may what is checked on the server, each time: what someone may not do is refused with `authorization_invalid`,
/// and everything with `resource_not_found` while they act in no organization. It panics outside of
/// [`AuthProvider`](super::AuthProvider).
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::use_organization;
///
/// #[component]
/// fn Team() -> impl IntoView {
///     let organization = use_organization();
///     let page = RwSignal::new(0);
///     let members = Resource::new(
///         move || (organization.id(), page.get()),
///         move |(_, page)| organization.memberships("", None, 10, page * 10),
///     );
///     view! {
///         <Suspense>
///             {move || Suspend::new(async move {
///                 let members = members.await.unwrap_or_default();
///                 let names = members.data.into_iter().map(|it| view! { <li>{it.public_user_data.identifier}</li> });
///                 view! { <p>{members.total_count} " people"</p><ul>{names.collect_view()}</ul> }
///             })}
///         </Suspense>
///         <button on:click=move |_| *page.write() += 1>"More"</button>
///     }
/// }
/// ```
pub fn use_organization() -> UseOrganization {
    UseOrganization { state: AuthState::current() }
}

impl UseOrganization {
    /// As much of it as every page knows; `None` while nobody acts in one. Where it is asked reactively, the answer follows.
    pub fn organization(self) -> Option<ActiveOrganization> {
        self.state.session.with(|session| session.as_ref().and_then(|session| session.organization.clone()))
    }

    /// Its id: `org_…`. Likewise.
    pub fn id(self) -> Option<String> {
        self.organization().map(|organization| organization.id)
    }

    /// All of it, with how many belong to it.
    ///
    /// # Errors
    /// `resource_not_found`.
    pub async fn details(self) -> Result<Organization, ApiErrors> {
        api::get_organization(self.here()?).await
    }

    /// One's own membership: its id, the role with all that it allows, and what the app keeps about it for members to read.
    ///
    /// # Errors
    /// `resource_not_found`.
    pub fn membership(self) -> impl Future<Output = Result<OrganizationMembership, ApiErrors>> + use<> {
        let here = self.here();
        async move {
            let found = api::list_own_organization_memberships(String::new(), here?, 1, 0).await?;
            found.data.into_iter().next().ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound).into())
        }
    }

    /// Part of its members, oldest first: those whose name or identifier holds `query`, and who have a role, if one is named. At
    /// most `limit` of them (up to 500), `offset` are passed over. Needs `org:sys_memberships:read`.
    ///
    /// # Errors
    /// `resource_not_found`, `authorization_invalid`.
    pub fn memberships(
        self,
        query: &str,
        role: Option<&str>,
        limit: i64,
        offset: i64,
    ) -> impl Future<Output = Result<Paginated<OrganizationMembership>, ApiErrors>> + use<> {
        let (here, query, role) = (self.here(), query.to_owned(), role.unwrap_or_default().to_owned());
        async move { api::list_organization_memberships(here?, query, role, limit, offset).await }
    }

    /// Part of the invitations that wait for an answer, newest first. Needs `org:sys_memberships:manage`.
    ///
    /// # Errors
    /// `resource_not_found`, `authorization_invalid`.
    pub fn invitations(
        self,
        limit: i64,
        offset: i64,
    ) -> impl Future<Output = Result<Paginated<OrganizationInvitation>, ApiErrors>> + use<> {
        self.invitations_with(&[TicketStatus::Pending], limit, offset)
    }

    /// The same of those that stand elsewhere: accepted, taken back, run out.
    ///
    /// # Errors
    /// As [`invitations`](Self::invitations).
    pub fn invitations_with(
        self,
        statuses: &[TicketStatus],
        limit: i64,
        offset: i64,
    ) -> impl Future<Output = Result<Paginated<OrganizationInvitation>, ApiErrors>> + use<> {
        let here = self.here();
        let statuses: Vec<_> = statuses.iter().map(|status| status.as_str()).collect();
        let statuses = statuses.join(",");
        async move { api::list_organization_invitations(here?, statuses, limit, offset).await }
    }

    /// Part of its domains, oldest first. Needs `org:sys_domains:read`.
    ///
    /// # Errors
    /// `resource_not_found`, `authorization_invalid`.
    pub fn domains(
        self,
        limit: i64,
        offset: i64,
    ) -> impl Future<Output = Result<Paginated<OrganizationDomain>, ApiErrors>> + use<> {
        let here = self.here();
        async move { api::list_organization_domains(here?, limit, offset).await }
    }

    /// Part of the requests to be let in that nobody has answered, oldest first. Needs `org:sys_memberships:manage`.
    ///
    /// # Errors
    /// `resource_not_found`, `authorization_invalid`.
    pub fn membership_requests(
        self,
        limit: i64,
        offset: i64,
    ) -> impl Future<Output = Result<Paginated<OrganizationMembershipRequest>, ApiErrors>> + use<> {
        let here = self.here();
        async move { api::list_organization_membership_requests(here?, limit, offset).await }
    }

    /// Lets in someone who has asked, or says no to them. Needs `org:sys_memberships:manage`.
    ///
    /// # Errors
    /// `resource_not_found`, `authorization_invalid`, and what keeps them out.
    pub async fn answer_membership_request(self, request_id: String, lets_in: bool) -> Result<(), ApiErrors> {
        let here = self.here()?;
        self.done(match lets_in {
            true => api::accept_organization_membership_request(here, request_id, String::new()).await,
            false => api::reject_organization_membership_request(here, request_id, String::new()).await,
        })
    }

    /// Invites people by their email addresses, all of them or nobody; in the settings' `default_role` where none is named.
    /// Needs `org:sys_memberships:manage`.
    ///
    /// # Errors
    /// `form_param_format_invalid`, `duplicate_record` or `already_a_member_in_organization`, whose `email_addresses` says for
    /// which one; `organization_membership_quota_exceeded`; `authorization_invalid`.
    pub async fn invite(self, email_addresses: &[&str], role: Option<&str>) -> Result<(), ApiErrors> {
        let role = role.unwrap_or_default().to_owned();
        let addresses = email_addresses.join(" ");
        self.done(api::create_organization_invitations(self.here()?, addresses, role, String::new()).await)
    }

    /// Mails an invitation once more, with another link. Needs `org:sys_memberships:manage`.
    ///
    /// # Errors
    /// `organization_invitation_not_pending`, `resource_not_found`, `authorization_invalid`.
    pub async fn resend_invitation(self, invitation_id: String) -> Result<(), ApiErrors> {
        self.done(api::resend_organization_invitation(self.here()?, invitation_id, String::new()).await)
    }

    /// Takes an invitation back, which may have been done before. Needs `org:sys_memberships:manage`.
    ///
    /// # Errors
    /// As [`resend_invitation`](Self::resend_invitation).
    pub async fn revoke_invitation(self, invitation_id: String) -> Result<(), ApiErrors> {
        self.done(api::revoke_organization_invitation(self.here()?, invitation_id, String::new()).await)
    }

    /// Gives a member another role. Needs `org:sys_memberships:manage`, and a role that allows all that both allow.
    ///
    /// # Errors
    /// `organization_minimum_permissions_needed` if nobody would be left who manages members, or nobody who may delete the
    /// organization besides; `resource_not_found`, `authorization_invalid`.
    pub async fn set_role(self, user_id: String, role: String) -> Result<(), ApiErrors> {
        self.done(api::update_organization_membership(self.here()?, user_id, role, String::new()).await)
    }

    /// Takes a member out of it. Needs `org:sys_memberships:manage`, and a role that allows all that theirs allows.
    ///
    /// # Errors
    /// As [`set_role`](Self::set_role).
    pub async fn remove_member(self, user_id: String) -> Result<(), ApiErrors> {
        self.done(api::remove_organization_membership(self.here()?, user_id, String::new()).await)
    }

    /// Gives it another name, and another slug if one is named. Needs `org:sys_profile:manage`.
    ///
    /// # Errors
    /// `form_identifier_exists` of the field `slug` if another one has it; what is wrong with either; `authorization_invalid`.
    pub async fn update(self, name: String, slug: Option<String>) -> Result<(), ApiErrors> {
        let page = platform::current_path();
        let slug = slug.unwrap_or_default();
        let reply = api::update_organization(self.here()?, name, slug, page.clone()).await?;
        // A page that is named by the slug goes along.
        let redirect_to = reply.redirect_to.clone().filter(|to| reply.loads && *to != page);
        self.state.apply(Reply { redirect_to, ..reply });
        Ok(())
    }

    /// Takes its logo from it. One is set by a form in [`OrganizationProfile`](super::OrganizationProfile). Needs
    /// `org:sys_profile:manage`.
    ///
    /// # Errors
    /// `resource_not_found`, `authorization_invalid`.
    pub async fn remove_logo(self) -> Result<(), ApiErrors> {
        self.done(api::remove_organization_logo(self.here()?, String::new()).await)
    }

    /// Deletes it with all that is its own; `name` is its name, so that nobody does it by accident. Needs
    /// `org:sys_profile:delete`, and a fresh proof of who one is:
    /// [`use_reverification`](super::use_reverification) asks for that.
    ///
    /// # Errors
    /// `session_reverification_required`; `form_param_format_invalid` of the field `organization_name` if that is not its name;
    /// `authorization_invalid`; `action_not_allowed` where it is not to be deleted.
    pub async fn delete(self, name: String) -> Result<(), ApiErrors> {
        self.done(api::delete_organization(self.here()?, name, String::new(), String::new()).await)
    }

    /// Names a domain of it, which does something once it is proven. Needs `org:sys_domains:manage`, as what follows does.
    ///
    /// # Errors
    /// Of the field `name` `form_param_format_invalid`, `organization_domain_common` if everyone can have an address in it,
    /// `duplicate_record`; `identification_quota_exceeded`; `authorization_invalid`.
    pub async fn create_domain(self, name: String) -> Result<(), ApiErrors> {
        self.done(api::create_organization_domain(self.here()?, name, String::new()).await)
    }

    /// Mails a code to an address in exactly that domain.
    ///
    /// # Errors
    /// `form_param_format_invalid` of the field `affiliation_email_address`; `verification_missing` if it is proven;
    /// `too_many_requests`, `resource_not_found`, `authorization_invalid`.
    pub async fn prepare_domain(self, domain_id: String, email_address: String) -> Result<(), ApiErrors> {
        let here = self.here()?;
        self.done(api::prepare_organization_domain_verification(here, domain_id, email_address, String::new()).await)
    }

    /// Gives the code: from then on the domain is the organization's.
    ///
    /// # Errors
    /// `form_code_incorrect`, `verification_expired` and `verification_failed` of the field `code`; `form_identifier_exists` of
    /// the field `name` if it is another organization's; `too_many_requests`, `resource_not_found`, `authorization_invalid`.
    pub async fn attempt_domain(self, domain_id: String, code: String) -> Result<(), ApiErrors> {
        let (here, code) = (self.here()?, SecretInput::from(code));
        self.done(api::attempt_organization_domain_verification(here, domain_id, code, String::new()).await)
    }

    /// Changes how people with an address in a domain come in; `delete_pending` takes those of their requests away that wait.
    ///
    /// # Errors
    /// Of the field `enrollment_mode` `identification_unverified` for a domain that is not proven, `form_param_format_invalid`
    /// for a mode that the settings do not have; `resource_not_found`, `authorization_invalid`.
    pub async fn set_enrollment_mode(
        self,
        domain_id: String,
        mode: EnrollmentMode,
        delete_pending: bool,
    ) -> Result<(), ApiErrors> {
        let (here, mode) = (self.here()?, mode.as_str().to_owned());
        let answer = api::set_organization_domain_enrollment_mode(here, domain_id, mode, delete_pending, String::new());
        self.done(answer.await)
    }

    /// Takes a domain from it.
    ///
    /// # Errors
    /// `resource_not_found`, `authorization_invalid`.
    pub async fn delete_domain(self, domain_id: String) -> Result<(), ApiErrors> {
        self.done(api::delete_organization_domain(self.here()?, domain_id, String::new()).await)
    }

    /// Takes whoever is signed in out of it.
    ///
    /// # Errors
    /// `organization_minimum_permissions_needed` if nobody would be left who manages members, or nobody who may delete the
    /// organization besides.
    pub async fn leave(self) -> Result<(), ApiErrors> {
        self.done(api::leave_organization(self.here()?, String::new(), String::new()).await)
    }

    fn here(self) -> Result<String, ApiErrors> {
        let here = self.state.session.with_untracked(|session| {
            session.as_ref().and_then(|session| session.organization.as_ref().map(|it| it.id.clone()))
        });
        here.ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound).into())
    }

    fn done(self, answer: Result<Reply, ApiErrors>) -> Result<(), ApiErrors> {
        taken_in(self.state, answer)
    }
}

/// What [`use_organization_list`] gives. A handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct UseOrganizationList {
    state: AuthState,
}

/// The organizations of whoever is signed in: which they belong to, what waits for them, and how to make one. Works where
/// [`use_organization`] does.
///
/// ```
/// use leptos::prelude::*;
/// use vestibule::components::use_organization_list;
///
/// #[component]
/// fn Mine() -> impl IntoView {
///     let list = use_organization_list();
///     let mine = Resource::new(|| (), move |()| list.memberships(100, 0));
///     let choose = Action::new_local(move |id: &String| {
///         let id = id.clone();
///         async move { list.set_active(Some(id)).await }
///     });
///     view! {
///         <Suspense>
///             {move || Suspend::new(async move {
///                 let mine = mine.await.unwrap_or_default().data;
///                 let button = move |it: vestibule::model::OrganizationMembership| {
///                     let id = it.organization.id.clone();
///                     view! {
///                         <button on:click=move |_| drop(choose.dispatch_local(id.clone()))>{it.organization.name}</button>
///                     }
///                 };
///                 mine.into_iter().map(button).collect_view()
///             })}
///         </Suspense>
///     }
/// }
/// ```
pub fn use_organization_list() -> UseOrganizationList {
    UseOrganizationList { state: AuthState::current() }
}

impl UseOrganizationList {
    /// Part of the memberships, oldest first: at most `limit` of them (up to 500), `offset` are passed over.
    ///
    /// # Errors
    /// `authentication_invalid` when nobody is signed in.
    pub async fn memberships(self, limit: i64, offset: i64) -> Result<Paginated<OrganizationMembership>, ApiErrors> {
        api::list_own_organization_memberships(String::new(), String::new(), limit, offset).await
    }

    /// The same of those to organizations whose name holds `query`, in whatever case.
    ///
    /// # Errors
    /// As [`memberships`](Self::memberships).
    pub fn memberships_called(
        self,
        query: &str,
        limit: i64,
        offset: i64,
    ) -> impl Future<Output = Result<Paginated<OrganizationMembership>, ApiErrors>> + use<> {
        let query = query.to_owned();
        async move { api::list_own_organization_memberships(query, String::new(), limit, offset).await }
    }

    /// Part of the invitations that wait for an answer, to addresses that they have proven, newest first; as many as
    /// [`memberships`](Self::memberships).
    ///
    /// # Errors
    /// `authentication_invalid` when nobody is signed in.
    pub async fn invitations(
        self,
        limit: i64,
        offset: i64,
    ) -> Result<Paginated<UserOrganizationInvitation>, ApiErrors> {
        api::list_own_organization_invitations(limit, offset).await
    }

    /// Accepts one. It waits no longer then: whoever shows a part of them asks for it again.
    ///
    /// # Errors
    /// `organization_invitation_not_pending`, `organization_membership_quota_exceeded`, `resource_not_found`.
    pub async fn accept_invitation(self, invitation_id: String) -> Result<(), ApiErrors> {
        taken_in(self.state, api::accept_organization_invitation(invitation_id, String::new()).await)
    }

    /// Part of the organizations that an address of theirs lets them come into, or ask, by their names; likewise.
    ///
    /// # Errors
    /// `authentication_invalid` when nobody is signed in; `action_not_allowed` where organizations have no domains.
    pub async fn suggestions(self, limit: i64, offset: i64) -> Result<Paginated<OrganizationSuggestion>, ApiErrors> {
        api::list_own_organization_suggestions(limit, offset).await
    }

    /// Comes into one of them, or asks: whichever its domain lets them.
    ///
    /// # Errors
    /// `resource_not_found` if none of their addresses does; `organization_membership_quota_exceeded`.
    pub async fn accept_suggestion(self, organization_id: String) -> Result<(), ApiErrors> {
        taken_in(self.state, api::accept_organization_suggestion(organization_id, String::new()).await)
    }

    /// Makes an organization, in which they act from then on, and gives it. Without a slug one is made of the name.
    ///
    /// # Errors
    /// `form_identifier_exists` of the field `slug`; `organization_quota_exceeded`; `action_not_allowed` where people make none.
    pub async fn create(self, name: String, slug: Option<String>) -> Result<ActiveOrganization, ApiErrors> {
        let slug = slug.unwrap_or_default();
        let reply = api::create_organization(name, slug, String::new(), String::new()).await?;
        let made = reply.organization.clone();
        taken_in(self.state, Ok(reply))?;
        made.ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound).into())
    }

    /// Lets the session act in one, by its id or slug, or in none.
    ///
    /// # Errors
    /// `resource_not_found` when they do not belong to it; `action_not_allowed` when nobody acts outside of one here.
    pub async fn set_active(self, organization: Option<String>) -> Result<(), ApiErrors> {
        taken_in(
            self.state,
            api::set_active_organization(organization.unwrap_or_default(), String::new(), String::new()).await,
        )
    }
}

/// Takes over what a change gave back. The app says where it goes on.
fn taken_in(state: AuthState, answer: Result<Reply, ApiErrors>) -> Result<(), ApiErrors> {
    state.apply(Reply { redirect_to: None, ..answer? });
    Ok(())
}
