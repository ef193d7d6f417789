import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type DeliveryReport, type Destination, deliver } from './deliver.ts';
import { Journal } from './journal.ts';
import { playLive } from './live.ts';
import { countDeliveries, Simulation } from './organization.ts';

const usage = `Sends the history of a simulated organization to a webhook endpoint, then goes on live.
  --url URL            the endpoint, such as http://127.0.0.1:3000/api/v1/github/webhooks
  --secret TEXT        webhook secret, or
  --secret-file FILE   a file that holds it, plain or as JSON with the field webhookSecret
  --seed TEXT          fernhill unless given
  --weeks N            length of the history, 26 unless given; 0 for none
  --now ISO            end of the history, the present unless given
  --live               go on after the history
  --rate N             live deliveries per second; without it one every 3 to 8 seconds
  --concurrency N      requests under way at most, 16 unless given
  --resume FILE        remember what was sent and go on from there at the next start
  --quiet              print errors only`;

const Options = z.object({
  url: z.url({ protocol: /^https?$/ }),
  secret: z.string().min(1).optional(),
  'secret-file': z.string().min(1).optional(),
  seed: z.string().min(1).default('fernhill'),
  weeks: z.coerce.number().min(0).max(520).default(26),
  now: z.iso.datetime({ offset: true }).optional(),
  live: z.boolean().default(false),
  rate: z.coerce.number().positive().max(1_000).optional(),
  concurrency: z.coerce.number().int().min(1).max(256).default(16),
  resume: z.string().min(1).optional(),
  quiet: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

function readOptions(): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const known = {
    url: text,
    secret: text,
    'secret-file': text,
    seed: text,
    weeks: text,
    now: text,
    rate: text,
  };
  const options = { ...known, concurrency: text, resume: text, live: flag, quiet: flag, help: flag };
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  return Options.parse(values);
}

function readSecret(options: Options): string {
  if (options.secret !== undefined) return options.secret;
  if (options['secret-file'] === undefined) throw new Error('give --secret or --secret-file');
  const text = readFileSync(options['secret-file'], 'utf8').trim();
  if (!text.startsWith('{')) return z.string().min(1).parse(text);
  return z.object({ webhookSecret: z.string().min(1) }).parse(JSON.parse(text)).webhookSecret;
}

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

function statuses(report: DeliveryReport): string {
  return Object.entries(report.byStatus)
    .map(([status, count]) => `${status}: ${grouped.format(count)}`)
    .join(', ');
}

/** Calls `print` at most once in `everyMs` milliseconds. */
function throttled(everyMs: number, print: () => void): () => void {
  let last = Date.now();
  return () => {
    if (Date.now() - last < everyMs) return;
    last = Date.now();
    print();
  };
}

interface Run {
  readonly options: Options;
  readonly destination: Destination;
  readonly journal: Journal | undefined;
  readonly simulation: Simulation;
  readonly say: (line: string) => void;
}

/** @returns whether every delivery was accepted */
async function sendHistory(run: Run, total: number): Promise<boolean> {
  const began = Date.now();
  let taken = 0;
  const rate = () => grouped.format((taken * 1_000) / Math.max(1, Date.now() - began));
  const progress = throttled(1_000, () =>
    run.say(`history: ${grouped.format(taken)} of ${grouped.format(total)} deliveries, ${rate()}/s`),
  );
  const onTaken = () => {
    taken += 1;
    progress();
  };
  const report = await deliver({ ...run.destination, deliveries: run.simulation.history(), onTaken });
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  const isAccepted =
    report.sent === total && Object.keys(report.byStatus).every((status) => status.startsWith('2'));
  const line = `history: ${grouped.format(report.sent)} of ${grouped.format(total)} sent in ${seconds} s (${statuses(report)})`;
  if (isAccepted) run.journal?.noteHistory();
  if (isAccepted || run.destination.signal?.aborted) run.say(line);
  else console.error(line);
  return isAccepted;
}

async function goOnLive(run: Run, signal: AbortSignal): Promise<void> {
  const { options, destination, simulation, journal, say } = run;
  for (const at of journal?.live ?? []) simulation.skipNext(at);
  say(
    options.rate === undefined
      ? 'live: one delivery every few seconds'
      : `live: ${options.rate} deliveries/s`,
  );
  let last = '';
  const sofar: { report?: DeliveryReport } = {};
  const progress = throttled(10_000, () => {
    if (sofar.report !== undefined)
      say(`live: ${grouped.format(sofar.report.sent)} sent (${statuses(sofar.report)}), last ${last}`);
  });
  const report = await playLive({
    simulation,
    destination,
    seed: options.seed,
    rate: options.rate,
    signal,
    clock: Date.now,
    onDelivery: (delivery, report_) => {
      journal?.noteLive(delivery.occurredAt);
      last = delivery.action === null ? delivery.event : `${delivery.event} ${delivery.action}`;
      sofar.report = report_;
      progress();
    },
  });
  say(`live: stopped after ${grouped.format(report.sent)} deliveries (${statuses(report)})`);
}

async function main(): Promise<void> {
  const options = readOptions();
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const { url, concurrency } = options;
  const destination = { url, secret: readSecret(options), concurrency, signal: stop.signal };
  const now = options.now === undefined ? Date.now() : Date.parse(options.now);
  const asked = { seed: options.seed, weeks: options.weeks, now };
  const journal = options.resume === undefined ? undefined : new Journal(options.resume, asked);
  const header = journal?.header ?? asked;
  const simulation = new Simulation(header);
  const say = (line: string) => {
    if (!options.quiet) console.log(line);
  };
  const run: Run = { options: { ...options, seed: header.seed }, destination, journal, simulation, say };
  if (journal?.historyIsSent) {
    say(`history: ${grouped.format(simulation.skipHistory())} deliveries were sent by an earlier run`);
  } else if (!(await sendHistory(run, countDeliveries(header))) && !stop.signal.aborted) {
    process.exitCode = 1;
  }
  if (options.live && !stop.signal.aborted) await goOnLive(run, stop.signal);
}

main().catch((error: unknown) => {
  console.error(
    error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : error,
  );
  console.error(`\n${usage}`);
  process.exitCode = 2;
});
