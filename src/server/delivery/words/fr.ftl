# French. People are addressed as « vous ».

good_for_minutes =
    { $minutes ->
        [one] Il est valable { $minutes } minute.
       *[other] Il est valable { $minutes } minutes.
    }
good_for_minutes_once =
    { $minutes ->
        [one] Il est valable { $minutes } minute et ne sert qu’une fois.
       *[other] Il est valable { $minutes } minutes et ne sert qu’une fois.
    }
good_for_days =
    { $days ->
        [one] Le lien est valable { $days } jour.
       *[other] Le lien est valable { $days } jours.
    }
sign_in = Se connecter
all_is_well = Si c’est bien vous, tout va bien.
ignore = Si ce n’est pas vous, vous pouvez ignorer cet e-mail.

verification_code =
    .subject = { $code } est votre code de vérification { $app_name }
    .title = Votre code de vérification
    .preview = { good_for_minutes }
    .lead = Saisissez ce code pour continuer sur { $app_name } :
    .note = { good_for_minutes } Si vous ne l’avez pas demandé, vous pouvez ignorer cet e-mail : personne ne peut entrer sans ce code. Ne le communiquez jamais à personne.

reset_password_code =
    .subject = { $code } est votre code pour réinitialiser votre mot de passe { $app_name }
    .title = Réinitialisez votre mot de passe
    .preview = { good_for_minutes }
    .lead = Quelqu’un, sans doute vous, a oublié son mot de passe { $app_name }. Saisissez ce code pour en définir un nouveau :
    .note = { good_for_minutes } Si vous ne l’avez pas demandé, vous pouvez ignorer cet e-mail : votre mot de passe reste inchangé. Ne communiquez jamais ce code à personne : quiconque le possède peut prendre le contrôle de votre compte.

magic_link_sign_in =
    .subject = Connectez-vous à { $app_name }
    .title = Votre lien de connexion
    .preview = { good_for_minutes }
    .lead = Ouvrez ce lien pour vous connecter à { $app_name } :
    .note = { good_for_minutes_once } Si vous ne l’avez pas demandé, ne l’ouvrez pas : la personne qui l’a demandé pourrait entrer.
    .action = { sign_in }

magic_link_sign_up =
    .subject = Vérifiez votre adresse e-mail pour { $app_name }
    .title = Vérifiez votre adresse e-mail
    .preview = { good_for_minutes }
    .lead = Ouvrez ce lien pour terminer votre inscription à { $app_name } :
    .note = { good_for_minutes_once } Si vous ne l’avez pas demandé, ne l’ouvrez pas : la personne qui l’a demandé pourrait entrer.
    .action = Vérifier mon adresse

account_exists =
    .subject = Vous avez déjà un compte { $app_name }
    .title = Vous avez déjà un compte
    .preview = Quelqu’un, sans doute vous, a essayé de s’inscrire avec cette adresse.
    .lead = Quelqu’un, sans doute vous, a essayé de s’inscrire à { $app_name } avec cette adresse. Un compte existe déjà pour cette adresse ; connectez-vous :
    .note = { ignore } Rien n’a changé.
    .action = { sign_in }

no_account =
    .subject = Vous n’avez pas encore de compte { $app_name }
    .title = Aucun compte n’existe pour cette adresse
    .preview = Quelqu’un, sans doute vous, a essayé de se connecter avec cette adresse.
    .lead = Quelqu’un, sans doute vous, a essayé de se connecter à { $app_name } avec cette adresse. Aucun compte n’y correspond : { $mode ->
        [restricted] utilisez une autre adresse ou demandez une invitation :
        [waitlist] utilisez une autre adresse ou rejoignez la liste d’attente :
       *[public] utilisez une autre adresse ou inscrivez-vous :
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] Rejoindre la liste d’attente
       *[public] S’inscrire
    }

account_connected =
    .subject = { $provider } a été associé à votre compte { $app_name }
    .title = Il y a un nouveau moyen d’accéder à votre compte
    .preview = { all_is_well }
    .lead = Vous pouvez désormais vous connecter à { $app_name } avec { $provider }. Si c’est bien vous qui l’avez associé, tout va bien.
    .note = Si ce n’est pas vous, connectez-vous, déconnectez tous les autres appareils et supprimez cette association.
    .action = { sign_in }

password_changed =
    .subject = Votre mot de passe { $app_name } a été modifié
    .title = Votre mot de passe a été modifié
    .preview = { all_is_well }
    .lead = Le mot de passe de votre compte { $app_name } vient d’être modifié. { all_is_well }
    .note = Si ce n’est pas vous, quelqu’un d’autre lit vos e-mails : changez d’abord le mot de passe de votre messagerie, puis définissez-en un nouveau pour votre compte et déconnectez tous les autres appareils.
    .action = { sign_in }

passkey_added =
    .subject = Une clé d’accès a été ajoutée à votre compte { $app_name }
    .title = Votre compte a une nouvelle clé d’accès
    .preview = { all_is_well }
    .lead = Vous pouvez désormais vous connecter à { $app_name } avec la clé d’accès « { $passkey } ». Si c’est bien vous qui l’avez ajoutée, tout va bien.
    .note = Si ce n’est pas vous, connectez-vous, déconnectez tous les autres appareils et supprimez-la.
    .action = { sign_in }

passkey_removed =
    .subject = Une clé d’accès a été supprimée de votre compte { $app_name }
    .title = Une clé d’accès a été supprimée
    .preview = { all_is_well }
    .lead = La clé d’accès « { $passkey } » ne permet plus de se connecter à { $app_name }. Si c’est bien vous qui l’avez supprimée, tout va bien.
    .note = Si ce n’est pas vous, connectez-vous et déconnectez tous les autres appareils.
    .action = { sign_in }

invitation =
    .subject = Vous avez reçu une invitation à rejoindre { $app_name }
    .title = Votre invitation à rejoindre { $app_name }
    .preview = { good_for_days }
    .lead = Vous avez reçu une invitation à rejoindre { $app_name }. Ouvrez ce lien pour créer votre compte :
    .note = { good_for_days } Il est réservé à cette adresse. Si vous ne savez pas pourquoi vous l’avez reçu, vous pouvez ignorer cet e-mail. Ne le transmettez à personne : quiconque ouvre le lien peut s’inscrire à votre place.
    .action = Accepter l’invitation

waitlist =
    .subject = Vous êtes sur la liste d’attente de { $app_name }
    .title = Vous êtes sur la liste
    .preview = Nous vous écrirons dès qu’une place se libérera pour vous.
    .lead = Merci de votre intérêt pour { $app_name }. Nous vous enverrons une invitation dès qu’une place se libérera pour vous.
    .note = Si ce n’est pas vous qui avez rejoint la liste, vous pouvez ignorer cet e-mail.
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } est votre code de vérification { $app_name }. Ne le communiquez jamais.

account_exists_sms =
    .lead = Vous avez déjà un compte { $app_name }. Connectez-vous : { $url }
