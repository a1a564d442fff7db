// Start: the filters, the theme, the views; then whatever the address or a person asks for.

function startTheme() {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try { chosen = localStorage.getItem("claimtable-theme"); } catch { /* a page from disk may not keep anything */ }
  const apply = () => {
    const dark = chosen ? chosen === "dark" : system.matches;
    root.classList.toggle("dark", dark);
    root.style.colorScheme = dark ? "dark" : "light";
    $("#theme").textContent = dark ? "Light" : "Dark";
    $("#theme").setAttribute("aria-label", `Switch to ${dark ? "light" : "dark"} colours`);
  };
  const again = () => { apply(); void redraw(); };
  $("#theme").addEventListener("click", () => {
    chosen = root.classList.contains("dark") ? "light" : "dark";
    try { localStorage.setItem("claimtable-theme", chosen); } catch { /* as above */ }
    again();
  });
  system.addEventListener("change", again);
  apply();
}

/** What is counted above the filters, of these claims and papers. */
function countsOf(rows, papers) {
  const claims = rows.filter((claim) => claim.metric !== "hardware");
  return {
    claims: claims.length, papers: papers.length, "with a comparable factor": claims.filter((claim) => claim.factor !== null).length,
    techniques: new Set(papers.flatMap((paper) => paper.techniques)).size, devices: new Set(rows.flatMap((claim) => claim.hardware_names)).size,
  };
}

const ALL = countsOf(CLAIMS, PAPERS);

/** The headline numbers: of what fits the filters, and beside them of how many. */
function refreshStats(filtered) {
  let counts = ALL;
  if (filtered) {
    const rows = fitting();
    const found = new Set(rows.map((claim) => claim.paper_id));
    counts = countsOf(rows, PAPERS.filter((paper) => found.has(paper.paper_id)));
  }
  fill($("#stats"), Object.entries(counts).map(([name, number]) => h("div", {}, h("dt", {}, name),
    h("dd", {}, number.toLocaleString("en"), ...(filtered ? [h("small", {}, ` of ${ALL[name].toLocaleString("en")}`)] : [])))));
}

/** A select a filter, with the number of claims behind each value; what is chosen becomes a chip. */
function startFilters() {
  const form = $("#filters");
  const place = $("#more > div");
  form.addEventListener("submit", (event) => event.preventDefault());
  $("#more").open = !matchMedia("(max-width: 760px)").matches;
  matchMedia("(max-width: 760px)").addEventListener("change", ({ matches }) => { $("#more").open = !matches; });
  for (const [name, { label, of, say, hidden }] of Object.entries(FILTERS)) {
    if (hidden) continue;
    const known = name === "metric" || name === "technique" ? CLAIMS : CLAIMS.filter((claim) => claim.metric !== "hardware");
    const values = [...grouped(known, of)].map(([value, claims]) => [value, claims.length]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const select = h("select", { id: `filter-${name}`, change: () => { if (select.value) setFilter(name, [...new Set([...state.filters[name], select.value])]); select.value = ""; } },
      h("option", { value: "" }, "any"), values.map(([value, number]) => h("option", { value }, `${short(say(value) || "as stated", 48)} (${number})`)));
    place.append(h("label", {}, `${label} `, select));
  }
  const least = h("select", { id: "filter-precision", change: () => change({ precision: least.value }) },
    h("option", { value: "" }, "any"), PRECISIONS.map((value) => h("option", { value }, `at least ${value}`)));
  place.append(h("label", {}, "Rule's precision ", least));
  $("#search").addEventListener("input", later(() => change({ q: $("#search").value }), 120));
}

/** Bring the controls in line with the state. */
function refreshFilters() {
  if ($("#search").value !== state.q) $("#search").value = state.q;
  $("#filter-precision").value = state.precision;
  $("#chart-all").checked = Boolean(state.all);
  $("#chart-group").value = state.group;
  const chips = Object.entries(state.filters).flatMap(([name, values]) => values.map((value) => h("button", {
    type: "button", "aria-label": `Remove the filter ${FILTERS[name].label}: ${FILTERS[name].say(value) || "as stated"}`, click: () => toggleFilter(name, value),
  }, `${FILTERS[name].label}: `, h("b", {}, short(FILTERS[name].say(value) || "as stated", 40)), " ×")));
  const anything = chips.length || state.q || state.precision;
  refreshStats(Boolean(anything));
  fill($("#chips"), chips, anything && h("button", { type: "button", class: "quiet", click: () => change({ filters: readEmpty(), q: "", precision: "" }) }, "Clear all"));
}

const readEmpty = () => Object.fromEntries(Object.keys(FILTERS).map((name) => [name, []]));

let drawn = false;
let drawing = Promise.resolve();

/** Charts one after the other, the last state only. */
const drawSoon = later(() => { if (chartsStand()) drawing = drawing.then(drawCharts).then(() => tell("all")); }, 60);

const chartsStand = () => drawn && state.view === "claims";

/** Say in the document how much of the page stands: the table, or all. */
const tell = (ready) => { document.documentElement.dataset.ready = ready; };

/** Draw what the view holds of charts, in the colours of the moment. */
async function redraw() {
  tell("table");
  drawn = false;
  if (state.view === "claims") {
    for (const [name, draw] of Object.entries(CHARTS)) {
      await embed(name);
      await draw();
    }
    listenToClicks();
    drawn = true;
  } else await showView();
  tell("all");
}

function refresh() {
  refreshFilters();
  refreshTable();
  if (chartsStand()) tell("table");
  drawSoon();
}

async function follow() {
  state = readState();
  scrollTo(0, 0);
  if (state.view !== "claims") {
    await redraw();
    $(`#${state.view} h2`)?.focus({ preventScroll: true });
    return;
  }
  void showView();
  table.order([orderOf(state.sort)]);
  refresh();
  openWanted();
  if (!drawn) await redraw();
}

async function start() {
  startTheme();
  $("#without").hidden = DATA.with_papers;
  startFilters();
  options($("#chart-group"), Object.entries(GROUPS), state.group);
  $("#chart-group").addEventListener("change", (event) => change({ group: event.target.value }));
  $("#chart-metric").addEventListener("change", (event) => change({ m: event.target.value, filters: { ...state.filters, metric: state.filters.metric.length ? [event.target.value] : [] } }));
  $("#chart-gain").addEventListener("change", (event) => change({ gain: event.target.value }));
  $("#chart-all").addEventListener("change", (event) => change({ all: event.target.checked ? "1" : "" }));
  startTable();
  startTools();
  if (state.view === "claims") void showView();
  refreshFilters();
  refreshTable();
  openWanted();
  document.addEventListener("changed", refresh);
  addEventListener("hashchange", follow);
  addEventListener("resize", later(drawSoon, 200));
  tell("table");
  await new Promise((resolve) => { setTimeout(resolve, 0); });
  await redraw();
}

void start();
