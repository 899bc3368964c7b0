import type { WantedFilterState } from '@inspector/plugin-api';

/** The lines of the list: `<MAC> allow` or `<MAC> deny`, sorted, at the end `* …` for every other machine. */
export const renderList = ({ allowed, denied, unknown }: WantedFilterState): string[] => [
  ...[...[...allowed].map((mac) => `${mac} allow`), ...[...denied].map((mac) => `${mac} deny`)].sort(),
  `* ${unknown}`,
];
