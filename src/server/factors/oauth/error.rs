use super::http::HttpError;

/// What went wrong with a provider. One line, without anything secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It was not reached, which says nothing of what it would have said.
    #[error("{0}")]
    Unreachable(String),
    /// What it says, or that it says nothing of use.
    #[error("{0}")]
    Other(String),
}

impl Problem {
    /// What went wrong while something was asked for.
    pub fn about(what: &str, error: &HttpError) -> Self {
        match error {
            HttpError::Unreachable { .. } => Self::Unreachable(error.to_string()),
            error => Self::Other(format!("{what}: {error}")),
        }
    }
}

impl From<String> for Problem {
    fn from(text: String) -> Self {
        Self::Other(text)
    }
}

impl From<&str> for Problem {
    fn from(text: &str) -> Self {
        Self::Other(text.to_owned())
    }
}

/// Why a provider did not tell who someone is. One line, without anything secret.
#[derive(Debug, thiserror::Error)]
pub enum OauthError {
    /// It could not be reached.
    #[error("{provider}: {problem}")]
    Unreachable {
        /// Which one.
        provider: String,
        /// Which host of it, and why.
        problem: String,
    },
    /// What it says makes no sense.
    #[error("{provider}: {problem}")]
    Provider {
        /// Which one.
        provider: String,
        /// What went wrong.
        problem: String,
    },
    /// What it says is not an answer to our question.
    #[error("{provider}: {problem}")]
    Refused {
        /// Which one.
        provider: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}
