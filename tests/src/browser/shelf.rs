//! What lies on the phone's disk: looked at, put there, taken away, and how much of it has room.

use fantoccini::wd::WindowHandle;
use serde_json::{Value, json};

use super::Browser;

/// Lets a script open the app's database and wait for requests.
const HELP: &str = "const heard = (request) => new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
    });
    const opened = async (work) => {
        const database = await heard(indexedDB.open('lykta'));
        try { return await work(database); } finally { database.close(); }
    };";

impl Browser {
    /// Everything that lies in one store of the phone's database.
    pub async fn rows(&self, store: &str) -> Vec<Value> {
        let read = "opened(async (database) => {
            const store = database.transaction(arguments[0]).objectStore(arguments[0]);
            return JSON.stringify(await heard(store.getAll()));
        })";
        let text = self.on_shelf(read, vec![store.into()]).await;
        serde_json::from_str(text.as_str().unwrap_or("[]")).expect("rows are JSON")
    }

    /// Puts rows into one store of the phone's database, as no app would.
    pub async fn put_rows(&self, store: &str, rows: &[Value]) {
        let put = "opened(async (database) => {
            const store = database.transaction(arguments[0], 'readwrite').objectStore(arguments[0]);
            for (const row of arguments[1]) await heard(store.put(row));
        })";
        self.on_shelf(put, vec![store.into(), rows.into()]).await;
    }

    /// Changes every row of a store by an expression of `row`; a photo's bytes stay.
    pub async fn change_rows(&self, store: &str, change: &str) {
        let script = format!(
            "opened(async (database) => {{
                const store = database.transaction(arguments[0], 'readwrite').objectStore(arguments[0]);
                for (const row of await heard(store.getAll())) {{ {change}; await heard(store.put(row)); }}
            }})"
        );
        self.on_shelf(&script, vec![store.into()]).await;
    }

    /// The phone clears the database away. Where the app is open, it lets go of it.
    pub async fn clear_shelf(&self) {
        self.on_shelf("heard(indexedDB.deleteDatabase('lykta')).then(() => true)", vec![]).await;
    }

    /// Opens the database in a version that no app has yet, with one store more, as a newer app's page would.
    pub async fn upgrade_shelf(&self, version: u32) {
        let open = "(async () => {
            const request = indexedDB.open('lykta', arguments[0]);
            request.onupgradeneeded = () => request.result.createObjectStore('novelties', { keyPath: 'id' });
            (await heard(request)).close();
        })()";
        self.on_shelf(open, vec![version.into()]).await;
    }

    /// Makes the database that is told of: its version, its schema, and the rows of each store. What bytes are is
    /// `bytes_base64`.
    pub async fn fill_shelf(&self, database: &Value) {
        let make = "(async () => {
            const told = arguments[0];
            const request = indexedDB.open('lykta', told.version);
            request.onupgradeneeded = () => {
                for (const [name, key] of told.schema) {
                    request.result.createObjectStore(name, { keyPath: key.length > 1 ? key : key[0] });
                }
            };
            const made = await heard(request);
            for (const [name, rows] of Object.entries(told.rows)) {
                const store = made.transaction(name, 'readwrite').objectStore(name);
                for (const { bytes_base64, ...row } of rows) {
                    if (bytes_base64) row.bytes = Uint8Array.from(atob(bytes_base64), (it) => it.charCodeAt(0));
                    await heard(store.put(row));
                }
            }
            made.close();
        })()";
        self.on_shelf(make, vec![database.clone()]).await;
    }

    async fn on_shelf(&self, expression: &str, arguments: Vec<Value>) -> Value {
        // The expression is a function's body's, so that its `arguments` are those given.
        self.eval_async(
            &format!("(function () {{ {HELP} return {expression}; }}).apply(null, arguments)"),
            arguments,
        )
        .await
    }

    /// The origin may keep so many bytes more than it does; Chromium only, and before it has written anything since the
    /// browser was started, for Chromium asks only then how much room there is.
    pub async fn leave_room(&self, origin: &str, bytes: u32) {
        let origin = json!({ "origin": origin });
        let used = self.cdp("Storage.getUsageAndQuota", origin.clone()).await["usage"].as_f64();
        let quota = used.expect("how much is used") + f64::from(bytes);
        let quota = json!({ "origin": origin["origin"], "quotaSize": quota });
        self.cdp("Storage.overrideQuotaForOrigin", quota).await;
    }

    /// The origin may keep as much as there is; Chromium only.
    pub async fn leave_all_room(&self, origin: &str) {
        self.cdp("Storage.overrideQuotaForOrigin", json!({ "origin": origin })).await;
    }

    /// Fills what room is left, to the last bytes.
    pub async fn fill_up(&self) {
        let fill = "opened(async (database) => {
            const put = (bytes) => new Promise((done) => {
                const write = database.transaction('blobs', 'readwrite', { durability: 'strict' });
                write.oncomplete = () => done(true);
                write.onabort = () => done(false);
                write.objectStore('blobs').put({ hash: `filler ${Math.random()}`, bytes });
            });
            for (let size = 32_768; size >= 8; size /= 2) while (await put(new Uint8Array(size)));
        })";
        self.on_shelf(fill, vec![]).await;
    }

    /// The person clears what the site has kept, while the page is open; Chromium only.
    pub async fn clear_site(&self) {
        let kinds = json!({ "origin": self.origin().await, "storageTypes": "indexeddb" });
        self.cdp("Storage.clearDataForOrigin", kinds).await;
    }

    async fn origin(&self) -> Value {
        self.eval("return location.origin", vec![]).await
    }

    /// Opens another tab, and goes there.
    pub async fn another_tab(&self) -> WindowHandle {
        let tab = self.client.new_window(true).await.expect("a tab").handle;
        self.go_to_tab(&tab).await;
        tab
    }

    /// The tab that is looked at.
    pub async fn this_tab(&self) -> WindowHandle {
        self.client.window().await.expect("a tab")
    }

    /// Goes to a tab.
    pub async fn go_to_tab(&self, tab: &WindowHandle) {
        self.client.switch_to_window(tab.clone()).await.expect("the tab is there");
    }
}
