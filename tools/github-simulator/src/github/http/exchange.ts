import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';

/** A request that has come in whole. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function readExchange(request: IncomingMessage): Promise<Exchange> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://github');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks).toString(),
  };
}

/** The fields of a JSON body or a form. @throws ApiError 400 for what is neither */
export function fieldsOf(exchange: Exchange): Record<string, unknown> {
  if (exchange.body === '') return {};
  if (exchange.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(exchange.body));
  }
  try {
    const value: unknown = JSON.parse(exchange.body);
    if (value !== null && typeof value === 'object') return value as Record<string, unknown>;
  } catch {}
  throw new ApiError(400, 'Problems parsing JSON');
}

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function redirect(address: string, status = 302): Answer {
  return { status, headers: { location: address }, body: '' };
}
