//! Cuts a module in two: what runs from the first moment, and what may come later.
//!
//! Promises: both halves are one program with one memory (`wasm_split_cli_support`, as Leptos' lazy routes have it);
//! what fetches the second half stands in the glue itself, so that the glue stays the only script.

use crate::failure::Failure;
use std::path::Path;
use wasm_split_cli_support::{Options, transform};

/// The script through which the first half would ask for the second.
const LINK: &str = "./__wasm_split.js";
const SECOND: &str = "split_later.wasm";
const IMPORT: &str = "import * as import1 from \"./__wasm_split.js\"";

/// A module in two halves.
pub(super) struct Halves {
    /// What runs from the first moment; wasm-bindgen has not seen it yet.
    pub(super) first: Vec<u8>,
    /// What comes later.
    pub(super) second: Vec<u8>,
    link: String,
}

/// Cuts a module at the functions that it marks as `later`.
pub(super) fn halves(name: &str, module: &[u8], workshop: &Path) -> Result<Halves, Failure> {
    let first = workshop.join("first.wasm");
    let mut options = Options::new(module);
    (options.output_dir, options.main_out_path, options.link_name) = (workshop, &first, LINK);
    transform(options).map_err(|why| Failure::wrong(format!("{name}.wasm was not cut in two: {why:#}")))?;
    let read = |path: &Path| std::fs::read(path).map_err(Failure::io("read", path));
    let link = String::from_utf8_lossy(&read(&workshop.join(LINK))?).into_owned();
    Ok(Halves { first: read(&first)?, second: read(&workshop.join(SECOND))?, link })
}

impl Halves {
    /// The glue with what fetches the second half in it, which it calls `{{<name>.later.wasm}}`.
    pub(super) fn glue(&self, name: &str, glue: &str) -> Result<String, Failure> {
        let strange = |what: &str| Failure::wrong(format!("the glue of {name} {what}."));
        let own =
            glue.strip_prefix(IMPORT).ok_or_else(|| strange("does not begin with the import it should"))?;
        let (_, link) =
            self.link.split_once('\n').ok_or_else(|| strange("has nothing that fetches its second half"))?;
        let url = format!("new URL(\"./{SECOND}\", import.meta.url)");
        if !link.contains(&url) {
            return Err(strange("fetches its second half from elsewhere"));
        }
        let names: Vec<&str> =
            link.split("export const ").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
        let link =
            link.replace("export const ", "const ").replace(&url, &format!("\"{{{{{name}.later.wasm}}}}\""));
        Ok(format!("{own}\n{link}\nconst import1 = {{ {} }};\n", names.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str =
        "import * as import1 from \"./__wasm_split.js\"\nfunction imports() { return import1; }";
    const LINKED: &str = "import { initSync } from \"./main.js\";\nexport const load = get(() => fetch(new URL(\"./split_later.wasm\", import.meta.url)));\n";

    fn halves(link: &str) -> Halves {
        Halves { first: vec![], second: vec![], link: link.to_owned() }
    }

    #[test]
    fn the_glue_fetches_the_second_half_by_its_placeholder_and_imports_nothing() {
        let glue = halves(LINKED).glue("walker", GLUE).unwrap();
        assert!(glue.contains("const load = get(() => fetch(\"{{walker.later.wasm}}\"));"), "{glue}");
        assert!(glue.ends_with("const import1 = { load };\n"), "{glue}");
        assert_eq!(super::super::foreign_import(&glue), None);
    }

    #[test]
    fn glue_of_another_form_is_refused() {
        assert!(halves(LINKED).glue("walker", "let wasm;").is_err());
        assert!(halves("import 1;\nfetch(\"elsewhere\")").glue("walker", GLUE).is_err());
    }
}
