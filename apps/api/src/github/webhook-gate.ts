import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '@devpulse/domain/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export const WEBHOOK_PATH = '/api/v1/github/webhooks';

const MEBIBYTE = 1_048_576;
/** GitHub does not send payloads over 25 MB. */
export const WEBHOOK_BODY_LIMIT = 26 * MEBIBYTE;
const LARGE_BODY = MEBIBYTE;
const MAX_LARGE_BODIES = 4;

const SIGNATURE_FORM = /^sha256=[0-9a-f]{64}$/;

/** One answer for every way in which a signature can be wrong, so that it tells nothing. */
export function signatureRefused(): AppError {
  return new AppError('unauthorized', 'The delivery has no valid signature.', {
    remedy: 'Check that GITHUB_WEBHOOK_SECRETS holds the secret of the GitHub App.',
  });
}

/**
 * Gives the webhook's route its own body limit and the raw body, and refuses what can be refused by its headers before any of
 * the body is read. Call before the routes are made.
 */
export function guardWebhookRoute(server: FastifyInstance): void {
  const gate = new WebhookGate();
  server.addHook('onRoute', (route) => {
    if (route.url !== WEBHOOK_PATH) return;
    route.bodyLimit = WEBHOOK_BODY_LIMIT;
    route.onRequest = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => {
      request.wantsRawBody = true;
      done(gate.enter(request, reply));
    };
  });
}

/** Counts the large bodies that are being read, so that senders without the secret cannot fill the memory. */
class WebhookGate {
  #largeBodies = 0;

  /** Undefined when the body may be read. */
  enter(request: FastifyRequest, reply: FastifyReply): AppError | undefined {
    const { headers } = request;
    const length = contentLength(headers);
    const refusal = refuseByHeaders(headers) ?? this.#refuseByLoad(length, reply);
    // The rest of a large body is not worth reading: the connection ends instead.
    if (refusal !== undefined && length > LARGE_BODY) reply.header('connection', 'close');
    return refusal;
  }

  #refuseByLoad(length: number, reply: FastifyReply): AppError | undefined {
    const isRefusedBySize = Number.isFinite(length) && length > WEBHOOK_BODY_LIMIT;
    if (length <= LARGE_BODY || isRefusedBySize) return undefined;
    if (this.#largeBodies >= MAX_LARGE_BODIES) {
      return new AppError('unavailable', 'Too many large deliveries at once.', {
        remedy: 'Deliver it again.',
      });
    }
    this.#largeBodies += 1;
    reply.raw.once('close', () => {
      this.#largeBodies -= 1;
    });
    return undefined;
  }
}

function refuseByHeaders(headers: IncomingHttpHeaders): AppError | undefined {
  const signature = headers['x-hub-signature-256'];
  if (typeof signature !== 'string' || !SIGNATURE_FORM.test(signature)) return signatureRefused();
  if (headers['content-encoding'] === undefined) return undefined;
  return new AppError('unsupported_media_type', 'A compressed body is not taken.', {
    field: 'header.content-encoding',
    remedy: 'Send the body as it was signed.',
  });
}

/** Infinite where it is not told. */
function contentLength(headers: IncomingHttpHeaders): number {
  if (headers['transfer-encoding'] !== undefined) return Number.POSITIVE_INFINITY;
  return Number(headers['content-length'] ?? 0);
}
