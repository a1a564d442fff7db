// The other views: papers and one paper, baselines and one baseline.

function searchBox(id, words) {
  return h("label", { class: "search" }, "Search ", h("input", { type: "search", id, placeholder: words, autocomplete: "off", value: state.view === "claims" ? "" : state.q }));
}

/** A list of things with a search of its own. */
function listing(section, id, title, words, columns, rows, hayOf) {
  const element = h("table", { id, class: "grid" }, h("caption", { class: "hidden" }, title));
  const count = h("p", { role: "status" });
  fill(section, h("div", { class: "card" }, h("div", { class: "head" }, h("h2", {}, title), count), h("form", { role: "search", submit: (event) => event.preventDefault() }, searchBox(`${id}-search`, words)), element));
  const made = grid(element, columns, rows, { order: [[columns.findIndex((column) => column.first), "desc"]] });
  const box = $(`#${id}-search`);
  const search = () => {
    const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    made.search.fixed("search", (_, { row }) => wanted.every((word) => hayOf(row).includes(word)));
    made.draw();
    fill(count, [counted(made.page.info().recordsDisplay, title.toLowerCase().slice(0, -1))]);
  };
  box.addEventListener("input", later(() => { note({ q: box.value }); search(); }, 120));
  search();
}

const bestOf = (claims) => claims.filter((claim) => claim.factor !== null && claim.by === "own").reduce((best, claim) => (best === null || claim.factor > best.factor ? claim : best), null);
const factorCell = (claim) => claim && h("span", { class: "factor" }, BOUNDS[claim.bound] && h("small", {}, `${BOUNDS[claim.bound]} `), factorWords(claim), h("small", {}, ` ${plain(claim.metric)}`));

function showPapers(section) {
  const best = new Map(PAPERS.map((paper) => [paper, bestOf(paper.claims)]));
  const devices = (paper) => [...new Set(paper.devices.flatMap((claim) => claim.hardware_names))];
  listing(section, "paper-list", "Papers", "title, technique, device …", [
    { title: "Paper", show: (p) => h("a", { class: "title", href: viewAddress("papers", p.paper_id) }, p.title), sort: (p) => p.title.toLowerCase() },
    { title: "Techniques", show: (p) => tags(p.techniques, "technique"), sort: (p) => p.techniques.join(" ") },
    { title: "Claims", number: true, show: (p) => p.claims.length, sort: (p) => p.claims.length },
    { title: "Best factor", number: true, first: true, show: (p) => factorCell(best.get(p)), sort: (p) => best.get(p)?.factor ?? -1 },
    { title: "Devices", show: (p) => tags(devices(p)), sort: (p) => devices(p).join(" ") },
    ...(PAPERS.some((paper) => paper.published) ? [{ title: "Published", show: (p) => p.published ?? "", sort: (p) => p.published ?? "" }] : []),
  ], PAPERS, (p) => (p.hay ??= [p.title, p.source.title ?? "", p.paper_id, ...p.techniques.map(plain), ...devices(p)].join("\n").toLowerCase()));
}

const back = (view, words) => h("p", { class: "back" }, h("a", { href: viewAddress(view) }, `← ${words}`));

function showPaper(section, paper) {
  const url = paper.url === null ? null : webAddress(paper.url);
  const all = [...paper.claims, ...paper.devices];
  const about = [paper.paper_id, paper.published, paper.sources.join(", ")].filter(Boolean).join(" · ");
  const texts = paper.text === null
    ? [...grouped(all, (claim) => claim.sentence)].map(([sentence, claims]) => h("blockquote", {}, marked(sentence, claims.flatMap(marksOf))))
    : abstract(paper.text, all.flatMap(marksOf));
  const kinds = new Set(all.flatMap(marksOf).map((mark) => mark.kind));
  fill(section, back("papers", "All papers"), h("article", { class: "card paper" },
    h("h2", { tabindex: "-1" }, paper.title), h("p", { class: "about" }, about), tags(paper.techniques, "technique"),
    h("p", { class: "links" }, url && h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, `Read the paper (${new URL(url).hostname})`),
      h("a", { href: addressOf({ ...DEFAULTS, filters: { paper: [paper.paper_id] } }) }, "Its claims in the table")),
    h("div", { class: "split" }, h("div", { class: "text" }, texts, legend(kinds)), h("div", {},
    h("h3", {}, counted(paper.claims.length, "claim")),
    h("ol", { class: "claims" }, paper.claims.map((claim) => h("li", {
      tabindex: "0", "data-claim": claim.i, mouseenter: () => light(section, claim), mouseleave: () => light(section), focus: () => light(section, claim), blur: () => light(section),
    }, h("p", { class: "value" }, h("q", {}, claim.quote), " ", factorCell(claim) || h("small", {}, plain(claim.metric))), facts(claim, ["Value", "Factor"]))))))));
}

/** Let the marks of one claim stand out in the text of its paper. */
function light(section, claim = null) {
  for (const mark of section.querySelectorAll("mark[data-claims]")) {
    mark.classList.toggle("dim", claim !== null && !mark.dataset.claims.split(" ").includes(String(claim.i)));
  }
}

const claimsAgainst = (name) => CLAIMS.filter((claim) => claim.metric !== "hardware" && claim.baseline_names.includes(name));

/** The baseline that has a spelling. */
const baselineOf = (spelling) => (Object.hasOwn(DATA.baselines, spelling) ? spelling : Object.keys(DATA.baselines).find((name) => DATA.baselines[name].spellings.includes(spelling)));

function showBaselines(section) {
  const of = grouped(CLAIMS.filter((claim) => claim.metric !== "hardware"), (claim) => claim.baseline_names);
  const rows = [...of].map(([name, claims]) => {
    const factors = claims.filter((claim) => claim.factor !== null && claim.by === "own").map((claim) => claim.factor);
    return { name, claims: claims.length, papers: new Set(claims.map((claim) => claim.paper)).size, median: factors.length ? median(factors) : null, best: bestOf(claims), hay: [name, nameWords(name), ...claims.map((claim) => claim.baseline)].join("\n").toLowerCase() };
  });
  rows.sort((a, b) => b.papers - a.papers || b.claims - a.claims || (a.name < b.name ? -1 : 1));
  listing(section, "baseline-list", "Baselines", "name of a method or model …", [
    { title: "Baseline", show: (b) => h("a", { class: "title", href: viewAddress("baselines", b.name) }, nameWords(b.name)), sort: (b) => nameWords(b.name).toLowerCase() },
    { title: "Papers", number: true, first: true, show: (b) => b.papers, sort: (b) => b.papers },
    { title: "Claims", number: true, show: (b) => b.claims, sort: (b) => b.claims },
    { title: "Median factor", number: true, show: (b) => (b.median === null ? "" : times(b.median)), sort: (b) => b.median ?? -1 },
    { title: "Best factor", number: true, show: (b) => factorCell(b.best), sort: (b) => b.best?.factor ?? -1 },
    { title: "Best paper", visible: innerWidth <= 760 || innerWidth >= 1000, show: (b) => b.best && h("a", { href: viewAddress("papers", b.best.paper_id) }, shortTitle(b.best.title)), sort: (b) => b.best?.title ?? "" },
  ], rows, (b) => b.hay);
}

async function showBaseline(section, name) {
  const claims = claimsAgainst(name).sort((a, b) => (b.factor ?? -1) - (a.factor ?? -1) || a.i - b.i);
  const { spellings, others } = DATA.baselines[name];
  const versions = others.filter((other) => claimsAgainst(other).length);
  const drawn = claims.filter((claim) => claim.factor > 0);
  const papers = new Set(claims.map((claim) => claim.paper)).size;
  const card = h("section", { class: "card", id: "against" }, h("div", { class: "head" }, h("h2", { tabindex: "-1" }, `Against ${nameWords(name)}`)),
    h("p", { class: "said" }), h("div", { class: "plot", role: "group" }), h("p", { class: "empty", hidden: true }, "No claim against it has a factor."), h("details", { class: "as-table", hidden: true }, h("summary", {}, ""), h("div", {})));
  const rows = claims.map((claim) => [
    h("a", { href: viewAddress("papers", claim.paper_id) }, shortTitle(claim.title, 48)), factorCell(claim) || plain(claim.metric), h("q", {}, claim.quote), claim.baseline, conditionsOf(claim, false), WHOSE[claim.by],
  ]);
  fill(section, back("baselines", "All baselines"), card, h("div", { class: "card" },
    h("div", { class: "head" }, h("h2", {}, counted(claims.length, "claim")), h("a", { href: addressOf({ ...DEFAULTS, filters: { baseline: [name] } }) }, "These in the table")),
    spellings.length > 1 && h("p", {}, `Taken as one: ${spellings.map(nameWords).join("; ")}.`),
    versions.length > 0 && h("p", {}, "Other versions, kept apart: ", versions.flatMap((other, at) => [at ? ", " : "", h("a", { href: viewAddress("baselines", other) }, nameWords(other))]), "."),
    asTable(["paper", "factor", "in its words", "baseline", "conditions", "whose number"], rows)));
  await embed("factor", card, SPECS.factor);
  const toPaper = ({ i }) => { if (i !== undefined) location.hash = viewAddress("papers", CLAIMS[i].paper_id); };
  viewOf(card).addEventListener("click", (_, item) => toPaper(item?.datum ?? {}));
  const { groups } = factorGroups(drawn, (claim) => [claim.paper], (paper) => shortTitle(paper.title, 30), 40);
  await show(card, { ...factorDrawing(groups, plotWidth(card, 240), () => true), medians: [], picked: toPaper, said: `${counted(claims.length, "claim")} of ${counted(papers, "paper")}, every metric; ${drawn.length} have a factor.`, table: () => [] });
  $(".as-table", card).hidden = true;
}

/** Draw the view that the state names; an id that is none shows the list. */
async function showView() {
  for (const view of VIEWS) {
    $(`#${view}`).hidden = view !== state.view;
    const anchor = $(`nav [data-view="${view}"]`);
    if (view === state.view) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
  const section = $(`#${state.view}`);
  if (state.view === "papers") {
    const paper = PAPER_BY_ID.get(state.id);
    if (paper) showPaper(section, paper);
    else showPapers(section);
  } else if (state.view === "baselines") {
    const name = baselineOf(state.id);
    if (name === undefined) showBaselines(section);
    else await showBaseline(section, name);
  }
}
