//! The browser's database: stores of rows, changed in transactions.
//!
//! Promises: a write is done when the browser says that it lies on the disk (`durability: "strict"`, which no browser
//! does unasked) and not before; a transaction that is dropped undone changes nothing; a database that the browser
//! closed is opened again; one that a newer page has made is used as far as it is known.

use std::cell::RefCell;

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbCursor, IdbDatabase, IdbKeyRange, IdbRequest, IdbTransaction};

use super::js::{self, Failure};

/// What one version adds: stores, each with the names that make its key.
pub type Upgrade = &'static [(&'static str, &'static [&'static str])];

/// An open database.
pub struct Database {
    name: String,
    upgrades: &'static [Upgrade],
    open: RefCell<Option<IdbDatabase>>,
}

impl Database {
    /// Opens the database, building or upgrading it where needed: the version is the number of upgrades.
    pub async fn open(name: &str, upgrades: &'static [Upgrade]) -> Result<Self, Failure> {
        let database = Self { name: name.to_owned(), upgrades, open: RefCell::new(None) };
        database.handle().await?;
        Ok(database)
    }

    /// A transaction that only reads.
    pub async fn read(&self, stores: &[&str]) -> Result<Transaction, Failure> {
        self.begin(stores, "readonly").await
    }

    /// A transaction that writes.
    pub async fn write(&self, stores: &[&str]) -> Result<Transaction, Failure> {
        self.begin(stores, "readwrite").await
    }

    async fn begin(&self, stores: &[&str], mode: &str) -> Result<Transaction, Failure> {
        match transaction(&self.handle().await?, stores, mode) {
            // The browser closed it, for want of memory or for a newer page: once more.
            Err(failure) if failure.name == "InvalidStateError" => {
                self.open.replace(None);
                transaction(&self.handle().await?, stores, mode)
            }
            other => other,
        }
    }

    async fn handle(&self) -> Result<IdbDatabase, Failure> {
        if let Some(open) = self.open.borrow().as_ref() {
            return Ok(open.clone());
        }
        let version = u32::try_from(self.upgrades.len()).unwrap_or(u32::MAX);
        let opened = match open(&self.name, Some(version), self.upgrades).await {
            // A newer app has been here. Each version adds to the one before, so what we know of it is all there.
            Err(failure) if failure.name == "VersionError" => open(&self.name, None, self.upgrades).await?,
            other => other?,
        };
        self.open.replace(Some(opened.clone()));
        Ok(opened)
    }
}

/// Opens it in this version, or in the one that it has.
async fn open(
    name: &str,
    version: Option<u32>,
    upgrades: &'static [Upgrade],
) -> Result<IdbDatabase, Failure> {
    let factory = js::get(&js_sys::global(), "indexedDB").ok_or_else(|| Failure::missing("indexedDB"))?;
    let request = js::call(&factory, "open", &[name.into(), version.into()])?;
    let request: IdbRequest = request.unchecked_into();
    let upgrade = upgrading(request.clone(), upgrades);
    js::set(&request, "onupgradeneeded", upgrade.as_ref());
    let database: IdbDatabase = Asked::new(request.clone()).answer().await?.unchecked_into();
    js::set(&request, "onupgradeneeded", &JsValue::NULL);
    // Another tab with a newer version must be able to upgrade: this one lets go and opens again when needed.
    if let Some(close) = js::get(&database, "close") {
        let close = js::call(&close, "bind", &[database.clone().into()])?;
        js::set(&database, "onversionchange", &close);
    }
    Ok(database)
}

fn upgrading(request: IdbRequest, upgrades: &'static [Upgrade]) -> Closure<dyn FnMut(JsValue)> {
    Closure::new(move |event: JsValue| {
        let old = js::get(&event, "oldVersion").and_then(|version| version.as_f64()).unwrap_or(0.0);
        let Ok(database) = request.result() else { return };
        let missing = (0_u32..).zip(upgrades).filter(|(version, _)| f64::from(*version) >= old);
        for (store, key) in missing.flat_map(|(_, upgrade)| upgrade.iter()) {
            let path = match key {
                [single] => JsValue::from_str(single),
                several => several.iter().map(|name| JsValue::from_str(name)).collect::<Array>().into(),
            };
            // A store that cannot be made aborts the upgrade, and opening fails with the reason.
            let options = js::object(&[("keyPath", path)]);
            let _ = js::call(&database, "createObjectStore", &[(*store).into(), options]);
        }
    })
}

fn transaction(database: &IdbDatabase, stores: &[&str], mode: &str) -> Result<Transaction, Failure> {
    let stores: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
    let options = js::object(&[("durability", "strict".into())]);
    let raw = js::call(database, "transaction", &[stores.into(), mode.into(), options])?;
    let ended = js::first_of(&raw, &["oncomplete", "onabort"]);
    Ok(Transaction { raw: raw.unchecked_into(), ended, open: true })
}

/// A request that the browser is at work on, and the event that ends it.
struct Asked {
    request: IdbRequest,
    heard: Promise,
}

impl Asked {
    fn new(request: IdbRequest) -> Self {
        Self { heard: js::first_of(&request, &["onsuccess", "onerror"]), request }
    }

    async fn answer(self) -> Result<JsValue, Failure> {
        JsFuture::from(self.heard).await?;
        match js::get(&self.request, "error") {
            Some(error) => Err(error.into()),
            None => Ok(self.request.result()?),
        }
    }
}

/// One transaction. Nothing but its own requests may be awaited while it is open: the browser ends it otherwise.
pub struct Transaction {
    raw: IdbTransaction,
    ended: Promise,
    open: bool,
}

impl Transaction {
    /// The row with this key. Like all rows, it is asked for at once and only the answer is awaited, so that several
    /// answers can be on their way together.
    pub fn get(
        &self,
        store: &str,
        key: &JsValue,
    ) -> impl Future<Output = Result<Option<JsValue>, Failure>> + use<> {
        let asked = self.raw.object_store(store).and_then(|store| store.get(key)).map(Asked::new);
        async move {
            let row = asked?.answer().await?;
            Ok(Some(row).filter(|row| !row.is_undefined()))
        }
    }

    /// At most `limit` rows of a range, in order of key.
    pub fn rows(
        &self,
        store: &str,
        range: &Range,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<JsValue>, Failure>> + use<> {
        let asked = self.ask_rows(store, range, limit);
        async move { Ok(asked?.answer().await?.unchecked_into::<Array>().iter().collect()) }
    }

    fn ask_rows(&self, store: &str, range: &Range, limit: usize) -> Result<Asked, Failure> {
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        let store = self.raw.object_store(store)?;
        Ok(Asked::new(store.get_all_with_key_and_limit(&range.key()?, limit)?))
    }

    /// The last row of a range.
    pub async fn last(&self, store: &str, range: &Range) -> Result<Option<JsValue>, Failure> {
        let direction = web_sys::IdbCursorDirection::Prev;
        let store = self.raw.object_store(store)?;
        let asked = Asked::new(store.open_cursor_with_range_and_direction(&range.key()?, direction)?);
        let found = asked.answer().await?;
        Ok(js::get(&found, "value"))
    }

    /// The first key of a range.
    pub async fn first_key(&self, store: &str, range: &Range) -> Result<Option<JsValue>, Failure> {
        let store = self.raw.object_store(store)?;
        let found = Asked::new(store.open_key_cursor_with_range(&range.key()?)?).answer().await?;
        Ok(if found.is_null() { None } else { Some(found.unchecked_into::<IdbCursor>().key()?) })
    }

    /// Adds a row; one with the same key must not be there.
    pub fn add(&self, store: &str, row: &JsValue) -> Result<(), Failure> {
        self.raw.object_store(store)?.add(row)?;
        Ok(())
    }

    /// Writes a row, in the stead of one with the same key.
    pub fn put(&self, store: &str, row: &JsValue) -> Result<(), Failure> {
        self.raw.object_store(store)?.put(row)?;
        Ok(())
    }

    /// Removes a row, if it is there.
    pub fn delete(&self, store: &str, key: &JsValue) -> Result<(), Failure> {
        self.raw.object_store(store)?.delete(key)?;
        Ok(())
    }

    /// Waits until all that was written lies on the disk.
    pub async fn commit(mut self) -> Result<(), Failure> {
        self.open = false;
        let event = JsFuture::from(self.ended.clone()).await?;
        if js::get(&event, "type").is_some_and(|kind| kind == "complete") {
            return Ok(());
        }
        let error = js::get(&self.raw, "error");
        Err(error.map_or_else(|| Failure::new("AbortError", "the browser gave up the write"), Failure::from))
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if self.open {
            // One that only read has ended by itself and refuses; that is as good.
            let _ = self.raw.abort();
        }
    }
}

/// Keys from one to another, both included where given.
pub struct Range {
    /// The first.
    pub from: JsValue,
    /// The last; undefined for all that follow `from`, which is then not itself included.
    pub to: JsValue,
}

impl Range {
    /// All keys.
    pub fn all() -> Self {
        Self { from: JsValue::UNDEFINED, to: JsValue::UNDEFINED }
    }

    /// Keys after this one.
    pub fn after(from: JsValue) -> Self {
        Self { from, to: JsValue::UNDEFINED }
    }

    fn key(&self) -> Result<JsValue, Failure> {
        Ok(match (self.from.is_undefined(), self.to.is_undefined()) {
            (true, _) => JsValue::UNDEFINED,
            (false, true) => IdbKeyRange::lower_bound_with_open(&self.from, true)?.into(),
            (false, false) => IdbKeyRange::bound(&self.from, &self.to)?.into(),
        })
    }
}
