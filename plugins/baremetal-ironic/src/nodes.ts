import {
  InspectorError,
  type BareMetalNode,
  type JsonObject,
  type PatchOperation,
  type PowerTarget,
  type ResetOptions,
} from '@inspector/plugin-api';
import {
  badAnswer,
  failureOf,
  isFromApi,
  isObject,
  objectIn,
  refusal,
  rejection,
  type Answer,
} from './answer.js';
import { isVerdict, PATIENT, withAttempts } from './attempts.js';
import { listAll, unexpected } from './listing.js';
import { requireVersion } from './microversion.js';
import type { Call, Service } from './service.js';
import { asNode } from './shapes.js';

/** Minor version of the API that can reset interfaces along with the driver. */
const RESET_INTERFACES = 45;
/** Minor version of the API that knows traits. */
const TRAITS = 37;

/** What stands in the path in the place of a node, and is the list of all nodes with all fields. */
const LIST = 'detail';

/** A call whose path begins at a node. */
type NodeCall = Omit<Call, 'resource'> & Partial<Pick<Call, 'resource'>>;

/** The calls about nodes. */
export class Nodes {
  readonly #service: Service;

  constructor(service: Service) {
    this.#service = service;
  }

  async get(id: string, fields?: readonly string[]): Promise<BareMetalNode> {
    if (id === '' || id === '.' || id === '..' || id.includes('/')) {
      throw new InspectorError('INSP_BAD_REQUEST', `Cannot get node ${id}: not a UUID or a name of a node`);
    }
    // Where it would be, Ironic has a list. No node can have this name.
    if (id === LIST) throw new InspectorError('INSP_NODE_NOT_FOUND', `Node ${id} was not found in Ironic`);
    const answer = await this.#service.call({
      method: 'GET',
      path: ['nodes', id],
      ...(fields === undefined ? {} : { query: { fields: withUuid(fields) } }),
      resource: 'nodes',
      repeatable: true,
    });
    if (answer.status === 400) {
      const failure = failureOf(answer);
      throw new InspectorError('INSP_BAD_REQUEST', `Cannot get node ${id}: ${refusal(answer, failure)}`, {
        cause: failure,
      });
    }
    check(answer, id);
    return asNode(objectIn(answer), answer);
  }

  async list(fields: readonly string[]): Promise<BareMetalNode[]> {
    return listAll(
      this.#service,
      {
        method: 'GET',
        path: ['nodes'],
        query: { fields: withUuid(fields) },
        resource: 'nodes',
        repeatable: true,
      },
      'nodes',
      asNode,
    );
  }

  async validatePower(uuid: string): Promise<{ ok: boolean; reason?: string }> {
    const answer = await this.#call(uuid, { method: 'GET', path: ['validate'], repeatable: true });
    const body = objectIn(answer);
    const power = Object.hasOwn(body, 'power') ? body['power'] : undefined;
    if (!isObject(power)) throw badAnswer(answer, 'the validation says nothing about power.');
    const { result, reason } = power;
    if (result !== undefined && result !== null && typeof result !== 'boolean') {
      throw badAnswer(answer, 'the validation of power is neither true nor false.');
    }
    return { ok: result === true, ...(typeof reason === 'string' ? { reason } : {}) };
  }

  async setBootDevice(uuid: string, device: string, persistent: boolean): Promise<void> {
    await withAttempts(this.#service, PATIENT, () =>
      this.#order(uuid, {
        method: 'PUT',
        path: ['management', 'boot_device'],
        body: { boot_device: device, persistent },
        repeatable: true,
      }),
    );
  }

  async setPowerState(uuid: string, target: PowerTarget, attempts: number): Promise<void> {
    await withAttempts(this.#service, attempts, () =>
      this.#order(uuid, {
        method: 'PUT',
        path: ['states', 'power'],
        body: { target },
        repeatable: target === 'power off',
      }),
    );
  }

  async patch(
    uuid: string,
    patch: readonly PatchOperation[],
    { resetInterfaces = false, resetOptional = false }: ResetOptions = {},
  ): Promise<BareMetalNode> {
    if (patch.length === 0) return this.get(uuid);
    const resets = resetInterfaces && (await this.#canReset(!resetOptional));
    const answer = await this.#call(uuid, {
      method: 'PATCH',
      path: [],
      ...(resets ? { query: { reset_interfaces: 'True' } } : {}),
      body: patchBody(patch),
      repeatable: isRepeatable(patch),
    });
    return asNode(objectIn(answer), answer);
  }

  async create(fields: JsonObject): Promise<BareMetalNode> {
    const answer = await this.#service.call({
      method: 'POST',
      path: ['nodes'],
      body: fields,
      resource: 'nodes',
      repeatable: false,
    });
    check(answer);
    return asNode(objectIn(answer), answer);
  }

  async addTrait(uuid: string, trait: string): Promise<void> {
    requireVersion(await this.#service.range(), TRAITS, 'A trait');
    const path = ['traits', trait];
    await withAttempts(
      this.#service,
      PATIENT,
      () => this.#order(uuid, { method: 'PUT', path, resource: 'traits', repeatable: true }),
      isVerdict,
    );
  }

  async removeTrait(uuid: string, trait: string): Promise<void> {
    requireVersion(await this.#service.range(), TRAITS, 'A trait');
    const answer = await this.#service.call({
      method: 'DELETE',
      path: ['nodes', uuid, 'traits', trait],
      resource: 'traits',
      repeatable: true,
    });
    checkDone(answer, uuid);
  }

  async #canReset(required: boolean): Promise<boolean> {
    const range = await this.#service.range();
    if (required) requireVersion(range, RESET_INTERFACES, 'Resetting interfaces');
    return range.maximum >= RESET_INTERFACES;
  }

  /** A call below one node whose answer has nothing to read. */
  async #order(uuid: string, call: NodeCall): Promise<void> {
    checkIsBare(await this.#call(uuid, call));
  }

  /** A call below one node that has to succeed. */
  async #call(uuid: string, call: NodeCall): Promise<Answer> {
    const answer = await this.#service.call({
      resource: 'nodes',
      ...call,
      path: ['nodes', uuid, ...call.path],
    });
    check(answer, uuid);
    return answer;
  }
}

/**
 * Lets 2xx pass.
 *
 * @param node - the node asked about; then a 404 means that it does not exist
 * @throws INSP_NODE_NOT_FOUND, INSP_BAREMETAL_REJECTED or, below 400, INSP_BAREMETAL_BAD_ANSWER
 */
export function check(answer: Answer, node?: string): void {
  if (answer.status >= 200 && answer.status < 300) return;
  if (answer.status === 404 && node !== undefined && isFromApi(answer)) throw nodeNotFound(node, answer);
  if (answer.status === 404 && !isFromApi(answer)) throw badAnswer(answer, NOT_THE_API);
  throw answer.status >= 400 ? rejection(answer) : unexpected(answer);
}

/** The error for a listing about one node that is refused. */
export function refusalAbout(node: string, answer: Answer): InspectorError {
  if (answer.status !== 404) return rejection(answer);
  return isFromApi(answer) ? nodeNotFound(node, answer) : badAnswer(answer, NOT_THE_API);
}

/** What is said of an answer that a proxy or a web server gave in place of the bare metal service. */
const NOT_THE_API = 'the answer is no answer of the bare metal API, so it says nothing about the node.';

/**
 * Lets the success of a request pass that returns no data. A web page with a status of success comes from somebody else,
 * and nothing was done.
 *
 * @throws INSP_BAREMETAL_BAD_ANSWER
 */
function checkIsBare(answer: Answer): void {
  if (answer.body.length > 0 && !isFromApi(answer)) throw badAnswer(answer, NOT_THE_API);
}

/** Lets the success of a deletion pass; what is gone already is as good. */
export function checkDone(answer: Answer, node: string): void {
  if (answer.status === 404 && isFromApi(answer)) return;
  check(answer, node);
  checkIsBare(answer);
}

/** The error for a node the service does not know. */
export const nodeNotFound = (id: string, answer: Answer): InspectorError =>
  new InspectorError('INSP_NODE_NOT_FOUND', `Node ${id} was not found in Ironic`, {
    cause: failureOf(answer),
  });

/** Whether applying a patch twice gives the same as once: nothing is appended or inserted into a list, nothing removed. */
export const isRepeatable = (patch: readonly PatchOperation[]): boolean =>
  patch.every(({ op, path }) => op === 'replace' || (op === 'add' && !INSERTS.test(path)));

/** The end of a path at which `add` makes a list longer; a member of an object may be called so as well. */
const INSERTS = /\/(?:-|\d+)$/;

/** A patch as the JSON that is sent. */
export const patchBody = (patch: readonly PatchOperation[]): JsonObject[] =>
  patch.map(({ op, path, value }) => ({ op, path, ...(value === undefined ? {} : { value }) }));

function withUuid(fields: readonly string[]): string {
  return (fields.includes('uuid') ? fields : ['uuid', ...fields]).join(',');
}
