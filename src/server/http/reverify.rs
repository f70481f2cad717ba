//! The page on which whoever is signed in proves once more who they are, in whichever app. Its forms are plain ones. Where an
//! app's page has a script, `reverification.js` shows the same card in a dialog.

use axum::extract::{Query, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::auth::Auth;
use super::form::VERIFICATION_FORMS;
use super::{assets, errors, redirect, visitor};
use crate::locale::{self, reverification as text, second_factors};
use crate::model::{
    ErrorCode, Field, Flash, Notice, ReverificationLevel, SessionVerification, SessionVerificationFactor,
    SessionVerificationStatus, Strategy, User,
};
use crate::server::crypto::Token;
use crate::server::flows::{self, reverification};
use crate::server::html::escape;
use crate::server::vestibule::Vestibule;

/// Its address.
pub const PATH: &str = "/vestibule/reverify";

/// Where the forms are sent to.
const API: &str = "/vestibule/api/session_verification/";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    redirect_url: String,
    level: String,
    /// Set where the dialog learns that it is done.
    done: Option<String>,
}

/// Shows the step that it stands at. Looking at it changes nothing.
pub async fn page(State(app): State<Vestibule>, Query(asked): Query<Asked>, auth: Auth, parts: Parts) -> Response {
    let target = redirect::target(&app, &asked.redirect_url).filter(|target| target.starts_with('/'));
    if asked.done.is_some() && auth.is_signed_in() {
        return done(&app);
    }
    let visitor = visitor::visitor(&app.settings, &parts.headers, &parts.extensions);
    let (user, under_way) = match reverification::look(&app, &visitor).await {
        Ok(found) => found,
        Err(error) => {
            let errors = error.to_api();
            if errors.has(ErrorCode::AuthenticationInvalid) {
                let location = auth.sign_in_url(target.as_deref().unwrap_or(PATH));
                return (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response();
            }
            if !matches!(error, flows::Error::Refused(_)) {
                tracing::error!(%error, "a reverification could not be looked at");
            }
            return errors::respond_all(&parts.headers, &errors);
        }
    };
    let flash = auth.page().and_then(|page| page.flash.as_ref());
    let flash = flash.filter(|flash| flash.form.starts_with(VERIFICATION_FORMS));
    let card = Card { app: &app, user: &user, target: target.as_deref().unwrap_or("/"), flash };
    match under_way {
        Some(verification) => card.step(&verification),
        None => card.start(ReverificationLevel::parse(&asked.level).unwrap_or(ReverificationLevel::Strict)),
    }
}

/// What the card is made of. All that these functions give is HTML.
struct Card<'a> {
    app: &'a Vestibule,
    user: &'a User,
    /// Where it leads in the end.
    target: &'a str,
    /// What the last form has to say.
    flash: Option<&'a Flash>,
}

impl Card<'_> {
    fn step(&self, verification: &SessionVerification) -> Response {
        let is_first = verification.status == SessionVerificationStatus::NeedsFirstFactor;
        let (asked, offers, sent, kind) = match is_first {
            true => (
                &verification.first_factor,
                &verification.supported_first_factors,
                verification.first_factor_verification.is_some(),
                "first_factor",
            ),
            false => (
                &verification.second_factor,
                &verification.supported_second_factors,
                verification.second_factor_verification.is_some(),
                "second_factor",
            ),
        };
        let Some(asked) = asked else { return self.whole(text::nothing_subtitle(), "", &self.sign_in_again()) };
        let (subtitle, main) = self.proof(asked, sent, kind);
        let others: String =
            offers.iter().filter(|offer| *offer != asked).map(|offer| self.other(offer, kind)).collect();
        let others = match others.is_empty() {
            true => others,
            false => format!(
                "<details class=\"vst-otherMethods\"><summary class=\"vst-alternativeMethodsLink\">{}</summary>\
                 <div class=\"vst-alternativeMethods\">{others}</div></details>",
                escape(locale::sign_in::use_another_method()),
            ),
        };
        self.whole(subtitle, &main, &others)
    }

    /// What asks for a proof: the line below the title, and the form.
    fn proof(&self, asked: &SessionVerificationFactor, sent: bool, kind: &str) -> (&'static str, String) {
        let attempt = format!("attempt_{kind}");
        let shown = asked.safe_identifier.clone().map(|whom| preview(&whom)).unwrap_or_default();
        match asked.strategy {
            Strategy::Password => {
                let name = self.user.primary_email_address().or(self.user.username.as_deref()).unwrap_or_default();
                // A password manager looks for the name that belongs to the password.
                let name = format!(
                    "<input type=\"text\" autocomplete=\"username\" value=\"{}\" readonly hidden>",
                    escape(name)
                );
                let field = self.field(
                    Field::Password,
                    locale::field::password(),
                    "type=\"password\" autocomplete=\"current-password\" autocapitalize=\"none\" spellcheck=\"false\"",
                );
                (text::password_subtitle(), self.form(&attempt, asked, &(name + &field + &button())))
            }
            Strategy::Passkey => (text::passkey_subtitle(), self.passkey("vst-formButtonPrimary")),
            Strategy::Totp => (second_factors::totp_subtitle(), self.form(&attempt, asked, &(self.code() + &button()))),
            Strategy::BackupCode => {
                let field =
                    self.field(Field::Code, second_factors::backup_code(), "type=\"text\" autocomplete=\"off\"");
                (second_factors::backup_code_subtitle(), self.form(&attempt, asked, &(field + &button())))
            }
            strategy => {
                let subtitle = if strategy.is_texted() { text::phone_subtitle() } else { text::email_subtitle() };
                let again = format!("prepare_{kind}");
                let said = match self.flash.and_then(|flash| flash.notice) {
                    Some(Notice::CodeSent) => {
                        format!("<p class=\"vst-formFieldSuccessText\">{}</p>", escape(locale::action::resent()))
                    }
                    _ => String::new(),
                };
                let label = if sent { locale::action::resend() } else { text::send() };
                let resend = format!(
                    "<div class=\"vst-resendCode\">{}{said}</div>",
                    self.form_of(
                        "vst-resendCodeForm",
                        &again,
                        asked,
                        &format!("<button class=\"vst-formResendCodeLink\" type=\"submit\">{}</button>", escape(label))
                    ),
                );
                let form = self.form(&attempt, asked, &(self.code() + &button()));
                (subtitle, shown + &form + &resend)
            }
        }
    }

    /// The way to prove it otherwise.
    fn other(&self, offer: &SessionVerificationFactor, kind: &str) -> String {
        let label = match (offer.strategy, &offer.safe_identifier) {
            (Strategy::Passkey, _) => return self.passkey("vst-alternativeMethodsBlockButton"),
            (Strategy::EmailCode, Some(address)) => text::mail_to(address),
            (_, Some(number)) => second_factors::text_to(number),
            (Strategy::Password, _) => text::use_password().to_owned(),
            (strategy, None) => locale::method(strategy).to_owned(),
        };
        let button = format!(
            "<button class=\"vst-alternativeMethodsBlockButton\" type=\"submit\">\
             <span class=\"vst-alternativeMethodsBlockButtonText\">{}</span></button>",
            escape(&label)
        );
        self.form(&format!("prepare_{kind}"), offer, &button)
    }

    fn passkey(&self, class: &str) -> String {
        format!(
            "<form class=\"vst-passkeyForm\" method=\"post\" action=\"{API}passkey\" novalidate>{}\
             <input type=\"hidden\" name=\"{}\" data-vst-passkey=\"{API}prepare_passkey\">\
             <button class=\"{class}\" type=\"submit\"><span>{}</span></button>\
             <noscript><p class=\"vst-formFieldHintText\">{}</p></noscript></form>",
            self.redirect_url(),
            Field::PublicKeyCredential.name(),
            escape(locale::method(Strategy::Passkey)),
            escape(locale::passkeys::needs_javascript()),
        )
    }

    /// Where nothing could prove it: a sign-in does.
    fn sign_in_again(&self) -> String {
        format!(
            "<form class=\"vst-form\" method=\"post\" action=\"/vestibule/api/session/sign_out\">\
             <input type=\"hidden\" name=\"redirect_url\" value=\"{}\">\
             <button class=\"vst-formButtonPrimary\" type=\"submit\"><span>{}</span></button></form>",
            escape(&redirect::page(&self.app.settings.paths.sign_in, Some(self.target))),
            escape(text::sign_in_again()),
        )
    }

    /// Nothing is under way.
    fn start(&self, level: ReverificationLevel) -> Response {
        let form = format!(
            "<form class=\"vst-form\" method=\"post\" action=\"{API}start\">{}\
             <input type=\"hidden\" name=\"level\" value=\"{}\">{}</form>",
            self.redirect_url(),
            level.as_str(),
            button(),
        );
        self.whole(text::subtitle(), &form, "")
    }

    fn form(&self, name: &str, factor: &SessionVerificationFactor, main: &str) -> String {
        self.form_of("vst-form", name, factor, main)
    }

    fn form_of(&self, class: &str, name: &str, factor: &SessionVerificationFactor, main: &str) -> String {
        let number = match &factor.phone_number_id {
            Some(id) if name == "prepare_second_factor" => {
                format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", Field::PhoneNumberId.name(), escape(id))
            }
            _ => String::new(),
        };
        format!(
            "<form class=\"{class}\" method=\"post\" action=\"{API}{name}\" novalidate>{}\
             <input type=\"hidden\" name=\"strategy\" value=\"{}\">{number}{main}</form>",
            self.redirect_url(),
            factor.strategy.as_str(),
        )
    }

    fn redirect_url(&self) -> String {
        format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", Field::RedirectUrl.name(), escape(self.target))
    }

    fn wrong(&self, field: Field) -> Option<String> {
        self.flash.and_then(|flash| flash.errors.of(field)).map(locale::reverification_error_text)
    }

    fn field(&self, field: Field, label: &str, attributes: &str) -> String {
        self.input(field, label, attributes, "vst-formField", "vst-formFieldInput", "vst-formFieldErrorText")
    }

    fn code(&self) -> String {
        let attributes = format!(
            "type=\"text\" inputmode=\"numeric\" autocomplete=\"one-time-code\" spellcheck=\"false\" placeholder=\"{}\"",
            escape(locale::field::code_placeholder())
        );
        let classes = ("vst-otpCodeField", "vst-otpCodeFieldInput", "vst-otpCodeFieldErrorText");
        self.input(Field::Code, locale::field::code(), &attributes, classes.0, classes.1, classes.2)
    }

    fn input(&self, field: Field, label: &str, attributes: &str, class: &str, input: &str, error: &str) -> String {
        let (name, label) = (field.name(), escape(label));
        let id = format!("vst-reverification-{name}");
        let (marks, said) = match self.wrong(field) {
            Some(wrong) => (
                format!(" aria-invalid=\"true\" aria-describedby=\"{id}-error\""),
                format!("<p class=\"{error}\" id=\"{id}-error\">{}</p>", escape(&wrong)),
            ),
            None => (String::new(), String::new()),
        };
        format!(
            "<div class=\"{class}\"><div class=\"vst-formFieldLabelRow\">\
             <label class=\"vst-formFieldLabel\" for=\"{id}\">{label}</label></div>\
             <input class=\"{input}\" id=\"{id}\" name=\"{name}\" {attributes} required autofocus{marks}>{said}</div>"
        )
    }

    fn whole(&self, subtitle: &str, main: &str, after: &str) -> Response {
        let has_field = |error: &&crate::model::ApiError| {
            let field = error.meta.param_name;
            field.is_none_or(|field| !main.contains(&format!("name=\"{}\"", field.name())))
        };
        let alert = self.flash.and_then(|flash| flash.errors.errors.iter().find(has_field)).map(|error| {
            format!(
                "<div class=\"vst-alert\" role=\"alert\" data-color=\"danger\"><p class=\"vst-alertText\">{}</p></div>",
                escape(&locale::reverification_error_text(error))
            )
        });
        let cancel = format!(
            "<p class=\"vst-reverificationCancel\"><a class=\"vst-footerActionLink\" data-vst-cancel href=\"{}\">{}</a></p>",
            escape(self.target),
            escape(text::cancel())
        );
        let main = format!("{}{main}{after}{cancel}", alert.unwrap_or_default());
        respond(self.app, text::title(), subtitle, "data-vst-reverification", &main)
    }
}

/// For the dialog, which goes then.
fn done(app: &Vestibule) -> Response {
    let main = format!(
        "<a class=\"vst-formButtonPrimary\" href=\"/\"><span>{}</span></a>",
        escape(locale::action::continue_())
    );
    respond(app, text::done_title(), "", "data-vst-reverified", &main)
}

fn button() -> String {
    format!(
        "<button class=\"vst-formButtonPrimary\" type=\"submit\"><span>{}</span></button>",
        escape(locale::action::continue_())
    )
}

fn preview(whom: &str) -> String {
    format!("<p class=\"vst-identityPreview\"><span class=\"vst-identityPreviewText\">{}</span></p>", escape(whom))
}

/// `main` is HTML; `mark` says to the dialog what it is.
fn respond(app: &Vestibule, title: &str, subtitle: &str, mark: &str, main: &str) -> Response {
    // The script that passkeys need asks what the browser is asked.
    let nonce = Token::random();
    let (script, policy) = match app.passkeys.is_some() {
        true => (
            format!("<script src=\"{}\" nonce=\"{}\"></script>", assets::PASSKEYS, nonce.expose()),
            format!("{}; script-src 'nonce-{}'; connect-src 'self'", errors::DOCUMENT_CSP, nonce.expose()),
        ),
        false => (String::new(), errors::DOCUMENT_CSP.to_owned()),
    };
    let (title, subtitle) = (escape(title), escape(subtitle));
    let subtitle = match subtitle.is_empty() {
        true => subtitle,
        false => format!("<p class=\"vst-headerSubtitle\">{subtitle}</p>"),
    };
    let mut response = errors::document(
        &title,
        &format!(
            "<main class=\"vst-rootBox\"><div class=\"vst-cardBox\"><div class=\"vst-card\" {mark}>\
             <div class=\"vst-header\"><h1 class=\"vst-headerTitle\" id=\"vst-reverification-title\">{title}</h1>{subtitle}\
             </div><div class=\"vst-main\">{main}</div></div></div></main>{script}"
        ),
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
