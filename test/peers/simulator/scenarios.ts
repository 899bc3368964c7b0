/** One request to both services. */
export interface Step {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** Microversion as its minor number, or any text; default 76. */
  readonly minor?: number | string;
}

/** Requests that make sense one after the other, about nodes and ports no other scenario uses. */
export interface Scenario {
  readonly title: string;
  readonly steps: readonly Step[];
}

const step = (method: string, path: string, body?: unknown, minor?: number | string): Step => ({
  method,
  path,
  ...(body === undefined ? {} : { body }),
  ...(minor === undefined ? {} : { minor }),
});
const uuid = (number: number): string => `6f0a1f0e-3c55-4d0e-9d3b-${number.toString(16).padStart(12, '0')}`;
const mac = (number: number): string => `52:54:00:5e:00:${number.toString(16).padStart(2, '0')}`;
const node = (number: number, fields: object = {}): Step =>
  step('POST', '/v1/nodes', { driver: 'fake-hardware', uuid: uuid(number), ...fields });
const port = (number: number, of: number, fields: object = {}): Step =>
  step('POST', '/v1/ports', { node_uuid: uuid(of), address: mac(number), uuid: uuid(number), ...fields });
const patches = (path: string, ...all: unknown[]): Step[] => all.map((patch) => step('PATCH', path, patch));
const add = (path: string, value: unknown): object => ({ op: 'add', path, value });

const [A, B, E, F, G] = [0xa0, 0xb0, 0xe0, 0xf0, 0x90].map((n) => `/v1/nodes/${uuid(n)}`);

export const SCENARIOS: readonly Scenario[] = [
  {
    title: 'reading and creating nodes',
    steps: [
      node(0xa0, {
        name: 'a',
        driver_info: { ipmi_address: '10.0.0.1', ipmi_password: 'x' },
        properties: { k: 'v' },
      }),
      step('GET', `${A}`),
      step('GET', '/v1/nodes/a?fields=uuid'),
      step('GET', `${A}?fields=uuid,provision_state,traits`),
      step('GET', `${A}?fields=uuid,colour`),
      step('GET', '/v1/nodes/nobody'),
      step('GET', '/v1/nodes/bad!name'),
      step('GET', `/v1/nodes/${uuid(1)}`),
      node(0xa0),
      step('POST', '/v1/nodes', { driver: 'fake-hardware', name: 'a' }),
      step('POST', '/v1/nodes', { driver: 'abacus' }),
      step('POST', '/v1/nodes', {}),
      step('POST', '/v1/nodes', { driver: 'fake-hardware', colour: 1 }),
      step('DELETE', `${A}`),
      step('DELETE', `${A}`),
    ],
  },
  {
    title: 'patching nodes',
    steps: [
      node(0xb0, { name: 'b', properties: { cpus: '4' }, extra: { list: [1, 2], text: 'abc' } }),
      ...patches(
        `${B}`,
        [add('/properties/cpus', '8')],
        [{ op: 'remove', path: '/extra/none' }],
        [{ op: 'replace', path: '/extra/none', value: 1 }],
        [add('/extra/a/b', 1)],
        [add('/extra/list/-', 3), add('/extra/list/0', 0)],
        [add('/extra/list/9', 1)],
        [add('/extra/list/x', 1)],
        [{ op: 'replace', path: '/extra/list/9', value: 1 }],
        [{ op: 'remove', path: '/extra/list/9' }],
        [add('/extra/text/x', 1)],
        [add('/extra/text/x/y', 1)],
        [add('/extra/nested', { a: [true, null, 1.5, "it's"] })],
        [{ op: 'remove', path: '/extra/nested/none' }],
        [add('/nosuch', 1)],
        [add('/uuid', 'x')],
        [add('/traits', [])],
        [add('/properties', 'x')],
        [{ op: 'cow', path: '/extra/x', value: 1 }],
        [{ op: 'test', path: '/name', value: 'b' }],
        [{ op: 'add', value: 1 }],
        [{ op: 'add', path: '/extra/x' }],
        [add('extra', 1)],
        [add('/extra/a~1b', 1)],
        [add('/extra/a.b', 1)],
        [add('/properties/cpus', 'many')],
        [add('/properties/memory_mb', -1)],
        [add('/name', 'bad name!')],
        [{ op: 'replace', path: '/driver', value: 'abacus' }],
        [{ op: 'remove', path: '/driver' }],
        [{ op: 'remove', path: '/extra' }],
        [{ op: 'remove', path: '/name' }],
        {},
        [],
      ),
      step('PATCH', `${B}?reset_interfaces=True`, [add('/driver', 'fake-hardware')]),
      step('PATCH', `${B}?reset_interfaces=True`, [add('/extra/x', 1)]),
      step('GET', `${B}`),
    ],
  },
  {
    title: 'ports',
    steps: [
      node(0xc0, { name: 'c' }),
      port(1, 0xc0, { extra: { 'client-id': 'ff:00' }, pxe_enabled: false }),
      step('POST', '/v1/ports', { node_uuid: uuid(0xc0), address: '52:54:00:5E:00:01' }),
      step('POST', '/v1/ports', { node_uuid: uuid(2), address: mac(9) }),
      step('POST', '/v1/ports', { node_uuid: uuid(0xc0), address: 'junk' }),
      step('POST', '/v1/ports', { node_uuid: uuid(0xc0) }),
      step('POST', '/v1/ports', { address: mac(9) }),
      step('POST', '/v1/ports', { node_uuid: uuid(0xc0), address: mac(9), colour: 1 }),
      port(2, 0xc0),
      step('GET', `/v1/ports/${uuid(1)}`),
      step('GET', '/v1/ports/junk'),
      step('GET', `/v1/ports/${uuid(7)}`),
      ...patches(
        `/v1/ports/${uuid(1)}`,
        [{ op: 'replace', path: '/pxe_enabled', value: true }],
        [add('/local_link_connection/switch_id', '02:00:5e:00:11:22')],
        [add('/local_link_connection/port_id', 'Ethernet1')],
        [
          add('/local_link_connection/switch_id', '02:00:5e:00:11:22'),
          add('/local_link_connection/port_id', 'e1'),
        ],
        [add('/local_link_connection/switch_id', 'junk')],
        [add('/local_link_connection/switch_info', 'switch')],
        [add('/physical_network', 'physnet_a')],
        [add('/physical_network', '')],
        [add('/physical_network', 5)],
        [{ op: 'remove', path: '/physical_network' }],
        [add('/address', mac(2))],
        [{ op: 'replace', path: '/pxe_enabled', value: 'perhaps' }],
        [{ op: 'remove', path: '/extra/none' }],
        [add('/colour', 1)],
      ),
      step('DELETE', `/v1/ports/${uuid(1)}`),
      step('DELETE', `/v1/ports/${uuid(1)}`),
      step('PATCH', `/v1/ports/${uuid(1)}`, [add('/extra/x', 1)]),
    ],
  },
  {
    title: 'listing ports',
    steps: [
      node(0xd0, { name: 'd' }),
      port(0x11, 0xd0),
      port(0x12, 0xd0),
      step('GET', `/v1/ports/detail?node=${uuid(0xd0)}`),
      step('GET', `/v1/ports/detail?node=${uuid(0xd0)}&limit=1`),
      step('GET', `/v1/ports?node=${uuid(0xd0)}&limit=2&fields=uuid,address`),
      step('GET', '/v1/ports/detail?node=d'),
      step('GET', '/v1/ports/detail?node=nobody'),
      step('GET', `/v1/ports?address=${mac(0x11).toUpperCase()}&fields=uuid,node_uuid`),
      step('GET', `/v1/ports?address=${mac(0x77)}&fields=uuid,node_uuid`),
      step('GET', '/v1/ports?address=junk'),
      step('GET', '/v1/ports?fields=colour'),
      step('GET', '/v1/ports/detail?fields=uuid'),
      step('GET', `/v1/ports?marker=${uuid(0x77)}`),
      step('GET', '/v1/ports?limit=few'),
      step('GET', '/v1/ports?limit=0'),
      step('GET', '/v1/ports?colour=1'),
    ],
  },
  {
    title: 'traits',
    steps: [
      node(0xe0),
      step('GET', `${E}/traits`),
      step('PUT', `${E}/traits/CUSTOM_A`),
      step('PUT', `${E}/traits/CUSTOM_A`),
      step('PUT', `${E}/traits/small`),
      step('GET', `${E}/traits`),
      step('DELETE', `${E}/traits/CUSTOM_A`),
      step('DELETE', `${E}/traits/CUSTOM_A`),
      step('PUT', `${E}/traits/CUSTOM_B`, undefined, 36),
      step('GET', `${E}/traits`, undefined, 36),
    ],
  },
  {
    title: 'power and boot device',
    steps: [
      node(0xf0),
      step('PUT', `${F}/management/boot_device`, { boot_device: 'pxe', persistent: false }),
      step('GET', `${F}/management/boot_device`),
      step('PUT', `${F}/management/boot_device`, { boot_device: 'tape' }),
      step('PUT', `${F}/management/boot_device`, {}),
      step('PUT', `${F}/states/power`, { target: 'explode' }),
      step('PUT', `${F}/states/power`, {}),
      step('PUT', `${F}/states/power`, { target: 'power off', timeout: -1 }),
      step('PUT', `${F}/states/power`, { target: 'rebooting' }),
      step('GET', `${F}/states`),
      step('PUT', `${F}/states/power`, { target: 'power off' }),
      step('GET', `${F}/states`),
    ],
  },
  {
    title: 'microversions',
    steps: [
      node(0x90, { name: 'g' }),
      step('GET', `${G}`, undefined, 1),
      step('GET', `${G}`, undefined, 10),
      step('GET', `${G}`, undefined, 20),
      step('GET', `${G}`, undefined, 31),
      step('GET', `${G}`, undefined, 34),
      step('GET', `${G}`, undefined, 52),
      step('GET', `${G}`, undefined, 82),
      step('GET', '/v1/nodes/g', undefined, 4),
      step('GET', '/v1/nodes?fields=uuid', undefined, 7),
      step('GET', `${G}`, undefined, 'x'),
      step('GET', `${G}`, undefined, 0),
      step('GET', `${G}`, undefined, 9999),
      step('PATCH', `${G}?reset_interfaces=True`, [add('/driver', 'fake-hardware')], 44),
      step('POST', '/v1/ports', { node_uuid: uuid(0x90), address: mac(0x21), physical_network: 'p' }, 33),
      step('POST', '/v1/ports', { node_uuid: uuid(0x90), address: mac(0x21), pxe_enabled: true }, 18),
    ],
  },
  {
    title: 'paths that do not exist',
    steps: [step('GET', '/v1/cow'), step('GET', '/v2/nodes')],
  },
];
