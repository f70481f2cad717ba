//! What the instance is called, what it sends, and what it runs on.

use super::super::entry::{Group, Part, choice, list, number, secret, switch, text};

/// The app.
pub const GENERAL: Group = Group {
    key: "general",
    name: "General",
    about: "The app, what people may do with their accounts, and where they are led.",
    parts: &[
        Part {
            id: "app",
            title: "The app",
            entries: &[
                text("app_name", "Name", "In titles, in mails, and where an authenticator app lists its codes."),
                switch(
                    "account.delete",
                    "People may delete their accounts",
                    "Off: they have to ask you. What is deleted cannot be brought back.",
                ),
            ],
        },
        Part {
            id: "paths",
            title: "Where people are led",
            entries: &[
                text(
                    "paths.after_sign_in",
                    "After a sign-in",
                    "A path of this site, where nothing else was asked for.",
                ),
                text(
                    "paths.after_sign_up",
                    "After a sign-up",
                    "Where whoever is new is led, unless they were on their way elsewhere.",
                ),
                text("paths.after_sign_out", "After a sign-out", "Where whoever has left is led."),
                text("paths.user_profile", "Account", "The app's page with UserProfile. Empty hides what leads there."),
                text(
                    "paths.organization_profile",
                    "Organization",
                    "The app's page with OrganizationProfile. Empty hides what leads there.",
                ),
                text(
                    "paths.create_organization",
                    "New organization",
                    "The app's page with CreateOrganization. Empty hides what leads there.",
                ),
                text("paths.waitlist", "Waitlist", "The app's page with Waitlist. Empty: the sign-up page shows it."),
                text(
                    "paths.api_keys",
                    "API keys",
                    "The app's page with ApiKeys. Empty: the pages of accounts and organizations show them.",
                ),
            ],
        },
    ],
};

/// Mails and text messages.
pub const MESSAGES: Group = Group {
    key: "messages",
    name: "Mail and messages",
    about: "By what mails and text messages leave. Whoever changes that reads what lets people in.",
    parts: &[
        Part {
            id: "mail",
            title: "Mail",
            entries: &[
                secret(
                    "mail.smtp_url",
                    "Server",
                    "smtps://USER:PASSWORD@HOST:465, or smtp://…:587?tls=required. None: nothing is sent.",
                ),
                text("mail.from", "From", "Such as Notes <no-reply@app.example>.").guarded(),
                text("mail.reply_to", "Answers go to", "Empty: to where the mails are from."),
                text("mail.logo_url", "Logo", "At the head of mails: an https address, or a path of this site."),
                text(
                    "mail.smtp_ca_file",
                    "Who vouches for the server",
                    "A PEM file on the machine, read when this is saved. Empty: whom the machine trusts.",
                )
                .guarded(),
                text(
                    "mail.templates",
                    "Templates",
                    "A folder on the machine, read and tried out when settings are saved: how mails look. What they say is changed \
                     under Mail.",
                )
                .guarded(),
            ],
        },
        Part {
            id: "sms",
            title: "Text messages",
            entries: &[
                text("sms.twilio_account_sid", "Twilio's account", "Or that of a service that speaks as Twilio does.")
                    .guarded(),
                secret("sms.twilio_auth_token", "Twilio's token", "The secret of that account."),
                text("sms.twilio_base_url", "Where Twilio is", "Its own address, as a rule.").guarded(),
                text("sms.from", "From", "At Twilio: a number, a name of up to 11 letters and digits, or MG….")
                    .guarded(),
                text("sms.http_url", "Any other service", "It takes {\"to\": \"+1…\", \"text\": \"…\"}.").guarded(),
                secret("sms.http_token", "Its token", "Sent as Authorization: Bearer …."),
                text("sms.default_country", "Country of numbers without a +", "Two letters, such as US."),
                list(
                    "sms.countries",
                    "Countries that anything is sent to",
                    "Two letters a line; none: all. Whoever has messages sent to dear numbers is paid for it.",
                ),
                number("sms.per_hour", "Messages in all", "Beyond that nothing is sent.", "an hour"),
                number(
                    "sms.per_network_per_hour",
                    "For one network address",
                    "Beyond that whoever comes from there gets none, and is asked to wait.",
                    "an hour",
                ),
            ],
        },
    ],
};

/// What people upload.
pub const PICTURES: Group = Group {
    key: "pictures",
    name: "Pictures",
    about: "Where the pictures of people and organizations are kept. Owners change it.",
    parts: &[
        Part {
            id: "pictures",
            title: "Pictures",
            entries: &[
                text(
                    "storage.url",
                    "Where they are kept",
                    "A folder, or s3://BUCKET/PREFIX; one is kept there first, to see that it works. Pictures that are kept at the \
                     old place are not moved: they are shown again once they are copied, and are deleted by nobody but you.",
                )
                .guarded(),
                text(
                    "storage.endpoint",
                    "The bucket's service",
                    "If it is not AWS: one on the public internet. One in a network of your own stands in Leptos.toml.",
                )
                .guarded(),
                text(
                    "storage.region",
                    "Its region",
                    "The name that the service gives it, such as eu-central-1: with a wrong one no picture is kept.",
                )
                .guarded(),
                text("storage.access_key_id", "Key", "By which we are known there.").guarded(),
                secret("storage.secret_access_key", "Secret", "By which we prove it."),
            ],
        },
    ],
};

/// What programs use, and what is kept.
pub const API: Group = Group {
    key: "api",
    name: "REST API and records",
    about: "What other programs may ask, and for how long it is kept what happened.",
    parts: &[
        Part {
            id: "api",
            title: "REST API",
            entries: &[
                switch(
                    "backend_api.enabled",
                    "REST API",
                    "Below /v1, with secret keys. Off: whoever asks for anything there is told that there is nothing.",
                )
                .guarded(),
                switch(
                    "backend_api.unversioned",
                    "Keys and machines without /v1",
                    "At /api_keys and /m2m_tokens, as Clerk's clients ask for them.",
                )
                .guarded(),
                number(
                    "backend_api.requests_per_ten_seconds",
                    "Requests of one key",
                    "All of which may come at once, on each node.",
                    "in ten seconds",
                )
                .guarded(),
            ],
        },
        Part {
            id: "keys",
            title: "API keys",
            entries: &[
                switch("api_keys.users", "People make API keys", "By which programs come to the app in their place.")
                    .guarded(),
                switch(
                    "api_keys.organizations",
                    "Organizations make API keys",
                    "Those members do whose role has org:sys_api_keys:manage.",
                )
                .guarded(),
                list("api_keys.scopes", "What keys may be good for", "Words of the app's own, such as notes:read."),
            ],
        },
        Part {
            id: "records",
            title: "Records",
            entries: &[
                number(
                    "audit_log.days",
                    "The log of changes is kept for",
                    "0: for ever. What is older is deleted, so owners alone make it shorter.",
                    "days",
                )
                .guarded(),
                number("webhooks.keep_days", "Events, and what became of webhooks, are kept for", "2 to 365.", "days"),
            ],
        },
    ],
};

/// What holds from one start to the next.
pub const START: Group = Group {
    key: "start",
    name: "Fixed at the start",
    about: "What holds for as long as a server runs, and why. So does the database (database_url), for what is changed here is kept there.",
    parts: &[
        Part {
            id: "instance",
            title: "The instance",
            entries: &[
                choice(
                    "environment",
                    "Environment",
                    "Production starts with nothing unsafe.",
                    &[("development", "Development"), ("production", "Production")],
                ),
                text("base_url", "Address", "Links in mails and the tokens' issuer are made of it."),
                text("secret_key_file", "Key of the instance", "A file, where the environment has none."),
                switch("admin.enabled", "Dashboard", "What you see."),
                switch("webhooks.allow_loopback", "Webhooks to this machine", "In development only."),
            ],
        },
        Part {
            id: "entrance",
            title: "The pages of the entrance",
            entries: &[
                text("paths.sign_in", "Sign-in", "The page with SignIn."),
                text("paths.sign_up", "Sign-up", "The page with SignUp."),
            ],
        },
    ],
};
