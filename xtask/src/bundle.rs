//! The browser's bundle: wasm and the JavaScript that loads it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::app::App;
use crate::wasm_target::{TARGET, WasmToolchain};
use crate::workspace::Workspace;
use crate::{interrupt, process, progress, shrink};

/// Builds into `pkg` of the site; returns whether anything there changed.
pub fn build(workspace: &Workspace, app: &App, toolchain: &WasmToolchain, release: bool) -> Result<bool> {
    app.check_wasm_bindgen(workspace)?;
    let target = app.target.join("front");
    let mut cargo = toolchain.cargo()?;
    if release {
        cargo.env("CARGO_ENCODED_RUSTFLAGS", without_paths(workspace)?);
    }
    progress::step(&format!("Building the browser bundle of {}", app.package), || {
        process::run(
            cargo
                .args(["build", "--lib", "--target", TARGET, "--no-default-features"])
                .args(["--package", app.package, "--features", app.front_features])
                .args(["--profile", if release { "front" } else { "dev" }])
                .arg("--manifest-path")
                .arg(app.manifest())
                .arg("--target-dir")
                .arg(&target)
                .current_dir(&app.manifest_dir),
        )
    })?;
    let wasm = target
        .join(TARGET)
        .join(if release { "front" } else { "debug" })
        .join(app.package.replace('-', "_"))
        .with_extension("wasm");

    // Beside the site and not in it: everything in it is served.
    let stamp = app.site_dir.with_extension("stamp");
    let made_from = fingerprint(workspace, &wasm, release)?;
    let pkg = app.site_dir.join("pkg");
    let there = pkg.join(format!("{}_bg.wasm", app.output_name)).exists();
    if there && fs::read_to_string(&stamp).is_ok_and(|last| last == made_from) {
        return Ok(false);
    }
    fs::remove_file(&stamp).ok();
    if pkg.exists() {
        fs::remove_dir_all(&pkg)?;
    }
    fs::create_dir_all(&pkg)?;
    progress::step("Binding it to JavaScript", || bind(&wasm, &pkg, app.output_name, release))?;
    if release {
        progress::step("Shrinking it", || shrink::run(workspace, &pkg, app.output_name))?;
    }
    fs::write(&stamp, made_from)?;
    Ok(true)
}

/// Compiler flags with which what is sent to browsers does not say where it was built.
fn without_paths(workspace: &Workspace) -> Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).context("there is no home directory")?;
    let mut places = vec![workspace.root.clone()];
    if let Ok(sources) = fs::read_dir(home.join("registry/src")) {
        places.extend(sources.flatten().map(|source| source.path()));
    }
    places.sort();
    // The variable takes the place of this one.
    let own = std::env::var("RUSTFLAGS").unwrap_or_default();
    let mut flags: Vec<String> = own.split_whitespace().map(str::to_owned).collect();
    flags.extend(places.iter().map(|place| format!("--remap-path-prefix={}=.", place.display())));
    Ok(flags.join("\u{1f}"))
}

fn bind(wasm: &Path, into: &Path, name: &str, release: bool) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(name)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(false)
        .keep_debug(false)
        // Names make a panic's stack readable.
        .remove_name_section(release)
        .remove_producers_section(release);
    bindgen.generate(into).context("wasm-bindgen failed")?;
    interrupt::check()
}

/// Tells one build's output from another's without reading megabytes.
fn fingerprint(workspace: &Workspace, wasm: &Path, release: bool) -> Result<String> {
    let metadata = fs::metadata(wasm).with_context(|| format!("{} was not built", wasm.display()))?;
    let modified = metadata.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    let tools = if release { shrink::version(workspace)? } else { String::new() };
    Ok(format!("{} {} {modified} {tools}\n", wasm.display(), metadata.len()))
}
