//! What is said in two places is said the same way.

/// Cargo.toml is the truth for building, Leptos.toml for running.
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

/// The README shows every line that the example's author had to write for auth, and there are few.
#[test]
fn the_readme_shows_what_the_example_says_about_auth() {
    let files = ["Cargo.toml", "src/app.rs", "src/notes_page.rs", "src/main.rs", "src/api.rs"];
    let said: Vec<String> = files
        .iter()
        .map(|file| std::fs::read_to_string(format!("examples/notes/{file}")).expect("is there"))
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|line| {
            Some(line.strip_suffix(" // auth").or(line.strip_suffix(" # auth"))?.trim_start().to_owned())
        })
        .collect();
    assert!((10..=25).contains(&said.len()), "{} lines", said.len());
    let readme = std::fs::read_to_string("README.md").expect("is there");
    let shown: Vec<&str> = readme.lines().map(str::trim_start).collect();
    for line in said {
        assert!(shown.contains(&line.as_str()), "README does not show `{line}`");
    }
}
