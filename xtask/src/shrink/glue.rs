//! The JavaScript between the browser and the wasm, as wasm-bindgen writes it: what nobody can call goes, and what the two
//! call each other by, names of which each ends in a hash, becomes as short as it can be.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use anyhow::{Result, ensure};
use wasm_encoder::reencode::{self, Reencode, utils};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{CustomSectionReader, Export, Import, Imports, Parser, Payload};

type Reencoded = std::result::Result<(), reencode::Error>;

/// Leaves out the classes of which there can be no object: nobody constructs one, neither the wasm nor, without a
/// constructor or a function of the class itself, a page. `wasm-streams` exports three, for streams that go to JavaScript.
pub fn without_unused_classes(glue: &str) -> String {
    let mut left = glue.to_owned();
    for name in glue.lines().filter_map(|line| line.strip_prefix("export class ")?.strip_suffix(" {")) {
        let used = ["    constructor(", "    static "].map(str::to_owned).into_iter();
        let class = between(glue, &format!("export class {name} {{\n"), "\n}\n");
        let is_made = glue.contains(&format!("{name}.__wrap(")) || glue.contains(&format!("new {name}("));
        if is_made || class.is_none_or(|class| used.into_iter().any(|it| class.contains(&it))) {
            continue;
        }
        let parts = [
            class,
            between(glue, &format!("if (Symbol.dispose) {name}."), ";\n"),
            between(glue, &format!("const {name}Finalization = "), ";\n"),
        ];
        left = parts.into_iter().flatten().fold(left, |left, part| left.replacen(part, "", 1));
    }
    left
}

/// The text from where `start` is to the end of `end`.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let text = &text[text.find(start)?..];
    Some(&text[..text.find(end)? + end.len()])
}

/// Leaves out of a module what it exports and no glue calls: what is used for that alone can go then.
pub fn without_unused_exports(wasm: &[u8], glue: &str) -> Result<Vec<u8>> {
    let used = words(glue).filter(|word| word.is_of_wasm).map(|word| word.text);
    let used = used.map(|name| (name.to_owned(), name.to_owned())).collect();
    rewrite(wasm, Names { exports: used, imports: HashMap::new(), module: None })
}

/// Gives short names to all that wasm and glue call each other by. What a page calls keeps its name.
pub fn with_short_names(wasm: &[u8], glue: &str, module: &str) -> Result<(Vec<u8>, String)> {
    let (mut imports, mut exports) = (Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    // Others are files of their own.
                    if import.module == module {
                        imports.push(import.name);
                    }
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    exports.push(export?.name);
                }
            }
            _ => {}
        }
    }
    // One build's glue and another one's wasm must not fit: where there are both for a moment the browser is to refuse them,
    // as it did by the hashes. So one name is that of them all.
    let mut all = DefaultHasher::new();
    (glue, &imports, &exports).hash(&mut all);
    let together = format!("_{:x}", all.finish());
    let kept: HashSet<&str> = exports.iter().copied().filter(|name| !name.starts_with("__")).collect();
    let own = exports.iter().filter(|name| name.starts_with("__"));
    let mut exports: HashMap<String, String> = kept.iter().map(|name| (name.to_string(), name.to_string())).collect();
    exports.extend(own.map(|name| name.to_string()).zip((0..).map(short).filter(|name| !kept.contains(&**name))));
    let short_names = std::iter::once(together).chain((0..).map(short));
    let imports: HashMap<String, String> = imports.iter().map(|name| name.to_string()).zip(short_names).collect();

    let short_module = short(0);
    let (from, to) = (format!("\"{module}\": "), format!("\"{short_module}\": "));
    ensure!(glue.matches(&from).count() == 1, "the glue does not name {module} as it did");
    let glue = glue.replacen(&from, &to, 1);
    let (mut written, mut end, mut renamed) = (String::with_capacity(glue.len()), 0, HashSet::new());
    for word in words(&glue) {
        let name = if word.is_of_wasm { exports.get(word.text) } else { imports.get(word.text) };
        let Some(name) = name else { continue };
        let is_first = word.is_of_wasm || renamed.insert(word.text);
        ensure!(is_first, "the glue names {} twice", word.text);
        written.push_str(&glue[end..word.at]);
        written.push_str(name);
        end = word.at + word.text.len();
    }
    written.push_str(&glue[end..]);
    ensure!(renamed.len() == imports.len(), "the glue does not name all that the wasm imports");
    let wasm = rewrite(wasm, Names { exports, imports, module: Some((module.to_owned(), short_module)) })?;
    Ok((wasm, written))
}

/// The name with a number: `a`, `b`, … `Z`, `aa`, `ba`, …
fn short(number: usize) -> String {
    const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let (mut name, mut rest) = (String::new(), number + 1);
    while rest > 0 {
        rest -= 1;
        name.push(char::from(LETTERS[rest % LETTERS.len()]));
        rest /= LETTERS.len();
    }
    name
}

/// A name in JavaScript.
struct Word<'a> {
    text: &'a str,
    at: usize,
    /// Whether it is one of what the wasm exports.
    is_of_wasm: bool,
}

fn words(glue: &str) -> impl Iterator<Item = Word<'_>> {
    let is_within = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + glue[at..].find(is_within)?;
        let length = glue[start..].find(|c| !is_within(c)).unwrap_or(glue.len() - start);
        at = start + length;
        let before = glue[..start].strip_suffix("wasm.");
        let is_of_wasm = before.is_some_and(|before| !before.ends_with(|c| is_within(c) || c == '.'));
        Some(Word { text: &glue[start..at], at: start, is_of_wasm })
    })
}

fn rewrite(wasm: &[u8], mut names: Names) -> Result<Vec<u8>> {
    let mut module = Module::new();
    names.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// What is called how from now on.
struct Names {
    /// What is not among them is not exported.
    exports: HashMap<String, String>,
    imports: HashMap<String, String>,
    /// Where these are imported from.
    module: Option<(String, String)>,
}

impl Reencode for Names {
    type Error = std::convert::Infallible;

    fn parse_export(&mut self, exports: &mut ExportSection, export: Export<'_>) -> Reencoded {
        match self.exports.get(export.name).cloned() {
            Some(name) => utils::parse_export(self, exports, Export { name: &name, ..export }),
            None => Ok(()),
        }
    }

    fn parse_imports(&mut self, section: &mut ImportSection, imports: Imports<'_>) -> Reencoded {
        if let (Imports::Single(at, import), Some((from, to))) = (&imports, self.module.clone())
            && import.module == from
            && let Some(name) = self.imports.get(import.name).cloned()
        {
            let import = Import { module: &to, name: &name, ty: import.ty };
            return utils::parse_imports(self, section, Imports::Single(*at, import));
        }
        utils::parse_imports(self, section, imports)
    }

    /// They are for tools.
    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Reencoded {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = r#"export class Unused {
    free() {
        wasm.__wbg_unused_free(this.__wbg_ptr, 0);
    }
}
if (Symbol.dispose) Unused.prototype[Symbol.dispose] = Unused.prototype.free;

export class Made {
    static __wrap(ptr) {
        return Object.create(Made.prototype);
    }
    free() {
        wasm.__wbg_made_free(this.__wbg_ptr, 0);
    }
}
if (Symbol.dispose) Made.prototype[Symbol.dispose] = Made.prototype.free;

export function hydrate() {
    wasm.hydrate();
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_made_new_0123456789abcdef: function(arg0) {
            return Made.__wrap(arg0);
        },
        __wbg_now_fedcba9876543210: function() {
            return Date.now(wasm.__wbindgen_malloc(1));
        },
    };
    return {
        "./app_bg.js": import0,
    };
}
const UnusedFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_unused_free(ptr, 1));
"#;

    /// A module with the glue's imports and exports, and one more of each.
    fn module() -> Vec<u8> {
        let mut module = Module::new();
        let mut types = wasm_encoder::TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        for name in ["__wbg_made_new_0123456789abcdef", "__wbg_now_fedcba9876543210"] {
            imports.import("./app_bg.js", name, wasm_encoder::EntityType::Function(0));
        }
        imports.import("./snippet.js", "a", wasm_encoder::EntityType::Function(0));
        let mut exports = ExportSection::new();
        for name in ["hydrate", "__wbg_unused_free", "__wbg_made_free", "__wbindgen_malloc"] {
            exports.export(name, wasm_encoder::ExportKind::Func, 0);
        }
        module.section(&types).section(&imports).section(&exports);
        module.finish()
    }

    fn names(wasm: &[u8]) -> Vec<String> {
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.expect("is wasm") {
                Payload::ImportSection(section) => names.extend(section.into_imports().map(|import| {
                    let import = import.expect("is an import");
                    format!("{} {}", import.module, import.name)
                })),
                Payload::ExportSection(section) => {
                    names.extend(section.into_iter().map(|export| export.expect("is an export").name.to_owned()));
                }
                _ => {}
            }
        }
        names
    }

    #[test]
    fn a_class_that_nobody_makes_is_gone_with_what_it_calls() {
        let glue = without_unused_classes(GLUE);
        assert!(!glue.contains("Unused") && !glue.contains("FinalizationRegistry"), "{glue}");
        assert!(glue.contains("export class Made {") && glue.contains("if (Symbol.dispose) Made."), "{glue}");
        let wasm = without_unused_exports(&module(), &glue).expect("is rewritten");
        assert_eq!(names(&wasm)[3..], ["hydrate", "__wbg_made_free", "__wbindgen_malloc"]);
    }

    #[test]
    fn a_page_could_construct_it_or_ask_its_class() {
        for made in ["constructor() {", "static of() {"] {
            let glue = GLUE.replacen("free() {", &format!("{made}\n    }}\n    free() {{"), 1);
            assert_eq!(without_unused_classes(&glue), glue);
        }
    }

    #[test]
    fn both_sides_are_called_the_same() {
        let (wasm, glue) = with_short_names(&module(), GLUE, "./app_bg.js").expect("is rewritten");
        let all = names(&wasm);
        assert_eq!(all[1..], ["a a", "./snippet.js a", "hydrate", "a", "b", "c"]);
        let together = all[0].strip_prefix("a ").expect("is imported from the same module");
        for expected in [
            &format!("\n        {together}: function(arg0) {{"),
            "\n        a: function() {",
            "Date.now(wasm.c(1))",
            "wasm.b(this",
            "\"a\": import0",
            "wasm.hydrate()",
        ] {
            assert!(glue.contains(expected), "{expected} is not in {glue}");
        }
        let missing = GLUE.replace("__wbg_now_fedcba9876543210", "other");
        assert!(with_short_names(&module(), &missing, "./app_bg.js").is_err());
    }

    #[test]
    fn halves_of_two_builds_do_not_fit() {
        let first = |module: &[u8], glue: &str| {
            names(&with_short_names(module, glue, "./app_bg.js").expect("is rewritten").0).swap_remove(0)
        };
        let other = |text: &str| text.replace("__wbg_now_fedcba9876543210", "__wbg_now_fedcba9876543211");
        let wasm = module();
        // One byte, of the one name.
        let at = wasm.windows(26).position(|window| window == b"__wbg_now_fedcba9876543210").expect("is imported");
        let mut changed = wasm.clone();
        changed[at + 25] = b'1';
        assert_eq!(first(&wasm, GLUE), first(&module(), GLUE));
        assert_ne!(first(&wasm, GLUE), first(&changed, &other(GLUE)));
    }

    #[test]
    fn short_names_differ() {
        assert_eq!([0, 25, 26, 51, 52, 53, 104].map(short), ["a", "z", "A", "Z", "aa", "ba", "ab"]);
        assert_eq!((0..5000).map(short).collect::<HashSet<_>>().len(), 5000);
    }
}
