//! The one bridge to MapLibre, whose script lies in `assets/map` and is loaded when a map is first wanted.
//!
//! Promises: nothing throws; a map that cannot be drawn is told as [`Told::Failed`]; a map ends when it is dropped.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::platform::Failure;
use crate::platform::js;
use crate::platform::json;
use crate::platform::page::prefers;

/// The script with everything that can be done with maps.
#[derive(Clone)]
pub struct Maps(JsValue);

/// A map on the page.
pub struct Map {
    handle: JsValue,
    // It is called for as long as the map is there.
    _told: Closure<dyn FnMut(JsValue)>,
}

/// What a map tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// It is drawn and at rest, with so many features of the ground.
    Drawn(u32),
    /// It begins to show another part of the ground, or the same from nearer or farther.
    Moves,
    /// A long press, or the other button of the mouse.
    Press(Spot),
    /// A tap where nothing was shown.
    Ground(Spot),
    /// A tap on something that was shown.
    Tap {
        /// Of which layer.
        layer: String,
        /// The thing's id.
        id: String,
    },
    /// A pin was dragged.
    Moved {
        /// The pin's id.
        id: String,
        /// Where to.
        to: Spot,
    },
    /// The person looked elsewhere.
    Panned,
    /// Something was done with the line that is being drawn.
    Drawing(Stroke),
    /// It cannot be drawn here, or no longer.
    Failed,
}

/// What was done with a line that is being drawn; corners and the middles between them are told by number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stroke {
    /// The ground was clicked, perhaps with the key held that asks for a straight line.
    Add {
        /// Where.
        at: Spot,
        /// Whether the line goes straight there.
        straight: bool,
    },
    /// A corner was dragged.
    Move {
        /// Which.
        corner: usize,
        /// Where to.
        to: Spot,
    },
    /// The middle between two corners was dragged.
    Insert {
        /// Which.
        middle: usize,
        /// Where to.
        to: Spot,
    },
    /// A corner was clicked.
    Press {
        /// Which.
        corner: usize,
    },
    /// A corner is to go.
    Remove {
        /// Which.
        corner: usize,
    },
}

/// What a line that is being drawn is held by.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Handles {
    /// Its corners, as `[lon, lat]`.
    pub corners: Vec<[f64; 2]>,
    /// One between each corner and the next.
    pub middles: Vec<Middle>,
}

/// A handle between two corners.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Middle {
    /// Where, as `[lon, lat]`.
    pub at: [f64; 2],
    /// The zoom from which there is room for it.
    pub from_zoom: f64,
}

/// A place on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// Features as MapLibre takes them.
#[derive(Debug, Clone, Serialize)]
pub struct Features<P> {
    r#type: &'static str,
    features: Vec<Feature<P>>,
}

/// One feature with its properties.
#[derive(Debug, Clone, Serialize)]
pub struct Feature<P> {
    r#type: &'static str,
    properties: P,
    geometry: Geometry,
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Point([f64; 2]),
    LineString(Vec<[f64; 2]>),
    Polygon([Vec<[f64; 2]>; 1]),
}

impl<P> Feature<P> {
    /// A point at `[lon, lat]`.
    pub fn point(at: [f64; 2], properties: P) -> Self {
        Self { r#type: "Feature", properties, geometry: Geometry::Point(at) }
    }

    /// A line through `[lon, lat]`.
    pub fn line(through: Vec<[f64; 2]>, properties: P) -> Self {
        Self { r#type: "Feature", properties, geometry: Geometry::LineString(through) }
    }

    /// An area within a closed ring of `[lon, lat]`.
    pub fn area(ring: Vec<[f64; 2]>, properties: P) -> Self {
        Self { r#type: "Feature", properties, geometry: Geometry::Polygon([ring]) }
    }
}

impl<P> Features<P> {
    /// All of them.
    pub fn of(features: Vec<Feature<P>>) -> Self {
        Self { r#type: "FeatureCollection", features }
    }
}

/// West, south, east, north of all that is to be seen, with a little room.
pub fn edges_around(points: impl Iterator<Item = [f64; 2]>) -> Option<[f64; 4]> {
    let around = points.fold(None, |edges: Option<[f64; 4]>, [lon, lat]| {
        let [west, south, east, north] = edges.unwrap_or([lon, lat, lon, lat]);
        Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)])
    });
    around.map(|[west, south, east, north]| [west - 0.001, south - 0.000_5, east + 0.001, north + 0.000_5])
}

/// How a map begins.
pub struct Beginning<'a> {
    /// The archive: a `Blob`, an address, or nothing.
    pub tiles: JsValue,
    /// `light`, `dark` or `night`.
    pub theme: &'a str,
    /// The language of street names.
    pub language: &'a str,
    /// West, south, east, north of what is to be seen first.
    pub bounds: Option<[f64; 4]>,
    /// Pictures by category: what each is drawn by on 256 × 256.
    pub icons: Vec<(String, &'static str)>,
    /// What screen readers are told.
    pub words: Vec<(&'static str, String)>,
}

impl Maps {
    /// Loads the script, from the phone when it is kept there.
    pub async fn load() -> Result<Self, Failure> {
        js::ask(&js_sys::global(), "lyktaMap", &[]).await.map(Self)
    }

    /// Whether this browser can draw a map at all.
    pub fn can_draw(&self) -> bool {
        js::call(&self.0, "canDraw", &[]).is_ok_and(|it| it.is_truthy())
    }

    /// How many bytes of an archive lie on the phone.
    pub async fn held(&self, name: &str) -> f64 {
        let held = js::ask(&self.0, "held", &[name.into()]).await;
        held.ok().and_then(|it| it.as_f64()).unwrap_or(0.0)
    }

    /// Keeps a piece of an archive that follows on what is held.
    pub async fn keep(&self, name: &str, offset: f64, piece: &[u8]) -> Result<(), Failure> {
        let piece = js_sys::Uint8Array::from(piece);
        js::ask(&self.0, "keep", &[name.into(), offset.into(), piece.into()]).await.map(drop)
    }

    /// The archive, as far as it is held: a `Blob`.
    pub async fn archive(&self, name: &str) -> Result<JsValue, Failure> {
        js::ask(&self.0, "archive", &[name.into()]).await
    }

    /// The bytes of an archive.
    pub async fn bytes(archive: &JsValue) -> Result<Vec<u8>, Failure> {
        let buffer = js::ask(archive, "arrayBuffer", &[]).await?;
        Ok(js_sys::Uint8Array::new(&buffer).to_vec())
    }

    /// Whom an archive (a `Blob` or an address) is to be thanked for; empty when it does not say.
    pub async fn attribution_of(&self, tiles: &JsValue) -> String {
        let thanks = js::ask(&self.0, "attributionOf", std::slice::from_ref(tiles)).await;
        thanks.ok().and_then(|it| it.as_string()).unwrap_or_default()
    }

    /// Clears away every archive but these.
    pub async fn keep_only(&self, names: &[String]) {
        let names: js_sys::Array = names.iter().map(JsValue::from).collect();
        // What cannot be cleared away now is cleared away another time.
        let _ = js::ask(&self.0, "keepOnly", &[names.into()]).await;
    }

    /// Opens a map in an element.
    pub fn open(
        &self,
        element: &JsValue,
        beginning: Beginning,
        mut hear: impl FnMut(Told) + 'static,
    ) -> Result<Map, Failure> {
        let told = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            if let Some(told) = told(&event) {
                hear(told);
            }
        });
        let heard: JsValue = told.as_ref().clone();
        let handle = js::call(&self.0, "open", &[element.clone(), options(beginning), heard])?;
        Ok(Map { handle, _told: told })
    }
}

fn options(beginning: Beginning) -> JsValue {
    let bounds = beginning.bounds.map_or(JsValue::NULL, |edges| {
        edges.into_iter().map(JsValue::from).collect::<js_sys::Array>().into()
    });
    let icons: Vec<(&str, JsValue)> =
        beginning.icons.iter().map(|(id, path)| (id.as_str(), (*path).into())).collect();
    let words: Vec<(&str, JsValue)> =
        beginning.words.iter().map(|(name, words)| (*name, words.as_str().into())).collect();
    js::object(&[
        ("tiles", beginning.tiles),
        ("theme", beginning.theme.into()),
        ("language", beginning.language.into()),
        ("bounds", bounds),
        ("icons", js::object(&icons)),
        ("words", js::object(&words)),
        ("still", prefers("(prefers-reduced-motion: reduce)").into()),
    ])
}

fn told(event: &JsValue) -> Option<Told> {
    let word = |name| js::get(event, name).and_then(|it| it.as_string());
    let number = |name| js::get(event, name).and_then(|it| it.as_f64());
    let spot = || Some(Spot { lat: number("lat")?, lon: number("lon")? });
    Some(match word("kind")?.as_str() {
        "idle" => Told::Drawn(whole(number("features")?)),
        "moves" => Told::Moves,
        "press" => Told::Press(spot()?),
        "ground" => Told::Ground(spot()?),
        "tap" => Told::Tap { layer: word("layer")?, id: word("id")? },
        "moved" => Told::Moved { id: word("id")?, to: spot()? },
        "user-moved" => Told::Panned,
        "draw" => Told::Drawing(stroke(
            &word("act")?,
            whole(number("index")?) as usize,
            spot()?,
            js::get(event, "straight")?.is_truthy(),
        )?),
        "failed" => Told::Failed,
        _ => return None,
    })
}

fn stroke(act: &str, number: usize, to: Spot, straight: bool) -> Option<Stroke> {
    Some(match act {
        "add" => Stroke::Add { at: to, straight },
        "move" => Stroke::Move { corner: number, to },
        "insert" => Stroke::Insert { middle: number, to },
        "press" => Stroke::Press { corner: number },
        "remove" => Stroke::Remove { corner: number },
        _ => return None,
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of features")]
fn whole(number: f64) -> u32 {
    number as u32
}

impl Map {
    /// Shows features in a layer, in the stead of those before.
    pub fn show<P: Serialize>(&self, layer: &str, features: &Features<P>) {
        self.show_written(layer, &json::write(features).unwrap_or_default());
    }

    /// The same with features that were written as GeoJSON before.
    pub fn show_written(&self, layer: &str, features: &str) {
        if let Ok(features) = js_sys::JSON::parse(features) {
            self.call("show", &[layer.into(), features]);
        }
    }

    /// Shows where the phone is, if it is known.
    pub fn here(&self, here: Option<(Spot, f64, Option<f64>)>) {
        let place = here.map_or(JsValue::NULL, |(spot, accuracy_m, heading_deg)| {
            js::object(&[
                ("lon", spot.lon.into()),
                ("lat", spot.lat.into()),
                ("accuracyM", accuracy_m.into()),
                ("headingDeg", heading_deg.map_or(JsValue::NULL, JsValue::from)),
            ])
        });
        self.call("here", &[place]);
    }

    /// Changes its look: `light`, `dark` or `night`.
    pub fn look(&self, theme: &str) {
        self.call("look", &[theme.into()]);
    }

    /// Stays with the phone's place, or stops to.
    pub fn follow(&self, on: bool) {
        self.call("follow", &[on.into()]);
    }

    /// Goes to a place.
    pub fn go_to(&self, spot: Spot) {
        self.call("goTo", &[spot.lon.into(), spot.lat.into()]);
    }

    /// Goes to a place, if it is not in sight.
    pub fn reveal(&self, spot: Spot) {
        self.call("reveal", &[spot.lon.into(), spot.lat.into()]);
    }

    /// Closer by so many levels, each twice as close as the one before; or farther off.
    pub fn zoom(&self, by: f64) {
        self.call("zoom", &[by.into()]);
    }

    /// Shows a box whole: west, south, east, north.
    pub fn fit(&self, edges: [f64; 4]) {
        let edges: js_sys::Array = edges.into_iter().map(JsValue::from).collect();
        self.call("fit", &[edges.into()]);
    }

    /// Lets a line be drawn that is held by these.
    pub fn draw(&self, handles: &Handles) {
        if let Some(handles) = json::write(handles).ok().and_then(|text| js_sys::JSON::parse(&text).ok()) {
            self.call("draw", &[handles]);
        }
    }

    fn call(&self, name: &str, arguments: &[JsValue]) {
        // The bridge does not throw; a method that is not there is one that is not needed.
        let _ = js::call(&self.handle, name, arguments);
    }
}

impl Drop for Map {
    fn drop(&mut self) {
        self.call("close", &[]);
    }
}
