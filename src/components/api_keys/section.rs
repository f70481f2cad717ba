use leptos::prelude::*;

use crate::api::{CreateApiKey, RevokeApiKey};
use crate::components::drawn::Options;
use crate::components::organizations::{
    Unsaid, about_organization, hinted_field, input_options, pagination, search_form, section,
};
use crate::elements::{
    AuthState, CardForm, Erase, FieldErrorText, FieldLabel, FormState, Icon, IconName, InputOptions, Moment,
    MomentScript, ProfileItem, field_element, platform, submit_element,
};
use crate::locale::{api_keys as text, passkeys, second_factors};
use crate::model::{API_KEY_DAYS, ApiKey, ApiKeysPage, Field, ListPage, MadeApiKey, PAGE_SIZE};

/// Where the script is that copies what is shown once.
const SCRIPT: &str = env!("VESTIBULE_BACKUP_CODES_JS");

/// What says in an address which keys are looked for, and which page of them is shown.
const QUERY: &str = "keys_query";
const PAGE: &str = "keys_page";

/// The keys, the form that makes one, and what a program shows of one that was just made.
#[component]
pub fn ApiKeySection(id: String, page: ApiKeysPage, redirect_url: Signal<String>, options: Options) -> impl IntoView {
    let ApiKeysPage { organization_id, keys, manages } = page;
    let unsaid = Unsaid::begin();
    let here = redirect_url.get_untracked();
    let made = AuthState::current().made_api_key.get_untracked().map(|key| made_key(&id, &key));
    let subtitle = if organization_id.is_some() { text::organization_subtitle() } else { text::subtitle() };
    let total_count = keys.total_count;
    let create = manages.then(|| {
        let form = create(&id, organization_id.as_deref(), redirect_url, &options);
        section(format!("{id}-new"), text::add(), form)
    });
    let list = list(&id, organization_id.as_deref(), keys, manages, redirect_url, &here);
    let unsaid = unsaid.of_keys();
    view! {
        <div class="vst-apiKeysHeader">
            <script src=SCRIPT nonce=platform::nonce()></script>
            <h1 class="vst-headerTitle">
                {text::title()} <span class="vst-badge vst-headerBadge">{total_count}</span>
            </h1>
            <p class="vst-profileSectionSubtitle">{subtitle}</p>
            {unsaid}
        </div>
        // Always there, so that the browser tells the parts apart when one comes and goes.
        <div class="vst-apiKeysCopyBox">{made}</div>
        {create}
        {section(format!("{id}-list"), text::title(), list)}
    }
    .erase()
}

/// What a program shows of a key that has just been made: never again.
fn made_key(id: &str, key: &MadeApiKey) -> AnyView {
    let (input, hint) = (format!("{id}-secret"), format!("{id}-secret-hint"));
    let (of_input, described_by) = (input.clone(), hint.clone());
    let (title, secret) = (text::made(&key.name), key.secret.clone());
    view! {
        <div class="vst-apiKeysCopyModal" role="status" aria-atomic="false">
            <label class="vst-profileSectionTitleText" for=of_input dir="auto">
                {title}
            </label>
            <p class="vst-profileSectionSubtitle" id=hint>
                {text::made_text()}
            </p>
            <div class="vst-apiKeysCopyRow">
                <input
                    class="vst-formFieldInput vst-apiKeysCopyModalInput"
                    type="text"
                    id=input
                    value=secret
                    readonly=true
                    dir="ltr"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=described_by
                />
                <button
                    type="button"
                    class="vst-button vst-apiKeysCopyButton"
                    data-vst-codes="copy"
                    data-vst-done=second_factors::copied()
                >
                    {second_factors::copy()}
                </button>
            </div>
        </div>
    }
    .erase()
}

/// The form that makes a key.
fn create(id: &str, organization_id: Option<&str>, redirect_url: Signal<String>, options: &Options) -> AnyView {
    let form = FormState::new::<CreateApiKey>(
        &format!("{id}-new"),
        &[Field::Name, Field::Description, Field::Expiration],
        &[],
    );
    let about = organization_id.map(about_organization);
    let name = InputOptions {
        class: "vst-formFieldInput vst-apiKeysCreateFormNameInput".to_owned(),
        is_literal: false,
        ..input_options(form, Field::Name, "text", None, true)
    };
    let name = hinted_field(form, Field::Name, passkeys::name(), name, None);
    let description = options.show_description.then(|| {
        let description = InputOptions {
            class: "vst-formFieldInput vst-apiKeysCreateFormDescriptionInput".to_owned(),
            is_literal: false,
            ..input_options(form, Field::Description, "text", None, false)
        };
        hinted_field(form, Field::Description, text::description(), description, None)
    });
    let button = submit_element(
        form,
        "vst-formButtonPrimary vst-apiKeysCreateFormSubmitButton".to_owned(),
        view! {
            <span>{text::create()}</span>
            <Icon name=IconName::Arrow class="vst-buttonArrowIcon"/>
        }
        .erase(),
    );
    view! {
        <details class="vst-profileSectionAction" open=form.has_news()>
            <summary class="vst-profileSectionActionButton vst-apiKeysAddButton">{text::add()}</summary>
            <div class="vst-profileSectionActionContent">
                <CardForm form redirect_url class="vst-form vst-apiKeysCreateForm">
                    {about}
                    {name}
                    {description}
                    {expiration(form)}
                    {button}
                </CardForm>
            </div>
        </details>
    }
    .erase()
}

/// The field in which one chooses for how long a key is good.
fn expiration(form: FormState) -> AnyView {
    let field = Field::Expiration;
    let hint = format!("{}-hint", form.field_id(field));
    let chosen = form.value(field).unwrap_or_default();
    let days = API_KEY_DAYS.iter().map(|days| {
        let label = if *days == 365 { text::year().to_owned() } else { text::days(*days) };
        (days.to_string(), label)
    });
    let options: Vec<_> = [(String::new(), text::never().to_owned())]
        .into_iter()
        .chain(days)
        .map(|(value, label)| {
            let selected = value == chosen;
            view! {
                <option value=value selected=selected>
                    {label}
                </option>
            }
        })
        .collect();
    let of_select = hint.clone();
    let content = view! {
        <FieldLabel form field label=text::expires() required=true/>
        <select
            class="vst-formFieldInput vst-selectButton vst-apiKeysCreateFormExpirationInput"
            id=form.field_id(field)
            name=field.name()
            aria-invalid=form.while_wrong(field, "true")
            aria-describedby=form.described_by(field, Some(of_select))
        >
            {options}
        </select>
        <p class="vst-formFieldHintText vst-apiKeysCreateFormExpirationCaption" id=hint>
            {text::expiration_hint()}
        </p>
        <FieldErrorText form field/>
    };
    field_element(form, field, "vst-formField".to_owned(), content.erase())
}

fn list(
    id: &str,
    organization_id: Option<&str>,
    keys: ListPage<ApiKey>,
    manages: bool,
    redirect_url: Signal<String>,
    here: &str,
) -> AnyView {
    let ways = pagination(&keys, PAGE, QUERY, here);
    let ListPage { data, total_count, query, .. } = keys;
    // Where there are no pages nothing else tells whoever does not see the list what was found.
    let found = (!query.is_empty() && !data.is_empty() && ways.is_none()).then(|| {
        let told = format!("{}: {total_count}", text::title());
        view! {
            <p class="vst-visuallyHidden" data-vst-says="keys">
                {told}
            </p>
        }
    });
    let nothing = data.is_empty().then(|| {
        let why = if query.is_empty() { text::none() } else { text::none_found() };
        view! {
            <p class="vst-profileSectionEmpty" data-vst-says="keys">
                {why}
            </p>
        }
    });
    let search = (!query.is_empty() || total_count > PAGE_SIZE).then(|| {
        let class = "vst-formFieldInput vst-apiKeysSearchInput";
        let form = search_form(format!("{id}-search"), QUERY, query, text::search(), here, class);
        view! { <div class="vst-apiKeysSearchBox">{form}</div> }
    });
    let items: Vec<_> = data.into_iter().map(|key| item(id, organization_id, key, manages, redirect_url)).collect();
    view! {
        <MomentScript/>
        {search}
        <ul class="vst-profileSectionItemList vst-apiKeysTable">{items}</ul>
        {nothing}
        {found}
        {ways}
    }
    .erase()
}

fn item(id: &str, organization_id: Option<&str>, key: ApiKey, manages: bool, redirect_url: Signal<String>) -> AnyView {
    let ApiKey { id: key_id, name, description, last_used_at, expires_at, created_at, .. } = key;
    let description = description.map(|text| view! { <span dir="auto">{text}</span> });
    let used = match last_used_at {
        Some(at) => view! { <span>{text::last_used()} " " <Moment at/></span> }.erase(),
        None => view! { <span>{text::never_used()}</span> }.erase(),
    };
    let expires = match expires_at {
        Some(at) => view! { <span>{text::expires()} " " <Moment at/></span> }.erase(),
        None => view! { <span>{text::never_expires()}</span> }.erase(),
    };
    let subtitle = view! {
        {description}
        <span>{text::created()} " " <Moment at=created_at/></span>
        {used}
        {expires}
    }
    .erase();
    let revocation = manages.then(|| revocation(id, organization_id, key_id, &name, redirect_url));
    view! {
        <ProfileItem icon=IconName::Passkey title=name subtitle=Some(subtitle)>
            {revocation}
        </ProfileItem>
    }
    .erase()
}

/// What asks whether a key is to be revoked, and revokes it.
fn revocation(
    id: &str,
    organization_id: Option<&str>,
    key_id: String,
    name: &str,
    redirect_url: Signal<String>,
) -> AnyView {
    let form = FormState::new::<RevokeApiKey>(&format!("{id}-{key_id}"), &[], &[]).about(Field::ApiKeyId, &key_id);
    let about = organization_id.map(about_organization);
    let full_label = format!("{}: {name}", text::revoke());
    let button = submit_element(
        form,
        "vst-formButtonPrimary vst-apiKeysRevokeModalSubmitButton".to_owned(),
        view! { <span>{text::revoke()}</span> }.erase(),
    );
    view! {
        <details class="vst-profileSectionAction vst-apiKeysRevokeModal" data-color="danger" open=form.has_news()>
            <summary class="vst-profileSectionActionButton" aria-label=full_label>
                {text::revoke()}
            </summary>
            <div class="vst-profileSectionActionContent">
                <CardForm form redirect_url>
                    {about}
                    <input type="hidden" name=Field::ApiKeyId.name() value=key_id/>
                    <p class="vst-profileSectionSubtitle">{text::revoke_text()}</p>
                    {button}
                </CardForm>
            </div>
        </details>
    }
    .erase()
}
