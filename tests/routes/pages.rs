//! What the pages are made of.

use std::collections::BTreeMap;

use vestibule::server::Language;

use crate::support::{Database, House};

/// The scope of a sheet comes from its number of characters: two of the same length would be one.
#[test]
fn no_two_sheets_of_pages_have_the_same_length() {
    let mut lengths: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for file in std::fs::read_dir("style/pages").expect("the sheets") {
        let path = file.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !name.starts_with('_') {
            let length = std::fs::read_to_string(&path).expect("is read").chars().count();
            lengths.entry(length).or_default().push(name);
        }
    }
    assert!(lengths.len() >= 4, "{lengths:?}");
    for (length, names) in lengths {
        assert_eq!(names.len(), 1, "{names:?} all have {length} characters: one of them needs a character more");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_that_a_page_links_to_is_there() {
    let database = Database::no_file();
    let house = House::open(&database).await;
    for path in ["/", "/sign-in", "/sign-up", "/nothing"] {
        let page = house.browser().page(path).await;
        let links = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let links: Vec<_> =
            links.filter(|link| !link.starts_with("/pkg/")).map(|link| link.replace("&amp;", "&")).collect();
        assert!(links.len() > 3, "{path}: {links:?}");
        for link in links {
            assert!(link.starts_with('/'), "{path} links to {link}");
            let answer = house.browser().page(&link).await;
            assert_eq!(answer.status, 200, "{path} links to {link}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_is_in_the_language_that_is_asked_for() {
    let database = Database::no_file();
    let house = House::open(&database).await;
    for language in Language::ALL {
        let tag = language.tag();
        let direction = if matches!(language, Language::Arabic | Language::Hebrew) { "rtl" } else { "ltr" };
        for (path, status) in [("/sign-in", 200), ("/nothing", 404)] {
            let page = house.browser().reading(tag).page(path).await;
            assert_eq!(page.status, status, "{tag}: {path}");
            let start: String = page.body.chars().take(200).collect();
            assert!(start.contains(&format!("<html lang=\"{tag}\" dir=\"{direction}\">")), "{path}: {start}");
        }
    }
    let nothing = house.browser().reading("de").page("/nothing").await.body;
    assert!(nothing.contains("Hier ist keine Tür") && !nothing.contains("There is no door"), "{nothing}");
}
