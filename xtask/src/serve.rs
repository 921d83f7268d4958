//! The first of the two commands: build everything and serve it here.
//!
//! Promises: the server runs in place of this process, so Ctrl-C and its exit status are its own.

use crate::failure::Failure;
use crate::place::Place;
use crate::{dist, shell};
use std::process::Command;

/// What `lykta serve` is told unless the caller says otherwise.
const DEFAULTS: [(&str, &str); 2] = [("--data", "./data"), ("--listen", "127.0.0.1:8080")];

pub(crate) fn run(place: &Place, passed: &[String]) -> Result<(), Failure> {
    dist::run(place)?;
    println!("Building the server …");
    build_server(place, &[])?;
    let arguments = arguments(passed);
    println!("Starting lykta {} (Ctrl-C ends it) …", arguments.join(" "));
    let mut lykta = Command::new(place.lykta("debug"));
    lykta.current_dir(&place.root).args(arguments);
    become_it(lykta)
}

/// Builds `lykta`.
pub(crate) fn build_server(place: &Place, more: &[&str]) -> Result<(), Failure> {
    shell::run(server_build(place).args(more))
}

/// What builds `lykta`, with the features of the whole house, so that what it stands on is built once for tests too.
pub(crate) fn server_build(place: &Place) -> Command {
    let mut build = shell::cargo(&place.root, &["build", "--bin", "lykta"]);
    build.args(shell::HOUSE);
    build
}

fn arguments(passed: &[String]) -> Vec<String> {
    let mut arguments = vec!["serve".to_owned()];
    for (option, value) in DEFAULTS {
        let said = |argument: &String| argument == option || argument.starts_with(&format!("{option}="));
        if !passed.iter().any(said) {
            arguments.extend([option.to_owned(), value.to_owned()]);
        }
    }
    arguments.extend(passed.iter().filter(|argument| *argument != "--").cloned());
    arguments
}

#[cfg(unix)]
fn become_it(mut command: Command) -> Result<(), Failure> {
    let source = std::os::unix::process::CommandExt::exec(&mut command);
    Err(shell::not_started(&command, source))
}

#[cfg(not(unix))]
fn become_it(mut command: Command) -> Result<(), Failure> {
    shell::run(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(passed: &[&str], expected: &str) {
        let passed: Vec<String> = passed.iter().map(|argument| (*argument).to_owned()).collect();
        assert_eq!(arguments(&passed).join(" "), expected);
    }

    #[test]
    fn what_is_not_said_has_its_usual_value() {
        check(&[], "serve --data ./data --listen 127.0.0.1:8080");
        check(&["--demo"], "serve --data ./data --listen 127.0.0.1:8080 --demo");
    }

    #[test]
    fn what_is_said_is_not_said_twice() {
        check(&["--", "--listen=127.0.0.1:0"], "serve --data ./data --listen=127.0.0.1:0");
        check(&["--data", "/tmp/d"], "serve --listen 127.0.0.1:8080 --data /tmp/d");
    }
}
