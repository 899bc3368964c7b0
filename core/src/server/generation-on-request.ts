import { inventoryChange, isEmptyChange } from '@inspector/plugin-api/inventory';
import { fewAtOnce } from '../api/limits/few-at-once.js';
import { generateInventory } from '../generation/generate.js';
import type { GenerationReport } from '../reports/generation-report.js';
import type { InventoryGeneration } from '../api/inventory/inventory-generation.js';
import type { InventorySource } from '../inventory/types.js';
import { readNodesToGenerate } from './open-generation.js';
import type { StartOptions } from './start-options.js';
import type { StopList } from './stop-list.js';

const NOTHING: GenerationReport = { added: [], adopted: [], renamed: [], gone: [], notes: [] };

/**
 * Reads all introspected nodes for each request, one request at a time. What reads them is opened for it: an API process has
 * no plugin of the bare metal service otherwise.
 */
export function generationOnRequest(
  { config, cwd }: Pick<StartOptions, 'config' | 'cwd'>,
  inventory: InventorySource,
  started: Pick<StopList, 'add'>,
): InventoryGeneration {
  const stopping = new AbortController();
  started.add('generation', async () => stopping.abort());
  const { signal } = stopping;
  const oneAtOnce = fewAtOnce(1);
  return {
    run: (rename, by) =>
      oneAtOnce(async () => {
        const { nodes, options } = await readNodesToGenerate(config, { cwd, signal });
        const access = await inventory.open();
        let report = NOTHING;
        const written = await access.change(
          (stored) => {
            const generated = generateInventory(stored, nodes, options, { rename });
            ({ report } = generated);
            return isEmptyChange(inventoryChange(stored, generated.inventory)) ? stored : generated.inventory;
          },
          { ...by, signal },
        );
        return { ...written, nodes: nodes.length, report };
      }),
  };
}
