//! How moments are written. The server writes them in UTC, which is in no doubt wherever they are read; `moments.js` has the
//! same rule for the browser's own time zone.

use icu_calendar::Gregorian;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::{DateTime, UtcOffset, ZonedDateTime};
use icu_datetime::preferences::NumberingSystem;
use icu_datetime::{DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter};
use icu_experimental::relativetime::options::Numeric;
use icu_experimental::relativetime::{RelativeTimeFormatter, RelativeTimeFormatterOptions};
use icu_locale_core::extensions::unicode::value;

use super::words;
use crate::server::Language;

/// A moment in UTC, as people read it in the language of what is said; times are Unix milliseconds. Today and yesterday are
/// called so where it is known what day it is: `now` is 0 where not.
pub fn moment(at: i64, now: i64) -> String {
    written(at, now, words::language()).unwrap_or_else(|| iso_moment(at))
}

/// A moment in UTC to the minute, as programs read it (ISO 8601); Unix milliseconds.
pub fn iso_moment(at: i64) -> String {
    let DateTime { date, time } = utc(at);
    let (year, month, day) = (date.year().extended_year(), date.month().ordinal, date.day_of_month().0);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}Z", time.hour.number(), time.minute.number())
}

fn utc(at: i64) -> DateTime<Gregorian> {
    let ZonedDateTime { date, time, .. } = ZonedDateTime::from_epoch_milliseconds_and_utc_offset(at, UtcOffset::zero());
    DateTime { date: date.to_calendar(Gregorian), time }
}

/// `None` if the language is not in the data.
fn written(at: i64, now: i64, language: Language) -> Option<String> {
    let moment = utc(at);
    let locale = language.locale();
    let mut preferences = DateTimeFormatterPreferences::from(&locale);
    // The digits that all other numbers of the page have, in Arabic too.
    preferences.numbering_system = NumberingSystem::try_from(value!("latn")).ok();
    let with_time = YMD::medium().with_time_hm();
    let text = FixedCalendarDateTimeFormatter::try_new(preferences, with_time).ok()?.format(&moment).to_string();
    let days = moment.date.to_rata_die() - utc(now).date.to_rata_die();
    if now == 0 || !matches!(days, -1..=0) {
        return Some(format!("{text} UTC"));
    }
    let date =
        FixedCalendarDateTimeFormatter::try_new(preferences, YMD::medium()).ok()?.format(&moment.date).to_string();
    let options = RelativeTimeFormatterOptions::default().with_numeric(Numeric::Auto);
    let in_words = RelativeTimeFormatter::try_new_long_day((&locale).into(), options).ok()?;
    let day = in_words.format(days.into()).to_string();
    Some(format!("{} UTC", text.replace(&date, &day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: i64 = 1_795_516_260_000;
    const DAY: i64 = 86_400_000;

    /// As browsers write them, but for the narrow spaces that not all of them put before AM.
    fn said(at: i64, now: i64, language: Language) -> String {
        written(at, now, language).expect("is written").replace('\u{202f}', " ")
    }

    #[test]
    fn a_moment_is_written_as_the_language_writes_it() {
        for (language, date, today, yesterday) in [
            (Language::English, "Nov 24, 2026, 10:31 AM", "today, 10:31 AM", "yesterday, 10:31 AM"),
            (Language::German, "24.11.2026, 10:31", "heute, 10:31", "gestern, 10:31"),
            (Language::Japanese, "2026/11/24 10:31", "今日 10:31", "昨日 10:31"),
            // In the digits of the other numbers on the page, which are not Arabic's own.
            (Language::Arabic, "24\u{200f}/11\u{200f}/2026، 10:31 ص", "اليوم، 10:31 ص", "أمس، 10:31 ص"),
            (Language::TraditionalChinese, "2026年11月24日 上午10:31", "今天 上午10:31", "昨天 上午10:31"),
        ] {
            for (now, expected) in
                [(0, date), (AT, today), (AT + DAY, yesterday), (AT + 2 * DAY, date), (AT - DAY, date)]
            {
                assert_eq!(said(AT, now, language), format!("{expected} UTC"));
            }
        }
    }

    #[test]
    fn every_language_has_words_for_today_and_yesterday() {
        for language in Language::ALL {
            let all = [said(AT, 0, *language), said(AT, AT, *language), said(AT, AT + DAY, *language)];
            assert!(all.iter().all(|text| text.contains("10:31") && text.ends_with(" UTC")), "{all:?}");
            assert!(all[0].contains("2026") && !all[1].contains("24") && !all[2].contains("24"), "{all:?}");
            assert_ne!(all[1], all[2]);
        }
    }

    #[test]
    fn a_day_ends_at_midnight() {
        let midnight = AT - AT.rem_euclid(DAY);
        assert_eq!(said(midnight, midnight + DAY - 1, Language::German), "heute, 00:00 UTC");
        assert_eq!(said(midnight - 1, midnight, Language::German), "gestern, 23:59 UTC");
    }

    #[test]
    fn programs_read_a_moment_too() {
        for (at, expected) in [
            (0, "1970-01-01T00:00Z"),
            (951_868_799_999, "2000-02-29T23:59Z"),
            (AT, "2026-11-24T10:31Z"),
            (-1, "1969-12-31T23:59Z"),
        ] {
            assert_eq!(iso_moment(at), expected);
        }
        // What no calendar has is no reason to fail.
        assert!(!iso_moment(i64::MAX).is_empty() && !moment(i64::MIN, i64::MAX).is_empty());
    }
}
