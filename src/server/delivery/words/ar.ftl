# Arabic. Numbers are written in Western digits.

good_for_minutes =
    { WITHOUT_HUNDREDS($minutes) ->
        [zero] صالح لمدة { $minutes } دقيقة.
        [one] صالح لمدة دقيقة واحدة.
        [two] صالح لمدة دقيقتين.
        [few] صالح لمدة { $minutes } دقائق.
        [many] صالح لمدة { $minutes } دقيقة.
       *[other] صالح لمدة { $minutes } دقيقة.
    }
good_for_minutes_once =
    { WITHOUT_HUNDREDS($minutes) ->
        [zero] صالح لمدة { $minutes } دقيقة ولمرة واحدة فقط.
        [one] صالح لمدة دقيقة واحدة ولمرة واحدة فقط.
        [two] صالح لمدة دقيقتين ولمرة واحدة فقط.
        [few] صالح لمدة { $minutes } دقائق ولمرة واحدة فقط.
        [many] صالح لمدة { $minutes } دقيقة ولمرة واحدة فقط.
       *[other] صالح لمدة { $minutes } دقيقة ولمرة واحدة فقط.
    }
good_for_days =
    { WITHOUT_HUNDREDS($days) ->
        [zero] الرابط صالح لمدة { $days } يوم.
        [one] الرابط صالح لمدة يوم واحد.
        [two] الرابط صالح لمدة يومين.
        [few] الرابط صالح لمدة { $days } أيام.
        [many] الرابط صالح لمدة { $days } يومًا.
       *[other] الرابط صالح لمدة { $days } يوم.
    }
sign_in = تسجيل الدخول
all_is_well = إذا كان ذلك بفعلك، فكل شيء على ما يرام.
not_me = لم يكن ذلك بفعلي
ignore = إذا لم يكن ذلك بفعلك، يمكنك تجاهل هذه الرسالة.

verification_code =
    .subject = { $code } هو رمز التحقق الخاص بك في { $app_name }
    .title = رمز التحقق الخاص بك
    .preview = { good_for_minutes }
    .lead = يُرجى إدخال هذا الرمز للمتابعة في { $app_name }:
    .note = { good_for_minutes } إذا لم يكن الطلب منك، يمكنك تجاهل هذه الرسالة: لا يمكن لأحد الدخول من دون الرمز. لا تشارك الرمز مع أي شخص أبدًا.

reset_password_code =
    .subject = { $code } هو رمز إعادة تعيين كلمة المرور الخاصة بك في { $app_name }
    .title = إعادة تعيين كلمة المرور
    .preview = { good_for_minutes }
    .lead = طلب شخص ما، على الأرجح أنت، إعادة تعيين كلمة المرور في { $app_name }. يُرجى إدخال هذا الرمز لتعيين كلمة مرور جديدة:
    .note = { good_for_minutes } إذا لم يكن الطلب منك، يمكنك تجاهل هذه الرسالة: ستبقى كلمة المرور كما هي. لا تشارك الرمز مع أي شخص أبدًا: من يملكه يمكنه الاستيلاء على حسابك.

magic_link_sign_in =
    .subject = تسجيل الدخول إلى { $app_name }
    .title = رابط تسجيل الدخول
    .preview = { good_for_minutes }
    .lead = يُرجى فتح هذا الرابط لتسجيل الدخول إلى { $app_name }:
    .note = { good_for_minutes_once } إذا لم يكن الطلب منك، فلا تفتح الرابط: سيتمكن من طلبه من الدخول.
    .action = { sign_in }

magic_link_sign_up =
    .subject = تأكيد عنوان بريدك الإلكتروني في { $app_name }
    .title = تأكيد عنوان بريدك الإلكتروني
    .preview = { good_for_minutes }
    .lead = يُرجى فتح هذا الرابط لإكمال التسجيل في { $app_name }:
    .note = { good_for_minutes_once } إذا لم يكن الطلب منك، فلا تفتح الرابط: سيتمكن من طلبه من الدخول.
    .action = تأكيد عنواني

account_exists =
    .subject = لديك حساب في { $app_name } بالفعل
    .title = لديك حساب بالفعل
    .preview = حاول شخص ما، على الأرجح أنت، التسجيل بهذا العنوان.
    .lead = حاول شخص ما، على الأرجح أنت، التسجيل في { $app_name } بهذا العنوان. يوجد حساب بهذا العنوان بالفعل، لذا يُرجى تسجيل الدخول:
    .note = { ignore } لم يتغير أي شيء.
    .action = { sign_in }

no_account =
    .subject = ليس لديك حساب في { $app_name } بعد
    .title = لا يوجد حساب بهذا العنوان
    .preview = حاول شخص ما، على الأرجح أنت، تسجيل الدخول بهذا العنوان.
    .lead = حاول شخص ما، على الأرجح أنت، تسجيل الدخول إلى { $app_name } بهذا العنوان. لا يوجد حساب بهذا العنوان: { $mode ->
        [restricted] يُرجى استخدام عنوان آخر أو طلب دعوة:
        [waitlist] يُرجى استخدام عنوان آخر أو الانضمام إلى قائمة الانتظار:
       *[public] يُرجى استخدام عنوان آخر أو إنشاء حساب:
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] الانضمام إلى قائمة الانتظار
       *[public] إنشاء حساب
    }

account_connected =
    .subject = تم ربط { $provider } بحسابك في { $app_name }
    .title = هناك طريقة جديدة للدخول إلى حسابك
    .preview = { all_is_well }
    .lead = يمكنك من الآن تسجيل الدخول إلى { $app_name } باستخدام { $provider }. إذا تم الربط بفعلك، فكل شيء على ما يرام.
    .note = إذا لم يكن ذلك بفعلك، يُرجى تسجيل الدخول ثم تسجيل الخروج من جميع الأجهزة الأخرى وإلغاء الربط.
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = تم تغيير كلمة المرور الخاصة بك في { $app_name }
    .title = تم تغيير كلمة المرور الخاصة بك
    .preview = { all_is_well }
    .lead = تم للتو تغيير كلمة مرور حسابك في { $app_name }. { all_is_well }
    .note = إذا لم يكن ذلك بفعلك، فهناك شخص آخر يقرأ بريدك: يُرجى تغيير كلمة مرور بريدك الإلكتروني أولًا، ثم تعيين كلمة مرور جديدة لحسابك وتسجيل الخروج من جميع الأجهزة الأخرى.
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = تمت إضافة مفتاح مرور إلى حسابك في { $app_name }
    .title = يوجد مفتاح مرور جديد لحسابك
    .preview = { all_is_well }
    .lead = يمكنك من الآن تسجيل الدخول إلى { $app_name } باستخدام مفتاح المرور «{ $passkey }». إذا تمت الإضافة بفعلك، فكل شيء على ما يرام.
    .note = إذا لم يكن ذلك بفعلك، يُرجى تسجيل الدخول ثم تسجيل الخروج من جميع الأجهزة الأخرى وإزالة مفتاح المرور.
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = تم إنشاء مفتاح API في حسابك في { $app_name }
    .title = يوجد مفتاح API جديد في حسابك
    .preview = { all_is_well }
    .lead = من الآن يتصرف باسمك في { $app_name } كل برنامج لديه المفتاح «{ $api_key }». إذا تم الإنشاء بفعلك، فكل شيء على ما يرام.
    .note = إذا لم يكن ذلك بفعلك، يُرجى تسجيل الدخول ثم تسجيل الخروج من جميع الأجهزة الأخرى وإلغاء المفتاح.
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = تمت إزالة مفتاح مرور من حسابك في { $app_name }
    .title = تمت إزالة مفتاح مرور
    .preview = { all_is_well }
    .lead = لم يعد من الممكن تسجيل الدخول إلى { $app_name } باستخدام مفتاح المرور «{ $passkey }». إذا تمت الإزالة بفعلك، فكل شيء على ما يرام.
    .note = إذا لم يكن ذلك بفعلك، يُرجى تسجيل الدخول ثم تسجيل الخروج من جميع الأجهزة الأخرى.
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = لديك دعوة إلى { $app_name }
    .title = دعوتك إلى { $app_name }
    .preview = { good_for_days }
    .lead = لديك دعوة إلى { $app_name }. يُرجى فتح هذا الرابط لإنشاء حسابك:
    .note = { good_for_days } وهو مخصص لهذا العنوان فقط. إذا كنت لا تعرف سبب وصول هذه الرسالة إليك، يمكنك تجاهلها. لا تشارك الرابط مع أحد: من يفتحه يمكنه التسجيل باسمك.
    .action = قبول الدعوة

organization_invitation =
    .subject = لديك دعوة إلى { $organization } في { $app_name }
    .title = دعوتك إلى { $organization }
    .preview = صاحب الدعوة: { $inviter }.
    .lead = لديك دعوة للانضمام إلى { $organization } في { $app_name }. يُرجى فتح هذا الرابط لقبولها:
    .note = صاحب الدعوة: { $inviter }. { good_for_days } وهو مخصص لهذا العنوان فقط. إذا كنت لا تعرف سبب وصول هذه الرسالة إليك، يمكنك تجاهلها. لا تشارك الرابط مع أحد: من يفتحه يمكنه التسجيل باسمك.
    .action = قبول الدعوة

organization_membership_request =
    .subject = طلب انضمام إلى { $organization } من { $identifier }
    .title = طلب انضمام إلى { $organization }
    .preview = هناك من ينتظر الرد.
    .lead = وصل طلب من { $identifier } للانضمام إلى { $organization } على { $app_name }. للرد، يُرجى فتح هذا الرابط:
    .note = وصلتك هذه الرسالة لأن إدارة أعضاء { $organization } من مهامك.
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = أصبحت الآن عضوًا في { $organization }
    .title = أنت عضو في { $organization }
    .preview = تم قبول طلبك.
    .lead = تم قبول طلبك للانضمام إلى { $organization } على { $app_name }. للانتقال إليها، يُرجى فتح هذا الرابط:
    .note = إذا لم يكن الطلب منك، يمكنك مغادرة { $organization } في أي وقت.
    .action = { $app_name }

organization_invitation_accepted =
    .subject = انضمام { $identifier } إلى { $organization }
    .title = تم قبول دعوتك
    .preview = العضوية في { $organization } سارية الآن.
    .lead = تم قبول دعوتك من { $identifier }، والعضوية في { $organization } على { $app_name } سارية الآن. لعرض الأعضاء، يُرجى فتح هذا الرابط:
    .note = وصلتك هذه الرسالة لأن الدعوة كانت منك.
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } هو رمز { $identifier } في { $app_name }
    .title = تأكيد { $identifier }
    .preview = تقول { $organization } إن { $identifier } هو نطاقها.
    .lead = تقول { $organization } في { $app_name } إن { $identifier } هو نطاقها. لتأكيد ذلك، يُرجى إدخال هذا الرمز هناك:
    .note = { good_for_minutes } إذا لم يكن الطلب منك، يمكنك تجاهل هذه الرسالة: لن يحدث شيء من دون الرمز. لا تشارك الرمز مع أي شخص أبدًا: من يملكه يمكنه تحديد من ينضم إلى { $organization } بعنوان في { $identifier }.

waitlist =
    .subject = أنت على قائمة الانتظار في { $app_name }
    .title = أنت على القائمة
    .preview = سنراسلك فور توفر مكان لك.
    .lead = شكرًا على اهتمامك بـ { $app_name }. سنرسل إليك دعوة فور توفر مكان لك.
    .note = إذا لم يكن الانضمام إلى القائمة بفعلك، يمكنك تجاهل هذه الرسالة.
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } هو رمز التحقق الخاص بك في { $app_name }. لا تشاركه مع أحد.

account_exists_sms =
    .lead = لديك حساب في { $app_name } بالفعل. تسجيل الدخول: { $url }

account_deleted =
    .subject = تم حذف حسابك في { $app_name }
    .title = تم حذف حسابك
    .preview = { all_is_well }
    .lead = تم حذف حسابك في { $app_name } وكل ما يتعلق به، بناءً على طلبك.
    .note = إذا لم يكن ذلك بفعلك، فقد تمكّن شخص آخر من الدخول إلى حسابك. يُرجى مراسلة الجهة المسؤولة عن { $app_name }.
    .action = { $app_name }

address_in_use =
    .subject = لديك حساب في { $app_name } بالفعل
    .title = يوجد حساب بهذا العنوان بالفعل
    .preview = حاول شخص ما، على الأرجح أنت، إضافة هذا العنوان إلى حساب آخر.
    .lead = حاول شخص ما، على الأرجح أنت، إضافة هذا العنوان إلى حساب آخر في { $app_name }. لهذا العنوان حساب خاص به، ولا يمكن أن ينتمي إلى حسابين:
    .note = { ignore } لم يتغير أي شيء.
    .action = { sign_in }

identifier_added =
    .subject = تمت إضافة { $identifier } إلى حسابك في { $app_name }
    .title = هناك شيء جديد في حسابك
    .preview = { all_is_well }
    .lead = من الآن يتضمن حسابك في { $app_name } أيضًا { $identifier }. { all_is_well }
    .note = إذا لم يكن ذلك بفعلك، يُرجى تسجيل الدخول ثم إزالة ما تمت إضافته وتغيير كلمة المرور وتسجيل الخروج من جميع الأجهزة الأخرى.
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = تمت إزالة { $identifier } من حسابك في { $app_name }
    .title = تمت إزالة شيء من حسابك
    .preview = { all_is_well }
    .lead = لم يعد حسابك في { $app_name } يتضمن { $identifier }. { all_is_well }
    .note = إذا لم يكن ذلك بفعلك، يُرجى تسجيل الدخول ثم تغيير كلمة المرور وتسجيل الخروج من جميع الأجهزة الأخرى.
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = ستصلك رسائل { $app_name } من الآن عبر { $identifier }
    .title = ستصلك الرسائل من الآن في مكان آخر
    .preview = { all_is_well }
    .lead = ستصلك رسائل { $app_name } من الآن عبر { $identifier }. إذا تم هذا التغيير بفعلك، فكل شيء على ما يرام.
    .note = إذا لم يكن ذلك بفعلك، يُرجى تسجيل الدخول ثم تغيير كلمة المرور وتسجيل الخروج من جميع الأجهزة الأخرى.
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = أصبحت لحسابك في { $app_name } كلمة مرور
    .title = تم تعيين كلمة مرور
    .preview = { all_is_well }
    .lead = يمكنك من الآن تسجيل الدخول إلى { $app_name } باستخدام كلمة مرور. إذا تم تعيينها بفعلك، فكل شيء على ما يرام.
    .note = إذا لم يكن ذلك بفعلك، يُرجى تسجيل الدخول ثم تعيين كلمة مرور أخرى وتسجيل الخروج من جميع الأجهزة الأخرى.
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = لم تعد لحسابك في { $app_name } كلمة مرور
    .title = تمت إزالة كلمة المرور الخاصة بك
    .preview = { all_is_well }
    .lead = لم يعد من الممكن تسجيل الدخول إلى { $app_name } باستخدام كلمة مرور. إذا تمت الإزالة بفعلك، فكل شيء على ما يرام.
    .note = إذا لم يكن ذلك بفعلك، يُرجى تسجيل الدخول ثم تعيين كلمة مرور جديدة وتسجيل الخروج من جميع الأجهزة الأخرى.
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = لم تعد كلمة مرور حسابك في { $app_name } صالحة
    .title = يجب تغيير كلمة المرور الخاصة بك
    .preview = قد يكون آخرون على علم بها.
    .lead = قد يكون آخرون على علم بكلمة مرور حسابك في { $app_name }. لم يعد من الممكن تسجيل الدخول بها إلى أن يتم تعيين كلمة مرور جديدة.
    .note = يُرجى تسجيل الدخول وتعيين كلمة مرور جديدة. إذا كانت كلمة المرور القديمة مستخدمة في مكان آخر، فيُرجى تغييرها هناك أيضًا.
    .action = { sign_in }

second_factor_added =
    .subject = تمت إضافة خطوة تحقق ثانية إلى حسابك في { $app_name }
    .title = تمت إضافة خطوة تحقق ثانية
    .preview = { all_is_well }
    .lead = من الآن يتطلب تسجيل الدخول إلى { $app_name } رمزًا أيضًا.
    .note = إذا لم يكن ذلك بفعلك، فهناك من يمكنه الوصول إلى حسابك: يُرجى تسجيل الدخول ثم إزالة هذه الخطوة وتغيير كلمة المرور.
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = تمت إزالة خطوة تحقق ثانية من حسابك في { $app_name }
    .title = تمت إزالة خطوة تحقق ثانية
    .preview = { all_is_well }
    .lead = أصبح عدد الرموز المطلوبة لتسجيل الدخول إلى { $app_name } أقل بواحد من ذي قبل.
    .note = إذا لم يكن ذلك بفعلك، فهناك من يمكنه الوصول إلى حسابك: يُرجى تغيير كلمة المرور وإضافة خطوة تحقق ثانية من جديد.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = تم استبدال الرموز الاحتياطية الخاصة بك في { $app_name }
    .title = تم استبدال الرموز الاحتياطية
    .preview = { all_is_well }
    .lead = توجد رموز احتياطية جديدة لحسابك في { $app_name }. لم تعد الرموز القديمة صالحة.
    .note = إذا لم يكن ذلك بفعلك، فهناك من يمكنه الوصول إلى حسابك: يُرجى تسجيل الدخول ثم تغيير كلمة المرور وإنشاء رموز جديدة.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = تمت إزالة الرموز الاحتياطية الخاصة بك في { $app_name }
    .title = تمت إزالة الرموز الاحتياطية
    .preview = { all_is_well }
    .lead = لم تعد توجد رموز احتياطية لحسابك في { $app_name }. لم تعد الرموز القديمة صالحة.
    .note = إذا لم يكن ذلك بفعلك، فهناك من يمكنه الوصول إلى حسابك: يُرجى تسجيل الدخول ثم تغيير كلمة المرور وإنشاء رموز جديدة.
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = استُخدم رمز احتياطي لحسابك في { $app_name }
    .title = تم استخدام رمز احتياطي
    .preview = { all_is_well }
    .lead = أثبت شخص ما، على الأرجح أنت، هويته لدى { $app_name } باستخدام أحد رموزك الاحتياطية. لم يعد هذا الرمز صالحًا.
    .note = إذا لم يكن ذلك بفعلك، فهناك من يملك رموزك الاحتياطية وأكثر من ذلك: يُرجى تسجيل الدخول ثم تغيير كلمة المرور وإنشاء رموز جديدة.
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = تسجيل دخول جديد إلى { $app_name }
    .title = تسجيل دخول جديد إلى حسابك
    .preview = { all_is_well }
    .lead = سجّل شخص ما، على الأرجح أنت، الدخول إلى { $app_name } على جهاز لم يُستخدم فيه حسابك من قبل: { $device }. { all_is_well }
    .note = إذا لم يكن ذلك بفعلك، فهناك من يعرف كيف يدخل: يُرجى تسجيل الدخول ثم تسجيل الخروج من جميع الأجهزة الأخرى وتغيير كلمة المرور.
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = تم إلغاء ربط { $provider } بحسابك في { $app_name }
    .title = لم تعد إحدى طرق الدخول إلى حسابك متاحة
    .preview = { all_is_well }
    .lead = لم يعد من الممكن تسجيل الدخول إلى { $app_name } باستخدام { $provider }. إذا تم إلغاء الربط بفعلك، فكل شيء على ما يرام.
    .note = إذا لم يكن ذلك بفعلك، يُرجى تسجيل الدخول ثم تغيير كلمة المرور وتسجيل الخروج من جميع الأجهزة الأخرى.
    .action = { sign_in }
    .disavow = { not_me }
