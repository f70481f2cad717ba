//! Cargo.toml is the truth for building, Leptos.toml for running: what both say must be the same.

#[test]
fn what_both_manifests_say_is_the_same() {
    let read = |file: &str| -> toml::Value {
        let text = std::fs::read_to_string(file).expect("is there");
        toml::from_str::<toml::Value>(&text).expect("is TOML")["package"]["metadata"]["leptos"].clone()
    };
    let (building, running) = (read("Cargo.toml"), read("Leptos.toml"));
    let running = running.as_table().expect("is a table");
    assert!(running.contains_key("output-name") && running.contains_key("site-addr"));
    for (key, value) in running {
        assert_eq!(Some(value), building.get(key), "{key}");
    }
}
