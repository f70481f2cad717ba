use super::Reply;
use crate::model::{ApiErrors, Client, PasswordStrength};

/// Posts a form to the server function with this path. One function for all forms: what a server function makes for
/// itself to be called with would be in the bundle once for each of them.
pub async fn post_form(path: &str, body: String) -> Result<Reply, ApiErrors> {
    send(path, body).await
}

/// The same for a form that the server has drawn: what there is to tell of it is told by the section when it is drawn anew.
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub(crate) async fn post_drawn_form(path: &str, body: String) -> Result<Reply, ApiErrors> {
    #[cfg(not(test))]
    return browser::send_drawn(path, body).await;
    #[cfg(test)]
    send(path, body).await
}

/// A section of the account, as the server draws it for this browser; `place` is the query that says where it stands.
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub(crate) async fn fetch_drawn(section: &str, place: &str) -> Option<String> {
    let path = format!("{DRAWN_PREFIX}{section}?{place}");
    #[cfg(not(test))]
    return browser::fetch_text(&path).await;
    #[cfg(test)]
    path.is_empty().then_some(path)
}

/// Below it the sections of an account are.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub(crate) const DRAWN_PREFIX: &str = "/vestibule/drawn/";

/// What says that a form was drawn by the server, and by what it will be drawn again.
#[cfg(any(feature = "ssr", all(feature = "hydrate", not(test))))]
pub(crate) const DRAWN_HEADER: &str = "vestibule-drawn";

/// What this browser holds now.
pub(crate) async fn fetch_client() -> Result<Client, ApiErrors> {
    send("/vestibule/api/client/get", String::new()).await
}

/// A token for this browser: by a template, or a session token where that is empty; only in the session and organization in which
/// the page believes to act.
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub(crate) async fn fetch_token(
    template: &str,
    session_id: &str,
    organization_id: &str,
) -> Result<Option<String>, ApiErrors> {
    let template = crate::elements::encode(template);
    let body = format!("template={template}&session_id={session_id}&organization_id={organization_id}");
    send("/vestibule/api/session/token", body).await
}

/// When a token runs out, Unix milliseconds (RFC 7519 section 4.1.4).
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub(crate) fn token_expires_at(token: &str) -> Option<i64> {
    #[cfg(not(test))]
    return browser::token_expires_at(token);
    #[cfg(test)]
    token.parse().ok()
}

/// How hard a password is to guess, for whom the other texts are about.
pub(crate) async fn fetch_password_strength(password: &str, about: &[String]) -> Result<PasswordStrength, ApiErrors> {
    let mut body = format!("password={}", crate::elements::encode(password));
    for text in about {
        body.push_str("&about[]=");
        body.push_str(&crate::elements::encode(text));
    }
    send("/vestibule/api/password/strength", body).await
}

#[cfg(all(feature = "hydrate", not(feature = "ssr"), not(test)))]
use browser::send;

/// Only a browser sends anything.
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"), not(test))))]
async fn send<T>(_path: &str, _body: String) -> Result<T, ApiErrors> {
    Err(crate::model::ApiError::new(crate::model::ErrorCode::InternalError).into())
}

#[cfg(all(feature = "hydrate", not(feature = "ssr"), not(test)))]
mod browser {
    use js_sys::futures::JsFuture;
    use leptos::prelude::window;
    use leptos::server_fn::client::get_server_url;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Headers, RequestInit, Response};

    use crate::api::json::{FromJson, Json, read};
    use crate::model::{ApiError, ApiErrors, ErrorCode};

    /// Sends a form and reads the answer.
    pub async fn send<T: FromJson>(path: &str, body: String) -> Result<T, ApiErrors> {
        read_answer(exchange(path, body, false).await)
    }

    /// The same for a form that the server has drawn.
    pub async fn send_drawn<T: FromJson>(path: &str, body: String) -> Result<T, ApiErrors> {
        read_answer(exchange(path, body, true).await)
    }

    /// What a GET brings.
    pub async fn fetch_text(path: &str) -> Option<String> {
        let url = get_server_url().to_owned() + path;
        let response: Response = JsFuture::from(window().fetch_with_str(&url)).await.ok()?.dyn_into().ok()?;
        let text = response.ok().then(|| response.text().ok()).flatten()?;
        JsFuture::from(text).await.ok()?.as_string()
    }

    /// When a token runs out.
    pub fn token_expires_at(token: &str) -> Option<i64> {
        let payload = token.split('.').nth(1)?.replace('-', "+").replace('_', "/");
        let seconds = Json::parse(&window().atob(&payload).ok()?)?.get("exp").number()?;
        Some((seconds * 1_000.0) as i64)
    }

    fn read_answer<T: FromJson>(answer: Result<(bool, Json), JsValue>) -> Result<T, ApiErrors> {
        let (is_refused, json) = answer.map_err(|_| unreadable())?;
        match is_refused {
            true => Err(read(&json).unwrap_or_else(unreadable)),
            false => read(&json).ok_or_else(unreadable),
        }
    }

    /// Something in between answered in the server's place, or nothing did.
    fn unreadable() -> ApiErrors {
        ApiError::new(ErrorCode::ServiceUnavailable).into()
    }

    async fn exchange(path: &str, body: String, is_drawn: bool) -> Result<(bool, Json), JsValue> {
        let headers = Headers::new()?;
        if is_drawn {
            headers.set(super::DRAWN_HEADER, "1")?;
        }
        headers.set("accept", "application/json")?;
        headers.set("content-type", "application/x-www-form-urlencoded")?;
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_headers(&headers);
        request.set_body(&JsValue::from_str(&body));
        let url = get_server_url().to_owned() + path;
        let response = JsFuture::from(window().fetch_with_str_and_init(&url, &request)).await?;
        let response: Response = response.dyn_into()?;
        let json = JsFuture::from(response.json()?).await?;
        Ok((response.status() >= 400, Json::new(json)))
    }
}
