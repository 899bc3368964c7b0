import { defineStorage, InspectorError } from '@inspector/plugin-api';

/** The storage backend that keeps nothing: for sites that only want what hooks write to the nodes. */
export default defineStorage({
  id: 'none',
  setup({ log }) {
    log.warn('Introspection data will not be stored. Change processing.storeData if that is not wanted.');
    return {
      capabilities: { delete: false, list: false, needsRecord: false, keeps: false },
      get: () =>
        Promise.reject(
          new InspectorError(
            'INSP_STORAGE_DISABLED',
            'Inspector is not configured to store data. ' +
              'Set the [processing]store_data configuration option to change this.',
          ),
        ),
      save(uuid, _data, processed) {
        log.debug({ node: uuid, processed }, 'Introspection data are not stored: the backend is none.');
        return Promise.resolve();
      },
    };
  },
});
