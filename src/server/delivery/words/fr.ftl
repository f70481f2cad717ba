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
not_me = Ce n’était pas moi
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
    .disavow = { not_me }

password_changed =
    .subject = Votre mot de passe { $app_name } a été modifié
    .title = Votre mot de passe a été modifié
    .preview = { all_is_well }
    .lead = Le mot de passe de votre compte { $app_name } vient d’être modifié. { all_is_well }
    .note = Si ce n’est pas vous, quelqu’un d’autre lit vos e-mails : changez d’abord le mot de passe de votre messagerie, puis définissez-en un nouveau pour votre compte et déconnectez tous les autres appareils.
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = Une clé d’accès a été ajoutée à votre compte { $app_name }
    .title = Votre compte a une nouvelle clé d’accès
    .preview = { all_is_well }
    .lead = Vous pouvez désormais vous connecter à { $app_name } avec la clé d’accès « { $passkey } ». Si c’est bien vous qui l’avez ajoutée, tout va bien.
    .note = Si ce n’est pas vous, connectez-vous, déconnectez tous les autres appareils et supprimez-la.
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = Une clé d’API a été créée dans votre compte { $app_name }
    .title = Votre compte a une nouvelle clé d’API
    .preview = { all_is_well }
    .lead = Désormais, un programme qui possède la clé « { $api_key } » agit en votre nom sur { $app_name }. Si c’est bien vous qui l’avez créée, tout va bien.
    .note = Si ce n’est pas vous, connectez-vous, déconnectez tous les autres appareils et révoquez-la.
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = Une clé d’accès a été supprimée de votre compte { $app_name }
    .title = Une clé d’accès a été supprimée
    .preview = { all_is_well }
    .lead = La clé d’accès « { $passkey } » ne permet plus de se connecter à { $app_name }. Si c’est bien vous qui l’avez supprimée, tout va bien.
    .note = Si ce n’est pas vous, connectez-vous et déconnectez tous les autres appareils.
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = Vous avez reçu une invitation à rejoindre { $app_name }
    .title = Votre invitation à rejoindre { $app_name }
    .preview = { good_for_days }
    .lead = Vous avez reçu une invitation à rejoindre { $app_name }. Ouvrez ce lien pour créer votre compte :
    .note = { good_for_days } Il est réservé à cette adresse. Si vous ne savez pas pourquoi vous l’avez reçu, vous pouvez ignorer cet e-mail. Ne le transmettez à personne : quiconque ouvre le lien peut s’inscrire à votre place.
    .action = Accepter l’invitation

organization_invitation =
    .subject = Vous avez reçu une invitation à rejoindre { $organization } sur { $app_name }
    .title = Votre invitation à rejoindre { $organization }
    .preview = Invitation de la part de : { $inviter }.
    .lead = Vous avez reçu une invitation à rejoindre { $organization } sur { $app_name }. Ouvrez ce lien pour l’accepter :
    .note = Invitation de la part de : { $inviter }. { good_for_days } Il est réservé à cette adresse. Si vous ne savez pas pourquoi vous l’avez reçu, vous pouvez ignorer cet e-mail. Ne le transmettez à personne : quiconque ouvre le lien peut s’inscrire à votre place.
    .action = Accepter l’invitation

organization_membership_request =
    .subject = { $identifier } demande à rejoindre { $organization }
    .title = Une demande pour rejoindre { $organization }
    .preview = Quelqu’un attend une réponse.
    .lead = { $identifier } demande à rejoindre { $organization } sur { $app_name }. Ouvrez ce lien pour répondre :
    .note = Vous recevez cet e-mail parce que vous gérez les membres de { $organization }.
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = Vous faites désormais partie de { $organization }
    .title = Vous faites partie de { $organization }
    .preview = Votre demande a été acceptée.
    .lead = Votre demande pour rejoindre { $organization } sur { $app_name } a été acceptée. Ouvrez ce lien pour y accéder :
    .note = Si vous n’avez rien demandé, vous pouvez quitter { $organization } à tout moment.
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier } a rejoint { $organization }
    .title = Votre invitation a été acceptée
    .preview = Cette personne fait désormais partie de { $organization }.
    .lead = { $identifier } a accepté votre invitation et fait désormais partie de { $organization } sur { $app_name }. Ouvrez ce lien pour voir les membres :
    .note = Vous recevez cet e-mail parce que l’invitation venait de vous.
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } est le code pour { $identifier } sur { $app_name }
    .title = Vérifier { $identifier }
    .preview = { $organization } indique que { $identifier } est son domaine.
    .lead = { $organization } indique sur { $app_name } que { $identifier } est son domaine. Pour le confirmer, saisissez-y ce code :
    .note = { good_for_minutes } Si vous ne l’avez pas demandé, vous pouvez ignorer cet e-mail : rien ne se passe sans ce code. Ne le communiquez jamais à personne : quiconque le possède peut décider qui rejoint { $organization } avec une adresse dans { $identifier }.

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

account_deleted =
    .subject = Votre compte { $app_name } a été supprimé
    .title = Votre compte a été supprimé
    .preview = { all_is_well }
    .lead = Votre compte { $app_name } et tout ce qui s’y rattachait ont été supprimés, comme vous l’avez demandé.
    .note = Si ce n’est pas vous, quelqu’un d’autre avait accédé à votre compte. Écrivez aux responsables de { $app_name }.
    .action = { $app_name }

address_in_use =
    .subject = Vous avez déjà un compte { $app_name }
    .title = Un compte existe déjà pour cette adresse
    .preview = Quelqu’un, sans doute vous, a essayé d’ajouter cette adresse à un autre compte.
    .lead = Quelqu’un, sans doute vous, a essayé d’ajouter cette adresse à un autre compte { $app_name }. Elle a déjà son propre compte et ne peut pas appartenir à deux comptes :
    .note = { ignore } Rien n’a changé.
    .action = { sign_in }

identifier_added =
    .subject = Ajout de { $identifier } à votre compte { $app_name }
    .title = Il y a du nouveau sur votre compte
    .preview = { all_is_well }
    .lead = { $identifier } fait désormais partie de votre compte { $app_name }. { all_is_well }
    .note = Si ce n’est pas vous, connectez-vous, supprimez ces coordonnées, changez votre mot de passe et déconnectez tous les autres appareils.
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = Suppression de { $identifier } de votre compte { $app_name }
    .title = Des coordonnées ont été supprimées de votre compte
    .preview = { all_is_well }
    .lead = { $identifier } ne fait plus partie de votre compte { $app_name }. { all_is_well }
    .note = Si ce n’est pas vous, connectez-vous, changez votre mot de passe et déconnectez tous les autres appareils.
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = { $app_name } vous contacte désormais via { $identifier }
    .title = Vos messages arrivent désormais ailleurs
    .preview = { all_is_well }
    .lead = { $app_name } utilise désormais { $identifier } pour vous écrire. Si c’est bien vous qui avez fait ce changement, tout va bien.
    .note = Si ce n’est pas vous, connectez-vous, changez votre mot de passe et déconnectez tous les autres appareils.
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = Votre compte { $app_name } a désormais un mot de passe
    .title = Un mot de passe a été défini
    .preview = { all_is_well }
    .lead = Vous pouvez désormais vous connecter à { $app_name } avec un mot de passe. Si c’est bien vous qui l’avez défini, tout va bien.
    .note = Si ce n’est pas vous, connectez-vous, définissez un autre mot de passe et déconnectez tous les autres appareils.
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = Votre compte { $app_name } n’a plus de mot de passe
    .title = Votre mot de passe a été supprimé
    .preview = { all_is_well }
    .lead = Vous ne pouvez plus vous connecter à { $app_name } avec un mot de passe. Si c’est bien vous qui l’avez supprimé, tout va bien.
    .note = Si ce n’est pas vous, connectez-vous, définissez un nouveau mot de passe et déconnectez tous les autres appareils.
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = Le mot de passe de votre compte { $app_name } n’est plus valable
    .title = Votre mot de passe doit être remplacé
    .preview = D’autres personnes le connaissent peut-être.
    .lead = D’autres personnes connaissent peut-être le mot de passe de votre compte { $app_name }. Il ne permet plus de vous connecter tant que vous n’en avez pas défini un nouveau.
    .note = Connectez-vous et définissez un nouveau mot de passe. Si vous utilisez l’ancien ailleurs, changez-le aussi là-bas.
    .action = { sign_in }

second_factor_added =
    .subject = Une deuxième étape a été ajoutée à votre compte { $app_name }
    .title = Deuxième étape ajoutée
    .preview = { all_is_well }
    .lead = Pour vous connecter à { $app_name }, il faut désormais aussi un code.
    .note = Si ce n’est pas vous, quelqu’un a accès à votre compte : connectez-vous, supprimez cette étape et changez votre mot de passe.
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = Une deuxième étape a été supprimée de votre compte { $app_name }
    .title = Deuxième étape supprimée
    .preview = { all_is_well }
    .lead = Pour vous connecter à { $app_name }, il faut désormais un code de moins qu’avant.
    .note = Si ce n’est pas vous, quelqu’un a accès à votre compte : changez votre mot de passe et ajoutez de nouveau une deuxième étape.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = Vos codes de secours { $app_name } ont été remplacés
    .title = Codes de secours remplacés
    .preview = { all_is_well }
    .lead = Votre compte { $app_name } a de nouveaux codes de secours. Les anciens ne sont plus valables.
    .note = Si ce n’est pas vous, quelqu’un a accès à votre compte : connectez-vous, changez votre mot de passe et générez de nouveaux codes.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = Vos codes de secours { $app_name } ont été supprimés
    .title = Codes de secours supprimés
    .preview = { all_is_well }
    .lead = Votre compte { $app_name } n’a plus de codes de secours. Les anciens ne sont plus valables.
    .note = Si ce n’est pas vous, quelqu’un a accès à votre compte : connectez-vous, changez votre mot de passe et générez de nouveaux codes.
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = Un code de secours a été utilisé sur { $app_name }
    .title = Code de secours utilisé
    .preview = { all_is_well }
    .lead = Quelqu’un, sans doute vous, a confirmé son identité sur { $app_name } avec l’un de vos codes de secours. Ce code n’est plus valable.
    .note = Si ce n’est pas vous, quelqu’un possède vos codes de secours et plus encore : connectez-vous, changez votre mot de passe et générez de nouveaux codes.
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = Nouvelle connexion à { $app_name }
    .title = Nouvelle connexion à votre compte
    .preview = { all_is_well }
    .lead = Quelqu’un, sans doute vous, s’est connecté à { $app_name } sur un appareil sur lequel votre compte n’avait pas encore été utilisé : { $device }. { all_is_well }
    .note = Si ce n’est pas vous, quelqu’un sait comment entrer : connectez-vous, déconnectez tous les autres appareils et changez votre mot de passe.
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = { $provider } n’est plus associé à votre compte { $app_name }
    .title = Un moyen d’accéder à votre compte a été retiré
    .preview = { all_is_well }
    .lead = Vous ne pouvez plus vous connecter à { $app_name } avec { $provider }. Si c’est bien vous qui avez supprimé cette association, tout va bien.
    .note = Si ce n’est pas vous, connectez-vous, changez votre mot de passe et déconnectez tous les autres appareils.
    .action = { sign_in }
    .disavow = { not_me }
