import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NewPassword } from '@devpulse/contracts/primitives';
import { openVault } from '@devpulse/vault/vault';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { demoOwner } from './demo-owner.ts';
import { demoColleagues } from './demo-people.ts';
import { colleaguesOf, inviteColleagues, settleDemo } from './demo-team.ts';
import { type ReadyInstance, setUpLines } from './instance-api.ts';

vi.mock(import('./demo-team.ts'), () => ({
  settleDemo: vi.fn(async () => undefined),
  colleaguesOf: vi.fn(async () => demoColleagues),
  inviteColleagues: vi.fn(async () => undefined),
}));

const KEY = '0123456789abcdeffedcba98765432100f1e2d3c4b5a69788796a5b4c3d2e1f0';
const TOKEN = openVault(Buffer.from(KEY, 'hex')).derive('set-up').toString('base64url');

type Asked = { address: string; authorization: string | undefined; body: Record<string, string> };

let instance: ReadyInstance;
let server: Server;
let asked: Asked[];
let isSetUp: boolean;

/** Answers as the API does to what the launcher asks of it; the organization appears at the second look. */
function answerOf({ address, body }: Asked): [number, object] {
  if (address === 'GET /api/v1/instance') {
    const signIn = { isGithubOffered: false, isPasskeyOffered: false };
    return [200, { isSetUp, signIn, isMailSent: false }];
  }
  if (address === 'POST /api/v1/auth/set-up' && body.token === TOKEN && !isSetUp) {
    isSetUp = true;
    const session = {
      sessionId: '0c9a1f6e-5555-4a4b-8a55-3d2c9f1b0a77',
      accessToken: 'an-access-token-of-the-owner',
      accessExpiresAt: '2026-11-24T10:10:00Z',
      refreshToken: 'dpr_x',
      refreshExpiresAt: '2026-12-01T10:00:00Z',
    };
    return [200, { session, challenge: null }];
  }
  if (address === 'GET /api/v1/organizations') {
    const looks = asked.filter((one) => one.address === address).length;
    return [200, { items: looks < 2 ? [] : [ORGANIZATION] }];
  }
  if (address === 'POST /api/v1/auth/sign-out') return [200, { isDone: true }];
  return [404, {}];
}

const ORGANIZATION = {
  id: '0c9a1f6e-2222-4a4b-8a55-3d2c9f1b0a77',
  slug: 'fernhill',
  name: 'Fernhill',
  calendar: { zone: 'Europe/Berlin', weekdays: [1], startMinute: 540, endMinute: 1020, holidays: [] },
  people: 14,
  repositories: 6,
  teams: [],
  role: 'owner',
  capabilities: [],
  contributorId: null,
  isIndividualViewsOn: false,
  deletionDueAt: null,
  secondFactorDueAt: null,
  isWithheldForFactor: false,
  unreadNotices: 0,
};

beforeEach(async () => {
  vi.clearAllMocks();
  asked = [];
  isSetUp = false;
  server = createServer(async (request, response) => {
    const text = (await request.toArray()).join('');
    const { authorization } = request.headers;
    const one = {
      address: `${request.method} ${request.url}`,
      authorization,
      body: text ? JSON.parse(text) : {},
    };
    asked.push(one);
    const [status, answer] = answerOf(one);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  instance = {
    dataDirectory: mkdtempSync(path.join(tmpdir(), 'devpulse-demo-')),
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publicUrl: 'http://127.0.0.1:3000',
    encryptionKey: KEY,
  };
});
afterEach(() => {
  server.close();
  rmSync(instance.dataDirectory, { recursive: true, force: true });
});

test('a fresh instance prints the link that its own API will take, once', async () => {
  const link = `http://127.0.0.1:3000/set-up?token=${TOKEN}`;
  expect((await setUpLines(instance))[0]).toBe(`Set up your instance: ${link}`);
  isSetUp = true;
  expect(await setUpLines(instance)).toEqual([]);
});

const ownerFile = () => path.join(instance.dataDirectory, 'demo-owner.json');
const readOwner = () => JSON.parse(readFileSync(ownerFile(), 'utf8'));

test('the demo makes its Owner, waits for the organization, and says how to sign in, at each start', async () => {
  const { lines, rest } = await demoOwner(instance);
  await rest;
  const { others, ...owner } = readOwner();
  expect(statSync(ownerFile()).mode & 0o777).toBe(0o600);
  expect(asked.find(({ address }) => address.includes('set-up'))?.body).toEqual({ token: TOKEN, ...owner });
  expect(owner).toMatchObject({ name: 'Demo Owner', email: 'demo@devpulse.example' });
  expect(NewPassword.parse(owner.password)).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
  const looks = asked.filter(({ address }) => address === 'GET /api/v1/organizations');
  expect(looks).toHaveLength(2);
  expect(looks[0]?.authorization).toBe('Bearer an-access-token-of-the-owner');
  expect(settleDemo).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ organization: 'fernhill' }));
  expect(inviteColleagues).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ organization: 'fernhill', password: owner.password }),
    demoColleagues,
  );
  expect(asked.at(-1)?.address).toBe('POST /api/v1/auth/sign-out');
  expect(lines.join('\n')).toContain(owner.password);
  expect(others).toHaveLength(2);
  expect(lines.join('\n')).toContain('hannah.weiss@fernhill.example, Hannah Weiss, Manager of Checkout');
  expect((await demoOwner(instance)).lines).toEqual(lines);
  expect(asked.filter(({ address }) => address.includes('set-up'))).toHaveLength(1);
});

test('the start does not wait for colleagues, and names what stopped them; then nobody is named', async () => {
  const stopped = Promise.withResolvers<undefined>();
  vi.mocked(inviteColleagues).mockReturnValueOnce(stopped.promise);
  const said = vi.spyOn(console, 'log').mockImplementation(() => {});
  const { rest } = await demoOwner(instance);
  stopped.reject(new Error('the API is away'));
  await rest;
  expect(said.mock.calls.flat()).toEqual(['Not all people of the demo are there: the API is away']);
  said.mockRestore();
  expect((await demoOwner(instance)).lines).toHaveLength(3);
});

test('a demo without colleagues names nobody', async () => {
  vi.mocked(colleaguesOf).mockResolvedValueOnce([]);
  const { lines, rest } = await demoOwner(instance);
  await rest;
  expect(lines).toHaveLength(3);
});

test('a password that was made before a start was killed is used by the next', async () => {
  const before = await demoOwner(instance);
  await before.rest;
  isSetUp = false;
  const after = await demoOwner(instance);
  await after.rest;
  expect(after.lines).toEqual(before.lines);
});

test('an instance that somebody set up by hand keeps its Owner', async () => {
  isSetUp = true;
  expect((await demoOwner(instance)).lines).toEqual(['Sign in as the Owner who was set up by hand.']);
});
