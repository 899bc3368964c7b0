import { inventoryText, parseInventory } from '@inspector/plugin-api/inventory';

const canonical = (text: string): string => inventoryText(parseInventory(text, 'a document of the suite'));

/** A document with one host, whose variable `counter` tells documents apart. */
export const counting = (counter: number): string =>
  canonical(
    JSON.stringify({
      _meta: { hostvars: { 'node-1': { counter } } },
      all: { vars: {} },
      racks: { hosts: ['node-1'] },
    }),
  );

/** What {@link counting} was made with. */
export function counterIn(text: string | null): number | undefined {
  const document = text === null ? undefined : (JSON.parse(text) as Counted);
  return document?._meta?.hostvars?.['node-1']?.counter;
}

interface Counted {
  readonly _meta?: { readonly hostvars?: { readonly 'node-1'?: { readonly counter?: number } } };
}

/** Groups in every shape, with lists that sorting would change. */
export const SHAPES = canonical(
  JSON.stringify({
    _meta: {
      hostvars: {
        zeta: { is_metal: true },
        alpha: {},
        'infra1-galera-container-5b3cfe83': { properties: null },
      },
    },
    all: {
      vars: { container_cidr: '172.29.236.0/22', provider_networks: [{ network: { queues: [3, 1, 2] } }] },
    },
    nothing: {},
    no_hosts: { hosts: [] },
    no_children: { children: [] },
    no_variables: { vars: {} },
    unsorted: {
      hosts: ['zeta', 'alpha', 'infra1-galera-container-5b3cfe83'],
      children: ['racks', 'no_hosts', 'nothing'],
    },
    racks: { children: ['no_variables'], vars: { z: 1, a: [] } },
  }),
);

/** Names and texts that programs mistake for something else. */
export const STRANGE_NAMES = canonical(
  `{
    "_meta": { "hostvars": {
      "__proto__": { "constructor": "a text", "__proto__": { "polluted": true } },
      "constructor": { "toString": null, "": "", "hasOwnProperty": [] },
      "${'h'.repeat(255)}": { "quotes": "\\"'\`\\\\ / \\u2028", "control": "\\u0000\\u0001\\u001b[31m\\u007f\\r\\n\\t" },
      "Größe 机器 🖥": { "unicode": "é \\ud83d\\udda5 ключ", "lone": "\\ud800", "empty": "", "null": null },
      "../../etc/passwd": { "template": "{{ lookup('pipe', 'id') }}", "sql": "'; DROP TABLE inventory; --" }
    } },
    "all": { "vars": { "__proto__": 1, "%s": "%n", "": { "": [null, "", {}, []] } } },
    "__proto__": { "hosts": ["__proto__", "constructor"], "vars": { "prototype": {} } },
    "toString": { "hosts": [] },
    "${'g'.repeat(255)}": { "hosts": ["${'h'.repeat(255)}"] }
  }`,
);

/** Numbers that JavaScript, or a column of a database, would change. */
export const EXACT_NUMBERS = canonical(
  `{
    "_meta": { "hostvars": { "numbers": {
      "beyond_2_53": 9007199254740993, "beyond_64_bits": 340282366920938463463374607431768211456,
      "negative": -18446744073709551617, "float": 1.0, "trailing": 0.10, "minus_zero": -0, "exponent": 1E5,
      "tiny": 1e-400, "list": [1, 1.0, 10000000000000000000001], "mac_as_number": 525400112233
    } } },
    "all": { "vars": { "ratio": 16.00 } }
  }`,
);

/** A document of some hosts, each with the variables a host of OpenStack-Ansible has. */
export function large(hosts: number): string {
  const names = Array.from({ length: hosts }, (_, index) => `compute-${index}`);
  const variables = (name: string, index: number): object => ({
    ansible_host: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
    component: 'nova_compute',
    container_name: name,
    container_networks: {
      management_address: {
        address: `10.1.${(index >> 8) & 255}.${index & 255}`,
        bridge: 'br-mgmt',
        netmask: '255.255.252.0',
      },
    },
    is_metal: true,
    physical_host: name,
    properties: { is_metal: true },
  });
  return canonical(
    JSON.stringify({
      _meta: { hostvars: Object.fromEntries(names.map((name, index) => [name, variables(name, index)])) },
      all: { vars: { container_cidr: '10.0.0.0/8' } },
      compute_hosts: { hosts: names },
      nova_compute: { children: ['compute_hosts'], hosts: [] },
    }),
  );
}
