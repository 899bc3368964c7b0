import { join } from 'node:path';
import { format } from 'prettier';
import { exportedDeclarations } from './declarations.mjs';
import { NOTE } from './markdown.mjs';

/** Everything that plugin authors can import, so that a review sees each change of the contract. */
export function apiReport(root) {
  const page = [
    '# What @inspector/plugin-api exports',
    NOTE,
    'A change of this page is a change of the plugin contract: [README.md](README.md) says which ones a minor version may have.',
    exportedDeclarations(join(root, 'plugins/plugin-api')),
  ];
  return format(page.join('\n\n'), { parser: 'markdown', printWidth: 110, singleQuote: true });
}
