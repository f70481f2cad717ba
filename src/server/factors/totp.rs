//! Codes of an authenticator app, by time (RFC 6238): SHA-1, six digits, a new one every 30 seconds, which is what every
//! such app knows.
//!
//! Clocks differ, and people take a while to type: the code before and the one after are taken too. None is taken twice,
//! nor one that is older than the last one.

use fast_qr::{ECL, QRBuilder};
use totp_rs::{Algorithm, TOTP};

use crate::model::TotpSetup;
use crate::server::crypto::{Code, InstanceKey, SECOND, Secret};
use crate::server::store::StoreError;
use crate::server::vestibule::Inner;

/// For how long a code is shown, in seconds.
const STEP: i64 = 30;
/// How many steps the app's clock may be off, either way.
const SKEW: i64 = 1;
/// As much as an HMAC with SHA-1 makes use of (RFC 4226 section 4), in bytes.
const SECRET_BYTES: usize = 20;
/// What another system's secret may have, in bytes. Less than RFC 4226 asks for, because there are apps set up with it.
const FOREIGN_SECRET_BYTES: std::ops::RangeInclusive<usize> = 10..=128;

/// An authenticator app, as far as we know it. It holds a secret, so it does not print itself.
pub struct Totp(TOTP);

impl Totp {
    /// One with a new secret. `account` says whose it is, in the app's list.
    pub fn random(app_name: &str, account: &str) -> Result<Self, StoreError> {
        let mut secret = vec![0u8; SECRET_BYTES];
        rand::fill(secret.as_mut_slice());
        Self::with(secret, app_name, account)
    }

    /// One that was set up for another system, by its secret in Base32, in any writing; `None` if that is no such secret.
    pub fn foreign(base32: &str) -> Option<Self> {
        let kept = |c: &char| !c.is_whitespace() && *c != '-' && *c != '=';
        let plain: String = base32.chars().filter(kept).map(|c| c.to_ascii_uppercase()).collect();
        let secret = totp_rs::Secret::Encoded(plain).to_bytes().ok()?;
        Self::with(secret, "", "").ok()
    }

    fn with(secret: Vec<u8>, app_name: &str, account: &str) -> Result<Self, StoreError> {
        let step = STEP.unsigned_abs();
        // A colon parts the two in an app's list.
        let (issuer, account) = (app_name.replace(':', " "), account.replace(':', " "));
        if !FOREIGN_SECRET_BYTES.contains(&secret.len()) {
            return Err(StoreError::Row("an authenticator app's secret"));
        }
        // Unchecked, because the check asks for more than 80 bits; nothing else of it can be wrong here.
        Ok(Self(TOTP::new_unchecked(Algorithm::SHA1, 6, 0, step, secret, Some(issuer), account)))
    }

    /// The secret in Base32, for another instance.
    pub fn base32(&self) -> Secret {
        Secret::new(self.0.get_secret_base32())
    }

    /// The secret as it is kept: sealed for what it belongs to, so that no row can take another one's place.
    pub fn seal(&self, key: &InstanceKey, owner: &str) -> String {
        key.seal(&purpose(owner), &self.0.secret)
    }

    /// What [`Totp::seal`] kept for the same owner.
    pub fn open(app: &Inner, owner: &str, sealed: &str, account: &str) -> Result<Self, StoreError> {
        let secret = app.key.open(&purpose(owner), sealed);
        Self::with(secret.ok_or(StoreError::Row("an authenticator app's secret"))?, &app.settings.app_name, account)
    }

    /// The step of which a code is, if it is one of those that are taken now. All of them are compared, so that the time it
    /// takes says nothing.
    pub fn step_of(&self, typed: &Code, now: i64) -> Option<i64> {
        let current = now.div_euclid(STEP * SECOND);
        let typed = Secret::new(typed.expose());
        let mut found = None;
        for step in current - SKEW..=current + SKEW {
            let right = Secret::new(self.0.generate((step * STEP).unsigned_abs()));
            if right.matches(&typed) {
                found = Some(step);
            }
        }
        found
    }

    /// What is shown to whoever sets it up.
    pub fn setup(&self) -> Result<TotpSetup, StoreError> {
        let uri = self.0.get_url();
        let code = QRBuilder::new(uri.as_str()).ecl(ECL::M).build();
        let code = code.map_err(|_| StoreError::Row("a name that fits into a QR code"))?;
        let mut qr_path = String::new();
        for y in 0..code.size {
            let row = &code[y];
            let mut x = 0;
            while x < code.size {
                let dark = row[x..code.size].iter().take_while(|module| module.value()).count();
                if dark > 0 {
                    qr_path += &format!("M{x} {y}h{dark}v1h-{dark}z");
                }
                x += dark.max(1);
            }
        }
        Ok(TotpSetup { secret: self.0.get_secret_base32(), uri, qr_path, qr_size: code.size })
    }
}

/// What someone is shown who sets up an app that does not exist: the secret is the same for all.
#[cfg(feature = "site")]
pub fn sample_setup(app_name: &str, account: &str) -> Option<TotpSetup> {
    Totp::with(b"12345678901234567890".to_vec(), app_name, account).ok()?.setup().ok()
}

fn purpose(owner: &str) -> String {
    format!("totp:{owner}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test secret of RFC 6238, appendix B. Its vectors have eight digits, of which six are the last ones.
    const VECTORS: [(i64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];

    fn app() -> Totp {
        Totp::with(b"12345678901234567890".to_vec(), "Notes", "ada@example.com").expect("a secret of 160 bits")
    }

    fn typed(code: &str) -> Code {
        Code::typed(code).expect("six digits")
    }

    #[test]
    fn the_vectors_of_the_rfc() {
        for (seconds, code) in VECTORS {
            assert_eq!(app().step_of(&typed(code), seconds * SECOND), Some(seconds / STEP), "{seconds}");
        }
    }

    /// T19: the window is one step either way.
    #[test]
    fn one_step_either_way_is_taken_and_two_are_not() {
        let (at, code) = VECTORS[1];
        let step = at / STEP;
        for (steps, is_taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let now = (step + steps) * STEP * SECOND;
            assert_eq!(app().step_of(&typed(code), now).is_some(), is_taken, "{steps}");
            assert_eq!(app().step_of(&typed(code), now + STEP * SECOND - 1).is_some(), is_taken, "{steps}, at its end");
        }
    }

    #[test]
    fn apps_of_other_systems_are_known_by_their_secrets() {
        // The RFC's test secret, in Base32.
        for written in [
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            "gezd gnbv gy3t qojq gezd gnbv gy3t qojq",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ====",
        ] {
            let app = Totp::foreign(written).expect("is read");
            assert_eq!(app.step_of(&typed(VECTORS[0].1), VECTORS[0].0 * SECOND), Some(VECTORS[0].0 / STEP));
        }
        assert!(Totp::foreign("JBSWY3DPEHPK3PXP").is_some(), "80 bits");
        for wrong in ["", "JBSWY3DP", "0189", "not base32!", &"A".repeat(400)] {
            assert!(Totp::foreign(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_is_scanned_says_what_is_typed() {
        let odd = Totp::with(vec![7; 20], "Notes: & Co", "a:da@example.com").expect("is made");
        let setup = odd.setup().expect("is drawn");
        let uri = url::Url::parse(&setup.uri).expect("an address");
        assert_eq!((uri.scheme(), uri.host_str()), ("otpauth", Some("totp")));
        let of = |name: &str| uri.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        assert_eq!(of("secret").as_deref(), Some(setup.secret.as_str()));
        assert_eq!(of("issuer").as_deref(), Some("Notes  & Co"));
        assert_eq!(setup.secret.len(), 32, "160 bits in base32");
        // Three corners of seven squares, and the path says nothing but squares.
        assert!(setup.qr_path.starts_with("M0 0h7v1h-7z"), "{}", &setup.qr_path[..40]);
        assert!(setup.qr_path.bytes().all(|byte| byte.is_ascii_digit() || b"Mhvz- ".contains(&byte)));
        assert_eq!(format!("{setup:?}"), "TotpSetup(…)");
    }
}
