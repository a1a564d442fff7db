// What a chart is drawn from: groups and their order, lanes so that marks do not hide one another, ticks, free labels.

const UNNAMED = "(not named)";
const MOST_GROUPS = 15;
const POINT = 8; // pixels from one point to the next
const MOST_LANES = 9;

const SHAPE = { up_to: "up to", less_than: "up to", at_least: "at least" };
const shapeOf = (claim) => SHAPE[claim.bound] ?? "stated";

/** Ends of a log axis and its ticks for factors, in a width of some pixels. */
function logAxis(factors, width) {
  const low = Math.min(0.9, ...factors.map((factor) => factor / 1.2));
  const high = Math.max(1.2, ...factors.map((factor) => factor * 1.25));
  const room = width / Math.log10(high / low);
  const steps = room > 140 ? [1, 2, 5] : [1];
  const every = room < 45 ? 2 : 1;
  const ticks = [];
  for (let power = -8; power < 12; power += every) for (const step of steps) ticks.push(step * 10 ** power);
  return { low, high, ticks: ticks.map((tick) => Number(tick.toPrecision(3))).filter((tick) => tick >= low && tick <= high) };
}

/** Claims with a factor in groups, the groups with most papers, by median; and how many groups are left out. */
function factorGroups(claims, valuesOf, say, most) {
  const all = [...grouped(claims, (claim) => { const values = valuesOf(claim); return values.length ? values : [UNNAMED]; })]
    .map(([key, members]) => ({ key, members, papers: new Set(members.map((claim) => claim.paper)).size, median: median(members.map((claim) => claim.factor)) }));
  all.sort((a, b) => (a.key === UNNAMED) - (b.key === UNNAMED) || b.papers - a.papers || b.members.length - a.members.length || (a.key < b.key ? -1 : 1));
  const kept = all.slice(0, most);
  kept.sort((a, b) => (a.key === UNNAMED) - (b.key === UNNAMED) || b.median - a.median || (a.key < b.key ? -1 : 1));
  const labels = new Set();
  kept.forEach((group, order) => {
    group.order = order;
    group.words = group.key === UNNAMED ? UNNAMED : say(group.key);
    group.label = `${short(group.words, 30)}  ${group.members.length}`;
    while (labels.has(group.label)) group.label += "\u00a0"; // a label is what tells a group's line
    labels.add(group.label);
    group.best = group.members.reduce((best, claim) => (claim.factor > best.factor ? claim : best));
  });
  return { groups: kept, left: all.length - kept.length };
}

/** For each claim of a group the lane in which its mark hides no other: 0, 1, -1, 2 ... */
function lanes(members, axis, width) {
  const place = (factor) => (Math.log10(factor / axis.low) / Math.log10(axis.high / axis.low)) * width;
  const ends = [];
  return [...members].sort((a, b) => spanOf(a)[0] - spanOf(b)[0] || a.i - b.i).map((claim) => {
    const [low, high] = spanOf(claim);
    let at = ends.findIndex((end) => place(low) - end > POINT);
    if (at < 0) at = ends.length < MOST_LANES ? ends.length : ends.indexOf(Math.min(...ends));
    ends[at] = place(high);
    return { claim, lane: Math.ceil(at / 2) * (at % 2 ? 1 : -1) || 0 };
  });
}

function spanOf(claim) {
  const both = [claim.factor_low ?? claim.factor, claim.factor_high ?? claim.factor];
  return [Math.min(...both), Math.max(...both)].map((factor) => (factor > 0 ? factor : claim.factor));
}

/** On which side of its point each label finds room: greedy, "" where there is none. Places are pixels. */
function placeLabels(places, names, width, height) {
  const taken = places.map(([x, y]) => [x - 6, y - 6, x + 6, y + 6]);
  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  return places.map(([x, y], at) => {
    const wide = 6.1 * names[at].length;
    const boxes = {
      right: [x + 8, y - 6, x + 8 + wide, y + 6], left: [x - 8 - wide, y - 6, x - 8, y + 6],
      above: [x - wide / 2, y - 18, x + wide / 2, y - 6], below: [x - wide / 2, y + 6, x + wide / 2, y + 18],
    };
    for (const [side, box] of Object.entries(boxes)) {
      const inside = box[0] >= 0 && box[2] <= width && box[1] >= 0 && box[3] <= height;
      if (inside && !taken.some((other, number) => number !== at && meet(box, other))) {
        taken.push(box);
        return side;
      }
    }
    return "";
  });
}
