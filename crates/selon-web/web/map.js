// @ts-check
/** The map: land on a canvas, marks above it. A town is a dot, an area a circle as wide as the place may reach. */
import { geoCircle, geoGraticule10, geoNaturalEarth1, geoPath, feature, mesh, select, zoom, zoomIdentity } from "./vendor.js";

const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-map]"));
if (box) draw(box);

async function draw(/** @type {HTMLElement} */ box) {
  const [world, events] = await Promise.all([fetch("/assets/world.json"), fetch(box.dataset.map ?? "")].map(async (answer) => (await answer).json()));
  box.hidden = false;
  const canvas = /** @type {HTMLCanvasElement} */ (box.querySelector("canvas"));
  const svg = select(box).select("svg");
  const land = feature(world, world.objects.land);
  const borders = mesh(world, world.objects.countries, (/** @type {object} */ a, /** @type {object} */ b) => a !== b);
  const projection = geoNaturalEarth1();
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const onCanvas = geoPath(projection, context);
  const onSvg = geoPath(projection);
  /** Events of one place are one mark with their number. @type {Map<string, any>} */
  const places = new Map();
  for (const { geometry, properties } of events.features) {
    const [lon, lat] = geometry.coordinates;
    const isPoint = properties.precision === "site" || properties.precision === "town";
    const radius = isPoint ? 0 : properties.radius_km ?? 0;
    const key = [lon, lat, radius].join(" ");
    const mark = places.get(key) ?? { lon, lat, events: [], area: radius ? geoCircle().center([lon, lat]).radius(radius / 111.2)() : null };
    mark.events.push(properties);
    places.set(key, mark);
  }
  // Wide areas lie below, so that every mark can be reached.
  const marks = [...places.values()].sort((a, b) => Number(Boolean(b.area)) - Number(Boolean(a.area)));
  const address = (/** @type {any} */ mark) => {
    const to = new URL(box.dataset.events ?? "", location.href);
    if (mark.events.length === 1) to.pathname += `/${mark.events[0].event}`;
    else to.searchParams.set("q", mark.events[0].place);
    return to.pathname + to.search;
  };
  const links = svg.selectAll("a").data(marks).join("a").attr("href", address);
  links.append("title").text((/** @type {any} */ mark) => mark.events.map((/** @type {any} */ event) => event.line).join("\n"));
  links.append("path").attr("class", (/** @type {any} */ mark) => `place ${mark.area ? "area" : "dot"} ${mark.events.some((/** @type {any} */ event) => event.contested) ? "contested" : ""}`);
  links.filter((/** @type {any} */ mark) => !mark.area && mark.events.length > 1).append("text").text((/** @type {any} */ mark) => mark.events.length);

  let view = zoomIdentity;
  let scale = 1;
  let centre = [0, 0];
  function size() {
    const { width, height } = box.getBoundingClientRect();
    const ratio = devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    svg.attr("viewBox", `0 0 ${width} ${height}`);
    projection.fitSize([width, height], { type: "Sphere" });
    scale = projection.scale();
    centre = projection.translate();
    return [width, height];
  }
  function paint() {
    const style = getComputedStyle(box);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(name);
    projection.scale(scale * view.k).translate([centre[0] * view.k + view.x, centre[1] * view.k + view.y]);
    context.clearRect(0, 0, canvas.width, canvas.height);
    const fill = (/** @type {object} */ shape, /** @type {string} */ name) => { context.beginPath(); onCanvas(shape); context.fillStyle = colour(name); context.fill(); };
    const line = (/** @type {object} */ shape, /** @type {string} */ name) => { context.beginPath(); onCanvas(shape); context.strokeStyle = colour(name); context.lineWidth = 0.7; context.stroke(); };
    fill({ type: "Sphere" }, "--sea");
    line(geoGraticule10(), "--line");
    fill(land, "--land");
    line(borders, "--border");
    links.select("path").attr("d", (/** @type {any} */ mark) => {
      if (mark.area) return onSvg(mark.area);
      const at = projection([mark.lon, mark.lat]);
      const r = mark.events.length > 1 ? 9 : 6;
      return at ? `M${at[0] - r} ${at[1]}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 -${2 * r} 0` : null;
    });
    links.select("text").attr("transform", (/** @type {any} */ mark) => `translate(${projection([mark.lon, mark.lat]) ?? [0, 0]})`);
  }
  const turn = zoom().scaleExtent([1, 200]).on("zoom", (/** @type {any} */ event) => { view = event.transform; paint(); });
  turn.on("end", () => {
    const address = new URL(location.href);
    const at = projection.invert?.([box.clientWidth / 2, box.clientHeight / 2]);
    if (at) address.searchParams.set("view", [at[0].toFixed(2), at[1].toFixed(2), view.k.toFixed(2)].join(","));
    history.replaceState(null, "", address);
  });
  const [width, height] = size();
  svg.call(turn);
  /** Shows a place in the middle. */
  function look(/** @type {number} */ lon, /** @type {number} */ lat, /** @type {number} */ k) {
    projection.scale(scale).translate(centre);
    const at = projection([lon, lat]);
    if (at && Number.isFinite(k)) svg.call(turn.transform, zoomIdentity.translate(width / 2 - at[0] * k, height / 2 - at[1] * k).scale(k));
  }
  const asked = (new URL(location.href).searchParams.get("view") ?? "").split(",").map(Number);
  if (asked.length === 3) look(asked[0], asked[1], asked[2]);
  else if (marks.length) {
    const at = marks.map((/** @type {any} */ mark) => projection([mark.lon, mark.lat])).filter(Boolean);
    const extent = (/** @type {number} */ axis) => [Math.min(...at.map((p) => p[axis])), Math.max(...at.map((p) => p[axis]))];
    const [[left, right], [top, bottom]] = [extent(0), extent(1)];
    const k = Math.max(1, Math.min(24, 0.7 / Math.max((right - left) / width, (bottom - top) / height, 0.001)));
    const middle = projection.invert?.([(left + right) / 2, (top + bottom) / 2]);
    if (middle) look(middle[0], middle[1], k);
  }
  paint();
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("[data-zoom]"))) {
    button.addEventListener("click", () => svg.call(turn.scaleBy, Number(button.dataset.zoom)));
  }
  addEventListener("resize", () => { size(); paint(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}
