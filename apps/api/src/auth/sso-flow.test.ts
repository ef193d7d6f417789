import { finishSsoSignIn, startSsoSignIn } from '@devpulse/contracts/auth/federation';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AuthStage, openAuthStage } from '../../testing/auth-stage.ts';
import {
  type OidcStandIn,
  type Spoiling,
  SSO_CLIENT,
  startOidcStandIn,
} from '../../testing/oidc-stand-in.ts';
import { visit } from '../../testing/provider-stand-in.ts';
import { MANY_TENANTS, openSsoStage, ssoBrowserOn } from '../../testing/sso-browser.ts';

const MINUTE = 60_000;

let stage: AuthStage;
let provider: OidcStandIn;
beforeAll(async () => {
  provider = await startOidcStandIn();
  stage = await openSsoStage(provider);
});
afterAll(async () => {
  await stage?.close();
  await provider.close();
});
beforeEach(() => {
  provider.spoil({});
  provider.discover({});
});

const { organizationWithSso, account, start, signInWithSso, persons } = ssoBrowserOn(() => ({
  stage,
  provider,
}));

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
