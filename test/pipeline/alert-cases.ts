import { rollDays } from '../../apps/worker/src/rollup/roll-days.ts';
import { ADA, type AnalysisStage, DAY, HOUR } from './analysis-stage.ts';

/** A Friday, an hour before the end of work; Monday to Friday, 09:00 to 17:00 UTC. */
export const NOW = Date.parse('2025-06-20T16:00:00Z');
export const at = (text: string) => Date.parse(`2025-06-${text}:00Z`);

export type Told = { stage: AnalysisStage; team: string };

async function rollup(stage: AnalysisStage): Promise<void> {
  await rollDays(stage.pipeline.context);
  await stage.pipeline.rollup(stage.organizationId);
}

const ofPull =
  (rule: string, number: number) =>
  ({ stage }: Told) =>
    `${rule}:pull_request:${stage.pullRequestId(number)}`;

/** How the condition of a rule comes to hold at `NOW`, and how it ends. */
export type AlertCase = {
  name: string;
  key: (told: Told) => string;
  begin: (told: Told) => Promise<unknown>;
  end: (told: Told) => Promise<unknown>;
  headline: RegExp;
  since?: number;
  reason?: string;
};

const request = (stage: AnalysisStage, reviewer: string, requestedAt: number) =>
  stage.rows(
    `INSERT INTO review_request (id, organization_id, pull_request_id, repository_id, reviewer_account_id, reviewer_contributor_id,
       requested_at, is_counted) VALUES (gen_random_uuid(), $1, $2, $3, $4::bigint, $5, to_timestamp($6::float8 / 1000), true)`,
    [
      stage.organizationId,
      stage.pullRequestId(1),
      stage.repositoryId(),
      reviewer,
      stage.contributorId(reviewer),
      requestedAt,
    ],
  );
const score = (stage: AnalysisStage, day: string, value: number) =>
  stage.rows(
    `INSERT INTO score (organization_id, scope_type, scope_id, day, definition_version, value, low, high, confidence, matured, detail, evidence, computed_at)
     VALUES ($1, 'organization', $1, $2, 1, $3::float8, $3::float8 - 3, $3::float8 + 3, 'high', 40, '{}', '{}', now())
     ON CONFLICT (organization_id, scope_type, scope_id, definition_version, day) DO UPDATE SET value = excluded.value`,
    [stage.organizationId, day, value],
  );

export const ALERT_CASES: readonly AlertCase[] = [
  {
    name: 'review_wait',
    key: ofPull('review_wait', 1),
    begin: ({ stage }) => stage.tell({ number: 1, openedAt: at('18T09:00'), size: 10 }),
    end: ({ stage }) =>
      stage.tell({ number: 1, openedAt: at('18T09:00'), reviews: [{ at: stage.clock.now }] }),
    headline: /^Ready and not reviewed for /,
    // The target of a working day is passed when work begins again.
    since: at('19T09:00'),
  },
  {
    name: 'stale_pull_request',
    key: ofPull('stale_pull_request', 2),
    begin: ({ stage }) =>
      stage.tell({ number: 2, openedAt: at('16T09:00'), reviews: [{ at: at('16T11:00') }] }),
    end: ({ stage }) =>
      stage.tell({
        number: 2,
        openedAt: at('16T09:00'),
        reviews: [{ at: at('16T11:00') }, { by: ADA, at: stage.clock.now }],
      }),
    headline: /^No activity for /,
    since: at('18T11:00'),
  },
  {
    name: 'approved_not_merged',
    key: ofPull('approved_not_merged', 3),
    begin: ({ stage }) =>
      stage.tell({
        number: 3,
        openedAt: at('18T09:00'),
        reviews: [{ at: at('18T12:00'), state: 'approved' }],
      }),
    end: ({ stage }) =>
      stage.tell({
        number: 3,
        openedAt: at('18T09:00'),
        reviews: [{ at: at('18T12:00'), state: 'approved' }],
        mergedAt: stage.clock.now,
      }),
    headline: /^Approved and not merged for /,
    since: at('19T12:00'),
  },
  {
    name: 'hidden_wip',
    key: ofPull('hidden_wip', 4),
    begin: ({ stage }) => stage.tell({ number: 4, openedAt: at('02T09:00'), isDraft: true }),
    end: ({ stage }) =>
      stage.tell({ number: 4, openedAt: at('02T09:00'), isDraft: true, readyAt: stage.clock.now }),
    headline: /^A draft for /,
    since: at('16T09:00'),
  },
  {
    name: 'oversized',
    key: ofPull('oversized', 5),
    begin: ({ stage }) => stage.tell({ number: 5, openedAt: at('20T10:00'), size: 900 }),
    end: ({ stage }) =>
      stage.tell({ number: 5, openedAt: at('20T10:00'), size: 900, closedAt: stage.clock.now }),
    headline: /^900 lines$/,
    since: at('20T10:00'),
  },
  {
    name: 'merged_without_review',
    key: ofPull('merged_without_review', 6),
    begin: ({ stage }) => stage.tell({ number: 6, openedAt: at('19T10:00'), mergedAt: at('19T11:00') }),
    end: ({ stage }) =>
      stage.tell({
        number: 6,
        openedAt: at('19T10:00'),
        mergedAt: at('19T11:00'),
        reviews: [{ at: stage.clock.now }],
      }),
    headline: /^Merged without a review$/,
    since: at('19T11:00'),
  },
  {
    name: 'review_load',
    key: ({ team }) => `review_load:team:${team}`,
    begin: async ({ stage }) => {
      for (let n = 0; n < 12; n += 1) await request(stage, n < 9 ? '31' : '32', at('17T09:00') + n * HOUR);
    },
    end: async ({ stage }) => {
      for (let n = 0; n < 9; n += 1) await request(stage, '33', stage.clock.now - n * 60_000);
    },
    headline: /^One person holds 75 % of review requests$/,
  },
  {
    name: 'inactivity of a repository',
    key: ({ stage }) => `inactivity:repository:${stage.repositoryId('902')}`,
    begin: async ({ stage }) => {
      await stage.tell({ number: 1, repository: '902', openedAt: at('10T09:00'), mergedAt: at('11T12:00') });
      await rollup(stage);
    },
    end: async ({ stage }) => {
      await stage.tell({
        number: 2,
        repository: '902',
        openedAt: at('20T10:00'),
        mergedAt: stage.clock.now - HOUR,
      });
      await rollup(stage);
    },
    headline: /^No merge and no review for /,
    since: at('18T12:00'),
  },
  {
    name: 'inactivity of a team',
    key: ({ team }) => `inactivity:team:${team}`,
    begin: async ({ stage }) => {
      await stage.tell({ number: 30, author: '34', openedAt: at('10T09:00'), mergedAt: at('11T10:00') });
      await rollup(stage);
    },
    end: async ({ stage }) => {
      await stage.tell({
        number: 31,
        author: '31',
        openedAt: at('20T09:00'),
        reviews: [{ by: '32', at: stage.clock.now - HOUR }],
      });
      await rollup(stage);
    },
    headline: /^No merge and no review for /,
    since: at('18T10:00'),
  },
  {
    name: 'score_drop',
    key: ({ stage }) => `score_drop:organization:${stage.organizationId}`,
    begin: async ({ stage }) => {
      await score(stage, '2025-05-22', 80);
      await score(stage, '2025-06-19', 70);
      await stage.rows(`UPDATE organization SET scored_through = '2025-06-19' WHERE id = $1`, [
        stage.organizationId,
      ]);
    },
    end: ({ stage }) => score(stage, '2025-06-19', 78),
    headline: /^The score fell from 80\.0 to 70\.0$/,
  },
  {
    name: 'integration: no delivery',
    key: ({ stage }) => `integration:no_delivery:${stage.repositoryId('903')}`,
    begin: async ({ stage }) => {
      for (let day = 0; day < 27; day += 1) {
        const openedAt = at('18T10:00') - day * DAY;
        await stage.tell({ number: day + 1, repository: '903', openedAt, closedAt: openedAt + HOUR });
      }
      await rollup(stage);
    },
    end: async ({ stage }) => {
      await stage.tell({ number: 40, repository: '903', openedAt: stage.clock.now - HOUR });
      await rollup(stage);
    },
    headline: /^No delivery from GitHub for 2 d/,
    since: at('19T11:00'),
  },
  {
    name: 'integration: failed deliveries',
    key: () => 'integration:failed_deliveries:41',
    begin: ({ stage }) =>
      stage.rows(
        `INSERT INTO raw_delivery (received_at, guid, event, installation_id, organization_id, headers, body, body_sha256, state)
         VALUES ($2, 'g', 'push', 41, $1, '{}', '', '', 'dead')`,
        [stage.organizationId, new Date(at('20T12:00'))],
      ),
    end: ({ stage }) =>
      stage.rows(`UPDATE raw_delivery SET state = 'done' WHERE organization_id = $1`, [stage.organizationId]),
    headline: /^1 delivery failed$/,
    since: at('20T12:00'),
  },
  {
    name: 'integration: budget used up',
    key: () => 'integration:rate_limit:41',
    begin: ({ stage }) =>
      stage.rows(
        `INSERT INTO github_budget (holder, resource, remaining, resets_at, updated_at) VALUES ('installation:41', 'graphql', 0, $1, $2)`,
        [new Date(NOW + 4 * DAY), new Date(at('20T15:30'))],
      ),
    end: ({ stage }) => stage.rows('UPDATE github_budget SET remaining = 5000'),
    headline: /^GitHub’s rate limit is used up$/,
    since: at('20T15:30'),
  },
  {
    name: 'integration: suspended installation',
    key: () => 'integration:suspended:41',
    begin: ({ stage }) =>
      stage.rows(
        `UPDATE installation SET state = 'suspended', suspended_at = $2 WHERE organization_id = $1`,
        [stage.organizationId, new Date(at('20T14:00'))],
      ),
    end: ({ stage }) =>
      stage.rows(`UPDATE installation SET state = 'active', suspended_at = NULL WHERE organization_id = $1`, [
        stage.organizationId,
      ]),
    headline: /^The installation is suspended$/,
    since: at('20T14:00'),
  },
];
