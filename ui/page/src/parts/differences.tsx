import type { Difference } from '@inspector/client';
import { bytes, memory, numberOf, shown } from './text.js';

/** What differs between two states of a machine. */
export function DifferenceList({ of }: { readonly of: readonly Omit<Difference, 'from' | 'to'>[] }) {
  return (
    <ul class="differences">
      {of.map((one, at) => (
        <li key={at} class={one.change}>
          <p>
            <span class={`change ${one.change}`}>{one.change}</span> {shown(one.part, 40)}{' '}
            <strong>{shown(one.name, 200)}</strong>
          </p>
          {one.fields.length > 0 && (
            <dl>
              {one.fields.map(({ field, from: before, to: after }) => (
                <div key={field}>
                  <dt>{shown(wordsOf(field), 80)}</dt>
                  <dd>
                    <del>{withUnit(one.part, field, before)}</del> →{' '}
                    <ins>{withUnit(one.part, field, after)}</ins>
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The name of a field for people: its value says the unit. */
const wordsOf = (field: string): string => field.replace(/_mb$/, '').replaceAll('_', ' ');

/** Sizes of disks are bytes, sizes of memory MiB. */
function withUnit(part: string, field: string, value: string | number | boolean | null): string {
  if (value === null) return 'nothing';
  const number = numberOf(value);
  if (number === undefined || !/size|memory/.test(field)) return shown(String(value), 300);
  if (part === 'disk') return bytes(number);
  return part.startsWith('memory') ? memory(number) : shown(String(value), 300);
}
