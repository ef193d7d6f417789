import {
  findAuthority,
  findCaller,
  findCallerAndAuthority,
  findOrganizationId,
} from '@devpulse/database/access/callers';
import type { Database } from '@devpulse/database/connection';
import { Inject, Injectable } from '@nestjs/common';
import { ProcessParts } from '../process-parts.ts';
import { APP_DATABASE } from '../tokens.ts';
import type { NamedSession } from './access-tokens.ts';
import type { Caller, Member } from './caller.ts';

/** With the beat of live connections (2 s) and a request under way, a change of rights holds everywhere within five seconds. */
const KEPT_MS = 2_000;
const MOST_KEPT = 20_000;

type Kept<T> = { readAt: number; value: Promise<T>; userId: string | null };

/** Who a session belongs to and what its person may do, at most two seconds old. Changes made here are seen at once. */
@Injectable()
export class AccessReader {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #callers = new Map<string, Kept<Caller | null>>();
  readonly #members = new Map<string, Kept<Member | null>>();
  readonly #organizationIds = new Map<string, Kept<string | null>>();

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  /** Null when the session has ended, in whatever way. */
  caller(sessionId: string): Promise<Caller | null> {
    return this.#read(this.#callers, sessionId, null, () =>
      findCaller(this.#database, sessionId, this.#now()),
    );
  }

  /** Null when there is no such organization, and when the person is not a member of it: nobody can tell which. */
  member(slug: string, userId: string): Promise<Member | null> {
    return this.#read(this.#members, memberKey(slug, userId), userId, async () => {
      const organizationId = await this.#organizationId(slug);
      if (organizationId === null) return null;
      const authority = await findAuthority(this.#database, organizationId, userId);
      return authority === null ? null : { ...authority, slug };
    });
  }

  /** Reads both at once, where neither is known; `caller` and `member` answer what was read. */
  async readBoth({ sessionId, userId }: NamedSession, slug: string): Promise<void> {
    const key = memberKey(slug, userId);
    const isKnown = () =>
      this.#known(this.#callers, sessionId) !== null || this.#known(this.#members, key) !== null;
    if (isKnown()) return;
    const organizationId = await this.#organizationId(slug);
    // of many who ask at once the first has begun to read meanwhile
    if (organizationId === null || isKnown()) return;
    const now = this.#now();
    const both = findCallerAndAuthority(this.#database, organizationId, { sessionId, userId, now });
    this.#keep(this.#callers, sessionId, { value: both.then(({ caller }) => caller), userId: null });
    const memberOf = async () => {
      const { authority } = await both;
      return authority === null ? null : { ...authority, slug };
    };
    this.#keep(this.#members, key, { value: memberOf(), userId });
  }

  #organizationId(slug: string): Promise<string | null> {
    return this.#read(this.#organizationIds, slug, null, () => findOrganizationId(this.#database, slug));
  }

  /** Call after a change to a session. */
  forgetSession(sessionId: string): void {
    this.#callers.delete(sessionId);
  }

  /** Call after a change to what somebody may do; without a person, to what everybody may. */
  forgetPerson(userId?: string): void {
    this.#callers.clear();
    this.#organizationIds.clear();
    for (const [key, kept] of this.#members) {
      if (userId === undefined || kept.userId === userId) this.#members.delete(key);
    }
  }

  #read<T>(
    kept: Map<string, Kept<T>>,
    key: string,
    userId: string | null,
    read: () => Promise<T>,
  ): Promise<T> {
    return this.#known(kept, key) ?? this.#keep(kept, key, { value: read(), userId });
  }

  #known<T>(kept: Map<string, Kept<T>>, key: string): Promise<T> | null {
    const now = this.#now();
    const known = kept.get(key);
    return known !== undefined && now - known.readAt < KEPT_MS && now >= known.readAt ? known.value : null;
  }

  #keep<T>(kept: Map<string, Kept<T>>, key: string, read: Omit<Kept<T>, 'readAt'>): Promise<T> {
    if (kept.size >= MOST_KEPT) kept.clear();
    const entry = { readAt: this.#now(), ...read };
    kept.set(key, entry);
    entry.value.catch(() => {
      if (kept.get(key) === entry) kept.delete(key);
    });
    return entry.value;
  }
}

const memberKey = (slug: string, userId: string): string => `${slug} ${userId}`;
