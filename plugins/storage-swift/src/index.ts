import { checkSession, createSession, readTlsSettings, ServiceHttp } from '@inspector/plugin-api/openstack';
import { checkAll, defineStorage } from '@inspector/plugin-api';
import { ObjectStore } from './object-store.js';
import { swiftSchema } from './options.js';
import { SwiftBackend } from './swift-backend.js';

/** Keeps introspection data in OpenStack Swift. */
export default defineStorage({
  id: 'swift',
  configSchema: swiftSchema,
  setup({ config, log }) {
    checkAll(
      () => readTlsSettings(config, 'swift'),
      () => checkSession(config, 'swift'),
    );
    const http = new ServiceHttp(config, 'swift');
    const store = new ObjectStore(http, createSession(config, 'swift', http), config, log);
    return new SwiftBackend(store, config.container, config.deleteAfter, () => http.close());
  },
});
