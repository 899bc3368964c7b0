import type { JsonObject } from '@inspector/plugin-api';
import { formatJson } from '@inspector/plugin-api/inventory';

/** What an inventory script prints for `--host`: the variables of a host, of an unknown one none. */
export const hostOutput = (vars: JsonObject = {}): string =>
  `${formatJson(vars, { indent: 4, order: 'sorted' })}\n`;
