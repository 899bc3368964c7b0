/** What a part of a machine is. */
export const PART_KINDS = [
  'system',
  'firmware',
  'bmc',
  'cpu',
  'memory',
  'memory module',
  'disk',
  'network card',
  'PCI device',
] as const;

/** What a part of a machine is. */
export type PartKind = (typeof PART_KINDS)[number];

/** What this very part has wherever it is plugged, the surest first. */
export const IDENTITIES = ['serial', 'wwn', 'mac'] as const;

/** Ways to say where a part is plugged, the surest first. */
export const PLACES = ['slot', 'bank', 'by_path', 'hctl', 'pci_address', 'biosdevname', 'name'] as const;

/** A plain value of a part. Sizes of disks are bytes, sizes of memory MiB. */
export type Fact = string | number | boolean;

/** Values of a part by name; what is not known is left out. */
export type Facts = Readonly<Record<string, Fact>>;

/** One part of a machine, as it is compared. */
export interface Part {
  readonly kind: PartKind;
  /** What is compared. */
  readonly facts: Facts;
  /** Names of those facts that this very part has wherever it is plugged, such as its serial; the surest first. */
  readonly identity: readonly (typeof IDENTITIES)[number][];
  /** Where it is plugged, in one or several ways of saying so. */
  readonly places: Readonly<Partial<Record<(typeof PLACES)[number], Fact>>>;
  /** What the kernel calls it, which may be another name after the next boot. */
  readonly label?: string;
}

/** What became of a part. */
export const CHANGES = ['added', 'removed', 'moved', 'changed'] as const;

/** A value that is another one now; null: not known. */
export interface FieldChange {
  readonly field: string;
  readonly from: Fact | null;
  readonly to: Fact | null;
}

/** A part that is not as it was. */
export interface Difference {
  readonly change: (typeof CHANGES)[number];
  readonly part: PartKind;
  /** What the part is known by: its serial, MAC or place; where it is changed, as it was before. */
  readonly name: string;
  /** What differs, places included; empty for parts that were added or removed. */
  readonly fields: readonly FieldChange[];
  /** What is known of the part before; null: it was added. */
  readonly from: Facts | null;
  /** What is known of the part now; null: it was removed. */
  readonly to: Facts | null;
}
