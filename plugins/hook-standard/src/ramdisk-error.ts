import { defineHook, InspectorError, shortText } from '@inspector/plugin-api';
import { isSet, member, textOf } from '@inspector/plugin-api/ramdisk-data';

/** Fails the introspection when the ramdisk says it could not collect the data. */
export default defineHook({
  id: 'ramdisk_error',
  setup: () => ({
    beforeProcessing(data) {
      const error = member(data, 'error');
      if (!isSet(error)) return;
      throw new InspectorError('INSP_HOOK_FAILED', `Ramdisk reported error: ${shortText(textOf(error))}`);
    },
  }),
});
