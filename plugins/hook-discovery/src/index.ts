import { BmcOwners, BmcResolver } from '@inspector/plugin-api/bmc';
import { bmcAddresses, cardMac, interfaceMacs, member } from '@inspector/plugin-api/ramdisk-data';
import {
  defineNodeNotFoundHook,
  InspectorError,
  type BareMetal,
  type FoundNode,
  type IntrospectionData,
  type JsonObject,
} from '@inspector/plugin-api';
import { Creation } from './creation.js';
import { exists, refusal, refuseKnownBmc, refuseKnownMacs } from './existing-node.js';
import { Pace } from './pace.js';
import { DISCOVERY_SCHEMA, type DiscoveryOptions } from './options.js';
import { RecentlyEnrolled } from './recently-enrolled.js';
import { Turns } from './turns.js';

const HOUR = 3_600_000;

/**
 * Enrols machines that no node is known for.
 *
 * Refuses machines whose MAC or BMC address belongs to a node already. Posts of one machine that arrive
 * together are taken one after the other, so that it is enrolled once. Whoever is on the provisioning network can invent
 * machines, so only some are enrolled in a minute; the others are refused before anybody is asked about them.
 */
export default defineNodeNotFoundHook({
  id: 'enroll',
  configSchema: DISCOVERY_SCHEMA,
  setup(context) {
    const { service, baremetal, log } = context;
    const turns = new Turns();
    const keepFor = service.timeout > 0 ? service.timeout * 1000 : HOUR;
    const recent = new RecentlyEnrolled(keepFor);
    const creation = new Creation(context, new RecentlyEnrolled(keepFor));
    const owners = new BmcOwners(baremetal, new BmcResolver(service.ipmiAddressFields));
    const pace = new Pace(context.config.nodesPerMinute);

    // Said once until a machine is enrolled again: the refused ones post many times.
    let said = false;
    const tooMany = (): InspectorError => {
      if (!said)
        log.warn('unknown machines are refused: more of them come than discovery.nodesPerMinute allows');
      said = true;
      return new InspectorError('INSP_ENROLL_LIMIT', 'Too many unknown machines post data; try again later');
    };

    const enroll = async (
      data: IntrospectionData,
      macs: string[],
      bmc: string | undefined,
    ): Promise<FoundNode> => {
      const keys = keysOf(portMacs(data) ?? macs, bmc);
      const begun = await creation.finish(keys);
      if (begun !== undefined) {
        data['auto_discovered'] = true;
        recent.add(begun.uuid, keys);
        return begun;
      }
      if (!pace.free) throw tooMany();
      await refuseKnownMacs(macs, baremetal);
      if (bmc !== undefined) await refuseKnownBmc(bmc, owners);
      await refuseRecent(keys, recent, baremetal);
      // Others may have been enrolled while the bare metal service was asked.
      if (!pace.free) throw tooMany();
      pace.note();
      said = false;
      data['auto_discovered'] = true;
      const node = await creation.create(fieldsOf(context.config, bmc), keys);
      recent.add(node.uuid, keys);
      return node;
    };

    return {
      nodeNotFound(data) {
        const macs = interfaceMacs(data);
        if (macs.length === 0) {
          log.warn('no usable network card in the data: is the hook validate_interfaces enabled?');
        }
        const bmc = bmcAddressOf(data, context.config.enabledBmcAddressVersion);
        if (bmc === undefined) log.warn('no BMC address in the data, the node is created without');
        return turns.take(keysOf(macs, bmc), () => enroll(data, macs, bmc));
      },
    };
  },
});

// Cards that get no port cannot tell machines apart: all loopback interfaces have the same MAC, and so have
// many network cards inside a BMC.
const portMacs = (data: IntrospectionData): string[] | undefined => {
  const macs = member(data, 'macs');
  return Array.isArray(macs) ? macs.map(cardMac).filter((mac) => mac !== undefined) : undefined;
};

const keysOf = (macs: readonly string[], bmc: string | undefined): string[] =>
  bmc === undefined ? [...macs] : [...macs, bmc];

const bmcAddressOf = (
  data: IntrospectionData,
  versions: readonly (string | number)[],
): string | undefined => {
  const { ipv4, ipv6 } = bmcAddresses(data);
  return versions
    .map((version) => (Number(version) === 4 ? ipv4 : ipv6))
    .find((address) => address !== undefined);
};

const fieldsOf = (
  { enrollNodeDriver, enrollNodeFields }: DiscoveryOptions,
  bmc: string | undefined,
): JsonObject => ({
  ...structuredClone(enrollNodeFields),
  driver: enrollNodeDriver,
  driver_info: bmc === undefined ? {} : { ipmi_address: bmc },
});

const refuseRecent = async (
  keys: readonly string[],
  recent: RecentlyEnrolled,
  baremetal: BareMetal,
): Promise<void> => {
  for (let found = recent.find(keys); found !== undefined; found = recent.find(keys)) {
    if (await exists(found.uuid, baremetal)) {
      throw refusal(`Node ${found.uuid} was enrolled for ${found.key} already, its ports are yet to come`);
    }
    recent.forget(found.uuid);
  }
};
