# What people read in the components and on the server's own pages: a message for every screen, with a text in each attribute.
# Every language has the same messages, attributes and placeables.

sign_in =
    .title = Вхід у { $app_name }
    .subtitle = З поверненням! Увійдіть, щоб продовжити
    .title_with_sign_up = Продовжити в { $app_name }
    .subtitle_with_sign_up = Увійдіть або створіть обліковий запис
    .password_title = Введіть пароль
    .password_subtitle = Введіть пароль свого облікового запису
    .forgot_password = Забули пароль?
    .code_title = Перевірте пошту
    .code_subtitle = Введіть 6-значний код, надісланий на вашу адресу електронної пошти
    .link_subtitle = Відкрийте посилання для входу, надіслане на вашу адресу електронної пошти
    .phone_code_title = Перевірте телефон
    .phone_code_subtitle = Введіть 6-значний код, надісланий на номер телефону вашого облікового запису
    .reset_code_title = Скидання пароля
    .reset_code_subtitle = Спершу введіть 6-значний код, надісланий на адресу електронної пошти вашого облікового запису
    .reset_phone_code_subtitle = Спершу введіть 6-значний код, надісланий на номер телефону вашого облікового запису
    .use_another_method = Інший спосіб
    .choose_title = Виберіть інший спосіб
    .choose_subtitle = Увійти можна будь-яким із цих способів
    .forgot_title = Забули пароль?
    .forgot_subtitle = Ми надішлемо код, з яким можна задати новий пароль
    .or_another_method = або ввійдіть іншим способом
    .new_password_title = Задайте новий пароль
    .new_password_subtitle = З ним ви одразу ввійдете в обліковий запис
    .sign_out_of_other_sessions = Завершити сеанси на всіх інших пристроях
    .reset_password = Скинути пароль
    .last_used = Недавно
    .no_account = Немає облікового запису?
    .sign_up = Зареєструватися
    .already_title = Ви вже ввійшли
    .already_subtitle = Ви ввійшли як { $name }.
    .already_ticket = Вийдіть, щоб скористатися відкритим посиланням.
    .method_password = Увійти з паролем
    .method_email_code = Отримати код поштою
    .method_email_link = Отримати посилання для входу поштою
    .method_phone_code = Отримати код в SMS
    .method_passkey = Увійти з ключем доступу
    .method_totp = Скористатися застосунком для автентифікації
    .method_backup_code = Скористатися резервним кодом
    .method_ticket = Увійти за посиланням
    .method_reset_password_email_code = Скинути з кодом із листа
    .method_reset_password_phone_code = Скинути з кодом із SMS

organizations =
    .choose_title = Виберіть організацію
    .choose_subtitle = Пізніше можна буде перейти до іншої
    .none = Ви поки не належите до жодної організації. Попросіть когось запросити вас.
    .create_subtitle = Створіть організацію, щоб продовжити, або попросіть когось запросити вас
    .name = Назва організації
    .create = Створити організацію
    .role_admin = Адміністратор
    .role_member = Учасник

accounts =
    .choose_title = Виберіть обліковий запис
    .choose_subtitle = щоб продовжити в { $app_name }
    .add = Додати обліковий запис
    .switch = Змінити обліковий запис
    .sign_out_of_all = Вийти з усіх облікових записів

passkeys =
    .title = Ключі доступу
    .subtitle = Входьте без пароля: за відбитком пальця, обличчям або PIN-кодом пристрою.
    .none = Ви ще не маєте ключів доступу.
    .add = Додати ключ доступу
    .rename = Перейменувати
    .rename_named = Перейменувати «{ $name }»
    .name = Назва
    .save = Зберегти
    .remove = Видалити
    .remove_named = Видалити «{ $name }»
    .remove_text = Увійти з цим ключем більше не вдасться. Пристрій може й далі його показувати, доки ви не видалите ключ і там.
    .remove_confirm = Видалити ключ доступу
    .created = Створено
    .last_used = Останній вхід
    .default_name = Ключ доступу
    .made_on = { $browser } на { $system }
    .needs_javascript = Щоб скористатися ключем доступу, увімкніть JavaScript. Усі інші способи входу працюють і без нього.
    .add_needs_javascript = Щоб додати ключ доступу, увімкніть JavaScript.

user_profile =
    .title = Обліковий запис
    .subtitle = Керуйте даними свого облікового запису.
    .navigation = Ваш обліковий запис
    .account = Профіль
    .account_title = Дані профілю
    .security = Безпека
    .picture = Фото
    .upload_picture = Завантажити фото
    .change_picture = Змінити фото
    .remove_picture = Видалити фото
    .remove_picture_text = Замість нього буде показано ваші ініціали.
    .picture_file = Файл із фото
    .picture_hint = JPEG, PNG, WebP або GIF, не більше 10 МБ.
    .picture_too_large = Виберіть зображення не більше 10 МБ.
    .picture_failed = Не вдалося надіслати зображення. Спробуйте ще раз.
    .crop = Частина фото, яку буде видно. Перетягніть її або пересуньте клавішами зі стрілками.
    .zoom = Масштаб
    .upload = Завантажити
    .profile = Профіль
    .update_name = Змінити ім’я
    .update_username = Змінити ім’я користувача
    .set_username = Задати ім’я користувача
    .no_username = Ви не маєте імені користувача.
    .email_addresses = Адреси електронної пошти
    .no_email_addresses = Ви не маєте адреси електронної пошти.
    .add_email_address = Додати адресу
    .phone_numbers = Номери телефонів
    .no_phone_numbers = Ви не маєте номера телефону.
    .add_phone_number = Додати номер
    .code_is_sent = Ми надішлемо туди код, який потрібно ввести тут.
    .add = Додати
    .save = Зберегти
    .done = Готово.
    .primary = Основний контакт
    .unverified = Не підтверджено
    .verify = Підтвердити
    .verify_named = Підтвердити { $what }
    .code_sent_to = Введіть 6-значний код, надісланий на { $what }.
    .make_primary = Зробити основним контактом
    .make_primary_named = Зробити { $what } основним контактом
    .remove = Видалити
    .remove_named = Видалити { $what }
    .remove_text = Ці дані більше не належатимуть до вашого облікового запису, і ввійти з ними не вдасться.
    .connected_accounts = Під’єднані облікові записи
    .no_connected_accounts = Немає під’єднаних облікових записів.
    .connect_account = Під’єднати обліковий запис
    .connect = Під’єднати { $provider }
    .disconnect_text = Увійти сюди через нього більше не вдасться.
    .change_password = Змінити пароль
    .set_password = Задати пароль
    .password_is_set = ••••••••••
    .no_password = Ви не маєте пароля.
    .devices = Активні пристрої
    .this_device = Цей пристрій
    .last_active = Остання активність
    .sign_out = Вийти
    .sign_out_of = Завершити сеанс: { $device }
    .sign_out_others = Завершити сеанси на всіх інших пристроях
    .delete = Видалити обліковий запис
    .delete_text = Обліковий запис і все, що до нього належить, буде видалено. Відновити це не зможе ніхто.
    .delete_label = Щоб продовжити, введіть «Видалити обліковий запис»
    .delete_confirmation = Видалити обліковий запис
    .device = { $browser } на { $system }
    .unknown_device = Невідомий пристрій
    .remove_password = Видалити пароль
    .remove_password_text = Увійти з паролем більше не вдасться. Інші ваші способи входу працюватимуть і далі.

second_factors =
    .title = Двоетапна перевірка
    .subtitle = З другим етапом самого лише пароля для входу замало.
    .none = Другий етап входу ще не налаштовано.
    .totp = Застосунок для автентифікації
    .phone = SMS на { $number }
    .backup_codes = Резервні коди
    .add_totp = Додати застосунок для автентифікації
    .use_phone = Отримувати SMS на { $number }
    .scan = Відскануйте це зображення в застосунку для автентифікації та введіть код, який він покаже.
    .qr_code = QR-код для застосунку автентифікації
    .type_key = Не вдається відсканувати? Введіть цей ключ у застосунку або
    .open = відкрийте застосунок на цьому пристрої.
    .verify = Підтвердити
    .cancel = Скасувати
    .remove = Видалити
    .remove_text = Цей етап більше не знадобиться під час входу.
    .remove_confirm = Видалити другий етап
    .regenerate = Замінити
    .regenerate_text = Ви отримаєте десять нових кодів. Старі перестануть діяти.
    .generate = Отримати коди
    .generate_text = Ви отримаєте десять кодів. Кожен дасть змогу один раз увійти, якщо іншого способу не залишиться.
    .generate_confirm = Отримати нові коди
    .keep_codes = Зберігайте ці коди в надійному місці. Кожен дасть змогу один раз увійти, якщо все інше втрачено. Більше ми їх не покажемо.
    .copy = Копіювати
    .copied = Скопійовано
    .download = Завантажити
    .print = Надрукувати
    .totp_title = Двоетапна перевірка
    .totp_subtitle = Введіть 6-значний код із застосунку для автентифікації
    .phone_subtitle = Введіть 6-значний код, надісланий на ваш телефон
    .backup_code_title = Введіть резервний код
    .backup_code_subtitle = Один із тих, які ви зберегли під час налаштування другого етапу
    .backup_code = Резервний код
    .text_to = Надіслати код в SMS на { $number }
    .task_title = Налаштуйте другий етап входу
    .task_subtitle = Щоб продовжити, виберіть, що ви вводитимете під час входу, крім пароля
    .done_title = Другий етап налаштовано
    .done_subtitle = Він буде потрібен під час кожного входу
    .default = За умовчанням
    .make_default = Встановити за умовчанням
    .make_default_named = Встановити за умовчанням: { $what }

reverification =
    .title = Підтвердьте, що це ви
    .subtitle = Перш ніж продовжити, потрібно переконатися, що це досі ви
    .password_subtitle = Щоб продовжити, введіть пароль
    .passkey_subtitle = Щоб продовжити, скористайтеся ключем доступу
    .email_subtitle = Введіть 6-значний код, надісланий на вашу адресу електронної пошти
    .phone_subtitle = Введіть 6-значний код, надісланий на ваш телефон
    .nothing_subtitle = Щоб продовжити, увійдіть ще раз
    .sign_in_again = Увійти ще раз
    .send = Надіслати код
    .cancel = Скасувати
    .use_password = Ввести пароль
    .mail_to = Надіслати код на { $address }
    .done_title = Дякуємо
    .password_incorrect = Неправильний пароль.
    .passkey_failed = Цей ключ доступу не підтверджує, що це ви. Спробуйте ще раз або виберіть інший спосіб.
    .not_available = Цей спосіб недоступний. Виберіть інший.

sign_up =
    .title = Створіть обліковий запис
    .subtitle = Вітаємо! Для початку заповніть дані
    .verify_title = Підтвердьте адресу електронної пошти
    .verify_subtitle = Введіть 6-значний код, надісланий на вашу адресу електронної пошти
    .verify_link_subtitle = Відкрийте посилання, надіслане на вашу адресу електронної пошти
    .verify_phone_title = Підтвердьте номер телефону
    .verify_phone_subtitle = Введіть 6-значний код, надісланий на ваш номер телефону
    .have_account = Уже маєте обліковий запис?
    .sign_in = Увійти
    .agree_to_both = Я приймаю <terms>Умови використання</terms> і <privacy>Політику конфіденційності</privacy>
    .agree_to_terms = Я приймаю <terms>Умови використання</terms>
    .agree_to_privacy = Я приймаю <privacy>Політику конфіденційності</privacy>

ticket =
    .invited_subtitle = Вас запрошують у { $app_name }. Для початку заповніть дані
    .sign_in_subtitle = Для входу достатньо вашого посилання. Воно діє один раз
    .continue_as = Продовжити як { $identifier }
    .sign_in_otherwise = Увійти іншим способом
    .has_account_title = Ви вже маєте обліковий запис
    .has_account_subtitle = Запрошення надіслали на { $identifier }, і з цією адресою вже пов’язано обліковий запис. Увійдіть, щоб продовжити.
    .over_title = Посилання більше не діє
    .over_subtitle = Його вже використали чи відкликали або термін його дії минув. Попросіть нове в того, хто вам його надіслав.
    .without = Продовжити без посилання
    .restricted_title = Реєстрація за запрошеннями
    .restricted_subtitle = Якщо вас запросили, відкрийте посилання з листа. Якщо ви маєте обліковий запис, увійдіть.

waitlist =
    .title = Запишіться в список очікування
    .subtitle = Залиште адресу електронної пошти. Ми напишемо вам, щойно з’явиться місце
    .have_access = Уже маєте доступ?
    .joined_title = Ви в списку
    .joined_subtitle = Ми напишемо вам, щойно з’явиться місце.
    .closed_title = Списку очікування немає
    .closed_subtitle = Зараз цей застосунок його не має.

field =
    .email_address = Адреса електронної пошти
    .email_or_username = Ел. пошта або ім’я користувача
    .email_or_phone = Ел. пошта або номер телефону
    .email_phone_or_username = Ел. пошта, телефон або ім’я користувача
    .phone_or_username = Телефон або ім’я користувача
    .phone_number = Номер телефону
    .phone_country = Країна
    .username = Ім’я користувача
    .password = Пароль
    .current_password = Поточний пароль
    .new_password = Новий пароль
    .first_name = Ім’я
    .last_name = Прізвище
    .code = Код підтвердження
    .code_placeholder = 000000
    .optional = За бажанням
    .show_password = Показати пароль
    .hide_password = Приховати пароль
    .password_ok = Пароль відповідає всім вимогам.
    .password_hint = Мінімальна кількість символів: { $min_length }.

action =
    .continue = Продовжити
    .back = Назад
    .resend = Не надійшов код? Надіслати ще раз
    .resend_in = Не надійшов код? Надіслати ще раз ({ $seconds })
    .resent = Ми надіслали вам новий код.
    .resend_link = Не надійшло посилання? Надіслати ще раз
    .resend_link_in = Не надійшло посилання? Надіслати ще раз ({ $seconds })
    .link_resent = Ми надіслали вам нове посилання.
    .link_opened = Посилання вже відкрито
    .edit = Змінити
    .edit_named = Змінити { $identifier }
    .sign_in = Увійти
    .sign_up = Зареєструватися
    .sign_out = Вийти
    .sign_out_everywhere = Вийти на всіх пристроях
    .close = Закрити
    .manage_account = Керувати обліковим записом
    .open_user_menu = Відкрити меню користувача

footer =
    .secured_by = Під захистом Vestibule
    .development_mode = Режим розробки
    .help = Допомога
    .privacy = Конфіденційність
    .terms = Умови

disavow_page =
    .title = Це були не ви?
    .asked = Якщо те, про що ми написали на { $address }, зробили не ви, закрийте доступ стороннім: усі сеанси вашого облікового запису { $app_name } завершаться на всіх пристроях, зокрема й на ваших.
    .confirm = Це був не я: вийти на всіх пристроях
    .done_title = Усі сеанси завершено
    .done_subtitle = Тепер на жодному пристрої не виконано вхід у ваш обліковий запис. Але той, хто отримав доступ, може знати, як його повернути, тому:
    .new_password = Задати новий пароль
    .sign_in = Увійти
    .over_title = Посилання більше не діє
    .over_subtitle = Його вже використали, або термін його дії минув. Ви можете ввійти й завершити сеанси на всіх інших пристроях у своєму обліковому записі.
    .step_mailbox = Змініть пароль поштової скриньки, якщо вашу пошту може читати хтось інший.
    .step_password = Задайте тут новий пароль: на сторінці входу виберіть «{ sign_in.forgot_password }».
    .step_look = Перегляньте свій обліковий запис: видаліть чужі адреси, номери телефонів, ключі доступу й під’єднані облікові записи.
    .step_second = Додайте другий етап входу, а якщо він уже є, створіть нові резервні коди.

verify_page =
    .sign_in_title = Увійти в { $app_name }?
    .sign_up_title = Підтвердити адресу електронної пошти?
    .elsewhere = Ви відкрили посилання не в тому браузері, у якому його запитали. Якщо продовжити, вхід буде виконано там, а не тут. Якщо його запитали не ви, закрийте цю сторінку.
    .continue = Продовжити
    .done_title = Готово
    .done_subtitle = Поверніться до браузера, у якому ви почали: продовження там. Цю сторінку можна закрити.
    .over_title = Посилання більше не діє
    .over_subtitle = Його вже використали, термін його дії минув або після нього надіслали новіше.
    .again = Почати знову
    .asked = Це посилання запитали { $ago } для { $address }.
    .asked_from = Це посилання запитали { $ago } з IP-адреси { $ip_address } для { $address }.

error_page =
    .home = На головну
    .forbidden = Сюди не можна
    .not_found = Тут нічого немає
    .invalid = Не вийшло
    .too_many = Не так швидко
    .unavailable = Ми ще не зовсім готові
    .internal = Щось пішло не так

# The standalone server's own pages around the components. Only its pages bring these along.
site_header =
    .navigation = Головне меню
    .home = { $app_name }, головна сторінка

dashboard =
    .title = Огляд
    .welcome = Вітаємо, { $name }
    .intro = Ця сторінка — лише для тих, хто ввійшов. Ось що застосунок знає про вас і ваш сеанс.
    .you = Про вас
    .session = Цей сеанс
    .full_name = Ім’я
    .user_id = ID користувача
    .created_at = Реєстрація
    .session_id = ID сеансу
    .status = Стан
    .status_active = Активний
    .status_pending = Очікує
    .signed_in_at = Вхід
    .last_active_at = Остання активність
    .expire_at = Діє до
    .none = Не вказано
    .verified = Підтверджено
    .leave = Залишився відкритий сеанс у якомусь браузері? Завершіть усі сеанси, зокрема й цей.

not_found =
    .title = Тут немає дверей
    .text = Можливо, адреса змінилася або ніколи нікуди не вела.
    .home = Повернутися на головну

oauth =
    .continue_with = Продовжити через { $provider }
    .or = або
    .continue_title = Заповніть дані, яких бракує
    .continue_subtitle = Щоб продовжити, заповніть решту даних

form =
    .needs_javascript = Щоб продовжити, увімкніть JavaScript.

ago =
    .now = щойно
    .minutes = { $minutes ->
        [one] { $minutes } хвилину тому
        [few] { $minutes } хвилини тому
        [many] { $minutes } хвилин тому
       *[other] { $minutes } хвилини тому
    }
    .hours = { $hours ->
        [one] { $hours } годину тому
        [few] { $hours } години тому
        [many] { $hours } годин тому
       *[other] { $hours } години тому
    }

when =
    .moment = трохи згодом
    .seconds = { $seconds ->
        [one] через { $seconds } секунду
        [few] через { $seconds } секунди
        [many] через { $seconds } секунд
       *[other] через { $seconds } секунди
    }
    .minutes = { $minutes ->
        [one] через { $minutes } хвилину
        [few] через { $minutes } хвилини
        [many] через { $minutes } хвилин
       *[other] через { $minutes } хвилини
    }
    .hours = { $hours ->
        [one] через { $hours } годину
        [few] через { $hours } години
        [many] через { $hours } годин
       *[other] через { $hours } години
    }

form_param_missing = Чогось бракує.
    .identifier = Заповніть це поле.
    .legal_accepted = Щоб продовжити, установіть прапорець.
    .confirmation = Щоб продовжити, введіть «{ user_profile.delete_confirmation }».
    .file = Спершу виберіть фото.
    .email_address = Введіть адресу електронної пошти.
    .phone_number = Введіть номер телефону.
    .username = Введіть ім’я користувача.
    .password = Введіть пароль.
    .new_password = Введіть новий пароль.
    .current_password = Введіть поточний пароль.
    .code = Введіть код підтвердження.
    .first_name = Введіть ім’я.
    .last_name = Введіть прізвище.
    .name = Введіть назву.
form_param_format_invalid = Схоже, тут помилка.
    .email_address = Введіть правильну адресу електронної пошти.
    .phone_number = Введіть правильний номер телефону.
    .confirmation = Щоб продовжити, введіть «{ user_profile.delete_confirmation }».
form_param_max_length_exceeded = Максимальна кількість символів: { $limit }.
form_param_unknown = Форма містить зайві дані.
not_allowed_access = З цією адресою електронної пошти тут не можна зареєструватися.
form_email_address_blocked = Такі адреси електронної пошти не приймаються. Скористайтеся іншою.
sign_up_mode_restricted = Для реєстрації тут потрібне запрошення. Воно діє для тієї адреси електронної пошти, на яку його надіслано.
sign_up_restricted_waitlist = Для реєстрації тут потрібне запрошення. Воно діє для тієї адреси електронної пошти, на яку його надіслано.
ticket_invalid = Посилання більше не діє. Отримайте нове.
waitlist_not_enabled = Тут немає списку очікування.
duplicate_record = Це вже є.
    .email_address = Ви вже маєте цю адресу.
    .phone_number = Ви вже маєте цей номер.
form_identifier_exists = Уже зайнято. Спробуйте інший варіант.
    .email_address = З цією адресою електронної пошти вже пов’язано обліковий запис. Увійдіть.
    .username = Це ім’я користувача зайняте. Спробуйте інше.
unsupported_country_code = Ми не можемо надсилати повідомлення на такі номери. Спробуйте інший.
form_username_invalid_length = Використовуйте від 3 до 64 символів.
form_username_invalid_character = Використовуйте лише літери від a до z, цифри та символи . _ - між ними.
form_username_needs_non_number_code = Використовуйте щонайменше одну літеру.
form_password_or_identifier_incorrect = Неправильний пароль, або такого облікового запису немає.
form_password_incorrect = Це не ваш поточний пароль.
form_password_length_too_short = Мінімальна кількість символів: { $limit }.
form_password_size_in_bytes_exceeded = Максимальний розмір у байтах: { $limit }.
form_password_not_strong_enough = Пароль недостатньо надійний.
form_password_contains_identifier = Пароль не має містити ваше ім’я, ім’я користувача або адресу електронної пошти.
form_password_pwned = Цей пароль знайдено у витоку даних. Задля безпеки виберіть інший.
form_code_incorrect = Неправильний код.
verification_expired = Термін дії коду минув. Отримайте новий.
    .without_field = Посилання більше не діє. Отримайте нове.
verification_failed = Забагато неправильних кодів. Отримайте новий.
email_link_unverified = Спершу відкрийте посилання з листа.
verification_missing = Підтверджувати нічого. Почніть знову.
strategy_for_user_invalid = Цей спосіб входу недоступний.
oauth_callback_invalid = Цей вхід уже завершено або розпочато в іншому місці. Спробуйте ще раз.
oauth_access_denied = Ви не дали там дозволу, тож тут нічого не сталося.
oauth_token_retrieval_error = Інший сайт не повідомив нам, хто ви. Спробуйте ще раз.
external_account_exists = Цей обліковий запис уже під’єднав інший користувач.
external_account_not_found = Такого під’єднаного облікового запису немає.
passkey_not_supported = Для ключів доступу потрібен браузер, який їх підтримує, з увімкненим JavaScript. Виберіть інший спосіб.
passkey_already_exists = На цьому пристрої вже є ключ доступу для вашого облікового запису.
passkeys_quota_exceeded = Досягнуто максимальної кількості ключів доступу: { $limit }. Спершу видаліть один із них.
passkey_registration_failed = Ключ доступу не створено. Спробуйте ще раз.
passkey_retrieval_failed = Не вдалося ввійти з цим ключем доступу. Спробуйте ще раз або виберіть інший спосіб.
second_factor_failed = Забагато неправильних кодів. Увійдіть ще раз.
totp_already_enabled = Ви вже маєте застосунок для автентифікації. Спершу видаліть його.
backup_codes_not_available = Спершу налаштуйте інший другий етап входу.
mfa_required = Тут обов’язковий другий етап входу. Перш ніж видалити цей, додайте інший.
identification_deletion_failed = Без цього ви не зможете ввійти. Спершу додайте інший спосіб входу.
identification_unverified = Спершу підтвердьте ці дані.
identification_quota_exceeded = Досягнуто максимальної кількості: { $limit }. Спершу видаліть щось.
avatar_file_type_invalid = Виберіть зображення у форматі JPEG, PNG, WebP або GIF.
avatar_file_size_exceeded = Виберіть зображення не більше 10 МБ.
avatar_dimensions_exceeded = Зображення завелике. Виберіть інше, у якому менше пікселів.
avatar_file_invalid = Не вдається прочитати зображення. Спробуйте інше.
action_not_allowed = Тут це неможливо.
client_state_invalid = Цей крок уже завершено. Почніть знову.
session_exists = Ви вже ввійшли.
user_locked = Забагато невдалих спроб. Спробуйте ще раз { $when }.
    .by_operator = Цей обліковий запис тимчасово заблоковано. Спробуйте пізніше.
user_banned = Цей обліковий запис заблоковано. Про причину можна дізнатися в адміністрації застосунку.
captcha_missing_token = Не вдалося переконатися, що ви людина. Увімкніть JavaScript і спробуйте ще раз або зробіть це пізніше.
captcha_invalid = Не вдалося переконатися, що ви людина. Спробуйте ще раз.
too_many_requests = Забагато запитів. Спробуйте ще раз { $when }.
authentication_invalid = Увійдіть в обліковий запис.
session_reverification_required = Підтвердьте, що це ви, і спробуйте ще раз.
reverification_cancelled = Ви не підтвердили, що це ви, тож нічого не змінилося.
authorization_invalid = Ви не маєте на це права.
organization_not_enabled_in_instance = Тут немає організацій.
organization_membership_quota_exceeded = Досягнуто максимальної кількості учасників і запрошень цієї організації: { $limit }.
organization_quota_exceeded = Досягнуто максимальної кількості створених організацій: { $limit }.
organization_minimum_permissions_needed = Організації потрібен хтось, хто керує учасниками. Спершу передайте цю роль іншій людині.
already_a_member_in_organization = Ця людина вже належить до організації.
organization_invitation_not_pending = Це запрошення більше не дійсне.
cross_site_request = Цей запит надійшов з іншого сайту, тож його відхилено.
request_body_invalid = Не вдалося прочитати запит.
request_body_too_large = Запит завеликий. Максимальний розмір у байтах: { $limit }.
resource_not_found = Тут нічого немає.
method_not_allowed = Ця адреса не приймає таких запитів.
internal_error = Щось пішло не так на нашому боці. Спробуйте ще раз.
service_unavailable = Зараз ми не можемо відповісти. Спробуйте трохи згодом.

password_warning =
    .straight_row = Клавіші, що йдуть поспіль, легко вгадати.
    .key_pattern = Короткі комбінації сусідніх клавіш легко вгадати.
    .simple_repeat = Повтори символів, як-от «aaa», легко вгадати.
    .extended_repeat = Повтори сполучень, як-от «abcabc», легко вгадати.
    .common = Це дуже поширений пароль.
    .similar_to_common = Це схоже на поширений пароль.
    .sequences = Послідовності, як-от «abc», легко вгадати.
    .recent_years = Недавні роки легко вгадати.
    .word_by_itself = Одне слово легко вгадати.
    .dates = Дати легко вгадати.
    .names_by_themselves = Імена та прізвища самі по собі легко вгадати.
    .common_names = Поширені імена та прізвища легко вгадати.

password_suggestion =
    .use_words = Використовуйте кілька слів, але не відому фразу.
    .no_need_for_symbols = Для надійності не потрібні спеціальні символи, цифри чи великі літери.
    .another_word = Додайте ще одне, менш поширене слово.
    .capitalization = Зробіть великою не лише першу літеру.
    .all_uppercase = Зробіть великими деякі літери, але не всі.
    .reverse_words = Слова навпаки майже не надійніші.
    .substitutions = Заміни на зразок «@» замість «a» майже не допомагають.
    .longer_key_pattern = Використовуйте довші комбінації клавіш, які змінюють напрямок.
    .repeated = Уникайте повторів слів і символів.
    .sequences = Уникайте послідовностей символів.
    .recent_years = Уникайте недавніх років.
    .associated_years = Уникайте років, пов’язаних із вами.
    .associated_dates = Уникайте дат, пов’язаних із вами.
