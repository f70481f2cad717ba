//! What holds for those who are in.

use super::super::entry::{Group, Options, Part, number, object, one_of, several, switch, text};

/// Sessions and their tokens.
pub const SESSIONS: Group = Group {
    key: "sessions",
    name: "Sessions and tokens",
    about: "For how long people stay signed in, and what their tokens say.",
    parts: &[
        Part {
            id: "lifetime",
            title: "Sessions",
            entries: &[
                number(
                    "session.max_lifetime_hours",
                    "A session ends after",
                    "Whatever happens. A shorter time ends open sessions that are older.",
                    "hours",
                )
                .guarded(),
                number(
                    "session.inactivity_timeout_minutes",
                    "Without a request it ends after",
                    "0: for that reason never.",
                    "minutes",
                )
                .guarded(),
                switch(
                    "session.multi_session",
                    "Several accounts in one browser",
                    "People add accounts in the user's menu, and switch there.",
                )
                .guarded(),
                switch(
                    "session.reverification",
                    "Ask again before something that matters",
                    "Off: a browser that is left open is enough to change a password or to delete an account.",
                )
                .guarded(),
            ],
        },
        Part {
            id: "devices",
            title: "Devices",
            entries: &[text(
                "devices.ip_database",
                "Where network addresses are",
                "A file on the machine in MaxMind's format, read when this is saved: people see where their devices are. Empty: they \
                 are not told.",
            )
            .guarded()],
        },
        Part {
            id: "claims",
            title: "Token claims",
            entries: &[object(
                "session_token.claims",
                "Claims",
                "In JSON, with shortcodes such as {{user.public_metadata.role || 'member'}}. Not more than 1200 bytes.",
            )
            .guarded()],
        },
    ],
};

/// Organizations.
pub const ORGANIZATIONS: Group = Group {
    key: "organizations",
    name: "Organizations",
    about: "Whether people share what the app keeps for them, and who may do what there.",
    parts: &[
        Part {
            id: "organizations",
            title: "Organizations",
            entries: &[
                switch("organizations.enabled", "Organizations", "Off: there are none, and nothing of them is shown."),
                switch(
                    "organizations.personal_accounts",
                    "Personal accounts",
                    "Off: whoever signs in chooses an organization first, and acts in one at any time.",
                ),
                switch(
                    "organizations.slugs",
                    "Names in addresses",
                    "Each has a name for addresses, such as acme, which it chooses. Off: addresses have its id alone.",
                ),
                text(
                    "organizations.home",
                    "Where one goes first",
                    "Whoever acts in one, after a sign-in: a path with :slug or :id. Empty: where everyone goes.",
                ),
            ],
        },
        Part {
            id: "limits",
            title: "Who may make them",
            entries: &[
                switch(
                    "organizations.create",
                    "People may make organizations",
                    "Off: only operators and the REST API do.",
                ),
                number("organizations.max_per_user", "How many each", "0: as many as they like.", "organizations"),
                number("organizations.max_members", "How many may belong to one", "0: as many as there are.", "people"),
                switch(
                    "organizations.admin_delete",
                    "Admins may delete theirs",
                    "Those whose role allows it. What is deleted cannot be brought back.",
                ),
                number("organizations.invitation_days", "An invitation is good for", "1 to 365.", "days"),
            ],
        },
        Part {
            id: "roles",
            title: "Roles",
            entries: &[
                one_of(
                    "organizations.creator_role",
                    "Role of whoever makes one",
                    "They are the first there: with less than org:admin nobody may invite others.",
                    Options::Roles,
                )
                .guarded(),
                one_of(
                    "organizations.default_role",
                    "Role of whoever comes in",
                    "Unless another is chosen for them.",
                    Options::Roles,
                )
                .guarded(),
            ],
        },
        Part {
            id: "domains",
            title: "Verified domains",
            entries: &[
                switch(
                    "organizations.domains.enabled",
                    "Organizations may prove domains",
                    "Whoever has proven an address there comes in as the organization chooses.",
                ),
                several(
                    "organizations.domains.enrollment_modes",
                    "What they may choose",
                    "One that is taken away does nothing any more where it was chosen.",
                    Options::These(&[
                        ("manual_invitation", "By invitation"),
                        ("automatic_invitation", "At once, if they like"),
                        ("automatic_suggestion", "They ask, and are let in"),
                    ]),
                )
                .guarded(),
                one_of(
                    "organizations.domains.default_role",
                    "Role of whoever comes in by an address",
                    "It may not manage members.",
                    Options::RolesOrNone,
                )
                .guarded(),
            ],
        },
    ],
};

/// Languages.
pub const LANGUAGES: Group = Group {
    key: "languages",
    name: "Languages and texts",
    about: "What people read. The dashboard itself is in English.",
    parts: &[Part {
        id: "languages",
        title: "Languages",
        entries: &[
            one_of(
                "default_locale",
                "Language of whoever asks for none of them",
                "For pages, mails and text messages.",
                Options::Languages,
            ),
            several("locales", "Languages on offer", "None: all of them.", Options::Languages),
        ],
    }],
};
