//! How a browser shows that no program is sitting at it: by work that it has done, or by the word of Cloudflare Turnstile.

mod proof_of_work;
mod turnstile;

pub use proof_of_work::{Challenge, challenge, verify};
pub use turnstile::Turnstile;

/// What it is shown for. What was shown for one thing is nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A sign-up.
    SignUp,
    /// A place on the waitlist.
    Waitlist,
}

impl Purpose {
    /// As browsers say it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::Waitlist => "waitlist",
        }
    }

    /// Reads what a browser says.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::SignUp, Self::Waitlist].into_iter().find(|purpose| purpose.as_str() == text)
    }
}
