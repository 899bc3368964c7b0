import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A command that a page tells its reader to run. */
export interface Command {
  readonly text: string;
  /** What it prints according to the page, line by line. `…` stands for any text, alone on a line for any lines. */
  readonly prints: readonly string[];
  /** Line of the page. */
  readonly line: number;
  /** true: it goes on running until it is stopped. */
  readonly serves: boolean;
}

/** A part of a page with its commands. */
export interface Section {
  readonly title: string;
  readonly commands: readonly Command[];
}

const PAGE = fileURLToPath(
  new URL('../../../docs/operations/migrate-from-ironic-inspector.md', import.meta.url),
);
const SERVES = 'serves';

/**
 * The commands of the page about the migration, in their order.
 *
 * @param marks - blocks with another mark after `console` are for others and left out
 */
export async function migrationGuide(marks: readonly string[]): Promise<Section[]> {
  const sections: { title: string; commands: Command[] }[] = [{ title: '', commands: [] }];
  let block: { readonly wanted: boolean; readonly serves: boolean } | undefined;
  for (const [index, raw] of (await readFile(PAGE, 'utf8')).split('\n').entries()) {
    const line = raw.trim();
    const commands = sections.at(-1)?.commands ?? [];
    if (line.startsWith('```')) {
      const [language, mark] = line.slice(3).split(' ');
      const wanted =
        language === 'console' && (mark === undefined || mark === SERVES || marks.includes(mark));
      block = block === undefined ? { wanted, serves: mark === SERVES } : undefined;
    } else if (block === undefined) {
      if (line.startsWith('## ')) sections.push({ title: line.slice(3), commands: [] });
    } else if (block.wanted) addLine(commands, line, index + 1, block.serves);
  }
  return sections;
}

function addLine(commands: Command[], line: string, number: number, serves: boolean): void {
  const last = commands.at(-1);
  if (/^[$#] /.test(line)) commands.push({ text: line.slice(2), prints: [], line: number, serves });
  else if (last !== undefined) commands[commands.length - 1] = { ...last, prints: [...last.prints, line] };
}

/** Whether a text is what a page says that a command prints. */
export function isPrinted({ prints }: Command, text: string): boolean {
  const pattern = prints.map((line) =>
    line === '…' ? '(?:.*\\n)*?' : `${line.split('…').map(escaped).join('.*')}\\s*\\n`,
  );
  return new RegExp(`^${pattern.join('')}$`).test(text === '' || text.endsWith('\n') ? text : `${text}\n`);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
