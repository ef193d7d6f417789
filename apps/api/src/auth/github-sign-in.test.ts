import { listFactors } from '@devpulse/contracts/account/factors';
import { getAccount } from '@devpulse/contracts/account/profile';
import { finishGithubSignIn, finishIdentityLink, finishSsoSignIn } from '@devpulse/contracts/auth/federation';
import { newSecret } from '@devpulse/vault/secrets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuthStage, bearer } from '../../testing/auth-stage.ts';
import { githubBrowserOn, inviteOn, openGithubStage } from '../../testing/github-browser.ts';
import { GITHUB_CLIENT, type GithubStandIn, startGithubStandIn } from '../../testing/github-stand-in.ts';
import type { TestOrganization } from '../../testing/people.ts';
import { visit } from '../../testing/provider-stand-in.ts';

const MINUTE = 60_000;
/** Above each number that `account` gives. */
let nextId = 9_107_199_254;

let stage: AuthStage;
let github: GithubStandIn;
beforeAll(async () => {
  github = await startGithubStandIn();
  stage = await openGithubStage(github);
});
afterAll(async () => {
  await stage?.close();
  await github.close();
});

const { start, signInWithGithub, account, link } = githubBrowserOn(() => ({ stage, github }));
const invite = (organization: TestOrganization, email: string) => inviteOn(stage, organization, email);

const count = async (table: 'user' | 'identity' | 'session') =>
  Number((await stage.registry.pool.query(`SELECT count(*) FROM "${table}"`)).rows[0].count);

test('GitHub is asked for a code with state and PKCE, for this instance’s own address', async () => {
  const { authorizeUrl } = await start();
  const url = new URL(authorizeUrl);
  expect(`${url.origin}${url.pathname}`).toBe(`${github.url}/login/oauth/authorize`);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: GITHUB_CLIENT.id,
    redirect_uri: 'http://localhost:3000/sign-in/github/callback',
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

test('no token, code or secret of GitHub is in a log line', () => {
  const lines = stage.api.logLines.join('\n');
  expect(lines).not.toMatch(/ghu_/);
  expect(lines).not.toContain(GITHUB_CLIENT.secret);
  expect(stage.api.reported).toEqual([]);
});
