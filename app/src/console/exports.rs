//! Data: what other tools can read, with how.
//!
//! Promises: each link gives what the filters above it say, and no more than the one signed in may read.

use leptos::prelude::*;

use super::api::API;
use super::desk::Desk;
use super::filter_bar::{AreaPick, PeriodPick, list_query};
use super::form::{Copyable, TopBar};
use crate::platform::address::origin;
use crate::t;
use crate::ui::Icon;

/// The page.
#[component]
pub fn ExportsPage() -> impl IntoView {
    view! {
        <TopBar title=Signal::derive(|| t!("desk-data"))><AreaPick/><PeriodPick/></TopBar>
        <div class="pages">
            <p class="page-lead">{t!("desk-data-lead")}</p>
            <section class="card stack">
                <h2>{t!("desk-tables")}</h2>
                <p>{t!("desk-tables-how")}</p>
                <ul class="downloads" role="list">
                    <Download path="/export/findings.csv" file="lykta-fynd.csv" name=t!("desk-findings-table") test="export-findings-csv"/>
                    <Download path="/export/observations.csv" file="lykta-iakttagelser.csv" name=t!("desk-observations-table") test="export-observations-csv"/>
                </ul>
            </section>
            <section class="card stack">
                <h2>{t!("desk-maps")}</h2>
                <p>{t!("desk-maps-how")}</p>
                <ul class="downloads" role="list">
                    <Download path="/findings.geojson" file="lykta-fynd.geojson" name=t!("desk-findings-map") test="export-findings-geojson"/>
                    <Download path="/observations.geojson" file="lykta-iakttagelser.geojson" name=t!("desk-observations-map") test="export-observations-geojson"/>
                    <Download path="/areas.geojson" file="lykta-omraden.geojson" name=t!("desk-areas-map") test="export-areas-geojson"/>
                </ul>
            </section>
            <section class="card stack">
                <h2>{t!("desk-programs")}</h2>
                <p>{t!("desk-programs-how")}</p>
                <Copyable label=t!("desk-make-token") words="lykta token create --role planner".to_owned() test="export-token"/>
                <Copyable label=t!("desk-address") words=format!("{}{API}/findings.geojson", origin()) test="export-address"/>
                <p><a href="/api/openapi.json" target="_blank" rel="noopener">{t!("desk-openapi")}</a></p>
            </section>
        </div>
    }
}

#[component]
fn Download(path: &'static str, file: &'static str, name: String, test: &'static str) -> impl IntoView {
    let filters = Desk::here().filters();
    let address = move || format!("{API}{path}{}", filters.with(list_query));
    view! {
        <li><a class="button" data-test=test href=address download=file><Icon icon=Icon::DownloadSimple/>{name}</a></li>
    }
}
