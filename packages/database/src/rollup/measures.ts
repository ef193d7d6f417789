import { COUNT_COLUMNS, SNAPSHOT_COLUMNS } from '@devpulse/domain/metrics/daily-row';

export const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Columns of counts, in the order in which every part of the statement lists them. */
export const MEASURES: readonly string[] = [...COUNT_COLUMNS, ...SNAPSHOT_COLUMNS].map(snakeCase);

/** Lines of code grow beyond four bytes. */
const WIDE: ReadonlySet<string> = new Set(['additions', 'deletions']);
export const typeOf = (measure: string) => (WIDE.has(measure) ? 'bigint' : 'int');

/** What one kind of fact adds up to, a measure each; the select list has all, with zero for what it does not count. */
export type Part = Readonly<Record<string, string>>;
export const measuresOf = (part: Part, sketches = 'NULL') =>
  [
    ...MEASURES.map(
      (name) => `${part[name] === undefined ? '0' : `(${part[name]})`}::${typeOf(name)} AS ${name}`,
    ),
    `${sketches}::text AS sketches`,
  ].join(', ');

const when = (kind: string, more = '') => `count(*) FILTER (WHERE kind = '${kind}'${more})`;
const merged = (column: string) => `coalesce(sum(${column}) FILTER (WHERE kind = 'merged'), 0)`;

/** Of events, which are of one kind each. */
export const FLOW: Part = {
  opened: when('opened'),
  ready: when('ready'),
  merged: when('merged'),
  closed_unmerged: when('closed'),
  reverted: when('merged', ' AND reverts_number IS NOT NULL'),
  commits: merged('commits'),
  additions: merged('additions'),
  deletions: merged('deletions'),
  merged_without_review: when('merged', ' AND is_merged_without_review'),
  first_reviews_in_target: when('merged', ' AND pickup_working <= review_target'),
};

const inState = (state: string) => `count(*) FILTER (WHERE state = '${state}')`;

/** Of pull requests in the state they stood in at the end of a day. */
export const STANDING: Part = {
  open_ready: `count(*) FILTER (WHERE state <> 'draft')`,
  open_draft: inState('draft'),
  waiting_for_review: inState('waiting'),
  in_review: inState('in_review'),
  approved_not_merged: inState('approved'),
  older_than_target: 'count(*) FILTER (WHERE is_older)',
};

/** Of reviews, first summed up for each pull request. */
export const REVIEWS: Part = { reviews_submitted: 'sum(reviews)', pull_requests_reviewed: 'count(*)' };

export const REQUESTS: Part = {
  review_requests: when('requested'),
  review_requests_answered: when('answered'),
  review_requests_answered_in_target: when('answered', ' AND answered_working <= review_target'),
};

export const PUSHES: Part = { pushes: 'count(*)' };

/** Groups facts by the four scopes that each belongs to, in one pass. */
export const BY_SCOPE = (...keys: string[]) => {
  const sets = ['', 'repository_id', 'contributor_id', 'team_id'].map(
    (scope) => `(${[...keys, scope].filter((key) => key !== '').join(', ')})`,
  );
  return `GROUP BY GROUPING SETS (${sets.join(', ')})
    HAVING ${SCOPE_NUMBER} = ${WHOLE} OR ${SCOPE_ID} IS NOT NULL`;
};

/** Which of the sets a group is of, as PostgreSQL numbers them; the group of those without a person or a team is none. */
const SCOPE_NUMBER = 'grouping(repository_id, contributor_id, team_id)';
const WHOLE = 7;
const SCOPE_ID = 'coalesce(repository_id, contributor_id, team_id)';
export const SCOPE = `${SCOPE_NUMBER} AS scope, ${SCOPE_ID} AS scope_id`;
export const SCOPE_TYPE = (scope: string) =>
  `CASE ${scope} WHEN 3 THEN 'repository' WHEN 5 THEN 'contributor' WHEN 6 THEN 'team' ELSE 'organization' END`;
