import { needsYouOf, waitingOf } from '@devpulse/domain/attendance/device/outbox';
import type { ServerFact } from '@devpulse/domain/attendance/device/record';
import type { SyncLink } from '@devpulse/domain/attendance/device/view';
import type { ClockService } from '../clock/clock-service.ts';
import type { Scheduler } from '../clock/ports.ts';
import type { Book } from '../journal/book.ts';
import { backoffMs } from './backoff.ts';
import { joinedOf } from './joined.ts';
import { type Answer, nextBatch, type UploadResult, type UploadTarget, upload } from './upload.ts';

/** A linked device is heard from well within the 15 minutes after which it is called silent; source: M2. */
const LIFE_MS = 5 * 60_000;
const LIMIT = 100;
/** As often in one run may the server ask for another `seq`; more is a fault of one of both. */
const MOST_STEPS = 8;

type Options = {
  book: Book;
  clock: ClockService;
  target: UploadTarget;
  scheduler: Scheduler;
  random: () => number;
  /** What the server says of sessions, days and rules; asked for when nothing waits. Rejects when it cannot be had. */
  readFacts: (frameMs: number) => Promise<readonly ServerFact[]>;
  onChange: () => void;
};

/** Sends what the journal holds, in order, one batch at a time, until the server has all of it. Source: attendance.md, J2, J4. */
export class SyncService {
  readonly #options: Options;
  #running: Promise<void> | null = null;
  #isAskedAgain = false;
  #isEnded = false;
  #failures = 0;
  #limit = LIMIT;
  /** Asked for the server's time in this run, before anything was sent. */
  #hasAskedTime = false;
  #stopTimer: (() => void) | null = null;
  #link: SyncLink = { state: 'offline', sent: 0, toSend: 0, lastSyncedAt: null, offlineSince: null };

  constructor(options: Options) {
    this.#options = options;
  }

  get link(): SyncLink {
    return this.#link;
  }

  /** Sends now; while a run is under way, once more after it. Never rejects. */
  kick(): Promise<void> {
    if (this.#isEnded) return Promise.resolve();
    if (this.#running) {
      this.#isAskedAgain = true;
      return this.#running;
    }
    this.#running = this.#runAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Takes no new work; what is under way may still be answered, which the journal then learns at the next start. */
  end(): void {
    this.#isEnded = true;
    this.#stopTimer?.();
  }

  /** The person has seen a refused entry and leaves it out. */
  leaveOut(eventId: string): boolean {
    const { book, onChange } = this.#options;
    if (!needsYouOf(book.outbox).some(({ event }) => event.eventId === eventId)) return false;
    book.append([{ line: 'put_away', eventId }]);
    onChange();
    return true;
  }

  async #runAll(): Promise<void> {
    this.#stopTimer?.();
    do {
      this.#isAskedAgain = false;
      await this.#run();
    } while (this.#isAskedAgain && this.#link.state === 'synced' && !this.#isEnded);
  }

  async #run(): Promise<void> {
    const toSend = waitingOf(this.#options.book.outbox).length;
    this.#show({ state: toSend > 0 ? 'sending' : this.#link.state, sent: 0, toSend });
    this.#limit = LIMIT;
    this.#hasAskedTime = false;
    try {
      let steps = 0;
      for (;;) {
        const outcome = await this.#sendNext();
        if (outcome === 'stopped' || this.#isEnded) return;
        if (outcome === 'all_sent') break;
        if (outcome === 'out_of_step') steps += 1;
        if (steps > MOST_STEPS) {
          this.#fail(null);
          return;
        }
      }
      await this.#learn();
      this.#succeed();
    } catch {
      this.#fail(null);
    }
  }

  async #sendNext(): Promise<'more' | 'all_sent' | 'out_of_step' | 'stopped'> {
    const { book, clock } = this.#options;
    const now = { bootId: clock.bootId, frameMs: clock.frameMs, limit: this.#limit };
    const { forms, fresh, unsendable } = nextBatch(book.outbox, now);
    if (unsendable) return this.#refuse(unsendable, 'not_accepted');
    if (fresh.length > 0 && clock.frameMs === null && !this.#hasAskedTime) return this.#askTime();
    if (fresh.length > 0) book.append([{ line: 'frozen', forms: fresh }]);
    const result = await this.#upload(forms);
    if (result.kind === 'answered') {
      await this.#take(result.answer);
      const waiting = waitingOf(book.outbox);
      const isStuck = waiting.some(({ event }) => event.eventId === forms[0]?.eventId);
      return waiting.length === 0 ? 'all_sent' : isStuck ? 'out_of_step' : 'more';
    }
    return this.#react(result, forms);
  }

  /** A form is frozen with the offset for ever, so one that can be had is had first. Source: C2. */
  async #askTime(): Promise<'more' | 'out_of_step' | 'stopped'> {
    this.#hasAskedTime = true;
    const result = await this.#upload([]);
    return result.kind === 'answered' ? 'more' : this.#react(result, []);
  }

  async #upload(forms: Parameters<typeof upload>[1]): Promise<UploadResult> {
    const { clock, target } = this.#options;
    const askedAt = clock.steadyNow();
    const result = await upload(target, forms);
    if (result.kind === 'answered') {
      const serverTime = Date.parse(result.answer.serverTime);
      clock.sampled({ askedAt, answeredAt: clock.steadyNow(), serverTime });
    }
    return result;
  }

  /** Joined sessions first, so that a restart between cannot lose the link: the answer is asked for again. */
  async #take(answer: Answer): Promise<void> {
    const { book, clock } = this.#options;
    await clock.hear(joinedOf(book.outbox, answer));
    if (answer.results.length > 0) book.append([{ line: 'answers', answers: answer.results }]);
    this.#show({ ...this.#link, sent: this.#link.sent + answer.results.length });
  }

  async #react(
    result: Exclude<UploadResult, { kind: 'answered' }>,
    forms: readonly { eventId: string; seq: number }[],
  ): Promise<'more' | 'out_of_step' | 'stopped'> {
    const [first] = forms;
    switch (result.kind) {
      case 'out_of_step':
        return this.#align(forms);
      case 'refused':
        if (!first) return this.#fail(null);
        if (forms.length === 1) return this.#refuse(first.eventId, result.code);
        this.#limit = Math.ceil(forms.length / 2);
        return 'more';
      case 'signed_out':
      case 'removed':
        this.#show({ ...this.#link, state: result.kind });
        return 'stopped';
      case 'failed':
        return this.#fail(result.retryAfterMs);
    }
  }

  #refuse(eventId: string, code: 'content_differs' | 'not_accepted'): 'more' {
    const answer = { eventId, result: 'rejected', firstResult: null, code } as const;
    this.#options.book.append([{ line: 'answers', answers: [answer] }]);
    this.#limit = LIMIT;
    return 'more';
  }

  /** Asks which `seq` the server takes next, and brings the journal into line with it. */
  async #align(forms: readonly { seq: number }[]): Promise<'out_of_step' | 'stopped'> {
    const { book, target } = this.#options;
    const result = await upload(target, []);
    if (result.kind !== 'answered') {
      const outcome = await this.#react(
        result.kind === 'out_of_step' ? { kind: 'failed', retryAfterMs: null } : result,
        [],
      );
      return outcome === 'stopped' ? 'stopped' : 'out_of_step';
    }
    const serverNextSeq = result.answer.nextSeq;
    const first = forms[0]?.seq ?? serverNextSeq;
    if (first >= serverNextSeq) book.append([{ line: 'aligned', serverNextSeq }]);
    else if (forms.length === 1) book.append([{ line: 'restamped', serverNextSeq }]);
    else this.#limit = 1;
    return 'out_of_step';
  }

  /** Only while nothing waits: what the server says then cannot be older than what was done here. */
  async #learn(): Promise<void> {
    const { book, clock, readFacts } = this.#options;
    const { frameMs } = clock;
    const { nextSeq } = book.outbox;
    if (frameMs === null || waitingOf(book.outbox).length > 0) return;
    const facts = await readFacts(frameMs);
    if (book.outbox.nextSeq === nextSeq) await clock.hear(facts);
  }

  #succeed(): void {
    const { book, clock } = this.#options;
    this.#failures = 0;
    const now = clock.steadyNow() + (clock.frameMs ?? book.record.setMs);
    this.#show({ ...this.#link, state: 'synced', lastSyncedAt: Math.round(now), offlineSince: null });
    try {
      book.compactIfLong(now);
    } catch {
      // the journal is as it was, only longer
    }
    if (clock.isOpen) this.#after(LIFE_MS);
  }

  #fail(retryAfterMs: number | null): 'stopped' {
    const { book, clock, random } = this.#options;
    this.#failures += 1;
    const now = Math.round(clock.steadyNow() + (clock.frameMs ?? book.record.setMs));
    this.#show({ ...this.#link, state: 'offline', offlineSince: this.#link.offlineSince ?? now });
    this.#after(Math.max(retryAfterMs ?? 0, backoffMs(this.#failures, random)));
    return 'stopped';
  }

  #after(milliseconds: number): void {
    this.#stopTimer?.();
    if (!this.#isEnded) this.#stopTimer = this.#options.scheduler.after(milliseconds, () => void this.kick());
  }

  #show(change: Partial<SyncLink>): void {
    this.#link = { ...this.#link, ...change };
    this.#options.onChange();
  }
}
