use super::steps::Form;
use super::{answer, reply, secret};
use crate::api::{Reply, SecretInput};
use crate::model::{ApiErrors, Field, Strategy};
use crate::server::flows::{second_factors, sign_in};

/// Asks to give the second proof in another way.
pub async fn prepare_second_factor(
    strategy: &str,
    phone_number_id: &str,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    answer(Form::PrepareSecondFactor, redirect_url, &[], async |app, visitor| {
        sign_in::prepare_second_factor(app, visitor, Strategy::parse(strategy), phone_number_id).await
    })
    .await
}

/// Gives the second proof.
pub async fn attempt_second_factor(strategy: &str, code: SecretInput, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let code = secret(code);
    answer(Form::AttemptSecondFactor, redirect_url, &[], async |app, visitor| {
        sign_in::attempt_second_factor(app, visitor, Strategy::parse(strategy), &code).await
    })
    .await
}

/// Asks a browser for a passkey as the second proof.
pub async fn prepare_passkey_second_factor() -> Result<serde_json::Value, ApiErrors> {
    reply(true, async |app, visitor| sign_in::second_passkey::prepare(app, visitor).await).await
}

/// Gives the second proof with a passkey.
pub async fn passkey_second_factor(credential: SecretInput, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let credential = secret(credential);
    answer(Form::PasskeySecondFactor, redirect_url, &[], async |app, visitor| {
        sign_in::second_passkey::attempt(app, visitor, &credential).await
    })
    .await
}

/// Begins to set up an authenticator app.
pub async fn create_totp(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::CreateTotp, redirect_url, &[], async |app, visitor| second_factors::create_totp(app, visitor).await)
        .await
}

/// Sets it up.
pub async fn verify_totp(code: SecretInput, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let code = secret(code);
    answer(Form::VerifyTotp, redirect_url, &[], async |app, visitor| {
        second_factors::verify_totp(app, visitor, &code).await
    })
    .await
}

/// Removes it.
pub async fn disable_totp(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::DisableTotp, redirect_url, &[], async |app, visitor| second_factors::disable_totp(app, visitor).await)
        .await
}

/// Makes backup codes.
pub async fn create_backup_codes(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::CreateBackupCodes, redirect_url, &[], async |app, visitor| {
        second_factors::create_backup_codes(app, visitor).await
    })
    .await
}

/// Makes a phone number the one to which codes go first.
pub async fn make_default_second_factor(id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::DefaultPhone, redirect_url, &[(Field::PhoneNumberId, id)], async |app, visitor| {
        second_factors::make_default(app, visitor, id).await
    })
    .await
}

/// Keeps a phone number for codes as a second factor, or lets it go again.
pub async fn reserve_phone(id: &str, reserved: bool, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::ReservePhone, redirect_url, &[(Field::PhoneNumberId, id)], async |app, visitor| {
        second_factors::reserve_phone(app, visitor, id, reserved).await
    })
    .await
}
