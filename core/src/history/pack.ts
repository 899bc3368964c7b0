import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync } from 'node:zlib';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { writeJson } from '@inspector/plugin-api/json';
import { member } from '@inspector/plugin-api/ramdisk-data';
import type { HookResult, KeptData, NewRun } from '../db/types.js';
import type { Account } from './account.js';

const compress = promisify(deflateRaw);

/** Characters of data that are compressed: beyond, only the inventory is kept. A machine of a hundred disks has a tenth. */
const LONGEST_TEXT = 8 * 1024 * 1024;
/** Characters that are compressed at once, in a tenth of a millisecond; going to another thread and back takes longer. */
const SHORT = 64 * 1024;
/** Half the time of what zlib does by itself, for a twentieth more bytes. */
const FAST = { level: 3, memLevel: 6, windowBits: 14 } as const;
/** Bytes of a body; as many as the table takes without pain, times the introspections that are kept. */
const LONGEST_BODY = 1024 * 1024;

/**
 * Packs what happened in an introspection: JSON, compressed (RFC 1951). Where all data are too long the inventory is kept, and where that is too long, too, no data are.
 */
export async function packRun(
  account: Account,
  hookResults: readonly HookResult[] = [],
): Promise<Pick<NewRun, 'keptData' | 'body'>> {
  const { rules, changes, changesLeftOut } = account;
  const head = writeJson({
    hooks: hookResults,
    rules,
    changes,
    changes_left_out: changesLeftOut,
  } as unknown as Json);
  for (const [keptData, textOf] of CHOICES) {
    const text = writable(() => textOf(account));
    if (text === undefined || text.length > LONGEST_TEXT) continue;
    const body = await packed(`${head.slice(0, -1)},"data":${text}}`);
    if (body.length <= LONGEST_BODY) return { keptData, body };
  }
  const rest = await packed(`${head.slice(0, -1)},"data":null}`);
  return { keptData: 'none', body: rest };
}

const CHOICES: readonly (readonly [KeptData, (account: Account) => string | undefined])[] = [
  ['all', ({ data, text }) => text ?? (data === undefined ? undefined : textWithoutLogs(data))],
  ['inventory', ({ data }) => inventoryText(data)],
];

/** JSON text of data without the logs of the ramdisk, numbers as the ramdisk wrote them where no hook changed them. */
export function textWithoutLogs(data: JsonObject): string {
  const { logs: _, ...kept } = data;
  return writeJson(kept);
}

function inventoryText(data: JsonObject | undefined): string | undefined {
  const inventory = member(data, 'inventory');
  return inventory === undefined ? undefined : writeJson({ inventory });
}

/** The text, if there is one: a hook that failed may have left an object that contains itself. */
function writable(textOf: () => string | undefined): string | undefined {
  try {
    return textOf();
  } catch {
    return undefined;
  }
}

const packed = async (text: string): Promise<Buffer> =>
  text.length <= SHORT ? deflateRawSync(text, FAST) : compress(text, FAST);
