# What people read in the components and on the server's own pages: a message for every screen, with a text in each attribute.
# Every language has the same messages, attributes and placeables.

sign_in =
    .title = تسجيل الدخول إلى { $app_name }
    .subtitle = مرحبًا بعودتك! يُرجى تسجيل الدخول للمتابعة
    .title_with_sign_up = المتابعة إلى { $app_name }
    .subtitle_with_sign_up = يمكنك تسجيل الدخول أو إنشاء حساب
    .password_title = إدخال كلمة المرور
    .password_subtitle = يُرجى إدخال كلمة مرور حسابك
    .forgot_password = نسيت كلمة المرور؟
    .code_title = يُرجى تفقّد بريدك الإلكتروني
    .code_subtitle = يُرجى إدخال الرمز المكوّن من 6 أرقام الذي أرسلناه إلى عنوان بريدك الإلكتروني
    .link_subtitle = يُرجى فتح رابط تسجيل الدخول الذي أرسلناه إلى عنوان بريدك الإلكتروني
    .phone_code_title = يُرجى تفقّد هاتفك
    .phone_code_subtitle = يُرجى إدخال الرمز المكوّن من 6 أرقام الذي أرسلناه إلى رقم هاتف حسابك
    .reset_code_title = إعادة تعيين كلمة المرور
    .reset_code_subtitle = أولًا، يُرجى إدخال الرمز المكوّن من 6 أرقام الذي أرسلناه إلى عنوان البريد الإلكتروني لحسابك
    .reset_phone_code_subtitle = أولًا، يُرجى إدخال الرمز المكوّن من 6 أرقام الذي أرسلناه إلى رقم هاتف حسابك
    .use_another_method = استخدام طريقة أخرى
    .choose_title = استخدام طريقة أخرى
    .choose_subtitle = يمكنك تسجيل الدخول بأي من هذه الطرق
    .forgot_title = هل نسيت كلمة المرور؟
    .forgot_subtitle = سنرسل إليك رمزًا يمكنك به تعيين كلمة مرور جديدة
    .or_another_method = أو تسجيل الدخول بطريقة أخرى
    .new_password_title = تعيين كلمة مرور جديدة
    .new_password_subtitle = سيتم تسجيل دخولك بها مباشرةً
    .sign_out_of_other_sessions = تسجيل الخروج من جميع الأجهزة الأخرى
    .reset_password = إعادة تعيين كلمة المرور
    .last_used = المستخدمة آخر مرة
    .no_account = ليس لديك حساب؟
    .sign_up = إنشاء حساب
    .already_title = تم تسجيل دخولك بالفعل
    .already_subtitle = تم تسجيل دخولك باسم { $name }.
    .already_ticket = يُرجى تسجيل الخروج لاستخدام الرابط الذي فتحته.
    .method_password = تسجيل الدخول باستخدام كلمة المرور
    .method_email_code = إرسال رمز بالبريد الإلكتروني
    .method_email_link = إرسال رابط تسجيل دخول بالبريد الإلكتروني
    .method_phone_code = إرسال رمز في رسالة نصية
    .method_passkey = استخدام مفتاح مرور
    .method_totp = استخدام تطبيق المصادقة
    .method_backup_code = استخدام رمز احتياطي
    .method_ticket = استخدام الرابط الخاص بك
    .method_reset_password_email_code = إعادة التعيين برمز عبر البريد الإلكتروني
    .method_reset_password_phone_code = إعادة التعيين برمز في رسالة نصية

organizations =
    .choose_title = اختيار مؤسسة
    .choose_subtitle = يمكن الانتقال إلى مؤسسة أخرى لاحقًا
    .none = لا توجد عضوية في أي مؤسسة بعد. يُرجى طلب دعوة من أحد الأعضاء.
    .create_subtitle = يمكن إنشاء مؤسسة للمتابعة، أو طلب دعوة من أحد الأعضاء
    .name = اسم المؤسسة
    .create = إنشاء مؤسسة
    .role_admin = مشرف
    .role_member = عضو
    .open_switcher = تبديل المؤسسة
    .switcher = مؤسساتك
    .personal_account = الحساب الشخصي
    .none_selected = لم يتم اختيار أي مؤسسة
    .manage = إدارة
    .search = البحث في المؤسسات
    .nothing_found = لا توجد مؤسسة بهذا الاسم ضمن مؤسساتك.
    .invitations = الدعوات
    .invited_as = دعوة بدور «{ $role }»
    .join = الانضمام
    .join_named = الانضمام إلى { $organization }
    .create_page_subtitle = يمكنك بعد ذلك دعوة من يعملون معك
    .slug = معرّف الرابط
    .slug_hint = اسم المؤسسة في عناوين الويب: أحرف لاتينية صغيرة وأرقام وشرطات. إذا تُرك الحقل فارغًا، يتم إنشاؤه من الاسم.
    .suggested = متاحة لمن يستخدمون نطاق بريدك الإلكتروني
    .request = طلب الانضمام
    .request_named = طلب الانضمام إلى { $organization }
    .requested = تم إرسال طلب الانضمام
    .has_joined = أصبحت عضوًا فيها
    .gone = لم يعد ذلك موجودًا، ولم يتغير شيء.

organization_profile =
    .title = المؤسسة
    .subtitle = إدارة مؤسستك.
    .navigation = مؤسستك
    .general = عام
    .general_title = تفاصيل المؤسسة
    .members = الأعضاء
    .invitations = الدعوات
    .logo = الشعار
    .upload_logo = تحميل شعار
    .change_logo = تغيير الشعار
    .remove_logo = إزالة الشعار
    .remove_logo_text = سيظهر الحرف الأول من الاسم بدلًا منه.
    .logo_file = ملف الشعار
    .profile = الملف التعريفي
    .update = تعديل الملف التعريفي
    .leave = مغادرة المؤسسة
    .leave_text = لن تتوفر لك إمكانية الوصول إلى هذه المؤسسة وكل ما يتعلق بها بعد ذلك.
    .alone = لا يوجد أعضاء آخرون، لذلك لا يمكن مغادرة المؤسسة.
    .alone_delete = يمكن حذف المؤسسة بدلًا من ذلك.
    .delete = حذف المؤسسة
    .delete_text = سيتم حذف المؤسسة وكل ما يتعلق بها، ولن يتمكن أحد من استعادتها.
    .delete_label = للمتابعة، يُرجى كتابة اسم المؤسسة
    .search_members = البحث في الأعضاء
    .no_members_found = لا يوجد عضو بهذا الاسم.
    .you = أنت
    .joined = تاريخ الانضمام
    .role = الدور
    .change_role = تغيير الدور
    .change_role_of = تغيير دور { $name }
    .remove_member_text = ستتوقف فورًا إمكانية وصول هذا الشخص إلى هذه المؤسسة.
    .invite = دعوة أعضاء
    .email_addresses = عناوين البريد الإلكتروني
    .email_addresses_hint = ما يصل إلى 50 عنوانًا، تفصل بينها فواصل أو مسافات.
    .send_invitations = إرسال الدعوات
    .no_invitations = لا توجد دعوات في انتظار الرد.
    .expires = صالحة حتى
    .resend = إعادة الإرسال
    .resent = أُرسلت الدعوة مرة أخرى.
    .resend_to = إعادة إرسال الدعوة إلى { $address }
    .revoke = سحب
    .revoke_of = سحب الدعوة المرسلة إلى { $address }
    .page = الصفحة { $number } من { $count }
    .pages = الصفحات
    .previous = السابقة
    .next = التالية
    .domains = النطاقات المؤكَّدة
    .domains_subtitle = يمكن لمن لديهم عنوان بريد إلكتروني في أحد هذه النطاقات الانضمام من دون دعوة فردية.
    .no_domains = لا يوجد أي نطاق بعد.
    .add_domain = إضافة نطاق
    .domain = النطاق
    .domain_hint = مثل example.com. سنرسل رمزًا إلى عنوان في هذا النطاق.
    .affiliation_address = عنوان بريد إلكتروني في هذا النطاق
    .verify_domain = تأكيد النطاق
    .enrollment = طريقة الانضمام
    .manual_invitation = بدعوة فقط
    .automatic_invitation = يمكن لكل من لديه عنوان في هذا النطاق الانضمام
    .automatic_suggestion = يمكن لكل من لديه عنوان في هذا النطاق طلب الانضمام
    .delete_pending = رفض الطلبات المعلّقة من هذا النطاق
    .remove_domain_text = لن ينضم أحد عبر هذا النطاق بعد ذلك. يبقى الأعضاء الحاليون.
    .requests = طلبات الانضمام
    .approve = قبول
    .approve_named = قبول طلب { $name }
    .reject = رفض
    .reject_named = رفض طلب { $name }

accounts =
    .choose_title = اختيار حساب
    .choose_subtitle = للمتابعة إلى { $app_name }
    .add = إضافة حساب
    .switch = تبديل الحساب
    .sign_out_of_all = تسجيل الخروج من جميع الحسابات

api_keys =
    .title = مفاتيح API
    .subtitle = يتيح المفتاح لبرنامج أن يفعل باسمك ما يمكنك فعله. أبقِه سرًّا.
    .organization_subtitle = يتيح المفتاح لبرنامج أن يتصرف نيابة عن المؤسسة. أبقِه سرًّا.
    .add = إنشاء مفتاح
    .description = الوصف
    .expires = ينتهي
    .never = أبدًا
    .days = { $days ->
        [zero] { $days } يوم
        [one] يوم واحد
        [two] يومان
        [few] { $days } أيام
        [many] { $days } يومًا
       *[other] { $days } يوم
    }
    .year = سنة واحدة
    .expiration_hint = بعد ذلك لا يفتح المفتاح شيئًا.
    .create = إنشاء المفتاح
    .made = مفتاحك الجديد «{ $name }»
    .made_text = انسخه الآن واحفظه في مكان آمن. لن يظهر مرة أخرى.
    .search = البحث في المفاتيح
    .none = لا توجد مفاتيح بعد.
    .none_found = لا يوجد مفتاح بهذا الاسم.
    .created = أُنشئ
    .last_used = آخر استخدام
    .never_used = لم يُستخدم قط
    .never_expires = لا ينتهي أبدًا
    .revoke = إلغاء
    .revoke_text = سيُرفض من الآن كل ما يستخدم هذا المفتاح. لا يمكن لأحد التراجع عن ذلك.

passkeys =
    .title = مفاتيح المرور
    .subtitle = يمكنك تسجيل الدخول ببصمة إصبعك أو وجهك أو رقم التعريف الشخصي لجهازك، من دون كلمة مرور.
    .none = ليس لديك أي مفاتيح مرور بعد.
    .add = إضافة مفتاح مرور
    .rename = إعادة تسمية
    .rename_named = إعادة تسمية «{ $name }»
    .name = الاسم
    .save = حفظ
    .remove = إزالة
    .remove_named = إزالة «{ $name }»
    .remove_text = لن يكون من الممكن تسجيل الدخول به بعد ذلك. قد يستمر جهازك في عرضه إلى أن يُحذف من الجهاز أيضًا.
    .remove_confirm = إزالة مفتاح المرور
    .created = تاريخ الإنشاء
    .last_used = آخر استخدام
    .default_name = مفتاح مرور
    .made_on = { $browser } على { $system }
    .needs_javascript = لاستخدام مفتاح مرور، يُرجى تفعيل JavaScript. تعمل جميع طرق تسجيل الدخول الأخرى من دونه.
    .add_needs_javascript = لإضافة مفتاح مرور، يُرجى تفعيل JavaScript.

impersonation_bar =
    .label = التصرف نيابةً عن مستخدم
    .signed_in_as = تم تسجيل الدخول باسم { $name }

user_profile =
    .title = الحساب
    .subtitle = إدارة معلومات حسابك.
    .navigation = حسابك
    .account = الملف الشخصي
    .account_title = تفاصيل الملف الشخصي
    .security = الأمان
    .picture = الصورة
    .upload_picture = تحميل صورة
    .change_picture = تغيير الصورة
    .remove_picture = إزالة الصورة
    .remove_picture_text = ستظهر الأحرف الأولى من اسمك بدلًا منها.
    .picture_file = ملف الصورة
    .picture_hint = JPEG أو PNG أو WebP أو GIF، بحجم 10 ميغابايت كحد أقصى.
    .picture_too_large = يُرجى استخدام صورة لا يتجاوز حجمها 10 ميغابايت.
    .picture_failed = تعذّر إرسال الصورة. يُرجى المحاولة مرة أخرى.
    .crop = الجزء المستخدم من الصورة. يمكنك سحبه أو تحريكه بمفاتيح الأسهم.
    .zoom = التكبير
    .upload = تحميل
    .profile = الملف الشخصي
    .update_name = تعديل الاسم
    .update_username = تغيير اسم المستخدم
    .set_username = تعيين اسم مستخدم
    .no_username = ليس لديك اسم مستخدم.
    .email_addresses = عناوين البريد الإلكتروني
    .no_email_addresses = ليس لديك عنوان بريد إلكتروني.
    .add_email_address = إضافة عنوان بريد إلكتروني
    .phone_numbers = أرقام الهواتف
    .no_phone_numbers = ليس لديك رقم هاتف.
    .add_phone_number = إضافة رقم هاتف
    .code_is_sent = سنرسل إليه رمزًا لإدخاله هنا.
    .add = إضافة
    .save = حفظ
    .done = تم.
    .primary = أساسي
    .unverified = غير مؤكَّد
    .verify = تأكيد
    .verify_named = تأكيد { $what }
    .code_sent_to = يُرجى إدخال الرمز المكوّن من 6 أرقام الذي أرسلناه إلى { $what }.
    .make_primary = جعله أساسيًا
    .make_primary_named = جعل { $what } أساسيًا
    .remove = إزالة
    .remove_named = إزالة { $what }
    .remove_text = لن يتضمنه حسابك بعد ذلك، ولن يكون من الممكن تسجيل الدخول به.
    .connected_accounts = الحسابات المرتبطة
    .no_connected_accounts = لا توجد حسابات مرتبطة.
    .connect_account = ربط حساب
    .connect = ربط { $provider }
    .disconnect_text = لن يكون من الممكن تسجيل الدخول به هنا بعد ذلك.
    .change_password = تغيير كلمة المرور
    .set_password = تعيين كلمة مرور
    .password_is_set = ••••••••••
    .no_password = ليس لديك كلمة مرور.
    .devices = الأجهزة النشطة
    .this_device = هذا الجهاز
    .impersonator = نيابةً عنك
    .last_active = آخر نشاط
    .sign_out = تسجيل الخروج
    .sign_out_of = تسجيل الخروج من { $device }
    .sign_out_others = تسجيل الخروج من جميع الأجهزة الأخرى
    .delete = حذف الحساب
    .delete_text = سيتم حذف حسابك وكل ما يتعلق به، ولن يتمكن أحد من استعادته.
    .delete_label = للمتابعة، يُرجى كتابة «حذف الحساب»
    .delete_confirmation = حذف الحساب
    .device = { $browser } على { $system }
    .unknown_device = جهاز غير معروف
    .remove_password = إزالة كلمة المرور
    .remove_password_text = لن يكون من الممكن تسجيل الدخول بها بعد ذلك. يمكنك مواصلة تسجيل الدخول بالطرق الأخرى المتاحة لك.

second_factors =
    .title = التحقق بخطوتين
    .subtitle = مع خطوة تحقق ثانية، لا يمكن لأحد الدخول بكلمة مرورك وحدها.
    .none = لم يتم إعداد خطوة تحقق ثانية بعد.
    .totp = تطبيق المصادقة
    .phone = رسالة نصية إلى { $number }
    .backup_codes = الرموز الاحتياطية
    .add_totp = إضافة تطبيق مصادقة
    .use_phone = استخدام الرسائل النصية إلى { $number }
    .scan = يُرجى مسح هذه الصورة باستخدام تطبيق مصادقة، ثم إدخال الرمز الذي يعرضه.
    .qr_code = رمز QR لتطبيق المصادقة
    .type_key = إذا تعذّر المسح، يُرجى إدخال هذا المفتاح في التطبيق، أو
    .open = فتح التطبيق على هذا الجهاز.
    .verify = تأكيد
    .cancel = إلغاء
    .remove = إزالة
    .remove_text = لن تُطلب منك هذه الخطوة عند تسجيل الدخول بعد ذلك.
    .remove_confirm = إزالة خطوة التحقق الثانية
    .regenerate = استبدال
    .regenerate_text = سيتم إنشاء عشرة رموز جديدة، ولن تعود الرموز القديمة صالحة.
    .generate = الحصول على رموز
    .generate_text = سيتم إنشاء عشرة رموز، يتيح لك كل منها تسجيل الدخول مرة واحدة عندما لا تتوفر لك طريقة أخرى.
    .generate_confirm = الحصول على رموز جديدة
    .keep_codes = يُرجى الاحتفاظ بهذه الرموز في مكان آمن. يتيح لك كل منها تسجيل الدخول مرة واحدة إذا فقدت كل الطرق الأخرى. لن تُعرض مجددًا.
    .copy = نسخ
    .copied = تم النسخ
    .download = تنزيل
    .print = طباعة
    .totp_title = التحقق بخطوتين
    .totp_subtitle = يُرجى إدخال الرمز المكوّن من 6 أرقام الذي يعرضه تطبيق المصادقة
    .phone_subtitle = يُرجى إدخال الرمز المكوّن من 6 أرقام الذي أرسلناه إلى هاتفك
    .backup_code_title = إدخال رمز احتياطي
    .backup_code_subtitle = أحد الرموز التي احتفظت بها عند إعداد خطوة التحقق الثانية
    .backup_code = الرمز الاحتياطي
    .text_to = إرسال رمز في رسالة نصية إلى { $number }
    .task_title = إعداد خطوة تحقق ثانية
    .task_subtitle = للمتابعة، يُرجى اختيار ما سيُطلب منك عند تسجيل الدخول بالإضافة إلى كلمة المرور
    .done_title = تم إعداد خطوة التحقق الثانية
    .done_subtitle = ستُطلب منك عند كل تسجيل دخول
    .default = الخيار الافتراضي
    .make_default = تعيين كخيار افتراضي
    .make_default_named = تعيين كخيار افتراضي: { $what }

reverification =
    .title = تأكيد هويتك
    .subtitle = للمتابعة، علينا التأكد من هويتك مجددًا
    .password_subtitle = يُرجى إدخال كلمة المرور للمتابعة
    .passkey_subtitle = يُرجى استخدام مفتاح المرور للمتابعة
    .email_subtitle = يُرجى إدخال الرمز المكوّن من 6 أرقام الذي أرسلناه إلى عنوان بريدك الإلكتروني
    .phone_subtitle = يُرجى إدخال الرمز المكوّن من 6 أرقام الذي أرسلناه إلى هاتفك
    .nothing_subtitle = للمتابعة، يُرجى تسجيل الدخول مرة أخرى
    .sign_in_again = تسجيل الدخول مرة أخرى
    .send = إرسال رمز
    .cancel = إلغاء
    .use_password = استخدام كلمة المرور
    .mail_to = إرسال رمز إلى { $address }
    .done_title = شكرًا لك
    .password_incorrect = كلمة المرور غير صحيحة.
    .passkey_failed = لم نتمكن من تأكيد هويتك بمفتاح المرور هذا. يُرجى المحاولة مرة أخرى أو استخدام طريقة أخرى.
    .not_available = هذه الطريقة غير متاحة. يُرجى استخدام طريقة أخرى.

sign_up =
    .title = إنشاء حسابك
    .subtitle = مرحبًا بك! يُرجى ملء البيانات للبدء
    .verify_title = تأكيد عنوان بريدك الإلكتروني
    .verify_subtitle = يُرجى إدخال الرمز المكوّن من 6 أرقام الذي أرسلناه إلى عنوان بريدك الإلكتروني
    .verify_link_subtitle = يُرجى فتح الرابط الذي أرسلناه إلى عنوان بريدك الإلكتروني
    .verify_phone_title = تأكيد رقم هاتفك
    .verify_phone_subtitle = يُرجى إدخال الرمز المكوّن من 6 أرقام الذي أرسلناه إلى رقم هاتفك
    .have_account = لديك حساب بالفعل؟
    .sign_in = تسجيل الدخول
    .agree_to_both = أوافق على <terms>شروط الخدمة</terms> و<privacy>سياسة الخصوصية</privacy>
    .agree_to_terms = أوافق على <terms>شروط الخدمة</terms>
    .agree_to_privacy = أوافق على <privacy>سياسة الخصوصية</privacy>

ticket =
    .invited_subtitle = لديك دعوة إلى { $app_name }. يُرجى ملء البيانات للبدء
    .sign_in_subtitle = يتيح لك الرابط الدخول. وهو صالح لمرة واحدة
    .continue_as = المتابعة باستخدام { $identifier }
    .sign_in_otherwise = تسجيل الدخول بطريقة أخرى
    .has_account_title = لديك حساب بالفعل
    .has_account_subtitle = أُرسلت الدعوة إلى { $identifier }، ويوجد حساب بهذا العنوان بالفعل. يُرجى تسجيل الدخول للمتابعة.
    .over_title = لم يعد هذا الرابط صالحًا
    .over_subtitle = تم استخدامه أو سحبه أو انتهت صلاحيته. يُرجى طلب رابط جديد ممن أرسله إليك.
    .without = المتابعة من دون الرابط
    .restricted_title = التسجيل متاح بدعوة فقط
    .restricted_subtitle = إذا وصلتك دعوة، يُرجى فتح الرابط الوارد في الرسالة. وإذا كان لديك حساب، يُرجى تسجيل الدخول.
    .organization_title = لديك دعوة إلى { $organization }
    .organization_sign_up_subtitle = يُرجى ملء البيانات للانضمام
    .organization_sign_in_subtitle = يُرجى تسجيل الدخول للانضمام
    .organization_other_subtitle = الدعوة موجهة إلى { $identifier }، وقد تم تسجيل دخولك باسم { $name }.

waitlist =
    .title = الانضمام إلى قائمة الانتظار
    .subtitle = يُرجى إدخال عنوان بريدك الإلكتروني. سنراسلك فور توفر مكان لك
    .have_access = لديك إذن بالدخول بالفعل؟
    .joined_title = أنت على القائمة
    .joined_subtitle = سنراسلك فور توفر مكان لك.
    .closed_title = لا توجد قائمة انتظار
    .closed_subtitle = ليس لهذا التطبيق قائمة انتظار حاليًا.

field =
    .email_address = عنوان البريد الإلكتروني
    .email_or_username = البريد الإلكتروني أو اسم المستخدم
    .email_or_phone = البريد الإلكتروني أو رقم الهاتف
    .email_phone_or_username = البريد الإلكتروني أو الهاتف أو اسم المستخدم
    .phone_or_username = رقم الهاتف أو اسم المستخدم
    .phone_number = رقم الهاتف
    .phone_country = البلد
    .username = اسم المستخدم
    .password = كلمة المرور
    .current_password = كلمة المرور الحالية
    .new_password = كلمة المرور الجديدة
    .first_name = الاسم الأول
    .last_name = اسم العائلة
    .code = رمز التحقق
    .code_placeholder = 000000
    .optional = اختياري
    .show_password = إظهار كلمة المرور
    .hide_password = إخفاء كلمة المرور
    .password_ok = تستوفي كلمة المرور جميع المتطلبات.
    .password_hint = الحد الأدنى لعدد الأحرف: { $min_length }.

action =
    .continue = متابعة
    .back = رجوع
    .resend = لم يصلك الرمز؟ إعادة الإرسال
    .resend_in = لم يصلك الرمز؟ إعادة الإرسال ({ $seconds })
    .resent = أرسلنا إليك رمزًا جديدًا.
    .resend_link = لم يصلك الرابط؟ إعادة الإرسال
    .resend_link_in = لم يصلك الرابط؟ إعادة الإرسال ({ $seconds })
    .link_resent = أرسلنا إليك رابطًا جديدًا.
    .link_opened = تم فتح الرابط
    .edit = تغيير
    .edit_named = تغيير { $identifier }
    .sign_in = تسجيل الدخول
    .sign_up = إنشاء حساب
    .sign_out = تسجيل الخروج
    .sign_out_everywhere = تسجيل الخروج من جميع الأجهزة
    .close = إغلاق
    .manage_account = إدارة الحساب
    .open_user_menu = فتح قائمة المستخدم

footer =
    .secured_by = محمي بواسطة Vestibule
    .development_mode = وضع التطوير
    .open_mailbox = التطوير: افتح صندوق البريد
    .help = المساعدة
    .privacy = الخصوصية
    .terms = الشروط

disavow_page =
    .title = ألم يكن ذلك بفعلك؟
    .asked = إذا كان ما راسلناك بشأنه على { $address } من فعل شخص آخر، يمكنك إخراجه: ستنتهي جميع جلسات حسابك في { $app_name } على جميع الأجهزة، بما فيها أجهزتك.
    .confirm = لم يكن ذلك بفعلي: تسجيل الخروج من جميع الأجهزة
    .done_title = تم تسجيل الخروج من جميع الأجهزة
    .done_subtitle = لم يعد أي جهاز مسجّل الدخول إلى حسابك. لكن من تمكّن من الدخول قد يعرف كيف يعود، لذا:
    .new_password = تعيين كلمة مرور جديدة
    .sign_in = تسجيل الدخول
    .over_title = لم يعد هذا الرابط صالحًا
    .over_subtitle = تم استخدامه أو انتهت صلاحيته. يمكنك تسجيل الدخول، ثم تسجيل الخروج من جميع الأجهزة الأخرى في حسابك.
    .step_mailbox = يُرجى تغيير كلمة مرور بريدك الإلكتروني إذا كان من المحتمل أن يقرأه شخص آخر.
    .step_password = يُرجى تعيين كلمة مرور جديدة هنا: عند تسجيل الدخول، يمكنك استخدام «{ sign_in.forgot_password }».
    .step_look = يُرجى مراجعة حسابك وإزالة ما لا يخصك من عناوين وأرقام هواتف ومفاتيح مرور وحسابات مرتبطة.
    .step_second = يُرجى إضافة خطوة تحقق ثانية، أو إنشاء رموز احتياطية جديدة إذا كانت لديك خطوة ثانية بالفعل.

verify_page =
    .sign_in_title = تسجيل الدخول إلى { $app_name }؟
    .sign_up_title = تأكيد عنوان بريدك الإلكتروني؟
    .elsewhere = تم فتح الرابط في متصفح غير الذي طُلب منه. عند المتابعة، سيتم تسجيل الدخول في ذلك المتصفح لا في هذا. إذا لم يكن الطلب منك، يُرجى إغلاق هذه الصفحة.
    .continue = متابعة
    .done_title = تم
    .done_subtitle = يُرجى العودة إلى المتصفح الذي بدأت فيه للمتابعة هناك. يمكنك إغلاق هذه الصفحة.
    .over_title = لم يعد هذا الرابط صالحًا
    .over_subtitle = تم استخدامه أو انتهت صلاحيته أو أُرسل بعده رابط أحدث.
    .again = البدء من جديد
    .asked = تم طلب هذا الرابط { $ago } للعنوان { $address }.
    .asked_from = تم طلب هذا الرابط { $ago } من عنوان IP { $ip_address } للعنوان { $address }.

error_page =
    .home = الانتقال إلى الصفحة الرئيسية
    .forbidden = لا يمكنك الدخول إلى هنا
    .not_found = لا يوجد شيء هنا
    .invalid = لم ينجح ذلك
    .too_many = مهلًا قليلًا
    .unavailable = لسنا جاهزين تمامًا بعد
    .internal = حدث خطأ ما

# The standalone server's own pages around the components. Only its pages bring these along.
site_header =
    .navigation = القائمة الرئيسية
    .home = { $app_name }، الصفحة الرئيسية

dashboard =
    .title = نظرة عامة
    .welcome = مرحبًا، { $name }
    .intro = هذه الصفحة لمن سجّل الدخول فقط. هذا ما يعرفه التطبيق عنك وعن جلستك.
    .you = عنك
    .session = هذه الجلسة
    .full_name = الاسم
    .user_id = معرّف المستخدم
    .created_at = تاريخ التسجيل
    .session_id = معرّف الجلسة
    .status = الحالة
    .status_active = نشطة
    .status_pending = معلّقة
    .signed_in_at = تاريخ تسجيل الدخول
    .last_active_at = آخر نشاط
    .expire_at = صالحة حتى
    .none = غير مذكور
    .verified = مؤكَّد
    .leave = هل بقيت جلسة مفتوحة في متصفح ما؟ يمكنك إنهاء جميع الجلسات، بما فيها هذه.

not_found =
    .title = لا يوجد باب هنا
    .text = ربما تغيّر العنوان، أو لم يكن يؤدي إلى أي مكان قط.
    .home = العودة إلى الصفحة الرئيسية

oauth =
    .continue_with = المتابعة باستخدام { $provider }
    .or = أو
    .continue_title = ملء البيانات الناقصة
    .continue_subtitle = يُرجى ملء البيانات المتبقية للمتابعة

form =
    .needs_javascript = يُرجى تفعيل JavaScript للمتابعة.

ago =
    .now = للتو
    .minutes = { $minutes ->
        [zero] منذ { $minutes } دقيقة
        [one] منذ دقيقة واحدة
        [two] منذ دقيقتين
        [few] منذ { $minutes } دقائق
        [many] منذ { $minutes } دقيقة
       *[other] منذ { $minutes } دقيقة
    }
    .hours = { $hours ->
        [zero] منذ { $hours } ساعة
        [one] منذ ساعة واحدة
        [two] منذ ساعتين
        [few] منذ { $hours } ساعات
        [many] منذ { $hours } ساعة
       *[other] منذ { $hours } ساعة
    }

when =
    .moment = بعد لحظات
    .seconds = { $seconds ->
        [zero] بعد { $seconds } ثانية
        [one] بعد ثانية واحدة
        [two] بعد ثانيتين
        [few] بعد { $seconds } ثوانٍ
        [many] بعد { $seconds } ثانية
       *[other] بعد { $seconds } ثانية
    }
    .minutes = { $minutes ->
        [zero] بعد { $minutes } دقيقة
        [one] بعد دقيقة واحدة
        [two] بعد دقيقتين
        [few] بعد { $minutes } دقائق
        [many] بعد { $minutes } دقيقة
       *[other] بعد { $minutes } دقيقة
    }
    .hours = { $hours ->
        [zero] بعد { $hours } ساعة
        [one] بعد ساعة واحدة
        [two] بعد ساعتين
        [few] بعد { $hours } ساعات
        [many] بعد { $hours } ساعة
       *[other] بعد { $hours } ساعة
    }

form_param_missing = هناك بيانات ناقصة.
    .identifier = يُرجى ملء هذا الحقل.
    .legal_accepted = يُرجى تحديد المربع للمتابعة.
    .confirmation = للمتابعة، يُرجى كتابة «{ user_profile.delete_confirmation }».
    .file = يُرجى اختيار صورة أولًا.
    .email_address = يُرجى إدخال عنوان بريدك الإلكتروني.
    .email_addresses = { form_param_format_invalid.email_address }
    .organization_name = { organization_profile.delete_label }
    .phone_number = يُرجى إدخال رقم هاتفك.
    .username = يُرجى إدخال اسم المستخدم.
    .password = يُرجى إدخال كلمة المرور.
    .new_password = يُرجى إدخال كلمة المرور الجديدة.
    .current_password = يُرجى إدخال كلمة المرور الحالية.
    .code = يُرجى إدخال رمز التحقق.
    .first_name = يُرجى إدخال الاسم الأول.
    .last_name = يُرجى إدخال اسم العائلة.
    .name = يُرجى إدخال اسم.
form_param_format_invalid = يبدو أن هناك خطأ هنا.
    .affiliation_email_address = يُرجى إدخال عنوان في هذا النطاق.
    .slug = { organizations.slug_hint }
    .email_address = يُرجى إدخال عنوان بريد إلكتروني صالح.
    .email_addresses = { form_param_format_invalid.email_address }
    .identifier = { form_param_format_invalid.email_address }
    .organization_name = { organization_profile.delete_label }
    .phone_number = يُرجى إدخال رقم هاتف صالح.
    .confirmation = للمتابعة، يُرجى كتابة «{ user_profile.delete_confirmation }».
form_param_max_length_exceeded = الحد الأقصى لعدد الأحرف: { $limit }.
    .email_addresses = يمكن دعوة { $limit } عنوانًا على الأكثر دفعة واحدة.
form_param_unknown = يحتوي النموذج على بيانات لا ينبغي أن تكون فيه.
not_allowed_access = لا يمكن إنشاء حساب هنا بعنوان البريد الإلكتروني هذا.
form_email_address_blocked = هذا النوع من عناوين البريد الإلكتروني غير مقبول. يُرجى استخدام عنوان آخر.
sign_up_mode_restricted = يتطلب التسجيل هنا دعوة، وهي صالحة لعنوان البريد الإلكتروني الذي أُرسلت إليه.
sign_up_restricted_waitlist = يتطلب التسجيل هنا دعوة، وهي صالحة لعنوان البريد الإلكتروني الذي أُرسلت إليه.
ticket_invalid = لم يعد هذا الرابط صالحًا. يُرجى طلب رابط جديد.
waitlist_not_enabled = لا توجد قائمة انتظار هنا.
duplicate_record = هذا موجود بالفعل.
    .email_address = هذا العنوان موجود في حسابك بالفعل.
    .phone_number = هذا الرقم موجود في حسابك بالفعل.
form_identifier_exists = هذا مستخدم بالفعل. يُرجى تجربة خيار آخر.
    .email_address = يوجد حساب بعنوان البريد الإلكتروني هذا. يُرجى تسجيل الدخول.
    .username = اسم المستخدم هذا غير متاح. يُرجى تجربة اسم آخر.
unsupported_country_code = لا يمكننا إرسال رسائل إلى أرقام كهذه. يُرجى تجربة رقم آخر.
form_username_invalid_length = يُرجى استخدام ما بين 3 أحرف و64 حرفًا.
form_username_invalid_character = يُرجى استخدام الأحرف من a إلى z والأرقام فقط، مع الرموز . _ - بينها.
form_username_needs_non_number_code = يُرجى استخدام حرف واحد على الأقل.
form_password_or_identifier_incorrect = كلمة المرور غير صحيحة أو لا يوجد حساب كهذا.
form_password_incorrect = هذه ليست كلمة المرور الحالية.
form_password_length_too_short = الحد الأدنى لعدد الأحرف: { $limit }.
form_password_size_in_bytes_exceeded = الحد الأقصى للحجم بالبايت: { $limit }.
form_password_not_strong_enough = كلمة المرور ليست قوية بما يكفي.
form_password_contains_identifier = يجب ألا تحتوي كلمة المرور على اسمك أو اسم المستخدم أو عنوان بريدك الإلكتروني.
form_password_pwned = تم العثور على كلمة المرور هذه ضمن بيانات مسرَّبة. حفاظًا على أمانك، يُرجى اختيار كلمة مرور أخرى.
form_password_digest_invalid_code = تعذّرت قراءة قيمة كلمة المرور المشفّرة، أو أن مقارنتها تتطلب الكثير.
form_code_incorrect = الرمز غير صحيح.
verification_expired = انتهت صلاحية هذا الرمز. يُرجى طلب رمز جديد.
    .without_field = لم يعد هذا الرابط صالحًا. يُرجى طلب رابط جديد.
verification_failed = عدد كبير جدًا من الرموز الخاطئة. يُرجى طلب رمز جديد.
email_link_unverified = يُرجى فتح الرابط الوارد في الرسالة أولًا.
verification_missing = لا يوجد ما يمكن تأكيده. يُرجى البدء من جديد.
strategy_for_user_invalid = طريقة تسجيل الدخول هذه غير متاحة.
oauth_callback_invalid = انتهت عملية تسجيل الدخول هذه أو بدأت في مكان آخر. يُرجى المحاولة مرة أخرى.
oauth_access_denied = لم يتم السماح بذلك هناك، لذا لم يحدث شيء هنا.
oauth_token_retrieval_error = لم يُعلمنا الموقع الآخر بهويتك. يُرجى المحاولة مرة أخرى.
oauth_provider_unreachable = لا يمكن الوصول إلى { $provider } حاليًا. يُرجى المحاولة مرة أخرى بعد قليل.
external_account_exists = هذا الحساب مرتبط بمستخدم آخر.
external_account_not_found = لا يوجد حساب مرتبط كهذا.
passkey_not_supported = تتطلب مفاتيح المرور متصفحًا يدعمها مع تفعيل JavaScript. يُرجى استخدام طريقة أخرى.
passkey_already_exists = يوجد مفتاح مرور لحسابك على هذا الجهاز بالفعل.
passkeys_quota_exceeded = تم بلوغ الحد الأقصى لعدد مفاتيح المرور: { $limit }. يُرجى إزالة أحدها أولًا.
passkey_registration_failed = لم يتم إنشاء مفتاح مرور. يُرجى المحاولة مرة أخرى.
passkey_retrieval_failed = تعذّر تسجيل دخولك بمفتاح المرور هذا. يُرجى المحاولة مرة أخرى أو استخدام طريقة أخرى.
second_factor_failed = عدد كبير جدًا من الرموز الخاطئة. يُرجى تسجيل الدخول مرة أخرى.
totp_already_enabled = لديك تطبيق مصادقة بالفعل. يُرجى إزالته أولًا.
backup_codes_not_available = يُرجى إعداد خطوة تحقق ثانية أخرى أولًا.
mfa_required = خطوة التحقق الثانية مطلوبة هنا. يُرجى إضافة خطوة أخرى قبل إزالة هذه.
identification_deletion_failed = لن يمكنك تسجيل الدخول من دونه. يُرجى إضافة طريقة أخرى لتسجيل الدخول أولًا.
identification_unverified = يُرجى تأكيده أولًا.
identification_quota_exceeded = تم بلوغ الحد الأقصى للعدد: { $limit }. يُرجى إزالة واحد أولًا.
avatar_file_type_invalid = يُرجى استخدام صورة بتنسيق JPEG أو PNG أو WebP أو GIF.
avatar_file_size_exceeded = يُرجى استخدام صورة لا يتجاوز حجمها 10 ميغابايت.
avatar_dimensions_exceeded = هذه الصورة كبيرة جدًا. يُرجى استخدام صورة بعدد أقل من وحدات البكسل.
avatar_file_invalid = تعذّرت قراءة هذه الصورة. يُرجى تجربة صورة أخرى.
action_not_allowed = هذا غير ممكن هنا.
client_state_invalid = انتهت هذه الخطوة. يُرجى البدء من جديد.
session_exists = تم تسجيل دخولك بالفعل.
user_locked = عدد كبير جدًا من المحاولات غير الناجحة. يُرجى المحاولة مرة أخرى { $when }.
    .by_operator = هذا الحساب مقفل. يُرجى المحاولة مرة أخرى لاحقًا.
user_banned = هذا الحساب محظور. يمكن للجهة المسؤولة عن التطبيق توضيح السبب.
captcha_missing_token = لم نتمكن من التأكد من أنك إنسان. يُرجى تفعيل JavaScript والمحاولة مرة أخرى، أو المحاولة لاحقًا.
captcha_invalid = لم نتمكن من التأكد من أنك إنسان. يُرجى المحاولة مرة أخرى.
too_many_requests = عدد كبير جدًا من الطلبات. يُرجى المحاولة مرة أخرى { $when }.
authentication_invalid = يُرجى تسجيل الدخول.
session_reverification_required = يُرجى تأكيد هويتك ثم المحاولة مرة أخرى.
reverification_cancelled = لم يتم تأكيد هويتك، لذا لم يتغير أي شيء.
authorization_invalid = ليس لديك إذن للقيام بذلك.
organization_not_enabled_in_instance = لا توجد مؤسسات هنا.
organization_membership_quota_exceeded = بلغت هذه المؤسسة الحد الأقصى لعدد الأعضاء والدعوات: { $limit }.
organization_quota_exceeded = تم بلوغ الحد الأقصى لعدد المؤسسات المُنشأة: { $limit }.
organization_minimum_permissions_needed = تحتاج المؤسسة إلى من يدير أعضاءها ويمكنه حذفها. يُرجى منح هذا الدور لشخص آخر أولًا.
already_a_member_in_organization = هذا الشخص عضو في المؤسسة بالفعل.
organization_invitation_not_pending = لم تعد هذه الدعوة صالحة.
organization_domain_common = يمكن لأي شخص امتلاك عنوان في هذا النطاق. يُرجى استخدام النطاق الخاص بمؤسستك.
organization_membership_request_not_pending = لم يعد هذا الطلب صالحًا.
cross_site_request = ورد هذا الطلب من موقع آخر وتم رفضه.
request_body_invalid = تعذّرت قراءة الطلب.
request_body_too_large = الطلب كبير جدًا. الحد الأقصى للحجم بالبايت: { $limit }.
unsupported_content_type = أرسل النموذج بالنوع application/x-www-form-urlencoded.
resource_not_found = لا يوجد شيء هنا.
method_not_allowed = لا يقبل هذا العنوان طلبات كهذه.
internal_error = حدث خطأ ما من جانبنا. يُرجى المحاولة مرة أخرى.
service_unavailable = لا يمكننا الرد الآن. يُرجى المحاولة مرة أخرى بعد لحظات.

password_warning =
    .straight_row = من السهل تخمين المفاتيح المتتالية في صف واحد.
    .key_pattern = من السهل تخمين الأنماط القصيرة على لوحة المفاتيح.
    .simple_repeat = من السهل تخمين الأحرف المكررة مثل «aaa».
    .extended_repeat = من السهل تخمين الأنماط المكررة مثل «abcabc».
    .common = كلمة المرور هذه شائعة الاستخدام.
    .similar_to_common = هذه تشبه كلمة مرور شائعة الاستخدام.
    .sequences = من السهل تخمين الأحرف المتسلسلة مثل «abc».
    .recent_years = من السهل تخمين السنوات الأخيرة.
    .word_by_itself = من السهل تخمين كلمة واحدة.
    .dates = من السهل تخمين التواريخ.
    .names_by_themselves = من السهل تخمين الأسماء وحدها.
    .common_names = من السهل تخمين الأسماء الشائعة.

password_suggestion =
    .use_words = يُفضّل استخدام عدة كلمات مع تجنّب العبارات الشائعة.
    .no_need_for_symbols = يمكن أن تكون قوية من دون رموز أو أرقام أو أحرف كبيرة.
    .another_word = يُفضّل إضافة كلمة أخرى أقل شيوعًا.
    .capitalization = يُفضّل تكبير أحرف أخرى غير الحرف الأول.
    .all_uppercase = يُفضّل تكبير بعض الأحرف لا كلها.
    .reverse_words = الكلمات المعكوسة لا تكاد تكون أقوى.
    .substitutions = استبدال «a» بالرمز «@» وما شابه لا يفيد كثيرًا.
    .longer_key_pattern = يُفضّل استخدام أنماط أطول يتغير اتجاهها.
    .repeated = يُفضّل تجنّب الكلمات والأحرف المكررة.
    .sequences = يُفضّل تجنّب الأحرف المتسلسلة.
    .recent_years = يُفضّل تجنّب السنوات الأخيرة.
    .associated_years = يُفضّل تجنّب السنوات المرتبطة بك.
    .associated_dates = يُفضّل تجنّب التواريخ المرتبطة بك.
