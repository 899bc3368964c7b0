import { marks } from './dialect.js';
import type { EventSelection } from './event-types.js';
import type { SqlValue } from './session.js';

/** The part of a condition that selects events, with a leading `AND`; empty where all are wanted. */
export function eventCondition({ nodes, types }: EventSelection): {
  readonly text: string;
  readonly parameters: readonly SqlValue[];
} {
  const parts: string[] = [];
  const parameters: SqlValue[] = [];
  if (nodes !== undefined) {
    parts.push(nodes.length === 0 ? NOTHING : `node_uuid IN (${marks(nodes.length)})`);
    parameters.push(...nodes);
  }
  if (types !== undefined) {
    const each = types.map(() => "type = ? OR type LIKE ? ESCAPE '!'");
    parts.push(each.length === 0 ? NOTHING : `(${each.join(' OR ')})`);
    parameters.push(...types.flatMap((type) => [type, `${type.replace(/[!%_]/g, '!$&')}.%`]));
  }
  return { text: parts.map((part) => ` AND ${part}`).join(''), parameters };
}

const NOTHING = '1 = 0';
