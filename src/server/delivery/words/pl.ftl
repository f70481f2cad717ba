# Polish. People are addressed informally, in words that suit everyone.

good_for_minutes =
    { $minutes ->
        [one] Jest ważny przez { $minutes } minutę.
        [few] Jest ważny przez { $minutes } minuty.
       *[many] Jest ważny przez { $minutes } minut.
    }
good_for_minutes_once =
    { $minutes ->
        [one] Jest ważny przez { $minutes } minutę i tylko raz.
        [few] Jest ważny przez { $minutes } minuty i tylko raz.
       *[many] Jest ważny przez { $minutes } minut i tylko raz.
    }
good_for_days =
    { $days ->
        [one] Link jest ważny przez { $days } dzień.
       *[many] Link jest ważny przez { $days } dni.
    }
sign_in = Zaloguj się
all_is_well = Jeśli to Ty, wszystko jest w porządku.
not_me = To nie ja
ignore = Jeśli to nie Ty, zignoruj tę wiadomość.

verification_code =
    .subject = { $code } to Twój kod weryfikacyjny { $app_name }
    .title = Twój kod weryfikacyjny
    .preview = { good_for_minutes }
    .lead = Wpisz ten kod, aby kontynuować w { $app_name }:
    .note = { good_for_minutes } Jeśli to nie Twoja prośba, zignoruj tę wiadomość: bez kodu nikt się nie dostanie. Nigdy nikomu go nie podawaj.

reset_password_code =
    .subject = { $code } to Twój kod do zresetowania hasła { $app_name }
    .title = Zresetuj hasło
    .preview = { good_for_minutes }
    .lead = Ktoś, prawdopodobnie Ty, nie pamięta hasła do { $app_name }. Wpisz ten kod, aby ustawić nowe:
    .note = { good_for_minutes } Jeśli to nie Twoja prośba, zignoruj tę wiadomość: hasło pozostanie bez zmian. Nigdy nikomu nie podawaj kodu: kto go ma, może przejąć Twoje konto.

magic_link_sign_in =
    .subject = Zaloguj się do { $app_name }
    .title = Twój link do logowania
    .preview = { good_for_minutes }
    .lead = Otwórz ten link, aby zalogować się do { $app_name }:
    .note = { good_for_minutes_once } Jeśli to nie Twoja prośba, nie otwieraj go: dostałaby się osoba, która o niego poprosiła.
    .action = { sign_in }

magic_link_sign_up =
    .subject = Potwierdź swój adres e-mail w { $app_name }
    .title = Potwierdź swój adres e-mail
    .preview = { good_for_minutes }
    .lead = Otwórz ten link, aby dokończyć rejestrację w { $app_name }:
    .note = { good_for_minutes_once } Jeśli to nie Twoja prośba, nie otwieraj go: dostałaby się osoba, która o niego poprosiła.
    .action = Potwierdź adres

account_exists =
    .subject = Masz już konto w { $app_name }
    .title = Masz już konto
    .preview = Ktoś, prawdopodobnie Ty, próbował zarejestrować się, używając tego adresu.
    .lead = Ktoś, prawdopodobnie Ty, próbował zarejestrować się w { $app_name }, używając tego adresu. Konto z tym adresem już istnieje, więc zaloguj się:
    .note = { ignore } Nic się nie zmieniło.
    .action = { sign_in }

no_account =
    .subject = Nie masz jeszcze konta w { $app_name }
    .title = Nie ma konta z tym adresem
    .preview = Ktoś, prawdopodobnie Ty, próbował zalogować się, używając tego adresu.
    .lead = Ktoś, prawdopodobnie Ty, próbował zalogować się do { $app_name }, używając tego adresu. Nie ma z nim żadnego konta: { $mode ->
        [restricted] użyj innego adresu lub poproś o zaproszenie:
        [waitlist] użyj innego adresu lub zapisz się na listę oczekujących:
       *[public] użyj innego adresu lub zarejestruj się:
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] Zapisz się na listę oczekujących
       *[public] Zarejestruj się
    }

account_connected =
    .subject = Połączono { $provider } z Twoim kontem { $app_name }
    .title = Jest nowy sposób dostępu do Twojego konta
    .preview = { all_is_well }
    .lead = Od teraz możesz logować się do { $app_name } przez { $provider }. Jeśli to Twoja decyzja, wszystko jest w porządku.
    .note = Jeśli to nie Ty, zaloguj się, wyloguj wszystkie inne urządzenia i usuń to połączenie.
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = Twoje hasło do { $app_name } zostało zmienione
    .title = Twoje hasło zostało zmienione
    .preview = { all_is_well }
    .lead = Hasło do Twojego konta { $app_name } zostało właśnie zmienione. { all_is_well }
    .note = Jeśli to nie Ty, ktoś inny czyta Twoją pocztę: najpierw zmień hasło do skrzynki, potem ustaw nowe hasło do konta i wyloguj wszystkie inne urządzenia.
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = Do Twojego konta { $app_name } dodano klucz dostępu
    .title = Twoje konto ma nowy klucz dostępu
    .preview = { all_is_well }
    .lead = Od teraz możesz logować się do { $app_name } kluczem dostępu „{ $passkey }”. Jeśli to Twoja decyzja, wszystko jest w porządku.
    .note = Jeśli to nie Ty, zaloguj się, wyloguj wszystkie inne urządzenia i usuń ten klucz.
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = Na Twoim koncie { $app_name } utworzono klucz API
    .title = Twoje konto ma nowy klucz API
    .preview = { all_is_well }
    .lead = Od teraz program, który ma klucz „{ $api_key }”, działa w { $app_name } w Twoim imieniu. Jeśli to Twoja decyzja, wszystko jest w porządku.
    .note = Jeśli to nie Ty, zaloguj się, wyloguj wszystkie inne urządzenia i unieważnij ten klucz.
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = Z Twojego konta { $app_name } usunięto klucz dostępu
    .title = Usunięto klucz dostępu
    .preview = { all_is_well }
    .lead = Kluczem dostępu „{ $passkey }” nie można już logować się do { $app_name }. Jeśli to Twoja decyzja, wszystko jest w porządku.
    .note = Jeśli to nie Ty, zaloguj się i wyloguj wszystkie inne urządzenia.
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = Masz zaproszenie do { $app_name }
    .title = Twoje zaproszenie do { $app_name }
    .preview = { good_for_days }
    .lead = Masz zaproszenie do { $app_name }. Otwórz ten link, aby utworzyć konto:
    .note = { good_for_days } Jest przeznaczony tylko dla tego adresu. Jeśli nie wiesz, skąd ta wiadomość, zignoruj ją. Nie przekazuj linku dalej: kto go otworzy, może zarejestrować się jako Ty.
    .action = Przyjmij zaproszenie

organization_invitation =
    .subject = Masz zaproszenie do { $organization } w { $app_name }
    .title = Twoje zaproszenie do { $organization }
    .preview = Zaprasza: { $inviter }.
    .lead = Masz zaproszenie do { $organization } w { $app_name }. Otwórz ten link, aby je przyjąć:
    .note = Zaprasza: { $inviter }. { good_for_days } Jest przeznaczony tylko dla tego adresu. Jeśli nie wiesz, skąd ta wiadomość, zignoruj ją. Nie przekazuj linku dalej: kto go otworzy, może zarejestrować się jako Ty.
    .action = Przyjmij zaproszenie

organization_membership_request =
    .subject = { $identifier } prosi o dołączenie do { $organization }
    .title = Prośba o dołączenie do { $organization }
    .preview = Ktoś czeka na odpowiedź.
    .lead = { $identifier } prosi o dołączenie do { $organization } w { $app_name }. Otwórz ten link, aby odpowiedzieć:
    .note = Dostajesz tę wiadomość, ponieważ zarządzasz członkami { $organization }.
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = Należysz już do { $organization }
    .title = Należysz do { $organization }
    .preview = Twoja prośba została przyjęta.
    .lead = Twoja prośba o dołączenie do { $organization } w { $app_name } została przyjęta. Otwórz ten link, aby tam przejść:
    .note = Jeśli to nie była Twoja prośba, możesz w każdej chwili opuścić { $organization }.
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier } dołącza do { $organization }
    .title = Twoje zaproszenie zostało przyjęte
    .preview = Ta osoba należy już do { $organization }.
    .lead = { $identifier } przyjmuje Twoje zaproszenie i należy już do { $organization } w { $app_name }. Otwórz ten link, aby zobaczyć członków:
    .note = Dostajesz tę wiadomość, ponieważ zaproszenie było od Ciebie.
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } to kod dla { $identifier } w { $app_name }
    .title = Potwierdź { $identifier }
    .preview = { $organization } podaje { $identifier } jako własną domenę.
    .lead = { $organization } podaje w { $app_name } { $identifier } jako własną domenę. Aby to potwierdzić, wpisz tam ten kod:
    .note = { good_for_minutes } Jeśli to nie Twoja prośba, zignoruj tę wiadomość: bez kodu nic się nie stanie. Nigdy nikomu go nie podawaj: kto go ma, może decydować, kto z adresem w { $identifier } dołączy do { $organization }.

waitlist =
    .subject = Jesteś na liście oczekujących { $app_name }
    .title = Jesteś na liście
    .preview = Napiszemy, gdy tylko znajdzie się dla Ciebie miejsce.
    .lead = Dziękujemy za zainteresowanie { $app_name }. Wyślemy Ci zaproszenie, gdy tylko znajdzie się dla Ciebie miejsce.
    .note = Jeśli to nie Twoje zgłoszenie, zignoruj tę wiadomość.
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } to Twój kod do { $app_name }. Nie podawaj go nikomu.

account_exists_sms =
    .lead = Masz już konto w { $app_name }. Zaloguj się: { $url }

account_deleted =
    .subject = Twoje konto { $app_name } zostało usunięte
    .title = Twoje konto zostało usunięte
    .preview = { all_is_well }
    .lead = Twoje konto { $app_name } i wszystko, co do niego należało, zostało usunięte zgodnie z Twoją prośbą.
    .note = Jeśli to nie Ty, ktoś inny miał dostęp do konta. Napisz do administratora { $app_name }.
    .action = { $app_name }

address_in_use =
    .subject = Masz już konto w { $app_name }
    .title = Konto z tym adresem już istnieje
    .preview = Ktoś, prawdopodobnie Ty, próbował dodać ten adres do innego konta.
    .lead = Ktoś, prawdopodobnie Ty, próbował dodać ten adres do innego konta w { $app_name }. Adres ma już własne konto i nie może należeć do dwóch:
    .note = { ignore } Nic się nie zmieniło.
    .action = { sign_in }

identifier_added =
    .subject = Do Twojego konta { $app_name } dodano { $identifier }
    .title = Na Twoim koncie jest coś nowego
    .preview = { all_is_well }
    .lead = Od teraz { $identifier } należy do Twojego konta { $app_name }. { all_is_well }
    .note = Jeśli to nie Ty, zaloguj się, usuń te dane, zmień hasło i wyloguj wszystkie inne urządzenia.
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = Z Twojego konta { $app_name } usunięto { $identifier }
    .title = Coś usunięto z Twojego konta
    .preview = { all_is_well }
    .lead = { $identifier } nie należy już do Twojego konta { $app_name }. { all_is_well }
    .note = Jeśli to nie Ty, zaloguj się, zmień hasło i wyloguj wszystkie inne urządzenia.
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = { $app_name } pisze teraz do Ciebie na { $identifier }
    .title = Wiadomości przychodzą teraz gdzie indziej
    .preview = { all_is_well }
    .lead = Od teraz { $app_name } pisze do Ciebie na { $identifier }. Jeśli to Twoja decyzja, wszystko jest w porządku.
    .note = Jeśli to nie Ty, zaloguj się, zmień hasło i wyloguj wszystkie inne urządzenia.
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = Twoje konto { $app_name } ma teraz hasło
    .title = Ustawiono hasło
    .preview = { all_is_well }
    .lead = Od teraz możesz logować się do { $app_name } hasłem. Jeśli to Twoja decyzja, wszystko jest w porządku.
    .note = Jeśli to nie Ty, zaloguj się, ustaw inne hasło i wyloguj wszystkie inne urządzenia.
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = Twoje konto { $app_name } nie ma już hasła
    .title = Twoje hasło zostało usunięte
    .preview = { all_is_well }
    .lead = Hasłem nie można już logować się do { $app_name }. Jeśli to Twoja decyzja, wszystko jest w porządku.
    .note = Jeśli to nie Ty, zaloguj się, ustaw nowe hasło i wyloguj wszystkie inne urządzenia.
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = Hasło do Twojego konta { $app_name } nie jest już ważne
    .title = Twoje hasło trzeba zmienić
    .preview = Może być znane innym osobom.
    .lead = Hasło do Twojego konta { $app_name } może być znane innym osobom. Nie można się nim zalogować, dopóki nie ustawisz nowego.
    .note = Zaloguj się i ustaw nowe hasło. Jeśli używasz starego także gdzie indziej, zmień je również tam.
    .action = { sign_in }

second_factor_added =
    .subject = Do Twojego konta { $app_name } dodano drugi etap logowania
    .title = Dodano drugi etap logowania
    .preview = { all_is_well }
    .lead = Od teraz logowanie do { $app_name } wymaga także kodu.
    .note = Jeśli to nie Ty, ktoś ma dostęp do Twojego konta: zaloguj się, usuń ten etap i zmień hasło.
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = Z Twojego konta { $app_name } usunięto drugi etap logowania
    .title = Usunięto drugi etap logowania
    .preview = { all_is_well }
    .lead = Logowanie do { $app_name } wymaga teraz o jeden kod mniej niż dotąd.
    .note = Jeśli to nie Ty, ktoś ma dostęp do Twojego konta: zmień hasło i ponownie dodaj drugi etap logowania.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = Twoje kody zapasowe { $app_name } zostały zastąpione
    .title = Kody zapasowe zastąpione
    .preview = { all_is_well }
    .lead = Twoje konto { $app_name } ma nowe kody zapasowe. Stare nie są już ważne.
    .note = Jeśli to nie Ty, ktoś ma dostęp do Twojego konta: zaloguj się, zmień hasło i utwórz nowe kody.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = Twoje kody zapasowe { $app_name } zostały usunięte
    .title = Kody zapasowe usunięte
    .preview = { all_is_well }
    .lead = Twoje konto { $app_name } nie ma już kodów zapasowych. Stare nie są już ważne.
    .note = Jeśli to nie Ty, ktoś ma dostęp do Twojego konta: zaloguj się, zmień hasło i utwórz nowe kody.
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = Użyto kodu zapasowego w { $app_name }
    .title = Użyto kodu zapasowego
    .preview = { all_is_well }
    .lead = Ktoś, prawdopodobnie Ty, potwierdził tożsamość w { $app_name } jednym z Twoich kodów zapasowych. Ten kod nie jest już ważny.
    .note = Jeśli to nie Ty, ktoś ma Twoje kody zapasowe i nie tylko: zaloguj się, zmień hasło i utwórz nowe kody.
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = Nowe logowanie do { $app_name }
    .title = Nowe logowanie na Twoje konto
    .preview = { all_is_well }
    .lead = Ktoś, prawdopodobnie Ty, zalogował się do { $app_name } na urządzeniu, na którym Twoje konto nie było dotąd używane: { $device }. { all_is_well }
    .note = Jeśli to nie Ty, ktoś wie, jak się zalogować: zaloguj się, wyloguj wszystkie inne urządzenia i zmień hasło.
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = Odłączono { $provider } od Twojego konta { $app_name }
    .title = Jednego ze sposobów dostępu do Twojego konta już nie ma
    .preview = { all_is_well }
    .lead = Przez { $provider } nie można już logować się do { $app_name }. Jeśli to Twoja decyzja, wszystko jest w porządku.
    .note = Jeśli to nie Ty, zaloguj się, zmień hasło i wyloguj wszystkie inne urządzenia.
    .action = { sign_in }
    .disavow = { not_me }
