import type { Route } from '@devpulse/contracts/route';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, firstValueFrom, from, type Observable } from 'rxjs';
import { ROUTE_METADATA } from '../../platform/access/access-rule.ts';
import { readAsked } from '../../platform/contract-route.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { AnswerStore } from './answer-store.ts';
import { answerTag, namesTag, type TaggedAnswer } from './answer-tag.ts';
import { ChangeCounts } from './change-counts.ts';
import { keptAnswerRuleOf } from './kept-answer-rule.ts';

const MINUTE = 60_000;

type Made = { tag: string | null; body: Buffer };

/**
 * Answers what is marked as kept from memory as long as its organization does not change, and says so to who has the answer already,
 * without a statement. Runs after the guard: who may not ask gets nothing from memory either.
 */
@Injectable()
export class KeptAnswersInterceptor implements NestInterceptor {
  readonly #now: () => number;
  readonly #counts: ChangeCounts;
  readonly #answers: AnswerStore;
  readonly #making = new Map<string, Promise<Made>>();

  constructor(parts: ProcessParts, counts: ChangeCounts, answers: AnswerStore) {
    this.#now = parts.now;
    this.#counts = counts;
    this.#answers = answers;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { member } = request;
    if (member === null || member === undefined) return next.handle();
    const rule = keptAnswerRuleOf(context.getHandler());
    if (rule === null || !rule.mayKeep(member)) return next.handle();
    const route = Reflect.getMetadata(ROUTE_METADATA, context.getHandler()) as Route;
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return defer(() => {
      const asked = readAsked(route, request);
      const minute = Math.floor(this.#now() / MINUTE);
      const answer = { member, isPersonal: rule.isPersonal, route: route.id, ...asked, minute };
      return from(this.#answer(answer, { request, reply, next }));
    });
  }

  async #answer(
    answer: TaggedAnswer,
    { request, reply, next }: { request: FastifyRequest; reply: FastifyReply; next: CallHandler },
  ): Promise<Buffer> {
    const current = await this.#counts.current(answer.member.organizationId);
    const tag = answerTag(answer, current.count);
    const isKnown = namesTag(request.headers['if-none-match'], tag);
    const kept = isKnown ? NOTHING : this.#answers.find(tag);
    if (kept !== null) {
      tagReply(reply, tag);
      request.isUnchanged = isKnown;
      return kept;
    }
    const made = await this.#makeOnce(answer, { tag, ...current }, next);
    tagReply(reply, made.tag);
    return made.body;
  }

  /** Of requests for the same answer at the same time one makes it. */
  #makeOnce(
    answer: TaggedAnswer,
    current: { tag: string; count: number; isFromMemory: boolean },
    next: CallHandler,
  ): Promise<Made> {
    const { tag } = current;
    const underWay = this.#making.get(tag);
    if (underWay !== undefined) return underWay;
    const making = this.#make(answer, current, next).finally(() => this.#making.delete(tag));
    this.#making.set(tag, making);
    return making;
  }

  /**
   * The count is read before what it tags, so that a tag never stands for something older. A database that is behind what was heard
   * answers as it can, without a tag.
   */
  async #make(
    answer: TaggedAnswer,
    current: { tag: string; count: number; isFromMemory: boolean },
    next: CallHandler,
  ): Promise<Made> {
    const { organizationId } = answer.member;
    const count = current.isFromMemory ? await this.#counts.read(organizationId) : current.count;
    const body = Buffer.from(JSON.stringify(await firstValueFrom(next.handle())));
    if (count < current.count) return { tag: null, body };
    const tag = count === current.count ? current.tag : answerTag(answer, count);
    this.#answers.keep(tag, organizationId, body);
    return { tag, body };
  }
}

const NOTHING = Buffer.alloc(0);

function tagReply(reply: FastifyReply, tag: string | null): void {
  void reply.headers({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'private, no-cache',
    vary: 'Authorization',
    ...(tag !== null && { etag: tag }),
  });
}
