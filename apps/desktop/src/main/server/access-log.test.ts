import type { ApiCall } from '@devpulse/contracts/client';
import { expect, test, vi } from 'vitest';
import { AccessLogView } from '../../ipc/week.ts';
import { createAccessLog } from './access-log.ts';

const look = (what: string, viewerRole: string) => ({
  at: '2026-10-22T09:00:00.000Z',
  viewer: 'Jonas Lind',
  viewerRole,
  what,
});
const answering = (items: object[]) => vi.fn(async () => ({ items })) as unknown as ApiCall;
const failing = (async () => {
  throw new Error('offline');
}) as ApiCall;

test('who looked, as whom, at what; a role without a name of its own is “other”', async () => {
  const items = [
    look('attendance_days', 'manager'),
    look('attendance_export', 'admin'),
    look('attendance_sessions', 'owner'),
    look('presence', 'developer'),
  ];
  const view = AccessLogView.parse(
    await createAccessLog().load(answering(items), 'fjordline', Date.UTC(2026, 9, 22)),
  );
  expect(view).toMatchObject({ asOf: Date.UTC(2026, 9, 22), isOffline: false });
  expect(view.entries.map(({ role, did, what }) => [role, did, what])).toEqual([
    ['manager', 'viewed', 'Day totals'],
    ['admin', 'exported', 'Timesheet'],
    ['owner', 'viewed', 'Session times'],
    ['other', 'viewed', 'Presence'],
  ]);
});

test('without an answer the last one stays, and says of when it is', async () => {
  const log = createAccessLog();
  expect(await log.load(failing, 'fjordline', 1)).toEqual({ entries: [], asOf: null, isOffline: true });
  await log.load(answering([look('presence', 'owner')]), 'fjordline', 2);
  for (const call of [failing, null]) {
    const later = await log.load(call, 'fjordline', 3);
    expect(later).toMatchObject({ entries: [{ who: 'Jonas Lind' }], asOf: 2, isOffline: true });
  }
});

test('the next person sees nothing of it, nor does anybody without an organization', async () => {
  const log = createAccessLog();
  const call = answering([look('presence', 'owner')]);
  await log.load(call, 'fjordline', 2);
  log.clear();
  expect(await log.load(null, null, 3)).toEqual({ entries: [], asOf: null, isOffline: true });
  await log.load(call, null, 4);
  expect(call).toHaveBeenCalledOnce();
});
