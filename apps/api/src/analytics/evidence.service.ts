import type { getEvidence, PageQuery } from '@devpulse/contracts/analytics/metrics';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { AppError } from '@devpulse/domain/errors';
import { METRICS, type MetricId } from '@devpulse/domain/metrics/definitions';
import { formatInstant } from '@devpulse/domain/time/instant';
import { dayStart } from '@devpulse/domain/time/local-day';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Member } from '../platform/access/caller.ts';
import type { DashboardReads } from '../platform/dashboard-reads.ts';
import { DASHBOARD_READS, VAULT } from '../platform/tokens.ts';
import { EvidenceCursors } from './evidence-cursor.ts';
import { type ResolvedScope, ResolvedScopes } from './figures/resolved-scopes.ts';

type EvidencePage = RouteResponse<typeof getEvidence>;

@Injectable()
export class EvidenceService {
  readonly #scopes: ResolvedScopes;
  readonly #reads: DashboardReads;
  readonly #vault: Vault;

  constructor(
    scopes: ResolvedScopes,
    @Inject(DASHBOARD_READS) reads: DashboardReads,
    @Inject(VAULT) vault: Vault,
  ) {
    this.#scopes = scopes;
    this.#reads = reads;
    this.#vault = vault;
  }

  /** One page of the pull requests behind a figure; the range is the figure's, in the organization's zone. */
  async read(member: Member, metric: MetricId, query: RouteQuery<typeof getEvidence>): Promise<EvidencePage> {
    return this.readOf(await this.#scopes.resolve(member, query), metric, query);
  }

  /** The same of a scope that the caller was found to be allowed to see. */
  async readOf(
    { organization, scope, withheld, now }: ResolvedScope,
    metric: MetricId,
    query: z.infer<typeof PageQuery>,
  ): Promise<EvidencePage> {
    requireEvidence(metric);
    const cursors = new EvidenceCursors(this.#vault, organization.id);
    const before = query.cursor === undefined ? null : cursors.read(query.cursor);
    if (withheld.reasonFor(metric, scope) !== null) throw tooFewPeople();
    const { zone } = organization.calendar;
    const { range } = scope;
    const { total, items } = await this.#reads.readEvidence({
      organizationId: organization.id,
      scopeType: scope.type,
      scopeId: scope.id,
      metric,
      days: { from: range.from, to: range.to },
      from: dayStart(range.from, zone),
      to: dayStart(range.to, zone),
      now,
      before,
      limit: query.limit + 1,
    });
    const page = items.slice(0, query.limit);
    const last = page.at(-1);
    const hasMore = items.length > page.length && last !== undefined;
    return {
      metric,
      total,
      items: page.map((item) => ({ ...item, at: formatInstant(item.at) })),
      nextCursor: hasMore ? cursors.write(last) : null,
    };
  }
}

function requireEvidence(metric: MetricId): void {
  if (METRICS[metric].hasEvidence) return;
  throw new AppError('invalid_request', 'This metric is not told by a list of pull requests.', {
    field: 'path.metric',
    remedy: 'Use a metric of GET /api/v1/metrics that has evidence.',
  });
}

function tooFewPeople(): AppError {
  return new AppError('forbidden', 'Fewer than five people stand behind this figure.', {
    field: 'query.team',
    remedy:
      'Its members and managers see it; ask for the whole organization, or for a figure of pull requests.',
  });
}
