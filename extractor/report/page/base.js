// Small things that every part needs. Text out of papers becomes text nodes, never markup.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);

// What steers a terminal or turns the direction of writing, as extractor/ask/formats.py has it.
const STEERING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const clean = (text) => String(text).replace(STEERING, "");

/** An element; attributes whose value is null or false are left out, those that are functions listen. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : clean(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== false && child !== undefined)
    .map((child) => (child instanceof Node ? child : clean(child))));
  return element;
}

/** Put children into an element; the focus stays on what is the same, or on the first that takes it. */
function fill(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.textContent : null;
  element.replaceChildren(...children.flat(Infinity).filter((child) => child));
  if (focused === null) return;
  const buttons = [...element.querySelectorAll("a, button")];
  (buttons.find((button) => button.textContent === focused) ?? buttons[0])?.focus();
}

/** The address, if it is one that a page may link to. */
function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

const plain = (id) => String(id).replaceAll("_", " ");
const counted = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
const times = (factor) => `${factor >= 100 ? Math.round(factor).toLocaleString("en") : Number(factor.toPrecision(3))}×`;
const short = (text, most) => (text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`);

/** What a paper is called for short: its title up to the colon, or its beginning. */
function shortTitle(title, most = 32) {
  const head = title.split(":")[0].trim();
  return short(head, most);
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    for (const key of [keyOf(item)].flat()) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(item);
    }
  }
  return groups;
}

function later(run, milliseconds) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  };
}
