import type { listSuggestions } from '@devpulse/contracts/organization/contributors';
import type { RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import type { Database } from '@devpulse/database/connection';
import {
  type ContributorRow,
  declineSuggestion,
  listContributors,
  listDeclinedSuggestions,
  listUnclaimedEmails,
  listUnlinkedMembers,
  type MemberAddress,
} from '@devpulse/database/organization/contributors';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { type MergeSuggestion, suggestMerges } from '@devpulse/domain/delivery/merge-suggestions';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';

const MOST_SUGGESTIONS = 50;
/** How many are compared; more than any organization has. */
const MOST_PEOPLE = 20_000;

type Suggested = { suggestions: MergeSuggestion[]; contributors: ContributorRow[]; members: MemberAddress[] };
type View = RouteResponse<typeof listSuggestions>['items'][number];

@Injectable()
export class SuggestionsService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  async list(member: Member): Promise<RouteResponse<typeof listSuggestions>> {
    const suggested = await inOrganization(this.#database, member.organizationId, suggest);
    const { suggestions } = suggested;
    return { items: viewsOf(suggested, MOST_SUGGESTIONS), total: suggestions.length };
  }

  /** Throws AppError('not_found') for what is not suggested. */
  async decline(member: Member, subject: string): Promise<void> {
    const { organizationId, userId } = member;
    const now = this.#now();
    await inOrganization(this.#database, organizationId, async (tenant) => {
      const { suggestions } = await suggest(tenant);
      const declined = suggestions.find((suggestion) => suggestion.subject === subject);
      if (declined === undefined) {
        throw new AppError('not_found', 'There is no such suggestion.', { field: 'body.subject' });
      }
      await declineSuggestion(tenant, { subject, userId, now });
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: userId,
        action: 'contributor.suggestion_declined',
        target: declined.contributorId,
        detail: { kind: declined.kind },
        at: now,
      });
    });
  }
}

async function suggest(tenant: Tenant): Promise<Suggested> {
  const { items: contributors } = await listContributors(tenant, MOST_PEOPLE);
  const members = await listUnlinkedMembers(tenant);
  const { items: unclaimed } = await listUnclaimedEmails(tenant, MOST_PEOPLE);
  const declined = new Set(await listDeclinedSuggestions(tenant));
  return {
    contributors,
    members,
    suggestions: suggestMerges({ contributors, members, unclaimed }, declined),
  };
}

function viewsOf({ suggestions, contributors, members }: Suggested, limit: number): View[] {
  const byId = new Map(contributors.map((contributor) => [contributor.id, contributor]));
  const names = new Map(members.map(({ userId, name }) => [userId, name]));
  return suggestions.slice(0, limit).flatMap((suggestion): View[] => {
    const contributor = byId.get(suggestion.contributorId);
    if (contributor === undefined) return [];
    const { subject, kind, reason } = suggestion;
    const userId = kind === 'link' ? suggestion.userId : null;
    return [
      {
        subject,
        kind,
        reason,
        contributor,
        other: kind === 'merge' ? (byId.get(suggestion.otherId) ?? null) : null,
        member: userId === null ? null : { userId, name: names.get(userId) ?? '' },
        email: kind === 'email' ? suggestion.email : null,
      },
    ];
  });
}
