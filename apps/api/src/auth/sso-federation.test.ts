import { randomUUID } from 'node:crypto';
import { listFactors } from '@devpulse/contracts/account/factors';
import { getAccount } from '@devpulse/contracts/account/profile';
import {
  finishIdentityLink,
  finishSsoSignIn,
  startIdentityLink,
  startSsoSignIn,
} from '@devpulse/contracts/auth/federation';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AuthStage, openAuthStage } from '../../testing/auth-stage.ts';
import {
  type OidcStandIn,
  type Spoiling,
  SSO_CLIENT,
  startOidcStandIn,
} from '../../testing/oidc-stand-in.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';
import { visit } from '../../testing/provider-stand-in.ts';
import { createSafeFetch } from '../platform/outbound/safe-fetch.ts';

const MINUTE = 60_000;
const MANY_TENANTS = 'https://login.microsoftonline.com';
let stage: AuthStage;
let provider: OidcStandIn;
beforeAll(async () => {
  provider = await startOidcStandIn();
  const toStandIn = createSafeFetch({ allowLoopback: true });
  // A provider of many tenants, whose configuration does not name its issuer: openid-client knows it by this host.
  const fetch: typeof toStandIn = Object.assign(
    (input: Parameters<typeof toStandIn>[0], init?: RequestInit) =>
      toStandIn(String(input).replace(`${MANY_TENANTS}/common/v2.0`, provider.url), init),
    { allowsHttp: true },
  );
  stage = await openAuthStage({ fetch });
});
afterAll(async () => {
  await stage?.close();
  await provider.close();
});
beforeEach(() => {
  provider.spoil({});
  provider.discover({});
});

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

async function organizationWithSso(changes: { issuer?: string; secret?: string; isEnabled?: boolean } = {}) {
  const organization = await stage.registry.organization();
  const sealed = stage.vault.seal(changes.secret ?? SSO_CLIENT.secret, `sso:${organization.id}`);
  await stage.registry.pool.query(
    `INSERT INTO sso_connection (organization_id, issuer, client_id, client_secret_encrypted, is_enabled)
     VALUES ($1, $2, $3, $4, $5)`,
    [organization.id, changes.issuer ?? provider.url, SSO_CLIENT.id, sealed, changes.isEnabled ?? true],
  );
  return organization;
}

/** An account of the provider that the browser is signed in to. */
function account(changes: { email?: string; email_verified?: boolean; name?: string } = {}) {
  const sub = randomUUID();
  const signedIn = {
    sub,
    name: 'Sam Single',
    email: `${sub.slice(0, 8)}@corp.example`,
    email_verified: true,
    ...changes,
  };
  provider.signInAs(signedIn);
  return signedIn;
}

const start = (organization: TestOrganization) =>
  stage.call(startSsoSignIn, { body: { organization: organization.slug } });

async function signInWithSso(organization: TestOrganization) {
  const { flow, authorizeUrl } = (await start(organization)).body;
  return stage.call(finishSsoSignIn, { body: { flow, ...(await visit(authorizeUrl)) } });
}

async function link(person: Pick<TestPerson, 'headers'>, organization: TestOrganization) {
  const body = { provider: 'sso', organization: organization.slug };
  const begun = await stage.call(startIdentityLink, { as: person, body });
  if (begun.status !== 200) return begun;
  const { flow, authorizeUrl } = begun.body;
  return stage.call(finishIdentityLink, { as: person, body: { flow, ...(await visit(authorizeUrl)) } });
}

const persons = async () =>
  Number((await stage.registry.pool.query('SELECT count(*) FROM "user"')).rows[0].count);

test('the provider is asked for a code with state, nonce and PKCE', async () => {
  const organization = await organizationWithSso();
  const url = new URL((await start(organization)).body.authorizeUrl);
  expect(`${url.origin}${url.pathname}`).toBe(`${provider.url}/authorize`);
  const secret = expect.stringMatching(/^[\w-]{43}$/);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: SSO_CLIENT.id,
    response_type: 'code',
    redirect_uri: 'http://127.0.0.1:3000/sign-in/sso/callback',
    scope: 'openid email profile',
    state: secret,
    nonce: secret,
    code_challenge: secret,
    code_challenge_method: 'S256',
  });
});

test('a new identity becomes a person and a Developer of that organization; the same one signs in again, without a second factor', async () => {
  const organization = await organizationWithSso();
  const { email, sub } = account();
  const first = await signInWithSso(organization);
  expect(first.status).toBe(200);
  const me = (await stage.call(getAccount, { as: bearer(first.body.session?.accessToken ?? '') })).body;
  expect(me).toMatchObject({ name: 'Sam Single', email, isEmailVerified: true });
  expect(me.memberships).toMatchObject([{ organization: { slug: organization.slug }, role: 'developer' }]);

  provider.signInAs({ sub });
  const again = await signInWithSso(organization);
  expect(again.body.challenge).toBeNull();
  const same = await stage.call(getAccount, { as: bearer(again.body.session?.accessToken ?? '') });
  expect(same.body.id).toBe(me.id);
  expect(await stage.logOf(me.id)).toContain('member.joined');
});

test('an address that has an account links nothing: sign in and link', async () => {
  const organization = await organizationWithSso();
  const person = await stage.personWithPassword();
  account({ email: person.email.toUpperCase() });
  const answer = await signInWithSso(organization);
  expect(answer.status).toBe(409);
  expect((await stage.call(listFactors, { as: person })).body.identities).toEqual([]);

  await stage.registry.member(organization, person, 'developer');
  expect((await link(person, organization)).status).toBe(200);
  const signedIn = await signInWithSso(organization);
  const me = await stage.call(getAccount, { as: bearer(signedIn.body.session?.accessToken ?? '') });
  expect(me.body.id).toBe(person.userId);
});

test.each([
  ['without an address', { email: undefined }],
  ['with an address that is not verified', { email_verified: false }],
  ['that says nothing of its verification', { email_verified: undefined }],
  ['with an address that is none', { email: 'not an address' }],
])('an identity %s makes nobody', async (_name, changes) => {
  const organization = await organizationWithSso();
  account(changes as { email?: string });
  const before = await persons();
  expect((await signInWithSso(organization)).status).toBe(403);
  expect(await persons()).toBe(before);
});

test('somebody who was removed is not made a member again by signing in', async () => {
  const organization = await organizationWithSso();
  account();
  const { body } = await signInWithSso(organization);
  const as = bearer(body.session?.accessToken ?? '');
  const { id } = (await stage.call(getAccount, { as })).body;
  await stage.registry.pool.query('DELETE FROM membership WHERE user_id = $1', [id]);
  expect((await signInWithSso(organization)).status).toBe(200);
  expect((await stage.call(getAccount, { as })).body.memberships).toEqual([]);
});

test('an organization without single sign-on is as unknown as one that is not there', async () => {
  const without = await start(await stage.registry.organization());
  const switchedOff = await start(await organizationWithSso({ isEnabled: false }));
  const missing = await start({ id: randomUUID(), slug: 'nowhere' });
  for (const answer of [without, switchedOff]) {
    expect(answer.status).toBe(404);
    expect({ ...answer.body, requestId: null }).toEqual({ ...missing.body, requestId: null });
  }
});

test('what is switched off on the way signs nobody in', async () => {
  const organization = await organizationWithSso();
  account();
  const { flow, authorizeUrl } = (await start(organization)).body;
  const answer = await visit(authorizeUrl);
  await stage.registry.pool.query('UPDATE sso_connection SET is_enabled = false WHERE organization_id = $1', [
    organization.id,
  ]);
  expect((await stage.call(finishSsoSignIn, { body: { flow, ...answer } })).status).toBe(404);
});

const now = () => Math.floor(Date.now() / 1000);
const WRONG_TOKENS: Record<string, () => Spoiling> = {
  'with another nonce': () => ({ claims: { nonce: 'another' } }),
  'without a nonce': () => ({ claims: { nonce: undefined } }),
  'of another issuer': () => ({ claims: { iss: 'https://evil.example' } }),
  'for another client': () => ({ claims: { aud: 'another-client' } }),
  'for two clients, handed to the other': () => ({
    claims: { aud: [SSO_CLIENT.id, 'another-client'], azp: 'another-client' },
  }),
  'that has expired': () => ({ claims: { iat: now() - 3600, exp: now() - 60 } }),
  'that is of tomorrow': () => ({ claims: { nbf: now() + 86_400 } }),
  'without a subject': () => ({ claims: { sub: undefined } }),
  'signed by nobody (alg none)': () => ({ signing: 'none' }),
  'signed with the client secret': () => ({ signing: 'client secret' }),
  'signed with the public key as a secret': () => ({ signing: 'public key' }),
  'signed with a key that is not the provider’s': () => ({ signing: 'foreign key' }),
};

test.each(Object.entries(WRONG_TOKENS))('an ID token %s signs nobody in', async (_name, spoiling) => {
  const organization = await organizationWithSso();
  account();
  expect((await signInWithSso(organization)).status).toBe(200);
  const before = await persons();
  provider.spoil(spoiling());
  // What the provider says that it signs with opens no door either.
  provider.discover({ id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'] });
  expect((await signInWithSso(organization)).status).toBe(403);
  expect(await persons()).toBe(before);
});

test('a provider of many tenants lets in nobody of a tenant that was not set up', async () => {
  const issuer = `${MANY_TENANTS}/common/v2.0`;
  provider.discover({ issuer: `${MANY_TENANTS}/{tenantid}/v2.0` });
  provider.spoil({ claims: { tid: 'stranger', iss: `${MANY_TENANTS}/stranger/v2.0` } });
  const organization = await organizationWithSso({ issuer });
  account();
  const before = await persons();
  expect((await signInWithSso(organization)).status).toBe(403);
  expect(await persons()).toBe(before);
});

test('a flow is answered once, in ten minutes, with its own state', async () => {
  const organization = await organizationWithSso();
  account();
  const once = (await start(organization)).body;
  const body = { flow: once.flow, ...(await visit(once.authorizeUrl)) };
  expect((await stage.call(finishSsoSignIn, { body })).status).toBe(200);
  expect((await stage.call(finishSsoSignIn, { body })).status).toBe(400);

  const [mine, theirs] = [(await start(organization)).body, (await start(organization)).body];
  const stolen = await visit(theirs.authorizeUrl);
  expect((await stage.call(finishSsoSignIn, { body: { flow: mine.flow, ...stolen } })).status).toBe(403);
  const returned = { flow: mine.flow, ...(await visit(mine.authorizeUrl)) };
  expect((await stage.call(finishSsoSignIn, { body: returned })).status).toBe(400);

  const late = (await start(organization)).body;
  const answer = await visit(late.authorizeUrl);
  stage.advance(10 * MINUTE);
  expect((await stage.call(finishSsoSignIn, { body: { flow: late.flow, ...answer } })).status).toBe(400);
});

test('an answer without the flow’s own state is refused, whatever its code', async () => {
  const organization = await organizationWithSso();
  account();
  const other = (await visit((await start(organization)).body.authorizeUrl)).state;
  for (const state of ['forged', other]) {
    const { flow, authorizeUrl } = (await start(organization)).body;
    const { code } = await visit(authorizeUrl);
    expect((await stage.call(finishSsoSignIn, { body: { flow, code, state } })).status).toBe(403);
  }
});

test('a code of another flow is refused by its verifier, and would be by its nonce', async () => {
  const organization = await organizationWithSso();
  account();
  const [mine, theirs] = [(await start(organization)).body, (await start(organization)).body];
  const { state } = await visit(mine.authorizeUrl);
  const { code } = await visit(theirs.authorizeUrl);
  expect((await stage.call(finishSsoSignIn, { body: { flow: mine.flow, code, state } })).status).toBe(403);
});

test('an answer that names another issuer is refused (RFC 9207)', async () => {
  const organization = await organizationWithSso();
  account();
  const { flow, authorizeUrl } = (await start(organization)).body;
  const body = { flow, ...(await visit(authorizeUrl)), iss: 'https://evil.example' };
  expect((await stage.call(finishSsoSignIn, { body })).status).toBe(403);
});

test('a provider that always names itself has to do so in the answer', async () => {
  provider.discover({ authorization_response_iss_parameter_supported: true });
  const organization = await organizationWithSso();
  account();
  expect((await signInWithSso(organization)).status).toBe(403);
  const { flow, authorizeUrl } = (await start(organization)).body;
  const body = { flow, ...(await visit(authorizeUrl)), iss: provider.url };
  expect((await stage.call(finishSsoSignIn, { body })).status).toBe(200);
});

test('a configuration of another issuer, or a wrong client secret, is refused', async () => {
  const organization = await organizationWithSso();
  provider.discover({ issuer: 'https://evil.example' });
  expect((await start(organization)).status).toBe(403);
  provider.discover({});
  account();
  expect((await signInWithSso(await organizationWithSso({ secret: 'not the secret' }))).status).toBe(403);
});

test('a provider that cannot be reached is told as that, and as no more', async () => {
  const answer = await start(await organizationWithSso({ issuer: 'http://127.0.0.1:1' }));
  expect(answer.status).toBe(503);
  expect(JSON.stringify(answer.body)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
});

test('a provider that sends the token request to a private address is not followed there', async () => {
  provider.discover({ token_endpoint: 'http://10.0.0.1/token' });
  const organization = await organizationWithSso();
  account();
  expect((await signInWithSso(organization)).status).toBe(503);
});

test('members alone link the single sign-on of an organization', async () => {
  const organization = await organizationWithSso();
  const person = await stage.personWithPassword();
  account();
  expect((await link(person, organization)).status).toBe(404);
  await stage.registry.member(organization, person, 'developer');
  stage.advance(3_000);
  expect((await link(person, organization)).status).toBe(200);
  const body = { provider: 'sso' };
  expect((await stage.call(startIdentityLink, { as: person, body })).body).toMatchObject({
    field: 'body.organization',
  });
});

test('two first sign-ins at once make one person', async () => {
  const organization = await organizationWithSso();
  account();
  const before = await persons();
  const answers = await Promise.all([1, 2, 3].map(() => signInWithSso(organization)));
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect(await persons()).toBe(before + 1);
});

test('without the option that tests alone have, the same provider is not even asked', async () => {
  const strict = await openAuthStage();
  try {
    const organization = await strict.registry.organization();
    await strict.registry.pool.query(
      `INSERT INTO sso_connection (organization_id, issuer, client_id, client_secret_encrypted) VALUES ($1, $2, 'c', $3)`,
      [organization.id, provider.url, strict.vault.seal(SSO_CLIENT.secret, `sso:${organization.id}`)],
    );
    const answer = await strict.call(startSsoSignIn, { body: { organization: organization.slug } });
    expect(answer.status).not.toBe(200);
  } finally {
    await strict.close();
  }
});

test('no token, code or secret of the provider is in a log line, and nothing was unexpected', () => {
  const lines = stage.api.logLines.join('\n');
  expect(lines).not.toContain(SSO_CLIENT.secret);
  expect(lines).not.toContain('an-access-token');
  expect(lines).not.toMatch(/eyJhbGciOiJ/);
  expect(stage.api.reported).toEqual([]);
});
