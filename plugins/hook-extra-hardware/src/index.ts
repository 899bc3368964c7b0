import { defineHook, type Json } from '@inspector/plugin-api';
import { convertRecords } from './convert.js';

const RECORD_LENGTH = 4;
const RECORDS_LOGGED = 10;

/**
 * Turns the records of the collector `extra-hardware` (key `data`) into a tree under `extra`, where rules can
 * look at them, and removes the records.
 */
export default defineHook({
  id: 'extra_hardware',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      strict: {
        type: 'boolean',
        default: false,
        description: 'Accept only records of exactly four items, and remove data that hold any other.',
      },
    },
  },
  setup: ({ config: { strict }, log }) => ({
    beforeUpdate(data) {
      if (!Object.hasOwn(data, 'data')) {
        log.warn('no extra hardware information in the data: is the collector extra-hardware enabled?');
        return;
      }
      const records = data['data'];
      if (!isRecords(records, strict)) {
        log.warn('the extra hardware information is not a list of records, rules cannot use it');
        if (strict) delete data['data'];
        return;
      }
      const { tree, ignored } = convertRecords(records);
      if (ignored.length > 0) {
        const some = ignored.slice(0, RECORDS_LOGGED);
        log.warn({ count: ignored.length, records: some }, 'some records of the extra hardware are ignored');
      }
      data['extra'] = tree;
      delete data['data'];
    },
  }),
});

const isRecords = (value: Json | undefined, strict: boolean): value is Json[][] =>
  Array.isArray(value) &&
  value.every((record) => Array.isArray(record) && (!strict || record.length === RECORD_LENGTH));
