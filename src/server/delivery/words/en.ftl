# A message for every letter, with a sentence in each attribute. Every language has the same; see mod.rs.

good_for_minutes =
    { $minutes ->
        [one] It is good for { $minutes } minute.
       *[other] It is good for { $minutes } minutes.
    }
good_for_minutes_once =
    { $minutes ->
        [one] It is good for { $minutes } minute, once.
       *[other] It is good for { $minutes } minutes, once.
    }
good_for_days =
    { $days ->
        [one] The link is good for { $days } day.
       *[other] The link is good for { $days } days.
    }
sign_in = Sign in
all_is_well = If it was you, all is well.
not_me = That was not me
ignore = If it was not you, you can ignore this mail.

verification_code =
    .subject = { $code } is your { $app_name } verification code
    .title = Your verification code
    .preview = { good_for_minutes }
    .lead = Enter this code to go on with { $app_name }:
    .note = { good_for_minutes } If you did not ask for it, you can ignore this mail: nobody gets in without it. Never tell it to anyone.

reset_password_code =
    .subject = { $code } is your code to reset your { $app_name } password
    .title = Reset your password
    .preview = { good_for_minutes }
    .lead = Someone, probably you, has forgotten the password for { $app_name }. Enter this code to set a new one:
    .note = { good_for_minutes } If you did not ask for it, you can ignore this mail: your password stays as it is. Never tell the code to anyone: whoever has it can take over your account.

magic_link_sign_in =
    .subject = Sign in to { $app_name }
    .title = Your sign-in link
    .preview = { good_for_minutes }
    .lead = Open this link to sign in to { $app_name }:
    .note = { good_for_minutes_once } If you did not ask for it, do not open it: whoever asked for it would get in.
    .action = { sign_in }

magic_link_sign_up =
    .subject = Verify your email address for { $app_name }
    .title = Verify your email address
    .preview = { good_for_minutes }
    .lead = Open this link to finish signing up for { $app_name }:
    .note = { good_for_minutes_once } If you did not ask for it, do not open it: whoever asked for it would get in.
    .action = Verify my address

account_exists =
    .subject = You already have an account with { $app_name }
    .title = You already have an account
    .preview = Someone, probably you, tried to sign up with this address.
    .lead = Someone, probably you, tried to sign up for { $app_name } with this address. It has an account already, so sign in:
    .note = { ignore } Nothing has changed.
    .action = { sign_in }

no_account =
    .subject = You have no account with { $app_name } yet
    .title = There is no account with this address
    .preview = Someone, probably you, tried to sign in with this address.
    .lead = Someone, probably you, tried to sign in to { $app_name } with this address. It has no account: { $mode ->
        [restricted] use another address, or ask for an invitation:
        [waitlist] use another address, or join the waitlist:
       *[public] use another address, or sign up:
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] Join the waitlist
       *[public] Sign up
    }

account_connected =
    .subject = { $provider } was connected with your { $app_name } account
    .title = There is a new way into your account
    .preview = { all_is_well }
    .lead = From now on { $provider } signs you in to { $app_name }. If it was you who connected it, all is well.
    .note = If it was not you, sign in, sign out of all other devices, and disconnect it.
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = Your { $app_name } password was changed
    .title = Your password was changed
    .preview = { all_is_well }
    .lead = The password of your account with { $app_name } has just been replaced. { all_is_well }
    .note = If it was not you, someone else reads your mail: change the password of your mailbox first, then set a new one for your account and sign out of all other devices.
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = A passkey was added to your { $app_name } account
    .title = There is a new passkey for your account
    .preview = { all_is_well }
    .lead = From now on the passkey "{ $passkey }" signs you in to { $app_name }. If it was you who added it, all is well.
    .note = If it was not you, sign in, sign out of all other devices, and remove it.
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = An API key was made in your { $app_name } account
    .title = There is a new API key in your account
    .preview = { all_is_well }
    .lead = From now on a program that has the key "{ $api_key }" acts in your name at { $app_name }. If it was you who made it, all is well.
    .note = If it was not you, sign in, sign out of all other devices, and revoke it.
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = A passkey was removed from your { $app_name } account
    .title = A passkey was removed
    .preview = { all_is_well }
    .lead = The passkey "{ $passkey }" does not sign you in to { $app_name } any more. If it was you who removed it, all is well.
    .note = If it was not you, sign in and sign out of all other devices.
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = You are invited to { $app_name }
    .title = Your invitation to { $app_name }
    .preview = { good_for_days }
    .lead = You are invited to { $app_name }. Open this link to create your account:
    .note = { good_for_days } It is for this address only. If you do not know why you got it, you can ignore this mail. Do not pass it on: whoever opens the link can sign up as you.
    .action = Accept the invitation

organization_invitation =
    .subject = You are invited to { $organization } on { $app_name }
    .title = Your invitation to { $organization }
    .preview = Invited by: { $inviter }.
    .lead = You are invited to join { $organization } on { $app_name }. Open this link to accept:
    .note = Invited by: { $inviter }. { good_for_days } It is for this address only. If you do not know why you got it, you can ignore this mail. Do not pass it on: whoever opens the link can sign up as you.
    .action = Accept the invitation

organization_membership_request =
    .subject = { $identifier } asks to join { $organization }
    .title = A request to join { $organization }
    .preview = Somebody waits for an answer.
    .lead = { $identifier } asks to join { $organization } on { $app_name }. Open this link to answer:
    .note = You get this mail because you manage the members of { $organization }.
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = You belong to { $organization } now
    .title = You belong to { $organization }
    .preview = Your request was accepted.
    .lead = Your request to join { $organization } on { $app_name } was accepted. Open this link to go there:
    .note = If you did not ask for it, you can leave { $organization } at any time.
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier } has joined { $organization }
    .title = Your invitation was accepted
    .preview = They belong to { $organization } now.
    .lead = { $identifier } has accepted your invitation and belongs to { $organization } on { $app_name } now. Open this link to see the members:
    .note = You get this mail because the invitation was yours.
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } is the code for { $identifier } on { $app_name }
    .title = Verify { $identifier }
    .preview = { $organization } says that { $identifier } is its domain.
    .lead = { $organization } says on { $app_name } that { $identifier } is its domain. To confirm it, enter this code there:
    .note = { good_for_minutes } If you did not ask for it, you can ignore this mail: nothing happens without the code. Never tell it to anyone: whoever has it can decide who with an address in { $identifier } joins { $organization }.

waitlist =
    .subject = You are on the waitlist of { $app_name }
    .title = You are on the list
    .preview = We write to you as soon as there is a place for you.
    .lead = Thank you for your interest in { $app_name }. We send you an invitation as soon as there is a place for you.
    .note = If you did not put yourself on the list, you can ignore this mail.
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } is your { $app_name } verification code. Never share it.

account_exists_sms =
    .lead = You already have an account with { $app_name }. Sign in at { $url }

account_deleted =
    .subject = Your { $app_name } account was deleted
    .title = Your account was deleted
    .preview = { all_is_well }
    .lead = Your account with { $app_name } and everything that belonged to it is gone, as you asked for.
    .note = If it was not you, someone else had got into it. Write to whoever runs { $app_name }.
    .action = { $app_name }

address_in_use =
    .subject = You already have an account with { $app_name }
    .title = This address has an account
    .preview = Someone, probably you, tried to add this address to another account.
    .lead = Someone, probably you, tried to add this address to another account with { $app_name }. It has an account of its own, and cannot belong to two:
    .note = { ignore } Nothing has changed.
    .action = { sign_in }

identifier_added =
    .subject = { $identifier } was added to your { $app_name } account
    .title = There is something new on your account
    .preview = { all_is_well }
    .lead = From now on { $identifier } belongs to your account with { $app_name }. { all_is_well }
    .note = If it was not you, sign in, remove it, change your password and sign out of all other devices.
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = { $identifier } was removed from your { $app_name } account
    .title = Something was removed from your account
    .preview = { all_is_well }
    .lead = { $identifier } does not belong to your account with { $app_name } any more. { all_is_well }
    .note = If it was not you, sign in, change your password and sign out of all other devices.
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = { $identifier } is where { $app_name } reaches you now
    .title = You are reached elsewhere now
    .preview = { all_is_well }
    .lead = From now on { $app_name } writes to { $identifier }. If it was you who changed that, all is well.
    .note = If it was not you, sign in, change your password and sign out of all other devices.
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = Your { $app_name } account has a password now
    .title = A password was set
    .preview = { all_is_well }
    .lead = From now on a password signs you in to { $app_name }. If it was you who set it, all is well.
    .note = If it was not you, sign in, set another password and sign out of all other devices.
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = Your { $app_name } account has no password any more
    .title = Your password was removed
    .preview = { all_is_well }
    .lead = No password signs you in to { $app_name } any more. If it was you who removed it, all is well.
    .note = If it was not you, sign in, set a new password and sign out of all other devices.
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = The password of your { $app_name } account is not good any more
    .title = Your password has to be replaced
    .preview = Others may know it.
    .lead = Others may know the password of your { $app_name } account. It does not sign you in any more until you have set a new one.
    .note = Sign in and set a new password. If you use the old one elsewhere, change it there as well.
    .action = { sign_in }

second_factor_added =
    .subject = A second step was added to your { $app_name } account
    .title = Second step added
    .preview = { all_is_well }
    .lead = From now on signing in to { $app_name } also takes a code.
    .note = If it was not you, someone has access to your account: sign in, remove it, and change your password.
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = A second step was removed from your { $app_name } account
    .title = Second step removed
    .preview = { all_is_well }
    .lead = Signing in to { $app_name } takes one code less than before.
    .note = If it was not you, someone has access to your account: change your password, and add a second step again.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = Your { $app_name } backup codes were replaced
    .title = Backup codes replaced
    .preview = { all_is_well }
    .lead = There are new backup codes for your { $app_name } account. The old ones are not good any more.
    .note = If it was not you, someone has access to your account: sign in, change your password, and make new codes.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = Your { $app_name } backup codes were removed
    .title = Backup codes removed
    .preview = { all_is_well }
    .lead = There are no backup codes for your { $app_name } account any more. The old ones are not good.
    .note = If it was not you, someone has access to your account: sign in, change your password, and make new codes.
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = A backup code was used at { $app_name }
    .title = Backup code used
    .preview = { all_is_well }
    .lead = Someone, probably you, proved who they are to { $app_name } with one of your backup codes. It is not good any more.
    .note = If it was not you, someone has your backup codes and more: sign in, change your password, and make new codes.
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = New sign-in to { $app_name }
    .title = New sign-in to your account
    .preview = { all_is_well }
    .lead = Someone, probably you, signed in to { $app_name } on a device on which your account was not used before: { $device }. { all_is_well }
    .note = If it was not you, someone knows how to get in: sign in, sign out of all other devices, and change your password.
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = { $provider } was disconnected from your { $app_name } account
    .title = A way into your account is gone
    .preview = { all_is_well }
    .lead = { $provider } does not sign you in to { $app_name } any more. If it was you who disconnected it, all is well.
    .note = If it was not you, sign in, change your password and sign out of all other devices.
    .action = { sign_in }
    .disavow = { not_me }
