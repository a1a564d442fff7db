// What the page shows, and the same in the fragment of its address: every view can be shared.

const FILTERS = {
  technique: { label: "Technique", of: (claim) => claim.techniques, say: plain },
  metric: { label: "Metric", of: (claim) => [claim.metric], say: (id) => (id === "hardware" ? "hardware (mentions)" : plain(id)) },
  hardware: { label: "Hardware", of: (claim) => claim.hardware_names, say: nameWords },
  dataset: { label: "Data set", of: (claim) => claim.dataset_names, say: nameWords },
  baseline: { label: "Baseline", of: (claim) => claim.baseline_names, say: nameWords },
  bound: { label: "Value is", of: (claim) => [claim.bound], say: (id) => BOUNDS[id] || id },
  by: { label: "Whose number", of: (claim) => [claim.by], say: (id) => WHOSE[id] ?? id },
  paper: { label: "Paper", of: (claim) => [claim.paper_id], say: (id) => shortTitle(PAPER_BY_ID.get(id)?.title ?? id), hidden: true },
};
const VIEWS = ["claims", "papers", "baselines"];
const GROUPS = { technique: "technique", hardware: "hardware", dataset: "data set", baseline: "baseline" };

const PRECISIONS = ["0.5", "0.7", "0.8", "0.9", "0.95"];

const DEFAULTS = { view: "claims", id: "", q: "", precision: "", m: "", group: "technique", all: "", gain: "", sort: "factor:desc", cols: "", open: "" };
let state = readState();

/** The state that the address asks for; what it asks for in vain is left out. */
function readState() {
  const given = new URLSearchParams(location.hash.slice(1));
  const made = { ...DEFAULTS, filters: {} };
  for (const name of Object.keys(DEFAULTS)) made[name] = given.get(name) ?? DEFAULTS[name];
  for (const name of Object.keys(FILTERS)) made.filters[name] = [...new Set(given.getAll(name))];
  if (!VIEWS.includes(made.view)) made.view = "claims";
  if (!Object.hasOwn(GROUPS, made.group)) made.group = "technique";
  if (!PRECISIONS.includes(made.precision)) made.precision = "";
  return made;
}

/** The fragment for a state: only what differs from what one sees at first. */
function addressOf(wanted) {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(DEFAULTS)) if (wanted[name] !== value) said.set(name, wanted[name]);
  for (const [name, values] of Object.entries(wanted.filters ?? {})) for (const value of values) said.append(name, value);
  return `#${said}`;
}

const viewAddress = (view, id = "") => addressOf({ ...DEFAULTS, view, id });

/** Change the state and the address, then whatever listens. */
function change(changes) {
  state = { ...state, ...changes };
  history.replaceState(null, "", addressOf(state));
  document.dispatchEvent(new Event("changed"));
}

/** Note in the address what the table shows by itself: its order, its columns, the open row. */
function note(changes) {
  state = { ...state, ...changes };
  history.replaceState(null, "", addressOf(state));
}

function setFilter(name, values) {
  change({ filters: { ...state.filters, [name]: values } });
}

function toggleFilter(name, value) {
  const values = state.filters[name];
  setFilter(name, values.includes(value) ? values.filter((each) => each !== value) : [...values, value]);
}

/** Whether a claim fits one filter: values of a filter are alternatives. */
function fits(claim, name) {
  const wanted = state.filters[name];
  return !wanted.length || FILTERS[name].of(claim).some((value) => wanted.includes(value));
}

/** The claims that fit all filters and the search but for the filters named. Mentions of devices come only if asked for. */
function fitting(...except) {
  const names = Object.keys(FILTERS).filter((name) => !except.includes(name) && state.filters[name].length);
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const least = state.precision === "" ? null : Number(state.precision);
  const mentions = state.filters.metric.includes("hardware") && !except.includes("metric");
  return CLAIMS.filter((claim) =>
    (mentions || claim.metric !== "hardware") &&
    names.every((name) => fits(claim, name)) &&
    (least === null || (claim.rule_precision !== null && claim.rule_precision >= least)) &&
    words.every((word) => haystack(claim).includes(word)));
}
