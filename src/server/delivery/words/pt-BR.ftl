# Brazilian Portuguese. People are addressed as “você”.

good_for_minutes =
    { $minutes ->
        [one] Ele é válido por { $minutes } minuto.
       *[other] Ele é válido por { $minutes } minutos.
    }
good_for_minutes_once =
    { $minutes ->
        [one] Ele é válido por { $minutes } minuto e uma única vez.
       *[other] Ele é válido por { $minutes } minutos e uma única vez.
    }
good_for_days =
    { $days ->
        [one] O link é válido por { $days } dia.
       *[other] O link é válido por { $days } dias.
    }
sign_in = Fazer login
all_is_well = Se foi você, está tudo certo.
not_me = Não fui eu
ignore = Se não foi você, ignore este e-mail.

verification_code =
    .subject = { $code } é seu código de verificação do { $app_name }
    .title = Seu código de verificação
    .preview = { good_for_minutes }
    .lead = Digite este código para continuar no { $app_name }:
    .note = { good_for_minutes } Se você não o solicitou, ignore este e-mail: ninguém entra sem o código. Nunca o informe a ninguém.

reset_password_code =
    .subject = { $code } é seu código para redefinir a senha do { $app_name }
    .title = Redefina sua senha
    .preview = { good_for_minutes }
    .lead = Alguém, provavelmente você, esqueceu a senha do { $app_name }. Digite este código para definir uma nova:
    .note = { good_for_minutes } Se você não o solicitou, ignore este e-mail: sua senha continua a mesma. Nunca informe o código a ninguém: quem o tiver poderá assumir o controle da sua conta.

magic_link_sign_in =
    .subject = Faça login no { $app_name }
    .title = Seu link de login
    .preview = { good_for_minutes }
    .lead = Abra este link para fazer login no { $app_name }:
    .note = { good_for_minutes_once } Se você não o solicitou, não o abra: quem o solicitou poderia entrar.
    .action = { sign_in }

magic_link_sign_up =
    .subject = Confirme seu endereço de e-mail no { $app_name }
    .title = Confirme seu endereço de e-mail
    .preview = { good_for_minutes }
    .lead = Abra este link para concluir seu cadastro no { $app_name }:
    .note = { good_for_minutes_once } Se você não o solicitou, não o abra: quem o solicitou poderia entrar.
    .action = Confirmar meu endereço

account_exists =
    .subject = Você já tem uma conta no { $app_name }
    .title = Você já tem uma conta
    .preview = Alguém, provavelmente você, tentou se cadastrar com este endereço.
    .lead = Alguém, provavelmente você, tentou se cadastrar no { $app_name } com este endereço. Já existe uma conta com ele; faça login:
    .note = { ignore } Nada mudou.
    .action = { sign_in }

no_account =
    .subject = Você ainda não tem uma conta no { $app_name }
    .title = Não há nenhuma conta com este endereço
    .preview = Alguém, provavelmente você, tentou fazer login com este endereço.
    .lead = Alguém, provavelmente você, tentou fazer login no { $app_name } com este endereço. Não há nenhuma conta com ele: { $mode ->
        [restricted] use outro endereço ou peça um convite:
        [waitlist] use outro endereço ou entre na lista de espera:
       *[public] use outro endereço ou cadastre-se:
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] Entrar na lista de espera
       *[public] Cadastrar-se
    }

account_connected =
    .subject = { $provider } foi vinculado à sua conta do { $app_name }
    .title = Há uma nova forma de acessar sua conta
    .preview = { all_is_well }
    .lead = A partir de agora, você pode fazer login no { $app_name } com { $provider }. Se foi você quem fez o vínculo, está tudo certo.
    .note = Se não foi você, faça login, saia de todos os outros dispositivos e remova o vínculo.
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = Sua senha do { $app_name } foi alterada
    .title = Sua senha foi alterada
    .preview = { all_is_well }
    .lead = A senha da sua conta do { $app_name } acaba de ser alterada. { all_is_well }
    .note = Se não foi você, outra pessoa lê seus e-mails: mude primeiro a senha da sua caixa de e-mail, depois defina uma nova para sua conta e saia de todos os outros dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = Uma chave de acesso foi adicionada à sua conta do { $app_name }
    .title = Sua conta tem uma nova chave de acesso
    .preview = { all_is_well }
    .lead = A partir de agora, você pode fazer login no { $app_name } com a chave de acesso “{ $passkey }”. Se foi você quem a adicionou, está tudo certo.
    .note = Se não foi você, faça login, saia de todos os outros dispositivos e remova a chave.
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = Uma chave de API foi criada na sua conta do { $app_name }
    .title = Sua conta tem uma nova chave de API
    .preview = { all_is_well }
    .lead = A partir de agora, um programa que tenha a chave “{ $api_key }” age em seu nome no { $app_name }. Se foi você quem a criou, está tudo certo.
    .note = Se não foi você, faça login, saia de todos os outros dispositivos e revogue a chave.
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = Uma chave de acesso foi removida da sua conta do { $app_name }
    .title = Uma chave de acesso foi removida
    .preview = { all_is_well }
    .lead = A chave de acesso “{ $passkey }” não serve mais para fazer login no { $app_name }. Se foi você quem a removeu, está tudo certo.
    .note = Se não foi você, faça login e saia de todos os outros dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = Você recebeu um convite para o { $app_name }
    .title = Seu convite para o { $app_name }
    .preview = { good_for_days }
    .lead = Você recebeu um convite para o { $app_name }. Abra este link para criar sua conta:
    .note = { good_for_days } Ele é apenas para este endereço. Se você não sabe por que o recebeu, ignore este e-mail. Não o repasse: quem abrir o link pode se cadastrar em seu nome.
    .action = Aceitar o convite

organization_invitation =
    .subject = Você recebeu um convite para { $organization } no { $app_name }
    .title = Seu convite para { $organization }
    .preview = Convite de: { $inviter }.
    .lead = Você recebeu um convite para participar de { $organization } no { $app_name }. Abra este link para aceitar:
    .note = Convite de: { $inviter }. { good_for_days } Ele é apenas para este endereço. Se você não sabe por que o recebeu, ignore este e-mail. Não o repasse: quem abrir o link pode se cadastrar em seu nome.
    .action = Aceitar o convite

organization_membership_request =
    .subject = { $identifier } pede para participar de { $organization }
    .title = Um pedido para participar de { $organization }
    .preview = Alguém espera uma resposta.
    .lead = { $identifier } pede para participar de { $organization } em { $app_name }. Abra este link para responder:
    .note = Você recebe este e-mail porque gerencia os membros de { $organization }.
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = Agora você faz parte de { $organization }
    .title = Você faz parte de { $organization }
    .preview = Seu pedido foi aceito.
    .lead = Seu pedido para participar de { $organization } em { $app_name } foi aceito. Abra este link para ir até lá:
    .note = Se você não pediu isso, pode sair de { $organization } a qualquer momento.
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier } agora participa de { $organization }
    .title = Seu convite foi aceito
    .preview = A pessoa agora faz parte de { $organization }.
    .lead = { $identifier } aceitou seu convite e agora faz parte de { $organization } em { $app_name }. Abra este link para ver os membros:
    .note = Você recebe este e-mail porque o convite era seu.
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } é o código para { $identifier } no { $app_name }
    .title = Verificar { $identifier }
    .preview = { $organization } indica { $identifier } como seu domínio.
    .lead = { $organization } indica no { $app_name } { $identifier } como seu domínio. Para confirmar, digite este código lá:
    .note = { good_for_minutes } Se você não o solicitou, ignore este e-mail: nada acontece sem o código. Nunca o informe a ninguém: quem o tiver pode decidir quem, com um endereço em { $identifier }, entra em { $organization }.

waitlist =
    .subject = Você está na lista de espera do { $app_name }
    .title = Você está na lista
    .preview = Escreveremos assim que houver uma vaga para você.
    .lead = Agradecemos seu interesse no { $app_name }. Enviaremos um convite assim que houver uma vaga para você.
    .note = Se não foi você quem entrou na lista, ignore este e-mail.
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } é seu código do { $app_name }. Não informe a ninguém.

account_exists_sms =
    .lead = Você já tem uma conta no { $app_name }. Faça login: { $url }

account_deleted =
    .subject = Sua conta do { $app_name } foi excluída
    .title = Sua conta foi excluída
    .preview = { all_is_well }
    .lead = Sua conta do { $app_name } e tudo o que fazia parte dela foram excluídos, como você pediu.
    .note = Se não foi você, outra pessoa tinha acesso à sua conta. Escreva para quem administra o { $app_name }.
    .action = { $app_name }

address_in_use =
    .subject = Você já tem uma conta no { $app_name }
    .title = Já existe uma conta com este endereço
    .preview = Alguém, provavelmente você, tentou adicionar este endereço a outra conta.
    .lead = Alguém, provavelmente você, tentou adicionar este endereço a outra conta do { $app_name }. Ele já tem uma conta própria e não pode pertencer a duas:
    .note = { ignore } Nada mudou.
    .action = { sign_in }

identifier_added =
    .subject = { $identifier } foi adicionado à sua conta do { $app_name }
    .title = Há algo novo na sua conta
    .preview = { all_is_well }
    .lead = A partir de agora, { $identifier } pertence à sua conta do { $app_name }. { all_is_well }
    .note = Se não foi você, faça login, remova-o, mude sua senha e saia de todos os outros dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = { $identifier } foi removido da sua conta do { $app_name }
    .title = Algo foi removido da sua conta
    .preview = { all_is_well }
    .lead = { $identifier } não pertence mais à sua conta do { $app_name }. { all_is_well }
    .note = Se não foi você, faça login, mude sua senha e saia de todos os outros dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = O { $app_name } agora usa { $identifier } para falar com você
    .title = Agora as mensagens chegam em outro lugar
    .preview = { all_is_well }
    .lead = A partir de agora, o { $app_name } usa { $identifier } para escrever para você. Se foi você quem fez essa mudança, está tudo certo.
    .note = Se não foi você, faça login, mude sua senha e saia de todos os outros dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = Sua conta do { $app_name } agora tem uma senha
    .title = Uma senha foi definida
    .preview = { all_is_well }
    .lead = A partir de agora, você pode fazer login no { $app_name } com uma senha. Se foi você quem a definiu, está tudo certo.
    .note = Se não foi você, faça login, defina outra senha e saia de todos os outros dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = Sua conta do { $app_name } não tem mais senha
    .title = Sua senha foi removida
    .preview = { all_is_well }
    .lead = Não é mais possível fazer login no { $app_name } com uma senha. Se foi você quem a removeu, está tudo certo.
    .note = Se não foi você, faça login, defina uma nova senha e saia de todos os outros dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = A senha da sua conta do { $app_name } não é mais válida
    .title = Sua senha precisa ser trocada
    .preview = Outras pessoas podem conhecê-la.
    .lead = Outras pessoas podem conhecer a senha da sua conta do { $app_name }. Ela não serve mais para fazer login até que você defina uma nova.
    .note = Faça login e defina uma nova senha. Se você usa a antiga em outros lugares, mude-a lá também.
    .action = { sign_in }

second_factor_added =
    .subject = Uma segunda etapa foi adicionada à sua conta do { $app_name }
    .title = Segunda etapa adicionada
    .preview = { all_is_well }
    .lead = A partir de agora, também é preciso um código para fazer login no { $app_name }.
    .note = Se não foi você, alguém tem acesso à sua conta: faça login, remova a segunda etapa e mude sua senha.
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = Uma segunda etapa foi removida da sua conta do { $app_name }
    .title = Segunda etapa removida
    .preview = { all_is_well }
    .lead = Agora é preciso um código a menos do que antes para fazer login no { $app_name }.
    .note = Se não foi você, alguém tem acesso à sua conta: mude sua senha e adicione novamente uma segunda etapa.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = Seus códigos de backup do { $app_name } foram substituídos
    .title = Códigos de backup substituídos
    .preview = { all_is_well }
    .lead = Há novos códigos de backup para sua conta do { $app_name }. Os antigos não são mais válidos.
    .note = Se não foi você, alguém tem acesso à sua conta: faça login, mude sua senha e gere novos códigos.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = Seus códigos de backup do { $app_name } foram removidos
    .title = Códigos de backup removidos
    .preview = { all_is_well }
    .lead = Sua conta do { $app_name } não tem mais códigos de backup. Os antigos não são mais válidos.
    .note = Se não foi você, alguém tem acesso à sua conta: faça login, mude sua senha e gere novos códigos.
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = Um código de backup foi usado no { $app_name }
    .title = Código de backup usado
    .preview = { all_is_well }
    .lead = Alguém, provavelmente você, confirmou a identidade no { $app_name } com um dos seus códigos de backup. Esse código não é mais válido.
    .note = Se não foi você, alguém tem seus códigos de backup e mais: faça login, mude sua senha e gere novos códigos.
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = Novo login no { $app_name }
    .title = Novo login na sua conta
    .preview = { all_is_well }
    .lead = Alguém, provavelmente você, fez login no { $app_name } em um dispositivo em que sua conta ainda não tinha sido usada: { $device }. { all_is_well }
    .note = Se não foi você, alguém sabe como entrar: faça login, saia de todos os outros dispositivos e mude sua senha.
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = { $provider } foi desvinculado da sua conta do { $app_name }
    .title = Uma forma de acessar sua conta deixou de existir
    .preview = { all_is_well }
    .lead = Você não pode mais fazer login no { $app_name } com { $provider }. Se foi você quem desfez o vínculo, está tudo certo.
    .note = Se não foi você, faça login, mude sua senha e saia de todos os outros dispositivos.
    .action = { sign_in }
    .disavow = { not_me }
