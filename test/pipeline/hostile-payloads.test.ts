import { checksumProjections } from '@devpulse/database/checksum';
import { transaction } from '@devpulse/database/transaction';
import { organizationIdFor } from '@devpulse/domain/identity';
import { HANDLED_EVENTS } from '@devpulse/github/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fewDeliveries } from './few-deliveries.ts';
import { openPipeline, type Pipeline, type TestDelivery } from './pipeline.ts';

const ACCOUNT = 55;
const organizationId = organizationIdFor(String(ACCOUNT));
const good = fewDeliveries({ accountId: ACCOUNT, pullRequests: 2 });
const opened =
  good.find(({ event, body }) => event === 'pull_request' && body.includes('"opened"'))?.body ?? '';
const withTitle = (json: string) => opened.replace(/"title":"[^"]*"/, `"title":${json}`);

/** Bodies that a signed sender could post, by what is wrong with them. */
const HOSTILE: Record<string, string> = {
  'nothing at all': '',
  'cut off': opened.slice(0, 500),
  'not JSON': 'payload=%7B%7D',
  'an array': '[]',
  'a BOM': `\uFEFF${opened}`,
  '10,000 levels': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  'a NUL in the title': withTitle('"a\\u0000b"'),
  'a lone surrogate in the title': withTitle('"a\\ud800b"'),
  'right-to-left and emoji': withTitle('"\\u202Egnp.exe 😀"'),
  'a megabyte of title': withTitle(`"${'x'.repeat(1_000_000)}"`),
  'a polluting key': opened.replace('{', '{"__proto__":{"isAdmin":true},'),
  'an id over 2^53': opened.replace(/("pull_request":\{"id":)\d+/, '$19007199254740993'),
  'an id over 2^63': opened.replace(/("pull_request":\{"id":)\d+/, '$1999999999999999999999'),
  'a date beyond time': opened.replace(/"created_at":"[^"]*"/, '"created_at":"+275760-09-14T00:00:00Z"'),
  'a date of nonsense': opened.replace(/"updated_at":"[^"]*"/g, '"updated_at":"yesterday"'),
  'a date before Rome': opened.replace(/"created_at":"[^"]*"/, '"created_at":"-000800-01-01T00:00:00Z"'),
  'a number where there is text': withTitle('12'),
  'an endless list of labels': opened.replace(
    '"title"',
    `"labels":[${Array(50_000).fill('{"name":"x"}').join(',')}],"title"`,
  ),
};

describe('hostile payloads', () => {
  let pipeline: Pipeline;
  const deliveries: TestDelivery[] = Object.entries(HOSTILE).flatMap(([name, body]) =>
    HANDLED_EVENTS.map((event) => ({ event, guid: `${event} ${name}`, body })),
  );
  beforeAll(async () => {
    pipeline = await openPipeline({ now: () => Date.parse('2026-03-20T12:00:00Z') });
    await pipeline.store(good);
    await pipeline.drain();
    await pipeline.store(deliveries);
    await pipeline.drain();
    await pipeline.rollup(organizationId);
  });
  afterAll(() => pipeline.close());

  const read = (guid: string) =>
    transaction(pipeline.database, { system: true }, async (tx) => {
      const { rows } = await tx.query<{ state: string; reason: string; body: Buffer }>(
        'SELECT state, reason, body FROM raw_delivery WHERE guid = $1',
        [guid],
      );
      return rows[0];
    });

  it('are kept byte for byte, and each is projected or set aside with a reason', async () => {
    for (const { guid, body } of deliveries) {
      const row = await read(guid as string);
      expect(row?.body.equals(Buffer.from(body)), guid).toBe(true);
      expect(['done', 'ignored', 'rejected_shape'], guid).toContain(row?.state);
      if (row?.state !== 'done') expect(row?.reason, guid).toBeTruthy();
    }
  });

  it.each([
    'a BOM',
    'a NUL in the title',
    'a lone surrogate in the title',
    'right-to-left and emoji',
    'a megabyte of title',
    'a polluting key',
    'an id over 2^53',
    'an endless list of labels',
  ])('are projected where they are odd but true: %s', async (name) => {
    expect((await read(`pull_request ${name}`))?.state).toBe('done');
  });

  it.each([
    ['an id over 2^63', 'pull_request.id'],
    ['a date of nonsense', 'updated_at'],
    ['a number where there is text', 'pull_request.title'],
    ['10,000 levels', 'nested deeper'],
    ['cut off', 'not valid JSON'],
  ])('name the place and the fault where they are not: %s', async (name, reason) => {
    const row = await read(`pull_request ${name}`);
    expect(row?.state).toBe('rejected_shape');
    expect(row?.reason).toContain(reason);
  });

  it('leave what was there as it was', async () => {
    const quiet = await openPipeline({ now: () => Date.parse('2026-03-20T12:00:00Z') });
    await quiet.store(good);
    await quiet.drain();
    const untouched = await checksumProjections(quiet.database, organizationId);
    const after = await checksumProjections(pipeline.database, organizationId);
    await quiet.close();
    expect(after.review).toEqual(untouched.review);
    expect(after.push).toEqual(untouched.push);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});
