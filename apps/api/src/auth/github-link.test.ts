import { randomUUID } from 'node:crypto';
import { listFactors, removeIdentity } from '@devpulse/contracts/account/factors';
import {
  finishGithubSignIn,
  finishIdentityLink,
  startIdentityLink,
} from '@devpulse/contracts/auth/federation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuthStage, bearer } from '../../testing/auth-stage.ts';
import { githubBrowserOn, inviteOn, openGithubStage } from '../../testing/github-browser.ts';
import { GITHUB_CLIENT, type GithubStandIn, startGithubStandIn } from '../../testing/github-stand-in.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';
import { visit } from '../../testing/provider-stand-in.ts';

const MINUTE = 60_000;

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

/** What `github-sign-in.test.ts` asserts of its log lines holds for these too. */
afterAll(() => {
  const lines = stage.api.logLines.join('\n');
  expect(lines).not.toMatch(/ghu_/);
  expect(lines).not.toContain(GITHUB_CLIENT.secret);
  expect(stage.api.reported).toEqual([]);
});

const { signInWithGithub, account, link } = githubBrowserOn(() => ({ stage, github }));
const invite = (organization: TestOrganization, email: string) => inviteOn(stage, organization, email);

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
