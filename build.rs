//! Joins the stylesheets and the providers' marks, and takes the scripts, for the server to send and for pages to link to
//! under a name that changes with their content.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/locale/words/generate.rs"]
mod words;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src/locale/words");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=style");
    println!("cargo::rerun-if-changed=src/site");
    println!("cargo::rerun-if-changed=src/server/bots/captcha.js");
    println!("cargo::rerun-if-changed=src/server/http/admin/admin.js");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    println!("cargo::rerun-if-changed=src/elements/platform/passkeys.js");
    println!("cargo::rerun-if-changed=src/elements/platform/backup_codes.js");
    println!("cargo::rerun-if-changed=src/elements/platform/reverification.js");
    println!("cargo::rerun-if-changed=src/elements/platform/profile_image.js");
    println!("cargo::rerun-if-changed=src/elements/platform/appearance.js");
    println!("cargo::rerun-if-changed=src/elements/platform/moments.js");
    println!("cargo::rerun-if-changed=src/site/playground/playground.js");
    words::write("src/locale/words/en.ftl", &out.join("words.rs"))?;
    publish(&out, "components.css", &components()?)?;
    publish(&out, "document.css", &fs::read_to_string("style/document.css")?)?;
    publish(&out, "reference.css", &fs::read_to_string("style/reference.css")?)?;
    publish(&out, "admin.css", &fs::read_to_string("style/admin.css")?)?;
    publish(&out, "admin.js", &fs::read_to_string("src/server/http/admin/admin.js")?)?;
    publish(&out, "site.css", &site(&out)?)?;
    publish(&out, "passkeys.js", &fs::read_to_string("src/elements/platform/passkeys.js")?)?;
    publish(&out, "backup_codes.js", &fs::read_to_string("src/elements/platform/backup_codes.js")?)?;
    publish(&out, "reverification.js", &fs::read_to_string("src/elements/platform/reverification.js")?)?;
    publish(&out, "profile_image.js", &fs::read_to_string("src/elements/platform/profile_image.js")?)?;
    publish(&out, "appearance.js", &fs::read_to_string("src/elements/platform/appearance.js")?)?;
    publish(&out, "moments.js", &fs::read_to_string("src/elements/platform/moments.js")?)?;
    publish(&out, "playground.css", &fs::read_to_string("style/playground.css")?)?;
    publish(&out, "playground.js", &fs::read_to_string("src/site/playground/playground.js")?)?;
    publish(&out, "captcha.js", &fs::read_to_string("src/server/bots/captcha.js")?)?;
    marks(&out)
}

/// Writes the table of the providers' marks and tells the compiler the name of the folder that they are served from.
fn marks(out: &Path) -> io::Result<()> {
    let mut files: Vec<PathBuf> =
        fs::read_dir("style/providers")?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "svg"));
    files.sort();
    let mut hasher = DefaultHasher::new();
    let mut table = String::from("&[\n");
    for file in &files {
        let svg = fs::read_to_string(file)?;
        svg.hash(&mut hasher);
        let key = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        table += &format!("({key:?}, {:?}),\n", svg.trim_end());
    }
    fs::write(out.join("marks.rs"), table + "]")?;
    println!("cargo::rustc-env=VESTIBULE_MARKS=/vestibule/assets/providers-{:016x}", hasher.finish());
    Ok(())
}

/// Writes a stylesheet or script and tells the compiler its name.
fn publish(out: &Path, file: &str, text: &str) -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    fs::write(out.join(file), text)?;
    let variable = format!("VESTIBULE_{}", file.to_uppercase().replace('.', "_"));
    let (name, extension) = file.split_once('.').unwrap_or((file, ""));
    println!("cargo::rustc-env={variable}=/vestibule/assets/{name}-{:016x}.{extension}", hasher.finish());
    Ok(())
}

/// Everything is in one cascade layer, so that whatever the host says outside of layers wins.
fn components() -> io::Result<String> {
    let mut css = "@layer vestibule.tokens, vestibule.base, vestibule.components;\n".to_owned();
    let mut files: Vec<PathBuf> =
        fs::read_dir("style/components")?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.sort();
    for file in files {
        let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let layer = if matches!(name, "tokens" | "base") { name } else { "components" };
        css += &format!("@layer vestibule.{layer} {{\n{}}}\n", fs::read_to_string(&file)?);
    }
    Ok(css)
}

#[cfg(feature = "site")]
fn site(out: &Path) -> io::Result<String> {
    let scoped = out.join("scoped.css");
    stylers::build(Some(scoped.display().to_string()));
    Ok(fs::read_to_string("style/pages/_base.css")? + &fs::read_to_string(scoped)?)
}

#[cfg(not(feature = "site"))]
fn site(_: &Path) -> io::Result<String> {
    Ok(String::new())
}
