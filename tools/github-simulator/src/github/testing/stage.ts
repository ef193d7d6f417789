import { simulateOrganization } from '../../organization.ts';
import { storyNow } from '../../test/read-history.ts';
import type { GithubApp, GithubInstallation } from '../apps/registry.ts';
import { type LocalGithub, type LocalGithubOptions, openLocalGithub } from '../server.ts';
import type { GithubAccount, GithubRepository } from '../world/model.ts';
import { appJwt, installationClient, openReceiver, TestClient } from './client.ts';

/** A local GitHub where an App is installed on all repositories of Fernhill, and a receiver of its webhooks. */
export interface TestStage {
  readonly github: LocalGithub;
  readonly receiver: Awaited<ReturnType<typeof openReceiver>>;
  readonly owner: GithubAccount;
  readonly app: GithubApp;
  readonly privateKey: string;
  readonly installation: GithubInstallation;
  readonly asApp: TestClient;
  readonly asInstallation: TestClient;
  /** GitHub's clock; it stands still unless it is moved. */
  readonly clock: { now: number };
  repository(name: string): GithubRepository;
  close(): Promise<void>;
}

/** @param weeks of history that the world knows; 0 for an organization without repositories */
export async function openStage(weeks: number, options: LocalGithubOptions = {}): Promise<TestStage> {
  const clock = { now: storyNow };
  const receiver = await openReceiver();
  const github = await openLocalGithub({ now: () => clock.now, ...options });
  if (weeks > 0) {
    for (const delivery of simulateOrganization({ seed: 'fernhill', weeks, now: storyNow }))
      github.tell(delivery);
  }
  const owner = github.world.accountByLogin('Fernhill');
  if (owner === null) throw new Error('Fernhill is missing');
  const { app, privateKey } = github.createApp({ owner, name: 'DevPulse Fernhill', hookUrl: receiver.url });
  const installation = await github.life.install(app, { account: owner, repositories: 'all' });
  const asApp = new TestClient(github, appJwt(app, privateKey, clock.now));
  const asInstallation = await installationClient(github, { app, privateKey, installation, now: clock.now });
  receiver.received.length = 0;
  return {
    github,
    receiver,
    owner,
    app,
    privateKey,
    installation,
    asApp,
    asInstallation,
    clock,
    repository: (name) => {
      const found = github.world.repositoryByName(`Fernhill/${name}`);
      if (found === null) throw new Error(`no repository ${name}`);
      return found.repository;
    },
    close: async () => {
      await github.close();
      await receiver.close();
    },
  };
}
