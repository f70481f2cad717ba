//! T40: a password is taken whole.

use crate::support::{Database, House, Person, on_both};

on_both!(
    every_byte_of_a_password_counts,
    two_spellings_of_the_same_letters_are_one_password,
    a_password_may_hold_anything,
);

const WRONG: (u16, &str) = (422, "form_password_or_identifier_incorrect@password");

async fn every_byte_of_a_password_counts(database: Database) {
    let house = House::open(&database).await;
    let long: String = "moth ledger willow 41 / ".repeat(10).chars().take(120).collect();
    for (number, (password, others)) in [
        (long.clone(), vec![long[..72].to_owned(), long[..119].to_owned(), format!("{long}x"), long[..64].to_owned()]),
        ("moth\0ledger willow 41".into(), vec!["moth".into(), "moth\0".into(), "moth\0ledger willow 42".into()]),
        ("Moth Ledger Willow 41".into(), vec!["moth ledger willow 41".into(), "Moth Ledger Willow 41 ".into()]),
        (" moth ledger willow 41 ".into(), vec!["moth ledger willow 41".into(), " moth ledger willow 41".into()]),
    ]
    .into_iter()
    .enumerate()
    {
        let person = Person { email: format!("ada{number}@example.com"), password };
        house.sign_up(&person).await;
        for other in others {
            let refused = house.browser().try_password(&person.email, &other).await;
            refused.expect_error(WRONG.0, WRONG.1);
        }
        house.sign_in(&person).await;
    }
}

async fn two_spellings_of_the_same_letters_are_one_password(database: Database) {
    let house = House::open(&database).await;
    let composed = Person { email: "ada@example.com".into(), password: "b\u{fc}cher und caf\u{e9} 41".into() };
    let decomposed = Person { password: "bu\u{308}cher und cafe\u{301} 41".into(), ..composed.clone() };
    let plain = Person { password: "bucher und cafe 41".into(), ..composed.clone() };
    house.sign_up(&decomposed).await;
    house.sign_in(&composed).await;
    house.sign_in(&decomposed).await;
    house.browser().sign_in(&plain).await.expect_error(WRONG.0, WRONG.1);
    let digest = &database.texts("SELECT password_digest FROM users").await[0];
    assert!(digest.starts_with("$argon2id$v=19$"), "{digest}");
}

async fn a_password_may_hold_anything(database: Database) {
    let house = House::open(&database).await;
    let limit = "moth ledger willow 41 / ".repeat(200).chars().take(4096).collect::<String>();
    for (number, password) in [
        "🦋 📒 🌿 🕯 🗝 🪟 🚪 🧭",
        "пароль мотылёк ива книга",
        "蛾帳簿柳窓扉鍵灯時計机",
        "a&b=c+d%20e%00f;g\"h'i<j>k\\l",
        "\t\u{1}moth\r\nledger\u{7f}willow",
        "' OR 1=1; DROP TABLE users; -- x9",
        limit.as_str(),
    ]
    .into_iter()
    .enumerate()
    {
        let person = Person { email: format!("ada{number}@example.com"), password: password.into() };
        house.sign_up(&person).await;
        house.sign_in(&person).await;
    }
    let longer = house.browser().try_password("ada6@example.com", &format!("{limit}x")).await;
    longer.expect_error(422, "form_password_size_in_bytes_exceeded@password");
}
