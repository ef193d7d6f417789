import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import type { DashboardReads, OrganizationView } from './dashboard-reads.ts';
import { ProcessParts } from './process-parts.ts';
import { DASHBOARD_READS } from './tokens.ts';

const KEPT_MILLISECONDS = 5000;

/** One answer for an organization that is missing and for one that is not the caller's. */
export function noSuchOrganization(): AppError {
  return new AppError('not_found', 'There is no such organization.', { field: 'path.organization' });
}

type Known = { readAt: number; organization: Promise<OrganizationView | null>; id: string | null };

/** Organizations by slug, at most five seconds old. One that does not exist is looked up each time. */
@Injectable()
export class OrganizationDirectory {
  readonly #now: () => number;
  readonly #reads: DashboardReads;
  readonly #known = new Map<string, Known>();

  constructor(parts: ProcessParts, @Inject(DASHBOARD_READS) reads: DashboardReads) {
    this.#now = parts.now;
    this.#reads = reads;
  }

  async find(slug: string): Promise<OrganizationView | null> {
    const now = this.#now();
    const known = this.#known.get(slug);
    if (known !== undefined && now - known.readAt < KEPT_MILLISECONDS) return known.organization;
    const entry: Known = { readAt: now, organization: this.#reads.findOrganization({ slug, now }), id: null };
    this.#known.set(slug, entry);
    const forget = () => this.#known.get(slug) === entry && this.#known.delete(slug);
    const organization = await entry.organization.catch((error: unknown) => {
      forget();
      throw error;
    });
    if (organization === null) forget();
    else entry.id = organization.id;
    return organization;
  }

  /** Call after a change to what it shows; other replicas see it within five seconds. */
  forget(slug: string): void {
    this.#known.delete(slug);
  }

  /** Call when it was heard that something of an organization has changed; one that is being read may have missed it. */
  forgetId(organizationId: string): void {
    for (const [slug, { id }] of this.#known)
      if (id === null || id === organizationId) this.#known.delete(slug);
  }

  /** Throws AppError('not_found'). */
  async require(slug: string): Promise<OrganizationView> {
    const organization = await this.find(slug);
    if (organization === null) throw noSuchOrganization();
    return organization;
  }
}
