import { randomBytes } from 'node:crypto';
import { githubContext } from '@devpulse/vault/contexts';
import { openVault } from '@devpulse/vault/vault';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { clientOfInstallation, clientOfRepository, credentialsOf } from './credentials.ts';
import { accessTo, appOn, openStandIn, type StandIn } from './testing/stand-in.ts';

const vault = openVault(randomBytes(32));
const KEYS = {
  newest: '0190f3a2-0000-7000-8000-00000000000a',
  older: '0190f3a2-0000-7000-8000-00000000000b',
};
let standIn: StandIn | null = null;

afterEach(() => {
  standIn?.close();
  standIn = null;
});

const madeApp = {
  id: '0190f3a2-0000-7000-8000-000000000009',
  organizationId: '0190f3a2-0000-7000-8000-000000000010' as string | null,
  webUrl: 'https://github.com',
  appId: '42',
  slug: 'devpulse',
  name: 'DevPulse',
  ownerLogin: 'fernhill',
  clientId: null,
  clientSecretEncrypted: null,
  hasWebhooks: true,
  keys: Object.entries(KEYS).map(([name, id]) => ({
    id,
    privateKeyEncrypted: vault.seal(name, githubContext.appKey(id)),
  })),
};
const configuredApp = { id: 'c', webUrl: 'https://github.com', appId: '7', privateKeys: ['configured'] };

describe('an App proves itself', () => {
  test('by its own keys, the newest first', () => {
    expect(credentialsOf(madeApp, { vault, configuredApp })).toEqual({
      id: madeApp.id,
      webUrl: 'https://github.com',
      appId: '42',
      privateKeys: ['newest', 'older'],
    });
  });

  test('not at all without a key, or with one that was moved here from another row', () => {
    expect(credentialsOf({ ...madeApp, keys: [] }, { vault, configuredApp })).toBeNull();
    const [first, second] = madeApp.keys as [(typeof madeApp.keys)[0], (typeof madeApp.keys)[0]];
    const moved = { ...madeApp, keys: [{ ...first, privateKeyEncrypted: second.privateKeyEncrypted }] };
    expect(() => credentialsOf(moved, { vault, configuredApp })).toThrow();
  });

  test('by the keys of the configuration, if it is the App of the configuration', () => {
    const shared = { ...madeApp, id: 'c', organizationId: null, keys: [] };
    expect(credentialsOf(shared, { vault, configuredApp })).toBe(configuredApp);
    expect(credentialsOf({ ...shared, id: 'd' }, { vault, configuredApp })).toBeNull();
    expect(credentialsOf(shared, { vault, configuredApp: null })).toBeNull();
  });
});

describe('a repository is read', () => {
  const TOKEN_ID = '0190f3a2-0000-7000-8000-000000000011';

  /** The authorization of what is asked for a repository; null when nothing can ask. */
  async function authorizationFor(by: { state?: 'active' | 'deleted'; hasToken?: 'active' | 'refused' }) {
    standIn = await openStandIn(({ path }) =>
      path.endsWith('/access_tokens')
        ? { status: 201, json: { token: 'of-installation', expires_at: new Date(Date.now() + 3_600_000) } }
        : { json: {} },
    );
    const app = { ...madeApp, id: appOn(standIn).id, organizationId: null, keys: [] };
    const installation = by.state && {
      installationId: '7',
      organizationId: 'o',
      state: by.state,
      permissions: {},
      accountId: '9',
      accountLogin: 'fernhill',
      accountType: 'Organization',
      signedBy: null,
      app,
    };
    const token = by.hasToken && {
      id: TOKEN_ID,
      webUrl: standIn.url,
      login: 'ada',
      state: by.hasToken,
      tokenEncrypted: vault.seal('of-person', githubContext.token(TOKEN_ID)),
    };
    const repository = {
      id: 'r',
      githubId: '1',
      nodeId: 'R',
      fullName: 'a/b',
      isTracked: true,
      removedAt: null,
    };
    const source = {
      organizationId: 'o',
      repository,
      installation: installation ?? null,
      token: token ?? null,
    };
    const opening = {
      vault,
      configuredApp: appOn(standIn),
      access: accessTo(standIn),
      priority: 'live',
    } as const;
    const client = clientOfRepository(source, opening);
    await client?.rest('GET', '/x', { schema: z.unknown() });
    if (source.installation !== null && by.hasToken === undefined) {
      expect(clientOfInstallation(source.installation, opening) === null).toBe(client === null);
    }
    return client === null ? null : standIn.seen.at(-1)?.authorization;
  }

  test.each([
    [{ state: 'active', hasToken: 'active' }, 'Bearer of-installation'],
    [{ state: 'active' }, 'Bearer of-installation'],
    [{ state: 'deleted', hasToken: 'active' }, 'Bearer of-person'],
    [{ hasToken: 'active' }, 'Bearer of-person'],
    [{ hasToken: 'refused' }, null],
    [{ state: 'deleted' }, null],
    [{}, null],
  ] as const)('with %j by %s', async (by, authorization) => {
    expect(await authorizationFor(by)).toBe(authorization);
  });
});
