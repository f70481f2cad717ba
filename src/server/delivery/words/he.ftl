# Hebrew, in words that suit everyone.

good_for_minutes =
    { $minutes ->
        [one] תקף לדקה אחת.
        [two] תקף לשתי דקות.
       *[other] תקף ל-{ $minutes } דקות.
    }
good_for_minutes_once =
    { $minutes ->
        [one] תקף לדקה אחת ולפעם אחת בלבד.
        [two] תקף לשתי דקות ולפעם אחת בלבד.
       *[other] תקף ל-{ $minutes } דקות ולפעם אחת בלבד.
    }
good_for_days =
    { $days ->
        [one] הקישור תקף ליום אחד.
        [two] הקישור תקף ליומיים.
       *[other] הקישור תקף ל-{ $days } ימים.
    }
sign_in = כניסה
all_is_well = אם זו הייתה פעולה שלך, הכול בסדר.
not_me = זו לא הייתה פעולה שלי
ignore = אם זו לא הייתה פעולה שלך, אפשר להתעלם מההודעה הזו.

verification_code =
    .subject = { $code } הוא קוד האימות שלך ב-{ $app_name }
    .title = קוד האימות שלך
    .preview = { good_for_minutes }
    .lead = כדי להמשיך ב-{ $app_name }, יש להזין את הקוד הבא:
    .note = { good_for_minutes } אם לא ביקשת את הקוד, אפשר להתעלם מההודעה הזו: איש לא יכול להיכנס בלי הקוד. אין למסור אותו לאף אחד.

reset_password_code =
    .subject = { $code } הוא הקוד לאיפוס הסיסמה שלך ב-{ $app_name }
    .title = איפוס הסיסמה
    .preview = { good_for_minutes }
    .lead = התקבלה בקשה, כנראה ממך, לאיפוס הסיסמה ב-{ $app_name }. כדי להגדיר סיסמה חדשה, יש להזין את הקוד הבא:
    .note = { good_for_minutes } אם לא ביקשת את הקוד, אפשר להתעלם מההודעה הזו: הסיסמה שלך לא תשתנה. אין למסור את הקוד לאף אחד: מי שמחזיק בו יכול להשתלט על החשבון שלך.

magic_link_sign_in =
    .subject = כניסה אל { $app_name }
    .title = קישור הכניסה שלך
    .preview = { good_for_minutes }
    .lead = כדי להיכנס אל { $app_name }, יש לפתוח את הקישור הבא:
    .note = { good_for_minutes_once } אם לא ביקשת את הקישור, אין לפתוח אותו: מי שביקש אותו יוכל להיכנס.
    .action = { sign_in }

magic_link_sign_up =
    .subject = אימות כתובת האימייל שלך ב-{ $app_name }
    .title = אימות כתובת האימייל שלך
    .preview = { good_for_minutes }
    .lead = כדי להשלים את ההרשמה אל { $app_name }, יש לפתוח את הקישור הבא:
    .note = { good_for_minutes_once } אם לא ביקשת את הקישור, אין לפתוח אותו: מי שביקש אותו יוכל להיכנס.
    .action = אימות הכתובת שלי

account_exists =
    .subject = כבר יש לך חשבון ב-{ $app_name }
    .title = כבר יש לך חשבון
    .preview = התקבלה בקשה, כנראה ממך, להירשם עם הכתובת הזו.
    .lead = התקבלה בקשה, כנראה ממך, להירשם אל { $app_name } עם הכתובת הזו. כבר קיים חשבון עם הכתובת הזו, ולכן אפשר להיכנס אליו:
    .note = { ignore } דבר לא השתנה.
    .action = { sign_in }

no_account =
    .subject = עדיין אין לך חשבון ב-{ $app_name }
    .title = אין חשבון עם הכתובת הזו
    .preview = התקבלה בקשה, כנראה ממך, להיכנס עם הכתובת הזו.
    .lead = התקבלה בקשה, כנראה ממך, להיכנס אל { $app_name } עם הכתובת הזו. אין חשבון עם הכתובת הזו: { $mode ->
        [restricted] אפשר להשתמש בכתובת אחרת או לבקש הזמנה:
        [waitlist] אפשר להשתמש בכתובת אחרת או להצטרף לרשימת ההמתנה:
       *[public] אפשר להשתמש בכתובת אחרת או להירשם:
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] הצטרפות לרשימת ההמתנה
       *[public] הרשמה
    }

account_connected =
    .subject = החיבור של { $provider } לחשבון שלך ב-{ $app_name } הושלם
    .title = יש דרך חדשה להיכנס לחשבון שלך
    .preview = { all_is_well }
    .lead = מעכשיו אפשר להיכנס אל { $app_name } באמצעות { $provider }. אם החיבור היה פעולה שלך, הכול בסדר.
    .note = אם זו לא הייתה פעולה שלך, יש להיכנס לחשבון, לצאת מכל שאר המכשירים ולבטל את החיבור.
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = הסיסמה שלך ב-{ $app_name } שונתה
    .title = הסיסמה שלך שונתה
    .preview = { all_is_well }
    .lead = הסיסמה לחשבון שלך ב-{ $app_name } שונתה זה עתה. { all_is_well }
    .note = אם זו לא הייתה פעולה שלך, מישהו אחר קורא את האימייל שלך: יש לשנות קודם את הסיסמה לתיבת האימייל, לאחר מכן להגדיר סיסמה חדשה לחשבון שלך ולצאת מכל שאר המכשירים.
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = מפתח גישה נוסף לחשבון שלך ב-{ $app_name }
    .title = יש מפתח גישה חדש לחשבון שלך
    .preview = { all_is_well }
    .lead = מעכשיו אפשר להיכנס אל { $app_name } באמצעות מפתח הגישה "{ $passkey }". אם ההוספה הייתה פעולה שלך, הכול בסדר.
    .note = אם זו לא הייתה פעולה שלך, יש להיכנס לחשבון, לצאת מכל שאר המכשירים ולהסיר את מפתח הגישה.
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = מפתח API נוצר בחשבון שלך ב-{ $app_name }
    .title = יש מפתח API חדש בחשבון שלך
    .preview = { all_is_well }
    .lead = מעכשיו תוכנה שיש לה המפתח "{ $api_key }" פועלת בשמך ב-{ $app_name }. אם היצירה הייתה פעולה שלך, הכול בסדר.
    .note = אם זו לא הייתה פעולה שלך, יש להיכנס לחשבון, לצאת מכל שאר המכשירים ולבטל את המפתח.
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = מפתח גישה הוסר מהחשבון שלך ב-{ $app_name }
    .title = מפתח גישה הוסר
    .preview = { all_is_well }
    .lead = אי אפשר עוד להיכנס אל { $app_name } באמצעות מפתח הגישה "{ $passkey }". אם ההסרה הייתה פעולה שלך, הכול בסדר.
    .note = אם זו לא הייתה פעולה שלך, יש להיכנס לחשבון ולצאת מכל שאר המכשירים.
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = קיבלת הזמנה אל { $app_name }
    .title = ההזמנה שלך אל { $app_name }
    .preview = { good_for_days }
    .lead = קיבלת הזמנה אל { $app_name }. כדי ליצור חשבון, יש לפתוח את הקישור הבא:
    .note = { good_for_days } הוא מיועד לכתובת הזו בלבד. אם לא ברור לך למה קיבלת אותו, אפשר להתעלם מההודעה הזו. אין להעביר אותו הלאה: מי שיפתח את הקישור יוכל להירשם בשמך.
    .action = קבלת ההזמנה

organization_invitation =
    .subject = קיבלת הזמנה אל { $organization } ב-{ $app_name }
    .title = ההזמנה שלך אל { $organization }
    .preview = ההזמנה נשלחה מאת: { $inviter }.
    .lead = קיבלת הזמנה להצטרף אל { $organization } ב-{ $app_name }. כדי לקבל אותה, יש לפתוח את הקישור הבא:
    .note = ההזמנה נשלחה מאת: { $inviter }. { good_for_days } הוא מיועד לכתובת הזו בלבד. אם לא ברור לך למה קיבלת אותו, אפשר להתעלם מההודעה הזו. אין להעביר אותו הלאה: מי שיפתח את הקישור יוכל להירשם בשמך.
    .action = קבלת ההזמנה

organization_membership_request =
    .subject = בקשה מאת { $identifier } להצטרף אל { $organization }
    .title = בקשה להצטרף אל { $organization }
    .preview = מישהו ממתין לתשובה.
    .lead = התקבלה בקשה מאת { $identifier } להצטרף אל { $organization } ב-{ $app_name }. אפשר להשיב בקישור הזה:
    .note = ההודעה הזאת נשלחה אליך כי ניהול החברים של { $organization } הוא באחריותך.
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = הצטרפת אל { $organization }
    .title = החברות שלך ב-{ $organization } אושרה
    .preview = הבקשה שלך התקבלה.
    .lead = הבקשה שלך להצטרף אל { $organization } ב-{ $app_name } התקבלה. אפשר להגיע לשם בקישור הזה:
    .note = אם הבקשה לא הייתה שלך, אפשר לעזוב את { $organization } בכל עת.
    .action = { $app_name }

organization_invitation_accepted =
    .subject = הצטרפות של { $identifier } אל { $organization }
    .title = ההזמנה שלך התקבלה
    .preview = החברות ב-{ $organization } כבר בתוקף.
    .lead = ההזמנה שלך התקבלה על ידי { $identifier }, והחברות ב-{ $organization } ב-{ $app_name } כבר בתוקף. אפשר לראות את החברים בקישור הזה:
    .note = ההודעה הזאת נשלחה אליך כי ההזמנה הייתה שלך.
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } הוא הקוד עבור { $identifier } ב-{ $app_name }
    .title = אימות { $identifier }
    .preview = { $organization } מציין ש-{ $identifier } הוא הדומיין שלו.
    .lead = { $organization } מציין ב-{ $app_name } ש-{ $identifier } הוא הדומיין שלו. כדי לאשר זאת, יש להזין שם את הקוד הבא:
    .note = { good_for_minutes } אם לא ביקשת את הקוד, אפשר להתעלם מההודעה הזו: בלי הקוד לא יקרה דבר. אין למסור אותו לאף אחד: מי שמחזיק בו יכול לקבוע מי מצטרף אל { $organization } עם כתובת ב-{ $identifier }.

waitlist =
    .subject = שמך ברשימת ההמתנה של { $app_name }
    .title = שמך ברשימה
    .preview = נכתוב לך ברגע שיתפנה מקום.
    .lead = תודה על ההתעניינות ב-{ $app_name }. נשלח לך הזמנה ברגע שיתפנה מקום.
    .note = אם לא נרשמת לרשימה, אפשר להתעלם מההודעה הזו.
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } הוא קוד האימות שלך ב-{ $app_name }. אין למסור אותו לאף אחד.

account_exists_sms =
    .lead = כבר יש לך חשבון ב-{ $app_name }. כניסה: { $url }

account_deleted =
    .subject = החשבון שלך ב-{ $app_name } נמחק
    .title = החשבון שלך נמחק
    .preview = { all_is_well }
    .lead = החשבון שלך ב-{ $app_name } וכל מה שהיה שייך לו נמחקו, לפי בקשתך.
    .note = אם זו לא הייתה פעולה שלך, מישהו אחר נכנס לחשבון. יש לפנות לצוות שמפעיל את { $app_name }.
    .action = { $app_name }

address_in_use =
    .subject = כבר יש לך חשבון ב-{ $app_name }
    .title = כבר קיים חשבון עם הכתובת הזו
    .preview = התקבלה בקשה, כנראה ממך, להוסיף את הכתובת הזו לחשבון אחר.
    .lead = התקבלה בקשה, כנראה ממך, להוסיף את הכתובת הזו לחשבון אחר ב-{ $app_name }. לכתובת הזו כבר יש חשבון משלה, והיא לא יכולה להיות שייכת לשני חשבונות:
    .note = { ignore } דבר לא השתנה.
    .action = { sign_in }

identifier_added =
    .subject = ההוספה של { $identifier } לחשבון שלך ב-{ $app_name } הושלמה
    .title = יש משהו חדש בחשבון שלך
    .preview = { all_is_well }
    .lead = מעכשיו החשבון שלך ב-{ $app_name } כולל גם את { $identifier }. { all_is_well }
    .note = אם זו לא הייתה פעולה שלך, יש להיכנס לחשבון, להסיר את מה שנוסף, לשנות את הסיסמה ולצאת מכל שאר המכשירים.
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = ההסרה של { $identifier } מהחשבון שלך ב-{ $app_name } הושלמה
    .title = משהו הוסר מהחשבון שלך
    .preview = { all_is_well }
    .lead = החשבון שלך ב-{ $app_name } כבר לא כולל את { $identifier }. { all_is_well }
    .note = אם זו לא הייתה פעולה שלך, יש להיכנס לחשבון, לשנות את הסיסמה ולצאת מכל שאר המכשירים.
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = ההודעות של { $app_name } יישלחו מעכשיו אל { $identifier }
    .title = ההודעות יגיעו אליך מעכשיו למקום אחר
    .preview = { all_is_well }
    .lead = מעכשיו ההודעות של { $app_name } יישלחו אל { $identifier }. אם השינוי היה פעולה שלך, הכול בסדר.
    .note = אם זו לא הייתה פעולה שלך, יש להיכנס לחשבון, לשנות את הסיסמה ולצאת מכל שאר המכשירים.
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = לחשבון שלך ב-{ $app_name } יש עכשיו סיסמה
    .title = הוגדרה סיסמה
    .preview = { all_is_well }
    .lead = מעכשיו אפשר להיכנס אל { $app_name } באמצעות סיסמה. אם הגדרת הסיסמה הייתה פעולה שלך, הכול בסדר.
    .note = אם זו לא הייתה פעולה שלך, יש להיכנס לחשבון, להגדיר סיסמה אחרת ולצאת מכל שאר המכשירים.
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = לחשבון שלך ב-{ $app_name } אין יותר סיסמה
    .title = הסיסמה שלך הוסרה
    .preview = { all_is_well }
    .lead = אי אפשר עוד להיכנס אל { $app_name } באמצעות סיסמה. אם ההסרה הייתה פעולה שלך, הכול בסדר.
    .note = אם זו לא הייתה פעולה שלך, יש להיכנס לחשבון, להגדיר סיסמה חדשה ולצאת מכל שאר המכשירים.
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = הסיסמה של החשבון שלך ב-{ $app_name } כבר לא תקפה
    .title = צריך להחליף את הסיסמה שלך
    .preview = ייתכן שהיא ידועה לאחרים.
    .lead = ייתכן שהסיסמה של החשבון שלך ב-{ $app_name } ידועה לאחרים. אי אפשר עוד להיכנס באמצעותה עד שתוגדר סיסמה חדשה.
    .note = יש להיכנס לחשבון ולהגדיר סיסמה חדשה. אם הסיסמה הישנה משמשת אותך גם במקום אחר, יש לשנות אותה גם שם.
    .action = { sign_in }

second_factor_added =
    .subject = נוסף שלב אימות שני לחשבון שלך ב-{ $app_name }
    .title = נוסף שלב אימות שני
    .preview = { all_is_well }
    .lead = מעכשיו צריך גם קוד כדי להיכנס אל { $app_name }.
    .note = אם זו לא הייתה פעולה שלך, למישהו יש גישה לחשבון שלך: יש להיכנס לחשבון, להסיר את השלב ולשנות את הסיסמה.
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = הוסר שלב אימות שני מהחשבון שלך ב-{ $app_name }
    .title = הוסר שלב אימות שני
    .preview = { all_is_well }
    .lead = מעכשיו צריך קוד אחד פחות מקודם כדי להיכנס אל { $app_name }.
    .note = אם זו לא הייתה פעולה שלך, למישהו יש גישה לחשבון שלך: יש לשנות את הסיסמה ולהוסיף שוב שלב אימות שני.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = קודי הגיבוי שלך ב-{ $app_name } הוחלפו
    .title = קודי הגיבוי הוחלפו
    .preview = { all_is_well }
    .lead = יש קודי גיבוי חדשים לחשבון שלך ב-{ $app_name }. הקודים הישנים כבר לא תקפים.
    .note = אם זו לא הייתה פעולה שלך, למישהו יש גישה לחשבון שלך: יש להיכנס לחשבון, לשנות את הסיסמה וליצור קודים חדשים.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = קודי הגיבוי שלך ב-{ $app_name } הוסרו
    .title = קודי הגיבוי הוסרו
    .preview = { all_is_well }
    .lead = אין יותר קודי גיבוי לחשבון שלך ב-{ $app_name }. הקודים הישנים כבר לא תקפים.
    .note = אם זו לא הייתה פעולה שלך, למישהו יש גישה לחשבון שלך: יש להיכנס לחשבון, לשנות את הסיסמה וליצור קודים חדשים.
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = נעשה שימוש בקוד גיבוי אצל { $app_name }
    .title = קוד גיבוי שימש לכניסה
    .preview = { all_is_well }
    .lead = מישהו, כנראה את או אתה, אימת את זהותו אצל { $app_name } באמצעות אחד מקודי הגיבוי שלך. הקוד כבר לא תקף.
    .note = אם זו לא הייתה פעולה שלך, למישהו יש את קודי הגיבוי שלך ועוד: יש להיכנס לחשבון, לשנות את הסיסמה וליצור קודים חדשים.
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = כניסה חדשה אל { $app_name }
    .title = כניסה חדשה לחשבון שלך
    .preview = { all_is_well }
    .lead = בוצעה כניסה, כנראה על ידך, אל { $app_name } במכשיר שבו החשבון שלך לא היה בשימוש קודם לכן: { $device }. { all_is_well }
    .note = אם זו לא הייתה פעולה שלך, מישהו יודע איך להיכנס: יש להיכנס לחשבון, לצאת מכל שאר המכשירים ולשנות את הסיסמה.
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = החיבור של { $provider } לחשבון שלך ב-{ $app_name } בוטל
    .title = אחת הדרכים להיכנס לחשבון שלך כבר לא קיימת
    .preview = { all_is_well }
    .lead = אי אפשר עוד להיכנס אל { $app_name } באמצעות { $provider }. אם ביטול החיבור היה פעולה שלך, הכול בסדר.
    .note = אם זו לא הייתה פעולה שלך, יש להיכנס לחשבון, לשנות את הסיסמה ולצאת מכל שאר המכשירים.
    .action = { sign_in }
    .disavow = { not_me }
