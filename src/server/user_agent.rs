//! What browsers call themselves, as far as people know it: the browser and the system. It is for telling devices apart, and
//! for nothing that has to be true.

/// The browser. Each also calls itself what stands below it.
pub fn browser(agent: &str) -> Option<&'static str> {
    first(
        agent,
        &[
            ("Edg", "Edge"),
            ("OPR/", "Opera"),
            ("SamsungBrowser/", "Samsung Internet"),
            ("FxiOS/", "Firefox"),
            ("Firefox/", "Firefox"),
            ("CriOS/", "Chrome"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
        ],
    )
}

/// The system, or the device where that says more.
pub fn system(agent: &str) -> Option<&'static str> {
    first(
        agent,
        &[
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Android", "Android"),
            ("CrOS", "ChromeOS"),
            ("Windows", "Windows"),
            ("Macintosh", "Mac"),
            ("Linux", "Linux"),
        ],
    )
}

/// Whether it fits into a hand.
pub fn is_mobile(agent: &str) -> bool {
    ["iPhone", "iPad", "Android", "Mobile"].iter().any(|mark| agent.contains(mark))
}

fn first(agent: &str, known: &[(&str, &'static str)]) -> Option<&'static str> {
    known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_told_apart() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0";
        assert_eq!((browser(edge), system(edge), is_mobile(edge)), (Some("Edge"), Some("Windows"), false));
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 CriOS/140.0 Safari/604.1";
        assert_eq!((browser(phone), system(phone), is_mobile(phone)), (Some("Chrome"), Some("iPhone"), true));
        assert_eq!((browser("curl/8"), system(""), is_mobile("curl/8")), (None, None, false));
    }
}
