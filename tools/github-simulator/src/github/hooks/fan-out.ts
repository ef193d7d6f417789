import type { Delivery, JsonObject } from '../../model.ts';
import { uuidOf } from '../../random.ts';
import { type AppRegistry, covers, type GithubInstallation } from '../apps/registry.ts';
import { installationReferenceJson } from '../rendering/account.ts';
import type { GithubWorld } from '../world/github-world.ts';
import type { HookSender } from './sender.ts';

interface Parties {
  readonly world: GithubWorld;
  readonly registry: AppRegistry;
  readonly hooks: HookSender;
  readonly url: string;
}

interface Addressed {
  readonly repository?: { readonly id: number };
  readonly organization?: { readonly id: number };
}

function isFor(installation: GithubInstallation, payload: Addressed, world: GithubWorld): boolean {
  if (installation.suspendedAt !== null) return false;
  if (payload.repository === undefined) return installation.account.id === payload.organization?.id;
  const repository = world.repositories.get(payload.repository.id);
  return repository !== undefined && covers(installation, repository);
}

/** The body as this GitHub would write it: its own addresses in place of github.com's. */
function relocated(payload: JsonObject, url: string): string {
  return JSON.stringify(payload)
    .replaceAll('https://api.github.com/', `${url}/api/v3/`)
    .replaceAll('https://github.com/', `${url}/`);
}

/**
 * Sends a delivery of the simulation to every App that is installed where it happened and wants the event. The first App
 * gets the simulation's own guid. Events about installations are left out: each App here has its own.
 */
export async function fanOut(delivery: Delivery, parties: Parties): Promise<void> {
  if (delivery.event === 'ping' || delivery.event.startsWith('installation')) return;
  const payload = JSON.parse(delivery.body) as JsonObject & Addressed;
  const heard = [...parties.registry.installations.values()].filter(
    (one) => one.app.events.includes(delivery.event) && isFor(one, payload, parties.world),
  );
  const sends = heard.map((installation, index) =>
    parties.hooks.send(installation.app, {
      event: delivery.event,
      action: delivery.action,
      guid: index === 0 ? delivery.guid : uuidOf(`${delivery.guid}/${installation.id}`),
      installation,
      repositoryId: payload.repository?.id ?? null,
      body: relocated({ ...payload, installation: installationReferenceJson(installation) }, parties.url),
    }),
  );
  await Promise.all(sends);
}
