import { openVault } from '@devpulse/vault/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AuthWorld, bearer, PASSWORD } from '../../testing/auth-world.ts';
import { SetUpLink } from './set-up/set-up-link.ts';

let world: AuthWorld;
beforeAll(async () => {
  world = await AuthWorld.open();
});
afterAll(() => world.close());

const token = () =>
  openVault(world.api.parts.environment.DEVPULSE_ENCRYPTION_KEY).derive('set-up').toString('base64url');
const setUp = (body: object = {}) =>
  world.post('/api/v1/auth/set-up', {
    token: token(),
    name: 'Olga Owner',
    email: 'olga@example.com',
    password: PASSWORD,
    ...body,
  });
const instance = async () => (await world.send('GET', '/api/v1/instance')).body;

test('a fresh instance says so, and prints the link once, which is all a log holds of it', async () => {
  expect(await instance()).toEqual({
    isSetUp: false,
    signIn: { isGithubOffered: false, isPasskeyOffered: true },
    isMailSent: false,
  });
  await world.api.app.get(SetUpLink).announce();
  const lines = world.api.logLines.filter((line) => line.includes(token()));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    link: `http://localhost:3000/set-up?token=${token()}`,
  });
});

test('a wrong link, a bad password and a key of one’s own open nothing', async () => {
  expect(await setUp({ token: 'x'.repeat(43) })).toMatchObject({
    status: 404,
    body: { field: 'body.token' },
  });
  expect(await setUp({ token: `${token()}x` })).toMatchObject({ status: 404 });
  expect(await setUp({ password: 'password123' })).toMatchObject({
    status: 400,
    body: { field: 'body.password' },
  });
  expect(await setUp({ isInstanceOwner: true })).toMatchObject({ status: 400 });
  expect(await world.count('user')).toBe(0);
  expect((await instance()).isSetUp).toBe(false);
});

test('of ten who open the link at once one becomes the Owner, and what had no member becomes theirs', async () => {
  const orphan = await world.registry.organization();
  const owned = await world.registry.organization();
  const stranger = await world.registry.person();
  await world.registry.member(owned, stranger, 'owner');
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => setUp({ email: `owner-${n}@example.com` })),
  );
  const statuses = Object.groupBy(answers, ({ status }) => status);
  console.log(
    `10 set-ups at once: ${statuses[200]?.length} made the Owner, ${statuses[409]?.length ?? 0} refused, ${statuses[503]?.length ?? 0} were too many`,
  );
  expect(statuses[200]).toHaveLength(1);
  expect((statuses[409]?.length ?? 0) + (statuses[503]?.length ?? 0)).toBe(9);
  expect(await world.count('user', 'is_instance_owner')).toBe(1);
  const made = answers.find(({ status }) => status === 200)?.body as { session?: { accessToken: string } };
  const account = await world.send('GET', '/api/v1/account', {
    headers: bearer(made.session?.accessToken ?? ''),
  });
  expect(account.body).toMatchObject({
    isInstanceOwner: true,
    isEmailVerified: true,
    memberships: [{ organization: { id: orphan.id, slug: orphan.slug }, role: 'owner' }],
  });
  expect((account.body.memberships as unknown[]).length).toBe(1);
  expect((await instance()).isSetUp).toBe(true);
});

test('once it is set up the link is void, and nothing is printed', async () => {
  const before = await world.count('user');
  expect(await setUp({ email: 'late@example.com' })).toMatchObject({ status: 409 });
  expect(await world.count('user')).toBe(before);
  const lines = world.api.logLines.length;
  await world.api.app.get(SetUpLink).announce();
  expect(world.api.logLines.slice(lines).join('\n')).not.toContain(token());
});

test('mails that are held are shown to the Owner of the instance and to nobody else', async () => {
  const person = await world.personWithPassword();
  await world.post('/api/v1/auth/password/forgotten', { email: person.email });
  const link = await world.linkToken(person.email);
  expect(link).not.toBe('');
  const mails = '/api/v1/instance/mails';
  expect((await world.send('GET', mails)).status).toBe(401);
  expect((await world.send('GET', mails, { headers: person.headers })).status).toBe(403);
  const { rows } = await world.registry.pool.query<{ id: string }>(
    'SELECT id FROM "user" WHERE is_instance_owner',
  );
  const { headers } = await world.registry.session(rows[0]?.id ?? '');
  const shown = await world.send('GET', mails, { headers });
  expect(shown.status).toBe(200);
  const mail = (shown.body.items as { to: string; text: string; state: string }[]).find(
    ({ to }) => to === person.email,
  );
  expect(mail).toMatchObject({ state: 'held', text: expect.stringContaining(link) });
  expect(world.api.logLines.join('\n')).not.toContain(link);
});
