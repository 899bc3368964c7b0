import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

const out = fileURLToPath(new URL('dist/page', import.meta.url));

/** Compresses the files once, here, instead of in every service that sends them. */
const compressed = {
  name: 'compressed',
  closeBundle() {
    for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(entry.name)) continue;
      const file = join(entry.parentPath, entry.name);
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
    }
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('page', import.meta.url)),
  // Relative: the page works below any path that a proxy has.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: out,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // A picture in the text of a style would need a wider policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  plugins: [compressed],
  logLevel: 'warn',
});
