import { integer } from '../option.js';

/** The `unmatchedPosts` group: how much is kept of posts that matched no node. */
export const unmatchedPostsOptions = {
  keep: integer(1000, 'Machines kept whose posts matched no node, the newest; 0: none.', { minimum: 0 }),
  keepPerSource: integer(
    100,
    'Of these, machines kept that posted from one address (IPv6: one /64 network), so that one sender does not push out all others.',
    { minimum: 1 },
  ),
} as const;
