use std::io::Cursor;

use serde_json::{Value, json};

use super::import::{no_object, read_header};
use super::lines::{Line, Lines};
use super::{BackupCodeKey, Header, Keys};
use crate::server::crypto::{InstanceKey, MacKey};
use crate::server::factors::backup_code;
use crate::server::store::archive::Record;

#[test]
fn lines_are_numbered_as_they_stand_and_empty_ones_passed_over() {
    let long = "x".repeat(4 * 1024 * 1024 + 7);
    let text = format!("a\n\n  \nb\n{long}\nc\nd");
    let mut lines = Lines::new(Cursor::new(text.clone().into_bytes()));
    let mut read = Vec::new();
    let end = loop {
        match lines.next_line() {
            Ok(Some(line)) => {
                read.push((line.number, line.bytes.map(|bytes| String::from_utf8(bytes).expect("a text"))));
            }
            Ok(None) => panic!("the last line has no end"),
            Err(error) => break error,
        }
    };
    assert_eq!(end.kind(), std::io::ErrorKind::UnexpectedEof);
    let expected = [(1, Some("a\n")), (4, Some("b\n")), (5, None), (6, Some("c\n"))];
    assert_eq!(read, expected.map(|(number, text)| (number, text.map(str::to_owned))));
    assert_eq!(lines.bytes, text.len() as u64);
    let mut whole = Lines::new(Cursor::new(b"a\n"));
    assert!(whole.next_line().expect("is read").is_some() && whole.next_line().expect("is read").is_none());
}

#[test]
fn keys_of_codes_do_not_print() {
    let key = MacKey::from_bytes([9; 32]);
    let named = BackupCodeKey::from(&key);
    let printed = format!("{named:?}");
    assert!(printed.contains(&key.id()) && !printed.contains(key.text().expose()), "{printed}");
}

#[test]
fn the_key_of_an_instances_codes_is_its_own() {
    let (one, other) = (InstanceKey::from_bytes([1; 32]), InstanceKey::from_bytes([2; 32]));
    let keys = Keys::new(&one, Vec::new());
    assert_eq!(keys.own_id, backup_code::mac_key(&one).id());
    assert_ne!(keys.own_id, backup_code::mac_key(&other).id());
    let sealed = backup_code::seal_key(&one, &backup_code::mac_key(&other));
    assert_eq!(backup_code::open_key(&one, &sealed).map(|key| key.id()), Some(backup_code::mac_key(&other).id()));
    assert!(backup_code::open_key(&other, &sealed).is_none());
}

#[test]
fn a_header_says_nothing_that_is_not_known() {
    let header = json!({
        "object": "header", "format": "vestibule", "version": 1, "id": "exp_1", "created_at": 1,
        "base_url": "http://localhost:3000", "software": "0.1.0", "backup_code_keys": [], "counts": {"user": 1},
    });
    let read: Header = serde_json::from_value(header.clone()).expect("is read");
    assert_eq!(serde_json::to_value(&read).expect("is written"), header);
    let mut more = header.as_object().expect("an object").clone();
    more.insert("encryption".into(), Value::from("none"));
    assert!(serde_json::from_value::<Header>(more.into()).is_err());
}

#[test]
fn what_is_wrong_with_a_line_does_not_say_what_stands_there() {
    for line in ["\"hunter2\"", "[\"hunter2\"]", "{\"id\": hunter2}", "hunter2", "{\"id\":\"hunter2", "{\"hunter2\"}"] {
        let error = serde_json::from_str::<Record>(line).expect_err("is none");
        let said = no_object(&error);
        assert!(said.starts_with("is no object in JSON") && !said.contains("hunter2"), "{line}: {said}");
    }
    let header = |change: Value| {
        let mut header = json!({
            "object": "header", "format": "vestibule", "version": 1, "id": "exp_1", "created_at": 1,
            "base_url": "http://localhost:3000", "software": "0.1.0", "backup_code_keys": [], "counts": {},
        });
        let fields = header.as_object_mut().expect("an object");
        fields.extend(change.as_object().expect("an object").clone());
        read_header(Some(Line { number: 1, bytes: Some(header.to_string().into_bytes()) }))
    };
    assert!(header(json!({})).is_ok());
    for change in [
        json!({"backup_code_keys": ["hunter2"]}),
        json!({"backup_code_keys": "hunter2"}),
        json!({"backup_code_keys": [{"id": "x", "key": "hunter2"}]}),
        json!({"counts": {"user": "hunter2"}}),
        json!({"hunter2": 1}),
    ] {
        let said = header(change.clone()).expect_err("is refused").to_string();
        assert!(!said.contains("hunter2"), "{change}: {said}");
    }
}
