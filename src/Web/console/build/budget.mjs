// The first load of each page stays under its budget, or the build fails (UX appendix A, U22).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = { 'index.html': { js: 270, css: 40 }, 'crew.html': { js: 95, css: 20 } };
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../wwwroot');
for (const [page, budget] of Object.entries(BUDGET_KB)) {
  const html = readFileSync(path.join(root, page), 'utf8');
  const used = { js: 0, css: 0 };
  for (const [, file] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)) {
    used[file.endsWith('.js') ? 'js' : 'css'] += gzipSync(readFileSync(path.join(root, file))).length / 1024;
  }
  for (const kind of ['js', 'css']) {
    console.log(`${page} first load ${kind}: ${used[kind].toFixed(1)} of ${budget[kind]} kB gz`);
    if (used[kind] === 0 || used[kind] > budget[kind]) {
      console.error(`${page} first load ${kind} is outside its budget`);
      process.exitCode = 1;
    }
  }
}
