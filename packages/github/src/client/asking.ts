import type { Instant } from '@devpulse/domain/time/instant';
import {
  type BudgetNews,
  type BudgetResource,
  GithubFault,
  type GithubFaultKind,
  type Priority,
  type RequestGate,
} from './client.ts';
import type { GithubClock } from './clock.ts';
import { type Answer, exchange, type Question } from './exchange.ts';
import type { FetchOf } from './fetching.ts';
import { type LimitComplaint, patienceOf, readNews } from './limits.ts';

export type RequestKind = 'rest' | 'graphql' | 'token';
export type RequestOutcome = 'ok' | 'not_modified' | GithubFaultKind;

/** Told of what was really asked; figures and the log hang on it. It must not throw. */
export type GithubObserver = {
  onRequest(request: { kind: RequestKind; outcome: RequestOutcome }): void;
  onBudget(budget: { resource: BudgetResource; limit: number; remaining: number }): void;
  /** Milliseconds that this GitHub's clock is ahead, as of the latest answer. */
  onSkew(clock: { webUrl: string; milliseconds: number }): void;
};

/** In whose name something is asked, and whose budget it spends. */
export type Speaker = { holder: string; webUrl: string; priority: Priority };

/** How answers to one kind of request are understood. */
export type Reader<T> = {
  kind: RequestKind;
  resource: BudgetResource;
  /** Says which limit an answer complains of, and takes what it holds. Both may throw a GithubFault. */
  read(answer: Answer): { complaint: LimitComplaint; take(): T };
};

export type Told<T> = { value: T; answer: Answer; answeredAt: Instant };

type Parts = {
  gate: RequestGate;
  clock: GithubClock;
  fetchOf: FetchOf;
  timeoutMs: number;
  now(): Instant;
  observer: GithubObserver | null;
};

/** Asks GitHub one thing at a time, through the gate, and passes on what each answer tells of budgets and clocks. */
export class Asking {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Rejects with a GithubFault and nothing else. */
  async ask<T>(speaker: Speaker, question: Question, reader: Reader<T>): Promise<Told<T>> {
    const { gate, observer } = this.#parts;
    const { holder, priority } = speaker;
    const pass = await gate.enter({ holder, resource: reader.resource, priority });
    const seen: { news: BudgetNews | null } = { news: null };
    let outcome: RequestOutcome = 'ok';
    try {
      const told = await this.#askInside({ speaker, question, reader }, seen);
      if (told.answer.status === 304) outcome = 'not_modified';
      return told;
    } catch (error) {
      const fault = toFault(error);
      outcome = fault.kind;
      throw fault;
    } finally {
      observer?.onRequest({ kind: reader.kind, outcome });
      await pass.leave(seen.news);
    }
  }

  async #askInside<T>(
    { speaker, question, reader }: { speaker: Speaker; question: Question; reader: Reader<T> },
    seen: { news: BudgetNews | null },
  ): Promise<Told<T>> {
    const { clock, fetchOf, timeoutMs, now, observer } = this.#parts;
    const { webUrl } = speaker;
    const answer = await exchange(question, { fetch: fetchOf(webUrl), timeoutMs });
    const skew = clock.learn(webUrl, answer.headers);
    observer?.onSkew({ webUrl, milliseconds: skew });
    const context = { resource: reader.resource, now: now(), skew };
    seen.news = readNews(answer.headers, null, context);
    const { complaint, take } = reader.read(answer);
    seen.news = readNews(answer.headers, complaint, context);
    const { limit, remaining } = seen.news;
    if (limit !== null && remaining !== null) {
      observer?.onBudget({ resource: reader.resource, limit, remaining });
    }
    if (complaint !== null) {
      const { status } = answer;
      throw new GithubFault('paused', `GitHub answered ${status} for a ${complaint} limit`, {
        status,
        until: patienceOf(seen.news, context.now),
      });
    }
    return { value: take(), answer, answeredAt: clock.now(webUrl) };
  }
}

function toFault(error: unknown): GithubFault {
  if (error instanceof GithubFault) return error;
  return new GithubFault('malformed', 'An answer of GitHub could not be read', { cause: error });
}
