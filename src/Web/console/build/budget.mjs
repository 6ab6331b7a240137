// The first load of the console stays under its budget, or the build fails (UX appendix A, U22).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = { js: 270, css: 40 };
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../wwwroot');
const html = readFileSync(path.join(root, 'index.html'), 'utf8');
const used = { js: 0, css: 0 };
for (const [, file] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)) {
  used[file.endsWith('.js') ? 'js' : 'css'] += gzipSync(readFileSync(path.join(root, file))).length / 1024;
}
for (const kind of ['js', 'css']) {
  console.log(`first load ${kind}: ${used[kind].toFixed(1)} of ${BUDGET_KB[kind]} kB gz`);
  if (used[kind] === 0 || used[kind] > BUDGET_KB[kind]) {
    console.error(`first load ${kind} is outside its budget`);
    process.exitCode = 1;
  }
}
