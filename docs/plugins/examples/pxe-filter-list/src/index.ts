import { definePxeFilter } from '@inspector/plugin-api';
import { ListFile } from './list-file.js';
import { renderList } from './render.js';

/**
 * Writes a file with one line for each machine, for a DHCP server that asks a script whom to serve. The file
 * stays when the service stops: machines that were denied must not be served because Inspector is down.
 */
export default definePxeFilter({
  id: 'list',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['file'],
    properties: { file: { type: 'string', minLength: 1, description: 'The file to write.' } },
  },
  setup({ config, log }) {
    const list = new ListFile(config.file);
    return {
      async init(wanted) {
        await list.update(renderList(wanted));
        log.info({ file: config.file }, 'the list is complete, the DHCP server may start');
      },
      async sync(wanted) {
        return { changes: await list.update(renderList(wanted)) };
      },
      async tearDown() {},
    };
  },
});
