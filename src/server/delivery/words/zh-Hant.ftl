# Chinese in traditional characters, in the words of Taiwan. People are addressed as 「您」.

good_for_minutes = 有效時間為 { $minutes } 分鐘。
good_for_minutes_once = 有效時間為 { $minutes } 分鐘，且只能使用一次。
good_for_days = 連結的有效期限為 { $days } 天。
sign_in = 登入
all_is_well = 如果是您本人操作，則無需處理。
not_me = 這不是我本人操作
ignore = 如果不是您本人操作，請忽略這封郵件。

verification_code =
    .subject = { $code } 是您的 { $app_name } 驗證碼
    .title = 您的驗證碼
    .preview = { good_for_minutes }
    .lead = 請輸入這組驗證碼以繼續使用 { $app_name }：
    .note = { good_for_minutes }如果您未要求驗證碼，請忽略這封郵件：沒有驗證碼，任何人都無法登入。切勿將驗證碼告訴任何人。

reset_password_code =
    .subject = { $code } 是您的 { $app_name } 密碼重設驗證碼
    .title = 重設您的密碼
    .preview = { good_for_minutes }
    .lead = 有人（可能是您）忘記了 { $app_name } 的密碼。請輸入這組驗證碼以設定新密碼：
    .note = { good_for_minutes }如果您未要求驗證碼，請忽略這封郵件：您的密碼不會變更。切勿將驗證碼告訴任何人：取得驗證碼的人可以控制您的帳號。

magic_link_sign_in =
    .subject = 登入 { $app_name }
    .title = 您的登入連結
    .preview = { good_for_minutes }
    .lead = 請開啟這個連結以登入 { $app_name }：
    .note = { good_for_minutes_once }如果您未要求這個連結，請不要開啟：否則要求連結的人將會登入。
    .action = { sign_in }

magic_link_sign_up =
    .subject = 驗證您用於 { $app_name } 的電子郵件地址
    .title = 驗證您的電子郵件地址
    .preview = { good_for_minutes }
    .lead = 請開啟這個連結以完成 { $app_name } 註冊：
    .note = { good_for_minutes_once }如果您未要求這個連結，請不要開啟：否則要求連結的人將會登入。
    .action = 驗證我的地址

account_exists =
    .subject = 您已有 { $app_name } 帳號
    .title = 您已有帳號
    .preview = 有人（可能是您）嘗試使用這個地址註冊。
    .lead = 有人（可能是您）嘗試使用這個地址註冊 { $app_name }。這個地址已有帳號，請直接登入：
    .note = { ignore }沒有任何變更。
    .action = { sign_in }

no_account =
    .subject = 您還沒有 { $app_name } 帳號
    .title = 這個地址沒有對應的帳號
    .preview = 有人（可能是您）嘗試使用這個地址登入。
    .lead = 有人（可能是您）嘗試使用這個地址登入 { $app_name }。這個地址沒有對應的帳號：{ $mode ->
        [restricted] 請使用其他地址，或要求邀請：
        [waitlist] 請使用其他地址，或加入候補名單：
       *[public] 請使用其他地址，或註冊：
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] 加入候補名單
       *[public] 註冊
    }

account_connected =
    .subject = { $provider } 已連結至您的 { $app_name } 帳號
    .title = 您的帳號新增了一種登入方式
    .preview = { all_is_well }
    .lead = 從現在起，您可以使用 { $provider } 登入 { $app_name }。如果是您本人連結的，則無需處理。
    .note = 如果不是您本人操作，請登入，在所有其他裝置上登出，並取消連結。
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = 您的 { $app_name } 密碼已變更
    .title = 您的密碼已變更
    .preview = { all_is_well }
    .lead = 您的 { $app_name } 帳號密碼剛剛已變更。{ all_is_well }
    .note = 如果不是您本人操作，表示有其他人在查看您的郵件：請先變更信箱密碼，再為您的帳號設定新密碼，並在所有其他裝置上登出。
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = 您的 { $app_name } 帳號已新增通行密鑰
    .title = 您的帳號有新的通行密鑰
    .preview = { all_is_well }
    .lead = 從現在起，您可以使用通行密鑰「{ $passkey }」登入 { $app_name }。如果是您本人新增的，則無需處理。
    .note = 如果不是您本人操作，請登入，在所有其他裝置上登出，並移除該通行密鑰。
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = 您的 { $app_name } 帳號已建立 API 金鑰
    .title = 您的帳號有新的 API 金鑰
    .preview = { all_is_well }
    .lead = 從現在起，持有金鑰「{ $api_key }」的程式可以在 { $app_name } 代表您操作。如果是您本人建立的，則無需處理。
    .note = 如果不是您本人操作，請登入，在所有其他裝置上登出，並撤銷該金鑰。
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = 您的 { $app_name } 帳號已移除一組通行密鑰
    .title = 通行密鑰已移除
    .preview = { all_is_well }
    .lead = 通行密鑰「{ $passkey }」已無法用於登入 { $app_name }。如果是您本人移除的，則無需處理。
    .note = 如果不是您本人操作，請登入，並在所有其他裝置上登出。
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = 您已受邀加入 { $app_name }
    .title = 您的 { $app_name } 邀請
    .preview = { good_for_days }
    .lead = 您已受邀加入 { $app_name }。請開啟這個連結以建立帳號：
    .note = { good_for_days }僅供這個地址使用。如果您不清楚為何收到這封郵件，請忽略。請勿轉寄：開啟連結的人可以用您的名義註冊。
    .action = 接受邀請

organization_invitation =
    .subject = 您已受邀加入 { $app_name } 上的 { $organization }
    .title = 您的 { $organization } 邀請
    .preview = 邀請人：{ $inviter }。
    .lead = 您已受邀加入 { $app_name } 上的 { $organization }。請開啟這個連結以接受邀請：
    .note = 邀請人：{ $inviter }。{ good_for_days }僅供這個地址使用。如果您不清楚為何收到這封郵件，請忽略。請勿轉寄：開啟連結的人可以用您的名義註冊。
    .action = 接受邀請

organization_membership_request =
    .subject = { $identifier } 申請加入 { $organization }
    .title = 加入 { $organization } 的申請
    .preview = 有人正在等待回覆。
    .lead = { $identifier } 申請加入 { $app_name } 上的 { $organization }。請開啟此連結進行回覆：
    .note = 您管理 { $organization } 的成員，因此收到此郵件。
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = 您現在屬於 { $organization }
    .title = 您屬於 { $organization }
    .preview = 您的申請已通過。
    .lead = 您加入 { $app_name } 上的 { $organization } 的申請已通過。請開啟此連結前往：
    .note = 如果您沒有提出過申請，可以隨時退出 { $organization }。
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier } 已加入 { $organization }
    .title = 您的邀請已被接受
    .preview = 對方現在屬於 { $organization }。
    .lead = { $identifier } 接受了您的邀請，現在屬於 { $app_name } 上的 { $organization }。請開啟此連結查看成員：
    .note = 邀請由您發出，因此您收到此郵件。
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } 是 { $identifier } 在 { $app_name } 上的驗證碼
    .title = 驗證 { $identifier }
    .preview = { $organization } 表示 { $identifier } 是其網域。
    .lead = { $organization } 在 { $app_name } 上表示 { $identifier } 是其網域。請在那裡輸入這組驗證碼以確認：
    .note = { good_for_minutes }如果您未要求驗證碼，請忽略這封郵件：沒有驗證碼，什麼都不會發生。切勿將驗證碼告訴任何人：持有者可以決定哪些擁有 { $identifier } 地址的人加入 { $organization }。

waitlist =
    .subject = 您已加入 { $app_name } 的候補名單
    .title = 您已加入候補名單
    .preview = 一有名額，我們就會寫信通知您。
    .lead = 感謝您對 { $app_name } 的關注。一有名額，我們就會寄送邀請給您。
    .note = 如果不是您本人加入名單，請忽略這封郵件。
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } 是您的 { $app_name } 驗證碼。切勿告訴他人。

account_exists_sms =
    .lead = 您已有 { $app_name } 帳號。登入： { $url }

account_deleted =
    .subject = 您的 { $app_name } 帳號已刪除
    .title = 您的帳號已刪除
    .preview = { all_is_well }
    .lead = 您的 { $app_name } 帳號及其所有內容已依您的要求刪除。
    .note = 如果不是您本人操作，表示有其他人進入過您的帳號。請聯絡 { $app_name } 的營運者。
    .action = { $app_name }

address_in_use =
    .subject = 您已有 { $app_name } 帳號
    .title = 這個地址已有帳號
    .preview = 有人（可能是您）嘗試將這個地址新增至另一個帳號。
    .lead = 有人（可能是您）嘗試將這個地址新增至另一個 { $app_name } 帳號。這個地址已有自己的帳號，不能同時屬於兩個帳號：
    .note = { ignore }沒有任何變更。
    .action = { sign_in }

identifier_added =
    .subject = { $identifier } 已新增至您的 { $app_name } 帳號
    .title = 您的帳號有新增的項目
    .preview = { all_is_well }
    .lead = 從現在起，{ $identifier } 屬於您的 { $app_name } 帳號。{ all_is_well }
    .note = 如果不是您本人操作，請登入，移除該項目，變更密碼，並在所有其他裝置上登出。
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = { $identifier } 已從您的 { $app_name } 帳號移除
    .title = 您的帳號有項目遭移除
    .preview = { all_is_well }
    .lead = { $identifier } 不再屬於您的 { $app_name } 帳號。{ all_is_well }
    .note = 如果不是您本人操作，請登入，變更密碼，並在所有其他裝置上登出。
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = { $app_name } 現在透過 { $identifier } 與您聯絡
    .title = 您的聯絡方式已變更
    .preview = { all_is_well }
    .lead = 從現在起，{ $app_name } 會將訊息傳送至 { $identifier }。如果是您本人變更的，則無需處理。
    .note = 如果不是您本人操作，請登入，變更密碼，並在所有其他裝置上登出。
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = 您的 { $app_name } 帳號現已設有密碼
    .title = 已設定密碼
    .preview = { all_is_well }
    .lead = 從現在起，您可以使用密碼登入 { $app_name }。如果是您本人設定的，則無需處理。
    .note = 如果不是您本人操作，請登入，設定其他密碼，並在所有其他裝置上登出。
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = 您的 { $app_name } 帳號已不再設有密碼
    .title = 您的密碼已移除
    .preview = { all_is_well }
    .lead = 密碼已無法用於登入 { $app_name }。如果是您本人移除的，則無需處理。
    .note = 如果不是您本人操作，請登入，設定新密碼，並在所有其他裝置上登出。
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = 您的 { $app_name } 帳號密碼已失效
    .title = 您需要更換密碼
    .preview = 他人可能已知道該密碼。
    .lead = 他人可能已知道您的 { $app_name } 帳號密碼。在您設定新密碼之前，該密碼無法用於登入。
    .note = 請登入並設定新密碼。如果您在其他地方也使用舊密碼，請一併變更。
    .action = { sign_in }

second_factor_added =
    .subject = 您的 { $app_name } 帳號已新增第二步驟驗證
    .title = 已新增第二步驟驗證
    .preview = { all_is_well }
    .lead = 從現在起，登入 { $app_name } 還需要輸入驗證碼。
    .note = 如果不是您本人操作，表示有人能夠存取您的帳號：請登入，移除該驗證步驟，並變更密碼。
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = 您的 { $app_name } 帳號已移除一項第二步驟驗證
    .title = 已移除第二步驟驗證
    .preview = { all_is_well }
    .lead = 現在登入 { $app_name } 所需的驗證碼比以前少一組。
    .note = 如果不是您本人操作，表示有人能夠存取您的帳號：請變更密碼，並重新新增第二步驟驗證。
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = 您的 { $app_name } 備用驗證碼已更換
    .title = 備用驗證碼已更換
    .preview = { all_is_well }
    .lead = 您的 { $app_name } 帳號有新的備用驗證碼。舊的備用驗證碼已失效。
    .note = 如果不是您本人操作，表示有人能夠存取您的帳號：請登入，變更密碼，並產生新的備用驗證碼。
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = 您的 { $app_name } 備用驗證碼已移除
    .title = 備用驗證碼已移除
    .preview = { all_is_well }
    .lead = 您的 { $app_name } 帳號已沒有備用驗證碼。舊的備用驗證碼已失效。
    .note = 如果不是您本人操作，表示有人能夠存取您的帳號：請登入，變更密碼，並產生新的備用驗證碼。
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = { $app_name } 上有人使用了備用驗證碼
    .title = 備用驗證碼已使用
    .preview = { all_is_well }
    .lead = 有人（可能是您）使用您的一組備用驗證碼在 { $app_name } 上驗證了身分。該驗證碼已失效。
    .note = 如果不是您本人操作，表示有人掌握了您的備用驗證碼及其他資訊：請登入，變更密碼，並產生新的備用驗證碼。
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = 有新裝置登入了 { $app_name }
    .title = 您的帳號有新的登入
    .preview = { all_is_well }
    .lead = 有人（可能是您）在先前未使用過您帳號的裝置上登入了 { $app_name }：{ $device }。{ all_is_well }
    .note = 如果不是您本人操作，表示有人知道如何登入：請登入，在所有其他裝置上登出，並變更密碼。
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = { $provider } 已與您的 { $app_name } 帳號取消連結
    .title = 您的帳號減少了一種登入方式
    .preview = { all_is_well }
    .lead = 您已無法使用 { $provider } 登入 { $app_name }。如果是您本人取消連結的，則無需處理。
    .note = 如果不是您本人操作，請登入，變更密碼，並在所有其他裝置上登出。
    .action = { sign_in }
    .disavow = { not_me }
