import { isObject, type Json } from '../json.js';
import { fault, type Answer } from './answer.js';
import { checkUnlocked, nodeOf } from './identifiers.js';
import { pythonText } from './python-text.js';
import type { Call, Route } from './request.js';

const POWER_TARGETS = ['power on', 'power off', 'rebooting', 'soft rebooting', 'soft power off'];
const BOOT_DEVICES = ['pxe', 'disk', 'cdrom', 'bios', 'safe', 'wanboot', 'iscsivolume', 'floppy'];
const VALIDATED = [
  ...['boot', 'deploy', 'management', 'network', 'power', 'bios', 'console', 'inspect', 'raid', 'rescue'],
  'storage',
];

/** Power, boot device, validation. */
export const powerRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/nodes/{}/validate', handle: validate },
  { method: 'GET', path: '/v1/nodes/{}/states', handle: states },
  { method: 'PUT', path: '/v1/nodes/{}/states/power', handle: setPower },
  { method: 'GET', path: '/v1/nodes/{}/management/boot_device', handle: readBootDevice },
  { method: 'PUT', path: '/v1/nodes/{}/management/boot_device', handle: setBootDevice },
];

function validate(call: Call): Answer {
  const { validation } = call.fleet.hardware(nodeOf(call).uuid);
  const body = VALIDATED.map((name) => [name, validation[name] ?? { result: true }] as const);
  return { status: 200, body: Object.fromEntries(body) };
}

function states(call: Call): Answer {
  const node = nodeOf(call);
  const fields = [
    ...['console_enabled', 'last_error', 'power_state', 'provision_state', 'target_power_state'],
    ...['target_provision_state', 'provision_updated_at', 'raid_config', 'target_raid_config'],
    ...(call.version >= 75 ? ['boot_mode', 'secure_boot'] : []),
  ];
  return { status: 200, body: Object.fromEntries(fields.map((field) => [field, node[field] ?? null])) };
}

function setPower(call: Call): Answer {
  const node = nodeOf(call);
  const target = mandatory(call.body, 'target');
  const timeout = isObject(call.body) ? (call.body['timeout'] ?? null) : null;
  if (timeout !== null && (typeof timeout !== 'number' || timeout <= 0)) {
    throw fault(400, 'timeout has to be positive integer');
  }
  if (typeof target !== 'string' || !POWER_TARGETS.includes(target)) {
    const shown = typeof target === 'string' ? target : pythonText(target);
    throw fault(
      400,
      `The requested action "${shown}" can not be performed on node "${node.uuid}" ` +
        `while it is in state "${node.power_state ?? 'None'}".`,
    );
  }
  checkUnlocked(node);
  call.changePower(node.uuid, target);
  return { status: 202, location: `/v1/nodes/${node.uuid}/states` };
}

function readBootDevice(call: Call): Answer {
  const { bootDevice, bootPersistent } = call.fleet.hardware(nodeOf(call).uuid);
  return { status: 200, body: { boot_device: bootDevice, persistent: bootPersistent } };
}

function setBootDevice(call: Call): Answer {
  const node = nodeOf(call);
  const device = mandatory(call.body, 'boot_device');
  checkUnlocked(node);
  if (typeof device !== 'string' || !BOOT_DEVICES.includes(device)) {
    throw fault(
      400,
      `Invalid boot device ${typeof device === 'string' ? device : pythonText(device)} specified.`,
    );
  }
  const hardware = call.fleet.hardware(node.uuid);
  hardware.bootDevice = device;
  hardware.bootPersistent = isObject(call.body) && call.body['persistent'] === true;
  return { status: 204 };
}

function mandatory(body: Json, name: string): Json {
  const value = isObject(body) ? body[name] : undefined;
  if (value === undefined) throw fault(400, `Missing mandatory parameter: ${name}`);
  return value;
}
