# Japanese, in the polite form.

good_for_minutes = 有効期間は { $minutes } 分です。
good_for_minutes_once = 有効期間は { $minutes } 分で、1 回だけ使えます。
good_for_days = リンクの有効期間は { $days } 日です。
sign_in = サインイン
all_is_well = ご自身の操作であれば、問題ありません。
not_me = 心当たりがありません
ignore = お心当たりがない場合は、このメールを無視してください。

verification_code =
    .subject = { $code } は { $app_name } の確認コードです
    .title = 確認コード
    .preview = { good_for_minutes }
    .lead = { $app_name } を続けるには、次のコードを入力してください。
    .note = { good_for_minutes }お心当たりがない場合は、このメールを無視してください。コードがなければ誰も入れません。コードは絶対に他人に教えないでください。

reset_password_code =
    .subject = { $code } は { $app_name } のパスワード再設定コードです
    .title = パスワードの再設定
    .preview = { good_for_minutes }
    .lead = { $app_name } のパスワードの再設定がリクエストされました。新しいパスワードを設定するには、次のコードを入力してください。
    .note = { good_for_minutes }お心当たりがない場合は、このメールを無視してください。パスワードは変更されません。コードは絶対に他人に教えないでください。コードを知っている人は、アカウントを乗っ取ることができます。

magic_link_sign_in =
    .subject = { $app_name } へのサインイン
    .title = サインイン用リンク
    .preview = { good_for_minutes }
    .lead = { $app_name } にサインインするには、次のリンクを開いてください。
    .note = { good_for_minutes_once }お心当たりがない場合は、リンクを開かないでください。開くと、リクエストした人がサインインできてしまいます。
    .action = { sign_in }

magic_link_sign_up =
    .subject = { $app_name } のメールアドレスの確認
    .title = メールアドレスの確認
    .preview = { good_for_minutes }
    .lead = { $app_name } への登録を完了するには、次のリンクを開いてください。
    .note = { good_for_minutes_once }お心当たりがない場合は、リンクを開かないでください。開くと、リクエストした人がサインインできてしまいます。
    .action = アドレスを確認

account_exists =
    .subject = { $app_name } のアカウントはすでに存在します
    .title = アカウントはすでに存在します
    .preview = このメールアドレスで登録しようとした人がいます。
    .lead = おそらくご自身が、このメールアドレスで { $app_name } に登録しようとしました。このアドレスのアカウントはすでに存在しますので、サインインしてください。
    .note = { ignore }変更された内容はありません。
    .action = { sign_in }

no_account =
    .subject = { $app_name } のアカウントがまだありません
    .title = このアドレスのアカウントはありません
    .preview = このメールアドレスでサインインしようとした人がいます。
    .lead = おそらくご自身が、このメールアドレスで { $app_name } にサインインしようとしました。このアドレスのアカウントはありません。{ $mode ->
        [restricted] 別のアドレスを使うか、招待を依頼してください。
        [waitlist] 別のアドレスを使うか、順番待ちリストに登録してください。
       *[public] 別のアドレスを使うか、新規登録してください。
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] 順番待ちリストに登録
       *[public] 新規登録
    }

account_connected =
    .subject = { $provider } が { $app_name } アカウントに接続されました
    .title = アカウントに新しいサインイン方法が追加されました
    .preview = { all_is_well }
    .lead = 今後は { $provider } で { $app_name } にサインインできます。ご自身で接続した場合は、問題ありません。
    .note = お心当たりがない場合は、サインインして他のすべてのデバイスからサインアウトし、接続を解除してください。
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = { $app_name } のパスワードが変更されました
    .title = パスワードが変更されました
    .preview = { all_is_well }
    .lead = { $app_name } アカウントのパスワードが変更されました。{ all_is_well }
    .note = お心当たりがない場合は、第三者がメールを読んでいる可能性があります。まずメールアカウントのパスワードを変更し、次にこのアカウントの新しいパスワードを設定して、他のすべてのデバイスからサインアウトしてください。
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = { $app_name } アカウントにパスキーが追加されました
    .title = 新しいパスキーが追加されました
    .preview = { all_is_well }
    .lead = 今後はパスキー「{ $passkey }」で { $app_name } にサインインできます。ご自身で追加した場合は、問題ありません。
    .note = お心当たりがない場合は、サインインして他のすべてのデバイスからサインアウトし、パスキーを削除してください。
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = { $app_name } アカウントに API キーが作成されました
    .title = 新しい API キーが作成されました
    .preview = { all_is_well }
    .lead = 今後はキー「{ $api_key }」を持つプログラムが { $app_name } でご本人に代わって操作できます。ご自身で作成した場合は、問題ありません。
    .note = お心当たりがない場合は、サインインして他のすべてのデバイスからサインアウトし、キーを取り消してください。
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = { $app_name } アカウントからパスキーが削除されました
    .title = パスキーが削除されました
    .preview = { all_is_well }
    .lead = パスキー「{ $passkey }」では { $app_name } にサインインできなくなりました。ご自身で削除した場合は、問題ありません。
    .note = お心当たりがない場合は、サインインして他のすべてのデバイスからサインアウトしてください。
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = { $app_name } への招待
    .title = { $app_name } への招待
    .preview = { good_for_days }
    .lead = { $app_name } に招待されました。アカウントを作成するには、次のリンクを開いてください。
    .note = { good_for_days }このメールアドレス専用です。お心当たりがない場合は、このメールを無視してください。リンクを他人に渡さないでください。開いた人がご本人として登録できてしまいます。
    .action = 招待を承諾

organization_invitation =
    .subject = { $app_name } の { $organization } への招待
    .title = { $organization } への招待
    .preview = 招待者：{ $inviter }。
    .lead = { $app_name } の { $organization } に招待されました。招待を承諾するには、次のリンクを開いてください。
    .note = 招待者：{ $inviter }。{ good_for_days }このメールアドレス専用です。お心当たりがない場合は、このメールを無視してください。リンクを他人に渡さないでください。開いた人がご本人として登録できてしまいます。
    .action = 招待を承諾

organization_membership_request =
    .subject = { $identifier } が { $organization } への参加を申請しています
    .title = { $organization } への参加申請
    .preview = 回答をお待ちしている方がいます。
    .lead = { $identifier } が { $app_name } の { $organization } への参加を申請しています。このリンクを開いて回答してください:
    .note = このメールは、{ $organization } のメンバーを管理している方にお送りしています。
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = { $organization } に参加しました
    .title = { $organization } のメンバーになりました
    .preview = 申請が承認されました。
    .lead = { $app_name } の { $organization } への参加申請が承認されました。このリンクを開いてお進みください:
    .note = お心当たりがない場合は、いつでも { $organization } から退出できます。
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier } が { $organization } に参加しました
    .title = 招待が承諾されました
    .preview = { $organization } のメンバーになりました。
    .lead = { $identifier } が招待を承諾し、{ $app_name } の { $organization } に参加しました。メンバーを確認するには、このリンクを開いてください:
    .note = このメールは、招待を送信した方にお送りしています。
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } は { $app_name } での { $identifier } の確認コードです
    .title = { $identifier } の確認
    .preview = { $organization } が { $identifier } を自組織のドメインとして登録しようとしています。
    .lead = { $organization } が { $app_name } で { $identifier } を自組織のドメインとして登録しようとしています。確認するには、次のコードをそこに入力してください。
    .note = { good_for_minutes }お心当たりがない場合は、このメールを無視してください。コードがなければ何も起こりません。コードは絶対に他人に教えないでください。コードを持つ人は、{ $identifier } のアドレスを持つ誰が { $organization } に参加するかを決められます。

waitlist =
    .subject = { $app_name } の順番待ちリストに登録されました
    .title = 順番待ちリストに登録されました
    .preview = 順番が来ましたらお知らせします。
    .lead = { $app_name } にご関心をお寄せいただき、ありがとうございます。順番が来ましたら招待をお送りします。
    .note = 登録したお心当たりがない場合は、このメールを無視してください。
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } は { $app_name } の確認コードです。他人に教えないでください。

account_exists_sms =
    .lead = { $app_name } のアカウントはすでに存在します。サインイン: { $url }

account_deleted =
    .subject = { $app_name } アカウントが削除されました
    .title = アカウントが削除されました
    .preview = { all_is_well }
    .lead = ご依頼のとおり、{ $app_name } のアカウントとそれに属するすべてのデータを削除しました。
    .note = お心当たりがない場合は、第三者がアカウントに不正にアクセスしていたことになります。{ $app_name } の運営者にご連絡ください。
    .action = { $app_name }

address_in_use =
    .subject = { $app_name } のアカウントはすでに存在します
    .title = このアドレスのアカウントはすでに存在します
    .preview = このメールアドレスを別のアカウントに追加しようとした人がいます。
    .lead = おそらくご自身が、このメールアドレスを別の { $app_name } アカウントに追加しようとしました。このアドレスにはすでに専用のアカウントがあり、2 つのアカウントで使うことはできません。
    .note = { ignore }変更された内容はありません。
    .action = { sign_in }

identifier_added =
    .subject = { $app_name } アカウントに { $identifier } が追加されました
    .title = アカウントに新しい連絡先が追加されました
    .preview = { all_is_well }
    .lead = 今後は { $identifier } が { $app_name } アカウントの連絡先になります。{ all_is_well }
    .note = お心当たりがない場合は、サインインして追加された連絡先を削除し、パスワードを変更して、他のすべてのデバイスからサインアウトしてください。
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = { $app_name } アカウントから { $identifier } が削除されました
    .title = アカウントから連絡先が削除されました
    .preview = { all_is_well }
    .lead = { $identifier } は { $app_name } アカウントの連絡先ではなくなりました。{ all_is_well }
    .note = お心当たりがない場合は、サインインしてパスワードを変更し、他のすべてのデバイスからサインアウトしてください。
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = 今後 { $app_name } からの連絡は { $identifier } に届きます
    .title = 連絡の届く宛先が変更されました
    .preview = { all_is_well }
    .lead = 今後 { $app_name } からの連絡は { $identifier } に届きます。ご自身で変更した場合は、問題ありません。
    .note = お心当たりがない場合は、サインインしてパスワードを変更し、他のすべてのデバイスからサインアウトしてください。
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = { $app_name } アカウントにパスワードが設定されました
    .title = パスワードが設定されました
    .preview = { all_is_well }
    .lead = 今後はパスワードで { $app_name } にサインインできます。ご自身で設定した場合は、問題ありません。
    .note = お心当たりがない場合は、サインインして別のパスワードを設定し、他のすべてのデバイスからサインアウトしてください。
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = { $app_name } アカウントのパスワードが削除されました
    .title = パスワードが削除されました
    .preview = { all_is_well }
    .lead = パスワードでは { $app_name } にサインインできなくなりました。ご自身で削除した場合は、問題ありません。
    .note = お心当たりがない場合は、サインインして新しいパスワードを設定し、他のすべてのデバイスからサインアウトしてください。
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = { $app_name } アカウントのパスワードは使えなくなりました
    .title = パスワードの変更が必要です
    .preview = 第三者に知られている可能性があります。
    .lead = { $app_name } アカウントのパスワードが第三者に知られている可能性があります。新しいパスワードを設定するまで、このパスワードではサインインできません。
    .note = サインインして新しいパスワードを設定してください。以前のパスワードを他の場所でも使っている場合は、そちらも変更してください。
    .action = { sign_in }

second_factor_added =
    .subject = { $app_name } アカウントに 2 段階認証の手順が追加されました
    .title = 2 段階認証の手順が追加されました
    .preview = { all_is_well }
    .lead = 今後 { $app_name } へのサインインにはコードも必要です。
    .note = お心当たりがない場合は、第三者がアカウントにアクセスできる状態です。サインインしてその手順を削除し、パスワードを変更してください。
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = { $app_name } アカウントから 2 段階認証の手順が削除されました
    .title = 2 段階認証の手順が削除されました
    .preview = { all_is_well }
    .lead = { $app_name } へのサインインに必要なコードが、以前より 1 つ少なくなりました。
    .note = お心当たりがない場合は、第三者がアカウントにアクセスできる状態です。パスワードを変更し、2 段階認証の手順をもう一度追加してください。
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = { $app_name } のバックアップコードが新しくなりました
    .title = バックアップコードが新しくなりました
    .preview = { all_is_well }
    .lead = { $app_name } アカウントの新しいバックアップコードが作成されました。以前のコードはもう使えません。
    .note = お心当たりがない場合は、第三者がアカウントにアクセスできる状態です。サインインしてパスワードを変更し、新しいコードを作成してください。
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = { $app_name } のバックアップコードが削除されました
    .title = バックアップコードが削除されました
    .preview = { all_is_well }
    .lead = { $app_name } アカウントのバックアップコードはなくなりました。以前のコードはもう使えません。
    .note = お心当たりがない場合は、第三者がアカウントにアクセスできる状態です。サインインしてパスワードを変更し、新しいコードを作成してください。
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = { $app_name } でバックアップコードが使われました
    .title = バックアップコードが使われました
    .preview = { all_is_well }
    .lead = おそらくご自身が、バックアップコードの 1 つで { $app_name } の本人確認を行いました。そのコードはもう使えません。
    .note = お心当たりがない場合は、第三者がバックアップコードやその他の情報を持っています。サインインしてパスワードを変更し、新しいコードを作成してください。
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = { $app_name } への新しいサインイン
    .title = アカウントへの新しいサインインがありました
    .preview = { all_is_well }
    .lead = おそらくご自身が、これまでこのアカウントを使っていなかったデバイスから { $app_name } にサインインしました：{ $device }。{ all_is_well }
    .note = お心当たりがない場合は、第三者がサインインの方法を知っています。サインインして他のすべてのデバイスからサインアウトし、パスワードを変更してください。
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = { $provider } と { $app_name } アカウントの接続が解除されました
    .title = アカウントのサインイン方法が 1 つ減りました
    .preview = { all_is_well }
    .lead = { $provider } では { $app_name } にサインインできなくなりました。ご自身で接続を解除した場合は、問題ありません。
    .note = お心当たりがない場合は、サインインしてパスワードを変更し、他のすべてのデバイスからサインアウトしてください。
    .action = { sign_in }
    .disavow = { not_me }
