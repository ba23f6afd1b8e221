// What axe and a ruler find in pages: node axe.cjs [--looks=light:1280,dark:375] [--mail] PAGE…
// One JSON array of findings a page on stdout. Nothing is fetched from the network; what a page asks
// for there is a finding. Of mail axe asks what WCAG does: it is no page, and has no landmarks.
const fs = require('fs');
const path = require('path');
const puppeteer = require('puppeteer');

const SOURCE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WORDS = process.argv.slice(2);
const MAIL = WORDS.includes('--mail');
const ASKED = WORDS.find((one) => one.startsWith('--looks=')) || '--looks=light:1280,dark:375';
const LOOKS = ASKED.slice(8).split(',').map((one) => one.split(':')).map(([scheme, width]) => [scheme, Number(width)]);

// A single letter may be a picture of its own to axe, and never is one here.
function faint({ passes, incomplete }) {
  const of = (rules) => rules.filter((one) => one.id === 'color-contrast').flatMap((one) => one.nodes);
  const ratio = (node) => node.any[0]?.data?.contrastRatio;
  return [
    ...of(passes).filter((node) => ratio(node) < 4.5).map((node) => [`${ratio(node)}, not 4.5`, node]),
    ...of(incomplete).filter((node) => node.any[0]?.data?.messageKey !== 'shortTextContent').map((node) => [node.any[0]?.message ?? 'not measured', node]),
  ].map(([message, node]) => ({ rule: 'faint', impact: 'serious', message, where: [node.html.slice(0, 160)] }));
}

// Run in mail: short words of tables that stand in two lines, as a program breaks them that may.
function broken() {
  const found = [];
  for (const cell of document.querySelectorAll('td, th')) {
    const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    if (cell.querySelector('td')) continue;
    while (words.nextNode()) {
      for (const { 0: word, index } of words.currentNode.data.matchAll(/(?<!\S)[\p{L}\p{N}]{1,5}(?=\s|$)/gu)) {
        if (/\p{Script=Han}/u.test(word) || word.length > (cell.tagName === 'TH' ? 4 : 5)) continue;
        const range = document.createRange();
        range.setStart(words.currentNode, index);
        range.setEnd(words.currentNode, index + word.length);
        if (new Set([...range.getClientRects()].map((one) => Math.round(one.top))).size > 1) {
          found.push({ rule: 'broken', impact: 'serious', message: word, where: [cell.outerHTML.slice(0, 160)] });
        }
      }
    }
  }
  return found;
}

// Run in the page. Axe lets links in sentences be small; marks of notes and ways back are smaller
// than any word, so they are measured. A page that is wider than the screen has to be pushed about.
function measured() {
  const found = [];
  for (const link of document.querySelectorAll('[role="doc-noteref"], [role="doc-backlink"]')) {
    const { width, height } = link.getBoundingClientRect();
    if (Math.min(width, height) < 24) {
      found.push({ rule: 'finger', impact: 'serious', message: `${width} x ${height} px, not 24`, where: [link.outerHTML] });
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    found.push({ rule: 'overflow', impact: 'serious', message: `${scrollWidth} px wide`, where: [] });
  }
  return found;
}

async function looked(browser, file, [scheme, width]) {
  const page = await browser.newPage();
  await page.setBypassCSP(true);
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setRequestInterception(true);
  const asked = [];
  page.on('request', (one) => {
    if (!/^https?:/.test(one.url())) return one.continue();
    asked.push({ rule: 'remote', impact: 'serious', message: one.url(), where: [] });
    return one.abort();
  });
  await page.goto(`file://${path.resolve(file)}`, { waitUntil: 'load', timeout: 120000 });
  await page.evaluate(SOURCE);
  const told = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), MAIL ? TAGS.slice(0, -1) : TAGS);
  const ruler = [...await page.evaluate(measured), ...(MAIL ? [...faint(told), ...await page.evaluate(broken)] : [])];
  await page.close();
  const axe = told.violations.map((one) => ({
    rule: one.id, impact: one.impact, message: one.help,
    where: one.nodes.map((node) => node.html.slice(0, 160)),
  }));
  return [...asked, ...axe, ...ruler].map((one) => ({ look: `${scheme} ${width}`, ...one }));
}

async function main() {
  const browser = await puppeteer.launch({ headless: true, args: ['--no-sandbox', '--disable-setuid-sandbox'] });
  for (const file of WORDS.filter((one) => !one.startsWith('--'))) {
    const found = [];
    for (const look of LOOKS) found.push(...await looked(browser, file, look));
    fs.writeSync(1, `${JSON.stringify(found)}\n`);
  }
  await browser.close();
}

main().then(() => process.exit(0), (error) => {
  fs.writeSync(2, `${error.stack || error}\n`);
  process.exit(1);
});
