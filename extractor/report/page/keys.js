// The keyboard's way over a chart: Tab stops at one of its marks, arrows go on from there, Enter does what a click does.

/** The marks of a chart's claims or bars, line by line: their data, words, and places in pixels of the canvas. */
function spotsOf(view) {
  const spots = [];
  const visit = ({ marktype, items }, x, y) => {
    for (const item of items) {
      const { datum = {}, bounds } = item;
      if (marktype === "group") for (const mark of item.items) visit(mark, x + (item.x ?? 0), y + (item.y ?? 0));
      else if (["symbol", "rect"].includes(marktype) && (datum.key ?? datum.i) !== undefined) {
        spots.push({ datum, words: item.tooltip, left: x + bounds.x1, top: y + bounds.y1, width: bounds.width(), height: bounds.height() });
      }
    }
  };
  const [x, y] = view.origin();
  const { left, top } = view.padding();
  visit(view.scenegraph().root, x + left, y + top);
  return spots.sort((a, b) => (a.datum.order ?? 0) - (b.datum.order ?? 0) || a.left - b.left);
}

/** The number of the mark that a key leads to from another; undefined where it leads to none. */
function leadsTo(key, spots, from) {
  const { order } = spots[from].datum;
  const line = (step) => (order === undefined ? from + step : spots.findIndex(({ datum }) => datum.order === order + step));
  const ways = { ArrowRight: () => from + 1, ArrowLeft: () => from - 1, ArrowDown: () => line(1), ArrowUp: () => line(-1), Home: () => 0, End: () => spots.length - 1 };
  const to = ways[key]?.();
  return to in spots ? to : undefined;
}

/** Let Tab stop at a mark of a chart: at the one it stood at before, else at the first. */
function standOn(card, pick) {
  const plot = $(".plot", card);
  const spots = spotsOf(viewOf(card));
  const old = $(".spot", plot);
  const focused = old !== null && old === document.activeElement;
  const stand = (number) => {
    for (const one of plot.querySelectorAll(".spot, .spot-words")) one.remove();
    const { datum, words, left, top, width, height } = spots[number];
    const said = Object.entries(words).map(([name, value]) => `${name}: ${value}`).join("; ");
    const follow = (event) => {
      const to = leadsTo(event.key, spots, number);
      if (to === undefined) return;
      event.preventDefault();
      stand(to).focus(); // on a new element: that one in focus has changed its words need not be spoken
    };
    const spot = h("button", { type: "button", class: "spot", "aria-label": said, style: `left: ${left}px; top: ${top}px; width: ${width}px; height: ${height}px`, click: () => pick(datum), keydown: follow });
    spot.datum = datum;
    plot.append(spot, h("p", { class: "spot-words", "aria-hidden": "true", style: `top: ${top + height}px` }, said));
    return spot;
  };
  const same = spots.findIndex(({ datum }) => old && datum.i === old.datum.i && datum.key === old.datum.key);
  const spot = stand(Math.max(0, same));
  if (focused) spot.focus({ preventScroll: true });
}
