import type { RejectionCode } from './events.ts';
import type { FoldedEventResult } from './fold-input.ts';

type Verdict = Pick<FoldedEventResult, 'result' | 'code'>;

/** What became of each event so far; what nothing objected to was applied. */
export class Verdicts {
  readonly #known = new Map<string, Verdict>();

  reject(eventId: string, code: RejectionCode): void {
    this.#known.set(eventId, { result: 'rejected', code });
  }

  supersede(eventId: string): void {
    this.#known.set(eventId, { result: 'superseded', code: null });
  }

  hold(eventId: string, code: Verdict['code']): void {
    this.#known.set(eventId, { result: 'held', code });
  }

  of(eventId: string): Verdict {
    return this.#known.get(eventId) ?? { result: 'applied', code: null };
  }
}
