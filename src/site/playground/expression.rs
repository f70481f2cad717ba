//! Rust expressions as a person would break them into lines.

/// So long a chain of calls, a list or the arguments of a call stand in one line, as rustfmt has it.
const ONE_LINE: usize = 60;

/// An expression.
pub enum Expression {
    /// What is never broken: a literal, a path.
    Plain(String),
    List(Vec<String>),
    /// Calls of methods, one after the other.
    Chain(String, Vec<Call>),
}

/// A call of a method.
pub struct Call {
    pub method: &'static str,
    pub arguments: Vec<Expression>,
}

impl Call {
    pub fn new(method: &'static str, arguments: impl Into<Vec<Expression>>) -> Self {
        Self { method, arguments: arguments.into() }
    }

    fn write(&self, indent: usize) -> String {
        let line = self.arguments.iter().map(Expression::in_line).collect::<Vec<_>>().join(", ");
        let method = self.method;
        let margin = " ".repeat(indent);
        match self.arguments.as_slice() {
            [Expression::Plain(_)] => format!(".{method}({line})"),
            _ if line.len() <= ONE_LINE => format!(".{method}({line})"),
            [list @ Expression::List(_)] => format!(".{method}({})", list.write(indent)),
            several => {
                let broken = several.iter().map(|one| format!("{margin}    {},\n", one.write(indent + 4)));
                format!(".{method}(\n{}{margin})", broken.collect::<String>())
            }
        }
    }
}

impl Expression {
    /// In lines, of which all but the first are indented.
    pub fn write(&self, indent: usize) -> String {
        let line = self.in_line();
        let margin = " ".repeat(indent);
        match self {
            Self::Plain(_) => line,
            _ if line.len() <= ONE_LINE => line,
            Self::List(items) => {
                let items = items.iter().map(|item| format!("{margin}    {item},\n"));
                format!("[\n{}{margin}]", items.collect::<String>())
            }
            // A chain of one call is as wide as it has to be.
            Self::Chain(start, calls) if calls.len() == 1 => start.clone() + &calls[0].write(indent),
            Self::Chain(start, calls) => {
                calls.iter().fold(start.clone(), |code, call| format!("{code}\n{margin}    {}", call.write(indent + 4)))
            }
        }
    }

    fn in_line(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::List(items) => format!("[{}]", items.join(", ")),
            Self::Chain(start, calls) => calls.iter().fold(start.clone(), |code, Call { method, arguments }| {
                let arguments: Vec<String> = arguments.iter().map(Self::in_line).collect();
                format!("{code}.{method}({})", arguments.join(", "))
            }),
        }
    }
}
