import {
  awaitDelivery,
  type ClaimedDelivery,
  claimDeliveries,
  type DeliveryClaim,
  type DeliveryKey,
  settleDeliveries,
} from '@devpulse/database/delivery-claims';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import { isHandledEvent } from '@devpulse/github/events';
import { interpretDelivery } from '@devpulse/github/interpret';
import type { DeliveryJob } from '@devpulse/jobs/catalogue';
import type { WorkerContext } from '../platform/context.ts';
import { joinErrands, runErrands } from '../platform/errands.ts';
import { type LoneObservation, projectOne } from './project-one.ts';
import { projectTogether, type WorkObservation } from './project-together.ts';
import { type Interpreted, type Observed, type Outcome, setAside } from './verdicts.ts';

/** Events that tell of work on code, which may be projected together. */
const WORK_EVENTS: readonly string[] = [
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
];
/** A larger body is projected by itself, so that what is taken along fits into memory however much waits. */
const MOST_BYTES_ALONG = 131_072;

/** Projects a delivery; a failed attempt leaves its cause with the row, the last one makes it a dead letter. */
export async function processDelivery(
  context: WorkerContext,
  job: DeliveryJob,
  attempt: { isLastAttempt: boolean },
): Promise<void> {
  try {
    await answerBell(context, { id: job.deliveryId, receivedAt: new Date(job.receivedAt) });
  } catch (error) {
    await context.recordFailure(job, { error, isFinal: attempt.isLastAttempt });
    throw error;
  }
}

/**
 * Returns once the delivery is dealt with, by whomever. Others that wait are taken along; while another process has this one, they are done
 * first.
 */
async function answerBell(context: WorkerContext, key: DeliveryKey): Promise<void> {
  const { doneDeliveries, turns } = context;
  if (doneDeliveries.take(key.id)) return;
  const first = await turns(async () => (doneDeliveries.take(key.id) ? null : projectWaiting(context, key)));
  if (doneDeliveries.take(key.id) || first === null || first.own === 'taken') return;
  if (first.own === 'settled') return ringAgain(context, first.organizationId);
  const awaited = await projectClaimed(context, (tx) => awaitDelivery(tx, key));
  doneDeliveries.take(key.id);
  if (awaited.own === 'settled') ringAgain(context, awaited.organizationId);
}

/** A delivery that is dealt with already: whoever did it may have died before ringing for its dirty days. */
function ringAgain(context: WorkerContext, organizationId: string | null): void {
  if (organizationId) context.bell.ring(organizationId);
}

/** When deliveries fail together, each is done by itself, so that the one which cannot be done fails alone. */
async function projectWaiting(context: WorkerContext, key: DeliveryKey): Promise<Standing> {
  const along = { most: context.takenAlong, events: WORK_EVENTS, mostBytes: MOST_BYTES_ALONG };
  let claimed: DeliveryClaim | null = null;
  let isCommitted = false;
  try {
    return await projectClaimed(
      context,
      async (tx) => {
        claimed = await claimDeliveries(tx, key, along);
        return claimed;
      },
      () => {
        isCommitted = true;
      },
    );
  } catch (error) {
    const { own, deliveries } = (claimed as DeliveryClaim | null) ?? NOTHING;
    if (isCommitted || deliveries.length === 0 || (own === 'taken' && deliveries.length === 1)) throw error;
    context.logger.warn({ err: error, deliveries: deliveries.length }, 'deliveries fail together');
    return projectEach(context, key, deliveries);
  }
}

const NOTHING: DeliveryClaim = { own: 'settled', organizationId: null, deliveries: [] };
const ALONE = { most: 0, events: [], mostBytes: 0 };

/** The delivery itself first; then the others until one fails, whose cause is left with it. */
async function projectEach(
  context: WorkerContext,
  key: DeliveryKey,
  deliveries: readonly DeliveryKey[],
): Promise<Standing> {
  const alone = (one: DeliveryKey) => projectClaimed(context, (tx) => claimDeliveries(tx, one, ALONE));
  const own = await alone(key);
  for (const other of deliveries.filter(({ id }) => id !== key.id)) {
    try {
      await alone(other);
    } catch (error) {
      const job = { deliveryId: other.id, receivedAt: other.receivedAt.toISOString() };
      await context.recordFailure(job, { error, isFinal: false });
      break;
    }
  }
  return own;
}

type Standing = Pick<DeliveryClaim, 'own' | 'organizationId'>;

/**
 * Projects what is claimed in one transaction: facts, dirty days and the deliveries' own states are committed together or not at all, so
 * a repeat or a crash at any step has no effect beyond the first. Source: security.md, section 3.1.
 */
async function projectClaimed(
  context: WorkerContext,
  claim: (tx: Transaction) => Promise<DeliveryClaim>,
  onCommitted: () => void = () => {},
): Promise<Standing> {
  const { own, organizationId, outcomes } = await transaction(
    context.database,
    { system: true },
    async (tx) => {
      const { deliveries, ...standing } = await claim(tx);
      for (const _ of deliveries) context.reach('claimed');
      return { ...standing, outcomes: await projectAndSettle(context, tx, deliveries) };
    },
  );
  onCommitted();
  await finish(context, outcomes);
  return { own, organizationId };
}

async function projectAndSettle(
  context: WorkerContext,
  tx: Transaction,
  deliveries: readonly ClaimedDelivery[],
): Promise<Outcome[]> {
  if (deliveries.length === 0) return [];
  const outcomes = await project(context, tx, deliveries.map(interpret));
  for (const _ of deliveries) context.reach('projected');
  const settled = outcomes.map(({ delivery, verdict }) => ({ ...verdict, delivery }));
  await settleDeliveries(tx, settled, DEFINITION_VERSION);
  for (const _ of deliveries) context.reach('settled');
  return outcomes;
}

/** What is to be done once it is committed. */
async function finish(context: WorkerContext, outcomes: readonly Outcome[]): Promise<void> {
  const { metrics, bell, doneDeliveries } = context;
  for (const { delivery, verdict } of outcomes) {
    context.reach('committed');
    if (verdict.state === 'done') doneDeliveries.add(delivery.id);
  }
  for (const organizationId of new Set(outcomes.flatMap((one) => one.organizationId ?? [])))
    bell.ring(organizationId);
  for (const { delivery, verdict } of outcomes) {
    metrics.deliveriesTotal.inc({ outcome: verdict.state });
    const seconds = Math.max(0, (context.now() - delivery.receivedAt.getTime()) / 1_000);
    metrics.webhookProcessingSeconds.observe({ event: delivery.event }, seconds);
  }
  await runErrands(context, joinErrands(outcomes.map(({ errands }) => errands)));
}

function interpret(delivery: ClaimedDelivery): Interpreted {
  const said = isHandledEvent(delivery.event)
    ? interpretDelivery(delivery.event, delivery.body)
    : ({ outcome: 'ignored', action: null, installationId: null, reason: 'event_not_handled' } as const);
  return { delivery, said };
}

async function project(
  context: WorkerContext,
  tx: Transaction,
  deliveries: readonly Interpreted[],
): Promise<Outcome[]> {
  for (const _ of deliveries) context.reach('interpreted');
  const outcomes: Outcome[] = [];
  const work: Observed<WorkObservation>[] = [];
  for (const one of deliveries) {
    if (isWork(one)) work.push(one);
    else if (isLone(one)) outcomes.push(await projectOne(context, tx, one));
    else if (one.said.outcome !== 'observed') outcomes.push(setAside({ ...one, said: one.said }));
  }
  return [...outcomes, ...(await projectTogether(tx, work, context.now()))];
}

function isWork(one: Interpreted): one is Observed<WorkObservation> {
  if (one.said.outcome !== 'observed') return false;
  const { kind } = one.said.observation;
  return kind === 'pull_request' || kind === 'push';
}

function isLone(one: Interpreted): one is Observed<LoneObservation> {
  return one.said.outcome === 'observed' && !isWork(one);
}
