import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { createClient } from '@devpulse/contracts/client';
import { v7 } from 'uuid';
import { ClockService } from '../../apps/desktop/src/main/clock/clock-service.ts';
import { systemClocks } from '../../apps/desktop/src/main/clock/system-clocks.ts';
import { AliveFile } from '../../apps/desktop/src/main/journal/alive-file.ts';
import { Book } from '../../apps/desktop/src/main/journal/book.ts';
import type { AppendFs } from '../../apps/desktop/src/main/journal/journal-file.ts';
import { SyncService } from '../../apps/desktop/src/main/sync/sync-service.ts';
import type { ClockLife } from './desktop-kill.ts';

/** The desktop's clock in a process of its own, which kills itself at a step of one of its actions. */
const life = JSON.parse(process.argv[2] ?? '') as ClockLife;
const doomed = { action: -1 };
const isNow = (step: ClockLife['dieAt']) => life.dieAt === step && doomed.action === life.dieAtAction;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

const killingFs: AppendFs = {
  ...fs,
  writeSync: ((handle: number, bytes: Buffer, offset: number, length: number) => {
    const text = bytes.toString('utf8');
    const isAction = text.includes('"line":"event"');
    if (isAction && isNow('before_append')) die();
    if (isAction && isNow('mid_append')) {
      fs.writeSync(handle, bytes, 0, Math.floor(length / 2));
      die();
    }
    if (text.includes('"line":"frozen"') && isNow('before_freeze')) die();
    if (text.includes('"line":"answers"') && isNow('after_reply')) die();
    const written = fs.writeSync(handle, bytes, offset, length);
    if (isAction && isNow('before_fsync')) die();
    if (text.includes('"line":"answers"') && isNow('after_mark')) die();
    return written;
  }) as AppendFs['writeSync'],
};

const sendOnline: typeof fetch = async (input, init) => {
  if (!life.isOnline) throw new TypeError('offline');
  // an empty one asks for the server's time
  const isBatch = !String(init?.body).includes('"events":[]');
  if (isBatch && isNow('before_send')) die();
  const answered = fetch(input, init);
  if (isBatch && isNow('in_send')) setImmediate(die);
  const response = await answered;
  if (isBatch && isNow('before_reply')) die();
  return response;
};

const book = Book.open(life.directory, life.binding, { now: Date.now(), fs: killingFs });
const scheduler = { every: () => () => {}, after: () => () => {} };
const clock: ClockService = new ClockService({
  book,
  alive: new AliveFile(life.directory, life.binding),
  ports: {
    clocks: systemClocks,
    idle: { idleMs: () => 0 },
    scheduler,
    newId: () => v7(),
    newBootId: () => randomUUID(),
    present: () => {
      if (isNow('before_ui')) die();
    },
    ownRules: () => ({}),
  },
  onRecorded: () => {
    if (isNow('after_ui')) die();
    void sync.kick();
  },
});
const sync = new SyncService({
  book,
  clock,
  target: {
    call: createClient({ baseUrl: life.url, fetch: sendOnline }),
    organization: 'acme',
    device: life.binding.deviceId,
  },
  scheduler,
  random: Math.random,
  readFacts: async () => [],
  onChange: () => {},
});

await clock.start();
const done = book.outbox.entries.length;
for (const [index, type] of life.script.entries()) {
  if (index < done) continue;
  doomed.action = index;
  const { refused } = await clock.command(type === 'clock_out' ? { type, endedAt: null } : { type });
  if (refused !== null) throw new Error(`${type} was refused: ${refused}`);
  fs.writeSync(1, `shown ${index}\n`);
  await sync.kick();
}
doomed.action = -1;
await sync.kick();
fs.writeSync(
  1,
  `left ${sync.link.state} ${book.outbox.entries.filter(({ state }) => state === 'waiting').length}\n`,
);
clock.end();
