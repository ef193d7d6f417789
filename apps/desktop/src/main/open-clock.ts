import { randomUUID } from 'node:crypto';
import type { DeviceRules } from '@devpulse/domain/attendance/device/rules';
import { ClockService } from './clock/clock-service.ts';
import type { IdleSource, MachineClocks, Scheduler } from './clock/ports.ts';
import type { ClockListeners, ClockPort } from './clock-port.ts';
import { AliveFile } from './journal/alive-file.ts';
import { Book } from './journal/book.ts';
import { newId } from './new-id.ts';
import type { ClockOf } from './shell/ports.ts';
import { readFacts } from './sync/read-facts.ts';
import { SyncService } from './sync/sync-service.ts';

type Machine = {
  directory: string;
  clocks: MachineClocks;
  idle: IdleSource;
  scheduler: Scheduler;
  ownRules: () => Partial<DeviceRules>;
};

/** Puts journal, clock and sync of one person in one organization together. */
export function openClock(
  machine: Machine,
  { session, organization }: ClockOf,
  listeners: ClockListeners,
): ClockPort {
  const { directory, clocks, idle, scheduler, ownRules } = machine;
  const { userId, deviceId } = session.signIn;
  const wall = () => clocks.read().wall;
  const binding = { userId, deviceId, organizationId: organization.id };
  const book = Book.open(directory, binding, { now: wall() });
  const seen: { lockAt: number | null; sleepAt: number | null } = { lockAt: null, sleepAt: null };
  const clock = new ClockService({
    book,
    alive: new AliveFile(directory, binding),
    onRecorded: () => void sync.kick(),
    ports: {
      clocks,
      idle,
      scheduler,
      ownRules,
      newId: () => newId(wall()),
      newBootId: randomUUID,
      present: (notices) => {
        for (const notice of notices) listeners.onNotice(notice);
        listeners.onChange();
      },
    },
  });
  const sync: SyncService = new SyncService({
    book,
    clock,
    scheduler,
    target: { call: session.call, organization: organization.slug, device: deviceId },
    random: Math.random,
    readFacts: (frameMs) => readFacts(session.call, organization.slug, frameMs),
    onChange: listeners.onChange,
  });
  const started = clock.start().then(() => sync.kick());
  const signal = (type: 'lock' | 'unlock' | 'suspend' | 'resume') => {
    if (type === 'lock' || type === 'unlock') seen.lockAt = Math.round(wall());
    else seen.sleepAt = Math.round(wall());
    clock.signal(type);
  };
  const end = () => {
    clock.end();
    sync.end();
  };
  return {
    view: () => clock.view(sync.link),
    command: async (command) => (await clock.command(command)).refused,
    sessions: () => book.record.sessions,
    shown: (steady) => Math.round(steady + (clock.frameMs ?? book.record.setMs)),
    entries: () => book.outbox.entries,
    unreadable: () => book.findings.unreadable,
    leaveOut: (eventId) => sync.leaveOut(eventId),
    sendNow: () => sync.kick(),
    signal,
    zoneChanged: () => clock.zoneChanged(),
    setShown: (isShown) => clock.setShown(isShown),
    shutDown: end,
    seen: () => seen,
    exported: () => exportedEntries({ userId, deviceId, organization: organization.slug }, book),
    async close() {
      end();
      await started.catch(() => undefined);
      book.close();
    },
  };
}

/** What was recorded and is not with the server, in the form in which it would be sent. */
function exportedEntries(
  whose: { userId: string; deviceId: string; organization: string },
  book: Book,
): string {
  const entries = book.outbox.entries
    .filter(({ state }) => state === 'waiting' || state === 'needs_you')
    .map(({ event: { setMs: _, ...form }, frozen, state, code }) => ({ ...(frozen ?? form), state, code }));
  return `${JSON.stringify({ ...whose, entries }, null, 2)}\n`;
}
