use leptos::prelude::*;

use super::account::of_user;
use crate::api::RemoveProfileImage;
use crate::elements::{
    Alert, AuthState, Avatar, CardForm, Erase, FormState, ProfileAction, ProfileSection, SubmitButton,
};
use crate::locale::user_profile as text;
use crate::model::Field;

/// The address of the form, which is no server function's: there is a file in it.
const ACTION: &str = "/vestibule/api/user/set_profile_image";

/// Where the script is by which a part of a picture is chosen.
pub const PROFILE_IMAGE: &str = env!("VESTIBULE_PROFILE_IMAGE_JS");

/// The picture of a person, or what stands for it, and how they get another one.
///
/// The form works by itself: then the middle of the picture is taken. `profile_image.js` lets a person choose the part, and
/// sends the form without loading the page anew.
#[component]
pub fn Picture(id: String, redirect_url: Signal<String>) -> impl IntoView {
    let state = AuthState::current();
    let shown = of_user(|user| (user.image_url.clone(), user.initials()));
    let section = format!("{id}-picture");
    let content = move || {
        let has_image = shown.with(|shown| shown.as_ref().is_some_and(|(url, _)| url.is_some()));
        let avatar =
            state.user.get_untracked().map(|user| view! { <Avatar user class="vst-avatarBox vst-profileImage"/> });
        let upload = FormState::posting(ACTION, &id, &[]);
        let removal = FormState::new::<RemoveProfileImage>(&id, &[], &[]);
        let form = upload_form(Upload {
            form: upload,
            action: ACTION,
            id: &id,
            redirect_url,
            label: text::picture_file(),
            about: ().into_any(),
        });
        let label = if has_image { text::change_picture() } else { text::upload_picture() };
        let remove = has_image.then(|| {
            let full_label = Some(text::remove_picture().to_owned());
            view! {
                <ProfileAction label=text::remove() full_label color=Some("danger") open=removal.has_news()>
                    <CardForm form=removal redirect_url>
                        <p class="vst-profileSectionSubtitle">{text::remove_picture_text()}</p>
                        <SubmitButton form=removal label=text::remove_picture()/>
                    </CardForm>
                </ProfileAction>
            }
        });
        view! {
            <ul class="vst-profileSectionItemList">
                <li class="vst-profileSectionItem" data-icon="">
                    {avatar}
                    <div class="vst-profileSectionButtonGroup">
                        <ProfileAction label open=upload.has_news()>
                            {form}
                        </ProfileAction>
                        {remove}
                    </div>
                </li>
            </ul>
        }
        .erase()
    };
    view! { <ProfileSection id=section title=text::picture() content=Box::new(content)/> }
}

/// A form that uploads a picture.
pub struct Upload<'a> {
    pub form: FormState,
    pub action: &'static str,
    /// What the ids in it begin with.
    pub id: &'a str,
    pub redirect_url: Signal<String>,
    /// What the file is called.
    pub label: &'static str,
    /// Fields that say whose picture it is to be.
    pub about: AnyView,
}

/// The form, in which one chooses the part of the picture where a script runs.
pub fn upload_form(upload: Upload<'_>) -> AnyView {
    let Upload { form, action, id, redirect_url, label, about } = upload;
    let error = form.global_error();
    let (file, hint, zoom) = (format!("{id}-file"), format!("{id}-file-hint"), format!("{id}-zoom"));
    let problem = format!("{id}-file-error");
    let (of_file, of_zoom, described_by) = (file.clone(), zoom.clone(), format!("{problem} {hint}"));
    view! {
        <form
            class="vst-form"
            method="post"
            action=action
            enctype="multipart/form-data"
            data-vst-profile-image=""
            data-vst-too-large=text::picture_too_large()
            data-vst-failed=text::picture_failed()
            data-vst-done=text::done()
        >
            <input type="hidden" name=Field::RedirectUrl.name() value=move || redirect_url.get()/>
            {about}
            <input type="hidden" name="x"/>
            <input type="hidden" name="y"/>
            <input type="hidden" name="size"/>
            {move || error.get().map(|text| view! { <Alert text/> })}
            // What the script has to say: nothing else touches it.
            <p class="vst-formFieldErrorText vst-profileImageError" id=problem role="alert"></p>
            <div class="vst-formField">
                <label class="vst-formFieldLabel" for=of_file>
                    {label}
                </label>
                <input
                    class="vst-fileInput"
                    id=file
                    type="file"
                    name=Field::File.name()
                    accept="image/jpeg,image/png,image/webp,image/gif"
                    required=true
                    aria-describedby=described_by
                />
                <p class="vst-formFieldHintText" id=hint>
                    {text::picture_hint()}
                </p>
            </div>
            <div class="vst-imageCrop" hidden=true>
                <canvas class="vst-imageCropCanvas" width="512" height="512" tabindex="0" role="img" aria-label=text::crop()></canvas>
                <label class="vst-formFieldLabel" for=of_zoom>
                    {text::zoom()}
                </label>
                <input class="vst-imageCropZoom" id=zoom type="range" min="0" max="100" value="0"/>
            </div>
            <button type="submit" class="vst-formButtonPrimary">
                {text::upload()}
            </button>
        </form>
    }
    .erase()
}
