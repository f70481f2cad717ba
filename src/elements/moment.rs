use leptos::prelude::*;

use super::Erase;
use crate::locale::time;

const DAY: i64 = 86_400_000;
const MINUTE: i64 = 60_000;

/// A moment in time: the same text on the server and in every browser, so in UTC.
#[component]
pub fn Moment(
    /// Unix milliseconds.
    at: i64,
) -> impl IntoView {
    let (year, month, day) = date(at.div_euclid(DAY));
    let minutes = at.rem_euclid(DAY) / MINUTE;
    let (hour, minute) = (minutes / 60, minutes % 60);
    view! {
        <time datetime=format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}Z")>
            {time::moment(year, month, day, hour, minute)}
        </time>
    }
    .erase()
}

/// Year, month and day of a day counted from 1 January 1970, in the Gregorian calendar. A year is taken to begin in
/// March, so that the leap day is its last; 400 such years have always the same number of days.
fn date(day: i64) -> (i64, usize, i64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let day_of_era = day.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month as usize, day_of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_dates() {
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(11_016), (2000, 2, 29));
        assert_eq!(date(11_017), (2000, 3, 1));
        assert_eq!(date(20_781), (2026, 11, 24));
        assert_eq!(date(-1), (1969, 12, 31));
    }
}
