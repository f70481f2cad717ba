//! Email addresses and phone numbers of people.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use super::input::{Body, Path};
use crate::model::ErrorCode;
use crate::server::resources::{DeletedObject, EmailAddress, PhoneNumber};
use crate::server::vestibule::Vestibule;
use crate::server::{Contact, ContactChange, UserContact};

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new()
        .routes(routes!(create_email_address))
        .routes(routes!(get_email_address, update_email_address, delete_email_address))
        .routes(routes!(replace_email_address))
        .routes(routes!(create_phone_number))
        .routes(routes!(get_phone_number, update_phone_number, delete_phone_number))
        .routes(routes!(replace_phone_number))
}

fn address(contact: UserContact) -> Result<Json<EmailAddress>, Failures> {
    let address = contact.email_address().ok_or_else(Failure::not_found)?;
    Ok(Json(EmailAddress::of(address)))
}

fn number(contact: UserContact) -> Result<Json<PhoneNumber>, Failures> {
    let number = contact.phone_number().ok_or_else(Failure::not_found)?;
    Ok(Json(PhoneNumber::of(number)))
}

async fn find(app: &Vestibule, contact: Contact, id: &str) -> Result<UserContact, Failures> {
    Ok(app.users().contact(contact, id).await?.ok_or_else(Failure::not_found)?)
}

/// Refuses to make one that is written to into one that is not: another one is made that instead.
async fn check_primary(app: &Vestibule, contact: Contact, id: &str, primary: Option<bool>) -> Result<(), Failures> {
    let found = find(app, contact, id).await?;
    let is_primary = match contact {
        Contact::EmailAddress => found.user.primary_email_address_id.as_deref() == Some(id),
        Contact::PhoneNumber => found.user.primary_phone_number_id.as_deref() == Some(id),
    };
    match (primary, is_primary) {
        (Some(false), true) => {
            let message = "primary cannot be taken away: make another one the primary one.";
            Err(Failure::of(ErrorCode::FormParamFormatInvalid, "primary", message).into())
        }
        _ => Ok(()),
    }
}

/// An email address to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewEmailAddress {
    /// `user_…`
    user_id: String,
    email_address: String,
    /// Whether it is known to be theirs; it is not where nothing is said.
    verified: Option<bool>,
    /// Whether it is the one that is written to, as the first verified one is in any case.
    primary: Option<bool>,
}

/// Create an email address
#[utoipa::path(
    post, path = "/email_addresses", tag = "Email Addresses", operation_id = "CreateEmailAddress",
    request_body = NewEmailAddress,
    responses((status = 200, body = EmailAddress), (status = "default", body = Failures))
)]
async fn create_email_address(
    State(app): State<Vestibule>,
    Body(new): Body<NewEmailAddress>,
) -> Result<Json<EmailAddress>, Failures> {
    let change = ContactChange {
        verified: new.verified,
        primary: new.primary.unwrap_or_default(),
        reserved_for_second_factor: None,
    };
    let users = app.users();
    address(users.create_contact(Contact::EmailAddress, &new.user_id, &new.email_address, change).await?)
}

/// Get an email address
#[utoipa::path(
    get, path = "/email_addresses/{email_address_id}", tag = "Email Addresses", operation_id = "GetEmailAddress",
    params(("email_address_id" = String, Path)),
    responses((status = 200, body = EmailAddress), (status = "default", body = Failures))
)]
async fn get_email_address(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
) -> Result<Json<EmailAddress>, Failures> {
    address(find(&app, Contact::EmailAddress, &id).await?)
}

/// What an email address is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EmailAddressChange {
    /// Whether it is known to be theirs.
    verified: Option<bool>,
    /// Whether it becomes the one that is written to.
    primary: Option<bool>,
}

/// Update an email address
///
/// Its user is told by mail.
#[utoipa::path(
    patch, path = "/email_addresses/{email_address_id}", tag = "Email Addresses", operation_id = "UpdateEmailAddress",
    params(("email_address_id" = String, Path)), request_body = Option<EmailAddressChange>,
    responses((status = 200, body = EmailAddress), (status = "default", body = Failures))
)]
async fn update_email_address(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(change): Body<EmailAddressChange>,
) -> Result<Json<EmailAddress>, Failures> {
    check_primary(&app, Contact::EmailAddress, &id, change.primary).await?;
    let change = ContactChange {
        verified: change.verified,
        primary: change.primary.unwrap_or_default(),
        reserved_for_second_factor: None,
    };
    address(app.users().update_contact(Contact::EmailAddress, &id, change).await?)
}

/// Delete an email address
///
/// Unless nothing else would let its user in. They are told by mail.
#[utoipa::path(
    delete, path = "/email_addresses/{email_address_id}", tag = "Email Addresses", operation_id = "DeleteEmailAddress",
    params(("email_address_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete_email_address(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
) -> Result<Json<DeletedObject>, Failures> {
    app.users().delete_contact(Contact::EmailAddress, &id).await?;
    Ok(Json(DeletedObject::new("email_address", id)))
}

/// An email address that is known to be a user's.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EmailAddressReplacement {
    email_address: String,
}

/// Replace all email addresses of a user
///
/// By one that is known to be theirs.
#[utoipa::path(
    put, path = "/users/{user_id}/email_address", tag = "Users", operation_id = "ReplaceUserEmailAddress",
    params(("user_id" = String, Path)), request_body = EmailAddressReplacement,
    responses((status = 200, body = EmailAddress), (status = "default", body = Failures))
)]
async fn replace_email_address(
    State(app): State<Vestibule>,
    Path(user_id): Path<String>,
    Body(new): Body<EmailAddressReplacement>,
) -> Result<Json<EmailAddress>, Failures> {
    address(app.users().replace_contacts(Contact::EmailAddress, &user_id, &new.email_address).await?)
}

/// A phone number to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPhoneNumber {
    /// `user_…`
    user_id: String,
    /// As E.164 has it.
    phone_number: String,
    /// Whether it is known to be theirs; it is not where nothing is said.
    verified: Option<bool>,
    /// Whether it is the one that is written to, as the first verified one is in any case.
    primary: Option<bool>,
    /// Whether codes go to it as a second factor, so that it signs in nobody by itself.
    reserved_for_second_factor: Option<bool>,
}

/// Create a phone number
#[utoipa::path(
    post, path = "/phone_numbers", tag = "Phone Numbers", operation_id = "CreatePhoneNumber",
    request_body = NewPhoneNumber,
    responses((status = 200, body = PhoneNumber), (status = "default", body = Failures))
)]
async fn create_phone_number(
    State(app): State<Vestibule>,
    Body(new): Body<NewPhoneNumber>,
) -> Result<Json<PhoneNumber>, Failures> {
    let change = ContactChange {
        verified: new.verified,
        primary: new.primary.unwrap_or_default(),
        reserved_for_second_factor: new.reserved_for_second_factor,
    };
    let users = app.users();
    number(users.create_contact(Contact::PhoneNumber, &new.user_id, &new.phone_number, change).await?)
}

/// Get a phone number
#[utoipa::path(
    get, path = "/phone_numbers/{phone_number_id}", tag = "Phone Numbers", operation_id = "GetPhoneNumber",
    params(("phone_number_id" = String, Path)),
    responses((status = 200, body = PhoneNumber), (status = "default", body = Failures))
)]
async fn get_phone_number(State(app): State<Vestibule>, Path(id): Path<String>) -> Result<Json<PhoneNumber>, Failures> {
    number(find(&app, Contact::PhoneNumber, &id).await?)
}

/// What a phone number is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PhoneNumberChange {
    /// Whether it is known to be theirs.
    verified: Option<bool>,
    /// Whether it becomes the one that is written to.
    primary: Option<bool>,
    /// Whether codes go to it as a second factor, so that it signs in nobody by itself.
    reserved_for_second_factor: Option<bool>,
}

/// Update a phone number
///
/// Its user is told by mail.
#[utoipa::path(
    patch, path = "/phone_numbers/{phone_number_id}", tag = "Phone Numbers", operation_id = "UpdatePhoneNumber",
    params(("phone_number_id" = String, Path)), request_body = Option<PhoneNumberChange>,
    responses((status = 200, body = PhoneNumber), (status = "default", body = Failures))
)]
async fn update_phone_number(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
    Body(change): Body<PhoneNumberChange>,
) -> Result<Json<PhoneNumber>, Failures> {
    check_primary(&app, Contact::PhoneNumber, &id, change.primary).await?;
    let change = ContactChange {
        verified: change.verified,
        primary: change.primary.unwrap_or_default(),
        reserved_for_second_factor: change.reserved_for_second_factor,
    };
    number(app.users().update_contact(Contact::PhoneNumber, &id, change).await?)
}

/// Delete a phone number
///
/// Unless nothing else would let its user in. They are told by mail.
#[utoipa::path(
    delete, path = "/phone_numbers/{phone_number_id}", tag = "Phone Numbers", operation_id = "DeletePhoneNumber",
    params(("phone_number_id" = String, Path)),
    responses((status = 200, body = DeletedObject), (status = "default", body = Failures))
)]
async fn delete_phone_number(
    State(app): State<Vestibule>,
    Path(id): Path<String>,
) -> Result<Json<DeletedObject>, Failures> {
    app.users().delete_contact(Contact::PhoneNumber, &id).await?;
    Ok(Json(DeletedObject::new("phone_number", id)))
}

/// A phone number that is known to be a user's.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PhoneNumberReplacement {
    /// As E.164 has it.
    phone_number: String,
}

/// Replace all phone numbers of a user
///
/// By one that is known to be theirs.
#[utoipa::path(
    put, path = "/users/{user_id}/phone_number", tag = "Users", operation_id = "ReplaceUserPhoneNumber",
    params(("user_id" = String, Path)), request_body = PhoneNumberReplacement,
    responses((status = 200, body = PhoneNumber), (status = "default", body = Failures))
)]
async fn replace_phone_number(
    State(app): State<Vestibule>,
    Path(user_id): Path<String>,
    Body(new): Body<PhoneNumberReplacement>,
) -> Result<Json<PhoneNumber>, Failures> {
    number(app.users().replace_contacts(Contact::PhoneNumber, &user_id, &new.phone_number).await?)
}
