import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordDemoHours } from './demo-attendance.ts';
import { demoColleagues } from './demo-people.ts';
import { colleaguesOf, inviteColleagues, settleDemo } from './demo-team.ts';
import { clientOf } from './instance-api.ts';

vi.mock(import('./demo-attendance.ts'), () => ({ recordDemoHours: vi.fn(async () => undefined) }));

type Asked = { address: string; authorization: string | undefined; body: Record<string, unknown> };

const id = (number: number) => `0c9a1f6e-0000-4a4b-8a55-${String(number).padStart(12, '0')}`;
const base = '/api/v1/organizations/fernhill';
const person = { kind: 'merge', displayName: null, isBot: false, emails: [], member: null };
const at = '2026-11-24T10:10:00Z';

let server: Server;
let apiUrl: string;
let asked: Asked[];
let isMailSent: boolean;

const count = (address: string) => asked.filter((one) => one.address === address).length;
const joined = () =>
  asked.filter(({ address }) => address.endsWith('/sign-up')).map(({ body }) => String(body.name));

/** Answers as the API does; who is on the simulated GitHub is known at the second look. */
const ANSWERS: Record<string, (asked: Asked) => object> = {
  'GET /api/v1/instance': () => ({
    isSetUp: true,
    signIn: { isGithubOffered: false, isPasskeyOffered: false },
    isMailSent,
  }),
  [`GET ${base}/settings`]: () => ({
    name: 'Fernhill',
    calendar: { zone: 'Europe/Berlin', weekdays: [1], startMinute: 540, endMinute: 1020, holidays: [] },
    targets: { reviewWorkingSeconds: 28_800, cycleWorkingSeconds: 144_000 },
    secondFactorPolicy: 'administrators',
    botLogins: ['other-ci'],
    isIndividualViewsOn: false,
    isIndividualViewsLocked: false,
  }),
  [`POST ${base}/invitations`]: ({ body }) => ({
    id: id(1),
    link: `http://localhost:3000/invitation?token=token-of-${String(body.email)}`,
  }),
  'POST /api/v1/auth/invitations/sign-up': ({ body }) => ({
    session: {
      sessionId: id(2),
      accessToken: `session-of-${String(body.name)}`,
      accessExpiresAt: at,
      refreshToken: 'dpr_x',
      refreshExpiresAt: at,
    },
    challenge: null,
    organization: 'fernhill',
  }),
  [`GET ${base}/members`]: () => ({
    items: joined().map((name) => ({
      userId: id(100 + demoColleagues.findIndex((one) => one.name === name)),
      name,
      email: `${name.toLowerCase().replace(' ', '.')}@fernhill.example`,
      role: 'developer',
      joinedAt: at,
      hasSecondFactor: false,
      lastSeenAt: null,
      contributorId: null,
      teams: [],
      managedTeams: [],
    })),
  }),
  [`GET ${base}/contributors`]: () => ({
    items: demoColleagues
      .slice(0, count(`GET ${base}/contributors`) > 1 ? 99 : 2)
      .map(({ login }, index) => ({
        ...person,
        id: id(200 + index),
        name: login,
        accounts: [{ githubId: String(index + 1), login, isBot: false }],
      })),
    total: 7,
    unclaimedEmails: [],
    unclaimedTotal: 0,
  }),
  [`GET ${base}/teams`]: () => ({
    items: ['Checkout', 'Platform'].map((name, index) => ({
      id: id(300 + index),
      slug: name.toLowerCase(),
      name,
      people: [],
      managers: [],
      isFromGithub: true,
      calendar: null,
    })),
  }),
};

beforeEach(async () => {
  asked = [];
  isMailSent = false;
  vi.mocked(recordDemoHours).mockClear();
  server = createServer(async (request, response) => {
    const text = (await request.toArray()).join('');
    const { authorization } = request.headers;
    const one = {
      address: `${request.method} ${request.url}`,
      authorization,
      body: text ? JSON.parse(text) : {},
    };
    asked.push(one);
    const answer = ANSWERS[one.address]?.(one) ?? { isDone: true };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => server.close());

const demo = () => ({
  call: clientOf(apiUrl, 'session-of-the-owner'),
  apiUrl,
  organization: 'fernhill',
  password: 'one-password',
});

test('the organization gets a holiday, its machine account among the bots, and the hours of its Owner', async () => {
  await settleDemo(demo());
  const changes = asked.filter(({ address }) => address.startsWith('PATCH')).map(({ body }) => body);
  expect(changes).toEqual([
    {
      botLogins: ['other-ci', 'fernhill-ci'],
      calendar: expect.objectContaining({ holidays: [expect.stringMatching(/^\d{4}-\d\d-\d\d$/)] }),
    },
    { target: expect.objectContaining({ minutes: [480, 480, 480, 480, 480, 0, 0] }) },
  ]);
  expect(recordDemoHours).toHaveBeenCalledExactlyOnceWith(
    expect.any(Function),
    'fernhill',
    expect.anything(),
  );
});

test('colleagues are invited, tell their own hours, and become who they are on the simulated GitHub', async () => {
  await inviteColleagues(demo(), demoColleagues);
  expect(joined().toSorted()).toEqual(demoColleagues.map(({ name }) => name).toSorted());
  const signUp = asked.find(({ body }) => body.name === 'Hannah Weiss');
  expect(signUp?.body).toMatchObject({
    token: 'token-of-hannah.weiss@fernhill.example',
    password: 'one-password',
  });
  expect(vi.mocked(recordDemoHours).mock.calls.map(([, , worker]) => worker)).toEqual(
    expect.arrayContaining([...demoColleagues]),
  );
  const linked = asked.filter(({ address }) => address.startsWith(`PATCH ${base}/contributors/`));
  expect(linked.map(({ address, body }) => [address.slice(-12), String(body.memberId).slice(-12)])).toEqual(
    demoColleagues.map((_, index) => [id(200 + index).slice(-12), id(100 + index).slice(-12)]),
  );
  const managers = asked.filter(({ address }) => address.endsWith('/managers'));
  expect(managers).toEqual([expect.objectContaining({ body: { userIds: [id(100)] } })]);
  const left = asked.filter(({ address }) => address === 'POST /api/v1/auth/sign-out');
  expect(left.map(({ authorization }) => authorization).toSorted()).toEqual(
    demoColleagues.map(({ name }) => `Bearer session-of-${name}`).toSorted(),
  );
});

test('where mail is sent nobody is invited: the addresses are nobody’s', async () => {
  isMailSent = true;
  expect(await colleaguesOf(demo().call)).toEqual([]);
  isMailSent = false;
  expect(await colleaguesOf(demo().call)).toHaveLength(demoColleagues.length);
});
