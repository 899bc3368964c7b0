import { defineHook, type IntrospectionData } from '@inspector/plugin-api';

/** Logs what it gets before and after look-up; changes nothing. */
export default defineHook({
  id: 'example',
  setup: ({ log }) => ({
    beforeProcessing(data) {
      log.info({ data: withoutLogs(data) }, 'data as the ramdisk sent them');
    },
    beforeUpdate(data, node) {
      log.info({ node: node.uuid, data: withoutLogs(data) }, 'data after look-up');
    },
  }),
});

// The logs of the ramdisk are megabytes of base64.
const withoutLogs = (data: IntrospectionData): IntrospectionData =>
  Object.hasOwn(data, 'logs') ? { ...data, logs: '<hidden>' } : data;
