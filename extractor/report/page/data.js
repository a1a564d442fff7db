// The table: one object a claim, with the columns of docs/columns.md, its paper, and the names that filters ask.

const DATA = JSON.parse($("#data").textContent);
const SPECS = JSON.parse($("#specs").textContent);

const PAPERS = DATA.papers.paper_id.map((_, number) => {
  const paper = { number, claims: [], devices: [] };
  for (const [name, values] of Object.entries(DATA.papers)) paper[name] = values[number];
  return paper;
});

const CLAIMS = DATA.claims.paper.map((number, i) => {
  const paper = PAPERS[number];
  const claim = {
    i, paper, marks: DATA.marks[i], paper_id: paper.paper_id, title: paper.title, sources: paper.sources,
    url: paper.url, published: paper.published, techniques: paper.techniques, source: { ...paper.source },
  };
  for (const [name, column] of Object.entries(DATA.claims)) {
    if (name !== "paper") claim[name] = column.codes ? column.values[column.codes[i]] : column[i];
    const source = column.source?.[column.codes[i]];
    if (source !== undefined) claim.source[name] = source; // LaTeX, of which the column holds what people read
  }
  (claim.metric === "hardware" ? paper.devices : paper.claims).push(claim);
  return claim;
});

const BY_ID = new Map(CLAIMS.map((claim) => [`${claim.paper_id} ${claim.claim_id}`, claim]));
const PAPER_BY_ID = new Map(PAPERS.map((paper) => [paper.paper_id, paper]));

const BOUNDS = { exact: "", up_to: "up to", at_least: "at least", about: "about", less_than: "less than", average: "on average" };
const WHOSE = { own: "the paper's own", baseline: "its competitor's", prior: "earlier work's" };

/** A unified name as it is shown; addresses and filters tell it by what the source has. */
const nameWords = (name) => (Object.hasOwn(DATA.said, name) ? DATA.said[name] : name);

/** All words of a claim in lower case, for the search: as they are shown, and as the source has them. */
function haystack(claim) {
  claim.hay ??= [
    claim.title, claim.sentence, claim.quote, claim.metric, claim.subject, claim.baseline, claim.rule, claim.paper_id,
    ...claim.techniques.map(plain), ...claim.hardware, ...claim.datasets, ...claim.models, ...claim.scope,
    ...Object.values(claim.source).flat(),
  ].join("\n").toLowerCase();
  return claim.hay;
}

/** A factor in words: 1.67×, 2–4×; "" where nothing is compared. */
function factorWords(claim) {
  const { factor_low: low, factor_high: high } = claim;
  if (low === null && high === null) return "";
  if (low === null || high === null || low === high) return times(low ?? high);
  return `${times(Math.min(low, high)).slice(0, -1)}–${times(Math.max(low, high))}`;
}

/** The sentence of a claim, or the words around the quote in about `most` letters. */
function around(claim, most = 180) {
  const { sentence, quote, source } = claim;
  if (sentence.length <= most) return sentence;
  let at = sentence.indexOf(quote);
  if (at < 0) { // decoded in its sentence the quote reads otherwise than alone
    const whole = source.sentence ?? sentence;
    at = Math.round((whole.indexOf(source.quote ?? quote) / whole.length) * sentence.length);
  }
  const middle = at + (quote.length >> 1);
  const from = Math.min(Math.max(0, middle - (most >> 1)), sentence.length - most);
  const start = from === 0 ? 0 : sentence.indexOf(" ", from) + 1;
  const to = from + most;
  const end = to >= sentence.length ? sentence.length : sentence.lastIndexOf(" ", to);
  return `${start > 0 ? "… " : ""}${sentence.slice(start, Math.max(end, start + quote.length))}${end < sentence.length ? " …" : ""}`;
}

/** The conditions of a claim in words, as extractor/ask/compare.py says them. */
function conditionsOf(claim, baseline = true) {
  const parts = [["against", baseline && claim.baseline ? [claim.baseline] : []], ["on", claim.datasets], ["with", claim.models], ["device", claim.hardware], ["phase", claim.scope.map(plain)]];
  return parts.filter(([, names]) => names.length).map(([word, names]) => `${word} ${names.join(", ")}`).join("; ");
}
