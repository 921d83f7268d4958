//! What stamping promises, case by case.

use super::*;

fn template(name: &str, home: Home, body: &str) -> Piece {
    Piece { name: name.into(), home, body: body.into(), template: true, always: false }
}

fn root(at: &str, body: &str) -> Piece {
    template(at, Home::Root(at.into()), body)
}

fn site() -> Vec<Piece> {
    vec![
        root("index.html", "{{build}} {{walker.css}} {{boot-walker.js}} {{texts}}"),
        root("desk/index.html", "{{console.js}}"),
        root("sw.js", "const BUILD = \"{{build}}\", SHELL = {{precache}};"),
        root("manifest.webmanifest", "{}"),
        template("walker.css", Home::Hashed, "url({{night.woff2}})"),
        template(
            "boot-walker.js",
            Home::Hashed,
            "import init from \"{{walker.js}}\"; init(\"{{walker.wasm}}\");",
        ),
        Piece::built("night.woff2".into(), b"font".to_vec()),
        Piece::built("walker.js".into(), b"glue {{not-mine}}".to_vec()),
        Piece::built("walker.wasm".into(), b"wasm".to_vec()),
        Piece::built("console.js".into(), b"desk".to_vec()),
        Piece::built("texts-sv.json".into(), b"{}".to_vec()),
    ]
}

fn body(stamped: &Stamped, path: &str) -> String {
    let output = stamped.outputs.iter().find(|output| output.path == path).unwrap();
    String::from_utf8(output.body.clone()).unwrap()
}

#[test]
fn a_placeholder_becomes_the_url_of_the_file_it_names() {
    let stamped = stamp(site()).unwrap();
    let shell = body(&stamped, "index.html");
    assert!(shell.starts_with(&stamped.build), "{shell}");
    let css = shell.split(' ').nth(1).unwrap();
    assert!(
        css.starts_with("/a/walker.") && std::path::Path::new(css).extension().unwrap() == "css",
        "{css}"
    );
    assert!(body(&stamped, &css[1..]).starts_with("url(/a/night."));
}

#[test]
fn what_the_build_made_is_never_looked_into() {
    let stamped = stamp(site()).unwrap();
    assert!(stamped.outputs.iter().any(|output| output.body == b"glue {{not-mine}}"));
}

#[test]
fn the_precache_holds_what_the_walker_reaches_and_nothing_of_the_console() {
    let worker = body(&stamp(site()).unwrap(), "sw.js");
    for wanted in
        ["[\"/\",\"/manifest.webmanifest\"", "/a/night.", "/a/walker.", "/a/boot-walker.", "/a/texts-sv."]
    {
        assert!(worker.contains(wanted), "{wanted} is missing in {worker}");
    }
    assert!(
        !worker.contains("console") && !worker.contains("desk") && !worker.contains("/sw.js"),
        "{worker}"
    );
}

#[test]
fn a_change_deep_below_renames_everything_above_it_and_nothing_else() {
    let before = stamp(site()).unwrap();
    let mut pieces = site();
    pieces[6].body = b"another font".to_vec();
    let after = stamp(pieces).unwrap();
    let path = |stamped: &Stamped, start: &str| {
        stamped.outputs.iter().find(|output| output.path.starts_with(start)).unwrap().path.clone()
    };
    assert_ne!(before.build, after.build);
    assert_ne!(path(&before, "a/walker."), path(&after, "a/walker."));
    assert_eq!(path(&before, "a/boot-walker."), path(&after, "a/boot-walker."));
}

#[test]
fn a_change_of_the_shell_alone_is_a_new_build() {
    let mut pieces = site();
    pieces[0].body.push(b'!');
    assert_ne!(stamp(site()).unwrap().build, stamp(pieces).unwrap().build);
}

#[test]
fn the_same_content_gives_the_same_names() {
    let twice = (stamp(site()).unwrap(), stamp(site()).unwrap());
    assert_eq!(twice.0.outputs, twice.1.outputs);
}

#[test]
fn a_name_that_no_file_has_is_refused_with_who_named_it() {
    let mut pieces = site();
    pieces[4] = template("walker.css", Home::Hashed, "{{missing.png}}");
    let failure = stamp(pieces).unwrap_err().to_string();
    assert_eq!(failure, "walker.css names {{missing.png}}, and no file provides it.");
}

#[test]
fn a_circle_and_a_twin_are_refused() {
    let circle = vec![
        root("index.html", "{{a.js}}"),
        template("a.js", Home::Hashed, "{{b.js}}"),
        template("b.js", Home::Hashed, "{{a.js}}"),
    ];
    assert!(stamp(circle).unwrap_err().to_string().contains("a.js → b.js → a.js"));
    let twins = vec![template("a.js", Home::Hashed, "1"), template("a.js", Home::Hashed, "2")];
    assert!(stamp(twins).unwrap_err().to_string().contains("two files are called a.js"));
}

#[test]
fn what_nothing_names_stays_at_home_but_licences_go_out() {
    let mut pieces = site();
    pieces.push(template("sketch.css", Home::Hashed, "{{missing.png}}"));
    let licence = Piece { always: true, template: false, ..template("OFL.txt", Home::Hashed, "SIL") };
    pieces.push(licence);
    let outputs = stamp(pieces).unwrap().outputs;
    assert!(outputs.iter().any(|output| output.path.starts_with("a/OFL.")));
    assert!(!outputs.iter().any(|output| output.path.contains("sketch")));
}

#[test]
fn texts_become_the_urls_of_every_language() {
    let mut pieces = site();
    pieces.push(Piece::built("texts-en.json".into(), b"{}".to_vec()));
    let shell = body(&stamp(pieces).unwrap(), "index.html");
    assert!(shell.contains("{\"en\":\"/a/texts-en.") && shell.contains(",\"sv\":\"/a/texts-sv."), "{shell}");
}

#[test]
fn braces_that_are_no_placeholder_stay() {
    let mut same = |word: &str| Ok(word.to_uppercase());
    assert_eq!(fill("a {{ b }} {{}} {{c.d-e}} {{ {{x}}", &mut same).unwrap(), "a {{ b }} {{}} C.D-E {{ X");
}

#[test]
fn build_json_names_every_hashed_file() {
    let listing: serde_json::Value =
        serde_json::from_str(&body(&stamp(site()).unwrap(), "build.json")).unwrap();
    assert!(listing["files"]["walker.js"].as_str().unwrap().starts_with("/a/walker."));
    assert_eq!(listing["console"], serde_json::json!(["console.js"]));
    assert_eq!(listing["files"].as_object().unwrap().len(), 7);
}
