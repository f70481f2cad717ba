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
        !self.patterns.is_empty() && readings(path).iter().any(|path| self.guards(path))
    }

    fn guards(&self, path: &[String]) -> bool {
        self.patterns.iter().any(|pattern| {
            let (pattern, open) = match pattern.split_last() {
                Some((last, rest)) if last == "*" => (rest, true),
                _ => (pattern.as_slice(), false),
            };
            (path.len() == pattern.len() || open && path.len() > pattern.len())
                && pattern.iter().zip(path).all(|(wanted, found)| wanted == "*" || wanted == found)
        })
    }
}

/// Every way in which a router may come to read a path: as it is, decoded after it was cut into segments, decoded before,
/// again and again, with and without dots resolved.
fn readings(path: &str) -> Vec<Vec<String>> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let raw = segments(path);
    let mut readings = vec![raw.iter().map(|segment| decoded(segment)).collect(), raw];
    let mut whole = path.to_owned();
    for _ in 0..3 {
        let next = decoded(&whole);
        if next == whole {
            break;
        }
        readings.push(segments(&next));
        whole = next;
    }
    let resolved: Vec<Vec<String>> = readings.iter().map(|segments| without_dots(segments)).collect();
    readings.extend(resolved);
    readings
}

fn segments(path: &str) -> Vec<String> {
    path.split(['/', '\\']).filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

fn without_dots(segments: &[String]) -> Vec<String> {
    let mut resolved: Vec<String> = Vec::new();
    for segment in segments {
        match segment.as_str() {
            "." => {}
            ".." => drop(resolved.pop()),
            other => resolved.push(other.to_owned()),
        }
    }
    resolved
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

    #[test]
    fn nobody_leaves_the_guard_by_dots() {
        let guarded = RouteMatcher::new(["/admin/*", "/teams/*/settings"]);
        for path in ["/admin/..", "/admin/%2e%2e/x", "/admin/x/../..", "/admin/%252e%252e", "/teams/7%2Fx/settings"] {
            assert!(guarded.matches(path), "{path}");
        }
    }
}
