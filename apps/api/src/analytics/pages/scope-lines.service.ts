import type { listTeamFigures } from '@devpulse/contracts/analytics/pages';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { mayReadTeam } from '@devpulse/domain/access/member-authority';
import { COUNTED_RULES } from '@devpulse/domain/alerts/counted-rules';
import { summarizePeriod, type WindowDays, windowPeriod } from '@devpulse/domain/metrics/scope-summary';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import type { DashboardReads, OrganizationView } from '../../platform/dashboard-reads.ts';
import { DASHBOARD_READS } from '../../platform/tokens.ts';
import { ResolvedScopes } from '../figures/resolved-scopes.ts';
import { type Withheld, Withholding } from '../figures/withholding.ts';
import { scoreSummary } from '../score-summary.ts';
import { addressOf, plainFigure } from '../shown-figures.ts';
import { LINE_METRICS } from './page-metrics.ts';

type Lines = RouteResponse<typeof listTeamFigures>;
type LinesQuery = RouteQuery<typeof listTeamFigures>;
type Kind = 'team' | 'repository';
type Named = { id: string; slug: string | null; name: string };
type WindowLine = Awaited<ReturnType<DashboardReads['readWindows']>>[number];

/** Lists by name, each line with its own figures; one read for all windows, one for all scores, one for all alerts. */
@Injectable()
export class ScopeLinesService {
  readonly #scopes: ResolvedScopes;
  readonly #reads: DashboardReads;
  readonly #withholding: Withholding;

  constructor(
    scopes: ResolvedScopes,
    @Inject(DASHBOARD_READS) reads: DashboardReads,
    withholding: Withholding,
  ) {
    this.#scopes = scopes;
    this.#reads = reads;
    this.#withholding = withholding;
  }

  async teams(member: Member, query: LinesQuery): Promise<Lines> {
    const { organization } = await this.#scopes.organization(member);
    return this.#lines(
      member,
      'team',
      query,
      organization.teams.filter(({ id }) => mayReadTeam(member, id)),
    );
  }

  async repositories(member: Member, query: LinesQuery): Promise<Lines> {
    const { organization } = await this.#scopes.organization(member);
    const repositories = await this.#reads.readTrackedRepositories(organization.id);
    return this.#lines(
      member,
      'repository',
      query,
      repositories.map((one) => ({ ...one, slug: null })),
    );
  }

  async #lines(member: Member, kind: Kind, query: LinesQuery, named: readonly Named[]): Promise<Lines> {
    const { organization, today } = await this.#scopes.organization(member);
    const days = Number(query.days) as WindowDays;
    const of = { organizationId: organization.id, scopeType: kind };
    const [windows, scores, alerts] = await Promise.all([
      this.#reads.readWindows({ ...of, days }),
      this.#reads.readScoresOfScopes(of),
      this.#reads.readOpenAlertCounts({ ...of, rules: COUNTED_RULES[kind] }),
    ]);
    const byId = new Map(windows.map((window) => [window.scopeId, window]));
    const lastDay =
      windows
        .map((window) => window.lastDay)
        .sort()
        .at(-1) ?? today;
    const { previous, ...range } = windowPeriod(days, lastDay);
    const withheld = await this.#withholding.of(
      { organization, member },
      { from: previous?.from ?? range.from, to: range.to },
    );
    const line = lineOf({ organization, withheld, kind, days, lastDay });
    return {
      lastDay,
      days,
      definitionVersion: windows[0]?.definitionVersion ?? 1,
      items: [...named].sort(byName).map(({ id, slug, name }) => {
        const isWhole = withheld.isWhole({ type: kind, id });
        const compared = isWhole ? undefined : scores.get(id);
        return {
          id,
          slug,
          name,
          figures: line(id, byId.get(id)),
          score: scoreSummary({ score: compared?.score ?? null, scoreBefore: compared?.before ?? null }),
          openAlerts: isWhole ? 0 : (alerts.get(id) ?? 0),
        };
      }),
    };
  }
}

type LineRules = {
  organization: OrganizationView;
  withheld: Withheld;
  kind: Kind;
  days: WindowDays;
  lastDay: string;
};

/** A scope of which nothing is kept, or not of this day, has had nothing in the window. */
function lineOf({ organization, withheld, kind, days, lastDay }: LineRules) {
  const period = windowPeriod(days, lastDay);
  const nothing = summarizePeriod([], period, lastDay);
  return (id: string, window: WindowLine | undefined) => {
    const summary = window?.lastDay === lastDay ? window.summary : nothing;
    const scope = {
      type: kind,
      id,
      teamId: kind === 'team' ? id : null,
      repositoryId: kind === 'repository' ? id : null,
    } as const;
    const range = { from: period.from, to: period.to };
    const address = addressOf(organization, scope, { range, withheld });
    return LINE_METRICS.map((metric) => plainFigure(metric, summary, address));
  };
}

const byName = (a: Named, b: Named): number => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1);
