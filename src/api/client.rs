use leptos::prelude::*;

use crate::model::{ApiErrors, Client};

/// What this browser holds now: for a tab that has reason to think that another one changed it.
#[server(prefix = "/vestibule/api", endpoint = "client/get")]
pub async fn get_client() -> Result<Client, ApiErrors> {
    crate::server::form::client().await
}
