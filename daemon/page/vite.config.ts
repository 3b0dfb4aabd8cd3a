import { defineConfig } from 'vite';

// Land is fetched as a file and never inlined; the rest is one script, one style sheet, one worker.
export default defineConfig({
  base: './',
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 2500, reportCompressedSize: false },
});
