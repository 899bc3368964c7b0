import { checkAll, defineHook } from '@inspector/plugin-api';
import { Endpoint } from './endpoint.js';
import { webhookSchema, wrongOption } from './options.js';

/** Posts events to other systems. Each endpoint goes at its own pace, and no introspection waits for any. */
export default defineHook({
  id: 'webhook',
  configSchema: webhookSchema,
  setup({ config, events }) {
    const endpoints: Endpoint[] = [];
    const names = new Set<string>();
    checkAll(
      ...config.endpoints.map((options, index) => () => {
        const option = `endpoints[${index}]`;
        if (names.has(options.name)) throw wrongOption(`${option}.name`, `"${options.name}" is there twice`);
        names.add(options.name);
        const endpoint = new Endpoint(options, config.secret, option);
        endpoints.push(endpoint);
        const { name, events: types } = options;
        events.follow({ name, from: 'now', ...(types && { types }) }, (news, call) =>
          endpoint.deliver(news, call),
        );
      }),
    );
    return {
      async close() {
        await Promise.all(endpoints.map((endpoint) => endpoint.close()));
      },
    };
  },
});
