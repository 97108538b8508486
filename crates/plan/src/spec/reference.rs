//! The reference page of the spec, made of the table that reads it and the docs of its types.

use std::fmt::Write;

use serde_json::Value;

use crate::spec::field::{Field, Kind, TABLES, Table};
use crate::spec::inspiration::InspirationSet;
use crate::spec::remark::CODES;
use crate::spec::walk::allowed;

/// What stands between these two lines of `docs/spec.md` is made by [`reference()`].
pub const MARKS: (&str, &str) = ("<!-- made from here -->", "<!-- made up to here -->");

/// The JSON Schema (2020-12) of a spec, with docs, ranges and words; for editors and for programs
/// that write specs.
pub fn schema() -> Value {
    serde_json::to_value(schemars::schema_for!(InspirationSet)).unwrap_or_default()
}

/// Every key of the spec with what may stand there, and every kind of remark, in Markdown.
pub fn reference() -> String {
    let schema = schema();
    let mut page = String::new();
    for table in TABLES {
        let part = match table.name {
            "InspirationSet" => &schema,
            name => schema.pointer(&format!("/$defs/{name}")).unwrap_or(&Value::Null),
        };
        // Writing to a String can't fail.
        let _ = level(&mut page, table, part);
    }
    let _ = remarks(&mut page);
    page
}

fn level(page: &mut String, table: &Table, schema: &Value) -> std::fmt::Result {
    writeln!(page, "## {}\n\n{}\n", table.name, docs(schema))?;
    writeln!(page, "| key | what may stand there | what it says |\n|---|---|---|")?;
    for field in table.fields {
        let words =
            docs(schema.pointer(&format!("/properties/{}", field.name)).unwrap_or(&Value::Null));
        let must = if field.required { " (must be there)" } else { "" };
        writeln!(page, "| `{}`{must} | {} | {words} |", field.name, kind(field))?;
    }
    writeln!(page)
}

fn remarks(page: &mut String) -> std::fmt::Result {
    writeln!(page, "## Remarks\n\n| code | meaning |\n|---|---|")?;
    CODES.iter().try_for_each(|it| writeln!(page, "| `{}` | {} |", it.name, it.meaning))
}

fn kind(field: &Field) -> String {
    let words = match field.kind {
        Kind::Table(table) => link(table),
        Kind::List(Kind::Table(table), most) => {
            format!("a list of {}, {most} at most", link(table))
        }
        Kind::List(each, most) => format!("a list of {most} at most, each {}", allowed(*each)),
        Kind::Word(words, _) => {
            words.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
        }
        other => allowed(other),
    };
    words.replace('|', "\\|")
}

fn link(table: &Table) -> String {
    format!("[{}](#{})", table.name, table.name.to_lowercase())
}

fn docs(schema: &Value) -> String {
    let words = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    words.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
