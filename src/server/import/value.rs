//! What stands in a field, whichever way a system writes it: in CSV everything is a text.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde_json::{Map, Value};

use super::{Fields, Unreadable};
use crate::server::crypto::Secret;
use crate::server::flows::identifier;
use crate::server::flows::user_import::{NewContact, NewUser};

/// The first of these fields that holds something.
fn first<'a>(fields: &'a Fields, names: &[&str]) -> Option<&'a Value> {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        // As PostgreSQL's COPY writes what is not there.
        Value::String(text) => text.trim().is_empty() || text == "\\N" || text == "NULL",
        _ => false,
    };
    names.iter().filter_map(|name| fields.get(*name)).find(|value| !is_empty(value))
}

pub fn text(fields: &Fields, names: &[&str]) -> Result<Option<String>, Unreadable> {
    match first(fields, names) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(wrong(names, "a text")),
    }
}

pub fn secret(fields: &Fields, names: &[&str]) -> Result<Option<Secret>, Unreadable> {
    Ok(text(fields, names)?.map(Secret::new))
}

pub fn flag(fields: &Fields, names: &[&str]) -> Result<Option<bool>, Unreadable> {
    match first(fields, names) {
        None => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(Value::Number(number)) => Ok(Some(number.as_f64() != Some(0.0))),
        Some(Value::String(text)) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "t" | "1" | "yes" | "y" => Ok(Some(true)),
            "false" | "f" | "0" | "no" | "n" => Ok(Some(false)),
            _ => Err(wrong(names, "true or false")),
        },
        Some(_) => Err(wrong(names, "true or false")),
    }
}

/// A time in Unix milliseconds: of a number, which is seconds where as milliseconds it would be in 1973 or before, or of a text
/// as databases and programs write times (ISO 8601). Without a zone it is UTC.
pub fn time(fields: &Fields, names: &[&str]) -> Result<Option<i64>, Unreadable> {
    let read = match first(fields, names) {
        None => return Ok(None),
        Some(Value::Number(number)) => number.as_i64().or_else(|| number.as_f64().map(whole)).map(of_number),
        Some(Value::String(text)) => of_text(text.trim()),
        // As MongoDB writes it.
        Some(Value::Object(object)) => object.get("$date").and_then(|date| match date {
            Value::String(text) => of_text(text),
            date => date.as_i64(),
        }),
        Some(_) => None,
    };
    read.map(Some).ok_or_else(|| wrong(names, "a time"))
}

#[allow(clippy::cast_possible_truncation)]
fn whole(number: f64) -> i64 {
    number as i64
}

fn of_number(number: i64) -> i64 {
    if number.unsigned_abs() < 100_000_000_000 { number.saturating_mul(1000) } else { number }
}

fn of_text(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse::<i64>() {
        return Some(of_number(number));
    }
    let text = text.strip_suffix(" UTC").unwrap_or(text);
    // The offset may be whole hours, as PostgreSQL writes it.
    let zoned = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f %#z"];
    if let Some(time) = zoned.iter().find_map(|form| DateTime::parse_from_str(text, form).ok()) {
        return Some(time.timestamp_millis());
    }
    let plain = ["%Y-%m-%dT%H:%M:%S%.fZ", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
    if let Some(time) = plain.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()) {
        return Some(time.and_utc().timestamp_millis());
    }
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Some(date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis())
}

/// An object, which in CSV is a text in JSON.
pub fn object(fields: &Fields, names: &[&str]) -> Result<Map<String, Value>, Unreadable> {
    match first(fields, names) {
        None => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object.clone()),
        Some(Value::String(text)) => serde_json::from_str(text).map_err(|_| wrong(names, "an object in JSON")),
        Some(_) => Err(wrong(names, "an object in JSON")),
    }
}

/// Texts, which in CSV stand behind each other.
pub fn texts(fields: &Fields, names: &[&str]) -> Result<Vec<String>, Unreadable> {
    match first(fields, names) {
        None => Ok(Vec::new()),
        Some(Value::Array(list)) => {
            let each = list.iter().map(|value| value.as_str().map(str::to_owned));
            each.collect::<Option<_>>().ok_or_else(|| wrong(names, "texts"))
        }
        Some(Value::String(text)) => {
            let parts = text.split(['|', ',', ';']).map(str::trim).filter(|part| !part.is_empty());
            Ok(parts.map(str::to_owned).collect())
        }
        Some(_) => Err(wrong(names, "texts")),
    }
}

/// Objects in a list.
pub fn objects<'a>(fields: &'a Fields, name: &str) -> Result<Vec<&'a Fields>, Unreadable> {
    match first(fields, &[name]) {
        None => Ok(Vec::new()),
        Some(Value::Array(list)) => {
            list.iter().map(Value::as_object).collect::<Option<_>>().ok_or_else(|| wrong(&[name], "objects"))
        }
        Some(_) => Err(wrong(&[name], "a list")),
    }
}

/// An address or number, if there is one.
pub fn contact(value: Option<String>, verified: bool) -> Option<NewContact> {
    value.map(|value| NewContact { value, verified, ..NewContact::default() })
}

/// The given and the family name of a whole one: the last word is the family's.
pub fn names_of(whole: Option<String>) -> (Option<String>, Option<String>) {
    let Some(whole) = whole else { return (None, None) };
    match whole.trim().rsplit_once(char::is_whitespace) {
        Some((first, last)) => (Some(first.trim().to_owned()), Some(last.to_owned())),
        None => (Some(whole), None),
    }
}

/// Some systems let people be called by their e-mail address. Here that is no username, and needs none.
pub fn take_address_out_of_username(user: &mut NewUser) {
    if let Some(username) = user.username.take_if(|username| username.contains('@')) {
        let named = identifier::email_address(&username).ok();
        let is_known = |named: &identifier::Identifier| {
            let mut known = user.email_addresses.iter().filter_map(|it| identifier::email_address(&it.value).ok());
            known.any(|known| known.normalized == named.normalized)
        };
        match named {
            Some(named) if is_known(&named) => {}
            Some(named) => user.email_addresses.push(NewContact::unverified(named.value)),
            // It is refused as any other that is no username.
            None => user.username = Some(username),
        }
    }
}

pub fn wrong(names: &[&str], what: &str) -> Unreadable {
    Unreadable(format!("{} is not {what}", names.first().unwrap_or(&"a field")))
}

/// A name that stands in a file, as far as it can be said again: what is longer or spelled otherwise may be anything.
pub fn named(name: &str) -> &str {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    if name.len() <= 40 && name.bytes().all(is_plain) { name } else { "what stands there" }
}
