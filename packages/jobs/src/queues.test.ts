import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createQueue, type QueueBackend } from './backend.ts';
import { JOBS, type JobName } from './catalogue.ts';
import { openQueues, type Queues } from './queues.ts';
import { type RedisServer, redisBinary, startRedisServer } from './testing/redis-server.ts';
import { JobDelay, type JobHandlers, type JobObserver, PermanentJobError, startWorkers } from './workers.ts';

const redis = redisBinary();
const BACKENDS = redis ? (['postgres', 'redis'] as const) : (['postgres'] as const);

type Handler = (payload: never, context: { isLastAttempt: boolean }) => Promise<void>;
const idle = Object.fromEntries(
  Object.keys(JOBS).map((name) => [name, async () => {}]),
) as unknown as JobHandlers;

describe.each(BACKENDS)('jobs on %s', (kind) => {
  let test: TestDatabase;
  let server: RedisServer | undefined;
  let backend: QueueBackend;
  let queues: Queues;
  beforeAll(async () => {
    test = await createTestDatabase();
    if (kind === 'redis') server = await startRedisServer(redis as string);
    backend = { databaseUrl: test.appUrl, redisUrl: server?.url };
    queues = openQueues(backend);
    await queues.ping();
  });
  afterAll(async () => {
    await queues.close();
    await server?.stop();
    await test.drop();
  });

  async function withWorkers(
    handlers: Partial<Record<JobName, Handler>>,
    run: () => Promise<void>,
    observer: JobObserver = {},
  ): Promise<void> {
    const workers = startWorkers({
      backend,
      handlers: { ...idle, ...handlers } as JobHandlers,
      concurrency: { ingest: 4, rollup: 1, analysis: 1, mail: 1, github: 1, schedule: 1 },
      observer,
    });
    await workers.ready();
    await run().finally(() => workers.close());
  }

  const bell = (event = 'pull_request') => ({ id: randomUUID(), receivedAt: new Date(), event });

  it('runs on the backend it says', () => {
    expect(queues.backend).toBe(kind);
  });

  it('queues a job of which there is to be one only while no other waits or runs', async () => {
    const seen: string[] = [];
    const [one, other] = [randomUUID(), randomUUID()];
    const refold = async ({ organizationId }: { organizationId: string }) => void seen.push(organizationId);
    const enqueue = (organizationId: string) => queues.enqueue('refoldOrganization', { organizationId });
    for (const id of [one, one, other, one]) await enqueue(id);
    await withWorkers({ refoldOrganization: refold as Handler }, async () => {
      await vi.waitFor(() => expect(seen.toSorted()).toEqual([one, other].sort()));
      await vi.waitFor(async () => {
        await enqueue(one);
        expect(seen.filter((id) => id === one).length).toBeGreaterThan(1);
      });
    });
  });

  it('takes installations of one number in two organizations for two', async () => {
    const seen: string[] = [];
    const organizations = [randomUUID(), randomUUID()].sort();
    for (const organizationId of organizations)
      await queues.enqueue('followInstallation', { organizationId, installationId: '4711' });
    const follow = async ({ organizationId }: { organizationId: string }) => void seen.push(organizationId);
    await withWorkers({ followInstallation: follow as Handler }, async () => {
      await vi.waitFor(() => expect(seen.toSorted()).toEqual(organizations));
    });
  });

  it('lets a job wait without spending an attempt', async () => {
    const importId = randomUUID();
    const attempts: { attempt: number; at: number }[] = [];
    const failed: string[] = [];
    const wait = async (_payload: unknown, { attempt }: { attempt: number }) => {
      attempts.push({ attempt, at: performance.now() });
      if (attempts.length <= JOBS.importRepository.attempts) throw new JobDelay(200);
    };
    await queues.enqueue('importRepository', { importId });
    await withWorkers(
      { importRepository: wait as unknown as Handler },
      () => vi.waitFor(() => expect(attempts).toHaveLength(6), { timeout: 10_000 }),
      { onFailed: (name) => failed.push(name) },
    );
    expect(attempts.every(({ attempt }) => attempt === 1)).toBe(true);
    expect((attempts[1]?.at ?? 0) - (attempts[0]?.at ?? 0)).toBeGreaterThan(190);
    expect(failed).toEqual([]);
  });

  it('gives each delivery to the job of its event, once, however often it is rung for', async () => {
    const seen: string[] = [];
    const note = (name: string) => async (payload: { deliveryId: string }) => {
      seen.push(`${name} ${payload.deliveryId}`);
    };
    const pull = bell();
    const review = bell('pull_request_review');
    const push = bell('push');
    await queues.enqueueDeliveries([pull, review, push, pull]);
    await queues.enqueueDeliveries([pull, bell('star')]);
    expect((await queues.depth()).ingest).toBe(3);
    await withWorkers(
      {
        processPullRequest: note('pull') as Handler,
        processReview: note('review') as Handler,
        processPush: note('push') as Handler,
      },
      () =>
        vi.waitFor(() =>
          expect(seen.sort()).toEqual([`pull ${pull.id}`, `push ${push.id}`, `review ${review.id}`].sort()),
        ),
    );
    expect((await queues.depth()).ingest).toBe(0);
  });

  it('tries again with growing waits, and tells when no attempt is left', async () => {
    const attempts: number[] = [];
    const dead: unknown[] = [];
    const lucky = bell();
    await queues.enqueueDeliveries([lucky]);
    await withWorkers(
      {
        processPullRequest: async () => {
          attempts.push(Date.now());
          if (attempts.length < 3) throw new Error('not yet');
        },
      },
      () => vi.waitFor(() => expect(attempts).toHaveLength(3), { timeout: 10_000 }),
      { onDead: (...args) => dead.push(args) },
    );
    const [first = 0, second = 0, third = 0] = attempts;
    expect(second - first).toBeGreaterThanOrEqual(240);
    expect(third - second).toBeGreaterThanOrEqual(490);
    expect(dead).toEqual([]);
  });

  it('gives up at once what cannot be mended, and can be asked again', async () => {
    const dead: [string, unknown][] = [];
    let calls = 0;
    const hopeless = bell();
    await queues.enqueueDeliveries([hopeless]);
    await withWorkers(
      {
        processPullRequest: async () => {
          calls += 1;
          throw new PermanentJobError('never');
        },
      },
      async () => {
        await vi.waitFor(() => expect(dead).toHaveLength(1), { timeout: 10_000 });
        await queues.enqueueDeliveries([hopeless]);
        await vi.waitFor(() => expect(dead).toHaveLength(2), { timeout: 10_000 });
      },
      { onDead: (name, payload) => dead.push([name, payload]) },
    );
    expect(calls).toBe(2);
    expect(dead[0]).toEqual([
      'processPullRequest',
      { deliveryId: hopeless.id, receivedAt: hopeless.receivedAt.toISOString() },
    ]);
  });

  it('completes a job that nobody knows, and refuses one whose payload does not fit', async () => {
    const unknown: string[] = [];
    const dead: string[] = [];
    const queue = createQueue('ingest', backend);
    await queue.add('processGitlab', {});
    await queue.add('processPullRequest', { deliveryId: 'not-an-id' });
    await withWorkers(
      {},
      () => vi.waitFor(() => expect([unknown, dead]).toEqual([['processGitlab'], ['processPullRequest']])),
      { onUnknown: (name) => unknown.push(name), onDead: (name) => dead.push(name) },
    );
    await queue.close();
  });

  it('keeps one schedule for each recurring job, however many workers put it there', async () => {
    const ran: string[] = [];
    await queues.schedule();
    await queues.schedule();
    const names = Object.entries(JOBS).flatMap(([name, job]) => ('every' in job ? [name] : []));
    await withWorkers(Object.fromEntries(names.map((name) => [name, async () => void ran.push(name)])), () =>
      vi.waitFor(() => expect(ran.sort()).toEqual(names.sort()), { timeout: 10_000 }),
    );
  });
});
