import { type BareMetalNode, InspectorError } from '@inspector/plugin-api';

const VALID = ['enroll', 'manageable', 'inspecting', 'inspect wait', 'inspect failed'];
const IN_USE = ['active', 'rescue'];

/** Whether somebody uses the machine: its power and ports must be left alone. */
export const isInUse = (node: BareMetalNode): boolean =>
  IN_USE.includes((node.provision_state ?? '').toLowerCase());

/**
 * Checks that the provision state of a node allows introspection.
 *
 * @param permitActive - `processing.permitActiveIntrospection`
 * @throws `INSP_INVALID_PROVISION_STATE` (400)
 */
export function checkProvisionState(node: BareMetalNode, permitActive: boolean): void {
  const valid = permitActive ? [...VALID, ...IN_USE] : VALID;
  if (valid.includes((node.provision_state ?? '').toLowerCase())) return;
  throw new InspectorError(
    'INSP_INVALID_PROVISION_STATE',
    `Invalid provision state for introspection: "${node.provision_state ?? 'None'}", valid states are "[${valid.map((state) => `'${state}'`).join(', ')}]"`,
  );
}
