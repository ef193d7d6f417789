import { checksumProjections } from '@devpulse/database/checksum';
import { transaction } from '@devpulse/database/transaction';
import { organizationIdFor } from '@devpulse/domain/identity';
import examples from '@octokit/webhooks-examples';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPipeline, type Pipeline, type TestDelivery } from './pipeline.ts';

/** GitHub's own recorded payloads, every one of them, through the whole pipe. */
const INSTALLATION = 4_242;
const ACCOUNT = { id: 777, login: 'Octo-Recordings', type: 'Organization' };
const NOW = Date.parse('2021-06-01T12:00:00Z');
const organizationId = organizationIdFor(String(ACCOUNT.id));
const PROJECTED = ['pull_request', 'pull_request_review', 'push'];

const installed: TestDelivery = {
  event: 'installation',
  guid: '00000000-0000-4000-8000-000000000001',
  body: JSON.stringify({
    action: 'created',
    installation: { id: INSTALLATION, account: ACCOUNT, permissions: {}, updated_at: '2019-01-01T00:00:00Z' },
  }),
};

/** All payloads that the same installation sends; those of `installation` itself keep their own. */
function recordings(): TestDelivery[] {
  const deliveries: TestDelivery[] = [];
  for (const { name, examples: payloads } of examples as unknown as { name: string; examples: object[] }[]) {
    for (const [index, payload] of payloads.entries()) {
      const body = { ...(payload as { installation?: object }) };
      if (name !== 'installation') body.installation = { ...body.installation, id: INSTALLATION } as never;
      deliveries.push({ event: name, guid: `${name}-${index}`, body: JSON.stringify(body) });
    }
  }
  return deliveries;
}

function shuffle(seed: number) {
  return <T>(items: T[]): T[] => {
    let state = seed;
    const random = () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    };
    return items
      .map((item) => ({ item, rank: random() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  };
}

async function states(pipeline: Pipeline) {
  return transaction(pipeline.database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ event: string; state: string; reason: string | null; n: string }>(
      `SELECT event, state, reason, count(*) AS n FROM raw_delivery
       GROUP BY event, state, reason ORDER BY event, state, reason`,
    );
    return rows;
  });
}

describe('every recorded payload of GitHub', () => {
  let pipeline: Pipeline;
  let checksum: Awaited<ReturnType<typeof checksumProjections>>;
  beforeAll(async () => {
    pipeline = await openPipeline({ now: () => NOW });
    await pipeline.store([installed, ...recordings()]);
    await pipeline.drain();
    await pipeline.rollup(organizationId);
    checksum = await checksumProjections(pipeline.database, organizationId);
  });
  afterAll(() => pipeline.close());

  it('is stored, and none becomes a dead letter', async () => {
    const rows = await states(pipeline);
    expect(recordings().length).toBeGreaterThan(300);
    expect(rows.filter((row) => row.state === 'dead' || row.state === 'received')).toEqual([]);
    expect(rows.filter((row) => row.state === 'rejected_shape')).toEqual([]);
  });

  it('is projected where it is a pull request, a review or a push', async () => {
    const rows = await states(pipeline);
    const left = rows.filter((row) => PROJECTED.includes(row.event) && row.state !== 'done');
    expect(left).toEqual([]);
    expect(checksum.pull_request.rows).toBeGreaterThan(0);
    expect(checksum.review.rows).toBeGreaterThan(0);
    expect(checksum.push.rows).toBeGreaterThan(0);
    expect(checksum.daily_metrics.rows).toBeGreaterThan(0);
  });

  it('has no effect when it comes again, in another order and twice', async () => {
    for (const seed of [7, 11]) {
      const again = shuffle(seed)(recordings());
      expect(new Set(await pipeline.store(again))).toEqual(new Set(['duplicate']));
      const relabelled = again.map((delivery) => ({ ...delivery, guid: `again-${seed}-${delivery.guid}` }));
      expect(new Set(await pipeline.store(relabelled))).toEqual(new Set(['duplicate']));
      await pipeline.drain();
      await pipeline.rollup(organizationId);
    }
    expect(await checksumProjections(pipeline.database, organizationId)).toEqual(checksum);
  });

  it.each([
    [3, 0],
    [5, 0],
    [8, 127],
    [13, 10],
  ])(
    'gives the same database when it comes to an empty one in another order (%i), with %i others at a time',
    async (seed, takenAlong) => {
      const other = await openPipeline({ now: () => NOW, takenAlong });
      try {
        // Not even the installation comes first: what came before it waits for it.
        const deliveries = shuffle(seed)([...recordings(), installed]);
        for (let start = 0; start < deliveries.length; start += 50) {
          await other.store(deliveries.slice(start, start + 50));
          await other.drain(shuffle(seed + start));
          if (start % 100 === 0) await other.rollup(organizationId);
        }
        await other.rollup(organizationId);
        expect(await checksumProjections(other.database, organizationId)).toEqual(checksum);
      } finally {
        await other.close();
      }
    },
  );
});
