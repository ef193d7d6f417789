import { Inject, Injectable } from '@nestjs/common';
import type { DashboardReads } from '../../platform/dashboard-reads.ts';
import { noSuchOrganization, OrganizationDirectory } from '../../platform/organization-directory.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { DASHBOARD_READS } from '../../platform/tokens.ts';
import { AnswerStore } from './answer-store.ts';
import { ChangeNews } from './change-news.ts';

/** A feed that broke without a sign is found out by then. */
const KEPT_MILLISECONDS = 60_000;
const MOST_KEPT = 10_000;

type Known = { count: number; readAt: number };
export type CurrentCount = { count: number; isFromMemory: boolean };

/** How often each organization has changed, as the feed tells; while it does not, the database is asked each time. */
@Injectable()
export class ChangeCounts {
  readonly #now: () => number;
  readonly #reads: DashboardReads;
  readonly #directory: OrganizationDirectory;
  readonly #answers: AnswerStore;
  readonly #known = new Map<string, Known>();
  /** Lookups under way, which whoever asks meanwhile shares. */
  readonly #reading = new Map<string, Promise<number>>();
  #isListening = false;

  constructor(
    parts: ProcessParts,
    @Inject(DASHBOARD_READS) reads: DashboardReads,
    directory: OrganizationDirectory,
    answers: AnswerStore,
    news: ChangeNews,
  ) {
    this.#now = parts.now;
    this.#reads = reads;
    this.#directory = directory;
    this.#answers = answers;
    news.subscribe({
      onChange: ({ organizationId, changeCount }) => this.#hear(organizationId, changeCount),
      onLost: () => this.#forgetAll(),
      onListening: () => {
        this.#forgetAll();
        this.#isListening = true;
      },
      onBroken: () => {
        this.#isListening = false;
        this.#forgetAll();
      },
    });
  }

  /** Throws AppError('not_found') when the organization is gone. */
  async current(organizationId: string): Promise<CurrentCount> {
    const known = this.#known.get(organizationId);
    const age = this.#now() - (known?.readAt ?? 0);
    if (this.#isListening && known !== undefined && age >= 0 && age < KEPT_MILLISECONDS)
      return { count: known.count, isFromMemory: true };
    return { count: await this.#readOnce(organizationId), isFromMemory: false };
  }

  /** As the database that figures are read from has it, which may be behind what was heard. */
  async read(organizationId: string): Promise<number> {
    const count = await this.#reads.readChangeCount(organizationId);
    if (count === null) throw noSuchOrganization();
    this.#hear(organizationId, count);
    return count;
  }

  #readOnce(organizationId: string): Promise<number> {
    const underWay = this.#reading.get(organizationId);
    if (underWay !== undefined) return underWay;
    const reading = this.read(organizationId).finally(() => {
      if (this.#reading.get(organizationId) === reading) this.#reading.delete(organizationId);
    });
    this.#reading.set(organizationId, reading);
    return reading;
  }

  /** Call after a change that was made here, so that who made it sees it whether or not the feed was faster. */
  forget(organizationId: string): void {
    this.#known.delete(organizationId);
    this.#reading.delete(organizationId);
    this.#directory.forgetId(organizationId);
  }

  #hear(organizationId: string, count: number): void {
    const known = this.#known.get(organizationId);
    if (known !== undefined && known.count > count) return;
    if (known?.count !== count) {
      this.#directory.forgetId(organizationId);
      this.#answers.forget(organizationId);
    }
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    this.#known.set(organizationId, { count, readAt: this.#now() });
  }

  #forgetAll(): void {
    this.#known.clear();
    this.#reading.clear();
    this.#answers.clear();
  }
}
