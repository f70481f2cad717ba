//! What is told by mail of who would come into an organization, and of who has.

use crate::model::fill;
use crate::server::delivery::{self, Letter, To};
use crate::server::flows::Error;
use crate::server::settings::MANAGE_MEMBERSHIPS;
use crate::server::store::organization_invitations::OrganizationInvitationRow;
use crate::server::store::organizations::OrganizationRow;
use crate::server::store::{Connection, organization_memberships, users};
use crate::server::vestibule::Inner;

/// Of those who may answer a request no more are told of it.
const MOST_TOLD: i64 = 20;

/// Tells those who may answer it that somebody asks to be let in: whoever came first, where they are many. `identifier` is what
/// they are known by there.
pub(super) async fn tell_of_request(
    app: &Inner,
    connection: &mut Connection,
    organization: &OrganizationRow,
    identifier: &str,
    now: i64,
) -> Result<(), Error> {
    let managing = app.settings.organizations.roles_that_may(&[MANAGE_MEMBERSHIPS]);
    let told = organization_memberships::people_with_roles(connection, &organization.id, &managing, MOST_TOLD).await?;
    let letter = delivery::membership_request_mail(identifier, &organization.name, &members_page(app, organization));
    for user_id in told {
        tell(app, connection, &user_id, &letter, now).await?;
    }
    Ok(())
}

/// Tells someone who has asked that they were let in.
pub(super) async fn tell_of_acceptance(
    app: &Inner,
    connection: &mut Connection,
    organization: &OrganizationRow,
    user_id: &str,
    now: i64,
) -> Result<(), Error> {
    let path = match app.settings.organizations.home.as_str() {
        "" => app.settings.paths.after_sign_in.clone(),
        home => fill(home, &organization.id, organization.slug.as_deref()),
    };
    let url = format!("{}{path}", app.settings.base_url);
    let letter = delivery::membership_request_accepted_mail(&organization.name, &url);
    tell(app, connection, user_id, &letter, now).await
}

/// Tells whoever has invited someone that they have come, if they still belong to it themselves.
pub(super) async fn tell_inviter(
    app: &Inner,
    connection: &mut Connection,
    organization: &OrganizationRow,
    invitation: &OrganizationInvitationRow,
    now: i64,
) -> Result<(), Error> {
    let Some(inviter) = &invitation.inviter_user_id else { return Ok(()) };
    if organization_memberships::find(connection, &organization.id, inviter).await?.is_none() {
        return Ok(());
    }
    let url = members_page(app, organization);
    let letter = delivery::organization_invitation_accepted_mail(&invitation.email_address, &organization.name, &url);
    tell(app, connection, inviter, &letter, now).await
}

/// Who has no address is told nothing.
async fn tell(app: &Inner, connection: &mut Connection, user_id: &str, letter: &Letter, now: i64) -> Result<(), Error> {
    let Some(user) = users::by_id(connection, user_id).await? else { return Ok(()) };
    if let Some(to) = To::owner(&user) {
        delivery::send(app, connection, to, letter, now + delivery::KEPT, now).await?;
    }
    Ok(())
}

/// Where the members of an organization are, or the app where they have no page.
fn members_page(app: &Inner, organization: &OrganizationRow) -> String {
    let paths = &app.settings.paths;
    let path = match paths.organization_profile.as_str() {
        "" => paths.after_sign_in.clone(),
        page => fill(page, &organization.id, organization.slug.as_deref()) + "/members",
    };
    format!("{}{path}", app.settings.base_url)
}
