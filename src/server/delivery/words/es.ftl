# Spanish. People are addressed as «tú».

good_for_minutes =
    { $minutes ->
        [one] Es válido durante { $minutes } minuto.
       *[other] Es válido durante { $minutes } minutos.
    }
good_for_minutes_once =
    { $minutes ->
        [one] Es válido durante { $minutes } minuto y una sola vez.
       *[other] Es válido durante { $minutes } minutos y una sola vez.
    }
good_for_days =
    { $days ->
        [one] El enlace es válido durante { $days } día.
       *[other] El enlace es válido durante { $days } días.
    }
sign_in = Iniciar sesión
all_is_well = Si has sido tú, todo está en orden.
not_me = No he sido yo
ignore = Si no has sido tú, puedes ignorar este correo.

verification_code =
    .subject = { $code } es tu código de verificación de { $app_name }
    .title = Tu código de verificación
    .preview = { good_for_minutes }
    .lead = Introduce este código para continuar en { $app_name }:
    .note = { good_for_minutes } Si no lo has solicitado, puedes ignorar este correo: sin el código no puede entrar nadie. No se lo des nunca a nadie.

reset_password_code =
    .subject = { $code } es tu código para restablecer la contraseña de { $app_name }
    .title = Restablece tu contraseña
    .preview = { good_for_minutes }
    .lead = Alguien, probablemente tú, ha olvidado la contraseña de { $app_name }. Introduce este código para establecer una nueva:
    .note = { good_for_minutes } Si no lo has solicitado, puedes ignorar este correo: tu contraseña no cambiará. No des nunca el código a nadie: quien lo tenga puede apoderarse de tu cuenta.

magic_link_sign_in =
    .subject = Inicia sesión en { $app_name }
    .title = Tu enlace para iniciar sesión
    .preview = { good_for_minutes }
    .lead = Abre este enlace para iniciar sesión en { $app_name }:
    .note = { good_for_minutes_once } Si no lo has solicitado, no lo abras: quien lo haya solicitado podría entrar.
    .action = { sign_in }

magic_link_sign_up =
    .subject = Verifica tu dirección de correo para { $app_name }
    .title = Verifica tu dirección de correo
    .preview = { good_for_minutes }
    .lead = Abre este enlace para terminar de registrarte en { $app_name }:
    .note = { good_for_minutes_once } Si no lo has solicitado, no lo abras: quien lo haya solicitado podría entrar.
    .action = Verificar mi dirección

account_exists =
    .subject = Ya tienes una cuenta de { $app_name }
    .title = Ya tienes una cuenta
    .preview = Alguien, probablemente tú, ha intentado registrarse con esta dirección.
    .lead = Alguien, probablemente tú, ha intentado registrarse en { $app_name } con esta dirección. Ya existe una cuenta con ella; inicia sesión:
    .note = { ignore } No ha cambiado nada.
    .action = { sign_in }

no_account =
    .subject = Aún no tienes una cuenta de { $app_name }
    .title = No hay ninguna cuenta con esta dirección
    .preview = Alguien, probablemente tú, ha intentado iniciar sesión con esta dirección.
    .lead = Alguien, probablemente tú, ha intentado iniciar sesión en { $app_name } con esta dirección. No hay ninguna cuenta con ella: { $mode ->
        [restricted] usa otra dirección o solicita una invitación:
        [waitlist] usa otra dirección o únete a la lista de espera:
       *[public] usa otra dirección o regístrate:
    }
    .note = { ignore }
    .action = { $mode ->
        [restricted] { sign_in }
        [waitlist] Unirme a la lista de espera
       *[public] Registrarse
    }

account_connected =
    .subject = Se ha vinculado { $provider } a tu cuenta de { $app_name }
    .title = Hay una nueva forma de acceder a tu cuenta
    .preview = { all_is_well }
    .lead = A partir de ahora puedes iniciar sesión en { $app_name } con { $provider }. Si lo has vinculado tú, todo está en orden.
    .note = Si no has sido tú, inicia sesión, cierra la sesión en todos los demás dispositivos y desvincúlalo.
    .action = { sign_in }
    .disavow = { not_me }

password_changed =
    .subject = Se ha cambiado tu contraseña de { $app_name }
    .title = Se ha cambiado tu contraseña
    .preview = { all_is_well }
    .lead = Se acaba de cambiar la contraseña de tu cuenta de { $app_name }. { all_is_well }
    .note = Si no has sido tú, otra persona lee tu correo: cambia primero la contraseña de tu buzón, después establece una nueva para tu cuenta y cierra la sesión en todos los demás dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

passkey_added =
    .subject = Se ha añadido una llave de acceso a tu cuenta de { $app_name }
    .title = Tu cuenta tiene una nueva llave de acceso
    .preview = { all_is_well }
    .lead = A partir de ahora puedes iniciar sesión en { $app_name } con la llave de acceso «{ $passkey }». Si la has añadido tú, todo está en orden.
    .note = Si no has sido tú, inicia sesión, cierra la sesión en todos los demás dispositivos y elimínala.
    .action = { sign_in }
    .disavow = { not_me }

api_key_created =
    .subject = Se ha creado una clave de API en tu cuenta de { $app_name }
    .title = Tu cuenta tiene una nueva clave de API
    .preview = { all_is_well }
    .lead = A partir de ahora, un programa que tenga la clave «{ $api_key }» actúa en tu nombre en { $app_name }. Si la has creado tú, todo está en orden.
    .note = Si no has sido tú, inicia sesión, cierra la sesión en todos los demás dispositivos y revócala.
    .action = { sign_in }
    .disavow = { not_me }

passkey_removed =
    .subject = Se ha eliminado una llave de acceso de tu cuenta de { $app_name }
    .title = Se ha eliminado una llave de acceso
    .preview = { all_is_well }
    .lead = La llave de acceso «{ $passkey }» ya no sirve para iniciar sesión en { $app_name }. Si la has eliminado tú, todo está en orden.
    .note = Si no has sido tú, inicia sesión y cierra la sesión en todos los demás dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

invitation =
    .subject = Tienes una invitación a { $app_name }
    .title = Tu invitación a { $app_name }
    .preview = { good_for_days }
    .lead = Tienes una invitación a { $app_name }. Abre este enlace para crear tu cuenta:
    .note = { good_for_days } Es solo para esta dirección. Si no sabes por qué lo has recibido, puedes ignorar este correo. No lo compartas: quien abra el enlace puede registrarse en tu nombre.
    .action = Aceptar la invitación

organization_invitation =
    .subject = Tienes una invitación a { $organization } en { $app_name }
    .title = Tu invitación a { $organization }
    .preview = Te invita: { $inviter }.
    .lead = Tienes una invitación para unirte a { $organization } en { $app_name }. Abre este enlace para aceptarla:
    .note = Te invita: { $inviter }. { good_for_days } Es solo para esta dirección. Si no sabes por qué lo has recibido, puedes ignorar este correo. No lo compartas: quien abra el enlace puede registrarse en tu nombre.
    .action = Aceptar la invitación

organization_membership_request =
    .subject = { $identifier } solicita unirse a { $organization }
    .title = Una solicitud para unirse a { $organization }
    .preview = Alguien espera una respuesta.
    .lead = { $identifier } solicita unirse a { $organization } en { $app_name }. Abre este enlace para responder:
    .note = Recibes este correo porque gestionas los miembros de { $organization }.
    .action = { $app_name }

organization_membership_request_accepted =
    .subject = Ya formas parte de { $organization }
    .title = Formas parte de { $organization }
    .preview = Tu solicitud se ha aceptado.
    .lead = Tu solicitud para unirte a { $organization } en { $app_name } se ha aceptado. Abre este enlace para ir allí:
    .note = Si no lo has solicitado, puedes salir de { $organization } en cualquier momento.
    .action = { $app_name }

organization_invitation_accepted =
    .subject = { $identifier } se ha unido a { $organization }
    .title = Tu invitación se ha aceptado
    .preview = Ya forma parte de { $organization }.
    .lead = { $identifier } ha aceptado tu invitación y ya forma parte de { $organization } en { $app_name }. Abre este enlace para ver los miembros:
    .note = Recibes este correo porque la invitación era tuya.
    .action = { $app_name }

organization_domain_code =
    .subject = { $code } es el código para { $identifier } en { $app_name }
    .title = Verificar { $identifier }
    .preview = { $organization } indica que { $identifier } es su dominio.
    .lead = { $organization } indica en { $app_name } que { $identifier } es su dominio. Para confirmarlo, introduce allí este código:
    .note = { good_for_minutes } Si no lo has solicitado, puedes ignorar este correo: sin el código no pasa nada. No se lo des nunca a nadie: quien lo tenga puede decidir quién con una dirección en { $identifier } se une a { $organization }.

waitlist =
    .subject = Estás en la lista de espera de { $app_name }
    .title = Estás en la lista
    .preview = Te escribiremos en cuanto haya una plaza para ti.
    .lead = Gracias por tu interés en { $app_name }. Te enviaremos una invitación en cuanto haya una plaza para ti.
    .note = Si no te has apuntado tú a la lista, puedes ignorar este correo.
    .action = { $app_name }

verification_code_sms =
    .lead = { $code } es tu código de { $app_name }. No se lo des a nadie.

account_exists_sms =
    .lead = Ya tienes una cuenta de { $app_name }. Inicia sesión: { $url }

account_deleted =
    .subject = Se ha eliminado tu cuenta de { $app_name }
    .title = Se ha eliminado tu cuenta
    .preview = { all_is_well }
    .lead = Se ha eliminado tu cuenta de { $app_name } y todo lo que contenía, tal como solicitaste.
    .note = Si no has sido tú, otra persona había accedido a tu cuenta. Escribe a quien gestiona { $app_name }.
    .action = { $app_name }

address_in_use =
    .subject = Ya tienes una cuenta de { $app_name }
    .title = Esta dirección ya tiene una cuenta
    .preview = Alguien, probablemente tú, ha intentado añadir esta dirección a otra cuenta.
    .lead = Alguien, probablemente tú, ha intentado añadir esta dirección a otra cuenta de { $app_name }. Ya tiene su propia cuenta y no puede pertenecer a dos:
    .note = { ignore } No ha cambiado nada.
    .action = { sign_in }

identifier_added =
    .subject = Se ha añadido { $identifier } a tu cuenta de { $app_name }
    .title = Hay algo nuevo en tu cuenta
    .preview = { all_is_well }
    .lead = A partir de ahora { $identifier } pertenece a tu cuenta de { $app_name }. { all_is_well }
    .note = Si no has sido tú, inicia sesión, elimina este dato, cambia tu contraseña y cierra la sesión en todos los demás dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

identifier_removed =
    .subject = Se ha eliminado { $identifier } de tu cuenta de { $app_name }
    .title = Se ha eliminado algo de tu cuenta
    .preview = { all_is_well }
    .lead = { $identifier } ya no pertenece a tu cuenta de { $app_name }. { all_is_well }
    .note = Si no has sido tú, inicia sesión, cambia tu contraseña y cierra la sesión en todos los demás dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

primary_identifier_changed =
    .subject = { $app_name } te escribe ahora a { $identifier }
    .title = Ahora recibes los mensajes en otro lugar
    .preview = { all_is_well }
    .lead = A partir de ahora { $app_name } te escribirá a { $identifier }. Si lo has cambiado tú, todo está en orden.
    .note = Si no has sido tú, inicia sesión, cambia tu contraseña y cierra la sesión en todos los demás dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

password_added =
    .subject = Tu cuenta de { $app_name } ya tiene contraseña
    .title = Se ha establecido una contraseña
    .preview = { all_is_well }
    .lead = A partir de ahora puedes iniciar sesión en { $app_name } con una contraseña. Si la has establecido tú, todo está en orden.
    .note = Si no has sido tú, inicia sesión, establece otra contraseña y cierra la sesión en todos los demás dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

password_removed =
    .subject = Tu cuenta de { $app_name } ya no tiene contraseña
    .title = Se ha eliminado tu contraseña
    .preview = { all_is_well }
    .lead = Ya no puedes iniciar sesión en { $app_name } con una contraseña. Si la has eliminado tú, todo está en orden.
    .note = Si no has sido tú, inicia sesión, establece una contraseña nueva y cierra la sesión en todos los demás dispositivos.
    .action = { sign_in }
    .disavow = { not_me }

password_compromised =
    .subject = La contraseña de tu cuenta de { $app_name } ya no es válida
    .title = Hay que cambiar tu contraseña
    .preview = Puede que otras personas la conozcan.
    .lead = Puede que otras personas conozcan la contraseña de tu cuenta de { $app_name }. No podrás iniciar sesión con ella hasta que establezcas una nueva.
    .note = Inicia sesión y establece una contraseña nueva. Si usas la anterior en otros sitios, cámbiala también allí.
    .action = { sign_in }

second_factor_added =
    .subject = Se ha añadido un segundo paso a tu cuenta de { $app_name }
    .title = Segundo paso añadido
    .preview = { all_is_well }
    .lead = A partir de ahora, para iniciar sesión en { $app_name } también hace falta un código.
    .note = Si no has sido tú, alguien tiene acceso a tu cuenta: inicia sesión, elimina el segundo paso y cambia tu contraseña.
    .action = { sign_in }
    .disavow = { not_me }

second_factor_removed =
    .subject = Se ha eliminado un segundo paso de tu cuenta de { $app_name }
    .title = Segundo paso eliminado
    .preview = { all_is_well }
    .lead = Para iniciar sesión en { $app_name } ahora hace falta un código menos que antes.
    .note = Si no has sido tú, alguien tiene acceso a tu cuenta: cambia tu contraseña y vuelve a añadir un segundo paso.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_replaced =
    .subject = Se han sustituido tus códigos de respaldo de { $app_name }
    .title = Códigos de respaldo sustituidos
    .preview = { all_is_well }
    .lead = Hay nuevos códigos de respaldo para tu cuenta de { $app_name }. Los anteriores ya no son válidos.
    .note = Si no has sido tú, alguien tiene acceso a tu cuenta: inicia sesión, cambia tu contraseña y genera códigos nuevos.
    .action = { sign_in }
    .disavow = { not_me }

backup_codes_removed =
    .subject = Se han eliminado tus códigos de respaldo de { $app_name }
    .title = Códigos de respaldo eliminados
    .preview = { all_is_well }
    .lead = Tu cuenta de { $app_name } ya no tiene códigos de respaldo. Los anteriores ya no son válidos.
    .note = Si no has sido tú, alguien tiene acceso a tu cuenta: inicia sesión, cambia tu contraseña y genera códigos nuevos.
    .action = { sign_in }
    .disavow = { not_me }

backup_code_used =
    .subject = Se ha usado un código de respaldo en { $app_name }
    .title = Código de respaldo usado
    .preview = { all_is_well }
    .lead = Alguien, probablemente tú, ha confirmado su identidad en { $app_name } con uno de tus códigos de respaldo. Ese código ya no es válido.
    .note = Si no has sido tú, alguien tiene tus códigos de respaldo y algo más: inicia sesión, cambia tu contraseña y genera códigos nuevos.
    .action = { sign_in }
    .disavow = { not_me }

new_device =
    .subject = Nuevo inicio de sesión en { $app_name }
    .title = Nuevo inicio de sesión en tu cuenta
    .preview = { all_is_well }
    .lead = Alguien, probablemente tú, ha iniciado sesión en { $app_name } en un dispositivo en el que tu cuenta no se había usado antes: { $device }. { all_is_well }
    .note = Si no has sido tú, alguien sabe cómo entrar: inicia sesión, cierra la sesión en todos los demás dispositivos y cambia tu contraseña.
    .action = { sign_in }
    .disavow = { not_me }

account_disconnected =
    .subject = Se ha desvinculado { $provider } de tu cuenta de { $app_name }
    .title = Ya no existe una de las formas de acceder a tu cuenta
    .preview = { all_is_well }
    .lead = Ya no puedes iniciar sesión en { $app_name } con { $provider }. Si lo has desvinculado tú, todo está en orden.
    .note = Si no has sido tú, inicia sesión, cambia tu contraseña y cierra la sesión en todos los demás dispositivos.
    .action = { sign_in }
    .disavow = { not_me }
