import { readFileSync } from 'node:fs';
import { fileWords, InspectorError, type Json, type JsonObject } from '@inspector/plugin-api';
import { isJsonObject, isSet, member } from '@inspector/plugin-api/ramdisk-data';
import { parse } from 'yaml';

/** An accelerator to look for. */
export interface KnownDevice {
  readonly vendorId: string;
  readonly deviceId: string;
  /** Everything the file says about it. */
  readonly description: JsonObject;
}

/**
 * Reads the file of known accelerators: YAML or JSON, the list `pci_devices` of objects with `vendor_id` and
 * `device_id`.
 *
 * @throws InspectorError `INSP_CONFIG_INVALID` when it cannot be read or has another shape
 */
export const readKnownDevices = (file: string | URL): KnownDevice[] => {
  const text = readText(file);
  // Identifiers are read as texts whatever they look like: `1e04` is no number here.
  const written = devicesIn(parseYaml(text, file, 'failsafe'));
  return devicesIn(parseYaml(text, file, 'core')).map((device, index) => {
    const vendorId = member(written[index], 'vendor_id');
    const deviceId = member(written[index], 'device_id');
    if (!isJsonObject(device) || !isText(vendorId) || !isText(deviceId)) {
      throw invalid('one of devices is missing vendor_id or device_id');
    }
    return { vendorId, deviceId, description: { ...device, vendor_id: vendorId, device_id: deviceId } };
  });
};

const devicesIn = (content: unknown): Json[] => {
  const devices = member(content, 'pci_devices');
  if (devices === undefined) throw invalid('Could not find pci_devices in the configuration data');
  if (!Array.isArray(devices)) throw invalid('pci_devices should contain a list of devices');
  return devices;
};

const readText = (file: string | URL): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw invalid(`The known accelerators cannot be read from ${String(file)}`, cause);
  }
};

const parseYaml = (text: string, file: string | URL, schema: 'core' | 'failsafe'): unknown => {
  try {
    return parse(text, { schema });
  } catch (cause) {
    throw invalid(`The known accelerators in ${String(file)} are not YAML`, cause);
  }
};

const isText = (value: unknown): value is string => typeof value === 'string' && isSet(value);

const invalid = (text: string, cause?: unknown): InspectorError =>
  new InspectorError('INSP_CONFIG_INVALID', cause instanceof Error ? `${text}: ${fileWords(cause)}` : text, {
    cause,
  });
