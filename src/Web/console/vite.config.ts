import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { precompress } from './build/precompress.ts';

const host = process.env['ZHKH_HOST'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), precompress()],
  build: {
    outDir: '../wwwroot',
    emptyOutDir: true,
    // Two pages: the console of those who sign in, and the small one that a crew opens by a link.
    rollupOptions: { input: ['index.html', 'crew.html'] },
    target: 'es2023',
    // Everything is a file of our own origin: the content policy names 'self' and nothing else.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The real budget, in compressed bytes, is kept by build/budget.mjs.
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: {
      '/api': host,
      '/hubs': { target: host, ws: true },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
  },
});
