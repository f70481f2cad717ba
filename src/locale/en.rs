//! English, by screen.

/// The card of `<SignIn/>`.
pub mod sign_in {
    use crate::model::Strategy;

    /// Title; the app's name is put in front of the question mark's place.
    pub fn title(app_name: &str) -> String {
        format!("Sign in to {app_name}")
    }
    /// Below the title.
    pub const SUBTITLE: &str = "Welcome back! Please sign in to continue";
    /// Title, where whom nobody knows signs up on the same page.
    pub fn title_with_sign_up(app_name: &str) -> String {
        format!("Continue to {app_name}")
    }
    /// Below that title.
    pub const SUBTITLE_WITH_SIGN_UP: &str = "Sign in, or create an account";
    /// Title of the step that asks for the password alone.
    pub const PASSWORD_TITLE: &str = "Enter your password";
    /// Below it.
    pub const PASSWORD_SUBTITLE: &str = "Enter the password of your account";
    /// Beside the label of the password.
    pub const FORGOT_PASSWORD: &str = "Forgot password?";
    /// Title of the step that asks for a code.
    pub const CODE_TITLE: &str = "Check your email";
    /// Below it.
    pub const CODE_SUBTITLE: &str = "Enter the 6-digit code that we sent to your email address";
    /// Below the title of the step that waits for a link.
    pub const LINK_SUBTITLE: &str = "Open the sign-in link that we sent to your email address";
    /// Title of the step that asks for a code by text message.
    pub const PHONE_CODE_TITLE: &str = "Check your phone";
    /// Below it.
    pub const PHONE_CODE_SUBTITLE: &str = "Enter the 6-digit code that we sent to the phone number of your account";
    /// Title of the step that asks for the code of whoever has forgotten a password.
    pub const RESET_CODE_TITLE: &str = "Reset your password";
    /// Below it.
    pub const RESET_CODE_SUBTITLE: &str =
        "First, enter the 6-digit code that we sent to the email address of your account";
    /// The same, where the code comes by text message.
    pub const RESET_PHONE_CODE_SUBTITLE: &str =
        "First, enter the 6-digit code that we sent to the phone number of your account";
    /// The link to the other ways.
    pub const USE_ANOTHER_METHOD: &str = "Use another method";
    /// Title of the step that offers all ways.
    pub const CHOOSE_TITLE: &str = "Use another method";
    /// Below it.
    pub const CHOOSE_SUBTITLE: &str = "You can sign in in any of these ways";
    /// Title of the same step for whoever has forgotten a password.
    pub const FORGOT_TITLE: &str = "Forgot your password?";
    /// Below it.
    pub const FORGOT_SUBTITLE: &str = "We send you a code, with which you set a new one";
    /// Between the way to a new password and the others.
    pub const OR_ANOTHER_METHOD: &str = "or sign in another way";
    /// The button of a way.
    pub const fn method(strategy: Strategy) -> &'static str {
        match strategy {
            Strategy::Password => "Sign in with your password",
            Strategy::EmailCode => "Email me a code",
            Strategy::EmailLink => "Email me a sign-in link",
            Strategy::PhoneCode => "Text me a code",
            Strategy::Passkey => "Use a passkey",
            Strategy::Totp => "Use your authenticator app",
            Strategy::BackupCode => "Use a backup code",
            Strategy::Ticket => "Use your link",
            Strategy::ResetPasswordEmailCode => "Reset with a code by email",
            Strategy::ResetPasswordPhoneCode => "Reset with a code by text message",
        }
    }
    /// Title of the step that sets a new password.
    pub const NEW_PASSWORD_TITLE: &str = "Set a new password";
    /// Below it.
    pub const NEW_PASSWORD_SUBTITLE: &str = "You are signed in with it right away";
    /// Beside a box that is ticked.
    pub const SIGN_OUT_OF_OTHER_SESSIONS: &str = "Sign out of all other devices";
    /// The button that sets a new password.
    pub const RESET_PASSWORD: &str = "Reset your password";
    /// Beside the way in that was used last on this browser.
    pub const LAST_USED: &str = "Last used";
    /// Before the link to sign-up.
    pub const NO_ACCOUNT: &str = "Don’t have an account?";
    /// The link to sign-up.
    pub const SIGN_UP: &str = "Sign up";
    /// Title of what stands in the form's place for someone who is signed in.
    pub const ALREADY_TITLE: &str = "You are already signed in";
    /// Below it.
    pub fn already_subtitle(name: &str) -> String {
        format!("You are signed in as {name}.")
    }
}

/// Several people who are signed in on one browser.
pub mod accounts {
    /// Title of the step that asks whom to go on as.
    pub const CHOOSE_TITLE: &str = "Choose an account";
    /// Below it.
    pub fn choose_subtitle(app_name: &str) -> String {
        format!("to continue to {app_name}")
    }
    /// The way to one more.
    pub const ADD: &str = "Add account";
    /// Before the buttons that switch, for whoever hears the menu.
    pub const SWITCH: &str = "Switch account";
    /// Ends the session of everyone here.
    pub const SIGN_OUT_OF_ALL: &str = "Sign out of all accounts";
}

/// Moments in time.
pub mod time {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    /// A moment, as it is read out; `month` counts from 1.
    pub fn moment(year: i64, month: usize, day: i64, hour: i64, minute: i64) -> String {
        let month = MONTHS.get(month.wrapping_sub(1)).unwrap_or(&"");
        format!("{day} {month} {year}, {hour:02}:{minute:02} UTC")
    }
}

/// Passkeys: the list of `<Passkeys/>`, and what a passkey needs.
pub mod passkeys {
    /// Title of the list.
    pub const TITLE: &str = "Passkeys";
    /// Below it.
    pub const SUBTITLE: &str = "Sign in with your fingerprint, your face or the PIN of a device, without a password.";
    /// In place of the list while there are none.
    pub const NONE: &str = "You have no passkeys yet.";
    /// The button that makes one.
    pub const ADD: &str = "Add a passkey";
    /// Opens the field with a passkey's name.
    pub const RENAME: &str = "Rename";
    /// The same, for whoever hears it without seeing what stands beside it.
    pub fn rename(name: &str) -> String {
        format!("Rename {name}")
    }
    /// The label of the field.
    pub const NAME: &str = "Name";
    /// The button that keeps the name.
    pub const SAVE: &str = "Save";
    /// Opens the question whether a passkey is to go.
    pub const REMOVE: &str = "Remove";
    /// The same, for whoever hears it without seeing what stands beside it.
    pub fn remove(name: &str) -> String {
        format!("Remove {name}")
    }
    /// The question.
    pub const REMOVE_TEXT: &str =
        "It will not sign you in any more. Your device may keep showing it until you delete it there, too.";
    /// The button that says yes to it.
    pub const REMOVE_CONFIRM: &str = "Remove passkey";
    /// Before the day on which it was made.
    pub const CREATED: &str = "Created";
    /// Before the day on which it was last signed in with.
    pub const LAST_USED: &str = "Last used";
    /// What a passkey is called that says nothing about where it was made.
    pub const DEFAULT_NAME: &str = "Passkey";
    /// What a passkey is called that was made on a device.
    pub fn made_on(browser: &str, system: &str) -> String {
        format!("{browser} on {system}")
    }
    /// Where a passkey is asked for and there is no JavaScript.
    pub const NEEDS_JAVASCRIPT: &str =
        "To use a passkey, switch on JavaScript. All other ways to sign in work without it.";
    /// Where a passkey is made and there is no JavaScript.
    pub const ADD_NEEDS_JAVASCRIPT: &str = "To add a passkey, switch on JavaScript.";
}

/// `<UserProfile/>`.
pub mod user_profile {
    /// Title of the navigation.
    pub const TITLE: &str = "Account";
    /// Below it.
    pub const SUBTITLE: &str = "Manage your account info.";
    /// The name of the navigation.
    pub const NAVIGATION: &str = "Your account";
    /// The first page, in the navigation.
    pub const ACCOUNT: &str = "Profile";
    /// Its title.
    pub const ACCOUNT_TITLE: &str = "Profile details";
    /// The second page, and its title.
    pub const SECURITY: &str = "Security";
    /// Title of a section.
    pub const PICTURE: &str = "Picture";
    /// Opens the form, where there is none.
    pub const UPLOAD_PICTURE: &str = "Upload picture";
    /// The same, where there is one.
    pub const CHANGE_PICTURE: &str = "Change picture";
    /// Above the field for the file.
    pub const PICTURE_FILE: &str = "Picture file";
    /// Below it.
    pub const PICTURE_HINT: &str = "JPEG, PNG, WebP or GIF, at most 10 MB.";
    /// In place of it, where the file is too large to be sent.
    pub const PICTURE_TOO_LARGE: &str = "Use a picture of at most 10 MB.";
    /// The same, where nothing came back.
    pub const PICTURE_FAILED: &str = "The picture could not be sent. Please try again.";
    /// What the square with the picture is, for whoever does not see it.
    pub const CROP: &str = "The part of the picture that is used. Drag it, or move it with the arrow keys.";
    /// Beside what makes it larger.
    pub const ZOOM: &str = "Zoom";
    /// The button.
    pub const UPLOAD: &str = "Upload";
    /// Title of a section.
    pub const PROFILE: &str = "Profile";
    /// Opens the form with the names.
    pub const UPDATE_NAME: &str = "Update name";
    /// Opens the form with the username.
    pub const UPDATE_USERNAME: &str = "Change username";
    /// The same, where there is none.
    pub const SET_USERNAME: &str = "Set username";
    /// In place of a username.
    pub const NO_USERNAME: &str = "You have no username.";
    /// Title of a section.
    pub const EMAIL_ADDRESSES: &str = "Email addresses";
    /// In place of its content.
    pub const NO_EMAIL_ADDRESSES: &str = "You have no email address.";
    /// Opens the form.
    pub const ADD_EMAIL_ADDRESS: &str = "Add email address";
    /// Title of a section.
    pub const PHONE_NUMBERS: &str = "Phone numbers";
    /// In place of its content.
    pub const NO_PHONE_NUMBERS: &str = "You have no phone number.";
    /// Opens the form.
    pub const ADD_PHONE_NUMBER: &str = "Add phone number";
    /// Below the field.
    pub const CODE_IS_SENT: &str = "We send a code there, which you enter here.";
    /// The button.
    pub const ADD: &str = "Add";
    /// The button of a form that changes something.
    pub const SAVE: &str = "Save";
    /// What a screen reader is told when a form did what it was sent for.
    pub const SAVED: &str = "Saved.";
    /// Beside what is written to.
    pub const PRIMARY: &str = "Primary";
    /// Beside what is not proven.
    pub const UNVERIFIED: &str = "Unverified";
    /// Opens the form with the code, and sends it.
    pub const VERIFY: &str = "Verify";
    /// The same, for whoever does not see what stands beside it.
    pub fn verify(what: &str) -> String {
        format!("Verify {what}")
    }
    /// Above the field for the code.
    pub fn code_sent_to(what: &str) -> String {
        format!("Enter the 6-digit code that we sent to {what}.")
    }
    /// A button.
    pub const MAKE_PRIMARY: &str = "Make primary";
    /// The same, for whoever does not see what stands beside it.
    pub fn make_primary(what: &str) -> String {
        format!("Make {what} the primary one")
    }
    /// Opens the question, and says yes.
    pub const REMOVE: &str = "Remove";
    /// The same, for whoever does not see what stands beside it.
    pub fn remove(what: &str) -> String {
        format!("Remove {what}")
    }
    /// The question.
    pub const REMOVE_TEXT: &str = "It will not belong to your account any more, and will not sign you in.";
    /// Title of a section.
    pub const CONNECTED_ACCOUNTS: &str = "Connected accounts";
    /// In place of its content.
    pub const NO_CONNECTED_ACCOUNTS: &str = "No account elsewhere is connected.";
    /// Opens the list of providers.
    pub const CONNECT_ACCOUNT: &str = "Connect account";
    /// A button.
    pub fn connect(provider: &str) -> String {
        format!("Connect {provider}")
    }
    /// The question before one is disconnected.
    pub const DISCONNECT_TEXT: &str = "It will not sign you in here any more.";
    /// Opens the form.
    pub const CHANGE_PASSWORD: &str = "Change password";
    /// The same, where there is none.
    pub const SET_PASSWORD: &str = "Set password";
    /// Takes the password away.
    pub const REMOVE_PASSWORD: &str = "Remove password";
    /// Above the button that does.
    pub const REMOVE_PASSWORD_TEXT: &str =
        "It will not sign you in any more. You go on signing in in the other ways that you have.";
    /// In place of the password.
    pub const PASSWORD_IS_SET: &str = "••••••••••";
    /// The same, where there is none.
    pub const NO_PASSWORD: &str = "You have no password.";
    /// Title of a section.
    pub const DEVICES: &str = "Active devices";
    /// Beside the one that one sits at.
    pub const THIS_DEVICE: &str = "This device";
    /// Before the moment.
    pub const LAST_ACTIVE: &str = "Last active";
    /// What a device is called.
    pub fn device(browser: Option<&str>, system: Option<&str>) -> String {
        match (browser, system) {
            (Some(browser), Some(system)) => format!("{browser} on {system}"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => "Unknown device".to_owned(),
        }
    }
    /// A button.
    pub const SIGN_OUT: &str = "Sign out";
    /// The same, for whoever does not see what stands beside it.
    pub fn sign_out_of(device: &str) -> String {
        format!("Sign out of {device}")
    }
    /// A button.
    pub const SIGN_OUT_OTHERS: &str = "Sign out of all other devices";
    /// Title of a section.
    pub const DELETE: &str = "Delete account";
    /// Below it.
    pub const DELETE_TEXT: &str = "Your account goes with everything that belongs to it. Nobody can bring it back.";
    /// Label of the field in which that is confirmed.
    pub const DELETE_LABEL: &str = "Type “Delete account” to go on";
    /// What is typed by whoever deletes their account; the button, too.
    pub const DELETE_CONFIRMATION: &str = "Delete account";
}

/// Second steps of signing in: how they are set up, and how they are given.
pub mod second_factors {
    /// Title of the list.
    pub const TITLE: &str = "Two-step verification";
    /// Below it.
    pub const SUBTITLE: &str = "With a second step nobody gets in with your password alone.";
    /// In place of the list while there is nothing in it.
    pub const NONE: &str = "You have not set up a second step yet.";
    /// What an authenticator app is called.
    pub const TOTP: &str = "Authenticator app";
    /// What a number is called.
    pub fn phone(number: &str) -> String {
        format!("Text message to {number}")
    }
    /// What the codes for an emergency are called.
    pub const BACKUP_CODES: &str = "Backup codes";
    /// The button that begins to set up an app.
    pub const ADD_TOTP: &str = "Add an authenticator app";
    /// Beside what is asked for first.
    pub const DEFAULT: &str = "Default";
    /// The button that has codes go to a number first.
    pub const MAKE_DEFAULT: &str = "Make default";
    /// The same, for whoever hears it without seeing what stands beside it.
    pub fn make_default(what: &str) -> String {
        format!("Make default: {what}")
    }
    /// The button that makes a number a second step.
    pub fn use_phone(number: &str) -> String {
        format!("Use text messages to {number}")
    }
    /// Above the picture that is scanned.
    pub const SCAN: &str = "Scan this picture with an authenticator app, then enter the code that it shows.";
    /// What the picture is, for whoever does not see it.
    pub const QR_CODE: &str = "QR code for your authenticator app";
    /// Above the key that is typed, before a link.
    pub const TYPE: &str = "If you cannot scan it, enter this key in the app, or";
    /// The link that opens an app on the same device.
    pub const OPEN: &str = "open the app on this device.";
    /// The button that ends the setting up.
    pub const VERIFY: &str = "Verify";
    /// The button that gives it up.
    pub const CANCEL: &str = "Cancel";
    /// Opens the question whether a second step is to go.
    pub const REMOVE: &str = "Remove";
    /// The question.
    pub const REMOVE_TEXT: &str = "It will not be asked for any more when you sign in.";
    /// The button that says yes to it.
    pub const REMOVE_CONFIRM: &str = "Remove second step";
    /// Opens the question whether there are to be other backup codes.
    pub const REGENERATE: &str = "Replace";
    /// The question.
    pub const REGENERATE_TEXT: &str = "You get ten new codes. The old ones are not good any more then.";
    /// The same where there are none.
    pub const GENERATE: &str = "Get codes";
    /// The same where there are none.
    pub const GENERATE_TEXT: &str = "You get ten codes, each of which signs you in once when you have nothing else.";
    /// The button that says yes to it.
    pub const GENERATE_CONFIRM: &str = "Get new codes";
    /// Above the codes.
    pub const KEEP_CODES: &str = "Keep these codes in a safe place. Each of them signs you in once when you have lost everything else. They are not \
         shown again.";
    /// Puts the codes where they can be pasted from.
    pub const COPY: &str = "Copy";
    /// After that.
    pub const COPIED: &str = "Copied";
    /// Makes a file of the codes.
    pub const DOWNLOAD: &str = "Download";
    /// Puts the codes on paper.
    pub const PRINT: &str = "Print";
    /// Title of the step that asks for a code of an app.
    pub const TOTP_TITLE: &str = "Two-step verification";
    /// Below it.
    pub const TOTP_SUBTITLE: &str = "Enter the 6-digit code that your authenticator app shows";
    /// Below the title of the step that asks for a code by text message.
    pub const PHONE_SUBTITLE: &str = "Enter the 6-digit code that we sent to your phone";
    /// Title of the step that asks for a backup code.
    pub const BACKUP_CODE_TITLE: &str = "Enter a backup code";
    /// Below it.
    pub const BACKUP_CODE_SUBTITLE: &str = "One of those that you kept when you set up the second step";
    /// The label of its field.
    pub const BACKUP_CODE: &str = "Backup code";
    /// The button that has a code sent to a number.
    pub fn text_to(number: &str) -> String {
        format!("Text a code to {number}")
    }
    /// Title of what stands between a person and the app.
    pub const TASK_TITLE: &str = "Set up a second step";
    /// Below it.
    pub const TASK_SUBTITLE: &str = "To go on, choose what you enter besides your password when you sign in";
    /// Title, once that is done.
    pub const DONE_TITLE: &str = "Your second step is set up";
    /// Below it.
    pub const DONE_SUBTITLE: &str = "You are asked for it whenever you sign in";
}

/// Where whoever is signed in proves once more who they are.
pub mod reverification {
    use crate::model::{ApiError, ErrorCode, Field};

    /// Title.
    pub const TITLE: &str = "Confirm that it is you";
    /// Below it, before anything is asked.
    pub const SUBTITLE: &str = "To go on, we need to make sure that it is still you";
    /// Below it, where the password is asked for.
    pub const PASSWORD_SUBTITLE: &str = "Enter your password to go on";
    /// Below it, where a passkey is asked for.
    pub const PASSKEY_SUBTITLE: &str = "Use your passkey to go on";
    /// Below it, where a code was mailed.
    pub const EMAIL_SUBTITLE: &str = "Enter the 6-digit code that we sent to your email address";
    /// Below it, where a code was sent by text message.
    pub const PHONE_SUBTITLE: &str = "Enter the 6-digit code that we sent to your phone";
    /// Below it, where nothing could prove it.
    pub const NOTHING_SUBTITLE: &str = "To go on, please sign in once more";
    /// The button for it.
    pub const SIGN_IN_AGAIN: &str = "Sign in again";
    /// Has a code sent, where none could be before.
    pub const SEND: &str = "Send a code";
    /// Leads back.
    pub const CANCEL: &str = "Cancel";
    /// Another way.
    pub const USE_PASSWORD: &str = "Use your password";
    /// Another way: has a code sent to an address.
    pub fn mail_to(address: &str) -> String {
        format!("Email a code to {address}")
    }
    /// Title, when it is done.
    pub const DONE_TITLE: &str = "Thank you";
    /// What is wrong, where that is not what it is elsewhere.
    pub fn error(error: &ApiError) -> String {
        match (error.code, error.meta.param_name) {
            (ErrorCode::FormPasswordIncorrect, Some(Field::Password)) => "Incorrect password.".into(),
            (ErrorCode::PasskeyRetrievalFailed, _) => {
                "This passkey does not show that it is you. Please try again, or use another method.".into()
            }
            (ErrorCode::StrategyForUserInvalid, _) => "This is not available. Please use another method.".into(),
            _ => crate::locale::error_text(error),
        }
    }
}

/// The card of `<SignUp/>`.
pub mod sign_up {
    /// Title.
    pub const TITLE: &str = "Create your account";
    /// Below the title.
    pub const SUBTITLE: &str = "Welcome! Please fill in the details to get started";
    /// Title of the step that asks for the code.
    pub const VERIFY_TITLE: &str = "Verify your email";
    /// Below it.
    pub const VERIFY_SUBTITLE: &str = "Enter the 6-digit code that we sent to your email address";
    /// Below it, where a link was sent.
    pub const VERIFY_LINK_SUBTITLE: &str = "Open the link that we sent to your email address";
    /// Title of the step that asks for the code by text message.
    pub const VERIFY_PHONE_TITLE: &str = "Verify your phone";
    /// Below it.
    pub const VERIFY_PHONE_SUBTITLE: &str = "Enter the 6-digit code that we sent to your phone number";
    /// Before what is agreed to, with the space that belongs between.
    pub const AGREE: &str = "I agree to the ";
    /// What is agreed to.
    pub const TERMS: &str = "Terms of Service";
    /// Between the two, with the spaces that belong there.
    pub const AND: &str = " and the ";
    /// What is agreed to.
    pub const PRIVACY: &str = "Privacy Policy";
    /// Where a form needs JavaScript, for whoever has none: as HTML.
    pub const NEEDS_JAVASCRIPT: &str = "<noscript>Please turn on JavaScript to go on.</noscript>";
    /// Before the link to sign-in.
    pub const HAVE_ACCOUNT: &str = "Already have an account?";
    /// The link to sign-in.
    pub const SIGN_IN: &str = "Sign in";
}

/// What stands where a link with a ticket leads, or where one is needed.
pub mod ticket {
    /// Below the title of a sign-up with an invitation.
    pub fn invited_subtitle(app_name: &str) -> String {
        format!("You are invited to {app_name}. Fill in the details to get started")
    }
    /// Below the title of a sign-in with a ticket.
    pub const SIGN_IN_SUBTITLE: &str = "Your link lets you in. It is good once";
    /// The button of a sign-in with a ticket.
    pub fn continue_as(identifier: &str) -> String {
        format!("Continue as {identifier}")
    }
    /// The link to a sign-in without a ticket.
    pub const SIGN_IN_OTHERWISE: &str = "Sign in another way";
    /// Title, where an invitation leads to an address that has an account.
    pub const HAS_ACCOUNT_TITLE: &str = "You already have an account";
    /// Below it.
    pub fn has_account_subtitle(identifier: &str) -> String {
        format!("{identifier} was invited, and has an account by now. Sign in to go on.")
    }
    /// Title, where the ticket is not good.
    pub const OVER_TITLE: &str = "This link is not good any more";
    /// Below it.
    pub const OVER_SUBTITLE: &str =
        "It was used, was taken back, or has run out. Ask whoever sent it to you for a new one.";
    /// The button below that.
    pub const WITHOUT: &str = "Go on without it";
    /// Title, where one is needed.
    pub const RESTRICTED_TITLE: &str = "Sign-up is by invitation";
    /// Below it.
    pub const RESTRICTED_SUBTITLE: &str =
        "If you were invited, open the link in the mail. If you have an account, sign in.";
}

/// The card of `<Waitlist/>`.
pub mod waitlist {
    /// Title.
    pub const TITLE: &str = "Join the waitlist";
    /// Below it.
    pub const SUBTITLE: &str = "Leave your email address. We write to you as soon as there is a place for you";
    /// Before the link to sign-in.
    pub const HAVE_ACCESS: &str = "Already have access?";
    /// Title, once one is on it.
    pub const JOINED_TITLE: &str = "You are on the list";
    /// Below it.
    pub const JOINED_SUBTITLE: &str = "We write to you as soon as there is a place for you.";
    /// Title, where there is none.
    pub const CLOSED_TITLE: &str = "There is no waitlist";
    /// Below it.
    pub const CLOSED_SUBTITLE: &str = "This app has none at the moment.";
}

/// Fields of forms.
pub mod field {
    /// Label.
    pub const EMAIL_ADDRESS: &str = "Email address";
    /// Label.
    pub const EMAIL_OR_USERNAME: &str = "Email address or username";
    /// Label.
    pub const EMAIL_OR_PHONE: &str = "Email address or phone number";
    /// Label.
    pub const EMAIL_PHONE_OR_USERNAME: &str = "Email address, phone number or username";
    /// Label.
    pub const PHONE_OR_USERNAME: &str = "Phone number or username";
    /// Label.
    pub const PHONE_NUMBER: &str = "Phone number";
    /// What the list beside it is for.
    pub const PHONE_COUNTRY: &str = "Country";
    /// Label.
    pub const USERNAME: &str = "Username";
    /// Label.
    pub const PASSWORD: &str = "Password";
    /// Label.
    pub const CURRENT_PASSWORD: &str = "Current password";
    /// Label.
    pub const NEW_PASSWORD: &str = "New password";
    /// Label.
    pub const FIRST_NAME: &str = "First name";
    /// Label.
    pub const LAST_NAME: &str = "Last name";
    /// Label.
    pub const CODE: &str = "Verification code";
    /// In an empty field for a code.
    pub const CODE_PLACEHOLDER: &str = "000000";
    /// Beside the label of a field that may stay empty.
    pub const OPTIONAL: &str = "Optional";
    /// What the button in a password field does.
    pub const SHOW_PASSWORD: &str = "Show password";
    /// What the button in a password field does.
    pub const HIDE_PASSWORD: &str = "Hide password";
    /// Below a new password that would be accepted.
    pub const PASSWORD_OK: &str = "Your password meets all the necessary requirements.";
    /// Below a new password that is empty.
    pub fn password_hint(min_length: usize) -> String {
        format!("Use at least {min_length} characters.")
    }
}

/// Buttons and links.
pub mod action {
    /// Goes on.
    pub const CONTINUE: &str = "Continue";
    /// Goes to the step before.
    pub const BACK: &str = "Back";
    /// Asks for another code.
    pub const RESEND: &str = "Didn’t receive a code? Resend";
    /// The same while it has to wait.
    pub fn resend_in(seconds: i64) -> String {
        format!("Didn’t receive a code? Resend ({seconds})")
    }
    /// After another code was sent.
    pub const RESENT: &str = "We sent you a new code.";
    /// Asks for another link.
    pub const RESEND_LINK: &str = "Didn’t receive a link? Resend";
    /// The same while it has to wait.
    pub fn resend_link_in(seconds: i64) -> String {
        format!("Didn’t receive a link? Resend ({seconds})")
    }
    /// After another link was sent.
    pub const LINK_RESENT: &str = "We sent you a new link.";
    /// Goes on after a link was opened.
    pub const LINK_OPENED: &str = "I have opened the link";
    /// Changes the identifier.
    pub const EDIT: &str = "Change";
    /// The same, for whoever hears the link without seeing what stands beside it.
    pub fn edit(identifier: &str) -> String {
        format!("Change {identifier}")
    }
    /// Opens the sign-in page.
    pub const SIGN_IN: &str = "Sign in";
    /// Opens the sign-up page.
    pub const SIGN_UP: &str = "Sign up";
    /// Ends the session.
    pub const SIGN_OUT: &str = "Sign out";
    /// Ends all sessions.
    pub const SIGN_OUT_EVERYWHERE: &str = "Sign out everywhere";
    /// Takes away what lies over the page.
    pub const CLOSE: &str = "Close";
    /// Opens the account page.
    pub const MANAGE_ACCOUNT: &str = "Manage account";
    /// What the user button does.
    pub const OPEN_USER_MENU: &str = "Open user menu";
}

/// At the foot of a card.
pub mod footer {
    /// Who made the card.
    pub const SECURED_BY: &str = "Secured by Vestibule";
    /// So that nobody takes a development instance for the real one.
    pub const DEVELOPMENT_MODE: &str = "Development mode";
}

/// The page of the link by which somebody says that a change to their account was not theirs.
pub mod disavow_page {
    /// Title.
    pub const TITLE: &str = "Was that not you?";
    /// Below it. `address` is masked.
    pub fn asked(address: &str, app_name: &str) -> String {
        format!(
            "If somebody else did what we wrote to {address} about, sign them out: every session of your {app_name} account \
             ends, on all devices, yours too."
        )
    }
    /// The button.
    pub const CONFIRM: &str = "That was not me: sign out everywhere";
    /// Title, after the click.
    pub const DONE_TITLE: &str = "Signed out everywhere";
    /// Below it.
    pub const DONE_SUBTITLE: &str =
        "Nobody is signed in to your account any more. Whoever got in may know how to come back, so:";
    /// What is left to do, where there are passwords.
    pub const STEPS_WITH_PASSWORD: [&str; 4] = [
        "Change the password of your mailbox if somebody else may read your mail.",
        "Choose a new password here: sign in by way of \u{201c}Forgot password?\u{201d}.",
        "Look through your account: remove addresses, phone numbers, passkeys and connected accounts that are not yours.",
        "Add a second step, or make new backup codes if you have one.",
    ];
    /// What is left to do, where there are none.
    pub const STEPS: [&str; 3] = [
        "Change the password of your mailbox if somebody else may read your mail.",
        "Look through your account: remove addresses, phone numbers, passkeys and connected accounts that are not yours.",
        "Add a second step, or make new backup codes if you have one.",
    ];
    /// Leads to where a new password can be chosen.
    pub const NEW_PASSWORD: &str = "Choose a new password";
    /// Leads to where one signs in.
    pub const SIGN_IN: &str = "Sign in";
    /// Title, where the link is good for nothing.
    pub const OVER_TITLE: &str = "This link is not good any more";
    /// Below it.
    pub const OVER_SUBTITLE: &str =
        "It was used, or has run out. You can sign in, and sign out of all other devices in your account.";
}

/// The page that a link in a mail opens.
pub mod verify_page {
    /// Title, where it signs in.
    pub fn sign_in_title(app_name: &str) -> String {
        format!("Sign in to {app_name}?")
    }
    /// Title, where it proves an address.
    pub const SIGN_UP_TITLE: &str = "Verify your email address?";
    /// Below the title: whose it is and where it was asked for.
    pub fn asked(address: &str, ip_address: Option<&str>, ago: &str) -> String {
        let from = ip_address.map(|ip| format!(" from the network address {ip}")).unwrap_or_default();
        format!("This link was asked for {ago}{from}, for {address}.")
    }
    /// Where another browser asked for it.
    pub const ELSEWHERE: &str = "You opened it in another browser than the one that asked for it. If you go on, that one is \
         let in, not this one. If that was not you, close this page.";
    /// The button.
    pub const CONTINUE: &str = "Continue";
    /// Title, after the click, where another browser asked for it.
    pub const DONE_TITLE: &str = "Done";
    /// Below it.
    pub const DONE_SUBTITLE: &str =
        "Go back to the browser in which you began: it goes on there. You can close this page.";
    /// Title, where the link is good for nothing.
    pub const OVER_TITLE: &str = "This link is not good any more";
    /// Below it.
    pub const OVER_SUBTITLE: &str = "It was used, has run out, or was followed by a newer one.";
    /// Leads to where a new one can be had.
    pub const AGAIN: &str = "Start again";
}

/// The page in place of one that could not be shown.
pub mod error_page {
    /// Title, by HTTP status.
    pub const fn title(status: u16) -> &'static str {
        match status {
            401 | 403 => "You cannot go there",
            404 => "There is nothing here",
            413 | 422 => "That did not work",
            429 => "Not so fast",
            503 => "We are not quite there",
            _ => "Something went wrong",
        }
    }
    /// Leads to the start page.
    pub const HOME: &str = "Go to the start page";
}

/// Providers that one can come from.
pub mod oauth {
    /// A button.
    pub fn continue_with(provider: &str) -> String {
        format!("Continue with {provider}")
    }
    /// Between the buttons and the form.
    pub const OR: &str = "or";
    /// Title of the step that asks for what is missing.
    pub const CONTINUE_TITLE: &str = "Fill in missing details";
    /// Below it.
    pub const CONTINUE_SUBTITLE: &str = "Please fill in the remaining details to continue";
}

/// The page that takes the place of a provider in development. Marked as what it is.
pub mod simulated_provider {
    /// Title.
    pub fn title(provider: &str) -> String {
        format!("Sign in with {provider}")
    }
    /// Below the title.
    pub fn subtitle(app_name: &str) -> String {
        format!("to continue to {app_name}")
    }
    /// Above everything.
    pub fn notice(provider: &str) -> String {
        format!("Simulated provider. This is not {provider}: in development you are whoever you say you are.")
    }
    /// Label.
    pub const EMAIL: &str = "Email address";
    /// Label.
    pub fn verified(provider: &str) -> String {
        format!("{provider} has verified this address")
    }
    /// Label.
    pub const FIRST_NAME: &str = "First name";
    /// Label.
    pub const LAST_NAME: &str = "Last name";
    /// Says yes.
    pub fn go_on(provider: &str) -> String {
        format!("Continue as this {provider} user")
    }
    /// Says no.
    pub const CANCEL: &str = "Cancel";
}

/// The development mailbox.
pub mod mailbox {
    /// Title.
    pub const TITLE: &str = "Development mailbox";
    /// Below the title.
    pub const SUBTITLE: &str = "Mails and messages that would have been sent. Newest first; kept for a day.";
    /// When nothing was sent.
    pub const EMPTY: &str = "Nothing has been sent yet.";
    /// In place of a text message's subject.
    pub const SMS: &str = "Text message";
    /// How long ago, from milliseconds.
    pub fn age(milliseconds: i64) -> String {
        match milliseconds / 60_000 {
            ..=0 => "just now".into(),
            1 => "a minute ago".into(),
            minutes @ ..=59 => format!("{minutes} minutes ago"),
            minutes @ ..=119 => format!("an hour and {} minutes ago", minutes - 60),
            minutes => format!("{} hours ago", minutes / 60),
        }
    }
}
