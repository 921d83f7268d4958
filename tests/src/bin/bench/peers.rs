//! The statistics of a situation beside others' programs, on the same points in the same run: `peers.py` asks these.
//!
//! Promises: what is not installed is said to be so; `LYKTA_PYTHON` names another Python than the one on the PATH.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use shared::position::simulated::Chance;
use shared::situation::statistics::{Grid, Raster, clusters};

use crate::Figure;
use crate::situation::{areas, observed, plane};

const SCRIPT: &str = include_str!("peers.py");
const PYTHON: &str = "LYKTA_PYTHON";

pub(crate) fn measure() -> Vec<Figure> {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let raster = write(folder);
    let python = std::env::var_os(PYTHON).unwrap_or_else(|| "python3".into());
    let asked = Command::new(python).arg("-c").arg(SCRIPT).arg(folder).output();
    let z = std::fs::read_to_string(folder.join("gi.csv"));
    let told = match asked {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).into_owned(),
        Ok(output) => panic!("{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => "others' programs\tnot found here\tno Python".to_owned(),
    };
    let mut figures: Vec<Figure> = told.lines().filter_map(figure).collect();
    figures.extend(z.ok().map(|z| compared(&raster, &z)));
    figures
}

fn compared(raster: &Raster, theirs: &str) -> Figure {
    let off = |(ours, line): (Option<f64>, &str)| Some((ours? - line.parse::<f64>().ok()?).abs());
    let most = raster.gi_star().into_iter().zip(theirs.lines()).filter_map(off).fold(0.0, f64::max);
    Figure::new("Gi* of the cells: ours less PySAL's", format!("{most:.1e} at most"), "z of every cell")
}

pub(crate) fn figure(line: &str) -> Option<Figure> {
    let mut parts = line.split('\t');
    Some(Figure::new(parts.next()?, parts.next()?.to_owned(), parts.next()?))
}

/// The points with our labels, the counts of the grid, and the areas.
fn write(folder: &Path) -> Raster {
    let points = observed(&mut Chance(1_992));
    let mut rows = String::new();
    for (point_m, label) in points.iter().zip(clusters(&points, 15.0, 2)) {
        let place = plane().position(*point_m).unwrap();
        let label = label.map_or(-1, |it| i64::try_from(it).unwrap());
        let [east_m, north_m] = point_m;
        writeln!(rows, "{east_m},{north_m},{},{},{label}", place.lon(), place.lat()).unwrap();
    }
    std::fs::write(folder.join("points.csv"), rows).unwrap();
    let grid = Grid::covering(&points, 100.0).unwrap();
    let raster = Raster::counted(grid, &points);
    let columns = grid.columns();
    let line = |row: &[f64]| row.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
    let cells: Vec<String> = raster.values().chunks(columns).map(line).collect();
    std::fs::write(folder.join("cells.csv"), cells.join("\n")).unwrap();
    std::fs::write(folder.join("areas.wkt"), areas().iter().map(wkt).collect::<Vec<_>>().join("\n")).unwrap();
    raster
}

fn wkt(area: &shared::geo::Area) -> String {
    let ring = |polygon: &geo::Polygon| {
        let corners = polygon.exterior().0.iter().map(|it| format!("{} {}", it.x, it.y));
        format!("(({}))", corners.collect::<Vec<_>>().join(","))
    };
    format!("MULTIPOLYGON({})", area.outline.iter().map(ring).collect::<Vec<_>>().join(","))
}
