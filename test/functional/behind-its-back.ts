import sqlite3 from 'sqlite3';

/** Runs SQL on an sqlite database that a service works with, as somebody else on its machine. */
export async function runSql(file: string, text: string): Promise<void> {
  const connection = new sqlite3.Database(file);
  connection.configure('busyTimeout', 5000);
  await new Promise<void>((resolve, reject) => {
    connection.exec(text, (error) => (error ? reject(error) : resolve()));
  });
  await new Promise<void>((resolve, reject) => {
    connection.close((error) => (error ? reject(error) : resolve()));
  });
}
