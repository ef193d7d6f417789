import { setTimeout as sleep } from 'node:timers/promises';
import { type GithubClient, GithubFault } from '@devpulse/github/client/client';
import { GithubWorld } from '@devpulse/github-simulator/github/world/github-world';
import { expect, test } from 'vitest';
import { pollRepositories } from '../../apps/worker/src/github/poll-repositories.ts';
import { projectPush } from '../../apps/worker/src/ingest/push.ts';
import { connect, foundOrganization, vault } from './backfill-stage.ts';
import { openPipeline } from './pipeline.ts';

const MINUTE = 60_000;
const REPOSITORIES = 8;

test('an organization whose GitHub hangs keeps no other from being asked about', async () => {
  const clock = { now: Date.parse('2026-11-20T15:00:00Z') };
  const pipeline = await openPipeline({ now: () => clock.now });
  const asked = { sick: 0, sound: 0 };
  const refuse = () => Promise.reject(new GithubFault('unavailable', 'GitHub gave no answer'));
  const sick: GithubClient = {
    graphql: refuse,
    async rest() {
      asked.sick += 1;
      for (let tries = 0; tries < 200 && asked.sound === 0; tries += 1) await sleep(20);
      clock.now += MINUTE;
      return refuse();
    },
  };
  const sound: GithubClient = {
    graphql: refuse,
    rest() {
      asked.sound += 1;
      return refuse();
    },
  };
  try {
    const { database } = pipeline;
    const world = new GithubWorld();
    const account = (id: string) => ({ id, login: `org-${id}` });
    const ids = [
      await foundOrganization(database, account('1')),
      await foundOrganization(database, account('2')),
    ];
    // The one that hangs is the first to be listed.
    for (const [at, organizationId] of ids.sort().entries()) {
      const owner = world.addOrganization(`org-${at}`);
      const repositories = Array.from({ length: at === 0 ? REPOSITORIES : 1 }, (_, index) =>
        world.addRepository({ name: `app-${index}`, owner }),
      );
      await connect(database, organizationId, { repositories, token: at === 0 ? 'sick' : 'sound' });
    }
    const refused = () => {
      throw new Error('Only tokens are used here.');
    };
    const token = (source: { token: string }) => (source.token === 'sick' ? sick : sound);
    const github = { app: refused, installation: refused, token };
    await pollRepositories({ ...pipeline.context, vault, github, configuredApp: null, projectPush });
    expect(asked.sick).toBeGreaterThan(0);
    expect(asked.sound).toBe(1);
  } finally {
    await pipeline.close();
  }
});
