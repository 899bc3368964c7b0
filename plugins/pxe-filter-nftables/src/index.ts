import { definePxeFilter, type PluginContext } from '@inspector/plugin-api';
import { mayFilterPackets, runCommand } from '@inspector/plugin-api/commands';
import { NftablesFilter } from './nftables-filter.js';
import { optionsSchema, subjectOf, type NftablesOptions } from './options.js';

/** Opens and closes DHCP with nftables. */
export default definePxeFilter<NftablesOptions>({
  id: 'nftables',
  configSchema: optionsSchema,
  setup({ config, inspector, log }: PluginContext<NftablesOptions>): NftablesFilter {
    const usual = ['sudo', 'ironic-inspector-rootwrap', inspector.rootwrapConfig];
    const configured = config.privilegeHelper.length > 0 ? config.privilegeHelper : usual;
    return new NftablesFilter({
      subject: subjectOf(inspector.iptables),
      helper: mayFilterPackets() ? [] : configured,
      timeout: config.commandTimeout,
      run: runCommand,
      log,
    });
  },
});
