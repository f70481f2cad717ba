//! The providers that are known by name, one row each. Any other OpenID provider is set up by its issuer.
//!
//! What is special about a provider is a column here. Where the documentation of a provider does not say that an address
//! was proven, it counts as not proven.

/// A provider, as its documentation describes it.
#[derive(Clone, Copy, Debug)]
pub struct Provider {
    /// What it is called in settings and addresses, and in the strategy `oauth_<key>`.
    pub key: &'static str,
    /// What it is called on a button.
    pub name: &'static str,
    /// The protocol, and where it is spoken.
    pub protocol: Protocol,
    /// What is asked for: who one is, and no more.
    pub scopes: &'static [&'static str],
    /// What stands between two scopes.
    pub separator: &'static str,
    /// How we prove to be ourselves where codes become tokens.
    pub client_auth: ClientAuth,
    /// Whether it takes PKCE (RFC 7636).
    pub pkce: bool,
    /// Whether it repeats our nonce in the ID token.
    pub nonce: bool,
    /// What it calls our client id, beside `client_id`.
    pub client_id_parameter: Option<&'static str>,
    /// What else it has to be told when a person is sent there.
    pub parameters: &'static [(&'static str, &'static str)],
    /// Where in its answers a person's data stand.
    pub claims: Claims,
    /// Where whoever runs an app makes a client of it; empty where there is no one address for that.
    pub console: &'static str,
    /// Whether there are others of it, each with an issuer of its own: somebody's own server, or one tenant.
    pub has_others: bool,
}

/// The protocol of a provider.
#[derive(Clone, Copy, Debug)]
pub enum Protocol {
    /// OpenID Connect: all addresses are found from the issuer.
    OpenId {
        /// The issuer.
        issuer: &'static str,
        /// Whether it stands for many, each with a tenant's id in place of `{tenantid}` in the metadata.
        tenants: bool,
    },
    /// OAuth 2.0, with an address of its own for a person's data.
    OAuth2 {
        /// Where people are sent.
        authorization: &'static str,
        /// Where codes become tokens.
        token: &'static str,
        /// Where a person's data are.
        user: User,
    },
}

/// How a person's data are asked for.
#[derive(Clone, Copy, Debug)]
pub enum User {
    /// They come with the tokens.
    WithTokens,
    /// With a GET; `{token}` in the address is the access token.
    Get(&'static str),
    /// With a POST of this JSON.
    Post(&'static str, &'static str),
    /// With a GET, and the addresses with a second one.
    GetWithEmails(&'static str, Emails),
}

/// A list of e-mail addresses. The names are JSON pointers (RFC 6901).
#[derive(Clone, Copy, Debug)]
pub struct Emails {
    /// Where the list is.
    pub url: &'static str,
    /// The list in the answer.
    pub list: &'static str,
    /// The address in an entry.
    pub email: &'static str,
    /// Whether it was proven.
    pub verified: &'static str,
    /// Whether it is the one that counts.
    pub primary: &'static str,
}

/// How we prove to be ourselves where codes become tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuth {
    /// `client_secret_basic`
    Basic,
    /// `client_secret_post`
    Body,
    /// The secret is a JWT that we sign with a key of ours (Sign in with Apple).
    SignedByKey,
    /// As its metadata say.
    AsDiscovered,
}

/// Where a person's data stand: JSON pointers (RFC 6901), empty for what there is not.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Claims {
    pub subject: &'static str,
    pub email: &'static str,
    pub verified: Verified,
    pub name: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub username: &'static str,
    pub picture: &'static str,
}

/// Whether an address counts as proven by the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Never: the provider does not say so, or anyone can write anything there.
    Never,
    /// The address stands there only when it was proven.
    Always,
    /// When `true` stands there.
    Flag(&'static str),
    /// When `true` or `"true"` stands there: the provider's documentation has both.
    FlagOrText(&'static str),
}

/// OpenID Connect Core 1.0 section 5.1.
const OPENID: Claims = Claims {
    subject: "/sub",
    email: "/email",
    verified: Verified::Flag("/email_verified"),
    name: "/name",
    first_name: "/given_name",
    last_name: "/family_name",
    username: "/preferred_username",
    picture: "/picture",
};

const NOTHING: Claims = Claims {
    subject: "/id",
    email: "",
    verified: Verified::Never,
    name: "",
    first_name: "",
    last_name: "",
    username: "",
    picture: "",
};

const OPENID_SCOPES: &[&str] = &["openid", "email", "profile"];

/// An OpenID provider about which nothing else is known; the other rows differ from it in what they name.
pub const CUSTOM: Provider = Provider {
    key: "",
    name: "",
    protocol: Protocol::OpenId { issuer: "", tenants: false },
    scopes: OPENID_SCOPES,
    separator: " ",
    client_auth: ClientAuth::AsDiscovered,
    pkce: true,
    nonce: true,
    client_id_parameter: None,
    parameters: &[],
    claims: OPENID,
    console: "",
    has_others: false,
};

const PLAIN: Provider = Provider { client_auth: ClientAuth::Body, nonce: false, claims: NOTHING, ..CUSTOM };

/// The table. Buttons stand in its order.
pub const PROVIDERS: &[Provider] = &[
    Provider {
        key: "google",
        name: "Google",
        console: "https://console.cloud.google.com/apis/credentials",
        protocol: Protocol::OpenId { issuer: "https://accounts.google.com", tenants: false },
        parameters: &[("prompt", "select_account"), ("access_type", "offline")],
        ..CUSTOM
    },
    Provider {
        key: "github",
        name: "GitHub",
        console: "https://github.com/settings/developers",
        protocol: Protocol::OAuth2 {
            authorization: "https://github.com/login/oauth/authorize",
            token: "https://github.com/login/oauth/access_token",
            user: User::GetWithEmails(
                "https://api.github.com/user",
                Emails {
                    url: "https://api.github.com/user/emails",
                    list: "",
                    email: "/email",
                    verified: "/verified",
                    primary: "/primary",
                },
            ),
        },
        scopes: &["read:user", "user:email"],
        claims: Claims { name: "/name", username: "/login", picture: "/avatar_url", ..NOTHING },
        ..PLAIN
    },
    Provider {
        key: "apple",
        name: "Apple",
        console: "https://developer.apple.com/account/resources/identifiers/list",
        protocol: Protocol::OpenId { issuer: "https://appleid.apple.com", tenants: false },
        scopes: &["openid", "email", "name"],
        client_auth: ClientAuth::SignedByKey,
        // It tells the address and the name only like this.
        parameters: &[FORM_POST],
        claims: Claims { verified: Verified::FlagOrText("/email_verified"), ..OPENID },
        ..CUSTOM
    },
    Provider {
        key: "microsoft",
        name: "Microsoft",
        has_others: true,
        console: "https://entra.microsoft.com",
        protocol: Protocol::OpenId { issuer: "https://login.microsoftonline.com/common/v2.0", tenants: true },
        scopes: &["openid", "email", "profile", "offline_access"],
        parameters: &[("prompt", "select_account")],
        // An administrator of any tenant can write any address into it, unless this claim says that its domain is theirs.
        claims: Claims { verified: Verified::Flag("/xms_edov"), ..OPENID },
        ..CUSTOM
    },
    Provider {
        key: "discord",
        name: "Discord",
        console: "https://discord.com/developers/applications",
        protocol: Protocol::OAuth2 {
            authorization: "https://discord.com/oauth2/authorize",
            token: "https://discord.com/api/oauth2/token",
            user: User::Get("https://discord.com/api/users/@me"),
        },
        scopes: &["identify", "email"],
        claims: Claims {
            email: "/email",
            verified: Verified::Flag("/verified"),
            name: "/global_name",
            username: "/username",
            ..NOTHING
        },
        ..PLAIN
    },
    Provider {
        key: "x",
        name: "X",
        protocol: Protocol::OAuth2 {
            authorization: "https://x.com/i/oauth2/authorize",
            token: "https://api.x.com/2/oauth2/token",
            user: User::Get("https://api.x.com/2/users/me?user.fields=profile_image_url,confirmed_email"),
        },
        scopes: &["users.read", "tweet.read", "users.email", "offline.access"],
        client_auth: ClientAuth::Basic,
        claims: Claims {
            subject: "/data/id",
            email: "/data/confirmed_email",
            verified: Verified::Always,
            name: "/data/name",
            username: "/data/username",
            picture: "/data/profile_image_url",
            ..NOTHING
        },
        ..PLAIN
    },
    Provider {
        key: "linkedin",
        name: "LinkedIn",
        console: "https://www.linkedin.com/developers/apps",
        protocol: Protocol::OpenId { issuer: "https://www.linkedin.com/oauth", tenants: false },
        client_auth: ClientAuth::Body,
        nonce: false,
        ..CUSTOM
    },
    Provider {
        key: "facebook",
        name: "Facebook",
        console: "https://developers.facebook.com/apps",
        protocol: Protocol::OAuth2 {
            authorization: "https://www.facebook.com/v23.0/dialog/oauth",
            token: "https://graph.facebook.com/v23.0/oauth/access_token",
            user: User::Get("https://graph.facebook.com/v23.0/me?fields=id,name,first_name,last_name,email,picture"),
        },
        scopes: &["email", "public_profile"],
        separator: ",",
        claims: Claims {
            email: "/email",
            name: "/name",
            first_name: "/first_name",
            last_name: "/last_name",
            picture: "/picture/data/url",
            ..NOTHING
        },
        ..PLAIN
    },
    Provider {
        key: "gitlab",
        name: "GitLab",
        has_others: true,
        protocol: Protocol::OpenId { issuer: "https://gitlab.com", tenants: false },
        claims: Claims { username: "/nickname", ..OPENID },
        ..CUSTOM
    },
    Provider {
        key: "slack",
        name: "Slack",
        console: "https://api.slack.com/apps",
        protocol: Protocol::OpenId { issuer: "https://slack.com", tenants: false },
        client_auth: ClientAuth::Body,
        pkce: false,
        ..CUSTOM
    },
    Provider {
        key: "twitch",
        name: "Twitch",
        console: "https://dev.twitch.tv/console/apps",
        protocol: Protocol::OpenId { issuer: "https://id.twitch.tv/oauth2", tenants: false },
        scopes: &["openid", "user:read:email"],
        client_auth: ClientAuth::Body,
        // It tells in the ID token what is asked for like this (OpenID Connect Core 1.0 section 5.5).
        parameters: &[(
            "claims",
            r#"{"id_token":{"email":null,"email_verified":null,"picture":null,"preferred_username":null}}"#,
        )],
        ..CUSTOM
    },
    Provider {
        key: "notion",
        name: "Notion",
        protocol: Protocol::OAuth2 {
            authorization: "https://api.notion.com/v1/oauth/authorize",
            token: "https://api.notion.com/v1/oauth/token",
            user: User::WithTokens,
        },
        scopes: &[],
        client_auth: ClientAuth::Basic,
        parameters: &[("owner", "user")],
        claims: Claims {
            subject: "/owner/user/id",
            email: "/owner/user/person/email",
            name: "/owner/user/name",
            picture: "/owner/user/avatar_url",
            ..NOTHING
        },
        ..PLAIN
    },
    Provider {
        key: "spotify",
        name: "Spotify",
        console: "https://developer.spotify.com/dashboard",
        protocol: Protocol::OAuth2 {
            authorization: "https://accounts.spotify.com/authorize",
            token: "https://accounts.spotify.com/api/token",
            user: User::Get("https://api.spotify.com/v1/me"),
        },
        scopes: &["user-read-email"],
        client_auth: ClientAuth::Basic,
        claims: Claims { email: "/email", name: "/display_name", picture: "/images/0/url", ..NOTHING },
        ..PLAIN
    },
    Provider {
        key: "bitbucket",
        name: "Bitbucket",
        protocol: Protocol::OAuth2 {
            authorization: "https://bitbucket.org/site/oauth2/authorize",
            token: "https://bitbucket.org/site/oauth2/access_token",
            user: User::GetWithEmails(
                "https://api.bitbucket.org/2.0/user",
                Emails {
                    url: "https://api.bitbucket.org/2.0/user/emails",
                    list: "/values",
                    email: "/email",
                    verified: "/is_confirmed",
                    primary: "/is_primary",
                },
            ),
        },
        scopes: &["account", "email"],
        client_auth: ClientAuth::Basic,
        claims: Claims {
            subject: "/account_id",
            name: "/display_name",
            username: "/username",
            picture: "/links/avatar/href",
            ..NOTHING
        },
        ..PLAIN
    },
    Provider {
        key: "dropbox",
        name: "Dropbox",
        console: "https://www.dropbox.com/developers/apps",
        protocol: Protocol::OpenId { issuer: "https://www.dropbox.com", tenants: false },
        client_auth: ClientAuth::Basic,
        ..CUSTOM
    },
    Provider {
        key: "linear",
        name: "Linear",
        protocol: Protocol::OAuth2 {
            authorization: "https://linear.app/oauth/authorize",
            token: "https://api.linear.app/oauth/token",
            user: User::Post(
                "https://api.linear.app/graphql",
                r#"{"query":"query { viewer { id name displayName email avatarUrl } }"}"#,
            ),
        },
        scopes: &["read"],
        separator: ",",
        claims: Claims {
            subject: "/data/viewer/id",
            email: "/data/viewer/email",
            name: "/data/viewer/name",
            username: "/data/viewer/displayName",
            picture: "/data/viewer/avatarUrl",
            ..NOTHING
        },
        ..PLAIN
    },
    Provider {
        key: "tiktok",
        name: "TikTok",
        protocol: Protocol::OAuth2 {
            authorization: "https://www.tiktok.com/v2/auth/authorize/",
            token: "https://open.tiktokapis.com/v2/oauth/token/",
            user: User::Get("https://open.tiktokapis.com/v2/user/info/?fields=open_id,avatar_url,display_name"),
        },
        scopes: &["user.info.basic"],
        separator: ",",
        pkce: false,
        client_id_parameter: Some("client_key"),
        claims: Claims {
            subject: "/data/user/open_id",
            name: "/data/user/display_name",
            picture: "/data/user/avatar_url",
            ..NOTHING
        },
        ..PLAIN
    },
    Provider {
        key: "hubspot",
        name: "HubSpot",
        protocol: Protocol::OAuth2 {
            authorization: "https://app.hubspot.com/oauth/authorize",
            token: "https://api.hubapi.com/oauth/v1/token",
            user: User::Get("https://api.hubapi.com/oauth/v1/access-tokens/{token}"),
        },
        scopes: &["oauth"],
        claims: Claims { subject: "/user_id", email: "/user", ..NOTHING },
        ..PLAIN
    },
    Provider {
        key: "atlassian",
        name: "Atlassian",
        console: "https://developer.atlassian.com/console/myapps/",
        protocol: Protocol::OAuth2 {
            authorization: "https://auth.atlassian.com/authorize",
            token: "https://auth.atlassian.com/oauth/token",
            user: User::Get("https://api.atlassian.com/me"),
        },
        scopes: &["read:me", "offline_access"],
        parameters: &[("audience", "api.atlassian.com"), ("prompt", "consent")],
        claims: Claims {
            subject: "/account_id",
            email: "/email",
            name: "/name",
            username: "/nickname",
            picture: "/picture",
            ..NOTHING
        },
        ..PLAIN
    },
    Provider {
        key: "huggingface",
        name: "Hugging Face",
        protocol: Protocol::OpenId { issuer: "https://huggingface.co", tenants: false },
        client_auth: ClientAuth::Basic,
        ..CUSTOM
    },
];

/// The provider answers with a form that the browser posts (OAuth 2.0 Form Post Response Mode).
pub const FORM_POST: (&str, &str) = ("response_mode", "form_post");

impl Provider {
    /// The row with this key.
    pub fn named(key: &str) -> Option<&'static Self> {
        PROVIDERS.iter().find(|row| row.key == key)
    }

    /// Whether it answers with a form that the browser posts.
    pub fn posts_its_answer(&self) -> bool {
        self.parameters.contains(&FORM_POST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_whole() {
        for (number, row) in PROVIDERS.iter().enumerate() {
            let key = row.key;
            assert!(!key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase()), "{key}");
            assert!(PROVIDERS[..number].iter().all(|before| before.key != key), "{key} twice");
            let urls = match row.protocol {
                Protocol::OpenId { issuer, .. } => {
                    assert!(row.scopes.contains(&"openid"), "{key}");
                    vec![issuer]
                }
                Protocol::OAuth2 { authorization, token, user } => {
                    assert!(!row.nonce, "{key}: there is no ID token for a nonce to stand in");
                    let user = match user {
                        User::WithTokens => vec![],
                        User::Get(url) | User::Post(url, _) => vec![url],
                        User::GetWithEmails(url, emails) => vec![url, emails.url],
                    };
                    [vec![authorization, token], user].concat()
                }
            };
            let console = (!row.console.is_empty()).then_some(row.console);
            for url in urls.into_iter().chain(console) {
                assert!(url.starts_with("https://") && url::Url::parse(url).is_ok(), "{key}: {url}");
            }
            let claims = &row.claims;
            let flag = match claims.verified {
                Verified::Flag(pointer) | Verified::FlagOrText(pointer) => pointer,
                Verified::Never | Verified::Always => "",
            };
            assert!(!claims.subject.is_empty(), "{key}");
            for pointer in [claims.subject, claims.email, claims.name, claims.username, claims.picture, flag] {
                assert!(pointer.is_empty() || pointer.starts_with('/'), "{key}: {pointer}");
            }
        }
        assert_eq!(PROVIDERS.len(), 20);
    }
}
