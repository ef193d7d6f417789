import type { getScoreEvidence } from '@devpulse/contracts/analytics/score';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import type { ScoreCsvRow } from '@devpulse/domain/score/score-csv';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import type { DashboardReads, OrganizationView } from '../../platform/dashboard-reads.ts';
import { asSeenBy } from '../../platform/organization-summary.ts';
import { DASHBOARD_READS, VAULT } from '../../platform/tokens.ts';
import { EvidenceCursors } from '../evidence-cursor.ts';
import type { RequestedScope } from '../requested-scope.ts';
import { noSuchScore, ScoreService } from './score.service.ts';
import { type JudgedRow, judgedRows, positionOf, rowsAfter } from './score-evidence.ts';

type ScoreEvidence = RouteResponse<typeof getScoreEvidence>;
type Item = ScoreEvidence['items'][number];

/** Whoever reads page by page has the rows judged once. */
const MOST_KEPT = 4;

@Injectable()
export class ScoreEvidenceService {
  readonly #scores: ScoreService;
  readonly #reads: DashboardReads;
  readonly #vault: Vault;
  readonly #rows = new Map<string, Promise<ScoreCsvRow[] | null>>();

  constructor(
    scores: ScoreService,
    @Inject(DASHBOARD_READS) reads: DashboardReads,
    @Inject(VAULT) vault: Vault,
  ) {
    this.#scores = scores;
    this.#reads = reads;
    this.#vault = vault;
  }

  /** The pull requests of one part. Throws AppError('not_found') where no score of the day is stored. */
  async read(member: Member, query: RouteQuery<typeof getScoreEvidence>): Promise<ScoreEvidence> {
    const cursors = new EvidenceCursors(this.#vault, member.organizationId);
    const after = query.cursor === undefined ? null : cursors.read(query.cursor);
    const { organization, scope } = await this.#scores.resolve(member, query);
    const { day, rows } = await this.#rowsOf(organization, scope, query.day ?? null);
    const judged = judgedRows(rows, query.part);
    const rest = rowsAfter(judged, after);
    const page = rest.slice(0, query.limit);
    const last = page.at(-1);
    return {
      day,
      part: query.part,
      total: judged.length,
      items: await this.#itemsOf(asSeenBy(organization, member), page),
      nextCursor: rest.length > page.length && last !== undefined ? cursors.write(positionOf(last)) : null,
    };
  }

  async #rowsOf(organization: OrganizationView, scope: RequestedScope, wanted: string | null) {
    const of = { organizationId: organization.id, scopeType: scope.type, scopeId: scope.id };
    const stored = await this.#reads.readScore({ ...of, day: wanted });
    if (stored === null) throw noSuchScore();
    const { day } = stored.score;
    const key = [...Object.values(of), day, stored.computedAt].join(' ');
    const known = this.#rows.get(key) ?? this.#reads.readScoreRows(organization.id, of, day);
    this.#rows.delete(key);
    this.#rows.set(key, known);
    for (const oldest of this.#rows.keys()) if (this.#rows.size > MOST_KEPT) this.#rows.delete(oldest);
    const rows = await known.catch((error: unknown) => {
      this.#rows.delete(key);
      throw error;
    });
    if (rows === null) throw noSuchScore();
    return { day, rows };
  }

  async #itemsOf(organization: OrganizationView, page: readonly JudgedRow[]): Promise<Item[]> {
    const names = await this.#reads.readPullRequestNames({
      organizationId: organization.id,
      ids: page.map(({ row }) => row.id),
    });
    const byId = new Map(names.map((one) => [one.id, one]));
    return page.flatMap(({ row, verdict }) => {
      const named = byId.get(row.id);
      if (named === undefined) return [];
      return [
        {
          ...named,
          ...verdict,
          state: row.state,
          team: organization.teams.find(({ id }) => id === row.team_id) ?? null,
          readyAt: row.ready_at,
          endedAt: row.ended_at,
          workingSeconds: row.working_seconds_to_end,
          serviceLevelSeconds: row.sle_working_seconds,
          isAbandoned: row.is_abandoned,
          cycleWorkingSeconds: row.cycle_working_seconds,
          openDays: row.open_days,
          olderDays: row.older_days,
          revertWeight: row.revert_weight,
        },
      ];
    });
  }
}
