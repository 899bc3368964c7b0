import {
  InspectorError,
  type ActionContext,
  type BareMetalPort,
  type RuleParams,
} from '@inspector/plugin-api';
import { textParameter } from './text-parameter.js';

/**
 * The port the parameter `port_id` names, by UUID or by MAC address in any common spelling.
 *
 * @throws INSP_RULE_FAILED when the node has no such port
 */
export async function findPort(params: RuleParams, { node }: ActionContext): Promise<BareMetalPort> {
  const id = textParameter(params, 'port_id').toLowerCase();
  const mac = id.replaceAll('-', ':');
  for (const [address, port] of await node.ports()) {
    if (address === mac || port.uuid.toLowerCase() === id) return port;
  }
  throw new InspectorError('INSP_RULE_FAILED', `Node ${node.uuid} has no port ${id}`);
}
