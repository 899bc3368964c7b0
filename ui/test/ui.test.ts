import { packageSuite, pageSuite } from '@inspector/test-kit';
import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import definition from '../dist/index.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
pageSuite({ describe, it, definition });

describe('The page', () => {
  const folder = fileURLToPath(new URL('../dist/page', import.meta.url));
  const files = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  it('takes 60 kB at most to load', () => {
    const compressed = files().filter((file) => file.endsWith('.gz'));
    const bytes = compressed.map((file) => readFileSync(file).length).reduce((sum, one) => sum + one, 0);
    expect(compressed).not.to.deep.equal([]);
    expect(bytes).to.be.below(60_000);
  });

  it('makes no text into markup or code, and asks nobody else', () => {
    for (const file of files().filter((name) => /\.(js|css|html)$/.test(name))) {
      const text = readFileSync(file, 'utf8');
      expect(text, file).not.to.match(/\beval\(|new Function\(|document\.write|insertAdjacentHTML/);
      const addresses = text.match(/https?:\/\/[^\s"'`)]+/g) ?? [];
      const strange = addresses.filter((address) => !address.startsWith('http://www.w3.org/'));
      expect(strange, file).to.deep.equal([]);
    }
  });
});
