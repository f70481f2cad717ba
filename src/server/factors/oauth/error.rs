/// Why a provider did not tell who someone is. One line, without anything secret.
#[derive(Debug, thiserror::Error)]
pub enum OauthError {
    /// It could not be asked, or what it says makes no sense.
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
