// The desk in Debian's chromium: reading, reviewing by key, accessibility, hostile words. Run by `npm test` after
// `cargo build --release -p selon-cli`. SHOTS=folder keeps screenshots.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const root = new URL("../../../", import.meta.url).pathname;
const selon = process.env.SELON ?? `${root}target/release/selon`;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let served, address, browser;

before(async () => {
  served = spawn(selon, ["serve", "--port", "0", `${root}examples/report-fr.txt`, `${root}examples/report-en.txt`, `${root}examples/crisis/reports.jsonl`]);
  address = await new Promise((open, fail) => {
    let said = "";
    served.stderr.on("data", (part) => {
      said += part;
      const found = said.match(/http:\/\/\S+(?=\/)/);
      if (found) open(found[0]);
    });
    served.on("exit", () => fail(new Error(said)));
  });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  served?.kill("SIGINT");
});

/** A page that fails the test on any dialog, script error, refused resource or request elsewhere. */
async function open(path, options = {}) {
  const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("dialog", (dialog) => { throw new Error(`dialog: ${dialog.message()}`); });
  page.on("pageerror", (error) => { throw error; });
  page.on("console", (message) => { if (message.type() === "error" && !message.text().includes("422")) throw new Error(message.text()); });
  page.on("request", (request) => assert.ok(request.url().startsWith(address), request.url()));
  await page.goto(address + path);
  return page;
}
async function shot(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
}
async function checkAccessibility(page) {
  // The policy of the desk forbids injected script elements; the checker is evaluated in the page instead.
  const found = await page.evaluate(`${axe}; axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] })`);
  assert.deepEqual(found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target).join(" ")}`), []);
}
async function firstReport(page) {
  await page.locator(".reports .title").first().click();
  await page.locator(".text").waitFor();
}

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["phone", { colorScheme: "light", viewport: { width: 375, height: 812 } }],
  ["zoom", { colorScheme: "light", viewport: { width: 640, height: 450 } }],
]) {
  test(`pages are accessible and never wider than the window: ${name}`, async () => {
    const page = await open("/reports", options);
    for (const path of ["/", "/reports", "/events", "/timeline", "/map", "/pairs", "/contested", "/claims", "/read", "/nowhere-at-all"]) {
      if (path === "/nowhere-at-all") { await page.goto(`${address}/reports`); await firstReport(page); } else await page.goto(address + path);
      if (path === "/map") await page.locator(".map svg a").first().waitFor();
      await checkAccessibility(page);
      const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= window, `${page.url()}: ${wide} > ${window}`);
      await shot(page, `${name}-${new URL(page.url()).pathname.split("/")[1]}${page.url().includes("/reports/") ? "-one" : ""}`);
    }
    await page.context().close();
  });
}

test("a report is pasted, read, and its claims reviewed by keys", async () => {
  const page = await open("/reports");
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await page.locator("textarea[name=text]").fill("PARIS, 3 juin 2024 – Le Premier ministre a rencontré mardi le président du Kenya à Nairobi, a indiqué l’Élysée. Trois manifestants ont été arrêtés à Mombasa, selon la police.");
  await page.locator("button.main").click();
  await page.waitForURL(/\/reports\/[0-9a-f]{16}/);
  const cards = page.locator(".card[data-claim]");
  const n = await cards.count();
  assert.ok(n >= 2, `${n} claims`);
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  await page.locator("#claim-1.accept").waitFor();
  await page.keyboard.press("x");
  await page.locator("#claim-2 select[name=reason]").selectOption("not_event");
  await page.locator("#claim-2 details[open] button").click();
  await page.locator("#claim-2.reject").waitFor();
  await page.locator("#claim-2 [data-key=z]").click();
  await page.locator("#claim-2:not(.reject)").waitFor();
  assert.equal(await page.locator("#claim-1.accept").count(), 1);
  await page.context().close();
});

test("a mark on the map opens what happened there, and the address keeps the view", async () => {
  const page = await open("/map");
  await page.locator(".map svg a").first().waitFor();
  await page.locator(".map [data-zoom='2']").click();
  await page.waitForURL(/view=/);
  const view = page.url();
  await page.goto(view);
  await page.locator(".map svg a").first().waitFor();
  assert.equal(new URL(page.url()).searchParams.get("view")?.split(",")[2], new URL(view).searchParams.get("view")?.split(",")[2]);
  await page.locator(".map svg a").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/events/);
  assert.ok((await page.locator(".event, .card").count()) > 0);
  await page.context().close();
});

test("from the network to a pair, its event and its words", async () => {
  const page = await open("/pairs");
  await page.locator("td.event a").first().click();
  await page.locator(".chart svg").waitFor();
  await checkAccessibility(page);
  await shot(page, "light-pair");
  await page.locator("td.event a").first().click();
  await page.locator("blockquote a").first().click();
  await page.locator(".text").waitFor();
  await page.context().close();
});

test("the timeline is a list of links for the keyboard, and its filter is the address", async () => {
  const page = await open("/timeline?ui=fr");
  await page.locator("select[name=by]").selectOption("type");
  await page.locator(".filters button").click();
  await page.waitForURL(/by=type/);
  const marks = page.locator(".chart svg a");
  assert.ok((await marks.count()) > 3);
  await marks.first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/events\//);
  await page.context().close();
});

test("words light their cards, and a click on words decides nothing", async () => {
  const page = await open("/reports");
  await firstReport(page);
  const decided = await page.locator(".verdict").count();
  const word = page.locator(".text .m.trigger").first();
  await word.hover();
  assert.ok((await page.locator(".card.lit").count()) > 0);
  await word.click();
  assert.equal(await page.locator(".verdict").count(), decided);
  await page.context().close();
});

test("hostile words stay words", async () => {
  const page = await open("/read");
  const words = `<img src=x onerror=alert(1)><script>alert(2)</script> "><svg onload=alert(3)> Kiev accuse Moscou d’avoir bombardé Kharkiv.`;
  await page.locator("textarea[name=text]").fill(words);
  await page.locator("input[name=outlet]").fill("<iframe src=//evil.example>");
  await page.locator("button.main").click();
  await page.waitForURL(/\/reports\/[0-9a-f]{16}/);
  assert.equal(await page.locator("main img, main script, main svg, main iframe").count(), 0);
  assert.ok((await page.locator(".text").innerText()).includes("onerror=alert(1)"));
  await page.context().close();
});

test("everything that matters is there without JavaScript", async () => {
  const page = await open("/reports", { javaScriptEnabled: false });
  await firstReport(page);
  await page.locator("#claim-1 button[data-key=a]").click();
  assert.equal(await page.locator("#claim-1.accept").count(), 1);
  await page.context().close();
});
