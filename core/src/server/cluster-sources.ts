import type { Coordinator, JoinedMember, Members } from '@inspector/plugin-api';
import type { Conductor } from '../conductor/types.js';
import type { MemberIdentity } from '../reports/cluster-status.js';
import type { Delivery } from '../rpc/delivery.js';
import type { ClusterSource } from './cluster-report.js';
import type { OwnIdentity } from './own-identity.js';

/** What every process knows about itself. */
type Base = Pick<ClusterSource, 'asked' | 'coordination'>;

/** Of a whole service: it is a member, and the others take no calls. */
export function clusterOfService(
  base: Base & { readonly asked: MemberIdentity & OwnIdentity<'serve'> },
  coordinator: Pick<Coordinator, 'members' | 'isLeader'>,
  joined: JoinedMember | undefined,
  conductor: Conductor,
): ClusterSource {
  const { members } = coordinator;
  const report = () => conductor.selfReport();
  if (members !== undefined && joined !== undefined)
    return {
      ...base,
      list: () => members.list(),
      own: {
        get id() {
          return joined.id;
        },
        report,
      },
    };
  const id = 'this process';
  return {
    ...base,
    list: async () => [{ id, info: { ...base.asked }, leader: coordinator.isLeader() }],
    own: { id, report },
  };
}

/** Milliseconds for all members to say how they stand: with the list of them, two seconds suffice. */
const SAID = 1500;

/** Of an API process: conductors are the members, and take calls. */
export const clusterOfApi = (
  base: Base,
  members: Pick<Members, 'list'>,
  delivery: Pick<Delivery, 'ask'>,
): ClusterSource => ({
  ...base,
  list: () => members.list(),
  ask: (conductors) => delivery.ask(conductors, 'selfReport', [], SAID),
});

/** Of an API that was given its conductor: that one is all there is. */
export function clusterOfGiven(base: Base, conductor: Conductor): ClusterSource {
  const id = 'the conductor';
  return {
    ...base,
    list: async () => {
      const { host, process, program, version, schema_revision, leads } = await conductor.selfReport();
      return [{ id, info: { host, process, program, version, schema_revision }, leader: leads }];
    },
    own: { id, report: () => conductor.selfReport() },
  };
}
