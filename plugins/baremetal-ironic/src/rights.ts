import type { RefusedRight } from '@inspector/plugin-api';
import { failureOf, rejection } from './answer.js';
import type { Call, Service } from './service.js';

/** A member that no node has, and that is asked to be removed: Ironic answers that it is not there. */
const NOTHING = 'inspector_asks_whether_it_may';
/** What is no power state, so that no machine ever takes it. */
const NO_STATE = 'inspector asks whether it may';
/** No port group is called so: they are numbered by chance. */
const NO_GROUP = '00000000-0000-4000-8000-000000000000';
/** No card has this address. */
const NO_CARD = '00:00:00:00:00:00';

type Question = Pick<RefusedRight, 'right'> & Pick<Call, 'method' | 'path' | 'body' | 'resource'>;

/** Requests that Ironic refuses to everybody, and to those without the right for want of it: it looks at rights first. */
const questionsAbout = (uuid: string): readonly Question[] => [
  {
    ...{ right: 'change', resource: 'nodes', method: 'PATCH', path: ['nodes', uuid] },
    body: ['properties', 'extra'].map((member) => ({ op: 'remove', path: `/${member}/${NOTHING}` })),
  },
  {
    ...{ right: 'power', resource: 'nodes', method: 'PUT', path: ['nodes', uuid, 'states', 'power'] },
    body: { target: NO_STATE },
  },
  {
    ...{ right: 'ports', resource: 'ports', method: 'POST', path: ['ports'] },
    body: { node_uuid: uuid, address: NO_CARD, portgroup_uuid: NO_GROUP },
  },
];

const REFUSALS: ReadonlySet<number> = new Set([401, 403]);
/** What is said to those who may: it cannot be done, now or at all. Before version 1.24 no port has a group (406). */
const IMPOSSIBILITIES: ReadonlySet<number> = new Set([400, 406, 409]);

/**
 * Asks which of them Ironic refuses for want of a right, about a node that exists.
 *
 * @throws INSP_BAREMETAL_REJECTED where the answer tells nothing of rights
 */
export async function refusedRights(service: Service, uuid: string): Promise<RefusedRight[]> {
  const refused: RefusedRight[] = [];
  for (const { right, ...call } of questionsAbout(uuid)) {
    const answer = await service.call({ ...call, repeatable: true });
    if (REFUSALS.has(answer.status)) refused.push({ right, fault: failureOf(answer).fault });
    else if (!IMPOSSIBILITIES.has(answer.status)) throw rejection(answer);
  }
  return refused;
}
