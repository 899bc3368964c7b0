import { checkSession, createSession, readTlsSettings, ServiceHttp } from '@inspector/plugin-api/openstack';
import { checkAll, defineStorage, httpUrlFault, InspectorError } from '@inspector/plugin-api';
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
      () => checkEndpoint(config.endpointOverride),
    );
    const http = new ServiceHttp(config, 'swift');
    const store = new ObjectStore(http, createSession(config, 'swift', http), config, log);
    return new SwiftBackend(store, config.container, config.deleteAfter, () => http.close());
  },
});

function checkEndpoint(url: string | undefined): void {
  const wrong = url === undefined ? undefined : httpUrlFault(url, 'http://192.0.2.1:8080/v1/AUTH_project');
  if (wrong !== undefined)
    throw new InspectorError('INSP_CONFIG_INVALID', `swift.endpointOverride: ${wrong}`);
}
