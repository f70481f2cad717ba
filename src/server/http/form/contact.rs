use super::steps::Form;
use super::{answer, secret};
use crate::api::{Reply, SecretInput};
use crate::model::{ApiErrors, Field};
use crate::server::flows::account::{self, Contact};

const fn field(contact: Contact) -> Field {
    match contact {
        Contact::EmailAddress => Field::EmailAddress,
        Contact::PhoneNumber => Field::PhoneNumber,
    }
}

const fn id_field(contact: Contact) -> Field {
    match contact {
        Contact::EmailAddress => Field::EmailAddressId,
        Contact::PhoneNumber => Field::PhoneNumberId,
    }
}

/// Puts an address or number on an account.
pub async fn create_contact(
    contact: Contact,
    given: &str,
    country: &str,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [(field(contact), given), (Field::PhoneCountry, country)];
    answer(Form::CreateContact(contact), redirect_url, &typed, async |app, visitor| {
        account::create(app, visitor, contact, given, country).await
    })
    .await
}

/// Sends another code.
pub async fn prepare_contact(contact: Contact, id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::PrepareContact(contact), redirect_url, &[(id_field(contact), id)], async |app, visitor| {
        account::prepare_verification(app, visitor, contact, id).await
    })
    .await
}

/// Gives the code.
pub async fn attempt_contact(
    contact: Contact,
    id: &str,
    code: SecretInput,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let code = secret(code);
    answer(Form::AttemptContact(contact), redirect_url, &[(id_field(contact), id)], async |app, visitor| {
        account::attempt_verification(app, visitor, contact, id, code.expose()).await
    })
    .await
}

/// Makes one the one that is written to.
pub async fn set_primary_contact(contact: Contact, id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::SetPrimaryContact(contact), redirect_url, &[(id_field(contact), id)], async |app, visitor| {
        account::set_primary(app, visitor, contact, id).await
    })
    .await
}

/// Takes one from an account.
pub async fn remove_contact(contact: Contact, id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::RemoveContact(contact), redirect_url, &[(id_field(contact), id)], async |app, visitor| {
        account::remove(app, visitor, contact, id).await
    })
    .await
}
