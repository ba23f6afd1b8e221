// What Ace by DAISY finds in books: node ace.cjs BOOK…
// One JSON object a book on stdout: the findings, and the metadata that it misses.
const fs = require('fs');
const os = require('os');
const path = require('path');
const ace = require('@daisy/ace-core');
const runner = require('@daisy/ace-axe-runner-puppeteer');

async function looked(book) {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'ace-'));
  try {
    await ace(path.resolve(book), { cwd: process.cwd(), outdir: out, silent: true, initLogger: false, lang: 'en' }, runner);
    const report = JSON.parse(fs.readFileSync(path.join(out, 'report.json'), 'utf8'));
    const found = (report.assertions || []).flatMap((part) => (part.assertions || []).map((one) => ({
      where: (part['earl:testSubject'] || {}).url,
      rule: one['earl:test']['dct:title'],
      impact: one['earl:test']['earl:impact'],
      message: String((one['earl:result'] || {})['dct:description'] || '').replace(/\s+/g, ' ').slice(0, 300),
    })));
    return { found, missing: (report['a11y-metadata'] || {}).missing || [] };
  } finally {
    fs.rmSync(out, { recursive: true, force: true });
  }
}

async function main() {
  runner.concurrency = 1;
  await runner.launch();
  for (const book of process.argv.slice(2)) {
    fs.writeSync(1, `${JSON.stringify(await looked(book))}\n`);
  }
}

// Left to itself it waits for two minutes after its work.
main().then(() => process.exit(0), (error) => {
  fs.writeSync(2, `${error.stack || error}\n`);
  process.exit(1);
});
