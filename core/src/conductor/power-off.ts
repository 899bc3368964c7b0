import { type BareMetalNode, InspectorError, thrownText } from '@inspector/plugin-api';
import type { Holding } from '../introspection/holding.js';
import { logPrefix } from '../node/log-prefix.js';
import { isInUse } from '../node/provision-state.js';
import type { ConductorServices } from './services.js';

/** Powers a machine off after its introspection, where that is wanted and nobody uses it. */
export async function powerOffUnlessInUse(
  held: Holding,
  node: BareMetalNode,
  services: ConductorServices,
): Promise<void> {
  if (!services.config.processing.powerOff || !held.record.manageBoot || isInUse(node)) return;
  try {
    await held.permit.during(() => services.baremetal.setPowerState(held.uuid, 'power off'));
  } catch (error) {
    held.permit.throwIfAborted();
    if (!(await isEnrolling(held, services))) {
      const text = `Failed to power off node ${held.uuid}, check its power management configuration: ${thrownText(error)}`;
      throw new InspectorError('INSP_INTROSPECTION_FAILED', text, { cause: error });
    }
    services.log.info(
      `${logPrefix(held.record)} not powered off, which is expected of a node in enroll: ${thrownText(error)}`,
    );
  }
}

/** A node still in `enroll` may lack power credentials: its failed power off is no failure. */
async function isEnrolling(held: Holding, { baremetal, log }: ConductorServices): Promise<boolean> {
  const { uuid, permit } = held;
  try {
    const fields = ['uuid', 'provision_state'];
    const { provision_state: state } = await permit.during(() => baremetal.getNode(uuid, fields));
    return state === 'enroll';
  } catch (error) {
    permit.throwIfAborted();
    log.warn(`${logPrefix({ uuid })} its provision state could not be read: ${thrownText(error)}`);
    return false;
  }
}
