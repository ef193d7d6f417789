import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import type { GithubWorld } from '../world/github-world.ts';
import type { GithubAccount } from '../world/model.ts';
import type { AppRegistry, GithubApp, GithubInstallation } from './registry.ts';

const Permissions = z.record(z.string(), z.string());

const KeptApp = z.object({
  id: z.int(),
  slug: z.string(),
  name: z.string(),
  ownerId: z.int(),
  clientId: z.string(),
  clientSecret: z.string(),
  hookId: z.int(),
  createdAt: z.number(),
  url: z.string(),
  permissions: Permissions,
  events: z.array(z.string()),
  callbackUrls: z.array(z.string()),
  setupUrl: z.string().nullable(),
  asksForUser: z.boolean(),
  isPublic: z.boolean(),
  hookUrl: z.string().nullable(),
  webhookSecret: z.string().nullable(),
  /** PEM; the private halves are with those who were given them. */
  publicKeys: z.array(z.string()),
});

const KeptInstallation = z.object({
  id: z.int(),
  appId: z.int(),
  accountId: z.int(),
  selection: z.enum(['all', 'selected']),
  repositoryIds: z.array(z.int()),
  permissions: Permissions,
  createdAt: z.number(),
  updatedAt: z.number(),
  suspendedAt: z.number().nullable(),
  suspendedById: z.int().nullable(),
});

/** The Apps and installations of a local GitHub as plain data. Tokens, codes and the log of deliveries are not in it. */
export const Archive = z.object({
  apps: z.array(KeptApp),
  installations: z.array(KeptInstallation),
  /** The largest number that any of them has ever had: those that are gone are not given again. */
  largestId: z.int(),
});
export type Archive = z.infer<typeof Archive>;

/** @param largestId of an earlier archive, 0 without one */
export function archiveOf({ apps, installations }: AppRegistry, largestId: number): Archive {
  const hooks = [...apps.values()].map(({ hookId }) => hookId);
  return {
    largestId: Math.max(largestId, ...apps.keys(), ...hooks, ...installations.keys()),
    apps: [...apps.values()].map(({ owner, publicKeys, permissions, events, callbackUrls, ...app }) => ({
      ...app,
      ownerId: owner.id,
      permissions: { ...permissions },
      events: [...events],
      callbackUrls: [...callbackUrls],
      publicKeys: publicKeys.map((key) => key.export({ type: 'spki', format: 'pem' }).toString()),
    })),
    installations: [...installations.values()].map(
      ({ app, account, repositoryIds, suspendedBy, permissions, ...installation }) => ({
        ...installation,
        appId: app.id,
        accountId: account.id,
        repositoryIds: [...repositoryIds],
        permissions: { ...permissions },
        suspendedById: suspendedBy?.id ?? null,
      }),
    ),
  };
}

/** Puts them back into a world that has the same accounts. @throws Error when an account or an App is missing */
export function restore(
  { apps, installations, largestId }: Archive,
  registry: AppRegistry,
  world: GithubWorld,
): void {
  for (const { ownerId, publicKeys, ...kept } of apps) {
    const app: GithubApp = {
      ...kept,
      owner: accountOf(world, ownerId),
      publicKeys: publicKeys.map((pem) => createPublicKey(pem)),
    };
    registry.apps.set(app.id, app);
  }
  for (const { appId, accountId, repositoryIds, suspendedById, ...kept } of installations) {
    const app = registry.apps.get(appId);
    if (app === undefined) throw new Error(`installation ${kept.id} is of an unknown App`);
    const installation: GithubInstallation = {
      ...kept,
      app,
      account: accountOf(world, accountId),
      repositoryIds: new Set(repositoryIds),
      suspendedBy: suspendedById === null ? null : accountOf(world, suspendedById),
    };
    registry.installations.set(installation.id, installation);
  }
  while (world.nextSmallId() < largestId);
}

function accountOf(world: GithubWorld, id: number): GithubAccount {
  const account = world.accounts.get(id);
  if (account === undefined) throw new Error(`account ${id} is unknown`);
  return account;
}
