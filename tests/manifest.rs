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

/// What is said anew takes the place of what was said before.
#[test]
fn nothing_stands_twice_in_the_changelog() {
    let changelog = std::fs::read_to_string("CHANGELOG.md").expect("is there");
    for part in changelog.split("\n## ") {
        let mut seen = std::collections::HashSet::new();
        for entry in part.lines().filter(|line| line.starts_with("- ")) {
            let begins: String = entry.chars().take(42).collect();
            assert!(seen.insert(begins), "stands twice: {entry}");
        }
    }
    assert!(changelog.contains("\n- "), "entries begin otherwise");
}

/// The README shows every line that the example's author had to write for auth, and there are few. Those that ask for another
/// proof stand there, too.
#[test]
fn the_readme_shows_what_the_example_says_about_auth() {
    let auth = marked("auth");
    assert!((10..=25).contains(&auth.len()), "{} lines", auth.len());
    let proof = marked("proof");
    assert!((3..=8).contains(&proof.len()), "{} lines", proof.len());
    let readme = std::fs::read_to_string("README.md").expect("is there");
    assert!(readme.contains(&format!("These {} lines are all", auth.len())), "{} lines", auth.len());
    let shown: Vec<&str> = readme.lines().map(str::trim_start).collect();
    for line in auth.into_iter().chain(proof) {
        assert!(shown.contains(&line.as_str()), "README does not show `{line}`");
    }
}

/// The lines of the example that end in a comment with this word.
fn marked(word: &str) -> Vec<String> {
    let files = ["Cargo.toml", "src/app.rs", "src/notes_page.rs", "src/main.rs", "src/api.rs"];
    let ends = [format!(" // {word}"), format!(" # {word}")];
    files
        .iter()
        .map(|file| std::fs::read_to_string(format!("examples/notes/{file}")).expect("is there"))
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|line| {
            let said = ends.iter().find_map(|end| line.strip_suffix(end.as_str()))?;
            Some(said.trim_start().to_owned())
        })
        .collect()
}
