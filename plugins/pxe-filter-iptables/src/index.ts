import { definePxeFilter, type PluginContext } from '@inspector/plugin-api';
import { mayFilterPackets, runCommand } from '@inspector/plugin-api/commands';
import { IptablesFilter } from './iptables-filter.js';
import { optionsSchema, programsOf, subjectOf, type IptablesOptions } from './options.js';
import { createPacketFilter } from './programs.js';

/** Opens and closes DHCP with iptables or ip6tables. */
export default definePxeFilter<IptablesOptions>({
  id: 'iptables',
  configSchema: optionsSchema,
  setup({ config, inspector, log }: PluginContext<IptablesOptions>): IptablesFilter {
    const usual = ['sudo', 'ironic-inspector-rootwrap', inspector.rootwrapConfig];
    const configured = config.privilegeHelper.length > 0 ? config.privilegeHelper : usual;
    const filter = createPacketFilter({
      programs: programsOf(inspector.iptables.ipVersion, config.variant),
      helper: mayFilterPackets() ? [] : configured,
      timeout: config.commandTimeout,
      run: runCommand,
      log,
    });
    return new IptablesFilter({ filter, subject: subjectOf(inspector.iptables), log });
  },
});
