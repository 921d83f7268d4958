//! What every world begins with: a server with two neighbourhoods, a few lamps, two walks, two officers and a planner.

use server::planning::{self, Purpose};
use server::store::Asset;
use shared::geo::{Area, Position};
use shared::id::{SeriesId, WalkId};
use shared::wire::{AreaCard, NewWalk, Role};

use super::life::{Image, Life};

/// When the first walk starts.
pub(super) const START_MS: i64 = 1_795_541_400_000;

/// Somebody at a desk.
#[derive(Debug, Clone)]
pub(super) struct Entrance {
    pub(super) token: String,
    pub(super) series: SeriesId,
}

/// The beginning of every world.
#[derive(Debug)]
pub struct Town {
    pub(super) image: Image,
    pub(super) walks: Vec<WalkId>,
    pub(super) officers: Vec<Entrance>,
    pub(super) planner: Entrance,
    pub(super) areas: Vec<Area>,
    pub(super) lamps: Vec<Position>,
}

/// A title and nothing else that matters.
pub(super) fn new_walk(title: String, starts_at_ms: i64) -> NewWalk {
    let (area, meeting_place, follows) = (None, None, None);
    NewWalk {
        title,
        area,
        starts_at_ms,
        meeting_place,
        themes: vec![],
        loop_line: vec![],
        follows,
        shares_live: true,
    }
}

impl Town {
    /// Founds the town.
    pub async fn found() -> Self {
        let life = Life::open(&Image::default()).await;
        let store = &life.app.store;
        let (cards, lamps) = (vec![card("east", 22.14), card("west", 22.13)], lamps());
        store.import_areas(&cards).await.expect("areas");
        let named =
            |(index, position): (usize, &Position)| Asset { name: index.to_string(), position: *position };
        let assets: Vec<Asset> = lamps.iter().enumerate().map(named).collect();
        store.replace_assets("lamp", &assets).await.expect("lamps");
        let operator = store.operator().await.expect("an operator");
        let mut walks = Vec::new();
        for title in ["Porsön", "Björkskatan"] {
            let new = new_walk(title.to_owned(), START_MS);
            walks
                .push(planning::plan(&life.app, operator, new, Purpose::Real).await.expect("a walk").walk.id);
        }
        let officers = vec![entrance(&life, Role::Officer).await, entrance(&life, Role::Officer).await];
        let planner = entrance(&life, Role::Planner).await;
        store.clone().close().await.expect("all is written");
        let areas = cards.iter().map(Area::from).collect();
        Self { image: life.image(), walks, officers, planner, areas, lamps }
    }
}

async fn entrance(life: &Life, role: Role) -> Entrance {
    let token = life.app.store.create_token("somebody", role).await.expect("a token");
    let account = life.app.store.token(&token).await.expect("an answer").expect("an account");
    Entrance { token, series: account.series }
}

/// A square, a hundredth of a degree wide.
fn card(id: &str, west: f64) -> AreaCard {
    let (east, south, north) = (west + 0.01, 65.61, 65.62);
    let ring = vec![[west, south], [east, south], [east, north], [west, north], [west, south]];
    AreaCard { id: id.parse().expect("an id"), name: id.to_owned(), outline: vec![vec![ring]] }
}

/// A row of lamps along the border of the two.
fn lamps() -> Vec<Position> {
    (0..4)
        .map(|index| Position::new(65.6165 + 0.0004 * f64::from(index), 22.14).expect("on the globe"))
        .collect()
}
