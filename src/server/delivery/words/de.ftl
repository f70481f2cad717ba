# German. People are addressed as „Sie“.

good_for_minutes =
    { $minutes ->
        [one] Er ist { $minutes } Minute lang gültig.
       *[other] Er ist { $minutes } Minuten lang gültig.
    }
good_for_minutes_once =
    { $minutes ->
        [one] Er ist { $minutes } Minute lang und nur einmal gültig.
       *[other] Er ist { $minutes } Minuten lang und nur einmal gültig.
    }
good_for_days =
    { $days ->
        [one] Der Link ist { $days } Tag lang gültig.
       *[other] Der Link ist { $days } Tage lang gültig.
    }
sign_in = Anmelden
all_is_well = Wenn Sie das waren, ist alles in Ordnung.
not_me = Das war ich nicht
ignore = Wenn Sie das nicht waren, können Sie diese E-Mail ignorieren.

verification_code =
    .subject = { $code } ist Ihr Bestätigungscode für { $app_name }
    .title = Ihr Bestätigungscode
    .preview = { good_for_minutes }
    .lead = Geben Sie diesen Code ein, um mit { $app_name } fortzufahren:
    .note = { good_for_minutes } Wenn Sie ihn nicht angefordert haben, können Sie diese E-Mail ignorieren: Ohne den Code kommt niemand hinein. Geben Sie ihn niemals weiter.

reset_password_code =
    .subject = { $code } ist Ihr Code zum Zurücksetzen des Passworts für { $app_name }
    .title = Passwort zurücksetzen
    .preview = { good_for_minutes }
    .lead = Jemand, vermutlich Sie, hat das Passwort für { $app_name } vergessen. Geben Sie diesen Code ein, um ein neues festzulegen:
    .note = { good_for_minutes } Wenn Sie ihn nicht angefordert haben, können Sie diese E-Mail ignorieren: Ihr Passwort bleibt unverändert. Geben Sie den Code niemals weiter: Wer ihn hat, kann Ihr Konto übernehmen.

magic_link_sign_in =
    .subject = Bei { $app_name } anmelden
    .title = Ihr Anmeldelink
    .preview = { good_for_minutes }
    .lead = Öffnen Sie diesen Link, um sich bei { $app_name } anzumelden:
    .note = { good_for_minutes_once } Wenn Sie ihn nicht angefordert haben, öffnen Sie ihn nicht: Wer ihn angefordert hat, käme sonst hinein.
    .action = { sign_in }

magic_link_sign_up =
    .subject = Bestätigen Sie Ihre E-Mail-Adresse für { $app_name }
    .title = Bestätigen Sie Ihre E-Mail-Adresse
    .preview = { good_for_minutes }
    .lead = Öffnen Sie diesen Link, um Ihre Registrierung bei { $app_name } abzuschließen:
    .note = { good_for_minutes_once } Wenn Sie ihn nicht angefordert haben, öffnen Sie ihn nicht: Wer ihn angefordert hat, käme sonst hinein.
    .action = Adresse bestätigen

account_exists =
    .subject = Sie haben bereits ein Konto bei { $app_name }
    .title = Sie haben bereits ein Konto
    .preview = Jemand, vermutlich Sie, wollte sich mit dieser Adresse registrieren.
    .lead = Jemand, vermutlich Sie, wollte sich mit dieser Adresse bei { $app_name } registrieren. Zu ihr gibt es bereits ein Konto. Melden Sie sich damit an:
    .note = { ignore } Es hat sich nichts geändert.
    .action = { sign_in }

no_account =
    .subject = Sie haben noch kein Konto bei { $app_name }
    .title = Zu dieser Adresse gibt es kein Konto
    .preview = Jemand, vermutlich Sie, wollte sich mit dieser Adresse anmelden.
    .lead = Jemand, vermutlich Sie, wollte sich mit dieser Adresse bei { $app_name } anmelden. Zu ihr gibt es kein Konto. { $mode ->
        [restricted] Verwenden Sie eine andere Adresse oder bitten Sie um eine Einladung:
        [waitlist] Verwenden Sie eine andere Adresse oder tragen Sie sich in die Warteliste ein:
       *[public] Verwenden Sie eine andere Adresse oder registrieren Sie sich:
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] In die Warteliste eintragen
       *[public] Registrieren
    }

account_connected =
    .subject = { $provider } wurde mit Ihrem Konto bei { $app_name } verknüpft
    .title = Es gibt einen neuen Zugang zu Ihrem Konto
    .preview = { all_is_well }
    .lead = Ab jetzt können Sie sich über { $provider } bei { $app_name } anmelden. Wenn Sie das selbst eingerichtet haben, ist alles in Ordnung.
    .note = Wenn Sie das nicht waren, melden Sie sich an, melden Sie alle anderen Geräte ab und heben Sie die Verknüpfung auf.
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = Ihr Passwort für { $app_name } wurde geändert
    .title = Ihr Passwort wurde geändert
    .preview = { all_is_well }
    .lead = Das Passwort Ihres Kontos bei { $app_name } wurde gerade geändert. { all_is_well }
    .note = Wenn Sie das nicht waren, liest jemand anderes Ihre E-Mails: Ändern Sie zuerst das Passwort Ihres Postfachs, legen Sie dann ein neues für Ihr Konto fest und melden Sie alle anderen Geräte ab.
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = Ihrem Konto bei { $app_name } wurde ein Passkey hinzugefügt
    .title = Es gibt einen neuen Passkey für Ihr Konto
    .preview = { all_is_well }
    .lead = Ab jetzt können Sie sich mit dem Passkey „{ $passkey }“ bei { $app_name } anmelden. Wenn Sie ihn selbst hinzugefügt haben, ist alles in Ordnung.
    .note = Wenn Sie das nicht waren, melden Sie sich an, melden Sie alle anderen Geräte ab und entfernen Sie den Passkey.
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = In Ihrem Konto bei { $app_name } wurde ein API-Schlüssel erstellt
    .title = Es gibt einen neuen API-Schlüssel in Ihrem Konto
    .preview = { all_is_well }
    .lead = Ab jetzt kann ein Programm mit dem Schlüssel „{ $api_key }“ bei { $app_name } in Ihrem Namen handeln. Wenn Sie ihn selbst erstellt haben, ist alles in Ordnung.
    .note = Wenn Sie das nicht waren, melden Sie sich an, melden Sie alle anderen Geräte ab und widerrufen Sie den Schlüssel.
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = Ein Passkey wurde aus Ihrem Konto bei { $app_name } entfernt
    .title = Ein Passkey wurde entfernt
    .preview = { all_is_well }
    .lead = Mit dem Passkey „{ $passkey }“ können Sie sich nicht mehr bei { $app_name } anmelden. Wenn Sie ihn selbst entfernt haben, ist alles in Ordnung.
    .note = Wenn Sie das nicht waren, melden Sie sich an und melden Sie alle anderen Geräte ab.
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = Sie sind zu { $app_name } eingeladen
    .title = Ihre Einladung zu { $app_name }
    .preview = { good_for_days }
    .lead = Sie sind zu { $app_name } eingeladen. Öffnen Sie diesen Link, um Ihr Konto zu erstellen:
    .note = { good_for_days } Er gilt nur für diese Adresse. Wenn Sie nicht wissen, warum Sie ihn erhalten haben, können Sie diese E-Mail ignorieren. Geben Sie ihn nicht weiter: Wer den Link öffnet, kann sich in Ihrem Namen registrieren.
    .action = Einladung annehmen

organization_invitation =
    .subject = Sie sind zu { $organization } bei { $app_name } eingeladen
    .title = Ihre Einladung zu { $organization }
    .preview = Eingeladen von: { $inviter }.
    .lead = Sie sind eingeladen, { $organization } bei { $app_name } beizutreten. Öffnen Sie diesen Link, um die Einladung anzunehmen:
    .note = Eingeladen von: { $inviter }. { good_for_days } Er gilt nur für diese Adresse. Wenn Sie nicht wissen, warum Sie ihn erhalten haben, können Sie diese E-Mail ignorieren. Geben Sie ihn nicht weiter: Wer den Link öffnet, kann sich in Ihrem Namen registrieren.
    .action = Einladung annehmen

organization_membership_request =
    .subject = { $identifier } möchte { $organization } beitreten
    .title = Eine Anfrage an { $organization }
    .preview = Jemand wartet auf eine Antwort.
    .lead = { $identifier } möchte { $organization } bei { $app_name } beitreten. Öffnen Sie diesen Link, um zu antworten:
    .note = Sie erhalten diese E-Mail, weil Sie die Mitglieder von { $organization } verwalten.
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = Sie gehören jetzt zu { $organization }
    .title = Sie gehören zu { $organization }
    .preview = Ihre Anfrage wurde angenommen.
    .lead = Ihre Anfrage, { $organization } bei { $app_name } beizutreten, wurde angenommen. Öffnen Sie diesen Link, um dorthin zu gelangen:
    .note = Wenn Sie nicht darum gebeten haben, können Sie { $organization } jederzeit verlassen.
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier } ist { $organization } beigetreten
    .title = Ihre Einladung wurde angenommen
    .preview = Die Person gehört jetzt zu { $organization }.
    .lead = { $identifier } hat Ihre Einladung angenommen und gehört jetzt bei { $app_name } zu { $organization }. Öffnen Sie diesen Link, um die Mitglieder zu sehen:
    .note = Sie erhalten diese E-Mail, weil die Einladung von Ihnen war.
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } ist der Code für { $identifier } bei { $app_name }
    .title = { $identifier } bestätigen
    .preview = { $organization } gibt { $identifier } als eigene Domain an.
    .lead = { $organization } gibt bei { $app_name } { $identifier } als eigene Domain an. Geben Sie dort diesen Code ein, um das zu bestätigen:
    .note = { good_for_minutes } Wenn Sie ihn nicht angefordert haben, können Sie diese E-Mail ignorieren: Ohne den Code geschieht nichts. Geben Sie ihn niemals weiter: Wer ihn hat, kann bestimmen, wer mit einer Adresse in { $identifier } zu { $organization } kommt.

waitlist =
    .subject = Sie stehen auf der Warteliste von { $app_name }
    .title = Sie stehen auf der Liste
    .preview = Wir schreiben Ihnen, sobald ein Platz für Sie frei ist.
    .lead = Vielen Dank für Ihr Interesse an { $app_name }. Wir senden Ihnen eine Einladung, sobald ein Platz für Sie frei ist.
    .note = Wenn Sie sich nicht selbst eingetragen haben, können Sie diese E-Mail ignorieren.
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } ist Ihr Bestätigungscode für { $app_name }. Geben Sie ihn niemals weiter.

account_exists_sms =
    .lead = Sie haben bereits ein Konto bei { $app_name }. Anmelden: { $url }

account_deleted =
    .subject = Ihr Konto bei { $app_name } wurde gelöscht
    .title = Ihr Konto wurde gelöscht
    .preview = { all_is_well }
    .lead = Ihr Konto bei { $app_name } und alles, was dazugehörte, wurde wie gewünscht gelöscht.
    .note = Wenn Sie das nicht waren, hatte sich jemand anderes Zugang dazu verschafft. Schreiben Sie an den Betreiber von { $app_name }.
    .action = { $app_name }

address_in_use =
    .subject = Sie haben bereits ein Konto bei { $app_name }
    .title = Zu dieser Adresse gibt es bereits ein Konto
    .preview = Jemand, vermutlich Sie, wollte diese Adresse einem anderen Konto hinzufügen.
    .lead = Jemand, vermutlich Sie, wollte diese Adresse einem anderen Konto bei { $app_name } hinzufügen. Die Adresse hat bereits ein eigenes Konto und kann nicht zu zwei Konten gehören:
    .note = { ignore } Es hat sich nichts geändert.
    .action = { sign_in }

identifier_added =
    .subject = { $identifier } wurde Ihrem Konto bei { $app_name } hinzugefügt
    .title = Es gibt etwas Neues in Ihrem Konto
    .preview = { all_is_well }
    .lead = Ab jetzt gehört { $identifier } zu Ihrem Konto bei { $app_name }. { all_is_well }
    .note = Wenn Sie das nicht waren, melden Sie sich an, entfernen Sie diese Angabe, ändern Sie Ihr Passwort und melden Sie alle anderen Geräte ab.
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = { $identifier } wurde aus Ihrem Konto bei { $app_name } entfernt
    .title = Aus Ihrem Konto wurde etwas entfernt
    .preview = { all_is_well }
    .lead = { $identifier } gehört nicht mehr zu Ihrem Konto bei { $app_name }. { all_is_well }
    .note = Wenn Sie das nicht waren, melden Sie sich an, ändern Sie Ihr Passwort und melden Sie alle anderen Geräte ab.
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = { $app_name } erreicht Sie jetzt über { $identifier }
    .title = Sie sind jetzt anders erreichbar
    .preview = { all_is_well }
    .lead = Ab jetzt schreibt { $app_name } an { $identifier }. Wenn Sie das selbst geändert haben, ist alles in Ordnung.
    .note = Wenn Sie das nicht waren, melden Sie sich an, ändern Sie Ihr Passwort und melden Sie alle anderen Geräte ab.
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = Ihr Konto bei { $app_name } hat jetzt ein Passwort
    .title = Ein Passwort wurde festgelegt
    .preview = { all_is_well }
    .lead = Ab jetzt können Sie sich mit einem Passwort bei { $app_name } anmelden. Wenn Sie es selbst festgelegt haben, ist alles in Ordnung.
    .note = Wenn Sie das nicht waren, melden Sie sich an, legen Sie ein anderes Passwort fest und melden Sie alle anderen Geräte ab.
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = Ihr Konto bei { $app_name } hat kein Passwort mehr
    .title = Ihr Passwort wurde entfernt
    .preview = { all_is_well }
    .lead = Mit einem Passwort können Sie sich nicht mehr bei { $app_name } anmelden. Wenn Sie es selbst entfernt haben, ist alles in Ordnung.
    .note = Wenn Sie das nicht waren, melden Sie sich an, legen Sie ein neues Passwort fest und melden Sie alle anderen Geräte ab.
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = Das Passwort Ihres Kontos bei { $app_name } gilt nicht mehr
    .title = Ihr Passwort muss ersetzt werden
    .preview = Es könnte anderen bekannt sein.
    .lead = Das Passwort Ihres Kontos bei { $app_name } könnte anderen bekannt sein. Sie können sich damit nicht mehr anmelden, bis Sie ein neues festgelegt haben.
    .note = Melden Sie sich an und legen Sie ein neues Passwort fest. Wenn Sie das alte auch anderswo verwenden, ändern Sie es auch dort.
    .action = { sign_in }

second_factor_added =
    .subject = Ihrem Konto bei { $app_name } wurde ein zweiter Schritt hinzugefügt
    .title = Zweiter Schritt hinzugefügt
    .preview = { all_is_well }
    .lead = Ab jetzt brauchen Sie für die Anmeldung bei { $app_name } zusätzlich einen Code.
    .note = Wenn Sie das nicht waren, hat jemand Zugriff auf Ihr Konto: Melden Sie sich an, entfernen Sie den zweiten Schritt und ändern Sie Ihr Passwort.
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = Ein zweiter Schritt wurde aus Ihrem Konto bei { $app_name } entfernt
    .title = Zweiter Schritt entfernt
    .preview = { all_is_well }
    .lead = Für die Anmeldung bei { $app_name } ist ein Code weniger nötig als bisher.
    .note = Wenn Sie das nicht waren, hat jemand Zugriff auf Ihr Konto: Ändern Sie Ihr Passwort und fügen Sie wieder einen zweiten Schritt hinzu.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = Ihre Backup-Codes für { $app_name } wurden ersetzt
    .title = Backup-Codes ersetzt
    .preview = { all_is_well }
    .lead = Es gibt neue Backup-Codes für Ihr Konto bei { $app_name }. Die alten sind nicht mehr gültig.
    .note = Wenn Sie das nicht waren, hat jemand Zugriff auf Ihr Konto: Melden Sie sich an, ändern Sie Ihr Passwort und erstellen Sie neue Codes.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = Ihre Backup-Codes für { $app_name } wurden entfernt
    .title = Backup-Codes entfernt
    .preview = { all_is_well }
    .lead = Für Ihr Konto bei { $app_name } gibt es keine Backup-Codes mehr. Die alten sind nicht mehr gültig.
    .note = Wenn Sie das nicht waren, hat jemand Zugriff auf Ihr Konto: Melden Sie sich an, ändern Sie Ihr Passwort und erstellen Sie neue Codes.
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = Ein Backup-Code wurde bei { $app_name } verwendet
    .title = Backup-Code verwendet
    .preview = { all_is_well }
    .lead = Jemand, vermutlich Sie, hat sich bei { $app_name } mit einem Ihrer Backup-Codes ausgewiesen. Der Code ist nicht mehr gültig.
    .note = Wenn Sie das nicht waren, hat jemand Ihre Backup-Codes und mehr: Melden Sie sich an, ändern Sie Ihr Passwort und erstellen Sie neue Codes.
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = Neue Anmeldung bei { $app_name }
    .title = Neue Anmeldung bei Ihrem Konto
    .preview = { all_is_well }
    .lead = Jemand, vermutlich Sie, hat sich bei { $app_name } auf einem Gerät angemeldet, auf dem Ihr Konto bisher nicht verwendet wurde: { $device }. { all_is_well }
    .note = Wenn Sie das nicht waren, kennt jemand Ihren Zugang: Melden Sie sich an, melden Sie alle anderen Geräte ab und ändern Sie Ihr Passwort.
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = Die Verknüpfung von { $provider } mit Ihrem Konto bei { $app_name } wurde aufgehoben
    .title = Ein Zugang zu Ihrem Konto ist weggefallen
    .preview = { all_is_well }
    .lead = Über { $provider } können Sie sich nicht mehr bei { $app_name } anmelden. Wenn Sie die Verknüpfung selbst aufgehoben haben, ist alles in Ordnung.
    .note = Wenn Sie das nicht waren, melden Sie sich an, ändern Sie Ihr Passwort und melden Sie alle anderen Geräte ab.
    .action = { sign_in }
    .disavow = { not_me }
