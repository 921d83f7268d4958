//! A walk on paper: sheets to print, and what stands on them typed in at the desk, in a real browser.

use std::time::Duration;

use shared::statement::{Observed, Statement};
use shared::wire::Role;
use tests::browser::{Browser, Kind, in_turn};
use tests::officer::officer;
use tests::says::{LAMP, beside, dark_at};
use tests::server::{Server, Walk};
use tests::wait;

const LONG: Duration = Duration::from_secs(150);

async fn on_the_walks_page(server: &Server, walk: &Walk) -> Browser {
    let desk = officer(Kind::Chromium, server).await;
    desk.open(&server.url(&format!("/desk/walks/{}", walk.id))).await;
    desk.find("walk-type-in").await;
    desk
}

#[tokio::test]
async fn a_walk_has_sheets_for_those_without_a_phone() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let desk = on_the_walks_page(&server, &walk).await;
        desk.tap("walk-paper").await;
        let sheet = desk.text("paper").await;
        for words in
            ["Porsön", "Gruppledare", "Kartläsare", "Belysning", "Förslag", &walk.code, "polisanmälan"]
        {
            assert!(sheet.contains(words), "no “{words}” in {sheet}");
        }
        assert_eq!(desk.count(".paper-lines tbody tr").await, 12);
        desk.write("role-secretary", "Eva").await;
        desk.reload().await;
        let name = desk.eval("return document.querySelector('[data-test=role-secretary]')?.value", vec![]);
        desk.find("role-secretary").await;
        assert_eq!(name.await, "Eva", "names stay in this browser");
    })
    .await;
}

/// A field of the line with this number, from 1.
fn field(line: usize, name: &str) -> String {
    format!("[data-test=sheet-line]:nth-child({line}) [data-test=sheet-{name}]")
}

async fn about(desk: &Browser, line: usize, category: &str) {
    desk.tap(&format!("{} option[value='{category}']", field(line, "category"))).await;
}

#[tokio::test]
async fn what_stands_on_a_sheet_is_typed_in_and_counts_as_a_voice() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let phone = server.join(&walk).await;
        phone.say(&dark_at(LAMP)).await;
        phone.send().await.unwrap();
        let desk = on_the_walks_page(&server, &walk).await;
        desk.tap("walk-type-in").await;
        desk.find("[data-test=sheet-map][data-features]").await;
        about(&desk, 1, "lighting").await;
        desk.write(&field(1, "text"), "Helt svart").await;
        desk.tap("sheet-save").await;
        desk.says("Klicka på kartan, eller skriv var det är.").await;
        desk.tap("[data-test=sheet-map] canvas").await;
        desk.says("På kartan").await;
        about(&desk, 2, "life").await;
        desk.write(&field(2, "where"), "Torget").await;

        desk.reload().await;
        desk.find(&field(3, "category")).await;
        desk.tap("sheet-save").await;
        desk.find("typed-sheet").await;
        let officer = server.desk(Role::Officer);
        let said = async || {
            let all = officer.list("/observations").await;
            (all.len() == 3).then_some(all)
        };
        let all = wait::until("the sheet's lines are there", said).await;
        let dark = all.iter().find(|it| it["text"] == "Helt svart").unwrap();
        assert!(dark["position"].is_object() && dark["accuracy_m"].is_number(), "{dark}");
        let square = all.iter().find(|it| it["category"] == "life").unwrap();
        assert_eq!((&square["feeling"], &square["place"]["described"]), (&"safe".into(), &"Torget".into()));
        desk.screenshot("typed-in").await;

        desk.tap("sheet-take-back").await;
        let gone = async || (officer.list("/observations").await.len() == 1).then_some(());
        wait::until("the sheet is taken back", gone).await;
        desk.find(&field(3, "category")).await;
        let stands = "return document.querySelector(arguments[0]).value";
        let words = desk.eval(stands, vec![field(1, "text").into()]).await;
        assert_eq!(words, "Helt svart", "what was taken back can be mended");
    })
    .await;
}

#[tokio::test]
async fn what_is_pointed_out_before_the_walk_stands_apart() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let starts_at_ms = server.desk(Role::Officer).walk(walk.id).await.walk.starts_at_ms;
        let phone = server.join(&walk).await;
        let said = async |north_m: f64, at_ms: i64| {
            let Statement::Observed(dark) = dark_at(beside(LAMP, north_m, 0.0)) else { panic!("a place") };
            phone.say(&Statement::Observed(Observed { at_ms, ..dark })).await;
        };
        said(0.0, starts_at_ms - 86_400_000).await;
        said(200.0, starts_at_ms - 3_600_000).await;
        said(400.0, starts_at_ms + 60_000).await;
        phone.send().await.unwrap();
        let desk = on_the_walks_page(&server, &walk).await;
        desk.says("2 fynd utpekade före vandringen").await;
        assert_eq!(desk.count("[data-test=found-before] a").await, 2);
        assert_eq!(desk.count("[data-test=found-during] a").await, 1);
    })
    .await;
}
