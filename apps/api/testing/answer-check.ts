import { isDeepStrictEqual } from 'node:util';
import type { Route } from '@devpulse/contracts/route';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { ROUTE_METADATA } from '../src/platform/access/access-rule.ts';

/** Has every answer that a test is given fit what its route declares, to each value, with nothing besides. */
export class AnswerCheck implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = Reflect.getMetadata(ROUTE_METADATA, context.getHandler()) as Route | undefined;
    if (route === undefined) return next.handle();
    return next.handle().pipe(map((answer: unknown) => requireFit(route, answer)));
  }
}

function requireFit(route: Route, answer: unknown): unknown {
  const text = Buffer.isBuffer(answer) ? answer.toString() : JSON.stringify(answer);
  // that nothing has changed is said without a body
  if (text === '') return answer;
  const sent: unknown = JSON.parse(text);
  const { data, error } = route.response.safeParse(sent);
  if (error !== undefined) throw new Error(`${route.id} answers what it does not declare: ${error.message}`);
  if (!isDeepStrictEqual(data, sent)) throw new Error(`${route.id} answers more than it declares`);
  return answer;
}
