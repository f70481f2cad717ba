# What people read in the components and on the server's own pages: a message for every screen, with a text in each attribute.
# Every language has the same messages, attributes and placeables.

sign_in =
    .title = Вход в { $app_name }
    .subtitle = С возвращением! Войдите, чтобы продолжить
    .title_with_sign_up = Продолжить в { $app_name }
    .subtitle_with_sign_up = Войдите или создайте аккаунт
    .password_title = Введите пароль
    .password_subtitle = Введите пароль своего аккаунта
    .forgot_password = Забыли пароль?
    .code_title = Проверьте почту
    .code_subtitle = Введите 6-значный код, отправленный на ваш адрес электронной почты
    .link_subtitle = Откройте ссылку для входа, отправленную на ваш адрес электронной почты
    .phone_code_title = Проверьте телефон
    .phone_code_subtitle = Введите 6-значный код, отправленный на номер телефона вашего аккаунта
    .reset_code_title = Сброс пароля
    .reset_code_subtitle = Сначала введите 6-значный код, отправленный на адрес электронной почты вашего аккаунта
    .reset_phone_code_subtitle = Сначала введите 6-значный код, отправленный на номер телефона вашего аккаунта
    .use_another_method = Другой способ
    .choose_title = Выберите другой способ
    .choose_subtitle = Войти можно любым из этих способов
    .forgot_title = Забыли пароль?
    .forgot_subtitle = Мы отправим код, с которым можно задать новый пароль
    .or_another_method = или войдите другим способом
    .new_password_title = Задайте новый пароль
    .new_password_subtitle = С ним вы сразу войдёте в аккаунт
    .sign_out_of_other_sessions = Завершить сеансы на всех остальных устройствах
    .reset_password = Сбросить пароль
    .last_used = Недавно
    .no_account = Нет аккаунта?
    .sign_up = Зарегистрироваться
    .already_title = Вы уже вошли
    .already_subtitle = Вы вошли как { $name }.
    .already_ticket = Выйдите, чтобы воспользоваться открытой ссылкой.
    .method_password = Войти с паролем
    .method_email_code = Получить код по почте
    .method_email_link = Получить ссылку для входа по почте
    .method_phone_code = Получить код по SMS
    .method_passkey = Войти с ключом доступа
    .method_totp = Использовать приложение-аутентификатор
    .method_backup_code = Использовать резервный код
    .method_ticket = Войти по ссылке
    .method_reset_password_email_code = Сбросить с кодом из письма
    .method_reset_password_phone_code = Сбросить с кодом из SMS

organizations =
    .choose_title = Выберите организацию
    .choose_subtitle = Позже можно будет перейти в другую
    .none = Вы пока не состоите ни в одной организации. Попросите кого-нибудь пригласить вас.
    .create_subtitle = Создайте организацию, чтобы продолжить, или попросите кого-нибудь пригласить вас
    .name = Название организации
    .create = Создать организацию
    .role_admin = Администратор
    .role_member = Участник

accounts =
    .choose_title = Выберите аккаунт
    .choose_subtitle = чтобы продолжить в { $app_name }
    .add = Добавить аккаунт
    .switch = Сменить аккаунт
    .sign_out_of_all = Выйти из всех аккаунтов

passkeys =
    .title = Ключи доступа
    .subtitle = Входите без пароля: по отпечатку пальца, лицу или PIN-коду устройства.
    .none = У вас пока нет ключей доступа.
    .add = Добавить ключ доступа
    .rename = Переименовать
    .rename_named = Переименовать «{ $name }»
    .name = Название
    .save = Сохранить
    .remove = Удалить
    .remove_named = Удалить «{ $name }»
    .remove_text = Войти с этим ключом больше не получится. Устройство может предлагать его, пока вы не удалите его и там.
    .remove_confirm = Удалить ключ доступа
    .created = Создан
    .last_used = Последний вход
    .default_name = Ключ доступа
    .made_on = { $browser } на { $system }
    .needs_javascript = Чтобы использовать ключ доступа, включите JavaScript. Все остальные способы входа работают и без него.
    .add_needs_javascript = Чтобы добавить ключ доступа, включите JavaScript.

user_profile =
    .title = Аккаунт
    .subtitle = Управляйте данными своего аккаунта.
    .navigation = Ваш аккаунт
    .account = Профиль
    .account_title = Данные профиля
    .security = Безопасность
    .picture = Фото
    .upload_picture = Загрузить фото
    .change_picture = Сменить фото
    .remove_picture = Удалить фото
    .remove_picture_text = Вместо него будут показаны ваши инициалы.
    .picture_file = Файл с фото
    .picture_hint = JPEG, PNG, WebP или GIF, не больше 10 МБ.
    .picture_too_large = Выберите изображение не больше 10 МБ.
    .picture_failed = Не удалось отправить изображение. Попробуйте ещё раз.
    .crop = Часть фото, которая будет видна. Перетащите её или сдвиньте клавишами со стрелками.
    .zoom = Масштаб
    .upload = Загрузить
    .profile = Профиль
    .update_name = Изменить имя
    .update_username = Изменить имя пользователя
    .set_username = Задать имя пользователя
    .no_username = У вас нет имени пользователя.
    .email_addresses = Адреса электронной почты
    .no_email_addresses = У вас нет адреса электронной почты.
    .add_email_address = Добавить адрес
    .phone_numbers = Номера телефонов
    .no_phone_numbers = У вас нет номера телефона.
    .add_phone_number = Добавить номер
    .code_is_sent = Мы отправим туда код, который нужно ввести здесь.
    .add = Добавить
    .save = Сохранить
    .done = Готово.
    .primary = Основной
    .unverified = Не подтверждён
    .verify = Подтвердить
    .verify_named = Подтвердить { $what }
    .code_sent_to = Введите 6-значный код, отправленный на { $what }.
    .make_primary = Сделать основным
    .make_primary_named = Сделать { $what } основным
    .remove = Удалить
    .remove_named = Удалить { $what }
    .remove_text = Эти данные больше не будут относиться к вашему аккаунту, и войти с ними не получится.
    .connected_accounts = Подключённые аккаунты
    .no_connected_accounts = Нет подключённых аккаунтов.
    .connect_account = Подключить аккаунт
    .connect = Подключить { $provider }
    .disconnect_text = Войти сюда через него больше не получится.
    .change_password = Сменить пароль
    .set_password = Задать пароль
    .password_is_set = ••••••••••
    .no_password = У вас нет пароля.
    .devices = Активные устройства
    .this_device = Это устройство
    .last_active = Последняя активность
    .sign_out = Выйти
    .sign_out_of = Завершить сеанс: { $device }
    .sign_out_others = Завершить сеансы на всех остальных устройствах
    .delete = Удалить аккаунт
    .delete_text = Аккаунт и всё, что к нему относится, будет удалено. Восстановить это не сможет никто.
    .delete_label = Чтобы продолжить, введите «Удалить аккаунт»
    .delete_confirmation = Удалить аккаунт
    .device = { $browser } на { $system }
    .unknown_device = Неизвестное устройство
    .remove_password = Удалить пароль
    .remove_password_text = Войти с паролем больше не получится. Остальные ваши способы входа продолжат работать.

second_factors =
    .title = Двухэтапная аутентификация
    .subtitle = Со вторым этапом одного пароля для входа недостаточно.
    .none = Второй этап входа пока не настроен.
    .totp = Приложение-аутентификатор
    .phone = SMS на { $number }
    .backup_codes = Резервные коды
    .add_totp = Добавить приложение-аутентификатор
    .use_phone = Получать SMS на { $number }
    .scan = Отсканируйте это изображение приложением-аутентификатором и введите код, который оно покажет.
    .qr_code = QR-код для приложения-аутентификатора
    .type_key = Не получается отсканировать? Введите этот ключ в приложении или
    .open = откройте приложение на этом устройстве.
    .verify = Подтвердить
    .cancel = Отмена
    .remove = Удалить
    .remove_text = Этот этап больше не понадобится при входе.
    .remove_confirm = Удалить второй этап
    .regenerate = Заменить
    .regenerate_text = Вы получите десять новых кодов. Старые перестанут действовать.
    .generate = Получить коды
    .generate_text = Вы получите десять кодов. Каждый позволит один раз войти, если другого способа не останется.
    .generate_confirm = Получить новые коды
    .keep_codes = Храните эти коды в надёжном месте. Каждый позволит один раз войти, если всё остальное потеряно. Больше мы их не покажем.
    .copy = Копировать
    .copied = Скопировано
    .download = Скачать
    .print = Напечатать
    .totp_title = Двухэтапная аутентификация
    .totp_subtitle = Введите 6-значный код из приложения-аутентификатора
    .phone_subtitle = Введите 6-значный код, отправленный на ваш телефон
    .backup_code_title = Введите резервный код
    .backup_code_subtitle = Один из тех, что вы сохранили при настройке второго этапа
    .backup_code = Резервный код
    .text_to = Отправить код по SMS на { $number }
    .task_title = Настройте второй этап входа
    .task_subtitle = Чтобы продолжить, выберите, что вы будете вводить при входе помимо пароля
    .done_title = Второй этап настроен
    .done_subtitle = Он будет нужен при каждом входе
    .default = По умолчанию
    .make_default = Использовать по умолчанию
    .make_default_named = Использовать по умолчанию: { $what }

reverification =
    .title = Подтвердите, что это вы
    .subtitle = Прежде чем продолжить, нужно убедиться, что это по-прежнему вы
    .password_subtitle = Чтобы продолжить, введите пароль
    .passkey_subtitle = Чтобы продолжить, используйте ключ доступа
    .email_subtitle = Введите 6-значный код, отправленный на ваш адрес электронной почты
    .phone_subtitle = Введите 6-значный код, отправленный на ваш телефон
    .nothing_subtitle = Чтобы продолжить, войдите ещё раз
    .sign_in_again = Войти ещё раз
    .send = Отправить код
    .cancel = Отмена
    .use_password = Ввести пароль
    .mail_to = Отправить код на { $address }
    .done_title = Спасибо
    .password_incorrect = Неверный пароль.
    .passkey_failed = Этот ключ доступа не подтверждает, что это вы. Попробуйте ещё раз или выберите другой способ.
    .not_available = Этот способ недоступен. Выберите другой.

sign_up =
    .title = Создайте аккаунт
    .subtitle = Добро пожаловать! Для начала заполните данные
    .verify_title = Подтвердите адрес электронной почты
    .verify_subtitle = Введите 6-значный код, отправленный на ваш адрес электронной почты
    .verify_link_subtitle = Откройте ссылку, отправленную на ваш адрес электронной почты
    .verify_phone_title = Подтвердите номер телефона
    .verify_phone_subtitle = Введите 6-значный код, отправленный на ваш номер телефона
    .have_account = Уже есть аккаунт?
    .sign_in = Войти
    .agree_to_both = Я принимаю <terms>Условия использования</terms> и <privacy>Политику конфиденциальности</privacy>
    .agree_to_terms = Я принимаю <terms>Условия использования</terms>
    .agree_to_privacy = Я принимаю <privacy>Политику конфиденциальности</privacy>

ticket =
    .invited_subtitle = Вас приглашают в { $app_name }. Для начала заполните данные
    .sign_in_subtitle = Для входа достаточно вашей ссылки. Она действует один раз
    .continue_as = Продолжить как { $identifier }
    .sign_in_otherwise = Войти другим способом
    .has_account_title = У вас уже есть аккаунт
    .has_account_subtitle = Приглашение отправили на { $identifier }, и с этим адресом уже связан аккаунт. Войдите, чтобы продолжить.
    .over_title = Ссылка больше не действует
    .over_subtitle = Её уже использовали или отозвали либо срок её действия истёк. Попросите новую у того, кто вам её прислал.
    .without = Продолжить без ссылки
    .restricted_title = Регистрация по приглашениям
    .restricted_subtitle = Если вас пригласили, откройте ссылку из письма. Если у вас есть аккаунт, войдите.

waitlist =
    .title = Запишитесь в список ожидания
    .subtitle = Оставьте адрес электронной почты. Мы напишем вам, как только появится место
    .have_access = Уже есть доступ?
    .joined_title = Вы в списке
    .joined_subtitle = Мы напишем вам, как только появится место.
    .closed_title = Списка ожидания нет
    .closed_subtitle = Сейчас в этом приложении его нет.

field =
    .email_address = Адрес электронной почты
    .email_or_username = Эл. почта или имя пользователя
    .email_or_phone = Эл. почта или номер телефона
    .email_phone_or_username = Эл. почта, телефон или имя пользователя
    .phone_or_username = Телефон или имя пользователя
    .phone_number = Номер телефона
    .phone_country = Страна
    .username = Имя пользователя
    .password = Пароль
    .current_password = Текущий пароль
    .new_password = Новый пароль
    .first_name = Имя
    .last_name = Фамилия
    .code = Код подтверждения
    .code_placeholder = 000000
    .optional = По желанию
    .show_password = Показать пароль
    .hide_password = Скрыть пароль
    .password_ok = Пароль соответствует всем требованиям.
    .password_hint = Минимальное количество символов: { $min_length }.

action =
    .continue = Продолжить
    .back = Назад
    .resend = Не пришёл код? Отправить ещё раз
    .resend_in = Не пришёл код? Отправить ещё раз ({ $seconds })
    .resent = Мы отправили вам новый код.
    .resend_link = Не пришла ссылка? Отправить ещё раз
    .resend_link_in = Не пришла ссылка? Отправить ещё раз ({ $seconds })
    .link_resent = Мы отправили вам новую ссылку.
    .link_opened = Ссылка уже открыта
    .edit = Изменить
    .edit_named = Изменить { $identifier }
    .sign_in = Войти
    .sign_up = Зарегистрироваться
    .sign_out = Выйти
    .sign_out_everywhere = Выйти на всех устройствах
    .close = Закрыть
    .manage_account = Управление аккаунтом
    .open_user_menu = Открыть меню пользователя

footer =
    .secured_by = Под защитой Vestibule
    .development_mode = Режим разработки
    .help = Помощь
    .privacy = Конфиденциальность
    .terms = Условия

disavow_page =
    .title = Это были не вы?
    .asked = Если то, о чём мы написали на { $address }, сделали не вы, закройте доступ посторонним: все сеансы вашего аккаунта { $app_name } завершатся на всех устройствах, в том числе и на ваших.
    .confirm = Это был не я: выйти на всех устройствах
    .done_title = Все сеансы завершены
    .done_subtitle = Теперь ни на одном устройстве не выполнен вход в ваш аккаунт. Но тот, кто получил доступ, может знать, как его вернуть, поэтому:
    .new_password = Задать новый пароль
    .sign_in = Войти
    .over_title = Ссылка больше не действует
    .over_subtitle = Её уже использовали, или срок её действия истёк. Вы можете войти и завершить сеансы на всех остальных устройствах в своём аккаунте.
    .step_mailbox = Смените пароль почтового ящика, если вашу почту может читать кто-то другой.
    .step_password = Задайте здесь новый пароль: на странице входа выберите «{ sign_in.forgot_password }».
    .step_look = Просмотрите свой аккаунт: удалите чужие адреса, номера телефонов, ключи доступа и подключённые аккаунты.
    .step_second = Добавьте второй этап входа, а если он уже есть, создайте новые резервные коды.

verify_page =
    .sign_in_title = Войти в { $app_name }?
    .sign_up_title = Подтвердить адрес электронной почты?
    .elsewhere = Вы открыли ссылку не в том браузере, в котором её запросили. Если продолжить, вход будет выполнен там, а не здесь. Если её запросили не вы, закройте эту страницу.
    .continue = Продолжить
    .done_title = Готово
    .done_subtitle = Вернитесь в браузер, в котором вы начали: продолжение там. Эту страницу можно закрыть.
    .over_title = Ссылка больше не действует
    .over_subtitle = Её уже использовали, срок её действия истёк или после неё отправили более новую.
    .again = Начать заново
    .asked = Эту ссылку запросили { $ago } для { $address }.
    .asked_from = Эту ссылку запросили { $ago } с IP-адреса { $ip_address } для { $address }.

error_page =
    .home = На главную
    .forbidden = Сюда нельзя
    .not_found = Здесь ничего нет
    .invalid = Не получилось
    .too_many = Не так быстро
    .unavailable = Мы ещё не совсем готовы
    .internal = Что-то пошло не так

# The standalone server's own pages around the components. Only its pages bring these along.
site_header =
    .navigation = Главное меню
    .home = { $app_name }, главная страница

dashboard =
    .title = Обзор
    .welcome = Добро пожаловать, { $name }
    .intro = Эта страница — только для тех, кто вошёл. Вот что приложение знает о вас и вашем сеансе.
    .you = О вас
    .session = Этот сеанс
    .full_name = Имя
    .user_id = ID пользователя
    .created_at = Регистрация
    .session_id = ID сеанса
    .status = Статус
    .status_active = Активен
    .status_pending = Ожидает
    .signed_in_at = Вход
    .last_active_at = Последняя активность
    .expire_at = Действует до
    .none = Не указано
    .verified = Подтверждён
    .leave = Остался открытый сеанс в каком-то браузере? Завершите все сеансы, включая этот.

not_found =
    .title = Здесь нет двери
    .text = Возможно, адрес изменился или никогда никуда не вёл.
    .home = Вернуться на главную

oauth =
    .continue_with = Продолжить через { $provider }
    .or = или
    .continue_title = Заполните недостающие данные
    .continue_subtitle = Чтобы продолжить, заполните оставшиеся данные

form =
    .needs_javascript = Чтобы продолжить, включите JavaScript.

ago =
    .now = только что
    .minutes = { $minutes ->
        [one] { $minutes } минуту назад
        [few] { $minutes } минуты назад
        [many] { $minutes } минут назад
       *[other] { $minutes } минуты назад
    }
    .hours = { $hours ->
        [one] { $hours } час назад
        [few] { $hours } часа назад
        [many] { $hours } часов назад
       *[other] { $hours } часа назад
    }

when =
    .moment = чуть позже
    .seconds = { $seconds ->
        [one] через { $seconds } секунду
        [few] через { $seconds } секунды
        [many] через { $seconds } секунд
       *[other] через { $seconds } секунды
    }
    .minutes = { $minutes ->
        [one] через { $minutes } минуту
        [few] через { $minutes } минуты
        [many] через { $minutes } минут
       *[other] через { $minutes } минуты
    }
    .hours = { $hours ->
        [one] через { $hours } час
        [few] через { $hours } часа
        [many] через { $hours } часов
       *[other] через { $hours } часа
    }

form_param_missing = Чего-то не хватает.
    .identifier = Заполните это поле.
    .legal_accepted = Чтобы продолжить, установите флажок.
    .confirmation = Чтобы продолжить, введите «{ user_profile.delete_confirmation }».
    .file = Сначала выберите фото.
    .email_address = Введите адрес электронной почты.
    .phone_number = Введите номер телефона.
    .username = Введите имя пользователя.
    .password = Введите пароль.
    .new_password = Введите новый пароль.
    .current_password = Введите текущий пароль.
    .code = Введите код подтверждения.
    .first_name = Введите имя.
    .last_name = Введите фамилию.
    .name = Введите название.
form_param_format_invalid = Похоже, здесь ошибка.
    .email_address = Введите корректный адрес электронной почты.
    .phone_number = Введите корректный номер телефона.
    .confirmation = Чтобы продолжить, введите «{ user_profile.delete_confirmation }».
form_param_max_length_exceeded = Максимальное количество символов: { $limit }.
form_param_unknown = Форма содержит лишние данные.
not_allowed_access = С этим адресом электронной почты здесь нельзя зарегистрироваться.
form_email_address_blocked = Такие адреса электронной почты не принимаются. Используйте другой.
sign_up_mode_restricted = Для регистрации здесь нужно приглашение. Оно действует для того адреса электронной почты, на который отправлено.
sign_up_restricted_waitlist = Для регистрации здесь нужно приглашение. Оно действует для того адреса электронной почты, на который отправлено.
ticket_invalid = Ссылка больше не действует. Запросите новую.
waitlist_not_enabled = Здесь нет списка ожидания.
duplicate_record = Это уже есть.
    .email_address = Этот адрес у вас уже есть.
    .phone_number = Этот номер у вас уже есть.
form_identifier_exists = Уже занято. Попробуйте другой вариант.
    .email_address = С этим адресом электронной почты уже связан аккаунт. Войдите.
    .username = Это имя пользователя занято. Попробуйте другое.
unsupported_country_code = Мы не можем отправлять сообщения на такие номера. Попробуйте другой.
form_username_invalid_length = Используйте от 3 до 64 символов.
form_username_invalid_character = Используйте только буквы от a до z, цифры и символы . _ - между ними.
form_username_needs_non_number_code = Используйте хотя бы одну букву.
form_password_or_identifier_incorrect = Неверный пароль, или такого аккаунта нет.
form_password_incorrect = Это не ваш текущий пароль.
form_password_length_too_short = Минимальное количество символов: { $limit }.
form_password_size_in_bytes_exceeded = Максимальный размер в байтах: { $limit }.
form_password_not_strong_enough = Пароль недостаточно надёжный.
form_password_contains_identifier = Пароль не должен содержать ваше имя, имя пользователя или адрес электронной почты.
form_password_pwned = Этот пароль найден в утечке данных. В целях безопасности выберите другой.
form_code_incorrect = Неверный код.
verification_expired = Срок действия кода истёк. Запросите новый.
    .without_field = Ссылка больше не действует. Запросите новую.
verification_failed = Слишком много неверных кодов. Запросите новый.
email_link_unverified = Сначала откройте ссылку из письма.
verification_missing = Подтверждать нечего. Начните заново.
strategy_for_user_invalid = Этот способ входа недоступен.
oauth_callback_invalid = Этот вход уже завершён или начат в другом месте. Попробуйте ещё раз.
oauth_access_denied = Вы не дали там разрешения, поэтому здесь ничего не произошло.
oauth_token_retrieval_error = Другой сайт не сообщил нам, кто вы. Попробуйте ещё раз.
external_account_exists = Этот аккаунт уже подключён другим пользователем.
external_account_not_found = Такого подключённого аккаунта нет.
passkey_not_supported = Для ключей доступа нужен браузер, который их поддерживает, с включённым JavaScript. Выберите другой способ.
passkey_already_exists = На этом устройстве уже есть ключ доступа для вашего аккаунта.
passkeys_quota_exceeded = Достигнуто максимальное количество ключей доступа: { $limit }. Сначала удалите один из них.
passkey_registration_failed = Ключ доступа не создан. Попробуйте ещё раз.
passkey_retrieval_failed = Не удалось войти с этим ключом доступа. Попробуйте ещё раз или выберите другой способ.
second_factor_failed = Слишком много неверных кодов. Войдите ещё раз.
totp_already_enabled = У вас уже есть приложение-аутентификатор. Сначала удалите его.
backup_codes_not_available = Сначала настройте другой второй этап входа.
mfa_required = Здесь обязателен второй этап входа. Прежде чем удалить этот, добавьте другой.
identification_deletion_failed = Без этого вы не сможете войти. Сначала добавьте другой способ входа.
identification_unverified = Сначала подтвердите эти данные.
identification_quota_exceeded = Достигнуто максимальное количество: { $limit }. Сначала удалите что-нибудь.
avatar_file_type_invalid = Выберите изображение в формате JPEG, PNG, WebP или GIF.
avatar_file_size_exceeded = Выберите изображение не больше 10 МБ.
avatar_dimensions_exceeded = Изображение слишком большое. Выберите другое, в котором меньше пикселей.
avatar_file_invalid = Не удаётся прочитать изображение. Попробуйте другое.
action_not_allowed = Здесь это невозможно.
client_state_invalid = Этот шаг уже завершён. Начните заново.
session_exists = Вы уже вошли.
user_locked = Слишком много неудачных попыток. Повторите попытку { $when }.
    .by_operator = Этот аккаунт временно заблокирован. Попробуйте позже.
user_banned = Этот аккаунт заблокирован. Причину можно узнать у администрации приложения.
captcha_missing_token = Не удалось убедиться, что вы человек. Включите JavaScript и попробуйте ещё раз или сделайте это позже.
captcha_invalid = Не удалось убедиться, что вы человек. Попробуйте ещё раз.
too_many_requests = Слишком много запросов. Повторите попытку { $when }.
authentication_invalid = Войдите в аккаунт.
session_reverification_required = Подтвердите, что это вы, и попробуйте ещё раз.
reverification_cancelled = Вы не подтвердили, что это вы, поэтому ничего не изменилось.
authorization_invalid = У вас нет на это прав.
organization_not_enabled_in_instance = Здесь нет организаций.
organization_membership_quota_exceeded = Достигнуто максимальное количество участников и приглашений этой организации: { $limit }.
organization_quota_exceeded = Достигнуто максимальное количество созданных организаций: { $limit }.
organization_minimum_permissions_needed = Организации нужен кто-то, кто управляет участниками. Сначала передайте эту роль другому человеку.
already_a_member_in_organization = Этот человек уже состоит в организации.
organization_invitation_not_pending = Это приглашение больше не действительно.
cross_site_request = Этот запрос пришёл с другого сайта и был отклонён.
request_body_invalid = Не удалось прочитать запрос.
request_body_too_large = Запрос слишком большой. Максимальный размер в байтах: { $limit }.
resource_not_found = Здесь ничего нет.
method_not_allowed = Этот адрес не принимает такие запросы.
internal_error = Что-то пошло не так на нашей стороне. Попробуйте ещё раз.
service_unavailable = Сейчас мы не можем ответить. Попробуйте чуть позже.

password_warning =
    .straight_row = Клавиши, идущие подряд, легко угадать.
    .key_pattern = Короткие комбинации соседних клавиш легко угадать.
    .simple_repeat = Повторы символов, например «aaa», легко угадать.
    .extended_repeat = Повторы сочетаний, например «abcabc», легко угадать.
    .common = Это очень распространённый пароль.
    .similar_to_common = Это похоже на распространённый пароль.
    .sequences = Последовательности, например «abc», легко угадать.
    .recent_years = Недавние годы легко угадать.
    .word_by_itself = Одно слово легко угадать.
    .dates = Даты легко угадать.
    .names_by_themselves = Имена и фамилии сами по себе легко угадать.
    .common_names = Распространённые имена и фамилии легко угадать.

password_suggestion =
    .use_words = Используйте несколько слов, но не известную фразу.
    .no_need_for_symbols = Для надёжности не нужны специальные символы, цифры и заглавные буквы.
    .another_word = Добавьте ещё одно, менее распространённое слово.
    .capitalization = Сделайте заглавной не только первую букву.
    .all_uppercase = Сделайте заглавными некоторые буквы, но не все.
    .reverse_words = Слова задом наперёд почти не надёжнее.
    .substitutions = Замены вроде «@» вместо «a» почти не помогают.
    .longer_key_pattern = Используйте более длинные комбинации клавиш, меняющие направление.
    .repeated = Избегайте повторов слов и символов.
    .sequences = Избегайте последовательностей символов.
    .recent_years = Избегайте недавних годов.
    .associated_years = Избегайте годов, которые связаны с вами.
    .associated_dates = Избегайте дат, которые связаны с вами.
