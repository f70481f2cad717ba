use leptos::prelude::*;

use crate::elements::{AuthState, Erase, platform};
use crate::locale::second_factors as text;
use crate::model::BackupCodes;

/// Where the script is that copies, downloads and prints them.
const SCRIPT: &str = env!("VESTIBULE_BACKUP_CODES_JS");

/// Backup codes that have just been made. They are never shown again; `backup_codes.js` copies, downloads and prints them.
#[component]
pub fn BackupCodeList(codes: BackupCodes) -> impl IntoView {
    let codes: Vec<_> = codes.0.into_iter().map(|code| view! { <li class="vst-backupCode">{code}</li> }).collect();
    let button = |what: &'static str, label: &'static str| {
        view! {
            <button type="button" class="vst-button" data-vst-codes=what data-vst-done=text::copied()>
                {label}
            </button>
        }
    };
    let app_name = AuthState::current().settings.with_value(|settings| settings.app_name.clone());
    view! {
        <script src=SCRIPT nonce=platform::nonce()></script>
        <div class="vst-backupCodes" role="status" aria-atomic="false" data-vst-app=app_name>
            <p class="vst-profileSectionTitleText">{text::backup_codes()}</p>
            <p class="vst-profileSectionSubtitle">{text::keep_codes()}</p>
            <ul class="vst-backupCodeList">{codes}</ul>
            <div class="vst-backupCodesActions">
                {button("copy", text::copy())} {button("download", text::download())} {button("print", text::print())}
            </div>
        </div>
    }
    .erase()
}
