//! What a provider is told by: the names behind `oauth.<provider>.`.

use super::super::entry::{Entry, Part, list, secret, secret_text, switch, text};

const ON: Entry = switch(
    "enabled",
    "On",
    "A button on the sign-in and sign-up pages. Off: who came from there needs another way in.",
)
.guarded();
const CLIENT_ID: Entry = text(
    "client_id",
    "Client id",
    "As the provider names this app. In development, without one, a page of ours takes its place.",
)
.guarded()
// Google's have 72 characters.
.long();
const NAME: Entry = text("name", "Name on the button", "Empty: its own.");
const SCOPES: Entry =
    list("scopes", "Scopes besides", "What is asked for besides who one is, a line each. People have to agree to it.");

/// One that knows us by a key: Apple.
pub const KEY: &[Part] = &[Part {
    id: "provider",
    title: "Credentials",
    entries: &[
        ON,
        CLIENT_ID,
        text("team_id", "Team id", "Ten characters, in the membership details.").guarded(),
        text("key_id", "Key id", "Ten characters, beside the key.").guarded(),
        secret_text("client_secret", "Private key", "The PEM file, as it was downloaded. It is never shown again."),
        NAME,
        SCOPES,
    ],
}];

/// One of OpenID Connect of which there are several, or about which nothing is known.
pub const OPENID: &[Part] = &[Part {
    id: "provider",
    title: "Credentials",
    entries: &[
        ON,
        CLIENT_ID,
        secret("client_secret", "Client secret", "It is never shown again."),
        text(
            "issuer",
            "Issuer",
            "Of a provider that is not known by name, or another one of one that is: a GitLab of your own, one tenant of \
             Microsoft.",
        )
        .guarded(),
        NAME,
        SCOPES,
    ],
}];

/// One that is where it is known to be.
pub const PLAIN: &[Part] = &[Part {
    id: "provider",
    title: "Credentials",
    entries: &[ON, CLIENT_ID, secret("client_secret", "Client secret", "It is never shown again."), NAME, SCOPES],
}];
