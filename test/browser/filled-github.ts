import { randomUUID } from 'node:crypto';
import { pullRequestJson } from '@devpulse/github-simulator/github/rendering/pull-request';
import { repositoryJson } from '@devpulse/github-simulator/github/rendering/repository';
import { type LocalGithub, openLocalGithub } from '@devpulse/github-simulator/github/server';
import { addPullRequest } from '@devpulse/github-simulator/github/world/construction';
import type { GithubAccount } from '@devpulse/github-simulator/github/world/model';
import { populate } from '@devpulse/github-simulator/github/world/population';
import { fernhill, people } from '@devpulse/github-simulator/people';

const DAY = 86_400_000;
const LIVELY = ['checkout-web', 'checkout-api', 'ledger'];
/** Six calendar months are at least so many days. */
const HISTORY_DAYS = 178;

export type FilledGithub = { github: LocalGithub; owner: GithubAccount };

/** A local GitHub where Fernhill has three repositories that are worked in, one that rests and one that nobody is shown. */
export async function openFilledGithub(options: {
  /** Of the three. */
  pullRequests: number;
  /** GitHub thinks as long about each page of history. */
  answerMs: number;
  /** Its only member is Amara Obi. */
  team: string;
}): Promise<FilledGithub> {
  const github = await openLocalGithub();
  const { world } = github;
  const owner = world.meet(fernhill.organization);
  const to = Date.now() - 3_600_000;
  const from = to - HISTORY_DAYS * DAY;
  const lively = LIVELY.map((name) => world.addRepository({ name, owner }));
  const resting = world.addRepository({ name: 'old-site', owner });
  const hidden = world.addRepository({ name: 'secret-plans', owner });
  populate(world, { count: options.pullRequests, repositories: lively, from, to });
  populate(world, { count: 60, repositories: [resting, hidden], seed: 'others', from, to });
  world.addTeam({ organization: owner, name: options.team }).memberIds.add(people[0]?.id ?? 0);
  for (const repository of lively) repository.pushedAt = to;
  github.faults.add({ when: { kind: 'graphql' }, do: { delayMs: options.answerMs } });
  return { github, owner };
}

/** Somebody opens a pull request now; resolves when the Apps that are told have answered. */
export async function openPullRequest({ github, owner }: FilledGithub, name: string): Promise<void> {
  const repository = github.world.ownedBy(owner).find((one) => one.name === name);
  if (repository === undefined) throw new Error(`there is no ${name}`);
  const [somebody] = people;
  if (somebody === undefined) throw new Error('nobody is there');
  const author = github.world.meet({ ...somebody, type: 'User' });
  const at = Date.now();
  const opened = addPullRequest(github.world, { repository, author, createdAt: at, title: 'Round up cents' });
  const { additions, deletions, changedFiles, commits, comments } = opened;
  const rendered = pullRequestJson(opened, github.url, (one) => repositoryJson(one, github.url));
  const body = {
    action: 'opened',
    number: opened.number,
    pull_request: {
      ...rendered,
      ...{ additions, deletions, comments, changed_files: changedFiles, commits: commits.length },
      ...{ merged: false, merged_by: null, review_comments: 0 },
    },
    repository: repositoryJson(repository, github.url),
    sender: rendered.user,
  };
  await github.send({
    event: 'pull_request',
    action: 'opened',
    guid: randomUUID(),
    occurredAt: at,
    lane: 'journey',
    body: JSON.stringify(body),
  });
}
