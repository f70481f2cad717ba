use leptos::prelude::*;

use crate::api::{RemovePasskey, RenamePasskey};
use crate::elements::{CardForm, Erase, FormState, Icon, IconName, Moment, ProfileAction, SubmitButton, TextField};
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
            <span>{locale::passkeys::last_used()} " " <Moment at/></span>
        }
    });
    let (rename_label, remove_label) = (locale::passkeys::rename_named(&name), locale::passkeys::remove_named(&name));
    let removed_id = id.clone();
    view! {
        <li class="vst-profileSectionItem" data-icon="">
            <Icon name=IconName::Passkey class="vst-passkeyIcon"/>
            <div class="vst-profileSectionItemText">
                <span class="vst-profileSectionTitleText">{name.clone()}</span>
                <span class="vst-profileSectionSubtitleText">
                    <span>{locale::passkeys::created()} " " <Moment at=created_at/></span>
                    {used}
                </span>
            </div>
            <div class="vst-profileSectionButtonGroup">
                <ProfileAction label=locale::passkeys::rename() full_label=Some(rename_label) open=rename.has_news()>
                    <CardForm form=rename redirect_url>
                        <input type="hidden" name=Field::PasskeyId.name() value=id/>
                        <TextField
                            form=rename
                            field=Field::Name
                            label=locale::passkeys::name()
                            autocomplete="off"
                            required=true
                            value=Some(name)
                        />
                        <SubmitButton form=rename label=locale::passkeys::save()/>
                    </CardForm>
                </ProfileAction>
                <ProfileAction
                    label=locale::passkeys::remove()
                    full_label=Some(remove_label)
                    color=Some("danger")
                    open=remove.has_news()
                >
                    <CardForm form=remove redirect_url>
                        <input type="hidden" name=Field::PasskeyId.name() value=removed_id/>
                        <p class="vst-profileSectionSubtitle">{locale::passkeys::remove_text()}</p>
                        <SubmitButton form=remove label=locale::passkeys::remove_confirm()/>
                    </CardForm>
                </ProfileAction>
            </div>
        </li>
    }
    .erase()
}
