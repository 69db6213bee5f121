// Answers expressions with Enketo's openrosa-xpath-evaluator, which runs on any DOM that has XPath.
// In: JSON lines; the first {"document": XML, "now": milliseconds}, then {"ask", "at"} each,
// `at` being an absolute path to the context node. Out: a JSON line each, {"kind", "value"}, or
// {"kind": "refused", "value": why}. The clock stands at `now`.
'use strict';

const lines = require('node:fs').readFileSync(0, 'utf8').split('\n').filter(Boolean);
const { document: xml, now } = JSON.parse(lines.shift());

globalThis.Date = class extends Date {
  constructor(...parts) {
    super(...(parts.length ? parts : [now]));
  }
};

const { JSDOM } = require('jsdom');
const { window } = new JSDOM('');
for (const name of ['DOMParser', 'Node', 'XPathEvaluator', 'XPathResult']) {
  globalThis[name] = window[name];
}
// The DOM's default for a missing type is ANY_TYPE; jsdom has none.
const { createExpression } = window.XPathEvaluator.prototype;
window.XPathEvaluator.prototype.createExpression = function (...parts) {
  const expression = createExpression.apply(this, parts);
  return { evaluate: (node, type = 0, result = null) => expression.evaluate(node, type, result) };
};
globalThis.window = { enketoFormLocale: 'en' };

const evaluator = require('openrosa-xpath-evaluator')();
const tree = new DOMParser().parseFromString(xml, 'application/xml');
const { XPathResult: Result } = window;

function find(path) {
  return path ? tree.evaluate(path, tree, null, Result.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue : tree;
}

function answer({ ask, at }) {
  const result = evaluator.evaluate(ask, find(at), null, Result.ANY_TYPE);
  switch (result.resultType) {
    case Result.NUMBER_TYPE: return { kind: 'number', value: String(result.numberValue) };
    case Result.BOOLEAN_TYPE: return { kind: 'boolean', value: Boolean(result.booleanValue) };
    case Result.UNORDERED_NODE_ITERATOR_TYPE: {
      const first = result.iterateNext();
      return { kind: 'text', value: first ? (first.documentElement ?? first).textContent : '' };
    }
    default: return { kind: 'text', value: String(result.stringValue) };
  }
}

for (const line of lines) {
  let said;
  try {
    said = answer(JSON.parse(line));
  } catch (error) {
    said = { kind: 'refused', value: String(error.message ?? error).slice(0, 200) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
