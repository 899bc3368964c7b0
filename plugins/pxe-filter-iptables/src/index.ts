import { definePxeFilter } from '@inspector/plugin-api';
import { mayFilterPackets, runCommand } from '@inspector/plugin-api/commands';
import { usualPrivilegeHelper } from '@inspector/plugin-api/pxe-filter';
import { IptablesFilter } from './iptables-filter.js';
import { optionsSchema, programsOf, subjectOf } from './options.js';
import { createPacketFilter } from './programs.js';

/** Opens and closes DHCP with iptables or ip6tables. */
export default definePxeFilter({
  id: 'iptables',
  configSchema: optionsSchema,
  setup({ config, service, log }) {
    const configured =
      config.privilegeHelper.length > 0 ? config.privilegeHelper : usualPrivilegeHelper(service);
    const programs = programsOf(service.iptables.ipVersion, config.variant);
    const helper = mayFilterPackets() ? [] : configured;
    const filter = createPacketFilter({
      programs,
      helper,
      timeout: config.commandTimeout,
      run: runCommand,
      log,
    });
    const tools = { program: programs.single, helper };
    return new IptablesFilter({ filter, subject: subjectOf(service.iptables), log, tools });
  },
});
