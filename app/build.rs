//! Turns `assets/icons/*.svg` into constants, so that icons are drawn without markup strings.
//!
//! Promises: an icon that no face names costs no byte in its wasm; the catalogue's icons can also be found by name.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        // Which function calls which is read from the relocations when the file is cut in two.
        println!("cargo::rustc-link-arg-bin=walker=--emit-relocs");
    }
    let assets = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../assets");
    let (icons, catalogue) = (assets.join("icons"), assets.join("catalogue.json"));
    println!("cargo::rerun-if-changed={}", icons.display());
    println!("cargo::rerun-if-changed={}", catalogue.display());
    let source = constants(&icons)? + &by_name(&fs::read_to_string(catalogue)?);
    fs::write(Path::new(&env::var("OUT_DIR")?).join("icons.rs"), source)?;
    Ok(())
}

fn constants(icons: &Path) -> Result<String, Box<dyn Error>> {
    let mut source = String::from(
        "#[expect(non_upper_case_globals, reason = \"each is the name of a picture and reads as one\")]\nimpl Icon {\n",
    );
    for file in svg_files(icons)? {
        let name = file.file_stem().and_then(|stem| stem.to_str()).ok_or("an icon's name is not UTF-8")?;
        let path =
            path_of(&fs::read_to_string(&file)?).ok_or_else(|| format!("{name}.svg is not one path"))?;
        writeln!(
            source,
            "    /// `{name}.svg`\n    pub const {}: Self = Self {{ path: {path:?} }};",
            pascal(name)
        )?;
    }
    Ok(source + "}\n")
}

fn svg_files(icons: &Path) -> std::io::Result<Vec<PathBuf>> {
    let files: std::io::Result<Vec<_>> = fs::read_dir(icons)?.map(|entry| Ok(entry?.path())).collect();
    let mut files = files?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "svg"));
    files.sort();
    Ok(files)
}

/// The `d` of the only path in the picture.
fn path_of(svg: &str) -> Option<String> {
    let mut paths = svg.split("<path d=\"").skip(1);
    let (path, None) = (paths.next()?, paths.next()) else { return None };
    path.split('"').next().map(str::to_owned)
}

fn by_name(catalogue: &str) -> String {
    let mut names: Vec<&str> =
        catalogue.split("\"icon\": \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    names.sort_unstable();
    names.dedup();
    let mut source = String::from("fn of_catalogue(name: &str) -> Option<Icon> {\n    match name {\n");
    for name in names {
        let arm = format!("        {name:?} => Some(Icon::{}),\n", pascal(name));
        source += &arm;
    }
    source + "        _ => None,\n    }\n}\n"
}

fn pascal(name: &str) -> String {
    name.split('-')
        .flat_map(|word| {
            word.chars()
                .enumerate()
                .map(|(at, letter)| if at == 0 { letter.to_ascii_uppercase() } else { letter })
        })
        .collect()
}
