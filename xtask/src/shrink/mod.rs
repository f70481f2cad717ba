//! What makes a bundle smaller: Binaryen's optimizer and a JavaScript minifier, from npm, the one place that has both for
//! every machine Node runs on; and what they leave, because each sees half of it or none of how it is compressed.

mod glue;
mod order;

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{npm, process};

/// The features that the compiler uses today. With all that there are, the optimizer writes what no browser reads yet.
/// Functions stay apart, also where there is one place that calls them: inlined, they are smaller by a thirtieth, but what
/// they have in common is torn up, and as it is sent that is worth a tenth.
const WASM_OPT: [&str; 10] = [
    "-Oz",
    "--converge",
    "--one-caller-inline-max-function-size=0",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "-o",
];
const TERSER: [&str; 4] = ["--module", "--compress", "--mangle", "--output"];

/// What is done here besides: another one makes what was built before old.
const OWN: &str = "unused names order";

/// Node reads what browsers have read for years.
const VALIDATE: &str = "if (!WebAssembly.validate(require('node:fs').readFileSync(process.argv[1]))) process.exit(1)";

/// What the result depends on besides the bundle.
pub fn version(workspace: &Workspace) -> Result<String> {
    let lock = fs::read_to_string(workspace.root.join("xtask/tools/package.json"))?;
    let versions: Vec<&str> = lock.lines().filter(|line| line.contains("\": \"")).map(str::trim).collect();
    Ok([&versions[..], &WASM_OPT, &TERSER, &[OWN]].concat().join(" "))
}

/// Shrinks `NAME_bg.wasm` and `NAME.js` in a directory.
pub fn run(workspace: &Workspace, directory: &Path, name: &str) -> Result<()> {
    let tools = workspace.cache.join("npm-tools");
    fs::create_dir_all(&tools)?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        let from = workspace.root.join("xtask/tools").join(name);
        fs::copy(&from, tools.join(name)).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    npm::install_locked(&tools)?;
    let tool = |script: &str| tools.join("node_modules").join(script);
    let (wasm, glue) = (directory.join(format!("{name}_bg.wasm")), directory.join(format!("{name}.js")));
    let text = glue::without_unused_classes(&fs::read_to_string(&glue)?);
    fs::write(&wasm, glue::without_unused_exports(&fs::read(&wasm)?, &text)?)?;
    replace(&wasm, |from, to| node(&tool("binaryen/bin/wasm-opt"), WASM_OPT, [to, from]))?;
    let (module, text) = glue::with_short_names(&fs::read(&wasm)?, &text, &format!("./{name}_bg.js"))?;
    fs::write(&wasm, order::sort(&module)?)?;
    fs::write(&glue, text)?;
    process::run(process::command("node").args(["--eval", VALIDATE]).arg(&wasm))
        .with_context(|| format!("{} is nothing that a browser can read", wasm.display()))?;
    replace(&glue, |from, to| node(&tool("terser/bin/terser"), TERSER, [to, from]))
}

fn node<const N: usize>(script: &Path, options: [&str; N], files: [&Path; 2]) -> Result<()> {
    process::run(process::command("node").arg(script).args(options).args(files.map(OsStr::new)))
}

/// Makes a smaller file and puts it in the place of the first one.
fn replace(file: &Path, shrink: impl FnOnce(&Path, &Path) -> Result<()>) -> Result<()> {
    let smaller = file.with_extension("smaller");
    shrink(file, &smaller)?;
    fs::rename(&smaller, file).with_context(|| format!("cannot replace {}", file.display()))
}
