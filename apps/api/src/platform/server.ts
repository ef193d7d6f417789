import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { AppError } from '@devpulse/domain/errors';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Environment } from '../env.ts';
import { PROBLEM_CONTENT_TYPE, problemOf } from './problem.ts';
import { ProblemFilter } from './problem-filter.ts';
import { ProcessParts } from './process-parts.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

export const DEFAULT_BODY_LIMIT = 1_048_576;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by a route that wants its body as the bytes that came, of any type. */
    wantsRawBody: boolean;
    /** Set by whatever finds that the caller has the answer already: it is told so, without a body. */
    isUnchanged: boolean;
  }
}

const UNREADABLE = new AppError('invalid_request', 'The request could not be read.');

/** Fastify as the API runs it: nothing unbounded in size or time, no trust in a header that was not configured. */
export function createHttpAdapter(environment: Pick<Environment, 'TRUSTED_PROXIES'>): FastifyAdapter {
  return new FastifyAdapter({
    logger: false,
    skipMiddie: true,
    bodyLimit: DEFAULT_BODY_LIMIT,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    trustProxy: environment.TRUSTED_PROXIES.length > 0 ? environment.TRUSTED_PROXIES : false,
    genReqId: () => randomUUID(),
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      const problem = problemOf(UNREADABLE, request.id);
      void reply
        .code(problem.status)
        .headers({ ...SECURITY_HEADERS, 'content-type': PROBLEM_CONTENT_TYPE })
        .send(Buffer.from(JSON.stringify(problem)));
    },
    clientErrorHandler: answerBrokenHttp,
  });
}

/** Adds to a Nest application what belongs to every route. Call before `init`, since it decides how routes are made. */
export function configureServer(app: NestFastifyApplication): FastifyInstance {
  const parts = app.get(ProcessParts);
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  app.useGlobalFilters(new ProblemFilter(parts));
  server.decorateRequest('wantsRawBody', false);
  server.decorateRequest('isUnchanged', false);
  server.decorateRequest('caller', null);
  server.decorateRequest('member', null);
  addBodyParsers(server);
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    done();
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    if (request.isUnchanged) reply.code(304).removeHeader('content-type');
    done(null, request.isUnchanged ? null : payload);
  });
  server.addHook('onResponse', (request, reply, done) => {
    observe(parts, request, reply);
    done();
  });
  return server;
}

/** JSON for every route, refusing keys that reach for a prototype; the bytes themselves for a route that wants them. */
function addBodyParsers(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (request.wantsRawBody) return done(null, body);
    parseJson(request, body.toString('utf8'), done);
  });
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (request.wantsRawBody) return done(null, body);
    done(
      new AppError('unsupported_media_type', 'The body is of a type that this address does not take.', {
        field: 'header.content-type',
        remedy: 'Send application/json.',
      }),
    );
  });
}

function observe(parts: ProcessParts, request: FastifyRequest, reply: FastifyReply): void {
  const seconds = reply.elapsedTime / 1000;
  if (request.wantsRawBody) {
    parts.metrics.webhookAckSeconds.observe(seconds);
    return;
  }
  const route = request.routeOptions.url ?? 'unmatched';
  const { method } = request;
  parts.metrics.httpRequestSeconds.observe({ method, route, status: reply.statusCode }, seconds);
  if (!parts.logger.isLevelEnabled('debug')) return;
  parts.logger.debug(
    { requestId: request.id, method, route, status: reply.statusCode, milliseconds: reply.elapsedTime },
    'Answered',
  );
}

/** What is not HTTP at all never becomes a request, so it is answered on the socket. */
function answerBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problemOf(UNREADABLE, randomUUID()));
  const head = [
    'HTTP/1.1 400 Bad Request',
    `content-type: ${PROBLEM_CONTENT_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
