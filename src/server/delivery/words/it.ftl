# Italian. People are addressed as «tu».

good_for_minutes =
    { $minutes ->
        [one] È valido per { $minutes } minuto.
       *[other] È valido per { $minutes } minuti.
    }
good_for_minutes_once =
    { $minutes ->
        [one] È valido per { $minutes } minuto e una volta sola.
       *[other] È valido per { $minutes } minuti e una volta sola.
    }
good_for_days =
    { $days ->
        [one] Il link è valido per { $days } giorno.
       *[other] Il link è valido per { $days } giorni.
    }
sign_in = Accedi
all_is_well = Se eri tu, è tutto a posto.
not_me = Non ero io
ignore = Se non eri tu, puoi ignorare questa email.

verification_code =
    .subject = { $code } è il tuo codice di verifica per { $app_name }
    .title = Il tuo codice di verifica
    .preview = { good_for_minutes }
    .lead = Inserisci questo codice per continuare su { $app_name }:
    .note = { good_for_minutes } Se non l’hai richiesto tu, puoi ignorare questa email: senza il codice nessuno può entrare. Non comunicarlo mai a nessuno.

reset_password_code =
    .subject = { $code } è il tuo codice per reimpostare la password di { $app_name }
    .title = Reimposta la password
    .preview = { good_for_minutes }
    .lead = Qualcuno, probabilmente tu, ha dimenticato la password di { $app_name }. Inserisci questo codice per impostarne una nuova:
    .note = { good_for_minutes } Se non l’hai richiesto tu, puoi ignorare questa email: la tua password resta invariata. Non comunicare mai il codice a nessuno: chi lo possiede può impossessarsi del tuo account.

magic_link_sign_in =
    .subject = Accedi a { $app_name }
    .title = Il tuo link di accesso
    .preview = { good_for_minutes }
    .lead = Apri questo link per accedere a { $app_name }:
    .note = { good_for_minutes_once } Se non l’hai richiesto tu, non aprirlo: chi l’ha richiesto potrebbe entrare.
    .action = { sign_in }

magic_link_sign_up =
    .subject = Verifica il tuo indirizzo email per { $app_name }
    .title = Verifica il tuo indirizzo email
    .preview = { good_for_minutes }
    .lead = Apri questo link per completare la registrazione a { $app_name }:
    .note = { good_for_minutes_once } Se non l’hai richiesto tu, non aprirlo: chi l’ha richiesto potrebbe entrare.
    .action = Verifica il mio indirizzo

account_exists =
    .subject = Hai già un account { $app_name }
    .title = Hai già un account
    .preview = Qualcuno, probabilmente tu, ha provato a registrarsi con questo indirizzo.
    .lead = Qualcuno, probabilmente tu, ha provato a registrarsi a { $app_name } con questo indirizzo. Esiste già un account con questo indirizzo: accedi.
    .note = { ignore } Non è cambiato nulla.
    .action = { sign_in }

no_account =
    .subject = Non hai ancora un account { $app_name }
    .title = Nessun account con questo indirizzo
    .preview = Qualcuno, probabilmente tu, ha provato ad accedere con questo indirizzo.
    .lead = Qualcuno, probabilmente tu, ha provato ad accedere a { $app_name } con questo indirizzo. Non esiste nessun account con questo indirizzo: { $mode ->
        [restricted] usane un altro o chiedi un invito.
        [waitlist] usane un altro o iscriviti alla lista d’attesa.
       *[public] usane un altro o registrati.
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] Iscriviti alla lista d’attesa
       *[public] Registrati
    }

account_connected =
    .subject = { $provider } è stato collegato al tuo account { $app_name }
    .title = C’è un nuovo modo per accedere al tuo account
    .preview = { all_is_well }
    .lead = Da ora puoi accedere a { $app_name } con { $provider }. Se lo hai collegato tu, è tutto a posto.
    .note = Se non eri tu, accedi, esci da tutti gli altri dispositivi e scollegalo.
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = La tua password di { $app_name } è stata modificata
    .title = La tua password è stata modificata
    .preview = { all_is_well }
    .lead = La password del tuo account { $app_name } è appena stata modificata. { all_is_well }
    .note = Se non eri tu, qualcun altro legge le tue email: cambia prima la password della tua casella di posta, poi impostane una nuova per il tuo account ed esci da tutti gli altri dispositivi.
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = È stata aggiunta una passkey al tuo account { $app_name }
    .title = C’è una nuova passkey per il tuo account
    .preview = { all_is_well }
    .lead = Da ora puoi accedere a { $app_name } con la passkey «{ $passkey }». Se l’hai aggiunta tu, è tutto a posto.
    .note = Se non eri tu, accedi, esci da tutti gli altri dispositivi e rimuovila.
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = È stata creata una chiave API nel tuo account { $app_name }
    .title = C’è una nuova chiave API nel tuo account
    .preview = { all_is_well }
    .lead = Da ora un programma che ha la chiave «{ $api_key }» agisce a tuo nome su { $app_name }. Se l’hai creata tu, è tutto a posto.
    .note = Se non eri tu, accedi, esci da tutti gli altri dispositivi e revocala.
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = È stata rimossa una passkey dal tuo account { $app_name }
    .title = È stata rimossa una passkey
    .preview = { all_is_well }
    .lead = Con la passkey «{ $passkey }» non puoi più accedere a { $app_name }. Se l’hai rimossa tu, è tutto a posto.
    .note = Se non eri tu, accedi ed esci da tutti gli altri dispositivi.
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = Hai ricevuto un invito a { $app_name }
    .title = Il tuo invito a { $app_name }
    .preview = { good_for_days }
    .lead = Hai ricevuto un invito a { $app_name }. Apri questo link per creare il tuo account:
    .note = { good_for_days } È solo per questo indirizzo. Se non sai perché l’hai ricevuto, puoi ignorare questa email. Non inoltrarlo: chi apre il link può registrarsi al posto tuo.
    .action = Accetta l’invito

organization_invitation =
    .subject = Hai ricevuto un invito a { $organization } su { $app_name }
    .title = Il tuo invito a { $organization }
    .preview = Ti invita: { $inviter }.
    .lead = Hai ricevuto un invito a unirti a { $organization } su { $app_name }. Apri questo link per accettarlo:
    .note = Ti invita: { $inviter }. { good_for_days } È solo per questo indirizzo. Se non sai perché l’hai ricevuto, puoi ignorare questa email. Non inoltrarlo: chi apre il link può registrarsi al posto tuo.
    .action = Accetta l’invito

organization_membership_request =
    .subject = { $identifier } chiede di unirsi a { $organization }
    .title = Una richiesta di unirsi a { $organization }
    .preview = Qualcuno attende una risposta.
    .lead = { $identifier } chiede di unirsi a { $organization } su { $app_name }. Apri questo link per rispondere:
    .note = Ricevi questa email perché gestisci i membri di { $organization }.
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = Ora fai parte di { $organization }
    .title = Fai parte di { $organization }
    .preview = La tua richiesta è stata accettata.
    .lead = La tua richiesta di unirti a { $organization } su { $app_name } è stata accettata. Apri questo link per andarci:
    .note = Se non lo hai chiesto, puoi lasciare { $organization } in qualsiasi momento.
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier } si è unito a { $organization }
    .title = Il tuo invito è stato accettato
    .preview = Ora fa parte di { $organization }.
    .lead = { $identifier } ha accettato il tuo invito e ora fa parte di { $organization } su { $app_name }. Apri questo link per vedere i membri:
    .note = Ricevi questa email perché l’invito era tuo.
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } è il codice per { $identifier } su { $app_name }
    .title = Verifica { $identifier }
    .preview = { $organization } indica { $identifier } come proprio dominio.
    .lead = { $organization } indica su { $app_name } { $identifier } come proprio dominio. Per confermarlo, inserisci lì questo codice:
    .note = { good_for_minutes } Se non l’hai richiesto tu, puoi ignorare questa email: senza il codice non succede nulla. Non comunicarlo mai a nessuno: chi lo possiede può decidere chi, con un indirizzo in { $identifier }, entra in { $organization }.

waitlist =
    .subject = Sei nella lista d’attesa di { $app_name }
    .title = Sei nella lista
    .preview = Ti scriveremo appena ci sarà un posto per te.
    .lead = Grazie per il tuo interesse per { $app_name }. Ti invieremo un invito appena ci sarà un posto per te.
    .note = Se l’iscrizione alla lista non è tua, puoi ignorare questa email.
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } è il tuo codice di verifica per { $app_name }. Non comunicarlo mai a nessuno.

account_exists_sms =
    .lead = Hai già un account { $app_name }. Accedi: { $url }

account_deleted =
    .subject = Il tuo account { $app_name } è stato eliminato
    .title = Il tuo account è stato eliminato
    .preview = { all_is_well }
    .lead = Il tuo account { $app_name } e tutto ciò che conteneva sono stati eliminati, come da tua richiesta.
    .note = Se non eri tu, qualcun altro era entrato nel tuo account. Scrivi a chi gestisce { $app_name }.
    .action = { $app_name }

address_in_use =
    .subject = Hai già un account { $app_name }
    .title = Esiste già un account con questo indirizzo
    .preview = Qualcuno, probabilmente tu, ha provato ad aggiungere questo indirizzo a un altro account.
    .lead = Qualcuno, probabilmente tu, ha provato ad aggiungere questo indirizzo a un altro account { $app_name }. L’indirizzo ha già un proprio account e non può appartenere a due.
    .note = { ignore } Non è cambiato nulla.
    .action = { sign_in }

identifier_added =
    .subject = { $identifier } è stato aggiunto al tuo account { $app_name }
    .title = C’è una novità nel tuo account
    .preview = { all_is_well }
    .lead = Da ora { $identifier } appartiene al tuo account { $app_name }. { all_is_well }
    .note = Se non eri tu, accedi, rimuovilo, cambia la password ed esci da tutti gli altri dispositivi.
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = { $identifier } è stato rimosso dal tuo account { $app_name }
    .title = Qualcosa è stato rimosso dal tuo account
    .preview = { all_is_well }
    .lead = { $identifier } non appartiene più al tuo account { $app_name }. { all_is_well }
    .note = Se non eri tu, accedi, cambia la password ed esci da tutti gli altri dispositivi.
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = { $app_name } ora ti contatta tramite { $identifier }
    .title = Ora ricevi i messaggi altrove
    .preview = { all_is_well }
    .lead = Da ora { $app_name } usa { $identifier } per scriverti. Se hai fatto tu questa modifica, è tutto a posto.
    .note = Se non eri tu, accedi, cambia la password ed esci da tutti gli altri dispositivi.
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = Il tuo account { $app_name } ora ha una password
    .title = È stata impostata una password
    .preview = { all_is_well }
    .lead = Da ora puoi accedere a { $app_name } con una password. Se l’hai impostata tu, è tutto a posto.
    .note = Se non eri tu, accedi, imposta un’altra password ed esci da tutti gli altri dispositivi.
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = Il tuo account { $app_name } non ha più una password
    .title = La tua password è stata rimossa
    .preview = { all_is_well }
    .lead = Non puoi più accedere a { $app_name } con una password. Se l’hai rimossa tu, è tutto a posto.
    .note = Se non eri tu, accedi, imposta una nuova password ed esci da tutti gli altri dispositivi.
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = La password del tuo account { $app_name } non è più valida
    .title = La tua password va sostituita
    .preview = Altri potrebbero conoscerla.
    .lead = Altri potrebbero conoscere la password del tuo account { $app_name }. Non potrai più usarla per accedere finché non ne imposti una nuova.
    .note = Accedi e imposta una nuova password. Se usi quella vecchia altrove, cambiala anche lì.
    .action = { sign_in }

second_factor_added =
    .subject = È stato aggiunto un secondo passaggio al tuo account { $app_name }
    .title = Secondo passaggio aggiunto
    .preview = { all_is_well }
    .lead = Da ora per accedere a { $app_name } serve anche un codice.
    .note = Se non eri tu, qualcuno ha accesso al tuo account: accedi, rimuovi il secondo passaggio e cambia la password.
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = È stato rimosso un secondo passaggio dal tuo account { $app_name }
    .title = Secondo passaggio rimosso
    .preview = { all_is_well }
    .lead = Da ora per accedere a { $app_name } serve un codice in meno rispetto a prima.
    .note = Se non eri tu, qualcuno ha accesso al tuo account: cambia la password e aggiungi di nuovo un secondo passaggio.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = I tuoi codici di backup di { $app_name } sono stati sostituiti
    .title = Codici di backup sostituiti
    .preview = { all_is_well }
    .lead = Ci sono nuovi codici di backup per il tuo account { $app_name }. Quelli vecchi non sono più validi.
    .note = Se non eri tu, qualcuno ha accesso al tuo account: accedi, cambia la password e genera nuovi codici.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = I tuoi codici di backup di { $app_name } sono stati rimossi
    .title = Codici di backup rimossi
    .preview = { all_is_well }
    .lead = Il tuo account { $app_name } non ha più codici di backup. Quelli vecchi non sono più validi.
    .note = Se non eri tu, qualcuno ha accesso al tuo account: accedi, cambia la password e genera nuovi codici.
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = È stato usato un codice di backup su { $app_name }
    .title = Codice di backup usato
    .preview = { all_is_well }
    .lead = Qualcuno, probabilmente tu, ha confermato la propria identità su { $app_name } con uno dei tuoi codici di backup. Il codice non è più valido.
    .note = Se non eri tu, qualcuno ha i tuoi codici di backup e non solo: accedi, cambia la password e genera nuovi codici.
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = Nuovo accesso a { $app_name }
    .title = Nuovo accesso al tuo account
    .preview = { all_is_well }
    .lead = Qualcuno, probabilmente tu, ha effettuato l’accesso a { $app_name } da un dispositivo su cui il tuo account non era mai stato usato: { $device }. { all_is_well }
    .note = Se non eri tu, qualcuno sa come entrare: accedi, esci da tutti gli altri dispositivi e cambia la password.
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = { $provider } è stato scollegato dal tuo account { $app_name }
    .title = Un modo per accedere al tuo account non c’è più
    .preview = { all_is_well }
    .lead = Con { $provider } non puoi più accedere a { $app_name }. Se lo hai scollegato tu, è tutto a posto.
    .note = Se non eri tu, accedi, cambia la password ed esci da tutti gli altri dispositivi.
    .action = { sign_in }
    .disavow = { not_me }
