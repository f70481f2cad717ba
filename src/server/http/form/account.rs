use super::steps::Form;
use super::{answer, lead_to_provider, reply, secret};
use crate::api::{Reply, SecretInput};
use crate::model::{ApiErrors, Field};
use crate::server::flows::oauth::{self, Purpose};
use crate::server::flows::passkeys;

/// Sends a person to a provider to connect their account there.
pub async fn connect_external_account(strategy: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    lead_to_provider(Form::Connect, Purpose::Connect, strategy, redirect_url).await
}

/// Disconnects an account elsewhere.
pub async fn disconnect_external_account(id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::Disconnect, redirect_url, &[(Field::ExternalAccountId, id)], async |app, visitor| {
        oauth::disconnect(app, visitor, id).await
    })
    .await
}

/// Asks a browser to make a passkey.
pub async fn prepare_passkey() -> Result<serde_json::Value, ApiErrors> {
    reply(true, async |app, visitor| passkeys::prepare(app, &visitor.themselves()).await).await
}

/// Keeps a passkey.
pub async fn create_passkey(credential: SecretInput, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let credential = secret(credential);
    answer(Form::CreatePasskey, redirect_url, &[], async |app, visitor| {
        passkeys::create(app, visitor, &credential).await
    })
    .await
}

/// Gives a passkey another name.
pub async fn rename_passkey(id: &str, name: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::PasskeyId, id), (Field::Name, name)];
    answer(Form::RenamePasskey, redirect_url, &typed, async |app, visitor| {
        passkeys::rename(app, visitor, id, name).await
    })
    .await
}

/// Removes a passkey.
pub async fn remove_passkey(id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::PasskeyId, id)];
    answer(Form::RemovePasskey, redirect_url, &typed, async |app, visitor| passkeys::remove(app, visitor, id).await)
        .await
}
