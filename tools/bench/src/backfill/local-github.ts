import { openLocalGithub } from '@devpulse/github-simulator/github/server';
import { populate } from '@devpulse/github-simulator/github/world/population';
import { nodeId } from '@devpulse/github-simulator/payloads/node-id';
import { fernhill } from '@devpulse/github-simulator/people';

/** What the bench is told when the local GitHub stands. */
export type LocalGithubReady = {
  url: string;
  token: string;
  repositories: { id: number; nodeId: string; fullName: string }[];
};

/** A local GitHub in a process of its own, of COUNT pull requests in REPOSITORIES repositories; it ends with its parent. */
const github = await openLocalGithub();
const owner = github.world.meet(fernhill.organization);
const repositories = Array.from({ length: Number(process.env.REPOSITORIES) }, (_, index) =>
  github.world.addRepository({ name: `checkout-${index + 1}`, owner }),
);
const to = Date.now() - 3_600_000;
const from = to - 180 * 86_400_000;
populate(github.world, { count: Number(process.env.COUNT), repositories, from, to });
const user = github.world.addUser('reader');
github.limits.set(`user:${user.id}`, 1_000_000);
const ready: LocalGithubReady = {
  url: github.url,
  token: github.createToken(user, { repositories }).text,
  repositories: repositories.map(({ id, name }) => ({
    id,
    nodeId: nodeId('R', id),
    fullName: `${owner.login}/${name}`,
  })),
};
process.send?.(ready);
process.once('disconnect', () => process.exit(0));
