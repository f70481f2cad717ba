use super::Reply;
use crate::model::ApiErrors;

/// Posts a form to the server function with this path. One function for all forms: what a server function makes for
/// itself to be called with would be in the bundle once for each of them.
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub async fn post_form(path: &str, body: String) -> Result<Reply, ApiErrors> {
    use leptos::server_fn::Decodes;
    use leptos::server_fn::client::Client;
    use leptos::server_fn::client::browser::BrowserClient;
    use leptos::server_fn::codec::JsonEncoding;
    use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
    use leptos::server_fn::request::ClientReq;
    use leptos::server_fn::response::ClientRes;

    type Request = <BrowserClient as Client<ApiErrors>>::Request;

    let form = "application/x-www-form-urlencoded";
    let request = <Request as ClientReq<ApiErrors>>::try_new_post(path, form, "application/json", body)?;
    let response = <BrowserClient as Client<ApiErrors>>::send(request).await?;
    let refused = ClientRes::<ApiErrors>::status(&response) >= 400;
    let bytes = ClientRes::<ApiErrors>::try_into_bytes(response).await?;
    if refused {
        return Err(ApiErrors::de(bytes));
    }
    <JsonEncoding as Decodes<Reply>>::decode(bytes)
        .map_err(|error| ApiErrors::from_server_fn_error(ServerFnErrorErr::Deserialization(error.to_string())))
}

/// Posts a form. Only a browser does.
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub async fn post_form(_path: &str, _body: String) -> Result<Reply, ApiErrors> {
    Err(crate::model::ApiError::new(crate::model::ErrorCode::InternalError).into())
}
