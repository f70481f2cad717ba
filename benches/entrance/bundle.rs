//! What a browser transfers for a page that it opens for the first time: the page itself and all that it links, as the server
//! sends it to whoever takes brotli.

use std::collections::BTreeSet;

use super::Failure;
use super::http::{Connection, get, get_compressed, post};
use super::server::{PASSWORD, Server};
use super::table::Table;

/// The pages: the path, whether someone is signed in, and what it is in the table.
const PAGES: [(&str, bool, &str); 4] = [
    ("/sign-in", false, "sign-in"),
    ("/sign-up", false, "sign-up"),
    ("/dashboard", true, "a protected page"),
    ("/user", true, "the account"),
];

/// What our own bundle may weigh, in KB.
const GOAL: f64 = 250.0;

/// Bytes by what they are.
#[derive(Default)]
struct Weight {
    html: usize,
    wasm: usize,
    glue: usize,
    scripts: usize,
    css: usize,
}

/// Weighs every page.
pub async fn run(table: &mut Table) -> Result<(), Failure> {
    eprintln!("▸ What a browser loads …");
    // With everything that a page may bring along for those who sign in.
    let server =
        Server::start("bundle", "\n[vestibule.sign_in]\npasskey = true\n[vestibule.paths]\nuser_profile = \"/user\"\n")
            .await?;
    let address = server.people(1).await?.remove(0);
    let mut connection = Connection::open(server.address).await?;
    let form = [("identifier", address.as_str()), ("password", PASSWORD)];
    let cookies = connection.ask(&post("/vestibule/api/sign_in/create", "", &form)).await?.cookies();
    let mut bundle = None;
    for (path, is_in, name) in PAGES {
        let Weight { html, wasm, glue, scripts, css } =
            weigh(&mut connection, path, if is_in { &cookies } else { "" }).await?;
        let kb = |bytes: usize| format!("{:.1}", bytes as f64 / 1e3);
        table.add(
            &format!("KB that a browser loads for {name}, `{path}`"),
            kb(html + wasm + glue + scripts + css),
            format!(
                "wasm {}, its JavaScript {}, small scripts {}, CSS {}, HTML {}",
                kb(wasm),
                kb(glue),
                kb(scripts),
                kb(css),
                kb(html)
            ),
            "–".into(),
        );
        bundle = Some((wasm as f64 / 1e3, glue as f64 / 1e3));
    }
    // It is the same on every page.
    let (wasm, glue) = bundle.ok_or("no page was weighed")?;
    table.add(
        "bundle as sent (brotli 11)",
        format!("{:.0} KB: wasm {wasm:.0}, JavaScript {glue:.0}", wasm + glue),
        format!("{GOAL:.0} KB"),
        format!("{:.2}", (wasm + glue) / GOAL),
    );
    Ok(())
}

async fn weigh(connection: &mut Connection, path: &str, cookies: &str) -> Result<Weight, Failure> {
    let page = connection.ask(&get(path, "text/html", cookies)).await?;
    if page.status != 200 {
        return Err(format!("{path} answers with {}", page.status).into());
    }
    let html = String::from_utf8(page.content()?)?;
    let sent = connection.ask(&get_compressed(path, "text/html", cookies)).await?;
    let mut weight = Weight { html: sent.content()?.len(), ..Weight::default() };
    for link in links(&html) {
        let answer = connection.ask(&get_compressed(&link, "*/*", cookies)).await?;
        if answer.status != 200 {
            return Err(format!("{path} links {link}, which answers with {}", answer.status).into());
        }
        let length = answer.content()?.len();
        let file = link.split('?').next().unwrap_or_default();
        match file.rsplit_once('.').map(|(_, extension)| extension) {
            Some("wasm") => weight.wasm += length,
            Some("js") if file.starts_with("/pkg/") => weight.glue += length,
            Some("js") => weight.scripts += length,
            Some("css") => weight.css += length,
            _ => return Err(format!("{path} links {link}, which is none of what is counted").into()),
        }
    }
    if weight.wasm == 0 || weight.glue == 0 || weight.css == 0 {
        return Err(format!("{path} does not link all that it needs").into());
    }
    Ok(weight)
}

/// Every script, stylesheet and file loaded ahead that a page names.
fn links(html: &str) -> BTreeSet<String> {
    let tags = html.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    let link = |tag: &str| {
        let value = |name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            rest.split('"').next().map(str::to_owned)
        };
        match tag.split(' ').next()? {
            "script" => value("src"),
            "link" if value("rel").is_some_and(|rel| rel != "icon") => value("href"),
            _ => None,
        }
    };
    tags.filter_map(link).collect()
}
