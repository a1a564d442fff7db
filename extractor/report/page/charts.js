// The three charts: Vega draws, the filters say what, a click filters.

/** The Vega view that draws a card's chart; it is kept on the element. */
const viewOf = (card) => $(".plot", card).view;

const colour = (name) => {
  const probe = h("span", { style: `color: var(--${name}); display: none` });
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

/** Vega's configuration in the colours of the page. */
function chartConfig() {
  const [ink, soft, line, accent, second, pale, back] = ["ink", "soft", "line", "accent", "second", "pale", "card"].map(colour);
  const font = getComputedStyle(document.body).fontFamily;
  const words = { labelColor: ink, titleColor: soft, labelFont: font, titleFont: font, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
  return {
    background: "transparent", font, view: { stroke: null },
    axis: { ...words, gridColor: line, domainColor: line, tickColor: line, titlePadding: 8 },
    axisY: { labelLimit: innerWidth < 600 ? 128 : 240 },
    legend: { ...words, symbolStrokeColor: back, symbolOpacity: 1, titleColor: soft, titleOrient: "left", offset: 4 },
    point: { fill: accent, color: accent, stroke: back, strokeWidth: 1 }, rule: { color: soft }, bar: { color: accent },
    text: { color: ink, font }, style: { median: { color: ink } },
    range: { category: [accent, second], ramp: [accent, pale] },
  };
}

/** Draw a chart into its card for the first time, or anew in other colours. */
async function embed(name, card = $(`#${name}`), spec = SPECS[name]) {
  const dark = document.documentElement.classList.contains("dark");
  viewOf(card)?.finalize();
  const made = await vegaEmbed($(".plot", card), { ...spec, datasets: { points: [], medians: [], one: [{ factor: 1 }], zero: [{ change: 0 }] } }, {
    ast: true, actions: false, renderer: "canvas", config: chartConfig(), tooltip: { theme: dark ? "dark" : "light", offsetX: 14, offsetY: 14 },
  });
  $(".plot", card).view = made.view;
  $("canvas", card)?.setAttribute("aria-hidden", "true");
}

/** Show a chart's rows, what is said above it, and the same as a table; `picked` is what is done with a mark. */
async function show(card, { points, medians = [], signals = {}, said, table: rows, alone, height, picked = PICKS[card.id] }) {
  const view = viewOf(card);
  $(".empty", card).hidden = points.length > 0;
  $(".plot", card).hidden = points.length === 0;
  $(".as-table", card).hidden = points.length === 0;
  fill($(".said", card), [said]);
  $(".plot", card).setAttribute("aria-label", `${$("h2", card).textContent} ${said} Arrow keys go from mark to mark; the same stands in the table below the chart.`);
  for (const [name, value] of Object.entries(signals)) view.signal(name, value);
  view.data("points", structuredClone(points)); // Vega marks the objects that it is given as its own
  if (!alone) view.data("medians", medians);
  fill($(".as-table > div", card), points.length && rows());
  if (!points.length) return;
  await view.height(height).resize().runAsync();
  standOn(card, picked);
}

/** A chart as a table; cells may be elements. */
const asTable = (heads, rows) => h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The chart as a table" },
  h("table", { class: "simple" }, h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell)))))));

const filterButton = (name, value, words) => h("button", { type: "button", class: "link", "aria-pressed": String(state.filters[name].includes(value)), click: () => toggleFilter(name, value) }, words);

const claimWords = (claim) => [BOUNDS[claim.bound], factorWords(claim), plain(claim.metric)].filter(Boolean).join(" ");

/** The claims that a chart of factors compares: of the paper's own unless another speaker is asked for. */
const comparable = (claims) => claims.filter((claim) => claim.factor > 0 && (state.filters.by.length || claim.by === "own"));

/** Points, medians and signals for a chart of factors out of groups. */
function factorDrawing(groups, width, isOn) {
  const axis = logAxis(groups.flatMap((group) => group.members.flatMap(spanOf)), width);
  const points = [];
  let most = 1;
  for (const group of groups) {
    const placed = lanes(group.members, axis, width);
    most = Math.max(most, ...placed.map(({ lane }) => 2 * Math.abs(lane) + 1));
    for (const { claim, lane } of placed) {
      const [low, high] = spanOf(claim);
      points.push({
        i: claim.i, key: group.key, group: group.label, order: group.order, factor: claim.factor, low, high, lane,
        on: isOn(group, claim), shape: shapeOf(claim), paper: claim.title, claim: claimWords(claim), words: around(claim), conditions: conditionsOf(claim) || "none named",
      });
    }
  }
  const medians = groups.map((group) => ({ on: group.members.some((claim) => isOn(group, claim)), group: group.label, order: group.order, factor: group.median, median: times(group.median), papers: group.papers, claims: group.members.length }));
  const step = Math.min(Math.max(26, most * POINT + 6), innerWidth < 1150 ? 46 : 51); // as high as the charts beside it
  return { points, medians, signals: { low: axis.low, high: axis.high, ticks: axis.ticks, half: Math.max(step / POINT, most + 1) / 2, step }, height: step * groups.length };
}

async function drawFactor() {
  const card = $("#factor");
  const name = state.group;
  const { metric, choices } = chartMetric();
  options($("#chart-metric"), choices.map(([id, number]) => [id, `${plain(id)} (${number})`]), metric);
  const claims = comparable(fitting(name, "metric", "paper")).filter((claim) => claim.metric === metric);
  const { groups, left } = factorGroups(claims, FILTERS[name].of, FILTERS[name].say, state.all ? Infinity : MOST_GROUPS);
  const isOn = (group, claim) => (!state.filters[name].length || state.filters[name].includes(group.key)) && fits(claim, "paper");
  const papers = new Set(claims.map((claim) => claim.paper)).size;
  const whose = state.filters.by.length ? "" : ", the papers' own numbers only";
  await show(card, {
    ...factorDrawing(groups, plotWidth(card, 240), isOn),
    said: claims.length ? `${counted(claims.length, "claim")} about ${plain(metric)} of ${counted(papers, "paper")}${whose}; line and number: median.${left ? ` ${counted(left, "smaller group")} not drawn.` : ""}` : "",
    table: () => asTable([GROUPS[name], "claims", "papers", "median", "best"], groups.map((group) => [
      group.key === UNNAMED ? UNNAMED : filterButton(name, group.key, group.words), group.members.length, group.papers, times(group.median),
      [`${factorWords(group.best)}, `, h("a", { href: viewAddress("papers", group.best.paper_id) }, shortTitle(group.best.title))],
    ])),
  });
}

/** The metric that the chart is about, and those it could be about with their numbers of claims. */
function chartMetric() {
  const numbers = [...grouped(comparable(fitting("metric", state.group, "paper")), (claim) => claim.metric)].map(([id, claims]) => [id, claims.length]);
  numbers.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const filtered = state.filters.metric.find((id) => numbers.some(([each]) => each === id));
  const metric = filtered ?? (numbers.some(([id]) => id === state.m) ? state.m : numbers.find(([id]) => id === "speed")?.[0] ?? numbers[0]?.[0] ?? "");
  return { metric, choices: numbers };
}

async function drawTradeOff() {
  const card = $("#tradeoff");
  const families = Object.keys(DATA.pairs);
  const gain = families.includes(state.gain) ? state.gain : families[0] ?? "";
  options($("#chart-gain"), families.map((id) => [id, `${plain(id)} (${DATA.pairs[id].length})`]), gain);
  const fit = new Set(fitting("metric", "paper"));
  const pairs = (DATA.pairs[gain] ?? []).filter((pair) => fit.has(CLAIMS[pair.gain]));
  const width = plotWidth(card, 70);
  const axis = logAxis(pairs.map((pair) => CLAIMS[pair.gain].factor), width);
  const points = pairs.map((pair) => {
    const [won, lost] = [CLAIMS[pair.gain], CLAIMS[pair.cost]];
    const unit = pair.unit === "%" ? "change in per cent" : "change in points";
    return {
      i: won.i, factor: won.factor, change: pair.change, unit, on: fits(won, "paper"), name: shortTitle(won.title, 22), paper: won.title, side: "",
      gain: `${claimWords(won)}: ${won.quote}`, cost: `${pair.change > 0 ? "+" : ""}${Number(pair.change.toPrecision(3))} ${pair.unit} ${plain(lost.metric)}: ${lost.quote}`, conditions: conditionsOf(won) || "none named",
    };
  });
  const changes = points.map((point) => point.change);
  const papers = counted(new Set(pairs.map((pair) => CLAIMS[pair.gain].paper)).size, "paper");
  const worse = points.filter((point) => point.change < 0).length;
  const drawing = {
    points, alone: true, height: 300,
    signals: { low: axis.low, high: axis.high, ticks: axis.ticks, bottom: 1.3 * Math.min(-0.5, ...changes), top: 1.3 * Math.max(0.5, ...changes) },
    said: points.length ? `${papers} that state both: ${worse} lose quality, ${points.length - worse} lose none or gain.` : "",
    table: () => asTable(["paper", "gain", "change of quality"], points.map((point) => [h("a", { href: viewAddress("papers", CLAIMS[point.i].paper_id) }, shortTitle(point.paper)), point.gain, point.cost])),
  };
  await show(card, drawing);
  if (!points.length) return;
  const view = viewOf(card);
  const places = points.map((point) => [view.scale("x")(point.factor), view.scale("y")(point.change)]);
  const sides = placeLabels(places, points.map((point) => point.name), view.width(), view.height());
  await show(card, { ...drawing, points: points.map((point, at) => ({ ...point, side: sides[at] })) });
}

async function drawHardware() {
  const card = $("#hardware");
  const claims = fitting("hardware", "metric");
  const fit = new Set(claims.map((claim) => claim.paper));
  const measured = grouped(claims.filter((claim) => claim.metric !== "hardware"), (claim) => claim.hardware_names);
  const named = grouped(CLAIMS.filter((claim) => claim.metric === "hardware" && fit.has(claim.paper)), (claim) => claim.hardware_names);
  const papersOf = (found) => new Set((found ?? []).map((claim) => claim.paper));
  const devices = [...new Set([...measured.keys(), ...named.keys()])].map((key) => {
    const on = papersOf(measured.get(key));
    const only = [...papersOf(named.get(key))].filter((paper) => !on.has(paper)).length;
    return { key, on: on.size, only, claims: measured.get(key)?.length ?? 0 };
  });
  devices.sort((a, b) => b.on + b.only - a.on - a.only || b.on - a.on || (a.key < b.key ? -1 : 1));
  const drawn = devices.slice(0, MOST_GROUPS);
  const most = Math.max(1, ...drawn.map(({ on, only }) => on + only));
  const isOn = (key) => !state.filters.hardware.length || state.filters.hardware.includes(key);
  await show(card, {
    alone: true, height: 20.5 * drawn.length, signals: { most: 1.04 * most, ticks: Array.from({ length: most + 1 }, (_, at) => at).filter((at) => at % Math.ceil(most / 8) === 0) },
    points: drawn.flatMap(({ key, on, only, claims: number }, order) => [
      { key, group: key, order, rank: 0, how: "claims measured on it", papers: on, claims: number, on: isOn(key) },
      { key, group: key, order, rank: 1, how: "only named", papers: only, claims: 0, on: isOn(key) },
    ]).filter((bar) => bar.papers),
    said: devices.length ? `${counted(devices.length, "device")} in ${counted(papersOf([...measured.values(), ...named.values()].flat()).size, "paper")}${devices.length > drawn.length ? `; the ${drawn.length} most frequent` : ""}.` : "",
    table: () => asTable(["device", "papers that measure on it", "that only name it", "claims"], devices.map(({ key, on, only, claims: number }) => [filterButton("hardware", key, key), on, only, number])),
  });
}

/** The width that marks have: the card's, less the labels. */
const plotWidth = (card, labels) => Math.max(120, $(".plot", card).parentElement.clientWidth - 40 - (innerWidth < 600 ? Math.min(labels, 120) : labels));

function options(select, choices, chosen) {
  fill(select, choices.map(([value, words]) => h("option", { value, selected: value === chosen }, words)));
  select.value = chosen;
}

const CHARTS = { factor: drawFactor, tradeoff: drawTradeOff, hardware: drawHardware };

const drawCharts = async () => { for (const draw of Object.values(CHARTS)) await draw(); };

/** What is done with a chart's mark, or line: its claim is shown below, or the claims are filtered by it. */
const PICKS = { factor: (datum) => pick(datum, state.group), tradeoff: (datum) => pick(datum, "paper"), hardware: (datum) => pick(datum, "hardware") };

function pick({ i, key }, filter) {
  if (i !== undefined) showClaim(CLAIMS[i]);
  else if (key !== undefined && key !== UNNAMED) toggleFilter(filter, key);
}

function listenToClicks() {
  for (const [name, picked] of Object.entries(PICKS)) {
    const view = viewOf($(`#${name}`));
    view.addEventListener("click", (event, item) => {
      const scale = view.scale("y");
      const line = () => scale.bandwidth && view.data("points").find((point) => point.group === groupAt(view, scale, event));
      picked(item?.datum?.key === undefined && item?.datum?.i === undefined ? { key: line()?.key } : item.datum);
    });
  }
}

function groupAt(view, scale, event) {
  const y = event.offsetY - view.origin()[1] - 5;
  return scale.domain().find((group) => y >= scale(group) && y < scale(group) + scale.bandwidth());
}

/** Filter the table to a claim's paper and metric, open the claim, and go on from there. */
function showClaim(claim) {
  change({ filters: { ...state.filters, paper: [claim.paper_id], metric: [claim.metric] }, open: `${claim.paper_id} ${claim.claim_id}` });
  openWanted();
  $("#table .is-open button")?.focus({ preventScroll: true });
  $("#listing").scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}
