import { oracleDay, oracleDayOf, oracleWorking } from './oracle-clock.ts';
import {
  contributorOfWorld,
  isPersonOfWorld,
  type OracleFacts,
  oracleFacts,
  teamOfWorld,
} from './oracle-facts.ts';
import type { World } from './oracle-world.ts';

/** A day of a scope: its columns by the names of the database, and the seconds behind each sketch. */
export type OracleDay = { columns: Record<string, number>; seconds: Map<string, number[]> };

export const ORACLE_COLUMNS =
  `opened ready merged closed_unmerged reverted reviews_submitted pull_requests_reviewed pushes
  commits additions deletions merged_without_review first_reviews_in_target review_requests review_requests_answered
  review_requests_answered_in_target open_ready open_draft waiting_for_review in_review approved_not_merged
  older_than_target`.split(/\s+/);

type Owner = { repository: string; contributor: string | null; team: string | null };

/** Everything of an organization that has a value, by `day scope-type scope-id`. */
export class OracleDays {
  readonly days = new Map<string, OracleDay>();
  readonly world: World;

  constructor(world: World) {
    this.world = world;
    const counted = world.pulls.map((pull) => oracleFacts(world, pull)).filter((facts) => facts.isCounted);
    for (const facts of counted) {
      this.#flow(facts);
      this.#reviews(facts);
      this.#requests(facts);
      this.#standing(facts);
    }
    for (const push of world.pushes) {
      if (!isPersonOfWorld(world, push.pusherId)) continue;
      const contributor = contributorOfWorld(world, push.pusherId);
      const team = teamOfWorld(world, contributor, push.at);
      this.#add(push.at, { repository: push.repositoryId, contributor, team }, 'pushes');
    }
  }

  #rows(day: string, owner: Owner): OracleDay[] {
    const scopes = Object.entries({ organization: this.world.organizationId, ...owner });
    return scopes.flatMap(([type, id]) => {
      if (id === null) return [];
      const key = `${day} ${type} ${id}`;
      const row = this.days.get(key) ?? {
        columns: Object.fromEntries(ORACLE_COLUMNS.map((column) => [column, 0])),
        seconds: new Map(),
      };
      this.days.set(key, row);
      return [row];
    });
  }

  #add(at: number, owner: Owner, column: string, amount = 1): void {
    if (amount === 0) return;
    for (const { columns } of this.#rows(oracleDayOf(at, this.world.calendar.zone), owner))
      columns[column] = (columns[column] ?? 0) + amount;
  }

  #ownerOf({ pull, teamId }: OracleFacts): Owner {
    return {
      repository: pull.repositoryId,
      contributor: contributorOfWorld(this.world, pull.authorId),
      team: teamId,
    };
  }

  #flow(facts: OracleFacts): void {
    const owner = this.#ownerOf(facts);
    const { pull, openedAt, readyAt, mergedAt, closedAt, durations } = facts;
    this.#add(openedAt, owner, 'opened');
    if (readyAt !== null) this.#add(readyAt, owner, 'ready');
    if (mergedAt === null && closedAt !== null) this.#add(closedAt, owner, 'closed_unmerged');
    if (mergedAt === null) return;
    this.#add(mergedAt, owner, 'merged');
    const byBranch = /^revert-[1-9][0-9]{0,8}-/.test(pull.headRef);
    if (pull.revertsNumber !== null || byBranch) this.#add(mergedAt, owner, 'reverted');
    if (facts.isMergedWithoutReview) this.#add(mergedAt, owner, 'merged_without_review');
    for (const part of ['commits', 'additions', 'deletions'] as const)
      this.#add(mergedAt, owner, part, pull.size?.[part] ?? 0);
    const day = oracleDayOf(mergedAt, this.world.calendar.zone);
    const pickup = durations.get('pickup working');
    if (pickup !== undefined && pickup <= this.#target('review', facts.teamId, day))
      this.#add(mergedAt, owner, 'first_reviews_in_target');
    for (const { seconds } of this.#rows(day, owner))
      for (const [name, took] of durations) {
        const key = name.replace(' ', '_');
        seconds.set(key, [...(seconds.get(key) ?? []), took]);
      }
  }

  #reviews({ pull, reviews }: OracleFacts): void {
    const seen = new Set<OracleDay>();
    for (const { accountId, at } of reviews) {
      const contributor = contributorOfWorld(this.world, accountId);
      const team = teamOfWorld(this.world, contributor, at);
      const owner = { repository: pull.repositoryId, contributor, team };
      this.#add(at, owner, 'reviews_submitted');
      for (const row of this.#rows(oracleDayOf(at, this.world.calendar.zone), owner)) {
        if (!seen.has(row))
          row.columns.pull_requests_reviewed = (row.columns.pull_requests_reviewed ?? 0) + 1;
        seen.add(row);
      }
    }
  }

  #requests({ pull, requests, teamId }: OracleFacts): void {
    for (const { accountId, askedAt, answeredAt, working } of requests) {
      const contributor = contributorOfWorld(this.world, accountId);
      const ownerAt = (at: number): Owner => ({
        repository: pull.repositoryId,
        contributor,
        team: teamOfWorld(this.world, contributor, at),
      });
      this.#add(askedAt, ownerAt(askedAt), 'review_requests');
      if (answeredAt === null) continue;
      this.#add(answeredAt, ownerAt(answeredAt), 'review_requests_answered');
      const day = oracleDayOf(answeredAt, this.world.calendar.zone);
      if (working <= this.#target('review', teamId, day))
        this.#add(answeredAt, ownerAt(answeredAt), 'review_requests_answered_in_target');
    }
  }

  #standing(facts: OracleFacts): void {
    const { zone } = this.world.calendar;
    const owner = this.#ownerOf(facts);
    const last = oracleDayOf(this.world.now, zone);
    for (let name = oracleDayOf(facts.openedAt, zone); name <= last; name = oracleDay(name, zone).next) {
      const { from, to } = oracleDay(name, zone);
      const end = Math.min(to, this.world.now);
      const state = facts.stateBefore(end);
      if (state === null) continue;
      const stand = (column: string) => this.#add(from, owner, column);
      stand(
        {
          draft: 'open_draft',
          waiting: 'waiting_for_review',
          inReview: 'in_review',
          approved: 'approved_not_merged',
        }[state],
      );
      if (state === 'draft') continue;
      stand('open_ready');
      const age = facts.readyAt === null ? 0 : oracleWorking(facts.calendar, facts.readyAt, end);
      if (age > this.#target('sle', facts.teamId, name)) stand('older_than_target');
    }
  }

  /** Chosen before computed, the team's own before the organization's, and of each the last one that has begun. */
  #target(kind: 'sle' | 'review', teamId: string | null, day: string): number {
    const { dated, isCycleChosen, review, cycle } = this.world.targets;
    const isDated = dated.some((one) => one.kind === 'sle' && one.teamId === null && one.source === 'chosen');
    for (const holder of teamId === null ? [null] : [teamId, null])
      for (const source of ['chosen', 'computed']) {
        const begun = dated
          .filter((one) => one.kind === kind && one.teamId === holder && one.source === source)
          .filter((one) => one.effectiveFrom <= day)
          .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
        if (begun[0]?.value != null) return begun[0].value;
        if (kind === 'sle' && holder === null && source === 'chosen' && isCycleChosen && !isDated)
          return cycle;
      }
    return kind === 'sle' ? cycle : review;
  }
}
