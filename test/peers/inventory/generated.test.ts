import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { JsonObject } from '@inspector/plugin-api';
import { inventoryText, type InventoryDocument } from '@inspector/plugin-api/inventory';
import { generate, machine, source } from '../../../core/test/generation/sources.js';
import { describePeer } from '../peer.js';
import { AnsibleScript } from './ansible-script.js';

const PLAYBOOK = `
- hosts: model_R640
  connection: local
  gather_facts: false
  tasks:
    - ansible.builtin.debug:
        msg: "{{ inventory_hostname }} has {{ inspector_memory_mb }} of {{ inspector_vendor }} as {{ composed }} {{ inspector_interfaces }}"
    - ansible.builtin.command: echo "{{ inspector_vendor }}"
      register: echoed
    - ansible.builtin.debug:
        var: echoed.stdout
`;

describePeer('Ansible with a generated inventory', ['ansible', 'ansible-playbook'], function () {
  this.timeout(120_000);
  let script: AnsibleScript;
  let marker: string;
  before(async () => {
    script = await AnsibleScript.make({ _meta: { hostvars: {} } });
    marker = script.file('marker');
    await script.write(inventoryText(inventory()));
    await writeFile(script.file('site.yml'), PLAYBOOK);
  });
  after(() => script.remove());

  /** Two good machines and a hostile one that looks like them. */
  function inventory(): InventoryDocument {
    const evil = `{{ lookup('pipe', 'touch ${marker}') }}`;
    const hostile = machine('52:54:00:00:00:03', '192.0.2.3');
    const measured = hostile['inventory'] as JsonObject;
    measured['system_vendor'] = { manufacturer: evil, product_name: 'R640', serial_number: evil };
    measured['cpu'] = { architecture: evil, model_name: `{% set x = 1 %}${evil}`, count: 1 };
    hostile['all_interfaces'] = {
      [evil]: {
        mac: '52:54:00:00:00:03',
        ip: evil,
        lldp_processed: { switch_system_name: evil, switch_port_id: evil },
      },
    };
    hostile['root_disk'] = { name: evil, model: evil };
    return generate(
      { _meta: { hostvars: {} } },
      [
        source('1', { name: 'good-1' }),
        source('2', { name: 'good-2' }),
        source('3', {
          name: 'evil-1',
          data: hostile,
          node: { uuid: 'x', traits: [evil], properties: { capabilities: `a:${evil}` } },
        }),
      ],
      {
        keyedGroups: [
          { key: 'product', prefix: 'model', separator: '_' },
          { key: 'vendor', prefix: 'v', separator: '_' },
        ],
        compose: { composed: 'vendor', nested: 'data://inventory.system_vendor' },
        nameFrom: ['serial'],
      },
    ).inventory;
  }

  it('runs a playbook over a group, and nothing that a machine says', async () => {
    const { status, out, err } = await script.run('ansible-playbook', [script.file('site.yml')], {
      ANSIBLE_STDOUT_CALLBACK: 'minimal',
    });
    expect({ status, err }, out).to.deep.equal({ status: 0, err: '' });
    expect(out).to.include('good-1 has 16384 of Dell Inc. as Dell Inc.');
    expect(out).to.match(/"echoed\.stdout": "\{\{ lookup\('pipe', 'touch [^"]+marker'\) \}\}"/);
    expect(existsSync(marker)).to.equal(false);
  });

  it('shows every variable of the hostile machine as text', async () => {
    const { status, out } = await script.run('ansible', [
      'evil-1',
      '-c',
      'local',
      '-m',
      'ansible.builtin.debug',
      '-a',
      'msg={{ hostvars[inventory_hostname] | to_json }}',
    ]);
    expect(status).to.equal(0);
    expect(out).to.include('lookup(');
    expect(existsSync(marker)).to.equal(false);
  });

  it('takes the names of all groups without a warning', async () => {
    const { out, err } = await script.run('ansible-inventory', ['--graph', 'all'], {
      ANSIBLE_FORCE_HANDLERS: '0',
    });
    expect(err).to.equal('');
    expect(out).to.include('@baremetal:').and.include('@model_R640:').and.include('@vendor_dell_inc_:');
  });
});
