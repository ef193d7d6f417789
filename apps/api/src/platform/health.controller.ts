import { AppError } from '@devpulse/domain/errors';
import { readinessStatusCode } from '@devpulse/observability/health';
import { renderMetrics } from '@devpulse/observability/metrics';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from './access/access-rule.ts';
import { isLoopbackAddress } from './loopback.ts';
import { ProcessParts } from './process-parts.ts';
import { ReadinessReader } from './readiness.ts';

/** Open to anyone: says whether the process serves, nothing of what it serves. */
@Controller()
export class HealthController {
  readonly #parts: ProcessParts;
  readonly #readiness: ReadinessReader;

  constructor(parts: ProcessParts, readiness: ReadinessReader) {
    this.#parts = parts;
    this.#readiness = readiness;
  }

  @Get('/live')
  @Access('anyone')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('/ready')
  @Access('anyone')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const readiness = await this.#readiness.read();
    void reply.code(readinessStatusCode(readiness)).send(readiness);
  }

  @Get('/metrics')
  @Access('anyone')
  async metrics(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const isHere = this.#parts.environment.METRICS_PORT === undefined;
    if (!isHere || !isLoopbackAddress(request.raw.socket.remoteAddress)) {
      throw new AppError('not_found', 'There is nothing at this address.');
    }
    const { contentType, body } = await renderMetrics(this.#parts.metrics);
    void reply.header('content-type', contentType).send(body);
  }
}
