use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::{ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;

use crate::locale;
use crate::model::{ApiError, ApiErrors, ErrorCode, ErrorMeta};

/// The JSON of an error, with its sentence: `{"errors":[{"code","message","long_message","meta"}]}`.
#[derive(Debug)]
pub struct ApiErrorsEncoding;

#[derive(Serialize)]
struct Shape<'a> {
    errors: Vec<ErrorShape<'a>>,
}

#[derive(Serialize)]
struct ErrorShape<'a> {
    code: ErrorCode,
    message: String,
    long_message: String,
    meta: &'a ErrorMeta,
}

impl ContentType for ApiErrorsEncoding {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for ApiErrorsEncoding {
    const FORMAT_TYPE: Format = Format::Text;
}

impl Encodes<ApiErrors> for ApiErrorsEncoding {
    type Error = serde_json::Error;

    fn encode(errors: &ApiErrors) -> Result<leptos::server_fn::Bytes, serde_json::Error> {
        let errors = errors.errors.iter().map(|error| {
            let text = locale::error_text(error);
            ErrorShape { code: error.code, message: text.clone(), long_message: text, meta: &error.meta }
        });
        serde_json::to_vec(&Shape { errors: errors.collect() }).map(Into::into)
    }
}

impl Decodes<ApiErrors> for ApiErrorsEncoding {
    type Error = serde_json::Error;

    fn decode(bytes: leptos::server_fn::Bytes) -> Result<ApiErrors, serde_json::Error> {
        <JsonEncoding as Decodes<ApiErrors>>::decode(bytes)
    }
}

impl FromServerFnError for ApiErrors {
    type Encoder = ApiErrorsEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let code = match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => ErrorCode::RequestBodyInvalid,
            ServerFnErrorErr::Deserialization(_) => UNREADABLE,
            ServerFnErrorErr::Request(_) => ErrorCode::ServiceUnavailable,
            _ => ErrorCode::InternalError,
        };
        let errors = ApiErrors::from(ApiError::new(code));
        note_refused(&errors);
        errors
    }
}

#[cfg(feature = "ssr")]
use crate::server::form::note_refused;

/// On the server it is the request that could not be read.
#[cfg(feature = "ssr")]
const UNREADABLE: ErrorCode = ErrorCode::RequestBodyInvalid;
/// In the browser it is the answer: something in between answered in the server's place.
#[cfg(not(feature = "ssr"))]
const UNREADABLE: ErrorCode = ErrorCode::ServiceUnavailable;

/// In the browser there is no answer whose status could be set.
#[cfg(not(feature = "ssr"))]
fn note_refused(_: &ApiErrors) {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Field;

    #[test]
    fn an_error_says_its_sentence_and_comes_back() {
        let errors: ApiErrors = ApiError::of(ErrorCode::FormCodeIncorrect, Field::Code).into();
        let json = ApiErrorsEncoding::encode(&errors).expect("encodes");
        let text = String::from_utf8_lossy(&json);
        assert_eq!(
            text,
            r#"{"errors":[{"code":"form_code_incorrect","message":"Incorrect code.","long_message":"Incorrect code.","meta":{"param_name":"code"}}]}"#
        );
        assert_eq!(ApiErrorsEncoding::decode(json).expect("decodes"), errors);
    }
}
