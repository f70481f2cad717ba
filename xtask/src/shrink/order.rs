//! The order of a module's functions means nothing, but what is alike compresses better beside each other.

use std::convert::Infallible;

use anyhow::Result;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef,
};

type Reencoded = std::result::Result<(), reencode::Error>;

/// Sorts the functions by what they take and give, by their local variables, and by their length: of what was tried
/// (whole bodies, instructions alone, groups with the most sequences in common), this compresses best.
pub fn sort(wasm: &[u8]) -> Result<Vec<u8>> {
    let (mut imported, mut types, mut bodies) = (0, Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::FunctionSection(section) => types = section.into_iter().collect::<Result<_, _>>()?,
            Payload::CodeSectionEntry(body) => bodies.push((locals(&body)?, body)),
            _ => {}
        }
    }
    let mut order: Vec<usize> = (0..bodies.len()).collect();
    order.sort_by_key(|&at| {
        let (locals, body) = &bodies[at];
        (types[at], *locals, body.as_bytes().len(), body.as_bytes())
    });
    let mut indices: Vec<u32> = (0..imported).collect();
    indices.resize(indices.len() + order.len(), 0);
    for (new, &old) in (imported..).zip(&order) {
        indices[imported as usize + old] = new;
    }
    let mut module = Module::new();
    Sorted { order, indices }.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// How a function's local variables are declared.
fn locals<'a>(body: &FunctionBody<'a>) -> Result<&'a [u8]> {
    let start = body.range().start;
    let mut reader = body.get_locals_reader()?;
    for _ in 0..reader.get_count() {
        reader.read()?;
    }
    Ok(&body.as_bytes()[..reader.original_position() - start])
}

struct Sorted {
    /// Which function stands in which place.
    order: Vec<usize>,
    /// What each of them is called by, those that are imported in front.
    indices: Vec<u32>,
}

impl Reencode for Sorted {
    type Error = Infallible;

    fn function_index(&mut self, index: u32) -> std::result::Result<u32, reencode::Error> {
        Ok(self.indices[index as usize])
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Reencoded {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for &at in &self.order {
            functions.function(types[at]);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, section: CodeSectionReader<'_>) -> Reencoded {
        let bodies: Vec<FunctionBody<'_>> = section.into_iter().collect::<Result<_, _>>()?;
        for at in self.order.clone() {
            self.parse_function_body(code, bodies[at].clone())?;
        }
        Ok(())
    }

    /// They are for tools.
    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Reencoded {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, ExportKind, ExportSection, Function, ImportSection, TypeSection, ValType};
    use wasmparser::Operator;

    #[test]
    fn what_is_alike_stands_together_and_is_called_as_before() {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([ValType::I32], []);
        let mut imports = ImportSection::new();
        imports.import("a", "a", EntityType::Function(0));
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        // The first one calls the others, of which the last one is like the first.
        for (ty, locals, calls) in [(0, 1, vec![0, 2, 3]), (1, 0, vec![]), (0, 0, vec![0])] {
            functions.function(ty);
            let mut body = Function::new(vec![(locals, ValType::I64)]);
            for callee in calls {
                if callee == 2 {
                    body.instructions().i32_const(7);
                }
                body.instructions().call(callee);
            }
            body.instructions().end();
            code.function(&body);
        }
        let mut exports = ExportSection::new();
        exports.export("first", ExportKind::Func, 1);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports).section(&code);

        let sorted = sort(&module.finish()).expect("is sorted");
        wasmparser::validate(&sorted).expect("is valid");
        let (mut types, mut calls, mut exported) = (Vec::new(), Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(&sorted) {
            match payload.expect("is wasm") {
                Payload::FunctionSection(section) => types.extend(section.into_iter().map(|ty| ty.expect("a type"))),
                Payload::ExportSection(section) => {
                    exported.extend(section.into_iter().map(|export| export.expect("an export").index));
                }
                Payload::CodeSectionEntry(body) => {
                    let operators = body.get_operators_reader().expect("has operators").into_iter();
                    calls.push(
                        operators
                            .filter_map(|operator| match operator.expect("an operator") {
                                Operator::Call { function_index } => Some(function_index),
                                _ => None,
                            })
                            .collect::<Vec<_>>(),
                    );
                }
                _ => {}
            }
        }
        assert_eq!(types, [0, 0, 1]);
        assert_eq!(calls, [vec![0], vec![0, 3, 1], vec![]]);
        assert_eq!(exported, [2]);
    }
}
