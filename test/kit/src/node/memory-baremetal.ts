import {
  InspectorError,
  type BareMetal,
  type BareMetalFailure,
  type BareMetalNode,
  type BareMetalPort,
  type JsonObject,
} from '@inspector/plugin-api';
import type { MemoryIronic } from '@inspector/simulator';

type Body = JsonObject | undefined;

/**
 * A bare metal service in memory behind the interface plugins get: no network, but it refuses what Ironic
 * refuses (a patch of a missing parent, half a `local_link_connection`, a text for `properties.cpus` …).
 */
export function memoryBareMetal(ironic: MemoryIronic): BareMetal {
  const call = (method: string, target: string, body?: unknown): Body => {
    const answer = ironic.request(method, target, body as JsonObject | undefined);
    if (answer.status < 400) return answer.body as Body;
    throw rejection(answer.status, answer.body);
  };
  const node = (id: string): string => `/v1/nodes/${encodeURIComponent(id)}`;
  /** A call about a node that has to exist. */
  const callNode = (method: string, uuid: string, rest: string, body?: unknown): Body => {
    if (ironic.fleet.findNode(uuid) === undefined) throw notFound(uuid);
    return call(method, node(uuid) + rest, body);
  };

  return {
    async getNode(id, fields) {
      const answer = ironic.request('GET', node(id) + (fields ? `?fields=${fields.join(',')}` : ''));
      if (answer.status === 404) throw notFound(id);
      if (answer.status === 400) {
        throw new InspectorError('INSP_BAD_REQUEST', `Cannot get node ${id}: ${faultOf(answer.body)}`);
      }
      return answer.body as BareMetalNode;
    },
    async listNodes(fields) {
      return [...ironic.fleet.nodes.values()].map((known) => pick(known, fields) as BareMetalNode);
    },
    async validatePower(uuid) {
      const { power } = callNode('GET', uuid, '/validate') as {
        power: { result: boolean; reason?: string };
      };
      return power.result ? { ok: true } : { ok: false, ...(power.reason ? { reason: power.reason } : {}) };
    },
    async setBootDevice(uuid, device, persistent) {
      callNode('PUT', uuid, '/management/boot_device', { boot_device: device, persistent });
    },
    async setPowerState(uuid, target) {
      callNode('PUT', uuid, '/states/power', { target });
    },
    async patchNode(uuid, patch, { resetInterfaces = false } = {}) {
      const query = resetInterfaces ? '?reset_interfaces=True' : '';
      return callNode('PATCH', uuid, query, patch) as BareMetalNode;
    },
    async createNode(fields) {
      return call('POST', '/v1/nodes', fields) as BareMetalNode;
    },
    async addTrait(uuid, trait) {
      callNode('PUT', uuid, `/traits/${encodeURIComponent(trait)}`);
    },
    async removeTrait(uuid, trait) {
      const answer = ironic.request('DELETE', `${node(uuid)}/traits/${encodeURIComponent(trait)}`);
      if (answer.status >= 400 && answer.status !== 404) throw rejection(answer.status, answer.body);
    },
    async listNodePorts(uuid) {
      if (ironic.fleet.findNode(uuid) === undefined) throw notFound(uuid);
      return ironic.fleet.portsOf(uuid).map((port) => structuredClone(port) as BareMetalPort);
    },
    async listPorts() {
      return [...ironic.fleet.ports.values()].map(({ address, extra }) => ({ address, extra }));
    },
    async findPorts(mac) {
      const port = ironic.fleet.findPort(mac);
      return port === undefined ? [] : [pick(port, ['uuid', 'node_uuid', 'address']) as BareMetalPort];
    },
    async createPort(port) {
      const answer = ironic.request('POST', '/v1/ports', { ...port });
      if (answer.status === 409) return undefined;
      if (answer.status >= 400) throw rejection(answer.status, answer.body);
      return answer.body as BareMetalPort;
    },
    async patchPort(uuid, patch) {
      return call('PATCH', `/v1/ports/${uuid}`, patch) as BareMetalPort;
    },
    async deletePort(uuid) {
      const answer = ironic.request('DELETE', `/v1/ports/${uuid}`);
      if (answer.status >= 400 && answer.status !== 404) throw rejection(answer.status, answer.body);
    },
  };
}

function pick(source: object, fields: readonly string[]): object {
  const chosen = Object.entries(source).filter(([name]) => fields.includes(name));
  return structuredClone(Object.fromEntries(chosen));
}

const notFound = (id: string): InspectorError =>
  new InspectorError('INSP_NODE_NOT_FOUND', `Node ${id} was not found in Ironic`);

function rejection(status: number, body: unknown): InspectorError {
  const cause: BareMetalFailure = { httpStatus: status, fault: faultOf(body) };
  return new InspectorError('INSP_BAREMETAL_REJECTED', cause.fault, { cause });
}

/** The text of an error body: `faultstring` or `description` of the JSON inside `error_message`. */
function faultOf(body: unknown): string {
  const { error_message: message } = body as { error_message: string };
  const inner = JSON.parse(message) as { faultstring?: string; description?: string };
  return inner.faultstring ?? inner.description ?? message;
}
