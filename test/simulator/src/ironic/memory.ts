import { writeJson } from '@inspector/plugin-api/json';
import type { Json } from '../json.js';
import { dispatch, locate } from './dispatch.js';
import { DRIVERS } from './drivers.js';
import { Fleet } from './fleet.js';

/** The fake without a server: for tests that need its rules but no network. */
export interface MemoryIronic {
  readonly fleet: Fleet;
  /**
   * Carries out one request as the newest client would send it.
   *
   * @param target path with query, for instance `/v1/ports/detail?node=…`
   */
  request(method: string, target: string, body?: Json): { readonly status: number; readonly body: unknown };
}

const NEWEST = 82;

/** Makes a fake Ironic that is called directly. Power changes take effect at once. */
export function createMemoryIronic(): MemoryIronic {
  const fleet = new Fleet();
  const settings = {
    fleet,
    url: 'http://127.0.0.1',
    newest: NEWEST,
    pageLimit: 1000,
    drivers: DRIVERS,
    changePower(uuid: string, target: string) {
      const node = fleet.nodes.get(uuid);
      if (node !== undefined) node.power_state = target.endsWith('power off') ? 'power off' : 'power on';
    },
  };
  return {
    fleet,
    request(method, target, body) {
      const { found, query } = locate(method, target);
      const text = body === undefined ? '' : writeJson(body);
      const answer = dispatch(settings, found, { version: NEWEST, query, body: text });
      return { status: answer.status, body: answer.body };
    },
  };
}
