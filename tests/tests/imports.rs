//! Imports at the command line: what replaces nothing, what is undone, and readers that have had enough.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;
use std::process::{Command, Stdio};

use tests::server::Server;

fn written(server: &Server, name: &str, text: &str) -> PathBuf {
    let file = server.data().join(name);
    std::fs::write(&file, text).unwrap();
    file
}

/// What a command said, and whether it did it.
fn lamps(server: &Server, name: &str, text: &str, more: &[&str]) -> (bool, String) {
    let file = written(server, name, text);
    let arguments = [&["assets", "import", file.to_str().unwrap(), "--kind", "lamp"], more].concat();
    let output = server.run(&arguments);
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), said)
}

fn table(rows: usize, odd: &str) -> String {
    let row = |at: usize| format!("B{at};ok;{};828213\n", 7_295_000 + at);
    let rows: String = (0..rows).map(row).collect();
    format!("Stolpnr;Anm;N;E\n{odd}{rows}")
}

#[tokio::test]
async fn what_is_partial_or_damaged_replaces_no_lamps_and_an_import_is_undone() {
    let server = Server::start().await;
    let count = || server.run_well(&["assets", "list"]).lines().next().unwrap().to_owned();
    let (done, said) = lamps(&server, "whole.csv", &table(500, "X;\"2 armaturer;7295900;828300\n"), &[]);
    assert!(done && said.contains("500 of kind lamp") && said.contains("line 2 “X”: a quote"), "{said}");
    let before = count();
    let (done, said) = lamps(&server, "district.csv", &table(10, ""), &[]);
    assert!(!done && said.contains("it has 10, and 500 are here") && said.contains("--anyway"), "{said}");
    let damaged = table(400, &"Y;ok;okänd;828213\n".repeat(401));
    let (done, said) = lamps(&server, "damaged.csv", &damaged, &[]);
    assert!(!done && said.contains("401 of its 801 rows"), "{said}");
    assert!(said.lines().count() < 120, "a list that is bounded");
    let point = "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[22.1,65.6]}}";
    let part =
        format!("{{\"type\":\"FeatureCollection\",\"exceededTransferLimit\":true,\"features\":[{point}]}}");
    let (done, said) = lamps(&server, "part.geojson", &part, &[]);
    assert!(!done && said.contains("only a part"), "{said}");
    assert_eq!(count(), before);
    let (done, said) = lamps(&server, "district.csv", &table(10, ""), &["--anyway"]);
    assert!(done && said.contains("10 of kind lamp"), "{said}");
    server.run_well(&["assets", "undo", "--kind", "lamp"]);
    assert_eq!(count(), before);
}

#[tokio::test]
async fn a_command_that_nobody_reads_ends_quietly() {
    let server = Server::start().await;
    server.create_walk("Porsön");
    let commands: [&[&str]; 9] = [
        &["walk", "list"],
        &["walk", "list", "--json"],
        &["areas", "list", "--json"],
        &["assets", "list"],
        &["basemap", "show"],
        &["verify"],
        &["sign-in", "create", "Ann"],
        &["token", "create", "QGIS"],
        &["--help"],
    ];
    for arguments in commands {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(tests::place::lykta());
        command.args(arguments).arg("--data").arg(server.data()).stdout(writer).stderr(Stdio::piped());
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked") && !said.contains("Broken pipe"), "{arguments:?}: {said}");
    }
}

#[tokio::test]
async fn an_impossible_address_of_the_server_is_a_refused_start() {
    let directory = tempfile::tempdir().unwrap();
    let mut command = Command::new(tests::place::lykta());
    command.args(["serve", "--listen", "127.0.0.1:0", "--public-url", "lykta.example.se", "--data"]);
    let output = command.arg(directory.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("cannot be the address of this server"), "{said}");
}
