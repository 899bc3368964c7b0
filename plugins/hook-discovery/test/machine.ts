import type { BareMetal, JsonObject, FoundNode, NodeNotFoundInstance } from '@inspector/plugin-api';
import {
  createContext,
  createWorld,
  recordLog,
  type GivenServiceOptions,
  type RecordedLog,
  type WorldOptions,
} from '@inspector/test-kit';
import enroll from '../src/index.js';

/** Data of a machine after the pre-processing hooks; the MAC and the BMC address end in `number`. */
export const machine = (number: number, inventory: JsonObject = {}): JsonObject => ({
  inventory: { bmc_address: `192.0.2.${number}`, bmc_v6address: `2001:db8::${number}`, ...inventory },
  all_interfaces: { eth0: { mac: mac(number) }, eth1: { mac: mac(number, 1) } },
});

/** MAC of a card of a machine, lower case. */
export const mac = (number: number, card = 0): string =>
  `52:54:00:00:0${card}:${number.toString(16).padStart(2, '0')}`;

/** The hook at work and what it works on. */
export interface Discovery {
  readonly hook: NodeNotFoundInstance;
  readonly log: RecordedLog;
  readonly baremetal: BareMetal;
  /** Fields of every node created, in order, without the UUID, which is another one each time. */
  readonly created: JsonObject[];
  post(data: JsonObject): Promise<FoundNode | undefined>;
}

/** Sets the hook up over a bare metal service in memory that holds one other node. */
export const discovery = async (
  options: JsonObject = {},
  world: WorldOptions = {},
  service: GivenServiceOptions = {},
  change: (baremetal: BareMetal) => Partial<BareMetal> = () => ({}),
): Promise<Discovery> => {
  const { baremetal } = createWorld(world);
  const created: JsonObject[] = [];
  const recording: BareMetal = {
    ...baremetal,
    createNode: async (fields) => {
      const { uuid: _, ...others } = fields;
      created.push(others);
      return baremetal.createNode(fields);
    },
  };
  const changed = { ...recording, ...change(recording) };
  const log = recordLog();
  const hook = await enroll.setup(createContext(enroll, { options, service, log, baremetal: changed }));
  return { hook, log, baremetal: changed, created, post: async (data) => hook.nodeNotFound(data) };
};
