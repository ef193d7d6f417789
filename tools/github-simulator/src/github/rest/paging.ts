import { ApiError } from '../http/api-error.ts';
import { type Answer, jsonAnswer } from '../http/exchange.ts';
import type { Call } from '../http/hub.ts';

/** `per_page` of a request: 30 unless asked, 100 at most. */
export function perPageOf(call: Call): number {
  const asked = Number(call.exchange.query.get('per_page') ?? 30);
  return Number.isInteger(asked) && asked > 0 ? Math.min(100, asked) : 30;
}

/** The `link` header; the addresses keep every other parameter of the request. */
export function linkHeader(
  call: Call,
  links: Readonly<Record<string, Record<string, string | number>>>,
): Record<string, string> {
  const parts = Object.entries(links).map(([relation, parameters]) => {
    const query = new URLSearchParams(call.exchange.query);
    for (const name of ['page', 'cursor', 'before', 'after']) query.delete(name);
    for (const [name, value] of Object.entries(parameters)) query.set(name, String(value));
    return `<${call.hub.url}${call.exchange.path}?${query}>; rel="${relation}"`;
  });
  return parts.length === 0 ? {} : { link: parts.join(', ') };
}

/** One numbered page of a list, with its links. @param shape what the answer is, when it is no bare array */
export function numberedPage<Item>(
  call: Call,
  items: readonly Item[],
  show: (item: Item) => unknown,
  shape: (shown: unknown[], total: number) => unknown = (shown) => shown,
): Answer {
  const size = perPageOf(call);
  const page = Math.max(1, Number(call.exchange.query.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const shown = items.slice((page - 1) * size, page * size).map(show);
  const links = {
    ...(page > 1 && { prev: { page: page - 1 } }),
    ...(page < last && { next: { page: page + 1 }, last: { page: last } }),
    ...(page > 1 && { first: { page: 1 } }),
  };
  return jsonAnswer(200, shape(shown, items.length), linkHeader(call, links));
}

/**
 * A page of a list that is read by cursors.
 * @throws ApiError 422 for a cursor that names nothing
 */
export function cursorPage<Item>(
  call: Call,
  items: readonly Item[],
  cursors: { after: string; before: string | null; idOf: (item: Item) => number },
): { shown: readonly Item[]; headers: Record<string, string> } {
  const { query } = call.exchange;
  const size = perPageOf(call);
  const place = (name: string | null) => {
    const text = name === null ? null : query.get(name);
    if (text === null) return null;
    const id = Number(Buffer.from(text, 'base64url').toString().replace('v1_', ''));
    if (!Number.isInteger(id)) throw new ApiError(422, `Invalid cursor: ${text}`);
    return id;
  };
  const cursor = (item: Item | undefined) =>
    Buffer.from(`v1_${item === undefined ? 0 : cursors.idOf(item)}`).toString('base64url');
  const after = place(cursors.after);
  const before = place(cursors.before);
  // Numbers grow with time and the lists are newest first: what follows a cursor has a smaller number.
  const inside = items.filter((item) => {
    const id = cursors.idOf(item);
    return (after === null || id < after) && (before === null || id > before);
  });
  const shown = before === null ? inside.slice(0, size) : inside.slice(-size);
  const hasNext = shown.length > 0 && items.at(-1) !== shown.at(-1);
  const hasPrevious = cursors.before !== null && shown.length > 0 && items[0] !== shown[0];
  const links = {
    ...(hasNext && { next: { [cursors.after]: cursor(shown.at(-1)) } }),
    ...(hasPrevious && cursors.before !== null && { prev: { [cursors.before]: cursor(shown[0]) } }),
  };
  return { shown, headers: linkHeader(call, links) };
}
