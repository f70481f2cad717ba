use std::fmt;

/// What was measured.
#[derive(Default)]
pub struct Table(Vec<[String; 4]>);

impl Table {
    pub fn add(&mut self, what: &str, ours: String, against: String, ratio: String) {
        eprintln!("  {what}: {ours} | {against} | {ratio}");
        self.0.push([what.to_owned(), ours, against, ratio]);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | Vestibule | against | ratio |\n|-|-:|-:|-:|")?;
        for [what, ours, against, ratio] in &self.0 {
            writeln!(f, "| {what} | {ours} | {against} | {ratio} |")?;
        }
        Ok(())
    }
}

/// What ninety-nine of a hundred are not above.
pub fn ninety_ninth(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() * 99).div_ceil(100).saturating_sub(1);
    values.get(place).copied().unwrap_or_default()
}

/// The one in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
