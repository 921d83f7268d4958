//! Writes what every reader of bytes from outside reads well, for the fuzzer to begin with: a directory for each reader.

use std::path::PathBuf;

use tests::readers::READERS;

fn main() -> std::io::Result<()> {
    let Some(into) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return Err(std::io::Error::other("say into which directory"));
    };
    for reader in READERS {
        let folder = into.join(reader.name);
        std::fs::create_dir_all(&folder)?;
        for (number, sample) in (1..).zip((reader.samples)()) {
            std::fs::write(folder.join(format!("sample-{number}")), sample)?;
        }
        println!("{}", reader.name);
    }
    Ok(())
}
