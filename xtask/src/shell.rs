//! Running other programs.
//!
//! Promises: nothing waits for a keyboard, and a command that fails ends the chore with the command's own text.

use crate::failure::Failure;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Everything but the chores themselves, which are built with fewer features: together, what they stand on would be
/// built twice.
pub(crate) const HOUSE: [&str; 3] = ["--workspace", "--exclude", "xtask"];
/// The chores themselves.
pub(crate) const CHORES: [&str; 2] = ["--package", "xtask"];

/// The cargo that started this chore, in the workspace's root.
pub(crate) fn cargo(root: &Path, arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root).args(arguments);
    command
}

/// Lets clippy look at our own code while cargo builds it, and refuse what it would warn of: `clippy-driver` is the
/// compiler with lints, and what we stand on is built once instead of being checked for clippy and then built.
pub(crate) fn linted(command: &mut Command) -> &mut Command {
    let sysroot = answer("rustc", &["--print", "sysroot"]).unwrap_or_default();
    let driver =
        Path::new(&sysroot).join("bin").join(format!("clippy-driver{}", std::env::consts::EXE_SUFFIX));
    // As `cargo clippy` itself hands its arguments on.
    command
        .env("RUSTC_WORKSPACE_WRAPPER", driver)
        .env("CLIPPY_ARGS", "--deny__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__")
}

/// Runs to the end, output to the terminal.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.stdin(Stdio::null()).status().map_err(|source| not_started(command, source))?;
    if status.success() { Ok(()) } else { Err(Failure::Command { command: typed(command), status }) }
}

/// What a command prints, `None` when it cannot be started or fails.
pub(crate) fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where `program` lies on PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|directory| directory.join(program)).find(|file| file.is_file())
}

/// The failure of a command that could not even be started.
pub(crate) fn not_started(command: &Command, source: std::io::Error) -> Failure {
    Failure::Io { doing: format!("start “{}”", typed(command)), source }
}

fn typed(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_named_as_one_would_type_it() {
        let failure = run(Command::new("/bin/sh").args(["-c", "exit 3"])).unwrap_err().to_string();
        assert!(failure.starts_with("“sh -c exit 3” ended with exit status: 3"), "{failure}");
    }

    #[test]
    fn a_program_that_is_not_there_is_said_to_be_so() {
        let failure = run(&mut Command::new("no-such-program")).unwrap_err().to_string();
        assert!(failure.starts_with("could not start “no-such-program”"), "{failure}");
    }
}
