import { checksumProjections } from '@devpulse/database/checksum';
import { openDatabase } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { organizationIdFor } from '@devpulse/domain/identity';
import { computeScores } from '../../apps/worker/src/analysis/compute-scores.ts';
import { type Rebuilt, rebuildOrganization } from '../../apps/worker/src/rebuild-organization.ts';
import { rollDays } from '../../apps/worker/src/rollup/roll-days.ts';
import { asksFor, fewDeliveries } from './few-deliveries.ts';
import { openPipeline, type Pipeline, type TestDelivery } from './pipeline.ts';

const ACCOUNT = 66;
export const organizationId = organizationIdFor(String(ACCOUNT));
export const REPOSITORY = ACCOUNT * 100;
/** Everything is received from the first day on, before anything is opened. */
const RECEIVED = Date.parse('2026-03-01T00:00:00Z');
export const NOW = Date.parse('2026-03-20T12:00:00Z');
export const PULL_REQUESTS = 12;

const work = fewDeliveries({ accountId: ACCOUNT, pullRequests: PULL_REQUESTS }).slice(0, -4);
const opening = work.find(({ body }) => body.includes('"action":"opened"')) as TestDelivery;
const membership: TestDelivery = {
  event: 'membership',
  body: JSON.stringify({
    action: 'added',
    scope: 'team',
    installation: { id: ACCOUNT * 10 },
    member: { id: 11, login: 'person-11', type: 'User' },
    team: { id: 5, name: 'A team', slug: 'a-team' },
  }),
};
export const deliveries = [...work, asksFor(opening, 12), asksFor(opening, 13), membership];

export type RebuildStage = {
  pipeline: Pipeline;
  slug: string;
  tell(told: readonly TestDelivery[]): Promise<void>;
  rebuild(report?: (step: string, done: number) => void): Promise<Rebuilt>;
  sums(): ReturnType<typeof checksumProjections>;
  rows<T extends object>(text: string, values?: unknown[]): Promise<T[]>;
  /** What nothing but the keeping of deliveries may do. */
  asOwner(text: string): Promise<void>;
};

/** An organization that was told everything by deliveries, rolled up and scored. */
export async function openRebuildStage(): Promise<RebuildStage> {
  let now = RECEIVED;
  const pipeline = await openPipeline({ now: () => now });
  const rows: RebuildStage['rows'] = (text, values) =>
    transaction(
      pipeline.database,
      { organizationId, system: true },
      async (tx) => (await tx.query(text, values)).rows as never,
    );
  const tell = async (told: readonly TestDelivery[]) => {
    now = RECEIVED;
    await pipeline.store(told);
    now = NOW;
    await pipeline.drain();
  };
  await tell(deliveries);
  await rollDays(pipeline.context);
  await pipeline.rollup(organizationId);
  await computeScores(pipeline.context, { organizationId });
  await pipeline.rollup(organizationId);
  const [organization] = await rows<{ slug: string }>('SELECT slug FROM organization');
  return {
    pipeline,
    slug: organization?.slug ?? '',
    tell,
    rows,
    sums: () => checksumProjections(pipeline.database, organizationId),
    rebuild: (report = () => {}) =>
      rebuildOrganization({ database: pipeline.database, organizationId, now: NOW, report }),
    async asOwner(text) {
      const owner = openDatabase({
        url: pipeline.ownerUrl,
        applicationName: 'rebuild-test',
        maxConnections: 1,
      });
      const scope = `SET devpulse.system = 'on'; SET devpulse.organization_id = '${organizationId}'`;
      await owner.pool.query(`${scope}; ${text}`).finally(() => owner.close());
    },
  };
}
