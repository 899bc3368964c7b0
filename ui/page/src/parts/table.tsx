import type { ComponentChildren } from 'preact';

/** A column of a table. */
export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** How the column is set. */
  readonly kind?: 'number' | 'mono' | 'long' | undefined;
}

/** A table that becomes a list of cards where there is no room for columns. */
export function Table<Row>({
  label,
  columns,
  rows,
  keyOf,
  name,
}: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, at: number) => string;
  /** For its style. */
  readonly name?: string;
}) {
  return (
    <table aria-label={label} class={name}>
      <thead>
        <tr>
          {columns.map(({ name, kind }) => (
            <th key={name} scope="col" class={kind}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={keyOf(row, at)}>
            {columns.map(({ name, cell, kind }) => (
              <td key={name} class={kind} data-label={name}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
