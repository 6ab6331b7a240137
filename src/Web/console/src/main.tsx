import './base.css';
import '@fontsource-variable/golos-text/index.css';
import './tokens.css';
import './mantine';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startTexts } from './i18n';
import { LooksProvider, useLooks } from './looks';
import { isWorthAsking } from './retry';
import { router } from './routes';
import { unlockSoundOnFirstTouch } from './sound';
import { chosenDensity, chosenScheme, keepDensity, keepScheme, theme } from './theme';

unlockSoundOnFirstTouch();
keepScheme(chosenScheme());
keepDensity(chosenDensity());

const client = new QueryClient({
  defaultOptions: { queries: { staleTime: 2_000, refetchOnWindowFocus: false, retry: isWorthAsking } },
});

/** The library's own style elements are off: its variables are in our files, so the content policy stays strict. */
function App() {
  const { scheme } = useLooks();
  return (
    <MantineProvider theme={theme} forceColorScheme={scheme} withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

const root = document.getElementById('root');
if (root === null) {
  throw new Error('the page has no root');
}
await startTexts();
createRoot(root).render(
  <StrictMode>
    <LooksProvider>
      <App />
    </LooksProvider>
  </StrictMode>,
);
