import type { RequestMatcher } from '@inspector/simulator';
import type { Step } from './cells.js';

/** The request of a step, for a node. */
export type OfNode = (uuid: string) => RequestMatcher;

const node: OfNode = (uuid) => ({ route: 'GET /v1/nodes/{}', node: uuid });
const ports: OfNode = (uuid) => ({ route: 'GET /v1/ports/detail', node: uuid });
const power: OfNode = (uuid) => ({ method: 'PUT', path: '/states/power', node: uuid });
const change: OfNode = (uuid) => ({ route: 'PATCH /v1/nodes/{}', node: uuid });

/** Every kind of request to Ironic that an operation makes. */
export const STEPS: readonly Step<OfNode>[] = [
  { operation: 'start', name: 'the node is read', place: node },
  {
    operation: 'start',
    name: 'power is validated',
    place: (uuid) => ({ route: 'GET /v1/nodes/{}/validate', node: uuid }),
  },
  { operation: 'start', name: 'its ports are listed', place: ports },
  {
    operation: 'start',
    name: 'the boot device is set',
    place: (uuid) => ({ path: '/boot_device', node: uuid }),
  },
  { operation: 'start', name: 'power is asked for', place: power },
  { operation: 'continue', name: 'the node is read', place: node },
  { operation: 'continue', name: 'its ports are listed', place: ports },
  { operation: 'continue', name: 'a port is made', place: () => ({ route: 'POST /v1/ports' }) },
  { operation: 'continue', name: 'the node is changed', place: change },
  { operation: 'continue', name: 'power is switched off', place: power },
  { operation: 'reapply', name: 'the node is read', place: node },
  { operation: 'reapply', name: 'its ports are listed', place: ports },
  { operation: 'reapply', name: 'the node is changed', place: change },
  { operation: 'abort', name: 'power is switched off', place: power },
];
