use serde::{Deserialize, Serialize};

use super::{
    ApiErrors, ApiKeysPage, BackupCodes, Field, MadeApiKey, OrganizationChoices, OrganizationPage, PublicSettings,
    Session, SessionStatus, SessionTask, SessionWithActivities, SignIn, SignUp, Ticket, TotpSetup, User,
};

/// One browser, with the sessions and the attempts that it holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Client {
    /// Live sessions, newest first.
    pub sessions: Vec<Session>,
    /// The session that requests of this browser act in.
    pub last_active_session_id: Option<String>,
    /// The sign-in under way.
    pub sign_in: Option<SignIn>,
    /// The sign-up under way.
    pub sign_up: Option<SignUp>,
    /// The strategy by which someone last came in on this browser, such as `password` or `oauth_google`.
    #[serde(default)]
    pub last_authentication_strategy: Option<String>,
    /// The ticket of a link that was opened here.
    #[serde(default)]
    pub ticket: Option<Ticket>,
    /// The authenticator app that is being set up in the session that it acts in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp_setup: Option<TotpSetup>,
}

impl Client {
    /// The session that requests of this browser act in, if the person is signed in: while a task stands between them and the
    /// app they are not.
    pub fn session(&self) -> Option<&Session> {
        self.current_session().filter(|session| session.status == SessionStatus::Active)
    }

    /// What the person has to do before they are signed in.
    pub fn task(&self) -> Option<SessionTask> {
        self.current_session().and_then(|session| session.tasks.first().copied())
    }

    /// The session that requests of this browser act in, whether or not it is pending.
    pub fn current_session(&self) -> Option<&Session> {
        let id = self.last_active_session_id.as_deref()?;
        self.sessions.iter().find(|session| session.id == id)
    }

    /// The user of [`Client::session`].
    pub fn user(&self) -> Option<&User> {
        self.session().map(|session| &session.user)
    }
}

/// What a form that was sent without JavaScript has to tell the page that follows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flash {
    /// Which form it was: its address below `/vestibule/api/`, such as `sign_in/create`.
    pub form: String,
    /// What was wrong with it.
    pub errors: ApiErrors,
    /// What had been typed; never a password or a code.
    pub values: Vec<(Field, String)>,
    /// What went well, when nothing was wrong.
    pub notice: Option<Notice>,
    /// Backup codes that have just been made: they are shown this once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup_codes: Option<BackupCodes>,
    /// A key that has just been made: it is shown this once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key: Option<MadeApiKey>,
}

/// Something that a page tells a person once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Another code is on its way.
    CodeSent,
    /// Another link is on its way.
    LinkSent,
    /// An invitation is on its way once more.
    InvitationSent,
    /// One has come into an organization.
    OrganizationJoined,
    /// One has asked to be let into an organization.
    OrganizationRequested,
    /// One is on the waitlist.
    WaitlistJoined,
    /// One has proven once more who one is: what was to be done before can be done now.
    Reverified,
}

/// All that a page needs to know about its visitor, sent with the first HTML.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageState {
    /// The visitor's browser.
    pub client: Client,
    /// What this Vestibule offers.
    pub settings: PublicSettings,
    /// Where the script is that has the words of the page's language.
    pub words: String,
    /// The outcome of the form that led here, if it was sent without JavaScript.
    pub flash: Option<Flash>,
    /// Where the person is signed in, where that is shown. The server alone draws it.
    #[serde(skip)]
    pub sessions: Option<Vec<SessionWithActivities>>,
    /// In which organizations the person can act, where one is chosen. The server alone draws it.
    #[serde(skip)]
    pub organizations: Option<OrganizationChoices>,
    /// The organization in which they act, where it is shown. The server alone draws it.
    #[serde(skip)]
    pub organization: Option<OrganizationPage>,
    /// The keys of theirs or of that organization, where they are shown. The server alone draws it.
    #[serde(skip)]
    pub api_keys: Option<ApiKeysPage>,
    /// The server's time when the page was made, Unix milliseconds: what countdowns start from.
    pub now: i64,
}
