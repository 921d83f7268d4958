//! How long a base map takes to import, and how much memory, beside what else makes tiles of the same extract.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tests::place;
use tests::server::Server;
use tests::wait;

use crate::Figure;

/// Runs of each, of which the quickest counts: what else the machine did is not ours.
const RUNS: usize = 5;
const BETWEEN_LOOKS: Duration = Duration::from_millis(1);

/// Further extracts to measure with, separated as on a PATH.
const EXTRACTS: &str = "LYKTA_EXTRACTS";

pub(crate) async fn measure() -> Vec<Figure> {
    let server = Server::start().await;
    extracts().iter().flat_map(|extract| of_extract(&server, extract)).collect()
}

fn extracts() -> Vec<PathBuf> {
    let told = std::env::var_os(EXTRACTS).unwrap_or_default();
    let beside = place::shared_files("basemap/stockholm_kth.osm.pbf", "the import of a real extract");
    beside.into_iter().chain(std::env::split_paths(&told).filter(|path| path.is_file())).collect()
}

fn of_extract(server: &Server, extract: &Path) -> Vec<Figure> {
    let name = extract.file_name().unwrap_or_default().to_string_lossy();
    let kilobytes = size(extract) / 1_000;
    [ours(server, extract), tilemaker(extract), tippecanoe(extract)]
        .map(|(program, made)| {
            let found = made.unwrap_or_else(|why| why);
            Figure::new(
                &format!("{name}, {kilobytes} KB: {program}"),
                found,
                "quickest of 5; peak resident memory",
            )
        })
        .into()
}

type Made = (&'static str, Result<String, String>);

fn ours(server: &Server, extract: &Path) -> Made {
    let mut import = Command::new(place::lykta());
    import.args(["basemap", "import", "--everywhere", "--data"]).arg(server.data()).arg(extract);
    ("lykta basemap import", measured([import], &server.data().join("basemap.pmtiles")))
}

/// Where Debian keeps the layers of `OpenMapTiles` for it.
const TILEMAKER: &str = "/usr/share/doc/tilemaker/examples";

fn tilemaker(extract: &Path) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made.mbtiles");
    let mut tilemaker = Command::new("tilemaker");
    tilemaker.arg("--input").arg(extract).arg("--output").arg(&made);
    for (option, file) in
        [("--config", "config-openmaptiles.json"), ("--process", "process-openmaptiles.lua")]
    {
        tilemaker.arg(option).arg(Path::new(TILEMAKER).join(file));
    }
    ("tilemaker", measured([tilemaker], &made))
}

fn tippecanoe(extract: &Path) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let (features, made) = (folder.path().join("features.geojsonseq"), folder.path().join("made.pmtiles"));
    let mut osmium = Command::new("osmium");
    osmium.args(["export", "--overwrite", "-o"]).arg(&features).arg(extract);
    let mut tippecanoe = Command::new("tippecanoe");
    tippecanoe.args(["--force", "--quiet", "-Z10", "-z16", "--layer=all", "-o"]).arg(&made).arg(&features);
    ("osmium export, then tippecanoe", measured([osmium, tippecanoe], &made))
}

/// Seconds, peak memory and bytes of what the commands make together, one after the other; else why not.
fn measured<const N: usize>(mut commands: [Command; N], made: &Path) -> Result<String, String> {
    let mut quickest = f64::INFINITY;
    let mut most_kib = 0;
    for _ in 0..RUNS {
        let mut together_s = 0.0;
        for command in &mut commands {
            let (seconds, peak_kib) = run(command)?;
            together_s += seconds;
            most_kib = most_kib.max(peak_kib);
        }
        quickest = quickest.min(together_s);
    }
    let mebibytes = most_kib / 1_024;
    Ok(format!("{quickest:.2} s, {mebibytes} MiB, {} bytes", size(made)))
}

fn run(command: &mut Command) -> Result<(f64, u64), String> {
    let begun = wait::now();
    let started = command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null()).spawn();
    let mut child = started.map_err(|error| format!("not run: {error}"))?;
    let mut peak_kib = 0;
    loop {
        peak_kib = peak_kib.max(family_kib(child.id()));
        match child.try_wait().unwrap() {
            Some(status) if status.success() => return Ok((begun.elapsed().as_secs_f64(), peak_kib)),
            Some(status) => return Err(format!("ends with {status}")),
            None => std::thread::sleep(BETWEEN_LOOKS),
        }
    }
}

/// The most memory that a process, or one that it started, ever held: some programs come in a wrapper.
fn family_kib(pid: u32) -> u64 {
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    let children = children.split_whitespace().filter_map(|child| child.parse().ok());
    children.map(family_kib).fold(crate::peak_kib(pid), u64::max)
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}
