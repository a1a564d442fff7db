// Evidence: a text with the words of claims marked, the legend, and all that is known of a claim.

const KIND_WORDS = { quote: "value", subject: "subject", baseline: "baseline", dataset: "data set", device: "device" };

/** The marks of a claim as objects. */
function marksOf(claim) {
  const marks = [];
  for (let at = 0; at < claim.marks.length; at += 3) {
    const [rank, start, end] = claim.marks.slice(at, at + 3);
    marks.push({ kind: DATA.kinds[rank], rank, start, end, claim });
  }
  return marks;
}

/** `text` with its marks; where several lie over one another the first kind shows, and first of all the `chosen` claim's. */
function marked(text, marks, chosen = null) {
  const cuts = [...new Set([0, text.length, ...marks.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const isOther = (mark) => chosen !== null && mark.claim !== chosen;
  const rankOf = (mark) => mark.rank + (isOther(mark) ? DATA.kinds.length : 0);
  return cuts.slice(1).map((end, number) => {
    const start = cuts[number];
    const over = marks.filter((mark) => mark.start <= start && end <= mark.end);
    if (!over.length) return clean(text.slice(start, end));
    const top = over.reduce((best, mark) => (rankOf(mark) < rankOf(best) ? mark : best));
    const claims = [...new Set(over.map((mark) => mark.claim.i))].join(" ");
    const title = `${KIND_WORDS[top.kind]}${isOther(top) ? " of another claim" : ""}`;
    return h("mark", { class: `${top.kind}${isOther(top) ? " other" : ""}`, title, "data-claims": claims }, text.slice(start, end));
  });
}

function legend(kinds, others = false) {
  const items = DATA.kinds.filter((kind) => kinds.has(kind)).map((kind) => h("li", {}, h("mark", { class: kind }, KIND_WORDS[kind])));
  if (others) items.push(h("li", {}, h("mark", { class: "quote other" }, "underlined alone: of another claim")));
  return h("ul", { class: "legend", "aria-label": "What the marks mean" }, items);
}

/** The text that holds a claim's evidence, marked: the abstract, or the sentence where there is no abstract. */
function evidence(claim) {
  const { text, claims, devices } = claim.paper;
  const own = marksOf(claim);
  if (text === null) return [h("blockquote", {}, marked(claim.sentence, own, claim)), legend(new Set(own.map((mark) => mark.kind)))];
  const others = [...claims, ...devices].filter((other) => other !== claim).flatMap(marksOf);
  return [abstract(text, [...own, ...others], claim), legend(new Set([...own, ...others].map((mark) => mark.kind)), others.length > 0)];
}

/** Title and abstract with marks over both. */
function abstract(text, marks, chosen = null) {
  const cut = text.indexOf("\n");
  const within = (from, to) => marks.filter((mark) => mark.start >= from && mark.end <= to)
    .map((mark) => ({ ...mark, start: mark.start - from, end: mark.end - from }));
  return h("blockquote", {},
    h("p", { class: "paper-title" }, marked(text.slice(0, cut), within(0, cut), chosen)),
    h("p", {}, marked(text.slice(cut + 1), within(cut + 1, text.length), chosen)));
}

/** Names and values of what is known of a claim, without what is empty and the names in `except`. */
function facts(claim, except = []) {
  const bound = BOUNDS[claim.bound];
  const moves = [claim.direction, claim.effect].filter((word) => word !== "none").join(", ");
  const all = [
    ["Value", [bound, claim.quote].filter(Boolean).join(" ")],
    ["Metric", [plain(claim.metric), moves].filter(Boolean).join(": ")],
    ["Meant as", claim.measure],
    ["Factor", factorWords(claim)],
    ["Subject", claim.subject],
    ["Baseline", claim.baseline],
    ["Data sets", claim.datasets.join(", ")],
    ["Models", claim.models.join(", ")],
    ["Hardware", claim.hardware.join(", ")],
    ["Phase", claim.scope.map(plain).join(", ")],
    ["Whose number", WHOSE[claim.by]],
  ];
  const list = all.filter(([name, value]) => value && !except.includes(name)).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)));
  const precision = claim.rule_precision === null ? "not measured" : `right ${Math.round(claim.rule_precision * 100)}% of the time on the gold`;
  const summary = Object.hasOwn(DATA.rules, claim.rule) ? DATA.rules[claim.rule] : "";
  list.push(h("div", { class: "rule" }, h("dt", {}, "Rule"), h("dd", {}, h("code", {}, claim.rule), ` ${summary} `, h("small", {}, precision))));
  return h("dl", { class: "facts" }, list);
}

/** Links to a paper: its page here, and its own where the table has an address of the web. */
function paperLinks(paper) {
  const url = paper.url === null ? null : webAddress(paper.url);
  return h("p", { class: "links" },
    h("a", { href: viewAddress("papers", paper.paper_id) }, `All ${counted(paper.claims.length, "claim")} of this paper`),
    url && h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, `Read the paper (${new URL(url).hostname})`));
}

/** What a row of the table opens to. */
function evidencePanel(claim) {
  return h("div", { class: "panel", role: "region", "aria-label": `Evidence for ${claim.quote}` },
    h("div", {}, evidence(claim)), h("div", {}, facts(claim), paperLinks(claim.paper)));
}
