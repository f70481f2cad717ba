# Chinese in simplified characters. People are addressed as “您”.

good_for_minutes = 有效期为 { $minutes } 分钟。
good_for_minutes_once = 有效期为 { $minutes } 分钟，仅可使用一次。
good_for_days = 链接有效期为 { $days } 天。
sign_in = 登录
all_is_well = 如果是您本人操作，则无需处理。
not_me = 这不是我本人操作
ignore = 如果不是您本人操作，请忽略此邮件。

verification_code =
    .subject = { $code } 是您的 { $app_name } 验证码
    .title = 您的验证码
    .preview = { good_for_minutes }
    .lead = 请输入此验证码以继续使用 { $app_name }：
    .note = { good_for_minutes }如果您没有请求验证码，请忽略此邮件：没有验证码，任何人都无法登录。切勿将验证码告诉任何人。

reset_password_code =
    .subject = { $code } 是您的 { $app_name } 密码重置验证码
    .title = 重置您的密码
    .preview = { good_for_minutes }
    .lead = 有人（可能是您）忘记了 { $app_name } 的密码。请输入此验证码以设置新密码：
    .note = { good_for_minutes }如果您没有请求验证码，请忽略此邮件：您的密码不会改变。切勿将验证码告诉任何人：拥有验证码的人可以控制您的账号。

magic_link_sign_in =
    .subject = 登录 { $app_name }
    .title = 您的登录链接
    .preview = { good_for_minutes }
    .lead = 请打开此链接以登录 { $app_name }：
    .note = { good_for_minutes_once }如果您没有请求此链接，请不要打开：否则请求链接的人将会登录。
    .action = { sign_in }

magic_link_sign_up =
    .subject = 验证您用于 { $app_name } 的电子邮件地址
    .title = 验证您的电子邮件地址
    .preview = { good_for_minutes }
    .lead = 请打开此链接以完成 { $app_name } 注册：
    .note = { good_for_minutes_once }如果您没有请求此链接，请不要打开：否则请求链接的人将会登录。
    .action = 验证我的地址

account_exists =
    .subject = 您已有 { $app_name } 账号
    .title = 您已有账号
    .preview = 有人（可能是您）尝试使用此地址注册。
    .lead = 有人（可能是您）尝试使用此地址注册 { $app_name }。此地址已有账号，请直接登录：
    .note = { ignore }没有任何更改。
    .action = { sign_in }

no_account =
    .subject = 您还没有 { $app_name } 账号
    .title = 此地址没有对应的账号
    .preview = 有人（可能是您）尝试使用此地址登录。
    .lead = 有人（可能是您）尝试使用此地址登录 { $app_name }。此地址没有对应的账号：{ $mode ->
        [restricted] 请使用其他地址，或申请邀请：
        [waitlist] 请使用其他地址，或加入等候名单：
       *[public] 请使用其他地址，或注册：
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] 加入等候名单
       *[public] 注册
    }

account_connected =
    .subject = { $provider } 已关联到您的 { $app_name } 账号
    .title = 您的账号新增了一种登录方式
    .preview = { all_is_well }
    .lead = 从现在起，您可以使用 { $provider } 登录 { $app_name }。如果是您本人关联的，则无需处理。
    .note = 如果不是您本人操作，请登录，在所有其他设备上退出登录，并取消关联。
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = 您的 { $app_name } 密码已更改
    .title = 您的密码已更改
    .preview = { all_is_well }
    .lead = 您的 { $app_name } 账号密码刚刚已更改。{ all_is_well }
    .note = 如果不是您本人操作，说明有其他人在查看您的邮件：请先更改邮箱密码，然后为您的账号设置新密码，并在所有其他设备上退出登录。
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = 您的 { $app_name } 账号已添加通行密钥
    .title = 您的账号有了新的通行密钥
    .preview = { all_is_well }
    .lead = 从现在起，您可以使用通行密钥“{ $passkey }”登录 { $app_name }。如果是您本人添加的，则无需处理。
    .note = 如果不是您本人操作，请登录，在所有其他设备上退出登录，并移除该通行密钥。
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = 您的 { $app_name } 账号已创建 API 密钥
    .title = 您的账号有了新的 API 密钥
    .preview = { all_is_well }
    .lead = 从现在起，持有密钥“{ $api_key }”的程序可以在 { $app_name } 代表您操作。如果是您本人创建的，则无需处理。
    .note = 如果不是您本人操作，请登录，在所有其他设备上退出登录，并撤销该密钥。
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = 您的 { $app_name } 账号已移除一个通行密钥
    .title = 通行密钥已移除
    .preview = { all_is_well }
    .lead = 通行密钥“{ $passkey }”已不能用于登录 { $app_name }。如果是您本人移除的，则无需处理。
    .note = 如果不是您本人操作，请登录，并在所有其他设备上退出登录。
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = 您已受邀加入 { $app_name }
    .title = 您的 { $app_name } 邀请
    .preview = { good_for_days }
    .lead = 您已受邀加入 { $app_name }。请打开此链接以创建账号：
    .note = { good_for_days }仅供此地址使用。如果您不清楚为何收到此邮件，请忽略。请勿转发：打开链接的人可以您的名义注册。
    .action = 接受邀请

organization_invitation =
    .subject = 您已受邀加入 { $app_name } 上的 { $organization }
    .title = 您的 { $organization } 邀请
    .preview = 邀请人：{ $inviter }。
    .lead = 您已受邀加入 { $app_name } 上的 { $organization }。请打开此链接以接受邀请：
    .note = 邀请人：{ $inviter }。{ good_for_days }仅供此地址使用。如果您不清楚为何收到此邮件，请忽略。请勿转发：打开链接的人可以您的名义注册。
    .action = 接受邀请

organization_membership_request =
    .subject = { $identifier } 申请加入 { $organization }
    .title = 加入 { $organization } 的申请
    .preview = 有人正在等待答复。
    .lead = { $identifier } 申请加入 { $app_name } 上的 { $organization }。请打开此链接进行答复：
    .note = 您管理 { $organization } 的成员，因此收到此邮件。
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = 您现在属于 { $organization }
    .title = 您属于 { $organization }
    .preview = 您的申请已通过。
    .lead = 您加入 { $app_name } 上的 { $organization } 的申请已通过。请打开此链接前往：
    .note = 如果您没有提出过申请，可以随时退出 { $organization }。
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier } 已加入 { $organization }
    .title = 您的邀请已被接受
    .preview = 对方现在属于 { $organization }。
    .lead = { $identifier } 接受了您的邀请，现在属于 { $app_name } 上的 { $organization }。请打开此链接查看成员：
    .note = 邀请由您发出，因此您收到此邮件。
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } 是 { $identifier } 在 { $app_name } 上的验证码
    .title = 验证 { $identifier }
    .preview = { $organization } 称 { $identifier } 是其域名。
    .lead = { $organization } 在 { $app_name } 上称 { $identifier } 是其域名。请在那里输入此验证码以确认：
    .note = { good_for_minutes }如果您没有请求验证码，请忽略此邮件：没有验证码，什么都不会发生。切勿将验证码告诉任何人：持有者可以决定哪些拥有 { $identifier } 地址的人加入 { $organization }。

waitlist =
    .subject = 您已加入 { $app_name } 的等候名单
    .title = 您已加入等候名单
    .preview = 一有名额，我们就会写信通知您。
    .lead = 感谢您关注 { $app_name }。一有名额，我们就会向您发送邀请。
    .note = 如果不是您本人加入名单，请忽略此邮件。
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } 是您的 { $app_name } 验证码。切勿告诉他人。

account_exists_sms =
    .lead = 您已有 { $app_name } 账号。登录： { $url }

account_deleted =
    .subject = 您的 { $app_name } 账号已删除
    .title = 您的账号已删除
    .preview = { all_is_well }
    .lead = 您的 { $app_name } 账号及其所有内容已按您的要求删除。
    .note = 如果不是您本人操作，说明有其他人进入过您的账号。请联系 { $app_name } 的运营者。
    .action = { $app_name }

address_in_use =
    .subject = 您已有 { $app_name } 账号
    .title = 此地址已有账号
    .preview = 有人（可能是您）尝试将此地址添加到另一个账号。
    .lead = 有人（可能是您）尝试将此地址添加到另一个 { $app_name } 账号。此地址已有自己的账号，不能同时属于两个账号：
    .note = { ignore }没有任何更改。
    .action = { sign_in }

identifier_added =
    .subject = { $identifier } 已添加到您的 { $app_name } 账号
    .title = 您的账号有新增内容
    .preview = { all_is_well }
    .lead = 从现在起，{ $identifier } 属于您的 { $app_name } 账号。{ all_is_well }
    .note = 如果不是您本人操作，请登录，移除该项，更改密码，并在所有其他设备上退出登录。
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = { $identifier } 已从您的 { $app_name } 账号中移除
    .title = 您的账号有内容被移除
    .preview = { all_is_well }
    .lead = { $identifier } 不再属于您的 { $app_name } 账号。{ all_is_well }
    .note = 如果不是您本人操作，请登录，更改密码，并在所有其他设备上退出登录。
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = { $app_name } 现在通过 { $identifier } 与您联系
    .title = 您的联系方式已更改
    .preview = { all_is_well }
    .lead = 从现在起，{ $app_name } 会将消息发送至 { $identifier }。如果是您本人更改的，则无需处理。
    .note = 如果不是您本人操作，请登录，更改密码，并在所有其他设备上退出登录。
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = 您的 { $app_name } 账号现已设有密码
    .title = 已设置密码
    .preview = { all_is_well }
    .lead = 从现在起，您可以使用密码登录 { $app_name }。如果是您本人设置的，则无需处理。
    .note = 如果不是您本人操作，请登录，设置其他密码，并在所有其他设备上退出登录。
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = 您的 { $app_name } 账号已不再设有密码
    .title = 您的密码已移除
    .preview = { all_is_well }
    .lead = 密码已不能用于登录 { $app_name }。如果是您本人移除的，则无需处理。
    .note = 如果不是您本人操作，请登录，设置新密码，并在所有其他设备上退出登录。
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = 您的 { $app_name } 账号密码已失效
    .title = 您需要更换密码
    .preview = 他人可能已知道该密码。
    .lead = 他人可能已知道您的 { $app_name } 账号密码。在您设置新密码之前，该密码不能用于登录。
    .note = 请登录并设置新密码。如果您在其他地方也使用旧密码，请一并更改。
    .action = { sign_in }

second_factor_added =
    .subject = 您的 { $app_name } 账号已添加第二步验证
    .title = 已添加第二步验证
    .preview = { all_is_well }
    .lead = 从现在起，登录 { $app_name } 还需要输入验证码。
    .note = 如果不是您本人操作，说明有人能够访问您的账号：请登录，移除该验证步骤，并更改密码。
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = 您的 { $app_name } 账号已移除一项第二步验证
    .title = 已移除第二步验证
    .preview = { all_is_well }
    .lead = 现在登录 { $app_name } 所需的验证码比以前少一个。
    .note = 如果不是您本人操作，说明有人能够访问您的账号：请更改密码，并重新添加第二步验证。
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = 您的 { $app_name } 备用验证码已更换
    .title = 备用验证码已更换
    .preview = { all_is_well }
    .lead = 您的 { $app_name } 账号有了新的备用验证码。旧的备用验证码已失效。
    .note = 如果不是您本人操作，说明有人能够访问您的账号：请登录，更改密码，并生成新的备用验证码。
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = 您的 { $app_name } 备用验证码已移除
    .title = 备用验证码已移除
    .preview = { all_is_well }
    .lead = 您的 { $app_name } 账号已没有备用验证码。旧的备用验证码已失效。
    .note = 如果不是您本人操作，说明有人能够访问您的账号：请登录，更改密码，并生成新的备用验证码。
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = { $app_name } 上有人使用了备用验证码
    .title = 备用验证码已使用
    .preview = { all_is_well }
    .lead = 有人（可能是您）使用您的一个备用验证码在 { $app_name } 上验证了身份。该验证码已失效。
    .note = 如果不是您本人操作，说明有人掌握了您的备用验证码及其他信息：请登录，更改密码，并生成新的备用验证码。
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = 有新设备登录了 { $app_name }
    .title = 您的账号有新的登录
    .preview = { all_is_well }
    .lead = 有人（可能是您）在此前未使用过您账号的设备上登录了 { $app_name }：{ $device }。{ all_is_well }
    .note = 如果不是您本人操作，说明有人知道如何登录：请登录，在所有其他设备上退出登录，并更改密码。
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = { $provider } 已与您的 { $app_name } 账号取消关联
    .title = 您的账号减少了一种登录方式
    .preview = { all_is_well }
    .lead = 您已不能使用 { $provider } 登录 { $app_name }。如果是您本人取消关联的，则无需处理。
    .note = 如果不是您本人操作，请登录，更改密码，并在所有其他设备上退出登录。
    .action = { sign_in }
    .disavow = { not_me }
