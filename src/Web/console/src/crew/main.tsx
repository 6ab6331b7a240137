import '../base.css';
import '@fontsource-variable/golos-text/index.css';
import '../tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CrewPage } from './CrewPage';
import { CrewDesk } from './desk';

document.documentElement.dataset['mantineColorScheme'] =
  matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';

const token = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const root = document.getElementById('root');
if (root === null) {
  throw new Error('the page has no root');
}
const desk = new CrewDesk(token);
desk.start();
createRoot(root).render(<StrictMode><CrewPage desk={desk} /></StrictMode>);

// The page itself opens without a network too; only over https or on this very machine, as browsers want it.
async function keepForCellars(): Promise<void> {
  await navigator.serviceWorker.register('/crew-worker.js', { scope: '/c/' });
  const worker = (await navigator.serviceWorker.ready).active;
  const files = performance.getEntriesByType('resource')
    .map((entry) => new URL(entry.name).pathname)
    .filter((path) => path.startsWith('/assets/'));
  worker?.postMessage({ page: location.pathname, files: [...new Set(files)] });
  document.documentElement.dataset['kept'] = 'asked';
}

if ('serviceWorker' in navigator) {
  window.addEventListener('load', () => {
    keepForCellars().catch((error: unknown) => console.warn(error));
  });
}
