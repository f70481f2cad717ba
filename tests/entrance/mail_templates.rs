//! Templates of an operator's own.

use mail_parser::MessageParser;
use vestibule::server::Vestibule;

use crate::support::smtp::{Smtp, send_to};
use crate::support::{Database, Folder, House, Person, on_both, until};

on_both!(
    an_operator_s_templates_take_the_place_of_the_built_in_ones,
    what_people_type_is_never_a_template,
    templates_that_cannot_be_used_refuse_the_start,
);

fn write(folder: &Folder, files: &[(&str, &str)]) {
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("is written");
    }
}

async fn house_with(database: &Database, folder: &Folder, port: u16) -> House {
    House::with(database, |settings| {
        send_to(settings, port);
        settings.app_name = "Notes & <Co>".into();
        settings.mail.templates = folder.path().display().to_string();
        settings.mail.logo_url = "/logo.png".into();
    })
    .await
}

async fn an_operator_s_templates_take_the_place_of_the_built_in_ones(database: Database) {
    let (folder, smtp) = (Folder::new(), Smtp::start().await);
    write(
        &folder,
        &[
            ("mail.html", "{% extends 'built_in/mail.html' %}{% block foot %}{% include '_foot.html' %}{% endblock %}"),
            ("_foot.html", "<p>Acme Ltd, {{ base_url }}</p>"),
            ("verification_code.subject.txt", "{{ app_name }}:\n{{ code }}\r\nBcc: eve@evil.example"),
            ("verification_code.txt", "Dein Code für {{ app_name }} ist {{ code }}, {{ minutes }} Minuten lang.\n"),
            (".editor-left-this", "{{ nonsense"),
        ],
    );
    let house = house_with(&database, &folder, smtp.port).await;
    let ada = Person::named("ada");
    house.sign_up(&ada).await;
    house.begin_sign_up(&house.browser(), &ada).await.expect_ok();
    until("both are there", || async { smtp.accepted().len() == 2 }).await;
    let (mut with_code, mut without): (Vec<_>, Vec<_>) =
        smtp.accepted().into_iter().partition(|mail| !mail.data.contains("already have an account"));
    let (with_code, without) = (with_code.remove(0), without.remove(0));
    assert_eq!(with_code.headers("bcc"), [""; 0]);

    let message = MessageParser::default().parse(with_code.data.as_bytes()).expect("is a mail");
    let (text, html) = (message.body_text(0).expect("has text"), message.body_html(0).expect("has HTML"));
    let code = text.split(' ').nth(7).expect("has a code").trim_end_matches(',');
    assert_eq!(text.trim_end(), format!("Dein Code für Notes & <Co> ist {code}, 10 Minuten lang."));
    assert_eq!(message.subject(), Some(format!("Notes & <Co>: {code} Bcc: eve@evil.example").as_str()));
    assert!(html.contains("<p>Acme Ltd, http://localhost:3000</p>") && html.contains(code), "{html}");
    assert!(html.contains("src=\"http://localhost:3000/logo.png\" alt=\"Notes &amp; &lt;Co&gt;\""), "{html}");

    let message = MessageParser::default().parse(without.data.as_bytes()).expect("is a mail");
    assert_eq!(message.subject(), Some("You already have an account with Notes & <Co>"), "what is not replaced stays");
    let html = message.body_html(0).expect("has HTML");
    assert!(html.contains("<p>Acme Ltd,") && html.contains("href=\"http://localhost:3000/sign-in\""), "{html}");
}

async fn what_people_type_is_never_a_template(database: Database) {
    let (folder, smtp) = (Folder::new(), Smtp::start().await);
    write(&folder, &[("mail.html", "<p>{{ app_name }}</p><p>{{ text.lead }}</p>")]);
    let house = House::with(&database, |settings| {
        send_to(settings, smtp.port);
        settings.app_name = "{{ 7 * 6 }}{% include 'mail.txt' %}<script>".into();
        settings.mail.templates = folder.path().display().to_string();
    })
    .await;
    house.begin_sign_up(&house.browser(), &Person::named("ada")).await.expect_ok();
    until("it is there", || async { smtp.accepted().len() == 1 }).await;
    let mail = smtp.accepted().remove(0);
    let message = MessageParser::default().parse(mail.data.as_bytes()).expect("is a mail");
    let (text, html) = (message.body_text(0).expect("has text"), message.body_html(0).expect("has HTML"));
    assert!(text.contains("{{ 7 * 6 }}{% include 'mail.txt' %}<script>:"), "{text}");
    let escaped = "<p>{{ 7 * 6 }}{% include &#39;mail.txt&#39; %}&lt;script&gt;</p>";
    assert!(html.contains(escaped) && !html.contains("<script>"), "{html}");
}

async fn templates_that_cannot_be_used_refuse_the_start(database: Database) {
    let house = House::open(&database).await;
    for (file, text, line, problem) in [
        ("mail.html", "<p>\n{{ code", "line 2: ", "unexpected end"),
        ("mail.html", "<p>\n\n{{ code }}</p>", "line 3: ", ""),
        ("mail.txt", "{{ text.lead }}\n{% if url is defined and false %}\n{{ cod }}{% endif %}", "line 3: ", "`cod`"),
        ("verification_code.txt", "Hello\n{{ url }}", "line 2: ", ""),
        ("verification_code.txt", "Hello\n{{ text.led }}", "line 2: ", ""),
        ("verification_code.sms.txt", "{{ code }} {% if false %}{{ provider }}{% endif %}", "line 1: ", "`provider`"),
        ("account_connected.html", "{{ provider | shout }}", "line 1: ", "shout"),
        ("mail.html", "{% include 'nothing.html' %}", "line 1: ", "nothing.html"),
        ("verification_kode.txt", "{{ code }}", "", "no message"),
        ("mail.subject.txt", " \n", "", "says nothing"),
        ("sms.txt", "", "", "says nothing"),
    ] {
        let folder = Folder::new();
        write(&folder, &[(file, text)]);
        let mut settings = house.vestibule.settings().clone();
        settings.mail.templates = folder.path().display().to_string();
        let error = Vestibule::start(settings).await.expect_err(text).to_string();
        let path = folder.path().join(file).display().to_string();
        assert!(error.starts_with(&format!("mail.templates: {path}: {line}")), "{error}");
        assert!(error.contains(problem) && error.lines().count() == 1, "{error}");
    }
    for (file, text, problem) in [
        ("xx/mail.txt", "{{ text.lead }}", "xx: is no language that there is: en, ar, de,"),
        ("pt/mail.txt", "{{ text.lead }}", "pt: is no language that there is:"),
        ("de/more/mail.txt", "{{ text.lead }}", "de/more: is a folder"),
        ("de/mail.txt", "\n{{ cod", "de/mail.txt: line 2: "),
        ("de/mail.txt", "\n{{ text.led }}", "de/mail.txt: line 2: "),
        (
            "de/mail.txt",
            "{{ text.lead }}{% if false %}{{ cod }}{% endif %}",
            "de/mail.txt: line 1: there is no `cod` here",
        ),
        ("de/sms.txt", " ", "de/sms.txt: says nothing"),
        ("he/verification_kode.txt", "{{ code }}", "he/verification_kode.txt: is the template of no message"),
        ("mail.txt", "{% if lang == 'ja' %}\n{{ url.nothing }}{% endif %}{{ text.lead }}", "mail.txt: line 2: "),
    ] {
        let folder = Folder::new();
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("is made");
        std::fs::write(&path, text).expect("is written");
        let mut settings = house.vestibule.settings().clone();
        settings.mail.templates = folder.path().display().to_string();
        let error = Vestibule::start(settings).await.expect_err(text).to_string();
        let start = format!("mail.templates: {}/{problem}", folder.path().display());
        assert!(error.starts_with(&start) && error.lines().count() == 1, "{error}");
    }
    let mut settings = house.vestibule.settings().clone();
    settings.mail.templates = "/nowhere/at/all".into();
    let error = settings.check().expect_err("is refused").to_string();
    assert!(error.starts_with("mail.templates: /nowhere/at/all: "), "{error}");
}
