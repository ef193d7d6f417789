import { openVault } from '@devpulse/vault/vault';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../../../testing/organization-stage.ts';

const ISSUER = 'https://idp.example.com/tenant';
const CONFIGURATION = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/keys`,
};

let stage: OrganizationStage;
const asked: string[] = [];
let answer: () => Response;
beforeAll(async () => {
  stage = await openOrganizationStage({
    fetch: async (input) => {
      asked.push(String(input));
      return answer();
    },
  });
});
afterAll(() => stage?.close());
beforeEach(() => {
  asked.length = 0;
  answer = () => Response.json(CONFIGURATION);
});

const connection = { issuer: ISSUER, clientId: 'client', clientSecret: 'the secret of the client' };

async function secretOf(organizationId: string): Promise<string> {
  const { rows } = await stage.registry.pool.query<{ sealed: Buffer }>(
    'SELECT client_secret_encrypted AS sealed FROM sso_connection WHERE organization_id = $1',
    [organizationId],
  );
  const vault = openVault(stage.api.parts.environment.DEVPULSE_ENCRYPTION_KEY);
  return vault.unseal(rows[0]?.sealed ?? Buffer.alloc(0), `sso:${organizationId}`);
}

test('a connection is asked for its configuration, sealed, shown without its secret, and removed', async () => {
  const { organization, admin } = await stage.organizationWithRoles();
  const path = `organizations/${organization.slug}/sso`;
  const redirectUri = 'http://localhost:3000/sign-in/sso/callback';
  expect((await stage.ask(admin, `GET ${path}`)).body).toEqual({ connection: null, redirectUri });
  expect((await stage.ask(admin, `PUT ${path}`, connection)).status).toBe(200);
  expect(asked).toEqual([`${ISSUER}/.well-known/openid-configuration`]);
  expect(await secretOf(organization.id)).toBe(connection.clientSecret);
  expect((await stage.ask(admin, `GET ${path}`)).body).toEqual({
    connection: { issuer: ISSUER, clientId: 'client', isEnabled: true },
    redirectUri,
  });
  expect((await stage.ask(admin, `DELETE ${path}`)).status).toBe(200);
  expect((await stage.ask(admin, `DELETE ${path}`)).status).toBe(404);
  const { body } = await stage.ask(admin, `GET organizations/${organization.slug}/audit`);
  expect(body.items).toMatchObject([{ action: 'sso.removed' }, { action: 'sso.set' }]);
  expect(JSON.stringify(body)).not.toContain('secret of');
});

test('a secret left out is kept, for the same issuer and client alone', async () => {
  const { organization, owner } = await stage.organizationWithRoles();
  const path = `organizations/${organization.slug}/sso`;
  const set = (payload: object) => stage.ask(owner, `PUT ${path}`, payload);
  const missing = { status: 400, body: { field: 'body.clientSecret' } };
  expect(await set({ issuer: ISSUER, clientId: 'client' })).toMatchObject(missing);
  await set(connection);
  expect((await set({ issuer: ISSUER, clientId: 'client', isEnabled: false })).status).toBe(200);
  expect(await secretOf(organization.id)).toBe(connection.clientSecret);
  expect(await set({ issuer: ISSUER, clientId: 'another' })).toMatchObject(missing);
  answer = () => Response.json({ ...CONFIGURATION, issuer: 'https://evil.example.com' });
  expect(await set({ issuer: 'https://evil.example.com', clientId: 'client' })).toMatchObject(missing);
});

test.each<[string, () => Response]>([
  ['is not there', () => new Response('no', { status: 404 })],
  ['is no JSON', () => new Response('<html>')],
  ['lacks an endpoint', () => Response.json({ ...CONFIGURATION, token_endpoint: undefined })],
  [
    'has an endpoint without TLS',
    () => Response.json({ ...CONFIGURATION, jwks_uri: 'http://idp.example.com' }),
  ],
  ['is of another issuer', () => Response.json({ ...CONFIGURATION, issuer: `${ISSUER}/` })],
  [
    'does not come',
    () => {
      throw new Error('connect ECONNREFUSED 10.0.0.7:443');
    },
  ],
])('a configuration that %s is refused, and not told of', async (_, given) => {
  const { organization, admin } = await stage.organizationWithRoles();
  answer = given;
  const refused = await stage.ask(admin, `PUT organizations/${organization.slug}/sso`, connection);
  expect(refused).toMatchObject({ status: 400, body: { field: 'body.issuer' } });
  expect(JSON.stringify(refused.body)).not.toMatch(/10\.0\.0\.7|ECONN/);
});

test('needs an administrator who has just given a factor', async () => {
  const { organization, admin, manager } = await stage.organizationWithRoles();
  const path = `organizations/${organization.slug}/sso`;
  expect((await stage.ask(manager, `PUT ${path}`, connection)).status).toBe(403);
  const stale = await stage.registry.session(admin.userId, {
    authenticatedAt: new Date(Date.now() - 301_000),
  });
  const refused = await stage.ask({ ...admin, ...stale }, `PUT ${path}`, connection);
  expect(refused.body.code).toBe('reauthentication_required');
  expect(await stage.ask(admin, `PUT ${path}`, { ...connection, clientId: 'a\u0000b' })).toMatchObject({
    status: 400,
    body: { field: 'body.clientId' },
  });
});

test('with the real fetch, an address inside the network is refused', async () => {
  const real = await openOrganizationStage();
  try {
    const { organization, admin } = await real.organizationWithRoles();
    for (const issuer of ['https://127.0.0.1', 'https://169.254.169.254', 'https://localhost']) {
      const path = `organizations/${organization.slug}/sso`;
      const refused = await real.ask(admin, `PUT ${path}`, { ...connection, issuer });
      expect(refused).toMatchObject({ status: 400, body: { field: 'body.issuer' } });
    }
  } finally {
    await real.close();
  }
});
