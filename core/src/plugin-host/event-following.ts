import type { EventFollowing, EventHandler, FollowOptions } from '@inspector/plugin-api';
import type { EventFollower } from './host-types.js';
import { inNameOf, type RunningPlugin } from './faults/running-plugin.js';

const NAME = /^[a-z0-9._-]{1,64}$/;
const TYPE = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/;
/** Most events of one call. */
const MOST = 500;
/** The longest name of a plugin and its follower together, in characters. */
const LONGEST = 160;

/** What one plugin follows. */
export interface PluginFollowing {
  /** For the plugin. */
  readonly events: EventFollowing;
  readonly followers: readonly EventFollower[];
  /** The plugin is set up: it follows nothing else from now on. */
  end(): void;
}

/** Takes down what a plugin wants to be told of. */
export function eventFollowing(plugin: RunningPlugin): PluginFollowing {
  const followers: EventFollower[] = [];
  let isOver = false;
  const follow: EventFollowing['follow'] = (options, handler) => {
    if (isOver) throw new TypeError('follow() can only be called during setup');
    checkFollower(options, handler);
    const name = `${plugin.name}/${options.name}`;
    if (name.length > LONGEST) throw new TypeError(`the name "${name}" is longer than ${LONGEST} characters`);
    if (followers.some((one) => one.name === name)) {
      throw new TypeError(`the plugin follows the events twice under the name "${options.name}"`);
    }
    followers.push({
      name,
      options: { ...options },
      handler: (news, call) => inNameOf(plugin, () => handler(news, call)),
    });
  };
  return {
    events: { follow },
    followers,
    end() {
      isOver = true;
    },
  };
}

function checkFollower({ name, types, from, most }: FollowOptions, handler: EventHandler): void {
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new TypeError(`"${String(name)}" is no name of a follower: 1 to 64 of a-z, 0-9, ".", "_" and "-"`);
  }
  const wrong = types?.find((type) => typeof type !== 'string' || type.length > 64 || !TYPE.test(type));
  if (wrong !== undefined) throw new TypeError(`"${String(wrong)}" is no type of an event`);
  if (!(['now', 'oldest'] as unknown[]).includes(from)) {
    throw new TypeError('"from" of a follower has to be "now" or "oldest"');
  }
  if (most !== undefined && (!Number.isInteger(most) || most < 1 || most > MOST)) {
    throw new TypeError(`"most" of a follower has to be a whole number from 1 to ${MOST}`);
  }
  if (typeof handler !== 'function') throw new TypeError('a follower needs a function to be told');
}
