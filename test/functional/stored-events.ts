import { join } from 'node:path';
import type { JsonObject } from '@inspector/plugin-api';
import sqlite3 from 'sqlite3';

/** The bodies of the events of a type, oldest first, in the sqlite file of a service that may run. */
export function storedEvents(folder: string, type: string): Promise<JsonObject[]> {
  const database = new sqlite3.Database(join(folder, 'inspector.sqlite'));
  return new Promise((resolve, reject) => {
    const sql = 'SELECT body FROM inspector_events WHERE type = ? ORDER BY id';
    database.all(sql, [type], (error, rows: { body: string }[]) => {
      database.close();
      if (error) reject(error);
      else resolve(rows.map(({ body }) => JSON.parse(body) as JsonObject));
    });
  });
}
