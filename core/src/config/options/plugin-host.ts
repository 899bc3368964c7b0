import { choice, integer, list } from '../option.js';

/** The `pluginHost` group: how plugins are found and run. */
export const hostOptions = {
  roots: list(
    [],
    'Folders whose `node_modules` (and those of their parents) are searched. Default: the working directory and the one of core.',
  ),
  allow: list(
    [],
    'Packages of others that may be used: names, or beginnings that end in `*` (`@acme/*`). Empty: all that are installed. Those of the project need no mention.',
  ),
  deny: list(
    [],
    'Packages that are never imported, as in `allow`; this list has the last word. Conditions and actions of rules are in use as soon as they are installed, unless their package is here.',
  ),
  timeout: integer(600, 'Seconds a hook may take before the introspection fails.', { minimum: 1 }),
  onFailure: choice(
    ['stop', 'disable'],
    'stop',
    'What an error costs that a hook or a rule operator lets escape (in a timer, an event, a promise without `await`). `stop`: the introspection it worked for fails. `disable`: the plugin is not used any more until the next start, and the introspection goes on. Such an error of any other plugin stops the service in order, so that it is started again.',
  ),
  stallWarning: integer(
    2,
    'Seconds for which code may keep the process from doing anything else before the log names it. 0: nobody watches, which saves about 10 MiB.',
    { minimum: 0 },
  ),
  stallLimit: integer(
    60,
    'Seconds after which such code ends the process, so that it is started again. 0: it never does.',
    { minimum: 0 },
  ),
} as const;
