//! What people do with their own accounts.

mod contact;
mod delete;
mod devices;
mod drawn;
mod password;
mod phone;
mod profile;
mod profile_image;

use serde_json::Value;

use crate::support::Browser;

/// The user of a browser, as the app sees them.
pub async fn me(browser: &Browser) -> Value {
    let answer = browser.get("/api/me").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

/// The id of an address or number of theirs.
pub async fn id_of(browser: &Browser, list: &str, value: &str) -> String {
    let key = list.strip_suffix("es").or(list.strip_suffix('s')).expect("a list");
    let user = me(browser).await;
    let all = user[list].as_array().expect("a list");
    let found = all.iter().find(|one| one[key] == value).unwrap_or_else(|| panic!("no {value} in {user}"));
    found["id"].as_str().expect("an id").to_owned()
}
