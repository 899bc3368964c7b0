import { join } from 'node:path';
import type { InspectorClient } from '@inspector/client';
import type { CliContext } from '../context.js';
import { writeOutput } from '../files.js';
import { forEachNode, report, type Outcome } from './outcomes.js';

/** Options of `inspector introspection data save`. */
export interface SaveOptions {
  readonly file?: string;
  readonly directory?: string;
  readonly unprocessed?: boolean;
  readonly json?: boolean;
}

/**
 * Writes the stored data of nodes, as the text that is stored: to standard output, to a file, or to one file
 * per node in a folder.
 */
export async function saveData(
  nodes: readonly string[],
  options: SaveOptions,
  client: InspectorClient,
  context: CliContext,
): Promise<void> {
  const unprocessed = options.unprocessed === true;
  const target = (node: string): string | undefined => {
    if (options.file !== undefined) return options.file;
    if (options.directory === undefined) return undefined;
    return join(options.directory, `${encodeURIComponent(node)}.json`);
  };
  const outcomes = await forEachNode(nodes, async (node) => {
    const text = await client.dataText(node, { unprocessed, signal: context.signal });
    const file = target(node);
    if (file === undefined) {
      context.print(text.trimEnd());
      return {};
    }
    return { file: await writeOutput(file, text, context.cwd, { folders: true }) };
  });
  const files = options.file !== undefined || options.directory !== undefined;
  report(outcomes, context, options.json === true && files, (saved) => tell(saved, context));
}

function tell(saved: readonly Outcome[], context: CliContext): void {
  for (const { node, file } of saved) if (file !== undefined) context.print(`${node}: saved to ${file}`);
}
