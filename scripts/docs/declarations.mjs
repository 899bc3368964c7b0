// Writes down every declaration that a package exports, as text that a change of the contract cannot avoid to change.
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';

/**
 * Reads the compiled declarations of a package.
 *
 * @param folder - absolute path of the package; it has to be built
 * @param print - makes blocks of Markdown of symbols; default: their declarations without comments
 * @returns the body of a Markdown page: one section for each entry of `exports`, and what these refer to
 */
export function exportedDeclarations(folder, print = printed) {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entries = Object.entries(exports).filter(([, target]) => typeof target === 'object');
  const program = ts.createProgram(
    entries.map(([, { types }]) => join(folder, types)),
    {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      types: ['node'],
      noEmit: true,
    },
  );
  const checker = program.getTypeChecker();
  const exported = new Map();
  const again = new Map();
  for (const [subpath, { types }] of entries) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(join(folder, types)));
    for (const symbol of checker.getExportsOfModule(module)) {
      const meant = resolved(checker, symbol);
      if (!exported.has(meant)) exported.set(meant, { subpath, name: symbol.name });
      else again.set(subpath, [...(again.get(subpath) ?? []), symbol.name]);
    }
  }
  const sections = entries.map(([subpath]) => {
    const symbols = [...exported].filter(([, place]) => place.subpath === subpath);
    return [
      `## \`${join(name, subpath)}\``,
      ...print(
        symbols.map(([symbol]) => symbol),
        checker,
      ),
      ...repeated(again.get(subpath)),
    ];
  });
  const hidden = referredTo(checker, [...exported.keys()], `${folder}${sep}`);
  return [
    ...sections.flat(),
    '## Not exported, but part of what is',
    ...print(
      hidden.filter((symbol) => !exported.has(symbol)),
      checker,
    ),
  ].join('\n\n');
}

/** What another entry exports as well is written down there; that it can be imported from here is part of the contract, too. */
const repeated = (names = []) =>
  names.length === 0
    ? []
    : [
        `Exported here as well: ${names
          .toSorted()
          .map((name) => `\`${name}\``)
          .join(', ')}.`,
      ];

const resolved = (checker, symbol) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** The declarations of these symbols and of everything of the package that they mention. */
function referredTo(checker, symbols, folder) {
  const found = new Set(symbols);
  for (const symbol of found) {
    const visit = (node) => {
      if (ts.isIdentifier(node)) {
        const mentioned = checker.getSymbolAtLocation(node);
        const meant = mentioned && resolved(checker, mentioned);
        if (meant && isDeclaration(meant, folder)) found.add(meant);
      }
      ts.forEachChild(node, visit);
    };
    for (const declaration of symbol.declarations ?? []) visit(declaration);
  }
  return [...found];
}

const DECLARATIONS =
  ts.SymbolFlags.Interface |
  ts.SymbolFlags.TypeAlias |
  ts.SymbolFlags.Class |
  ts.SymbolFlags.Function |
  ts.SymbolFlags.BlockScopedVariable;

/** Whether it stands on its own in a file of the package: neither a member nor a parameter. */
const isDeclaration = ({ flags, declarations = [] }, folder) =>
  (flags & DECLARATIONS) !== 0 &&
  declarations.some(
    (node) => statementOf(node).parent.kind === ts.SyntaxKind.SourceFile && inside(node, folder),
  );

const inside = (node, folder) => {
  const { fileName } = node.getSourceFile();
  return fileName.startsWith(folder.split(sep).join('/')) && !fileName.includes('/node_modules/');
};

export const statementOf = (node) => (ts.isVariableDeclaration(node) ? node.parent.parent : node);

const PRINTER = ts.createPrinter({ removeComments: true });

/** Blocks of code in the order of the names, without comments and without what is private. */
function printed(symbols) {
  return symbols
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map((symbol) => {
      const nodes = new Set((symbol.declarations ?? []).map(statementOf));
      const texts = [...nodes].map((node) =>
        PRINTER.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
          .replaceAll(/^(export )?(declare )?/gm, '')
          .replaceAll(/^ +private .*\n/gm, ''),
      );
      return `\`\`\`ts\n${texts.join('\n')}\n\`\`\``;
    });
}
