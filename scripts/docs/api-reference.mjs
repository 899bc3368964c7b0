import { join } from 'node:path';
import { format } from 'prettier';
import ts from 'typescript';
import { exportedDeclarations, statementOf } from './declarations.mjs';
import { NOTE } from './markdown.mjs';

/** What a package exports, with what its comments say, for people who write against it. */
export function apiReference(root, folder, { title, introduction }) {
  const page = [`# ${title}`, NOTE, introduction, exportedDeclarations(join(root, folder), documented)];
  return format(page.join('\n\n'), { parser: 'markdown', printWidth: 110, singleQuote: true });
}

const PRINTER = ts.createPrinter({ removeComments: false });

/** A section for each symbol, in the order of the names: what it is, and its declaration with the comments of its members. */
function documented(symbols, checker) {
  return symbols
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((symbol) => {
      const nodes = new Set((symbol.declarations ?? []).map(statementOf));
      const texts = [...nodes].map((node) => declarationText(node));
      return [`### ${symbol.name}`, prose(symbol, checker), `\`\`\`ts\n${texts.join('\n')}\n\`\`\``].filter(
        Boolean,
      );
    });
}

/** The declaration without the comment in front of it, which is told as prose. */
function declarationText(node) {
  const text = PRINTER.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
  return text
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\s*/, '')
    .replaceAll(/^(export )?(declare )?/gm, '')
    .replaceAll(/^ +private .*\n/gm, '');
}

/** What the comment of a symbol says, its tags included. */
function prose(symbol, checker) {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol.getJsDocTags(checker).map(({ name, text: parts }) => {
    const words = ts
      .displayPartsToString(parts)
      .replace(/^\s*-\s*/, '')
      .replaceAll('\n', ' ');
    return `- \`@${name}\` ${escaped(words)}`;
  });
  return [escaped(text), tags.join('\n')].filter(Boolean).join('\n\n');
}

/** Links of TSDoc as code; what Markdown would take for a tag is escaped. */
const escaped = (text) => text.replaceAll(/\{@link ([^}]+)\}/g, '`$1`').replaceAll(/<(?=[A-Za-z/])/g, '\\<');
