use leptos::prelude::*;

use crate::elements::{Avatar, Erase};
use crate::model::{PublicUserData, User, hue_of};

/// Which organization it is: its logo or its first letter, its name, and below it what else there is to say.
#[component]
pub fn OrganizationPreview(
    id: String,
    name: String,
    image_url: Option<String>,
    /// Below the name.
    #[prop(optional_no_strip)]
    secondary: Option<String>,
) -> impl IntoView {
    // Spans, because it stands in buttons too.
    view! {
        <span class="vst-organizationPreview">
            <span class="vst-organizationPreviewAvatarContainer">
                {organization_avatar(&id, &name, image_url, "vst-avatarBox vst-organizationPreviewAvatarBox")}
            </span>
            {texts(name, secondary)}
        </span>
    }
    .erase()
}

/// Oneself, outside of any organization.
#[component]
pub fn PersonalPreview(user: User) -> impl IntoView {
    let name = user.display_name();
    view! {
        <span class="vst-organizationPreview">
            <span class="vst-organizationPreviewAvatarContainer">
                <Avatar user class="vst-avatarBox vst-personalPreviewAvatarBox"/>
            </span>
            {texts(crate::locale::organizations::personal_account().to_owned(), Some(name))}
        </span>
    }
    .erase()
}

fn texts(name: String, secondary: Option<String>) -> AnyView {
    view! {
        <span class="vst-organizationPreviewTextContainer">
            <span class="vst-organizationPreviewMainIdentifier" dir="auto">
                {name}
            </span>
            {secondary
                .map(|text| {
                    view! { <span class="vst-organizationPreviewSecondaryIdentifier" dir="auto">{text}</span> }
                })}
        </span>
    }
    .erase()
}

/// The logo of an organization, or its first letter on a colour that is the same everywhere.
pub fn organization_avatar(id: &str, name: &str, image_url: Option<String>, class: &'static str) -> AnyView {
    let image =
        image_url.map(|src| view! { <img class="vst-avatarImage vst-organizationPreviewAvatarImage" src=src alt=""/> });
    avatar(id, first_letter(name), image.erase(), class)
}

/// The picture of a member, or their initials.
pub fn member_avatar(person: &PublicUserData) -> AnyView {
    let names: Vec<&str> = [&person.first_name, &person.last_name].into_iter().flatten().map(String::as_str).collect();
    let initials = match names.is_empty() {
        true => first_letter(&person.identifier),
        false => names.into_iter().map(first_letter).collect(),
    };
    let image = person.image_url.clone().map(|src| view! { <img class="vst-avatarImage" src=src alt=""/> });
    avatar(&person.user_id, initials, image.erase(), "vst-avatarBox vst-memberAvatarBox")
}

fn avatar(id: &str, letters: String, image: AnyView, class: &'static str) -> AnyView {
    view! {
        <span class=class data-hue=hue_of(id).to_string() aria-hidden="true">
            <span class="vst-avatarInitials">{letters}</span>
            {image}
        </span>
    }
    .erase()
}

fn first_letter(text: &str) -> String {
    text.chars().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect()
}

/// What a member is called: by their name, else by what they are known by.
pub fn member_name(person: &PublicUserData) -> String {
    let names: Vec<&str> = [&person.first_name, &person.last_name].into_iter().flatten().map(String::as_str).collect();
    if names.is_empty() { person.identifier.clone() } else { names.join(" ") }
}
