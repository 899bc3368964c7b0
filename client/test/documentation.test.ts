import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import ts from 'typescript';
import { createClient } from '../src/index.js';

const PAGES = ['../README.md', '../../docs/guide/client.md'];
const pathOf = (page: string): string => fileURLToPath(new URL(page, import.meta.url));

/** Types as strict as a careful user has them. */
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  skipLibCheck: true,
  types: ['node'],
  paths: { '@inspector/client': [pathOf('../src/index.ts')] },
};

/** What the compiler says of programs that are not on the disk. */
function complaints(programs: ReadonlyMap<string, string>): string[] {
  const host = ts.createCompilerHost(OPTIONS);
  const { readFile: read, fileExists } = host;
  host.readFile = (name) => programs.get(name) ?? read(name);
  host.fileExists = (name) => programs.has(name) || fileExists(name);
  host.getSourceFile = (name, target) => {
    const text = host.readFile(name);
    return text === undefined ? undefined : ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram([...programs.keys()], OPTIONS, host);
  return [...programs.keys()].flatMap((name) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`),
  );
}

describe('The pages about the client', () => {
  const texts = new Map<string, string>();
  before(async () => {
    for (const page of PAGES) texts.set(page, await readFile(pathOf(page), 'utf8'));
  });

  it('have examples that the compiler accepts', function () {
    this.timeout(20_000);
    const programs = new Map<string, string>();
    for (const [page, text] of texts) {
      for (const [index, [, example = '']] of [...text.matchAll(/```ts\n(.*?)```/gs)].entries()) {
        programs.set(pathOf(page).replace(/\.md$/, `-${String(index)}.mts`), example);
      }
    }
    expect(programs.size).to.be.above(1);
    expect(complaints(programs)).to.deep.equal([]);
  });

  for (const page of PAGES) {
    it(`name every method, and none that does not exist: ${page}`, () => {
      const client = createClient({ url: 'http://127.0.0.1' });
      const methods = Object.entries(client).flatMap(([name, member]: [string, unknown]) =>
        typeof member === 'object' && member !== null
          ? Object.keys(member).map((method) => `${name}.${method}`)
          : [name],
      );
      const rows = [...(texts.get(page) ?? '').matchAll(/^\| (`[a-zA-Z.]+\([^|]*) \|/gm)].map(
        ([, cell]) => cell,
      );
      const named = rows.flatMap((cell = '') =>
        [...cell.matchAll(/`([a-zA-Z.]+)\(/g)].map(([, name = '']) => name),
      );
      expect([...new Set(named)]).to.have.members(methods);
    });

    it(`name every option: ${page}`, () => {
      const named = [...(texts.get(page) ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
      expect(named).to.include.members(['url', 'token', 'basic', 'headers', 'version', 'timeout', 'fetch']);
    });
  }
});
