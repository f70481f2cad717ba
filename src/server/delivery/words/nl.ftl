# Dutch. People are addressed as ‘je’.

good_for_minutes =
    { $minutes ->
        [one] Deze is { $minutes } minuut geldig.
       *[other] Deze is { $minutes } minuten geldig.
    }
good_for_minutes_once =
    { $minutes ->
        [one] Deze is { $minutes } minuut en maar één keer geldig.
       *[other] Deze is { $minutes } minuten en maar één keer geldig.
    }
good_for_days =
    { $days ->
        [one] De link is { $days } dag geldig.
       *[other] De link is { $days } dagen geldig.
    }
sign_in = Inloggen
all_is_well = Als jij het was, is alles in orde.
not_me = Dat was ik niet
ignore = Als jij het niet was, kun je deze e-mail negeren.

verification_code =
    .subject = { $code } is je verificatiecode voor { $app_name }
    .title = Je verificatiecode
    .preview = { good_for_minutes }
    .lead = Voer deze code in om verder te gaan met { $app_name }:
    .note = { good_for_minutes } Heb je er niet om gevraagd, dan kun je deze e-mail negeren: zonder de code komt niemand binnen. Geef hem nooit aan iemand anders.

reset_password_code =
    .subject = { $code } is je code om je wachtwoord voor { $app_name } opnieuw in te stellen
    .title = Stel je wachtwoord opnieuw in
    .preview = { good_for_minutes }
    .lead = Iemand, waarschijnlijk jij, is het wachtwoord voor { $app_name } vergeten. Voer deze code in om een nieuw wachtwoord in te stellen:
    .note = { good_for_minutes } Heb je er niet om gevraagd, dan kun je deze e-mail negeren: je wachtwoord blijft hetzelfde. Geef de code nooit aan iemand anders: wie hem heeft, kan je account overnemen.

magic_link_sign_in =
    .subject = Inloggen bij { $app_name }
    .title = Je inloglink
    .preview = { good_for_minutes }
    .lead = Open deze link om in te loggen bij { $app_name }:
    .note = { good_for_minutes_once } Heb je er niet om gevraagd, open de link dan niet: wie erom heeft gevraagd, zou binnenkomen.
    .action = { sign_in }

magic_link_sign_up =
    .subject = Bevestig je e-mailadres voor { $app_name }
    .title = Bevestig je e-mailadres
    .preview = { good_for_minutes }
    .lead = Open deze link om je registratie bij { $app_name } af te ronden:
    .note = { good_for_minutes_once } Heb je er niet om gevraagd, open de link dan niet: wie erom heeft gevraagd, zou binnenkomen.
    .action = Mijn adres bevestigen

account_exists =
    .subject = Je hebt al een account bij { $app_name }
    .title = Je hebt al een account
    .preview = Iemand, waarschijnlijk jij, wilde zich met dit adres registreren.
    .lead = Iemand, waarschijnlijk jij, wilde zich met dit adres registreren bij { $app_name }. Er is al een account met dit adres, dus log in:
    .note = { ignore } Er is niets veranderd.
    .action = { sign_in }

no_account =
    .subject = Je hebt nog geen account bij { $app_name }
    .title = Er is geen account met dit adres
    .preview = Iemand, waarschijnlijk jij, wilde met dit adres inloggen.
    .lead = Iemand, waarschijnlijk jij, wilde met dit adres inloggen bij { $app_name }. Er is geen account met dit adres: { $mode ->
        [restricted] gebruik een ander adres of vraag om een uitnodiging:
        [waitlist] gebruik een ander adres of zet jezelf op de wachtlijst:
       *[public] gebruik een ander adres of registreer je:
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] Op de wachtlijst zetten
       *[public] Registreren
    }

account_connected =
    .subject = { $provider } is gekoppeld aan je account bij { $app_name }
    .title = Er is een nieuwe manier om bij je account te komen
    .preview = { all_is_well }
    .lead = Vanaf nu kun je met { $provider } inloggen bij { $app_name }. Als jij dit hebt gekoppeld, is alles in orde.
    .note = Als jij het niet was, log dan in, log uit op alle andere apparaten en verwijder de koppeling.
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = Je wachtwoord voor { $app_name } is gewijzigd
    .title = Je wachtwoord is gewijzigd
    .preview = { all_is_well }
    .lead = Het wachtwoord van je account bij { $app_name } is zojuist gewijzigd. { all_is_well }
    .note = Als jij het niet was, leest iemand anders je e-mail: wijzig eerst het wachtwoord van je mailbox, stel daarna een nieuw wachtwoord in voor je account en log uit op alle andere apparaten.
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = Er is een passkey toegevoegd aan je account bij { $app_name }
    .title = Er is een nieuwe passkey voor je account
    .preview = { all_is_well }
    .lead = Vanaf nu kun je met de passkey ‘{ $passkey }’ inloggen bij { $app_name }. Als jij deze hebt toegevoegd, is alles in orde.
    .note = Als jij het niet was, log dan in, log uit op alle andere apparaten en verwijder de passkey.
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = Er is een API-sleutel gemaakt in je account bij { $app_name }
    .title = Er is een nieuwe API-sleutel in je account
    .preview = { all_is_well }
    .lead = Vanaf nu kan een programma met de sleutel ‘{ $api_key }’ bij { $app_name } namens jou handelen. Als jij deze hebt gemaakt, is alles in orde.
    .note = Als jij het niet was, log dan in, log uit op alle andere apparaten en trek de sleutel in.
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = Er is een passkey verwijderd uit je account bij { $app_name }
    .title = Er is een passkey verwijderd
    .preview = { all_is_well }
    .lead = Met de passkey ‘{ $passkey }’ kun je niet meer inloggen bij { $app_name }. Als jij deze hebt verwijderd, is alles in orde.
    .note = Als jij het niet was, log dan in en log uit op alle andere apparaten.
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = Je bent uitgenodigd voor { $app_name }
    .title = Je uitnodiging voor { $app_name }
    .preview = { good_for_days }
    .lead = Je bent uitgenodigd voor { $app_name }. Open deze link om je account te maken:
    .note = { good_for_days } Hij is alleen voor dit adres. Weet je niet waarom je hem hebt gekregen, dan kun je deze e-mail negeren. Geef hem niet door: wie de link opent, kan zich in jouw naam registreren.
    .action = Uitnodiging accepteren

organization_invitation =
    .subject = Je bent uitgenodigd voor { $organization } op { $app_name }
    .title = Je uitnodiging voor { $organization }
    .preview = Uitgenodigd door: { $inviter }.
    .lead = Je bent uitgenodigd om lid te worden van { $organization } op { $app_name }. Open deze link om de uitnodiging te accepteren:
    .note = Uitgenodigd door: { $inviter }. { good_for_days } Hij is alleen voor dit adres. Weet je niet waarom je hem hebt gekregen, dan kun je deze e-mail negeren. Geef hem niet door: wie de link opent, kan zich in jouw naam registreren.
    .action = Uitnodiging accepteren

organization_membership_request =
    .subject = { $identifier } vraagt om lid te worden van { $organization }
    .title = Een verzoek aan { $organization }
    .preview = Iemand wacht op een antwoord.
    .lead = { $identifier } vraagt om lid te worden van { $organization } op { $app_name }. Open deze link om te antwoorden:
    .note = Je krijgt deze e-mail omdat je de leden van { $organization } beheert.
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = Je hoort nu bij { $organization }
    .title = Je hoort bij { $organization }
    .preview = Je verzoek is goedgekeurd.
    .lead = Je verzoek om lid te worden van { $organization } op { $app_name } is goedgekeurd. Open deze link om erheen te gaan:
    .note = Heb je hier niet om gevraagd? Dan kun je { $organization } op elk moment verlaten.
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier } is lid geworden van { $organization }
    .title = Je uitnodiging is geaccepteerd
    .preview = Deze persoon hoort nu bij { $organization }.
    .lead = { $identifier } heeft je uitnodiging geaccepteerd en hoort nu bij { $organization } op { $app_name }. Open deze link om de leden te zien:
    .note = Je krijgt deze e-mail omdat de uitnodiging van jou was.
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } is de code voor { $identifier } op { $app_name }
    .title = { $identifier } verifiëren
    .preview = { $organization } geeft { $identifier } op als eigen domein.
    .lead = { $organization } geeft op { $app_name } { $identifier } op als eigen domein. Voer daar deze code in om dat te bevestigen:
    .note = { good_for_minutes } Heb je er niet om gevraagd, dan kun je deze e-mail negeren: zonder de code gebeurt er niets. Geef hem nooit aan iemand anders: wie hem heeft, kan bepalen wie met een adres in { $identifier } lid wordt van { $organization }.

waitlist =
    .subject = Je staat op de wachtlijst van { $app_name }
    .title = Je staat op de lijst
    .preview = We schrijven je zodra er plaats voor je is.
    .lead = Bedankt voor je interesse in { $app_name }. We sturen je een uitnodiging zodra er plaats voor je is.
    .note = Heb je jezelf niet op de lijst gezet, dan kun je deze e-mail negeren.
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } is je verificatiecode voor { $app_name }. Deel deze nooit met anderen.

account_exists_sms =
    .lead = Je hebt al een account bij { $app_name }. Log in: { $url }

account_deleted =
    .subject = Je account bij { $app_name } is verwijderd
    .title = Je account is verwijderd
    .preview = { all_is_well }
    .lead = Je account bij { $app_name } en alles wat erbij hoorde, is verwijderd, zoals je hebt gevraagd.
    .note = Als jij het niet was, had iemand anders toegang tot je account. Neem contact op met de beheerder van { $app_name }.
    .action = { $app_name }

address_in_use =
    .subject = Je hebt al een account bij { $app_name }
    .title = Er is al een account met dit adres
    .preview = Iemand, waarschijnlijk jij, wilde dit adres toevoegen aan een ander account.
    .lead = Iemand, waarschijnlijk jij, wilde dit adres toevoegen aan een ander account bij { $app_name }. Het adres heeft al een eigen account en kan niet bij twee accounts horen:
    .note = { ignore } Er is niets veranderd.
    .action = { sign_in }

identifier_added =
    .subject = { $identifier } is toegevoegd aan je account bij { $app_name }
    .title = Er is iets nieuws in je account
    .preview = { all_is_well }
    .lead = Vanaf nu hoort { $identifier } bij je account bij { $app_name }. { all_is_well }
    .note = Als jij het niet was, log dan in, verwijder dit gegeven, wijzig je wachtwoord en log uit op alle andere apparaten.
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = { $identifier } is verwijderd uit je account bij { $app_name }
    .title = Er is iets uit je account verwijderd
    .preview = { all_is_well }
    .lead = { $identifier } hoort niet meer bij je account bij { $app_name }. { all_is_well }
    .note = Als jij het niet was, log dan in, wijzig je wachtwoord en log uit op alle andere apparaten.
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = { $app_name } bereikt je nu via { $identifier }
    .title = Je bent nu ergens anders bereikbaar
    .preview = { all_is_well }
    .lead = Vanaf nu schrijft { $app_name } je via { $identifier }. Als jij dit hebt gewijzigd, is alles in orde.
    .note = Als jij het niet was, log dan in, wijzig je wachtwoord en log uit op alle andere apparaten.
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = Je account bij { $app_name } heeft nu een wachtwoord
    .title = Er is een wachtwoord ingesteld
    .preview = { all_is_well }
    .lead = Vanaf nu kun je met een wachtwoord inloggen bij { $app_name }. Als jij dit hebt ingesteld, is alles in orde.
    .note = Als jij het niet was, log dan in, stel een ander wachtwoord in en log uit op alle andere apparaten.
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = Je account bij { $app_name } heeft geen wachtwoord meer
    .title = Je wachtwoord is verwijderd
    .preview = { all_is_well }
    .lead = Je kunt niet meer met een wachtwoord inloggen bij { $app_name }. Als jij het hebt verwijderd, is alles in orde.
    .note = Als jij het niet was, log dan in, stel een nieuw wachtwoord in en log uit op alle andere apparaten.
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = Het wachtwoord van je account bij { $app_name } is niet meer geldig
    .title = Je wachtwoord moet worden vervangen
    .preview = Anderen kennen het misschien.
    .lead = Anderen kennen misschien het wachtwoord van je account bij { $app_name }. Je kunt er niet meer mee inloggen totdat je een nieuw hebt ingesteld.
    .note = Log in en stel een nieuw wachtwoord in. Gebruik je het oude ook ergens anders, wijzig het daar dan ook.
    .action = { sign_in }

second_factor_added =
    .subject = Er is een tweede stap toegevoegd aan je account bij { $app_name }
    .title = Tweede stap toegevoegd
    .preview = { all_is_well }
    .lead = Vanaf nu heb je ook een code nodig om in te loggen bij { $app_name }.
    .note = Als jij het niet was, heeft iemand toegang tot je account: log in, verwijder de tweede stap en wijzig je wachtwoord.
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = Er is een tweede stap verwijderd uit je account bij { $app_name }
    .title = Tweede stap verwijderd
    .preview = { all_is_well }
    .lead = Vanaf nu heb je één code minder nodig om in te loggen bij { $app_name }.
    .note = Als jij het niet was, heeft iemand toegang tot je account: wijzig je wachtwoord en voeg opnieuw een tweede stap toe.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = Je back-upcodes voor { $app_name } zijn vervangen
    .title = Back-upcodes vervangen
    .preview = { all_is_well }
    .lead = Er zijn nieuwe back-upcodes voor je account bij { $app_name }. De oude zijn niet meer geldig.
    .note = Als jij het niet was, heeft iemand toegang tot je account: log in, wijzig je wachtwoord en maak nieuwe codes.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = Je back-upcodes voor { $app_name } zijn verwijderd
    .title = Back-upcodes verwijderd
    .preview = { all_is_well }
    .lead = Je account bij { $app_name } heeft geen back-upcodes meer. De oude zijn niet meer geldig.
    .note = Als jij het niet was, heeft iemand toegang tot je account: log in, wijzig je wachtwoord en maak nieuwe codes.
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = Er is een back-upcode gebruikt bij { $app_name }
    .title = Back-upcode gebruikt
    .preview = { all_is_well }
    .lead = Iemand, waarschijnlijk jij, heeft bij { $app_name } met een van je back-upcodes bevestigd wie die is. Deze code is niet meer geldig.
    .note = Als jij het niet was, heeft iemand je back-upcodes en meer: log in, wijzig je wachtwoord en maak nieuwe codes.
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = Nieuwe login bij { $app_name }
    .title = Nieuwe login bij je account
    .preview = { all_is_well }
    .lead = Iemand, waarschijnlijk jij, heeft bij { $app_name } ingelogd op een apparaat waarop je account nog niet eerder is gebruikt: { $device }. { all_is_well }
    .note = Als jij het niet was, weet iemand hoe hij binnenkomt: log in, log uit op alle andere apparaten en wijzig je wachtwoord.
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = { $provider } is losgekoppeld van je account bij { $app_name }
    .title = Een manier om bij je account te komen is vervallen
    .preview = { all_is_well }
    .lead = Met { $provider } kun je niet meer inloggen bij { $app_name }. Als jij dit hebt losgekoppeld, is alles in orde.
    .note = Als jij het niet was, log dan in, wijzig je wachtwoord en log uit op alle andere apparaten.
    .action = { sign_in }
    .disavow = { not_me }
