import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { openDatabase } from '@devpulse/database/connection';
import { ensureBuilt } from '@devpulse/start/build/build';
import { freePort } from '@devpulse/start/ports';
import { inRepository } from '@devpulse/start/repository';
import { answers, type Child, startChild } from '../child.ts';
import { type Bench, percentile, rounded } from '../report.ts';
import { openStage, type Stage } from '../stage.ts';
import { fire, loadShots, type Volley } from './volley.ts';

const SECRET = 'bench-only-0123456789abcdef0123456789';

/**
 * Accepted deliveries per second and the time to their answer, beside a bare handler on the same database. Rounds of the
 * two alternate; both commit every row before they answer, and ours also keeps its two keys and rings the queue.
 */
export const benchIngest: Bench = async ({ isQuick, say }) => {
  await ensureBuilt(['prisma-client', 'api']);
  const [rounds, perRound] = isQuick ? [3, 3_000] : [8, 6_000];
  const stage = await openStage();
  const ours = await startOurs(stage);
  const bare = await startBare(stage);
  try {
    const load = loadShots(SECRET);
    for (const server of [ours, bare]) await fire(server.url, load(1_500));
    const volleys = { ours: [] as Volley[], bare: [] as Volley[] };
    for (let round = 1; round <= rounds; round += 1) {
      volleys.ours.push(await fire(ours.url, load(perRound)));
      volleys.bare.push(await fire(bare.url, load(perRound)));
      say(`ingest: round ${round} of ${rounds}`);
    }
    const result = summarize(volleys, perRound);
    const queued = await countQueued(stage);
    result.notes.push(`${queued} jobs were waiting in the queue at the end; no worker took any`);
    return result;
  } finally {
    await bare.child.stop();
    await ours.child.stop();
    await stage.close();
  }
};

type Server = { url: string; child: Child };

async function startOurs(stage: Stage): Promise<Server> {
  const port = await freePort();
  const child = await startChild({
    script: inRepository('apps/api/dist/main.js'),
    environment: {
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: stage.appUrl,
      DASHBOARD_DATABASE_URL: stage.dashboardUrl,
      GITHUB_WEBHOOK_SECRETS: `${SECRET},previous-${SECRET}`,
      DEVPULSE_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      LOG_LEVEL: 'warn',
    },
    isReady: () => answers(`http://127.0.0.1:${port}/ready`),
  });
  return { url: `http://127.0.0.1:${port}/api/v1/github/webhooks`, child };
}

async function startBare(stage: Stage): Promise<Server> {
  const port = await freePort();
  const child = await startChild({
    script: path.join(import.meta.dirname, 'bare-server.ts'),
    environment: { PORT: String(port), DATABASE_URL: stage.appUrl, SECRET },
    isReady: () => answers(`http://127.0.0.1:${port}/ready`),
  });
  return { url: `http://127.0.0.1:${port}/webhooks`, child };
}

async function countQueued(stage: Stage): Promise<number> {
  const database = openDatabase({ url: stage.ownerUrl, applicationName: 'bench', maxConnections: 1 });
  const { rows } = await database.pool.query<{ n: string }>('SELECT count(*) AS n FROM bullmq.job');
  await database.close();
  return Number(rows[0]?.n);
}

function summarize(volleys: Record<'ours' | 'bare', Volley[]>, perRound: number) {
  const figuresOf = (list: readonly Volley[]) => {
    const latencies = list.flatMap((volley) => volley.latenciesMs);
    const seconds = list.reduce((sum, volley) => sum + volley.seconds, 0);
    return {
      acceptedPerSecond: rounded((list.length * perRound) / seconds, 0),
      ackP50Ms: rounded(percentile(latencies, 0.5)),
      ackP99Ms: rounded(percentile(latencies, 0.99)),
      refused: list.reduce((sum, volley) => sum + volley.refused, 0),
    };
  };
  const figures = figuresOf(volleys.ours);
  const baseline = figuresOf(volleys.bare);
  return {
    figures,
    baseline,
    ratios: {
      throughput: rounded(figures.acceptedPerSecond / baseline.acceptedPerSecond),
      p99: rounded(figures.ackP99Ms / baseline.ackP99Ms),
    },
    notes: [
      '64 connections, signed bodies as large as GitHub’s; the load runs on the same cores as both servers',
    ],
  };
}
