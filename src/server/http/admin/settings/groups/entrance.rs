//! How people come in.

use super::super::entry::{Group, Part, auto, choice, list, number, object, secret, switch, text};

/// Whether something is asked for.
const RULES: &[(&str, &str)] = &[("off", "Off"), ("optional", "Optional"), ("required", "Required")];

/// How one signs up.
pub const SIGN_UP: Group = Group {
    key: "sign-up",
    name: "Sign-up",
    about: "Who may make an account, and what is asked of them.",
    parts: &[
        Part {
            id: "who",
            title: "Who may sign up",
            entries: &[
                choice(
                    "sign_up.mode",
                    "Sign-up is open to",
                    "With a waitlist others may leave their address; nobody but the invited gets an account.",
                    &[
                        ("public", "Everyone"),
                        ("restricted", "The invited"),
                        ("waitlist", "The invited, with a waitlist"),
                    ],
                )
                .guarded(),
                list(
                    "sign_up.allowlist",
                    "Only these",
                    "Email addresses, or @ and a domain, a line each. With any of them nobody else signs up.",
                ).guarded(),
                list(
                    "sign_up.blocklist",
                    "Never these",
                    "Written as above: nobody signs up with one of these. Who has an account already keeps it. Single ones are better put on the page Allow and block.",
                ).guarded(),
            ],
        },
        Part {
            id: "asked",
            title: "What is asked for",
            entries: &[
                choice(
                    "sign_up.email_address",
                    "Email address",
                    "Off: nothing can be mailed to people, and they are known by a phone number or a username.",
                    RULES,
                ),
                choice(
                    "sign_up.email_verification",
                    "An address is proven by",
                    "A code is typed where one signs up; a link may be opened on another device.",
                    &[("email_code", "A code by mail"), ("email_link", "A link by mail")],
                ),
                choice(
                    "sign_up.password",
                    "Password",
                    "Who gives none signs in with what is sent to them. Asked for only where passwords sign in.",
                    RULES,
                ),
                choice(
                    "sign_up.phone_number",
                    "Phone number",
                    "Proven by a text message, which costs money: name the countries that your people are in.",
                    RULES,
                ),
                choice(
                    "sign_up.username",
                    "Username",
                    "A name to sign in with. Whoever tries can find out which are taken.",
                    RULES,
                ),
                choice("sign_up.first_name", "First name", "Shown to others in organizations.", RULES),
                choice("sign_up.last_name", "Last name", "Shown beside the first one, to others in organizations.", RULES),
                list(
                    "sign_up.reserved_usernames",
                    "Usernames that nobody may have",
                    "A line each, besides admin, support and their like. What looks like one of them is refused, too.",
                ),
            ],
        },
        Part {
            id: "legal",
            title: "Legal consent",
            entries: &[
                switch(
                    "legal.consent",
                    "Ask for consent",
                    "Nobody gets an account without having agreed to what stands below; when that was is kept.",
                ),
                text(
                    "legal.terms_url",
                    "Terms of service",
                    "An https address, or a path of this site: linked where consent is asked for. Empty: no link.",
                ),
                text(
                    "legal.privacy_url",
                    "Privacy policy",
                    "An https address, or a path of this site: linked beside the terms. Empty: no link.",
                ),
            ],
        },
    ],
};

/// How one signs in.
pub const SIGN_IN: Group = Group {
    key: "sign-in",
    name: "Sign-in methods",
    about: "Which ways in are offered. What is off is refused, too. Nothing is saved by which everyone would be locked out.",
    parts: &[Part {
        id: "methods",
        title: "Ways in",
        entries: &[
            switch(
                "sign_in.password",
                "Password",
                "Off: sign-up asks for none, and whoever has one signs in by something else.",
            )
            .guarded(),
            switch(
                "sign_in.email_code",
                "Code by mail",
                "Whoever reads someone's mail is let in. It helps, too, whoever has forgotten a password.",
            )
            .guarded(),
            switch(
                "sign_in.email_link",
                "Link by mail",
                "One click in a mail instead of a code; it is opened in the same browser, or lets it go on.",
            )
            .guarded(),
            switch(
                "sign_in.phone_code",
                "Code by text message",
                "Only where sign-up asks for phone numbers. A number can be taken over: it is weaker than the others.",
            )
            .guarded(),
            switch(
                "sign_in.passkey",
                "Passkey",
                "People add one once they are signed in. It cannot be phished. Needs an address with a name in it.",
            )
            .guarded(),
            choice(
                "sign_in.preferred",
                "Asked for first",
                "The others stay a click away.",
                &[
                    ("password", "Password"),
                    ("email_code", "Code by mail"),
                    ("email_link", "Link by mail"),
                    ("phone_code", "Code by text message"),
                ],
            ),
            switch(
                "sign_in.with_sign_up",
                "Sign up on the same page",
                "Whom nobody knows gets an account by the same code or link. Only where everyone may sign up.",
            ),
        ],
    }],
};

/// Passwords.
pub const PASSWORDS: Group = Group {
    key: "passwords",
    name: "Passwords",
    about: "What a new password must be. Old ones stay good until they are changed.",
    parts: &[
        Part {
            id: "rules",
            title: "New passwords",
            entries: &[
                number("password.min_length", "Shortest", "At least 8, whatever is said here.", "characters").guarded(),
                number(
                    "password.min_strength",
                    "Weakest",
                    "From 0, which takes anything, to 4, out of reach. Below 2 what is guessed in minutes is taken.",
                    "of 4",
                )
                .guarded(),
                auto(
                    "password.breach_check",
                    "Refuse stolen passwords",
                    "Each is looked up in a list of stolen ones; only five characters of a hash leave the server.",
                )
                .guarded(),
                text("password.breach_url", "Where that list is", "Anything that speaks as Have I Been Pwned does.")
                    .guarded(),
                text(
                    "password.change_url",
                    "Where passwords are changed",
                    "For password managers: a path or an https address. Empty: the security page of the user's profile.",
                ),
            ],
        },
        Part {
            id: "hash",
            title: "What a hash costs",
            entries: &[
                number(
                    "password.hash.memory_kib",
                    "Memory",
                    "Of Argon2id, for each hash that is computed at once: all of them take this times how many those are, and that may \
                     be half of the memory that there is at most. More makes stolen hashes dearer to try, and sign-ins slower; one is \
                     computed first, and may take 2 seconds.",
                    "KiB",
                )
                .guarded(),
                number(
                    "password.hash.iterations",
                    "Passes",
                    "Over that memory: twice as many take twice as long, for whoever tries stolen hashes as well.",
                    "passes",
                )
                .guarded(),
                number(
                    "password.hash.parallelism",
                    "Lanes",
                    "At the same time, on as many cores. What was hashed at another cost is hashed anew at the next sign-in.",
                    "lanes",
                )
                .guarded(),
                number(
                    "password.hash_workers",
                    "Hashes at once",
                    "0: one per core; 64 at most from here. Each takes the memory that is said above, for as long as the server runs. \
                     With fewer those that are being computed are finished first.",
                    "hashes",
                )
                .guarded(),
                number(
                    "password.hash_queue",
                    "Hashes that may wait",
                    "With those that are computed. Who comes beyond that is asked to try again.",
                    "hashes",
                )
                .guarded(),
            ],
        },
    ],
};

/// Second factors.
pub const MULTI_FACTOR: Group = Group {
    key: "multi-factor",
    name: "Multi-factor",
    about: "What may be asked for besides. Whoever has a factor that is switched off is still asked for it.",
    parts: &[
        Part {
            id: "factors",
            title: "Second factors",
            entries: &[
                switch("mfa.totp", "Authenticator app", "People may add an app that shows a code every half minute.")
                    .guarded(),
                switch(
                    "mfa.phone_code",
                    "Code by text message",
                    "To a number that is proven. Weaker than an app, better than nothing.",
                )
                .guarded(),
                switch(
                    "mfa.backup_codes",
                    "Backup codes",
                    "Ten codes for whoever loses everything else. Without them you will be asked to reset factors.",
                )
                .guarded(),
            ],
        },
        Part {
            id: "rule",
            title: "Who needs one",
            entries: &[switch(
                "mfa.required",
                "Everyone needs a second factor",
                "Whoever has none sets one up before they get any further, at the next sign-in and in open sessions.",
            )
            .guarded()],
        },
    ],
};

/// What keeps strangers and programs out.
pub const PROTECTION: Group = Group {
    key: "attack-protection",
    name: "Attack protection",
    about: "Limits, programs that sign up, and what pages may load.",
    parts: &[
        Part {
            id: "limits",
            title: "Limits and locks",
            entries: &[
                number(
                    "security.forms_per_minute",
                    "Forms of one network address",
                    "Many people may share one. Beyond that they are asked to wait.",
                    "a minute",
                )
                .guarded(),
                number(
                    "security.lock_minutes",
                    "A lock lasts",
                    "That of an account which an operator locks. Wrong passwords have waits of their own.",
                    "minutes",
                ),
                switch(
                    "security.new_device_mail",
                    "Mail about new devices",
                    "Whoever signs in on a device for the first time is told, with a link that ends that session.",
                ),
            ],
        },
        Part {
            id: "addresses",
            title: "Addresses at sign-up",
            entries: &[
                switch(
                    "sign_up.block_disposable",
                    "Refuse disposable addresses",
                    "Those at services whose boxes are thrown away.",
                ),
                switch(
                    "sign_up.block_subaddresses",
                    "Refuse addresses with a +",
                    "Such as ada+notes@example.com, by which one person has many accounts.",
                ),
            ],
        },
        Part {
            id: "bots",
            title: "Programs that sign up",
            entries: &[
                choice(
                    "bots.protection",
                    "What keeps them out",
                    "Work is done by the browser while people type. With Turnstile nobody signs up without JavaScript.",
                    &[("off", "Nothing"), ("proof_of_work", "Work for the browser"), ("turnstile", "Turnstile")],
                )
                .guarded(),
                choice(
                    "bots.when",
                    "When",
                    "Suspicious: more than 3 sign-ups of one network address, or 60 in all, in ten minutes.",
                    &[("suspicious", "When it is suspicious"), ("always", "At every sign-up")],
                )
                .guarded(),
                number(
                    "bots.difficulty",
                    "How much work",
                    "A browser does 20000 to 300000 tries in a second.",
                    "tries",
                )
                .guarded(),
                number(
                    "bots.unproven_per_network_per_hour",
                    "Without JavaScript, from one network address",
                    "Sign-ups without work, where work is asked for.",
                    "an hour",
                )
                .guarded(),
                number(
                    "bots.unproven_per_hour",
                    "Without JavaScript, in all",
                    "From everywhere together: beyond that such sign-ups are refused.",
                    "an hour",
                )
                .guarded(),
                text("bots.turnstile_site_key", "Turnstile's site key", "What Turnstile knows this site by.").guarded(),
                secret(
                    "bots.turnstile_secret_key",
                    "Turnstile's secret key",
                    "By which Turnstile knows that it is we who ask; without it nobody passes.",
                ),
                text("bots.turnstile_base_url", "Where Turnstile is", "Cloudflare's own address, as a rule.").guarded(),
            ],
        },
        Part {
            id: "pages",
            title: "Proxies and pages",
            entries: &[
                list(
                    "security.trusted_proxies",
                    "Proxies that are believed",
                    "Addresses or networks, a line each: what they say in X-Forwarded-For is where people come from.",
                )
                .guarded(),
                list(
                    "security.redirect_origins",
                    "Other origins that a sign-in may lead to",
                    "Such as https://docs.example, a line each.",
                )
                .guarded(),
                switch(
                    "security.headers",
                    "Security headers",
                    "Off: the app itself has to send them, the content security policy among them.",
                )
                .guarded(),
                object(
                    "security.content_security_policy",
                    "What pages may load besides",
                    "In JSON: {\"img-src\": \"https://images.example\"}.",
                )
                .guarded(),
            ],
        },
    ],
};
