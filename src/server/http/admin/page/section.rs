//! Where one is in the dashboard.

/// Where one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Numbers.
    Overview,
    /// People.
    Users,
    /// Organizations.
    Organizations,
    /// Invitations to the app.
    Invitations,
    /// Who waits to be let in.
    Waitlist,
    /// Who may come in, and who may not.
    Lists,
    /// Who is signed in.
    Sessions,
    /// Who changed what.
    AuditLog,
    /// Mails and webhooks.
    Deliveries,
    /// What runs beside the requests.
    Jobs,
    /// How the components look.
    Appearance,
    /// What mails say.
    Mail,
    /// What is taken out of the instance, and brought into it.
    Data,
    /// Whether all is well.
    Health,
    /// What it does, and how.
    Settings,
    /// Who runs it.
    Operators,
    /// What members of organizations may.
    Roles,
    /// Tokens for other services.
    JwtTemplates,
    /// Who is told what happens.
    Webhooks,
    /// What programs prove themselves with.
    Keys,
    /// Where one may be led.
    RedirectUrls,
}

impl Section {
    /// Those that the menu begins with.
    pub const ALL: [Self; 16] = [
        Self::Overview,
        Self::Users,
        Self::Organizations,
        Self::Invitations,
        Self::Waitlist,
        Self::Lists,
        Self::Sessions,
        Self::AuditLog,
        Self::Deliveries,
        Self::Jobs,
        Self::Appearance,
        Self::Mail,
        Self::Data,
        Self::Health,
        Self::Settings,
        Self::Operators,
    ];

    /// Those for whoever writes the app.
    pub const DEVELOPERS: [Self; 5] = [Self::Roles, Self::JwtTemplates, Self::Webhooks, Self::Keys, Self::RedirectUrls];

    /// Its address.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/admin",
            Self::Users => "/admin/users",
            Self::Organizations => "/admin/organizations",
            Self::Invitations => "/admin/invitations",
            Self::Waitlist => "/admin/waitlist",
            Self::Lists => "/admin/lists",
            Self::Sessions => "/admin/sessions",
            Self::AuditLog => "/admin/audit-log",
            Self::Deliveries => "/admin/deliveries",
            Self::Jobs => "/admin/jobs",
            Self::Appearance => "/admin/appearance",
            Self::Mail => "/admin/mail",
            Self::Data => "/admin/data",
            Self::Health => "/admin/health",
            Self::Settings => "/admin/settings",
            Self::Operators => "/admin/operators",
            Self::Roles => "/admin/roles",
            Self::JwtTemplates => "/admin/jwt-templates",
            Self::Webhooks => "/admin/webhooks",
            Self::Keys => "/admin/keys",
            Self::RedirectUrls => "/admin/redirect-urls",
        }
    }

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Users => "Users",
            Self::Organizations => "Organizations",
            Self::Invitations => "Invitations",
            Self::Waitlist => "Waitlist",
            Self::Lists => "Allow and block",
            Self::Sessions => "Sessions",
            Self::AuditLog => "Audit log",
            Self::Deliveries => "Deliveries",
            Self::Jobs => "Jobs",
            Self::Appearance => "Appearance",
            Self::Mail => "Mail",
            Self::Data => "Data",
            Self::Health => "Health",
            Self::Settings => "Settings",
            Self::Operators => "Operators",
            Self::Roles => "Roles and permissions",
            Self::JwtTemplates => "JWT templates",
            Self::Webhooks => "Webhooks",
            Self::Keys => "Keys",
            Self::RedirectUrls => "Redirect URLs",
        }
    }
}
