// The table of claims: DataTables sorts, pages and draws; which claims it holds is for the filters to say.

const tags = (values, name) => h("span", { class: "tags" }, values.map((value) => h("span", { class: "tag" }, name ? FILTERS[name].say(value) : value)));

const COLUMNS = [
  { id: "paper", of: "title", title: "Paper", show: (c) => h("a", { class: "title", href: viewAddress("papers", c.paper_id), title: c.title }, c.title), sort: (c) => c.title.toLowerCase() },
  { id: "quote", title: "In its words", show: (c) => h("q", {}, short(c.quote, 80)), sort: (c) => c.quote },
  { id: "factor", of: "factor_low", title: "Factor", number: true, show: (c) => c.factor !== null && h("span", { class: c.factor < 1 ? "factor worse" : "factor" }, BOUNDS[c.bound] && h("small", {}, `${BOUNDS[c.bound]} `), factorWords(c)), sort: (c) => c.factor ?? -1 },
  { id: "metric", title: "Metric", show: (c) => plain(c.metric), sort: (c) => c.metric },
  { id: "techniques", title: "Techniques", show: (c) => tags(c.techniques, "technique"), sort: (c) => c.techniques.join(" ") },
  { id: "baseline", title: "Baseline", show: (c) => short(c.baseline, 90), sort: (c) => c.baseline.toLowerCase() },
  { id: "hardware", wide: true, title: "Hardware", show: (c) => tags(c.hardware), sort: (c) => c.hardware.join(" ") },
  { id: "datasets", wide: true, title: "Data sets", show: (c) => tags(c.datasets), sort: (c) => c.datasets.join(" ") },
  { id: "models", title: "Models", off: true, show: (c) => tags(c.models), sort: (c) => c.models.join(" ") },
  { id: "scope", title: "Phase", off: true, show: (c) => c.scope.map(plain).join(", "), sort: (c) => c.scope.join(" ") },
  { id: "measure", title: "Meant as", off: true, show: (c) => c.measure, sort: (c) => c.measure },
  { id: "bound", title: "Value is", off: true, show: (c) => BOUNDS[c.bound], sort: (c) => c.bound },
  { id: "effect", title: "Effect", off: true, show: (c) => c.effect, sort: (c) => c.effect },
  { id: "subject", title: "Subject", off: true, show: (c) => short(c.subject, 90), sort: (c) => c.subject.toLowerCase() },
  { id: "by", title: "Whose number", off: true, show: (c) => WHOSE[c.by], sort: (c) => c.by },
  { id: "published", title: "Published", off: true, show: (c) => c.published ?? "", sort: (c) => c.published ?? "" },
  { id: "rule", title: "Rule", off: true, show: (c) => h("code", {}, c.rule), sort: (c) => c.rule },
  { id: "rule_precision", title: "Rule's precision", off: true, number: true, show: (c) => (c.rule_precision === null ? "" : c.rule_precision.toFixed(2)), sort: (c) => c.rule_precision ?? -1 },
];

/** The columns that one sees at first: on narrow screens, where a row is a card, and on wide ones there is room for more. */
const FIRST_SHOWN = COLUMNS.filter(({ off, wide }) => !off && !(wide && innerWidth > 760 && innerWidth < 1150)).map(({ id }) => id);

let table = null;
let shown = new Set(); // the claims that fit

/** A table of DataTables out of columns (title, show, sort) and rows (any objects). */
function grid(element, columns, rows, options = {}) {
  return new DataTable(element, {
    data: rows.map((row) => ({ row })),
    columns: columns.map((column) => ({
      title: column.title,
      className: column.className ?? (column.number ? "number" : ""),
      type: column.number ? "num" : "string",
      orderable: column.sort !== undefined,
      orderSequence: column.number ? ["desc", "asc"] : ["asc", "desc"],
      searchable: false,
      visible: column.visible ?? true,
      data: null,
      render: ({ row }, type) => {
        if (type !== "display") return column.sort ? column.sort(row) : "";
        const cell = column.show(row);
        return cell instanceof Node ? cell : document.createTextNode(clean(cell === false || cell === null ? "" : cell));
      },
      createdCell: (cell) => {
        cell.dataset.label = column.label ?? column.title;
        if (!cell.textContent) cell.classList.add("nothing");
      },
    })),
    autoWidth: false,
    pageLength: 25,
    lengthMenu: [25, 50, 100],
    layout: { topStart: null, topEnd: null, bottomStart: ["info", "pageLength"], bottomEnd: "paging" },
    language: { emptyTable: "Nothing to show", zeroRecords: "No claim fits: remove a filter", info: "_START_ to _END_ of _TOTAL_", infoFiltered: "", infoEmpty: "none", lengthMenu: "_MENU_ a page" },
    ...options,
  });
}

function startTable() {
  const opener = {
    title: '<span class="hidden">Evidence</span>', className: "opener", label: "",
    show: (c) => h("button", { type: "button", "aria-expanded": "false", "aria-label": `Evidence: ${short(c.quote, 40)}, ${shortTitle(c.title)}` }),
  };
  const asked = state.cols.split(",").filter((id) => COLUMNS.some((column) => column.id === id));
  const wanted = asked.length ? asked : FIRST_SHOWN;
  const columns = [opener, ...COLUMNS.map((column) => ({ ...column, visible: wanted.includes(column.id) }))];
  table = grid($("#table"), columns, CLAIMS, { order: [orderOf(state.sort)] });
  table.search.fixed("filters", (_, data) => shown.has(data.row));
  table.on("order", () => {
    const [at, direction] = table.order()[0] ?? [];
    if (at > 0) noteSort(`${COLUMNS[at - 1].id}:${direction}`);
  });
  $("#table").addEventListener("click", (event) => {
    const row = event.target.closest("tbody tr");
    if (row && !event.target.closest("a, .panel") && !String(getSelection())) toggleRow(table.row(row));
  });
}

function orderOf(sort) {
  const [id, direction] = sort.split(":");
  const at = COLUMNS.findIndex((column) => column.id === id);
  return at < 0 ? [3, "desc"] : [at + 1, direction === "asc" ? "asc" : "desc"];
}

function noteSort(sort) {
  if (sort !== state.sort) note({ sort });
  $("#sort").value = sort;
}

/** Open the evidence below a row, or close it. */
function toggleRow(row, open = !row.child.isShown()) {
  const claim = row.data()?.row;
  if (!claim) return;
  const id = `${claim.paper_id} ${claim.claim_id}`;
  if (open) row.child(evidencePanel(claim), "opened").show();
  else row.child.remove();
  $("button", row.node())?.setAttribute("aria-expanded", String(open));
  row.node()?.classList.toggle("is-open", open);
  note({ open: open ? id : state.open === id ? "" : state.open });
}

/** Show what fits now. */
function refreshTable() {
  const fit = fitting();
  shown = new Set(fit);
  table.draw();
  const papers = new Set(fit.map((claim) => claim.paper)).size;
  fill($("#count"), [`${counted(fit.length, "claim")} of ${counted(papers, "paper")}`]);
  $("#csv").disabled = !fit.length;
}

/** Turn to the page with the row that the address opens, and open it. */
function openWanted() {
  const claim = BY_ID.get(state.open);
  if (!claim || !shown.has(claim)) return;
  const order = table.rows({ search: "applied", order: "applied" }).indexes().toArray();
  const at = order.indexOf(claim.i);
  if (at < 0) return;
  table.page(Math.floor(at / table.page.len())).draw("page");
  const row = table.row(claim.i);
  if (!row.child.isShown()) toggleRow(row, true);
  row.node()?.scrollIntoView({ block: "center" });
}

/** The menu of columns, and on narrow pages the choice of the order. */
function startTools() {
  const menu = $("#columns fieldset");
  COLUMNS.forEach((column, number) => {
    const box = h("input", { type: "checkbox", checked: table.column(number + 1).visible(), change: () => {
      table.column(number + 1).visible(box.checked);
      const visible = COLUMNS.filter((_, at) => table.column(at + 1).visible()).map((each) => each.id);
      note({ cols: visible.join() === FIRST_SHOWN.join() ? "" : visible.join() });
    } });
    menu.append(h("label", { title: DATA.columns.find(({ name }) => name === (column.of ?? column.id)).says }, box, ` ${column.title}`));
  });
  const ways = COLUMNS.flatMap(({ id, title, number }) => (number ? [[`${id}:desc`, `${title}, high first`], [`${id}:asc`, `${title}, low first`]] : [[`${id}:asc`, title], [`${id}:desc`, `${title}, Z first`]]));
  $("#sort").append(...ways.map(([value, words]) => h("option", { value }, words)));
  $("#sort").value = state.sort;
  $("#sort").addEventListener("change", (event) => table.order([orderOf(event.target.value)]).draw());
  $("#csv").addEventListener("click", () => saveFile("claims.csv", csv(fittingInOrder())));
  document.addEventListener("click", (event) => { if (!event.target.closest("#columns")) $("#columns").open = false; });
  $("#columns").addEventListener("keydown", (event) => { if (event.key === "Escape") { $("#columns").open = false; $("#columns summary").focus(); } });
}

const fittingInOrder = () => table.rows({ search: "applied", order: "applied" }).data().toArray().map(({ row }) => row);

/** CSV as `claimtable export` writes it: every column, words as the source has them, and a ' before text that a spreadsheet takes for a formula. */
function csv(claims) {
  const names = DATA.columns.map((column) => column.name);
  const lines = [names, ...claims.map((claim) => names.map((name) => csvCell(claim.source[name] ?? claim[name])))];
  return `\ufeff${lines.map((line) => line.map(csvQuoted).join(",")).join("\r\n")}\r\n`;
}

function csvCell(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const raw = Array.isArray(value) ? value.join("; ") : value;
  const text = clean(raw);
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

const csvQuoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function saveFile(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const anchor = h("a", { href: url, download: name, hidden: true });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
