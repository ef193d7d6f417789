import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '@devpulse/domain/errors';

/** The headers that are kept with a delivery; no other one is stored. */
const KEPT_HEADERS = [
  'x-github-event',
  'x-github-delivery',
  'x-github-hook-id',
  'x-github-hook-installation-target-id',
  'x-github-hook-installation-target-type',
  'user-agent',
  'content-type',
] as const;

const GUID_FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const EVENT_FORM = /^[a-z][a-z0-9_]{0,63}$/;
const ID_FORM = /^[1-9]\d{0,18}$/;
const MAX_HEADER_LENGTH = 512;

export type DeliveryHeaders = {
  guid: string;
  event: string;
  hookId: string | null;
  installationTargetId: string | null;
  kept: Record<string, string>;
};

/** Reads GitHub's own headers. Throws AppError('invalid_request') naming the header that is missing or malformed. */
export function readDeliveryHeaders(headers: IncomingHttpHeaders): DeliveryHeaders {
  return {
    guid: requireHeader(headers, 'x-github-delivery', GUID_FORM).toLowerCase(),
    event: requireHeader(headers, 'x-github-event', EVENT_FORM),
    hookId: readId(headers['x-github-hook-id']),
    installationTargetId: readAppNumber(headers),
    kept: keepHeaders(headers),
  };
}

/** GitHub’s number of the App that a delivery says to come from. */
export function readAppNumber(headers: IncomingHttpHeaders): string | null {
  return readId(headers['x-github-hook-installation-target-id']);
}

function requireHeader(headers: IncomingHttpHeaders, name: string, form: RegExp): string {
  const value = headers[name];
  if (typeof value === 'string' && form.test(value)) return value;
  const fault = value === undefined ? 'is missing' : 'is malformed';
  throw new AppError('invalid_request', `The header ${name} ${fault}.`, {
    field: `header.${name}`,
    remedy: 'Send the delivery as GitHub sends it.',
  });
}

/** The ids are outside the signature and decide nothing: a strange one is left out. */
function readId(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && ID_FORM.test(value) ? value : null;
}

function keepHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') kept[name] = value.slice(0, MAX_HEADER_LENGTH);
  }
  return kept;
}
