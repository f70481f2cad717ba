use leptos::prelude::*;

use super::account::signed_in;
use super::{Place, Shown, State};
use crate::components::{CreateOrganization, OrganizationList, OrganizationProfile, OrganizationSwitcher};
use crate::model::ErrorCode::{
    FormCodeIncorrect, FormIdentifierExists, FormParamFormatInvalid, FormParamMissing, OrganizationDomainCommon,
    OrganizationMembershipQuotaExceeded, OrganizationMinimumPermissionsNeeded,
};
use crate::model::{Field, Grants, OrganizationChoices, OrganizationPage, PageState, permission};
use crate::site::playground::cast::{
    ada, error, long_name, organization_page, organizations, suggestions, waiting_invitations, wrong,
};

const MENU: &str = "vst-organizationSwitcherDetails";
const FORMS: &str = "vst-profileSectionAction";

/// What someone may do who manages an organization.
const MANAGES: &[&str] = &[
    permission::MANAGE_PROFILE,
    permission::DELETE_PROFILE,
    permission::READ_MEMBERSHIPS,
    permission::MANAGE_MEMBERSHIPS,
    permission::READ_DOMAINS,
    permission::MANAGE_DOMAINS,
];

/// Signs Ada in, who can act in several organizations and acts in the one with this number of them.
fn acting(page: &mut PageState, at: Option<usize>) {
    signed_in(page, ada());
    let choices = organizations();
    let session = &mut page.client.sessions[0];
    session.organization = at.and_then(|at| choices.organizations.get(at).cloned());
    let permissions = MANAGES.iter().map(|it| (*it).to_owned()).collect();
    session.grants = Grants { permissions, ..Grants::default() };
    page.organizations = Some(choices);
}

/// The same on the pages of that organization.
fn managing(page: &mut PageState, change: fn(&mut OrganizationPage)) {
    acting(page, Some(0));
    let mut shown = organization_page();
    change(&mut shown);
    page.organization = Some(shown);
}

fn invited(page: &mut PageState) {
    if let Some(choices) = &mut page.organizations {
        choices.invitations = waiting_invitations();
        choices.suggestions = suggestions();
        choices.waiting_count = (choices.invitations.len() + choices.suggestions.len()) as i64;
        choices.unanswered_count =
            choices.waiting_count - choices.suggestions.iter().filter(|it| it.status.is_some()).count() as i64;
    }
}

pub const ORGANIZATION_SWITCHER: Shown = Shown {
    name: "organization-switcher",
    title: "<OrganizationSwitcher/>",
    imports: "OrganizationSwitcher",
    code: "<OrganizationSwitcher/>",
    view: || view! { <OrganizationSwitcher/> }.into_any(),
    place: Place::Bar,
    states: &[
        State::new("closed", "Closed", "/", |page| acting(page, Some(0))),
        State::new("open", "Open", "/", |page| acting(page, Some(0))).open(MENU),
        State::new("personal", "For oneself, open", "/", |page| {
            acting(page, None);
            invited(page);
        })
        .open(MENU),
        State::new("refused", "A suggestion that is refused", "/", |page| {
            acting(page, None);
            invited(page);
            let about = [(Field::OrganizationId, "org_club")];
            page.refuse(
                "organization_suggestion/accept",
                error(OrganizationMembershipQuotaExceeded).with_limit(25),
                &about,
            );
        }),
        State::new("long-name", "In one with a long name, open", "/", |page| acting(page, Some(1))).open(MENU),
        State::new("hide-personal", "Without a personal account, open", "/", |page| acting(page, None))
            .open(MENU)
            .written("<OrganizationSwitcher hide_personal=true/>", || {
                view! { <OrganizationSwitcher hide_personal=true/> }.into_any()
            }),
        State::new("search", "Looked for one, open", "/", |page| {
            acting(page, Some(0));
            if let Some(choices) = &mut page.organizations {
                choices.query = "loom".into();
                choices.total_count = 500;
                choices.organizations.drain(..2);
            }
        })
        .open(MENU),
        State::new("nowhere", "In none, open", "/", |page| {
            signed_in(page, long_name());
            page.organizations = Some(OrganizationChoices {
                may_create: true,
                personal_accounts: true,
                ..OrganizationChoices::default()
            });
        })
        .open(MENU),
    ],
};

pub const ORGANIZATION_PROFILE: Shown = Shown {
    name: "organization-profile",
    title: "<OrganizationProfile/>",
    imports: "OrganizationProfile",
    code: "<OrganizationProfile/>",
    view: || view! { <OrganizationProfile/> }.into_any(),
    place: Place::Page,
    states: &[
        State::new("general", "General", "/organization", |page| managing(page, |_| {})),
        State::new("open-general", "General, every form open", "/organization", |page| managing(page, |_| {}))
            .open(FORMS),
        State::new("member", "General, for a member", "/organization", |page| {
            managing(page, |_| {});
            page.client.sessions[0].grants.permissions.retain(|it| it == permission::READ_MEMBERSHIPS);
            if let Some(shown) = &mut page.organization {
                shown.domains = None;
            }
        }),
        State::new("wrong-slug", "General, a slug that is taken", "/organization", |page| {
            managing(page, |_| {});
            let typed = [(Field::Name, "Analytical Engines"), (Field::Slug, "looms")];
            page.refuse("organization/update", wrong(Field::Slug, FormIdentifierExists), &typed);
        }),
        State::new("common-domain", "General, a domain that everyone has", "/organization", |page| {
            managing(page, |_| {});
            let typed = [(Field::Name, "mail.example")];
            page.refuse("organization_domain/create", wrong(Field::Name, OrganizationDomainCommon), &typed);
        }),
        State::new("domain-code", "General, a code that is wrong", "/organization", |page| {
            managing(page, |shown| {
                if let Some(domain) = shown.domains.as_mut().and_then(|domains| domains.get_mut(1)) {
                    domain.affiliation_email_address = Some("office@looms.example".into());
                }
            });
            let about = [(Field::OrganizationDomainId, "orgdmn_looms")];
            page.refuse("organization_domain/attempt_verification", wrong(Field::Code, FormCodeIncorrect), &about);
        }),
        State::new("last-admin", "General, the last one who manages it", "/organization", |page| {
            managing(page, |_| {});
            page.refuse("organization/leave", error(OrganizationMinimumPermissionsNeeded), &[]);
        }),
        State::new("wrong-deletion", "General, another name was typed", "/organization", |page| {
            managing(page, |_| {});
            let typed = [(Field::OrganizationName, "Engines")];
            page.refuse("organization/delete", wrong(Field::OrganizationName, FormParamFormatInvalid), &typed);
        }),
        State::new("members", "Members", "/organization/members", |page| managing(page, |_| {})),
        State::new("open-members", "Members, every form open", "/organization/members", |page| managing(page, |_| {}))
            .open(FORMS),
        State::new("no-members", "Members, nobody is found", "/organization/members", |page| {
            managing(page, |shown| {
                if let Some(members) = &mut shown.members {
                    members.data.clear();
                    members.total_count = 0;
                    members.query = "babbage".into();
                }
            });
        }),
        State::new("invitations", "Invitations", "/organization/invitations", |page| managing(page, |_| {})),
        State::new("no-invitations", "Invitations, none", "/organization/invitations", |page| {
            managing(page, |shown| {
                if let Some(invitations) = &mut shown.invitations {
                    invitations.data.clear();
                    invitations.total_count = 0;
                }
            });
        }),
        State::new("wrong-invitation", "Invitations, no address", "/organization/invitations", |page| {
            managing(page, |_| {});
            let wrong = wrong(Field::EmailAddresses, FormParamFormatInvalid).about_address("mary@");
            let typed = [(Field::EmailAddresses, "charles@example.com, mary@"), (Field::Role, "org:member")];
            page.refuse("organization_invitation/create", wrong, &typed);
        }),
    ],
};

pub const ORGANIZATION_LIST: Shown = Shown {
    name: "organization-list",
    title: "<OrganizationList/>",
    imports: "OrganizationList",
    code: "<OrganizationList/>",
    view: || view! { <OrganizationList/> }.into_any(),
    place: Place::Card,
    states: &[
        State::new("several", "Several", "/organization", |page| {
            acting(page, None);
            invited(page);
        }),
        State::new("none", "None", "/organization", |page| {
            signed_in(page, ada());
            page.organizations = Some(OrganizationChoices {
                may_create: true,
                personal_accounts: true,
                slugs: true,
                ..OrganizationChoices::default()
            });
        }),
    ],
};

pub const CREATE_ORGANIZATION: Shown = Shown {
    name: "create-organization",
    title: "<CreateOrganization/>",
    imports: "CreateOrganization",
    code: "<CreateOrganization/>",
    view: || view! { <CreateOrganization/> }.into_any(),
    place: Place::Card,
    states: &[
        State::new("start", "Start", "/create-organization", |page| acting(page, None)),
        State::new("wrong", "No name, and a slug that is taken", "/create-organization", |page| {
            acting(page, None);
            page.refuse("organization/create", wrong(Field::Name, FormParamMissing), &[(Field::Slug, "engines")]);
            page.refuse("organization/create", wrong(Field::Slug, FormIdentifierExists), &[(Field::Slug, "engines")]);
        }),
        State::new("hide-slug", "Without a slug", "/create-organization", |page| acting(page, None))
            .written("<CreateOrganization hide_slug=true/>", || {
                view! { <CreateOrganization hide_slug=true/> }.into_any()
            }),
    ],
};
