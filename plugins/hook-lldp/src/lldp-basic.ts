import { defineHook, type JsonObject, type PluginLog } from '@inspector/plugin-api';
import { hardwareInventory, isJsonObject, member, textMember } from '@inspector/plugin-api/ramdisk-data';
import { LldpRecords, type CardRecords } from './lldp-records.js';
import { parseLldp } from './parse.js';

// A hostile frame may hold thousands of bad TLVs; a few of them tell the story.
const PROBLEMS_LOGGED = 10;

/** Reads what switches said by LLDP into `all_interfaces.<name>.lldp_processed`. */
export default defineHook({
  id: 'lldp_basic',
  aliases: ['parse-lldp'],
  setup: ({ log }) => ({
    beforeUpdate(data) {
      const entries = member(data, 'all_interfaces');
      const records = new LldpRecords(data);
      for (const card of hardwareInventory(data).interfaces) {
        const name = textMember(card, 'name') ?? '';
        const found = records.of(card);
        if (found === undefined) {
          log.warn({ interface: name }, 'no LLDP data for this interface');
          continue;
        }
        const entry = member(entries, name);
        if (isJsonObject(entry)) store(entry, found, name, log);
        else log.debug({ interface: name }, 'not a usable interface, its LLDP data are left out');
      }
    },
  }),
});

const store = (entry: JsonObject, { tlvs, leftOut }: CardRecords, name: string, log: PluginLog): void => {
  if (leftOut > 0) {
    log.warn(
      { interface: name, leftOut },
      'too many LLDP records: the first ones are read, the rest is left out',
    );
  }
  const { processed, problems } = parseLldp(tlvs);
  if (problems.length > 0) {
    const fields = { interface: name, count: problems.length, problems: problems.slice(0, PROBLEMS_LOGGED) };
    log.warn(fields, 'some LLDP records cannot be read, they are left out');
  }
  if (Object.keys(processed).length > 0) entry['lldp_processed'] = processed;
};
