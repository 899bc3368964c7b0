import { definePxeFilter } from '@inspector/plugin-api';
import { mayFilterPackets, runCommand } from '@inspector/plugin-api/commands';
import { usualPrivilegeHelper } from '@inspector/plugin-api/pxe-filter';
import { NftablesFilter } from './nftables-filter.js';
import { optionsSchema, subjectOf } from './options.js';

/** Opens and closes DHCP with nftables. */
export default definePxeFilter({
  id: 'nftables',
  configSchema: optionsSchema,
  setup({ config, service, log }) {
    const configured =
      config.privilegeHelper.length > 0 ? config.privilegeHelper : usualPrivilegeHelper(service);
    return new NftablesFilter({
      subject: subjectOf(service.iptables),
      helper: mayFilterPackets() ? [] : configured,
      timeout: config.commandTimeout,
      run: runCommand,
      log,
    });
  },
});
