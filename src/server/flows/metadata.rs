//! What an app keeps about people: objects in JSON, of which the server alone writes two, and each person one of their own.

use serde_json::{Map, Value};

use crate::model::{ApiError, ErrorCode, Field};
use crate::server::store::StoreError;

/// No such object is longer than this, in bytes of its JSON.
pub const MOST_BYTES: usize = 8 * 1024;

/// What a person typed, as it is kept.
pub fn typed(json: &str) -> Result<String, ApiError> {
    let field = Field::UnsafeMetadata;
    let object: Map<String, Value> =
        serde_json::from_str(json).map_err(|_| ApiError::of(ErrorCode::FormParamFormatInvalid, field))?;
    text(&object).map_err(|mut error| {
        error.meta.param_name = Some(field);
        error
    })
}

/// What is kept, as an object again.
pub fn read(json: &str) -> Result<Map<String, Value>, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Row("a user's metadata"))
}

/// An object as it is kept, if it is not too long.
pub fn text(object: &Map<String, Value>) -> Result<String, ApiError> {
    let text = Value::from(object.clone()).to_string();
    match text.len() <= MOST_BYTES {
        true => Ok(text),
        false => Err(ApiError::new(ErrorCode::FormParamMaxLengthExceeded).with_limit(MOST_BYTES)),
    }
}

/// Lays a change over an object: `null` takes a key away, an object is laid over the one that is there, and anything else
/// takes the place of what was there (RFC 7396).
pub fn merge(object: &mut Map<String, Value>, change: &Map<String, Value>) {
    for (key, value) in change {
        match value {
            Value::Null => {
                object.remove(key);
            }
            Value::Object(change) => {
                let mut inner = match object.remove(key) {
                    Some(Value::Object(inner)) => inner,
                    _ => Map::new(),
                };
                merge(&mut inner, change);
                object.insert(key.clone(), Value::Object(inner));
            }
            other => {
                object.insert(key.clone(), other.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_is_laid_over_what_is_there() {
        for (before, change, after) in [
            (json!({}), json!({"a": 1}), json!({"a": 1})),
            (json!({"a": 1, "b": 2}), json!({"a": null}), json!({"b": 2})),
            (json!({"a": {"b": 1, "c": 2}}), json!({"a": {"b": null, "d": 3}}), json!({"a": {"c": 2, "d": 3}})),
            (json!({"a": [1, 2]}), json!({"a": [3]}), json!({"a": [3]})),
            (json!({"a": 1}), json!({"a": {"b": {"c": null, "d": 1}}}), json!({"a": {"b": {"d": 1}}})),
            (json!({"a": {"b": 1}}), json!({"a": "text"}), json!({"a": "text"})),
            (json!({"a": 1}), json!({}), json!({"a": 1})),
        ] {
            let mut object = before.as_object().expect("an object").clone();
            merge(&mut object, change.as_object().expect("an object"));
            assert_eq!(Value::Object(object), after, "{before} and {change}");
        }
    }

    #[test]
    fn what_is_typed_is_an_object_and_not_too_long() {
        assert_eq!(typed(r#" { "a" : [1, "x"] } "#).expect("is good"), r#"{"a":[1,"x"]}"#);
        for wrong in ["", "1", "[]", "null", "{", r#"{"a":1} x"#] {
            let error = typed(wrong).expect_err("is refused");
            assert_eq!(
                (error.code, error.meta.param_name),
                (ErrorCode::FormParamFormatInvalid, Some(Field::UnsafeMetadata))
            );
        }
        let of_size = |size: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(size - 8));
        assert!(typed(&of_size(MOST_BYTES)).is_ok());
        let error = typed(&of_size(MOST_BYTES + 1)).expect_err("is refused");
        assert_eq!((error.code, error.meta.limit), (ErrorCode::FormParamMaxLengthExceeded, Some(MOST_BYTES)));
    }
}
