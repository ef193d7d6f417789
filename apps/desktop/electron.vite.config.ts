import path from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const repository = process.env.GITHUB_REPOSITORY;
/** Where the project's own pages lie; builds from elsewhere than its repository have no links to them. */
const projectUrl = repository ? `https://github.com/${repository}` : null;

const from = (file: string) => path.join(import.meta.dirname, file);

/** Everything is bundled, so that what is packed holds no `node_modules`; Electron itself is all that stays outside. */
export default defineConfig({
  main: {
    define: { PROJECT_URL: JSON.stringify(projectUrl) },
    build: {
      outDir: from('dist/main'),
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        input: { index: from('src/main/index.ts') },
        output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  },
  preload: {
    build: {
      outDir: from('dist/preload'),
      externalizeDeps: false,
      // a sandboxed preload is one CommonJS file
      rolldownOptions: {
        input: { index: from('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: from('src/renderer'),
    plugins: [react(), tailwind()],
    build: {
      outDir: from('dist/renderer'),
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: from('src/renderer/index.html') } },
    },
  },
});
