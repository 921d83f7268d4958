//! Lamps are asked for once for a batch, and say what asking for each by itself says.

use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng as _};
use shared::geo::Position;

use super::super::assets::{Asset, LAMP};
use super::open;
use crate::project::Marks;

fn near(chance: &mut ChaCha8Rng, spread: f64) -> Position {
    let mut off = || chance.random_range(-spread..spread);
    Position::new(65.6 + off(), 22.1 + 2.0 * off()).unwrap()
}

#[tokio::test]
async fn a_batch_asks_once_for_its_lamps_and_the_next_one_there_not_at_all() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path()).await;
    let mut chance = ChaCha8Rng::seed_from_u64(7);
    let lamps: Vec<Position> = (0..400).map(|_| near(&mut chance, 0.02)).collect();
    let named = lamps.iter().enumerate().map(|(name, at)| Asset { name: name.to_string(), position: *at });
    store.replace_assets(LAMP, &named.collect::<Vec<_>>()).await.unwrap();
    let places: Vec<Position> = (0..300).map(|_| near(&mut chance, 0.03)).collect();
    let (mut marks, mut connection) = (Marks::default(), store.write().await.unwrap());
    marks.of_version(1);
    for _ in 0..3 {
        marks.learn(&mut connection, places.iter().copied()).await.unwrap();
        assert_eq!(marks.questions(), 1);
    }
    for place in &places {
        let nearest = lamps.iter().map(|lamp| lamp.distance_m(*place)).min_by(f64::total_cmp);
        let expected = nearest.filter(|metres| *metres <= 500.0).map(|metres| (metres * 10.0).round() / 10.0);
        assert_eq!(marks.lighting(Some(*place)).lamp_m, expected, "{place:?}");
    }
    marks.of_version(2);
    marks.learn(&mut connection, places.iter().copied()).await.unwrap();
    assert_eq!(marks.questions(), 2, "others were imported");
}
