import type { BareMetalNode, BareMetalPort, Json, JsonObject } from '@inspector/plugin-api';
import { badAnswer, isObject, type Answer } from './answer.js';

/** Type a known field must have; `null` counts as absent except where the type says otherwise. */
type FieldType = 'text' | 'text or null' | 'boolean' | 'object';

const NODE_FIELDS: Readonly<Record<string, FieldType>> = {
  name: 'text or null',
  driver: 'text',
  driver_info: 'object',
  properties: 'object',
  extra: 'object',
  provision_state: 'text',
  power_state: 'text or null',
};

const PORT_FIELDS: Readonly<Record<string, FieldType>> = {
  node_uuid: 'text',
  extra: 'object',
  pxe_enabled: 'boolean',
  local_link_connection: 'object',
  physical_network: 'text or null',
};

/**
 * Checks that a value is a node: a UUID, and the known fields of the right types. Unknown fields are kept.
 *
 * @param answer - where the value comes from, for the message
 * @throws INSP_BAREMETAL_BAD_ANSWER naming the field
 */
export function asNode(value: Json | undefined, answer: Answer): BareMetalNode {
  const node = withKnownFields(value, NODE_FIELDS, 'node', answer);
  return { ...node, uuid: requiredText(node, 'uuid', 'node', answer) };
}

/** Checks that a value is a port and brings its MAC into lower case with colons. See {@link asNode}. */
export function asPort(value: Json | undefined, answer: Answer): BareMetalPort {
  const port = withKnownFields(value, PORT_FIELDS, 'port', answer);
  return { ...port, uuid: requiredText(port, 'uuid', 'port', answer), address: macIn(port, answer) };
}

/** Checks an entry of the listing with `fields=address,extra`. */
export function asPortAddress(
  value: Json | undefined,
  answer: Answer,
): Pick<BareMetalPort, 'address' | 'extra'> {
  const port = withKnownFields(value, PORT_FIELDS, 'port', answer);
  return { ...port, address: macIn(port, answer) };
}

/** Checks an entry of the listing with `fields=uuid,node_uuid`, which lacks the MAC it was asked for. */
export function asPortOwner(
  value: Json | undefined,
  mac: string,
  answer: Answer,
): Pick<BareMetalPort, 'uuid' | 'node_uuid' | 'address'> {
  const port = withKnownFields(value, PORT_FIELDS, 'port', answer);
  return { ...port, uuid: requiredText(port, 'uuid', 'port', answer), address: normaliseMac(mac) };
}

/** Lower case with colons, from any case with colons or hyphens. */
export const normaliseMac = (mac: string): string => mac.toLowerCase().replaceAll('-', ':');

function macIn(port: JsonObject, answer: Answer): string {
  return normaliseMac(requiredText(port, 'address', 'port', answer));
}

function requiredText(value: JsonObject, field: string, what: string, answer: Answer): string {
  const found = Object.hasOwn(value, field) ? value[field] : undefined;
  if (typeof found === 'string' && found !== '') return found;
  throw badAnswer(answer, `a ${what} has no ${field}, or one that is not text.`);
}

function withKnownFields(
  value: Json | undefined,
  fields: Readonly<Record<string, FieldType>>,
  what: string,
  answer: Answer,
): JsonObject {
  if (!isObject(value)) throw badAnswer(answer, `a ${what} is not an object.`);
  // Listings have thousands of entries of few fields: look at those, and copy only what has to change.
  const absent: string[] = [];
  for (const field of Object.keys(value)) {
    const type = Object.hasOwn(fields, field) ? fields[field] : undefined;
    const found = value[field];
    if (type === undefined || found === undefined) continue;
    if (isAbsent(found, type)) absent.push(field);
    else if (!fits(found, type))
      throw badAnswer(answer, `the ${field} of a ${what} is not ${articled(type)}.`);
  }
  if (absent.length === 0) return value;
  return Object.fromEntries(Object.entries(value).filter(([field]) => !absent.includes(field)));
}

const isAbsent = (value: Json, type: FieldType): boolean => value === null && type !== 'text or null';

function fits(value: Json, type: FieldType): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'text or null':
      return value === null || typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'object':
      return isObject(value);
  }
}

const articled = (type: FieldType): string => {
  switch (type) {
    case 'boolean':
      return 'true or false';
    case 'object':
      return 'an object';
    case 'text':
    case 'text or null':
      return 'text';
  }
};
