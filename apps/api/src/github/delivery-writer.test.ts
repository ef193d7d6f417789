import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryReceipt, NewDelivery } from '@devpulse/database/deliveries';
import { createLogger } from '@devpulse/observability/logger';
import { createMetrics } from '@devpulse/observability/metrics';
import { expect, test } from 'vitest';
import { DeliveryWriter, type InsertDeliveries, type WriterLimits } from './delivery-writer.ts';
import { newDelivery } from './testing/deliveries.ts';

const receiptOf = (delivery: NewDelivery): DeliveryReceipt => ({
  id: delivery.guid,
  receivedAt: delivery.receivedAt,
  outcome: 'stored',
});

const databaseError = (code: string) => Object.assign(new Error('refused'), { code, severity: 'ERROR' });

/** A store whose statements end only when the test says so. */
function heldStore() {
  const statements: {
    deliveries: readonly NewDelivery[];
    commit: () => void;
    fail: (error: Error) => void;
  }[] = [];
  const insert: InsertDeliveries = (deliveries) =>
    new Promise((resolve, reject) => {
      statements.push({ deliveries, commit: () => resolve(deliveries.map(receiptOf)), fail: reject });
    });
  return { statements, insert };
}

function writerOver(insert: InsertDeliveries, limits: Partial<WriterLimits> = {}): DeliveryWriter {
  const logger = createLogger({ service: 'test', level: 'silent' });
  return new DeliveryWriter({ insert, logger, metrics: createMetrics('test'), limits });
}

test('answers nothing before the row is committed', async () => {
  const { statements, insert } = heldStore();
  const writer = writerOver(insert);
  let isAnswered = false;
  const write = writer.write(newDelivery()).then(() => {
    isAnswered = true;
  });
  await sleep(20);
  expect(statements).toHaveLength(1);
  expect(isAnswered).toBe(false);
  statements[0]?.commit();
  await write;
  expect(isAnswered).toBe(true);
});

test('arrivals of one turn, and those that meet full flight, share a statement in their order', async () => {
  const { statements, insert } = heldStore();
  const writer = writerOver(insert, { maxStatementsInFlight: 1 });
  const deliveries = Array.from({ length: 7 }, () => newDelivery());
  const early = deliveries.slice(0, 3).map((delivery) => writer.write(delivery));
  await sleep(5);
  const late = deliveries.slice(3).map((delivery) => writer.write(delivery));
  await sleep(5);
  expect(statements.map((statement) => statement.deliveries.length)).toEqual([3]);
  statements[0]?.commit();
  await sleep(5);
  expect(statements.map((statement) => statement.deliveries.length)).toEqual([3, 4]);
  statements[1]?.commit();
  const receipts = await Promise.all([...early, ...late]);
  expect(receipts.map((receipt) => receipt.id)).toEqual(deliveries.map((delivery) => delivery.guid));
});

test('keeps to its limits of rows, bytes and statements in flight', async () => {
  const { statements, insert } = heldStore();
  const limits = { maxBatchRows: 4, maxBatchBytes: 100, maxStatementsInFlight: 2 };
  const writer = writerOver(insert, limits);
  const sizes = [60, 60, 10, 10, 10, 500, 1, 1, 1, 1, 1];
  const writes = sizes.map((size) => writer.write(newDelivery({ body: Buffer.alloc(size) })));
  const seen: number[][] = [];
  while (seen.flat().length < sizes.length) {
    await sleep(2);
    const inFlight = statements.slice(seen.length);
    expect(inFlight.length).toBeLessThanOrEqual(2);
    seen.push(...inFlight.map((statement) => statement.deliveries.map((delivery) => delivery.body.length)));
    for (const statement of inFlight) statement.commit();
  }
  await Promise.all(writes);
  expect(seen).toEqual([[60], [60, 10, 10, 10], [500], [1, 1, 1, 1], [1]]);
});

test('a bad row fails alone', async () => {
  const statements: number[] = [];
  const writer = writerOver(async (deliveries) => {
    statements.push(deliveries.length);
    if (deliveries.some((delivery) => delivery.event === 'bad')) throw databaseError('22P05');
    return deliveries.map(receiptOf);
  });
  const events = ['push', 'bad', 'push', 'push'];
  const outcomes = await Promise.allSettled(events.map((event) => writer.write(newDelivery({ event }))));
  expect(outcomes.map((outcome) => outcome.status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
  expect(outcomes[1]).toMatchObject({ reason: { code: 'unavailable' } });
  expect(statements).toEqual([4, 1, 1, 1, 1]);
});

test('an absent database is asked once for a batch, and refuses all of it', async () => {
  let statements = 0;
  const writer = writerOver(async () => {
    statements += 1;
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  });
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => writer.write(newDelivery())));
  for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: 'unavailable' } });
  expect(statements).toBe(1);
});

test('works again after the database is back', async () => {
  let isAway = true;
  const writer = writerOver(async (deliveries) => {
    if (isAway) throw databaseError('57P01');
    return deliveries.map(receiptOf);
  });
  await expect(writer.write(newDelivery())).rejects.toMatchObject({ code: 'unavailable' });
  isAway = false;
  await expect(writer.write(newDelivery())).resolves.toMatchObject({ outcome: 'stored' });
});

test('refuses at once what would fill the memory, and takes more when there is room', async () => {
  const { statements, insert } = heldStore();
  const writer = writerOver(insert, { maxStatementsInFlight: 1, maxWaitingRows: 2, maxWaitingBytes: 10 });
  const first = writer.write(newDelivery());
  await sleep(5);
  const second = writer.write(newDelivery({ body: Buffer.alloc(9) }));
  await expect(writer.write(newDelivery({ body: Buffer.alloc(2) }))).rejects.toMatchObject({
    code: 'unavailable',
  });
  const third = writer.write(newDelivery({ body: Buffer.alloc(1) }));
  await expect(writer.write(newDelivery({ body: Buffer.alloc(0) }))).rejects.toMatchObject({
    code: 'unavailable',
  });
  statements[0]?.commit();
  await sleep(5);
  const fourth = writer.write(newDelivery());
  statements[1]?.commit();
  await sleep(5);
  statements[2]?.commit();
  await Promise.all([first, second, third, fourth]);
});

test('is idle only after everything handed in is answered', async () => {
  const { statements, insert } = heldStore();
  const writer = writerOver(insert);
  await writer.idle();
  let isIdle = false;
  const write = writer.write(newDelivery());
  const idle = writer.idle().then(() => {
    isIdle = true;
  });
  await sleep(10);
  expect(isIdle).toBe(false);
  statements[0]?.commit();
  await Promise.all([write, idle]);
});
