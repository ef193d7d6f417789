import { hashSecret } from '@devpulse/vault/secrets';
import { openVault, type Vault } from '@devpulse/vault/vault';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OrganizationStage, openOrganizationStage } from '../../../testing/organization-stage.ts';
import { fingerprint } from '../../../testing/sweep/fingerprint.ts';

let stage: OrganizationStage;
let vault: Vault;
beforeAll(async () => {
  stage = await openOrganizationStage();
  vault = openVault(stage.api.parts.environment.DEVPULSE_ENCRYPTION_KEY);
});
afterAll(() => stage?.close());

const DAY = 86_400_000;
const NOBODY = '00000000-0000-4000-8000-000000000000';

async function mailsTo(email: string): Promise<{ subject: string; text: string; state: string }[]> {
  const { rows } = await stage.registry.pool.query<{
    id: string;
    subject: string;
    sealed: Buffer;
    state: string;
  }>(
    'SELECT id, subject, text_encrypted AS sealed, state FROM outgoing_mail WHERE recipient = $1 ORDER BY created_at',
    [email],
  );
  return rows.map(({ id, subject, sealed, state }) => ({
    subject,
    state,
    text: vault.unseal(sealed, `mail:${id}`),
  }));
}

test('an invitation is mailed, its secret is kept as a hash alone, and it lasts seven days', async () => {
  const { organization, admin } = await stage.organizationWithRoles();
  const path = `organizations/${organization.slug}/invitations`;
  const team = await stage.registry.team(organization);
  const invited = { email: ' New.Person@Example.com ', role: 'developer', teamIds: [team, team] };
  const { status, body } = await stage.ask(admin, `POST ${path}`, invited);
  expect(status).toBe(200);
  const link = new URL(String(body.link));
  expect([link.origin, link.pathname]).toEqual(['http://localhost:3000', '/invitation']);
  const token = link.searchParams.get('token') ?? '';
  const { rows } = await stage.registry.pool.query('SELECT * FROM invitation WHERE id = $1', [body.id]);
  expect(rows[0]).toMatchObject({ email: 'new.person@example.com', role: 'developer', team_ids: [team] });
  expect(rows[0].token_sha256).toEqual(hashSecret(token));
  const [mail] = await mailsTo('new.person@example.com');
  expect(mail).toMatchObject({
    state: 'held',
    subject: `You are invited to ${organization.slug} on DevPulse`,
  });
  expect(mail?.text).toContain(String(body.link));
  const dump = JSON.stringify((await stage.registry.pool.query('SELECT * FROM outgoing_mail')).rows);
  expect(dump).not.toContain(token);
  const listed = (await stage.ask(admin, `GET ${path}`)).body.items as Record<string, unknown>[];
  expect(listed).toMatchObject([
    {
      id: body.id,
      email: 'new.person@example.com',
      invitedBy: 'Ada Admin',
      teams: [{ id: team }],
      isExpired: false,
    },
  ]);
  const days = Date.parse(String(listed[0]?.expiresAt)) - Date.parse(String(listed[0]?.createdAt));
  expect(days).toBe(7 * DAY);
  expect(JSON.stringify(listed)).not.toContain(token);
  await stage.registry.pool.query('UPDATE invitation SET expires_at = now() WHERE id = $1', [body.id]);
  expect((await stage.ask(admin, `GET ${path}`)).body.items).toMatchObject([{ isExpired: true }]);
});

test('a new one to the same address takes the place of the old', async () => {
  const { organization, admin, owner } = await stage.organizationWithRoles();
  const path = `organizations/${organization.slug}/invitations`;
  const email = `twice-${organization.slug}@example.com`;
  const first = await stage.ask(admin, `POST ${path}`, { email, role: 'developer' });
  const answers = await Promise.all(
    ['manager', 'admin', 'developer'].map((role) => stage.ask(owner, `POST ${path}`, { email, role })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const waiting = (await stage.ask(admin, `GET ${path}`)).body.items as { id: string }[];
  expect(waiting).toHaveLength(1);
  expect(waiting[0]?.id).not.toBe(first.body.id);
  expect(await mailsTo(email)).toHaveLength(4);
});

test('withdrawn once it is gone, as one that never was and one of somebody else', async () => {
  const { organization, admin } = await stage.organizationWithRoles();
  const other = await stage.organizationWithRoles();
  const path = `organizations/${organization.slug}/invitations`;
  const send = (who: typeof admin, slug: string) =>
    stage.ask(who, `POST organizations/${slug}/invitations`, { email: 'x@example.com', role: 'developer' });
  const { id } = (await send(admin, organization.slug)).body;
  const foreign = (await send(other.admin, other.organization.slug)).body;
  expect((await stage.ask(admin, `DELETE ${path}/${id}`)).status).toBe(200);
  const answers = [id, foreign.id, NOBODY].map((one) => stage.ask(admin, `DELETE ${path}/${one}`));
  const bodies = (await Promise.all(answers)).map(({ body }) => ({ ...body, requestId: null }));
  expect(bodies[0]).toMatchObject({ status: 404, detail: 'There is no such invitation.' });
  expect(bodies[1]).toEqual(bodies[0]);
  expect(bodies[2]).toEqual(bodies[0]);
  const theirs = await stage.ask(other.admin, `GET organizations/${other.organization.slug}/invitations`);
  expect(theirs.body.items).toHaveLength(1);
});

test('refusals: a member’s address, ownership, a foreign team, a manager who invites', async () => {
  const { organization, owner, admin, manager, developer } = await stage.organizationWithRoles();
  const other = await stage.organizationWithRoles();
  const foreignTeam = await stage.registry.team(other.organization);
  const path = `organizations/${organization.slug}/invitations`;
  const before = await fingerprint(stage.registry.pool);
  const invite = (who: typeof owner, payload: object) =>
    stage.ask(who, `POST ${path}`, { email: 'y@example.com', role: 'developer', ...payload });
  expect(await invite(admin, { email: developer.email.toUpperCase() })).toMatchObject({
    status: 409,
    body: { field: 'body.email' },
  });
  expect(await invite(owner, { role: 'owner' })).toMatchObject({ status: 400, body: { field: 'body.role' } });
  expect((await invite(manager, {})).status).toBe(403);
  const foreign = await invite(owner, { teamIds: [foreignTeam] });
  const missing = await invite(owner, { teamIds: [NOBODY] });
  expect(foreign).toMatchObject({ status: 404, body: { field: 'body.teamIds' } });
  expect({ ...foreign.body, requestId: null }).toEqual({ ...missing.body, requestId: null });
  expect(await invite(owner, { email: 'nobody' })).toMatchObject({
    status: 400,
    body: { field: 'body.email' },
  });
  expect(await fingerprint(stage.registry.pool)).toEqual(before);
});

test('C08: inviting somebody who has an account touches nothing of theirs, and answers as for anybody', async () => {
  const { organization, admin } = await stage.organizationWithRoles();
  const stranger = await stage.registry.person();
  await stage.registry.pool.query(
    `INSERT INTO password (user_id, hash, changed_at) VALUES ($1, 'x', now())`,
    [stranger.userId],
  );
  const before = await fingerprint(stage.registry.pool);
  const path = `organizations/${organization.slug}/invitations`;
  const known = await stage.ask(admin, `POST ${path}`, { email: stranger.email, role: 'developer' });
  const unknown = await stage.ask(admin, `POST ${path}`, { email: 'unknown@example.com', role: 'developer' });
  expect([known.status, Object.keys(known.body)]).toEqual([unknown.status, Object.keys(unknown.body)]);
  const after = await fingerprint(stage.registry.pool);
  const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
  expect(changed.sort()).toEqual(['audit_entry', 'invitation', 'outgoing_mail']);
});
