import { join } from 'node:path';
import { format } from 'prettier';
import { exportedDeclarations } from './declarations.mjs';
import { NOTE } from './markdown.mjs';

/**
 * Everything that can be imported from a package, so that a review sees each change of it.
 *
 * @param meaning - what a change of the page means
 */
export function apiReport(root, folder, { name, meaning }) {
  const page = [`# What ${name} exports`, NOTE, meaning, exportedDeclarations(join(root, folder))];
  return format(page.join('\n\n'), { parser: 'markdown', printWidth: 110, singleQuote: true });
}
