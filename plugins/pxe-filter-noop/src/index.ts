import { definePxeFilter } from '@inspector/plugin-api';

/** Leaves DHCP alone: for networks where nothing but Inspector answers, or something else filters. */
export default definePxeFilter({
  id: 'noop',
  setup: () => ({
    passive: true,
    async init() {},
    async sync() {
      return { changes: 0 };
    },
    async tearDown() {},
  }),
});
