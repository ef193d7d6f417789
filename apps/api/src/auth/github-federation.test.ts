import { randomUUID } from 'node:crypto';
import { listFactors, removeIdentity } from '@devpulse/contracts/account/factors';
import { getAccount } from '@devpulse/contracts/account/profile';
import {
  finishGithubSignIn,
  finishIdentityLink,
  finishSsoSignIn,
  startGithubSignIn,
  startIdentityLink,
} from '@devpulse/contracts/auth/federation';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuthStage, openAuthStage } from '../../testing/auth-stage.ts';
import { GITHUB_CLIENT, type GithubStandIn, startGithubStandIn } from '../../testing/github-stand-in.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';
import { visit } from '../../testing/provider-stand-in.ts';
import { createSafeFetch } from '../platform/outbound/safe-fetch.ts';

const MINUTE = 60_000;
let stage: AuthStage;
let github: GithubStandIn;
let nextId = 9_007_199_254;
beforeAll(async () => {
  github = await startGithubStandIn();
  stage = await openAuthStage({
    environment: {
      GITHUB_URL: github.url,
      GITHUB_CLIENT_ID: GITHUB_CLIENT.id,
      GITHUB_CLIENT_SECRET: GITHUB_CLIENT.secret,
    },
    fetch: createSafeFetch({ allowLoopback: true }),
  });
});
afterAll(async () => {
  await stage?.close();
  await github.close();
});

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const start = async (invitation?: string) =>
  (await stage.call(startGithubSignIn, { body: invitation === undefined ? {} : { invitation } })).body;

async function signInWithGithub(invitation?: string) {
  const { flow, authorizeUrl } = await start(invitation);
  return stage.call(finishGithubSignIn, { body: { flow, ...(await visit(authorizeUrl)) } });
}

/** A GitHub account that the browser is signed in to. */
function account(changes: { name?: string; email?: string; verified?: boolean } = {}) {
  nextId += 1;
  const email = changes.email ?? `${nextId}@github.example`;
  const login = `octo-${nextId}`;
  github.signInAs({
    id: nextId,
    login,
    name: changes.name ?? null,
    emails: [
      { email: 'unverified@github.example', primary: true, verified: false },
      { email, primary: false, verified: changes.verified ?? true },
    ],
  });
  return { id: nextId, subject: String(nextId), login, email };
}

async function link(person: TestPerson) {
  const { flow, authorizeUrl } = (
    await stage.call(startIdentityLink, { as: person, body: { provider: 'github' } })
  ).body;
  return stage.call(finishIdentityLink, { as: person, body: { flow, ...(await visit(authorizeUrl)) } });
}

async function invite(organization: TestOrganization, email: string): Promise<string> {
  const token = newSecret();
  await stage.registry.pool.query(
    `INSERT INTO invitation (id, organization_id, token_sha256, email, role, created_at, expires_at)
     VALUES ($1, $2, $3, $4, 'developer', now(), $5)`,
    [randomUUID(), organization.id, hashSecret(token), email, new Date(stage.now() + 60 * MINUTE)],
  );
  return token;
}

const count = async (table: 'user' | 'identity' | 'session') =>
  Number((await stage.registry.pool.query(`SELECT count(*) FROM "${table}"`)).rows[0].count);

test('GitHub is asked for a code with state and PKCE, for this instance’s own address', async () => {
  const { authorizeUrl } = await start();
  const url = new URL(authorizeUrl);
  expect(`${url.origin}${url.pathname}`).toBe(`${github.url}/login/oauth/authorize`);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: GITHUB_CLIENT.id,
    redirect_uri: 'http://127.0.0.1:3000/sign-in/github/callback',
    response_type: 'code',
    code_challenge_method: 'S256',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^[\w-]{43}$/),
  });
});

test('a linked account signs its person in by its number, whatever it is called now', async () => {
  const person = await stage.personWithPassword();
  const { login, id } = account();
  expect((await link(person)).body).toEqual({ label: login });
  github.signInAs({ id, login: 'renamed' });
  const answer = await signInWithGithub();
  expect(answer.status).toBe(200);
  const me = await stage.call(getAccount, { as: bearer(answer.body.session?.accessToken ?? '') });
  expect(me.body.id).toBe(person.userId);
  const { identities } = (await stage.call(listFactors, { as: person })).body;
  expect(identities).toMatchObject([{ provider: 'github', label: 'renamed' }]);
  expect((await stage.mailsTo(person.email)).map(({ subject }) => subject)).toEqual([
    'An identity was linked',
  ]);
  expect(await stage.logOf(person.userId)).toContain('identity.linked');
});

test('an account that took over a login is not let in by it', async () => {
  const { login } = account();
  await link(await stage.registry.person());
  nextId += 1;
  github.signInAs({ id: nextId, login });
  expect((await signInWithGithub()).status).toBe(404);
});

test('an account that nobody has linked is told to ask for an invitation, also when its address has an account', async () => {
  const person = await stage.registry.person();
  account({ email: person.email });
  const before = [await count('user'), await count('identity'), await count('session')];
  const answer = await signInWithGithub();
  expect(answer.status).toBe(404);
  expect(answer.body.remedy).toMatch(/^Ask for an invitation/);
  expect([await count('user'), await count('identity'), await count('session')]).toEqual(before);
});

test('a second factor is asked for after GitHub too', async () => {
  const person = await stage.personWithPassword();
  account();
  await link(person);
  await stage.registry.pool.query(
    `INSERT INTO totp (user_id, secret_encrypted, confirmed_at) VALUES ($1, 'x', now())`,
    [person.userId],
  );
  const { body } = await signInWithGithub();
  expect(body.session).toBeNull();
  expect(body.challenge?.methods).toEqual(['totp']);
});

test('with an invitation a new person is made under the invited address, and is a member at once', async () => {
  const organization = await stage.registry.organization();
  const { email, subject } = account({ name: 'Octo Cat' });
  const answer = await signInWithGithub(await invite(organization, email));
  expect(answer.status).toBe(200);
  const me = (await stage.call(getAccount, { as: bearer(answer.body.session?.accessToken ?? '') })).body;
  expect(me).toMatchObject({ name: 'Octo Cat', email, isEmailVerified: true, hasPassword: false });
  expect(me.memberships).toMatchObject([{ organization: { slug: organization.slug }, role: 'developer' }]);
  const { rows } = await stage.registry.pool.query(
    'SELECT issuer, provider FROM identity WHERE subject = $1',
    [subject],
  );
  expect(rows).toEqual([{ issuer: github.url, provider: 'github' }]);
});

test('an invitation for an address that GitHub has not verified for the account makes nobody', async () => {
  const organization = await stage.registry.organization();
  const token = await invite(organization, 'invited@example.com');
  account({ email: 'another@github.example' });
  expect((await signInWithGithub(token)).status).toBe(403);
  account({ email: 'invited@example.com', verified: false });
  expect((await signInWithGithub(token)).status).toBe(403);
  const { rows } = await stage.registry.pool.query('SELECT 1 FROM "user" WHERE email = $1', [
    'invited@example.com',
  ]);
  expect(rows).toEqual([]);
});

test('an invitation for an address that has an account links nothing: sign in and link', async () => {
  const organization = await stage.registry.organization();
  const person = await stage.personWithPassword();
  account({ email: person.email });
  const answer = await signInWithGithub(await invite(organization, person.email));
  expect(answer.status).toBe(409);
  expect(answer.body.remedy).toMatch(/link this identity/);
  expect((await stage.call(listFactors, { as: person })).body.identities).toEqual([]);
  const { rows } = await stage.registry.pool.query('SELECT 1 FROM membership WHERE user_id = $1', [
    person.userId,
  ]);
  expect(rows).toEqual([]);
});

test('an invitation is good once, and a used or unknown one makes nobody', async () => {
  const organization = await stage.registry.organization();
  const { email } = account();
  const token = await invite(organization, email);
  expect((await signInWithGithub(token)).status).toBe(200);
  account({ email: `second-${email}` });
  expect((await signInWithGithub(token)).status).toBe(404);
  expect((await signInWithGithub(newSecret())).status).toBe(404);
});

test('somebody who has linked the account accepts with it what was sent to their own address', async () => {
  const organization = await stage.registry.organization();
  const person = await stage.personWithPassword();
  account();
  await link(person);
  const mine = await invite(organization, person.email);
  const answer = await signInWithGithub(mine);
  const me = (await stage.call(getAccount, { as: bearer(answer.body.session?.accessToken ?? '') })).body;
  expect(me.memberships).toHaveLength(1);
  const others = await invite(await stage.registry.organization(), 'somebody.else@example.com');
  expect((await signInWithGithub(others)).status).toBe(403);
});

test('a flow is answered once, within ten minutes, and only for what it was begun', async () => {
  const person = await stage.personWithPassword();
  account();
  await link(person);
  const once = await start();
  const answer = await visit(once.authorizeUrl);
  expect((await stage.call(finishGithubSignIn, { body: { flow: once.flow, ...answer } })).status).toBe(200);
  expect((await stage.call(finishGithubSignIn, { body: { flow: once.flow, ...answer } })).status).toBe(400);

  const wrongKind = await start();
  const back = { flow: wrongKind.flow, ...(await visit(wrongKind.authorizeUrl)) };
  expect((await stage.call(finishSsoSignIn, { body: back })).status).toBe(400);
  const asLink = await start();
  const linking = { flow: asLink.flow, ...(await visit(asLink.authorizeUrl)) };
  expect((await stage.call(finishIdentityLink, { as: person, body: linking })).status).toBe(400);

  const late = await start();
  const lateAnswer = await visit(late.authorizeUrl);
  stage.advance(10 * MINUTE);
  expect((await stage.call(finishGithubSignIn, { body: { flow: late.flow, ...lateAnswer } })).status).toBe(
    400,
  );
});

test('an answer without the flow’s own state is refused, whatever its code', async () => {
  account();
  await link(await stage.registry.person());
  const other = (await visit((await start()).authorizeUrl)).state;
  for (const state of ['forged', other]) {
    const { flow, authorizeUrl } = await start();
    const { code } = await visit(authorizeUrl);
    const answer = await stage.call(finishGithubSignIn, { body: { flow, code, state } });
    expect(answer.status).toBe(403);
  }
});

test('the answer to another browser’s flow is refused: state, and then the code’s verifier', async () => {
  account();
  await link(await stage.registry.person());
  const [mine, theirs] = [await start(), await start()];
  const stolen = await visit(theirs.authorizeUrl);
  expect((await stage.call(finishGithubSignIn, { body: { flow: mine.flow, ...stolen } })).status).toBe(403);

  const again = await start();
  const { state } = await visit(again.authorizeUrl);
  const { code } = await visit((await start()).authorizeUrl);
  const injected = await stage.call(finishGithubSignIn, { body: { flow: again.flow, code, state } });
  expect(injected.status).toBe(403);
});

test('an answer of another issuer, an unknown code, and GitHub away', async () => {
  account();
  await link(await stage.registry.person());
  const mixed = await start();
  const answer = { flow: mixed.flow, ...(await visit(mixed.authorizeUrl)), iss: 'https://evil.example' };
  expect((await stage.call(finishGithubSignIn, { body: answer })).status).toBe(403);

  const unknown = await start();
  const { state } = await visit(unknown.authorizeUrl);
  const body = { flow: unknown.flow, code: 'unknown-code', state };
  expect((await stage.call(finishGithubSignIn, { body })).status).toBe(403);

  const broken = await start();
  const back = await visit(broken.authorizeUrl);
  github.break(true);
  const failed = await stage.call(finishGithubSignIn, { body: { flow: broken.flow, ...back } });
  github.break(false);
  expect(failed.status).toBe(403);
  expect(JSON.stringify(failed.body)).not.toContain('Bad gateway');
});

test('linking needs a recent factor, its own flow, and an identity that is nobody else’s', async () => {
  const [person, other] = [await stage.personWithPassword(), await stage.personWithPassword()];
  const stale = await stage.registry.session(person.userId, {
    authenticatedAt: new Date(stage.now() - 6 * MINUTE),
  });
  const body = { provider: 'github' };
  expect((await stage.call(startIdentityLink, { as: stale, body })).body.code).toBe(
    'reauthentication_required',
  );

  account();
  const begun = (await stage.call(startIdentityLink, { as: person, body })).body;
  const answer = { flow: begun.flow, ...(await visit(begun.authorizeUrl)) };
  expect((await stage.call(finishIdentityLink, { as: other, body: answer })).status).toBe(400);
  expect((await stage.call(finishIdentityLink, { as: person, body: answer })).status).toBe(400);

  expect((await link(person)).status).toBe(200);
  expect((await link(person)).status).toBe(200);
  expect((await link(other)).status).toBe(409);
  expect((await stage.call(listFactors, { as: other })).body.identities).toEqual([]);
});

test('a flow for linking signs nobody in', async () => {
  const person = await stage.personWithPassword();
  account();
  await link(person);
  const begun = (await stage.call(startIdentityLink, { as: person, body: { provider: 'github' } })).body;
  const answer = { flow: begun.flow, ...(await visit(begun.authorizeUrl)) };
  expect((await stage.call(finishGithubSignIn, { body: answer })).status).toBe(400);
});

test('an identity is unlinked by its own person, unless nothing else is left to sign in with', async () => {
  const organization = await stage.registry.organization();
  const { email } = account();
  const signedUp = await signInWithGithub(await invite(organization, email));
  const only = bearer(signedUp.body.session?.accessToken ?? '');
  const identityOf = async (as: Pick<TestPerson, 'headers'>) =>
    (await stage.call(listFactors, { as })).body.identities[0]?.id ?? '';
  const onlyOne = { identity: await identityOf(only) };
  expect((await stage.call(removeIdentity, { as: only, params: onlyOne })).status).toBe(409);

  const person = await stage.personWithPassword();
  account();
  await link(person);
  const params = { identity: await identityOf(person) };
  expect((await stage.call(removeIdentity, { as: only, params })).status).toBe(404);
  expect((await stage.call(removeIdentity, { as: person, params })).status).toBe(200);
  expect((await signInWithGithub()).status).toBe(404);
});

test('of two last ways in removed at once, one stays', async () => {
  const person = await stage.registry.person();
  account();
  await link(person);
  account();
  await link(person);
  const { identities } = (await stage.call(listFactors, { as: person })).body;
  const removals = identities.map(({ id }) =>
    stage.call(removeIdentity, { as: person, params: { identity: id } }),
  );
  expect((await Promise.all(removals)).map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('linking joins a member to what delivery knows of the account, in each organization, and takes nobody’s', async () => {
  const { registry } = stage;
  const [mine, foreign, taken] = [
    await registry.organization(),
    await registry.organization(),
    await registry.organization(),
  ];
  const member = await registry.person();
  const other = await registry.person();
  await registry.member(mine, member, 'developer');
  await registry.member(taken, member, 'developer');
  await registry.member(taken, other, 'developer');
  const contributors = [
    await registry.contributor(mine),
    await registry.contributor(foreign),
    await registry.contributor(taken, { userId: other.userId }),
  ];
  const { subject } = account();
  await registry.pool.query('UPDATE github_account SET github_id = $1 WHERE contributor_id = ANY ($2)', [
    subject,
    contributors,
  ]);
  const team = await registry.team(mine);
  const accountless = randomUUID();
  await registry.pool.query('INSERT INTO contributor (id, organization_id, user_id) VALUES ($1, $2, $3)', [
    accountless,
    mine.id,
    member.userId,
  ]);
  await registry.putInTeam(mine, team, accountless);

  expect((await link(member)).status).toBe(200);
  const { rows } = await registry.pool.query(
    'SELECT user_id FROM contributor WHERE id = ANY ($1) ORDER BY array_position($1, id)',
    [contributors],
  );
  expect(rows.map((row) => row.user_id)).toEqual([member.userId, null, other.userId]);
  const teams = await registry.pool.query('SELECT contributor_id FROM team_membership WHERE team_id = $1', [
    team,
  ]);
  expect(teams.rows).toEqual([{ contributor_id: contributors[0] }]);
  const gone = await registry.pool.query('SELECT 1 FROM contributor WHERE id = $1', [accountless]);
  expect(gone.rows).toEqual([]);
});

test('no token, code or secret of GitHub is in a log line', () => {
  const lines = stage.api.logLines.join('\n');
  expect(lines).not.toMatch(/ghu_/);
  expect(lines).not.toContain(GITHUB_CLIENT.secret);
  expect(stage.api.reported).toEqual([]);
});
