//! How many tests ran, read from the runners' own summaries.

use std::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    /// Ignored by cargo test, skipped by Playwright.
    pub skipped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Counts {
    /// `test result: ok. 5 passed; 0 failed; 1 ignored; …`, once for each test binary.
    pub fn of_cargo_test(output: &str) -> Self {
        let mut counts = Self::default();
        for line in output.lines().map(without_colours) {
            // Something a test printed may stand in front of it.
            let Some((_, result)) = line.split_once("test result: ") else { continue };
            for part in result.split([';', '.']) {
                match number_and_word(part) {
                    Some((number, "passed")) => counts.passed += number,
                    Some((number, "failed")) => counts.failed += number,
                    Some((number, "ignored")) => counts.skipped += number,
                    _ => {}
                }
            }
        }
        counts
    }

    /// `  12 passed (34.5s)`, `  1 failed`, `  1 flaky`, … at the end.
    pub fn of_playwright(output: &str) -> Self {
        let mut counts = Self::default();
        for line in output.lines().map(without_colours) {
            match number_and_word(&line) {
                // A flaky test failed first and passed when it was tried again.
                Some((number, "passed" | "flaky")) => counts.passed += number,
                Some((number, "failed" | "interrupted" | "did not run")) => counts.failed += number,
                Some((number, "skipped")) => counts.skipped += number,
                _ => {}
            }
        }
        counts
    }

    /// `ℹ pass 12`, `ℹ fail 1`, … at the end of Node's own test runner.
    pub fn of_node(output: &str) -> Self {
        let mut counts = Self::default();
        for line in output.lines().map(without_colours) {
            let Some((word, number)) = line.strip_prefix("ℹ ").and_then(|line| line.split_once(' ')) else {
                continue;
            };
            let Ok(number) = number.parse::<u64>() else { continue };
            match word {
                "pass" => counts.passed += number,
                "fail" | "cancelled" => counts.failed += number,
                "skipped" | "todo" => counts.skipped += number,
                _ => {}
            }
        }
        counts
    }
}

/// `12 passed (34.5s)` → 12, "passed"
fn number_and_word(text: &str) -> Option<(u64, &str)> {
    let (number, word) = text.trim().split_once(' ')?;
    let word = word.split_once(" (").map_or(word, |(word, _)| word);
    Some((number.parse().ok()?, word))
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // `ESC [ … letter`
            characters.by_ref().skip(1).find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn all_binaries_of_cargo_test_count() {
        let output = "running 3 tests\n...\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n\
            running 3 tests\ntest result: FAILED. 1 passed; 2 failed; 1 ignored; 0 measured; 4 filtered out; finished in 1.25s\n";
        assert_eq!(Counts::of_cargo_test(output), Counts { passed: 4, failed: 2, skipped: 1 });
    }

    #[test]
    fn colours_and_what_a_test_printed_do_not_hide_the_result() {
        let output = "hello test result: \u{1b}[32mok\u{1b}[m. 7 passed; 0 failed; 0 ignored; 0 measured\n";
        assert_eq!(Counts::of_cargo_test(output).passed, 7);
    }

    #[test]
    fn lines_of_tests_are_no_summary() {
        let output = "test a::it_has_3_passed ... ok\n3 passed; 1 failed\n";
        assert_eq!(Counts::of_cargo_test(output), Counts::default());
    }

    #[test]
    fn playwright_s_last_lines_count() {
        let output = "Running 17 tests using 1 worker\n\
            \u{20} ✓  1 sign-in.spec.ts:3:5 › 2 passed codes (1.2s)\n\
            \u{20} 2 failed\n    [chromium] › sign-in.spec.ts:9:5 › says what is wrong ─────\n\
            \u{20} 1 flaky\n    [chromium] › x.spec.ts:1:1 › y ──\n\
            \u{20} 1 interrupted\n  3 skipped\n  2 did not run\n\
            \u{1b}[32m  8 passed\u{1b}[39m\u{1b}[2m (34.5s)\u{1b}[22m\n";
        assert_eq!(Counts::of_playwright(output), Counts { passed: 9, failed: 5, skipped: 3 });
    }

    #[test]
    fn node_s_last_lines_count() {
        let output = "✔ it passes 3 tests (1.2ms)\nℹ tests 5\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\n\
            \u{1b}[34mℹ skipped 2\u{1b}[39m\nℹ todo 0\nℹ duration_ms 61.9\n";
        assert_eq!(Counts::of_node(output), Counts { passed: 3, failed: 2, skipped: 2 });
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(Counts::of_playwright("Error: no tests found\n"), Counts::default());
    }
}
