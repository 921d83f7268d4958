//! A page that runs the suites every log and every reader of records must pass on the phone's own, in the browser it is
//! opened in.
//!
//! Promises: each case gets a fresh database; `#result` says `ok`, or what was broken.

use std::cell::Cell;

use app::platform::time::now_ms;
use app::platform::{json, page};
use app::store::{PhoneStore, stated};
use shared::{statement, wire};
use wasm_bindgen_futures::spawn_local;

fn main() {
    std::panic::set_hook(Box::new(|broken| page::set_result(&broken.to_string())));
    spawn_local(async {
        let (run, case) = (now_ms(), Cell::new(0));
        shared::log::contract::check(|| {
            case.set(case.get() + 1);
            let name = format!("contract-{run}-{}", case.get());
            async move {
                #[expect(clippy::expect_used, reason = "the hook above tells the page what broke")]
                PhoneStore::open_named(&name).await.expect("a fresh database opens")
            }
        })
        .await;
        statement::contract::check(stated, |it| json::write(it).ok());
        wire::contract::check(|text| json::parse(text).ok());
        page::set_result("ok");
    });
}
