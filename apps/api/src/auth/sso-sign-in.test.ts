import { randomUUID } from 'node:crypto';
import { listFactors } from '@devpulse/contracts/account/factors';
import { getAccount } from '@devpulse/contracts/account/profile';
import { finishIdentityLink, finishSsoSignIn, startIdentityLink } from '@devpulse/contracts/auth/federation';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AuthStage, bearer } from '../../testing/auth-stage.ts';
import { type OidcStandIn, SSO_CLIENT, startOidcStandIn } from '../../testing/oidc-stand-in.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';
import { visit } from '../../testing/provider-stand-in.ts';
import { openSsoStage, ssoBrowserOn } from '../../testing/sso-browser.ts';

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

/** What `sso-flow.test.ts` asserts of its log lines holds for these too. */
afterAll(() => {
  const lines = stage.api.logLines.join('\n');
  expect(lines).not.toContain(SSO_CLIENT.secret);
  expect(lines).not.toContain('an-access-token');
  expect(lines).not.toMatch(/eyJhbGciOiJ/);
  expect(stage.api.reported).toEqual([]);
});

const { organizationWithSso, account, start, signInWithSso, persons } = ssoBrowserOn(() => ({
  stage,
  provider,
}));

async function link(person: Pick<TestPerson, 'headers'>, organization: TestOrganization) {
  const body = { provider: 'sso', organization: organization.slug };
  const begun = await stage.call(startIdentityLink, { as: person, body });
  if (begun.status !== 200) return begun;
  const { flow, authorizeUrl } = begun.body;
  return stage.call(finishIdentityLink, { as: person, body: { flow, ...(await visit(authorizeUrl)) } });
}

test('the provider is asked for a code with state, nonce and PKCE', async () => {
  const organization = await organizationWithSso();
  const url = new URL((await start(organization)).body.authorizeUrl);
  expect(`${url.origin}${url.pathname}`).toBe(`${provider.url}/authorize`);
  const secret = expect.stringMatching(/^[\w-]{43}$/);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: SSO_CLIENT.id,
    response_type: 'code',
    redirect_uri: 'http://localhost:3000/sign-in/sso/callback',
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
