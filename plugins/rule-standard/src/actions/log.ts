import { defineAction, type PluginLog } from '@inspector/plugin-api';
import { requireTexts, textParameter } from '../text-parameter.js';

const METHODS: ReadonlyMap<unknown, keyof PluginLog> = new Map<unknown, keyof PluginLog>([
  ['debug', 'debug'],
  ['info', 'info'],
  ['warning', 'warn'],
  ['warn', 'warn'],
  ['error', 'error'],
  ['critical', 'error'],
]);

/** Writes a message to the log of the service. */
export default defineAction({
  id: 'log',
  requiredParams: ['message'],
  optionalParams: ['level'],
  formattedParams: ['message'],
  setup: () => ({
    validate: (params) => {
      requireTexts(params, ['message']);
      if (!METHODS.has(params['level'] ?? 'info')) {
        throw new Error('level must be one of debug, info, warning, error and critical');
      }
    },
    apply: (params, { log }) => {
      log[METHODS.get(params['level'] ?? 'info') ?? 'info'](textParameter(params, 'message'));
    },
  }),
});
