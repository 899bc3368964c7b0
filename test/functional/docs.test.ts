import { ERROR_CODES } from '@inspector/plugin-api';
import { resolveConfig } from '@inspector/core';
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { anchors, examples, links, markdownFiles, sourceFiles, type Example } from './docs.js';
import { ROOT } from './harness.js';

const run = promisify(execFile);
const place = ({ file, line }: Example): string => `${relative(ROOT, file)}:${line}`;

describe('the documentation', () => {
  let pages: Map<string, string>;
  let folder: string;
  before(async () => {
    pages = await markdownFiles(ROOT);
    folder = await mkdtemp(join(tmpdir(), 'inspector-docs-'));
  });
  after(() => rm(folder, { recursive: true }));

  const marked = (): Example[] => [...pages].flatMap(([file, text]) => examples(file, text));

  it('has generated pages and a schema that are up to date', async () => {
    await run(process.execPath, [join(ROOT, 'scripts/generate-docs.mjs'), '--check']);
  }).timeout(60_000);

  it('has only links that lead somewhere', () => {
    const broken = [];
    for (const [file, text] of pages) {
      for (const link of links(text)) {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? file : resolve(dirname(file), path);
        const content = pages.get(target);
        const found = existsSync(target) && (!anchor || !content || anchors(content).has(anchor));
        if (!found) broken.push(`${relative(ROOT, file)}: ${link}`);
      }
    }
    expect(broken).to.deep.equal([]);
  });

  it('has an index that leads to every page', () => {
    const index = join(ROOT, 'docs/README.md');
    const listed = new Set(links(pages.get(index) ?? '').map((link) => resolve(dirname(index), link)));
    const page =
      /^(docs\/(?!plugins\/examples\/[^/]+\/).*|(core|client|plugins\/[^/]+|test\/[^/]+)\/README)\.md$/;
    const missing = [...pages.keys()]
      .filter((file) => page.test(relative(ROOT, file)) && file !== index && !listed.has(file))
      .map((file) => relative(ROOT, file));
    expect(missing).to.deep.equal([]);
  });

  it('has json and yaml examples that parse', () => {
    const broken = [];
    for (const example of marked()) {
      try {
        if (example.language === 'json') JSON.parse(example.text);
        if (example.language === 'yaml') {
          const errors = parseAllDocuments(example.text).flatMap((document) => document.errors);
          if (errors[0]) throw errors[0];
        }
      } catch (error) {
        broken.push(`${place(example)}: ${String(error)}`);
      }
    }
    expect(broken).to.deep.equal([]);
  });

  it('has configuration examples that the service accepts', async () => {
    const configs = marked().filter(
      ({ language, text }) => language === 'js' && /export default (?:defineConfig\(|\{)/.test(text),
    );
    expect(configs.length).to.be.above(5);
    const refused: string[] = [];
    for (const [index, example] of configs.entries()) {
      const path = join(folder, `example-${index}.mjs`);
      await accepted(path, example.text).catch((error: unknown) =>
        refused.push(`${place(example)}: ${String(error)}`),
      );
    }
    expect(refused).to.deep.equal([]);
  });

  it('has an example configuration that the service accepts', async () => {
    await accepted(
      join(folder, 'site.mjs'),
      await readFile(join(ROOT, 'config/inspector.config.js'), 'utf8'),
    );
  });

  it('names only error codes that exist', () => {
    const unknown = [];
    for (const [file, text] of pages) {
      for (const [code] of text.matchAll(/\bINSP_[A-Z0-9_]*[A-Z0-9]\b(?!_)/g)) {
        if (!Object.hasOwn(ERROR_CODES, code)) unknown.push(`${relative(ROOT, file)}: ${code}`);
      }
    }
    expect(unknown).to.deep.equal([]);
  });

  it('lists no error code that nothing throws', async () => {
    const sources = [...(await sourceFiles(ROOT)).values()].join('\n');
    const unused = Object.keys(ERROR_CODES).filter((code) => !sources.includes(`'${code}'`));
    expect(unused).to.deep.equal([]);
  });

  /** @throws what the loader says against the configuration */
  async function accepted(path: string, text: string): Promise<void> {
    const core = pathToFileURL(join(ROOT, 'core/dist/index.js')).href;
    const imported = `import { defineConfig } from '${core}';\n`;
    const body = text.replace(/^import \{ defineConfig \}.*\n/m, '');
    await writeFile(path, imported + body);
    const { default: config } = (await import(pathToFileURL(path).href)) as { default: object };
    resolveConfig({ ...config });
  }
});
