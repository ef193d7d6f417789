import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getAccount } from '@devpulse/contracts/account/profile';
import { listDevices } from '@devpulse/contracts/account/sessions';
import { getClock } from '@devpulse/contracts/attendance/clock';
import { listOwnCorrections } from '@devpulse/contracts/attendance/corrections';
import { getAttendanceSettings } from '@devpulse/contracts/attendance/settings';
import type { ApiCall } from '@devpulse/contracts/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { known } from '../../../testing/view-parts.ts';
import { openServerFacts } from './server-facts.ts';

const { account } = known;
const device = {
  id: '0198c1d2-0000-4000-8000-0000000000a1',
  name: 'mira-laptop',
  kind: 'desktop',
  os: 'Linux, x64',
  appVersion: '1.0.0',
  linkedAt: '2026-10-01T08:00:00.000Z',
  lastSeenAt: '2026-10-22T13:00:00.000Z',
  isCurrent: true,
};
const rules = {
  idlePolicy: 'prompt',
  idleThresholdMinutes: 10,
  idleMinimumMinutes: 5,
  idleMaximumMinutes: 60,
  isDetectionOn: true,
  maySwitchDetectionOff: true,
  maxOpenMinutes: 840,
  reminderMinutes: 600,
  breakReminderMinutes: 120,
};
const zone = { zone: 'Europe/Berlin', mode: 'automatic' };

let directory = '';
let file = '';
let changes = 0;
const open = () =>
  openServerFacts(file, () => {
    changes += 1;
  });
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'devpulse-facts-'));
  file = path.join(directory, 'server-facts.json');
  changes = 0;
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Answers as the server does; notes of which organization it was asked. */
function answering({ who = account, slugs = [] as string[] } = {}): ApiCall {
  const answers = new Map<object, object>([
    [getAccount, who],
    [listDevices, { items: [device] }],
    [getClock, { rules, zone }],
    [listOwnCorrections, { items: [] }],
    [getAttendanceSettings, { selfAppliesCorrections: true }],
  ]);
  return (async (route: object, input: { params?: { organization: string } }) => {
    if (input.params) slugs.push(input.params.organization);
    return answers.get(route);
  }) as unknown as ApiCall;
}
const offline = (async () => {
  throw new Error('no network');
}) as unknown as ApiCall;

test('what the server said is shown, and is there after a start without network', async () => {
  const facts = open();
  expect(facts.known).toBeNull();
  await facts.refresh(answering(), null);
  const organization = { slug: 'fjordline', rules, zone, corrections: [], selfAppliesCorrections: true };
  const all = { userId: account.id, account, devices: [device], organization };
  expect([facts.known, changes]).toEqual([all, 1]);
  const next = open();
  next.read(account.id);
  expect(next.known).toEqual(all);
  await expect(next.refresh(offline, null)).rejects.toThrow('no network');
  expect(next.known).toEqual(all);
});

test('only this account of the system may read the file', async () => {
  await open().refresh(answering(), null);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('of somebody else nothing is shown, and what was forgotten is gone', async () => {
  const facts = open();
  await facts.refresh(answering(), null);
  facts.read('0198c1d2-0000-4000-8000-0000000000ff');
  expect(facts.known).toBeNull();
  facts.read(account.id);
  expect(facts.known?.account.name).toBe('Mira Okafor');
  facts.forget();
  facts.read(account.id);
  expect(facts.known).toBeNull();
});

test.each(['', '{', '{"userId":"me"}', `{"userId":"${account.id}","account":{}}`])(
  'a file that holds %j counts as none',
  (content) => {
    writeFileSync(file, content);
    const facts = open();
    facts.read(account.id);
    expect(facts.known).toBeNull();
  },
);

test('the organization is the chosen one while the person belongs to it, else their first, else none', async () => {
  const [first] = account.memberships;
  if (!first) throw new Error('no membership');
  const second = { ...first, organization: { ...first.organization, slug: 'aurora' } };
  const asked = async (slug: string | null, memberships = [first, second]) => {
    const slugs: string[] = [];
    const facts = open();
    await facts.refresh(answering({ who: { ...account, memberships }, slugs }), slug);
    return [facts.known?.organization?.slug, ...new Set(slugs)];
  };
  expect(await asked('aurora')).toEqual(['aurora', 'aurora']);
  expect(await asked('left-long-ago')).toEqual(['fjordline', 'fjordline']);
  expect(await asked(null)).toEqual(['fjordline', 'fjordline']);
  expect(await asked('aurora', [])).toEqual([undefined]);
});
