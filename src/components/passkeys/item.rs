use leptos::prelude::*;

use crate::api::{RemovePasskey, RenamePasskey};
use crate::elements::{Content, Erase, Form, FormState, Icon, IconName, Moment, SubmitButton, TextField};
use crate::locale;
use crate::model::{Field, Passkey};

/// A passkey, and what can be done with it.
#[component]
pub fn Item(id: String, passkey: Passkey, redirect_url: Signal<String>) -> impl IntoView {
    let id = format!("{id}-{}", passkey.id);
    let rename = FormState::new::<RenamePasskey>(&id, &[Field::Name], &[]).about(Field::PasskeyId, &passkey.id);
    let remove = FormState::new::<RemovePasskey>(&id, &[], &[]).about(Field::PasskeyId, &passkey.id);
    let Passkey { id, name, created_at, last_used_at } = passkey;
    let used = last_used_at.map(|at| {
        view! {
            <span>{locale::passkeys::LAST_USED} " " <Moment at/></span>
        }
    });
    let (rename_label, remove_label) = (locale::passkeys::rename(&name), locale::passkeys::remove(&name));
    let removed_id = id.clone();
    view! {
        <li class="vst-profileSectionItem">
            <Icon name=IconName::Passkey class="vst-passkeyIcon"/>
            <div class="vst-profileSectionItemText">
                <span class="vst-profileSectionTitleText">{name.clone()}</span>
                <span class="vst-profileSectionSubtitleText">
                    <span>{locale::passkeys::CREATED} " " <Moment at=created_at/></span>
                    {used}
                </span>
            </div>
            <div class="vst-profileSectionButtonGroup">
                <Action form=rename label=locale::passkeys::RENAME full_label=rename_label color=None>
                    <Form form=rename redirect_url>
                        <input type="hidden" name=Field::PasskeyId.name() value=id/>
                        <TextField
                            form=rename
                            field=Field::Name
                            label=locale::passkeys::NAME
                            autocomplete="off"
                            required=true
                            value=Some(name)
                        />
                        <SubmitButton form=rename label=locale::passkeys::SAVE/>
                    </Form>
                </Action>
                <Action form=remove label=locale::passkeys::REMOVE full_label=remove_label color=Some("danger")>
                    <Form form=remove redirect_url>
                        <input type="hidden" name=Field::PasskeyId.name() value=removed_id/>
                        <p class="vst-profileSectionSubtitle">{locale::passkeys::REMOVE_TEXT}</p>
                        <SubmitButton form=remove label=locale::passkeys::REMOVE_CONFIRM/>
                    </Form>
                </Action>
            </div>
        </li>
    }
    .erase()
}

/// What opens a form. It is open from the start where there is something to tell of it.
#[component]
fn Action(
    form: FormState,
    label: &'static str,
    full_label: String,
    color: Option<&'static str>,
    children: Content,
) -> impl IntoView {
    let told = form.errors.with_untracked(|errors| !errors.is_empty());
    view! {
        <details class="vst-profileSectionAction" data-color=color open=told>
            <summary class="vst-profileSectionActionButton" aria-label=full_label>
                {label}
            </summary>
            {children.render()}
        </details>
    }
    .erase()
}
