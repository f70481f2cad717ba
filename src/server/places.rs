//! Where a network address is, as far as a database of the operator's says: a file in MaxMind's format, of cities or of
//! countries. It is for people to know their devices by, and for nothing that has to be true.

use std::net::IpAddr;

use maxminddb::Reader;
use maxminddb::geoip2::{City, Names};

use super::Language;
use super::settings::{Settings, machine_file};
use crate::locale::CountryNames;

/// No database is larger: of what is read the whole is in memory.
const MOST_BYTES: u64 = 256 << 20;

/// The database, if there is one.
pub struct Places(Option<Reader<Vec<u8>>>);

/// Where an address is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The city.
    pub city: Option<String>,
    /// The country.
    pub country: Option<String>,
}

impl Places {
    /// Those of nobody: whatever is asked is not known.
    pub const fn none() -> Self {
        Self(None)
    }

    /// Reads the file that the settings name, if they name one. The error is one line.
    pub fn open(settings: &Settings) -> Result<Self, String> {
        let path = &settings.devices.ip_database;
        if path.is_empty() {
            return Ok(Self::none());
        }
        let file =
            machine_file::read(path, MOST_BYTES).map_err(|error| format!("devices.ip_database: {path}: {error}"))?;
        let opened = Reader::from_source(file).map(Some).map(Self);
        opened.map_err(|_| format!("devices.ip_database: {path} is no database in MaxMind's format (.mmdb)"))
    }

    /// Where an address is, in a language: what the database has no name for in it, in English. What it does not know is
    /// empty.
    pub fn of(&self, address: &str, language: Language) -> Place {
        let (Some(reader), Ok(address)) = (&self.0, address.parse::<IpAddr>()) else { return Place::default() };
        let found = reader.lookup(address.to_canonical()).and_then(|found| found.decode::<City>());
        let Ok(Some(found)) = found else { return Place::default() };
        let countries = CountryNames::of(language);
        let country = found.country.iso_code.and_then(|code| countries.name(code));
        Place {
            city: name(&found.city.names, language),
            country: country.map(str::to_owned).or_else(|| name(&found.country.names, language)),
        }
    }
}

fn name(names: &Names<'_>, language: Language) -> Option<String> {
    let own = match language {
        Language::German => names.german,
        Language::Spanish => names.spanish,
        Language::French => names.french,
        Language::Japanese => names.japanese,
        Language::BrazilianPortuguese => names.brazilian_portuguese,
        Language::Russian => names.russian,
        Language::SimplifiedChinese => names.simplified_chinese,
        _ => None,
    };
    own.or(names.english).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// Without what is in it.
impl std::fmt::Debug for Places {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Places(…)" } else { "Places(none)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(path: &str) -> Result<Places, String> {
        let mut settings = Settings::default();
        settings.devices.ip_database = path.into();
        Places::open(&settings)
    }

    #[test]
    fn an_address_is_somewhere_or_nowhere() {
        let places = opened("tests/support/places.mmdb").expect("is a database");
        let of = |address| places.of(address, Language::English);
        let place = |city: &str, country: &str| Place { city: Some(city.into()), country: Some(country.into()) };
        assert_eq!(of("192.0.2.7"), place("Berlin", "Germany"));
        assert_eq!(of("::ffff:192.0.2.7"), place("Berlin", "Germany"));
        assert_eq!(of("2001:db8:1::9"), place("Berlin", "Germany"));
        assert_eq!(of("198.51.100.1"), Place { city: None, country: Some("Japan".into()) });
        // The city where the database has its name, the country everywhere.
        assert_eq!(places.of("192.0.2.7", Language::German), place("Berlin", "Deutschland"));
        assert_eq!(places.of("192.0.2.7", Language::Arabic), place("Berlin", "ألمانيا"));
        assert_eq!(places.of("198.51.100.1", Language::Japanese).country.as_deref(), Some("日本"));
        // An empty name is none.
        assert_eq!(of("203.0.113.1").country, None);
        for nowhere in ["10.0.0.1", "::1", "nonsense", ""] {
            assert_eq!(of(nowhere), Place::default(), "{nowhere}");
        }
        assert_eq!(opened("").expect("is none").of("192.0.2.7", Language::English), Place::default());
    }

    #[test]
    fn a_mistake_is_one_line() {
        for (path, said) in
            [("tests/nowhere.mmdb", "devices.ip_database: tests/nowhere.mmdb: "), ("Cargo.toml", "MaxMind")]
        {
            let error = opened(path).expect_err("is refused");
            assert!(error.contains(said) && error.lines().count() == 1, "{error}");
        }
    }
}
