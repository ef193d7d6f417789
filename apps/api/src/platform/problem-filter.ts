import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_CONTENT_TYPE, presentableError, problemOf, RETRY_AFTER_SECONDS } from './problem.ts';
import { ProcessParts } from './process-parts.ts';

/** The only place that turns an error into an answer (RFC 9457). What was not made to be shown is logged and not shown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #parts: Pick<ProcessParts, 'logger' | 'errors'>;

  constructor(parts: Pick<ProcessParts, 'logger' | 'errors'>) {
    this.#parts = parts;
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { error, isUnexpected } = presentableError(thrown);
    const requestId = request.id;
    if (isUnexpected) {
      const route = request.routeOptions?.url ?? 'unmatched';
      this.#parts.logger.error({ err: thrown, requestId, route }, 'A request failed unexpectedly');
      this.#parts.errors.report(thrown, { route });
    }
    if (reply.sent || reply.raw.headersSent) return;
    const problem = problemOf(error, requestId);
    const wait = error.retryAfterSeconds ?? (problem.status === 503 ? RETRY_AFTER_SECONDS : null);
    if (wait !== null) reply.header('retry-after', wait);
    // As bytes, since Fastify adds a charset to text, which this type does not have.
    const body = Buffer.from(JSON.stringify(problem));
    void reply.code(problem.status).header('content-type', PROBLEM_CONTENT_TYPE).send(body);
  }
}
