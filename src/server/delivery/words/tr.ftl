# Turkish. People are addressed as “siz”. Names get no endings.

good_for_minutes = { $minutes } dakika geçerlidir.
good_for_minutes_once = { $minutes } dakika ve yalnızca bir kez geçerlidir.
good_for_days = Bağlantı { $days } gün geçerlidir.
sign_in = Oturum aç
all_is_well = Bunu yapan sizseniz sorun yok.
not_me = Bunu yapan ben değilim
ignore = Bunu yapan siz değilseniz bu e-postayı dikkate almayabilirsiniz.

verification_code =
    .subject = { $code }, { $app_name } doğrulama kodunuz
    .title = Doğrulama kodunuz
    .preview = { good_for_minutes }
    .lead = { $app_name } uygulamasında devam etmek için bu kodu girin:
    .note = { good_for_minutes } Kodu siz istemediyseniz bu e-postayı dikkate almayabilirsiniz: kod olmadan kimse giremez. Kodu asla kimseyle paylaşmayın.

reset_password_code =
    .subject = { $code }, { $app_name } şifrenizi sıfırlama kodunuz
    .title = Şifrenizi sıfırlayın
    .preview = { good_for_minutes }
    .lead = Birisi, muhtemelen siz, { $app_name } şifresini unuttu. Yeni bir şifre belirlemek için bu kodu girin:
    .note = { good_for_minutes } Kodu siz istemediyseniz bu e-postayı dikkate almayabilirsiniz: şifreniz aynı kalır. Kodu asla kimseyle paylaşmayın: koda sahip olan kişi hesabınızı ele geçirebilir.

magic_link_sign_in =
    .subject = { $app_name } hesabınızda oturum açın
    .title = Oturum açma bağlantınız
    .preview = { good_for_minutes }
    .lead = { $app_name } hesabınızda oturum açmak için bu bağlantıyı açın:
    .note = { good_for_minutes_once } Bağlantıyı siz istemediyseniz açmayın: açarsanız isteyen kişi içeri girer.
    .action = { sign_in }

magic_link_sign_up =
    .subject = { $app_name } için e-posta adresinizi doğrulayın
    .title = E-posta adresinizi doğrulayın
    .preview = { good_for_minutes }
    .lead = { $app_name } kaydınızı tamamlamak için bu bağlantıyı açın:
    .note = { good_for_minutes_once } Bağlantıyı siz istemediyseniz açmayın: açarsanız isteyen kişi içeri girer.
    .action = Adresimi doğrula

account_exists =
    .subject = Zaten bir { $app_name } hesabınız var
    .title = Zaten bir hesabınız var
    .preview = Birisi, muhtemelen siz, bu adresle kaydolmaya çalıştı.
    .lead = Birisi, muhtemelen siz, bu adresle { $app_name } uygulamasına kaydolmaya çalıştı. Bu adresle zaten bir hesap var; oturum açın:
    .note = { ignore } Hiçbir şey değişmedi.
    .action = { sign_in }

no_account =
    .subject = Henüz bir { $app_name } hesabınız yok
    .title = Bu adresle bir hesap yok
    .preview = Birisi, muhtemelen siz, bu adresle oturum açmaya çalıştı.
    .lead = Birisi, muhtemelen siz, bu adresle { $app_name } uygulamasında oturum açmaya çalıştı. Bu adresle bir hesap yok: { $mode ->
        [restricted] başka bir adres kullanın veya davet isteyin:
        [waitlist] başka bir adres kullanın veya bekleme listesine katılın:
       *[public] başka bir adres kullanın veya kaydolun:
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] Bekleme listesine katıl
       *[public] Kaydol
    }

account_connected =
    .subject = { $provider }, { $app_name } hesabınıza bağlandı
    .title = Hesabınıza girmenin yeni bir yolu var
    .preview = { all_is_well }
    .lead = Artık { $app_name } hesabınızda { $provider } ile oturum açabilirsiniz. Bağlayan sizseniz sorun yok.
    .note = Bunu yapan siz değilseniz oturum açın, diğer tüm cihazlarda oturumu kapatın ve bağlantıyı kaldırın.
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = { $app_name } şifreniz değiştirildi
    .title = Şifreniz değiştirildi
    .preview = { all_is_well }
    .lead = { $app_name } hesabınızın şifresi az önce değiştirildi. { all_is_well }
    .note = Bunu yapan siz değilseniz e-postalarınızı başka biri okuyordur: önce e-posta kutunuzun şifresini değiştirin, sonra hesabınız için yeni bir şifre belirleyin ve diğer tüm cihazlarda oturumu kapatın.
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = { $app_name } hesabınıza bir geçiş anahtarı eklendi
    .title = Hesabınız için yeni bir geçiş anahtarı var
    .preview = { all_is_well }
    .lead = Artık { $app_name } hesabınızda “{ $passkey }” geçiş anahtarıyla oturum açabilirsiniz. Ekleyen sizseniz sorun yok.
    .note = Bunu yapan siz değilseniz oturum açın, diğer tüm cihazlarda oturumu kapatın ve geçiş anahtarını kaldırın.
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = { $app_name } hesabınızda bir API anahtarı oluşturuldu
    .title = Hesabınızda yeni bir API anahtarı var
    .preview = { all_is_well }
    .lead = Artık “{ $api_key }” anahtarına sahip bir program { $app_name } üzerinde sizin adınıza işlem yapabilir. Oluşturan sizseniz sorun yok.
    .note = Bunu yapan siz değilseniz oturum açın, diğer tüm cihazlarda oturumu kapatın ve anahtarı iptal edin.
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = { $app_name } hesabınızdan bir geçiş anahtarı kaldırıldı
    .title = Bir geçiş anahtarı kaldırıldı
    .preview = { all_is_well }
    .lead = “{ $passkey }” geçiş anahtarıyla { $app_name } hesabınızda artık oturum açılamaz. Kaldıran sizseniz sorun yok.
    .note = Bunu yapan siz değilseniz oturum açın ve diğer tüm cihazlarda oturumu kapatın.
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = { $app_name } uygulamasına davet edildiniz
    .title = { $app_name } davetiniz
    .preview = { good_for_days }
    .lead = { $app_name } uygulamasına davet edildiniz. Hesabınızı oluşturmak için bu bağlantıyı açın:
    .note = { good_for_days } Yalnızca bu adres içindir. Neden aldığınızı bilmiyorsanız bu e-postayı dikkate almayabilirsiniz. Bağlantıyı kimseyle paylaşmayın: açan kişi sizin adınıza kaydolabilir.
    .action = Daveti kabul et

organization_invitation =
    .subject = { $app_name } uygulamasında { $organization } kuruluşuna davet edildiniz
    .title = { $organization } davetiniz
    .preview = Davet eden: { $inviter }.
    .lead = { $app_name } uygulamasında { $organization } kuruluşuna davet edildiniz. Daveti kabul etmek için bu bağlantıyı açın:
    .note = Davet eden: { $inviter }. { good_for_days } Yalnızca bu adres içindir. Neden aldığınızı bilmiyorsanız bu e-postayı dikkate almayabilirsiniz. Bağlantıyı kimseyle paylaşmayın: açan kişi sizin adınıza kaydolabilir.
    .action = Daveti kabul et

organization_membership_request =
    .subject = { $identifier }, { $organization } kuruluşuna katılmak istiyor
    .title = { $organization } için katılma isteği
    .preview = Biri yanıt bekliyor.
    .lead = { $identifier }, { $app_name } üzerinde { $organization } kuruluşuna katılmak istiyor. Yanıtlamak için bu bağlantıyı açın:
    .note = Bu e-postayı { $organization } kuruluşunun üyelerini yönettiğiniz için alıyorsunuz.
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = Artık { $organization } üyesisiniz
    .title = { $organization } üyesisiniz
    .preview = İsteğiniz kabul edildi.
    .lead = { $app_name } üzerinde { $organization } kuruluşuna katılma isteğiniz kabul edildi. Oraya gitmek için bu bağlantıyı açın:
    .note = Bunu siz istemediyseniz { $organization } kuruluşundan istediğiniz zaman ayrılabilirsiniz.
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier }, { $organization } kuruluşuna katıldı
    .title = Davetiniz kabul edildi
    .preview = Bu kişi artık { $organization } üyesi.
    .lead = { $identifier } davetinizi kabul etti ve artık { $app_name } üzerinde { $organization } üyesi. Üyeleri görmek için bu bağlantıyı açın:
    .note = Bu e-postayı davet sizden geldiği için alıyorsunuz.
    .action = { $app_name }

organization_domain_code =
    .subject = { $code }, { $app_name } uygulamasında { $identifier } için kod
    .title = { $identifier } alan adını doğrulayın
    .preview = { $organization }, { $identifier } alan adının kendisine ait olduğunu belirtiyor.
    .lead = { $organization }, { $app_name } uygulamasında { $identifier } alan adının kendisine ait olduğunu belirtiyor. Bunu onaylamak için bu kodu orada girin:
    .note = { good_for_minutes } Kodu siz istemediyseniz bu e-postayı dikkate almayabilirsiniz: kod olmadan hiçbir şey olmaz. Kodu asla kimseyle paylaşmayın: koda sahip olan kişi, { $identifier } adresi olanlardan kimlerin { $organization } kuruluşuna katılacağına karar verebilir.

waitlist =
    .subject = { $app_name } bekleme listesindesiniz
    .title = Listedesiniz
    .preview = Size yer açılır açılmaz yazacağız.
    .lead = { $app_name } uygulamasına gösterdiğiniz ilgi için teşekkür ederiz. Size yer açılır açılmaz bir davet göndereceğiz.
    .note = Listeye siz katılmadıysanız bu e-postayı dikkate almayabilirsiniz.
    .action = { $app_name }

verification_code_sms =
    .lead = { $code }, { $app_name } doğrulama kodunuz. Kimseyle paylaşmayın.

account_exists_sms =
    .lead = Zaten bir { $app_name } hesabınız var. Oturum açın: { $url }

account_deleted =
    .subject = { $app_name } hesabınız silindi
    .title = Hesabınız silindi
    .preview = { all_is_well }
    .lead = { $app_name } hesabınız ve hesabınıza ait her şey, isteğiniz üzerine silindi.
    .note = Bunu yapan siz değilseniz hesabınıza başka biri girmiş demektir. { $app_name } yöneticisine yazın.
    .action = { $app_name }

address_in_use =
    .subject = Zaten bir { $app_name } hesabınız var
    .title = Bu adresle zaten bir hesap var
    .preview = Birisi, muhtemelen siz, bu adresi başka bir hesaba eklemeye çalıştı.
    .lead = Birisi, muhtemelen siz, bu adresi başka bir { $app_name } hesabına eklemeye çalıştı. Bu adresin zaten kendi hesabı var ve iki hesaba birden ait olamaz:
    .note = { ignore } Hiçbir şey değişmedi.
    .action = { sign_in }

identifier_added =
    .subject = { $identifier }, { $app_name } hesabınıza eklendi
    .title = Hesabınızda yeni bir şey var
    .preview = { all_is_well }
    .lead = { $identifier } artık { $app_name } hesabınıza ait. { all_is_well }
    .note = Bunu yapan siz değilseniz oturum açın, ekleneni kaldırın, şifrenizi değiştirin ve diğer tüm cihazlarda oturumu kapatın.
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = { $identifier }, { $app_name } hesabınızdan kaldırıldı
    .title = Hesabınızdan bir şey kaldırıldı
    .preview = { all_is_well }
    .lead = { $identifier } artık { $app_name } hesabınıza ait değil. { all_is_well }
    .note = Bunu yapan siz değilseniz oturum açın, şifrenizi değiştirin ve diğer tüm cihazlarda oturumu kapatın.
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = { $app_name } artık size { $identifier } üzerinden ulaşacak
    .title = Artık size başka bir yerden ulaşılacak
    .preview = { all_is_well }
    .lead = { $app_name } artık size { $identifier } üzerinden yazacak. Bunu değiştiren sizseniz sorun yok.
    .note = Bunu yapan siz değilseniz oturum açın, şifrenizi değiştirin ve diğer tüm cihazlarda oturumu kapatın.
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = { $app_name } hesabınızın artık bir şifresi var
    .title = Bir şifre belirlendi
    .preview = { all_is_well }
    .lead = Artık { $app_name } hesabınızda bir şifreyle oturum açabilirsiniz. Belirleyen sizseniz sorun yok.
    .note = Bunu yapan siz değilseniz oturum açın, başka bir şifre belirleyin ve diğer tüm cihazlarda oturumu kapatın.
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = { $app_name } hesabınızın artık şifresi yok
    .title = Şifreniz kaldırıldı
    .preview = { all_is_well }
    .lead = { $app_name } hesabınızda artık şifreyle oturum açılamaz. Kaldıran sizseniz sorun yok.
    .note = Bunu yapan siz değilseniz oturum açın, yeni bir şifre belirleyin ve diğer tüm cihazlarda oturumu kapatın.
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = { $app_name } hesabınızın şifresi artık geçerli değil
    .title = Şifrenizin değiştirilmesi gerekiyor
    .preview = Başkaları biliyor olabilir.
    .lead = { $app_name } hesabınızın şifresini başkaları biliyor olabilir. Yeni bir şifre belirleyene kadar bu şifreyle oturum açılamaz.
    .note = Oturum açın ve yeni bir şifre belirleyin. Eski şifreyi başka yerlerde de kullanıyorsanız orada da değiştirin.
    .action = { sign_in }

second_factor_added =
    .subject = { $app_name } hesabınıza ikinci bir adım eklendi
    .title = İkinci adım eklendi
    .preview = { all_is_well }
    .lead = Artık { $app_name } hesabınızda oturum açmak için bir kod da gerekiyor.
    .note = Bunu yapan siz değilseniz hesabınıza başka birinin erişimi var: oturum açın, ikinci adımı kaldırın ve şifrenizi değiştirin.
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = { $app_name } hesabınızdan bir ikinci adım kaldırıldı
    .title = İkinci adım kaldırıldı
    .preview = { all_is_well }
    .lead = Artık { $app_name } hesabınızda oturum açmak için öncekinden bir kod daha az gerekiyor.
    .note = Bunu yapan siz değilseniz hesabınıza başka birinin erişimi var: şifrenizi değiştirin ve yeniden ikinci bir adım ekleyin.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = { $app_name } yedek kodlarınız yenilendi
    .title = Yedek kodlar yenilendi
    .preview = { all_is_well }
    .lead = { $app_name } hesabınız için yeni yedek kodlar var. Eskileri artık geçerli değil.
    .note = Bunu yapan siz değilseniz hesabınıza başka birinin erişimi var: oturum açın, şifrenizi değiştirin ve yeni kodlar oluşturun.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = { $app_name } yedek kodlarınız kaldırıldı
    .title = Yedek kodlar kaldırıldı
    .preview = { all_is_well }
    .lead = { $app_name } hesabınız için artık yedek kod yok. Eskileri artık geçerli değil.
    .note = Bunu yapan siz değilseniz hesabınıza başka birinin erişimi var: oturum açın, şifrenizi değiştirin ve yeni kodlar oluşturun.
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = { $app_name } hesabınızda bir yedek kod kullanıldı
    .title = Yedek kod kullanıldı
    .preview = { all_is_well }
    .lead = Birisi, muhtemelen siz, { $app_name } hesabınızda kimliğini yedek kodlarınızdan biriyle doğruladı. Bu kod artık geçerli değil.
    .note = Bunu yapan siz değilseniz yedek kodlarınız ve daha fazlası başka birinin elinde: oturum açın, şifrenizi değiştirin ve yeni kodlar oluşturun.
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = { $app_name } hesabınızda yeni oturum
    .title = Hesabınızda yeni bir oturum açıldı
    .preview = { all_is_well }
    .lead = Birisi, muhtemelen siz, { $app_name } hesabınızda, hesabınızın daha önce kullanılmadığı bir cihazda oturum açtı: { $device }. { all_is_well }
    .note = Bunu yapan siz değilseniz birisi hesabınıza nasıl girileceğini biliyor: oturum açın, diğer tüm cihazlarda oturumu kapatın ve şifrenizi değiştirin.
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = { $provider }, { $app_name } hesabınızdan ayrıldı
    .title = Hesabınıza girmenin bir yolu kaldırıldı
    .preview = { all_is_well }
    .lead = { $app_name } hesabınızda artık { $provider } ile oturum açılamaz. Bağlantıyı kaldıran sizseniz sorun yok.
    .note = Bunu yapan siz değilseniz oturum açın, şifrenizi değiştirin ve diğer tüm cihazlarda oturumu kapatın.
    .action = { sign_in }
    .disavow = { not_me }
