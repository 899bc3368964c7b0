import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InspectorError, thrownText } from '@inspector/plugin-api';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where systemd puts what a unit says with `LoadCredential=`; see systemd.exec(5). */
const FOLDER = 'CREDENTIALS_DIRECTORY';
const VARIABLE = /^INSPECTOR_[A-Z0-9_]+$/;

/**
 * The environment, and credentials that the service manager gives as files: a file with the name of a variable is its value,
 * without the end of the last line. What the environment says itself comes first. Unlike variables, credentials are
 * not handed on to the commands that the service runs.
 *
 * @throws `INSP_CONFIG_UNREADABLE` where one cannot be read
 */
export async function withCredentials(env: Environment): Promise<Environment> {
  const folder = env[FOLDER];
  if (folder === undefined || folder === '') return env;
  try {
    const names = (await readdir(folder)).filter((name) => VARIABLE.test(name));
    const values = names.map(async (name): Promise<[string, string]> => {
      const text = await readFile(join(folder, name), 'utf8');
      return [name, text.replace(/\r?\n$/, '')];
    });
    return { ...Object.fromEntries(await Promise.all(values)), ...env };
  } catch (error) {
    throw new InspectorError(
      'INSP_CONFIG_UNREADABLE',
      `Cannot read the credentials of the service manager: ${thrownText(error)}. ` +
        `Make ${folder} (${FOLDER}) readable for this user, or unset the variable.`,
      { cause: error },
    );
  }
}
