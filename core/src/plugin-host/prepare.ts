import type { InspectorConfig } from '../config/types.js';
import type { InspectorError } from '@inspector/plugin-api';
import type { LineLog } from '../log/log.js';
import { type Offer, loadDefinition } from '@inspector/plugin-api/package';
import { checkOptions, writtenOptions } from './options.js';
import { inNameOf } from './faults/running-plugin.js';
import type { PreparedPlugin } from './set-up.js';

/** A plugin ready to be set up, or everything that is wrong with it. */
export type Preparation =
  | { readonly plugin: PreparedPlugin; readonly problems?: undefined }
  | { readonly plugin?: undefined; readonly problems: readonly InspectorError[] };

/** What preparing needs. */
export interface PrepareServices {
  readonly config: InspectorConfig;
  readonly log: LineLog;
  /** Seconds for the import. */
  readonly limitSeconds: number;
}

/** Imports a plugin, unless its package is broken, and checks its shape and its options. */
export async function preparePlugin(
  offer: Offer,
  { config, log, limitSeconds }: PrepareServices,
): Promise<Preparation> {
  const { package: owner, plugin } = offer;
  const { group, name } = plugin;
  const broken = [...owner.problems, ...(plugin.problem ? [plugin.problem] : [])];
  if (broken.length > 0) return { problems: broken };
  const { definition, problem } = await inNameOf({ group, name, packageName: owner.name }, () =>
    loadDefinition(offer, limitSeconds, (err) =>
      log.warn({ err, plugin: name }, 'import failed after its time limit'),
    ),
  );
  if (problem) return { problems: [problem] };
  const checked = checkOptions(owner, definition, writtenOptions(owner, config));
  if (checked.problem) return { problems: [checked.problem] };
  const { options } = checked;
  return { plugin: { group, name, packageName: owner.name, definition, options, instance: undefined } };
}
