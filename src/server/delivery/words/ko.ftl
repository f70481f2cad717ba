# Korean, in the polite form. Names get no particles that depend on their last letter.

good_for_minutes = { $minutes }분 동안 유효합니다.
good_for_minutes_once = { $minutes }분 동안 한 번만 사용할 수 있습니다.
good_for_days = 링크는 { $days }일 동안 유효합니다.
sign_in = 로그인
all_is_well = 본인이 한 일이라면 안심하셔도 됩니다.
not_me = 본인이 한 일이 아닙니다
ignore = 본인이 한 일이 아니라면 이 메일을 무시하세요.

verification_code =
    .subject = { $code } - { $app_name } 인증 코드
    .title = 인증 코드
    .preview = { good_for_minutes }
    .lead = { $app_name } 이용을 계속하려면 다음 코드를 입력하세요.
    .note = { good_for_minutes } 요청하지 않았다면 이 메일을 무시하세요. 코드가 없으면 아무도 들어올 수 없습니다. 코드를 절대 다른 사람에게 알려 주지 마세요.

reset_password_code =
    .subject = { $code } - { $app_name } 비밀번호 재설정 코드
    .title = 비밀번호 재설정
    .preview = { good_for_minutes }
    .lead = { $app_name } 비밀번호 재설정 요청이 있었습니다. 새 비밀번호를 설정하려면 다음 코드를 입력하세요.
    .note = { good_for_minutes } 요청하지 않았다면 이 메일을 무시하세요. 비밀번호는 그대로 유지됩니다. 코드를 절대 다른 사람에게 알려 주지 마세요. 코드를 가진 사람은 계정을 가로챌 수 있습니다.

magic_link_sign_in =
    .subject = { $app_name } 로그인
    .title = 로그인 링크
    .preview = { good_for_minutes }
    .lead = { $app_name } 계정에 로그인하려면 다음 링크를 여세요.
    .note = { good_for_minutes_once } 요청하지 않았다면 링크를 열지 마세요. 열면 요청한 사람이 로그인하게 됩니다.
    .action = { sign_in }

magic_link_sign_up =
    .subject = { $app_name } 이메일 주소 인증
    .title = 이메일 주소 인증
    .preview = { good_for_minutes }
    .lead = { $app_name } 가입을 완료하려면 다음 링크를 여세요.
    .note = { good_for_minutes_once } 요청하지 않았다면 링크를 열지 마세요. 열면 요청한 사람이 로그인하게 됩니다.
    .action = 주소 인증

account_exists =
    .subject = 이미 { $app_name } 계정이 있습니다
    .title = 이미 계정이 있습니다
    .preview = 누군가(아마도 본인) 이 주소로 가입하려고 했습니다.
    .lead = 누군가(아마도 본인) 이 주소로 { $app_name } 서비스에 가입하려고 했습니다. 이 주소의 계정이 이미 있으니 로그인하세요.
    .note = { ignore } 변경된 것은 없습니다.
    .action = { sign_in }

no_account =
    .subject = 아직 { $app_name } 계정이 없습니다
    .title = 이 주소의 계정이 없습니다
    .preview = 누군가(아마도 본인) 이 주소로 로그인하려고 했습니다.
    .lead = 누군가(아마도 본인) 이 주소로 { $app_name } 서비스에 로그인하려고 했습니다. 이 주소의 계정이 없습니다. { $mode ->
        [restricted] 다른 주소를 사용하거나 초대를 요청하세요.
        [waitlist] 다른 주소를 사용하거나 대기자 명단에 등록하세요.
       *[public] 다른 주소를 사용하거나 가입하세요.
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] 대기자 명단에 등록
       *[public] 가입하기
    }

account_connected =
    .subject = { $app_name } 계정에 { $provider } 연결됨
    .title = 계정에 새로운 로그인 방법이 생겼습니다
    .preview = { all_is_well }
    .lead = 이제 { $provider } 계정으로 { $app_name } 서비스에 로그인할 수 있습니다. 본인이 연결했다면 안심하셔도 됩니다.
    .note = 본인이 한 일이 아니라면 로그인하여 다른 모든 기기에서 로그아웃하고 연결을 해제하세요.
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = { $app_name } 비밀번호가 변경되었습니다
    .title = 비밀번호가 변경되었습니다
    .preview = { all_is_well }
    .lead = { $app_name } 계정의 비밀번호가 방금 변경되었습니다. { all_is_well }
    .note = 본인이 한 일이 아니라면 다른 사람이 메일을 읽고 있는 것입니다. 먼저 메일 계정의 비밀번호를 변경한 다음, 이 계정의 새 비밀번호를 설정하고 다른 모든 기기에서 로그아웃하세요.
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = { $app_name } 계정에 패스키가 추가되었습니다
    .title = 새 패스키가 추가되었습니다
    .preview = { all_is_well }
    .lead = 이제 패스키 ‘{ $passkey }’(으)로 { $app_name } 서비스에 로그인할 수 있습니다. 본인이 추가했다면 안심하셔도 됩니다.
    .note = 본인이 한 일이 아니라면 로그인하여 다른 모든 기기에서 로그아웃하고 패스키를 삭제하세요.
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = { $app_name } 계정에 API 키가 생성되었습니다
    .title = 새 API 키가 생성되었습니다
    .preview = { all_is_well }
    .lead = 이제 키 ‘{ $api_key }’을(를) 가진 프로그램이 { $app_name }에서 회원님을 대신하여 작업할 수 있습니다. 본인이 만들었다면 안심하셔도 됩니다.
    .note = 본인이 한 일이 아니라면 로그인하여 다른 모든 기기에서 로그아웃하고 키를 취소하세요.
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = { $app_name } 계정에서 패스키가 삭제되었습니다
    .title = 패스키가 삭제되었습니다
    .preview = { all_is_well }
    .lead = 이제 패스키 ‘{ $passkey }’(으)로 { $app_name } 서비스에 로그인할 수 없습니다. 본인이 삭제했다면 안심하셔도 됩니다.
    .note = 본인이 한 일이 아니라면 로그인하여 다른 모든 기기에서 로그아웃하세요.
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = { $app_name } 초대
    .title = { $app_name } 초대장
    .preview = { good_for_days }
    .lead = { $app_name } 서비스에 초대되었습니다. 계정을 만들려면 다음 링크를 여세요.
    .note = { good_for_days } 이 주소에서만 사용할 수 있습니다. 받은 이유를 모른다면 이 메일을 무시하세요. 링크를 다른 사람에게 전달하지 마세요. 링크를 여는 사람이 내 이름으로 가입할 수 있습니다.
    .action = 초대 수락

organization_invitation =
    .subject = { $app_name } 서비스의 { $organization } 초대
    .title = { $organization } 초대장
    .preview = 초대한 사람: { $inviter }.
    .lead = { $app_name } 서비스의 { $organization } 조직에 초대되었습니다. 초대를 수락하려면 다음 링크를 여세요.
    .note = 초대한 사람: { $inviter }. { good_for_days } 이 주소에서만 사용할 수 있습니다. 받은 이유를 모른다면 이 메일을 무시하세요. 링크를 다른 사람에게 전달하지 마세요. 링크를 여는 사람이 내 이름으로 가입할 수 있습니다.
    .action = 초대 수락

organization_membership_request =
    .subject = { $identifier } 님이 { $organization } 참여를 요청했습니다
    .title = { $organization } 참여 요청
    .preview = 응답을 기다리는 사람이 있습니다.
    .lead = { $identifier } 님이 { $app_name }에서 { $organization } 참여를 요청했습니다. 응답하려면 다음 링크를 여세요:
    .note = { $organization }의 구성원을 관리하고 있어 이 메일을 보내 드립니다.
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = 이제 { $organization }에 소속되었습니다
    .title = { $organization }의 구성원이 되었습니다
    .preview = 요청이 수락되었습니다.
    .lead = { $app_name }에서 { $organization } 참여 요청이 수락되었습니다. 이동하려면 다음 링크를 여세요:
    .note = 직접 요청하지 않았다면 언제든지 { $organization }에서 나갈 수 있습니다.
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier } 님이 { $organization }에 참여했습니다
    .title = 초대가 수락되었습니다
    .preview = 이제 { $organization }의 구성원입니다.
    .lead = { $identifier } 님이 초대를 수락하여 { $app_name }에서 { $organization }의 구성원이 되었습니다. 구성원을 보려면 다음 링크를 여세요:
    .note = 초대를 보낸 분이어서 이 메일을 보내 드립니다.
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } - { $app_name } 서비스의 { $identifier } 확인 코드
    .title = { $identifier } 확인
    .preview = { $organization } 조직이 { $identifier } 도메인을 자신의 도메인으로 등록하려고 합니다.
    .lead = { $organization } 조직이 { $app_name } 서비스에서 { $identifier } 도메인을 자신의 도메인으로 등록하려고 합니다. 확인하려면 그곳에 다음 코드를 입력하세요.
    .note = { good_for_minutes } 요청하지 않았다면 이 메일을 무시하세요. 코드가 없으면 아무 일도 일어나지 않습니다. 코드를 절대 다른 사람에게 알려 주지 마세요. 코드를 가진 사람은 { $identifier } 주소를 가진 누가 { $organization } 조직에 참여할지 정할 수 있습니다.

waitlist =
    .subject = { $app_name } 대기자 명단에 등록되었습니다
    .title = 대기자 명단에 등록되었습니다
    .preview = 자리가 나는 대로 알려 드리겠습니다.
    .lead = { $app_name } 서비스에 관심을 가져 주셔서 감사합니다. 자리가 나는 대로 초대장을 보내 드리겠습니다.
    .note = 직접 등록하지 않았다면 이 메일을 무시하세요.
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } - { $app_name } 인증 코드입니다. 다른 사람에게 알려 주지 마세요.

account_exists_sms =
    .lead = 이미 { $app_name } 계정이 있습니다. 로그인: { $url }

account_deleted =
    .subject = { $app_name } 계정이 삭제되었습니다
    .title = 계정이 삭제되었습니다
    .preview = { all_is_well }
    .lead = 요청하신 대로 { $app_name } 계정과 그에 속한 모든 것이 삭제되었습니다.
    .note = 본인이 한 일이 아니라면 다른 사람이 계정에 침입한 것입니다. { $app_name } 운영자에게 문의하세요.
    .action = { $app_name }

address_in_use =
    .subject = 이미 { $app_name } 계정이 있습니다
    .title = 이 주소의 계정이 이미 있습니다
    .preview = 누군가(아마도 본인) 이 주소를 다른 계정에 추가하려고 했습니다.
    .lead = 누군가(아마도 본인) 이 주소를 다른 { $app_name } 계정에 추가하려고 했습니다. 이 주소에는 이미 별도의 계정이 있으며, 두 계정에 함께 속할 수 없습니다.
    .note = { ignore } 변경된 것은 없습니다.
    .action = { sign_in }

identifier_added =
    .subject = { $app_name } 계정에 { $identifier } 추가됨
    .title = 계정에 새로운 연락처가 추가되었습니다
    .preview = { all_is_well }
    .lead = 이제 { $identifier } 연락처가 { $app_name } 계정에 속합니다. { all_is_well }
    .note = 본인이 한 일이 아니라면 로그인하여 추가된 연락처를 삭제하고, 비밀번호를 변경하고, 다른 모든 기기에서 로그아웃하세요.
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = { $app_name } 계정에서 { $identifier } 삭제됨
    .title = 계정에서 연락처가 삭제되었습니다
    .preview = { all_is_well }
    .lead = { $identifier } 연락처는 더 이상 { $app_name } 계정에 속하지 않습니다. { all_is_well }
    .note = 본인이 한 일이 아니라면 로그인하여 비밀번호를 변경하고 다른 모든 기기에서 로그아웃하세요.
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = 이제 { $identifier } 연락처로 { $app_name } 메시지를 보내 드립니다
    .title = 메시지를 받는 곳이 변경되었습니다
    .preview = { all_is_well }
    .lead = 이제 { $app_name } 메시지를 { $identifier } 연락처로 보내 드립니다. 본인이 변경했다면 안심하셔도 됩니다.
    .note = 본인이 한 일이 아니라면 로그인하여 비밀번호를 변경하고 다른 모든 기기에서 로그아웃하세요.
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = 이제 { $app_name } 계정에 비밀번호가 있습니다
    .title = 비밀번호가 설정되었습니다
    .preview = { all_is_well }
    .lead = 이제 비밀번호로 { $app_name } 서비스에 로그인할 수 있습니다. 본인이 설정했다면 안심하셔도 됩니다.
    .note = 본인이 한 일이 아니라면 로그인하여 다른 비밀번호를 설정하고 다른 모든 기기에서 로그아웃하세요.
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = 이제 { $app_name } 계정에 비밀번호가 없습니다
    .title = 비밀번호가 삭제되었습니다
    .preview = { all_is_well }
    .lead = 이제 비밀번호로 { $app_name } 서비스에 로그인할 수 없습니다. 본인이 삭제했다면 안심하셔도 됩니다.
    .note = 본인이 한 일이 아니라면 로그인하여 새 비밀번호를 설정하고 다른 모든 기기에서 로그아웃하세요.
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = { $app_name } 계정의 비밀번호를 더 이상 사용할 수 없습니다
    .title = 비밀번호를 변경해야 합니다
    .preview = 다른 사람이 알고 있을 수 있습니다.
    .lead = 다른 사람이 { $app_name } 계정의 비밀번호를 알고 있을 수 있습니다. 새 비밀번호를 설정할 때까지 이 비밀번호로는 로그인할 수 없습니다.
    .note = 로그인하여 새 비밀번호를 설정하세요. 이전 비밀번호를 다른 곳에서도 사용한다면 그곳에서도 변경하세요.
    .action = { sign_in }

second_factor_added =
    .subject = { $app_name } 계정에 2단계 인증 수단이 추가되었습니다
    .title = 2단계 인증 수단이 추가되었습니다
    .preview = { all_is_well }
    .lead = 이제 { $app_name } 서비스에 로그인하려면 코드도 필요합니다.
    .note = 본인이 한 일이 아니라면 누군가 계정에 접근할 수 있는 상태입니다. 로그인하여 2단계 인증 수단을 삭제하고 비밀번호를 변경하세요.
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = { $app_name } 계정에서 2단계 인증 수단이 삭제되었습니다
    .title = 2단계 인증 수단이 삭제되었습니다
    .preview = { all_is_well }
    .lead = { $app_name } 서비스에 로그인할 때 필요한 코드가 전보다 하나 줄었습니다.
    .note = 본인이 한 일이 아니라면 누군가 계정에 접근할 수 있는 상태입니다. 비밀번호를 변경하고 2단계 인증 수단을 다시 추가하세요.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = { $app_name } 백업 코드가 교체되었습니다
    .title = 백업 코드가 교체되었습니다
    .preview = { all_is_well }
    .lead = { $app_name } 계정의 백업 코드가 새로 만들어졌습니다. 이전 코드는 더 이상 사용할 수 없습니다.
    .note = 본인이 한 일이 아니라면 누군가 계정에 접근할 수 있는 상태입니다. 로그인하여 비밀번호를 변경하고 새 코드를 만드세요.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = { $app_name } 백업 코드가 삭제되었습니다
    .title = 백업 코드가 삭제되었습니다
    .preview = { all_is_well }
    .lead = { $app_name } 계정에 더 이상 백업 코드가 없습니다. 이전 코드는 사용할 수 없습니다.
    .note = 본인이 한 일이 아니라면 누군가 계정에 접근할 수 있는 상태입니다. 로그인하여 비밀번호를 변경하고 새 코드를 만드세요.
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = { $app_name } 서비스에서 백업 코드가 사용되었습니다
    .title = 백업 코드가 사용되었습니다
    .preview = { all_is_well }
    .lead = 누군가(아마도 본인) 백업 코드 중 하나로 { $app_name } 서비스에서 본인 확인을 했습니다. 이 코드는 더 이상 사용할 수 없습니다.
    .note = 본인이 한 일이 아니라면 누군가 백업 코드와 그 밖의 정보까지 가지고 있는 것입니다. 로그인하여 비밀번호를 변경하고 새 코드를 만드세요.
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = { $app_name } 새 로그인
    .title = 계정에 새로 로그인했습니다
    .preview = { all_is_well }
    .lead = 누군가(아마도 본인) 이전에 이 계정을 사용한 적이 없는 기기에서 { $app_name } 서비스에 로그인했습니다: { $device }. { all_is_well }
    .note = 본인이 한 일이 아니라면 누군가 로그인 방법을 알고 있는 것입니다. 로그인하여 다른 모든 기기에서 로그아웃하고 비밀번호를 변경하세요.
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = { $app_name } 계정에서 { $provider } 연결 해제됨
    .title = 계정의 로그인 방법 하나가 없어졌습니다
    .preview = { all_is_well }
    .lead = 이제 { $provider } 계정으로 { $app_name } 서비스에 로그인할 수 없습니다. 본인이 연결을 해제했다면 안심하셔도 됩니다.
    .note = 본인이 한 일이 아니라면 로그인하여 비밀번호를 변경하고 다른 모든 기기에서 로그아웃하세요.
    .action = { sign_in }
    .disavow = { not_me }
