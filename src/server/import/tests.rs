use std::io::Cursor;
use std::ops::ControlFlow;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::server::crypto::password_digest::{DigestKind, ForeignDigest};
use crate::server::flows::user_import::NewContact;

/// Everybody of a file, by the number at which they stand.
fn read_with(format: Format, text: &str, options: &Options) -> Vec<Result<Found, Unreadable>> {
    let mut all = Vec::new();
    read_records(format, Cursor::new(text), |record| {
        assert_eq!(record.number, all.len() as u64 + 1);
        all.push(record.fields.and_then(|fields| format.read(&fields, options)));
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    all
}

fn read(format: Format, text: &str) -> Vec<NewUser> {
    let good = |found: Result<Found, Unreadable>| {
        let found = found.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(found.password_problem, None);
        found.user
    };
    read_with(format, text, &Options::default()).into_iter().map(good).collect()
}

fn only(format: Format, text: &str) -> NewUser {
    let mut all = read(format, text);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Whether a user comes with a digest that is of this password.
#[track_caller]
fn has_password(user: &NewUser, hasher: &str, password: &str) {
    assert_eq!(user.password_hasher.as_deref(), Some(hasher));
    let kind: DigestKind = hasher.parse().expect("a kind");
    let text = user.password_digest.as_ref().expect("a digest").expose();
    let digest = ForeignDigest::read(kind, text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(digest.verify(password), Ok(true), "{text}");
}

fn known_as(user: &NewUser) -> (Option<&str>, Vec<&NewContact>) {
    (user.external_id.as_deref(), user.email_addresses.iter().collect())
}

/// One that the bcrypt of PyPI (5.0.0) made of `correct horse battery staple`.
const BCRYPT: &str = "$2b$05$pejdXYutV64xblg31hB1a.2/0reAI1H0gabpuEHMJoo9C/S0ynZiC";
const PASSWORD: &str = "correct horse battery staple";

#[test]
fn clerk_as_csv_and_as_its_api_gives_it() {
    let csv = format!(
        "id,first_name,last_name,username,primary_email_address,primary_phone_number,verified_email_addresses,\
         unverified_email_addresses,verified_phone_numbers,unverified_phone_numbers,totp_secret,password_digest,\
         password_hasher\n\
         user_1,Ada,Lovelace,ada,ada@example.com,+4915123456789,ada@example.com|countess@example.com,new@example.com,\
         +4915123456789,,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,{BCRYPT},bcrypt\n\
         user_2,,,,bob@example.com,,,bob@example.com,,,,,\n"
    );
    let all = read(Format::Clerk, &csv);
    let ada = &all[0];
    let addresses = [
        NewContact::verified("ada@example.com"),
        NewContact::verified("ada@example.com"),
        NewContact::verified("countess@example.com"),
        NewContact::unverified("new@example.com"),
    ];
    assert_eq!(known_as(ada), (Some("user_1"), addresses.iter().collect()));
    assert_eq!(ada.phone_numbers[0], NewContact::verified("+4915123456789"));
    assert_eq!((ada.username.as_deref(), ada.last_name.as_deref()), (Some("ada"), Some("Lovelace")));
    assert!(ada.totp_secret.is_some() && ada.moves_in);
    has_password(ada, "bcrypt", PASSWORD);
    assert!(all[1].email_addresses.iter().all(|it| !it.verified) && all[1].password_digest.is_none());

    let api = json!([{
        "id": "user_1", "external_id": null, "first_name": "Ada", "primary_email_address_id": "idn_2",
        "email_addresses": [
            {"id": "idn_1", "email_address": "new@example.com", "verification": {"status": "unverified"}},
            {"id": "idn_2", "email_address": "ada@example.com", "verification": {"status": "verified"}},
        ],
        "phone_numbers": [{
            "id": "idn_3", "phone_number": "+4915123456789", "reserved_for_second_factor": true,
            "verification": {"status": "verified"},
        }],
        "public_metadata": {"plan": "gold"}, "created_at": 1_700_000_000_123_i64, "banned": true,
        "password_last_updated_at": 1_710_000_000_123_i64,
    }]);
    let ada = only(Format::Clerk, &api.to_string());
    let addresses = [NewContact::verified("ada@example.com"), NewContact::unverified("new@example.com")];
    assert_eq!(known_as(&ada), (Some("user_1"), addresses.iter().collect()));
    assert!(ada.phone_numbers[0].reserved_for_second_factor && ada.banned);
    assert_eq!(ada.password_last_updated_at, Some(1_710_000_000_123));
    assert_eq!((ada.created_at, &ada.public_metadata["plan"]), (Some(1_700_000_000_123), &json!("gold")));
}

#[test]
fn auth0_as_its_exports_write_it() {
    let lines = format!(
        "{}\n\n{}\n{}\n",
        json!({"_id": {"$oid": "60425dc43519d90068f82973"}, "email": "ada@example.com", "email_verified": true,
            "passwordHash": BCRYPT, "tenant": "x", "connection": "db", "_tmp_is_unique": true}),
        json!({"user_id": "auth0|2", "email": "bob@example.com", "email_verified": false, "name": "bob@example.com",
            "created_at": "2021-03-05T16:34:44.000Z", "last_password_reset": "2021-03-05T16:34:45.000Z", "blocked": true, "app_metadata": {"plan": "gold"},
            "user_metadata": {"theme": "dark"}}),
        json!({"user_id": "3", "email": "eve@example.com", "name": "Eve Example", "custom_password_hash":
            {"algorithm": "sha256", "hash": {"value": "c4bbcb1fbec99d65bf59d85c8cb62ee2db963f0fe106f483d9afa73bd4e39a8a", "encoding": "hex"}},
            "mfa_factors": [{"totp": {"secret": "GEZDGNBVGY3TQOJQ"}}]}),
    );
    let all = read(Format::Auth0, &lines);
    let ada = [NewContact::verified("ada@example.com")];
    assert_eq!(known_as(&all[0]), (Some("auth0|60425dc43519d90068f82973"), ada.iter().collect()));
    has_password(&all[0], "bcrypt", PASSWORD);
    assert!(all[1].banned && !all[1].email_addresses[0].verified && all[1].first_name.is_none());
    assert_eq!(all[1].created_at, Some(1_614_962_084_000));
    assert_eq!([all[0].password_last_updated_at, all[1].password_last_updated_at], [None, Some(1_614_962_085_000)]);
    assert_eq!((&all[1].private_metadata["plan"], &all[1].unsafe_metadata["theme"]), (&json!("gold"), &json!("dark")));
    assert_eq!((all[2].first_name.as_deref(), all[2].last_name.as_deref()), (Some("Eve"), Some("Example")));
    assert!(all[2].totp_secret.is_some());
    has_password(&all[2], "sha256", PASSWORD);
    let unknown = json!([{"user_id": "4", "custom_password_hash": {"algorithm": "sha512", "hash": {"value": "x"}}}]);
    let found = read_with(Format::Auth0, &unknown.to_string(), &Options::default()).remove(0).expect("is read");
    assert!(found.password_problem.is_some_and(|it| it.0.contains("sha512")));
}

#[test]
fn firebase_as_json_and_as_csv() {
    // The example of the README of github.com/firebase/scrypt.
    let hash = FirebaseHash {
        signer_key: Secret::new(
            "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
        ),
        salt_separator: "Bw==".into(),
        rounds: 8,
        memory_cost: 14,
    };
    let (digest, salt) = (
        "lSrfV15cpx95_sZS2W9c9Kp6i_LVgQNDNC_qzrCnh1SAyZvqmZqAjTdn3aoItz-VHjoZilo78198JAdRuid5lQ==",
        "42xEC-ixf3L2lw==",
    );
    let json = json!({"kind": "x", "users": [{
        "localId": "abc", "email": "ada@example.com", "emailVerified": true, "passwordHash": digest, "salt": salt,
        "displayName": "Ada King Lovelace", "createdAt": "1486324456000", "phoneNumber": "+4915123456789",
        "disabled": false, "customAttributes": "{\"role\":\"admin\"}", "providerUserInfo": [],
    }]});
    let csv = format!(
        "abc,ada@example.com,true,{digest},{salt},Ada King Lovelace,,{}1486324456000,1486324456000,+4915123456789\n",
        ",".repeat(16)
    );
    let options = Options { firebase: Some(hash), ..Options::default() };
    for text in [json.to_string(), csv] {
        let found = read_with(Format::Firebase, &text, &options).remove(0).expect("is read");
        let user = &found.user;
        assert_eq!(known_as(user), (Some("abc"), vec![&NewContact::verified("ada@example.com")]), "{text}");
        assert_eq!(user.phone_numbers, [NewContact::verified("+4915123456789")]);
        assert_eq!((user.first_name.as_deref(), user.last_name.as_deref()), (Some("Ada King"), Some("Lovelace")));
        assert_eq!(user.created_at, Some(1_486_324_456_000));
        has_password(user, "scrypt_firebase", "user1password");
    }
    let without = read_with(Format::Firebase, &json.to_string(), &Options::default()).remove(0).expect("is read");
    assert!(without.password_problem.is_some() && without.user.password_digest.is_none());
    assert_eq!(without.user.public_metadata["role"], "admin");
}

#[test]
fn supabase_as_its_table() {
    let csv = format!(
        "instance_id,id,email,encrypted_password,email_confirmed_at,phone,phone_confirmed_at,raw_app_meta_data,\
         raw_user_meta_data,created_at,banned_until,deleted_at\n\
         0,11,ada@example.com,{BCRYPT},2024-05-01 12:00:00.5+00,4915123456789,2024-05-01 12:00:00+00,\
         \"{{\"\"provider\"\":\"\"email\"\"}}\",\"{{\"\"full_name\"\":\"\"Ada Lovelace\"\"}}\",2024-05-01 12:00:00.123456+00,,\n\
         0,12,bob@example.com,,,,,{{}},{{}},2024-05-01 12:00:00+02,2999-01-01 00:00:00+00,\n\
         0,13,eve@example.com,,,,,{{}},{{}},2024-05-01 12:00:00+00,,2024-06-01 12:00:00+00\n"
    );
    let all = read_with(Format::Supabase, &csv, &Options::default());
    let ada = &all[0].as_ref().expect("is read").user;
    assert_eq!(known_as(ada), (Some("11"), vec![&NewContact::verified("ada@example.com")]));
    assert_eq!(ada.phone_numbers, [NewContact::verified("+4915123456789")]);
    assert_eq!((ada.first_name.as_deref(), ada.created_at), (Some("Ada"), Some(1_714_564_800_123)));
    has_password(ada, "bcrypt", PASSWORD);
    let bob = &all[1].as_ref().expect("is read").user;
    assert!(bob.banned && !bob.email_addresses[0].verified);
    assert_eq!(bob.created_at, Some(1_714_557_600_000));
    assert!(all[2].is_err(), "deleted");
}

#[test]
fn better_auth_with_its_own_scrypt() {
    // As Node's crypto.scryptSync computes it: N 16384, r 16, p 1, 64 bytes, the salt as its hexadecimal digits.
    let digest = "000102030405060708090a0b0c0d0e0f:".to_owned() + BETTER_AUTH;
    let json = json!([
        {"id": "1", "name": "Ada Lovelace", "email": "ada@example.com", "emailVerified": true, "createdAt": "2024-05-01T12:00:00.000Z",
            "accounts": [{"providerId": "google", "password": null}, {"providerId": "credential", "password": digest}]},
        {"id": "2", "email": "bob@example.com", "emailVerified": 0, "password": BCRYPT, "createdAt": 1_714_564_800},
    ]);
    let all = read(Format::BetterAuth, &json.to_string());
    has_password(&all[0], "scrypt_werkzeug", PASSWORD);
    has_password(&all[1], "bcrypt", PASSWORD);
    assert_eq!([all[0].created_at, all[1].created_at], [Some(1_714_564_800_000); 2]);
    assert!(all[0].email_addresses[0].verified && !all[1].email_addresses[0].verified);
}

#[test]
fn keycloak_as_a_realm_and_as_users() {
    let users = json!([{
        "id": "k1", "username": "ada", "email": "ada@example.com", "emailVerified": true, "firstName": "Ada",
        "enabled": false, "createdTimestamp": 1_714_564_800_000_i64,
        "attributes": {"locale": ["de"], "phoneNumber": ["+4915123456789"]},
        "credentials": [
            {"type": "password", "createdDate": 1_714_564_900_000_i64, "secretData": format!("{{\"value\":\"{KEYCLOAK_HASH}\",\"salt\":\"AAECAwQFBgcICQoLDA0ODw==\"}}"),
                "credentialData": "{\"hashIterations\":27500,\"algorithm\":\"pbkdf2-sha256\"}"},
            {"type": "otp", "secretData": "{\"value\":\"12345678901234567890\"}",
                "credentialData": "{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\"}"},
        ],
    }]);
    let realm = json!({"realm": "x", "clients": [{"users": []}], "users": users, "roles": {}});
    for text in [users.to_string(), realm.to_string()] {
        let ada = only(Format::Keycloak, &text);
        assert_eq!(known_as(&ada), (Some("k1"), vec![&NewContact::verified("ada@example.com")]));
        assert_eq!((ada.username.as_deref(), ada.locale.as_deref(), ada.banned), (Some("ada"), Some("de"), true));
        assert_eq!(ada.totp_secret.as_ref().map(Secret::expose), Some("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));
        assert_eq!(ada.phone_numbers, [NewContact::unverified("+4915123456789")]);
        has_password(&ada, "pbkdf2_sha256", PASSWORD);
        assert_eq!(ada.password_last_updated_at, Some(1_714_564_900_000));
    }
    let of = |secret: &str, data: &str| json!([{"id": "k2", "email": "a@example.com", "credentials": [{"type": "password", "secretData": secret, "credentialData": data}]}]);
    let argon2 = of(
        &format!("{{\"value\":\"{KEYCLOAK_ARGON2}\",\"salt\":\"AAECAwQFBgcICQoLDA0ODw==\"}}"),
        "{\"hashIterations\":5,\"algorithm\":\"argon2\",\"additionalParameters\":{\"hashLength\":[\"32\"],\"memory\":[\"7168\"],\
         \"type\":[\"id\"],\"version\":[\"1.3\"],\"parallelism\":[\"1\"]}}",
    );
    has_password(&only(Format::Keycloak, &argon2.to_string()), "argon2id", PASSWORD);
    let sha512 = of(
        &format!("{{\"value\":\"{KEYCLOAK_SHA512}\",\"salt\":\"AAECAwQFBgcICQoLDA0ODw==\"}}"),
        "{\"hashIterations\":2100,\"algorithm\":\"pbkdf2-sha512\"}",
    );
    has_password(&only(Format::Keycloak, &sha512.to_string()), "pbkdf2_sha512", PASSWORD);
    let sha1 = of("{\"value\":\"AAAA\",\"salt\":\"AAAA\"}", "{\"hashIterations\":20000,\"algorithm\":\"pbkdf2\"}");
    let found = read_with(Format::Keycloak, &sha1.to_string(), &Options::default()).remove(0).expect("is read");
    assert!(found.password_problem.is_some_and(|it| it.0.contains("pbkdf2 ")));
}

#[test]
fn devise_as_its_table() {
    let csv = format!(
        "id,email,encrypted_password,confirmed_at,created_at,name\n\
         7,ada@example.com,{BCRYPT},2024-05-01 12:00:00 UTC,2024-05-01 12:00:00.5,Ada Lovelace\n\
         8,bob@example.com,{BCRYPT},,2024-05-01,\n"
    );
    let all = read(Format::Devise, &csv);
    assert_eq!(known_as(&all[0]), (Some("7"), vec![&NewContact::verified("ada@example.com")]));
    has_password(&all[0], "bcrypt", PASSWORD);
    assert_eq!((all[0].created_at, all[1].created_at), (Some(1_714_564_800_500), Some(1_714_521_600_000)));
    assert!(!all[1].email_addresses[0].verified);
    let trusting = Options { trust_addresses: true, ..Options::default() };
    let bob = read_with(Format::Devise, &csv, &trusting).remove(1).expect("is read").user;
    assert!(bob.email_addresses[0].verified);
}

#[test]
fn django_as_dumpdata_and_as_its_table() {
    for (password, hasher) in DJANGO {
        let dump = json!([{"model": "auth.user", "pk": 7, "fields": {
            "username": "ada@example.com", "email": "Ada@example.com", "password": password, "is_active": true,
            "first_name": "Ada", "date_joined": "2024-05-01T12:00:00.123Z"}}]);
        let csv = format!(
            "id,username,email,password,is_active,first_name,date_joined\n7,ada@example.com,Ada@example.com,\"{password}\",t,Ada,2024-05-01 12:00:00.123+00\n"
        );
        for text in [dump.to_string(), csv] {
            let ada = only(Format::Django, &text);
            assert_eq!(known_as(&ada), (Some("7"), vec![&NewContact::unverified("Ada@example.com")]));
            assert_eq!((ada.username.as_deref(), ada.created_at), (None, Some(1_714_564_800_123)));
            assert!(!ada.banned);
            has_password(&ada, hasher, PASSWORD);
        }
    }
    let unusable =
        json!([{"model": "auth.user", "pk": 8, "fields": {"username": "bob", "password": "!x", "is_active": false}}]);
    let bob = only(Format::Django, &unusable.to_string());
    assert!(bob.banned && bob.password_digest.is_none() && bob.username.as_deref() == Some("bob"));
}

#[test]
fn our_own_lines() {
    let line = json!({
        "external_id": "1", "email_addresses": ["ada@example.com", {"email_address": "new@example.com", "verified": false}],
        "phone_numbers": [{"phone_number": "+4915123456789", "reserved_for_second_factor": true}],
        "password_digest": BCRYPT, "password_hasher": "bcrypt", "backup_codes": ["1a2b3c4d"], "banned": false,
        "created_at": 1_714_564_800_123_i64, "private_metadata": {"a": 1}, "create_organizations_limit": 2,
        "password_last_updated_at": "2024-05-01T12:00:00.5Z",
    });
    let ada = only(Format::Jsonl, &line.to_string());
    let addresses = [NewContact::verified("ada@example.com"), NewContact::unverified("new@example.com")];
    assert_eq!(known_as(&ada), (Some("1"), addresses.iter().collect()));
    assert_eq!(
        (ada.backup_codes.len(), ada.create_organizations_limit, &ada.private_metadata["a"]),
        (1, Some(2), &json!(1))
    );
    assert_eq!(ada.password_last_updated_at, Some(1_714_564_800_500));
    has_password(&ada, "bcrypt", PASSWORD);
    let text = "{\"external_id\":\"1\"}\n\n{\"emails\":[]}\nnonsense\n[]\n{\"banned\":\"maybe\"}\n";
    let all = read_with(Format::Jsonl, text, &Options::default());
    let said: Vec<_> = all.into_iter().map(|it| it.err().map(|it| it.0)).collect();
    assert_eq!(said[0], None);
    assert_eq!(said[1].as_deref(), Some("emails is not known"));
    assert!(said[2].as_deref().is_some_and(|it| it.starts_with("not JSON")));
    assert_eq!(said[3].as_deref(), Some("not an object"));
    assert_eq!(said[4].as_deref(), Some("banned is not true or false"));
}

#[test]
fn what_is_no_such_file_is_said() {
    let fails = |format, text: &str| read_records(format, Cursor::new(text), |_| ControlFlow::Continue(())).is_err();
    assert!(fails(Format::Clerk, "") && fails(Format::Clerk, " \n "));
    assert!(fails(Format::Clerk, "[{\"id\":1}, {"), "cut off");
    assert!(fails(Format::Keycloak, "{\"realm\":\"x\"}"), "nobody in it");
    assert!(!fails(Format::Clerk, "\u{feff}[]"));
    let all = read_with(
        Format::Devise,
        "id,email\n1,a@example.com\n2,b@example.com,more\n3,c@example.com\n",
        &Options::default(),
    );
    assert_eq!(all.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    // Whoever has enough is given no more.
    for text in ["[{},{},{}]", "{\"users\":[{},{},{}]}"] {
        let mut read = 0;
        let outcome = read_records(Format::Firebase, Cursor::new(text), |_| {
            read += 1;
            ControlFlow::Break(())
        });
        assert!(outcome.is_ok() && read == 1);
    }
}

/// The lines that the users of a file begin on.
fn lines(format: Format, text: &str) -> Vec<Option<u64>> {
    let mut lines = Vec::new();
    read_records(format, Cursor::new(text), |record| {
        lines.push(record.line);
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    lines
}

#[test]
fn users_are_on_the_lines_that_an_editor_shows() {
    for (text, expected) in [
        ("id,name\n1,a\n2,b\n", vec![2, 3]),
        ("id,name\r\n1,a\r\n2,b\r\n", vec![2, 3]),
        ("id,name\n1,\"a\nb\n\nc\"\n2,b\n\"3\n\",c\n4,d", vec![2, 6, 7, 9]),
        ("id,name\r\n1,\"a\r\nb\"\r\n2,b,c\r\n", vec![2, 4]),
        ("\n\nid,name\n\n\n1,a\n\r\n2,b\n\n", vec![6, 8]),
        ("\u{feff}id,\"na\nme\"\n1,a\n", vec![3]),
        ("id,name\n1,a\r2,b\n3,c\n", vec![2, 2, 3]),
        ("id\n1\n\"2", vec![2, 3]),
    ] {
        let expected: Vec<Option<u64>> = expected.into_iter().map(Some).collect();
        assert_eq!(lines(Format::Devise, text), expected, "{text:?}");
    }
    // Old files of the Mac, whose rows end in a carriage return, are one line; no row of them is lost.
    let old = format!("id,name\r{}", "1,\"a\nb\"\r2,b\r".repeat(5_000));
    assert_eq!(read(Format::Devise, &old).len(), 10_000);
    // Over several of the pieces in which the file is read.
    let long = format!("id,name\n1,\"{}\"\n2,b\n", "line\n".repeat(20_000));
    assert_eq!(lines(Format::Devise, &long), [Some(2), Some(20_003)]);
    assert_eq!(lines(Format::Jsonl, "\n\n{}\n\n{}\n"), [Some(3), Some(5)]);
    assert_eq!(lines(Format::Firebase, "1,a@example.com\n2,b@example.com\n"), [Some(1), Some(2)]);
}

/// A file without an end, of which it is counted how much is read.
struct Endless<'a> {
    start: &'a [u8],
    then: u8,
    read: &'a mut u64,
}

impl std::io::Read for Endless<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        assert!(*self.read < 128 * 1024 * 1024, "it is read on and on");
        let start = std::io::Read::read(&mut self.start, into)?;
        into[start..].fill(self.then);
        *self.read += into.len() as u64;
        Ok(into.len())
    }
}

#[test]
fn what_has_no_end_is_not_read_on_and_on() {
    for (format, start, then, most) in [
        (Format::Devise, "id,name\n1,\"", b'x', 5),
        (Format::Devise, "id,name\n1,\"", b'\n', 5),
        (Format::Devise, "id", b',', 5),
        (Format::Firebase, "1,", b',', 5),
        (Format::Clerk, "[{\"id\":\"", b'x', 5),
        (Format::Clerk, "[{\"id\":[", b' ', 5),
        (Format::Clerk, "[{},", b' ', 5),
        (Format::Keycloak, "{\"", b'x', 5),
        (Format::Keycloak, "{\"users\":[{\"id\":\"", b'x', 5),
        (Format::Keycloak, "{\"clients\":", b'[', 33),
    ] {
        let mut read = 0;
        let endless = Endless { start: start.as_bytes(), then, read: &mut read };
        let outcome = read_records(format, std::io::BufReader::new(endless), |_| ControlFlow::Continue(()));
        assert!(outcome.is_err(), "{start}");
        assert!(read <= most * 1024 * 1024, "{start}: {read} bytes");
    }
    // Each of them may be as long.
    let text = format!("id,name\n1,\"{0}\"\n2,\"{0}\"\n", "x".repeat(3 * 1024 * 1024));
    assert_eq!(lines(Format::Devise, &text).len(), 2);
    let json = json!([{"id": "x".repeat(3 * 1024 * 1024)}, {"id": "y".repeat(3 * 1024 * 1024)}]).to_string();
    assert_eq!(lines(Format::Clerk, &json).len(), 2);
}

#[test]
fn what_is_wrong_does_not_say_a_password() {
    let said = |format: Format, text: &str| {
        let mut said = Vec::new();
        let outcome = read_records(format, Cursor::new(text), |record| {
            let found = record.fields.and_then(|fields| format.read(&fields, &Options::default()));
            said.extend(match found {
                Ok(found) => found.password_problem.map(|it| it.0),
                Err(why) => Some(why.0),
            });
            ControlFlow::Continue(())
        });
        said.extend(outcome.err().map(|error| error.to_string()));
        assert!(!said.is_empty(), "nothing is wrong with {text}");
        said.concat()
    };
    for (format, text) in [
        (Format::Django, r#"[{"username":"ada","password":"hunter2"}]"#),
        (Format::Django, r#"[{"username":"ada","password":"hunter2$more"}]"#),
        (Format::BetterAuth, r#"[{"id":"1","password":"hunter2"}]"#),
        (Format::Jsonl, r#"{"my password hunter2":1}"#),
        (Format::Jsonl, r#"{"password":hunter2}"#),
        (Format::Jsonl, "{}\n\"hunter2\"\n"),
        (Format::Auth0, r#"[{"user_id":"1","custom_password_hash":{"algorithm":"is it hunter2?"}}]"#),
        (Format::Keycloak, r#"{"users":"hunter2"}"#),
        (Format::Keycloak, r#"{"users":{"hunter2":1}}"#),
    ] {
        let said = said(format, text);
        assert!(!said.contains("hunter2"), "{text}: {said}");
    }
}

proptest! {
    #[test]
    fn no_file_makes_a_reader_panic(start in "[\\[{a-z\"]?", text in "\\PC{0,200}") {
        let text = start + &text;
        for format in Format::ALL {
            let _ = read_records(format, Cursor::new(&text), |record| {
                let _ = record.fields.and_then(|fields| format.read(&fields, &Options::default()));
                ControlFlow::Continue(())
            });
        }
    }

    #[test]
    fn no_value_makes_a_reader_panic(name in prop::sample::select(NAMES), value in value_of_any_kind()) {
        let fields: Fields = [(name.to_owned(), value)].into_iter().collect();
        for format in Format::ALL {
            let _ = format.read(&fields, &Options::default());
        }
    }
}

const NAMES: &[&str] = &[
    "id",
    "_id",
    "email",
    "email_addresses",
    "phone",
    "phone_numbers",
    "username",
    "created_at",
    "createdAt",
    "password",
    "password_hash",
    "custom_password_hash",
    "credentials",
    "attributes",
    "fields",
    "accounts",
    "raw_user_meta_data",
    "banned_until",
    "mfaInfo",
    "mfa_factors",
    "encrypted_password",
    "createdTimestamp",
    "backup_codes",
    "date_joined",
];

fn value_of_any_kind() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}.{0,20}".prop_map(Value::from),
        Just(Value::from("é+00")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(NAMES), inner), 0..4).prop_map(|pairs| pairs
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect::<Fields>()
                .into()),
        ]
    })
}

// Made with the hashlib of Python 3.11, argon2-cffi 25.1.0, bcrypt 5.0.0 and Django 5.2.19.
const BETTER_AUTH: &str = "7034425e783148ac6ce2c4521177f6fc8ba611950b64145053bf3c4fbf26457865bbf1ea8164754187636d431114bca7374e96cf91409d23fbc0b086580d2442";
/// `hashlib.pbkdf2_hmac` of Python 3 over the same salt, with SHA-512 and 2,100 iterations.
const KEYCLOAK_SHA512: &str =
    "apyvjUkRTpnnbMcCllat2jfAsR85TuGH00YvbyKpaEJNZtPIMtWfFPPU8rSW6oYLApJiqEsJGKwBbFalk3p4dA==";
const KEYCLOAK_HASH: &str = "Ca/W1uHPdOF53bPWSQyrHQQPdk6KOe20VTbaw0U+WWswH2gciKNBqwk+H7RPgAmCshFAhVRLSSar72bo1/g8dA==";
const KEYCLOAK_ARGON2: &str = "8cZyfmGLYgTYc8avb2ZXWqFShr92bklhQdS/tplOl9k=";
const DJANGO: [(&str, &str); 6] = [
    ("pbkdf2_sha256$1000$sAlT1234$IRpQy2rzvIV3p0izIoZC8eHUzuXvq9fh8onTjNZdGFs=", "pbkdf2_sha256_django"),
    ("pbkdf2_sha1$1000$sAlT1234$g7cVAWO4NyD+aKfkitI+0vHUMFY=", "pbkdf2_sha1"),
    (
        "scrypt$1024$sAlT1234$8$5$B7gZTYq0JqTMUs4fcFJJ8KXPbi1BxKX/OQkgtkAA6c17iGOVgrLaCwL/ej4o0DSapWU883A4X0HjiQap5VX7xQ==",
        "scrypt_werkzeug",
    ),
    ("argon2$argon2id$v=19$m=512,t=1,p=1$c0FsVDEyMzQ$mSy40cUqJF5z6pV57TRnJ8pCajVaLjDF+LDd9lSViSM", "argon2id"),
    ("bcrypt$$2b$05$/OhRpfJSISIXvjMa/zBfnO/o5hUHvoCyWXsgtdi78b8HZTv4wLiy2", "bcrypt"),
    ("md5$$9cc2ae8a1ba7a93da39b46fc1019c481", "md5"),
];
