//! What the form before a page has to say.

use super::super::markup::{Markup, paragraph};
use super::super::operator::Operator;
use super::{alert, outcome};
use crate::locale;
use crate::locale::words::Catalog;
use crate::model::{ApiError, ApiErrors, ErrorCode, Field};
use crate::server::Language;

/// Lets what is said meanwhile be said in the language of the dashboard, whichever the browser asks for.
pub fn in_english<T>(what: impl FnOnce() -> T) -> T {
    Catalog::built_in().of(Language::English).say(what)
}

/// What went well, or what is wrong.
pub fn said(operator: &Operator) -> Markup {
    if let Some(wrong) = operator.wrong() {
        return mistakes(wrong);
    }
    operator.done().and_then(done_text).map(|text| alert("success", paragraph(text))).into()
}

/// What is wrong with a form: a line each, with the field that it is about.
pub fn mistakes(wrong: &ApiErrors) -> Markup {
    alert("danger", lines(wrong))
}

/// The same above a form that may be far down a page, and these fields of which say themselves what is wrong with them: where none of
/// them does, one goes on here.
pub fn mistakes_beside(wrong: &ApiErrors, fields: &[Field]) -> Markup {
    match fields.iter().any(|field| mistake(wrong, *field).is_some()) {
        true => mistakes(wrong),
        false => outcome("danger", lines(wrong)),
    }
}

fn lines(wrong: &ApiErrors) -> Markup {
    let lines = wrong.errors.iter().map(|error| match error.meta.param_name {
        Some(field) => paragraph(format!("{}: {}", field.name(), words(error))),
        None => paragraph(words(error)),
    });
    lines.collect()
}

/// What is wrong with one field of it, if something is.
pub fn mistake(wrong: &ApiErrors, field: Field) -> Option<String> {
    wrong.errors.iter().find(|error| error.meta.param_name == Some(field)).map(words)
}

/// What is wrong, in words.
pub fn words(error: &ApiError) -> String {
    match (error.meta.param_name, error.code) {
        (Some(Field::Identifier), ErrorCode::ResourceNotFound) => {
            "Nobody is known by that. Who has not proven an address yet is known by the id.".to_owned()
        }
        _ => in_english(|| locale::error_text(error)),
    }
}

/// What went well.
fn done_text(form: &str) -> Option<&'static str> {
    Some(match form {
        "users/create" => "The user is there. Nobody was told by mail.",
        "users/profile" => "The profile was changed.",
        "users/metadata" => "The metadata was changed.",
        "users/ban" => "Banned, and signed in nowhere any more. Unban undoes the ban; their sessions stay over.",
        "users/unban" => "They may come in again.",
        "users/lock" => "Locked: they cannot sign in for now. Their sessions go on.",
        "users/unlock" => "They may sign in again.",
        "users/reset_mfa" => "Their second factors are gone, their sessions over, and they were told by mail.",
        "users/revoke_session" => "The session is over.",
        "users/revoke_sessions" => "All their sessions are over.",
        "users/add_email" => "The address was added.",
        "users/remove_email" => "The address is gone.",
        "users/primary_email" => "Mail goes to that address now.",
        "users/verify_email" => "The address counts as proven: it lets them in.",
        "users/add_phone" => "The number was added.",
        "users/remove_phone" => "The number is gone.",
        "users/primary_phone" => "That number is the primary one now.",
        "users/verify_phone" => "The number counts as proven: it lets them in.",
        "users/disconnect" => "The account elsewhere is disconnected.",
        "users/remove_passkey" => "The passkey is gone.",
        "users/set_password" => "The password is set, and all their sessions are over.",
        "users/remove_password" => "The password is gone, and all their sessions are over.",
        "users/remove_image" => "The picture is gone.",
        "users/delete" => "The account is deleted, with everything that was theirs.",
        "organizations/create" => "The organization is there.",
        "organizations/profile" => "The organization was changed.",
        "organizations/metadata" => "The metadata was changed.",
        "organizations/add_member" => "They belong to it now.",
        "organizations/set_role" => "The role was changed.",
        "organizations/remove_member" => "They do not belong to it any more.",
        "organizations/invite" => "The invitation is on its way by mail.",
        "organizations/revoke_invitation" => "The invitation was taken back: its link is good for nothing any more.",
        "organizations/accept_request" => "They belong to it now, and were told by mail.",
        "organizations/reject_request" => "They are turned down, and do not ask again.",
        "organizations/logo" => "The logo was changed.",
        "organizations/remove_logo" => "The logo is gone.",
        "organizations/add_domain" => "The domain was added.",
        "organizations/set_domain" => "The domain was changed.",
        "organizations/remove_domain" => "The domain is gone. Whoever came in by it stays.",
        "organizations/delete" => "The organization is deleted.",
        "invitations/create" => "The invitation is on its way by mail.",
        "invitations/revoke" => "The invitation was taken back: its link is good for nothing any more.",
        "waitlist/invite" => "An invitation is on its way by mail.",
        "waitlist/reject" => "They are turned down. Nothing was mailed.",
        "lists/add" => "It is on the list.",
        "lists/remove" => "It is not on the list any more.",
        "sessions/revoke" => "The session is over.",
        "operators/role" => "The role was changed.",
        "operators/remove" => "They are an ordinary user again.",
        "settings/save" => "Saved, and in force.",
        "settings/save_off" => {
            "Saved, and in force. But it is still off: nobody comes from there until it is switched on."
        }
        "settings/same" => "It is so already: nothing was changed.",
        "settings/revert" => "Taken back: it is as it was before that change.",
        "setup" => "You are an operator now.",
        "appearance/save" => "Saved. The components look so from now on.",
        "mail/test" => "A mail is on its way to you.",
        "mail/words" => {
            "Saved. Messages that are written from now on say so; those that wait to be sent stay as they are."
        }
        "data/import" => "The file is being read.",
        "deliveries/replay" => "It is being sent once more.",
        "roles/create_role" => "The role is there. Members can be given it at once.",
        "roles/create_permission" => "The permission is there. Admins have it; give it to other roles below.",
        "roles/matrix" => "The roles allow this from now on.",
        "roles/defaults" => "That is the role from now on. Who belongs already keeps theirs.",
        "roles/update" => "It was changed.",
        "roles/delete" => "It is deleted.",
        "jwt_templates/create" => "The template is there.",
        "jwt_templates/update" => {
            "The template was changed. Tokens that were made before stay good until they have run out."
        }
        "jwt_templates/delete" => "The template is deleted.",
        "webhooks/update" => "The endpoint was changed.",
        "webhooks/enable" => "It is on. What happened while it was off is sent when you ask for it.",
        "webhooks/disable" => "It is off, and what waited for it is given up.",
        "webhooks/delete" => "The endpoint is deleted.",
        "webhooks/replay" => "It is being sent once more.",
        "webhooks/replay_failed" => "All that it has not got is being sent once more.",
        "webhooks/example" => "An example is on its way. What came of it stands below in a moment.",
        "keys/revoke" => "The key opens nothing any more.",
        "keys/delete_machine" => "The machine is deleted, with its keys and tokens.",
        "keys/scope" => "Its tokens are for that machine too.",
        "keys/unscope" => "Its tokens are not for that machine any more.",
        "redirect_urls/create" => "One may be led there.",
        "redirect_urls/remove" => "Nobody is led there any more, unless the settings say so.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_at_what_no_field_takes() {
        let of = |error: ApiError| mistakes_beside(&error.into(), &[Field::Identifier, Field::Role]).into_string();
        let taken = of(ApiError::of(ErrorCode::ResourceNotFound, Field::Identifier));
        assert!(taken.contains("role=\"alert\"") && !taken.contains("autofocus"), "the field is: {taken}");
        for error in
            [ApiError::new(ErrorCode::TooManyRequests), ApiError::of(ErrorCode::FormIdentifierExists, Field::Name)]
        {
            let html = of(error);
            assert!(html.contains("role=\"alert\"") && html.contains(" tabindex=\"-1\" autofocus>"), "{html}");
        }
    }
}
