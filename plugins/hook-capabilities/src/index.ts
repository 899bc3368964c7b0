import { defineHook, type IntrospectionData, type PluginLog } from '@inspector/plugin-api';
import { isSet, member, textMember } from '@inspector/plugin-api/ramdisk-data';
import { cpuCapabilities, DEFAULT_CPU_FLAGS } from './cpu-flags.js';

/**
 * Sets the capabilities that follow from the CPU flags and, if asked for, the boot mode. Capabilities that a
 * node has already are kept, also those whose flag is gone.
 */
export default defineHook({
  id: 'capabilities',
  aliases: ['boot-mode', 'cpu-capabilities'],
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      bootMode: {
        type: 'boolean',
        default: false,
        description: 'Set the capability `boot_mode` to the mode the ramdisk booted in.',
      },
      cpuFlags: {
        type: 'object',
        additionalProperties: { type: 'string', minLength: 1 },
        default: { ...DEFAULT_CPU_FLAGS },
        description: 'Capability to set for each CPU flag.',
      },
    },
  },
  setup: ({ config, log }) => ({
    async beforeUpdate(data, node) {
      const booted = config.bootMode ? bootMode(data, log) : {};
      const found = { ...booted, ...fromCpu(data, config.cpuFlags, log) };
      if (Object.keys(found).length > 0) await node.updateCapabilities(found);
      else log.debug('no capabilities found');
    },
  }),
});

const bootMode = (data: IntrospectionData, log: PluginLog): Record<string, string> => {
  const mode = textMember(member(member(data, 'inventory'), 'boot'), 'current_boot_mode');
  if (mode === undefined || mode === '') {
    log.warn('the ramdisk does not say in which mode it booted');
    return {};
  }
  // Capabilities are joined by commas: one in the value would smuggle in another capability.
  if (!mode.includes(',')) return { boot_mode: mode };
  log.warn({ mode }, 'the boot mode is not a word, it is left out');
  return {};
};

const fromCpu = (
  data: IntrospectionData,
  cpuFlags: Readonly<Record<string, string>>,
  log: PluginLog,
): Record<string, string> => {
  const flags = member(member(member(data, 'inventory'), 'cpu'), 'flags');
  if (Array.isArray(flags) && isSet(flags)) return cpuCapabilities(flags, cpuFlags);
  log.warn('the inventory has no CPU flags: capabilities of the CPU are left as they are');
  return {};
};
