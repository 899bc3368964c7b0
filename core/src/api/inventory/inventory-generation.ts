import type { GenerationReport } from '../../reports/generation-report.js';
import type { ChangeBy, ChangedInventory } from '../../inventory/types.js';

/** What came of writing introspected nodes into the inventory. */
export interface GeneratedInventory extends ChangedInventory {
  /** How many introspected nodes there are. */
  readonly nodes: number;
  readonly report: GenerationReport;
}

/** Writes introspected nodes into the inventory when somebody asks for it. */
export interface InventoryGeneration {
  /**
   * @param rename - hosts get the present names of their nodes
   * @throws what reading the nodes throws, and what changing the inventory throws; nothing is written then
   */
  run(rename: boolean, by: ChangeBy): Promise<GeneratedInventory>;
}
