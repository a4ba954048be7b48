// What the pages use of other people's libraries, and nothing more.
export { geoNaturalEarth1, geoPath, geoGraticule10, geoCircle } from "d3-geo";
export { select } from "d3-selection";
export { zoom, zoomIdentity } from "d3-zoom";
export { feature, mesh } from "topojson-client";
