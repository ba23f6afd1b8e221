// What mail programs lack of what pages use: node caniemail.mjs CLIENT,… PAGE…
// One JSON array of features a page on stdout: each that some client does not know, or in part.
import { readFileSync } from 'node:fs';
import { caniemail } from 'caniemail';

const [clients, ...files] = process.argv.slice(2);
for (const file of files) {
  const { issues } = caniemail({ clients: clients.split(','), html: readFileSync(file, 'utf8') });
  const found = [...issues.errors.values(), ...issues.warnings.values()].flat();
  console.log(JSON.stringify([...new Set(found.map((one) => one.title))].sort()));
}
