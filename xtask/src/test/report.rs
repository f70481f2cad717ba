//! The end of a test run: a table, then the line that says it all.

use std::time::Duration;

use super::counts::Counts;
use crate::progress;

#[derive(Default)]
pub struct Report {
    phases: Vec<Entry>,
}

struct Entry {
    name: String,
    passed: bool,
    counts: Counts,
    took: Duration,
}

impl Report {
    pub fn add(&mut self, name: String, passed: bool, counts: Counts, took: Duration) {
        self.phases.push(Entry { name, passed, counts, took });
    }

    pub fn passed(&self) -> bool {
        self.phases.iter().all(|phase| phase.passed)
    }

    pub fn print(&self) {
        print!("{}", self.text());
    }

    fn text(&self) -> String {
        let mut text = format!("\n{:<12} {:<7} {:>12}  tests\n", "phase", "result", "time");
        let mut all = Counts::default();
        for phase in &self.phases {
            let result = if phase.passed { "ok" } else { "FAILED" };
            let took = progress::seconds(phase.took);
            let line = format!("{:<12} {result:<7} {took:>12}  {}", phase.name, tests(phase.counts));
            text += line.trim_end();
            text.push('\n');
            all += phase.counts;
        }
        text + &format!("\n{} passed, {} failed\n", all.passed, all.failed)
    }
}

fn tests(counts: Counts) -> String {
    let parts = [(counts.passed, "passed"), (counts.failed, "failed"), (counts.skipped, "skipped")];
    parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_counts_tests_and_not_phases() {
        let mut report = Report::default();
        report.add("fmt".into(), false, Counts::default(), Duration::from_millis(400));
        report.add("unit".into(), true, Counts { passed: 7, failed: 0, skipped: 1 }, Duration::from_secs(130));
        let text = report.text();
        assert!(text.ends_with("\n\n7 passed, 0 failed\n"), "{text}");
        let words: Vec<_> = text.split_whitespace().collect();
        let unit = ["unit", "ok", "2", "min", "10", "s", "7", "passed,", "1", "skipped"];
        assert!(words.windows(unit.len()).any(|window| window == unit), "{text}");
        assert!(!report.passed());
    }
}
