//! Charts that are drawn on the server: bars, a day each, and the same numbers as a table for whoever does not see them.

use super::markup::{Markup, tag};
use crate::locale;

/// A day in milliseconds.
const DAY: i64 = 86_400_000;
/// The size of the drawing, in its own units.
const HEIGHT: i64 = 72;
/// How wide a day is, likewise.
const WIDTH: i64 = 12;

/// A date as programs and people read it: `2026-11-24`.
fn date(day: i64) -> String {
    let iso = locale::iso_moment(day * DAY);
    iso.get(..10).unwrap_or_default().to_owned()
}

/// A chart of the amounts of days, the last of which is `today`.
pub fn bars(id: &str, title: &str, note: &str, today: i64, amounts: &[i64]) -> Markup {
    let many = i64::try_from(amounts.len()).unwrap_or(0);
    let most = amounts.iter().copied().max().unwrap_or(0).max(1);
    let total: i64 = amounts.iter().sum();
    let mut drawn = Vec::with_capacity(amounts.len());
    for (place, (day, amount)) in (0_i64..).zip(by_day(today, amounts)) {
        // What is little is still to be seen, and nothing is nothing.
        let height = if amount == 0 { 1 } else { (amount.saturating_mul(HEIGHT) / most).max(2) };
        let bar = tag("rect")
            .class(if amount == 0 { "none" } else { "bar" })
            .with("x", (place * WIDTH + 1).to_string())
            .with("y", (HEIGHT - height).to_string())
            .with("width", (WIDTH - 2).to_string())
            .with("height", height.to_string())
            .with("rx", "1")
            .holds(tag("title").holds(format!("{day}: {amount}")));
        drawn.push(bar);
    }
    let said = format!("today; {} in {many} days. {note}", grouped(total));
    figure((id, title), &said, drawn.into(), today, amounts)
}

/// The same of what goes up and down little by little: a line from the lowest to the highest, which says where it begins.
pub fn line(id: &str, title: &str, note: &str, today: i64, amounts: &[i64]) -> Markup {
    let lowest = amounts.iter().copied().min().unwrap_or(0);
    let highest = amounts.iter().copied().max().unwrap_or(0);
    let span = (highest - lowest).max(1);
    // In tenths, so that it is even, and with room for how thick it is.
    let height = (HEIGHT - 4) * 10;
    let points: Vec<String> = (0_i64..)
        .zip(amounts)
        .map(|(place, amount)| {
            let above = i128::from(amount - lowest) * i128::from(height) / i128::from(span);
            let y = i128::from(HEIGHT * 10 - 20) - above;
            format!("{},{}.{}", place * WIDTH + WIDTH / 2, y / 10, y % 10)
        })
        .collect();
    let drawn =
        tag("polyline").class("line").with("points", points.join(" ")).with("vector-effect", "non-scaling-stroke");
    let grown = amounts.last().copied().unwrap_or(0) - amounts.first().copied().unwrap_or(0);
    let sign = if grown > 0 { "+" } else { "" };
    let said = format!(
        "today; {sign}{} in {} days. From {} to {}. {note}",
        grouped(grown),
        amounts.len(),
        grouped(lowest),
        grouped(highest)
    );
    figure((id, title), &said, drawn.holds(()), today, amounts)
}

/// The days of amounts, the last of which is `today`, with their dates.
fn by_day(today: i64, amounts: &[i64]) -> impl Iterator<Item = (String, i64)> {
    let first = today + 1 - i64::try_from(amounts.len()).unwrap_or(0);
    (first..).zip(amounts.iter().copied()).map(|(day, amount)| (date(day), amount))
}

/// A drawing with what it says in words, and as a table.
fn figure((id, title): (&str, &str), said: &str, drawn: Markup, today: i64, amounts: &[i64]) -> Markup {
    let many = i64::try_from(amounts.len()).unwrap_or(0);
    let of_today = amounts.last().copied().unwrap_or(0);
    let rows: Vec<Markup> = by_day(today, amounts)
        .map(|(day, amount)| tag("tr").holds([tag("th").with("scope", "row").holds(day), tag("td").holds(amount)]))
        .collect();
    let svg = tag("svg")
        .with("viewBox", format!("0 0 {} {HEIGHT}", many * WIDTH))
        .with("preserveAspectRatio", "none")
        .with("aria-hidden", "true")
        .with("focusable", "false")
        .holds(drawn);
    let head = tag("thead").holds(
        tag("tr")
            .holds([tag("th").with("scope", "col").holds("Day (UTC)"), tag("th").with("scope", "col").holds(title)]),
    );
    let table = tag("table").holds([
        tag("caption").class("unseen").holds(format!("{title}, by day")),
        head,
        tag("tbody").holds(rows),
    ]);
    tag("figure").class("chart").with("id", id).holds([
        tag("figcaption").holds([
            tag("span").class("name").holds(title),
            tag("strong").holds(grouped(of_today)),
            tag("span").class("muted").holds(said),
        ]),
        svg,
        tag("details").class("numbers").holds([tag("summary").holds("As a table"), table]),
    ])
}

/// A number with its thousands apart.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_its_bar_and_its_row() {
        let html = bars("x", "Sign-ups", "", 20_000, &[0, 5, 10]).into_string();
        assert_eq!(html.matches("<rect").count(), 3, "{html}");
        assert_eq!(html.matches("scope=\"row\"").count(), 3, "{html}");
        assert!(html.contains("height=\"72\"") && html.contains("height=\"36\"") && html.contains("class=\"none\""));
        assert!(html.contains("2024-10-04: 10"), "{html}");
        // Styles in attributes are refused by the page's policy.
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn a_line_goes_from_the_lowest_to_the_highest() {
        let html = line("x", "Users", "", 20_000, &[1_000_000, 1_000_500, 1_001_000]).into_string();
        assert!(html.contains("points=\"6,70.0 18,36.0 30,2.0\""), "{html}");
        assert!(html.contains("+1,000 in 3 days. From 1,000,000 to 1,001,000."), "{html}");
        assert_eq!(html.matches("scope=\"row\"").count(), 3, "{html}");
        assert!(line("x", "Users", "", 20_000, &[5, 5]).into_string().contains("points=\"6,70.0 18,70.0\""));
        assert!(line("x", "Users", "", 20_000, &[]).into_string().contains("points=\"\""));
    }

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }
}
