use leptos::prelude::ServerFnError;

use super::platform;
use crate::model::{ApiError, ApiErrors, ErrorCode, ReverificationLevel};

/// An error that may say that someone has to prove once more who they are. The errors of an app's own server functions
/// implement it, where they are no [`ServerFnError`] and no [`ApiErrors`].
pub trait ReverificationError {
    /// Which reverification is asked for, if one is.
    fn required_reverification(&self) -> Option<ReverificationLevel>;

    /// What is told when they did not want to.
    fn reverification_cancelled() -> Self;
}

impl ReverificationError for ApiErrors {
    fn required_reverification(&self) -> Option<ReverificationLevel> {
        self.required_reverification()
    }

    fn reverification_cancelled() -> Self {
        ApiError::new(ErrorCode::ReverificationCancelled).into()
    }
}

/// What `?` makes of [`ApiErrors`] in a server function: their text.
impl ReverificationError for ServerFnError {
    fn required_reverification(&self) -> Option<ReverificationLevel> {
        let Self::ServerError(text) = self else { return None };
        let rest = text.strip_prefix(ErrorCode::SessionReverificationRequired.as_str())?;
        ReverificationLevel::parse(rest.strip_prefix('(')?.strip_suffix(')')?)
    }

    fn reverification_cancelled() -> Self {
        Self::ServerError(ErrorCode::ReverificationCancelled.as_str().to_owned())
    }
}

/// Does something, and where that is refused until its person has proven once more who they are, asks them and does it
/// again. In the browser only: elsewhere it is refused.
pub async fn with_reverification<A, T, E, Fut>(action: impl Fn(A) -> Fut, argument: A) -> Result<T, E>
where
    A: Clone,
    E: ReverificationError,
    Fut: Future<Output = Result<T, E>>,
{
    let outcome = action(argument.clone()).await;
    let Some(level) = outcome.as_ref().err().and_then(E::required_reverification) else { return outcome };
    match platform::reverify(level.as_str()).await {
        true => action(argument).await,
        false => Err(E::reverification_cancelled()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_becomes_a_text_is_still_known() {
        for level in ReverificationLevel::ALL {
            let errors = ApiErrors::from(ApiError::reverification(*level));
            assert_eq!(ReverificationError::required_reverification(&errors), Some(*level));
            assert_eq!(ServerFnError::from(errors).required_reverification(), Some(*level));
        }
        let other = ServerFnError::from(ApiErrors::from(ApiError::new(ErrorCode::AuthenticationInvalid)));
        assert_eq!(other.required_reverification(), None);
    }
}
