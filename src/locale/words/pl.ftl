# What people read in the components and on the server's own pages: a message for every screen, with a text in each attribute.
# Every language has the same messages, attributes and placeables.

sign_in =
    .title = Zaloguj się do { $app_name }
    .subtitle = Witaj ponownie! Zaloguj się, aby kontynuować
    .title_with_sign_up = Przejdź do { $app_name }
    .subtitle_with_sign_up = Zaloguj się lub utwórz konto
    .password_title = Wpisz hasło
    .password_subtitle = Wpisz hasło do swojego konta
    .forgot_password = Nie pamiętasz hasła?
    .code_title = Sprawdź pocztę
    .code_subtitle = Wpisz 6-cyfrowy kod wysłany na Twój adres e-mail
    .link_subtitle = Otwórz link do logowania wysłany na Twój adres e-mail
    .phone_code_title = Sprawdź telefon
    .phone_code_subtitle = Wpisz 6-cyfrowy kod wysłany na numer telefonu powiązany z Twoim kontem
    .reset_code_title = Zresetuj hasło
    .reset_code_subtitle = Najpierw wpisz 6-cyfrowy kod wysłany na adres e-mail powiązany z Twoim kontem
    .reset_phone_code_subtitle = Najpierw wpisz 6-cyfrowy kod wysłany na numer telefonu powiązany z Twoim kontem
    .use_another_method = Użyj innej metody
    .choose_title = Użyj innej metody
    .choose_subtitle = Możesz zalogować się na każdy z tych sposobów
    .forgot_title = Nie pamiętasz hasła?
    .forgot_subtitle = Wyślemy Ci kod, którym ustawisz nowe
    .or_another_method = lub zaloguj się inaczej
    .new_password_title = Ustaw nowe hasło
    .new_password_subtitle = Od razu Cię nim zalogujemy
    .sign_out_of_other_sessions = Wyloguj wszystkie inne urządzenia
    .reset_password = Zresetuj hasło
    .last_used = Ostatnio używane
    .no_account = Nie masz konta?
    .sign_up = Zarejestruj się
    .already_title = Masz już otwartą sesję
    .already_subtitle = Zalogowano jako { $name }.
    .already_ticket = Wyloguj się, aby użyć otwartego linku.
    .method_password = Zaloguj się hasłem
    .method_email_code = Wyślij mi kod e-mailem
    .method_email_link = Wyślij mi link do logowania e-mailem
    .method_phone_code = Wyślij mi kod SMS-em
    .method_passkey = Użyj klucza dostępu
    .method_totp = Użyj aplikacji uwierzytelniającej
    .method_backup_code = Użyj kodu zapasowego
    .method_ticket = Użyj swojego linku
    .method_reset_password_email_code = Zresetuj kodem z e-maila
    .method_reset_password_phone_code = Zresetuj kodem z SMS-a

organizations =
    .choose_title = Wybierz organizację
    .choose_subtitle = Później można przejść do innej
    .none = Nie należysz jeszcze do żadnej organizacji. Poproś kogoś o zaproszenie.
    .create_subtitle = Utwórz własną, aby kontynuować, lub poproś kogoś o zaproszenie
    .name = Nazwa organizacji
    .create = Utwórz organizację
    .role_admin = Administrator
    .role_member = Członek

accounts =
    .choose_title = Wybierz konto
    .choose_subtitle = aby przejść do { $app_name }
    .add = Dodaj konto
    .switch = Przełącz konto
    .sign_out_of_all = Wyloguj ze wszystkich kont

passkeys =
    .title = Klucze dostępu
    .subtitle = Loguj się odciskiem palca, twarzą lub kodem PIN urządzenia, bez hasła.
    .none = Nie masz jeszcze kluczy dostępu.
    .add = Dodaj klucz dostępu
    .rename = Zmień nazwę
    .rename_named = Zmień nazwę „{ $name }”
    .name = Nazwa
    .save = Zapisz
    .remove = Usuń
    .remove_named = Usuń „{ $name }”
    .remove_text = Nie będzie już można się nim zalogować. Urządzenie może go nadal pokazywać, dopóki nie usuniesz go także tam.
    .remove_confirm = Usuń klucz dostępu
    .created = Utworzono
    .last_used = Ostatnio użyto
    .default_name = Klucz dostępu
    .made_on = { $browser } ({ $system })
    .needs_javascript = Aby użyć klucza dostępu, włącz JavaScript. Wszystkie inne sposoby logowania działają bez niego.
    .add_needs_javascript = Aby dodać klucz dostępu, włącz JavaScript.

user_profile =
    .title = Konto
    .subtitle = Zarządzaj danymi swojego konta.
    .navigation = Twoje konto
    .account = Profil
    .account_title = Dane profilu
    .security = Bezpieczeństwo
    .picture = Zdjęcie
    .upload_picture = Prześlij zdjęcie
    .change_picture = Zmień zdjęcie
    .remove_picture = Usuń zdjęcie
    .remove_picture_text = Zamiast niego będą widoczne Twoje inicjały.
    .picture_file = Plik ze zdjęciem
    .picture_hint = JPEG, PNG, WebP lub GIF, maksymalnie 10 MB.
    .picture_too_large = Wybierz zdjęcie o rozmiarze do 10 MB.
    .picture_failed = Nie udało się przesłać zdjęcia. Spróbuj ponownie.
    .crop = Używana część zdjęcia. Przeciągnij ją lub przesuń klawiszami strzałek.
    .zoom = Powiększenie
    .upload = Prześlij
    .profile = Profil
    .update_name = Zmień imię i nazwisko
    .update_username = Zmień nazwę użytkownika
    .set_username = Ustaw nazwę użytkownika
    .no_username = Nie masz nazwy użytkownika.
    .email_addresses = Adresy e-mail
    .no_email_addresses = Nie masz adresu e-mail.
    .add_email_address = Dodaj adres e-mail
    .phone_numbers = Numery telefonu
    .no_phone_numbers = Nie masz numeru telefonu.
    .add_phone_number = Dodaj numer telefonu
    .code_is_sent = Wyślemy tam kod, który trzeba wpisać tutaj.
    .add = Dodaj
    .save = Zapisz
    .done = Gotowe.
    .primary = Główny
    .unverified = Niepotwierdzony
    .verify = Potwierdź
    .verify_named = Potwierdź { $what }
    .code_sent_to = Wpisz 6-cyfrowy kod wysłany na { $what }.
    .make_primary = Ustaw jako główny
    .make_primary_named = Ustaw { $what } jako główny
    .remove = Usuń
    .remove_named = Usuń { $what }
    .remove_text = Nie będzie już należeć do Twojego konta i nie będzie można się nim zalogować.
    .connected_accounts = Połączone konta
    .no_connected_accounts = Nie połączono żadnego innego konta.
    .connect_account = Połącz konto
    .connect = Połącz z { $provider }
    .disconnect_text = Nie będzie już można się tu nim zalogować.
    .change_password = Zmień hasło
    .set_password = Ustaw hasło
    .password_is_set = ••••••••••
    .no_password = Nie masz hasła.
    .devices = Aktywne urządzenia
    .this_device = To urządzenie
    .last_active = Ostatnia aktywność:
    .sign_out = Wyloguj
    .sign_out_of = Wyloguj „{ $device }”
    .sign_out_others = Wyloguj wszystkie inne urządzenia
    .delete = Usuń konto
    .delete_text = Twoje konto zniknie ze wszystkim, co do niego należy. Nikt nie będzie mógł go przywrócić.
    .delete_label = Wpisz „Usuń konto”, aby kontynuować
    .delete_confirmation = Usuń konto
    .device = { $browser } ({ $system })
    .unknown_device = Nieznane urządzenie
    .remove_password = Usuń hasło
    .remove_password_text = Nie będzie już można się nim zalogować. Twoje pozostałe sposoby logowania będą nadal działać.

second_factors =
    .title = Weryfikacja dwuetapowa
    .subtitle = Z drugim etapem logowania nikt nie dostanie się na konto samym hasłem.
    .none = Nie masz jeszcze drugiego etapu logowania.
    .totp = Aplikacja uwierzytelniająca
    .phone = SMS na numer { $number }
    .backup_codes = Kody zapasowe
    .add_totp = Dodaj aplikację uwierzytelniającą
    .use_phone = Używaj SMS-ów na { $number }
    .scan = Zeskanuj ten obraz aplikacją uwierzytelniającą, a potem wpisz kod, który się w niej pojawi.
    .qr_code = Kod QR dla aplikacji uwierzytelniającej
    .type_key = Jeśli nie możesz go zeskanować, wpisz ten klucz w aplikacji lub
    .open = otwórz aplikację na tym urządzeniu.
    .verify = Potwierdź
    .cancel = Anuluj
    .remove = Usuń
    .remove_text = Nie będzie już wymagany przy logowaniu.
    .remove_confirm = Usuń drugi etap logowania
    .regenerate = Zastąp
    .regenerate_text = Otrzymasz dziesięć nowych kodów. Stare przestaną być ważne.
    .generate = Utwórz kody
    .generate_text = Otrzymasz dziesięć kodów. Każdym z nich zalogujesz się raz, gdy nie masz nic innego.
    .generate_confirm = Utwórz nowe kody
    .keep_codes = Zachowaj te kody w bezpiecznym miejscu. Każdym z nich zalogujesz się raz, gdy stracisz wszystko inne. Nie pokażemy ich ponownie.
    .copy = Kopiuj
    .copied = Skopiowano
    .download = Pobierz
    .print = Drukuj
    .totp_title = Weryfikacja dwuetapowa
    .totp_subtitle = Wpisz 6-cyfrowy kod z aplikacji uwierzytelniającej
    .phone_subtitle = Wpisz 6-cyfrowy kod wysłany na Twój telefon
    .backup_code_title = Wpisz kod zapasowy
    .backup_code_subtitle = Jeden z kodów zachowanych przy konfigurowaniu drugiego etapu logowania
    .backup_code = Kod zapasowy
    .text_to = Wyślij kod SMS-em na numer { $number }
    .task_title = Skonfiguruj drugi etap logowania
    .task_subtitle = Aby kontynuować, wybierz, co oprócz hasła będziesz podawać przy logowaniu
    .done_title = Drugi etap logowania jest gotowy
    .done_subtitle = Będzie wymagany przy każdym logowaniu
    .default = Domyślnie
    .make_default = Używaj domyślnie
    .make_default_named = Używaj domyślnie: { $what }

reverification =
    .title = Potwierdź, że to Ty
    .subtitle = Zanim przejdziesz dalej, musimy mieć pewność, że to nadal Ty
    .password_subtitle = Wpisz hasło, aby kontynuować
    .passkey_subtitle = Użyj klucza dostępu, aby kontynuować
    .email_subtitle = Wpisz 6-cyfrowy kod wysłany na Twój adres e-mail
    .phone_subtitle = Wpisz 6-cyfrowy kod wysłany na Twój telefon
    .nothing_subtitle = Aby kontynuować, zaloguj się jeszcze raz
    .sign_in_again = Zaloguj się ponownie
    .send = Wyślij kod
    .cancel = Anuluj
    .use_password = Użyj hasła
    .mail_to = Wyślij kod na { $address }
    .done_title = Dziękujemy
    .password_incorrect = Nieprawidłowe hasło.
    .passkey_failed = Ten klucz dostępu nie potwierdza, że to Ty. Spróbuj ponownie lub użyj innej metody.
    .not_available = Ta metoda jest niedostępna. Użyj innej.

sign_up =
    .title = Utwórz konto
    .subtitle = Witaj! Podaj swoje dane, aby zacząć
    .verify_title = Potwierdź adres e-mail
    .verify_subtitle = Wpisz 6-cyfrowy kod wysłany na Twój adres e-mail
    .verify_link_subtitle = Otwórz link wysłany na Twój adres e-mail
    .verify_phone_title = Potwierdź numer telefonu
    .verify_phone_subtitle = Wpisz 6-cyfrowy kod wysłany na Twój numer telefonu
    .have_account = Masz już konto?
    .sign_in = Zaloguj się
    .agree_to_both = Akceptuję <terms>Warunki korzystania z usługi</terms> i <privacy>Politykę prywatności</privacy>
    .agree_to_terms = Akceptuję <terms>Warunki korzystania z usługi</terms>
    .agree_to_privacy = Akceptuję <privacy>Politykę prywatności</privacy>

ticket =
    .invited_subtitle = Masz zaproszenie do { $app_name }. Podaj swoje dane, aby zacząć
    .sign_in_subtitle = Zalogujesz się swoim linkiem. Działa tylko raz
    .continue_as = Kontynuuj jako { $identifier }
    .sign_in_otherwise = Zaloguj się inaczej
    .has_account_title = Masz już konto
    .has_account_subtitle = Zaproszenie było dla { $identifier }, a to konto już istnieje. Zaloguj się, aby kontynuować.
    .over_title = Ten link nie jest już ważny
    .over_subtitle = Został użyty, wycofany lub wygasł. Poproś o nowy osobę, która go wysłała.
    .without = Kontynuuj bez niego
    .restricted_title = Rejestracja tylko z zaproszeniem
    .restricted_subtitle = Jeśli masz zaproszenie, otwórz link z e-maila. Jeśli masz konto, zaloguj się.

waitlist =
    .title = Zapisz się na listę oczekujących
    .subtitle = Zostaw swój adres e-mail. Napiszemy, gdy tylko znajdzie się dla Ciebie miejsce
    .have_access = Masz już dostęp?
    .joined_title = Jesteś na liście
    .joined_subtitle = Napiszemy, gdy tylko znajdzie się dla Ciebie miejsce.
    .closed_title = Nie ma listy oczekujących
    .closed_subtitle = Ta aplikacja obecnie jej nie prowadzi.

field =
    .email_address = Adres e-mail
    .email_or_username = Adres e-mail lub nazwa użytkownika
    .email_or_phone = Adres e-mail lub numer telefonu
    .email_phone_or_username = E-mail, telefon lub nazwa użytkownika
    .phone_or_username = Numer telefonu lub nazwa użytkownika
    .phone_number = Numer telefonu
    .phone_country = Kraj
    .username = Nazwa użytkownika
    .password = Hasło
    .current_password = Obecne hasło
    .new_password = Nowe hasło
    .first_name = Imię
    .last_name = Nazwisko
    .code = Kod weryfikacyjny
    .code_placeholder = 000000
    .optional = Opcjonalnie
    .show_password = Pokaż hasło
    .hide_password = Ukryj hasło
    .password_ok = Hasło spełnia wszystkie wymagania.
    .password_hint = Użyj co najmniej { $min_length } znaków.

action =
    .continue = Kontynuuj
    .back = Wstecz
    .resend = Kod nie dotarł? Wyślij ponownie
    .resend_in = Kod nie dotarł? Wyślij ponownie ({ $seconds })
    .resent = Wysłaliśmy Ci nowy kod.
    .resend_link = Link nie dotarł? Wyślij ponownie
    .resend_link_in = Link nie dotarł? Wyślij ponownie ({ $seconds })
    .link_resent = Wysłaliśmy Ci nowy link.
    .link_opened = Link jest już otwarty
    .edit = Zmień
    .edit_named = Zmień { $identifier }
    .sign_in = Zaloguj się
    .sign_up = Zarejestruj się
    .sign_out = Wyloguj się
    .sign_out_everywhere = Wyloguj się wszędzie
    .close = Zamknij
    .manage_account = Zarządzaj kontem
    .open_user_menu = Otwórz menu użytkownika

footer =
    .secured_by = Zabezpieczone przez Vestibule
    .development_mode = Tryb deweloperski
    .help = Pomoc
    .privacy = Prywatność
    .terms = Warunki

disavow_page =
    .title = To nie Ty?
    .asked = Jeśli to, o czym pisaliśmy na { $address }, zrobił ktoś inny, wyloguj tę osobę: wszystkie sesje Twojego konta { $app_name } zostaną zakończone na wszystkich urządzeniach, Twoja też.
    .confirm = To nie ja: wyloguj wszędzie
    .done_title = Wylogowano wszędzie
    .done_subtitle = Nikt nie jest już zalogowany na Twoim koncie. Ktoś, kto miał do niego dostęp, może jednak wiedzieć, jak wrócić, więc:
    .new_password = Ustaw nowe hasło
    .sign_in = Zaloguj się
    .over_title = Ten link nie jest już ważny
    .over_subtitle = Został użyty lub wygasł. Możesz zalogować się i wylogować wszystkie inne urządzenia na swoim koncie.
    .step_mailbox = Zmień hasło do skrzynki, jeśli ktoś inny może czytać Twoją pocztę.
    .step_password = Ustaw tu nowe hasło: podczas logowania wybierz „{ sign_in.forgot_password }”.
    .step_look = Przejrzyj swoje konto: usuń adresy, numery telefonu, klucze dostępu i połączone konta, które nie są Twoje.
    .step_second = Dodaj drugi etap logowania, a jeśli już go masz, utwórz nowe kody zapasowe.

verify_page =
    .sign_in_title = Zalogować się do { $app_name }?
    .sign_up_title = Potwierdzić Twój adres e-mail?
    .elsewhere = Ten link otwarto w innej przeglądarce niż ta, z której o niego poproszono. Jeśli przejdziesz dalej, zalogujesz tamtą przeglądarkę, a nie tę. Jeśli to nie Twoja prośba, zamknij tę stronę.
    .continue = Kontynuuj
    .done_title = Gotowe
    .done_subtitle = Wróć do przeglądarki, w której to się zaczęło: tam możesz kontynuować. Tę stronę możesz zamknąć.
    .over_title = Ten link nie jest już ważny
    .over_subtitle = Został użyty, wygasł lub zastąpił go nowszy.
    .again = Zacznij od nowa
    .asked = O ten link poproszono { $ago } dla { $address }.
    .asked_from = O ten link poproszono { $ago } z adresu sieciowego { $ip_address } dla { $address }.

error_page =
    .home = Przejdź do strony głównej
    .forbidden = Tu nie możesz wejść
    .not_found = Nic tu nie ma
    .invalid = To się nie udało
    .too_many = Nie tak szybko
    .unavailable = Zaraz wracamy
    .internal = Coś poszło nie tak

# The standalone server's own pages around the components. Only its pages bring these along.
site_header =
    .navigation = Menu główne
    .home = { $app_name }, strona główna

dashboard =
    .title = Panel
    .welcome = Witaj, { $name }
    .intro = Ta strona jest tylko dla zalogowanych. Oto co aplikacja wie o Tobie i Twojej sesji.
    .you = O Tobie
    .session = Ta sesja
    .full_name = Imię i nazwisko
    .user_id = Identyfikator użytkownika
    .created_at = Rejestracja
    .session_id = Identyfikator sesji
    .status = Stan
    .status_active = Aktywna
    .status_pending = Oczekująca
    .signed_in_at = Zalogowano
    .last_active_at = Ostatnia aktywność
    .expire_at = Ważna do
    .none = Nie podano
    .verified = Potwierdzony
    .leave = Została gdzieś otwarta sesja w przeglądarce? Zakończ wszystkie sesje, także tę.

not_found =
    .title = Tu nie ma drzwi
    .text = Adres mógł się zmienić albo nigdy donikąd nie prowadził.
    .home = Wróć do strony głównej

oauth =
    .continue_with = Kontynuuj przez { $provider }
    .or = lub
    .continue_title = Uzupełnij brakujące dane
    .continue_subtitle = Podaj pozostałe dane, aby kontynuować

form =
    .needs_javascript = Włącz JavaScript, aby kontynuować.

ago =
    .now = przed chwilą
    .minutes = { $minutes ->
        [one] { $minutes } minutę temu
        [few] { $minutes } minuty temu
        [many] { $minutes } minut temu
       *[other] { $minutes } minuty temu
    }
    .hours = { $hours ->
        [one] { $hours } godzinę temu
        [few] { $hours } godziny temu
        [many] { $hours } godzin temu
       *[other] { $hours } godziny temu
    }

when =
    .moment = za chwilę
    .seconds = { $seconds ->
        [one] za { $seconds } sekundę
        [few] za { $seconds } sekundy
        [many] za { $seconds } sekund
       *[other] za { $seconds } sekundy
    }
    .minutes = { $minutes ->
        [one] za { $minutes } minutę
        [few] za { $minutes } minuty
        [many] za { $minutes } minut
       *[other] za { $minutes } minuty
    }
    .hours = { $hours ->
        [one] za { $hours } godzinę
        [few] za { $hours } godziny
        [many] za { $hours } godzin
       *[other] za { $hours } godziny
    }

form_param_missing = Czegoś brakuje.
    .identifier = Wypełnij to pole.
    .legal_accepted = Zaznacz pole, aby kontynuować.
    .confirmation = Wpisz „{ user_profile.delete_confirmation }”, aby kontynuować.
    .file = Najpierw wybierz zdjęcie.
    .email_address = Wpisz swój adres e-mail.
    .phone_number = Wpisz swój numer telefonu.
    .username = Wpisz swoją nazwę użytkownika.
    .password = Wpisz hasło.
    .new_password = Wpisz nowe hasło.
    .current_password = Wpisz obecne hasło.
    .code = Wpisz kod weryfikacyjny.
    .first_name = Wpisz swoje imię.
    .last_name = Wpisz swoje nazwisko.
    .name = Wpisz nazwę.
form_param_format_invalid = Coś się tu nie zgadza.
    .email_address = Wpisz prawidłowy adres e-mail.
    .phone_number = Wpisz prawidłowy numer telefonu.
    .confirmation = Wpisz „{ user_profile.delete_confirmation }”, aby kontynuować.
form_param_max_length_exceeded = Użyj maksymalnie { $limit } znaków.
form_param_unknown = Formularz zawiera coś, czego nie powinno w nim być.
not_allowed_access = Tym adresem e-mail nie można się tu zarejestrować.
form_email_address_blocked = Takie adresy e-mail nie są akceptowane. Użyj innego.
sign_up_mode_restricted = Aby się tu zarejestrować, potrzebujesz zaproszenia. Jest ono ważne dla adresu e-mail, na który je wysłano.
sign_up_restricted_waitlist = Aby się tu zarejestrować, potrzebujesz zaproszenia. Jest ono ważne dla adresu e-mail, na który je wysłano.
ticket_invalid = Ten link nie jest już ważny. Poproś o nowy.
waitlist_not_enabled = Nie ma tu listy oczekujących.
duplicate_record = To już istnieje.
    .email_address = Masz już ten adres na koncie.
    .phone_number = Masz już ten numer na koncie.
form_identifier_exists = To jest już zajęte. Spróbuj czegoś innego.
    .email_address = Konto z tym adresem e-mail już istnieje. Zaloguj się.
    .username = Ta nazwa użytkownika jest zajęta. Spróbuj innej.
unsupported_country_code = Nie możemy wysyłać wiadomości na takie numery. Spróbuj innego.
form_username_invalid_length = Użyj od 3 do 64 znaków.
form_username_invalid_character = Użyj tylko liter od a do z, cyfr, a między nimi znaków . _ -.
form_username_needs_non_number_code = Użyj co najmniej jednej litery.
form_password_or_identifier_incorrect = Hasło jest nieprawidłowe lub takie konto nie istnieje.
form_password_incorrect = To nie jest Twoje obecne hasło.
form_password_length_too_short = Użyj co najmniej { $limit } znaków.
form_password_size_in_bytes_exceeded = Użyj maksymalnie { $limit } bajtów.
form_password_not_strong_enough = Hasło jest za słabe.
form_password_contains_identifier = Hasło nie może zawierać Twojego imienia, nazwiska, nazwy użytkownika ani adresu e-mail.
form_password_pwned = To hasło pojawiło się w wycieku danych. Dla bezpieczeństwa wybierz inne.
form_code_incorrect = Nieprawidłowy kod.
verification_expired = Ten kod wygasł. Poproś o nowy.
    .without_field = Ten link nie jest już ważny. Poproś o nowy.
verification_failed = Zbyt wiele błędnych kodów. Poproś o nowy.
email_link_unverified = Najpierw otwórz link z e-maila.
verification_missing = Nie ma czego potwierdzać. Zacznij od nowa.
strategy_for_user_invalid = Ten sposób logowania jest niedostępny.
oauth_callback_invalid = To logowanie wygasło lub zaczęło się gdzie indziej. Spróbuj ponownie.
oauth_access_denied = Zgoda nie została tam udzielona, więc tutaj nic się nie stało.
oauth_token_retrieval_error = Druga strona nie przekazała nam, kim jesteś. Spróbuj ponownie.
external_account_exists = To konto jest połączone z innym użytkownikiem.
external_account_not_found = Nie ma takiego połączonego konta.
passkey_not_supported = Klucze dostępu wymagają przeglądarki, która je obsługuje, z włączonym JavaScriptem. Użyj innego sposobu.
passkey_already_exists = Na tym urządzeniu jest już klucz dostępu do Twojego konta.
passkeys_quota_exceeded = Osiągnięto limit kluczy dostępu: { $limit }. Najpierw usuń któryś z nich.
passkey_registration_failed = Klucz dostępu nie został utworzony. Spróbuj ponownie.
passkey_retrieval_failed = Nie udało się zalogować tym kluczem dostępu. Spróbuj ponownie lub użyj innego sposobu.
second_factor_failed = Zbyt wiele błędnych kodów. Zaloguj się ponownie.
totp_already_enabled = Masz już aplikację uwierzytelniającą. Najpierw ją usuń.
backup_codes_not_available = Najpierw skonfiguruj inny drugi etap logowania.
mfa_required = Drugi etap logowania jest tu wymagany. Zanim usuniesz ten, dodaj inny.
identification_deletion_failed = Bez tego nie będzie można się zalogować. Najpierw dodaj inny sposób logowania.
identification_unverified = Najpierw trzeba to potwierdzić.
identification_quota_exceeded = Osiągnięto limit: { $limit }. Najpierw coś usuń.
avatar_file_type_invalid = Wybierz zdjęcie w formacie JPEG, PNG, WebP lub GIF.
avatar_file_size_exceeded = Wybierz zdjęcie o rozmiarze do 10 MB.
avatar_dimensions_exceeded = To zdjęcie jest za duże. Wybierz takie, które ma mniej pikseli.
avatar_file_invalid = Nie można odczytać tego zdjęcia. Spróbuj innego.
action_not_allowed = Tutaj nie jest to możliwe.
client_state_invalid = Ten etap już się zakończył. Zacznij od nowa.
session_exists = Masz już otwartą sesję.
user_locked = Zbyt wiele nieudanych prób. Spróbuj ponownie { $when }.
    .by_operator = To konto jest zablokowane. Spróbuj ponownie później.
user_banned = To konto zostało zawieszone. Powód może podać administrator tej aplikacji.
captcha_missing_token = Nie udało się nam sprawdzić, czy jesteś człowiekiem. Włącz JavaScript i spróbuj ponownie albo spróbuj później.
captcha_invalid = Nie udało się nam sprawdzić, czy jesteś człowiekiem. Spróbuj ponownie.
too_many_requests = Zbyt wiele żądań. Spróbuj ponownie { $when }.
authentication_invalid = Zaloguj się.
session_reverification_required = Potwierdź, że to Ty, i spróbuj ponownie.
reverification_cancelled = Nie potwierdzono, że to Ty, więc nic się nie zmieniło.
authorization_invalid = Nie masz do tego uprawnień.
organization_not_enabled_in_instance = Nie ma tu organizacji.
organization_membership_quota_exceeded = Osiągnięto limit członków i zaproszeń tej organizacji: { $limit }.
organization_quota_exceeded = Osiągnięto limit utworzonych organizacji: { $limit }.
organization_minimum_permissions_needed = Organizacja potrzebuje kogoś, kto zarządza jej członkami. Najpierw nadaj tę rolę innej osobie.
already_a_member_in_organization = Ta osoba należy już do organizacji.
organization_invitation_not_pending = To zaproszenie nie jest już ważne.
cross_site_request = To żądanie pochodziło z innej strony i zostało odrzucone.
request_body_invalid = Nie udało się odczytać żądania.
request_body_too_large = Żądanie jest za duże. Limit w bajtach: { $limit }.
resource_not_found = Nic tu nie ma.
method_not_allowed = Ten adres nie przyjmuje takich żądań.
internal_error = Coś poszło nie tak po naszej stronie. Spróbuj ponownie.
service_unavailable = Nie możemy teraz odpowiedzieć. Spróbuj ponownie za chwilę.

password_warning =
    .straight_row = Klawisze z jednego rzędu są łatwe do odgadnięcia.
    .key_pattern = Krótkie wzory na klawiaturze są łatwe do odgadnięcia.
    .simple_repeat = Powtórzone znaki, jak „aaa”, są łatwe do odgadnięcia.
    .extended_repeat = Powtórzone wzory, jak „abcabc”, są łatwe do odgadnięcia.
    .common = To często używane hasło.
    .similar_to_common = To hasło przypomina często używane.
    .sequences = Ciągi, jak „abc”, są łatwe do odgadnięcia.
    .recent_years = Ostatnie lata są łatwe do odgadnięcia.
    .word_by_itself = Pojedyncze słowo jest łatwe do odgadnięcia.
    .dates = Daty są łatwe do odgadnięcia.
    .names_by_themselves = Same imiona i nazwiska są łatwe do odgadnięcia.
    .common_names = Popularne imiona i nazwiska są łatwe do odgadnięcia.

password_suggestion =
    .use_words = Użyj kilku słów, ale nie znanego zwrotu.
    .no_need_for_symbols = Hasło może być silne bez symboli, cyfr i wielkich liter.
    .another_word = Dodaj jeszcze jedno, rzadsze słowo.
    .capitalization = Nie ograniczaj wielkich liter do pierwszej.
    .all_uppercase = Użyj kilku wielkich liter, a nie samych wielkich.
    .reverse_words = Słowa pisane wspak są niewiele lepsze.
    .substitutions = Zamiany, jak „@” zamiast „a”, niewiele dają.
    .longer_key_pattern = Użyj dłuższych wzorów, które zmieniają kierunek.
    .repeated = Unikaj powtórzonych słów i znaków.
    .sequences = Unikaj ciągów znaków.
    .recent_years = Unikaj ostatnich lat.
    .associated_years = Unikaj lat, które się z Tobą wiążą.
    .associated_dates = Unikaj dat, które się z Tobą wiążą.
