//! The binary `lykta`.

use std::process::ExitCode;

use clap::Parser as _;
use server::cli::{self, Cli};

fn main() -> ExitCode {
    cli::main(Cli::parse())
}
