use leptos::prelude::*;

use crate::elements::{Badge, CardForm, Erase, FormState, IconName, ProfileAction, ProfileItem, SubmitButton};
use crate::model::Field;

/// Something that is set up, and what can be done with it: one thing that is asked about first.
#[component]
pub fn Item(
    form: FormState,
    redirect_url: Signal<String>,
    icon: IconName,
    title: String,
    #[prop(optional)] badges: Vec<Badge>,
    /// What else can be done, in front.
    #[prop(optional_no_strip)]
    first: Option<AnyView>,
    label: &'static str,
    #[prop(default = Some("danger"))] color: Option<&'static str>,
    question: &'static str,
    confirm: &'static str,
    /// The number that it is about.
    #[prop(optional_no_strip)]
    phone: Option<String>,
) -> impl IntoView {
    let full_label = format!("{label}: {title}");
    view! {
        <ProfileItem icon title badges>
            {first}
            <ProfileAction label full_label=Some(full_label) color open=form.has_news()>
                <CardForm form redirect_url>
                    <Phone phone reserved=false/>
                    <p class="vst-profileSectionSubtitle">{question}</p>
                    <SubmitButton form label=confirm/>
                </CardForm>
            </ProfileAction>
        </ProfileItem>
    }
    .erase()
}

/// A form that is one button.
#[component]
pub fn Button(
    form: FormState,
    redirect_url: Signal<String>,
    label: String,
    #[prop(default = "vst-button vst-profileSectionPrimaryButton")] class: &'static str,
    /// The number that it is about.
    #[prop(optional_no_strip)]
    phone: Option<String>,
) -> impl IntoView {
    view! {
        <CardForm form redirect_url>
            <Phone phone reserved=true/>
            <button
                type="submit"
                class=class
                aria-disabled=form.while_pending("true")
                data-loading=form.while_pending("")
            >
                <span>{label}</span>
            </button>
        </CardForm>
    }
    .erase()
}

#[component]
fn Phone(phone: Option<String>, reserved: bool) -> impl IntoView {
    let fields = phone.map(|id| {
        let reserved = if reserved { "true" } else { "" };
        view! {
            <input type="hidden" name=Field::PhoneNumberId.name() value=id/>
            <input type="hidden" name=Field::Reserved.name() value=reserved/>
        }
    });
    fields.erase()
}
