use percent_encoding::percent_decode_str;

/// Which paths a layer guards.
///
/// A pattern is a path; `*` stands for one segment and, at the end, for all that may follow, nothing included. Paths are
/// compared the way a router may come to read them: percent-decoded, without doubled or trailing slashes.
///
/// ```
/// use vestibule::server::RouteMatcher;
///
/// let guarded = RouteMatcher::new(["/dashboard/*", "/teams/*/settings"]);
/// assert!(guarded.matches("/dashboard"));
/// assert!(guarded.matches("/dash%62oard//reports/"));
/// assert!(guarded.matches("/teams/7/settings"));
/// assert!(!guarded.matches("/teams/7"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct RouteMatcher {
    patterns: Vec<Vec<String>>,
}

impl RouteMatcher {
    /// Guards these.
    pub fn new<P: AsRef<str>>(patterns: impl IntoIterator<Item = P>) -> Self {
        let patterns = patterns.into_iter().map(|pattern| segments(pattern.as_ref())).collect();
        Self { patterns }
    }

    /// Whether a path is guarded.
    pub fn matches(&self, path: &str) -> bool {
        if self.patterns.is_empty() {
            return false;
        }
        let path = segments(path);
        self.patterns.iter().any(|pattern| {
            let (pattern, open) = match pattern.split_last() {
                Some((last, rest)) if last == "*" => (rest, true),
                _ => (pattern.as_slice(), false),
            };
            (path.len() == pattern.len() || open && path.len() > pattern.len())
                && pattern.iter().zip(&path).all(|(wanted, found)| wanted == "*" || wanted == found)
        })
    }
}

/// The segments of a path, decoded until there is nothing left to decode, dots resolved.
fn segments(path: &str) -> Vec<String> {
    let mut decoded = path.to_owned();
    for _ in 0..3 {
        let next = percent_decode_str(&decoded).decode_utf8_lossy().into_owned();
        if next == decoded {
            break;
        }
        decoded = next;
    }
    let mut segments: Vec<String> = Vec::new();
    for segment in decoded.split(['/', '\\']) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other.to_owned()),
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_spellings_are_guarded_too() {
        let guarded = RouteMatcher::new(["/dashboard/*"]);
        for path in [
            "/dashboard",
            "/dashboard/",
            "//dashboard",
            "/dashboard//",
            "/./dashboard",
            "/x/../dashboard",
            "/dashboard/x",
            "/dash%62oard",
            "/%64ashboard/%2e%2e/dashboard",
            "/dash%2562oard",
            "/dashboard%2Fx",
            "\\dashboard",
        ] {
            assert!(guarded.matches(path), "{path}");
        }
        for path in ["/", "/dashboards", "/x/dashboard", "/Dashboard", "/dashboard.html"] {
            assert!(!guarded.matches(path), "{path}");
        }
        assert!(!RouteMatcher::default().matches("/dashboard"));
    }
}
